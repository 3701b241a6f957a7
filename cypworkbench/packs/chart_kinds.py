"""Draws the charts an analyst chooses between: run, XmR, P and U, funnel, gap, groups; as the trend is drawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import fill

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from cypworkbench.domain.charted import Charted, ChartKind, Role, Spot, Stroke
from cypworkbench.domain.judgement import Variation
from cypworkbench.packs import chart_ground, chart_spots, words
from cypworkbench.packs.chart_axes import apart, value_axis
from cypworkbench.packs.palette import Palette

_STYLES: dict[Role, tuple[str, float, tuple[float, float] | None]] = {
    Role.CENTRE: ("mean", 1.1, None),
    Role.LIMIT: ("band_edge", 0.9, (1, 2)),
    Role.INNER: ("comp2", 0.8, (4, 2)),
    Role.TARGET: ("target", 1.5, (4, 2)),
    Role.NOUGHT: ("ink", 0.9, None),
}
_OUTSIDE = {
    "outside": ("o", 7.0, "surface", "judge", 1.7),
    "outside high": ("^", 7.2, "judge", "judge", 0.0),
    "outside low": ("v", 7.2, "judge", "judge", 0.0),
}
_PLAIN = ("o", 4.6, "accent", "surface", 0.8)
_TICKS = 10
_SIZES_NAMED = 6
_FILLED = 0.8  # of the width, where words take the place of a chart
_BETWEEN_PT = 10.0  # at least, between two periods under the axis


@dataclass(frozen=True, slots=True)
class KindView:
    """What to draw, in which colours, and its size in points."""

    charted: Charted
    palette: Palette
    size: tuple[float, float]
    font_scale: float = 1.0


def draw(view: KindView) -> tuple[Figure, Axes]:
    """The chart as a matplotlib Figure of 72 dpi, with its axes; an empty one says its first note."""
    chart_ground.prepare()
    wide, high = view.size
    figure = Figure(figsize=(wide / 72, high / 72), dpi=72, facecolor=view.palette["surface"])
    drawing = _Drawing(view, figure)
    drawing.draw()
    return figure, drawing.axes


class _Drawing:
    """One chart while it is drawn."""

    def __init__(self, view: KindView, figure: Figure) -> None:
        self.charted, self.colours, self.pt = view.charted, view.palette, view.font_scale
        wide, self.high = view.size
        self.wide = wide
        pt = self.pt
        left, top = 34 * pt / wide, 14 * pt / self.high
        bottom = (38 if self.charted.axis else 22) * pt / self.high
        longest = max((len(self._ending(s)) for s in self.charted.strokes), default=0)
        self.share = min(0.97, 1 - (longest * chart_ground.LETTER_PT + 24) * pt / wide)
        self.axes = figure.add_axes((left, bottom, self.share - left, 1 - bottom - top))
        self.axis = value_axis(self.charted.assessment.measure, self._values())

    def draw(self) -> None:
        """Everything, from the ground up."""
        if not self.charted.spots:
            self._empty()
            return
        self._ticks()
        chart_ground.ground(self.axes, self.axis, self.colours, self.pt)
        self._band()
        for stroke in self.charted.strokes:
            self._stroke(stroke)
        for spot in self.charted.spots:
            self._interval(spot)
        if self.charted.joined:
            self._joined()
        for spot in self.charted.spots:
            self._mark(spot)
        if self._is_funnel:
            self._districts()
        elif not self.charted.joined:
            self._groups()
        self._names()

    @property
    def _is_funnel(self) -> bool:
        return self.charted.kind is ChartKind.FUNNEL

    def _values(self) -> list[float]:
        spots = self.charted.spots
        seen: list[float | None] = [s.value for s in spots]
        seen += [] if self._is_funnel else [side for s in spots for side in (s.lower, s.upper)]
        highest = max((s.value for s in spots if s.value is not None), default=0.0)
        # a funnel's mouth is wide without end: it may leave the chart above the highest district
        cap = highest * 1.6 if self._is_funnel else float("inf")
        if self._is_funnel and self.charted.assessment.measure.is_share:
            cap = min(cap, 100.0)
        seen += [y for s in self.charted.strokes for y in s.ys if y is not None and y <= cap]
        return [value for value in seen if value is not None]

    def _empty(self) -> None:
        self.axes.set_axis_off()
        said = self.charted.notes[0] if self.charted.notes else "There is nothing to draw."
        across = int(self.wide / (chart_ground.LETTER_PT * self.pt) * _FILLED)
        said = fill(said, max(across, 20))
        self.axes.text(
            0.5,
            0.5,
            said,
            ha="center",
            va="center",
            transform=self.axes.figure.transFigure,
            fontsize=chart_ground.LABEL_PT * self.pt,
            color=self.colours["ink3"],
        )

    def _ticks(self) -> None:
        spots = self.charted.spots
        if not self.charted.joined:
            self._sizes()
            return
        last = len(spots) - 1
        self.axes.set_xlim(-0.5, last + 0.5)
        longest = max(len(spot.label) for spot in spots)
        across = self.axes.get_position().width * self.wide
        room = max(1, int(across / ((longest * chart_ground.LETTER_PT + _BETWEEN_PT) * self.pt)))
        every = max(1, -(-len(spots) // min(room, _TICKS)))
        named = [(n, spots[n].label) for n in range(last % every, last + 1, every)]
        chart_ground.ticks(self.axes, named, range(last + 1), self.colours, self.pt)

    def _sizes(self) -> None:
        """An x axis of sizes, with what they are of below."""
        widest = max(x for s in self.charted.strokes for x in s.xs)
        self.axes.set_xlim(0, widest)
        whole = widest > _SIZES_NAMED
        at = MaxNLocator(nbins=_SIZES_NAMED, integer=whole).tick_values(0, widest)
        named = [(x, words.number(x, 0 if whole else 1)) for x in map(float, at) if x <= widest]
        chart_ground.ticks(self.axes, named, (), self.colours, self.pt)
        self.axes.text(
            0.5,
            -26 * self.pt / (self.axes.get_position().height * self.high),
            f"Out of: {self.charted.axis}" if self._is_funnel else self.charted.axis,
            transform=self.axes.transAxes,
            ha="center",
            va="top",
            fontsize=chart_ground.NOTE_PT * self.pt,
            color=self.colours["ink3"],
        )

    def _band(self) -> None:
        """The usual range between a joined chart's limits, and a gap's own range round each point."""
        limits = [s for s in self.charted.strokes if s.role is Role.LIMIT]
        if len(limits) < 2 or not self.charted.joined:  # noqa: PLR2004  an upper and a lower one
            return
        upper, lower = limits[:2]
        self.axes.fill_between(
            upper.xs,
            [float("nan") if y is None else y for y in lower.ys],
            [float("nan") if y is None else y for y in upper.ys],
            color=self.colours["band"],
            linewidth=0,
            zorder=0.6,
            step="mid",
        )

    def _stroke(self, stroke: Stroke) -> None:
        colour, width, dashes = _STYLES[stroke.role]
        ys = [float("nan") if y is None else y for y in stroke.ys]
        xs: Sequence[float] = stroke.xs
        if self._is_funnel:
            xs, ys = _under(xs, ys, self.axis.high)
        straight = not self.charted.joined or len(set(stroke.ys)) == 1
        (line,) = self.axes.plot(
            xs,
            ys,
            color=self.colours[colour],
            lw=width,
            zorder=1.3,
            drawstyle="default" if straight else "steps-mid",
        )
        if dashes:
            line.set_dashes(dashes)

    def _interval(self, spot: Spot) -> None:
        ranged = self.charted.kind in (ChartKind.GAP, ChartKind.INEQUALITY)
        if not ranged or spot.lower is None or spot.upper is None:
            return
        self.axes.plot(
            [spot.x, spot.x],
            [spot.lower, spot.upper],
            color=self.colours["comp2"],
            lw=1.4,
            zorder=2,
        )

    def _joined(self) -> None:
        run: list[Spot] = []
        for spot in (*self.charted.spots, None):
            if spot is not None and spot.value is not None:
                run.append(spot)
                continue
            if run:
                self.axes.plot(
                    [s.x for s in run],
                    [s.value or 0.0 for s in run],
                    color=self.colours["accent"],
                    lw=2.0,
                    zorder=4,
                    solid_joinstyle="round",
                )
            run = []

    def _mark(self, spot: Spot) -> None:
        if spot.value is None:
            return
        known = set(chart_ground.MARKS)
        shape, size, fill, edge, pen = _OUTSIDE.get(spot.mark, _PLAIN)
        if spot.mark in known:
            shape, size, fill, edge, pen = chart_ground.MARKS[Variation(spot.mark)]
        self.axes.plot(
            [spot.x],
            [spot.value],
            marker=shape,
            ms=size,
            mfc=self.colours[fill],
            mec=self.colours[edge],
            mew=pen,
            zorder=6,
            clip_on=False,
        )

    def _groups(self) -> None:
        """The name of each group of a scale, over its interval."""
        for spot in self.charted.spots:
            if spot.value is not None:
                self._name(
                    spot.label, (spot.x, spot.upper or spot.value), (0, 7 * self.pt), "center"
                )

    def _districts(self) -> None:
        """The names of a funnel's outlying districts, as far as there is room beside their spots."""
        box = self.axes.get_position()
        size = (box.width * self.wide, box.height * self.high)
        right = self.axes.get_xlim()[1]

        def at(spot: Spot) -> tuple[float, float]:
            up = ((spot.value or 0.0) - self.axis.low) / (self.axis.high - self.axis.low)
            return spot.x / right * size[0], up * size[1]

        there = [s for s in self.charted.spots if s.value is not None]
        named = [(s.label, at(s)) for s in chart_spots.outlying(there, self.charted.strokes)]
        feet = chart_spots.places(named, [at(s) for s in there], size, self.pt)
        for (label, (x, y)), foot in zip(named, feet, strict=True):
            if foot:
                spot = next(s for s in there if s.label == label)
                self._name(label, (spot.x, spot.value or 0.0), (foot[0] - x, foot[1] - y), "left")

    def _name(
        self, text: str, at: tuple[float, float], off: tuple[float, float], side: str
    ) -> None:
        """A name beside a spot, moved from it by so many points."""
        self.axes.annotate(
            text,
            at,
            xytext=off,
            textcoords="offset points",
            ha=side,
            fontsize=chart_ground.NOTE_PT * self.pt,
            fontweight="semibold",
            color=self.colours["ink"],
            bbox={"facecolor": self.colours["surface"], "linewidth": 0, "pad": 0.5},
            zorder=5,  # over the limits, under the spots
        )

    # ---- names at line ends

    def _ending(self, stroke: Stroke) -> str:
        last = next((y for y in reversed(stroke.ys) if y is not None), None)
        if not stroke.name or last is None:
            return ""
        if stroke.role is Role.NOUGHT or not self.charted.joined:
            return stroke.name
        return f"{stroke.name} {words.figure(self.charted.assessment.measure, last)}"

    def _names(self) -> None:
        said = [(self._ending(s), s, _last(s)) for s in self.charted.strokes if self._ending(s)]
        inside = [(text, s, y) for text, s, y in said if y is not None]
        high = self.axes.get_position().height * self.high
        gap = 12.2 * self.pt / high * (self.axis.high - self.axis.low)
        heights = apart([y for _, _, y in inside], gap, self.axis.low, self.axis.high)
        for (text, stroke, y), height in zip(inside, heights, strict=True):
            right = self.axes.get_xlim()[1]
            colour = "ink3" if stroke.role in (Role.LIMIT, Role.INNER) else "ink2"
            self.axes.annotate(
                text,
                xy=(right, y),
                xytext=(1 + 12 * self.pt / self.wide / self.share, height),
                textcoords=("axes fraction", "data"),
                va="center",
                fontsize=chart_ground.LABEL_PT * self.pt,
                color=self.colours[colour],
                annotation_clip=False,
                arrowprops={"arrowstyle": "-", "lw": 0.7, "color": self.colours[colour]},
            )


