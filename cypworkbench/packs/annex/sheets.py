"""What an annex is made of, whatever file it becomes: a cover, and tables of words and numbers."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Number:
    """A figure as printed: already rounded to its decimals."""

    value: float
    decimals: int

    @property
    def plain(self) -> str:
        """As a program reads it: no commas, a plain minus, its decimals kept."""
        return f"{self.value:.{self.decimals}f}"


Cell = str | Number


def number(value: float, decimals: int) -> Number:
    """A value rounded as it is printed; what rounds to nothing has no sign."""
    return Number(float(f"{value:.{decimals}f}") + 0.0, decimals)


@dataclass(frozen=True, slots=True)
class Column:
    """A column's heading and its width in characters."""

    heading: str
    width: int


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet: its name, its title, lines above the table, and the table. Every row has a cell for every column.

    `goes_to` says where the first column holds the names of other sheets, to be followed.
    """

    name: str
    title: str
    above: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    goes_to: bool = False

    @property
    def lines(self) -> Iterator[str]:
        """The lines above the table, the title first; the heads follow them at once."""
        yield self.title
        yield "This worksheet contains one table."
        yield from self.above

    @property
    def first(self) -> int:
        """The row of the heads, counted from 1."""
        return len(self.above) + 3


@dataclass(frozen=True, slots=True)
class Annex:
    """A pack's figures: the cover's title and lines, the tables in order, and what the file says of itself."""

    title: str
    author: str
    subject: str
    created_at: datetime
    cover: tuple[str, ...]
    tables: tuple[Table, ...]

    def table(self, name: str) -> Table:
        """The table on the sheet of that name. Raises KeyError when there is none."""
        found = next((t for t in self.tables if t.name == name), None)
        if found is None:
            raise KeyError(name)
        return found
