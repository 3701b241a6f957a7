"""Bringing back what others wrote: appended, never ordered by a clock, and never over what was decided here since."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from cypworkbench.domain.contribution import Conflict, Sent
from cypworkbench.domain.decision import Decision, DecisionKind, Intent, Person, canonical, link
from cypworkbench.domain.matter import Matter
from cypworkbench.domain.plain import Plain, from_plain, to_plain
from cypworkbench.domain.record import Record
from cypworkbench.domain.refusal import Refusal
from cypworkbench.domain.state import fold, standing
from cypworkbench.domain.undoing import taken_back
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
    here = _taken_back_since(record, sent.sequence)
    here |= {_about(d.kind, d.subject, d.body): d for d in since}
    said = {canonical([d.kind, d.subject, dict(d.body)]) for d in since}
    new: list[tuple[Intent, Person]] = []
    disputed: list[tuple[Intent, Person]] = []
    conflicts: list[Conflict] = []
    known = 0
    for intent, by in _numbered(record, sent):
        ours = here.get(_about(intent.kind, intent.subject, intent.body))
        if canonical([intent.kind, intent.subject, dict(intent.body)]) in said:
            known += 1
        elif ours is None or intent.kind in _LISTS:
            new.append((intent, by))
        else:
            disputed.append((intent, by))
            conflicts.append(_conflict(record, len(conflicts) + 1, ours, (intent, by)))
    return Merging(tuple(new), known, tuple(conflicts), tuple(disputed))


def _taken_back_since(record: Record, parted: int) -> dict[tuple[str, str], Decision]:
    """What both had when they parted and was taken back here since: by what it was about, the taking back."""
    every = record.decisions
    gone = [(every[one - 1], every[by - 1]) for one, by in taken_back(every).items()]
    return {
        _about(d.kind, d.subject, d.body): by
        for d, by in gone
        if d.sequence <= parted < by.sequence and d.kind is not DecisionKind.UNDONE
    }


def _numbered(record: Record, sent: Sent) -> Iterator[tuple[Intent, Person]]:
    """What was sent, its new priorities and questions under numbers that are free here: both sides count from 1.

    One that says word for word what a new one here says is that one: it was merged before.
    """
    shared = fold(record.decisions[: sent.sequence]).matters
    ours = fold(record.decisions).matters
    since = [
        d
        for d in record.decisions[sent.sequence :]
        if d.kind is DecisionKind.MATTER_NOTED and d.subject not in shared
    ]
    first = {d.subject: _wordless(d.body) for d in reversed(since)}
    named: dict[str, str] = {}
    last = {(m.kind, m.area): 0 for m in ours.values()}
    for m in ours.values():
        last[m.kind, m.area] = max(last[m.kind, m.area], m.number)
    for intent, by in sent.decisions:
        if intent.kind is not DecisionKind.MATTER_NOTED or intent.subject in shared:
            yield intent, by
            continue
        matter = from_plain(Matter, intent.body)
        if intent.subject not in named:
            same = (k for k, said in first.items() if said == _wordless(intent.body))
            known = next((k for k in same if k not in named.values()), "")
            if not known:
                last[matter.kind, matter.area] = last.get((matter.kind, matter.area), 0) + 1
                known = replace(matter, number=last[matter.kind, matter.area]).key
            named[intent.subject] = known
        number = int(named[intent.subject].rpartition("|")[2])
        renamed = replace(matter, number=number)
        yield Intent(intent.kind, renamed.key, to_plain(renamed)), by


def _wordless(body: Mapping[str, object]) -> str:
    """What a matter says, whatever its number."""
    return canonical({**body, "number": 0})


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
    computer stop in between, merging again appends only what is missing. Raises Refusal for a number in `take` that no
    conflict has.
    """
    record = desk.workspace.record()
    plan = planned(record, sent)
    unknown = sorted(set(take) - {conflict.number for conflict in plan.conflicts})
    if unknown:
        there = f"from 1 to {len(plan.conflicts)}" if plan.conflicts else "none at all"
        raise Refusal(
            f"There is no conflict {unknown[0]}; there are {there}.",
            "Merge without --take first: it lists the conflicts by number, and changes none of them.",
        )
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
