"""Where an XmR chart may be used: its points must not overlap, lean on each other, or follow the season.

The chart's false flags at the latest point are 1.6 % for independent points, but 61 % for a rolling year read monthly,
52 % for a slow stock and 14 % with a season. So such series are shown as a plain line, and the reason is said.
"""

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from cypworkbench.analysis.intervals import FloatArray
from cypworkbench.analysis.spc import FEWEST_FOR_LIMITS
from cypworkbench.domain.period import LENGTH_IN_MONTHS, STEP_IN_MONTHS, PeriodKind

FITS = ""
FEW = "few"
OVERLAPPING = "overlapping"
LEANING = "leaning"
SEASONAL = "seasonal"

REASONS: Mapping[str, str] = MappingProxyType(
    {
        FITS: "",
        FEW: "Fewer than 13 points since the series began or broke, so no limits are drawn.",
        OVERLAPPING: "Each figure covers part of the time of the one before, so no limits are drawn.",
        LEANING: "Each figure follows closely from the one before, so no limits are drawn.",
        SEASONAL: "The figures follow the season, so no limits are drawn.",
    }
)

MOST_AUTOCORRELATION = 0.5
SEASON_IS_CERTAIN = 0.01
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
    found[autocorrelation(matrix) > MOST_AUTOCORRELATION] = LEANING
    if seasons(kind) > 1 and matrix.shape[1] >= FEWEST_YEARS * seasons(kind):
        seasonal = _seasonal(matrix, seasons(kind))
        found[seasonal] = SEASONAL
        # a wave makes neighbours alike: whether they lean on each other is asked of what is left without it
        bare = without_season(matrix[seasonal], kind)
        found[np.flatnonzero(seasonal)[autocorrelation(bare) > MOST_AUTOCORRELATION]] = LEANING
    if overlaps(kind):
        found[:] = OVERLAPPING
    found[np.sum(~np.isnan(matrix), axis=1) < FEWEST_FOR_LIMITS] = FEW
    return found


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


def _seasonal(matrix: FloatArray, count: int) -> npt.NDArray[np.bool_]:
    """Whether a row's seasons differ by more than chance, by the F test of their means or of one wave a year."""
    there = ~np.isnan(matrix)
    points = there.sum(axis=1)
    whole = np.where(there, matrix, 0.0)
    centred = np.where(there, matrix - (whole.sum(axis=1) / np.maximum(points, 1))[:, None], 0.0)
    around = np.sum(centred**2, axis=1)
    tests = [_means(centred, there, count)]
    if count >= MONTHS_WITH_A_WAVE:
        tests.append(_wave(centred, there, count))
    enough = points >= FEWEST_YEARS * count * MOSTLY_THERE
    found = np.zeros(len(matrix), dtype=np.bool_)
    for between, groups in tests:
        found |= enough & _differs(between, around, groups, points, SEASON_IS_CERTAIN / len(tests))
    return found


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


def _differs(
    between: FloatArray,
    around: FloatArray,
    groups: npt.NDArray[np.int64],
    points: npt.NDArray[np.int64],
    chance: float,
) -> npt.NDArray[np.bool_]:
    """Whether what is explained is more than chance would explain, by an F test."""
    from scipy.special import fdtrc  # 0.2 s, and only quarters and months have seasons

    within, free, apart = around - between, points - groups, np.maximum(groups - 1, 1)
    usable = (free > 0) & (groups > 1) & (within > 1e-12 * around) & (around > 0)
    ratio = np.zeros(len(between))
    ratio[usable] = (between / apart)[usable] / (within[usable] / free[usable])
    exact = (free > 0) & (groups > 1) & (around > 0) & ~usable
    return np.asarray(exact | (usable & (fdtrc(apart, np.maximum(free, 1), ratio) < chance)))
