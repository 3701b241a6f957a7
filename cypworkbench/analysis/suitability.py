"""Where an XmR chart may be used: its points must not overlap, lean on each other, or follow the season.

The chart's false flags at the latest point are 1.6 % for independent points, but 61 % for a rolling year read monthly,
52 % for a slow stock and 14 % with a season. So such series are shown as a plain line, and the reason is said.

Whether neighbours lean on each other cannot be told well from a short series: of series with a true lag of 0.6 and 16
points, two in three come out under 0.5. So there are three answers. Up to `SURELY_APART` a chart is shown with its
signs. Above `MOST_AUTOCORRELATION` none is. In between a chart is shown while it is calm: limits that have held every
point claim nothing that leaning could feign. Once it shows a sign, leaning may have made it, and no chart is shown.
It is asked of the figures' ranks, so that one or two figures far out do not pass for leaning.
"""

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from cypworkbench.analysis.intervals import FloatArray
from cypworkbench.analysis.runrules import BoolArray
from cypworkbench.analysis.spc import COMMON_CAUSE, FEWEST_FOR_LIMITS, xmr_many
from cypworkbench.domain.period import LENGTH_IN_MONTHS, STEP_IN_MONTHS, PeriodKind

FITS = ""
FEW = "few"
OVERLAPPING = "overlapping"
LEANING = "leaning"
DOUBTFUL = "doubtful"
SEASONAL = "seasonal"

REASONS: Mapping[str, str] = MappingProxyType(
    {
        FITS: "",
        FEW: "Fewer than 13 points since the series began or broke, so no limits are drawn.",
        OVERLAPPING: "Each figure covers part of the time of the one before, so no limits are drawn.",
        LEANING: "Each figure follows closely from the one before, so no limits are drawn.",
        DOUBTFUL: "A sign here could come of each figure following the one before, so no limits are drawn.",
        SEASONAL: "The figures follow the season, so no limits are drawn.",
    }
)

MOST_AUTOCORRELATION = 0.5
SURELY_APART = 0.15
"""The largest lag-1 autocorrelation at which signs are believed; chosen by simulation, in tests/analysis."""
SEASON_IS_CERTAIN = 0.01
SEASON_MAY_BE = 0.1
"""A season that chance would feign up to so often is taken off all the same where the chart shows a sign."""
FEWEST_YEARS = 3
MOSTLY_THERE = 0.8
"""The share of the periods of so many years that must have a figure."""
MONTHS_WITH_A_WAVE = 6
"""From so many periods a year, a yearly wave is looked for by itself: a test of every month's mean is too blunt."""


def overlaps(kind: PeriodKind) -> bool:
    """Whether neighbouring periods of that kind share time."""
    return LENGTH_IN_MONTHS[kind] > STEP_IN_MONTHS[kind]


