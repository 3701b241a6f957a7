"""The edition in large print: a tagged PDF of A4 pages, nothing on them smaller than 18 points."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from cypworkbench import __version__
from cypworkbench.packs import fonts
from cypworkbench.packs.palette import Palette, palette
from cypworkbench.packs.tagged import Document, Metadata, Page, Style
from cypworkbench.packs.tagged.flow import Flow, Frame, runs
from cypworkbench.packs.tagged.lines import wrap
from cypworkbench.packs.tagged.structure import Element
from cypworkbench.packs.tagged.style import MM
from cypworkbench.packs.tagged.tables import Cell, Column, Looks, Table
from cypworkbench.packs.told.aloud import blocks, heard
from cypworkbench.packs.told.edition import Told
from cypworkbench.packs.told.passages import (
    Facts,
    Grid,
    Heading,
    Items,
    Passage,
    Picture,
    Prose,
    said,
)

LEAST = 18.0  # points
_FRAME = Frame(20, 20, 170, 268)
_HEADS = {1: 36.0, 2: 28.0, 3: 22.0, 4: 20.0}
_PAD, _NARROWEST = 3.0, 45.0  # mm: beside a cell's text; the least that a first column may have
_NUMBER, _EDGE, _DOWN = (
    22.0,
    190.0,
    2.2,
)  # mm: room for a page's number, where it ends, a baseline above its line's foot
_FOOT = 285.0


def write(told: Told) -> bytes:
    """The finished PDF, the same bytes for the same pack."""
    title = f"{told.title} (large print)"
    program = f"cypworkbench {__version__}"
    metadata = Metadata(title, told.author, "Large print edition", told.created_at, program)
    setting = _Setting(Document(metadata), palette("light"), told, pages(told))
    setting.draw()
    return setting.document.seal()


def pages(told: Told) -> Mapping[str, int]:
    """The page, from 1, on which each part begins in this edition: from a first setting, without numbers."""
    metadata = Metadata(told.title, told.author, "Large print edition", told.created_at, "")
    counted = _Setting(Document(metadata), palette("light"), told, {})
    counted.draw()
    return {place: page + 1 for place, (page, _) in counted.document.places.items()}


class _Setting:
    """Sets passages one after another, each part from the top of a page."""

    def __init__(
        self, document: Document, colours: Palette, told: Told, numbers: Mapping[str, int]
    ) -> None:
        """`numbers` are the pages that a first setting found, for the contents."""
        self.document, self.told, self.numbers = document, told, numbers
        self.body = Style(LEAST, 25, fonts.REGULAR, colours["ink"])
        self.strong = self.body.having(weight=fonts.SEMIBOLD)
        ink, line = colours["ink"], colours["line_strong"]
        self.looks = Looks(self.strong, self.body, ink, line, line)
        self.flow = Flow(self._page, _FRAME)

    @contextmanager
    def _page(self) -> Iterator[Page]:
        with self.document.page() as page:
            yield page
            with page.artifact("Footer"):
                page.text(190, _FOOT, str(page.number + 1), self.strong, "right")

    def draw(self) -> None:
        with self.flow:
            for passage in heard(self.told.passages):
                self._set(passage)
            self.flow.gap(6)
            said_last = (
                "This edition has the same words and figures as the pack. It carries no signature."
            )
            self.flow.paragraph(said_last, self.body)

    def _set(self, passage: Passage) -> None:
        match passage:
            case Heading():
                self._heading(passage)
            case Prose():
                self._paragraph(said(passage.line))
            case Facts():
                for name, *rest in passage.groups:
                    self._paragraph(f"{said(name)}: {'; '.join(said(line) for line in rest)}")
            case Items() if all(any(s.goes_to for s in line) for line in passage.items):
                self._contents(passage)
            case Items():
                items = [said(line) for line in passage.items]
                self.flow.items(items, self.body, numbered=passage.numbered)
                self.flow.gap(3)
            case Grid():
                self._grid(passage)
            case Picture():
                self._picture(passage)

    def _heading(self, heading: Heading) -> None:
        size = _HEADS[heading.level]
        style = self.strong.having(size=size, leading=size * 1.2)
        if heading.level == 2 and self.flow.y > _FRAME.top:  # noqa: PLR2004  each part begins a page
            self.flow.turn()
        self.flow.gap(4)
        text, first = said(heading.line), heading.level == 1
        # parts stand under the pack's title in what a listener hears, but a page's title is the highest on it
        tag = "H1" if heading.level < 3 else f"H{heading.level - 1}"  # noqa: PLR2004  as just said
        self.flow.heading(tag, text, style, kept=30)
        if heading.level < 3 and not first:  # noqa: PLR2004  bookmarks lead to parts
            self.document.bookmark(text, 0, max(0.0, self.flow.y - 16), heading.place or text)
        self.flow.gap(2)

    def _paragraph(self, text: str) -> None:
        self.flow.paragraph(text, self.body)
        self.flow.gap(3)

    def _contents(self, items: Items) -> None:
        """A part a line, or two, with its page in this edition at the right; each a link."""
        whole = Element("TOC")
        for line in items.items:
            place = next(s.goes_to for s in line if s.goes_to)
            number = str(self.numbers.get(place, ""))
            lines = wrap(runs(said(line)), _FRAME.width - _NUMBER, self.body)
            page = self.flow.room(len(lines) * self.body.leading / MM)
            top = self.flow.y
            link = Element("Link", title=f"{said(line)}, page {number}") if number else Element("P")
            with self.flow.inside(page, whole, Element("TOCI"), link):
                for each in lines:
                    self.flow.y += self.body.leading / MM
                    page.runs(_FRAME.left, self.flow.y - _DOWN, each, self.body)
                page.text(_EDGE, self.flow.y - _DOWN, f" {number}", self.strong, "right")
                if number:
                    page.link(place, (_FRAME.left, top, _EDGE, self.flow.y))
        self.flow.gap(3)

    def _picture(self, picture: Picture) -> None:
        """A chart's labels would be too small here: its words, and then every figure of it."""
        self._paragraph(picture.words)
        table = self.told.tables.get(picture.measure) if picture.drawing is not None else None
        if table is not None:
            self._grid(table)

    def _grid(self, grid: Grid) -> None:
        heads = [[said(c.line) for c in row] for row in grid.heads]
        rows = [[said(c.line) for c in row] for row in grid.rows]
        columns = max((len(row) for row in (*heads, *rows)), default=0)
        widths = self._widths(heads, rows, columns)
        plain = len(heads) == 1 and all(len(row) == columns for row in rows)
        if plain and rows and widths[0] >= min(_NARROWEST, self._natural(rows)):
            made = [Column(widths[0]), *(Column(wide, "right") for wide in widths[1:])]
            self._caption(grid)
            cells = [[Cell(text) for text in row] for row in rows]
            Table(made, [[Cell(text) for text in heads[0]]], cells, self.looks).draw(self.flow)
            self.flow.gap(6)
            return
        self._one_by_one(grid)

    def _caption(self, grid: Grid) -> None:
        self.flow.leads("P", f"Table: {grid.caption}", self.strong)
        self.flow.gap(2)

    def _natural(self, rows: Sequence[Sequence[str]]) -> float:
        """How wide (mm) the first column is where none of its names is in two lines."""
        return max(self.body.width(row[0]) for row in rows) + 2 * _PAD

    def _widths(
        self, heads: Sequence[Sequence[str]], rows: Sequence[Sequence[str]], columns: int
    ) -> list[float]:
        """Each column as wide as what it holds; the first has what is left."""
        needs = [0.0] * columns
        for row, style in (*((r, self.strong) for r in heads), *((r, self.body) for r in rows)):
            for place, text in enumerate(row):
                words = text.split() if style is self.strong else [text]
                wide = max((style.width(word) for word in words), default=0.0) + _PAD
                needs[place] = max(needs[place], wide)
        if needs:
            needs[0] = _FRAME.width - sum(needs[1:])
        return needs

    def _one_by_one(self, grid: Grid) -> None:
        """A table too wide for the page: a row a block, its name and then each figure with the head of its column."""
        self._caption(grid)
        for block in blocks(grid):
            if not block.facts:
                self.flow.leads("P", block.name, self.strong.having(size=20.0), 4)
                self.flow.gap(2)
                continue
            self.flow.leads("P", block.name, self.strong)
            lines = [(fact, self.body) for fact in block.facts]
            self.flow.keep((block.name, self.strong), *lines, most=_FRAME.bottom - _FRAME.top - 40)
            self.flow.items(block.facts, self.body)
            self.flow.gap(4)
