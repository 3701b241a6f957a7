"""One table of a foreign layout where it stands in a sheet: its rows and columns found, and each figure's labels."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from cypworkbench.domain.evidence import Cell, a1
from cypworkbench.domain.framework import Framework, Measure
from cypworkbench.domain.period import Period
from cypworkbench.domain.period_text import parse
from cypworkbench.domain.recipe import Block, Role, SheetRecipe, Source, Where
from cypworkbench.domain.refusal import Refusal
from cypworkbench.returns.layout import Column
from cypworkbench.returns.merging import Grid
from cypworkbench.returns.names import key, measures_by_id, measures_by_title
from cypworkbench.returns.wording import say_list

MOST_NAMED = 6
_PARTS = {
    column.value.casefold(): column
    for column in (Column.NUMERATOR, Column.DENOMINATOR, Column.VALUE)
}
_HEADS_ABOVE = 3  # rows above the anchor that may still be headings of its table


class Found(NamedTuple):
    """A block where it stands in a sheet: the anchor's row and column."""

    block: Block
    row: int
    column: int


class Figure(NamedTuple):
    """One cell of a block, with what its labels say it is."""

    measure: Measure
    area: str
    period: Period
    part: Column
    cell: Cell


@dataclass(frozen=True, slots=True)
class Names:
    """What spellings mean in a plan."""

    by_id: Mapping[str, Measure]
    by_title: Mapping[str, Measure]
    areas: Mapping[str, str]


def names_in(framework: Framework) -> Names:
    """What spellings mean in a plan: references and titles, codes, names and aliases."""
    areas = {
        key(n): area.code for area in framework.areas for n in (area.code, area.name, *area.aliases)
    }
    return Names(measures_by_id(framework), measures_by_title(framework), areas)


def blocks_in(grid: Grid, wanted: SheetRecipe) -> list[Found]:
    """The blocks of a sheet's recipe that stand in it, each by its anchor."""
    found = []
    for block in wanted.blocks:
        places = grid.places_of(block.anchor)
        if len(places) >= block.nth:
            found.append(Found(block, *places[block.nth - 1]))
    return found


def knows(grid: Grid, found: Found) -> bool:
    """Whether every heading that was known when the recipe was made is still within the block's heading rows."""
    block = found.block
    rows = range(found.row - _HEADS_ABOVE, found.row + block.down)
    said = {key(text) for row in rows for text in grid.texts_in_row(row)}
    return all(key(text) in said for text in block.known)


