"""Where a series is heading: a plain forecast with honest intervals, tested on the series' own past.

Yearly series go on from their last point with part of the slope of the line through the latest; quarterly and monthly
ones with a trend that fades, and their season. Each is first made as it would have been at every earlier point, and
only what clearly beat "the same as last time" there (as the same time last year, where there is a season) is worth
printing.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cypworkbench.analysis.intervals import FloatArray

LINE_THROUGH = 8
SLOPE_KEPT = 0.6
CLEARLY = 0.9
"""How far below that of "same as last time" the method's error must lie: closer than this, the lead does not last."""
FEWEST_TESTS = 4
LEVEL = 0.8
SHARED = 0.6
"""How much of an error several steps on is shared with its neighbour's, so that both count as little more than one."""
FADING = 0.85
SMOOTHING = (0.5, 0.2, 0.3)
"""How much of each new point goes into the level, the trend and the season."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """The next points with 80 % limits, and how the same method did on the series' own past.

    `error` and `plain_error` are the mean absolute errors of the method and of "same as last time", over `tests` past
    forecasts `ahead` steps on; `worth_printing` says whether the method was the better.
    """

    value: FloatArray
    lower: FloatArray
    upper: FloatArray
    error: float
    plain_error: float
    tests: int

    @property
    def worth_printing(self) -> bool:
        """Whether it clearly beat "same as last time", in enough tests to be shown at all."""
        return self.tests >= FEWEST_TESTS and self.error < CLEARLY * self.plain_error


def forecast(values: npt.ArrayLike, ahead: int = 1, *, season: int = 1) -> Forecast | None:
    """The next `ahead` points of one unbroken series in time order; None where it is too short or has a gap.

    `season` is the number of periods in a year: 1, 4 or 12. The limits come from the past errors at each distance, so
    they are as wide as the method, or "same as last time", has been wrong.
    """
    y = np.asarray(values, dtype=np.float64)
    first = _first_origin(season)
    if len(y) < first + FEWEST_TESTS or np.isnan(y).any():
        return None
    value = project(y, ahead, season)
    errors, plain = _past_errors(y, ahead, season)
    reach = np.array([_reach(errors[:, step], plain[:, step], step) for step in range(ahead)])
    # a forecast further on is never surer than a nearer one
    reach = np.maximum.accumulate(reach)
    tested = ~np.isnan(errors[:, -1])
    return Forecast(
        value,
        value - reach,
        value + reach,
        float(np.abs(errors[tested, -1]).mean()) if tested.any() else float("nan"),
        float(np.abs(plain[tested, -1]).mean()) if tested.any() else float("nan"),
        int(tested.sum()),
    )


def project(values: FloatArray, ahead: int, season: int) -> FloatArray:
    """The method's next points alone, without limits."""
    if season == 1:
        return _line(values, ahead)
    return _fading(values, ahead, season)


def _line(values: FloatArray, ahead: int) -> FloatArray:
    """The last point, and from it part of the slope of the line through the latest points."""
    recent = values[-LINE_THROUGH:]
    place = np.arange(float(len(recent)))
    place -= place.mean()
    slope = float((place * recent).sum() / (place**2).sum())
    return np.asarray(values[-1] + SLOPE_KEPT * slope * np.arange(1.0, ahead + 1))


def _fading(values: FloatArray, ahead: int, season: int) -> FloatArray:
    """Exponential smoothing with a trend that fades and an additive season (Gardner and McKenzie, 1985)."""
    new, turn, pattern = SMOOTHING
    start = values[:season].mean()
    shape = list(values[:season] - start)
    level, trend = float(start), 0.0
    for place in range(season, len(values)):
        of_season = shape[place % season]
        before, carried = level, FADING * trend
        level = new * (values[place] - of_season) + (1 - new) * (before + carried)
        trend = turn * (level - before) + (1 - turn) * carried
        shape[place % season] = pattern * (values[place] - level) + (1 - pattern) * of_season
    steps = np.arange(1, ahead + 1)
    carried_on = trend * np.cumsum(FADING**steps)
    later = [shape[(len(values) + step) % season] for step in range(ahead)]
    return np.asarray(level + carried_on + np.array(later))


def _first_origin(season: int) -> int:
    """The fewest points to forecast from."""
    return max(LINE_THROUGH, 2 * season)


def _past_errors(values: FloatArray, ahead: int, season: int) -> tuple[FloatArray, FloatArray]:
    """What was missed from every earlier origin (a row) at each distance, by the method and by "same as last time"."""
    origins = range(_first_origin(season), len(values))
    errors = np.full((len(origins), ahead), np.nan)
    plain = np.full((len(origins), ahead), np.nan)
    for row, origin in enumerate(origins):
        truth = values[origin : origin + ahead]
        known = values[:origin]
        errors[row, : len(truth)] = truth - project(known, ahead, season)[: len(truth)]
        same = np.resize(known[-season:], ahead)
        plain[row, : len(truth)] = truth - same[: len(truth)]
    return errors, plain


def _reach(errors: FloatArray, plain: FloatArray, step: int) -> float:
    """How far the 80 % limits lie from the forecast, by past errors; wider where there are few of them.

    Never surer than "same as last time" was: the method is printed where its past errors were the smaller, and some of
    that lead is luck.
    """
    from scipy.special import stdtrit  # 0.2 s, and only forecasts need it

    there = ~np.isnan(errors)
    count = int(there.sum())
    if count < 2:  # noqa: PLR2004  one error says nothing of their spread
        return float("nan")
    free = max(count / (1 + SHARED * step) - 1, 1.0)
    spread = max(np.sqrt((some[there] ** 2).mean()) for some in (errors, plain))
    return float(stdtrit(free, 0.5 + LEVEL / 2) * spread)
