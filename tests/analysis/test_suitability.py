"""Charts are shown only where a flag means something: false flags at the latest point, simulated for each kind."""

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import product

import numpy as np
import numpy.typing as npt
import pytest
from scipy.stats import rankdata

from cypworkbench.analysis.charting import chart
from cypworkbench.analysis.controlcharts import runs
from cypworkbench.analysis.instead import SENTENCES, Shown, best_chart
from cypworkbench.analysis.spc import COMMON_CAUSE, xmr_many
from cypworkbench.analysis.suitability import (
    FITS,
    LONG_RUN,
    autocorrelation,
    last_run,
    may_lean,
    ranks,
    suitability,
    without_season,
)
from cypworkbench.domain.period import PeriodKind
from cypworkbench.domain.verdict import FALSE_FLAGS

POINTS = 36
MOST = 0.03
TOLD_FROM = 500
"""Fewer charts than that tell too little by themselves: they count towards their kind's whole."""
Matrix = npt.NDArray[np.float64]


def _independent(random: np.random.Generator, rows: int, points: int) -> Matrix:
    return random.normal(50, 5, (rows, points))


def _rolling(random: np.random.Generator, under: Matrix, width: int) -> Matrix:
    """Means of so many neighbours of a longer series, as rolling and pooled figures are."""
    extra = random.normal(under.mean(), under.std(), (len(under), width - 1))
    whole = np.concatenate([extra, under], axis=1)
    return np.asarray(np.lib.stride_tricks.sliding_window_view(whole, width, axis=1).mean(axis=2))


def _slow(random: np.random.Generator, rows: int, points: int, lag: float) -> Matrix:
    """Series that keep so much of the figure before, at rest from the first."""
    steps = random.normal(0, 1, (rows, points))
    steps[:, 0] /= np.sqrt(1 - lag**2)
    for place in range(1, points):
        steps[:, place] += lag * steps[:, place - 1]
    return steps


def _waves(random: np.random.Generator, rows: int, points: int, size: float) -> Matrix:
    """Months with one wave a year, of so many standard deviations from its middle to its top."""
    month = np.arange(points) + random.integers(0, 12, (rows, 1))
    return np.asarray(random.normal(0, 1, (rows, points)) + size * np.sin(month * np.pi / 6))


def _patterns(
    random: np.random.Generator, rows: int, points: int, size: float, seasons: int
) -> Matrix:
    """Quarters, terms or months, each with a usual difference of its own, as large as a wave of that size."""
    usual = random.normal(0, 1, (rows, seasons))
    usual -= usual.mean(axis=1, keepdims=True)
    usual *= size / np.sqrt(2) / usual.std(axis=1, keepdims=True)
    return np.asarray(random.normal(0, 1, (rows, points)) + usual[:, np.arange(points) % seasons])


LENGTHS = (8, 13, 16, 20, 24, 36, 48, 60)
LAGS = (-0.3, 0.2, 0.4, 0.6, 0.8, 0.95)
SIZES = (0.5, 1.0, 1.5, 3.0)
Make = Callable[[np.random.Generator, int, int], Matrix]
KINDS: Mapping[str, tuple[PeriodKind, Sequence[Make]]] = {
    "independent years": (PeriodKind.FINANCIAL_YEAR, [_independent]),
    "independent quarters": (PeriodKind.QUARTER, [_independent]),
    "independent months": (PeriodKind.MONTH, [_independent]),
    "rolling year read by quarter": (
        PeriodKind.ROLLING_12_MONTHS,
        [lambda r, n, p: _rolling(r, _independent(r, n, p), 4)],
    ),
    "pooled three years": (
        PeriodKind.ROLLING_3_YEAR,
        [lambda r, n, p: _rolling(r, _independent(r, n, p), 3)],
    ),
    **{
        f"years leaning {lag} on the one before": (
            PeriodKind.FINANCIAL_YEAR,
            [partial(_slow, lag=lag)],
        )
        for lag in LAGS
    },
    "quarters leaning, any lag": (PeriodKind.QUARTER, [partial(_slow, lag=lag) for lag in LAGS]),
    "months leaning, any lag": (PeriodKind.MONTH, [partial(_slow, lag=lag) for lag in LAGS]),
    "seasonal months, one wave": (PeriodKind.MONTH, [partial(_waves, size=size) for size in SIZES]),
    "seasonal months, any pattern": (
        PeriodKind.MONTH,
        [partial(_patterns, size=size, seasons=12) for size in SIZES],
    ),
    "seasonal quarters": (
        PeriodKind.QUARTER,
        [partial(_patterns, size=size, seasons=4) for size in SIZES],
    ),
    "seasonal terms": (
        PeriodKind.TERM,
        [partial(_patterns, size=size, seasons=3) for size in SIZES],
    ),
}


