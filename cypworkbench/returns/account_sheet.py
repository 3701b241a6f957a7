"""The sheet of a blank return for what no figure says: a small table for each milestone, register and audit."""

from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from cypworkbench.domain.account import PERIOD, headings
from cypworkbench.domain.framework import Measure
from cypworkbench.returns import accounts
from cypworkbench.returns.written import TOP, open_cell, put, set_up_page, write_headers

_WIDTHS = (24.0, 46.0)
_ASKED_WIDTH = 30.0


def write(
    sheet: Worksheet, measures: tuple[Measure, ...], periods: dict[str, str], first_row: int
) -> None:
    """Write a table a measure from a row on: a milestone's one row, a register's several, an audit's period.

    `periods` has the label of the period that each measure is asked about.
    """
    row = first_row
    widest = 0
    for measure in measures:
        asked = headings(measure)
        widest = max(widest, len(asked))
        write_headers(sheet, row, (*accounts.FIRST, *asked))
        for _ in range(accounts.rows_for(measure)):
            row += 1
            for column, text in enumerate((measure.id, measure.title), start=1):
                put(sheet, (row, column), text).alignment = TOP
            for column, heading in enumerate(asked, start=len(accounts.FIRST) + 1):
                known = periods[measure.id] if heading == PERIOD else None
                open_cell(put(sheet, (row, column), known))
        if measure.milestone:
            states = DataValidation(type="list", formula1=f'"{",".join(measure.milestone.states)}"')
            states.add(f"C{row}")
            sheet.add_data_validation(states)
        row += 2
    for column, width in enumerate((*_WIDTHS, *[_ASKED_WIDTH] * widest)):
        sheet.column_dimensions[chr(ord("A") + column)].width = width
    set_up_page(sheet, "landscape")
