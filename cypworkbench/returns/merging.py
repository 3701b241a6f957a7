"""A sheet to look things up in: texts by row and column, where a merged cell says the same all over."""

import re
from collections.abc import Iterator

from cypworkbench.domain.cells import Cell
from cypworkbench.domain.evidence import Sheet
from cypworkbench.returns.names import key
from cypworkbench.returns.sheet_reader import column_number
from cypworkbench.returns.values import text_of

_RANGE = re.compile(r"([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})\Z")
_MOST_MERGED = 10_000


def corners(merged: str) -> tuple[int, int, int, int] | None:
    """The first and last row and column of a merged range; None for what is no range."""
    match = _RANGE.match(merged)
    if not match:
        return None
    first, top, last, bottom = match.groups()
    return int(top), column_number(first), int(bottom), column_number(last)


class Grid:
    """The filled cells of a sheet by place."""

    def __init__(self, sheet: Sheet) -> None:
        self._cells = {(cell.row, cell.column): cell for cell in sheet.cells}
        self._first: dict[tuple[int, int], tuple[int, int]] = {}
        for merged in sheet.merged:
            found = corners(merged)
            if found:
                self._spread(found)
        self.last_row = max((row for row, _ in self._cells), default=0)
        self.last_column = max((column for _, column in self._cells), default=0)

    def _spread(self, found: tuple[int, int, int, int]) -> None:
        top, left, bottom, right = found
        if (bottom - top + 1) * (right - left + 1) <= _MOST_MERGED:
            for row in range(top, bottom + 1):
                for column in range(left, right + 1):
                    self._first[row, column] = (top, left)

    def cell(self, row: int, column: int) -> Cell | None:
        """The cell that is filled there itself."""
        return self._cells.get((row, column))

    def first(self, row: int, column: int) -> tuple[int, int]:
        """The place that a place's text is kept at: itself, or the first corner of the merged cell it is in."""
        return self._first.get((row, column), (row, column))

    def text(self, row: int, column: int) -> str:
        """What a reader sees there, tidied: a merged cell's text all over it."""
        return text_of(self._cells.get(self.first(row, column)))

    def texts_in_row(self, row: int) -> Iterator[str]:
        """The texts of a row."""
        for column in range(1, self.last_column + 1):
            text = self.text(row, column)
            if text:
                yield text

    def is_empty(self, row: int) -> bool:
        """Whether nothing stands in a row."""
        return next(self.texts_in_row(row), None) is None

    def places_of(self, text: str) -> list[tuple[int, int]]:
        """Where a text stands, in reading order."""
        wanted = key(text)
        return [at for at, cell in self._cells.items() if key(text_of(cell)) == wanted and cell.raw]

    def beside(self, first: int, last: int, rows: list[int]) -> list[int]:
        """The filled columns of those rows that touch the columns from first to last, one after the other."""
        filled = {
            column
            for row in rows
            for column in range(1, self.last_column + 1)
            if (row, column) in self._cells
        }
        while first - 1 in filled:
            first -= 1
        while last + 1 in filled:
            last += 1
        return [column for column in range(first, last + 1) if column in filled]