@dataclass
class _Tally:
    """Series made, those charted, and those of them flagged at the latest point; `bare` are flagged if all are."""

    made: int = 0
    shown: int = 0
    flagged: int = 0
    bare: int = 0

    def add(self, matrix: Matrix, kind: PeriodKind) -> "_Tally":
        ways, nothing = ["increase"] * len(matrix), np.full(len(matrix), np.nan)
        charted = chart(matrix, kind, direction=ways, target=nothing)
        flagged = charted.charts.variation != "common_cause"
        shown = charted.reason == FITS
        found = _Tally(len(matrix), int(shown.sum()), int((shown & flagged).sum()))
        found.bare = int(flagged.sum())
        for name in ("made", "shown", "flagged", "bare"):
            setattr(self, name, getattr(self, name) + getattr(found, name))
        return found


@pytest.mark.parametrize("rows", [400, pytest.param(4000, marks=pytest.mark.slow)])
@pytest.mark.parametrize("name", KINDS)
def test_of_the_charts_shown_under_three_in_a_hundred_are_falsely_flagged_at_the_latest_point(
    name: str, rows: int
) -> None:
    kind, makers = KINDS[name]
    whole = _Tally()
    for points, (number, make) in product(LENGTHS, enumerate(makers)):
        seed = [points, number, *name.encode()]
        found = whole.add(make(np.random.default_rng(seed), 3 * rows // len(makers), points), kind)
        assert found.shown < TOLD_FROM or found.flagged < MOST * found.shown
        assert found.shown == 0 or points > 8
    share = whole.flagged / max(whole.shown, 1)
    sys.stdout.write(
        f"\n{name}: {whole.shown / whole.made:.0%} of {whole.made:,} shown, {share:.1%} of those falsely flagged; "
        f"{whole.bare / whole.made:.1%} if all were shown (seeds: points, number, {name!r})\n"
    )
    assert whole.flagged < MOST * max(whole.shown, 1)
    if kind in (PeriodKind.ROLLING_12_MONTHS, PeriodKind.ROLLING_3_YEAR):
        assert whole.shown == 0
    if name.startswith("independent"):
        assert abs(share - FALSE_FLAGS) < 0.003
        # one length in eight is too short for any chart
        assert whole.shown > 0.9 * 7 / 8 * whole.made


EVENTS: Mapping[str, tuple[int, float]] = {
    "one figure 4 standard deviations out": (1, 4.0),
    "two figures 6 out": (2, 6.0),
    "four figures 3 out": (4, 3.0),
    "seven figures 2 out": (7, 2.0),
}


def test_what_a_true_change_shows_is_known() -> None:
    """The power of the rule, in a table: what is really there is charted and flagged, or said to be unsure."""
    sys.stdout.write(f"\n{'of 1,000 series':40}" + "".join(f"{n:>12}" for n in (16, 24, 40, 60)))
    shares: dict[tuple[str, int], float] = {}
    for name, (last, size) in EVENTS.items():
        sys.stdout.write(f"\n{name:40}")
        for points in (16, 24, 40, 60):
            made = np.random.default_rng([points, last]).normal(0, 1, (1000, points))
            made[:, -last:] += size
            found = _Tally().add(made, PeriodKind.FINANCIAL_YEAR)
            shares[name, points] = found.flagged / found.made
            sys.stdout.write(f"{found.flagged / found.made:6.0%} of{found.bare / found.made:4.0%}")
    sys.stdout.write("\n")
    assert shares["one figure 4 standard deviations out", 24] > 0.5
    assert shares["two figures 6 out", 24] > 0.6
    assert shares["four figures 3 out", 60] > 0.3


def _first(name: str) -> tuple[PeriodKind, Make]:
    kind, makers = KINDS[name]
    return kind, makers[0]


INSTEAD: Mapping[str, tuple[PeriodKind, Make, Shown, float]] = {
    "rolling year read by quarter": (*_first("rolling year read by quarter"), Shown.CHANGES, 0.8),
    "rolling year read by month": (
        PeriodKind.ROLLING_12_MONTHS,
        lambda r, n, p: _rolling(r, _independent(r, n, p), 12),
        Shown.CHANGES,
        0.75,
    ),
    "rolling year of a slow stock": (
        PeriodKind.ROLLING_12_MONTHS,
        lambda r, n, p: _rolling(r, _slow(r, n, p, 0.8), 4),
        Shown.CHANGES,
        0.0,
    ),
    "pooled three years": (*_first("pooled three years"), Shown.CHANGES, 0.8),
    "months with a season": (PeriodKind.MONTH, partial(_waves, size=1.5), Shown.SEASON_OFF, 0.75),
    "quarters with a season": (
        PeriodKind.QUARTER,
        partial(_patterns, size=2.0, seasons=4),
        Shown.SEASON_OFF,
        0.75,
    ),
    "slow stock": (PeriodKind.QUARTER, partial(_slow, lag=0.95), Shown.ABOUT_MEDIAN, 0.75),
}


@pytest.mark.parametrize("rows", [100, pytest.param(500, marks=pytest.mark.slow)])
@pytest.mark.parametrize("name", INSTEAD)
def test_what_takes_a_charts_place_is_falsely_flagged_as_seldom(name: str, rows: int) -> None:
    kind, make, expected, usual = INSTEAD[name]
    shown, charts, flagged = 0, 0, 0
    for points in (24, POINTS, 60):
        made = make(np.random.default_rng([points, *name.encode()]), rows, points)
        for found in (best_chart(row, kind, direction="increase") for row in made):
            mine = found.shown is expected
            shown += mine and points >= POINTS
            charts += mine and found.chart is not None
            flagged += mine and found.chart is not None and found.chart.variation != "common_cause"
    sys.stdout.write(
        f"\n{name}: {expected} shown for {shown / rows / 2:.0%} from {POINTS} points, {flagged} of {charts} flagged\n"
    )
    assert shown >= usual * 2 * rows
    assert flagged < MOST * max(charts, 3 * rows)
    assert SENTENCES[expected]


def test_a_sign_that_leaning_may_have_made_is_not_shown_and_a_calm_chart_is() -> None:
    random = np.random.default_rng(5)
    rows = _slow(random, 400, 24, 0.4)
    reasons = suitability(rows, PeriodKind.FINANCIAL_YEAR)
    some = np.flatnonzero(reasons == "doubtful")
    found = best_chart(rows[some[0]], PeriodKind.FINANCIAL_YEAR)
    assert found.shown is Shown.UNSURE
    assert found.chart is None
    between = (autocorrelation(ranks(rows)) > 0.15) & (reasons == FITS)
    assert between.sum() > 30
    assert (xmr_many(rows[between]).point_type == "common_cause").all()


def test_a_change_known_and_recorded_brings_the_chart_back() -> None:
    random = np.random.default_rng(6)
    row = random.normal(50, 5, 32)
    row[16:] += 20
    assert best_chart(row, PeriodKind.FINANCIAL_YEAR).chart is None
    anew = best_chart(row, PeriodKind.FINANCIAL_YEAR, rebase=(16,))
    assert anew.shown is Shown.FIGURES
    assert anew.chart is not None


@pytest.mark.parametrize("seed", range(3))
def test_ranks_share_ties_and_leave_what_is_missing(seed: int) -> None:
    rows = np.random.default_rng(seed).integers(0, 6, (40, 9)).astype(np.float64)
    np.testing.assert_array_equal(ranks(rows), rankdata(rows, axis=1) - 1)
    rows[:, 4] = np.nan
    np.testing.assert_array_equal(
        np.delete(ranks(rows), 4, axis=1), rankdata(np.delete(rows, 4, axis=1), axis=1) - 1
    )


def test_a_season_is_taken_off_and_the_level_stays() -> None:
    year = np.array([10.0, 20, 30, 20])
    rows = np.tile(year, (1, 4)) + np.repeat([0.0, 1, 2, 3], 4)
    bare = without_season(rows, PeriodKind.QUARTER)
    np.testing.assert_allclose(bare[0], 20 + np.repeat([0.0, 1, 2, 3], 4))


def test_after_a_break_only_the_new_stretch_is_charted_and_a_short_one_has_a_line() -> None:
    random = np.random.default_rng(11)
    row = np.concatenate([random.normal(50, 5, POINTS), [90.0, 91, 92]])
    found = best_chart(row, PeriodKind.QUARTER, rebase=(POINTS,))
    assert found.shown is Shown.LINE
    assert found.chart is None
    assert found.centre == 91


def test_a_wave_of_a_year_is_found_among_months_with_gaps() -> None:
    months = _waves(np.random.default_rng(14), 200, POINTS, 1.5)
    months[:, 7] = np.nan
    found = suitability(months, PeriodKind.MONTH)
    assert (found == "seasonal").mean() > 0.75
    assert (found == FITS).mean() < 0.05


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


@pytest.mark.parametrize("points", [24, 32, 40])
@pytest.mark.parametrize("size", [1.5, 3.0, 6.0])
def test_a_lasting_change_is_flagged_or_its_run_said_as_the_fact_it_is(
    points: int, size: float
) -> None:
    """A change that lasts makes neighbours alike by itself: what cannot be believed as a sign must not be hidden."""
    drawn = np.random.default_rng(20_261_122).normal(size=(300, points))
    drawn[:, -LONG_RUN:] -= size
    calm = suitability(drawn, PeriodKind.QUARTER) == FITS
    flagged = calm & (xmr_many(drawn).point_type[:, -1] != COMMON_CAUSE)
    told = np.array([last_run(row) <= -LONG_RUN for row in drawn])
    assert np.mean(flagged | told) >= (0.9 if size >= 3 else 0.3)


def test_a_run_ends_at_the_median_at_a_gap_and_on_the_other_side() -> None:
    nan = float("nan")
    assert last_run(np.array([1.0, 2, 3, 4, 5])) == 2
    assert last_run(np.array([5.0, 4, 3, 2, 1])) == -2
    assert last_run(np.array([1.0, 5, nan, 5])) == 0, "the last is on the median itself"
    assert last_run(np.array([1.0, 1, 1, 5, nan, 6, 7])) == 2
    assert (
        last_run(np.array([1.0, 5, nan]))
        == last_run(np.array([nan]))
        == last_run(np.array([]))
        == 0
    )


@pytest.mark.parametrize("lag", [0.0, 0.3, 0.6, 0.9])
@pytest.mark.parametrize("points", [16, 24, 40])
def test_runs_are_falsely_called_a_sign_no_oftener_than_their_rules_do_by_chance(
    lag: float, points: int
) -> None:
    """The rules look at every figure, not the latest alone: of independent series they call up to 1 in 20 a sign."""
    rows = _slow(np.random.default_rng(20_261_122), 1_500, points, lag)
    fits = suitability(rows, PeriodKind.FINANCIAL_YEAR) == FITS
    signs = np.array([runs(row, float(np.median(row))).signal for row in rows])
    unsure = np.array([may_lean(row) for row in rows])
    shown = fits & ~(signs & unsure)
    assert np.sum(shown & signs) <= 0.05 * np.sum(shown)