def seasons(kind: PeriodKind) -> int:
    """How many periods of that kind make a year."""
    return max(12 // STEP_IN_MONTHS[kind], 1)


def suitability(matrix: FloatArray, kind: PeriodKind) -> npt.NDArray[np.object_]:
    """Why each row may not be charted, or "" where it may; a row is a series since its limits were last reset."""
    found = np.full(len(matrix), FITS, dtype=object)
    _lean(found, np.arange(len(matrix)), matrix)
    if seasons(kind) > 1 and matrix.shape[1] >= FEWEST_YEARS * seasons(kind):
        chance = _season_by_chance(matrix, seasons(kind))
        seasonal = chance < SEASON_IS_CERTAIN
        unsure = np.flatnonzero(~seasonal & (chance < SEASON_MAY_BE))
        seasonal[unsure[_signs(matrix[unsure])]] = True
        found[seasonal] = SEASONAL
        # a wave makes neighbours alike: whether they lean on each other is asked of what is left without it
        _lean(found, np.flatnonzero(seasonal), without_season(matrix[seasonal], kind))
    if overlaps(kind):
        found[:] = OVERLAPPING
    found[np.sum(~np.isnan(matrix), axis=1) < FEWEST_FOR_LIMITS] = FEW
    return found


def leaning(matrix: FloatArray) -> npt.NDArray[np.object_]:
    """Which rows lean on their neighbours (LEANING), may do so (DOUBTFUL), or may be charted (FITS)."""
    found = np.full(len(matrix), FITS, dtype=object)
    _lean(found, np.arange(len(matrix)), matrix)
    return found


def _lean(found: npt.NDArray[np.object_], rows: npt.NDArray[np.int64], matrix: FloatArray) -> None:
    """Write onto those rows of `found` what their values in `matrix` say of leaning, where they say anything."""
    lag = autocorrelation(ranks(matrix))
    unsure = np.flatnonzero((lag > SURELY_APART) & (lag <= MOST_AUTOCORRELATION))
    found[rows[unsure[_signs(matrix[unsure])]]] = DOUBTFUL
    found[rows[lag > MOST_AUTOCORRELATION]] = LEANING


def may_lean(values: FloatArray) -> bool:
    """Whether the figures of one series may follow from each other: a sign of any chart of them is then unsure."""
    return bool(autocorrelation(ranks(values[None, :]))[0] > SURELY_APART)


LONG_RUN = 7
"""So many figures on one side of the median are said as a fact, even where they cannot be believed as a sign."""


def last_run(values: FloatArray) -> int:
    """How many of the last figures of one series lie on one side of its median: positive above it, negative below.

    0 where the last one is missing or on the median itself; a missing figure, or one on the median, ends the run.
    """
    sides = np.sign(values - np.nanmedian(values)) if (~np.isnan(values)).any() else values
    if not sides.size or np.isnan(sides[-1]) or sides[-1] == 0:
        return 0
    other = np.flatnonzero(sides != sides[-1])
    count = len(sides) - (int(other[-1]) + 1 if other.size else 0)
    return count if sides[-1] > 0 else -count


def _signs(matrix: FloatArray) -> BoolArray:
    """Whether a chart of each row would show a sign anywhere."""
    return np.asarray((xmr_many(matrix).point_type != COMMON_CAUSE).any(axis=1))


def autocorrelation(matrix: FloatArray) -> FloatArray:
    """The lag-1 autocorrelation of each row, over neighbours that are both there; 0 for a row that never moves."""
    there = ~np.isnan(matrix)
    count = np.maximum(there.sum(axis=1, keepdims=True), 1)
    mean = np.sum(matrix, axis=1, keepdims=True, where=there) / count
    apart = np.where(there, matrix - mean, 0.0)
    spread = np.sum(apart**2, axis=1)
    shared = np.sum(apart[:, 1:] * apart[:, :-1], axis=1)
    moved = np.asarray(spread > 0)
    return np.where(moved, shared / np.where(moved, spread, 1.0), 0.0)


def ranks(matrix: FloatArray) -> FloatArray:
    """The place of each value among those of its row, from 0; equal values share theirs, missing ones stay missing."""
    order = np.argsort(matrix, axis=1)
    ascending = np.take_along_axis(matrix, order, axis=1)
    new = np.ones(matrix.shape, dtype=np.bool_)
    new[:, 1:] = ascending[:, 1:] != ascending[:, :-1]
    tie = np.cumsum(new) - 1
    shared = np.bincount(tie, np.tile(np.arange(matrix.shape[1]), len(matrix))) / np.bincount(tie)
    made = np.empty(matrix.shape)
    np.put_along_axis(made, order, shared[tie].reshape(matrix.shape), axis=1)
    made[np.isnan(matrix)] = np.nan
    return made


def without_season(matrix: FloatArray, kind: PeriodKind) -> FloatArray:
    """Each value less how far its month, quarter or term usually lies from the mean of its row."""
    made = matrix.copy()
    whole = _row_means(matrix)
    for place in range(seasons(kind)):
        made[:, place :: seasons(kind)] -= _row_means(matrix[:, place :: seasons(kind)]) - whole
    return made


def _row_means(matrix: FloatArray) -> FloatArray:
    """The mean of what is there in each row, as a column; 0 for a row without anything."""
    there = ~np.isnan(matrix)
    count = np.maximum(there.sum(axis=1, keepdims=True), 1)
    return np.asarray(np.sum(matrix, axis=1, keepdims=True, where=there) / count)


def _season_by_chance(matrix: FloatArray, count: int) -> FloatArray:
    """How often chance alone would make a row's seasons differ so much; 1 where it has too few points to tell.

    The lesser of two F tests, of the seasons' means and of one wave a year, times the number of tests.
    """
    there = ~np.isnan(matrix)
    points = there.sum(axis=1)
    whole = np.where(there, matrix, 0.0)
    centred = np.where(there, matrix - (whole.sum(axis=1) / np.maximum(points, 1))[:, None], 0.0)
    around = np.sum(centred**2, axis=1)
    tests = [_means(centred, there, count)]
    if count >= MONTHS_WITH_A_WAVE:
        tests.append(_wave(centred, there, count))
    chance = np.ones(len(matrix))
    for between, groups in tests:
        chance = np.minimum(chance, _by_chance(between, around, groups, points) * len(tests))
    return np.where(points >= FEWEST_YEARS * count * MOSTLY_THERE, chance, 1.0)


def _means(
    centred: FloatArray, there: npt.NDArray[np.bool_], count: int
) -> tuple[FloatArray, npt.NDArray[np.int64]]:
    """The squares that the seasons' means explain, and how many means there are."""
    between = np.zeros(len(centred))
    filled = np.zeros(len(centred), dtype=np.int64)
    for place in range(count):
        size = there[:, place::count].sum(axis=1)
        between += centred[:, place::count].sum(axis=1) ** 2 / np.maximum(size, 1)
        filled += size > 0
    return between, filled


def _wave(
    centred: FloatArray, there: npt.NDArray[np.bool_], count: int
) -> tuple[FloatArray, npt.NDArray[np.int64]]:
    """The squares that one wave a year explains, fitted by least squares, and the three figures that make it."""
    angle = 2 * np.pi * np.arange(centred.shape[1]) / count
    shape = np.stack([np.ones_like(angle), np.cos(angle), np.sin(angle)])
    weight = np.einsum("rt,at,bt->rab", there.astype(np.float64), shape, shape)
    towards = centred @ shape.T
    # a row with too few points has no such fit: the small ridge keeps its sum solvable, and it is not judged
    ridge = np.eye(3) * 1e-9
    fitted = np.linalg.solve(weight + ridge, towards[..., None])[..., 0]
    return np.sum(fitted * towards, axis=1), np.full(len(centred), 3, dtype=np.int64)


def _by_chance(
    between: FloatArray,
    around: FloatArray,
    groups: npt.NDArray[np.int64],
    points: npt.NDArray[np.int64],
) -> FloatArray:
    """How often chance would explain as much as is explained, by an F test; 0 where nothing is left unexplained."""
    from scipy.special import fdtrc  # 0.2 s, and only quarters and months have seasons

    within, free, apart = around - between, points - groups, np.maximum(groups - 1, 1)
    able = (free > 0) & (groups > 1) & (around > 0)
    usable = able & (within > 1e-12 * around)
    ratio = np.zeros(len(between))
    ratio[usable] = (between / apart)[usable] / (within[usable] / free[usable])
    chance = np.where(usable, fdtrc(apart, np.maximum(free, 1), ratio), 1.0)
    return np.where(able & ~usable, 0.0, chance)
