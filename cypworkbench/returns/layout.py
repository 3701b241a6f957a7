"""Where the columns of a return are: the header row found, and each heading matched to what it means.

Headings may move and be reworded. A rewording is matched through a list and never by likeness, and is reported;
so is every heading that is not known.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from cypworkbench.domain.evidence import Cell, CellKind, Sheet
from cypworkbench.returns.values import tidy


class Column(StrEnum):
    """The columns of a return, by the headings the blank one carries."""

    REFERENCE = "Reference"
    MEASURE = "Measure"
    UNIT = "Unit"
    PERIOD = "Period"
    NUMERATOR = "Numerator"
    DENOMINATOR = "Denominator"
    VALUE = "Value"
    STATUS = "Status"
    COMMENT = "Comment"


FIGURES = (Column.NUMERATOR, Column.DENOMINATOR, Column.VALUE)
_REWORDED = {
    Column.REFERENCE: "ref; ref no; measure ref; measure reference; measure id; id; code; pi ref; indicator ref",
    Column.MEASURE: "indicator; measure name; title; performance indicator; performance measure; description; kpi",
    Column.UNIT: "units; unit of measure; measured in",
    Column.PERIOD: "year; reporting period; time period; quarter; date; period ending; as at",
    Column.NUMERATOR: "num; count; number; top line; numerator count; number of children; number of cases",
    Column.DENOMINATOR: "denom; den; cohort; population; base; out of; total; bottom line; cohort size",
    Column.VALUE: "figure; result; outturn; rate; percentage; per cent; %; performance; actual",
    Column.STATUS: "figure status; data status; flag; final or provisional; provisional or final",
    Column.COMMENT: "comments; commentary; note; notes; remarks; narrative; context",
}
_MEANING = {
    spelling.strip(): column for column, said in _REWORDED.items() for spelling in said.split(";")
} | {column.value.casefold(): column for column in Column}
_TRIMMINGS = re.compile(r"[\s:*.†]+\Z|\s*\((?:see [^)]*|\d|[a-z]|required|optional)\)\s*\Z")
_DEEPEST_HEADER = 60
_FEWEST_HEADINGS = 4


@dataclass(frozen=True, slots=True)
class Table:
    """A header row and what it says: the column number of each meaning, and the headings found.

    `reworded` and `unexpected` are the heading cells that differ from the blank return's; `doubled` those whose
    meaning another column had already. `last_row` is the last row before the next header row, or 0 for the end.
    """

    sheet: str
    header_row: int
    columns: Mapping[Column, int]
    reworded: tuple[tuple[Cell, Column], ...] = ()
    unexpected: tuple[Cell, ...] = ()
    doubled: tuple[Cell, ...] = ()
    last_row: int = 0

    @property
    def missing(self) -> tuple[Column, ...]:
        """The columns of a blank return that this table does not have."""
        return tuple(column for column in Column if column not in self.columns)

    @property
    def can_be_read(self) -> bool:
        """Whether rows can be told apart and hold figures."""
        named = Column.REFERENCE in self.columns or Column.MEASURE in self.columns
        figures = any(column in self.columns for column in FIGURES)
        return named and figures and Column.PERIOD in self.columns


def meaning_of(heading: str) -> Column | None:
    """The column that a heading names, in the blank return's words or in a known rewording; else None."""
    return _MEANING.get(tidy(heading).casefold()) or _MEANING.get(_trimmed(heading))


def _trimmed(heading: str) -> str:
    return _TRIMMINGS.sub("", tidy(heading).casefold())


def find_tables(sheet: Sheet) -> tuple[Table, ...]:
    """The tables of a sheet, from the top: one for every row that reads as a header."""
    found = [
        table
        for number, row in sheet.rows()
        if number <= _DEEPEST_HEADER or len(row) >= _FEWEST_HEADINGS
        for table in _as_header(sheet.name, number, row)
    ]
    ends = [table.header_row - 1 for table in found[1:]] + [0]
    return tuple(_ending(table, end) for table, end in zip(found, ends, strict=False))


def _ending(table: Table, last_row: int) -> Table:
    return Table(
        table.sheet,
        table.header_row,
        table.columns,
        table.reworded,
        table.unexpected,
        table.doubled,
        last_row,
    )


def _as_header(sheet: str, number: int, row: Mapping[int, Cell]) -> Iterator[Table]:
    columns: dict[Column, int] = {}
    reworded, unexpected, doubled = [], [], []
    for cell in row.values():
        heading = tidy(cell.raw)
        if cell.kind is not CellKind.TEXT or not heading:
            continue
        meaning = meaning_of(heading)
        if meaning is None:
            unexpected.append(cell)
        elif meaning in columns:
            doubled.append(cell)
        else:
            columns[meaning] = cell.column
            if _trimmed(heading) != meaning.value.casefold():
                reworded.append((cell, meaning))
    own_words = len(columns) - len(reworded)
    table = Table(sheet, number, columns, tuple(reworded), tuple(unexpected), tuple(doubled))
    if len(columns) >= _FEWEST_HEADINGS and own_words and len(unexpected) <= len(columns):
        yield table
