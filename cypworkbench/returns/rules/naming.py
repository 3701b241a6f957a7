"""Does each row say which measure, place and period it is about, and does every measure asked for have one."""

from collections.abc import Iterator
from dataclasses import replace

from cypworkbench.domain.account import is_account
from cypworkbench.domain.evidence import Origin, Severity
from cypworkbench.domain.framework import Measure, MeasureRole
from cypworkbench.domain.period import PeriodKind
from cypworkbench.returns import accounts
from cypworkbench.returns.layout import Column
from cypworkbench.returns.names import key
from cypworkbench.returns.register import Doubt, Facts, Need, rule
from cypworkbench.returns.rows import Row, SheetUse
from cypworkbench.returns.values import tidy

_MOST_QUOTED = 60  # letters of a comment that a sentence repeats
_KINDS = {
    PeriodKind.MONTH: "a month, such as Sep 2023",
    PeriodKind.QUARTER: "a quarter of the financial year, such as Q1 2023/24",
    PeriodKind.FINANCIAL_YEAR: "a financial year, such as 2023/24",
    PeriodKind.ACADEMIC_YEAR: "a school year, such as 2023/24",
    PeriodKind.CALENDAR_YEAR: "a calendar year, such as 2023",
    PeriodKind.ROLLING_12_MONTHS: "twelve months, such as 12 months to Mar 2024",
    PeriodKind.ROLLING_3_YEAR: "three years, such as 2020 to 2022",
    PeriodKind.THREE_MONTH_AVERAGE: "three months, such as Dec to Feb 2024",
    PeriodKind.TERM: "a school term, such as Autumn 2023",
    PeriodKind.SNAPSHOT_DATE: "a day, such as 31 Mar 2024",
}


@rule(
    "R005",
    Severity.ERROR,
    (Need.TEMPLATE,),
    says=(
        "this row holds figures, but {said}; they were not read.",
        "Put the measure’s reference back as it was sent out, and send the return again.",
    ),
)
def measure_unknown(facts: Facts) -> Iterator[Doubt]:
    """A row of figures for no measure of the plan."""
    for row in facts.rows:
        if (
            row.measure is None
            and not row.is_blank
            and row.columns.keys() & {Column.REFERENCE, Column.MEASURE}
        ):
            name = row.reference or row.title
            said = f"“{name}” is no measure of the plan" if name else "names no measure"
            column = Column.REFERENCE if Column.REFERENCE in row.columns else Column.MEASURE
            yield Doubt(row.origin(column), {"said": said}, read=name)


@rule(
    "R005",
    Severity.QUERY,
    (Need.TEMPLATE,),
    says=(
        "this row says “{words}”, but “{name}” is no measure of the plan; it was not read.",
        "Ask which measure it is about, and have its reference put back; or say that it may be left out.",
    ),
)
def words_for_no_measure(facts: Facts) -> Iterator[Doubt]:
    """A status or a comment for no measure of the plan."""
    for row in facts.rows:
        if row.measure is None and row.is_blank:
            column = Column.REFERENCE if Column.REFERENCE in row.columns else Column.MEASURE
            status = tidy(row.cells[Column.STATUS].raw) if Column.STATUS in row.cells else ""
            said = row.comment or status
            short = said if len(said) <= _MOST_QUOTED else f"{said[:_MOST_QUOTED].rstrip()}…"
            words = {"words": short, "name": row.reference or row.title}
            yield Doubt(row.origin(column), words, read=said)


@rule(
    "R005",
    Severity.QUERY,
    (Need.TEMPLATE,),
    says=(
        "this row is answered, but {said}; it was not read.",
        "Ask which measure it is about, and have its reference put back; or say that the row may be left out.",
    ),
)
def account_for_no_measure(facts: Facts) -> Iterator[Doubt]:
    """A row of words for no measure of the plan."""
    for found in facts.sent.sheets if facts.sent else ():
        if found.use is SheetUse.WORDS:
            for number, name in accounts.unread(found.sheet, facts.framework):
                said = f"“{name}” is no measure of the plan" if name else "names no measure"
                at = Origin(facts.returned.sha256, found.sheet.name, f"A{number}")
                yield Doubt(at, {"said": said}, read=name)


@rule(
    "R005",
    Severity.QUERY,
    (Need.TEMPLATE,),
    says=(
        "the reference “{said}” is not known; the row was read as {measure}, by its title.",
        "Check that this is the measure meant; say so, or have the reference put back.",
    ),
)
def measure_by_title(facts: Facts) -> Iterator[Doubt]:
    """A row whose reference was changed, known by its title."""
    for row in facts.rows:
        by_title = row.named_by == "title" and Column.REFERENCE in row.columns
        if row.measure and by_title:
            words = {"said": row.reference, "measure": row.measure.title}
            yield Doubt(
                row.origin(Column.REFERENCE), words, row.measure.id, row.period, row.reference
            )


