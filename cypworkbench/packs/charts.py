"""The large charts, by matplotlib: the page, the window and a copied picture show the same drawing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from cypworkbench.domain.area import ENGLAND, NORTH_WEST
from cypworkbench.domain.charted import Ahead, Noted
from cypworkbench.domain.evidence import Flag
from cypworkbench.domain.judgement import Assessment, Point, Rebase, Series, Variation
from cypworkbench.domain.period import YEARLY, Period, steps_between
from cypworkbench.packs import chart_ahead, chart_eras, target_path, words
from cypworkbench.packs.chart_axes import Axis, apart, value_axis
from cypworkbench.packs.chart_eras import Ground
from cypworkbench.packs.chart_ground import (
    LABEL_PT,
    LETTER_PT,
    MARKS,
    NOT_FROM_ZERO,
    NOTE_PT,
    ground,
    prepare,
    ticks,
)
from cypworkbench.packs.palette import Palette

_EVERY = (1, 2, 4, 5, 8, 10, 20)
_ROOM = 0.15  # of the height, for a note's number above its point


@dataclass(frozen=True, slots=True)
class TrendView:
    """What a trend chart shows and how: the series judged, other areas' series, colours, and size in points.

    `ahead` is its forecast, where one may be shown; `rebases` are where limits start anew; `notes` are of points that
    were explained.
    """

    assessment: Assessment
    others: tuple[Series, ...]
    names: Mapping[str, str]
    palette: Palette
    size: tuple[float, float] = (487.6, 192.8)  # 172 × 68 mm
    plot_share: float = 0.80
    font_scale: float = 1.0
    limits: bool = field(default=True)
    ahead: Ahead | None = None
    rebases: tuple[Rebase, ...] = ()
    notes: tuple[Noted, ...] = ()


def trend(view: TrendView) -> Figure:
    """The trend of a series against its target, limits and other areas, as a matplotlib Figure of 72 dpi."""
    prepare()
    figure = Figure(
        figsize=(view.size[0] / 72, view.size[1] / 72), dpi=72, facecolor=view.palette["surface"]
    )
    drawing = _Trend(view, figure)
    drawing.draw()
    return figure


@dataclass(frozen=True, slots=True)
class _Name:
    """A line's name at its end: what it says, the height it belongs to, its colour and weight."""

    text: str
    value: float
    colour: str
    strong: bool


