"""A public pack in another format, read back: what stands in it that the pack's own record does not make.

Every part is held against the same format made again, and named where it differs. Besides, whatever the record would
make, each figure read from a table of figures must be the public picture's.
"""

import csv
import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from xml.parsers import expat

from cypworkbench.domain.disclosure import WITHHELD, Exposure
from cypworkbench.domain.evidence import ValueState
from cypworkbench.domain.record import Picture
from cypworkbench.flow.pack_system import Place

_KEYS = ("measure code", "area code", "period code", "value")
_HEADS = ("measure code", "area code")
_WORDS = {"measure", "area", "period", "unit", "target", "target to", "attribution", "shorthand"}
_FEW = 20
_HAIR = 1e-9
_ZIP, _PDF = b"PK", b"%PDF"
Rows = Sequence[Sequence[str]]


def audit_format(content: bytes, again: bytes, picture: Picture) -> tuple[Exposure, ...]:
    """What a file gives away beyond its pack; nothing for a clean one.

    `again` is the same format made from the pack's record, `picture` the public picture of that record.
    """
    return (*_compared(content, again), *audit_figures(content, picture))


def audit_figures(content: bytes, picture: Picture) -> tuple[Exposure, ...]:
    """Figures in the tables of a workbook, a spreadsheet or a CSV that are not the public picture's."""
    if content.startswith(_ZIP):
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as package:
                tables = dict(_sheets(package))
        except (zipfile.BadZipFile, expat.ExpatError, IndexError, ValueError) as error:
            return (Exposure("the file", f"it cannot be read ({error})"),)
    elif content.startswith((_PDF, b"<")):
        return ()
    else:
        tables = {"table": list(csv.reader(io.StringIO(content.decode("utf-8", "replace"))))}
    shown = {
        (measure, area, point.period.iso): (
            None if point.value is None else round(point.value, assessment.measure.decimals),
            point.state is ValueState.SUPPRESSED,
        )
        for (measure, area), assessment in picture.assessments.items()
        for point in assessment.series.points
    }
    return tuple(found for name, rows in tables.items() for found in _figures(name, rows, shown))


# ---- held against the same format made again


def _compared(content: bytes, again: bytes) -> Iterator[Exposure]:
    if content == again:
        return
    if content.startswith(_PDF):
        from cypworkbench.signing.exposed import exposed  # pikepdf: only when a file is read

        there, meant = exposed(content), exposed(again)
        found = [
            place
            for place in sorted(there)
            if there[place] - meant.get(place, type(there[place])())
        ]
        for place in found or ["the rest of the file"]:
            yield Exposure(place, "something there that the published figures do not account for")
    elif content.startswith(_ZIP):
        yield from _parts(content, again)
    else:
        yield from _lines("", content, again)


def _parts(content: bytes, again: bytes) -> Iterator[Exposure]:
    try:
        with (
            zipfile.ZipFile(io.BytesIO(content)) as there,
            zipfile.ZipFile(io.BytesIO(again)) as meant,
        ):
            known = set(meant.namelist())
            found = [
                exposure
                for name in there.namelist()
                for exposure in (
                    _lines(f"part {name}, ", there.read(name), meant.read(name))
                    if name in known
                    else [Exposure(f"part {name}", "a part that the pack does not make")]
                )
            ]
    except zipfile.BadZipFile as error:
        found = [Exposure("the file", f"it cannot be read ({error})")]
    yield from found or [Exposure("the package", "bytes stand outside its parts")]


def _lines(where: str, there: bytes, meant: bytes) -> Iterator[Exposure]:
    """The lines that differ, XML taken apart at its tags; after some, no more are named."""
    pairs = zip_longest(_broken(there), _broken(meant), fillvalue=b"")
    wrong = [(number, said) for number, (said, right) in enumerate(pairs, start=1) if said != right]
    for number, said in wrong[:_FEW]:
        text = said.decode("utf-8", "replace").strip()[:60]
        yield Exposure(
            f"{where}line {number}", f"{text!r} stands there, and the pack does not say it"
        )


def _broken(content: bytes) -> list[bytes]:
    return content.replace(b"><", b">\n<").splitlines()


# ---- tables of figures


def _figures(
    name: str, rows: Rows, shown: Mapping[Place, tuple[float | None, bool]]
) -> Iterator[Exposure]:
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


def _sheets(package: zipfile.ZipFile) -> Iterator[tuple[str, Rows]]:
    """The tables of a workbook or a spreadsheet, by the part or the sheet they stand in."""
    names = package.namelist()
    texts: list[str] = []
    if "xl/sharedStrings.xml" in names:
        texts = _Texts().read(package.read("xl/sharedStrings.xml"))
    for name in names:
        if name.startswith("xl/worksheets/sheet"):
            yield f"part {name}", _Sheet(texts).read(package.read(name))
    if "content.xml" in names:
        yield "part content.xml", _Sheet([]).read(package.read("content.xml"))


class _Texts:
    """The shared texts of a workbook."""

    def __init__(self) -> None:
        self._said: list[str] = []

    def read(self, content: bytes) -> list[str]:
        reader = expat.ParserCreate(namespace_separator=" ")
        reader.StartElementHandler = self._start
        reader.CharacterDataHandler = self._hear
        reader.Parse(content, True)  # noqa: FBT003  expat's own
        return self._said

    def _start(self, tag: str, _given: dict[str, str]) -> None:
        if tag.endswith(" si"):
            self._said.append("")

    def _hear(self, text: str) -> None:
        if self._said:
            self._said[-1] += text


class _Sheet:
    """The rows of a sheet: each cell's number where it has one, else its text; places between are left empty."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = texts
        self._rows: list[list[str]] = []
        self._kind = self._value = ""

    def read(self, content: bytes) -> Rows:
        reader = expat.ParserCreate(namespace_separator=" ")
        reader.StartElementHandler = self._start
        reader.EndElementHandler = self._end
        reader.CharacterDataHandler = self._hear
        reader.Parse(content, True)  # noqa: FBT003  expat's own
        return self._rows

    def _start(self, tag: str, given: dict[str, str]) -> None:
        name = tag.rpartition(" ")[2]
        if name in {"row", "table-row"}:
            self._rows.append([])
        elif name in {"c", "table-cell"} and self._rows:
            plain = {key.rpartition(" ")[2]: held for key, held in given.items()}
            self._kind = plain.get("t", "")
            self._value = plain.get("value", "")
            place = _column(plain.get("r", ""))
            self._rows[-1] += [""] * (place - len(self._rows[-1]))
            self._rows[-1].append(self._value)

    def _hear(self, text: str) -> None:
        if self._rows and self._rows[-1] and not self._value:
            self._rows[-1][-1] += text

    def _end(self, tag: str) -> None:
        if tag.endswith(" c") and self._kind == "s" and self._rows[-1][-1]:
            self._rows[-1][-1] = self._texts[int(self._rows[-1][-1])]


def _column(address: str) -> int:
    """A cell's column from 0; 0 where it has no address of its own, which then follows the one before."""
    place = 0
    for letter in address:
        if letter.isalpha():
            place = place * 26 + ord(letter) - 64
    return max(0, place - 1)
