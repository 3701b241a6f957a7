"""From one plan to the next: a map is proposed, corrected by people, checked, and recorded as one decision."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from cypworkbench.domain.decision import Decision, DecisionKind, Intent
from cypworkbench.domain.framework import Framework, Measure
from cypworkbench.domain.measuring import Tie
from cypworkbench.domain.plain import to_plain
from cypworkbench.domain.refresh import Fate, Passage, Refresh
from cypworkbench.domain.refusal import Refusal
from cypworkbench.flow.decide import Desk
from cypworkbench.returns import listing
from cypworkbench.returns.listing import Entry

COLUMNS = ("measure", "title", "fate", "becomes", "why")
NEEDED = ("measure", "fate", "becomes", "why")
_SHOWN = 6
_FATES = {
    Tie.REDEFINED: Fate.REDEFINE,
    Tie.REPLACED: Fate.REPLACE,
    Tie.SPLIT: Fate.SPLIT,
    Tie.MERGED: Fate.MERGE,
}
_PARTS = ("kind", "unit", "multiplier", "direction", "kind of period", "top line", "bottom line")


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with what is said of one measure, in which column, as words that follow the cell's address."""

    measure: str
    column: str
    what: str


def propose(old: Framework, new: Framework) -> Refresh:
    """What the two plans themselves say becomes of each measure of the old one; retired where they say nothing.

    The same series, of one definition, is kept; a tie named by either plan is followed; a measure of the same id with
    another definition was redefined, and the reason names what differs.
    """
    passages = tuple(_passage(old, new, measure) for measure in old.measures)
    return Refresh(old.id, new.id, _begins(old, new), passages)


def _begins(old: Framework, new: Framework) -> date:
    """The day the new plan begins; the day after the old one ends where it does not say. Raises Refusal."""
    day = new.valid_from or old.valid_to
    if day is None:
        raise Refusal(
            f"Neither plan says when {new.title} begins.", "Give valid_from in the plan's file."
        )
    return day


def _passage(old: Framework, new: Framework, measure: Measure) -> Passage:
    by_id = {m.id: m for m in new.measures}
    same = [ref.measure for ref in measure.same_as if ref.framework == new.id]
    same = [one for one in same if one in by_id and by_id[one].definition == measure.definition]
    twin = by_id.get(measure.id)
    if not same and twin and twin.definition == measure.definition:
        same = [twin.id]
    if same:
        return Passage(measure.id, Fate.KEEP, (same[0],))
    ties = list(_ties(old, new, measure))
    for tie, fate in _FATES.items():
        found = [(name, why) for name, by, why in ties if by is tie]
        if found:
            names = tuple(dict.fromkeys(name for name, _ in found))
            return _tied(measure, [by_id[name] for name in names], fate, found[0][1])
    if twin:
        return _tied(measure, [twin], Fate.REDEFINE, _differs(measure, twin))
    return Passage(measure.id, Fate.RETIRE, why="The new plan does not list it.")


def _tied(measure: Measure, new: Sequence[Measure], fate: Fate, why: str) -> Passage:
    """A passage by a tie: a series that no axis can hold with its forerunner replaces it; so does half of a split."""
    if fate is Fate.REDEFINE and not _one_axis(measure, new[0]):
        fate = Fate.REPLACE
    if fate is Fate.SPLIT and len(new) == 1:
        fate = Fate.REPLACE
    names = tuple(m.id for m in new)
    return Passage(measure.id, fate, names[:1] if fate is Fate.REDEFINE else names, why)


def _one_axis(one: Measure, other: Measure) -> bool:
    """Whether figures of both can stand in one chart: of one kind and unit, for one kind of period."""
    return (one.kind, one.unit, one.per, one.period_kind) == (
        *(other.kind, other.unit, other.per, other.period_kind),
    )


def _ties(old: Framework, new: Framework, measure: Measure) -> Iterator[tuple[str, Tie, str]]:
    """Every measure of the new plan that either plan ties to this one: its id, the tie, and why."""
    for relation in measure.related_to:
        if relation.to.framework == new.id:
            yield relation.to.measure, relation.tie, relation.why
    for later in new.measures:
        for relation in later.related_to:
            if (relation.to.framework, relation.to.measure) == (old.id, measure.id):
                yield later.id, relation.tie, relation.why


def _differs(old: Measure, new: Measure) -> str:
    pairs = zip(_PARTS, old.definition, new.definition, strict=True)
    said = [name for name, was, is_now in pairs if was != is_now]
    return f"The new plan has another {' and another '.join(said)}."


# ----------------------------------------------------------------------------------------- checks


def wrong(refresh: Refresh, old: Framework, new: Framework) -> tuple[Wrong, ...]:
    """Everything in a map that the two plans do not bear out."""
    found = [one for passage in refresh.passages for one in _wrong(passage, old, new)]
    named = [passage.old for passage in refresh.passages]
    found += [
        Wrong(m.id, "measure", f"does not say what becomes of {m.id}")
        for m in old.measures
        if m.id not in named
    ]
    found += [
        Wrong(name, "measure", f"names {name} more than once")
        for name in dict.fromkeys(named)
        if named.count(name) > 1
    ]
    taken: dict[str, str] = {}
    for passage in refresh.passages:
        goes = passage.carried_to
        if goes and taken.setdefault(goes, passage.old) != passage.old:
            said = f"carries two histories into {goes}, which {taken[goes]} has already"
            found.append(Wrong(passage.old, "becomes", said))
    return tuple(found)


