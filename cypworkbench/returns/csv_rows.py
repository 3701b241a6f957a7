"""CSV files that an analyst gives, read strictly row by row: every complaint names file, row and column."""

import csv
import hashlib
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import TypeVar

from cypworkbench.domain.refusal import Refusal
from cypworkbench.returns.screening import heading, told_in_bytes

LARGEST = 50_000_000
"""Bytes: a national file of every council and measure is about this large."""

_E = TypeVar("_E", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its file, its line, what stands in each column without the spaces around it, and the file's digest."""

    file: str
    line: int
    said: Mapping[str, str]
    sha256: str = ""

    def wrong(self, column: str, problem: str, remedy: str) -> Refusal:
        """The refusal of one cell, for raising."""
        return Refusal(f"{self.file}, row {self.line}: {column} {problem}.", remedy)

    def number(self, column: str) -> Decimal | None:
        """The number of a column, None where it is empty. Raises Refusal for anything that is no plain number."""
        text = self.said.get(column, "")
        if not text:
            return None
        try:
            value = Decimal(text)
        except InvalidOperation:
            value = Decimal("NaN")
        if not value.is_finite():
            raise self.wrong(
                column, f"is {text!r}, which is no number", "Write it plainly, such as 34.2."
            )
        return value

    def one_of(self, column: str, kind: type[_E], text: str) -> _E:
        """The member of an enumeration that a text of this column names."""
        known = [member.value for member in kind]
        if text not in known:
            raise self.wrong(column, f"is {text!r}", f"Use one of: {', '.join(known)}.")
        return kind(text)


class Table:
    """A CSV file: its name, the digest of its bytes, its headings, and its rows as they are asked for."""

    def __init__(self, content: bytes, name: str) -> None:
        """Use `read_csv`."""
        self.name = name
        self.sha256 = hashlib.sha256(content).hexdigest()
        self._content = content
        self._lines = _lines(content.decode("utf-8-sig"), name)
        _, found = next(self._lines, (0, []))
        self.headings = tuple(cell.strip() for cell in found)

    def rows(
        self, look_at: Callable[["Table"], Callable[[Sequence[str]], bool]] | None = None
    ) -> Iterator[Row]:
        """The rows, once; empty ones are passed over, and those that a quick look at their cells finds not wanted.

        Raises Refusal when a row is longer or shorter than the headings.
        """
        is_wanted = look_at(self) if look_at else None
        width, headings, sha256 = len(self.headings), self.headings, self.sha256
        for line, cells in self._lines:
            if len(cells) != width:
                if not any(cell.strip() for cell in cells):
                    continue
                raise Refusal(
                    f"{self.name}, row {line}: {len(cells)} columns where the headings have {width}.",
                    "Look for a comma too many, or put the text in quotation marks.",
                )
            if is_wanted is None or is_wanted(cells):
                said = dict(zip(headings, map(str.strip, cells), strict=True))
                if any(said.values()):
                    yield Row(self.name, line, said, sha256)

    def refuse_records(self) -> None:
        """Raise Refusal when the file gives away records of single children."""
        promised = next((found for found in map(heading, self.headings) if found), None)
        trace = promised or told_in_bytes(self._content)
        if trace:
            raise Refusal(
                f"{self.name} holds records of single children: {trace}.",
                "Nothing of it was kept. Add a file of totals, as it is published.",
            )


def read_csv(content: bytes, name: str) -> Table:
    """A CSV file in UTF-8.

    Raises Refusal when the file is too large, is no text or is not well-formed.
    """
    if len(content) > LARGEST:
        raise Refusal(
            f"{name} is larger than {LARGEST // 1_000_000} MB.",
            "Keep only the plan’s measures and the county’s comparators.",
        )
    try:
        return Table(content, name)
    except UnicodeDecodeError as problem:
        raise Refusal(
            f"{name} is not a text file in UTF-8.", "Save it as CSV UTF-8 and add it again."
        ) from problem


def _lines(text: str, name: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        for cells in reader:
            yield reader.line_num, cells
    except csv.Error as problem:
        raise Refusal(
            f"{name}, row {reader.line_num}: not well-formed CSV ({problem}).",
            "Open it in a spreadsheet and save it as CSV UTF-8.",
        ) from problem
