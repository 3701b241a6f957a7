"""Every district’s series in a little chart of its own, all on one scale: what stands out is seen at once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cypworkbench.domain.disclosure import WITHHELD
from cypworkbench.domain.evidence import Flag
from cypworkbench.domain.judgement import Assessment, Point, Series
from cypworkbench.domain.period import Period, steps_between
from cypworkbench.packs import editions, fonts, marks, words
from cypworkbench.packs.chart_axes import Axis, value_axis
from cypworkbench.packs.palette import Palette
from cypworkbench.packs.tagged import Page, Style

ACROSS = 6
_GAP, _HEAD, _FOOT = (
    2.6,
    9.6,
    4.4,
)  # mm: between panels, for name and figure above, for periods below
_SMALL = 8.5


@dataclass(frozen=True, slots=True)
class Panels:
    """The districts' series of one measure with the county's behind each, where counts can be compared."""

    districts: tuple[Assessment, ...]
    county: Series | None
    names: dict[str, str]

    @property
    def axis(self) -> Axis:
        """The one scale: of every figure shown, and of every target."""
        shown = [p.value for a in self.districts for p in a.series.points]
        shown += [p.value for p in self.county.points] if self.county else []
        shown += [a.target_value for a in self.districts]
        return value_axis(self.districts[0].measure, [v for v in shown if v is not None])

    @property
    def span(self) -> tuple[Period, int]:
        """The first period of any district, and how many steps on the last of any is."""
        periods = [p.period for a in self.districts for p in a.series.points]
        first = min(periods, key=lambda period: period.start)
        return first, max(1, *(steps_between(first, period) for period in periods))


def height(panels: Panels, row: float) -> float:
    """The height (mm) of all rows, each `row` high."""
    return -(-len(panels.districts) // ACROSS) * row


def draw(
    page: Page, box: tuple[float, float, float], panels: Panels, row: float, palette: Palette
) -> None:
    """Draw the panels from left to right; box is left, top, width (mm), `row` the height of a row."""
    left, top, wide = box
    each = (wide - _GAP * (ACROSS - 1)) / ACROSS
    for number, held in enumerate(panels.districts):
        x = left + (number % ACROSS) * (each + _GAP)
        y = top + number // ACROSS * row
        corners = page.outer(x, y, x + each, y + row - 1)
        with page.tag("Figure", alt=told(panels, held), box=corners):
            _Panel(page, (x, y, each, row), panels, held, palette).draw()


def told(panels: Panels, held: Assessment) -> str:
    """What a listener is told of a panel: first and last figure, which gaps there are, and how it stands."""
    measure = held.measure
    name, there = panels.names[held.area], [p for p in held.series.points if p.value is not None]
    said = f"Small chart. {measure.title}, {measure.unit}, {name}"
    if not there:
        return f"{said}: no figures."
    first, last = there[0], there[-1]
    parts = [f"{words.figure(measure, first.value)} in {first.period.label}"]
    if last is not first:
        parts.append(f"{words.figure(measure, last.value)} in {last.period.label}")
    hidden = sum(editions.is_withheld(p) for p in held.series.points)
    absent = len(held.series.points) - len(there) - hidden
    parts += [f"{words.counted(absent)} without a figure"] if absent else []
    parts += [f"{words.counted(hidden)} withheld"] if hidden else []
    stands = f" {words.STATUS_NAMES[held.status]}."
    if held.target_value is not None:
        asked = words.figure(measure, held.target_value)
        if held.upper_target is not None:
            asked += f" to {words.figure(measure, held.upper_target)}"
        stands = f" Target {asked}: {words.STATUS_NAMES[held.status].lower()}."
    return f"{said}: {', '.join(parts)}.{stands}"


class _Panel:
    """One district's chart while it is drawn."""

    def __init__(
        self,
        page: Page,
        box: tuple[float, float, float, float],
        panels: Panels,
        held: Assessment,
        palette: Palette,
    ) -> None:
        self.page, self.panels, self.held, self.palette = page, panels, held, palette
        self.left, self.top, self.wide = box[0], box[1] + _HEAD, box[2]
        self.high = box[3] - _HEAD - _FOOT
        self.head = box[1]
        self.axis = panels.axis
        self.first, self.steps = panels.span

    def draw(self) -> None:
        """The name and latest figure, then the ground, the county, the target and the series."""
        self._words()
        colours, foot = self.palette, self.top + self.high
        self.page.line((self.left, foot), (self.left + self.wide, foot), colours["ink"], 0.6)
        self.page.line(
            (self.left, self.top), (self.left + self.wide, self.top), colours["grid"], 0.5
        )
        if self.panels.county:
            self._line(self.panels.county.points, colours["comp2"], 0.9)
        for asked in (self.held.target_value, self.held.upper_target):
            if asked is not None:
                y = self._y(asked)
                ends = (self.left, y), (self.left + self.wide, y)
                self.page.line(*ends, colours["target"], 0.9, (2.4, 1.6))
        self._line(self.held.series.points, colours["accent"], 1.5)
        latest = self._latest
        if latest and latest.value is not None:
            at = self._x(latest.period), self._y(latest.value)
            marks.status(self.page, at, 1.9, self.held.status, colours)

    @property
    def _latest(self) -> Point | None:
        """The latest figure; none where the last is withheld, since an older one would be taken for it."""
        points = self.held.series.points
        return None if points and editions.is_withheld(points[-1]) else self.held.latest

    def _words(self) -> None:
        measure, latest = self.held.measure, self._latest
        name = self.panels.names[self.held.area]
        bold = Style(9.5, 11, fonts.SEMIBOLD, self.palette["ink"])
        while bold.width(name) > self.wide and bold.size > _SMALL:
            bold = bold.having(size=bold.size - 0.5)
        self.page.text(self.left, self.head + 3.2, f"{name} ", bold)
        quiet = Style(_SMALL, 10, fonts.REGULAR, self.palette["ink2"])
        value = words.figure(measure, latest.value) if latest else "–"
        if latest is None and self.held.latest:
            value = WITHHELD
        when = f", {words.axis_label(latest.period)}" if latest else ""
        said = f"{value}{when} "
        if latest is None or quiet.width(said) > self.wide:
            said = f"{value} "
        self.page.text(self.left, self.head + 7.2, said, quiet)
        self._ends()

    def _ends(self) -> None:
        """The first and last period below the panel, where there is room for both."""
        quiet = Style(_SMALL, 10, fonts.REGULAR, self.palette["ink3"])
        y = self.top + self.high + 3.3
        first = words.axis_label(self.first)
        last = words.axis_label(self.first.shift(self.steps))
        if quiet.width(first) + quiet.width(last) + 2 <= self.wide:
            self.page.text(self.left, y, f"{first} ", quiet)
        self.page.text(self.left + self.wide, y, f"{last} ", quiet, "right")

    def _x(self, period: Period) -> float:
        return self.left + 1 + (self.wide - 2) * steps_between(self.first, period) / self.steps

    def _y(self, value: float) -> float:
        share = (value - self.axis.low) / (self.axis.high - self.axis.low)
        return self.top + self.high * (1 - share)

    def _line(self, points: Sequence[Point], colour: str, width: float) -> None:
        for run in _runs(points, self.first, self.steps):
            spots = [(self._x(p.period), self._y(p.value or 0.0)) for p in run]
            if len(spots) > 1:
                self.page.polygon(spots, edge=colour, pen=(width, ()), closed=False)
            else:
                self.page.circle(*spots[0], 0.55, colour)


def _runs(points: Sequence[Point], first: Period, steps: int) -> Iterator[list[Point]]:
    """Figures that follow each other, cut where one is missing or does not compare with the one before."""
    run: list[Point] = []
    inside = [p for p in points if 0 <= steps_between(first, p.period) <= steps]
    for point in inside:
        if run and (point.value is None or Flag.BREAK in point.flags):
            yield run
            run = []
        if point.value is not None:
            run.append(point)
    if run:
        yield run
