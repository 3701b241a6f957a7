"""The parts of a published annex, read from their XML: its rows, and whatever a reader does not see at once."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from cypworkbench.domain.disclosure import WITHHELD, Exposure
from cypworkbench.flow.package_reading import Attributes, Reader

_COLOURS = ("00FFFFFF", "000E5A78")
_FORMAT = re.compile(r"#,##0(\.0+)?")
_PLACE = re.compile(r"'[A-Za-z]+'!A1")
_FEW = 20
_HAIR = 1e-9
_LABELS = 4  # columns that say whose a figure is: only rows longer than these have figures
_OF_SHEETS = (
    "worksheet sheetPr outlinePr pageSetUpPr dimension sheetViews sheetView selection sheetFormatPr cols col"
    " sheetData row c is t v hyperlinks hyperlink pageMargins pageSetup tableParts tablePart"
    " document-content automatic-styles style table-column-properties number-style number paragraph-properties"
    " text-properties table-cell-properties body spreadsheet table table-column table-header-rows table-row"
    " table-cell p a"
)
_OF_THE_REST = (
    "Types Default Override Relationships Relationship workbook workbookPr workbookProtection bookViews"
    " workbookView sheets sheet definedNames calcPr table autoFilter tableColumns tableColumn styleSheet numFmts"
    " numFmt fonts font name family color sz scheme b u fills fill patternFill fgColor bgColor borders border left"
    " right top bottom diagonal cellStyleXfs xf cellXfs alignment cellStyles cellStyle dxfs tableStyles colors"
    " protection"
)
Rows = Sequence[Sequence[str]]


def differing(where: str, there: Rows, meant: Rows) -> Iterator[Exposure]:
    """The rows that are not as they should be; after some, no more are named."""
    if len(there) > len(meant):
        yield Exposure(f"{where} {len(meant) + 1}", "rows that the pack does not make")
    pairs = enumerate(zip(there, meant, strict=False), start=1)
    wrong = [number for number, (said, right) in pairs if not _alike(said, right)]
    for number in wrong[:_FEW]:
        yield Exposure(f"{where} {number}", "a cell that is not the pack's")


def _alike(said: Sequence[str], right: Sequence[str]) -> bool:
    if len(said) != len(right):
        return False
    return all(one == two or _same_number(one, two) for one, two in zip(said, right, strict=True))


def _same_number(one: str, two: str) -> bool:
    try:
        return abs(float(one) - float(two)) < _HAIR
    except ValueError:
        return False


@dataclass(slots=True)
class _Cell:
    """A cell as it stands: its column from 0, kind, look, number and text."""

    column: int
    kind: str
    look: str
    number: str
    text: str = ""


@dataclass(slots=True)
class _Row:
    """A row, from 1, with its cells."""

    number: int
    cells: list[_Cell] = field(default_factory=list)

    @property
    def texts(self) -> list[str]:
        """Each cell's number, or its text where it has none, at its place."""
        said = [""] * (max((cell.column for cell in self.cells), default=-1) + 1)
        for cell in self.cells:
            said[cell.column] = cell.number or cell.text
        return said


