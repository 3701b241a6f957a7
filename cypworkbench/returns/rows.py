"""A return as it was recognised: its rows, each with the cells it was read from, for the rules to look at."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from cypworkbench.domain.evidence import (
    Cell,
    Flag,
    Origin,
    Return,
    Sheet,
    ValueState,
    a1,
)
from cypworkbench.domain.framework import Measure
from cypworkbench.domain.period import Period
from cypworkbench.returns.layout import Column, Table
from cypworkbench.returns.values import Given

_BLANK = Given()


@dataclass(frozen=True, slots=True)
class CoverCell:
    """What a label on the cover is followed by, and where."""

    text: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Row:
    """One row of figures. `measure` is None where the plan has no such measure, `period` where it could not be read.

    `named_by` says how the measure was found: "reference", or "title" where the reference was unknown or empty.
    `candidates` are the periods that the text could mean. A row read by a recipe has its `area`, and in
    `origins` where each part stands, wherever the layout puts it; our own rows are about the return's one place.
    """

    sha256: str
    sheet: str
    number: int
    columns: Mapping[Column, int]
    cells: Mapping[Column, Cell]
    reference: str = ""
    title: str = ""
    measure: Measure | None = None
    named_by: str = ""
    period_text: str = ""
    period: Period | None = None
    candidates: tuple[Period, ...] = ()
    given: Mapping[Column, Given] = field(default_factory=lambda: MappingProxyType({}))
    state: ValueState | None = None
    flags: tuple[Flag, ...] = ()
    status_known: bool = True
    hidden: bool = False
    comment: str = ""
    area: str = ""
    origins: Mapping[Column, Origin] = field(default_factory=lambda: MappingProxyType({}))

    def origin(self, column: Column) -> Origin:
        """Where that column of the row stands, filled or not; the row's first cell where there is no such column."""
        if column in self.origins:
            return self.origins[column]
        number = self.columns.get(column)
        return Origin(
            self.sha256, self.sheet, a1(self.number, number) if number else f"A{self.number}"
        )

    def figure(self, column: Column) -> Given:
        """What the row gives as numerator, denominator or value."""
        return self.given.get(column, _BLANK)

    @property
    def is_empty(self) -> bool:
        """Whether nobody answered anything: neither a figure, nor a status, nor a comment."""
        return self.is_blank and not self.comment and self.state is None and self.status_known

    @property
    def is_blank(self) -> bool:
        """Whether nobody filled in a figure."""
        return all(given.state is ValueState.BLANK for given in self.given.values())


class SheetUse(StrEnum):
    """What became of a sheet."""

    COVER = "cover"
    MANIFEST = "manifest"
    READ = "read"
    WORDS = "read for its words"
    HIDDEN = "hidden"
    NOT_READ = "not read"


@dataclass(frozen=True, slots=True)
class SheetFound:
    """A sheet, its tables, and what became of it."""

    sheet: Sheet
    use: SheetUse
    tables: tuple[Table, ...] = ()


@dataclass(frozen=True, slots=True)
class Recognised(Return):
    """A return with everything the rules look at; `check` gives back the plain Return.

    `by_recipe` tells that it is not our template: it has no cover, manifest or headings of ours. `place` is the code of
    the one area looked at, where a recipe read several.
    """

    rows: tuple[Row, ...] = ()
    sheets: tuple[SheetFound, ...] = ()
    cover: Mapping[str, CoverCell] = field(default_factory=lambda: MappingProxyType({}))
    manifest: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    by_recipe: bool = False
    place: str = ""

    def cover_origin(self, label: str) -> Origin:
        """Where the cover says a thing, or the cover itself."""
        found = self.cover.get(label)
        if found:
            return found.origin
        names = [found.sheet.name for found in self.sheets if found.use is SheetUse.COVER]
        names += [row.sheet for row in self.rows[:1] if self.by_recipe]
        return Origin(self.sha256, names[0] if names else "Cover", "")
