"""A workbook recognised as a board's return: every figure with the measure, the period and the cell it belongs to.

Drift is tolerated and remembered, for the rules to report: sheets renamed, columns moved, headings reworded, rows
inserted. Nothing is matched by likeness, and nothing is rescaled.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Context, Decimal

from cypworkbench.domain.evidence import (
    Cell,
    CellKind,
    Observation,
    Origin,
    Sheet,
    ValueState,
    Workbook,
)
from cypworkbench.domain.framework import Board, Framework, Kind, Measure
from cypworkbench.domain.period import Period
from cypworkbench.domain.period_text import parse
from cypworkbench.domain.refusal import Refusal
from cypworkbench.returns import accounts
from cypworkbench.returns.cover import MANIFEST, read_cover, read_manifest
from cypworkbench.returns.layout import FIGURES, Column, Table, find_tables
from cypworkbench.returns.names import find_board, key, measures_by_id, measures_by_title
from cypworkbench.returns.rows import CoverCell, Recognised, Row, SheetFound, SheetUse
from cypworkbench.returns.values import read_status, read_value, text_of

_PRECISION = Context(prec=15)


@dataclass(frozen=True, slots=True)
class _Plan:
    """The plan's measures, ready for matching."""

    by_id: Mapping[str, Measure]
    by_title: Mapping[str, Measure]


def recognise(workbook: Workbook, framework: Framework) -> Recognised:
    """The return in a workbook, with the figures read and everything the rules look at.

    Raises Refusal when no sheet has the headings of a return, or nothing says which board it is from.
    """
    manifest = next((m for m in map(read_manifest, _unseen(workbook)) if m), {})
    sheets = tuple(_look_at(sheet, workbook) for sheet in workbook.sheets)
    worded = [found.sheet for found in sheets if found.use is SheetUse.WORDS]
    if not worded and not any(table.can_be_read for found in sheets for table in found.tables):
        raise Refusal(
            f"{workbook.name} is not a return: none of its visible sheets has the headings of one "
            "(Reference, Measure, Period, Numerator, Denominator, Value).",
            "Drop the return that was issued to the board.",
        )
    cover = _cover(sheets, workbook)
    board_text = cover["board"].text if "board" in cover else ""
    board = find_board(board_text, framework)
    expected = find_board(manifest.get("board", ""), framework)
    answering = board or expected
    if answering is None:
        raise Refusal(
            f"{workbook.name} does not say which board it is from.",
            "Write the board’s name beside Board on the cover, and drop it again.",
        )
    rows = tuple(_rows(sheets, framework, workbook))
    round_text = cover["round"].text if "round" in cover else ""
    area = _area(answering, expected, workbook)
    told = tuple(accounts.read(worded, framework, workbook, area))
    return Recognised(
        file=workbook.name,
        sha256=workbook.sha256,
        framework=manifest.get("framework", framework.id),
        board=board.id if board else ("" if board_text else answering.id),
        round=round_text or manifest.get("round", ""),
        observations=(*_observations(rows, area), *accounts.figures(told, framework)),
        expected_board=expected.id if expected else "",
        edition=manifest.get("edition", ""),
        accounts=told,
        rows=rows,
        sheets=sheets,
        cover=cover,
        manifest=manifest,
    )


def _area(answering: Board, expected: Board | None, workbook: Workbook) -> str:
    """The one place a return is about: its board's; where that has several, that of the board it was issued to."""
    for board in (answering, expected):
        if board is not None and len(board.areas) == 1:
            return board.areas[0]
    raise Refusal(
        f"{workbook.name} is from {answering.name}, which does not answer for one place.",
        "Ask the board of each district for its own return.",
    )


def _unseen(workbook: Workbook) -> list[Sheet]:
    hidden = [sheet for sheet in workbook.sheets if sheet.state != "visible"]
    return sorted(hidden, key=lambda sheet: sheet.name != MANIFEST)


def _look_at(sheet: Sheet, workbook: Workbook) -> SheetFound:
    if sheet.state != "visible":
        use = SheetUse.MANIFEST if read_manifest(sheet) else SheetUse.HIDDEN
        return SheetFound(sheet, use)
    tables = find_tables(sheet)
    if tables:
        return SheetFound(sheet, SheetUse.READ, tables)
    if accounts.has_tables(sheet):
        return SheetFound(sheet, SheetUse.WORDS)
    if read_cover(sheet, workbook.sha256, date_1904=workbook.date_1904):
        return SheetFound(sheet, SheetUse.COVER)
    return SheetFound(sheet, SheetUse.NOT_READ)


def _cover(sheets: tuple[SheetFound, ...], workbook: Workbook) -> Mapping[str, CoverCell]:
    for found in sheets:
        if found.use is SheetUse.COVER:
            return read_cover(found.sheet, workbook.sha256, date_1904=workbook.date_1904)
    return {}


# ------------------------------------------------------------------------------------------- rows


