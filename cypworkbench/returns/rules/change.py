"""Does a figure move as its series moves."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from cypworkbench.domain.evidence import Observation, Severity
from cypworkbench.domain.framework import Kind, Measure
from cypworkbench.domain.period import steps_between
from cypworkbench.returns.register import Doubt, Facts, Filed, Need, rule
from cypworkbench.returns.wording import plain_number, say_number

_FEWEST_CHANGES = 4
_FEWEST_ALIKE = 5
_FEWEST_COMPARED = 10
# 3.87 times their median is the upper limit of moving ranges in an XmR chart. Margins on top keep the rule quiet on
# genuine series: twice any other change, and three standard errors of chance in counting. A figure
# amid its series is history, which moves for reasons long known (2020); it is doubted only where it leaps out and
# back as a slip of the keyboard does.
_TIMES_MEDIAN = Decimal("3.87")
_MORE_AMID = Decimal("2.5")
_STANDARD_ERRORS = Decimal(3)


class _Change(NamedTuple):
    """A step from one figure of a series to the next; `size` is signed."""

    before: Observation
    after: Observation
    size: Decimal


@rule(
    "R013",
    Severity.QUERY,
    says=(
        "{place} {period} is {value}, {beside}; no other change in its series is more than {largest}.",
        "Check the figure; correct it, or say what happened.",
    ),
    yields_to="R008 R009 R010 R012 R014 R017 R020",
)
def sudden_change(facts: Facts) -> Iterator[Doubt]:
    """A figure leaps away from its own series."""
    for measure_id, series in facts.series.items():
        measure = facts.measures.get(measure_id)
        if measure is None:
            continue
        changes = _changes(series, measure)
        times = facts.dial("R013.times", measure_id)
        for filed in series[1:]:
            beside = [c for c in changes if filed.observation in (c.before, c.after)]
            others = [abs(c.size) for c in changes if c not in beside]
            # the first figure, and one beside a gap, have too little around them to say
            enough = len(beside) == (1 if filed is series[-1] else 2)
            if filed.is_new and enough and _leaps(beside, others, measure, times):
                yield _leap(facts, filed.observation, beside, max(others))


def _changes(series: tuple[Filed, ...], measure: Measure) -> list[_Change]:
    """The steps between neighbouring figures; not those over a day from which the measure was counted otherwise."""
    found = []
    for first, second in pairwise(each.observation for each in series):
        broken = any(first.period.end < mark.at <= second.period.end for mark in measure.breaks)
        together = steps_between(first.period, second.period) == 1 and not broken
        if together and first.value is not None and second.value is not None:
            found.append(_Change(first, second, second.value - first.value))
    return found


def _leaps(beside: list[_Change], others: list[Decimal], measure: Measure, times: Decimal) -> bool:
    if len(others) < _FEWEST_CHANGES:
        return False
    amid = len(beside) > 1
    back_again = not amid or beside[0].size * beside[1].size < 0
    beyond = times * _MORE_AMID if amid else times
    usual = max(_TIMES_MEDIAN * median(others), beyond * max(others))
    least = Decimal(2).scaleb(-measure.decimals)
    return back_again and all(
        abs(change.size) > max(usual, least, _STANDARD_ERRORS * _chance(change, measure))
        for change in beside
    )


def _chance(change: _Change, measure: Measure) -> Decimal:
    """The standard error of a change that counting chance alone brings, in the measure's unit."""
    return (_variance(change.before, measure) + _variance(change.after, measure)).sqrt()


def _variance(observation: Observation, measure: Measure) -> Decimal:
    if measure.kind is Kind.COUNT:
        return max(observation.value or Decimal(0), Decimal(1))
    count, out_of = observation.numerator, observation.denominator
    if not out_of or count is None:
        return Decimal(0)
    scale = Decimal(measure.per) / out_of
    return max(count, Decimal(1)) * scale * scale


def _leap(facts: Facts, observation: Observation, beside: list[_Change], largest: Decimal) -> Doubt:
    sides = [beside[0].before, *(change.after for change in beside[1:])]
    told = [f"{_value(side)} in {side.period.label}" for side in sides]
    said = f"between {told[0]} and {told[1]}" if len(told) > 1 else f"after {told[0]}"
    words = {
        "place": facts.place,
        "period": observation.period.label,
        "value": _value(observation),
        "beside": said,
        "largest": say_number(largest),
    }
    return Doubt(
        observation.origin,
        words,
        observation.measure,
        observation.period,
        _plain(observation),
        previous=_plain(beside[0].before),
    )


def _value(observation: Observation) -> str:
    return say_number(observation.value) if observation.value is not None else ""


def _plain(observation: Observation) -> str:
    return plain_number(observation.value) if observation.value is not None else ""


@rule(
    "R018",
    Severity.QUERY,
    (Need.ROWS, Need.PREVIOUS),
    says=(
        "all {count} figures of this return are those of the last round, with none new or changed.",
        "Ask the board whether it filled in this round’s return.",
    ),
)
def identical_to_last_round(facts: Facts) -> Iterator[Doubt]:
    """The return repeats the last round's throughout."""
    mine = {
        (o.measure, o.period): o.value for o in facts.returned.observations if o.value is not None
    }
    same = all(key in facts.before and facts.before[key].value == v for key, v in mine.items())
    if facts.sent and same and len(mine) >= _FEWEST_COMPARED:
        yield Doubt(facts.sent.cover_origin("round"), {"count": str(len(mine))}, read="identical")


@rule(
    "R018",
    Severity.QUERY,
    says=(
        "{place} is {value} in all {count} periods, from {first} to {last}.",
        "Check that the figure was not copied down; correct it, or say why it never changes.",
    ),
)
def same_in_every_period(facts: Facts) -> Iterator[Doubt]:
    """A series whose every figure is the same."""
    for measure_id, series in facts.series.items():
        values = {(f.observation.value, f.observation.numerator) for f in series}
        last = series[-1]
        alike = len(values) == 1 and len(series) >= _FEWEST_ALIKE and last.observation.value
        if alike and last.is_new:
            words = {
                "place": facts.place,
                "value": _value(last.observation),
                "count": str(len(series)),
                "first": series[0].observation.period.label,
                "last": last.observation.period.label,
            }
            at = last.observation
            linked = tuple(f.observation.origin for f in series[:-1])
            yield Doubt(at.origin, words, measure_id, at.period, _plain(at), linked=linked)
