"""Writing a workspace anew: to let go of unused room, or to let words and bytes go that must not be kept.

Nothing in a workspace file is ever changed. What is to go is left out of a new file, which then takes the old one's
place; so no page of the new file has ever held it.
"""

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from cypworkbench.domain.decision import (
    REDACTED,
    Decision,
    DecisionKind,
    Intent,
    Person,
    committed,
    link,
)
from cypworkbench.domain.evidence import is_bare
from cypworkbench.domain.record import Record, StoredFile, StoredPack
from cypworkbench.domain.refusal import Refusal
from cypworkbench.store import copies, whole
from cypworkbench.store.clearing import clear
from cypworkbench.store.publishing import Saved
from cypworkbench.store.station import Station
from cypworkbench.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Removal:
    """What is to go: the words of decisions by number, the bytes of files and packs by digest."""

    decisions: frozenset[int] = frozenset()
    contents: frozenset[str] = frozenset()

    @property
    def named(self) -> list[str]:
        """How the redacting decision names it."""
        return [*map(str, sorted(self.decisions)), *sorted(self.contents)]


@dataclass(frozen=True, slots=True)
class Redaction:
    """What a redaction did: its decision, where the workspace is saved, and the files that may still hold the words.

    `unbacked` says why there is no backup of what is left, if there is none.
    """

    decision: Decision
    saved: Saved
    elsewhere: tuple[Path, ...]
    unbacked: Refusal | None = None

    @property
    def beside(self) -> tuple[str, ...]:
        """The files elsewhere: by name what lies in the workspace's folder, by its whole path what does not."""
        folder = self.saved.path.resolve().parent
        return tuple(p.name if p.parent == folder else str(p) for p in self.elsewhere)


Follows = Callable[[Record], Intent]


def compact(workspace: Workspace, by: Person, at: datetime) -> tuple[int, int]:
    """Write the workspace anew. Returns its size before and after, in bytes. Raises Refusal as `append` does.

    One of an older version is brought forward first, by a decision.
    """
    target = workspace.path.resolve()
    before = target.stat().st_size
    workspace.bring_forward(by, at)
    workspace.rewrite(workspace.record())
    return before, target.stat().st_size


def redact(
    workspace: Workspace,
    removal: Removal,
    because: str,
    by: Person,
    at: datetime,
    follows: Follows | None = None,
) -> Redaction:
    """Let words and bytes go: salted digests and a decision with its reason stay, and the chain stays whole.

    `follows` makes one more decision of the record as it is left, taken with it or not at all. Backups are made anew
    without what went; what can be computed again and what lies in temporary files goes. Whatever would not go is in
    the answer. Stopped in between, the next opening ends it. Raises Refusal when something named is not there, or was
    recorded by the first file version, whose chain needs its words.
    """
    check_named(workspace.record(), removal)
    workspace.bring_forward(by, at)
    record = workspace.record()
    number = record.sequence + 1
    body = {"removed": removal.named, "because": because}
    intent = Intent(DecisionKind.REDACTED, str(len(removal.named)), body)
    decision = link(record.decisions[-1], intent, by, at, salt=workspace.salts(number))
    left = Record(
        tuple(_file(f, workspace) if f.sha256 in removal.contents else f for f in record.files),
        (*(_decision(d, removal) for d in record.decisions), decision),
        tuple(_pack(p, workspace) if p.sha256 in removal.contents else p for p in record.packs),
    )
    if follows is not None:
        further = link(decision, follows(left), by, at, salt=workspace.salts(number + 1))
        left = replace(left, decisions=(*left.decisions, further))
    whole.check(left, workspace.path.name)
    saved = workspace.rewrite(left)
    target = workspace.path.resolve()
    unbacked = _backed_up(workspace)
    remaining = clear(target, left)
    if unbacked is not None:
        unbacked = _backed_up(workspace)  # older backups may have given their room
    return Redaction(
        decision, saved, (*remaining, *_elsewhere(target), *copies.noted(target)), unbacked
    )


def _backed_up(workspace: Workspace) -> Refusal | None:
    """Make a backup; why there is none, if it cannot be: it must not stop what a redaction has still to take away."""
    try:
        workspace.back_up()
    except Refusal as refusal:
        return refusal
    return None


def check_named(record: Record, removal: Removal) -> None:
    """Raises Refusal when something named is not there, or must stay."""
    there = {f.sha256 for f in record.files} | {p.sha256 for p in record.packs}
    unknown = sorted(removal.contents - there)
    if unknown or any(not 0 < n <= record.sequence for n in removal.decisions):
        raise Refusal(
            "The workspace holds nothing by that number or digest.",
            "Look it up with “workspace log”, and name decisions by number and files by digest.",
        )
    for number in sorted(removal.decisions):
        decision = record.decisions[number - 1]
        if decision.is_redacted:
            raise Refusal(
                f"The words of decision {number} were removed already.",
                "Leave it out: they are gone.",
            )
        if decision.kind is DecisionKind.WORKSPACE_OPENED:
            raise Refusal(
                f"Decision {number} says which plan the workspace is for; nothing can be read without it.",
                "Leave it out. If its own words name a child, begin a new workspace.",
            )
        if not decision.salt:
            raise Refusal(
                f"Decision {number} was recorded by the first file version, whose chain cannot do without its words.",
                "Redact the files and packs that hold them; for this one decision, begin a new workspace.",
            )
        if decision.kind is DecisionKind.FINDING_EXPLAINED and is_bare(decision.subject):
            raise Refusal(
                f"Decision {number} is named by what a cell holds, as earlier versions did; the chain needs that name.",
                "Leave it out: those words stay until a new workspace is begun. The return itself can go.",
            )
        if decision.kind in (DecisionKind.REDACTED, DecisionKind.SALVAGED):
            raise Refusal(
                f"Decision {number} says what was removed, and must stay.",
                "Leave it out; write reasons that name no child.",
            )


def _decision(decision: Decision, removal: Removal) -> Decision:
    if decision.sequence not in removal.decisions or decision.is_redacted:
        return decision
    words = {REDACTED: committed(decision.salt, decision.body)}
    return replace(decision, body=words, salt=REDACTED)


def _file(stored: StoredFile, workspace: Workspace) -> StoredFile:
    if stored.redacted:
        return stored
    gone = _salted(stored.content, workspace)
    seal = whole.file_seal(stored)
    return replace(stored, name="removed", content=b"", redacted=gone, seal=seal)


def _pack(stored: StoredPack, workspace: Workspace) -> StoredPack:
    if stored.redacted:
        return stored
    gone = _salted(stored.content, workspace)
    return replace(stored, content=b"", redacted=gone, seal=whole.pack_seal(stored))


def _salted(content: bytes, workspace: Workspace) -> str:
    """A digest with its salt before it: whoever has the bytes can show that they were these."""
    salt = workspace.salts(0)
    return f"{salt}:{whole.digest(salt.encode() + content)}"


def _elsewhere(target: Path) -> Iterable[Path]:
    """Files beside the workspace that were made from it before, and which only a person may throw away.

    What this computer keeps of a fork that was opened here goes, where others can see all of it.
    """
    with suppress(OSError):
        for path in sorted(target.parent.iterdir()):
            ours = path.name.startswith(
                (f"{target.stem} (fork ", f"{target.stem} (before restore ")
            )
            if ours and path.suffix == target.suffix:
                Station(path).forget_published()
                yield path
            elif ours and path.is_dir():
                yield path
