"""Does a row give away what it means to keep back, and are its counts whole."""

from collections.abc import Iterator
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from cypworkbench.domain.evidence import Severity, ValueState
from cypworkbench.domain.framework import Kind
from cypworkbench.returns.layout import Column
from cypworkbench.returns.register import Doubt, Facts, Need, rule
from cypworkbench.returns.rows import Row
from cypworkbench.returns.wording import say_number

_MONEY = "£"


@rule(
    "R023",
    Severity.QUERY,
    (Need.ROWS,),
    says=(
        "{hidden} is suppressed, but {beside} beside it give away the small number it hides.",
        "Ask the board to suppress {also} as well (c), or to give the figure for a larger group.",
    ),
)
def small_count_given_away(facts: Facts) -> Iterator[Doubt]:
    """A small count that its own row gives away."""
    for row in facts.rows:
        if row.measure is None or not row.measure.has_parts:
            continue
        small = facts.dial("R023.small", row.measure.id)
        top, bottom, value = (
            row.figure(c) for c in (Column.NUMERATOR, Column.DENOMINATOR, Column.VALUE)
        )
        if top.state is ValueState.SUPPRESSED and value.value is not None and bottom.value:
            told = _the_only_count(value.value, bottom.value, row.measure.per)
            if told is not None and 0 < told < small:
                beside = "the value and the denominator"
                yield _doubt(row, Column.NUMERATOR, ("the numerator", beside, "the value"))
        known = value.state is ValueState.SUPPRESSED and bottom.value and top.value is not None
        if known and top.value is not None and 0 < top.value < small:
            beside = "the numerator and the denominator"
            yield _doubt(row, Column.VALUE, ("the value", beside, "the numerator"))


def _the_only_count(value: Decimal, out_of: Decimal, per: int) -> Decimal | None:
    """The one whole number that rounds to the value as it is written; None when several do, or none."""
    exponent = value.as_tuple().exponent
    half = Decimal(5).scaleb(min(exponent, 0) - 1) if isinstance(exponent, int) else Decimal(0)
    low = ((value - half) * out_of / per).to_integral_value(ROUND_CEILING)
    high = ((value + half) * out_of / per).to_integral_value(ROUND_FLOOR)
    return low if low == high else None


def _doubt(row: Row, at: Column, said: tuple[str, str, str]) -> Doubt:
    hidden, beside, also = said
    words = {"hidden": hidden, "beside": beside, "also": also}
    measure = row.measure.id if row.measure else ""
    parts = (Column.NUMERATOR, Column.DENOMINATOR, Column.VALUE)
    linked = tuple(row.origin(column) for column in parts if column is not at)
    return Doubt(row.origin(at), words, measure, row.period, "suppressed", linked=linked)


@rule(
    "R024",
    Severity.QUERY,
    (Need.ROWS,),
    says=(
        "the {column} is {value}, and counts for “{measure}” are whole numbers.",
        "Ask whether a rate or an average was typed in place of the count; have it corrected, or say why.",
    ),
    yields_to="R009 R011 R012 R014",
)
def not_whole(facts: Facts) -> Iterator[Doubt]:
    """A count that is no whole number."""
    for row in facts.rows:
        measure = row.measure
        if measure is None or measure.unit.startswith(_MONEY):
            continue
        counts = [Column.NUMERATOR] if measure.has_parts else []
        counts += [Column.NUMERATOR, Column.VALUE] if measure.kind is Kind.COUNT else []
        for column in counts:
            value = row.figure(column).value
            if value is not None and value != value.to_integral_value():
                words = {
                    "column": column.value.lower(),
                    "value": say_number(value),
                    "measure": measure.short_title or measure.title,
                }
                yield Doubt(row.origin(column), words, measure.id, row.period, str(value))
