"""Assessments made by hand, so that a test can state every figure it speaks of."""

from datetime import date

from cypworkbench.domain.area import ENGLAND, LANCASHIRE, NORTH_WEST
from cypworkbench.domain.evidence import Flag
from cypworkbench.domain.framework import Kind, Measure, Polarity
from cypworkbench.domain.judgement import Assessment, Change, Point, Series, Status
from cypworkbench.domain.period import Period, PeriodKind

NAMES = {LANCASHIRE: "Lancashire", NORTH_WEST: "North West", ENGLAND: "England"}
YEARS = PeriodKind.CALENDAR_YEAR
CONCEPTIONS = (48.5, 43.6, 46.3, 41.6, 43.2, 41.4, 42.9, 42.8, 42.3, 42.9, 44.1, 39.7)


def measure(
    kind: Kind = Kind.RATE,
    polarity: Polarity = Polarity.LOWER,
    unit: str = "per 1,000",
    period_kind: PeriodKind = YEARS,
) -> Measure:
    """A measure of that kind, printed with one decimal (a count with none)."""
    return Measure(
        id="u18",
        title="Under-18 conception rate",
        short_title="Under-18 conceptions",
        question="Are fewer girls becoming pregnant before they are 18?",
        wording="",
        outcome="healthy",
        kind=kind,
        unit=unit,
        per=1000,
        polarity=polarity,
        period_kind=period_kind,
        decimals=0 if kind is Kind.COUNT else 1,
    )


def series(
    values: tuple[float | None, ...], of: Measure | None = None, area: str = LANCASHIRE
) -> Series:
    """A series from 1998 on, a figure a period; None leaves a gap."""
    what = of or measure()
    first = Period(date(1998, 1, 1), what.period_kind)
    points = tuple(Point(first.shift(i), value) for i, value in enumerate(values))
    return Series(what, area, points)


def assessment(
    values: tuple[float | None, ...] = CONCEPTIONS,
    status: Status = Status.NO_TARGET,
    target: float | None = None,
    of: Measure | None = None,
) -> Assessment:
    """An assessment of those figures with that status; its change is from the figure before the last."""
    made = series(values, of)
    there = [p for p in made.points if p.value is not None]
    change = None
    if len(there) > 1:
        before, after = there[-2], there[-1]
        difference = (after.value or 0.0) - (before.value or 0.0)
        way = {Polarity.HIGHER: 1, Polarity.LOWER: -1, Polarity.NEUTRAL: 0}[made.measure.polarity]
        better = None if not way or not difference else difference * way > 0
        change = Change(before.period, before.value or 0.0, difference, better)
    return Assessment(
        series=made,
        status=status,
        target_value=target,
        target_by_point=(target,) * len(values) if target is not None else (),
        short_change=change,
    )


def provisional(point: Point) -> Point:
    """The same point, said by its source to be provisional."""
    return Point(point.period, point.value, flags=(Flag.PROVISIONAL,))
