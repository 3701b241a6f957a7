"""The recent trend of yearly figures, as England's public health profiles (Fingertips) judge it."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cypworkbench.analysis.intervals import FloatArray, z_value

POINTS = 5
SIGNIFICANT = 9.54953570608324
"""The 99.8 % point of chi-squared with one degree of freedom."""

INCREASING = "Increasing"
DECREASING = "Decreasing"
NO_CHANGE = "No significant change"
NOT_CALCULATED = "Cannot be calculated"


@dataclass(frozen=True, slots=True)
class RecentTrend:
    """A verdict a series, with the χ² and the slope a year that it rests on (on the logit scale for counts)."""

    trend: npt.NDArray[np.object_]
    chi_squared: FloatArray
    slope: FloatArray


def recent(
    values: npt.ArrayLike,
    lower: npt.ArrayLike,
    upper: npt.ArrayLike,
    *,
    numerator: npt.ArrayLike | None = None,
    denominator: npt.ArrayLike | None = None,
) -> RecentTrend:
    """The trend over the last five points of each series; the last axis is time, a year a place, oldest first.

    Periods must be a year apart and not overlap. With counts the χ² for trend in proportions is used, otherwise
    weighted least squares, each point's weight from its 95 % interval. Significant above 99.8 %; and a trend that turns
    when one point is left out is no trend. Missing points, fewer than five, or intervals of no width cannot be
    calculated; proportions without intervals are, as there, not said to change. None, or all of everyone, every year
    is no change.
    Sources: PHEindicatormethods (assign_trend_markers); FingertipsNext, TrendMarkerCalculator.
    """
    y, low, high = (_last_five(part) for part in (values, lower, upper))
    if numerator is not None and denominator is not None:
        fit = _by_counts(_last_five(numerator), _last_five(denominator))
        widths = high - low
    else:
        fit = _by_intervals(y, low, high)
        widths = np.zeros_like(y)
    there = ~np.isnan(y).any(axis=-1) & ~np.isnan(fit.chi_squared)
    settled = (fit.chi_squared > SIGNIFICANT) & fit.steady & ~np.isnan(widths).any(axis=-1)
    verdict = np.full(there.shape, NOT_CALCULATED, dtype=object)
    verdict[there] = NO_CHANGE
    verdict[there & settled & (fit.slope > 0)] = INCREASING
    verdict[there & settled & (fit.slope < 0)] = DECREASING
    return RecentTrend(verdict, fit.chi_squared, fit.slope)


@dataclass(frozen=True, slots=True)
class _Fit:
    chi_squared: FloatArray
    slope: FloatArray
    steady: npt.NDArray[np.bool_]


def _last_five(values: npt.ArrayLike) -> FloatArray:
    """The last five points of each series; missing before its first."""
    given = np.asarray(values, dtype=np.float64)
    short = max(POINTS - given.shape[-1], 0)
    padding = [(0, 0)] * (given.ndim - 1) + [(short, 0)]
    return np.pad(given, padding, constant_values=np.nan)[..., -POINTS:]


def _by_intervals(y: FloatArray, lower: FloatArray, upper: FloatArray) -> _Fit:
    error = (upper - lower) / (2 * z_value(0.95))
    weight = np.divide(1.0, error**2, out=np.full_like(error, np.nan), where=error > 0)
    slope, spread = _slope(y, weight)
    return _Fit(slope**2 * spread, slope, _steady(y, weight, slope))


def _by_counts(x: FloatArray, n: FloatArray) -> _Fit:
    good = np.all((x >= 0) & (x <= n) & (n > 0), axis=-1, keepdims=True)
    x, n = (np.where(good, part, np.nan) for part in (x, n))
    year = np.arange(float(POINTS))
    cases, people = x.sum(axis=-1), n.sum(axis=-1)
    centred = year - ((n * year).sum(axis=-1) / people)[..., None]
    share = cases / people
    spread = share * (1 - share) * (n * centred**2).sum(axis=-1)
    moved = (x * centred).sum(axis=-1) ** 2
    chi = np.divide(moved, spread, out=np.zeros_like(spread), where=spread != 0)
    edge = np.max((x == 0) | (x == n), axis=-1, keepdims=True)
    # half a case each way keeps the logit of none and of all finite
    logit = np.log((x + 0.5 * edge) / (n - x + 0.5 * edge))
    even = np.ones_like(logit)
    slope = _slope(logit, even)[0]
    return _Fit(chi, slope, _steady(logit, even, slope))


def _slope(y: FloatArray, weight: FloatArray) -> tuple[FloatArray, FloatArray]:
    """The weighted least squares slope a year, and the weighted spread of the years."""
    year = np.arange(float(POINTS))
    total = weight.sum(axis=-1, keepdims=True)
    centred = year - (weight * year).sum(axis=-1, keepdims=True) / total
    spread = np.asarray((weight * centred**2).sum(axis=-1))
    return np.asarray((weight * centred * y).sum(axis=-1)) / spread, spread


def _steady(y: FloatArray, weight: FloatArray, slope: FloatArray) -> npt.NDArray[np.bool_]:
    """Whether the slope keeps its sign whichever point is left out."""
    steady = np.ones(slope.shape, dtype=np.bool_)
    for place in range(POINTS):
        left = weight.copy()
        left[..., place] = 0
        steady &= (_slope(y, left)[0] < 0) == (slope < 0)
    return steady
