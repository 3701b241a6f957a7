"""A table that runs on from page to page: one Table element, its head said once and shown on every page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from cypworkbench.packs.tagged.flow import Flow, Lines, Said, runs
from cypworkbench.packs.tagged.lines import seen, wrap
from cypworkbench.packs.tagged.page import Page
from cypworkbench.packs.tagged.structure import Element
from cypworkbench.packs.tagged.style import MM, Style

_PAD = 1.2  # mm around a cell's text
_APART = (
    3.0  # mm more before words that follow figures set to the right: the two would run together
)


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell says. `figure` names it as a printed figure; `columns` and `rows` are its spans."""

    said: Said
    figure: str = ""
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its width in mm, and how its cells stand in it (left or right)."""

    width: float
    align: str = "left"


@dataclass(frozen=True, slots=True)
class Looks:
    """The styles and colours of a table: its head, its body, the strong rule, the rule under the head, hairlines."""

    head: Style
    body: Style
    block: str
    under: str
    hair: str


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells below rows of heads. A row holds no cell where a span from the left or from above covers it.

    The first cell of each body row heads its row. `caption`, where given, is said with the table and set above it.
    """

    RULES: ClassVar = (0.8, 0.5, 0.4)  # points: above, under the head, between rows

    columns: Sequence[Column]
    heads: Sequence[Sequence[Cell]]
    rows: Sequence[Sequence[Cell]]
    looks: Looks
    caption: str = ""

    def draw(self, flow: Flow) -> None:
        """Set the table where the flow stands. Rows that a span joins stay on one page.

        Raises ValueError where no page has room for the head and such rows.
        """
        _Setting(self, flow).draw()


@dataclass(frozen=True, slots=True)
class _Placed:
    """A cell in its place: first column and row, its lines, and whether it heads a column, a row or nothing."""

    cell: Cell
    column: int
    row: int
    lines: Lines
    scope: str


