"""The figures that the charts of a finished pack tell, measured as a reader would: by their axes and printed values.

A trend is measured by the ticks and labels of its axes, the districts' dots by the figures printed beside them. What
stands where the public picture has nothing is a `Stray`, with what it would be read as.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from cypworkbench.domain.charted import Step
from cypworkbench.domain.judgement import Assessment, Point, Series
from cypworkbench.domain.period import Period
from cypworkbench.domain.record import Picture
from cypworkbench.flow.foretelling import ahead
from cypworkbench.signing.measured import Drawing, Shape, Spot

_NUMBER = re.compile(r"[-\N{MINUS SIGN}]?\d+(?:,\d{3})*(?:\.\d+)?")
_TICK, _ON = 5.0, 0.35  # points: how long a named tick is, and how near to one a point stands on it
_FLAT = 0.02
_SLIP = 0.06  # points: how far rounding may set a point from its place
_LETTER = 4.4  # points: about a letter of a label
_ABOVE = 3.12  # points: the middle of a district's dot above the foot of its name
_ROW = 1.5
_DOT_SLIP = 1.0
_ENOUGH = 2
_ROUNDED = (
    3.0  # halves of the last place: the figure's own, and that of the two that make the scale
)
_BESIDE = 110.0  # points from a picture's left to where figures are drawn


@dataclass(frozen=True, slots=True)
class Stray:
    """Something drawn that no published figure accounts for: where, whose, and what it would be read as."""

    page: int
    what: str
    measure: str = ""
    area: str = ""
    period: str = ""
    value: float = 0.0
    slip: float = 0.0

    @property
    def where(self) -> str:
        """Where it stands, as a person would name it."""
        when = f", {self.period}" if self.period else ""
        return f"page {self.page}, chart of {self.measure or 'unknown figures'}{when}"


@dataclass(frozen=True, slots=True)
class _Scale:
    """A chart's axis: value = times × points + start."""

    times: float
    start: float

    def read(self, at: float) -> float:
        return self.times * at + self.start

    @property
    def slip(self) -> float:
        return abs(self.times) * _SLIP


def strays(drawings: Iterable[Drawing], picture: Picture) -> Iterator[Stray]:
    """Everything in a pack's trends and districts' dots that the public picture does not account for."""
    for drawing in drawings:
        if drawing.told.startswith("Line chart."):
            yield from _trend(drawing, picture)
        elif drawing.told.startswith("Dot chart."):
            yield from _dots(drawing, picture)
        elif drawing.told.startswith("Spark line"):
            yield from _spark(drawing, picture)


# ---- a trend


def _trend(drawing: Drawing, picture: Picture) -> Iterator[Stray]:
    assessment = _told_of(drawing, picture)
    if assessment is None:
        yield Stray(drawing.page, "a chart of no series that is published")
        return
    heights, ticks = _heights(drawing), _ticks(drawing)
    first = _first_period(drawing, ticks, assessment)
    if heights is None or first is None:
        yield Stray(drawing.page, "a chart whose axes cannot be read", assessment.measure.id)
        return
    yield from _Trend(drawing, picture, assessment, heights, ticks, first).strays()


def _told_of(drawing: Drawing, picture: Picture) -> Assessment | None:
    names = {area.code: area.name for area in picture.framework.areas}
    for (_, area), assessment in picture.assessments.items():
        measure = assessment.measure
        if drawing.told.startswith(
            f"Line chart. {measure.title}, {measure.unit}, {names.get(area, area)}:"
        ):
            return assessment
    return None


def _heights(drawing: Drawing) -> _Scale | None:
    """The value axis: each number left of the plot belongs to the level line nearest above its foot."""
    levels = [s.points[0][1] for s in drawing.shapes if _is_level(s)]
    plot = min((s.points[0][0] for s in drawing.shapes if _is_level(s)), default=0.0)
    pairs = []
    for word in drawing.words:
        if word.at[0] < plot and _NUMBER.fullmatch(word.text.strip()) and levels:
            middle = word.at[1] + 4.75
            level = min(levels, key=lambda y: abs(y - middle))
            pairs.append((level, _number(word.text)))
    return _line(pairs)


def _is_level(shape: Shape) -> bool:
    """Whether it is a line across the whole plot."""
    if len(shape.points) != _ENOUGH or shape.filled:
        return False
    (x0, y0), (x1, y1) = shape.points
    return abs(y1 - y0) < _FLAT and x1 - x0 > _BESIDE


def _ticks(drawing: Drawing) -> list[float]:
    """Where the periods stand, from left to right: every tick under the axis."""
    foot = min((s.points[0][1] for s in drawing.shapes if _is_level(s)), default=0.0)
    found = {
        round(s.points[0][0], 2)
        for s in drawing.shapes
        if _is_upright(s) and max(y for _, y in s.points) <= foot + _FLAT
    }
    return sorted(found)


