"""What continues from plan to plan: whether the plans agree about it, and one measure's life across all of them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cypworkbench.catalogue.frameworks import list_frameworks, load_framework
from cypworkbench.domain.framework import Framework, Measure
from cypworkbench.domain.measuring import Break, SeriesRef, Tie


@dataclass(frozen=True, slots=True)
class Station:
    """One plan's measure in a life. `tie` is None where it is the very series; elsewhere `why` says what differs."""

    plan: Framework
    measure: Measure
    tie: Tie | None = None
    why: str = ""

    @property
    def ref(self) -> SeriesRef:
        """The measure by its plan and id."""
        return SeriesRef(self.plan.id, self.measure.id)


@dataclass(frozen=True, slots=True)
class Life:
    """A measure through the plans, oldest plan first: the series itself, what it is tied to, and every break."""

    stations: tuple[Station, ...]
    breaks: tuple[Break, ...]

    @property
    def same(self) -> tuple[Station, ...]:
        """The stations that are the very series: they share one chart."""
        return tuple(s for s in self.stations if s.tie is None)

    @property
    def tied(self) -> tuple[Station, ...]:
        """The stations that are not the series but follow it, come before it or stand beside it."""
        return tuple(s for s in self.stations if s.tie is not None)


def all_plans() -> tuple[Framework, ...]:
    """The plans the program carries, the oldest first."""
    plans = (load_framework(name) for name in list_frameworks())
    return tuple(sorted(plans, key=lambda plan: (str(plan.valid_from or ""), plan.id)))


def life(ref: SeriesRef, plans: Iterable[Framework]) -> Life:
    """One measure's life across the plans. Raises KeyError when there is no such measure."""
    ordered = tuple(plans)
    home = next((plan for plan in ordered if plan.id == ref.framework), None)
    if home is None:
        raise KeyError(ref.framework)
    same = {ref, *home.measure(ref.measure).same_as}
    stations = [
        Station(plan, plan.measure(s.measure))
        for plan in ordered
        for s in sorted(same)
        if s.framework == plan.id
    ]
    breaks = {mark for station in stations for mark in station.measure.breaks}
    seen = set(same)
    for tied in _ties(ordered, same):
        if tied.ref not in seen:
            stations.append(tied)
            seen.add(tied.ref)
    places = {plan.id: number for number, plan in enumerate(ordered)}
    stations.sort(key=lambda s: (places[s.plan.id], s.tie is not None, s.measure.id))
    return Life(tuple(stations), tuple(sorted(breaks, key=lambda mark: mark.at)))


def _ties(plans: tuple[Framework, ...], same: set[SeriesRef]) -> Iterator[Station]:
    """What the series is tied to, whichever side says so; carried histories before mere neighbours."""
    found = [
        (far, relation.tie, relation.why)
        for plan in plans
        for measure in plan.measures
        for relation in measure.related_to
        for near, far in _both_ways(SeriesRef(plan.id, measure.id), relation.to)
        if near in same
    ]
    by_id = {plan.id: plan for plan in plans}
    for far, tie, why in sorted(found, key=lambda one: one[1] is Tie.BESIDE):
        if far.framework in by_id:
            plan = by_id[far.framework]
            yield Station(plan, plan.measure(far.measure), tie, why)


def _both_ways(
    one: SeriesRef, other: SeriesRef
) -> tuple[tuple[SeriesRef, SeriesRef], tuple[SeriesRef, SeriesRef]]:
    return (one, other), (other, one)


def disagreements(plans: Iterable[Framework]) -> tuple[str, ...]:
    """Every place where the plans do not agree about what continues, each a sentence; none where they do.

    A series is the same only where both plans say so, and only with one definition: kind, unit, multiplier, way to be
    good, kind of period, numerator and denominator.
    """
    measures = {SeriesRef(plan.id, m.id): m for plan in plans for m in plan.measures}
    return tuple(said for ref, m in sorted(measures.items()) for said in _wrong(ref, m, measures))


def _wrong(ref: SeriesRef, measure: Measure, measures: dict[SeriesRef, Measure]) -> Iterator[str]:
    for other in measure.same_as:
        if other not in measures:
            yield f"{ref} is said to be the same as {other}, which no plan has."
        elif ref not in measures[other].same_as:
            yield f"{ref} is said to be the same as {other}, which does not say so of it."
        elif measures[other].definition != measure.definition:
            differs = [
                f"{mine} and {theirs}"
                for mine, theirs in zip(measure.definition, measures[other].definition, strict=True)
                if mine != theirs
            ]
            yield f"{ref} is said to be the same as {other}, but they differ: {'; '.join(differs)}."
        elif {ref, *measure.same_as} != {other, *measures[other].same_as}:
            yield f"{ref} and {other} are the same and do not name the same others."
    for relation in measure.related_to:
        if relation.to not in measures:
            yield f"{ref} is said to be tied to {relation.to}, which no plan has."
        if relation.to in measure.same_as:
            yield f"{ref} is said to be both the same as {relation.to} and not the same."
