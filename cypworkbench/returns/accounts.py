"""The sheet of a return that asks for words: milestones, registers of evidence, audits. Written and read alike."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from cypworkbench.domain.account import PERIOD, Account, added, grades, headings, is_account
from cypworkbench.domain.evidence import Cell, Observation, Origin, Sheet, ValueState, Workbook, a1
from cypworkbench.domain.framework import Framework, Kind, Measure
from cypworkbench.domain.period import Period
from cypworkbench.domain.period_text import parse
from cypworkbench.returns.names import key
from cypworkbench.returns.values import text_of, tidy

SHEET = "In words"
FIRST = ("Reference", "Measure")
ENTRIES = 8
"""Rows left for the entries of a register; a board that needs more inserts them."""
_HUNDRED = 100


def asked(framework: Framework) -> tuple[Measure, ...]:
    """The measures that boards are asked to answer in words or grades, in the plan's order."""
    return tuple(m for m in framework.asked if is_account(m))


def is_header(cells: Mapping[int, Cell]) -> bool:
    """Whether a row begins a table of these: Reference, Measure, and what is asked."""
    first = [key(cells[column].raw) if column in cells else "" for column in (1, 2)]
    return first == [key(name) for name in FIRST]


def has_tables(sheet: Sheet) -> bool:
    """Whether a sheet asks for words."""
    return any(is_header(cells) for _, cells in sheet.rows())


def read(
    sheets: Sequence[Sheet], framework: Framework, workbook: Workbook, area: str
) -> Iterator[Account]:
    """Every row that says anything, in order; rows of no measure of the plan are passed over."""
    known = {key(m.id): m for m in framework.measures if is_account(m)}
    for sheet in sheets:
        columns: dict[int, str] = {}
        for number, cells in sheet.rows():
            if is_header(cells):
                columns = {at: tidy(cell.raw) for at, cell in cells.items() if at > len(FIRST)}
                continue
            measure = known.get(key(cells[1].raw)) if 1 in cells else None
            if measure is not None and columns:
                said = {
                    key(name): text_of(cells.get(at), date_1904=workbook.date_1904)
                    for at, name in columns.items()
                }
                places = {key(name): a1(number, at) for at, name in columns.items()}
                account = _account(measure, said, places, Origin(workbook.sha256, sheet.name, area))
                if any(text for name, text in account.said if name != PERIOD):
                    yield account


def unread(sheet: Sheet, framework: Framework) -> Iterator[tuple[int, str]]:
    """The number of each row that answers something for no measure of the plan, and what it names instead."""
    known = {key(m.id) for m in framework.measures if is_account(m)}
    answers: set[int] = set()
    for number, cells in sheet.rows():
        if is_header(cells):
            answers = {at for at in cells if at > len(FIRST)}
        elif any(tidy(cells[at].raw) for at in answers & cells.keys()):
            name = tidy(cells[1].raw) if 1 in cells else ""
            if key(name) not in known:
                yield number, name


def _account(
    measure: Measure, said: Mapping[str, str], places: Mapping[str, str], whose: Origin
) -> Account:
    """One row; `whose` names the file, the sheet and, as its cell, the area."""
    names = headings(measure)
    period = parse(said.get(key(PERIOD), ""), measure.period_kind) if measure.audit else None
    return Account(
        measure=measure.id,
        area=whose.cell,
        said=tuple((name, said.get(key(name), "")) for name in names),
        sha256=whose.sha256,
        sheet=whose.sheet,
        cells=tuple(places.get(key(name), "") for name in names),
        period=period if isinstance(period, Period) else None,
    )


def figures(accounts: Sequence[Account], framework: Framework) -> Iterator[Observation]:
    """The share of case files that met the standard, of each audit that says how many had which grade."""
    measures = {m.id: m for m in framework.measures}
    for account in accounts:
        measure = measures[account.measure]
        terms = measure.audit
        if (
            terms is None
            or account.period is None
            or len(grades(measure, account)) < len(terms.grades)
        ):
            continue
        count = added(measure, [account])
        met, total = sum(count[grade] for grade in terms.met), sum(count.values())
        yield Observation(
            measure=measure.id,
            area=account.area,
            period=account.period,
            value=Decimal(_HUNDRED * met) / total if total else None,
            origin=origin(account, terms.grades[0]),
            numerator=Decimal(met),
            denominator=Decimal(total),
            state=ValueState.NUMBER if total else ValueState.NOT_APPLICABLE,
        )


def origin(account: Account, heading: str) -> Origin:
    """Where an account says what stands under a heading."""
    return Origin(account.sha256, account.sheet, account.cell(heading))


def rows_for(measure: Measure) -> int:
    """How many rows a blank return leaves for a measure."""
    return ENTRIES if measure.kind is Kind.EVIDENCE else 1
