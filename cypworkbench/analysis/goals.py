"""What each kind of target asks for at one period: a value, a band's upper end too, or why it asks for nothing."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

import numpy as np

from cypworkbench.domain.framework import Polarity
from cypworkbench.domain.judgement import Point, Series, Target, TargetKind
from cypworkbench.domain.period import Period

WAYS: Mapping[str, int] = {
    Polarity.HIGHER: 1,
    Polarity.LOWER: -1,
    Polarity.NEUTRAL: 0,
    Polarity.NONE: 0,
}
FEWEST_PEERS = 4
"""A quarter of fewer places is not one place; a mean of fewer says little."""

NO_BASELINE = "The target starts from the last figure before it began, and there is none."
NO_DIRECTION = "The target asks for better figures, and neither way is better for this measure."


class Goal(NamedTuple):
    """A value to reach (NaN for none), a band's upper end (NaN otherwise), and why nothing is asked."""

    value: float = np.nan
    upper: float = np.nan
    why: str = ""


class Figures:
    """Every series' figures, by measure, area and period."""

    def __init__(self, series: Iterable[Series]) -> None:
        self._points = {(s.measure.id, s.area): {p.period: p for p in s.points} for s in series}

    def at(self, measure: str, area: str, period: Period) -> float:
        """The figure of that place and period, NaN where there is none."""
        point = self._points.get((measure, area), {}).get(period)
        return np.nan if point is None or point.value is None else point.value

    def last_before(self, measure: str, areas: tuple[str, ...], day: date) -> Period | None:
        """The last period over by that day for which each of the areas has a figure."""
        periods = [self._filled(measure, area, day) for area in areas]
        shared = set(periods[0]).intersection(*periods[1:])
        return max(shared, default=None)

    def _filled(self, measure: str, area: str, day: date) -> set[Period]:
        points = self._points.get((measure, area), {}).values()
        return {p.period for p in points if p.value is not None and p.period.end <= day}


def asked(target: Target, series: Series, period: Period, figures: Figures) -> Goal:
    """What the target asks of the series at a period it is in force for."""
    match target.kind:
        case TargetKind.MONITOR:
            return Goal()
        case TargetKind.BAND:
            return Goal(number(target.value), number(target.upper))
        case TargetKind.MAINTAIN if target.value is None:
            return Goal(_first_value(series.points, target))
        case TargetKind.TRAJECTORY:
            return Goal(_stepped(target, period))
        case TargetKind.STRAIGHT:
            return _from_baseline(target, series, figures, lambda b: _line(target, b, period))
        case TargetKind.COMPARATOR:
            return _compared(target, period, figures)
        case TargetKind.ABSOLUTE | TargetKind.MAINTAIN:
            return Goal(number(target.value))
        case _:
            return _towards_better(target, series, period, figures)


def _towards_better(target: Target, series: Series, period: Period, figures: Figures) -> Goal:
    """What the kinds ask that mean nothing where neither way is better."""
    way = WAYS[series.measure.polarity]
    if not way:
        return Goal(why=NO_DIRECTION)
    match target.kind:
        case TargetKind.IMPROVEMENT:
            share = way * number(target.value) / 100
            return _from_baseline(target, series, figures, lambda b: b + share * abs(b))
        case TargetKind.TOP_QUARTER:
            return _best_quarter(target, series, period, figures)
        case TargetKind.GAP:
            return _gap(target, series, period, figures)
        case _:
            return _faster(target, series, period, figures)


def covers(target: Target, period: Period) -> bool:
    """Whether a target is in force on the period's last day."""
    return target.start <= period.end and (target.end is None or period.end <= target.end)


def number(value: Decimal | None) -> float:
    """A decimal as a float, NaN for none."""
    return np.nan if value is None else float(value)


def _first_value(points: Iterable[Point], target: Target) -> float:
    """The first figure while the target is in force: what is to be maintained."""
    return next(
        (p.value for p in points if p.value is not None and covers(target, p.period)), np.nan
    )


