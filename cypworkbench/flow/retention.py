"""How long rounds are kept: a schedule, holds, and the disposal of a round with a certificate."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from cypworkbench.domain.dates import day
from cypworkbench.domain.decision import Decision, DecisionKind, Intent
from cypworkbench.domain.evidence import is_bare
from cypworkbench.domain.record import Record
from cypworkbench.domain.refusal import Refusal
from cypworkbench.domain.state import standing
from cypworkbench.flow import keeping
from cypworkbench.flow.decide import Desk
from cypworkbench.store.rebuild import Removal

_LONGEST = 100
_LEAP = (2, 29)
_LATER = "later rounds go by them"
_HISTORY = "they say what was done with the record, or with a pack"
# The words of every other kind go with their round: a new kind's do, until it is named here.
STAYS: Mapping[DecisionKind, str] = {
    **dict.fromkeys(
        (
            DecisionKind.WORKSPACE_OPENED,
            DecisionKind.PLAN_KEPT,
            DecisionKind.PLAN_REFRESHED,
            DecisionKind.ROUND_OPENED,
            DecisionKind.PUBLISHED_ADDED,
            DecisionKind.TARGET_SET,
            DecisionKind.SUPPLIER_NAMED,
            DecisionKind.DIRECTION_DECIDED,
            DecisionKind.THRESHOLD_SET,
            DecisionKind.RECIPE_SAVED,
            DecisionKind.REBASED,
            DecisionKind.DISCLOSURE_SET,
            DecisionKind.TEMPLATE_SET,
            DecisionKind.DUTY_GIVEN,
            DecisionKind.INTEREST_DECLARED,
            DecisionKind.CERTIFICATE_TRUSTED,
            DecisionKind.RETENTION_SET,
            DecisionKind.HELD,
            DecisionKind.HOLD_LIFTED,
        ),
        _LATER,
    ),
    **dict.fromkeys(
        (
            DecisionKind.RETURN_ACCEPTED,
            DecisionKind.STAGE_PASSED,
            DecisionKind.PACK_ISSUED,
            DecisionKind.PACK_SIGNED,
            DecisionKind.PACK_WITHDRAWN,
            DecisionKind.UNDONE,
            DecisionKind.TAKEN_OVER,
            DecisionKind.MERGED,
            DecisionKind.MIGRATED,
            DecisionKind.REDACTED,
            DecisionKind.SALVAGED,
            DecisionKind.DISPOSED,
        ),
        _HISTORY,
    ),
}
_NEEDED_LATER = {DecisionKind.PLAN_KEPT, DecisionKind.PUBLISHED_ADDED}  # whose files are
_FIRST_VERSION = "the first file version’s chain cannot do without them"
_CELL_NAMED = "their names, which the chain needs, say what a cell held"


@dataclass(frozen=True, slots=True)
class KeptRound:
    """A round, when it ended for the schedule, until when it is kept, why longer if so, and what it holds.

    `removal` is what goes when it is disposed of; `stays` are the decisions whose words stay, by number, and why.
    """

    label: str
    ended: date
    until: date | None
    held: str
    removal: Removal
    disposed: bool = False
    stays: tuple[tuple[int, str], ...] = ()

    def is_due(self, today: date) -> bool:
        """Whether the schedule no longer asks for it to be kept, nobody asked otherwise, and anything of it is left."""
        is_over = self.until is not None and self.until < today
        return is_over and not self.held and not self.disposed and bool(self.removal.named)


@dataclass(frozen=True, slots=True)
class Certificate:
    """What was disposed of, as a document to keep: `text`; and the files beside that may still hold it."""

    text: str
    elsewhere: tuple[str, ...]


def set_schedule(desk: Desk, years: int, because: str = "") -> Decision:
    """Decide for how many years rounds are kept after their meeting; where that stands already, it is the answer.

    Raises Refusal for an impossible number.
    """
    if not 0 < years <= _LONGEST:
        raise Refusal(f"Rounds cannot be kept for {years} years.", "Give a number from 1 to 100.")
    body = {"years": years, "because": because.strip()}
    decisions = standing(desk.workspace.record().decisions)
    set_before = [d for d in decisions if d.kind is DecisionKind.RETENTION_SET]
    if set_before and dict(set_before[-1].body) == body:
        return set_before[-1]
    return desk.record(Intent(DecisionKind.RETENTION_SET, "rounds", body))[0]


def hold(desk: Desk, label: str, because: str) -> Decision:
    """Keep a round beyond its time, for an inquiry or a request. Raises Refusal without a reason."""
    kept = _round(desk.workspace.record(), label)
    if kept.disposed:
        raise Refusal(f"{label} was disposed of already.", "There is nothing left of it to hold.")
    if not because.strip():
        raise Refusal("A hold needs a reason.", "Say for which inquiry or request it is kept.")
    return desk.record(Intent(DecisionKind.HELD, label, {"because": because.strip()}))[0]


def lift(desk: Desk, label: str, because: str) -> Decision:
    """Let the schedule count again for a round that is held. Raises Refusal for one that is not."""
    if not _round(desk.workspace.record(), label).held:
        raise Refusal(f"{label} is not held.", "There is no hold to lift.")
    return desk.record(Intent(DecisionKind.HOLD_LIFTED, label, {"because": because.strip()}))[0]


def rounds(record: Record) -> tuple[KeptRound, ...]:
    """Every round but the one in hand, oldest first, with what the schedule says of it."""
    years: int | None = None
    held: dict[str, str] = {}
    disposed: set[str] = set()
    opened: list[Decision] = []
    for decision in standing(record.decisions):
        if decision.kind is DecisionKind.RETENTION_SET:
            years = int(str(decision.body["years"]))
        elif decision.kind is DecisionKind.HELD:
            held[decision.subject] = str(decision.body["because"])
        elif decision.kind is DecisionKind.HOLD_LIFTED:
            held.pop(decision.subject, None)
        elif decision.kind is DecisionKind.DISPOSED:
            disposed.add(decision.subject)
        elif decision.kind is DecisionKind.ROUND_OPENED:
            opened.append(decision)
    found: dict[str, KeptRound] = {}
    for first, after in pairwise(opened):
        label = first.subject
        if label == opened[-1].subject:
            continue
        before = found[label].removal if label in found else Removal()
        removal, stays = _held_in(record, first.sequence, after.sequence)
        stays = (*(found[label].stays if label in found else ()), *stays)
        ended = _ended(first)
        found[label] = KeptRound(
            label,
            ended,
            _later(ended, years) if years else None,
            held.get(label, ""),
            _with(before, removal),
            label in disposed,
            stays,
        )
    return tuple(found.values())


def _with(one: Removal, other: Removal) -> Removal:
    return Removal(one.decisions | other.decisions, one.contents | other.contents)


def _ended(opened: Decision) -> date:
    said = str(opened.body.get("meeting") or opened.body.get("due") or "")
    return date.fromisoformat(said) if said else opened.at.date()


def _later(day: date, years: int) -> date:
    if (day.month, day.day) == _LEAP:
        day = day.replace(day=28)
    return day.replace(year=day.year + years)


def _held_in(record: Record, first: int, after: int) -> tuple[Removal, tuple[tuple[int, str], ...]]:
    """What a round took in and said, and no other round needs; and whose words stay although they are its own."""
    mine = [d for d in record.decisions if first <= d.sequence < after]
    others = [d for d in record.decisions if not first <= d.sequence < after]
    there = {f.sha256 for f in record.files if not f.redacted}
    there |= {p.sha256 for p in record.packs if not p.redacted}
    needed = _mentioned([*others, *(d for d in mine if d.kind in _NEEDED_LATER)])
    own = frozenset((_mentioned(mine) & there) - needed)
    contents = keeping.with_extracts(record, own) & there
    words: set[int] = set()
    stays: list[tuple[int, str]] = []
    for decision in mine:
        why = _why_stays(record, decision, contents)
        if why:
            stays.append((decision.sequence, why))
        elif not decision.is_redacted:
            words.add(decision.sequence)
    return Removal(frozenset(words), contents), tuple(stays)


def _mentioned(decisions: Iterable[Decision]) -> set[str]:
    """Every text in decisions' subjects and bodies, digests of files among them."""
    found: set[str] = set()
    waiting: list[object] = [part for d in decisions for part in (d.subject, d.body)]
    while waiting:
        part = waiting.pop()
        if isinstance(part, str):
            found.add(part)
        elif isinstance(part, Mapping):
            waiting += part.values()
        elif isinstance(part, list | tuple):
            waiting += part
    return found


