"""A published annex or table read back, every part of its package: the pack's own cells and nothing else are in it.

Each cell is held against the table that the pack's record makes; each figure, whatever the record would make, against
the public picture; and each part against what may stand in it.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from cypworkbench.domain.disclosure import WITHHELD, Exposure
from cypworkbench.domain.evidence import ValueState
from cypworkbench.domain.record import Picture
from cypworkbench.flow.annex_parts import About, Rows, Sheet, differing
from cypworkbench.flow.pack_system import Place
from cypworkbench.flow.package_reading import beside_parts, parts_of

if TYPE_CHECKING:  # it brings openpyxl with it
    from cypworkbench.packs.annex.sheets import Annex, Table

_FIXED = ("docProps/app.xml", "docProps/core.xml", "xl/theme/theme1.xml", "_rels/.rels")
_PARTS = re.compile(
    r"\[Content_Types\]\.xml|xl/workbook\.xml|xl/_rels/workbook\.xml\.rels|xl/styles\.xml"
    r"|xl/worksheets/sheet\d+\.xml|xl/worksheets/_rels/sheet\d+\.xml\.rels|xl/tables/table\d+\.xml"
)
_KEYS = ("measure code", "area code", "period code", "value")
_PLAIN_KEYS = ("measure", "area", "period")
_HEADS = ("measure code", "area code")
_WORDS = {"measure", "area", "period", "unit", "target", "target to", "attribution", "shorthand"}
# the palette of old programs, which every workbook carries alike
_PALETTE = re.compile(rb"<colors>.*</colors>", re.DOTALL)
_ILLEGIBLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_HAIR = 1e-9
Held = Mapping[Place, tuple[float | None, bool]]
"""Each figure of the public picture: its value as printed, and whether it is withheld."""


# ---- the plain table of a public picture


def public_rows(picture: Picture) -> Iterator[dict[str, str]]:
    """A public picture's figures, one row a figure, as a table gives them; withheld ones marked."""
    for (measure, area), assessment in picture.assessments.items():
        for point in assessment.series.points:
            state = point.state.value
            value = "" if point.value is None else f"{point.value:.{assessment.measure.decimals}f}"
            yield {
                "measure": measure,
                "area": area,
                "period_kind": point.period.kind.value,
                "period": point.period.iso,
                "value": WITHHELD if state == "suppressed" else value,
                "state": state,
            }


def public_csv(picture: Picture) -> str:
    """The table of a public picture's figures, as CSV with LF line ends."""
    rows = list(public_rows(picture))
    held = io.StringIO()
    written = csv.DictWriter(
        held, list(rows[0]) if rows else list(_PLAIN_KEYS), lineterminator="\n"
    )
    written.writeheader()
    written.writerows(rows)
    return held.getvalue()


def audit_table(text: str, picture: Picture) -> tuple[Exposure, ...]:
    """What a published CSV gives away beyond the public picture."""
    there = list(csv.reader(io.StringIO(text)))
    meant = list(csv.reader(io.StringIO(public_csv(picture))))
    return tuple(differing("line", there, meant))


# ---- an annex


def audit_annex(content: bytes, annex: "Annex", picture: Picture) -> tuple[Exposure, ...]:
    """What a published workbook or spreadsheet gives away beyond the annex that its pack's record makes."""
    try:
        parts = parts_of(content)
        found = list(beside_parts(content))
        sheets: dict[str, Rows] = {}
        found += (_ods if "mimetype" in parts else _xlsx)(parts, annex, sheets)
    except (ValueError, KeyError, IndexError) as error:
        return (Exposure("the file", f"it cannot be read ({error})"),)
    shown = _shown(picture)
    found += [each for name, rows in sheets.items() for each in _figures(name, rows, shown)]
    return tuple(found)


def audit_plain(content: bytes, annex: "Annex", picture: Picture) -> Iterator[Exposure]:
    """What an annex's figures as CSV give away, with the attribution of each series at the end of its rows."""
    from cypworkbench.packs.annex import csv_text  # packs are read only on request

    rows = list(csv.reader(io.StringIO(content.decode("utf-8", "replace"))))
    meant = list(csv.reader(io.StringIO(csv_text.write(annex).decode())))
    yield from differing("table, row", rows, meant)
    yield from _figures("table", rows, _shown(picture))


