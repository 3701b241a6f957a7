"""XmR charts: where the references are wrong, and what must hold whatever the series."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cypworkbench.analysis.spc import CONSTANT, NEARLY_CONSTANT, NO_LATEST, SHORT, xmr, xmr_many
from cypworkbench.domain.refusal import Refusal

STEADY = [34.0, 30.0] * 12
RUN_UP = [30.0, 30.5, 31.0, 31.5, 32.0, 32.5, 33.0]


def test_a_constant_hundred_per_cent_passes_a_target_of_95() -> None:
    chart = xmr([100.0] * 24, direction="increase", target=95)
    assert (chart.lower == 100).all()
    assert (chart.upper == 100).all()
    assert chart.variation == "common_cause"
    assert chart.assurance == "consistent_pass"
    assert chart.caveats == (CONSTANT,)


def test_a_constant_series_fails_a_target_above_it() -> None:
    assert xmr([90.0] * 24, direction="increase", target=95).assurance == "consistent_fail"
    assert xmr([90.0] * 24, direction="decrease", target=95).assurance == "consistent_pass"


@pytest.mark.parametrize("value", [0.1, 1 / 3, 99.7, 1e-9])
def test_a_constant_series_is_never_above_its_own_mean(value: float) -> None:
    assert set(xmr([value] * 23).cause) == {"Common Cause"}


def test_one_dip_in_a_constant_series_keeps_limits_around_the_line() -> None:
    chart = xmr([100.0] * 12 + [97.5] + [100.0] * 11, direction="increase")
    assert chart.lower[0] < 97.5 + 2.5 * 23 / 24 < chart.upper[0]
    assert chart.caveats == (NEARLY_CONSTANT,)


def test_a_gap_inside_a_run_breaks_that_run_and_spares_the_other_series() -> None:
    broken = [*STEADY, *RUN_UP[:4], np.nan, *RUN_UP[4:]]
    whole = [*STEADY, 34.0, *RUN_UP]
    charts = xmr_many([broken, whole])
    assert not [cause for cause in charts.cause[0] if "Trend" in cause]
    assert list(charts.cause[1][-7:]) == ["7 Point Trend (Increasing)"] * 7


def test_a_missing_latest_value_has_no_current_variation() -> None:
    chart = xmr([*STEADY, 90.0, np.nan], direction="increase", target=20)
    assert chart.variation == "no_current_value"
    assert chart.cause[-2] == "Above UCL"
    assert NO_LATEST in chart.caveats


def test_no_moving_range_bridges_a_gap() -> None:
    chart = xmr([1.0, 2.0, np.nan, 90.0, 91.0])
    np.testing.assert_array_equal(chart.moving_range, [np.nan, 1, np.nan, np.nan, 1])


def test_under_13_points_are_said_to_be_few() -> None:
    assert SHORT in xmr(STEADY[:12]).caveats
    assert SHORT not in xmr(STEADY[:13]).caveats
    assert SHORT in xmr(STEADY, rebase=[20]).caveats


def test_the_excel_profile_gives_no_limits_to_under_13_points() -> None:
    assert np.isnan(xmr(STEADY[:12], profile="nhs-excel").upper).all()
    assert np.isfinite(xmr(STEADY[:13], profile="nhs-excel").upper).all()


def test_the_excel_profile_fails_a_target_that_lies_on_the_upper_limit() -> None:
    on_limit = float(xmr(STEADY).upper[0])
    assert xmr(STEADY, direction="increase", target=on_limit).assurance == "inconsistent"
    excel = xmr(STEADY, direction="increase", target=on_limit, profile="nhs-excel")
    assert excel.assurance == "consistent_fail"


def test_six_points_are_a_shift_only_where_the_profile_says_so() -> None:
    values = [*STEADY, 33.0, 33.2, 33.1, 33.3, 33.2, 33.1]
    assert "6 Points Above CL" in xmr(values, profile="nhs-excel-6").cause
    assert set(xmr(values, profile="nhs-excel").cause) == {"Common Cause"}


def test_the_latest_of_dated_targets_decides_assurance() -> None:
    many = xmr_many([STEADY], direction="increase", target=[[90.0] * 23 + [10.0]])
    assert many.assurance.tolist() == ["consistent_pass"]
    targets = [10.0] * 23 + [90.0]
    assert xmr(STEADY, direction="increase", target=targets).assurance == "consistent_fail"


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda: xmr(STEADY, direction="up"), "direction"),
        (lambda: xmr(STEADY, baseline=11), "11 points"),
        (lambda: xmr(STEADY, rebase=[24]), "place 24"),
        (lambda: xmr(STEADY, profile="mine"), "profile"),
    ],
)
def test_settings_that_make_no_sense_are_refused(ask: Callable[[], object], said: str) -> None:
    with pytest.raises(Refusal, match=said):
        ask()


series = st.lists(
    st.one_of(st.floats(0, 100), st.just(float("nan")), st.sampled_from([1.0, 2.0])),
    min_size=1,
    max_size=40,
)


@given(
    st.lists(series, min_size=1, max_size=4), st.sampled_from(["making-data-count", "nhs-excel"])
)
def test_many_at_once_is_one_at_a_time(rows: list[list[float]], profile: str) -> None:
    """A series that starts late has nothing before its start; one row never changes another."""
    width = max(map(len, rows))
    padded = [[np.nan] * (width - len(row)) + row for row in rows]
    charts = xmr_many(padded, direction="increase", target=50.0, profile=profile)
    for place, row in enumerate(rows):
        chart = xmr(row, direction="increase", target=50.0, profile=profile)
        for field in ("mean", "lower", "upper", "near_lower", "near_upper"):
            got = getattr(charts, field)[place, -len(row) :]
            np.testing.assert_allclose(got, getattr(chart, field), rtol=1e-12, atol=1e-12)
        assert charts.assurance[place] == chart.assurance
        assert charts.caveats[place] == chart.caveats


@given(st.lists(st.floats(0, 100), min_size=13, max_size=30), st.floats(0, 100))
def test_a_new_point_never_changes_the_limits_of_a_fixed_baseline(
    values: list[float], new: float
) -> None:
    before, after = xmr(values, baseline=12), xmr([*values, new], baseline=12)
    np.testing.assert_array_equal(before.upper, after.upper[:-1])
    np.testing.assert_array_equal(before.lower, after.lower[:-1])


@given(st.lists(st.integers(0, 50), min_size=14, max_size=30), st.data())
def test_parts_between_rebases_are_charts_of_their_own(
    counts: list[int], data: st.DataObject
) -> None:
    values = [float(count) for count in counts]
    place = data.draw(st.integers(1, len(values) - 1))
    whole = xmr(values, rebase=[place])
    parts = xmr(values[:place]), xmr(values[place:])
    np.testing.assert_array_equal(whole.upper, np.concatenate([p.upper for p in parts]))
    assert whole.cause.tolist() == [cause for part in parts for cause in part.cause]
    assert whole.group.tolist() == [0] * place + [1] * (len(values) - place)
