"""What a reader with a ruler finds in a finished pack: where each shape and each word of its pictures stands."""

import io
import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf

from cypworkbench.signing.drawn import Code, Id, read_text, reading_of

_CURVES = {"c": 6, "v": 4, "y": 4}
_PAINTS = {"S", "s", "f", "F", "f*", "B", "B*", "b", "b*"}
_FILLS = _PAINTS - {"S", "s"}
_SMALL = 14.0  # points: what is no larger either way is a mark about its middle
_LINE, _HAIR = 2, 0.01
_IDENTITY = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

Matrix = tuple[float, float, float, float, float, float]
Spot = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Word:
    """A text as drawn: where it begins, in points from the page's bottom left, and the printed figure it belongs to."""

    at: Spot
    text: str
    figure: str = ""


@dataclass(frozen=True, slots=True)
class Shape:
    """A painted path: the points it runs through, in points from the page's bottom left, and whether it is filled."""

    points: tuple[Spot, ...]
    filled: bool

    @property
    def middle(self) -> Spot:
        """The middle of the box about it."""
        xs, ys = zip(*self.points, strict=True)
        return (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2

    def holds(self, spot: Spot) -> bool:
        """Whether a place lies in the box about it."""
        xs, ys = zip(*self.points, strict=True)
        return bool(min(xs) <= spot[0] <= max(xs) and min(ys) <= spot[1] <= max(ys))

    @property
    def is_mark(self) -> bool:
        """Whether it is a small thing, filled or a ring, that stands for one figure."""
        xs, ys = zip(*self.points, strict=True)
        ring = len(self.points) > _LINE and math.dist(self.points[0], self.points[-1]) < _HAIR
        small: bool = max(xs) - min(xs) <= _SMALL and max(ys) - min(ys) <= _SMALL
        return small and (self.filled or ring)


@dataclass(slots=True)
class Drawing:
    """One picture of a pack: its page from 1, what a listener is told of it, and what is drawn in its bounds."""

    page: int
    told: str
    bounds: tuple[float, float, float, float]
    words: list[Word] = field(default_factory=list)
    shapes: list[Shape] = field(default_factory=list)

    def holds(self, spot: Spot) -> bool:
        """Whether a place on the page lies in the picture's bounds."""
        left, bottom, right, top = self.bounds
        return bool(left <= spot[0] <= right and bottom <= spot[1] <= top)


def drawings(pdf: bytes) -> tuple[Drawing, ...]:
    """Every picture in a pack with all that is drawn in it, marked as part of it or laid over it.

    Raises ValueError when the file is no PDF.
    """
    try:
        with pikepdf.open(io.BytesIO(pdf)) as opened:
            return tuple(_Measurer(opened).read())
    except pikepdf.PdfError as error:
        message = "the file is no PDF that can be read"
        raise ValueError(message) from error


class _Measurer:
    """Finds the pictures in the structure tree, then runs over the pages that have any."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._pages = [page.obj for page in pdf.pages]
        self._numbers = {page.objgen: n for n, page in enumerate(self._pages, start=1)}
        self._drawings: dict[int, list[Drawing]] = {}
        self._owner: dict[tuple[int, int], tuple[Drawing | None, str]] = {}
        self._fonts: dict[Id, Code] = {}
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/S") == pikepdf.Name.Figure:
                self._picture(thing)

    def read(self) -> Iterator[Drawing]:
        """The pictures page by page, filled."""
        for number, page in enumerate(self._pages, start=1):
            if number in self._drawings:
                self._run(page, number)
                yield from self._drawings[number]

    def _picture(self, element: pikepdf.Object) -> None:
        bounds = _bounds(element.get("/A"))
        marks = list(_marks(element, element.get("/Pg"), ""))
        numbers = [
            self._numbers[page.objgen] for page, _, _ in marks if page.objgen in self._numbers
        ]
        if not numbers or bounds is None:
            return
        made = Drawing(numbers[0], str(element.get("/Alt", "")), bounds)
        self._drawings.setdefault(numbers[0], []).append(made)
        for page, mark, figure in marks:
            self._owner[self._numbers.get(page.objgen, 0), mark] = (made, figure)

    def _run(self, page: pikepdf.Object, number: int) -> None:
        pen = _Pen()
        fonts = page.get("/Resources", pikepdf.Dictionary()).get("/Font", pikepdf.Dictionary())
        open_marks: list[int | None] = []
        font: Code = (1, {})
        for step in pikepdf.parse_content_stream(pikepdf.Page(page)):
            said, operands = str(step.operator), list(step.operands)
            if said in {"BDC", "BMC"}:
                open_marks.append(_mark_of(operands))
            elif said == "EMC":
                del open_marks[-1:]
            elif said == "Tf":
                named = fonts.get(str(operands[0]))
                font = (1, {}) if named is None else self._font(named)
            elif said in {"Tj", "TJ", "'", '"'}:
                self._put(number, open_marks, pen.text_at(), read_text(operands[-1], font))
            elif (shape := pen.take(said, operands)) is not None:
                self._put(number, open_marks, shape.middle, shape)

        for made in self._drawings[number]:
            made.words.sort(key=lambda word: (-word.at[1], word.at[0]))

    def _put(self, number: int, open_marks: list[int | None], at: Spot, thing: str | Shape) -> None:
        """Keep a word or a shape with the picture it is marked as part of, or that it is laid over."""
        mark = next((m for m in reversed(open_marks) if m is not None), None)
        owner, figure = (None, "") if mark is None else self._owner.get((number, mark), (None, ""))
        if owner is None and mark is None:
            owner = next((d for d in self._drawings[number] if d.holds(at)), None)
        if owner is None:
            return
        if isinstance(thing, Shape):
            owner.shapes.append(thing)
        else:
            owner.words.append(Word(at, thing, figure))

    def _font(self, font: pikepdf.Object) -> Code:
        if font.objgen not in self._fonts:
            self._fonts[font.objgen] = reading_of(font)
        return self._fonts[font.objgen]


class _Pen:
    """The state of drawing: how the page is turned and moved, the path begun, and where text stands."""

    def __init__(self) -> None:
        self._matrix: Matrix = _IDENTITY
        self._kept: list[Matrix] = []
        self._path: list[Spot] = []
        self._text: Matrix = _IDENTITY

    def text_at(self) -> Spot:
        """Where the next text begins."""
        return _moved(self._matrix, (self._text[4], self._text[5]))

    def take(self, said: str, operands: list[Any]) -> Shape | None:
        """Follow one operator; the shape that it paints, if it paints one."""
        if said in _PAINTS or said == "n":
            path, self._path = self._path, []
            return Shape(tuple(path), said in _FILLS) if path and said != "n" else None
        match said:
            case "q":
                self._kept.append(self._matrix)
            case "Q" if self._kept:
                self._matrix = self._kept.pop()
            case "cm":
                self._matrix = _times(_matrix(operands), self._matrix)
            case "BT":
                self._text = _IDENTITY
            case "Tm":
                self._text = _matrix(operands)
            case "Td" | "TD":
                shift = (1.0, 0.0, 0.0, 1.0, float(operands[0]), float(operands[1]))
                self._text = _times(shift, self._text)
            case _:
                self._build(said, operands)
        return None

    def _build(self, said: str, operands: list[Any]) -> None:
        numbers = [float(each) for each in operands] if said in {"m", "l", "re", *_CURVES} else []
        if said == "re":
            x, y, wide, high = numbers
            corners = ((x, y), (x + wide, y), (x + wide, y + high), (x, y + high))
            self._path += [_moved(self._matrix, corner) for corner in corners]
        elif numbers:
            self._path.append(_moved(self._matrix, (numbers[-2], numbers[-1])))


def _matrix(operands: list[Any]) -> Matrix:
    a, b, c, d, e, f = (float(each) for each in operands)
    return a, b, c, d, e, f


def _times(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (
        a * g + b * i,
        a * h + b * j,
        c * g + d * i,
        c * h + d * j,
        e * g + f * i + k,
        e * h + f * j + m,
    )


def _moved(matrix: Matrix, spot: Spot) -> Spot:
    a, b, c, d, e, f = matrix
    return a * spot[0] + c * spot[1] + e, b * spot[0] + d * spot[1] + f


def _bounds(told: Any) -> tuple[float, float, float, float] | None:  # noqa: ANN401  pikepdf's
    """The box of a picture from its layout attributes."""
    every = list(told) if isinstance(told, pikepdf.Array) else [told]
    for held in every:
        if isinstance(held, pikepdf.Dictionary) and "/BBox" in held:
            left, bottom, right, top = (float(each) for each in held.BBox)
            return left, bottom, right, top
    return None


def _marks(
    element: pikepdf.Object, page: pikepdf.Object | None, figure: str
) -> Iterator[tuple[pikepdf.Object, int, str]]:
    """The marked content of an element and of all below it: page, number, and the printed figure it is part of."""
    kids: Any = element.get("/K")
    every: list[Any] = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
    name = str(element.get("/ID", ""))
    figure = name if name.startswith("fig:") else figure
    for kid in every:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield from _marks(kid, kid.get("/Pg") or page, figure)
        elif isinstance(kid, pikepdf.Dictionary) and "/MCID" in kid:
            on = kid.get("/Pg") or page
            if on is not None:
                yield on, int(kid.MCID), figure
        elif isinstance(kid, int) and page is not None:
            yield page, kid, figure


def _mark_of(operands: list[Any]) -> int | None:
    held = operands[-1]
    return int(held.MCID) if isinstance(held, pikepdf.Dictionary) and "/MCID" in held else None
