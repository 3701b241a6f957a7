"""Cells as stored in a file, and many of them together in little memory."""

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from itertools import repeat
from typing import NamedTuple, Self, overload


def column_letters(column: int) -> str:
    """Excel's letters for a column number: 1 is A, 27 is AA."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def a1(row: int, column: int) -> str:
    """The address of a cell, both counted from one: (14, 5) is E14."""
    return f"{column_letters(column)}{row}"


WITHHELD = "kept locked"
"""What stands in place of a cell of a locked workbook that was not read: the file has it, locked."""


class CellKind(StrEnum):
    """How the file stores a cell."""

    NUMBER = "number"
    TEXT = "text"
    BOOLEAN = "boolean"
    DATE = "date"
    ERROR = "error"
    NO_CACHED_VALUE = "no_cached_value"


class Cell(NamedTuple):
    """One cell exactly as stored: raw text, never a float. Rows and columns count from one."""

    row: int
    column: int
    kind: CellKind
    raw: str
    number_format: str = "General"
    is_formula: bool = False
    superscript: str = ""

    @property
    def a1(self) -> str:
        """The cell's address, such as E14."""
        return a1(self.row, self.column)


_KINDS = tuple(CellKind)
_NUMBER_OF = {kind: number for number, kind in enumerate(_KINDS)}


class Cells(Sequence[Cell]):
    """The cells of a sheet, kept column by column of what they hold and made into Cells when asked for.

    A quarter of the memory of a tuple of them. Cells are added while a sheet is read, and never after.
    """

    __slots__ = ("_columns", "_formats", "_formula", "_kinds", "_named", "_raised", "_raw", "_rows")

    def __init__(self, cells: Iterable[Cell] = ()) -> None:
        self._rows = array("I")
        self._columns = array("H")
        self._kinds = bytearray()
        self._raw: list[str] = []
        self._formats = array("H")
        self._named: dict[str, int] = {}
        self._formula = bytearray()
        self._raised: dict[int, str] = {}
        for cell in cells:
            self.add(cell)

    def add(self, cell: tuple[int, int, CellKind, str, str, bool, str]) -> None:
        """Put a cell after the others; its parts are those of Cell, in the same order."""
        row, column, kind, raw, number_format, is_formula, superscript = cell
        named = self._named.get(number_format)
        if named is None:
            named = self._named[number_format] = len(self._named)
        if superscript:
            self._raised[len(self._raw)] = superscript
        self._rows.append(row)
        self._columns.append(column)
        self._kinds.append(_NUMBER_OF[kind])
        self._raw.append(raw)
        self._formats.append(named)
        self._formula.append(is_formula)

    def __len__(self) -> int:
        return len(self._raw)

    def __iter__(self) -> Iterator[Cell]:
        named = tuple(self._named)
        raised = map(self._raised.get, range(len(self)), repeat("")) if self._raised else repeat("")
        return map(
            Cell,
            self._rows,
            self._columns,
            map(_KINDS.__getitem__, self._kinds),
            self._raw,
            map(named.__getitem__, self._formats),
            map(bool, self._formula),
            raised,
        )

    @property
    def widest(self) -> int:
        """The number of the last column with a cell in it; 0 where there is no cell."""
        return max(self._columns, default=0)

    def brief(self) -> Iterator[tuple[int, int, CellKind, str]]:
        """Row, column, kind and raw text of each cell, several times faster than the Cells themselves."""
        return zip(
            self._rows,
            self._columns,
            map(_KINDS.__getitem__, self._kinds),
            self._raw,
            strict=True,
        )

    @overload
    def __getitem__(self, at: int) -> Cell: ...

    @overload
    def __getitem__(self, at: slice) -> tuple[Cell, ...]: ...

    def __getitem__(self, at: int | slice) -> Cell | tuple[Cell, ...]:
        if isinstance(at, slice):
            return tuple(self[number] for number in range(*at.indices(len(self))))
        number = at if at >= 0 else at + len(self)
        if not 0 <= number < len(self):
            raise IndexError(at)
        return Cell(
            self._rows[number],
            self._columns[number],
            _KINDS[self._kinds[number]],
            self._raw[number],
            tuple(self._named)[self._formats[number]],
            bool(self._formula[number]),
            self._raised.get(number, ""),
        )

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence) or len(self) != len(other):
            return False
        return all(mine == theirs for mine, theirs in zip(self, other, strict=True))

    def __hash__(self) -> int:
        return hash(tuple(self))

    def ordered(self) -> Self:
        """The same cells in reading order."""
        return type(self)(sorted(self, key=lambda cell: (cell.row, cell.column)))

    def plain(self) -> dict[str, object]:
        """The cells as JSON values, column by column."""
        return {
            "rows": self._rows.tolist(),
            "columns": self._columns.tolist(),
            "kinds": list(self._kinds),
            "raw": self._raw,
            "formats": self._formats.tolist(),
            "named": list(self._named),
            "formula": list(self._formula),
            "raised": [[number, text] for number, text in self._raised.items()],
        }

    @classmethod
    def from_plain(cls, said: Mapping[str, list[int]]) -> Self:
        """The cells that `plain` gave. Raises ValueError, TypeError or KeyError for anything else."""
        made = cls()
        made._rows.extend(said["rows"])
        made._columns.extend(said["columns"])
        made._kinds.extend(said["kinds"])
        made._raw.extend(map(str, said["raw"]))
        made._formats.extend(said["formats"])
        made._named = {str(name): number for number, name in enumerate(said["named"])}
        made._formula.extend(said["formula"])
        made._raised = _numbered(said["raised"])
        if len({len(made._rows), len(made._columns), len(made._kinds), len(made._raw)}) != 1:
            message = "cells of different lengths"
            raise ValueError(message)
        return made


def _numbered(pairs: Iterable[object]) -> dict[int, str]:
    return {int(pair[0]): str(pair[1]) for pair in pairs if isinstance(pair, list)}