def _rows(
    sheets: tuple[SheetFound, ...], framework: Framework, workbook: Workbook
) -> Iterator[Row]:
    plan = _Plan(measures_by_id(framework), measures_by_title(framework))
    for found in sheets:
        for table in found.tables:
            for number, cells in found.sheet.rows():
                inside = number > table.header_row and number <= (table.last_row or number)
                if inside:
                    row = _row(found.sheet, table, (number, cells), (plan, workbook))
                    if row:
                        yield row


def _row(
    sheet: Sheet,
    table: Table,
    numbered: tuple[int, Mapping[int, Cell]],
    around: tuple[_Plan, Workbook],
) -> Row | None:
    number, filled = numbered
    plan, workbook = around
    cells = {column: filled[at] for column, at in table.columns.items() if at in filled}
    given = {column: read_value(cells[column]) for column in FIGURES if column in cells}
    words = {c: text_of(cell, date_1904=workbook.date_1904) for c, cell in cells.items()}
    reference, title = words.get(Column.REFERENCE, ""), words.get(Column.MEASURE, "")
    measure = plan.by_id.get(key(reference))
    named_by = "reference" if measure else ""
    if measure is None:
        measure = plan.by_title.get(key(title)) or plan.by_title.get(key(reference))
        named_by = "title" if measure else ""
    nothing_filled = all(each.state is ValueState.BLANK for each in given.values())
    answered = any(words.get(c) for c in (Column.STATUS, Column.COMMENT))
    if measure is None and nothing_filled and not (answered and (reference or title)):
        # a note, a heading within the table, or a row nobody used
        return None
    period, candidates = _period(words.get(Column.PERIOD, ""), measure)
    status = read_status(words.get(Column.STATUS, ""))
    return Row(
        sha256=workbook.sha256,
        sheet=sheet.name,
        number=number,
        columns=table.columns,
        cells=cells,
        reference=reference,
        title=title,
        measure=measure,
        named_by=named_by,
        period_text=words.get(Column.PERIOD, ""),
        period=period,
        candidates=candidates,
        given=given,
        state=status[0] if status else None,
        flags=status[1] if status else (),
        status_known=status is not None,
        hidden=number in sheet.hidden_rows,
        comment=words.get(Column.COMMENT, ""),
    )


def _period(text: str, measure: Measure | None) -> tuple[Period | None, tuple[Period, ...]]:
    reading = parse(text, measure.period_kind) if measure else None
    if isinstance(reading, tuple):
        return None, reading
    return reading, ()


# ----------------------------------------------------------------------------------- observations


def _observations(rows: tuple[Row, ...], area: str) -> Iterator[Observation]:
    seen: set[tuple[str, Period]] = set()
    for row in rows:
        if row.measure is None or row.period is None:
            continue
        if (row.measure.id, row.period) not in seen:
            # the first of two counts until R007 is settled
            seen.add((row.measure.id, row.period))
            yield _observe(row, row.measure, row.period, area)


def _observe(row: Row, measure: Measure, period: Period, area: str) -> Observation:
    value, origin = _value(row, measure)
    flags = [*row.flags, *(flag for column in FIGURES for flag in row.figure(column).flags)]
    return Observation(
        measure=measure.id,
        area=area,
        period=period,
        value=value,
        origin=origin,
        numerator=row.figure(Column.NUMERATOR).value,
        denominator=row.figure(Column.DENOMINATOR).value,
        state=ValueState.NUMBER if value is not None else _why_none(row),
        flags=tuple(dict.fromkeys(flags)),
        comment=row.comment,
    )


def _value(row: Row, measure: Measure) -> tuple[Decimal | None, Origin]:
    """The figure: the value as given; else worked out from its parts, where nothing else stands in its place."""
    given, top, bottom = (
        row.figure(c) for c in (Column.VALUE, Column.NUMERATOR, Column.DENOMINATOR)
    )
    at = row.origin(Column.VALUE)
    if given.state is not ValueState.BLANK or top.value is None:
        return given.value, at
    first, last = row.origin(Column.NUMERATOR), row.origin(Column.DENOMINATOR)
    if measure.has_parts and bottom.value:
        parts = Origin(at.sha256, at.sheet, f"{first.cell}:{last.cell}")
        share = _PRECISION.divide(top.value * measure.per, bottom.value)
        return share, parts
    if measure.kind is Kind.COUNT and bottom.state is ValueState.BLANK:
        return top.value, first
    return None, at


def _why_none(row: Row) -> ValueState:
    states = [row.figure(c).state for c in (Column.VALUE, Column.NUMERATOR, Column.DENOMINATOR)]
    told = [s for s in states if s not in (ValueState.BLANK, ValueState.NUMBER)]
    if states[0] is ValueState.BLANK and not told and row.state:
        return row.state
    return told[0] if told else ValueState.BLANK


def is_filled(cell: Cell) -> bool:
    """Whether a cell holds anything a reader would see."""
    return cell.kind is not CellKind.TEXT or bool(cell.raw.strip())
