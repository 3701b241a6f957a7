"""What was drawn by hand in a picture, kept for editions that have no pages: shapes and letters in points."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from cypworkbench.packs.tagged.style import Style

Spot = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Pen:
    """How a shape is drawn: the colours of its inside and its edge (empty for none), the edge's width and dashes."""

    fill: str = ""
    edge: str = ""
    width: float = 0.0
    dash: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Outline:
    """A line through points, closed or not."""

    points: tuple[Spot, ...]
    closed: bool
    pen: Pen


@dataclass(frozen=True, slots=True)
class Disc:
    """A circle about a point."""

    middle: Spot
    radius: float
    pen: Pen


@dataclass(frozen=True, slots=True)
class Oblong:
    """A rectangle from its lowest left corner, its corners rounded where `radius` is above nothing."""

    corner: Spot
    wide: float
    high: float
    radius: float
    pen: Pen


@dataclass(frozen=True, slots=True)
class Letters:
    """A line of text from the left end of its baseline."""

    at: Spot
    text: str
    style: Style


@dataclass(slots=True)
class Sketch:
    """A picture's shapes in order, in points from the page's lowest left corner; `box` is the picture's own."""

    box: tuple[float, float, float, float]
    shapes: list[Outline | Disc | Oblong | Letters] = field(default_factory=list)


def hatched(box: tuple[float, float, float, float], gap: float, pen: Pen) -> Iterator[Outline]:
    """Diagonal lines over a box (left, bottom, width, height), ending at its edges."""
    left, bottom, wide, high = box
    for step in range(int((wide + high) / gap) + 1):
        start = left - high + step * gap
        first, last = max(start, left), min(start + high, left + wide)
        if last > first:
            ends = (first, bottom + first - start), (last, bottom + last - start)
            yield Outline(ends, closed=False, pen=pen)