def _is_upright(shape: Shape) -> bool:
    return len(shape.points) == _ENOUGH and abs(shape.points[0][0] - shape.points[1][0]) < _FLAT


def _first_period(
    drawing: Drawing, ticks: Sequence[float], assessment: Assessment
) -> Period | None:
    """The period of the first tick, from any label under the axis that names one of the series' periods."""
    from cypworkbench.packs import words  # packs are read only on request

    foot = min((s.points[0][1] for s in drawing.shapes if _is_level(s)), default=0.0)
    periods = {words.axis_label(p.period): p.period for p in assessment.series.points}
    for word in drawing.words:
        text = word.text.strip()
        if text in periods and word.at[1] < foot and ticks:
            middle = word.at[0] + len(text) * _LETTER / 2
            place = min(range(len(ticks)), key=lambda n: abs(ticks[n] - middle))
            return periods[text].shift(-place)
    return None


@dataclass(frozen=True, slots=True)
class _Trend:
    """One trend chart with its axes read."""

    drawing: Drawing
    picture: Picture
    assessment: Assessment
    heights: _Scale
    ticks: Sequence[float]
    first: Period

    def strays(self) -> Iterator[Stray]:
        """Marks and line ends where nothing is published: over a tick, or at a height that no line has."""
        level = [s for s in self.drawing.shapes if _is_level(s)]
        left, right = level[0].points[0][0], level[0].points[1][0]
        foot, top = min(s.points[0][1] for s in level), max(s.points[0][1] for s in level)
        still = [*self._still(), self.heights.read(foot), self.heights.read(top)]
        seen = set()
        for shape in self.drawing.shapes:
            if _is_level(shape) and self._among(still + self._grid(), shape.points[0][1]):
                continue
            if shape.filled and any(shape.holds(word.at) for word in self.drawing.words):
                continue  # the ground of a label
            for x, y in [shape.middle] if shape.is_mark else shape.points:
                inside = left - _ON <= x <= right + _ON and foot - _FLAT <= y <= top + _FLAT
                place = next((n for n, at in enumerate(self.ticks) if abs(at - x) < _ON), None)
                if not inside or (round(x, 1), round(y, 1)) in seen:
                    continue
                allowed = still if place is None else [*self._at(place, mark=shape.is_mark)]
                if place is not None and not shape.is_mark:
                    allowed += [self.heights.read(foot), self.heights.read(top)]
                if not self._among(allowed, y):
                    seen.add((round(x, 1), round(y, 1)))
                    yield self._stray(place, y)

    def _stray(self, place: int | None, y: float) -> Stray:
        period = "" if place is None else self.first.shift(place).iso
        value = self.heights.read(y)
        what = f"it shows {value:.6g}, which is not published"
        measure, area = self.assessment.measure.id, self.assessment.area
        return Stray(self.drawing.page, what, measure, area, period, value, self.heights.slip)

    def _among(self, values: Iterable[float], y: float) -> bool:
        return any(abs(self.heights.read(y) - value) <= self.heights.slip for value in values)

    def _grid(self) -> list[float]:
        return [
            _number(word.text)
            for word in self.drawing.words
            if _NUMBER.fullmatch(word.text.strip()) and word.at[0] < self.ticks[0]
        ]

    def _at(self, place: int, *, mark: bool) -> Iterator[float]:
        """What is published of the measure for the period of a tick; lines may also show its target."""
        period = self.first.shift(place)
        shown = (a.series for a in self.picture.assessments.values())
        for series in shown:
            if series.measure.id == self.assessment.measure.id:
                point = series.at(period)
                if point and point.value is not None:
                    yield point.value
        if not mark:
            yield from self._targets()
            for step in self._foretold():
                if step.period == period:
                    yield from (step.value, step.lower, step.upper)

    def _foretold(self) -> tuple[Step, ...]:
        """The forecast made of the published figures alone."""
        made = ahead(self.assessment)
        return made.steps if made else ()

    def _targets(self) -> Iterator[float]:
        asked = (*self.assessment.target_by_point, *self.assessment.upper_by_point)
        yield from (value for value in asked if value is not None)
        yield from (value for _, value in self.assessment.target_ahead)

    def _still(self) -> list[float]:
        """The heights of lines that run between ticks: limits, middle, targets."""
        limits = self.assessment.limits
        sides = (*limits.mean, *limits.lower, *limits.upper) if limits else ()
        return [*(v for v in sides if v is not None), *self._targets()]


# ---- the districts' dots


