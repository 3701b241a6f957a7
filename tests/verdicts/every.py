"""Every combination of verdicts that figures can lead to, made from figures by the analysis itself."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import product

import numpy as np

from cypworkbench.analysis.assess import assess_series
from cypworkbench.analysis.spc import xmr
from cypworkbench.domain.framework import Kind, Measure, Polarity
from cypworkbench.domain.judgement import Assessment, Point, Series, Target, TargetKind
from cypworkbench.domain.period import Period, PeriodKind
from tests.packs import made

Values = tuple[float | None, ...]
FIRST = Period(date(1990, 1, 1), PeriodKind.CALENDAR_YEAR)
# enough quiet years that what follows is a signal; never twice the same, so that neighbours do not lean on each other
QUIET = (
    51.0,
    49.0,
    52.0,
    48.0,
    50.5,
    49.5,
    52.5,
    47.5,
    51.5,
    48.5,
    50.0,
    52.0,
    48.0,
    51.0,
    49.0,
    50.5,
) * 2
PEOPLE = (None, 60.0, 400_000.0)
TOLERANCES = (Decimal(0), Decimal("0.2"))


def _endings() -> Iterator[tuple[float, ...]]:
    """Ends of a series: steady, outside, two in three, shifts and runs, each moving up, down and not at all at last."""
    for last, before in ((51.0, 49.0), (49.0, 51.0), (50.5, 50.5)):
        yield (51.5, 48.5, before, last)
        yield (49.0, 49.5, 50.0, before, last)
    for sign, step in product((1, -1), (1, -1, 0)):
        yield (*(50 + sign * 24 + step * n * 0.5 for n in range(2)),)
        yield (49.5, *(50 + sign * 9 + step * n * 0.4 for n in range(2)))
        yield tuple(50 + sign * 3 + step * n * 0.35 for n in range(7))
        yield (*(50 + sign * (5 - n) for n in range(4)), 50 + sign * 24)
    for sign in (1, -1):
        yield tuple(50 + sign * (n - 3) * 1.7 for n in range(8))
        # out on one side at last, after five years that went the other way or nowhere
        yield tuple(50 + sign * v for v in (20.0, 19.0, 18.0, 17.0, 16.0))
        yield tuple(50 + sign * v for v in (16.0, 17.0, 18.0, 19.0, 20.0))
        # the same after a swing from side to side, which keeps neighbours from looking alike
        yield tuple(50 + sign * v for v in (-40.0, 45.0, 12.0, 11.5, 11.0, 10.5))
        yield tuple(50 + sign * v for v in (2.0, 4.0, 2.5, 3.5, 2.0, 4.0, 3.0))
        # outside at last, after five years that went the other way; and five years' drift that is no signal
        yield tuple(50 + sign * v for v in (-30.0, -20.0, 8.0, 14.0, -10.0))
        yield tuple(50 + sign * v for v in (-2.4, -1.6, -0.8, 0.0, 0.8))
        # all on one side for longer than a shift: the limits are old
        yield tuple(50 + sign * v for v in (2.1, 3.3, 2.4, 3.6, 2.2, 3.4, 2.3, 3.5, 2.4))
        yield tuple(50 + sign * v for v in (2.1, 3.3, 2.4, 3.6, 2.2, 2.4, 2.6, 2.8, 3.0))
        yield tuple(50 + sign * v for v in (2.1, 3.3, 2.4, 3.6, 3.2, 2.9, 2.7, 2.5, 2.3))
        # all on one side, and coming back
        yield tuple(50 + sign * v for v in (3.2, 4.0, 3.6, 3.2, 2.8, 2.4, 2.0))


def _shapes() -> Iterator[Values]:
    for ending in _endings():
        yield (*QUIET, *(round(value, 1) for value in ending))
    yield from (
        (50.0, 51.0, 52.0, 53.0, 54.0),
        (54.0, 53.0, 52.0, 51.0, 50.0),
        (50.0, 50.0),
        (50.0,),
    )
    yield (*QUIET, 51.0, None)
    yield (50.0, 51.0, None)
    yield tuple(float(n) for n in range(30, 60))
    yield (50.0,) * 20


def _goals(values: Values) -> Iterator[Target | None]:
    """No target, one to watch, two bands, and values all round the figure and the limits."""
    chart = xmr(np.array([np.nan if v is None else v for v in values]))
    last = values[-1] if values[-1] is not None else 50.0
    lower, upper = float(chart.lower[-1]), float(chart.upper[-1])
    asked = Target("", "*", TargetKind.ABSOLUTE, None, FIRST.start)
    yield None
    yield replace(asked, kind=TargetKind.MONITOR)
    yield replace(asked, kind=TargetKind.COMPARATOR, comparator="E12000002")
    for low, high in (
        (last - 2, last + 2),
        (last + 2, last + 4),
        (last + 20, last + 30),
        (last + 0.01, 99),
    ):
        yield replace(asked, kind=TargetKind.BAND, value=_decimal(low), upper=_decimal(high))
    near = (
        lower - 1,
        lower + 0.3,
        upper - 0.3,
        upper + 1,
        last - 0.3,
        last + 0.3,
        last + 2,
        last - 2,
    )
    for value in (*near, 1.0, 99.0, 50.0, last):
        if np.isfinite(value):
            yield replace(asked, value=_decimal(value))
    # within the rounding of a figure given to one place
    yield replace(asked, value=_decimal(last) + Decimal("0.01"))


def _decimal(value: float) -> Decimal:
    return Decimal(str(round(value, 3)))


@dataclass(frozen=True, slots=True)
class _Case:
    series: Series
    target: Target | None


def _measure(number: int, polarity: Polarity) -> Measure:
    plain = made.measure(Kind.PERCENTAGE, polarity, unit="%")
    parts = {"numerator": "those who do", "denominator": "all", "per": 100}
    return replace(plain, id=f"m{number:05d}", **parts)  # type: ignore[arg-type]  # a mixed bag of fields


def _points(values: Values, people: float | None) -> tuple[Point, ...]:
    points = []
    for place, value in enumerate(values):
        parts = (value * people / 100, people) if people and value is not None else (None, None)
        points.append(Point(FIRST.shift(place), value, *parts))
    return tuple(points)


def _cases() -> Iterator[_Case]:
    number = 0
    for values, polarity in product(_shapes(), (Polarity.HIGHER, Polarity.LOWER, Polarity.NEUTRAL)):
        for goal, tolerance, people in product(_goals(values), TOLERANCES, PEOPLE):
            if tolerance and (goal is None or goal.value is None):
                continue
            if people and polarity is Polarity.LOWER:
                continue  # lower is higher turned round: its trends have been seen
            number += 1
            measure = _measure(number, polarity)
            target = goal and replace(goal, measure=measure.id, tolerance=tolerance)
            yield _Case(Series(measure, "E10000017", _points(values, people)), target)


@cache
def assessments() -> Sequence[Assessment]:
    """An assessment of each shape of series against each target."""
    cases = list(_cases())
    targets = [case.target for case in cases if case.target]
    polarities = (Polarity.HIGHER, Polarity.NEUTRAL)
    aside = [
        Series(_measure(n, p), "E10000017", (), "not reported")
        for n, p in enumerate(polarities, -1)
    ]
    return assess_series([*(case.series for case in cases), *aside], targets)
