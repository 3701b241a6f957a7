"""A clean published annex, and ways to give a withheld figure away in one."""

import io
import re
import zipfile
from collections.abc import Callable

import openpyxl
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from cypworkbench.domain.record import Picture
from cypworkbench.flow.annex_audit import public_rows

Change = Callable[[openpyxl.Workbook, Worksheet], None]
KEPT = ("cpp-rate", "permanent-exclusions", "fte-rate")


def annex(picture: Picture, change: Change | None = None) -> bytes:
    """Three measures of the public picture on one sheet, below a title; `change` plants a leak."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "Figures"
    sheet.append(["Figures of the public pack", picture.round.label])
    rows = [row for row in public_rows(picture) if row["measure"] in KEPT]
    sheet.append(list(rows[0]))
    for row in rows:
        value = row["value"]
        known = re.fullmatch(r"-?[\d.]+", value)
        sheet.append(
            [float(text) if name == "value" and known else text for name, text in row.items()]
        )
    if change:
        change(book, sheet)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def withheld(sheet: Worksheet) -> int:
    """The first row that withholds its figure."""
    return next(row for row in range(3, sheet.max_row) if sheet.cell(row, 5).value == "[c]")


def _cell(write: Callable[[Worksheet, int], None]) -> Change:
    return lambda _, sheet: write(sheet, withheld(sheet))


def _value(sheet: Worksheet, row: int) -> None:
    sheet.cell(row, 5).value = 3


def _displayed(sheet: Worksheet, row: int) -> None:
    sheet.cell(row, 5).value = 3
    sheet.cell(row, 5).number_format = '"[c]"'


def _formula(sheet: Worksheet, row: int) -> None:
    sheet.cell(row, 5).value = "=SUM(1,2)"


def _note(sheet: Worksheet, row: int) -> None:
    sheet.cell(row, 5).comment = Comment("3 in the return", "analyst")


def _hint(sheet: Worksheet, row: int) -> None:
    held = DataValidation(type="whole", formula1="0", promptTitle="Fylde", prompt="3")
    held.add(f"E{row}")
    sheet.add_data_validation(held)


def _coloured(sheet: Worksheet, row: int) -> None:
    sheet.cell(row, 5).fill = PatternFill("solid", fgColor="FFCC00")


def _hidden_row(sheet: Worksheet, row: int) -> None:
    sheet.cell(sheet.max_row + 1, 1).value = "fte-rate"
    sheet.row_dimensions[row].hidden = True


def _hidden_column(sheet: Worksheet, row: int) -> None:
    sheet.cell(row, 8).value = 3
    sheet.column_dimensions["H"].hidden = True


def _beside(sheet: Worksheet, row: int) -> None:
    sheet.cell(2, 8).value = "change"
    sheet.cell(row, 8).value = "up 2"


def _second_mark(sheet: Worksheet, row: int) -> None:
    sheet.cell(row, 6).value = "secondary"


def _in_the_title(sheet: Worksheet, _row: int) -> None:
    sheet.cell(1, 3).value = "Fylde had 3"


def _hidden_sheet(book: openpyxl.Workbook, _sheet: Worksheet) -> None:
    made = book.create_sheet("Working")
    made.append(["fte-rate", 3])
    made.sheet_state = "veryHidden"


def _named_sheet(_book: openpyxl.Workbook, sheet: Worksheet) -> None:
    sheet.title = "Fylde 3"


def _defined(book: openpyxl.Workbook, _sheet: Worksheet) -> None:
    book.defined_names["fylde"] = DefinedName("fylde", attr_text="3")


def _property(book: openpyxl.Workbook, _sheet: Worksheet) -> None:
    book.properties.description = "Fylde 3"


def _conditional(_book: openpyxl.Workbook, sheet: Worksheet) -> None:
    red = PatternFill("solid", bgColor="FF0000")
    rule = CellIsRule(operator="lessThan", formula=["6"], fill=red)  # type: ignore[no-untyped-call] # no stubs for it
    sheet.conditional_formatting.add("E3:E99", rule)


def embedded(content: bytes) -> bytes:
    """The annex with a workbook embedded behind a chart."""
    held = io.BytesIO(content)
    with zipfile.ZipFile(held, "a") as package:
        package.writestr("xl/embeddings/Microsoft_Excel_Sheet1.xlsx", b"PK\x03\x04")
    return held.getvalue()


CHANGES: dict[str, Change] = {
    "the value in place of its mark": _cell(_value),
    "a number that is shown as [c]": _cell(_displayed),
    "a formula": _cell(_formula),
    "a note on the cell": _cell(_note),
    "a hint when the cell is chosen": _cell(_hint),
    "a colour": _cell(_coloured),
    "a hidden row": _cell(_hidden_row),
    "a hidden column": _cell(_hidden_column),
    "a change beside the figure": _cell(_beside),
    "two marks": _cell(_second_mark),
    "a title that says it": _cell(_in_the_title),
    "a very hidden sheet": _hidden_sheet,
    "a sheet's name": _named_sheet,
    "a defined name": _defined,
    "a property": _property,
    "formatting that depends on it": _conditional,
}
