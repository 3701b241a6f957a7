"""The blank return that a board is sent: a cover, one sheet an outcome, and a very hidden manifest.

Written with openpyxl; the same request gives the same bytes on every machine and day.
"""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Font
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from cypworkbench.domain.account import is_account
from cypworkbench.domain.decision import canonical
from cypworkbench.domain.evidence import Flag, Observation, ValueState
from cypworkbench.domain.framework import Board, Framework, Measure, MeasureRole
from cypworkbench.domain.period import Period, PeriodKind
from cypworkbench.domain.record import Round
from cypworkbench.domain.refusal import Refusal
from cypworkbench.returns import account_sheet, accounts
from cypworkbench.returns.written import (
    ACCENT,
    TOP,
    open_cell,
    put,
    seal,
    set_up_page,
    write_headers,
)

EDITION = "1"
"""The edition of the layout; a change that an older reader would misread takes the next number."""

TEMPLATE = "cypworkbench return"
COVER, CONTEXT, MANIFEST = "Cover", "Context", "_manifest"
HEADER_ROW = 5
HEADERS = (
    "Reference",
    "Measure",
    "Unit",
    "Period",
    "Numerator",
    "Denominator",
    "Value",
    "Status",
    "Comment",
)
STATUSES = (
    "final",
    *(flag.value.replace("_", " ") for flag in Flag),
    *(
        state.value.replace("_", " ")
        for state in (ValueState.NOT_AVAILABLE, ValueState.SUPPRESSED, ValueState.NOT_APPLICABLE)
    ),
)
"""What the Status column may say: the flags and states of an Observation, in plain words."""

MARKERS = {
    ValueState.NOT_AVAILABLE: "x",
    ValueState.SUPPRESSED: "c",
    ValueState.NOT_APPLICABLE: "z",
}
"""What stands in the Value column where there is no number, as government statisticians write it."""

_WIDTHS = (24, 58, 13, 23, 13, 13, 13, 16, 46)
_FIRST_INPUT = HEADERS.index("Numerator") + 1
_BACK = {PeriodKind.QUARTER: 12, PeriodKind.MONTH: 24, PeriodKind.ROLLING_12_MONTHS: 12}
_BACK_OTHERWISE = 5

Asked = Mapping[str, tuple[Period, ...]]


def periods_asked(
    framework: Framework, as_at: date, history: Iterable[Observation] = ()
) -> dict[str, tuple[Period, ...]]:
    """The periods each asked measure is asked for, oldest first, by measure id.

    Where there is history: its periods, and the next one if it has ended. Where there is none: the last five
    (twelve quarters, twenty-four months) that had ended by `as_at`.
    """
    known: dict[str, set[Period]] = {}
    for observation in history:
        known.setdefault(observation.measure, set()).add(observation.period)
    asked = {}
    for measure in framework.asked:
        if is_account(measure):
            continue
        periods = sorted(known.get(measure.id, ()))
        if not periods:
            last = _last_ended(measure.period_kind, as_at)
            back = _BACK.get(measure.period_kind, _BACK_OTHERWISE)
            periods = [last.shift(-step) for step in reversed(range(back))]
        elif periods[-1].shift(1).end <= as_at:
            periods.append(periods[-1].shift(1))
        asked[measure.id] = tuple(periods)
    return asked


_FIRST_MONTH = {
    PeriodKind.ACADEMIC_YEAR: 9,
    PeriodKind.CALENDAR_YEAR: 1,
    PeriodKind.ROLLING_3_YEAR: 1,
    PeriodKind.THREE_MONTH_AVERAGE: 12,
    PeriodKind.TERM: 9,
}


def _last_ended(kind: PeriodKind, as_at: date) -> Period:
    if kind is PeriodKind.SNAPSHOT_DATE:
        first = Period(date(as_at.year, 3, 31), kind)
    else:
        first = Period(date(as_at.year, _FIRST_MONTH.get(kind, 4), 1), kind)
    while first.shift(1).end <= as_at:
        first = first.shift(1)
    while first.end > as_at:
        first = first.shift(-1)
    return first


