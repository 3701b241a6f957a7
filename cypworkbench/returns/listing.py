"""A list that a person keeps in a sheet: rows under headings, as .csv or .xlsx, each cell known by its address.

Written and read alike by both kinds of file, so that a list can go out, be changed by its owners, and come back.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from cypworkbench.domain.evidence import Cell, CellKind, Sheet, Workbook, a1
from cypworkbench.domain.refusal import Refusal
from cypworkbench.returns.values import decimal_of, read_value, text_of, tidy

LARGEST = 10_000_000
"""Bytes: far above any list that people keep by hand."""

_PACKAGE = b"PK\x03\x04"
_HEADINGS_WITHIN = 20  # rows at the top that may hold a title and a note above the headings
_WIDEST = 60
_ACCENT = "0E5A78"
_FORMULA = ("=", "+", "-", "@")


@dataclass(frozen=True, slots=True)
class Entry:
    """One row: what stands under each heading (tidied), and its address."""

    number: int
    said: Mapping[str, str]
    columns: Mapping[str, int]

    def text(self, heading: str) -> str:
        """What stands under a heading; empty where nothing does or there is no such column."""
        return self.said.get(heading, "")

    def at(self, heading: str) -> str:
        """The address of the cell under a heading, such as D5; the row where there is no such column."""
        column = self.columns.get(heading)
        return a1(self.number, column) if column else f"row {self.number}"


def read(content: bytes, name: str, needed: Sequence[str]) -> tuple[Entry, ...]:
    """The filled rows under the headings, in order. Headings may be in any case and order.

    Raises Refusal when the file cannot be read, or no sheet of it has every needed heading.
    """
    if len(content) > LARGEST:
        raise Refusal(f"{name} is too large for a list kept by hand.", "Look for the right file.")
    if content.startswith(_PACKAGE):
        from cypworkbench.returns import spreadsheet  # the reader is needed only for .xlsx

        book = spreadsheet.read(content, name)
        found = [_under_headings(_cells(book, sheet), needed) for sheet in book.sheets]
    else:
        found = [_under_headings(_lines(content, name), needed)]
    entries = next((rows for rows in found if rows is not None), None)
    if entries is None:
        raise Refusal(
            f"{name} has no row of headings with {', '.join(needed)}.",
            "Put them in the first row, one a column; an exported sheet shows how.",
        )
    return entries


Line = tuple[int, Mapping[int, str]]


def _under_headings(lines: Iterable[Line], needed: Sequence[str]) -> tuple[Entry, ...] | None:
    """The rows under the first that names every needed column; None where none does."""
    columns: dict[str, int] = {}
    entries: list[Entry] = []
    for number, cells in lines:
        if columns:
            said = {head: cells.get(column, "") for head, column in columns.items()}
            if any(said.values()):
                entries.append(Entry(number, said, columns))
            continue
        if number > _HEADINGS_WITHIN:
            return None
        named = {text.casefold(): column for column, text in cells.items() if text}
        if named.keys() >= set(needed):
            columns = named
    return tuple(entries) if columns else None


def _lines(content: bytes, name: str) -> Iterator[Line]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise Refusal(
            f"{name} is not a text file in UTF-8, nor an .xlsx file.",
            "In Excel, use Save As and choose CSV UTF-8.",
        ) from problem
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        for number, cells in enumerate(reader, start=1):
            yield number, {place: _typed(text) for place, text in enumerate(cells, start=1)}
    except csv.Error as problem:
        raise Refusal(
            f"Line {reader.line_num} of {name} is not CSV: {problem}.",
            "Look for a quotation mark that is never closed, and save it again as CSV UTF-8.",
        ) from problem


def _typed(text: str) -> str:
    said = tidy(text)
    return said[1:] if said[:1] == "'" and said[1:2] in _FORMULA else said


def _cells(book: Workbook, sheet: Sheet) -> Iterator[Line]:
    for number, row in sheet.rows():
        yield number, {column: _text(cell, book) for column, cell in row.items()}


def _text(cell: Cell, book: Workbook) -> str:
    """A cell as it would be typed: 0.05, 5% where the sheet shows a percentage, 2026-04-01 for a day."""
    if cell.kind is not CellKind.NUMBER:
        return text_of(cell, date_1904=book.date_1904)
    plain, shown = decimal_of(cell.raw), read_value(cell).value
    if plain is None or shown is None:
        return cell.raw
    return f"{shown:f}%" if shown != plain else f"{plain:f}"


# ---------------------------------------------------------------------------------------- writing


def write(
    headings: Sequence[str], rows: Iterable[Sequence[str]], *, title: str, at: date | None = None
) -> bytes:
    """The list as .xlsx with a title, dated `at`; as CSV (UTF-8, with the mark Excel asks for) without a date.

    Whole numbers and decimals are written as numbers; text that begins like a formula stays text.
    """
    listed = [tuple(row) for row in rows]
    return _csv(headings, listed) if at is None else _xlsx(headings, listed, title, at)


def _csv(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(headings)
    writer.writerows([_kept_as_text(text) for text in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _kept_as_text(text: str) -> str:
    """Text that a spreadsheet would take for a formula, marked as the text it is."""
    return f"'{text}" if text[:1] in _FORMULA and decimal_of(text) is None else text


def _xlsx(headings: Sequence[str], rows: Sequence[Sequence[str]], title: str, at: date) -> bytes:
    # openpyxl takes a quarter of a second to load: only when a sheet is written
    from openpyxl import Workbook as NewBook
    from openpyxl.styles import Alignment, Font, PatternFill

    from cypworkbench.returns.written import put, seal  # it needs openpyxl too

    top = Alignment(vertical="top", wrap_text=True)
    book = NewBook()
    book.properties.creator, book.properties.title = "cypworkbench", title
    sheet = book.worksheets[0]
    sheet.title = title[:31]
    for column, heading in enumerate(headings, start=1):
        cell = put(sheet, (1, column), heading)
        cell.font = Font(bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", fgColor=_ACCENT)
        longest = max((len(row[column - 1]) for row in rows), default=0)
        width = min(max(longest, len(heading)) + 3, _WIDEST)
        sheet.column_dimensions[cell.column_letter].width = width
    for number, row in enumerate(rows, start=2):
        for column, text in enumerate(row, start=1):
            if text:
                value = decimal_of(text)
                put(sheet, (number, column), text if value is None else value).alignment = top
    sheet.freeze_panes = "A2"
    return seal(book, at)
