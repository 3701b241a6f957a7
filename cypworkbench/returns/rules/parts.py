"""Do a figure and its parts fit together."""

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from cypworkbench.domain.evidence import Origin, Severity
from cypworkbench.domain.framework import Measure
from cypworkbench.returns.layout import Column
from cypworkbench.returns.register import Doubt, Facts, Need, rule
from cypworkbench.returns.rows import Row
from cypworkbench.returns.wording import say_number


class _Parts(NamedTuple):
    row: Row
    measure: Measure
    numerator: Decimal
    denominator: Decimal

    @property
    def make_sense(self) -> bool:
        """Whether a value can be worked out from them at all."""
        if self.denominator <= 0 or self.numerator < 0:
            return False
        return self.numerator <= self.denominator or not self.measure.binomial

    def doubt(self, at: Column, read: str, linked: tuple[Origin, ...], **words: str) -> Doubt:
        said = {
            "numerator": say_number(self.numerator),
            "denominator": say_number(self.denominator),
        }
        origin = self.row.origin(at)
        return Doubt(origin, said | words, self.measure.id, self.row.period, read, linked=linked)


def _with_parts(facts: Facts) -> Iterator[_Parts]:
    for row in facts.rows:
        top, bottom = row.figure(Column.NUMERATOR).value, row.figure(Column.DENOMINATOR).value
        if row.measure and top is not None and bottom is not None:
            yield _Parts(row, row.measure, top, bottom)


@rule(
    "R011",
    Severity.ERROR,
    (Need.ROWS,),
    says=(
        "the numerator {numerator} is more than the denominator {denominator}, of which it is a part.",
        "Look whether the two were swapped; correct them, and send the return again.",
    ),
    yields_to="R009",
)
def numerator_above_denominator(facts: Facts) -> Iterator[Doubt]:
    """A part is more than the whole."""
    for parts in _with_parts(facts):
        if parts.measure.binomial and parts.numerator > parts.denominator:
            linked = (parts.row.origin(Column.DENOMINATOR),)
            yield parts.doubt(Column.NUMERATOR, f"{parts.numerator}/{parts.denominator}", linked)


@rule(
    "R011",
    Severity.ERROR,
    (Need.ROWS,),
    says=(
        "the denominator is 0, and the numerator is {numerator}.",
        "Check both, and send the return again.",
    ),
)
def nothing_to_divide_by(facts: Facts) -> Iterator[Doubt]:
    """A count out of none."""
    for parts in _with_parts(facts):
        if not parts.denominator and parts.numerator and not parts.measure.binomial:
            linked = (parts.row.origin(Column.NUMERATOR),)
            yield parts.doubt(Column.DENOMINATOR, f"{parts.numerator}/0", linked)


@rule(
    "R012",
    Severity.QUERY,
    (Need.ROWS,),
    says=(
        "the value is {value}, but {numerator} out of {denominator} is {worked_out}.",
        "Find which of the three is wrong; correct it, or say why they differ.",
    ),
    yields_to="R009 R014",
)
def value_is_not_its_parts(facts: Facts) -> Iterator[Doubt]:
    """The value is not the numerator over the denominator."""
    for parts in _with_parts(facts):
        value = parts.row.figure(Column.VALUE).value
        if value is None or not parts.measure.has_parts or not parts.make_sense:
            continue
        exact = parts.numerator * parts.measure.per / parts.denominator
        places = min(_places(value), parts.measure.decimals)
        if abs(value - exact) > facts.dial("R012.units", parts.measure.id).scaleb(-places):
            linked = tuple(parts.row.origin(c) for c in (Column.NUMERATOR, Column.DENOMINATOR))
            yield parts.doubt(
                Column.VALUE,
                f"{parts.numerator}/{parts.denominator}={value}",
                linked,
                value=say_number(value),
                worked_out=say_number(round(exact, max(places, parts.measure.decimals))),
            )


def _places(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0