def _under(xs: Sequence[float], ys: Sequence[float], top: float) -> tuple[list[float], list[float]]:
    """The part of a falling line that lies under a height, from where it crosses it.

    A funnel's mouth may lie thousands of chart heights up, and a line dashed all that way stops some readers.
    """
    first = next((n for n, y in enumerate(ys) if y <= top), len(ys))
    inside = list(xs[first:]), list(ys[first:])
    if not 0 < first < len(ys):
        return inside
    (x0, y0), (x1, y1) = (xs[first - 1], ys[first - 1]), (xs[first], ys[first])
    return [x0 + (x1 - x0) * (y0 - top) / (y0 - y1), *inside[0]], [top, *inside[1]]


def _last(stroke: Stroke) -> float | None:
    return next((y for y in reversed(stroke.ys) if y is not None), None)


def places(axes: Axes, spots: Sequence[Spot]) -> tuple[tuple[float, float], ...]:
    """Where each spot stands, as shares of the picture's width and height from its top left; NaN for one not drawn."""
    figure = axes.figure
    wide, high = figure.get_figwidth() * figure.dpi, figure.get_figheight() * figure.dpi  # type: ignore[union-attr]  # a whole figure
    made = []
    for spot in spots:
        if spot.value is None:
            made.append((float("nan"), float("nan")))
            continue
        x, y = axes.transData.transform((spot.x, spot.value))
        made.append((float(x) / wide, 1 - float(y) / high))
    return tuple(made)
