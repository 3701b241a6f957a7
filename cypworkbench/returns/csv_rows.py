"""CSV files that an analyst gives, read strictly row by row: every complaint names file, row and column."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import TypeVar

from cypworkbench.domain.refusal import Refusal

LARGEST = 50_000_000
"""Bytes: a national file of every council and measure is about this large."""

_E = TypeVar("_E", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its file, its line, and what stands in each column, without the spaces around it."""

    file: str
    line: int
    said: Mapping[str, str]

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


def read_csv(content: bytes, name: str) -> tuple[tuple[str, ...], Iterator[Row]]:
    """The headings of a CSV in UTF-8, and its rows as they are asked for; empty rows are passed over.

    Raises Refusal when the file is too large, is no text, is not well-formed, or a row is longer or shorter than the
    headings.
    """
    if len(content) > LARGEST:
        raise Refusal(
            f"{name} is larger than {LARGEST // 1_000_000} MB.",
            "Keep only the plan’s measures and the county’s comparators.",
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise Refusal(
            f"{name} is not a text file in UTF-8.", "Save it as CSV UTF-8 and add it again."
        ) from problem
    lines = _lines(text, name)
    _, headings = next(lines, (0, []))
    return tuple(headings), _rows(lines, name, headings)


def _lines(text: str, name: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        for cells in reader:
            yield reader.line_num, [cell.strip() for cell in cells]
    except csv.Error as problem:
        raise Refusal(
            f"{name}, row {reader.line_num}: not well-formed CSV ({problem}).",
            "Open it in a spreadsheet and save it as CSV UTF-8.",
        ) from problem


def _rows(lines: Iterator[tuple[int, list[str]]], name: str, headings: list[str]) -> Iterator[Row]:
    for line, cells in lines:
        if not any(cells):
            continue
        if len(cells) != len(headings):
            raise Refusal(
                f"{name}, row {line}: {len(cells)} columns where the headings have {len(headings)}.",
                "Look for a comma too many, or put the text in quotation marks.",
            )
        yield Row(name, line, dict(zip(headings, cells, strict=True)))
