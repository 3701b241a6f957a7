"""Means with their intervals, and areas in groups of equal number (quintiles, deciles)."""

import numpy as np
import numpy.typing as npt

from cypworkbench.analysis.intervals import FloatArray, Interval, z_value


def mean(values: npt.ArrayLike, *, confidence: float = 0.95) -> Interval:
    """The mean of the last axis with Student's t interval; missing values are left out.

    The limits are NaN below two values. Raises Refusal for a confidence outside [0.9, 1).
    """
    from scipy.special import stdtrit  # 0.2 s, and few callers ask for means

    z_value(confidence)
    y = np.asarray(values, dtype=np.float64)
    there = ~np.isnan(y)
    count = there.sum(axis=-1)
    found = np.sum(y, axis=-1, where=there) / np.where(count > 0, count, np.nan)
    apart = np.where(there, y - np.asarray(found)[..., None], 0.0)
    free = np.where(count > 1, count - 1.0, np.nan)
    error = np.sqrt((apart**2).sum(axis=-1) / free / np.maximum(count, 1))
    reach = np.asarray(stdtrit(free, 0.5 + confidence / 2)) * error
    return Interval(np.asarray(found), np.asarray(found - reach), np.asarray(found + reach))


def quantile_groups(values: npt.ArrayLike, groups: int, *, invert: bool = True) -> FloatArray:
    """The group of each value, from 1 to `groups`; inverted, group 1 holds the highest values.

    Equal values share the lower group; NaN where a value is missing, and everywhere when there are fewer values than
    groups. Source: PHEindicatormethods 2.1.0, phe_quantile.
    """
    y = np.asarray(values, dtype=np.float64)
    there = ~np.isnan(y)
    count = int(there.sum())
    found = np.full(y.shape, np.nan)
    if count < groups:
        return found
    ordered = np.sort(-y[there] if invert else y[there])
    rank = np.searchsorted(ordered, -y[there] if invert else y[there], side="left") + 1
    found[there] = np.maximum(groups + 1 - np.ceil((count + 1 - rank) / (count / groups)), 1)
    return found
