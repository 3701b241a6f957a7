"""One sheet's XML, read cell by cell as it streams past; nothing is kept but the filled cells.

The declared size of a sheet is not believed: cells are placed by their own addresses, as Excel does.
"""

import re
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple, NoReturn

from cypworkbench.domain.cells import CellKind, Cells, a1
from cypworkbench.domain.evidence import Sheet
from cypworkbench.domain.refusal import Refusal
from cypworkbench.returns.package import REPAIR, SMALLER, TAMPERED, Attributes, Package
from cypworkbench.returns.strings import SharedText, too_long, unescape
from cypworkbench.returns.styles import is_date

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})\Z", re.ASCII)
_KINDS = {
    "n": CellKind.NUMBER,
    "s": CellKind.TEXT,
    "str": CellKind.TEXT,
    "inlineStr": CellKind.TEXT,
    "b": CellKind.BOOLEAN,
    "d": CellKind.DATE,
    "e": CellKind.ERROR,
}
_YES = ("1", "true", "on")


class Shared(NamedTuple):
    """What all sheets of a workbook draw on: shared texts, each style's number format, and the cells read so far.

    `margins` gathers what sheets say beside their cells: headers and footers, prompts, tips of links.
    """

    strings: Sequence[SharedText]
    formats: Sequence[str]
    tally: Callable[[], int]
    margins: list[str]


class _Columns(NamedTuple):
    """What the sheet says of some columns: which, how wide (below zero where it does not say), and whether hidden."""

    covered: range
    width: float
    hidden: bool


def read_sheet(package: Package, part: str, name: str, state: str, shared: Shared) -> Sheet:
    """The sheet in that part of the package. Raises Refusal."""
    reader = _SheetReader(package, name, shared)
    package.stream(part, reader.start, reader.end, reader.text)
    return reader.finish(state)


