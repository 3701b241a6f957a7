"""What is kept in clear of a return that came locked: the cells it was recognised by and read from, and no others.

The locked bytes stay the evidence, and nothing that opens them is kept. Figures must still be computed from the record
on any machine, so their cells are kept beside the locked bytes, each at its own place, as a file of canonical JSON. Of
every other filled cell only the place is kept: rules count such cells, and say where they are.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace

from cypworkbench.domain.cells import WITHHELD, Cell, CellKind, Cells, a1
from cypworkbench.domain.decision import canonical
from cypworkbench.domain.evidence import Sheet, Workbook
from cypworkbench.domain.framework import Framework
from cypworkbench.domain.recipe import Recipe
from cypworkbench.domain.refusal import Refusal
from cypworkbench.returns import accounts, foreign
from cypworkbench.returns.cover import cover_cells, manifest_cells
from cypworkbench.returns.layout import Table
from cypworkbench.returns.recognise import recognise
from cypworkbench.returns.rows import SheetFound, SheetUse
from cypworkbench.returns.sheet_reader import column_number
from cypworkbench.returns.values import tidy
from cypworkbench.returns.workbook_json import from_plain, to_plain

_FORMAT = 1
_DIGITS = "0123456789"


def extract(workbook: Workbook, framework: Framework, recipe: Recipe | None = None) -> Workbook:
    """The workbook with every cell withheld but those it is read by; recognised again, it gives the same return.

    Raises Refusal when the workbook is no return.
    """
    read = (
        foreign.places_read(workbook, recipe, framework)
        if recipe
        else _places_read(workbook, framework)
    )
    sheets = (replace(s, cells=_kept(s, read.get(s.name, set()))) for s in workbook.sheets)
    return replace(workbook, sheets=tuple(sheets))


def to_bytes(extracted: Workbook) -> bytes:
    """An extract as the file that is kept: the same extract gives the same bytes."""
    return canonical({"extract": _FORMAT, "workbook": to_plain(extracted)}).encode()


def from_bytes(content: bytes, sha256: str) -> Workbook:
    """The extract in a kept file, which must be of the locked file of that digest. Raises Refusal when it is not."""
    try:
        said = json.loads(content)
        found = from_plain(said["workbook"])
    except (ValueError, KeyError, TypeError, IndexError, OverflowError) as fault:
        raise Refusal(
            "What was read of a locked return cannot be read back.",
            "Open the newest backup of the workspace; or take the return in again, with its password.",
        ) from fault
    if found.sha256 != sha256:
        raise Refusal(
            "What is kept as read from a locked return was read from another file.",
            "Take the return in again, with its password.",
        )
    return found


def differing(extracted: Workbook, opened: Workbook) -> Iterator[str]:
    """The addresses of cells that an extract has otherwise than the workbook it was made from, sheet by sheet."""
    theirs, mine = _by_place(opened), _by_place(extracted)
    for name in dict.fromkeys((*theirs, *mine)):
        there, here = theirs.get(name, {}), mine.get(name, {})
        for at in sorted(there.keys() | here.keys()):
            source = there.get(at)
            if source is None or here.get(at) not in (source, _withheld(source)):
                yield f"{name}!{a1(*at)}"


def _by_place(workbook: Workbook) -> dict[str, dict[tuple[int, int], Cell]]:
    return {sheet.name: {(c.row, c.column): c for c in sheet.cells} for sheet in workbook.sheets}


def _kept(sheet: Sheet, read: set[tuple[int, int]]) -> Cells:
    return Cells(c if (c.row, c.column) in read else _withheld(c) for c in sheet.cells)


def _withheld(cell: Cell) -> Cell:
    kind = CellKind.NUMBER if cell.kind is CellKind.NUMBER else CellKind.TEXT
    return Cell(cell.row, cell.column, kind, WITHHELD if tidy(cell.raw) else "")


def _places_read(workbook: Workbook, framework: Framework) -> dict[str, set[tuple[int, int]]]:
    """The rows and columns, by sheet, of every cell that our template is recognised by and read from."""
    found = recognise(workbook, framework)
    places = {each.sheet.name: set(_at(_cells_of(each))) for each in found.sheets}
    for row in found.rows:
        places[row.sheet] |= set(_at(row.cells.values()))
    for account in found.accounts:
        for named in account.cells:
            letters = named.rstrip(_DIGITS)
            number = int(named[len(letters) :] or 0)
            places[account.sheet].add((number, column_number(letters)))
    return places


def _at(cells: Iterable[Cell]) -> Iterator[tuple[int, int]]:
    return ((cell.row, cell.column) for cell in cells)


def _cells_of(found: SheetFound) -> Iterator[Cell]:
    """What a sheet is recognised by: labels, headings, the manifest."""
    match found.use:
        case SheetUse.COVER:
            yield from cover_cells(found.sheet)
        case SheetUse.MANIFEST:
            yield from manifest_cells(found.sheet)
        case SheetUse.WORDS:
            for _, cells in found.sheet.rows():
                whole = accounts.is_header(cells)
                yield from (c for c in cells.values() if whole or c.column <= len(accounts.FIRST))
        case _:
            headers = {table.header_row: _headings(table) for table in found.tables}
            for cell in found.sheet.cells:
                if cell.column in headers.get(cell.row, ()):
                    yield cell


def _headings(table: Table) -> set[int]:
    return {*table.columns.values(), *(c.column for c in (*table.unexpected, *table.doubled))}
