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
FALSE_FLAGS = 0.016
"""The share of charts of independent points that show a signal at the latest one by chance alone."""


def flags_by_chance(charts: int) -> float:
    """How many of so many charts would show a signal at their latest point if nothing had happened anywhere."""
    return charts * FALSE_FLAGS


def overlaps(kind: PeriodKind) -> bool:
    """Whether neighbouring periods of that kind share time."""
    return LENGTH_IN_MONTHS[kind] > STEP_IN_MONTHS[kind]


def seasons(kind: PeriodKind) -> int:
    """How many periods of that kind make a year."""
    return max(12 // STEP_IN_MONTHS[kind], 1)


def suitability(matrix: FloatArray, kind: PeriodKind) -> npt.NDArray[np.object_]:
    """Why each row may not be charted, or "" where it may; a row is a series since its limits were last reset."""
    found = np.full(len(matrix), FITS, dtype=object)
    if seasons(kind) > 1 and matrix.shape[1] >= FEWEST_YEARS * seasons(kind):
        found[_seasonal(matrix, seasons(kind))] = SEASONAL
    found[autocorrelation(matrix) > MOST_AUTOCORRELATION] = LEANING
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


def _seasonal(matrix: FloatArray, count: int) -> npt.NDArray[np.bool_]:
    """Whether a row's seasons differ by more than chance, by the F test of their means."""
    from scipy.special import fdtrc  # 0.2 s, and only quarters and months have seasons

    there = ~np.isnan(matrix)
    values = np.where(there, matrix, 0.0)
    points = there.sum(axis=1)
    total = values.sum(axis=1) / np.maximum(points, 1)
    between = np.zeros(len(matrix))
    filled = np.zeros(len(matrix))
    for place in range(count):
        size = there[:, place::count].sum(axis=1)
        mean = values[:, place::count].sum(axis=1) / np.maximum(size, 1)
        between += size * (mean - total) ** 2
        filled += size > 0
    around = np.sum(np.where(there, (values - total[:, None]) ** 2, 0.0), axis=1)
    within, free = around - between, points - filled
    usable = (free > 0) & (within > 0) & (filled > 1) & (points >= FEWEST_YEARS * count)
    ratio = np.zeros(len(matrix))
    ratio[usable] = (between / np.maximum(filled - 1, 1))[usable] / (within[usable] / free[usable])
    chance = np.asarray(fdtrc(np.maximum(filled - 1, 1), np.maximum(free, 1), ratio))
    return np.asarray(usable & (chance < SEASON_IS_CERTAIN))