def _xlsx(
    parts: Mapping[str, bytes], annex: "Annex", sheets: dict[str, Rows]
) -> Iterator[Exposure]:
    from cypworkbench.packs.annex import xlsx  # openpyxl: only when an annex is read

    # what every workbook of this pack has alike, whatever its tables
    bare = parts_of(xlsx.write(replace(annex, tables=())))
    held = _PALETTE.search(bare["xl/styles.xml"])
    palette = held[0] if held else b"<colors/>"
    names = ("Cover", *(table.name for table in annex.tables))
    for name, said in sorted(parts.items()):
        if name in _FIXED:
            if said != bare[name]:
                yield Exposure(f"part {name}", "it is not as the pack makes it")
        elif not _PARTS.fullmatch(name):
            yield Exposure(f"part {name}", "a published annex holds sheets and nothing else")
        elif name.startswith("xl/worksheets/sheet"):
            sheet = Sheet(f"part {name}")
            sheet.read(said)
            sheets[f"part {name}"] = [row.texts for row in sheet.rows]
            place = int("".join(filter(str.isdigit, name))) - 1
            yield from sheet.found
            yield from sheet.held_against(_meant(annex, place))
        else:
            about = About(f"part {name}", frozenset(parts), names, _headings(annex))
            about.read(said.replace(palette, b""))
            yield from about.found


def _ods(parts: Mapping[str, bytes], annex: "Annex", sheets: dict[str, Rows]) -> Iterator[Exposure]:
    from cypworkbench.packs.annex import ods  # packs are read only on request

    bare = parts_of(ods.write(replace(annex, tables=())))
    for name, said in sorted(parts.items()):
        if name == "content.xml":
            sheet = Sheet(f"part {name}")
            sheet.read(said)
            sheets[f"part {name}"] = [row.texts for row in sheet.rows]
            yield from sheet.found
            whole = [row for place in range(len(annex.tables) + 1) for row in _meant(annex, place)]
            yield from sheet.held_against(whole)
        elif said != bare.get(name):
            yield Exposure(f"part {name}", "it is not as the pack makes it")


def _meant(annex: "Annex", place: int) -> list[list[str]]:
    """What the rows of a sheet should say; the first sheet is the cover."""
    if not place:
        return [[_legible(line)] for line in (annex.title, *annex.cover)]
    return _rows_of(annex.tables[place - 1])


def _rows_of(table: "Table") -> list[list[str]]:
    rows = [[_legible(line)] for line in table.lines]
    rows.append([_legible(column.heading) for column in table.columns])
    rows += [
        [_legible(cell) if isinstance(cell, str) else cell.plain for cell in row]
        for row in table.rows
    ]
    return rows


def _legible(text: str) -> str:
    return _ILLEGIBLE.sub("", text).replace("\r", "\n")


def _headings(annex: "Annex") -> frozenset[str]:
    return frozenset(column.heading for table in annex.tables for column in table.columns)


# ---- tables of figures


def _shown(picture: Picture) -> Held:
    return {
        (measure, area, p.period.iso): (
            None if p.value is None else round(p.value, assessment.measure.decimals),
            p.state is ValueState.SUPPRESSED,
        )
        for (measure, area), assessment in picture.assessments.items()
        for p in assessment.series.points
    }


def _figures(name: str, rows: Rows, shown: Held) -> Iterator[Exposure]:
    """Each row of a table whose heads name measure, area, period and value, held against the public's figure."""
    heads: list[str] = []
    for number, row in enumerate(rows, start=1):
        named = [text.strip().casefold() for text in row]
        if set(_HEADS) & set(named):
            # a sheet's own heads; one file may hold several sheets
            heads = named if set(_KEYS) <= set(named) else []
            continue
        if not heads:
            continue
        cells = dict(zip(heads, row, strict=False))
        measure, area, period, value = (cells.get(key, "") for key in _KEYS)
        where = f"{name}, row {number}"
        if not any(letter.isdigit() for letter in period + value):
            continue
        if (measure, area, period) not in shown:
            yield Exposure(where, "it is about no figure of the public pack")
            continue
        right, withheld = shown[measure, area, period]
        if not _same(value, right, withheld=withheld):
            yield Exposure(where, f"{value} is not what is published of {measure} {area} {period}")
        for head in cells if withheld else ():
            said = (
                head not in _KEYS and head not in _WORDS and any(c.isdigit() for c in cells[head])
            )
            if said:
                yield Exposure(where, f"{head} states a number beside a withheld figure")


def _same(text: str, value: float | None, *, withheld: bool) -> bool:
    if withheld:
        return text == WITHHELD
    if value is None:
        return not any(letter.isdigit() for letter in text)
    try:
        return abs(float(text) - value) < _HAIR
    except ValueError:
        return False
