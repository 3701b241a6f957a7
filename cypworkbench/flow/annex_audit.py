"""A published annex or table read back, every part of its package: nothing but the public's figures may be in it.

The first sheet row, or the first line, that names measure, area and period begins the figures; a row a figure below it.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from xml.parsers import expat

from cypworkbench.domain.disclosure import WITHHELD, Exposure
from cypworkbench.domain.evidence import ValueState
from cypworkbench.domain.record import Picture
from cypworkbench.flow.pack_system import Place

_PARTS = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|docProps/(core|app)\.xml|xl/workbook\.xml|xl/_rels/workbook\.xml\.rels"
    r"|xl/styles\.xml|xl/sharedStrings\.xml|xl/theme/theme1\.xml|xl/worksheets/sheet\d+\.xml"
)
_UNSEEN = {
    "f": "a formula",
    "definedName": "a defined name",
    "conditionalFormatting": "formatting that depends on figures",
    "dataValidation": "a list of allowed entries",
    "hyperlink": "a link",
    "legacyDrawing": "a note",
    "drawing": "a drawing",
    "extLst": "an extension",
    "oddHeader": "a page header",
    "oddFooter": "a page footer",
}
_NUMBER = re.compile(r"\d")
_DATED = re.compile(r"^\d{4}-\d\d-\d\dT[\d:.]+Z$")
_KEYS = ("measure", "area", "period")
_FREE = (
    "Application",
    "AppVersion",
    "created",
    "modified",
    "lastModifiedBy",
    "creator",
    "DocSecurity",
)
_CELL = re.compile(r"([A-Z]+)\d+")
_HAIR = 1e-9
Held = Mapping[Place, tuple[float | None, bool]]
"""Each figure of the public picture: its value as printed, and whether it is withheld."""


def public_rows(picture: Picture) -> Iterator[dict[str, str]]:
    """A public picture's figures, one row a figure, as an annex or a table gives them; withheld ones marked."""
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
    written = csv.DictWriter(held, list(rows[0]) if rows else list(_KEYS), lineterminator="\n")
    written.writeheader()
    written.writerows(rows)
    return held.getvalue()


def audit_table(text: str, picture: Picture) -> tuple[Exposure, ...]:
    """What a published CSV gives away beyond the public picture."""
    lines = list(csv.reader(io.StringIO(text)))
    return tuple(_figures([dict(enumerate(line)) for line in lines], _shown(picture), "line"))


def audit_annex(content: bytes, picture: Picture) -> tuple[Exposure, ...]:
    """What a published workbook gives away beyond the public picture, in any part of its package."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            return tuple(_package(package, content, picture))
    except (zipfile.BadZipFile, expat.ExpatError) as error:
        return (Exposure("the annex", f"it is no workbook that can be read ({error})"),)


def _package(package: zipfile.ZipFile, content: bytes, picture: Picture) -> Iterator[Exposure]:
    if package.comment or not content.startswith(b"PK\x03\x04"):
        yield Exposure("the package", "bytes stand outside its parts")
    parts: dict[str, _Part] = {}
    for info in package.infolist():
        if not _PARTS.fullmatch(info.filename):
            yield Exposure(
                f"part {info.filename}", "a published annex holds sheets and nothing else"
            )
            continue
        if info.comment or info.filename in parts:
            yield Exposure(f"part {info.filename}", "it has a note, or is there twice")
        parts[info.filename] = _Part(package.read(info))
    texts = parts["xl/sharedStrings.xml"].items if "xl/sharedStrings.xml" in parts else []
    allowed = _allowed(picture)
    for name, part in sorted(parts.items()):
        for what in part.unseen:
            yield Exposure(f"part {name}", what)
        if name.startswith("docProps/"):
            yield from _properties(name, part)
        if name.startswith("xl/worksheets/"):
            rows = part.rows(texts)
            yield from _figures(rows, _shown(picture), f"part {name}, row")
            yield from _words(name, rows, allowed)
            if len(part.styles_of(WITHHELD, texts)) > 1:
                yield Exposure(f"part {name}", f"not all {WITHHELD} look alike")


def _properties(name: str, part: "_Part") -> Iterator[Exposure]:
    for tag, text in part.said:
        if tag not in _FREE and _NUMBER.search(text) and not _DATED.match(text):
            yield Exposure(f"part {name}", f"the property {tag} states a number: {text!r}")


def _shown(picture: Picture) -> Held:
    return {
        (measure, area, p.period.iso): (
            None if p.value is None else round(p.value, assessment.measure.decimals),
            p.state is ValueState.SUPPRESSED,
        )
        for (measure, area), assessment in picture.assessments.items()
        for p in assessment.series.points
    }


def _allowed(picture: Picture) -> set[str]:
    """Texts that may hold a digit: the plan's own names, and periods."""
    framework = picture.framework
    said = {text for m in framework.measures for text in (m.id, m.title, m.short_title, m.unit)}
    said |= {text for a in framework.areas for text in (a.code, a.name)}
    for assessment in picture.assessments.values():
        said |= {t for p in assessment.series.points for t in (p.period.iso, p.period.label)}
    return said | {picture.round.label}