@dataclass(frozen=True, slots=True)
class Place:
    """A block in its sheet, being read."""

    file: str
    sheet: str
    grid: Grid
    found: Found
    names: Names

    def figures(self) -> Iterator[Figure]:
        """Every figure of the block. Raises Refusal naming all that is unclear, at once."""
        rows, columns = self._kept_rows(), self._kept_columns()
        self._refuse_dropped(rows, columns)
        unclear: list[str] = []
        made = []
        for row in rows:
            for column in columns:
                cell = self.grid.cell(row, column)
                if cell is None:
                    continue
                figure = self._labelled(row, column, cell, unclear)
                if figure:
                    made.append(figure)
        if unclear:
            said = say_list(list(dict.fromkeys(unclear)), MOST_NAMED)
            raise Refusal(
                f"{self.file}, sheet {self.sheet}: {said}; nothing was read.",
                "Say in the recipe what each means, or name it among those left out.",
            )
        yield from made

    def accounted(self) -> set[tuple[int, int]]:
        """Every place that the block reads, heads or leaves out."""
        rows, columns = self._rows(), self._columns()
        labels = self._labels()
        lines = range(self.found.row - _HEADS_ABOVE, self.found.row + self.found.block.down)
        heads = {(row, column) for row in lines for column in [*labels, *columns]}
        beside = {(row, c) for row in rows for c in range(1, self.grid.last_column + 1)}
        below_heads = {(row, column) for row in rows for column in columns}
        # what stands beside the block is looked at column by column, by name
        return (
            heads | below_heads | {at for at in beside if at[1] in labels or self._is_left_out(at)}
        )

    def read_here(self) -> set[tuple[int, int]]:
        """Every place whose text the block goes by or whose figure it reads, a merged cell by its first corner."""
        block, rows, labels = self.found.block, self._rows(), self._labels()
        said = {key(text) for text in (block.anchor, *block.known, *block.left_out)}
        lines = range(self.found.row - _HEADS_ABOVE, self.found.row + block.down)
        named = {
            (row, column)
            for row in lines
            for column in range(1, self.grid.last_column + 1)
            if key(self.grid.text(row, column)) in said
        }
        sources = self._sources().values()
        over = [self.found.row + s.offset for s in sources if s.where is Where.ROW]
        heads = named | {(row, column) for row in over for column in self._columns()}
        beside = {(row, column) for row in rows for column in labels}
        figures = {(r, c) for r in self._kept_rows() for c in self._kept_columns()}
        places = heads | beside | figures | set(self.grid.places_of(block.anchor))
        return {self.grid.first(*at) for at in places}

    def _is_left_out(self, at: tuple[int, int]) -> bool:
        left_out = {key(text) for text in self.found.block.left_out}
        return key(self.grid.text(self.found.row, at[1])) in left_out

    def _labels(self) -> set[int]:
        sources = self._sources().values()
        return {self.found.column + s.offset for s in sources if s.where is Where.COLUMN}

    def _kept_rows(self) -> list[int]:
        left_out = {key(text) for text in self.found.block.left_out}
        labels = self._labels()
        return [
            row
            for row in self._rows()
            if not any(key(self.grid.text(row, column)) in left_out for column in labels)
        ]

    def _kept_columns(self) -> list[int]:
        left_out = {key(text) for text in self.found.block.left_out}
        sources = self._sources().values()
        heads = [self.found.row + s.offset for s in sources if s.where is Where.ROW]
        return [
            column
            for column in self._columns()
            if not any(key(self.grid.text(row, column)) in left_out for row in heads)
        ]

    def _rows(self) -> list[int]:
        """The rows of figures: from the first, until one where every label column is empty."""
        first = self.found.row + self.found.block.down
        labels = self._labels()
        rows = []
        for row in range(first, self.grid.last_row + 1):
            if labels and not any(self.grid.text(row, column) for column in labels):
                break
            if not labels and self.grid.is_empty(row):
                break
            rows.append(row)
        return rows

    def _columns(self) -> list[int]:
        """The columns of figures: as many as the recipe says, or as long as a heading stands over them."""
        block, first = self.found.block, self.found.column + self.found.block.right
        if block.columns:
            return list(range(first, first + block.columns))
        heads = [
            self.found.row + s.offset for s in self._sources().values() if s.where is Where.ROW
        ]
        columns = []
        for column in range(first, self.grid.last_column + 1):
            said = [self.grid.text(row, column) for row in heads]
            if not any(said):
                break
            columns.append(column)
        return columns

    def _sources(self) -> dict[Role, Source]:
        return {role: self.found.block.source(role) for role in Role}

    def _refuse_dropped(self, rows: list[int], columns: list[int]) -> None:
        """Refuse a column beside the block that holds something, and that the recipe says nothing about."""
        block = self.found.block
        labels = self._labels()
        left_out = {key(text) for text in block.left_out}
        dropped = []
        for column in self.grid.beside(min([*labels, *columns]), max([*labels, *columns]), rows):
            head = self.grid.text(self.found.row, column)
            if column not in labels and column not in columns and key(head) not in left_out:
                dropped.append(
                    f"“{head}” ({a1(self.found.row, column)})"
                    if head
                    else a1(self.found.row, column)
                )
        if dropped:
            raise Refusal(
                f"{self.file}, sheet {self.sheet}: the recipe would drop the column {say_list(dropped, MOST_NAMED)}.",
                "Say in the recipe what it holds, or name it among those left out.",
            )

    def _labelled(self, row: int, column: int, cell: Cell, unclear: list[str]) -> Figure | None:
        said = {role: self._said(source, row, column) for role, source in self._sources().items()}
        measure = self._measure(said[Role.MEASURE])
        area = self._area(said[Role.AREA])
        part = _PARTS.get(self._meant(said[Role.PART]).casefold())
        period = parse(self._meant(said[Role.PERIOD]), measure.period_kind) if measure else None
        if measure is None:
            unclear.append(f"no measure of the plan is called “{said[Role.MEASURE]}”")
        if area is None:
            unclear.append(f"no area of the plan is called “{said[Role.AREA]}”")
        if part is None:
            unclear.append(f"“{said[Role.PART]}” is neither numerator, denominator nor value")
        if measure and not isinstance(period, Period):
            unclear.append(f"“{said[Role.PERIOD]}” names no period of {measure.title}")
        if measure is None or area is None or part is None or not isinstance(period, Period):
            return None
        return Figure(measure, area, period, part, cell)

    def _said(self, source: Source, row: int, column: int) -> str:
        if source.where is Where.CONSTANT:
            return source.text
        if source.where is Where.COLUMN:
            return self.grid.text(row, self.found.column + source.offset)
        return self.grid.text(self.found.row + source.offset, column)

    def _meant(self, text: str) -> str:
        return self.found.block.names.get(text, text)

    def _measure(self, text: str) -> Measure | None:
        meant = key(self._meant(text))
        return self.names.by_id.get(meant) or self.names.by_title.get(meant)

    def _area(self, text: str) -> str | None:
        return self.names.areas.get(key(self._meant(text)))