def _why_stays(record: Record, decision: Decision, going: frozenset[str]) -> str:
    """Why the words of a decision stay when its round is disposed of; empty where they go."""
    if decision.kind in STAYS:
        return STAYS[decision.kind]
    if decision.is_redacted:
        return ""
    if not decision.salt:
        return _FIRST_VERSION
    if decision.kind is DecisionKind.FINDING_EXPLAINED and is_bare(decision.subject):
        return _CELL_NAMED
    if decision.kind is DecisionKind.SET_ASIDE:
        # without it a figure that was left out would count again, where the return that gave it stays
        files = {f.sha256 for f in record.files if not f.redacted} - going
        given = {
            d.subject
            for d in record.decisions[: decision.sequence]
            if d.kind is DecisionKind.RETURN_ACCEPTED
        }
        return _LATER if given & files else ""
    return ""


def _round(record: Record, label: str) -> KeptRound:
    found = next((r for r in rounds(record) if r.label == label), None)
    if found is None:
        raise Refusal(
            f"There is no finished round called {label}.",
            "“workspace retention” lists the rounds; the one in hand is not among them.",
        )
    return found


def dispose(desk: Desk, label: str, today: date) -> Certificate:
    """Let a round's returns, packs and words go once its time is over, and certify what went.

    Raises Refusal before its time, while it is held, or when it is gone already.
    """
    workspace = desk.workspace
    before = workspace.record()
    kept = may_dispose(before, label, today)
    because = f"{label}: kept until {day(kept.until or today)} under the schedule"
    said: list[str] = []

    def certified(left: Record) -> Intent:
        said.append(_certificate(before, left, kept))
        digest = hashlib.sha256(said[0].encode()).hexdigest()
        body = {"certificate": digest, "redaction": left.sequence, "text": said[0]}
        return Intent(DecisionKind.DISPOSED, label, body)

    done = keeping.remove(desk, kept.removal, because, certified)
    return Certificate(said[0], done.beside)