def _dots(drawing: Drawing, picture: Picture) -> Iterator[Stray]:
    """Dots on rows whose figure is not printed, and dots that stand for another figure than the one beside them."""
    titles = {a.measure.title: a.measure for a in picture.assessments.values()}
    said = drawing.told.removeprefix("Dot chart. ").partition(" by district:")[0]
    if said not in titles:
        yield Stray(drawing.page, "a chart of no measure that is published")
        return
    measure = titles[said].id
    rows = _rows(drawing, picture)
    printed = {
        word.figure.split(":")[3]: word for word in drawing.words if ":value:" in word.figure
    }
    known = [(rows[a], _number(w.text)) for a, w in printed.items() if rows.get(a)]
    scale = _line([(marks[0][0], value) for marks, value in known])
    one_place = _one_place([(marks[0][0], value) for marks, value in known])
    for area, marks in rows.items():
        period = (
            printed[area].figure.split(":", 5)[5]
            if area in printed
            else _last(picture, measure, area)
        )
        for x, _ in marks:
            if area in printed and one_place is not None and abs(x - one_place) < _FLAT:
                continue
            value = scale.read(x) if scale else 0.0
            slip = abs(scale.times) * _DOT_SLIP if scale else 0.0
            right = area in printed and abs(value - _number(printed[area].text)) <= max(
                slip, _ROUNDED * _half(printed[area].text)
            )
            if not right:
                what = f"it shows {value:.4g}, which is not printed beside it"
                yield Stray(drawing.page, what, measure, area, period, value, slip)


def _one_place(known: Sequence[tuple[float, float]]) -> float | None:
    """Where the dots stand when all of them stand for one and the same printed figure; None where they do not."""
    places, values = [x for x, _ in known], {value for _, value in known}
    return places[0] if len(values) == 1 and max(places) - min(places) < _FLAT else None


def _rows(drawing: Drawing, picture: Picture) -> Mapping[str, list[Spot]]:
    """Each district's marks, by the height of its name."""
    names = {area.name: area.code for area in picture.framework.districts}
    return {
        names[word.text.strip()]: [
            shape.middle
            for shape in drawing.shapes
            if shape.is_mark and abs(shape.middle[1] - word.at[1] - _ABOVE) < _ROW
        ]
        for word in drawing.words
        if word.text.strip() in names
    }


def _last(picture: Picture, measure: str, area: str) -> str:
    held = picture.assessments.get((measure, area))
    return held.series.points[-1].period.iso if held and held.series.points else ""


# ---- a spark line, which has no axis


def _spark(drawing: Drawing, picture: Picture) -> Iterator[Stray]:
    """A line whose corners are in no published series' proportions."""
    lines = [s.points for s in drawing.shapes if not s.filled and len(s.points) > _ENOUGH]
    if lines and not any(_follows(lines, a.series) for a in picture.assessments.values()):
        yield Stray(drawing.page, "a small line that follows no series that is published")


def _follows(lines: Sequence[Sequence[Spot]], series: Series) -> bool:
    """Whether lines have the proportions of a series: its runs without gaps, one after the other, on one scale."""
    runs = [run for run in _runs(series.points) if len(run) > 1]
    long = [run for run in runs if len(run) > _ENOUGH]
    if [len(line) for line in lines] != [len(run) for run in long]:
        return False
    pairs = [
        (spot[1], value)
        for line, run in zip(lines, long, strict=True)
        for spot, value in zip(line, run, strict=True)
    ]
    heights = [y for y, _ in pairs]
    if max(heights) - min(heights) < _FLAT:
        return len({value for _, value in pairs}) == 1
    scale = _line(pairs)
    if scale is None:
        return False
    slip = max(scale.slip, 1e-6 * max(abs(value) for _, value in pairs))
    return all(abs(scale.read(y) - value) <= slip for y, value in pairs)


def _runs(points: Sequence[Point]) -> list[list[float]]:
    runs: list[list[float]] = [[]]
    for point in points:
        if point.value is None:
            runs.append([])
        else:
            runs[-1].append(point.value)
    return runs


# ---- numbers


def _number(text: str) -> float:
    found = _NUMBER.search(text)
    return float(found[0].replace(",", "").replace("\N{MINUS SIGN}", "-")) if found else 0.0


def _half(text: str) -> float:
    """Half of a printed number's last place."""
    found = _NUMBER.search(text)
    return 0.5 * 10.0 ** -len(found[0].partition(".")[2]) if found else 0.0


def _line(pairs: Sequence[tuple[float, float]]) -> _Scale | None:
    """The straight line through the two pairs that lie farthest apart; None where all lie at one place."""
    if len(pairs) < _ENOUGH:
        return None
    (a, low), (b, high) = min(pairs), max(pairs)
    if b - a < _FLAT:
        return None
    times = (high - low) / (b - a)
    return _Scale(times, low - times * a)
