"""P and U charts, for shares and rates whose denominators vary, and the rules of a run chart.

The prime forms (Laney) widen the limits by how much points vary beyond what their counts explain, and suit the large
denominators that make plain limits too narrow. Source: qicharts2 0.8.1; Anhøj and Olesen, PLoS One 2014; 9: e113825.
"""

from dataclasses import dataclass
from math import comb, log2

import numpy as np
import numpy.typing as npt

from cypworkbench.analysis.intervals import FloatArray
from cypworkbench.analysis.runrules import BoolArray
from cypworkbench.analysis.spc import SCREEN

SIGMAS_FROM_RANGE = 1.128
CROSSINGS_CHANCE = 0.05


@dataclass(frozen=True, slots=True)
class Runs:
    """The run rules for one series: the longest run on one side of the line, and how often the line is crossed.

    A signal is a run longer than `longest_most`, or fewer crossings than `crossings_fewest`; points on the line do not
    count, and `useful` is the number that do.
    """

    useful: int
    longest: int
    longest_most: float
    crossings: int
    crossings_fewest: float
    signal: bool


@dataclass(frozen=True, slots=True)
class CountChart:
    """A chart of shares or rates: the values, the line, and limits at three and two standard deviations a point."""

    value: FloatArray
    centre: float
    lower: FloatArray
    upper: FloatArray
    lower_95: FloatArray
    upper_95: FloatArray
    outside: BoolArray
    runs: Runs


def p_chart(
    numerator: npt.ArrayLike, denominator: npt.ArrayLike, *, prime: bool = False, per: float = 1.0
) -> CountChart:
    """The chart of shares in time order, times `per`; `prime` is Laney's P′. Limits stay between 0 and `per`.

    A point with a bad count is missing, and counts towards nothing.
    """
    x, n = _good(numerator, denominator)
    x = np.where(x <= n, x, np.nan)
    centre = _ratio(x, n)
    spread = np.sqrt(max(centre * (1 - centre), 0.0) / n) if np.isfinite(centre) else n * np.nan
    return _chart(x / n, centre, spread, prime=prime, limits=(1.0, per))


def u_chart(
    count: npt.ArrayLike, exposure: npt.ArrayLike, *, prime: bool = False, per: float = 1.0
) -> CountChart:
    """The chart of rates in time order, times `per`; `prime` is Laney's U′. The lower limit stays at 0 or above."""
    x, n = _good(count, exposure)
    centre = _ratio(x, n)
    return _chart(x / n, centre, np.sqrt(centre / n), prime=prime, limits=(np.inf, per))


def runs(values: npt.ArrayLike, centre: float) -> Runs:
    """The run rules (Anhøj) of one series against its line; missing values and those on the line do not count."""
    y = np.asarray(values, dtype=np.float64)
    side = np.sign(y[~np.isnan(y)] - centre)
    side = side[side != 0]
    useful = len(side)
    turns = np.flatnonzero(np.diff(side) != 0)
    ends = np.concatenate([[-1], turns, [useful - 1]])
    longest = int(np.diff(ends).max()) if useful else 0
    most = float(round(log2(useful) + 3)) if useful else float("nan")
    fewest = _fewest_crossings(useful - 1) if useful else float("nan")
    signal = bool(useful) and (longest > most or len(turns) < fewest)
    return Runs(useful, longest, most, len(turns), fewest, signal)


def _good(numerator: npt.ArrayLike, denominator: npt.ArrayLike) -> tuple[FloatArray, FloatArray]:
    x, n = (np.asarray(part, dtype=np.float64) for part in (numerator, denominator))
    good = (x >= 0) & (n > 0)
    return np.where(good, x, np.nan), np.where(good, n, np.nan)


def _ratio(x: FloatArray, n: FloatArray) -> float:
    there = ~np.isnan(x)
    return float(x[there].sum() / n[there].sum()) if there.any() else float("nan")


def _chart(
    value: FloatArray,
    centre: float,
    spread: FloatArray,
    *,
    prime: bool,
    limits: tuple[float, float],
) -> CountChart:
    most, per = limits
    if prime:
        spread = spread * _beyond_chance((value - centre) / np.where(spread > 0, spread, np.nan))
    lower, upper = np.maximum(centre - 3 * spread, 0), np.minimum(centre + 3 * spread, most)
    lower_95, upper_95 = np.maximum(centre - 2 * spread, 0), np.minimum(centre + 2 * spread, most)
    return CountChart(
        value=value * per,
        centre=centre * per,
        lower=lower * per,
        upper=upper * per,
        lower_95=lower_95 * per,
        upper_95=upper_95 * per,
        outside=np.asarray((value > upper) | (value < lower)),
        runs=runs(value, centre),
    )


def _beyond_chance(z: FloatArray) -> float:
    """How much more neighbouring points differ than their counts explain: 1 where chance is all; freaks left out."""
    moved = np.abs(np.diff(z))
    moved = moved[~np.isnan(moved)]
    if not len(moved):
        return float("nan")
    kept = moved[moved < SCREEN * moved.mean()]
    return float((kept if len(kept) else moved).mean() / SIGMAS_FROM_RANGE)


def _fewest_crossings(chances: int) -> float:
    """The fewest crossings that are not too few: the 5 % point of as many coin tosses."""
    below, total = 0, 2**chances
    for crossings in range(chances + 1):
        below += comb(chances, crossings)
        if below >= CROSSINGS_CHANCE * total:
            return float(crossings)
    return float(chances)
