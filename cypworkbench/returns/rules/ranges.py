"""Is each figure possible, and is it likely."""

from collections.abc import Iterator
from decimal import Decimal

from cypworkbench.domain.evidence import Observation, Severity, ValueState
from cypworkbench.domain.framework import Bounds, Kind, Measure
from cypworkbench.domain.period import YEARLY
from cypworkbench.returns.layout import Column
from cypworkbench.returns.register import Doubt, Facts, Filed, Need, rule
from cypworkbench.returns.wording import plain_number, say_number

_FEWEST_OTHERS = 2
_PERCENT = 100
_NEAR = Decimal("0.05")


@rule(
    "R009",
    Severity.ERROR,
    says=(
        "{place} {period} is {value}, and {measure} cannot be {beyond}.",
        "Check the figure, and send the return again.",
    ),
)
def impossible(facts: Facts) -> Iterator[Doubt]:
    """A figure outside what is possible."""
    for observation, measure in _numbers(facts):
        beyond = _beyond(observation.value, measure.hard)
        if beyond:
            yield _doubt(facts, observation, measure, beyond=beyond)


@rule(
    "R009",
    Severity.ERROR,
    (Need.ROWS,),
    says=(
        "the {column} is {value}, and a count cannot be less than zero.",
        "Check the figure, and send the return again.",
    ),
)
def negative_count(facts: Facts) -> Iterator[Doubt]:
    """A numerator or denominator below zero."""
    for row in facts.rows:
        for column in (Column.NUMERATOR, Column.DENOMINATOR):
            given = row.figure(column)
            if row.measure and given.value is not None and given.value < 0:
                words = {"column": column.value.lower(), "value": say_number(given.value)}
                yield Doubt(row.origin(column), words, row.measure.id, row.period, given.raw)


@rule(
    "R010",
    Severity.QUERY,
    says=(
        "{place} {period} is {value}; {measure} is seldom {beyond}.",
        "Check the figure; correct it, or say why it is right.",
    ),
    yields_to="R009 R014",
)
def unusual(facts: Facts) -> Iterator[Doubt]:
    """A figure outside what is usual."""
    for observation, measure in _numbers(facts):
        beyond = _beyond(observation.value, _usual(facts, measure))
        if beyond:
            yield _doubt(facts, observation, measure, beyond=beyond)


def _usual(facts: Facts, measure: Measure) -> Bounds:
    """The measure's usual range, with what was set for this board in its place."""
    low, high = (facts.set_dial(name, measure.id) for name in ("R010.low", "R010.high"))
    return Bounds(
        measure.soft.low if low is None else low, measure.soft.high if high is None else high
    )


@rule(
    "R014",
    Severity.QUERY,
    says=(
        "{place} {period} is {value}; {others}. Is this {hundredfold}%?",
        "If it is, have {hundredfold} typed; if not, say why {value} is right. Nothing was changed.",
    ),
    yields_to="R009",
)
def share_for_percentage(facts: Facts) -> Iterator[Doubt]:
    """A share of one where a percentage is meant."""
    for series in facts.series.values():
        measure = facts.measures.get(series[0].observation.measure)
        if measure is None or measure.kind is not Kind.PERCENTAGE:
            continue
        for filed in series:
            value = filed.observation.value
            if not filed.is_new or value is None or not 0 < value <= 1:
                continue
            others = _other_values(series, filed) or _parts_say(filed.observation)
            if others:
                yield _doubt(
                    facts,
                    filed.observation,
                    measure,
                    others=others,
                    hundredfold=say_number(value * _PERCENT),
                )


def _parts_say(observation: Observation) -> str:
    """What the figure's own parts say against a share; empty when they do not."""
    if not observation.denominator or observation.numerator is None:
        return ""
    percentage = observation.numerator * _PERCENT / observation.denominator
    hundredfold = (observation.value or Decimal(0)) * _PERCENT
    if abs(percentage - hundredfold) > _NEAR * percentage:
        return ""
    parts = f"{say_number(observation.numerator)} out of {say_number(observation.denominator)}"
    return f"{parts} is {say_number(percentage.quantize(Decimal('0.1')))}%"


def _other_values(series: tuple[Filed, ...], doubted: Filed) -> str:
    """What the rest of the series says against a share; empty when nothing does."""
    at = doubted.observation.period
    earlier = [f.observation.value for f in series if f.observation.period < at]
    later = [f.observation.value for f in series if f.observation.period > at]
    others = [v for v in (*earlier, *later) if v is not None]
    hundredfold = (doubted.observation.value or Decimal(0)) * _PERCENT
    if _parts_agree(doubted.observation) or len(others) < _FEWEST_OTHERS or min(others) <= 1:
        return ""
    if not min(others) / 2 <= hundredfold <= max(others) * 2:
        return ""
    when = "earlier" if not later else "later" if not earlier else "other"
    when += " years" if doubted.observation.period.kind in YEARLY else " figures"
    low, high = (say_number(v.quantize(Decimal(1))) for v in (min(others), max(others)))
    if low == high:
        return f"{when} were about {low}"
    return f"{when} were {low} to {high}"


def _parts_agree(observation: Observation) -> bool:
    """Whether the parts give the figure as it stands, however small it is."""
    if not observation.denominator or observation.numerator is None or observation.value is None:
        return False
    percentage = observation.numerator * _PERCENT / observation.denominator
    return abs(percentage - observation.value) <= _NEAR * percentage


def _numbers(facts: Facts) -> Iterator[tuple[Observation, Measure]]:
    for observation in facts.returned.observations:
        measure = facts.measures.get(observation.measure)
        if measure and observation.state is ValueState.NUMBER:
            yield observation, measure


def _beyond(value: Decimal | None, bounds: Bounds) -> str:
    if value is None or bounds.holds(value):
        return ""
    if bounds.low is not None and value < bounds.low:
        return f"less than {say_number(bounds.low)}"
    return f"more than {say_number(bounds.high)}" if bounds.high is not None else ""


def _doubt(facts: Facts, observation: Observation, measure: Measure, **words: str) -> Doubt:
    number = Decimal(0) if observation.value is None else observation.value
    said = {
        "place": facts.place,
        "period": observation.period.label,
        "value": say_number(number),
        "measure": f"“{measure.short_title or measure.title}”",
    }
    return Doubt(
        observation.origin, said | words, measure.id, observation.period, plain_number(number)
    )
