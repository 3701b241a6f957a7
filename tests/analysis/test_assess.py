"""Assessments: one verdict a series, with the reason wherever there is none."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cypworkbench.analysis.assess import assess_series
from cypworkbench.analysis.series import build_series
from cypworkbench.domain.evidence import Flag, ValueState
from cypworkbench.domain.framework import Polarity
from cypworkbench.domain.judgement import (
    Assessment,
    Assurance,
    Point,
    Series,
    Status,
    Target,
    TargetKind,
    Variation,
)
from cypworkbench.domain.period import PeriodKind
from tests.analysis.plan import (
    COUNTRY,
    COUNTY,
    FRAMEWORK,
    NEET,
    NORTH,
    PLANS,
    SOUTH,
    observed,
    quarter,
    series,
    target,
    year,
)


def _one(of: Series, *targets: Target) -> Assessment:
    return assess_series([of], targets)[0]


def _counted(shares: list[float], of: int = 1000, area: str = NORTH) -> Series:
    points = tuple(
        Point(year(2010 + n), 100 * round(share * of) / of, round(share * of), of)
        for n, share in enumerate(shares)
    )
    return Series(NEET, area, points)


def test_the_latest_figure_is_judged_against_the_target_in_force() -> None:
    got = _one(_counted([0.06, 0.0311]), replace(target("3.0"), tolerance=Decimal("0.05")))
    assert (got.status, got.target_value) == (Status.WITHIN, 3.0)
    assert got.target_by_point == (3.0, 3.0)


def test_a_target_inside_the_published_rounding_is_too_close_to_call() -> None:
    got = _one(series([4.25, 3.9, 3.5]), target("3.504"))
    assert got.status is Status.TOO_CLOSE
    assert got.reason == "The target lies within the figure’s rounding."
    assert _one(series([4.25, 3.9, 3.5]), target("3.49")).status is Status.OFF


def test_nothing_is_judged_at_an_old_figure() -> None:
    line = series([3.0, 2.0, None])
    suppressed = replace(line.points[-1], state=ValueState.SUPPRESSED)
    got = _one(replace(line, points=(*line.points[:-1], suppressed)), target("5"))
    assert got.status is Status.NOT_ASSESSED
    assert got.reason == "The figure is withheld for 2012/13."
    assert got.short_change is None
    assert got.variation is Variation.NO_CURRENT or got.limits is None


def test_a_comparator_without_a_figure_for_the_period_leaves_it_not_assessed() -> None:
    asked = replace(target(None, TargetKind.COMPARATOR), comparator=COUNTRY)
    both = [series([4.0, 4.0]), series([5.0], area=COUNTRY)]
    mine, other = assess_series(both, [asked])
    assert mine.status is Status.NOT_ASSESSED
    assert mine.reason == "What the target compares with has no figure for 2011/12."
    assert other.status is Status.NO_TARGET


def test_what_is_only_watched_is_nowhere_better_or_worse() -> None:
    there = series([4.0], area=COUNTRY)
    line = _counted([0.05, 0.051, 0.049] * 5 + [0.05, 0.09])
    beside = replace(there, points=(replace(line.points[-1], value=4.0),))
    judged, watched = (
        assess_series([line, beside], [asked])[0]
        for asked in (target("5"), target(None, TargetKind.MONITOR))
    )
    assert (judged.variation, watched.variation) == (Variation.CONCERN, Variation.NEUTRAL_HIGH)
    assert judged.short_change is not None
    assert watched.short_change is not None
    assert (judged.short_change.better, watched.short_change.better) == (False, None)
    assert [c.verdict for c in (*judged.comparisons, *watched.comparisons)] == ["worse", "higher"]
    rising = _counted([0.04, 0.05, 0.06, 0.08, 0.10])
    assert _one(rising, target("5")).recent_trend == "Increasing and getting worse"
    assert _one(rising, target(None, TargetKind.MONITOR)).recent_trend == "Increasing"
    assert (judged.way, watched.way) == (Polarity.LOWER, Polarity.NEUTRAL)


def test_monitored_and_neutral_measures_get_no_judgement_and_say_why() -> None:
    watched = _one(series([4.0]), target(None, TargetKind.MONITOR))
    assert (watched.status, watched.reason) == (Status.NO_JUDGEMENT, "Watched without a target.")
    neutral = replace(NEET, polarity=Polarity.NEUTRAL)
    got = _one(series([4.0], neutral), target("5"))
    assert (got.status, got.reason) == (Status.NO_JUDGEMENT, "Neither way is better.")


def test_what_was_set_aside_is_not_reported() -> None:
    built = build_series([observed(NORTH, 2022, "4.0")], (), FRAMEWORK, [(SOUTH, NEET.id)])
    got = {a.area: a.status for a in assess_series(built) if a.measure.id == NEET.id}
    assert got[SOUTH] is Status.NOT_REPORTED
    assert got[COUNTY] is Status.NOT_ASSESSED


def test_a_county_without_a_figure_says_what_is_lacking() -> None:
    cases = {
        "One district has no figure for 2022/23, so the county has none.": (None,),
        "The districts’ figures come without the counts that a county figure is made of.": ("4.0",),
    }
    for reason, (south,) in cases.items():
        both = (observed(NORTH, 2022, "4.0", (40, 1000)), observed(SOUTH, 2022, south))
        built = build_series(both, (), FRAMEWORK)
        assert {a.area: a.reason for a in assess_series(built)}[COUNTY] == reason


def test_a_movement_is_said_to_be_better_or_worse() -> None:
    got = _one(series([5.0, 4.0]))
    assert got.short_change
    assert (got.short_change.difference, got.short_change.better) == (-1.0, True)
    assert got.long_change is None
    still = _one(series([0.3, 0.1 + 0.2])).short_change
    assert still
    assert (still.difference, still.better) == (0.0, None)


def test_a_quarter_moves_against_the_last_and_against_last_year() -> None:
    got = _one(series([10.0, 14.0, 13.0, 12.0, 11.0], PLANS))
    assert got.short_change
    assert got.long_change
    assert (got.short_change.since, got.short_change.better) == (quarter(3), False)
    assert (got.long_change.since, got.long_change.better) == (quarter(0), True)


def test_nothing_is_compared_across_a_break() -> None:
    line = series([5.0, 4.0])
    broken = replace(line.points[1], flags=(Flag.BREAK,))
    got = _one(replace(line, points=(line.points[0], broken)))
    assert got.short_change is None
    assert "The series breaks at 2011/12: figures before and after do not compare." in got.caveats


def test_points_with_parts_get_wilson_intervals_and_the_county_is_beside_england() -> None:
    mine, england = assess_series([_counted([0.05], area=COUNTY), series([9.0], area=COUNTRY)])
    point = mine.series.points[0]
    assert point.lower == pytest.approx(3.81, abs=0.01)
    assert point.upper == pytest.approx(6.53, abs=0.01)
    assert [(c.area, c.verdict) for c in mine.comparisons] == [(COUNTRY, "better")]
    assert england.comparisons == ()


def test_five_falling_years_are_a_recent_trend() -> None:
    got = _one(_counted([0.10, 0.08, 0.06, 0.05, 0.03]))
    assert got.recent_trend == "Decreasing and getting better"
    assert _one(_counted([0.05, 0.051, 0.05, 0.049, 0.05])).recent_trend == "No significant change"


STEADY = [30.0, 34.0, 31.0, 35.0, 29.0, 33.0, 36.0, 30.0, 32.0, 28.0, 34.0, 31.0, 33.0, 30.0]


def test_a_series_of_13_and_more_has_limits_and_says_when_status_and_chart_disagree() -> None:
    low = Target(PLANS.id, "*", TargetKind.ABSOLUTE, Decimal(32), date(2019, 4, 1))
    got = _one(series(STEADY, PLANS), low)
    assert got.limits
    assert len(got.limits.mean) == len(STEADY)
    assert (got.variation, got.assurance) == (Variation.COMMON, Assurance.MIXED)
    assert got.status is Status.OFF
    assert got.caveats[-1].startswith("The target is missed now, but ordinary variation")


def test_a_short_series_has_no_limits() -> None:
    got = _one(series(STEADY[:12], PLANS))
    assert (got.limits, got.variation) == (None, Variation.TOO_FEW)


def test_a_slow_stock_and_overlapping_years_are_not_charted_and_say_so() -> None:
    slow = _one(series([float(n) for n in range(20)], PLANS))
    assert slow.limits is None
    assert (
        "Each figure follows closely from the one before, so no limits are drawn." in slow.caveats
    )
    rolling = replace(PLANS, period_kind=PeriodKind.ROLLING_12_MONTHS)
    points = tuple(
        replace(p, period=replace(p.period, kind=PeriodKind.ROLLING_12_MONTHS))
        for p in series(STEADY, PLANS).points
    )
    got = _one(Series(rolling, COUNTY, points))
    assert got.limits is None
    assert got.caveats == (
        "Each figure covers part of the time of the one before, so no limits are drawn.",
    )


def test_limits_start_anew_at_a_break() -> None:
    points = list(series([*STEADY, *(v + 50 for v in STEADY)], PLANS).points)
    points[14] = replace(points[14], flags=(Flag.BREAK,))
    got = _one(Series(PLANS, COUNTY, tuple(points)))
    assert got.limits
    assert got.limits.mean[13] == pytest.approx(np.mean(STEADY))
    assert got.limits.mean[14] == pytest.approx(np.mean(STEADY) + 50)


def test_limits_left_behind_by_a_lasting_shift_are_called_old_and_judge_no_target() -> None:
    up = [37.0, 34.5, 36.0, 35.0, 36.5, 34.5, 37.5, 35.5]
    low = Target(PLANS.id, "*", TargetKind.ABSOLUTE, Decimal(20), date(2019, 4, 1))
    before, after = (
        _one(series([*STEADY, *up[:7]], PLANS), low),
        _one(series([*STEADY, *up], PLANS), low),
    )
    assert before.assurance is Assurance.PASS
    assert after.limits
    assert (after.variation, after.assurance) == (Variation.IMPROVEMENT, Assurance.NONE)
    assert after.caveats[-1].startswith("The last 8 figures all lie on one side of the line")


def test_a_series_without_any_figure_stops_no_other() -> None:
    empty, gaps, fine = assess_series([Series(NEET, NORTH, ()), series([None] * 20), series([4.0])])
    assert [a.status for a in (empty, gaps, fine)] == [
        Status.NOT_ASSESSED,
        Status.NOT_ASSESSED,
        Status.NO_TARGET,
    ]
    assert empty.reason == "No figures."


@given(st.permutations(range(4)))
def test_the_order_of_the_series_changes_nothing(order: list[int]) -> None:
    some = [
        _counted([0.1, 0.2, 0.1, 0.2, 0.3], area=NORTH),
        series(STEADY, PLANS),
        series([4.0, None], area=SOUTH),
        series([5.0, 4.4], area=COUNTRY),
    ]
    asked = [target("4")]
    expected = assess_series(some, asked)
    assert assess_series([some[n] for n in order], asked) == tuple(expected[n] for n in order)