def write(
    framework: Framework,
    board: Board,
    round_: Round,
    history: tuple[Observation, ...] = (),
    asked: Asked | None = None,
) -> bytes:
    """The return of one district board for one round, as the bytes of an .xlsx file.

    `history` fills in what is already known of the board's district; `asked` gives the periods of each measure,
    else `periods_asked` does. Raises Refusal when the board does not answer for exactly one area, or the round has
    no date its figures are as at.
    """
    if len(board.areas) != 1:
        raise Refusal(
            f"{board.name} does not answer for one district.",
            "Issue returns to the district boards.",
        )
    if round_.as_at is None:
        raise Refusal(f"{round_.label} has no “as at” date.", "Give the round its dates first.")
    mine = {(o.measure, o.period): o for o in history if o.area == board.areas[0]}
    periods = periods_asked(framework, round_.as_at, mine.values()) if asked is None else asked
    book = Workbook()
    book.properties.creator = "cypworkbench"
    book.properties.title = f"{board.name}: {round_.label}"
    cover = book.worksheets[0]
    cover.title = COVER
    _write_cover(cover, framework, board, round_)
    for sheet_name, title, measures in sheets(framework, periods):
        sheet = book.create_sheet(sheet_name)
        _write_heading(sheet, title, (board, round_))
        _write_table(sheet, measures, periods, mine)
    worded = accounts.asked(framework)
    if worded:
        sheet = book.create_sheet(accounts.SHEET)
        _write_heading(sheet, "What no figure says", (board, round_), ())
        ended = {m.id: _last_ended(m.period_kind, round_.as_at).label for m in worded}
        account_sheet.write(sheet, worded, ended, HEADER_ROW)
    _write_manifest(book.create_sheet(MANIFEST), (framework, board, round_), periods)
    return seal(book, round_.as_at)


def sheets(framework: Framework, asked: Asked) -> tuple[tuple[str, str, tuple[Measure, ...]], ...]:
    """The sheets of a return in order: each one's name, its title and the measures on it."""
    found = []
    for outcome in framework.outcomes:
        mine = [m for m in framework.measures if m.outcome == outcome.id and m.id in asked]
        keys = tuple(m for m in mine if m.role is MeasureRole.KEY)
        if keys:
            found.append(
                (f"Outcome {outcome.number}", f"Outcome {outcome.number}. {outcome.title}", keys)
            )
    context = tuple(
        m for m in framework.measures if m.role is MeasureRole.CONTEXT and m.id in asked
    )
    if context:
        found.append((CONTEXT, "Context: figures that help to read the plan", context))
    return tuple(found)


# ------------------------------------------------------------------------------------------ cover


def day_in_words(day: date | None) -> str:
    """A date as it is printed: 25 September 2026; nothing for None. English whatever the machine's language."""
    months = "January February March April May June July August September October November December"
    return f"{day.day} {months.split()[day.month - 1]} {day.year}" if day else ""


_NOTES = (
    "How to fill in this return",
    "Each sheet is one outcome of the plan, and each row one measure for one period.",
    "Fill in the pale cells: the numerator and the denominator, and the value where the row has no denominator.",
    "Type numbers as plain numbers. A percentage of 34.2 % is typed 34.2, without the sign.",
    "Where there is no figure, write x in Value (not available), c (suppressed) or z (not applicable). Never zero.",
    "Choose a word in Status, and say in Comment what the reader should know about the figure.",
    "Do not add, rename or hide rows, columns or sheets, and never name a child or give a case.",
    "Send it back as an .xlsx file by the due date.",
)


def _write_cover(sheet: Worksheet, framework: Framework, board: Board, round_: Round) -> None:
    district = framework.area(board.areas[0]).name
    rows = (
        ("Board", board.name),
        ("District", district),
        ("Round", round_.label),
        ("Plan", framework.title),
        ("Due", day_in_words(round_.due)),
        ("Completed by (role)", ""),
        ("Date completed", ""),
    )
    put(sheet, (1, 1), f"{framework.partnership}: return of figures").font = Font(
        bold=True, size=16, color=ACCENT
    )
    for row, (label, value) in enumerate(rows, start=3):
        put(sheet, (row, 1), label).font = Font(bold=True)
        cell = put(sheet, (row, 2), value)
        if not value:
            open_cell(cell)
    for row, note in enumerate((*_NOTES, *filter(None, [round_.note])), start=4 + len(rows)):
        cell = put(sheet, (row, 1), note)
        cell.font = Font(bold=note == _NOTES[0])
    sheet.column_dimensions["A"].width = 22
    sheet.column_dimensions["B"].width = 78
    set_up_page(sheet, "portrait")


