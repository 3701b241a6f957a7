"""Bringing back what others wrote: appended, never ordered by a clock, and never over what was decided here since."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import groupby

from cypworkbench.domain.contribution import Conflict, Sent
from cypworkbench.domain.decision import Decision, DecisionKind, Intent, Person, canonical, link
from cypworkbench.domain.plain import Plain, to_plain
from cypworkbench.domain.record import Record
from cypworkbench.domain.refusal import Refusal
from cypworkbench.domain.state import standing
from cypworkbench.domain.undoing import comes_down_to
from cypworkbench.flow import logged, renumbering
from cypworkbench.flow.decide import Desk


@dataclass(frozen=True, slots=True)
class Merging:
    """What merging would append, what is here already, and what was decided differently here and there.

    `left_out` says, in words, what was removed here since by decision, and is not brought back.
    """

    new: tuple[tuple[Intent, Person], ...]
    known: int
    conflicts: tuple[Conflict, ...]
    disputed: tuple[tuple[Intent, Person], ...]
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Merged:
    """What was appended, and the decision that says so; `conflicts` are those left as they stand here.

    `left_out` says, in words, what was not brought back, being removed here since or not to be merged.
    """

    decisions: tuple[Decision, ...]
    noted: Decision | None
    conflicts: tuple[Conflict, ...]
    left_out: tuple[str, ...] = ()


def planned(record: Record, sent: Sent) -> Merging:
    """Hold what was sent against what was decided, taken back or brought back here since it parted from this workspace.

    A priority or a question that was set down there anew is new here, too, under the next number that is free.
    """
    here = _here(record, sent.sequence)
    since = [d for d in standing(record.decisions) if d.sequence > sent.sequence]
    said = {_said(d) for d in since}
    earlier: set[str] = set()  # what was said there before: they knew of it when they changed it
    new: list[tuple[Intent, Person]] = []
    disputed: list[tuple[Intent, Person]] = []
    conflicts: list[Conflict] = []
    known = 0
    removed = _Removed(record, sent.sequence)
    gone: list[Decision] = []
    left_out: list[str] = []
    contents = {f.sha256 for f in record.files if f.redacted}
    for intent, by in renumbering.renumbered(record, sent):
        ours = here.get(_about(intent.kind, intent.subject, intent.body))
        if _said(intent) in said:
            known += 1
        elif (redacted := removed.taken(intent, by)) is not None:
            gone.append(redacted)
        elif not contents.isdisjoint(_named(intent)):
            left_out += told(record, [(intent, by)])
        elif ours is None or _said(ours) in earlier:
            new.append((intent, by))
        else:
            disputed.append((intent, by))
            conflicts.append(_conflict(record, len(conflicts) + 1, ours, (intent, by)))
        earlier.add(_said(intent))
    left_out += (entry.sentence for entry in logged.entries(record, gone))
    return Merging(tuple(new), known, tuple(conflicts), tuple(disputed), tuple(left_out))


def _named(intent: Intent) -> tuple[str, str]:
    """What a decision may name a file by: its subject and what was read of it."""
    return intent.subject, str(intent.body.get("extract"))


class _Removed:
    """The decisions whose words were removed here since the fork: whoever sends them again does not bring them back.

    Their words are gone, so they are known by their author, their kind and what they are about, each once.
    """

    def __init__(self, record: Record, fork: int) -> None:
        self._left = [d for d in record.decisions[fork:] if d.is_redacted]

    def taken(self, intent: Intent, by: Person) -> Decision | None:
        """The removed decision that this one is, if it is one."""
        asked = (intent.kind, intent.subject, by)
        for decision in self._left:
            if (decision.kind, decision.subject, decision.by) == asked:
                self._left.remove(decision)
                return decision
        return None


def _here(record: Record, fork: int) -> dict[tuple[str, str], Decision]:
    """The last word here since the fork on each thing: a decision that stands, or that took back or brought back."""
    stands = {d.sequence for d in standing(record.decisions)}
    here: dict[tuple[str, str], Decision] = {}
    for decision in record.decisions[fork:]:
        if decision.sequence in stands or decision.kind is DecisionKind.UNDONE:
            what = comes_down_to(record.decisions, decision)
            here[_about(what.kind, what.subject, what.body)] = decision
    return here


def _said(one: Intent | Decision) -> str:
    return canonical([one.kind, one.subject, dict(one.body)])


def _about(kind: DecisionKind, subject: str, body: object) -> tuple[str, str]:
    """What a later decision replaces: its subject; of a return, whose it is; of an action, what is to be done.

    Each interest declared is one more, and replaces only itself.
    """
    if kind is DecisionKind.RETURN_ACCEPTED and isinstance(body, dict):
        return kind.value, str(body.get("board") or subject)
    if kind is DecisionKind.ACTION_AGREED and isinstance(body, dict):
        return kind.value, f"{subject}|{' '.join(str(body.get('text')).split()).casefold()}"
    if kind is DecisionKind.INTEREST_DECLARED and isinstance(body, dict):
        return kind.value, f"{subject}|{canonical(body)}"
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
    Sending the same again appends nothing. What one author decided in a row is appended whole or not at all; should the
    computer stop in between, merging again appends only what is missing. Raises Refusal, with nothing merged, when
    `take` has a number that no conflict has.
    """
    record = desk.workspace.record()
    plan = planned(record, sent)
    _refuse_unknown(plan, take)
    taken = tuple(d for n, d in enumerate(plan.disputed, start=1) if n in take)
    left = tuple(c for c in plan.conflicts if c.number not in take)
    left_out = (*sent.left_out, *plan.left_out)
    wanted = (*plan.new, *taken)
    made: list[Decision] = []
    for by, intents in _by_author(wanted):
        named = [said for i in intents for said in _named(i)]
        files = [sent.files[sha256] for sha256 in named if sha256 in sent.files]
        made += desk.workspace.append(intents, by, desk.at, files=files)
    if not made and (not plan.known or _is_noted(record, sent)):
        return Merged((), None, left, left_out)
    body: dict[str, Plain] = {
        "from": {"sequence": sent.sequence, "head": sent.head},
        "onto": {"sequence": record.sequence, "head": record.head},
        # what an earlier merge noted is in its count; else a stop half way may have left some of it here already
        "count": len(made) + (0 if _is_noted(record, sent) else plan.known),
        "conflicts": len(left),
    }
    if sent.vouched is not None:
        body["signed"] = to_plain(sent.vouched)
    intent = Intent(DecisionKind.MERGED, sent.by, body)
    noted = desk.workspace.append([intent], desk.by, desk.at, files=sent.proof)[0]
    return Merged(tuple(made), noted, left, left_out)


def _refuse_unknown(plan: Merging, take: Collection[int]) -> None:
    numbers = {conflict.number for conflict in plan.conflicts}
    unknown = sorted(set(take) - numbers)
    if not unknown:
        return
    there = ", ".join(str(number) for number in sorted(numbers))
    raise Refusal(
        f"There is no conflict {unknown[0]} to take; nothing was merged.",
        f"Take one of these numbers: {there}."
        if numbers
        else "Merge without --take: nothing in it was decided differently here.",
    )


def _by_author(
    wanted: Sequence[tuple[Intent, Person]],
) -> list[tuple[Person, tuple[Intent, ...]]]:
    """What each author decided in a row, in the order it was decided: an answer never comes before its question."""
    runs = groupby(wanted, key=lambda one: one[1])
    return [(by, tuple(intent for intent, _ in run)) for by, run in runs]


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
