"""Tables of a Word file: heads that are marked as heads and repeat, rows kept whole, words for listeners."""

from collections.abc import Sequence

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table, _Cell, _Row

from cypworkbench.packs.told.passages import Cell, Grid, said

_SIZE, _SMALL = Pt(10.5), Pt(7.5)
_FIRST = 2.4  # times as wide as another column
_MOST = 9  # columns before the type is set small


def add_table(document: Document, grid: Grid, wide: float) -> None:
    """Add a table at the document's end, `wide` mm across; its first column has more of the room than the others."""
    columns = max((sum(c.columns for c in row) for row in (*grid.heads, *grid.rows)), default=0)
    if not columns:
        return
    table = document.add_table(rows=0, cols=columns, style="Table Grid")
    table.autofit = False
    first = _FIRST / (_FIRST + columns - 1) if columns > 1 else 1.0
    for place, column in enumerate(table.columns):
        column.width = Mm(wide * (first if not place else (1 - first) / (columns - 1)))
    _describe(table, grid.caption)
    for row in grid.heads:
        made = table.add_row()
        _mark(made, "w:tblHeader")
        _fill(made, row, small=columns > _MOST, head=True)
    for row in grid.rows:
        made = table.add_row()
        _fill(made, row, small=columns > _MOST, head=False)
    for made in table.rows:
        _mark(made, "w:cantSplit")


def _describe(table: Table, caption: str) -> None:
    """Say that the first row and column are heads, and what the table is."""
    properties = table._tbl.tblPr  # noqa: SLF001  python-docx has no words for tables
    look = properties.find(qn("w:tblLook"))
    if look is None:
        look = OxmlElement("w:tblLook")
        properties.append(look)
    look.attrib.clear()
    for name, is_so in (
        *(("firstRow", "1"), ("firstColumn", "1"), ("lastRow", "0"), ("lastColumn", "0")),
        *(("noHBand", "1"), ("noVBand", "1")),
    ):
        look.set(qn(f"w:{name}"), is_so)
    said_of = OxmlElement("w:tblCaption")
    said_of.set(qn("w:val"), caption)
    properties.append(said_of)


def _mark(row: _Row, tag: str) -> None:
    properties = row._tr.get_or_add_trPr()  # noqa: SLF001  python-docx has no heads that repeat
    properties.append(OxmlElement(tag))


def _fill(row: _Row, cells: Sequence[Cell], *, small: bool, head: bool) -> None:
    made: Sequence[_Cell] = row.cells
    place = 0
    for cell in cells:
        there = made[place]
        if cell.columns > 1:
            there = there.merge(made[place + cell.columns - 1])
        _write(there, cell, small=small, strong=head or (cell.columns > 1 and bool(cell.scope)))
        place += cell.columns


def _write(there: _Cell, cell: Cell, *, small: bool, strong: bool) -> None:
    paragraph, text = there.paragraphs[0], said(cell.line)
    run = paragraph.add_run(text)
    run.font.size, run.bold = _SMALL if small else _SIZE, strong
    paragraph.paragraph_format.space_after = Pt(0)
    if not cell.scope and text[:1] in "0123456789−–[":
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
