"""Bringing back what others wrote: appended, never ordered by a clock, and never over what was decided here since."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from cypworkbench.domain.contribution import Conflict, Sent
from cypworkbench.domain.decision import Decision, DecisionKind, Intent, Person, canonical, link
from cypworkbench.domain.plain import Plain, to_plain
from cypworkbench.domain.record import Record
from cypworkbench.domain.state import standing
from cypworkbench.flow import logged
from cypworkbench.flow.decide import Desk

_LISTS = {DecisionKind.INTEREST_DECLARED}  # each is one more, none replaces another


@dataclass(frozen=True, slots=True)
class Merging:
    """What merging would append, what is here already, and what was decided differently here and there."""

    new: tuple[tuple[Intent, Person], ...]
    known: int
    conflicts: tuple[Conflict, ...]
    disputed: tuple[tuple[Intent, Person], ...]


@dataclass(frozen=True, slots=True)
class Merged:
    """What was appended, and the decision that says so; `conflicts` are those left as they stand here."""

    decisions: tuple[Decision, ...]
    noted: Decision | None
    conflicts: tuple[Conflict, ...]


def planned(record: Record, sent: Sent) -> Merging:
    """Hold what was sent against what was decided here since it parted from this workspace."""
    since = [d for d in standing(record.decisions) if d.sequence > sent.sequence]
    here = {_about(d.kind, d.subject, d.body): d for d in since}
    said = {canonical([d.kind, d.subject, dict(d.body)]) for d in since}
    new: list[tuple[Intent, Person]] = []
    disputed: list[tuple[Intent, Person]] = []
    conflicts: list[Conflict] = []
    known = 0
    for intent, by in sent.decisions:
        ours = here.get(_about(intent.kind, intent.subject, intent.body))
        if canonical([intent.kind, intent.subject, dict(intent.body)]) in said:
            known += 1
        elif ours is None or intent.kind in _LISTS:
            new.append((intent, by))
        else:
            disputed.append((intent, by))
            conflicts.append(_conflict(record, len(conflicts) + 1, ours, (intent, by)))
    return Merging(tuple(new), known, tuple(conflicts), tuple(disputed))


def _about(kind: DecisionKind, subject: str, body: object) -> tuple[str, str]:
    """What a later decision replaces: its subject; of a return, whose it is; of an action, what is to be done."""
    if kind is DecisionKind.RETURN_ACCEPTED and isinstance(body, dict):
        return kind.value, str(body.get("board") or subject)
    if kind is DecisionKind.ACTION_AGREED and isinstance(body, dict):
        return kind.value, f"{subject}|{' '.join(str(body.get('text')).split()).casefold()}"
    return kind.value, subject


def _conflict(
    record: Record, number: int, ours: Decision, theirs: tuple[Intent, Person]
) -> Conflict:
    (mine,) = logged.entries(record, [ours])
    (other,) = told(record, [theirs])
    return Conflict(number, mine.sentence, other)


def told(record: Record, wanted: Sequence[tuple[Intent, Person]]) -> tuple[str, ...]:
    """What would be appended, as the log would say it."""
    last = record.decisions[-1]
    as_if = [link(last, intent, by, last.at) for intent, by in wanted]
    return tuple(entry.sentence for entry in logged.entries(record, as_if))


def merge(desk: Desk, sent: Sent, take: Collection[int] = ()) -> Merged:
    """Append what was sent, in its authors' names, then one decision that says what was merged from which head.

    What was decided differently here since stands, unless its number is in `take`: then theirs is appended after it.
    Sending the same again appends nothing. Each author's decisions are appended whole or not at all; should the
    computer stop in between, merging again appends only what is missing.
    """
    record = desk.workspace.record()
    plan = planned(record, sent)
    taken = tuple(d for n, d in enumerate(plan.disputed, start=1) if n in take)
    left = tuple(c for c in plan.conflicts if c.number not in take)
    wanted = (*plan.new, *taken)
    made: list[Decision] = []
    for by, intents in _by_author(wanted):
        named = [str(said) for i in intents for said in (i.subject, i.body.get("extract"))]
        files = [sent.files[sha256] for sha256 in named if sha256 in sent.files]
        made += desk.workspace.append(intents, by, desk.at, files=files)
    if not made and (not plan.known or _is_noted(record, sent)):
        return Merged((), None, left)
    body: dict[str, Plain] = {
        "from": {"sequence": sent.sequence, "head": sent.head},
        "onto": {"sequence": record.sequence, "head": record.head},
        "count": len(made) + plan.known,
        "conflicts": len(left),
    }
    if sent.vouched is not None:
        body["signed"] = to_plain(sent.vouched)
    intent = Intent(DecisionKind.MERGED, sent.by, body)
    noted = desk.workspace.append([intent], desk.by, desk.at, files=sent.proof)[0]
    return Merged(tuple(made), noted, left)


def _by_author(
    wanted: Sequence[tuple[Intent, Person]],
) -> list[tuple[Person, tuple[Intent, ...]]]:
    authors = dict.fromkeys(by for _, by in wanted)
    return [(by, tuple(i for i, one in wanted if one == by)) for by in authors]


def _is_noted(record: Record, sent: Sent) -> bool:
    """Whether an earlier merge says that all of this was merged, and who signed it where somebody did."""
    base = {"sequence": sent.sequence, "head": sent.head}
    signed = to_plain(sent.vouched) if sent.vouched else None
    return any(
        d.kind is DecisionKind.MERGED
        and d.subject == sent.by
        and d.body.get("from") == base
        and signed in (None, d.body.get("signed"))
        for d in record.decisions
    )