class _Trend:
    """One trend chart while it is drawn."""

    def __init__(self, view: TrendView, figure: Figure) -> None:
        self.view = view
        self.colours = view.palette
        points = view.assessment.series.points
        self.first = points[0].period
        ahead = (period for period, _ in view.assessment.target_ahead)
        foretold = (step.period for step in view.ahead.steps) if view.ahead else ()
        covered = (*(p.period for p in points), *ahead, *foretold)
        self.last = max(steps_between(self.first, period) for period in covered)
        self.pt = view.font_scale
        wide, high = view.size
        left, bottom, top = 30 * self.pt / wide, 22 * self.pt / high, 14 * self.pt / high
        self.names = self._names()
        longest = max((len(name.text) for name in self.names), default=0)
        self.share = min(view.plot_share, 1 - (longest * LETTER_PT + 20) * self.pt / wide)
        self.axes: Axes = figure.add_axes((left, bottom, self.share - left, 1 - bottom - top))
        self.axis = value_axis(view.assessment.measure, self._values())

    def draw(self) -> None:
        """Everything, from the ground up."""
        self._ground()
        self._uprights()
        if self.view.limits:
            self._limits()
        for other in self.view.others:
            self._other(other)
        self._target()
        self._subject()
        latest = self.view.assessment.series.latest
        if self.view.ahead and latest:
            chart_ahead.draw(self.axes, self.view.ahead, latest, self._x, self.colours)
        self._notes()
        self._place(self.names)

    def _x(self, period: Period) -> int:
        return steps_between(self.first, period)

    def _values(self) -> list[float]:
        assessment = self.view.assessment
        values: list[float | None] = [p.value for p in assessment.series.points]
        values += [*assessment.target_by_point, *assessment.upper_by_point]
        values += [value for _, value in assessment.target_ahead]
        values += [p.value for s in self.view.others for p in self._within(s)]
        if self.view.ahead:
            values += [side for step in self.view.ahead.steps for side in (step.lower, step.upper)]
        if self._has_limits and assessment.limits:
            values += [*assessment.limits.lower, *assessment.limits.upper]
        return [v for v in values if v is not None]

    @property
    def _has_limits(self) -> bool:
        limits = self.view.assessment.limits
        return limits is not None and any(v is not None for v in limits.lower)

    def _within(self, series: Series) -> list[Point]:
        same_kind = [p for p in series.points if p.period.kind is self.first.kind]
        return [p for p in same_kind if 0 <= self._x(p.period) <= self.last]

    # ---- ground, axes

    def _ground(self) -> None:
        self.axes.set_xlim(-0.5, self.last + 0.5)
        ground(self.axes, self.axis, self.colours, self.pt)
        self._periods()

    def _periods(self) -> None:
        room = 8 if self.first.kind in YEARLY else 5
        every = next((n for n in _EVERY if self.last / n <= room), 40)
        named = list(range(self.last % every, self.last + 1, every))
        labels = [(n, words.axis_label(self.first.shift(n))) for n in named]
        ticks(self.axes, labels, range(self.last + 1), self.colours, self.pt)

    def _uprights(self) -> None:
        width = self.axes.get_position().width * self.view.size[0]
        taken = 0.0 if self.axis.from_zero else len(NOT_FROM_ZERO) * LETTER_PT * self.pt
        ground = Ground(self.axes, width, self._x, self.last, self.colours, self.pt, taken)
        anew = self.view.rebases if self.view.limits and self._has_limits else ()
        chart_eras.draw(ground, self.view.assessment.series, anew)

    # ---- limits, other areas, target

    def _limits(self) -> None:
        limits = self.view.assessment.limits
        if limits is None or not self._has_limits:
            return
        points = self.view.assessment.series.points
        for start, stop in _stretches(
            list(zip(limits.mean, limits.lower, limits.upper, strict=True))
        ):
            mean, lower, upper = limits.mean[start], limits.lower[start], limits.upper[start]
            if mean is None or lower is None or upper is None:
                continue
            left, right = self._x(points[start].period) - 0.4, self._x(points[stop].period) + 0.4
            colours = self.colours
            self.axes.fill_between(
                [left, right], lower, upper, color=colours["band"], linewidth=0, zorder=0.6
            )
            for edge in (lower, upper):
                self.axes.plot(
                    [left, right],
                    [edge, edge],
                    color=colours["band_edge"],
                    lw=0.7,
                    dashes=(1, 2),
                    zorder=1.2,
                )
            self.axes.plot([left, right], [mean, mean], color=colours["mean"], lw=0.7, zorder=1.2)

    def _other(self, series: Series) -> None:
        england = series.area == ENGLAND
        style: dict[str, object] = {
            "color": self.colours["comp1" if england else "comp2"],
            "lw": 1.1,
            "zorder": 2,
        }
        if not england:
            style["dashes"] = (1.2, 1.6) if series.area == NORTH_WEST else (5, 2, 1, 2)
        self._line(self._within(series), style)

    def _line(self, points: Sequence[Point], style: Mapping[str, object]) -> None:
        """A line through points, broken where a figure is missing or does not compare: neither is ever bridged."""
        run: list[Point] = []
        for point in [*points, None]:
            follows = (
                run
                and point
                and self._x(point.period) == self._x(run[-1].period) + 1
                and Flag.BREAK not in point.flags
            )
            if point and point.value is not None and (not run or follows):
                run.append(point)
                continue
            if run:
                xs = [self._x(p.period) for p in run]
                self.axes.plot(xs, [p.value for p in run], solid_joinstyle="round", **style)  # type: ignore[arg-type]  # a pen of mixed kinds
            run = [point] if point and point.value is not None else []

    def _target(self) -> None:
        style = {"color": self.colours["target"], "lw": 1.5, "zorder": 3}
        for line in target_path.lines(self.view.assessment, self._x):
            xs, ys = zip(*line, strict=True)
            self.axes.plot(xs, ys, dashes=(4, 2), **style)  # type: ignore[arg-type]  # a pen of mixed kinds

    # ---- the subject

    def _subject(self) -> None:
        series = self.view.assessment.series
        self._line(series.points, {"color": self.colours["accent"], "lw": 2.3, "zorder": 4})
        limits = self.view.assessment.limits
        types = limits.point_type if limits and self.view.limits else ("",) * len(series.points)
        for point, kind in zip(series.points, types, strict=True):
            if point.value is not None:
                self._mark(self._x(point.period), point, kind)
        latest = series.latest
        if latest and latest.value is not None:
            self.axes.plot(
                [self._x(latest.period)],
                [latest.value],
                marker="o",
                ms=9.6,
                mfc="none",
                mec=self.colours["ink"],
                mew=1.0,
                zorder=7,
                clip_on=False,
            )

    def _mark(self, x: int, point: Point, kind: str) -> None:
        shape, size, fill, edge, pen = "o", 4.6, "accent", "surface", 0.8
        provisional = Flag.PROVISIONAL in point.flags
        if kind in MARKS:
            shape, size, fill, edge, pen = MARKS[Variation(kind)]
            if provisional and not pen:
                fill, size, pen = "surface", size - 1, 1.3
        elif provisional:
            fill, edge, pen = "surface", "accent", 1.3
        self.axes.plot(
            [x],
            [point.value or 0.0],
            marker=shape,
            ms=size,
            mfc=self.colours[fill],
            mec=self.colours[edge],
            mew=pen,
            zorder=6,
            clip_on=False,
        )

    def _notes(self) -> None:
        """The numbers of explained points, above them, or below where there is no room above."""
        for number, note in enumerate(self.view.notes, start=1):
            point = self.view.assessment.series.at(note.period)
            if point is None or point.value is None:
                continue
            room = self.axis.high - point.value > _ROOM * (self.axis.high - self.axis.low)
            self.axes.annotate(
                str(number),
                (self._x(note.period), point.value),
                xytext=(0, (10 if room else -10) * self.pt),
                textcoords="offset points",
                ha="center",
                va="center_baseline",
                fontsize=NOTE_PT * self.pt,
                fontweight="semibold",
                color=self.colours["ink"],
                bbox={
                    "facecolor": self.colours["surface"],
                    "edgecolor": self.colours["ink3"],
                    "linewidth": 0.6,
                    "boxstyle": "circle,pad=0.12",
                },
                zorder=8,
            )

    # ---- names at line ends

    def _names(self) -> list[_Name]:
        """Every line's name and last figure, in its colour; a figure of an earlier period says which."""
        assessment, colours = self.view.assessment, self.colours
        latest = assessment.latest
        said: list[_Name] = []
        for series in (assessment.series, *self.view.others):
            subject = series is assessment.series
            shown = [p for p in self._within(series) if p.value is not None]
            if not shown or shown[-1].value is None:
                continue
            name = self.view.names.get(series.area, series.area)
            text = f"{name} {words.figure(assessment.measure, shown[-1].value)}"
            if latest and shown[-1].period != latest.period:
                text += f" in {words.axis_label(shown[-1].period)}"
            role = "accent" if subject else "comp1" if series.area == ENGLAND else "ink3"
            said.append(_Name(text, shown[-1].value, colours[role], subject))
        if self.view.ahead:
            text = chart_ahead.name(self.view.ahead, assessment.measure)
            end = self.view.ahead.steps[-1].value
            said.append(_Name(text, end, colours["accent"], strong=False))
        return [*said, *self._target_names(), *self._limit_names()]

    def _target_names(self) -> list[_Name]:
        assessment = self.view.assessment
        measure, top = assessment.measure, assessment.upper_target
        targets = [t for t in assessment.target_by_point if t is not None]
        targets += [value for _, value in assessment.target_ahead]
        if not targets:
            return []
        colour, low = self.colours["target"], words.figure(measure, targets[-1])
        if top is None:
            ahead = assessment.target_ahead
            when = f" by {words.axis_label(ahead[-1][0])}" if ahead else ""
            return [_Name(f"Target {low}{when}", targets[-1], colour, strong=True)]
        high = words.figure(measure, top)
        return [
            _Name(f"Target from {low}", targets[-1], colour, strong=True),
            _Name(f"Target to {high}", top, colour, strong=True),
        ]

    def _limit_names(self) -> list[_Name]:
        limits, measure = self.view.assessment.limits, self.view.assessment.measure
        if not self.view.limits or limits is None or not self._has_limits:
            return []
        ends = (("Upper limit", limits.upper), ("Lower limit", limits.lower))
        last = [
            (name, next((v for v in reversed(side) if v is not None), None)) for name, side in ends
        ]
        return [
            _Name(
                f"{name} {words.figure(measure, value)}", value, self.colours["ink3"], strong=False
            )
            for name, value in last
            if value is not None
        ]

    def _place(self, said: Sequence[_Name]) -> None:
        high = self.axes.get_position().height * self.view.size[1]
        span = self.axis.high - self.axis.low
        gap = 12.2 * self.pt / high * span
        heights = apart([name.value for name in said], gap, self.axis.low, self.axis.high)
        for name, height in zip(said, heights, strict=True):
            self.axes.annotate(
                name.text,
                xy=(self.last + 0.5, name.value),
                xytext=(1 + 14 * self.pt / self.view.size[0] / self.share, height),
                textcoords=("axes fraction", "data"),
                va="center",
                fontsize=LABEL_PT * self.pt,
                fontweight="semibold" if name.strong else "normal",
                color=name.colour,
                annotation_clip=False,
                arrowprops={
                    "arrowstyle": "-",
                    "lw": 0.7,
                    "color": name.colour,
                    "shrinkA": 1,
                    "shrinkB": 1,
                },
            )


def _stretches(values: Sequence[object]) -> list[tuple[int, int]]:
    """First and last place of each run of equal values."""
    if not values:
        return []
    cuts = [0, *(i for i, (a, b) in enumerate(pairwise(values), start=1) if a != b), len(values)]
    return [(start, stop - 1) for start, stop in pairwise(cuts)]


def subject_values(axis: Axis, points: Sequence[Point]) -> tuple[float | None, ...]:
    """A series as shares of an axis's height, None where there is no figure; for the smallest drawings."""
    span = axis.high - axis.low
    return tuple(None if p.value is None else (p.value - axis.low) / span for p in points)