def column_number(letters: str) -> int:
    """The number of a column: A is 1, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


class _SheetReader:
    # expat calls start, end and text for every element of the sheet: they are kept short on purpose

    def __init__(self, package: Package, name: str, shared: Shared) -> None:
        self.package, self.name, self.shared = package, name, shared
        self.cells = Cells()
        self.hidden_rows: set[int] = set()
        self.columns: list[_Columns] = []
        self.merged: list[str] = []
        self.issues: list[str] = []
        self.known_columns: dict[str, int] = {}
        self.prefix: str | None = None
        self.depth = 0
        self.row = self.column = 0
        self.row_said = "0"
        self.deepest, self.most = package.limits.depth, package.limits.cells
        self.in_order = True
        self.is_past_cells = False
        self.last = (0, 0)
        self._clear({})

    def _clear(self, attributes: Attributes) -> None:
        self.attributes = attributes
        self.has_value = self.is_formula = self.in_raised = self.in_phonetic = False
        self.value: list[str] = []
        self.raised: list[str] | None = None
        self.into: list[str] | None = None
        self.length = 0

    def start(self, tag: str, attributes: Attributes) -> None:
        self.depth += 1
        if self.depth > self.deepest:
            self.package.too_deep()
        if self.prefix is None:
            self._start_root(tag)
        if self.prefix:
            tag = self._without_prefix(tag)
        if tag == "c":
            self._place(attributes)
        elif tag in ("v", "t"):
            self.has_value = True
            self.into = self._raised() if self.in_phonetic or self.in_raised else self.value
        elif tag == "row":
            self._start_row(attributes)
        elif tag == "f":
            self.is_formula = True
        else:
            self._start_rare(tag, attributes)

    def _raised(self) -> list[str] | None:
        if self.in_phonetic:
            return None
        self.raised = self.raised or []
        return self.raised

    def _start_root(self, tag: str) -> None:
        prefix, colon, name = tag.rpartition(":")
        if name != "worksheet":
            message = f"a worksheet begins with {name}"
            raise ValueError(message)
        self.prefix = prefix + colon

    def _without_prefix(self, tag: str) -> str:
        # an element of another namespace means nothing here
        return tag[len(self.prefix or "") :] if tag.startswith(self.prefix or "") else ""

    def _start_rare(self, tag: str, attributes: Attributes) -> None:
        if self.is_past_cells:
            self.shared.margins.extend(attributes.values())
            self.into, self.length = self.shared.margins, 0
        if tag == "vertAlign":
            self.in_raised = attributes.get("val") == "superscript"
        elif tag == "r":
            self.in_raised = False
        elif tag == "rPh":
            self.in_phonetic = True
        elif tag == "col":
            self._start_columns(attributes)
        elif tag == "mergeCell":
            self._count()
            self.merged.append(attributes.get("ref", ""))

    def _start_columns(self, attributes: Attributes) -> None:
        width = float(attributes.get("width", "-1"))
        hidden = attributes.get("hidden") in _YES or not width
        covered = range(max(int(attributes["min"]), 1), int(attributes["max"]) + 1)
        self.columns.append(_Columns(covered, width, hidden))

    def end(self, tag: str) -> None:
        self.depth -= 1
        if self.prefix:
            tag = self._without_prefix(tag)
        if tag in ("v", "t"):
            self.into = None
        elif tag == "c":
            if self.has_value or self.is_formula:
                self._keep()
        elif tag == "r":
            self.in_raised = False
        elif tag == "rPh":
            self.in_phonetic = False
        elif tag == "sheetData":
            self.is_past_cells = True

    def text(self, data: str) -> None:
        if self.into is not None:
            self.length += len(data)
            if self.length > self.package.limits.text:
                where = f"at {self.name}!{a1(self.row, self.column)}"
                raise too_long(self.package.name, where)
            self.into.append(data)

    def _count(self) -> None:
        if self.shared.tally() > self.most:
            raise Refusal(
                f"{self.package.name} holds more than {self.package.limits.cells:,} cells and rows,"
                " counting empty ones that are formatted.",
                SMALLER,
            )

    def _start_row(self, attributes: Attributes) -> None:
        self._count()
        said = attributes.get("r")
        self.row = int(said) if said else self.row + 1
        self.row_said = str(self.row)
        self.column = 0
        if not 1 <= self.row <= LAST_ROW:
            self._outside(f"row {self.row}")
        unseen = attributes.get("hidden") in _YES or attributes.get("ht") == "0"
        if unseen:
            self.hidden_rows.add(self.row)

    def _place(self, attributes: Attributes) -> None:
        self._count()
        self._clear(attributes)
        said = attributes.get("r")
        if said is None:
            self.column += 1
        else:
            # nearly always the row's own number after letters met before
            known = said.endswith(self.row_said) and self.known_columns.get(
                said[: -len(self.row_said)]
            )
            if known:
                self.column = known
            else:
                self._place_anew(said)
        if self.row > LAST_ROW or self.column > LAST_COLUMN or not self.row:
            self._outside(said or "a cell")

    def _place_anew(self, said: str) -> None:
        match = _ADDRESS.match(said)
        if not match:
            self._outside(said)
        letters, row = match.groups()
        self.column = self.known_columns[letters] = column_number(letters)
        self.row, self.row_said = int(row), row

    def _outside(self, said: str) -> NoReturn:
        raise Refusal(
            f"{self.package.name} names {said[:40]} on its sheet {self.name}, "
            "where no sheet has a cell.",
            TAMPERED,
        )

    def _keep(self) -> None:
        said = self.attributes.get("t", "n")
        kind = _KINDS.get(said, CellKind.ERROR)
        value = self.value
        raw = value[0] if len(value) == 1 else "".join(value)
        superscript = "".join(self.raised) if self.raised else ""
        number_format = self._format() if "s" in self.attributes else "General"
        if said == "n":
            if not raw:
                if not self.is_formula:
                    return
                kind = CellKind.NO_CACHED_VALUE
            elif is_date(number_format):
                kind = CellKind.DATE
        elif said == "s":
            kind, raw, superscript = self._shared_text(raw)
        elif not self.has_value:
            kind = CellKind.NO_CACHED_VALUE
        elif kind is CellKind.TEXT:
            raw = unescape(raw)
        here = (self.row, self.column)
        self.in_order = self.in_order and here > self.last
        self.last = here
        self.cells.add(
            (self.row, self.column, kind, raw, number_format, self.is_formula, superscript)
        )

    def _format(self) -> str:
        number = int(self.attributes["s"])
        return self.shared.formats[number] if 0 <= number < len(self.shared.formats) else "General"

    def _shared_text(self, raw: str) -> tuple[CellKind, str, str]:
        said = raw.strip()
        number = int(said) if said.isdecimal() else -1
        if 0 <= number < len(self.shared.strings):
            text = self.shared.strings[number]
            return CellKind.TEXT, text.plain, text.superscript
        where = a1(self.row, self.column)
        self.issues.append(f"{where} refers to a text that the file does not hold.")
        return CellKind.ERROR, "", ""

    def finish(self, state: str) -> Sheet:
        """The sheet, its cells in reading order. Raises Refusal when one cell is given twice."""
        if not self.in_order:
            self.cells = self.cells.ordered()
            self._refuse_twice()
        widest = self.cells.widest
        lowest = self.cells[-1].row if self.cells else 0
        hidden, widths = self._columns(widest)
        return Sheet(
            name=self.name,
            state=state,
            cells=self.cells,
            hidden_rows=frozenset(row for row in self.hidden_rows if row <= lowest),
            hidden_columns=hidden,
            merged=tuple(self.merged),
            widths=widths,
            issues=tuple(self.issues),
        )

    def _refuse_twice(self) -> None:
        for before, cell in pairwise(self.cells):
            if before[:2] == cell[:2]:
                raise Refusal(
                    f"{self.package.name} gives {self.name}!{cell.a1} twice, "
                    f"as {before.raw[:20]} and as {cell.raw[:20]}.",
                    REPAIR,
                )

    def _columns(self, widest: int) -> tuple[frozenset[int], tuple[tuple[int, float], ...]]:
        # columns beyond the last filled one are left out: many people hide all of those
        hidden: set[int] = set()
        widths: dict[int, float] = {}
        for said in self.columns:
            covered = said.covered[: max(widest + 1 - said.covered.start, 0)]
            if said.hidden:
                hidden.update(covered)
            elif said.width > 0:
                widths.update(dict.fromkeys(covered, said.width))
        return frozenset(hidden), tuple(sorted(widths.items()))
