"""The gap between two places or groups over time, with an interval of its own."""

from dataclasses import replace

import numpy as np

from cypworkbench.analysis.intervals import Interval, difference
from cypworkbench.domain.evidence import Flag, ValueState
from cypworkbench.domain.framework import Kind, Measure
from cypworkbench.domain.judgement import Point, Series

_POINTS = {Kind.PERCENTAGE, Kind.AUDIT, Kind.SURVEY}


def gap_series(one: Series, other: Series, name: str) -> Series:
    """How far one series lies above the other (below, where negative) at each period of the first.

    `name` says what the other is. A period without either figure has no gap; a break in either is a break of the gap.
    Where both have intervals the gap has its own, for two independent figures: a part and its whole are not, and
    neither are a district and its county, so for those it is a little too wide.
    """
    beside = {p.period: p for p in other.points}
    points = tuple(_gap(point, beside.get(point.period)) for point in one.points)
    return Series(_measure(one.measure, name), one.area, points, one.basis, one.source)


def _measure(measure: Measure, name: str) -> Measure:
    shares = measure.kind in _POINTS
    return replace(
        measure,
        title=f"{measure.title}: gap to {name}",
        short_title=f"{measure.short_title}, gap to {name}",
        kind=Kind.DIFFERENCE,
        unit="percentage points" if shares else measure.unit,
        numerator="",
        denominator="",
        additive=False,
    )


def _gap(point: Point, beside: Point | None) -> Point:
    if beside is None or point.value is None or beside.value is None:
        state = point.state if point.value is None else ValueState.NOT_AVAILABLE
        return Point(point.period, None, state=state, flags=point.flags)
    made = difference(_interval(point), _interval(beside))
    lower, upper = (None if np.isnan(side) else float(side) for side in (made.lower, made.upper))
    flags = tuple(flag for flag in Flag if flag in {*point.flags, *beside.flags})
    origins = (*point.origins, *beside.origins)
    return Point(
        point.period,
        point.value - beside.value,
        lower=lower,
        upper=upper,
        flags=flags,
        origins=origins,
    )


def _interval(point: Point) -> Interval:
    sides = (point.value, point.lower, point.upper)
    return Interval(*(np.asarray(np.nan if side is None else side) for side in sides))
