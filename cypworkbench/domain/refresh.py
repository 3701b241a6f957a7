"""When one plan follows another: what becomes of each measure, and how much of its history goes with it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from cypworkbench.domain.evidence import Observation
from cypworkbench.domain.framework import Framework, Measure
from cypworkbench.domain.measuring import Break, Relation, SeriesRef, Tie


class Fate(StrEnum):
    """What becomes of a measure when its plan is followed by another."""

    KEEP = "keep"
    RETIRE = "retire"
    REPLACE = "replace"
    REDEFINE = "redefine"
    SPLIT = "split"
    MERGE = "merge"


TIES: Mapping[Fate, Tie] = {
    Fate.REDEFINE: Tie.REDEFINED,
    Fate.REPLACE: Tie.REPLACED,
    Fate.SPLIT: Tie.SPLIT,
    Fate.MERGE: Tie.MERGED,
}


@dataclass(frozen=True, slots=True)
class Passage:
    """What becomes of one measure of the old plan: `new` holds the measures of the new plan that follow it."""

    old: str
    fate: Fate
    new: tuple[str, ...] = ()
    why: str = ""

    @property
    def carried_to(self) -> str:
        """The measure that takes over the figures; empty where they end here.

        They go on under a measure kept, and, past a break, under one redefined. A measure that replaces another, or
        that others were split into or merged to, begins a history of its own.
        """
        return "".join(self.new[:1]) if self.fate in (Fate.KEEP, Fate.REDEFINE) else ""


@dataclass(frozen=True, slots=True)
class Refresh:
    """One plan followed by another from a day on, and what becomes of each measure."""

    was: str
    to: str
    at: date
    passages: tuple[Passage, ...]

    @property
    def names(self) -> Mapping[str, str]:
        """Where the figures of each old measure go on, by its id."""
        return {p.old: p.carried_to for p in self.passages if p.carried_to}

    @property
    def kept(self) -> Mapping[str, str]:
        """Where the very same series goes on, by its old id."""
        return {p.old: p.carried_to for p in self.passages if p.fate is Fate.KEEP}

    def carry(self, observations: Iterable[Observation]) -> tuple[Observation, ...]:
        """The figures of the old plan that go on, under their new names."""
        names = self.names
        return tuple(
            replace(o, measure=names[o.measure]) for o in observations if o.measure in names
        )


def under(framework: Framework, refreshes: Iterable[Refresh]) -> Framework:
    """The plan with what its refreshes say of each measure: breaks where it was redefined, ties to what it follows."""
    breaks: dict[str, tuple[Break, ...]] = {}
    ties: dict[str, tuple[Relation, ...]] = {}
    for refresh in refreshes:
        breaks = {
            passage.carried_to: breaks.get(passage.old, ()) + _break(refresh, passage)
            for passage in refresh.passages
            if passage.carried_to
        }
        ties = _ties(refresh, ties)
    if not breaks and not ties:
        return framework
    measures = tuple(_with(m, breaks.get(m.id, ()), ties.get(m.id, ())) for m in framework.measures)
    return replace(framework, measures=measures)


def _break(refresh: Refresh, passage: Passage) -> tuple[Break, ...]:
    return (Break(refresh.at, passage.why),) if passage.fate is Fate.REDEFINE else ()


def _ties(
    refresh: Refresh, before: Mapping[str, tuple[Relation, ...]]
) -> dict[str, tuple[Relation, ...]]:
    """The ties of each measure of the new plan: those its history brings along, and those this refresh makes."""
    found: dict[str, tuple[Relation, ...]] = {}
    for passage in refresh.passages:
        tie = TIES.get(passage.fate)
        mine: tuple[Relation, ...] = ()
        if tie:
            mine = (Relation(SeriesRef(refresh.was, passage.old), tie, passage.why),)
        inherited = before.get(passage.old, ()) if passage.carried_to else ()
        for new in passage.new:
            found[new] = (*found.get(new, ()), *inherited, *mine)
    return found


def _with(measure: Measure, breaks: tuple[Break, ...], ties: tuple[Relation, ...]) -> Measure:
    """The measure with breaks and ties it does not know of yet."""
    days = {mark.at for mark in measure.breaks}
    known = {relation.to for relation in measure.related_to}
    more = tuple(mark for mark in breaks if mark.at not in days)
    tied = tuple(relation for relation in ties if relation.to not in known)
    if not more and not tied:
        return measure
    ordered = tuple(sorted((*measure.breaks, *more), key=lambda mark: mark.at))
    return replace(measure, breaks=ordered, related_to=(*measure.related_to, *tied))
