"""The form for commentary, actions and explanations: a small workbook that the workbench makes and reads back."""

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime

from openpyxl import Workbook as Book
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from cypworkbench.domain.contribution import Form
from cypworkbench.domain.decision import DecisionKind, Intent, canonical
from cypworkbench.domain.evidence import Cell, Sheet, Workbook, a1
from cypworkbench.domain.refusal import Refusal
from cypworkbench.returns.values import date_of, text_of
from cypworkbench.returns.written import (
    ACCENT,
    TOP,
    open_cell,
    put,
    seal,
    set_up_page,
    write_headers,
)

TEMPLATE, EDITION = "cypworkbench contribution", "1"
MEASURES, QUERIES, _MANIFEST = "Measures", "Queries", "_contribution"
HEADER_ROW = 6
_WHO = (4, 2)
_HEADS = {
    MEASURES: (
        *("Reference", "Measure", "Area", "Latest figure", "Judgement"),
        *("Commentary", "Action", "Who", "By when"),
    ),
    QUERIES: ("Reference", "What is asked", "Explanation"),
}
_WIDTHS = {MEASURES: (20, 30, 16, 16, 18, 60, 44, 24, 14), QUERIES: (28, 70, 60)}
_OPEN = {MEASURES: 6, QUERIES: 3}
_LONGEST = 2_000  # letters: a page of a pack
_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Mistake:
    """Something in the form that cannot be taken as it stands: its cell, what is wrong, what to do."""

    cell: str
    what: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Filled:
    """A form as it came back: who filled it in, what it was asked at, and every word in it as an intent."""

    framework: str
    who: str
    sequence: int
    head: str
    intents: tuple[Intent, ...]


def write(form: Form, as_at: date) -> bytes:
    """The form as an .xlsx file; the same form and day give the same bytes."""
    book = Book()
    book.remove(book.worksheets[0])
    rows: dict[str, list[tuple[str, ...]]] = {
        MEASURES: [
            (m.key, m.title, m.place, m.figure, m.judgement, m.commentary, "", "", "")
            for m in form.measures
        ],
        QUERIES: [(q.key, q.message, "") for q in form.queries],
    }
    for name, listed in rows.items():
        if listed or name == MEASURES:
            _write_sheet(book.create_sheet(name), form, name, listed)
    _write_manifest(book.create_sheet(_MANIFEST), form)
    return seal(book, as_at)


def _write_sheet(sheet: Worksheet, form: Form, name: str, rows: list[tuple[str, ...]]) -> None:
    asked = "Write in the pale cells: what lies behind the figures, and what will be done, by whom, by when."
    if name == QUERIES:
        asked = "Say in the pale cells why each figure may stand, in a sentence a board member could follow."
    put(sheet, (1, 1), f"{form.title}: {form.round}").font = Font(bold=True, size=14, color=ACCENT)
    put(sheet, (2, 1), asked)
    put(sheet, (4, 1), "Filled in by")
    if name == MEASURES:
        open_cell(put(sheet, _WHO, form.who))
    write_headers(sheet, HEADER_ROW, _HEADS[name])
    for number, row in enumerate(rows, start=HEADER_ROW + 1):
        for column, text in enumerate(row, start=1):
            cell = put(sheet, (number, column), text or None)
            cell.alignment = TOP
            if column >= _OPEN[name]:
                open_cell(cell)
    for letter, width in zip("ABCDEFGHI", _WIDTHS[name], strict=False):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = f"C{HEADER_ROW + 1}"
    set_up_page(sheet, "landscape")


def _write_manifest(sheet: Worksheet, form: Form) -> None:
    rows = {
        "template": TEMPLATE,
        "edition": EDITION,
        "framework": form.framework,
        "sequence": str(form.sequence),
        "head": form.head,
    }
    rows["digest"] = _digest(rows)
    for number, pair in enumerate(rows.items(), start=1):
        for column, text in enumerate(pair, start=1):
            put(sheet, (number, column), text)
    sheet.sheet_state = "veryHidden"


def _digest(rows: Mapping[str, str]) -> str:
    kept = {key: text for key, text in rows.items() if key != "digest"}
    return hashlib.sha256(canonical(kept).encode()).hexdigest()


def read(book: Workbook) -> Filled:
    """What a form says. Raises Refusal when it is no form of ours, and naming each cell that cannot be taken."""
    manifest = _manifest(book)
    found: list[Intent] = []
    mistakes: list[Mistake] = []
    seen: set[str] = set()
    who = _who(book, mistakes)
    for name in (MEASURES, QUERIES):
        sheet = book.sheet(name)
        for number, cells in _rows(sheet, name, mistakes):
            key = text_of(cells.get(1))
            row = _Row(book, name, number, cells, mistakes)
            if key in seen:
                row.wrong(1, f"repeats {key}", "Keep one row for each measure and area.")
                continue
            seen.add(key)
            found += _measure(row, key) if name == MEASURES else _query(row, key)
    if mistakes:
        raise _refusal(book.name, mistakes)
    return Filled(
        manifest["framework"], who, int(manifest["sequence"]), manifest["head"], tuple(found)
    )