def _wrong(passage: Passage, old: Framework, new: Framework) -> Iterator[Wrong]:
    olds, news = {m.id: m for m in old.measures}, {m.id: m for m in new.measures}
    if passage.old not in olds:
        yield Wrong(passage.old, "measure", f"names {passage.old!r}, which {old.id} does not have")
        return
    for name in passage.new:
        if name not in news:
            yield Wrong(passage.old, "becomes", f"names {name!r}, which {new.id} does not have")
    few, many = _HOW_MANY[passage.fate]
    if not few <= len(passage.new) <= many:
        yield Wrong(
            passage.old,
            "becomes",
            f"names {len(passage.new)} measures, and {passage.fate} {_NEEDS[passage.fate]}",
        )
    elif passage.fate is Fate.KEEP and passage.new[0] in news:
        twin = news[passage.new[0]]
        if twin.definition != olds[passage.old].definition:
            differs = _differs(olds[passage.old], twin).rstrip(".").lower()
            yield Wrong(passage.old, "fate", f"keeps a series that is not the same: {differs}")
    elif (
        passage.fate is Fate.REDEFINE
        and passage.new[0] in news
        and not _one_axis(olds[passage.old], news[passage.new[0]])
    ):
        said = "redefines a series in another unit or kind of period, which no chart can hold as one: replace it"
        yield Wrong(passage.old, "fate", said)
    if passage.fate is not Fate.KEEP and not passage.why:
        yield Wrong(passage.old, "why", "gives no reason")


_MANY = 99
_HOW_MANY = {
    Fate.KEEP: (1, 1),
    Fate.REDEFINE: (1, 1),
    Fate.MERGE: (1, 1),
    Fate.REPLACE: (1, _MANY),
    Fate.SPLIT: (2, _MANY),
    Fate.RETIRE: (0, 0),
}
_NEEDS = {
    Fate.KEEP: "needs one",
    Fate.REDEFINE: "needs one",
    Fate.MERGE: "needs the one it is merged into",
    Fate.REPLACE: "needs one or more",
    Fate.SPLIT: "needs two or more",
    Fate.RETIRE: "needs none",
}


# ------------------------------------------------------------------------------------------ sheet


def write(refresh: Refresh, old: Framework, *, at: date | None = None) -> bytes:
    """The map as a sheet for people to correct: .xlsx dated `at`, or CSV without a date."""
    rows = [
        (p.old, old.measure(p.old).title, p.fate.value, "; ".join(p.new), p.why)
        for p in refresh.passages
    ]
    return listing.write(COLUMNS, rows, title="What becomes of each measure", at=at)


def read(content: bytes, name: str, old: Framework, new: Framework) -> Refresh:
    """The map in a sheet, held against both plans. Raises Refusal naming each wrong cell."""
    entries = listing.read(content, name, NEEDED)
    unread = [
        f"{entry.at('fate')} is {entry.text('fate')!r}, no fate of a measure"
        for entry in entries
        if entry.text("fate") not in set(Fate)
    ]
    if unread:
        raise _refusal(name, unread, f"Choose among: {', '.join(Fate)}.")
    refresh = Refresh(old.id, new.id, _begins(old, new), tuple(map(_read_passage, entries)))
    found = wrong(refresh, old, new)
    if found:
        at = {entry.text("measure"): entry for entry in entries}
        said = [
            f"{at[one.measure].at(one.column) if one.measure in at else 'the sheet'} {one.what}"
            for one in found
        ]
        raise _refusal(name, said, "Correct these cells.")
    return refresh


def _read_passage(entry: Entry) -> Passage:
    new = tuple(part.strip() for part in entry.text("becomes").split(";") if part.strip())
    return Passage(entry.text("measure"), Fate(entry.text("fate")), new, entry.text("why"))


def _refusal(name: str, said: list[str], remedy: str) -> Refusal:
    more = f"; and {len(said) - _SHOWN} more" if len(said) > _SHOWN else ""
    return Refusal(f"{name}: {'; '.join(said[:_SHOWN])}{more}.", f"{remedy} Nothing was recorded.")


# --------------------------------------------------------------------------------------- recorded


def summary(refresh: Refresh, new: Framework) -> tuple[str, ...]:
    """What the refresh comes to, in sentences: how many measures meet each fate, and how many begin."""
    said = [
        f"{_counted(sum(p.fate is fate for p in refresh.passages))} {words}"
        for fate, words in _DONE.items()
        if any(p.fate is fate for p in refresh.passages)
    ]
    reached = {name for passage in refresh.passages for name in passage.new}
    begin = sum(m.id not in reached for m in new.measures)
    return (*said, f"{_counted(begin)} begin with {new.title}")


_DONE = {
    Fate.KEEP: "kept, with their history and targets",
    Fate.REDEFINE: "redefined: their history goes on past a break, their targets end",
    Fate.REPLACE: "replaced: a history of its own begins",
    Fate.SPLIT: "split: histories of their own begin",
    Fate.MERGE: "merged: a history of its own begins",
    Fate.RETIRE: "retired: their figures stay in the record",
}


def _counted(number: int) -> str:
    return f"{number} measure" if number == 1 else f"{number} measures"


def record(desk: Desk, refresh: Refresh, old: Framework, new: Framework) -> Decision:
    """Record that the workspace now serves the new plan. Raises Refusal for a map that the plans do not bear out."""
    found: Iterable[Wrong] = wrong(refresh, old, new)
    said = [f"{one.measure}: {one.what}" for one in found]
    if said:
        raise _refusal("The map", said, "Correct it.")
    return desk.record(Intent(DecisionKind.PLAN_REFRESHED, new.id, to_plain(refresh)))[0]
