"""How cells, pages and whole workbooks are written: text that stays text, cells to fill in, bytes without a clock."""

import io
import re
import zipfile
from datetime import date, datetime, time
from decimal import Decimal
from typing import Literal

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

ACCENT = "0E5A78"
TOP = Alignment(vertical="top", wrap_text=True)
_PALE, _LINE = "FBF8E9", "7F8A91"
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time a zip can hold


def put(sheet: Worksheet, at: tuple[int, int], value: str | int | Decimal | None) -> Cell:
    """Write a value into the cell at (row, column). Text stays text: a leading = + - @ never becomes a formula."""
    cell = sheet.cell(*at)
    if not isinstance(cell, Cell):
        message = f"{at} lies inside a merged cell"
        raise TypeError(message)
    if isinstance(value, Decimal) and value == value.to_integral_value():
        value = int(value)
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
        cell.quotePrefix = value[:1] in tuple("=+-@\t")
    return cell


def open_cell(cell: Cell) -> None:
    """Mark a cell as one to fill in: unlocked, pale, outlined."""
    side = Side(style="hair", color=_LINE)
    cell.protection = Protection(locked=False)
    cell.fill = PatternFill("solid", fgColor=_PALE)
    cell.border = Border(side, side, side, side)
    cell.alignment = TOP


def set_up_page(sheet: Worksheet, orientation: Literal["portrait", "landscape"]) -> None:
    """Protect a sheet against slips, and set it to print on A4, as wide as the page."""
    sheet.protection.sheet = True  # against slips, not against people: there is no password
    sheet.protection.formatColumns = sheet.protection.formatRows = False
    sheet.page_setup.orientation = orientation
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.oddFooter = HeaderFooterItem(
        left=_HeaderFooterPart(text="&A"), right=_HeaderFooterPart(text="Page &P of &N")
    )


def seal(book: Workbook, as_at: date) -> bytes:
    """The workbook's bytes with every clock taken out: dated `as_at`, so the same workbook gives the same bytes."""
    buffer = io.BytesIO()
    book.save(buffer)
    stamp = datetime.combine(as_at, time()).isoformat() + "Z"
    sealed = io.BytesIO()
    with zipfile.ZipFile(buffer) as given, zipfile.ZipFile(sealed, "w") as made:
        for entry in given.infolist():
            content = given.read(entry)
            if entry.filename == "docProps/core.xml":
                content = re.sub(rb"(W3CDTF\">)[^<]*", rb"\g<1>" + stamp.encode(), content)
            plain = zipfile.ZipInfo(entry.filename, _EPOCH)
            plain.external_attr = 0o600 << 16
            made.writestr(plain, content, zipfile.ZIP_DEFLATED, 9)
    return sealed.getvalue()


def write_headers(sheet: Worksheet, row: int, headers: tuple[str, ...]) -> None:
    """Write a row of headings, white on the accent."""
    for column, header in enumerate(headers, start=1):
        cell = put(sheet, (row, column), header)
        cell.font = Font(bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", fgColor=ACCENT)
        cell.alignment = Alignment(wrap_text=True, vertical="center")
