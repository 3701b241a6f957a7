"""A recipe made by pointing: from the cells a person points to, to where things stand from one cell that may move."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from cypworkbench.domain.evidence import Sheet, a1
from cypworkbench.domain.recipe import Block, Recipe, Role, SheetRecipe, Source, Where
from cypworkbench.domain.refusal import Refusal
from cypworkbench.returns.merging import Grid

Place = tuple[int, int]
_HIGHEST = 6  # rows above the first figure in which its headings may stand


@dataclass(frozen=True, slots=True)
class Points:
    """What was pointed to on a sheet: the first figure, and for each role a cell in its column or row, or a text."""

    first: Place | None = None
    at: Mapping[Role, tuple[Where, Place]] = field(default_factory=dict)
    same: Mapping[Role, str] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def lacking(self) -> tuple[str, ...]:
        """What has not been pointed to yet, in words."""
        lacks = [] if self.first else ["the first figure"]
        for role, words in _ROLES.items():
            if role not in self.at and not self.same.get(role):
                lacks.append(words)
        return tuple(lacks)


_ROLES = {
    Role.MEASURE: "what is measured",
    Role.AREA: "the places",
    Role.PERIOD: "the periods",
}


def recipe_of(sheet: Sheet, tables: Sequence[Points], name: str, board: str) -> Recipe:
    """The recipe that was pointed out, for a sheet of that name with those tables in it.

    Raises Refusal when something has not been pointed to, or no heading stands where a table could be found by.
    """
    grid = Grid(sheet)
    blocks = tuple(_block(grid, points) for points in tables)
    return Recipe(name, (SheetRecipe(sheet.name, blocks),), board)


def _block(grid: Grid, points: Points) -> Block:
    if points.lacking or points.first is None:
        raise Refusal(
            f"The recipe does not say yet where to find {' and '.join(points.lacking)}.",
            "Choose a cell on the sheet, and say what it is.",
        )
    anchor = _anchor(grid, points, points.first)
    text = grid.text(*anchor)
    sources = {role: _source(role, points, anchor) for role in Role}
    across = any(source.where is Where.ROW for source in sources.values())
    return Block(
        anchor=text,
        down=points.first[0] - anchor[0],
        right=points.first[1] - anchor[1],
        measure=sources[Role.MEASURE],
        area=sources[Role.AREA],
        period=sources[Role.PERIOD],
        part=sources[Role.PART],
        nth=grid.places_of(text).index(anchor) + 1,
        columns=0 if across else 1,
        known=(text,),
        left_out=points.left_out,
        names=dict(points.names),
    )


def _anchor(grid: Grid, points: Points, first: Place) -> Place:
    """The heading the table is found by: over a column of labels, else over the figures, else in a row of labels."""
    columns = [place[1] for where, place in points.at.values() if where is Where.COLUMN]
    for column in [*columns, first[1]]:
        for row in range(first[0] - 1, max(first[0] - 1 - _HIGHEST, 0), -1):
            if grid.cell(row, column) and grid.text(row, column):
                return row, column
    rows = [place[0] for where, place in points.at.values() if where is Where.ROW]
    for row in rows:
        for column in range(first[1], grid.last_column + 1):
            if grid.cell(row, column) and grid.text(row, column):
                return row, column
    raise Refusal(
        f"No heading stands over {a1(*first)}, by which the table could be found again.",
        "Have the table given a heading, or point to another first figure.",
    )


def _source(role: Role, points: Points, anchor: Place) -> Source:
    if role in points.at:
        where, place = points.at[role]
        if where is Where.COLUMN:
            return Source(where, "", place[1] - anchor[1])
        return Source(where, "", place[0] - anchor[0])
    return Source(Where.CONSTANT, points.same.get(role, "value"))