class _Setting:
    """A table being set: where its cells stand and how high its rows are is worked out before anything is drawn."""

    def __init__(self, table: Table, flow: Flow) -> None:
        self.table, self.flow = table, flow
        self.lefts = [flow.frame.left]
        for column in table.columns:
            self.lefts.append(self.lefts[-1] + column.width)
        pairs = zip(["left", *(c.align for c in table.columns)], table.columns, strict=False)
        apart = [before == "right" and c.align == "left" for before, c in pairs]
        self.insets = [_PAD + _APART if more else _PAD for more in apart]
        self.heads = self._place(table.heads, head=True)
        self.rows = self._place(table.rows, head=False)
        self.whole, self.body = Element("Table"), Element("TBody")

    def draw(self) -> None:
        table, flow = self.table, self.flow
        high = self._highs(self.heads, len(table.heads))
        rows = self._highs(self.rows, len(table.rows))
        blocks = _joined(self.rows, len(table.rows))
        first = sum(rows[n] for n in blocks[0]) if blocks else 0.0
        page = flow.room(sum(high) + first + self._caption_high())
        self._caption(page)
        self._head(page, high)
        for block in blocks:
            wanted = sum(rows[n] for n in block)
            if flow.y + wanted > flow.bottom:
                flow.turn()
                page = flow.room(sum(high) + wanted)
                with page.artifact():
                    self._cells(page, self.heads, high, None)
            self._block(page, block, rows)

    def _place(self, said: Sequence[Sequence[Cell]], *, head: bool) -> list[_Placed]:
        placed: list[_Placed] = []
        covered: set[tuple[int, int]] = set()
        for row, cells in enumerate(said):
            column = 0
            for cell in cells:
                while (row, column) in covered:
                    column += 1
                scope = "Column" if head else ("Row" if column == 0 else "")
                wide = self.lefts[column + cell.columns] - self.lefts[column] - _PAD
                wide -= self.insets[column]
                style = self.table.looks.head if head else self.table.looks.body
                lines = wrap(runs(cell.said), wide, style)
                placed.append(_Placed(cell, column, row, lines, scope))
                covered |= {
                    (row + down, column + right)
                    for down in range(cell.rows)
                    for right in range(cell.columns)
                }
                column += cell.columns
        return placed

    def _style(self, placed: _Placed) -> Style:
        looks = self.table.looks
        return looks.head if placed.scope == "Column" else looks.body

    def _highs(self, cells: Sequence[_Placed], count: int) -> list[float]:
        """How high each row is, in mm; what a cell over several rows wants more falls to its last."""
        highs = [0.0] * count
        for placed in sorted(cells, key=lambda p: p.row + p.cell.rows):
            wanted = len(placed.lines) * self._style(placed).leading / MM + 2 * _PAD
            last = placed.row + placed.cell.rows - 1
            highs[last] = max(highs[last], wanted - sum(highs[placed.row : last]))
        return highs

    def _caption_high(self) -> float:
        return self.table.looks.body.leading / MM + 1 if self.table.caption else 0.0

    def _caption(self, page: Page) -> None:
        if self.table.caption:
            with self.flow.inside(page, self.whole, Element("Caption")):
                style = self.table.looks.head
                page.text(self.lefts[0], self.flow.y + 4, self.table.caption, style)
            self.flow.y += self._caption_high()

    def _head(self, page: Page, highs: Sequence[float]) -> None:
        with self.flow.inside(page, self.whole, Element("THead")):
            self._cells(page, self.heads, highs, range(len(self.table.heads)))

    def _block(self, page: Page, block: range, highs: Sequence[float]) -> None:
        cells = [placed for placed in self.rows if placed.row in block]
        with self.flow.inside(page, self.whole, self.body):
            self._cells(page, cells, highs, block)

    def _cells(
        self, page: Page, cells: Sequence[_Placed], highs: Sequence[float], said: range | None
    ) -> None:
        """Set rows of cells; as elements where they are said, and else as they are for the eye only."""
        if cells is self.heads:
            self._rule(page, self.table.looks.block, self.table.RULES[0])
        for row in said if said is not None else range(len(highs)):
            mine = [placed for placed in cells if placed.row == row]
            if said is None:
                for placed in mine:
                    self._text(page, placed)
            else:
                with page.tag("TR"):
                    for placed in mine:
                        self._element(page, placed)
            self.flow.y += highs[row]
        looks, widths = self.table.looks, self.table.RULES
        if cells is self.heads:
            self._rule(page, looks.under, widths[1])
        else:
            self._rule(page, looks.hair, widths[2])

    def _element(self, page: Page, placed: _Placed) -> None:
        cell = placed.cell
        spans = {"columns": cell.columns, "rows": cell.rows}
        tag = "TH" if placed.scope else "TD"
        with page.tag(tag, scope=placed.scope, figure=cell.figure, **spans):
            self._text(page, placed)

    def _text(self, page: Page, placed: _Placed) -> None:
        style = self._style(placed)
        column = self.table.columns[placed.column + placed.cell.columns - 1]
        right = self.lefts[placed.column + placed.cell.columns] - _PAD
        y = self.flow.y + _PAD + 0.75 * style.leading / MM
        for line in placed.lines:
            left = self.lefts[placed.column] + self.insets[placed.column]
            if column.align == "right":
                left = right - seen(line, style)
            page.runs(left, y, line, style)
            y += style.leading / MM

    def _rule(self, page: Page, colour: str, width: float) -> None:
        page.line((self.lefts[0], self.flow.y), (self.lefts[-1], self.flow.y), colour, width)


def _joined(cells: Sequence[_Placed], count: int) -> list[range]:
    """The rows in blocks that may not be parted, because a cell reaches from one to the next."""
    blocks: list[range] = []
    start = reach = 0
    for row in range(count):
        down = max((p.cell.rows for p in cells if p.row == row), default=1)
        reach = max(reach, row + down)
        if reach == row + 1:
            blocks.append(range(start, row + 1))
            start = row + 1
    return blocks
