"""Confidence intervals for proportions, rates and directly standardised rates.

The methods are those of England's public health profiles (PHEindicatormethods 2.1.0): Wilson's score interval,
Poisson's exact interval below ten events and Byar's approximation from ten, Dobson's for standardised rates.
"""

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from cypworkbench.domain.refusal import Refusal

FloatArray = npt.NDArray[np.float64]

SMALLEST_FOR_BYAR = 10
LOWEST_CONFIDENCE = 0.9


@dataclass(frozen=True, slots=True)
class Interval:
    """An estimate with its confidence limits; three arrays of one shape, NaN where an argument was bad."""

    value: FloatArray
    lower: FloatArray
    upper: FloatArray


def proportion(
    numerator: npt.ArrayLike, denominator: npt.ArrayLike, *, confidence: float = 0.95
) -> Interval:
    """Wilson's interval for numerator ÷ denominator, without continuity correction; shares from 0 to 1.

    The arguments broadcast against each other. NaN for a negative or missing count, a denominator that is not above
    zero, and a numerator above its denominator. Raises Refusal for a confidence outside [0.9, 1).
    Source: Wilson, J Am Stat Assoc 1927; 22: 209–212.
    """
    z = z_value(confidence)
    x, n = _pair(numerator, denominator)
    good = (x >= 0) & (n > 0) & (x <= n) & np.isfinite(n)
    x, n = np.where(good, x, np.nan), np.where(good, n, np.nan)
    share = x / n
    spread = z * np.sqrt(z * z + 4 * x * (1 - share))
    middle, scale = 2 * x + z * z, 2 * (n + z * z)
    return Interval(share, (middle - spread) / scale, (middle + spread) / scale)


def rate(
    count: npt.ArrayLike,
    denominator: npt.ArrayLike,
    *,
    per: float = 1.0,
    confidence: float = 0.95,
) -> Interval:
    """Interval for `per` × count ÷ denominator: exact below ten events, Byar's approximation from ten.

    The arguments broadcast. A count may exceed its denominator. NaN for a negative or missing count and for a
    denominator that is not above zero. Raises Refusal for a confidence outside [0.9, 1).
    Source: Breslow and Day, Statistical Methods in Cancer Research II, 1987, page 69.
    """
    x, n = _pair(count, denominator)
    good = (x >= 0) & (n > 0) & np.isfinite(x) & np.isfinite(n)
    x, n = np.where(good, x, np.nan), np.where(good, n, np.nan)
    lower, upper = poisson_limits(x, confidence)
    return Interval(x / n * per, lower / n * per, upper / n * per)


def standardised_rate(
    count: npt.ArrayLike,
    population: npt.ArrayLike,
    standard: npt.ArrayLike,
    *,
    per: float = 100_000.0,
    confidence: float = 0.95,
) -> Interval:
    """Directly standardised rate with Dobson's interval; the last axis holds the age bands and is summed away.

    NaN where any band is bad, and below ten events in all, which are too few to standardise. Raises Refusal for a
    confidence outside [0.9, 1). Source: Dobson and others, Stat Med 1991; 10: 457–462.
    """
    x, n = _pair(count, population)
    x, weight = np.broadcast_arrays(x, np.asarray(standard, dtype=np.float64))
    good = (x >= 0) & (n > 0) & (weight >= 0) & np.isfinite(x) & np.isfinite(n)
    total = x.sum(axis=-1)
    share = weight.sum(axis=-1)
    usable = good.all(axis=-1) & (total >= SMALLEST_FOR_BYAR) & (share > 0)
    total, share = np.where(usable, total, np.nan), np.where(usable, share, np.nan)
    safe = np.where(good, n, 1.0)
    value = (weight * x / safe).sum(axis=-1) / share
    variance = (x * (weight / safe) ** 2).sum(axis=-1) / share**2
    below, above = poisson_limits(total, confidence)
    scale = np.sqrt(variance / total)
    lower, upper = value + scale * (below - total), value + scale * (above - total)
    return Interval(value * per, lower * per, upper * per)


def difference(one: Interval, other: Interval) -> Interval:
    """The difference of two independent estimates with its own interval, from theirs; NaN where either is.

    Never the overlap of the two: intervals that overlap may still differ. Source: Newcombe, Stat Med 1998; 17: 873–890
    (method 10), and for rates Zou and Donner, Stat Med 2008; 27: 1693–1702.
    """
    value = one.value - other.value
    below = np.hypot(one.value - one.lower, other.upper - other.value)
    above = np.hypot(one.upper - one.value, other.value - other.lower)
    return Interval(value, value - below, value + above)


def poisson_limits(count: FloatArray, confidence: float) -> tuple[FloatArray, FloatArray]:
    """Lower and upper limits of a count: exact below ten, Byar's from ten; NaN where the count is NaN."""
    z = z_value(confidence)
    lower, upper = np.full_like(count, np.nan), np.full_like(count, np.nan)
    many = count >= SMALLEST_FOR_BYAR
    x = count[many]
    lower[many] = x * (1 - 1 / (9 * x) - z / (3 * np.sqrt(x))) ** 3
    y = x + 1
    upper[many] = y * (1 - 1 / (9 * y) + z / (3 * np.sqrt(y))) ** 3
    few = count < SMALLEST_FOR_BYAR
    # small counts repeat: each distinct one is inverted once
    distinct, place = np.unique(count[few], return_inverse=True)
    lower[few], upper[few] = (limit[place] for limit in exact_poisson_limits(distinct, confidence))
    return lower, upper


def exact_poisson_limits(count: FloatArray, confidence: float) -> tuple[FloatArray, FloatArray]:
    """Exact limits of a Poisson count, half of chi-squared quantiles; the lower limit of none is zero."""
    from scipy.special import gammainccinv, gammaincinv  # 0.2 s, and few series are this small

    tail = (1 - _checked(confidence)) / 2
    lower = np.where(count > 0, gammaincinv(np.maximum(count, 1e-300), tail), 0.0)
    upper = gammainccinv(count + 1, tail)
    return np.asarray(lower, dtype=np.float64), np.asarray(upper, dtype=np.float64)


def z_value(confidence: float) -> float:
    """The two-sided normal quantile: 1.96 for 0.95. Raises Refusal outside [0.9, 1)."""
    return NormalDist().inv_cdf(0.5 + _checked(confidence) / 2)


def _checked(confidence: float) -> float:
    if LOWEST_CONFIDENCE <= confidence < 1:
        return confidence
    raise Refusal(
        f"A confidence of {confidence} is outside the range of 0.9 to 1.",
        "Give it as a share, such as 0.95.",
    )


def _pair(one: npt.ArrayLike, other: npt.ArrayLike) -> tuple[FloatArray, FloatArray]:
    first, second = np.broadcast_arrays(
        np.asarray(one, dtype=np.float64), np.asarray(other, dtype=np.float64)
    )
    return first, second