def _manifest(book: Workbook) -> dict[str, str]:
    sheet = book.sheet(_MANIFEST)
    rows = (
        {text_of(cells.get(1)): text_of(cells.get(2)) for _, cells in sheet.rows()} if sheet else {}
    )
    if rows.get("template") != TEMPLATE:
        raise Refusal(
            f"{book.name} is not a form for commentary that this program made.",
            "Fill in the form that was sent out; the workbench makes it with “contribution”.",
        )
    if rows.get("edition") != EDITION or rows.get("digest") != _digest(rows):
        raise Refusal(
            f"{book.name}: what the form was asked at was changed, so it cannot be merged.",
            "Copy the words into the form as it was sent out.",
        )
    return rows


def _who(book: Workbook, mistakes: list[Mistake]) -> str:
    sheet = book.sheet(MEASURES)
    rows = dict(sheet.rows()) if sheet else {}
    who = text_of(rows.get(_WHO[0], {}).get(_WHO[1]))
    if not who:
        where = f"{MEASURES}!{a1(*_WHO)}"
        mistakes.append(Mistake(where, "does not say who filled it in", "Write your role there."))
    return who


def _rows(
    sheet: Sheet | None, name: str, mistakes: list[Mistake]
) -> Iterator[tuple[int, dict[int, Cell]]]:
    if sheet is None:
        return
    rows = dict(sheet.rows())
    heads = tuple(text_of(rows.get(HEADER_ROW, {}).get(n + 1)) for n in range(len(_HEADS[name])))
    if heads != _HEADS[name]:
        where = f"{name}!{a1(HEADER_ROW, 1)}"
        mistakes.append(
            Mistake(where, "is not the row of headings any more", "Put rows and columns back.")
        )
        return
    for number, cells in rows.items():
        if number > HEADER_ROW and any(text_of(cell) for cell in cells.values()):
            yield number, cells


class _Row:
    """One row of the form, that knows how to name its cells."""

    def __init__(
        self,
        book: Workbook,
        sheet: str,
        number: int,
        cells: Mapping[int, Cell],
        mistakes: list[Mistake],
    ) -> None:
        self._book, self._sheet, self._number = book, sheet, number
        self._cells, self._mistakes = cells, mistakes

    def text(self, column: int) -> str:
        said = text_of(self._cells.get(column), date_1904=self._book.date_1904)
        if len(said) > _LONGEST:
            self.wrong(column, f"is longer than {_LONGEST:,} letters", "Keep it to half a page.")
        return said

    def day(self, column: int) -> date | None:
        cell = self._cells.get(column)
        found = date_of(cell, date_1904=self._book.date_1904) if cell else None
        if found is not None:
            return found
        for written in ("%d/%m/%Y", "%Y-%m-%d"):
            with suppress(ValueError):
                return datetime.strptime(self.text(column), written).replace(tzinfo=UTC).date()
        return None

    def wrong(self, column: int, what: str, remedy: str) -> None:
        self._mistakes.append(Mistake(f"{self._sheet}!{a1(self._number, column)}", what, remedy))


def _measure(row: _Row, key: str) -> Iterator[Intent]:
    commentary, action, owner = (row.text(column) for column in (6, 7, 8))
    if not key or key.count("|") != 1:
        row.wrong(1, "names no measure and area", "Put back what the form had there.")
        return
    if commentary:
        yield Intent(DecisionKind.COMMENTED, key, {"text": commentary})
    if not action:
        for column, said in ((8, owner), (9, row.text(9))):
            if said:
                row.wrong(column, "belongs to no action", "Write the action, or empty this cell.")
        return
    due = row.day(9)
    if due is None:
        row.wrong(9, "is not a date", "Write the day as 31/03/2027 or 2027-03-31.")
    if not owner:
        row.wrong(8, "does not say who will do it", "Name a role.")
    if due is not None and owner:
        body = {"text": action, "owner": owner, "due": due.isoformat(), "progress": ""}
        yield Intent(DecisionKind.ACTION_AGREED, key, body)


def _query(row: _Row, key: str) -> Iterator[Intent]:
    because = row.text(3)
    if because and not key:
        row.wrong(1, "names no query", "Put back what the form had there.")
    elif because:
        code, measure, area = (*key.split("|"), "", "")[:3]
        body = {"because": because, "code": code, "measure": measure, "area": area}
        yield Intent(DecisionKind.FINDING_EXPLAINED, key, body)


def _refusal(name: str, mistakes: list[Mistake]) -> Refusal:
    told = [f"{m.cell} {m.what}" for m in mistakes[:_SHOWN]]
    more = len(mistakes) - len(told)
    rest = f"; and {more} more" if more else ""
    remedies = dict.fromkeys(m.remedy for m in mistakes[:_SHOWN])
    return Refusal(f"{name}: {'; '.join(told)}{rest}.", f"{' '.join(remedies)} Nothing was merged.")