def _stepped(target: Target, period: Period) -> float:
    """The value of the last step whose day has come; the target's own value before the first."""
    reached = [s.value for s in target.steps if s.by <= period.end]
    return number(reached[-1] if reached else target.value)


def _from_baseline(
    target: Target, series: Series, figures: Figures, reach: Callable[[float], float]
) -> Goal:
    baseline = number(target.baseline)
    if target.baseline is None:
        before = figures.last_before(series.measure.id, (series.area,), target.start)
        if before is None:
            return Goal(why=NO_BASELINE)
        baseline = figures.at(series.measure.id, series.area, before)
    return Goal(reach(baseline))


def _line(target: Target, baseline: float, period: Period) -> float:
    """The straight line from the baseline at the start, through each step, to the value at the end."""
    knots = [(target.start, baseline), *((s.by, number(s.value)) for s in target.steps)]
    if target.end is not None and target.value is not None:
        knots.append((target.end, number(target.value)))
    days = [day.toordinal() for day, _ in knots]
    return float(np.interp(period.end.toordinal(), days, [value for _, value in knots]))


def _compared(target: Target, period: Period, figures: Figures) -> Goal:
    """The comparator's own figure; for several peers the mean of those that have one, at least half of them."""
    if not target.peers:
        return Goal(figures.at(target.measure, target.comparator, period))
    there = list(_there(target, target.peers, period, figures))
    if len(there) < max(FEWEST_PEERS, len(target.peers) / 2):
        return Goal(why=_too_few(len(there), len(target.peers), period))
    return Goal(float(np.mean(there)))


def _best_quarter(target: Target, series: Series, period: Period, figures: Figures) -> Goal:
    """The last figure that still is in the best quarter of the peers and the place itself, at least half of them."""
    places = tuple(dict.fromkeys((*target.peers, series.area)))
    there = sorted(_there(target, places, period, figures))
    if len(there) < max(FEWEST_PEERS, len(places) / 2):
        return Goal(why=_too_few(len(there), len(places), period))
    rank = -(-len(there) // 4)
    return Goal(there[-rank] if WAYS[series.measure.polarity] > 0 else there[rank - 1])


def _gap(target: Target, series: Series, period: Period, figures: Figures) -> Goal:
    """The comparator's figure with the gap still allowed behind it.

    The gap allowed is `value`; where a baseline gap and an end are given too, the straight line from one to the other;
    without a value, the gap there was before the target began.
    """
    way, measure = WAYS[series.measure.polarity], series.measure.id
    other = figures.at(measure, target.comparator, period)
    allowed = number(target.value)
    if target.value is None and target.baseline is not None:
        allowed = number(target.baseline)
    elif target.value is None:
        places = (series.area, target.comparator)
        before = figures.last_before(measure, places, target.start)
        if before is None:
            return Goal(why=NO_BASELINE)
        mine, theirs = (figures.at(measure, place, before) for place in places)
        allowed = way * (theirs - mine)
    elif target.baseline is not None and target.end is not None:
        allowed = _line(target, number(target.baseline), period)
    return Goal(other - way * allowed)


def _faster(target: Target, series: Series, period: Period, figures: Figures) -> Goal:
    """The place's own figure before the target began, moved by as much as the comparator has moved since."""
    measure, places = series.measure.id, (series.area, target.comparator)
    before = figures.last_before(measure, places, target.start)
    if before is None:
        return Goal(why=NO_BASELINE)
    mine, theirs = (figures.at(measure, place, before) for place in places)
    return Goal(mine + figures.at(measure, target.comparator, period) - theirs)


def _there(
    target: Target, places: Iterable[str], period: Period, figures: Figures
) -> Iterator[float]:
    """The figures of those places that have one."""
    for place in places:
        value = figures.at(target.measure, place, period)
        if not np.isnan(value):
            yield value


def _too_few(there: int, wanted: int, period: Period) -> str:
    return (
        f"Only {there} of the {wanted} places the target compares have a figure for {period.label}."
    )
