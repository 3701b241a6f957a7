"""Tables that are not our template, read by a recipe: every figure with its cell, or a refusal that says why not.

Nothing is dropped in silence: a column or row within a table that the recipe neither reads nor names as left out keeps
the file out, and so does a name that is not known.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Context
from typing import NamedTuple

from cypworkbench.domain.evidence import (
    Cell,
    CellKind,
    Observation,
    Origin,
    Return,
    Sheet,
    ValueState,
    Workbook,
    a1,
)
from cypworkbench.domain.framework import Framework, Kind, Measure
from cypworkbench.domain.period import Period
from cypworkbench.domain.period_text import parse
from cypworkbench.domain.recipe import Block, Recipe, Role, SheetRecipe, Source, Where
from cypworkbench.domain.refusal import Refusal
from cypworkbench.returns.layout import Column
from cypworkbench.returns.merging import Grid
from cypworkbench.returns.names import key, measures_by_id, measures_by_title
from cypworkbench.returns.values import Given, read_value
from cypworkbench.returns.wording import say_list

_PARTS = {
    column.value.casefold(): column
    for column in (Column.NUMERATOR, Column.DENOMINATOR, Column.VALUE)
}
_MOST_NAMED = 6
_PRECISION = Context(prec=15)


class _Found(NamedTuple):
    """A block where it stands in a sheet: the anchor's row and column."""

    block: Block
    row: int
    column: int


class _Figure(NamedTuple):
    measure: Measure
    area: str
    period: Period
    part: Column
    cell: Cell


@dataclass(frozen=True, slots=True)
class _Names:
    """What spellings mean in a plan."""

    by_id: Mapping[str, Measure]
    by_title: Mapping[str, Measure]
    areas: Mapping[str, str]


def fits(workbook: Workbook, recipe: Recipe) -> bool:
    """Whether a file is laid out as the recipe says: every anchor is there, and every heading that was known."""
    return all(_sheet_for(workbook, wanted) is not None for wanted in recipe.sheets)


def fitting(workbook: Workbook, recipes: tuple[Recipe, ...]) -> Recipe | None:
    """The first of the saved recipes that a file fits, to be offered for it; None where none does."""
    return next((recipe for recipe in recipes if fits(workbook, recipe)), None)


def read(workbook: Workbook, recipe: Recipe, framework: Framework, round_label: str = "") -> Return:
    """The return in a foreign file.

    Raises Refusal when the file is not laid out so, when a column or row would be dropped in silence, and when a name,
    a period or a place is not known or is given twice.
    """
    names = _Names(
        measures_by_id(framework),
        measures_by_title(framework),
        {
            key(n): area.code
            for area in framework.areas
            for n in (area.code, area.name, *area.aliases)
        },
    )
    figures: list[tuple[_Figure, Sheet]] = []
    for wanted in recipe.sheets:
        sheet = _sheet_for(workbook, wanted)
        if sheet is None:
            raise _not_so(workbook, recipe)
        grid = Grid(sheet)
        places = [
            _Place(workbook.name, sheet.name, grid, found, names) for found in _blocks(grid, wanted)
        ]
        _refuse_unread(workbook, sheet, {at for place in places for at in place.accounted()})
        figures += [(figure, sheet) for place in places for figure in place.figures()]
    _refuse_unread_sheets(workbook, recipe)
    observations = tuple(_observations(figures, workbook))
    if not observations:
        raise Refusal(
            f"{workbook.name} holds no figure where the recipe {recipe.name} looks for them.",
            "Open the file and see whether it is the right one; or make a recipe for it.",
        )
    return Return(
        file=workbook.name,
        sha256=workbook.sha256,
        framework=framework.id,
        board=recipe.board,
        round=round_label,
        observations=observations,
    )


def _refuse_unread(workbook: Workbook, sheet: Sheet, accounted: set[tuple[int, int]]) -> None:
    """Refuse a number on a sheet that no block of the recipe reads, heads, or leaves out."""
    unread = [
        cell.a1
        for cell in sheet.cells
        if cell.kind is CellKind.NUMBER and (cell.row, cell.column) not in accounted
    ]
    if unread:
        raise Refusal(
            f"{workbook.name}, sheet {sheet.name}: the recipe would drop the figures at "
            f"{say_list(unread, _MOST_NAMED)}.",
            "Add the table they stand in to the recipe, or name its rows or columns among those left out.",
        )


def _refuse_unread_sheets(workbook: Workbook, recipe: Recipe) -> None:
    """Refuse a visible sheet with numbers that the recipe says nothing about."""
    read_here = {_sheet_for(workbook, wanted) for wanted in recipe.sheets}
    left_out = {key(name) for name in recipe.left_out}
    unread = [
        sheet.name
        for sheet in workbook.sheets
        if sheet not in read_here
        and key(sheet.name) not in left_out
        and sheet.state == "visible"
        and any(cell.kind is CellKind.NUMBER for cell in sheet.cells)
    ]
    if unread:
        raise Refusal(
            f"{workbook.name}: the recipe {recipe.name} says nothing about the sheet {say_list(unread)}, "
            "which holds numbers.",
            "Add it to the recipe, or name it among the sheets left out.",
        )


