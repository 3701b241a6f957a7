"""How a series moved, and how it stands beside other areas."""

import math
from collections.abc import Iterable, Mapping

from cypworkbench.analysis.goals import WAYS
from cypworkbench.domain.area import ENGLAND, LANCASHIRE, NORTH_WEST
from cypworkbench.domain.evidence import Flag
from cypworkbench.domain.framework import Polarity
from cypworkbench.domain.judgement import Change, Comparison, Point, Series
from cypworkbench.domain.period import Period

BENCHMARKS: tuple[str, ...] = (LANCASHIRE, NORTH_WEST, ENGLAND)
"""The places others are compared with, the smallest first: each is compared with those after it."""


def change_since(series: Series, since: Period, polarity: Polarity) -> Change | None:
    """The movement from an earlier period to the last one; None without both figures, or across a break.

    `polarity` is the way that counts as better. `better` is None where neither does, and where nothing moved.
    """
    now, before = series.points[-1], series.at(since)
    if before is None or before.value is None or now.value is None:
        return None
    if any(Flag.BREAK in point.flags for point in _after(series.points, since)):
        return None
    difference = now.value - before.value
    if math.isclose(now.value, before.value, rel_tol=1e-12, abs_tol=1e-12):
        difference = 0.0
    way = WAYS[polarity]
    return Change(
        since, before.value, difference, difference * way > 0 if difference * way else None
    )


def compare(
    series: Series, by_place: Mapping[tuple[str, str], Series], polarity: Polarity
) -> tuple[Comparison, ...]:
    """The last figure beside the wider places' for the same period, where they have one."""
    point = series.points[-1]
    if point.value is None:
        return ()
    wider = BENCHMARKS
    if series.area in BENCHMARKS:
        wider = BENCHMARKS[BENCHMARKS.index(series.area) + 1 :]
    found = []
    for area in wider:
        other = by_place.get((series.measure.id, area))
        there = other.at(point.period) if other else None
        if there is not None and there.value is not None:
            verdict = _verdict(point, there.value, WAYS[polarity])
            found.append(Comparison(area, point.period, there.value, verdict))
    return tuple(found)


def _verdict(point: Point, benchmark: float, way: int) -> str:
    """Different only where the whole 95 % interval lies on one side of the benchmark."""
    if point.lower is None or point.upper is None:
        return "not compared"
    if point.lower <= benchmark <= point.upper:
        return "similar"
    above = point.lower > benchmark
    if not way:
        return "higher" if above else "lower"
    return "better" if above == (way > 0) else "worse"


def _after(points: Iterable[Point], since: Period) -> Iterable[Point]:
    return (point for point in points if point.period > since)
