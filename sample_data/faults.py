"""The faults planted in the sample's returns, as boards make them, and where each one lies."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from cypworkbench.returns import template, written

REFERENCE, PERIOD, NUMERATOR, DENOMINATOR, VALUE = 1, 4, 5, 6, 7
BOARD_ROW, DISTRICT_ROW = 3, 4


@dataclass(frozen=True)
class Fault:
    """One planted fault: whose return, the rule expected to find it, and how the sample settles it.

    `corrected` says that resubmitted/ holds the board's corrected file; otherwise decisions.toml settles it.
    """

    board: str
    code: str
    what: str
    make: Callable[[Workbook], tuple[str, tuple[str, ...]]]
    corrected: bool = False
    sheet: str = ""
    cells: tuple[str, ...] = ()


def plant(book: Workbook, fault: Fault) -> Fault:
    """Make the fault in the workbook; the fault comes back with the sheet and cells it lies in."""
    sheet, cells = fault.make(book)
    return replace(fault, sheet=sheet, cells=cells)


def _rows(sheet: Worksheet, measure: str) -> list[int]:
    rows = range(template.HEADER_ROW + 1, sheet.max_row + 1)
    return [row for row in rows if sheet.cell(row, REFERENCE).value == measure]


def _numbers_as_text(book: Workbook) -> tuple[str, tuple[str, ...]]:
    sheet = book["Outcome 3"]
    row = _rows(sheet, "permanent-exclusions")[-1]
    made = []
    for column in (NUMERATOR, DENOMINATOR, VALUE):
        cell = written.put(sheet, (row, column), str(sheet.cell(row, column).value))
        made.append(cell.coordinate)
    return sheet.title, tuple(made)


def _share_for_percentage(book: Workbook) -> tuple[str, tuple[str, ...]]:
    sheet = book["Outcome 1"]
    row = _rows(sheet, "eh-consent-withdrawn")[-1]
    share = Decimal(str(sheet.cell(row, VALUE).value)) / 100
    cell = written.put(sheet, (row, VALUE), share.quantize(Decimal("0.01")))
    return sheet.title, (cell.coordinate,)


def _renamed_header(book: Workbook) -> tuple[str, tuple[str, ...]]:
    sheet = book["Outcome 3"]
    cell = sheet.cell(template.HEADER_ROW, DENOMINATOR)
    cell.value = "Cohort"
    return sheet.title, (cell.coordinate,)


def _hidden_row(book: Workbook) -> tuple[str, tuple[str, ...]]:
    sheet = book["Outcome 2"]
    row = _rows(sheet, "dental-decay")[-1]
    sheet.row_dimensions[row].hidden = True
    return sheet.title, (f"A{row}",)


def _missing_measure(book: Workbook) -> tuple[str, tuple[str, ...]]:
    sheet = book["Outcome 3"]
    rows = _rows(sheet, "supporting-families")
    sheet.delete_rows(rows[0], len(rows))
    return sheet.title, (f"A{rows[0]}",)  # where its rows would stand


def _wrong_board(book: Workbook) -> tuple[str, tuple[str, ...]]:
    cover = book[template.COVER]
    written.put(cover, (BOARD_ROW, 2), "Burnley District Children’s Trust Board")
    written.put(cover, (DISTRICT_ROW, 2), "Burnley")
    return cover.title, (f"B{BOARD_ROW}",)


FAULTS = (
    Fault(
        "burnley",
        "R014",
        "A share typed for a percentage: 0.34 for 34.",
        _share_for_percentage,
        corrected=True,
    ),
    Fault("chorley", "R004", "The heading Denominator was renamed Cohort.", _renamed_header),
    Fault("hyndburn", "R008", "Three numbers are kept as text.", _numbers_as_text),
    Fault("lancaster", "R015", "A filled row is hidden.", _hidden_row),
    Fault(
        "pendle",
        "R003",
        "Issued to Pendle, but the cover says Burnley.",
        _wrong_board,
        corrected=True,
    ),
    Fault("preston", "R005", "Every row of one measure was deleted.", _missing_measure),
)
OLD_FORMAT = ("fylde.xls", "An old Excel file (.xls): refused, and sent again as fylde.xlsx.")


def as_toml(planted: list[Fault]) -> str:
    """The list of faults as TOML: one table a cell at fault, for people and for tests."""
    lines = [
        "# The faults planted in returns/, written by build.py. `code` is the rule that must find the cell;",
        "# refused means that the file is not read at all. `settled` says how the sample deals with it.",
    ]

    def table(file: str, sheet: str, cell: str, code: str, what: str, settled: str) -> None:
        pairs = {
            "file": file,
            "sheet": sheet,
            "cell": cell,
            "code": code,
            "what": what,
            "settled": settled,
        }
        lines.extend(("", "[[faults]]"))
        lines.extend(
            f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in pairs.items()
        )

    for fault in planted:
        settled = f"resubmitted/{fault.board}.xlsx" if fault.corrected else "decisions.toml"
        for cell in fault.cells or ("",):
            table(f"{fault.board}.xlsx", fault.sheet, cell, fault.code, fault.what, settled)
    table(OLD_FORMAT[0], "", "", "refused", OLD_FORMAT[1], "returns/fylde.xlsx")
    return "\n".join(lines) + "\n"