def _not_so(workbook: Workbook, recipe: Recipe) -> Refusal:
    return Refusal(
        f"{workbook.name} is not laid out as the recipe {recipe.name} says.",
        "Make a recipe for it by pointing, and save it under another name.",
    )


def _sheet_for(workbook: Workbook, wanted: SheetRecipe) -> Sheet | None:
    for sheet in workbook.sheets:
        named = not wanted.sheet or key(sheet.name) == key(wanted.sheet)
        if named and sheet.state == "visible":
            grid = Grid(sheet)
            found = _blocks(grid, wanted)
            if len(found) == len(wanted.blocks) and all(_knows(grid, each) for each in found):
                return sheet
    return None


def _blocks(grid: Grid, wanted: SheetRecipe) -> list[_Found]:
    found = []
    for block in wanted.blocks:
        places = grid.places_of(block.anchor)
        if len(places) >= block.nth:
            found.append(_Found(block, *places[block.nth - 1]))
    return found


def _knows(grid: Grid, found: _Found) -> bool:
    """Whether every heading that was known when the recipe was made is still within the block's heading rows."""
    block = found.block
    rows = range(found.row - 3, found.row + block.down)
    said = {key(text) for row in rows for text in grid.texts_in_row(row)}
    return all(key(text) in said for text in block.known)


@dataclass(frozen=True, slots=True)
class _Place:
    """A block in its sheet, being read."""

    file: str
    sheet: str
    grid: Grid
    found: _Found
    names: _Names

    def figures(self) -> Iterator[_Figure]:
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
                figure = self._figure(row, column, cell, unclear)
                if figure:
                    made.append(figure)
        if unclear:
            said = say_list(list(dict.fromkeys(unclear)), _MOST_NAMED)
            raise Refusal(
                f"{self.file}, sheet {self.sheet}: {said}; nothing was read.",
                "Say in the recipe what each means, or name it among those left out.",
            )
        yield from made

    def accounted(self) -> set[tuple[int, int]]:
        """Every place that the block reads, heads or leaves out."""
        rows, columns = self._rows(), self._columns()
        labels = self._labels()
        lines = range(self.found.row - 3, self.found.row + self.found.block.down)
        heads = {(row, column) for row in lines for column in [*labels, *columns]}
        beside = {(row, c) for row in rows for c in range(1, self.grid.last_column + 1)}
        below_heads = {(row, column) for row in rows for column in columns}
        # what stands beside the block is looked at column by column, by name
        return (
            heads | below_heads | {at for at in beside if at[1] in labels or self._is_left_out(at)}
        )

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
                f"{self.file}, sheet {self.sheet}: the recipe would drop the column {say_list(dropped, _MOST_NAMED)}.",
                "Say in the recipe what it holds, or name it among those left out.",
            )

    def _figure(self, row: int, column: int, cell: Cell, unclear: list[str]) -> _Figure | None:
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
        return _Figure(measure, area, period, part, cell)

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


def _observations(
    figures: list[tuple[_Figure, Sheet]], workbook: Workbook
) -> Iterator[Observation]:
    together: dict[tuple[str, str, Period], dict[Column, tuple[Cell, Sheet]]] = {}
    measures = {figure.measure.id: figure.measure for figure, _ in figures}
    for figure, sheet in figures:
        parts = together.setdefault((figure.measure.id, figure.area, figure.period), {})
        if figure.part in parts:
            before = parts[figure.part][0].a1
            raise Refusal(
                f"{workbook.name}, sheet {sheet.name}: {figure.cell.a1} and {before} both give {figure.measure.title} "
                f"for {figure.period.label}.",
                "Look whether a heading of the recipe points to the wrong row; or have one of the two deleted.",
            )
        parts[figure.part] = (figure.cell, sheet)
    for (measure, area, period), parts in together.items():
        yield _observation((measures[measure], area, period), parts, workbook)


def _observation(
    about: tuple[Measure, str, Period],
    parts: Mapping[Column, tuple[Cell, Sheet]],
    workbook: Workbook,
) -> Observation:
    given = {part: read_value(cell) for part, (cell, _) in parts.items()}
    first = parts.get(Column.VALUE) or next(iter(parts.values()))
    top, bottom, said = (
        given.get(c, Given()) for c in (Column.NUMERATOR, Column.DENOMINATOR, Column.VALUE)
    )
    measure, area, period = about
    value = said.value
    if (
        said.state is ValueState.BLANK
        and measure.has_parts
        and bottom.value
        and top.value is not None
    ):
        value = _PRECISION.divide(top.value * measure.per, bottom.value)
    elif said.state is ValueState.BLANK and measure.kind is Kind.COUNT:
        value = top.value
    return Observation(
        measure=measure.id,
        area=area,
        period=period,
        value=value,
        origin=Origin(workbook.sha256, first[1].name, first[0].a1),
        numerator=top.value,
        denominator=bottom.value,
        state=ValueState.NUMBER if value is not None else said.state,
        flags=tuple(flag for each in (top, bottom, said) for flag in each.flags),
    )
