"""The line of what is asked on a chart: level until a day or moving with the periods, and on to the target's end."""

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from cypworkbench.domain.judgement import Assessment
from cypworkbench.domain.period import Period

Line = list[tuple[float, float]]


class _Asked(NamedTuple):
    """What is asked at one place of the axis, and whether it moves with the periods."""

    at: int
    value: float | None
    slopes: bool


def lines(assessment: Assessment, place: Callable[[Period], int]) -> Iterator[Line]:
    """Unbroken lines of a target as points of the axis; for a band its lower end's and its upper end's.

    What slopes runs from period to period, what stands still covers each period's whole width.
    """
    places = [place(point.period) for point in assessment.series.points]
    none_slopes = (False,) * len(places)
    slopes = assessment.sloped_by_point or none_slopes
    still_slopes = bool(slopes) and slopes[-1]
    ahead = [_Asked(place(p), value, still_slopes) for p, value in assessment.target_ahead]
    for values, more in ((assessment.target_by_point, ahead), (assessment.upper_by_point, [])):
        if values:
            asked = [_Asked(*each) for each in zip(places, values, slopes, strict=True)]
            yield from _unbroken([*asked, *more])


def _unbroken(asked: Sequence[_Asked]) -> Iterator[Line]:
    for there, run in groupby(asked, key=lambda each: each.value is not None):
        if there:
            yield _line(list(run))


def _line(run: Sequence[_Asked]) -> Line:
    alone = len(run) == 1  # one point has no slope to show
    line: Line = []
    for at, value, slopes in run:
        if value is not None:
            ends = (at,) if slopes and not alone else (at - 0.5, at + 0.5)
            line += [(end, value) for end in ends]
    return line
