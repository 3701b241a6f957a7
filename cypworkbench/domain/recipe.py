"""How a table that is not our template is read: where its measures, places, periods and figures stand."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Role(StrEnum):
    """What a text beside a figure says of it."""

    MEASURE = "measure"
    AREA = "area"
    PERIOD = "period"
    PART = "part"


class Where(StrEnum):
    """Where the text stands: the same for all figures, in a column beside them, or in a row above them."""

    CONSTANT = "constant"
    COLUMN = "column"
    ROW = "row"


@dataclass(frozen=True, slots=True)
class Source:
    """One role's text: for a constant the text itself, else how many columns right of (or rows below) the anchor."""

    where: Where
    text: str = ""
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Block:
    """One table of a sheet, told from one cell of it, its anchor, so that it may move.

    The anchor is the `nth` cell of the sheet with that text. Figures begin `down` rows below it and `right` columns
    beside it, and go on for as many columns as `columns` (0: as long as there are headings) until a row without labels.
    `known` are the headings met when the recipe was made; `left_out` are texts that are knowingly not read, such as
    Total. `names` says what a spelling means: a measure's id, an area's code, or numerator, denominator and value.
    """

    anchor: str
    down: int
    right: int
    measure: Source
    area: Source
    period: Source
    part: Source = field(default_factory=lambda: Source(Where.CONSTANT, "value"))
    nth: int = 1
    columns: int = 0
    known: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)

    def source(self, role: Role) -> Source:
        """Where a role's text stands."""
        sources = {
            Role.MEASURE: self.measure,
            Role.AREA: self.area,
            Role.PERIOD: self.period,
            Role.PART: self.part,
        }
        return sources[role]


@dataclass(frozen=True, slots=True)
class SheetRecipe:
    """The tables of one sheet, by the sheet's name; an empty name means the one sheet where all of them are found."""

    sheet: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Recipe:
    """How the files of one sender are read: data, not code.

    `board` is who sends them; `left_out` names the sheets that are knowingly not read.
    """

    name: str
    sheets: tuple[SheetRecipe, ...]
    board: str = ""
    left_out: tuple[str, ...] = ()
