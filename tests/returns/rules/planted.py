"""Faults planted in a filled return, by the names of its sheets, measures and columns."""

from collections.abc import Callable

from openpyxl import Workbook as Book
from openpyxl.worksheet.worksheet import Worksheet

from cypworkbench.domain.evidence import Return
from tests.returns.workbooks import Edit, row_of, tab

COLUMNS = {
    "Reference": 1,
    "Period": 4,
    "Numerator": 5,
    "Denominator": 6,
    "Value": 7,
    "Status": 8,
    "Comment": 9,
}
Cells = dict[str, object]


def cells(sheet: str, measure: str, which: int = -1, **values: object) -> Edit:
    """Write those cells of a measure's row; a name ending in _format sets the number format."""

    def edit(book: Book) -> None:
        the_sheet = tab(book, sheet)
        row = row_of(the_sheet, measure, which)
        for name, value in values.items():
            heading, _, what = name.partition("_")
            cell = the_sheet.cell(row, COLUMNS[heading])
            if what == "format":
                cell.number_format = str(value)
            elif what == "text":
                cell.value = str(cell.value)
            else:
                cell.value = value  # type: ignore[assignment]  # the tests write numbers and texts

    return edit


def on(sheet: str, change: Callable[[Worksheet], object]) -> Edit:
    """Change a whole sheet."""

    def edit(book: Book) -> None:
        change(tab(book, sheet))

    return edit


def both(*edits: Edit) -> Edit:
    """One edit after another."""

    def edit(book: Book) -> None:
        for each in edits:
            each(book)

    return edit


def told(returned: Return) -> list[tuple[str, str, str]]:
    """Each finding's code, severity and place."""
    return [(f.code, f.severity.value, str(f.origin)) for f in returned.findings]


def only(returned: Return) -> str:
    """The message of the one finding there is."""
    assert len(returned.findings) == 1, told(returned)
    return returned.findings[0].message
