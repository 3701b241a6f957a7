"""What must not be kept: finding every place that holds certain words, and letting them go by decision."""

import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from cypworkbench.domain.decision import Decision, DecisionKind, canonical
from cypworkbench.domain.record import Record, StoredFile, StoredPack
from cypworkbench.domain.refusal import Refusal
from cypworkbench.flow import logged
from cypworkbench.flow.decide import Desk
from cypworkbench.flow.log_names import Names, pack_versions
from cypworkbench.flow.spelled import plainly, texts
from cypworkbench.store.rebuild import Follows, Redaction, Removal, check_named, redact
from cypworkbench.store.recovery import Examination, examine

_MOST = (
    64 << 20
)  # bytes looked through of one packed part: more would be a bomb, and no return is that large
_DEEPEST = 3
_STREAM = re.compile(rb"stream\r?\n")
_SHORTEST = 3
_FREE = {"because", "text", "note", "reason", "progress"}  # where people write what they like

NOT_KNOWN = "Copies made by hand or on another computer, and files that were handed out, are not known here."


@dataclass(frozen=True, slots=True)
class Found:
    """Where certain words stand in a record: what would go, and what a person would recognise it by."""

    removal: Removal
    decisions: tuple[Decision, ...]
    files: tuple[StoredFile, ...]
    packs: tuple[StoredPack, ...]


def holding(record: Record, words: str) -> Found:
    """Everything that holds the words: decisions, and files and packs raw or inside what is packed in them.

    Raises Refusal when the words are too short to look for, stand nowhere, or stand where the chain needs them.
    """
    if len(words.strip()) < _SHORTEST:
        raise Refusal(
            "The words to look for are too short.", "Give at least three letters of them."
        )
    wanted = plainly(words)
    for decision in record.decisions:
        kept = (decision.subject, decision.by.name, decision.by.role)
        if any(wanted in plainly(said) for said in kept):
            raise Refusal(
                f"The words name what decision {decision.sequence} is about, or who made it; the chain needs those.",
                "They stay for as long as this workspace does. Other words beside them can go: search for those; or "
                "name decisions and contents in the terminal, “workspace redact --decision NUMBER --content DIGEST”.",
            )
    decisions = tuple(d for d in record.decisions if wanted in plainly(_text(d)))
    files = tuple(
        f for f in record.files if wanted in plainly(f.name) or contains(f.content, words)
    )
    packs = tuple(p for p in record.packs if contains(p.content, words))
    if not (decisions or files or packs):
        raise Refusal(
            "The words stand nowhere in the workspace.",
            "Check their spelling; a word drawn only as a picture, or locked with a password, is not found.",
        )
    contents = frozenset([*(f.sha256 for f in files), *(p.sha256 for p in packs)])
    contents = with_extracts(record, contents)
    files = tuple(f for f in record.files if f.sha256 in contents)
    removal = Removal(frozenset(d.sequence for d in decisions), contents)
    return Found(removal, decisions, files, packs)


def _text(decision: Decision) -> str:
    return canonical(dict(decision.body))


def contains(content: bytes, *words: str) -> bool:
    """Whether bytes hold any of some words, as they are or after unpacking, however they are spelled."""
    wanted = [plainly(one) for one in words]
    return any(one in said for said in texts(layers(content)) for one in wanted)


def layers(content: bytes, depth: int = 0) -> Iterator[bytes]:
    """Bytes, and everything that is packed in them: members of ZIP files, streams of PDF files."""
    yield content
    if depth == _DEEPEST:
        return
    inner = _members(content) if content[:2] == b"PK" else _streams(content)
    for part in inner:
        yield from layers(part, depth + 1)


def _members(content: bytes) -> Iterator[bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            for member in packed.infolist():
                with packed.open(member) as opened:
                    yield opened.read(_MOST)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, NotImplementedError):
        return  # not whole, or locked: it has been searched as it is


def _streams(content: bytes) -> Iterator[bytes]:
    if not content.startswith(b"%PDF"):
        return
    for begun in islice(_STREAM.finditer(content), 100_000):
        try:
            unpacked = zlib.decompressobj().decompress(content[begun.end() :], _MOST)
        except zlib.error:
            continue
        yield unpacked


def remove(desk: Desk, removal: Removal, because: str, follows: Follows | None = None) -> Redaction:
    """Let words and bytes go, by a decision with its reason, and with it the one that `follows` makes of what is left.

    Raises Refusal without a reason, or when nothing is named.
    """
    reason = because.strip()
    if not reason:
        raise Refusal("A redaction needs a reason.", "Say why, without the words that must go.")
    going = whole(desk.workspace.record(), removal)
    return redact(desk.workspace, going, reason, desk.by, desk.at, follows)


