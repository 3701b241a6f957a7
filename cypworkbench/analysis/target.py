"""Targets: which one is in force, what it asks for, and where a figure stands against it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cypworkbench.analysis.intervals import FloatArray
from cypworkbench.domain.area import ENGLAND, NORTH_WEST
from cypworkbench.domain.framework import Polarity
from cypworkbench.domain.judgement import Point, Series, Status, Target, TargetKind
from cypworkbench.domain.period import Period

WAYS: Mapping[str, int] = {Polarity.HIGHER: 1, Polarity.LOWER: -1, Polarity.NEUTRAL: 0}
EVERY_AREA = "*"
# "every area" of the partnership: what it is compared with has no target from it
OUTSIDE = (ENGLAND, NORTH_WEST)
# a figure on the very edge of its tolerance is within it, whatever the last binary digit says
SLACK = 1e-12


@dataclass(frozen=True, slots=True)
class Asked:
    """What a target asks for at one period: a value, for a band its upper end too, or nothing that can be met."""

    target: Target | None = None
    value: float = np.nan
    upper: float = np.nan

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
        self._points = {(s.measure.id, s.area): {p.period: p for p in s.points} for s in series}

    def in_force(self, measure: str, area: str, period: Period) -> Target | None:
        """The target that covers the period's last day: the area's own before every area's, the newest first."""
        places = (area,) if area in OUTSIDE else (area, EVERY_AREA)
        for place in places:
            mine = [t for t in self._by_place.get((measure, place), ()) if _covers(t, period)]
            mine = [t for t in mine if t.comparator != area]
            if mine:
                return max(mine, key=lambda t: t.start)
        return None

    def asked(self, series: Series, period: Period) -> Asked:
        """What is asked of a series at a period; NaN where the target has no value then."""
        target = self.in_force(series.measure.id, series.area, period)
        if target is None:
            return Asked()
        match target.kind:
            case TargetKind.MONITOR:
                return Asked(target)
            case TargetKind.COMPARATOR:
                given = self._points.get((target.measure, target.comparator), {}).get(period)
                return Asked(target, _or_nan(given))
            case TargetKind.MAINTAIN if target.value is None:
                return Asked(target, _first_value(series.points, target))
            case TargetKind.BAND:
                return Asked(target, _number(target.value), _number(target.upper))
            case _:
                return Asked(target, _number(target.value))


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


def _covers(target: Target, period: Period) -> bool:
    return target.start <= period.end and (target.end is None or period.end <= target.end)


def _first_value(points: Iterable[Point], target: Target) -> float:
    """The first figure while the target is in force: what is to be maintained."""
    return next(
        (p.value for p in points if p.value is not None and _covers(target, p.period)), np.nan
    )


def _or_nan(point: Point | None) -> float:
    return np.nan if point is None or point.value is None else point.value


def _number(value: object) -> float:
    return np.nan if value is None else float(str(value))