class Sheet(Reader):
    """A worksheet of either kind of package: its rows, and whatever a reader does not see at once."""

    known = frozenset(_OF_SHEETS.split())
    _TOLD = frozenset(("hidden", "visibility", "formula", "collapsed", "outlineLevel"))
    _REPEATED = frozenset(
        ("number-columns-repeated", "number-rows-repeated", "content-validation-name")
    )

    def __init__(self, where: str) -> None:
        super().__init__(where)
        self.rows: list[_Row] = []

    def held_against(self, meant: Rows) -> Iterator[Exposure]:
        """Where the sheet says anything else than it should, or does not mark all that is withheld alike."""
        yield from differing(f"{self.where}, row", [row.texts for row in self.rows], meant)
        looks: dict[int, set[str]] = {}
        for row in self.rows:
            for cell in row.cells:
                if cell.text == WITHHELD and len(row.cells) > _LABELS:
                    looks.setdefault(cell.column, set()).add(cell.look + cell.kind)
        if any(len(held) > 1 for held in looks.values()):
            yield Exposure(self.where, f"not all {WITHHELD} look alike")

    def start(self, name: str, given: Attributes) -> None:
        """Note rows and cells, and what is hidden of them."""
        if (self._TOLD | self._REPEATED) & set(given):
            self.note(f"something of a {name} that is not shown")
        if not _PLACE.fullmatch(given.get("location", "'A'!A1")) or given.get("tooltip"):
            self.note("a link that says more than where it leads")
        if "0" in (given.get("ht"), given.get("width"), given.get("baseColWidth")):
            self.note(f"a {name} of no size")
        if name == "row":
            self.rows.append(_Row(int(given.get("r", len(self.rows) + 1))))
            if self.rows[-1].number != len(self.rows):
                self.note("rows that are not in order")
        elif name == "table-row":
            self.rows.append(_Row(len(self.rows) + 1))
        elif name in {"c", "table-cell"} and self.rows:
            self._cell(given)

    def _cell(self, given: Attributes) -> None:
        cells = self.rows[-1].cells
        address = given.get("r", "")
        column = _column(address) if address else len(cells)
        if column != len(cells):
            self.note(f"a cell out of its place: {address}")
        kind = given.get("t", given.get("value-type", ""))
        look = given.get("s", given.get("style-name", ""))
        cells.append(_Cell(column, kind, look, given.get("value", "")))

    def end(self, name: str, text: str) -> None:
        """Add a cell's text; two texts that differ in one cell are noted."""
        if name in {"t", "v", "p", "a"} and self.rows and self.rows[-1].cells:
            cell = self.rows[-1].cells[-1]
            if cell.text and text and name != "p":
                self.note("a cell with two texts")
            cell.text += text
            if cell.number and cell.text and cell.text != cell.number:
                self.note("a cell that shows another number than it holds")
        elif text.strip():
            self.note(f"a {name} that says something")


class About(Reader):
    """A part that says what the others are: their names, looks and ties."""

    known = frozenset(_OF_THE_REST.split())

    def __init__(
        self,
        where: str,
        parts: frozenset[str],
        sheets: Sequence[str],
        headings: frozenset[str],
    ) -> None:
        super().__init__(where)
        self._parts, self._headings = parts, headings
        self._sheets = frozenset(sheets)
        self._tables = frozenset(f"{name}_table" for name in sheets)

    def start(self, name: str, given: Attributes) -> None:
        """Note a name that is not one of the annex's own, and a look that shows or tells a number."""
        for key in ("Target", "PartName"):
            if key in given and not self._leads(given[key]):
                self.note(f"it leads to {given[key]}")
        said = {given.get("name", ""), given.get("displayName", "")} - {""}
        own = {"sheet": self._sheets, "table": self._tables, "tableColumn": self._headings}
        if name in own and not said <= own[name]:
            self.note(f"a name that is not the annex's: {' '.join(sorted(said))}")
        if (
            name in {"fgColor", "bgColor", "color"}
            and given.get("rgb", _COLOURS[0]) not in _COLOURS
        ):
            self.note(f"a colour of its own: {given['rgb']}")
        if name == "numFmt" and not _FORMAT.fullmatch(given.get("formatCode", "")):
            self.note("a format that may show a text for a number")
        if given.get("state", "visible") != "visible" or given.get("hidden", "0") != "0":
            self.note(f"a hidden {name}")
        if name == "name" and given.get("val") not in ("Arial", "Calibri"):
            self.note(f"a typeface of its own: {given.get('val')}")

    def end(self, name: str, text: str) -> None:
        """Nothing in these parts is text."""
        if text.strip():
            self.note(f"a {name} that says something")

    def _leads(self, target: str) -> bool:
        path = target.removeprefix("/")
        return any(part in self._parts for part in (path, f"xl/{path}", f"xl/worksheets/{path}"))


def _column(address: str) -> int:
    """A cell's column from 0."""
    place = 0
    for letter in address:
        if letter.isalpha():
            place = place * 26 + ord(letter) - 64
    return max(0, place - 1)
