"""What takes a chart's place where limits on the figures themselves would mislead.

Rolling figures are charted from their changes, seasonal ones with their season taken off, and those that lean on each
other, or may, about their median without limits: each gives under 3 in 100 false flags at the latest point by chance.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from cypworkbench.analysis.controlcharts import Runs, runs
from cypworkbench.analysis.intervals import FloatArray
from cypworkbench.analysis.spc import FEWEST_FOR_LIMITS, ControlChart, xmr
from cypworkbench.analysis.suitability import (
    DOUBTFUL,
    FEW,
    FITS,
    LEANING,
    OVERLAPPING,
    SEASONAL,
    leaning,
    suitability,
    without_season,
)
from cypworkbench.domain.period import PeriodKind


class Shown(StrEnum):
    """What is charted."""

    FIGURES = "figures"
    CHANGES = "changes"
    SEASON_OFF = "season off"
    ABOUT_MEDIAN = "about the median"
    UNSURE = "about the median, unsure"
    LINE = "line"


SENTENCES: Mapping[Shown, str] = MappingProxyType(
    {
        Shown.FIGURES: "",
        Shown.CHANGES: "Each figure covers part of the time of the one before, so the change from each to the next is "
        "charted, which is what the new months brought less what the old ones took away.",
        Shown.SEASON_OFF: "The figures follow the season, so each has its season’s usual difference taken off "
        "before it is charted.",
        Shown.ABOUT_MEDIAN: "Each figure follows closely from the one before, so it is shown about its median and "
        "without limits; a long run on one side is usual for such figures, and no sign.",
        Shown.UNSURE: "A sign of change here could come of each figure following the one before, so it is shown about "
        "its median and without limits. If something is known to have changed, start new limits there.",
        Shown.LINE: "Fewer than 13 figures since the series began or broke, so it has a line and no limits.",
    }
)
_PLACES = {
    FITS: Shown.FIGURES,
    OVERLAPPING: Shown.CHANGES,
    SEASONAL: Shown.SEASON_OFF,
    LEANING: Shown.ABOUT_MEDIAN,
    DOUBTFUL: Shown.UNSURE,
    FEW: Shown.LINE,
}


@dataclass(frozen=True, slots=True)
class Instead:
    """What is charted of one series: its values in time order (NaN where there is none), and their chart if it has one.

    `centre` is the median where there are no limits; `runs` are the run rules about it, for a series that may be judged
    by them.
    """

    shown: Shown
    values: FloatArray
    chart: ControlChart | None
    centre: float
    runs: Runs | None


def best_chart(
    values: npt.ArrayLike,
    kind: PeriodKind,
    *,
    direction: str = "neutral",
    target: float = float("nan"),
    rebase: Sequence[int] = (),
) -> Instead:
    """The chart that may be used of a series of that kind of period, or what takes its place.

    A target is judged only where the figures themselves are charted. `rebase` holds the places where limits start anew;
    changes and seasons are found within the current stretch alone.
    """
    y = np.asarray(values, dtype=np.float64)
    start = max(rebase, default=0)
    current = y[start:]
    shown = _PLACES[str(suitability(current[None, :], kind)[0])]
    if shown is Shown.FIGURES:
        chart = xmr(y, direction=direction, target=target, rebase=tuple(rebase))
        return Instead(shown, y, chart, float(chart.mean[-1]), None)
    if shown in (Shown.CHANGES, Shown.SEASON_OFF):
        bare = (
            _changes(current)[1:]
            if shown is Shown.CHANGES
            else without_season(current[None, :], kind)[0]
        )
        shown = _bare(bare, shown)
        if shown in (Shown.CHANGES, Shown.SEASON_OFF):
            chart = xmr(bare, direction=direction)
            return Instead(shown, bare, chart, float(chart.mean[-1]), None)
    centre = float(np.nanmedian(current)) if (~np.isnan(current)).any() else float("nan")
    judged = runs(current, centre) if shown is Shown.LINE else None
    return Instead(shown, y, None, centre, judged)


def _bare(bare: FloatArray, shown: Shown) -> Shown:
    """What is shown of changes, or of figures without their season: a chart only where these too may be charted."""
    if np.sum(~np.isnan(bare)) < FEWEST_FOR_LIMITS:
        return Shown.LINE
    lean = str(leaning(bare[None, :])[0])
    return _PLACES[lean] if lean else shown


def _changes(values: FloatArray) -> FloatArray:
    """The change to each value from the one before; none at the first, or where either is missing."""
    return np.concatenate([[np.nan], np.diff(values)])
