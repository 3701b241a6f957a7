"""Are the columns the ones that were sent out."""

from collections.abc import Iterator

from cypworkbench.domain.evidence import Cell, CellKind, Origin, Severity, Sheet, a1
from cypworkbench.returns.accounts import is_header
from cypworkbench.returns.cover import cover_cells
from cypworkbench.returns.layout import FIGURES, Column, Table
from cypworkbench.returns.register import Doubt, Facts, Need, rule
from cypworkbench.returns.rows import SheetFound, SheetUse
from cypworkbench.returns.values import tidy
from cypworkbench.returns.wording import say_count, say_list

_NEEDED = (Column.REFERENCE, Column.PERIOD, *FIGURES)


@rule(
    "R004",
    Severity.ERROR,
    (Need.TEMPLATE,),
    says=(
        "{missing} missing from this header row{also}, so its figures were not all read.",
        "Put the headings back as they were sent out, and send the return again.",
    ),
)
def headings_missing(facts: Facts) -> Iterator[Doubt]:
    """Headings that figures need are missing."""
    for sheet, table in _tables(facts):
        missing = _lost(table)
        if missing:
            others = [f"“{tidy(cell.raw)}”" for cell in table.unexpected]
            also = f", and {say_list(others)} {_are(others)} not known" if others else ""
            yield Doubt(
                Origin(facts.returned.sha256, sheet.name, _header_range(table)),
                {"missing": f"{say_list(missing)} {_are(missing)}", "also": also},
                read=say_list(others),
            )


@rule(
    "R004",
    Severity.QUERY,
    (Need.TEMPLATE,),
    says=(
        "the heading “{said}” stands where “{wanted}” was sent out; it was read as {wanted}.",
        "Ask whether “{said}” means the {lower} as the plan defines it; say so, or have it corrected.",
    ),
)
def heading_reworded(facts: Facts) -> Iterator[Doubt]:
    """A heading was reworded."""
    for sheet, table in _tables(facts):
        for cell, column in table.reworded:
            said, wanted = tidy(cell.raw), column.value
            yield Doubt(
                Origin(facts.returned.sha256, sheet.name, cell.a1),
                {"said": said, "wanted": wanted, "lower": wanted.lower()},
                read=said,
            )


@rule(
    "R004",
    Severity.QUERY,
    (Need.TEMPLATE,),
    says=(
        "{said}, and holds {filled}; nothing in it was read.",
        "Look whether figures were put there that belong in another column.",
    ),
)
def column_not_known(facts: Facts) -> Iterator[Doubt]:
    """A column nobody asked for holds something."""
    for sheet, table in _tables(facts):
        known = set(table.columns.values())
        if _lost(table):
            # headings_missing names the unknown headings beside the lost ones
            known |= {cell.column for cell in table.unexpected}
        headed = {cell.column: cell for cell in (*table.unexpected, *table.doubled)}
        below: dict[int, list[Cell]] = {}
        for cell in sheet.cells:
            inside = table.header_row < cell.row <= (table.last_row or cell.row)
            if inside and cell.column not in known and tidy(cell.raw):
                below.setdefault(cell.column, []).append(cell)
        for column, cells in sorted(below.items()):
            heading = headed.get(column)
            name = tidy(heading.raw) if heading else ""
            said = f"the column “{name}” was not sent out" if name else "this column has no heading"
            yield Doubt(
                Origin(facts.returned.sha256, sheet.name, (heading or cells[0]).a1),
                {"said": said, "filled": say_count(len(cells), "filled cell")},
                read=name or cells[0].raw,
            )


@rule(
    "R004",
    Severity.QUERY,
    (Need.TEMPLATE,),
    says=(
        "no header row was found on this sheet, and it holds {filled}; nothing on it was read.",
        "Look whether it holds figures of the return; if so, have them put into its own sheets.",
    ),
)
def sheet_not_read(facts: Facts) -> Iterator[Doubt]:
    """A sheet with numbers on it was not read."""
    for found in facts.sent.sheets if facts.sent else ():
        numbers = [cell for cell in found.sheet.cells if cell.kind == "number"]
        if found.use is SheetUse.NOT_READ and numbers:
            yield Doubt(
                Origin(facts.returned.sha256, found.sheet.name, numbers[0].a1),
                {"filled": say_count(len(numbers), "number")},
                read=numbers[0].raw,
            )


@rule(
    "R004",
    Severity.QUERY,
    (Need.TEMPLATE,),
    says=(
        "{filled} on this sheet outside its tables; nothing there was read.",
        "Look whether figures were put there that belong in the table; say so, or have them moved.",
    ),
)
def outside_the_tables(facts: Facts) -> Iterator[Doubt]:
    """Numbers on a sheet of the return, outside its tables."""
    for found in facts.sent.sheets if facts.sent else ():
        numbers = [c for c in _outside(found) if c.kind is CellKind.NUMBER]
        if numbers:
            stand = "stands" if len(numbers) == 1 else "stand"
            sha256, name = facts.returned.sha256, found.sheet.name
            yield Doubt(
                Origin(sha256, name, numbers[0].a1),
                {"filled": f"{say_count(len(numbers), 'number')} {stand}"},
                read=numbers[0].raw,
                linked=tuple(Origin(sha256, name, cell.a1) for cell in numbers[1:]),
            )


def _outside(found: SheetFound) -> Iterator[Cell]:
    """The cells above the first table of a sheet; on the cover, those that no label leads to."""
    if found.use is SheetUse.COVER:
        led_to = {(cell.row, cell.column) for cell in cover_cells(found.sheet)}
        yield from (c for c in found.sheet.cells if (c.row, c.column) not in led_to)
    elif found.use is SheetUse.READ and found.tables:
        yield from (c for c in found.sheet.cells if c.row < found.tables[0].header_row)
    elif found.use is SheetUse.WORDS:
        first = next(n for n, cells in found.sheet.rows() if is_header(cells))
        yield from (c for c in found.sheet.cells if c.row < first)


def _are(things: list[str]) -> str:
    return "is" if len(things) == 1 else "are"


def _lost(table: Table) -> list[str]:
    return [column.value for column in table.missing if column in _NEEDED]


def _tables(facts: Facts) -> Iterator[tuple[Sheet, Table]]:
    for found in facts.sent.sheets if facts.sent else ():
        for table in found.tables:
            yield found.sheet, table


def _header_range(table: Table) -> str:
    columns = sorted(table.columns.values())
    return f"{a1(table.header_row, columns[0])}:{a1(table.header_row, columns[-1])}"