@rule(
    "R005",
    Severity.ERROR,
    (Need.TEMPLATE,),
    says=(
        "“{measure}” was asked for, and no row of the return gives it.",
        "Ask the board for it; or set it aside, and the pack will say “not reported”.",
    ),
)
def measure_missing(facts: Facts) -> Iterator[Doubt]:
    """A measure that was asked for is not in the return."""
    there = {row.measure.id for row in facts.rows if row.measure}
    for measure in facts.framework.asked:
        if measure.id not in there and not is_account(measure):
            yield Doubt(_where_to_look(measure, facts), {"measure": measure.title}, measure.id)


def _where_to_look(measure: Measure, facts: Facts) -> Origin:
    """Where the rows of a missing measure would stand: below the measure sent out before it, in the plan's order.

    Above the first row where it would come first; a sheet that is not there has no cell.
    """
    sheet = _sheet_for(measure, facts)
    order = {asked.id: number for number, asked in enumerate(facts.framework.measures)}
    there = [row for row in facts.rows if row.measure and row.sheet == sheet]
    before = [r for r in there if r.measure and order[r.measure.id] < order[measure.id]]
    if before:
        last = max(before, key=lambda row: row.number)
        return replace(last, number=last.number + 1).origin(Column.REFERENCE)
    if there:
        return min(there, key=lambda row: row.number).origin(Column.REFERENCE)
    return Origin(facts.returned.sha256, sheet, "")


def _sheet_for(measure: Measure, facts: Facts) -> str:
    """The sheet a missing measure belongs on: where its neighbours are, else as the template names it."""
    for row in facts.rows:
        other = row.measure
        if other and (other.outcome, other.role) == (measure.outcome, measure.role):
            return row.sheet
    if measure.role is MeasureRole.CONTEXT:
        return "Context"
    return f"Outcome {facts.framework.outcome(measure.outcome).number}"


@rule(
    "R006",
    Severity.ERROR,
    (Need.TEMPLATE,),
    says=(
        "“{said}” {candidates}; what stands beside it was not read.",
        "Write the period as {form}.",
    ),
)
def period_ambiguous(facts: Facts) -> Iterator[Doubt]:
    """A period that could be read in two ways."""
    for row, measure in _undated(facts):
        if row.candidates:
            labels = [period.label for period in row.candidates]
            said = f"could be {' or '.join(labels)}"
            if len(labels) == 1:
                said = f"may mean {labels[0]}, but does not say so"
            words = {
                "said": row.period_text,
                "candidates": said,
                "form": _KINDS[measure.period_kind],
            }
            yield Doubt(row.origin(Column.PERIOD), words, measure.id, read=row.period_text)


@rule(
    "R006",
    Severity.ERROR,
    (Need.TEMPLATE,),
    says=(
        "{said}; what stands beside it was not read.",
        "Write the period as {form}.",
    ),
)
def period_unknown(facts: Facts) -> Iterator[Doubt]:
    """A period that cannot be read."""
    for row, measure in _undated(facts):
        if not row.candidates:
            form = _KINDS[measure.period_kind]
            kind = form.partition(",")[0]
            said = f"“{row.period_text}” is not {kind}" if row.period_text else "no period is given"
            words = {"said": said, "form": form}
            yield Doubt(row.origin(Column.PERIOD), words, measure.id, read=row.period_text)


def _undated(facts: Facts) -> Iterator[tuple[Row, Measure]]:
    for row in facts.rows:
        dated = row.period is not None or Column.PERIOD not in row.columns
        if row.measure and not dated and not row.is_empty:
            yield row, row.measure


@rule(
    "R006",
    Severity.ERROR,
    (Need.TEMPLATE,),
    says=(
        "the cover’s district is “{said}”, and the board named above answers for {wanted}.",
        "Ask the sender which district the figures are about, and have the cover corrected.",
    ),
)
def district_unknown(facts: Facts) -> Iterator[Doubt]:
    """The cover's district is not the one its board answers for."""
    cell = facts.sent.cover.get("district") if facts.sent else None
    boards = [b for b in facts.framework.boards if b.id == facts.returned.board]
    if cell is None or not cell.text or not boards:
        return
    area = facts.framework.area(boards[0].areas[0])
    if key(cell.text) not in {key(name) for name in (area.code, area.name, *area.aliases)}:
        yield Doubt(cell.origin, {"said": cell.text, "wanted": area.name}, read=cell.text)


@rule(
    "R007",
    Severity.ERROR,
    (Need.TEMPLATE,),
    says=(
        "{measure} for {period} is given here and at {first}; only the first was read.",
        "Delete the row that is wrong, and send the return again.",
    ),
)
def listed_twice(facts: Facts) -> Iterator[Doubt]:
    """A measure and period given twice."""
    first: dict[tuple[str, object], Row] = {}
    for row in facts.rows:
        if row.measure is None or row.period is None:
            continue
        before = first.setdefault((row.measure.id, row.period), row)
        if before is not row:
            words = {
                "measure": row.measure.title,
                "period": row.period.label,
                "first": str(before.origin(Column.REFERENCE)),
            }
            yield Doubt(
                row.origin(Column.REFERENCE),
                words,
                row.measure.id,
                row.period,
                row.figure(Column.VALUE).raw,
                linked=(before.origin(Column.REFERENCE),),
            )
