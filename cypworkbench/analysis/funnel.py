"""Funnels: how far areas of each size may lie from the average of all before it is more than chance."""

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from cypworkbench.analysis.intervals import FloatArray, poisson_limits
from cypworkbench.analysis.runrules import BoolArray

INNER = 0.975
OUTER = 0.999
HIGH, HIGHER, LOW, LOWER, INSIDE = (
    "High (0.025)",
    "High (0.001)",
    "Low (0.025)",
    "Low (0.001)",
    "Not significant",
)
WINSORISED = 0.1


@dataclass(frozen=True, slots=True)
class FunnelLimits:
    """The average of all areas, and the 95 % and 99.8 % limits at each size asked for."""

    baseline: float
    lower_2s: FloatArray
    upper_2s: FloatArray
    lower_3s: FloatArray
    upper_3s: FloatArray


def proportion_limits(
    numerator: npt.ArrayLike, denominator: npt.ArrayLike, at: npt.ArrayLike
) -> FunnelLimits:
    """Limits for shares at the denominators `at`, by Wilson's interval turned round; between 0 and 1.

    The average is all numerators over all denominators, areas with bad counts left out. Source: PHEindicatormethods.
    """
    average = _average(numerator, denominator)
    size = np.asarray(at, dtype=np.float64)
    spread = np.sqrt(average * (1 - average) / np.where(size > 0, size, np.nan))
    inner, outer = (_z(chance) * spread for chance in (INNER, OUTER))
    return FunnelLimits(
        average,
        np.maximum(average - inner, 0),
        np.minimum(average + inner, 1),
        np.maximum(average - outer, 0),
        np.minimum(average + outer, 1),
    )


def rate_limits(
    count: npt.ArrayLike, denominator: npt.ArrayLike, at: npt.ArrayLike, per: float = 1.0
) -> FunnelLimits:
    """Limits for rates at the numbers of events `at`, by the exact Poisson limits of that many events.

    `per` multiplies the average and the limits. For ratios of observed to expected, give the expected as denominator.
    Source: PHEindicatormethods.
    """
    from scipy.special import gammainccinv, gammaincinv  # 0.2 s, and funnels are drawn on request

    average = _average(count, denominator)
    events = np.asarray(at, dtype=np.float64)
    good = np.where(events > 0, events, np.nan)
    sides = []
    for chance in (INNER, OUTER):
        most = gammainccinv(good + 1, 1 - chance)
        least = gammaincinv(good, 1 - chance)
        sides += [np.asarray(good / expected * average * per) for expected in (most, least)]
    return FunnelLimits(average * per, *sides)


def proportion_significance(
    numerator: npt.ArrayLike, denominator: npt.ArrayLike
) -> npt.NDArray[np.object_]:
    """Which side of its funnel each area's share lies on, and beyond which limit; "" where its counts are bad.

    The labels are those of PHEindicatormethods: "High (0.025)" lies beyond the 95 % limit, "(0.001)" beyond the 99.8 %.
    """
    x, n, good = _counts(numerator, denominator)
    good &= x <= n
    at = proportion_limits(x, n, n)
    share = np.where(good, x, np.nan) / np.where(good, n, np.nan)
    return _sides(
        (share < at.lower_2s, share < at.lower_3s), (share > at.upper_2s, share > at.upper_3s), good
    )


def rate_significance(
    count: npt.ArrayLike, denominator: npt.ArrayLike, average: float | None = None
) -> npt.NDArray[np.object_]:
    """The same for rates, by whether the limits of each area's own count hold what the average would give it.

    `average` is that of all areas when None; for ratios give what was expected as denominator, and an average of 1.
    """
    x, n, good = _counts(count, denominator)
    expected = np.where(good, n, np.nan) * (_average(x, n) if average is None else average)
    inner, outer = (
        poisson_limits(np.where(good, x, np.nan), 2 * chance - 1) for chance in (INNER, OUTER)
    )
    below, above = ((inner[side], outer[side]) for side in (1, 0))
    return _sides(
        (below[0] < expected, below[1] < expected), (above[0] > expected, above[1] > expected), good
    )


def _sides(
    low: tuple[BoolArray, BoolArray], high: tuple[BoolArray, BoolArray], good: BoolArray
) -> npt.NDArray[np.object_]:
    found = np.full(good.shape, INSIDE, dtype=object)
    for where, label in ((low[0], LOW), (low[1], LOWER), (high[0], HIGH), (high[1], HIGHER)):
        found[where] = label
    found[~good] = ""
    return found


def overdispersion(numerator: npt.ArrayLike, denominator: npt.ArrayLike) -> float:
    """How much more areas vary than chance would have it: 1 is chance alone, NaN below three areas.

    The mean square of the areas' z scores, a tenth at each end drawn in. Well above 1 (say 2) most areas leave the
    funnel, which then says little of any one of them. Source: Spiegelhalter, Stat Med 2005; 24: 1185–1202.
    """
    x, n, good = _counts(numerator, denominator)
    average = _average(numerator, denominator)
    few = 3
    if good.sum() < few or not 0 < average < 1:
        return float("nan")
    # the angle whose sine squared is the share has the same spread for every share
    z = 2 * np.sqrt(n[good]) * (np.arcsin(np.sqrt(x[good] / n[good])) - np.arcsin(np.sqrt(average)))
    low, high = np.quantile(z, [WINSORISED, 1 - WINSORISED])
    return float(np.mean(np.clip(z, low, high) ** 2))


def _average(numerator: npt.ArrayLike, denominator: npt.ArrayLike) -> float:
    x, n, good = _counts(numerator, denominator)
    return float(x[good].sum() / n[good].sum()) if good.any() else float("nan")


def _counts(
    numerator: npt.ArrayLike, denominator: npt.ArrayLike
) -> tuple[FloatArray, FloatArray, BoolArray]:
    x, n = (np.asarray(part, dtype=np.float64) for part in (numerator, denominator))
    return x, n, np.asarray((x >= 0) & (n > 0))


def _z(chance: float) -> float:
    return NormalDist().inv_cdf(chance)
