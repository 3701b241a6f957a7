"""Series: gaps are seen, and the county is summed or missing, never guessed."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cypworkbench.analysis.series import build_series, county_from_districts
from cypworkbench.domain.evidence import Flag, ValueState
from cypworkbench.domain.judgement import Series
from cypworkbench.domain.period import Period
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
    year,
)

BOTH = (
    observed(NORTH, 2022, "4.0", (40, 1000)),
    observed(SOUTH, 2022, "10.0", (30, 300)),
    observed(NORTH, 2023, "5.0", (50, 1000)),
    observed(SOUTH, 2023, "9.0", (27, 300)),
)


def _of(area: str, built: tuple[Series, ...]) -> Series:
    return next(s for s in built if s.area == area)


def test_the_county_is_cases_summed_over_people_summed_not_the_mean_of_rates() -> None:
    county = _of(COUNTY, build_series(BOTH, (), FRAMEWORK))
    assert county.basis == "summed"
    assert [p.value for p in county.points] == [
        pytest.approx(7000 / 1300),
        pytest.approx(7700 / 1300),
    ]
    assert [str(o) for o in county.points[0].origins] == ["Theme!E2022", "Theme!E2022"]


def test_a_missing_district_makes_the_county_missing_and_is_named() -> None:
    county = _of(COUNTY, build_series(BOTH[:3], (), FRAMEWORK))
    assert county.points[0].value is not None
    assert county.points[1].value is None
    assert county.points[1].missing == (SOUTH,)


def test_a_suppressed_district_is_not_counted_as_none() -> None:
    hidden = replace(BOTH[3], value=None, state=ValueState.SUPPRESSED)
    last = _of(COUNTY, build_series((*BOTH[:3], hidden), (), FRAMEWORK)).points[-1]
    assert (last.value, last.state, last.missing) == (None, ValueState.SUPPRESSED, (SOUTH,))


def test_cases_whose_district_is_not_known_belong_to_the_county() -> None:
    built = build_series((*BOTH, observed("x", 2022, None, (7, 0))), (), FRAMEWORK)
    assert _of(COUNTY, built).points[0].value == pytest.approx(7700 / 1300)
    assert "x" not in {s.area for s in built}


def test_a_year_nobody_gave_is_a_gap_and_every_board_runs_to_the_last_year() -> None:
    built = build_series(
        (BOTH[0], observed(NORTH, 2024, "6.0", (60, 1000)), BOTH[1]), (), FRAMEWORK
    )
    assert [p.value for p in _of(NORTH, built).points] == [4, None, 6]
    assert [p.period for p in _of(SOUTH, built).points] == [year(2022), year(2023), year(2024)]


def test_the_published_county_stands_where_the_sum_is_not_as_recent() -> None:
    published = (observed(COUNTY, 2022, "5"), observed(COUNTY, 2023, "6"))
    assert _of(COUNTY, build_series(BOTH, published, FRAMEWORK)).basis == "summed"
    one_missing = _of(COUNTY, build_series(BOTH[:3], published, FRAMEWORK))
    assert one_missing.basis == "published"
    assert [p.value for p in one_missing.points] == [5, 6]


def test_a_figure_is_taken_in_full_from_parts_that_round_to_it_and_as_given_otherwise() -> None:
    given = (observed(NORTH, 2022, "3.3", (1, 30)), observed(NORTH, 2023, "3.9", (1, 30)))
    assert [p.value for p in _of(NORTH, build_series(given, (), FRAMEWORK)).points] == [
        pytest.approx(100 / 30),
        3.9,
    ]


def test_what_was_set_aside_is_a_series_without_points() -> None:
    built = build_series(BOTH[:1], (), FRAMEWORK, [(SOUTH, "")])
    assert {s.basis for s in built if s.area == SOUTH} == {"not reported"}
    assert _of(COUNTY, built).points[0].missing == (SOUTH,)


def test_a_share_goes_on_without_a_district_set_aside_by_decision_and_names_it() -> None:
    county = _of(COUNTY, build_series(BOTH[::2], (), FRAMEWORK, [(SOUTH, NEET.id)]))
    assert [(p.value, p.missing) for p in county.points] == [(4.0, (SOUTH,)), (5.0, (SOUTH,))]


def test_a_count_without_a_district_is_no_count_of_the_county_even_by_decision() -> None:
    counted = replace(
        BOTH[0], measure=PLANS.id, period=quarter(0), value=Decimal(9), denominator=None
    )
    point = _of(COUNTY, build_series((counted,), (), FRAMEWORK, [(SOUTH, PLANS.id)])).points[0]
    assert (point.value, point.missing) == (None, (SOUTH,))


def test_the_later_edition_of_a_published_figure_counts_whatever_the_order() -> None:
    old = replace(observed(COUNTRY, 2022, "5.1"), vintage="2024-01", flags=(Flag.PROVISIONAL,))
    new = replace(observed(COUNTRY, 2022, "5.2"), vintage="2025-01", flags=(Flag.REVISED,))
    for order in ((old, new), (new, old)):
        point = _of(COUNTRY, build_series((), order, FRAMEWORK)).points[0]
        assert (point.value, point.flags) == (5.2, (Flag.REVISED,))


def test_groups_and_other_kinds_of_period_are_left_out() -> None:
    group = replace(BOTH[0], group="girls")
    month = replace(BOTH[0], period=Period(year(2022).start, type(NEET.period_kind)("month")))
    assert build_series((group, month), (), FRAMEWORK) == ()


@given(st.integers(0, 500), st.integers(500, 1000))
def test_the_county_of_one_district_is_that_district(count: int, of: int) -> None:
    alone = replace(FRAMEWORK, areas=FRAMEWORK.areas[:1])
    built = build_series((observed(NORTH, 2022, None, (count, of)),), (), alone)
    county = county_from_districts([_of(NORTH, built)], alone)
    assert county.points[0].value == _of(NORTH, built).points[0].value
