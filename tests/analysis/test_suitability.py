"""Charts are shown only where a flag means something: false flags at the latest point, simulated for each kind."""

import sys

import numpy as np
import numpy.typing as npt
import pytest

from cypworkbench.analysis.charting import chart
from cypworkbench.analysis.instead import SENTENCES, Shown, best_chart
from cypworkbench.analysis.suitability import FITS, autocorrelation, suitability, without_season
from cypworkbench.domain.period import PeriodKind

SERIES, POINTS = 4000, 36
Matrix = npt.NDArray[np.float64]


def _independent() -> Matrix:
    return np.random.default_rng(11).normal(50, 5, (SERIES, POINTS))


def _rolling(width: int) -> Matrix:
    noise = np.random.default_rng(12).normal(50, 5, (SERIES, POINTS + width - 1))
    return np.asarray(np.lib.stride_tricks.sliding_window_view(noise, width, axis=1).mean(axis=2))


def _slow(lag: float) -> Matrix:
    random = np.random.default_rng(13)
    steps = random.normal(0, 1, (SERIES, POINTS + 50))
    for place in range(1, POINTS + 50):
        steps[:, place] += lag * steps[:, place - 1]
    return steps[:, 50:]


def _seasonal() -> Matrix:
    random = np.random.default_rng(14)
    month = np.arange(POINTS) + random.integers(0, 12, (SERIES, 1))
    noise = random.normal(50, 5, (SERIES, POINTS))
    return np.asarray(noise + 6 * np.sin(month * np.pi / 6))


def _flagged_and_shown(matrix: Matrix, kind: PeriodKind) -> tuple[float, float, float]:
    """The share falsely flagged at the latest point: of all series, and of all where a chart is shown; share shown."""
    directions = ["increase"] * len(matrix)
    charted = chart(matrix, kind, direction=directions, target=np.full(len(matrix), np.nan))
    flagged = charted.charts.variation != "common_cause"
    shown = charted.reason == FITS
    return float(flagged.mean()), float((flagged & shown).mean()), float(shown.mean())


KINDS = {
    "independent quarters": (_independent, PeriodKind.QUARTER),
    "rolling year read by quarter": (lambda: _rolling(4), PeriodKind.ROLLING_12_MONTHS),
    "pooled three years": (lambda: _rolling(3), PeriodKind.ROLLING_3_YEAR),
    "slow stock": (lambda: _slow(0.9), PeriodKind.QUARTER),
    "seasonal months": (_seasonal, PeriodKind.MONTH),
}


@pytest.mark.parametrize("name", KINDS)
def test_under_three_in_a_hundred_series_are_falsely_flagged_where_a_chart_is_shown(
    name: str,
) -> None:
    make, kind = KINDS[name]
    everywhere, here, shown = _flagged_and_shown(make(), kind)
    sys.stdout.write(
        f"\n{name}: {everywhere:.1%} flagged uncharted, {here:.1%} charted, {shown:.0%} shown\n"
    )
    assert here < 0.03
    if name == "independent quarters":
        assert shown > 0.95
        assert everywhere < 0.03
    else:
        assert shown < 0.1
        assert here < everywhere / 3


def _wavy_quarters() -> Matrix:
    return np.asarray(_independent() + np.tile([0.0, 8, 12, 5], POINTS // 4))


INSTEAD = {
    "rolling year read by quarter": (*KINDS["rolling year read by quarter"], Shown.CHANGES),
    "rolling year read by month": (
        lambda: _rolling(12),
        PeriodKind.ROLLING_12_MONTHS,
        Shown.CHANGES,
    ),
    "pooled three years": (*KINDS["pooled three years"], Shown.CHANGES),
    "seasonal months": (*KINDS["seasonal months"], Shown.SEASON_OFF),
    "seasonal quarters": (_wavy_quarters, PeriodKind.QUARTER, Shown.SEASON_OFF),
    "slow stock": (*KINDS["slow stock"], Shown.ABOUT_MEDIAN),
}


@pytest.mark.parametrize("name", INSTEAD)
def test_what_takes_a_charts_place_is_falsely_flagged_as_seldom(name: str) -> None:
    make, kind, expected = INSTEAD[name]
    found = [best_chart(row, kind, direction="increase") for row in make()[:800]]
    mine = [one for one in found if one.shown is expected]
    flagged = [one.chart is not None and one.chart.variation != "common_cause" for one in mine]
    share = float(np.mean(flagged))
    sys.stdout.write(f"\n{name}: {expected} shown for {len(mine) / 8:.0f}%, {share:.1%} flagged\n")
    assert len(mine) > 0.9 * len(found)
    assert share < 0.03
    assert SENTENCES[expected]


def test_a_season_is_taken_off_and_the_level_stays() -> None:
    year = np.array([10.0, 20, 30, 20])
    rows = np.tile(year, (1, 4)) + np.repeat([0.0, 1, 2, 3], 4)
    bare = without_season(rows, PeriodKind.QUARTER)
    np.testing.assert_allclose(bare[0], 20 + np.repeat([0.0, 1, 2, 3], 4))


def test_after_a_break_only_the_new_stretch_is_charted_and_a_short_one_has_a_line() -> None:
    row = np.concatenate([_independent()[0], [90.0, 91, 92]])
    found = best_chart(row, PeriodKind.QUARTER, rebase=(POINTS,))
    assert found.shown is Shown.LINE
    assert found.chart is None
    assert found.centre == 91


def test_a_wave_of_a_year_is_found_among_months_with_gaps() -> None:
    months = _seasonal()[:200]
    months[:, 7] = np.nan
    assert (suitability(months, PeriodKind.MONTH) == "seasonal").mean() > 0.85


def test_autocorrelation_is_of_neighbours_and_nothing_for_a_still_series() -> None:
    rows = np.array([[1.0, 2, 3, 4, 5, 6], [1, -1, 1, -1, 1, -1], [4, 4, 4, 4, 4, 4]])
    climbing, zigzag, still = autocorrelation(rows)
    assert climbing == pytest.approx(0.5)
    assert zigzag == pytest.approx(-5 / 6)
    assert still == 0


def test_under_13_points_do_not_make_a_chart_and_gaps_are_not_points() -> None:
    random = np.random.default_rng(1)
    row = random.normal(0, 1, (1, 13))
    assert suitability(row, PeriodKind.FINANCIAL_YEAR)[0] == FITS
    row[0, 4] = np.nan
    assert suitability(row, PeriodKind.FINANCIAL_YEAR)[0] == "few"