def whole(record: Record, removal: Removal) -> Removal:
    """What goes with what was named: packs that print a decision's words, and what was kept of locked returns.

    Raises Refusal when nothing is named, or something that is not there or must stay.
    """
    if not removal.named:
        raise Refusal("Nothing is named to remove.", "Name words, decisions or contents.")
    check_named(record, removal)
    contents = removal.contents | _printed_in(record, removal)
    return Removal(removal.decisions, contents | with_extracts(record, contents))


def named(record: Record, removal: Removal) -> tuple[str, ...]:
    """A line for each thing that goes, as a person would know it again."""
    names, versions = Names(record), pack_versions(record)
    going = [d for d in record.decisions if d.sequence in removal.decisions]
    entries = logged.entries(record, going)
    lines = [f"the words of decision {entry.sequence}: {entry.sentence}" for entry in entries]
    lines += [
        f"the file {logged.one_line(f.name)}" for f in record.files if f.sha256 in removal.contents
    ]
    return (
        *lines,
        *(
            f"{names.pack(p.sha256)}, version {versions.get(p.sha256) or 'unknown'}, {p.sha256[:12]}…"
            for p in record.packs
            if p.sha256 in removal.contents
        ),
    )


def with_extracts(record: Record, contents: frozenset[str]) -> frozenset[str]:
    """Contents by digest, and with each locked return what was kept as read of it, or the other way about."""
    pairs = [
        {d.subject, str(d.body["extract"])}
        for d in record.decisions
        if d.kind is DecisionKind.RETURN_ACCEPTED and "extract" in d.body
    ]
    return contents.union(*(pair for pair in pairs if pair & contents))


def _printed_in(record: Record, removal: Removal) -> frozenset[str]:
    """The packs that print the words of a decision that goes, whose record holds them too, and signed forms with them.

    A form goes with its signature.
    """
    said = [
        str(value)
        for decision in record.decisions
        if decision.sequence in removal.decisions
        for key, value in decision.body.items()
        if key in _FREE and isinstance(value, str) and len(value) >= _SHORTEST
    ]
    if not said:
        return frozenset()
    packs = {p.sha256 for p in record.packs if contains(p.content, *said)}
    content = {f.sha256: f.content for f in record.files}
    for proof in _signed_forms(record):
        if any(contains(content.get(sha256, b""), *said) for sha256 in proof):
            packs |= proof & content.keys()
    return frozenset(packs)


def _signed_forms(record: Record) -> Iterator[frozenset[str]]:
    """The digests of each form that was merged with a signature, and of that signature."""
    for decision in record.decisions:
        signed = decision.body.get("signed") if decision.kind is DecisionKind.MERGED else None
        if isinstance(signed, Mapping):
            yield frozenset(str(signed.get(part)) for part in ("file", "signature"))


def kept_heads(record: Record) -> tuple[tuple[str, int, str], ...]:
    """What the packs kept in the workspace say they were made from: digest of the pack, decision's number, its digest.

    Only packs that are not redacted and carry their record.
    """
    from cypworkbench.signing import readback  # pikepdf: only when packs are looked into

    signed = {d.subject for d in record.decisions if d.kind is DecisionKind.PACK_SIGNED}
    found = []
    for pack in record.packs:
        if pack.sha256 in signed and pack.content:
            attached = readback.attachment(pack.content, "snapshot.json")
            chain = json.loads(attached)["chain"] if attached else None
            if chain:
                found.append((pack.sha256, int(chain["sequence"]), str(chain["head"])))
    return tuple(found)


def unled(record: Record) -> tuple[str, ...]:
    """The signed packs in the workspace whose decision its chain no longer leads to: it was written anew since."""
    return tuple(
        pack
        for pack, sequence, head in kept_heads(record)
        if not (0 < sequence <= record.sequence) or record.decisions[sequence - 1].digest != head
    )


def look_over(path: Path) -> Examination:
    """Everything that can be checked about a workspace, the heads that its own signed packs print among it."""
    found = examine(path)
    if found.record is None or found.troubles:
        return found
    wrong = unled(found.record)
    if not wrong:
        return found
    said = Refusal(
        f"{path.name} has been altered: {len(wrong)} of the signed packs in it were made after decisions that are no "
        f"longer there ({', '.join(f'{sha256[:12]}…' for sha256 in wrong)}).",
        "Keep this file as it is for whoever looks into it. The packs say what was decided when they were signed.",
    )
    return replace(found, troubles=(said,))
