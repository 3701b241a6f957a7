"""Targets: which one is in force, what it asks for, and where a figure stands against it."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cypworkbench.analysis import goals
from cypworkbench.analysis.goals import Figures, covers
from cypworkbench.analysis.intervals import FloatArray
from cypworkbench.domain.area import ENGLAND, NORTH_WEST
from cypworkbench.domain.judgement import Series, Status, Target, TargetKind
from cypworkbench.domain.period import Period

EVERY_AREA = "*"
# "every area" of the partnership: what it is compared with has no target from it
OUTSIDE = (ENGLAND, NORTH_WEST)
# a figure on the very edge of its tolerance is within it, whatever the last binary digit says
SLACK = 1e-12
FARTHEST = 12
"""A target's way ahead is drawn for so many periods at most: the figures themselves must keep most of the chart."""
_KNOWN_AHEAD = frozenset({TargetKind.STRAIGHT, TargetKind.TRAJECTORY})


@dataclass(frozen=True, slots=True)
class Asked:
    """What a target asks for at one period: a value, for a band its upper end too, or why it asks for nothing."""

    target: Target | None = None
    value: float = np.nan
    upper: float = np.nan
    why: str = ""

    @property
    def tolerance(self) -> float:
        """The tolerance as a share of the target; none without one."""
        return float(self.target.tolerance) if self.target else 0.0


class Targets:
    """Every target of a table, with the series that some of them compare with."""

    def __init__(self, targets: Iterable[Target], series: Iterable[Series]) -> None:
        self._by_place: dict[tuple[str, str], list[Target]] = {}
        for target in targets:
            self._by_place.setdefault((target.measure, target.area), []).append(target)
        self._figures = Figures(series)

    def in_force(self, measure: str, area: str, period: Period) -> Target | None:
        """The target that covers the period's last day: the area's own before every area's, the newest first."""
        places = (area,) if area in OUTSIDE else (area, EVERY_AREA)
        for place in places:
            mine = [t for t in self._by_place.get((measure, place), ()) if covers(t, period)]
            mine = [t for t in mine if t.comparator != area and not (t.peers and area in OUTSIDE)]
            if mine:
                return max(mine, key=lambda t: t.start)
        return None

    def asked(self, series: Series, period: Period) -> Asked:
        """What is asked of a series at a period; NaN where the target has no value then."""
        target = self.in_force(series.measure.id, series.area, period)
        if target is None:
            return Asked()
        return Asked(target, *goals.asked(target, series, period, self._figures))

    def ahead(self, series: Series) -> tuple[tuple[Period, float], ...]:
        """What a trajectory will ask at the periods to come, until it ends; nothing where nobody can know yet."""
        if not series.points:
            return ()
        last = series.points[-1].period
        mine = self._by_place.get((series.measure.id, series.area), [])
        every = self._by_place.get((series.measure.id, EVERY_AREA), [])
        known = [t for t in mine or every if t.kind in _KNOWN_AHEAD]
        if not known:
            return ()
        until = max(t.end or t.start for t in known)
        coming = (last.shift(step) for step in range(1, FARTHEST + 1))
        asked = ((p, self.asked(series, p)) for p in coming if p.start <= until)
        return tuple((p, a.value) for p, a in asked if a.target in known and not np.isnan(a.value))


def statuses(
    value: FloatArray,
    asked: FloatArray,
    *,
    upper: FloatArray,
    tolerance: FloatArray,
    half: FloatArray,
    way: npt.NDArray[np.int64],
) -> npt.NDArray[np.object_]:
    """Where each figure stands against what is asked of it; arrays of one shape, statuses as text.

    `upper` is NaN but for a band; `tolerance` is a share of the target; `half` is half the last place that the figure
    was rounded to (0 for an unrounded one): where the target lies within it, the figure is too close to call. `way` is
    1 where higher is better, −1 where lower is, 0 where neither: then only a band can be met.
    """
    band = ~np.isnan(upper)
    floor, ceiling = band | (way > 0), band | (way < 0)
    top = np.where(band, upper, asked)
    short = np.where(floor, asked - value, -np.inf)
    over = np.where(ceiling, value - top, -np.inf)
    allowed = tolerance + SLACK
    off = (short > allowed * np.abs(asked)) | (over > allowed * np.abs(top))
    near = half * (1 - 1e-9)
    close = (floor & (np.abs(short) < near)) | (ceiling & (np.abs(over) < near))
    found = np.full(value.shape, Status.WITHIN.value, dtype=object)
    found[off] = Status.OFF.value
    found[(short <= 0) & (over <= 0)] = Status.MET.value
    found[close] = Status.TOO_CLOSE.value
    found[~band & (way == 0)] = Status.NO_JUDGEMENT.value
    found[np.isnan(asked)] = Status.NO_TARGET.value
    found[np.isnan(value)] = Status.NOT_ASSESSED.value
    return found
