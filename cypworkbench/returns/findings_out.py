"""All findings of a round as a table to hand on: a worksheet or a CSV, every one of them, with what became of it."""

import csv
import io
from collections.abc import Iterator
from datetime import date

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from cypworkbench.domain.evidence import Finding, RulesRun, a1
from cypworkbench.domain.record import Picture
from cypworkbench.returns.written import put, seal

HEADINGS = (
    *("Board", "File", "Code", "Severity", "Sheet", "Cell", "Measure", "Area", "Period"),
    *("Read", "Compared with", "Message", "What to do", "State", "Explanation", "By", "On"),
)
_CHECKS = ("Board", "File", "Checks run", "Which, and which not")
_WIDTHS = (26, 22, 8, 10, 14, 10, 34, 18, 16, 16, 16, 70, 50, 12, 40, 18, 12)
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def rows(picture: Picture) -> Iterator[tuple[str, ...]]:
    """A row for each finding, in the picture's order: where, what, what to do, and what became of it."""
    still_open = {finding.key for finding in picture.open_findings}
    boards = {
        s.returned.sha256: (picture.framework.board(s.board).name, s.returned.file)
        for s in picture.suppliers
        if s.returned
    }
    titles = {measure.id: measure.title for measure in picture.framework.measures}
    areas = {area.code: area.name for area in picture.framework.areas}
    for finding in picture.findings:
        explanation = picture.explanations.get(finding.key)
        board, file = boards.get(finding.origin.sha256, ("", ""))
        yield (
            *(board, file, finding.code, finding.severity.value),
            *(finding.origin.sheet, finding.origin.cell),
            titles.get(finding.measure, ""),
            areas.get(finding.area, finding.area),
            finding.period.label if finding.period else "",
            *(finding.read, finding.previous, finding.message, finding.remedy),
            _state(finding, still_open, is_explained=explanation is not None),
            explanation.text if explanation else "",
            explanation.by.name if explanation else "",
            explanation.at.date().isoformat() if explanation else "",
        )


def _state(finding: Finding, still_open: set[str], *, is_explained: bool) -> str:
    if not finding.needs_answer:
        return "note"
    if finding.key in still_open:
        return "open"
    return "explained" if is_explained else "set aside"


def to_csv(picture: Picture) -> bytes:
    """Every finding as CSV in UTF-8, with the mark that Excel needs; no text in it can become a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(HEADINGS)
    for row in rows(picture):
        writer.writerow([_as_text(text) for text in row])
    return out.getvalue().encode("utf-8-sig")


def _as_text(text: str) -> str:
    # a spreadsheet reads a cell that begins so as a formula, in quotation marks or not
    return f"'{text}" if text.startswith(_STARTS_A_FORMULA) else text


def to_xlsx(picture: Picture, day: date) -> bytes:
    """Every finding as a workbook, dated that day; every cell is text, and can be filtered.

    A second sheet says of each return how many checks ran, and which did not and why.
    """
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Findings"
    for column, (heading, width) in enumerate(zip(HEADINGS, _WIDTHS, strict=True), start=1):
        cell = put(sheet, (1, column), heading)
        cell.font = Font(bold=True)
        sheet.column_dimensions[cell.column_letter].width = width
    last = 1
    for last, row in enumerate(rows(picture), start=2):
        for column, text in enumerate(row, start=1):
            put(sheet, (last, column), text).alignment = Alignment(vertical="top", wrap_text=True)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{a1(last, len(HEADINGS))}"
    _write_checks(book.create_sheet("Checks"), picture)
    return seal(book, day)


def _write_checks(sheet: Worksheet, picture: Picture) -> None:
    told = [
        (picture.framework.board(s.board).name, s.returned.file, *said)
        for s in picture.suppliers
        if s.returned
        for said in _checks(s.returned.rules)
    ]
    for row, texts in enumerate((_CHECKS, *told), start=1):
        for column, text in enumerate(texts, start=1):
            cell = put(sheet, (row, column), text)
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            cell.font = Font(bold=row == 1)
    for letter, width in zip("ABCD", (26, 22, 12, 90), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"


def _checks(run: RulesRun) -> Iterator[tuple[str, str]]:
    yield str(len(run.done)), ", ".join(run.done)
    for said in run.said():
        yield "", said
