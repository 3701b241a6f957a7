"""An annex as a workbook: one named table a sheet, real numbers, nothing hidden, frozen or merged, no clock."""

import io
import re
import textwrap
import zipfile

from openpyxl import Workbook
from openpyxl.cell import Cell as BookCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.table import Table as BookTable
from openpyxl.worksheet.worksheet import Worksheet

from cypworkbench.packs.annex.sheets import Annex, Cell, Number, Table

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time a zip can hold
_ACCENT = "0E5A78"
_FACE = "Arial"
_TITLE = Font(name=_FACE, size=15, bold=True)
_TEXT, _STRONG = Font(name=_FACE, size=12), Font(name=_FACE, size=12, bold=True)
_HEAD = Font(name=_FACE, size=12, bold=True, color="FFFFFF")
_LINK = Font(name=_FACE, size=12, underline="single", color=_ACCENT)
_GROUND = PatternFill("solid", fgColor=_ACCENT)
_WRAP = Alignment(horizontal="left", wrap_text=True, vertical="top", indent=1)
_RIGHT, _HEAD_RIGHT = (
    Alignment(horizontal="right", vertical="top"),
    Alignment(horizontal="right", vertical="top", wrap_text=True),
)
_WIDE = 100
_LINE = 16.0  # points: a line of text at 12


def write(annex: Annex) -> bytes:
    """The workbook's bytes, the same for the same annex."""
    book = Workbook()
    cover = book.worksheets[0]
    cover.title = "Cover"
    cover.column_dimensions["A"].width = _WIDE
    for row, line in enumerate((annex.title, *annex.cover), start=1):
        _put(cover, (row, 1), line, _TITLE if row == 1 else _TEXT).alignment = _WRAP
        if row > 1:
            cover.row_dimensions[row].height = _LINE * _lines(line, _WIDE)
    for table in annex.tables:
        _sheet(book.create_sheet(table.name), table)
    for sheet in book.worksheets:
        sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    said = book.properties
    said.title, said.subject = _legible(annex.title), _legible(annex.subject)
    said.creator = said.lastModifiedBy = _legible(annex.author)
    said.language = "en-GB"
    return _sealed(book, annex)


def _sheet(sheet: Worksheet, table: Table) -> None:
    for row, line in enumerate(table.lines, start=1):
        # Not wrapped: the line runs over the empty cells beside it, as every reader of tables expects.
        _put(sheet, (row, 1), line, _TITLE if row == 1 else _TEXT)
    numbers = [
        any(isinstance(row[n], Number) for row in table.rows) for n in range(len(table.columns))
    ]
    for place, column in enumerate(table.columns, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = column.width
        head = _put(sheet, (table.first, place), column.heading, _HEAD)
        head.fill, head.alignment = _GROUND, _HEAD_RIGHT if numbers[place - 1] else _WRAP
    for row, cells in enumerate(table.rows, start=table.first + 1):
        for place, said in enumerate(cells, start=1):
            cell = _put(sheet, (row, place), said, _TEXT)
            cell.alignment = _RIGHT if numbers[place - 1] else _WRAP
        deep = max(
            _lines(c, w.width) if isinstance(c, str) else 1
            for c, w in zip(cells, table.columns, strict=True)
        )
        if deep > 1:
            sheet.row_dimensions[row].height = _LINE * deep
        if table.goes_to:
            _lead(sheet, row, str(cells[0]))
    last = f"{get_column_letter(len(table.columns))}{table.first + len(table.rows)}"
    made = BookTable(displayName=f"{table.name}_table", ref=f"A{table.first}:{last}")
    made.headerRowCount = 1
    sheet.add_table(made)


def _lines(text: str, width: int) -> int:
    """How many lines a text takes in a column: programs that open the file do not all work it out themselves."""
    return len(textwrap.wrap(text, width) or [""])


def _lead(sheet: Worksheet, row: int, name: str) -> None:
    cell = _put(sheet, (row, 1), name, _LINK)
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{name}'!A1", display=name)
    cell.font = _LINK


def _put(sheet: Worksheet, at: tuple[int, int], said: Cell, font: Font) -> BookCell:
    """Write a cell. Text stays text: a leading = + - @ never becomes a formula."""
    cell = sheet.cell(*at)
    if not isinstance(cell, BookCell):
        message = f"{at} lies inside a merged cell"
        raise TypeError(message)
    cell.font = font
    if isinstance(said, Number):
        whole = not said.decimals
        cell.value = int(said.value) if whole else said.value
        cell.number_format = "#,##0" if whole else f"#,##0.{'0' * said.decimals}"
    else:
        cell.value = _legible(said)
        cell.data_type = "s"
        cell.quotePrefix = said[:1] in tuple("=+-@\t")
    return cell


def _legible(text: str) -> str:
    """The text without the letters that no XML may hold."""
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", "", text)


def _sealed(book: Workbook, annex: Annex) -> bytes:
    """The workbook's bytes with every clock taken out: dated as the pack is."""
    buffer, sealed = io.BytesIO(), io.BytesIO()
    book.save(buffer)
    stamp = annex.created_at.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    with zipfile.ZipFile(buffer) as given, zipfile.ZipFile(sealed, "w") as made:
        for entry in given.infolist():
            content = given.read(entry)
            if entry.filename == "docProps/core.xml":
                content = re.sub(rb"(W3CDTF\">)[^<]*", rb"\g<1>" + stamp, content)
            plain = zipfile.ZipInfo(entry.filename, _EPOCH)
            plain.external_attr = 0o600 << 16
            made.writestr(plain, content, zipfile.ZIP_DEFLATED, 9)
    return sealed.getvalue()
