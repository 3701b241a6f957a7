"""Gaps between places and groups carry an interval of their own, and are missing where either figure is."""

from dataclasses import replace
from math import sqrt

import numpy as np
import pytest

from cypworkbench.analysis.assess import assess_series
from cypworkbench.analysis.gaps import gap_series
from cypworkbench.analysis.intervals import difference, proportion, rate
from cypworkbench.domain.framework import Kind
from cypworkbench.domain.judgement import Point, Series
from tests.analysis.plan import COUNTRY, COUNTY, NEET, series, year


def test_newcombes_own_example_comes_out() -> None:
    """56 of 70 less 48 of 80: 0.20, from 0.0524 to 0.3339 (Newcombe 1998, table II, example a, method 10)."""
    got = difference(proportion(56, 70), proportion(48, 80))
    assert float(got.value) == pytest.approx(0.2)
    assert float(got.lower) == pytest.approx(0.0524, abs=5e-5)
    assert float(got.upper) == pytest.approx(0.3339, abs=5e-5)


def test_intervals_that_overlap_may_still_differ() -> None:
    one, other = proportion(240, 1000), proportion(200, 1000)
    assert one.lower < other.upper
    assert difference(one, other).lower > 0


def test_a_difference_of_rates_covers_the_truth_95_times_in_100() -> None:
    random = np.random.default_rng(6)
    first, second = random.poisson(30, 20_000), random.poisson(45, 20_000)
    got = difference(rate(first, 1000.0), rate(second, 1500.0))
    held = np.mean((got.lower <= 0) & (got.upper >= 0))
    assert 0.94 < held < 0.975


def _with_parts(counts: list[int | None], area: str) -> Series:
    points = [
        Point(year(2010 + n), None if c is None else c / 10, c, None if c is None else 1000)
        for n, c in enumerate(counts)
    ]
    return Series(NEET, area, tuple(points))


def test_a_gap_series_is_the_first_less_the_second_with_its_own_interval() -> None:
    given = [_with_parts([60, None, 70], COUNTY), _with_parts([50, 50, None], COUNTRY)]
    one, other = (a.series for a in assess_series(given))
    made = gap_series(one, other, "England")
    assert [p.value for p in made.points] == [pytest.approx(1.0), None, None]
    first, here, there = made.points[0], one.points[0], other.points[0]
    assert None not in (first.lower, here.lower, there.upper)
    reach = sqrt((6.0 - (here.lower or 0)) ** 2 + ((there.upper or 0) - 5.0) ** 2)
    assert first.lower == pytest.approx(1.0 - reach)
    assert made.measure.kind is Kind.DIFFERENCE
    assert made.measure.unit == "percentage points"
    assert made.measure.title.endswith("gap to England")


def test_a_gap_without_intervals_has_none_and_can_be_judged_like_any_series() -> None:
    steady = [5.0, 6.0, 5.5, 5.2, 6.1, 5.7, 5.3, 6.0, 5.4, 5.9, 5.1, 6.2, 5.6, 5.8]
    made = gap_series(series([*steady, 9.0]), series([4.0] * 15, area=COUNTRY), "England")
    (found,) = assess_series([made])
    assert {p.lower for p in made.points} == {None}
    assert found.variation == "special_cause_concern"


def test_a_gap_of_rates_keeps_their_unit() -> None:
    rates = replace(NEET, kind=Kind.RATE, unit="per 1,000")
    made = gap_series(series([5.0], rates), series([4.0], rates, COUNTRY), "England")
    assert made.measure.unit == "per 1,000"
