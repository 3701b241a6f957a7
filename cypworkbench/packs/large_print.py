"""The edition in large print: a tagged PDF of A4 pages, nothing on them smaller than 18 points."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from cypworkbench import __version__
from cypworkbench.packs import fonts
from cypworkbench.packs.palette import Palette, palette
from cypworkbench.packs.tagged import Document, Metadata, Page, Style
from cypworkbench.packs.tagged.flow import Flow, Frame
from cypworkbench.packs.tagged.tables import Cell, Column, Looks, Table
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
_FOOT = 285.0


def write(told: Told) -> bytes:
    """The finished PDF, the same bytes for the same pack."""
    title = f"{told.title} (large print)"
    program = f"cypworkbench {__version__}"
    metadata = Metadata(title, told.author, "Large print edition", told.created_at, program)
    setting = _Setting(Document(metadata), palette("light"), told)
    setting.draw()
    return setting.document.seal()


class _Setting:
    """Sets passages one after another, each part from the top of a page."""

    def __init__(self, document: Document, colours: Palette, told: Told) -> None:
        self.document, self.told = document, told
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
            for passage in self.told.passages:
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
        if plain and rows and widths[0] >= _NARROWEST:
            made = [Column(widths[0]), *(Column(wide, "right") for wide in widths[1:])]
            self._paragraph(grid.caption)
            cells = [[Cell(text) for text in row] for row in rows]
            Table(made, [[Cell(text) for text in heads[0]]], cells, self.looks).draw(self.flow)
            self.flow.gap(6)
            return
        self._one_by_one(grid, heads, rows)

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

    def _one_by_one(
        self, grid: Grid, heads: Sequence[Sequence[str]], rows: Sequence[Sequence[str]]
    ) -> None:
        """A table too wide for the page as a list: each row's name, then each figure with the head of its column."""
        named = [" ".join(filter(None, column)) for column in zip(*heads, strict=False)]
        self._paragraph(grid.caption)
        items = []
        for source, row in zip(grid.rows, rows, strict=True):
            texts = [
                t for c, t in zip(source, row, strict=True) for t in (t, *[""] * (c.columns - 1))
            ]
            pairs = zip(named[1:], texts[1:], strict=False)
            figures = "; ".join(f"{head} {text}".strip() for head, text in pairs if text)
            items.append(f"{texts[0]}: {figures}" if figures else texts[0])
        self.flow.items([item for item in items if item], self.body)
        self.flow.gap(4)
