"""What every series shows: its status, direction, limits, trend and comparisons, with every caveat it carries.

Whole columns are computed at once; a series that cannot be assessed says why, and never stops another.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np

from cypworkbench.analysis import caveats, signals
from cypworkbench.analysis.goals import WAYS
from cypworkbench.analysis.intervals import FloatArray, Interval, proportion, rate
from cypworkbench.analysis.series import NOT_REPORTED, SUMMED, half_unit
from cypworkbench.analysis.target import Asked, Targets, statuses
from cypworkbench.analysis.travel import change_since, compare
from cypworkbench.domain.area import members
from cypworkbench.domain.evidence import ValueState
from cypworkbench.domain.framework import Kind
from cypworkbench.domain.judgement import (
    Assessment,
    Point,
    Rebase,
    Series,
    Status,
    Target,
    way_that_counts,
)
from cypworkbench.domain.period import YEARLY, Period

if TYPE_CHECKING:
    import pandas as pd


def assess(table: "pd.DataFrame") -> "pd.DataFrame":
    """The table of observations with what each row shows added; see `cypworkbench.analysis.tabular.assess`."""
    from cypworkbench.analysis import (
        tabular,
    )  # pandas: half a second, and only whole tables need it

    return tabular.assess(table)


def assess_series(
    series: Sequence[Series], targets: Sequence[Target] = (), rebases: Sequence[Rebase] = ()
) -> tuple[Assessment, ...]:
    """An assessment of each series, in their order, against the targets and beside the other series given.

    The series' points come back with their 95 % intervals. Nothing is judged at an old figure: a series whose last
    period has none is "not assessed", and says why. Limits start anew at each rebase, as at a break.
    """
    measured = _with_intervals(series)
    table = Targets(targets, measured)
    asked = [tuple(table.asked(one, p.period) for p in one.points) for one in measured]
    found = _statuses(measured, asked)
    shown = signals.find(measured, [line[-1] if line else Asked() for line in asked], rebases)
    by_place = {(one.measure.id, one.area): one for one in measured}
    return tuple(
        _assessment(_Parts(one, line, status, signal, table.ahead(one)), by_place)
        for one, line, status, signal in zip(measured, asked, found, shown, strict=True)
    )


@dataclass(frozen=True, slots=True)
class _Parts:
    """What was found out about one series."""

    series: Series
    asked: tuple[Asked, ...]
    status: Status
    signal: signals.Signal
    ahead: tuple[tuple[Period, float], ...] = ()


def _assessment(parts: _Parts, by_place: dict[tuple[str, str], Series]) -> Assessment:
    series, signal = parts.series, parts.signal
    if series.basis == NOT_REPORTED or not series.points:
        reason = "Set aside, and not reported." if series.basis == NOT_REPORTED else "No figures."
        return Assessment(series, parts.status, reason=reason)
    now, point = parts.asked[-1], series.points[-1]
    way = way_that_counts(series.measure, now.target)
    assessed = Assessment(
        series=series,
        status=parts.status,
        target=now.target,
        target_value=_given(now.value),
        upper_target=_given(now.upper),
        target_by_point=tuple(_given(asked.value) for asked in parts.asked),
        upper_by_point=tuple(_given(asked.upper) for asked in parts.asked),
        sloped_by_point=tuple(a.target is not None and a.target.slopes for a in parts.asked),
        target_ahead=parts.ahead,
        short_change=change_since(series, point.period.shift(-1), way),
        long_change=None
        if point.period.kind in YEARLY
        else change_since(series, point.period.same_last_year, way),
        limits=signal.limits,
        variation=signal.variation,
        assurance=signal.assurance,
        recent_trend=signal.trend,
        comparisons=compare(series, by_place, way),
        reason=_reason(parts.status, series, now),
    )
    return replace(assessed, caveats=caveats.of(assessed, signal.caveats))


def _given(value: float) -> float | None:
    return None if np.isnan(value) else value


def _with_intervals(series: Sequence[Series]) -> tuple[Series, ...]:
    """The series with a 95 % interval at every point that has parts, and none where a count is not a sample."""
    shares = [one for one in series if one.measure.kind in _SHARES and one.measure.binomial]
    rates = [one for one in series if one.measure.kind is Kind.RATE]
    found: dict[int, Series] = {}
    for some, method in ((shares, proportion), (rates, rate)):
        over, under = (_column(some, part) for part in ("numerator", "denominator"))
        interval = method(over, under)
        start = 0
        for one in some:
            stop = start + len(one.points)
            found[id(one)] = _points_with(one, interval, start)
            start = stop
    return tuple(found.get(id(one), one) for one in series)


_SHARES = (Kind.PERCENTAGE, Kind.AUDIT, Kind.SURVEY)


def _column(series: Sequence[Series], part: str) -> FloatArray:
    values = [getattr(point, part) for one in series for point in one.points]
    return np.array([np.nan if value is None else value for value in values], dtype=np.float64)


def _points_with(series: Series, interval: Interval, start: int) -> Series:
    points = []
    for place, point in enumerate(series.points, start):
        lower, upper = (float(side[place]) for side in (interval.lower, interval.upper))
        sized = point.value is not None and point.lower is None and not np.isnan(lower)
        per = series.measure.per
        points.append(replace(point, lower=lower * per, upper=upper * per) if sized else point)
    return replace(series, points=tuple(points))


def _statuses(series: Sequence[Series], asked: Sequence[tuple[Asked, ...]]) -> list[Status]:
    """Where each series' last period stands."""
    last = [one.points[-1].value if one.points else None for one in series]
    now = [line[-1] if line else Asked() for line in asked]
    words = statuses(
        np.array([np.nan if value is None else value for value in last]),
        np.array([one.value for one in now], dtype=np.float64),
        upper=np.array([one.upper for one in now], dtype=np.float64),
        tolerance=np.array([one.tolerance for one in now]),
        half=np.array([_half(one) for one in series]),
        way=np.array([WAYS[one.measure.polarity] for one in series], dtype=np.int64),
    )
    pairs = zip(series, now, words, strict=True)
    return [_status(one, target, Status(word)) for one, target, word in pairs]


