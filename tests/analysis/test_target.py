"""Targets: which one counts, and what a figure is worth against it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import numpy as np
import pytest

from cypworkbench.analysis.target import Targets, statuses
from cypworkbench.domain.judgement import Target, TargetKind
from tests.analysis.plan import COUNTRY, COUNTY, NEET, NORTH, series, target, year

NONE = np.nan


def _status(
    value: float,
    asked: float,
    way: int,
    *,
    upper: float = NONE,
    tolerance: float = 0,
    half: float = 0,
) -> str:
    given = [np.array([part]) for part in (value, asked, upper, tolerance, half)]
    v, a, u, t, h = given
    return str(statuses(v, a, upper=u, tolerance=t, half=h, way=np.array([way]))[0])


@pytest.mark.parametrize(
    ("value", "way", "tolerance", "status"),
    [
        (70, 1, 0, "met"),
        (69.9, 1, 0, "off"),
        (66.5, 1, 0.05, "within"),
        (66.4, 1, 0.05, "off"),
        (70, -1, 0, "met"),
        (73.5, -1, 0.05, "within"),
        (73.6, -1, 0.05, "off"),
        (70, 0, 0.05, "no_judgement"),
        (NONE, 1, 0, "not_assessed"),
    ],
)
def test_a_figure_against_a_target_of_70(
    value: float, way: int, tolerance: float, status: str
) -> None:
    assert _status(value, 70, way, tolerance=tolerance) == status


@pytest.mark.parametrize(
    ("value", "status"), [(50, "met"), (70, "met"), (47.5, "within"), (73.5, "within"), (47, "off")]
)
def test_inside_a_band_no_way_is_better(value: float, status: str) -> None:
    for way in (1, 0, -1):
        assert _status(value, 50, way, upper=70, tolerance=0.05) == status


def test_a_target_within_the_rounding_is_too_close_to_call_and_beyond_it_is_not() -> None:
    assert _status(68, 68.4, 1, half=0.5) == "too_close"
    assert _status(68, 68.5, 1, half=0.5) == "off"
    assert _status(68, 68.4, 1, half=0) == "off"


def test_the_last_binary_digit_never_decides_a_tolerance() -> None:
    assert 0.1 + 0.2 > 0.3
    assert _status(0.1 + 0.2, 0.2, -1, tolerance=0.5) == "within"


def test_no_target_is_no_target_whatever_the_figure() -> None:
    assert _status(70, NONE, 1) == "none"


def _dated(value: str, start: int, end: int | None, area: str = "*") -> Target:
    last = date(end, 3, 31) if end else None
    kind = TargetKind.TRAJECTORY
    return Target(NEET.id, area, kind, Decimal(value), date(start, 4, 1), last)


def test_the_target_in_force_is_the_one_that_covers_the_periods_last_day() -> None:
    steps = [_dated("5", 2020, 2022), _dated("4", 2022, None)]
    line = series([6.0] * 14)
    asked = [Targets(steps, [line]).asked(line, year(y)).value for y in (2018, 2019, 2021, 2022)]
    np.testing.assert_array_equal(asked, [NONE, NONE, 5, 4])


def test_an_areas_own_target_goes_before_every_areas() -> None:
    both = Targets([target("5"), target("3", area=NORTH)], [])
    assert both.asked(series([4.0], area=NORTH), year(2010)).value == 3
    assert both.asked(series([4.0], area=COUNTY), year(2010)).value == 5


def test_a_country_it_is_compared_with_has_no_target_of_the_partnerships() -> None:
    assert Targets([target("5")], []).in_force(NEET.id, COUNTRY, year(2012)) is None


def test_a_comparators_figure_for_the_same_period_is_what_is_asked() -> None:
    country = series([5.0, 5.5, None], area=COUNTRY)
    mine = series([6.0, 6.0, 6.0])
    asked = replace(target(None, TargetKind.COMPARATOR), comparator=COUNTRY)
    table = Targets([asked], [country, mine])
    got = [table.asked(mine, year(y)).value for y in (2010, 2011, 2012)]
    np.testing.assert_array_equal(got, [5, 5.5, NONE])


def test_to_maintain_without_a_value_is_to_keep_the_first_figure() -> None:
    mine = series([None, 61.0, 64.0])
    asked = Targets([target(None, TargetKind.MAINTAIN)], [mine]).asked(mine, year(2012))
    assert asked.value == 61
