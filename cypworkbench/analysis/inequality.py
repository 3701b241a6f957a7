"""The slope and relative index of inequality: how far apart the ends of a scale of deprivation are."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypedDict, Unpack

import numpy as np
import numpy.typing as npt

from cypworkbench.analysis.intervals import FloatArray, z_value
from cypworkbench.domain.refusal import Refusal

FEWEST_GROUPS = 5
REPETITIONS = 100_000
BATCH = 10_000
DEFAULT_SEED = 20_260_401


@dataclass(frozen=True, slots=True)
class SlopeIndex:
    """The difference (sii) and ratio (rii) between the ends of the fitted line, with simulated 95 % limits.

    `intercept` is the line's start, where deprivation is greatest if the groups were given so; `seed` started the
    simulation, and belongs beside the limits wherever they are printed.
    """

    sii: float
    rii: float
    sii_lower: float
    sii_upper: float
    rii_lower: float
    rii_upper: float
    intercept: float
    seed: int


class Fit(TypedDict, total=False):
    """How the line is fitted: see slope_index."""

    kind: str
    transform: bool
    seed: int


def slope_index(
    value: npt.ArrayLike,
    lower: npt.ArrayLike,
    upper: npt.ArrayLike,
    population: npt.ArrayLike,
    **fit: Unpack[Fit],
) -> SlopeIndex:
    """The indices over five or more groups in order of deprivation, from each group's value and 95 % limits.

    `kind` is "value" (when absent), "rate" or "proportion" (a share): it says on which scale a value errs evenly, its
    own, the logarithm's or the logit's. With `transform` the line is fitted on that scale too, and its ends taken back;
    then only its slope is simulated, and its middle stays where it was found, so that both indices' limits follow from
    one pair of slopes. `seed` starts the simulation. NaN throughout when a group's figures are missing or have no place
    on the scale. Raises Refusal below five groups, and for a kind it does not know.
    Source: PHEindicatormethods 2.1.0, phe_sii.
    """
    seed = fit.get("seed", DEFAULT_SEED)
    scale = _scale(fit.get("kind", "value"))
    y, low, high, people = (
        np.asarray(part, dtype=np.float64) for part in (value, lower, upper, population)
    )
    if len(y) < FEWEST_GROUPS:
        raise Refusal(
            f"An index of inequality needs five groups, and there are {len(y)}.",
            "Use quintiles or deciles.",
        )
    share = people / people.sum()
    groups = _Groups(share, np.cumsum(share) - share / 2)
    with np.errstate(divide="ignore", invalid="ignore"):  # a share of 0 or 1 has no logit: NaN
        centre, low, high = (scale.forward(part) for part in (y, low, high))
    error = (high - low) / 2 / z_value(0.95)
    if not np.isfinite(np.concatenate([centre, error, share])).all():
        missing = float("nan")
        return SlopeIndex(missing, missing, missing, missing, missing, missing, missing, seed)
    fitted = scale if fit.get("transform", False) else _EVEN
    slope = groups.slope(fitted.forward(y))
    level = float((share * fitted.forward(y)).sum())
    slopes, levels = _simulated(groups, (centre, error), (scale, fitted), seed)
    if fitted is not _EVEN:
        levels = np.full_like(levels, level)
    start, end = groups.ends(level, slope, fitted)
    least, most = groups.ends(levels, slopes, fitted)
    sii, rii = (np.quantile(some, [0.025, 0.975]).tolist() for some in (most - least, most / least))
    return SlopeIndex(
        float(end - start), float(end / start), sii[0], sii[1], rii[0], rii[1], float(start), seed
    )


def _simulated(
    groups: "_Groups",
    drawn_from: tuple[FloatArray, FloatArray],
    scales: tuple["_Scale", "_Scale"],
    seed: int,
) -> tuple[FloatArray, FloatArray]:
    """The slopes and levels of lines through figures drawn about each group's centre by its error.

    `scales` are the one that the figures err on, and the one that the line is fitted on.
    """
    slopes, levels = np.empty(REPETITIONS), np.empty(REPETITIONS)
    random = np.random.default_rng(seed)
    (centre, error), (scale, fitted) = drawn_from, scales
    for first in range(0, REPETITIONS, BATCH):
        drawn = fitted.forward(scale.back(random.normal(centre, error, (BATCH, len(centre)))))
        slopes[first : first + BATCH] = groups.slope(drawn)
        levels[first : first + BATCH] = (groups.share * drawn).sum(axis=-1)
    return slopes, levels


@dataclass(frozen=True, slots=True)
class _Scale:
    """A scale on which values err evenly: to it, and back."""

    forward: Callable[[FloatArray], FloatArray]
    back: Callable[[FloatArray], FloatArray]


_EVEN = _Scale(lambda y: y, lambda y: y)
_SCALES = {
    "value": _EVEN,
    "rate": _Scale(np.log, np.exp),
    "proportion": _Scale(lambda p: np.log(p / (1 - p)), lambda g: 1 / (1 + np.exp(-g))),
}


def _scale(kind: str) -> _Scale:
    if kind in _SCALES:
        return _SCALES[kind]
    raise Refusal(f"There is no kind of figure called {kind}.", f"Choose {', '.join(_SCALES)}.")


@dataclass(frozen=True, slots=True)
class _Groups:
    """The groups' shares of the population, and where each one's middle lies between 0 and 1."""

    share: FloatArray
    middle: FloatArray

    def slope(self, y: FloatArray) -> FloatArray:
        """The slope of the weighted least squares line through each row of y."""
        centred = self.middle - (self.share * self.middle).sum()
        return np.asarray((self.share * centred * y).sum(axis=-1) / (self.share * centred**2).sum())

    def ends(
        self, level: npt.ArrayLike, slope: npt.ArrayLike, scale: _Scale
    ) -> tuple[FloatArray, FloatArray]:
        """The two ends of lines of those weighted means and slopes, taken back from their scale."""
        start = np.asarray(level - np.asarray(slope) * (self.share * self.middle).sum())
        return scale.back(start), scale.back(np.asarray(start + slope))