def _figures(rows: Sequence[Mapping[int, str]], shown: Held, where: str) -> Iterator[Exposure]:
    """Each row's figure held against the public's, and every further number in it doubted."""
    columns: dict[int, str] = {}
    marks: dict[str, set[tuple[tuple[str, str], ...]]] = {}
    for number, row in enumerate(rows, start=1):
        if not columns:
            named = {place: text.strip().lower() for place, text in row.items()}
            columns = named if set(_KEYS) <= set(named.values()) else {}
            continue
        cells = {columns.get(place, f"column {place + 1}"): text for place, text in row.items()}
        measure, area, period = (cells.get(key, "") for key in _KEYS)
        place = (measure, area, period)
        if not any(cells.values()):
            continue
        if place not in shown:
            yield Exposure(f"{where} {number}", "it is about no figure of the public pack")
            continue
        value, withheld = shown[place]
        if withheld:
            beside = sorted((name, text) for name, text in cells.items() if name not in _KEYS)
            marks.setdefault(measure, set()).add(tuple(beside))
        if not _same(cells.get("value", ""), value):
            yield Exposure(
                f"{where} {number}", f"its value is not the published one of {' '.join(place)}"
            )
        for name, text in cells.items():
            if name not in (*_KEYS, "value", "period_kind") and _NUMBER.search(text):
                yield Exposure(
                    f"{where} {number}", f"{name} states a number beside the published ones"
                )

    for measure, ways in sorted(marks.items()):
        if len(ways) > 1:
            yield Exposure(
                f"{where}s of {measure}", "withheld figures are marked in more than one way"
            )


def _same(text: str, value: float | None) -> bool:
    if value is None:
        return not _NUMBER.search(text)
    try:
        return abs(float(text) - value) < _HAIR
    except ValueError:
        return False


def _words(name: str, rows: Sequence[Mapping[int, str]], allowed: set[str]) -> Iterator[Exposure]:
    """Texts outside the figures that state a number."""
    for number, row in enumerate(rows, start=1):
        named = {text.strip().lower() for text in row.values()}
        if set(_KEYS) <= named:
            return
        for text in row.values():
            if _NUMBER.search(text) and text not in allowed:
                yield Exposure(f"part {name}, row {number}", f"a text states a number: {text!r}")


class _Part:
    """One XML part: its cells, its texts, and what it holds that a reader does not see at once."""

    def __init__(self, content: bytes) -> None:
        self.unseen: list[str] = []
        self.items: list[str] = []
        self.said: list[tuple[str, str]] = []
        self._cells: list[tuple[int, int, str, str, str]] = []
        self._at: tuple[int, int, str, str] = (0, 0, "", "")
        self._row = 0
        self._text: list[str] = []
        self._pieces: list[str] = []
        reader = expat.ParserCreate(namespace_separator=" ")
        reader.StartElementHandler = self._start
        reader.EndElementHandler = self._end
        reader.CharacterDataHandler = self._text.append
        reader.CommentHandler = lambda _said: self.unseen.append("a note in the XML")
        reader.Parse(content, True)  # noqa: FBT003  expat's own

    def rows(self, texts: Sequence[str]) -> list[dict[int, str]]:
        """The sheet's rows, each cell's text by its column from 0."""
        made: dict[int, dict[int, str]] = {}
        for row, column, kind, _, text in self._cells:
            made.setdefault(row, {})[column] = texts[int(text)] if kind == "s" else text
        return [made.get(row, {}) for row in range(1, max(made, default=0) + 1)]

    def styles_of(self, said: str, texts: Sequence[str]) -> set[str]:
        """The styles of the cells that say this."""
        return {
            style
            for _, _, kind, style, text in self._cells
            if (texts[int(text)] if kind == "s" else text) == said
        }

    def _start(self, tag: str, given: dict[str, str]) -> None:
        name = tag.rpartition(" ")[2]
        self._text.clear()
        if name in _UNSEEN:
            self.unseen.append(_UNSEEN[name])
        if given.get("hidden") in ("1", "true") or given.get("state") in ("hidden", "veryHidden"):
            self.unseen.append(f"a hidden {name}")
        if "0" in (given.get("ht"), given.get("width")) or given.get("zeroHeight"):
            self.unseen.append(f"a {name} of no size")
        if name == "numFmt" and re.search(r'"|;;|\\[a-z]', given.get("formatCode", "")):
            self.unseen.append("a number format that shows a text for a number")
        if name == "sheet" and _NUMBER.search(given.get("name", "")):
            self.unseen.append(f"a sheet's name states a number: {given['name']!r}")
        if name == "row":
            self._row = int(given.get("r", self._row + 1))
        if name == "c":
            self._at = (
                self._row,
                _column(given.get("r", "A1")),
                given.get("t", ""),
                given.get("s", ""),
            )

    def _end(self, tag: str) -> None:
        name, text = tag.rpartition(" ")[2], "".join(self._text)
        if name == "si":
            self.items.append("".join(self._pieces))
            self._pieces.clear()
        elif name == "t":
            self._pieces.append(text)
        elif name == "c" and self._pieces:
            self._cells.append((*self._at, "".join(self._pieces)))
            self._pieces.clear()
        elif name == "v":
            self._cells.append((*self._at, text))
        elif text.strip():
            self.said.append((name, text))
        self._text.clear()


def _column(address: str) -> int:
    found = _CELL.match(address)
    place = 0
    for letter in found[1] if found else "A":
        place = place * 26 + ord(letter) - 64
    return place - 1
