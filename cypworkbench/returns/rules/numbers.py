"""Can each figure be read as the number it is."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import NamedTuple

from cypworkbench.domain.evidence import Cell, CellKind, Origin, Severity, ValueState
from cypworkbench.returns.layout import FIGURES, Column
from cypworkbench.returns.register import Doubt, Facts, Need, rule
from cypworkbench.returns.rows import Row
from cypworkbench.returns.values import Given, tidy
from cypworkbench.returns.wording import say_count, say_number

_LONGEST_SAID = 40


class _Figure(NamedTuple):
    row: Row
    column: Column
    given: Given
    cell: Cell

    @property
    def measure(self) -> str:
        return self.row.measure.id if self.row.measure else ""

    def doubt(self, **words: str) -> Doubt:
        at = self.row.origin(self.column)
        return Doubt(at, words, self.measure, self.row.period, self.given.raw)


def _figures(facts: Facts, wanted: Callable[[Given], bool]) -> Iterator[_Figure]:
    for row in facts.rows:
        for column in FIGURES:
            given = row.figure(column)
            if row.measure and column in row.cells and wanted(given):
                yield _Figure(row, column, given, row.cells[column])


@rule(
    "R008",
    Severity.ERROR,
    (Need.ROWS,),
    says=(
        "{said}, where a number belongs.",
        "Type the number, or x (not available), c (suppressed) or z (not applicable).",
    ),
)
def unreadable(facts: Facts) -> Iterator[Doubt]:
    """What stands in place of a number cannot be read as one."""
    bad = (ValueState.TEXT, ValueState.ERROR)
    for figure in _figures(facts, lambda given: given.state in bad):
        yield figure.doubt(said=_say(figure))


def _say(figure: _Figure) -> str:
    held = tidy(figure.cell.raw)[:_LONGEST_SAID]
    if figure.given.state is ValueState.ERROR:
        return f"the cell shows the error {held}" if held else "the cell’s content is damaged"
    if figure.cell.kind is CellKind.DATE:
        return "the cell holds a date or a time, as Excel makes of an entry like 3-4"
    return f"the cell holds “{figure.given.raw[:_LONGEST_SAID].strip()}”"


@rule(
    "R008",
    Severity.QUERY,
    (Need.ROWS,),
    says=(
        "“{held}” is kept as text, which no sum includes; it was read as {number}{mark}.",
        "Confirm that {number} is meant, or have it typed as a number.",
    ),
)
def number_as_text(facts: Facts) -> Iterator[Doubt]:
    """A number is kept as text."""
    for figure in _figures(facts, lambda given: given.as_text and given.value is not None):
        mark = f", with the mark {figure.given.mark}" if figure.given.mark else ""
        number = say_number(figure.given.value or Decimal(0))
        yield figure.doubt(held=tidy(figure.given.raw), number=number, mark=mark)


@rule(
    "R008",
    Severity.QUERY,
    (Need.ROWS,),
    says=(
        "the cell holds {number}, but its format shows it in thousands or millions.",
        "Ask which of the two is meant.",
    ),
)
def shown_in_thousands(facts: Facts) -> Iterator[Doubt]:
    """A number is shown in thousands."""
    for figure in _figures(facts, lambda given: given.shown == "thousands"):
        yield figure.doubt(number=tidy(figure.given.raw))


@rule(
    "R008",
    Severity.QUERY,
    (Need.TEMPLATE,),
    says=(
        "Status says “{said}”, which is none of the words it may hold; it was not read.",
        "Choose one of the words in the list, and put the rest in Comment.",
    ),
)
def status_unknown(facts: Facts) -> Iterator[Doubt]:
    """A word in Status that is not known."""
    for row in facts.rows:
        if row.measure and not row.status_known:
            said = tidy(row.cells[Column.STATUS].raw)
            yield Doubt(row.origin(Column.STATUS), {"said": said}, row.measure.id, row.period, said)


@rule(
    "R017",
    Severity.ERROR,
    (Need.ROWS,),
    says=(
        "the cell holds a formula that was never worked out, so there is no number to read.",
        "Open the file in Excel, save it, and send it again; better, type the number.",
    ),
)
def formula_without_value(facts: Facts) -> Iterator[Doubt]:
    """A formula that was never worked out."""
    for figure in _figures(facts, lambda given: given.state is ValueState.NO_CACHED_VALUE):
        yield figure.doubt()


@rule(
    "R017",
    Severity.QUERY,
    (Need.ROWS,),
    says=(
        "{count} on this sheet where a number belongs; the results saved with them were read.",
        "Check that the formulas count what the plan defines, and say so; or have numbers typed.",
    ),
)
def formulas(facts: Facts) -> Iterator[Doubt]:
    """Formulas where numbers belong."""
    by_sheet: dict[str, list[Origin]] = {}
    read: dict[str, list[str]] = {}
    for figure in _figures(facts, lambda given: given.state is not ValueState.NO_CACHED_VALUE):
        if figure.cell.is_formula:
            by_sheet.setdefault(figure.row.sheet, []).append(figure.row.origin(figure.column))
            read.setdefault(figure.row.sheet, []).append(figure.given.raw)
    for sheet, origins in by_sheet.items():
        words = {"count": f"{say_count(len(origins), 'formula', 'formulas')} stand"}
        if len(origins) == 1:
            words["count"] = "a formula stands"
        yield Doubt(origins[0], words, read=" ".join(read[sheet]), linked=tuple(origins[1:]))
