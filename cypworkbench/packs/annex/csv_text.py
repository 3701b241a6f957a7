"""One table of an annex as CSV: a head row, then a row a figure, numbers plain, UTF-8 with LF line ends."""

import csv
import io

from cypworkbench.packs.annex.sheets import Annex, Number

_RISKY = ("=", "+", "-", "@", "\t", "\r")


def write(annex: Annex, name: str = "Figures") -> bytes:
    """The table on the sheet of that name, with the attribution of each series' source as its last column.

    Text that a spreadsheet would take for a formula has an apostrophe set before it. Raises KeyError for no such sheet.
    """
    table, sources = annex.table(name), annex.table("Sources")
    said = {(row[0], row[2]): str(row[-1]) for row in sources.rows}
    held = io.StringIO()
    written = csv.writer(held, lineterminator="\n")
    written.writerow([*(column.heading for column in table.columns), "Attribution"])
    for row in table.rows:
        cells = [cell.plain if isinstance(cell, Number) else _text(cell) for cell in row]
        written.writerow([*cells, _text(said.get((row[0], row[2]), ""))])
    return held.getvalue().encode()


def _text(said: str) -> str:
    return f"'{said}" if said.startswith(_RISKY) else said