# ---------------------------------------------------------------------------------------- figures


def _write_heading(
    sheet: Worksheet, title: str, for_: tuple[Board, Round], headers: tuple[str, ...] = HEADERS
) -> None:
    board, round_ = for_
    put(sheet, (1, 1), title).font = Font(bold=True, size=14, color=ACCENT)
    put(sheet, (2, 1), f"{board.name}, {round_.label}, due {day_in_words(round_.due)}")
    put(sheet, (3, 1), "Fill in the pale cells. The first sheet says how.")
    write_headers(sheet, HEADER_ROW, headers)


def _write_table(
    sheet: Worksheet,
    measures: tuple[Measure, ...],
    periods: Asked,
    known: Mapping[tuple[str, Period], Observation],
) -> None:
    row = HEADER_ROW
    for measure in measures:
        for period in periods[measure.id]:
            row += 1
            known_text = (measure.id, measure.title, measure.unit, period.label)
            for column, text in enumerate(known_text, start=1):
                put(sheet, (row, column), text).alignment = TOP
            inputs = range(_FIRST_INPUT, len(HEADERS) + 1)
            cells = [put(sheet, (row, column), None) for column in inputs]
            for cell in cells:
                open_cell(cell)
            if (measure.id, period) in known:
                fill(sheet, cells, known[measure.id, period])
    _write_rules(sheet, row)
    for column, width in enumerate(_WIDTHS):
        sheet.column_dimensions[chr(ord("A") + column)].width = width
    sheet.freeze_panes = f"A{HEADER_ROW + 1}"
    set_up_page(sheet, "landscape")
    sheet.print_title_rows = f"{HEADER_ROW}:{HEADER_ROW}"


def fill(sheet: Worksheet, cells: list[Cell], observation: Observation) -> None:
    """Write one figure into the five input cells of its row: numerator, denominator, value, status, comment."""
    marker = MARKERS.get(observation.state)
    words = [flag.value.replace("_", " ") for flag in observation.flags]
    if marker:
        words.insert(0, observation.state.value.replace("_", " "))
    written = (
        observation.numerator,
        observation.denominator,
        marker or observation.value,
        words[0] if words else "final",
        observation.comment,
    )
    for cell, value in zip(cells, written, strict=True):
        if value not in (None, ""):
            put(sheet, (cell.row, cell.column), value)


def _write_rules(sheet: Worksheet, last_row: int) -> None:
    first = HEADER_ROW + 1
    status = DataValidation(type="list", formula1=f'"{",".join(STATUSES)}"', allow_blank=True)
    status.error, status.errorTitle = "Choose one of the words in the list.", "Status"
    status.prompt, status.promptTitle = (
        "Choose the word that fits. Leave it empty if unsure.",
        "Status",
    )
    status.showErrorMessage = status.showInputMessage = True
    status.add(f"H{first}:H{last_row}")
    numbers = DataValidation(allow_blank=True, showInputMessage=True)
    numbers.promptTitle = "A number"
    numbers.prompt = "Type a plain number: 34.2 for 34.2 %. Or x, c or z where there is none."
    numbers.add(f"E{first}:G{last_row}")
    for rule in (status, numbers):
        sheet.add_data_validation(rule)


def _write_manifest(sheet: Worksheet, issued: tuple[Framework, Board, Round], asked: Asked) -> None:
    framework, board, round_ = issued
    rows = {
        "template": TEMPLATE,
        "edition": EDITION,
        "framework": framework.id,
        "round": round_.label,
        "board": board.id,
    }
    wanted = [[measure, [period.iso for period in periods]] for measure, periods in asked.items()]
    rows["digest"] = hashlib.sha256(canonical([rows, wanted]).encode()).hexdigest()
    for row, pair in enumerate(rows.items(), start=1):
        for column, text in enumerate(pair, start=1):
            put(sheet, (row, column), text)
    sheet.sheet_state = "veryHidden"
    sheet.protection.sheet = True
