"""A workbook in the old Excel format, for the board that still saves in it."""

import io

import xlwt
from openpyxl import Workbook

VERY_HIDDEN = 2


def as_xls(book: Workbook) -> bytes:
    """The same sheets and cells as an .xls file (values and sheet visibility; no styles)."""
    old = xlwt.Workbook()
    for sheet in book.worksheets:
        made = old.add_sheet(sheet.title)
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    made.write(cell.row - 1, cell.column - 1, cell.value)
        if sheet.sheet_state == "veryHidden":
            made.visibility = VERY_HIDDEN
    content = io.BytesIO()
    old.save(content)
    return content.getvalue()
