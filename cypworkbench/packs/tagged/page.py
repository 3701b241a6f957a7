"""One page: placed drawing in millimetres from its top left corner, inside elements or as artifacts."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from cypworkbench.packs import fonts
from cypworkbench.packs.tagged.lines import TextOverflowError, wrap
from cypworkbench.packs.tagged.sketch import Disc, Letters, Oblong, Outline, Pen, Sketch, hatched
from cypworkbench.packs.tagged.structure import GROUPING, TAGS, Element
from cypworkbench.packs.tagged.style import MM, Run, Style, rgb
from cypworkbench.packs.tagged.textcode import fill, show

if TYPE_CHECKING:  # matplotlib: only where a page has charts
    from matplotlib.figure import Figure


@dataclass(frozen=True, slots=True)
class Box:
    """Where a line of text or a panel stands, in millimetres from the top left, for the check of overlaps."""

    left: float
    top: float
    right: float
    bottom: float
    text: str


class _Inside:
    """An element while it is drawn in: a class, for a pack opens as many as it has cells and generators cost twice."""

    __slots__ = ("_element", "_page")

    def __init__(self, page: "Page", element: Element) -> None:
        self._page, self._element = page, element

    def __enter__(self) -> Element:
        self._page.enter(self._element)
        return self._element

    def __exit__(self, *raised: object) -> None:
        self._page.leave()


class Page:
    """A page being drawn. Text outside an element or artifact is an error; bare shapes become artifacts."""

    def __init__(
        self, canvas: Canvas, number: int, size: tuple[float, float], root: Element
    ) -> None:
        """`size` is width and height in millimetres; pages are made by `Document.page`."""
        self.canvas = canvas
        self.number = number
        self.width, self.height = size
        self.marks: list[Element] = []
        self.boxes: list[Box] = []  # lines of text
        self.labels: list[Box] = []  # level lines of text inside charts
        self.panels: list[Box] = []  # rectangles drawn by hand
        self.said: dict[int, str] = {}  # the words of each mark, as drawn
        self.margin: list[str] = []  # the words of artifacts, as drawn
        self.drawings: dict[int, Figure] | None = None  # keeps charts by the id of their element
        self.sketches: dict[int, Sketch] | None = None  # keeps what is drawn by hand, likewise
        self._stack = [root]
        self._open = ""  # what kind of mark the content stream is in: "", "tag" or "artifact"

    # ---- marking

    def tag(self, tag: str, **said: Any) -> AbstractContextManager[Element]:  # noqa: ANN401  an Element's own fields
        """Open a structure element; what is drawn inside belongs to it."""
        if tag not in TAGS:
            message = f"{tag} is no structure element of ours"
            raise ValueError(message)
        return _Inside(self, Element(tag, **said))

    def within(self, element: Element) -> AbstractContextManager[Element]:
        """Go on inside an element opened earlier, perhaps on another page; a new one stands where first entered."""
        return _Inside(self, element)

    def enter(self, element: Element) -> None:
        """Be inside an element from here on, until `leave`; `within` does both."""
        stack = self._stack
        if element.parent is None and element is not stack[0]:
            element.parent = stack[-1]
            stack[-1].kids.append(element)
        self._close()
        stack.append(element)
        if element.tag == "Figure" and self.sketches is not None and element.box:
            self.sketches[id(element)] = Sketch(element.box)

    def leave(self) -> None:
        """Be back in the element around the one in hand."""
        self._close()
        self._stack.pop()

    def _keep(self, *shapes: Outline | Disc | Oblong | Letters) -> None:
        """Keep shapes with the picture that is being drawn, where pictures are kept."""
        if self.sketches:
            picture = next((e for e in reversed(self._stack) if e.tag == "Figure"), None)
            if picture is not None and id(picture) in self.sketches:
                self.sketches[id(picture)].shapes += shapes

    @contextmanager
    def artifact(self, kind: str = "") -> Iterator[None]:
        """Draw what a listener need not hear: running heads and feet (kind Header or Footer), rules, tints."""
        self._close()
        said = f"<</Type/Pagination/Subtype/{kind}>> BDC" if kind else "BMC"
        self._write(f"/Artifact {said}")
        self._open = "artifact"
        try:
            yield
        finally:
            self._close()

    def finish(self) -> None:
        """Close whatever mark is still open, at the end of the page."""
        self._close()

    def form(self, description: str) -> Element:
        """The element of a signature box; its content is the box itself, which the reader's program draws."""
        element = Element("Form", self._stack[-1], alt=description)
        self._stack[-1].kids.append(element)
        return element

    def link(self, goes_to: str, box: tuple[float, float, float, float]) -> None:
        """Make the Link element being drawn lead to a bookmarked place, over a box in mm."""
        element = self._stack[-1]
        element.goes_to = goes_to
        element.link_boxes.append((self.number, self.outer(*box)))

    def begin_content(self) -> None:
        """Open marked content of the element in hand, before shapes that are part of it."""
        self._mark_content()

    def code(self, operators: str) -> None:
        """Write operators as content of the open element; for the chart renderer."""
        self._mark_content()
        self._write(operators)

    def _write(self, code: str) -> None:
        self.canvas._code.append(code)  # type: ignore[attr-defined]  # noqa: SLF001  ReportLab has no public way to mark content

    def _close(self) -> None:
        if self._open:
            self._write("EMC")
        self._open = ""

    def _mark_content(self) -> None:
        """Be inside marked content of the open element before anything is drawn."""
        if self._open:
            return
        element = self._stack[-1]
        if element.tag in GROUPING:
            message = f"text cannot stand directly in {element.tag}: open an element for it"
            raise ValueError(message)
        self._write(f"/{element.tag} <</MCID {len(self.marks)}>> BDC")
        element.kids.append((self.number, len(self.marks)))
        self.marks.append(element)
        self._open = "tag"

    @contextmanager
    def _shape(self) -> Iterator[None]:
        if self._open or self._stack[-1].tag == "Figure":
            self._mark_content()
            yield
        else:
            with self.artifact():
                yield

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Millimetres from the top left as the PDF's points from the bottom left."""
        return x * MM, (self.height - y) * MM

    def outer(
        self, left: float, top: float, right: float, bottom: float
    ) -> tuple[float, float, float, float]:
        """A box in millimetres as the PDF's rectangle in points."""
        x0, y1 = self.point(left, top)
        x1, y0 = self.point(right, bottom)
        return round(x0, 2), round(y0, 2), round(x1, 2), round(y1, 2)

    # ---- text

    def text(self, x: float, y: float, text: str, style: Style, align: str = "left") -> float:
        """Set one line with its baseline at `y`; align left, right or centre about `x`. Returns its width in mm.

        Spaces at the line's end are for whoever listens: they count in the width returned, not in the alignment.
        Raises TextOverflowError when the line would leave the paper.
        """
        self._mark_content()
        if self._stack[-1].figure:
            self._stack[-1].said += fonts.said(text, style.weight)
        seen = style.width(text.rstrip())
        left = x - seen * {"left": 0.0, "centre": 0.5, "right": 1.0}[align]
        if fonts.plain(text).strip():
            self.boxes.append(self.placed(left, y, seen, text, style))
        self._set(left, y, text, style)
        return style.width(text)

    def glyph(self, x: float, y: float, letter: str, style: Style) -> None:
        """A letter that is part of a mark, centred on `x`: a drawing, said by the words beside it."""
        with self._shape():
            self._set(x - style.width(letter) / 2, y, letter, style)

    def placed(self, left: float, y: float, wide: float, text: str, style: Style) -> Box:
        """Where a line of text would stand. Raises TextOverflowError when that is not all on the paper."""
        high = style.size / MM
        box = Box(left, y - 0.66 * high, left + wide, y + 0.2 * high, text.rstrip())
        if box.left < 0 or box.top < 0 or box.right > self.width or box.bottom > self.height:
            message = f"{text!r} does not fit on page {self.number + 1}"
            raise TextOverflowError(message)
        return box

    def heard(self, text: str, weight: str) -> None:
        """Keep words that are being drawn, so that a finished file can be held against them."""
        drawn = fonts.said(text, weight)
        if self._open == "tag":
            mark = len(self.marks) - 1
            self.said[mark] = self.said.get(mark, "") + drawn
        else:
            self.margin.append(drawn)

    def _set(self, x: float, y: float, text: str, style: Style) -> None:
        self.heard(text, style.weight)
        self._keep(Letters(self.point(x, y), text, style))
        shown = show(self.canvas, self.point(x, y), text, style.weight, style.size)
        self._write(f"{fill(style.colour)} {shown}")

    def paragraph(
        self, x: float, y: float, wide: float, said: str | Sequence[Run], style: Style
    ) -> float:
        """Set text in lines of at most `wide` mm, the first baseline at `y`. Returns the baseline after the last.

        Runs keep their weight and colour; a run with a figure id becomes a Span that carries it.
        """
        runs = (Run(said),) if isinstance(said, str) else tuple(said)
        for line in wrap(runs, wide, style):
            self.runs(x, y, line, style)
            y += style.leading / MM
        return y

    def runs(self, x: float, y: float, line: Sequence[Run], style: Style) -> None:
        """Set one line of runs that `wrap` has made, its baseline at `y`."""
        for run in line:
            own = style.having(weight=run.weight or style.weight, colour=run.colour or style.colour)
            if run.figure:
                with self.tag("Span", figure=run.figure):
                    self.text(x, y, run.text, own)
            else:
                self.text(x, y, run.text, own)
            x += own.width(run.text)

    # ---- shapes

    def line(
        self,
        start: tuple[float, float],
        end: tuple[float, float],
        colour: str,
        width: float,
        dash: Sequence[float] = (),
    ) -> None:
        """A straight line; width and dash in points."""
        with self._shape():
            self._pen(colour, width, dash)
            self.canvas.line(*self.point(*start), *self.point(*end))
        ends = (self.point(*start), self.point(*end))
        self._keep(Outline(ends, closed=False, pen=Pen("", colour, width, tuple(dash))))

    def rectangle(
        self,
        box: tuple[float, float, float, float],
        fill: str = "",
        edge: str = "",
        pen: tuple[float, Sequence[float]] = (0.8, ()),
        radius: float = 0,
    ) -> None:
        """A rectangle (left, top, width, height in mm); `pen` is the edge's width and dash in points."""
        left, top, wide, high = box
        self.panels.append(Box(left, top, left + wide, top + high, ""))
        with self._shape():
            self._brush(fill, edge, pen)
            x, y = self.point(left, top + high)
            size = (wide * MM, high * MM)
            if radius:
                self.canvas.roundRect(x, y, *size, radius * MM, stroke=bool(edge), fill=bool(fill))
            else:
                self.canvas.rect(x, y, *size, stroke=bool(edge), fill=bool(fill))
        self._keep(Oblong((x, y), *size, radius * MM, Pen(fill, edge, pen[0], tuple(pen[1]))))

    def circle(
        self,
        x: float,
        y: float,
        radius: float,
        fill: str = "",
        edge: str = "",
        pen: tuple[float, Sequence[float]] = (0.8, ()),
    ) -> None:
        """A circle about a point."""
        with self._shape():
            self._brush(fill, edge, pen)
            self.canvas.circle(*self.point(x, y), radius * MM, stroke=bool(edge), fill=bool(fill))
        drawn = Pen(fill, edge, pen[0], tuple(pen[1]))
        self._keep(Disc(self.point(x, y), radius * MM, drawn))

    def polygon(
        self,
        points: Sequence[tuple[float, float]],
        fill: str = "",
        edge: str = "",
        pen: tuple[float, Sequence[float]] = (0.8, ()),
        *,
        closed: bool = True,
    ) -> None:
        """A polygon, or an open line through the points."""
        with self._shape():
            self._brush(fill, edge, pen)
            path = self.canvas.beginPath()
            path.moveTo(*self.point(*points[0]))
            for x, y in points[1:]:
                path.lineTo(*self.point(x, y))
            if closed:
                path.close()
            self.canvas.drawPath(path, stroke=bool(edge), fill=bool(fill))
        drawn = Pen(fill, edge, pen[0], tuple(pen[1]))
        self._keep(Outline(tuple(self.point(*spot) for spot in points), closed, drawn))

    def hatch(
        self, box: tuple[float, float, float, float], colour: str, gap: float, width: float
    ) -> None:
        """Diagonal lines over a box, `gap` mm apart, clipped to it."""
        left, top, wide, high = box
        with self._shape():
            self.canvas.saveState()
            clip = self.canvas.beginPath()
            x, y = self.point(left, top + high)
            clip.rect(x, y, wide * MM, high * MM)
            self.canvas.clipPath(clip, stroke=0, fill=0)
            self._pen(colour, width, ())
            for step in range(int((wide + high) / gap) + 1):
                start = left - high + step * gap
                self.canvas.line(*self.point(start, top + high), *self.point(start + high, top))
            self.canvas.restoreState()
        within = (*self.point(left, top + high), wide * MM, high * MM)
        self._keep(*hatched(within, gap * MM, Pen("", colour, width)))

    def image(self, png: bytes, box: tuple[float, float, float, float]) -> None:
        """A picture without transparency, part of the Figure in hand; box is left, top, width, height in mm."""
        left, top, wide, high = box
        with self._shape():
            x, y = self.point(left, top + high)
            self.canvas.drawImage(ImageReader(BytesIO(png)), x, y, wide * MM, high * MM)

    def _pen(self, colour: str, width: float, dash: Sequence[float]) -> None:
        self.canvas.setStrokeColorRGB(*rgb(colour))
        self.canvas.setLineWidth(width)
        self.canvas.setDash(list(dash) or [], 0)

    def _brush(self, fill: str, edge: str, pen: tuple[float, Sequence[float]]) -> None:
        if fill:
            self.canvas.setFillColorRGB(*rgb(fill))
        if edge:
            self._pen(edge, *pen)