def _status(series: Series, asked: Asked, status: Status) -> Status:
    if series.basis == NOT_REPORTED:
        return Status.NOT_REPORTED
    if status is not Status.NO_TARGET or asked.target is None:
        return status
    return Status.NO_JUDGEMENT if asked.target.only_watches else Status.NOT_ASSESSED


def _half(series: Series) -> float:
    """Half the last place a given figure was rounded to; none for a count, or a figure computed from its parts."""
    point = series.points[-1] if series.points else None
    if point is None or point.value is None or series.measure.kind is Kind.COUNT:
        return 0.0
    if series.basis == SUMMED:
        return 0.0
    # a source that gives 3.45 in one year gives 3.50 in another: the series' finest figure shows its rounding
    return min(half_unit(_as_written(p.value)) for p in series.points if p.value is not None)


def _as_written(value: float) -> Decimal:
    return Decimal(repr(value)).normalize()


def _reason(status: Status, series: Series, asked: Asked) -> str:
    """Why there is no plain verdict, in a sentence; empty where there is one."""
    point = series.points[-1]
    if status is Status.NOT_ASSESSED and point.value is not None:
        return asked.why or f"What the target compares with has no figure for {point.period.label}."
    if status is Status.NOT_ASSESSED:
        return _why_missing(series, point)
    if status is Status.TOO_CLOSE:
        return "The target lies within the figure’s rounding."
    if status is Status.NO_JUDGEMENT:
        watched = asked.target and asked.target.only_watches
        return "Watched without a target." if watched else "Neither way is better."
    return ""


def _why_missing(series: Series, point: Point) -> str:
    label = point.period.label
    if series.basis == SUMMED and point.state is ValueState.NOT_APPLICABLE:
        made = "a figure of them together" if members(series.area) else "a county figure"
        return f"The districts’ figures come without the counts that {made} is made of."
    if point.missing:
        few = len(point.missing) == 1
        who = "One district has" if few else f"{len(point.missing)} districts have"
        whole = "whole" if members(series.area) else "county"
        return f"{who} no figure for {label}, so the {whole} has none."
    return f"{_NO_FIGURE.get(point.state, 'There is no figure')} for {label}."


_NO_FIGURE = {
    ValueState.SUPPRESSED: "The figure is withheld",
    ValueState.PENDING: "The figure is still to come",
    ValueState.NOT_APPLICABLE: "No figure applies",
}
