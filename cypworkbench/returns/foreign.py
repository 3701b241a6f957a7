"""Tables that are not our template, read by a recipe: every figure with its cell, or a refusal that says why not.

Nothing is dropped in silence: a column or row within a table that the recipe neither reads nor names as left out keeps
the file out, and so does a name that is not known.
"""

from collections.abc import Iterator, Mapping
from decimal import Context

from cypworkbench.domain.evidence import (
    Cell,
    CellKind,
    Observation,
    Origin,
    Sheet,
    ValueState,
    Workbook,
)
from cypworkbench.domain.framework import Framework, Kind, Measure
from cypworkbench.domain.period import Period
from cypworkbench.domain.recipe import Recipe, SheetRecipe
from cypworkbench.domain.refusal import Refusal
from cypworkbench.returns.blocks import MOST_NAMED, Figure, Place, blocks_in, knows, names_in
from cypworkbench.returns.layout import Column
from cypworkbench.returns.merging import Grid
from cypworkbench.returns.names import key
from cypworkbench.returns.rows import Recognised, Row, SheetFound, SheetUse
from cypworkbench.returns.values import read_value
from cypworkbench.returns.wording import say_list

_PRECISION = Context(prec=15)


def fits(workbook: Workbook, recipe: Recipe) -> bool:
    """Whether a file is laid out as the recipe says: every anchor is there, and every heading that was known."""
    return all(_sheet_for(workbook, wanted) is not None for wanted in recipe.sheets)


def fitting(workbook: Workbook, recipes: tuple[Recipe, ...]) -> Recipe | None:
    """The first of the saved recipes that a file fits, to be offered for it; None where none does."""
    return next((recipe for recipe in recipes if fits(workbook, recipe)), None)


def read(
    workbook: Workbook, recipe: Recipe, framework: Framework, round_label: str = ""
) -> Recognised:
    """The return in a foreign file, with a row for each figure that the rules can look at.

    Raises Refusal when the file is not laid out so, when a column or row would be dropped in silence, and when a name,
    a period or a place is not known or is given twice.
    """
    figures: list[tuple[Figure, Sheet]] = []
    for sheet, places in _laid_out(workbook, recipe, framework):
        _refuse_unread(workbook, sheet, {at for place in places for at in place.accounted()})
        figures += [(figure, sheet) for place in places for figure in place.figures()]
    _refuse_unread_sheets(workbook, recipe)
    rows = tuple(_rows(figures, workbook))
    if not rows:
        raise Refusal(
            f"{workbook.name} holds no figure where the recipe {recipe.name} looks for them.",
            "Open the file and see whether it is the right one; or make a recipe for it.",
        )
    return Recognised(
        file=workbook.name,
        sha256=workbook.sha256,
        framework=framework.id,
        board=recipe.board,
        round=round_label,
        observations=tuple(_observation(row) for row in rows),
        rows=rows,
        sheets=tuple(_used(sheet, recipe) for sheet in workbook.sheets),
        by_recipe=True,
    )


def places_read(
    workbook: Workbook, recipe: Recipe, framework: Framework
) -> dict[str, set[tuple[int, int]]]:
    """The rows and columns, by sheet, of every cell that a recipe goes by or reads. Raises Refusal as `read` does."""
    return {
        sheet.name: {at for place in places for at in place.read_here()}
        for sheet, places in _laid_out(workbook, recipe, framework)
    }


def _laid_out(
    workbook: Workbook, recipe: Recipe, framework: Framework
) -> Iterator[tuple[Sheet, list[Place]]]:
    """Each sheet that a recipe reads, with its tables in their places."""
    names = names_in(framework)
    for wanted in recipe.sheets:
        sheet = _sheet_for(workbook, wanted)
        if sheet is None:
            raise _not_so(workbook, recipe)
        grid = Grid(sheet)
        yield (
            sheet,
            [Place(workbook.name, sheet.name, grid, at, names) for at in blocks_in(grid, wanted)],
        )


def _used(sheet: Sheet, recipe: Recipe) -> SheetFound:
    """What becomes of a sheet; one that is hidden and not knowingly left out is said to be so."""
    left_out = {key(name) for name in recipe.left_out}
    hidden = sheet.state != "visible" and key(sheet.name) not in left_out
    return SheetFound(sheet, SheetUse.HIDDEN if hidden else SheetUse.READ)


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
            f"{say_list(unread, MOST_NAMED)}.",
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
            found = blocks_in(grid, wanted)
            if len(found) == len(wanted.blocks) and all(knows(grid, each) for each in found):
                return sheet
    return None


def _rows(figures: list[tuple[Figure, Sheet]], workbook: Workbook) -> Iterator[Row]:
    """A row for each measure, place and period, wherever its parts stand."""
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
        yield _row((measures[measure], area, period), parts, workbook.sha256)


def _row(
    about: tuple[Measure, str, Period], parts: Mapping[Column, tuple[Cell, Sheet]], sha256: str
) -> Row:
    measure, area, period = about
    first, sheet = parts.get(Column.VALUE) or next(iter(parts.values()))
    hidden = any(
        cell.row in of.hidden_rows or cell.column in of.hidden_columns
        for cell, of in parts.values()
    )
    return Row(
        sha256=sha256,
        sheet=sheet.name,
        number=first.row,
        columns={part: cell.column for part, (cell, _) in parts.items()},
        cells={part: cell for part, (cell, _) in parts.items()},
        reference=measure.id,
        title=measure.title,
        measure=measure,
        named_by="reference",
        period_text=period.label,
        period=period,
        given={part: read_value(cell) for part, (cell, _) in parts.items()},
        hidden=hidden,
        area=area,
        origins={part: Origin(sha256, of.name, cell.a1) for part, (cell, of) in parts.items()},
    )


def _observation(row: Row) -> Observation:
    top, bottom, said = (
        row.figure(c) for c in (Column.NUMERATOR, Column.DENOMINATOR, Column.VALUE)
    )
    measure, period = row.measure, row.period
    if measure is None or period is None:
        message = "a recipe reads no row without its measure and period"
        raise ValueError(message)
    value = said.value
    blank = said.state is ValueState.BLANK
    if blank and measure.has_parts and bottom.value and top.value is not None:
        value = _PRECISION.divide(top.value * measure.per, bottom.value)
    elif blank and measure.kind is Kind.COUNT:
        value = top.value
    at = Column.VALUE if Column.VALUE in row.cells else next(iter(row.cells))
    return Observation(
        measure=measure.id,
        area=row.area,
        period=period,
        value=value,
        origin=row.origin(at),
        numerator=top.value,
        denominator=bottom.value,
        state=ValueState.NUMBER if value is not None else said.state,
        flags=tuple(flag for each in (top, bottom, said) for flag in each.flags),
    )