def certificate(record: Record, label: str) -> str:
    """The certificate of a round that was disposed of, as the record keeps it. Raises Refusal where it keeps none."""
    made = [d for d in record.decisions if d.kind is DecisionKind.DISPOSED and d.subject == label]
    if not made:
        raise Refusal(
            f"{label} was not disposed of, so there is no certificate.",
            "“workspace retention” lists the rounds and how each stands.",
        )
    text = made[-1].body.get("text")
    if not isinstance(text, str):
        why = "its words were removed" if made[-1].is_redacted else "an earlier version wrote it"
        raise Refusal(
            f"The certificate of {label} is not in the workspace: {why}.",
            f"Decision {made[-1].sequence} still says who disposed of the round, and when.",
        )
    return text


def may_dispose(record: Record, label: str, today: date) -> KeptRound:
    """The round of that label, past its time. Raises Refusal before that, while it is held, or when it is gone."""
    kept = _round(record, label)
    if kept.is_due(today):
        return kept
    if kept.disposed:
        raise Refusal(
            f"{label} was disposed of already.",
            "Its certificate is in the workspace: write it with “workspace certificate”.",
        )
    if kept.held:
        raise Refusal(
            f"{label} is held: {kept.held.rstrip('.')}.",
            "Lift the hold with “workspace lift”, if that is right.",
        )
    if kept.until is None:
        raise Refusal(
            f"{label} is kept: no schedule says for how long.",
            "Set one with “workspace retention --years”, if that is right.",
        )
    if kept.until < today:
        raise Refusal(f"{label} holds nothing that would go.", "There is nothing to do for it.")
    raise Refusal(
        f"{label} is still kept until {day(kept.until)}: its time is not over.",
        "Set another schedule with “workspace retention --years”, if that is right.",
    )


def _certificate(before: Record, after: Record, kept: KeptRound) -> str:
    """What went between two records, the later one ending with the redaction."""
    decision = after.decisions[-1]
    gone = decision.body["removed"]
    named = set(map(str, gone)) if isinstance(gone, list) else set()
    files = [f"  {f.sha256}  {f.name}" for f in before.files if f.sha256 in named]
    packs = [f"  {p.sha256}  {p.board}, {p.edition}" for p in before.packs if p.sha256 in named]
    words = [n for n in sorted(named, key=lambda n: (len(n), n)) if len(n) < len(after.head)]
    role = f", {decision.by.role}" if decision.by.role else ""
    lines = [
        f"Certificate of disposal: {kept.label}",
        "",
        f"Ended {day(kept.ended)}; kept until {day(kept.until or kept.ended)} under the schedule.",
        f"Disposed of {day(decision.at)}, {decision.at:%H:%M} by {decision.by.name}{role}.",
        f"It is decision {decision.sequence} of the workspace.",
        "",
        f"Files whose bytes were removed, returns and what came with them ({len(files)}):",
        *files,
        f"Packs whose bytes were removed ({len(packs)}):",
        *packs,
        f"Decisions whose words were removed: {', '.join(words) or 'none'}.",
        "",
        "Left of those: who decided what kind of thing and when, and the digests of what was removed.",
        *_left(kept),
        f"The chain before: decision {before.sequence}, {before.head}.",
        f"The chain after:  decision {after.sequence}, {after.head}.",
        "",
    ]
    return "\n".join(lines)


def _left(kept: KeptRound) -> Iterator[str]:
    """The decisions of the round whose words stay, by reason."""
    reasons = dict.fromkeys(why for _, why in kept.stays)
    for reason in reasons:
        numbers = ", ".join(str(n) for n, why in kept.stays if why == reason)
        yield f"Left with their words ({reason}): {numbers}."
