"""XmR charts agree with NHSRplotthedots 0.2.2, point by point; where they differ, the difference is named here."""

from functools import cache

import numpy as np
import pytest

from cypworkbench.analysis.spc import (
    FEWEST_FOR_LIMITS,
    PROCESS_LIMIT,
    SCREEN,
    SHORT,
    ControlChart,
    xmr,
)
from tests.reference.figures import Rows, grouped, number, numbers, same, told

SERIES = grouped("spc", "series_id")
LINES = {
    "mean": "mean",
    "lower": "lpl",
    "upper": "upl",
    "near_lower": "near_lpl",
    "near_upper": "near_upl",
    "moving_range": "mr_raw",
}
# screening leaves these without movement: the reference then has no limits, or limits that lie on the mean
SCREENED_AWAY = {"constant", "constant_zero", "constant_step", "constant_then_one"}
NO_LATEST = {"na_last", "na_last3"}
# one point has no movement and no limits; the reference calls its assurance "inconsistent" all the same
SINGLE = {"short1"}


def _kind(series: str) -> str:
    return SERIES[series][0]["kind"]


@cache
def _chart(series: str) -> ControlChart:
    table = SERIES[series]
    first = table[0]
    fixed = first["fix_after_n_points"]
    return xmr(
        numbers(table, "value"),
        direction=first["improvement_direction"],
        target=None if not first["target"] else numbers(table, "target"),
        rebase=[place for place, row in enumerate(table) if row["rebase"] == "1"],
        baseline=int(fixed) if fixed else None,
        screen=first["screen_outliers"] == "TRUE",
    )


def _limits_agree(chart: ControlChart, table: Rows) -> None:
    for field, column in LINES.items():
        same(getattr(chart, field), numbers(table, column))
    assert chart.group.tolist() == [int(row["rebase_group"]) for row in table]


def _labels_agree(chart: ControlChart, table: Rows) -> None:
    assert chart.cause.tolist() == [row["special_cause_type"] for row in table]
    assert chart.point_type.tolist() == [row["point_type"] for row in table]


def test_there_are_121_series_to_agree_with() -> None:
    points = sum(map(len, SERIES.values()))
    apart = sum(_kind(s) in SCREENED_AWAY | NO_LATEST | SINGLE for s in SERIES)
    stopped = grouped("spc_stopped_the_reference", "series_id")
    told("spc", points, f"in {len(SERIES)} series, {apart} of them where the reference is wrong")
    told("spc_stopped_the_reference", sum(map(len, stopped.values())), f"in {len(stopped)} series")
    assert (len(SERIES), points, len(stopped)) == (121, 2777, 5)


@pytest.mark.parametrize("series", [s for s in SERIES if _kind(s) not in SCREENED_AWAY])
def test_limits_and_labels_agree(series: str) -> None:
    chart, table = _chart(series), SERIES[series]
    _limits_agree(chart, table)
    _labels_agree(chart, table)
    if _kind(series) not in NO_LATEST:
        assert chart.variation == table[0]["series_variation_type"]
    if _kind(series) not in SINGLE:
        assert (chart.assurance or "") == table[0]["series_assurance_type"]


@pytest.mark.parametrize("series", [s for s in SERIES if _kind(s) not in SCREENED_AWAY])
def test_movements_sides_and_closeness_agree(series: str) -> None:
    """What lies behind the limits: which movements count, their mean, and where each point stands."""
    chart, table = _chart(series), SERIES[series]
    y = numbers(table, "value")
    used = ~np.isnan(numbers(table, "mr_used"))
    for group in np.unique(chart.group):
        mine = chart.group == group
        moved = chart.moving_range[mine]
        raw = np.nanmean(moved) if (~np.isnan(moved)).any() else np.nan
        same(raw, numbers(table, "amr_raw")[mine][0])
        kept = moved < SCREEN * raw if table[0]["screen_outliers"] == "TRUE" else ~np.isnan(moved)
        np.testing.assert_array_equal(kept, used[mine])
        same(moved[kept], numbers(table, "mr_used")[mine][kept])
    same((chart.upper - chart.mean) / PROCESS_LIMIT, numbers(table, "amr_used"))
    outside = (y > chart.upper) | (y < chart.lower)
    assert outside.tolist() == [row["outside_limits"] == "TRUE" for row in table]
    there = ~np.isnan(y)
    side = np.sign(y - chart.mean)
    same(side[there], numbers(table, "relative_to_mean")[there])
    close = ~outside & ((y > chart.near_upper) | (y < chart.near_lower))
    assert close.tolist() == [row["close_to_limits"] == "TRUE" for row in table]


@pytest.mark.parametrize("series", SERIES)
def test_a_part_too_short_for_limits_to_be_strong_is_named(series: str) -> None:
    """The reference warns of any short part, and counts missing points; here the present one counts, by its figures."""
    chart, table = _chart(series), SERIES[series]
    last = chart.group == chart.group[-1]
    short = int((last & ~np.isnan(numbers(table, "value"))).sum()) < FEWEST_FOR_LIMITS
    assert (SHORT in chart.caveats) == short
    if table[-1]["short_group_warning"] == "TRUE":
        assert SHORT in chart.caveats


@pytest.mark.parametrize("series", [s for s in SERIES if _kind(s) in SCREENED_AWAY])
def test_screening_never_takes_every_movement_away(series: str) -> None:
    """The expected figures are the reference's own for the same values unscreened."""
    twin = f"O{int(series[1:]) + 1:03d}"
    assert _kind(twin) == _kind(series) + "_ns"
    same(numbers(SERIES[twin], "value"), numbers(SERIES[series], "value"))
    _limits_agree(_chart(series), SERIES[twin])
    _labels_agree(_chart(series), SERIES[twin])
    assert (_chart(series).assurance or "") == SERIES[twin][0]["series_assurance_type"]


@pytest.mark.parametrize("series", [s for s in SERIES if _kind(s) in NO_LATEST])
def test_a_missing_latest_value_is_not_common_cause(series: str) -> None:
    assert SERIES[series][0]["series_variation_type"] == "common_cause"
    assert _chart(series).variation == "no_current_value"


@pytest.mark.parametrize("series", [s for s in SERIES if _kind(s) in SINGLE])
def test_one_point_gives_no_assurance(series: str) -> None:
    assert np.isnan(_chart(series).upper).all()
    assert _chart(series).assurance is None


@pytest.mark.parametrize("name", grouped("spc_stopped_the_reference", "series_id"))
def test_series_that_stop_the_reference_are_charted(name: str) -> None:
    table = grouped("spc_stopped_the_reference", "series_id")[name]
    values = numbers(table, "value")
    chart = xmr(values, direction=table[0]["improvement_direction"])
    assert np.isnan(values).any()
    if np.isnan(values).all():
        assert chart.variation == "no_current_value"
        return
    same(chart.mean[0], np.nanmean(values))
    assert np.isfinite(chart.upper).all()
    assert number(table[-1]["value"]) != number("") or chart.variation == "no_current_value"
