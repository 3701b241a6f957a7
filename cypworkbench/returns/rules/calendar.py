"""Did the return come in time, and are its periods over."""

from collections.abc import Iterator

from cypworkbench.domain.evidence import Severity
from cypworkbench.returns.register import Doubt, Facts, Need, rule
from cypworkbench.returns.wording import plain_number, say_count, say_day, say_number


@rule(
    "R022",
    Severity.NOTE,
    (Need.ROWS, Need.DUE),
    says=(
        "the return was due on {due} and came on {came}, {late} late.",
        "Nothing to correct; it is kept for the list of returns that came late.",
    ),
)
def late(facts: Facts) -> Iterator[Doubt]:
    """The return came after the day it was due."""
    due, came = facts.around.due, facts.around.received
    if facts.sent and due and came and came > due:
        words = {
            "due": say_day(due),
            "came": say_day(came),
            "late": say_count((came - due).days, "day"),
        }
        yield Doubt(facts.sent.cover_origin("due"), words, read=came.isoformat())


@rule(
    "R025",
    Severity.QUERY,
    (Need.AS_AT,),
    says=(
        "{place} {period} is {value}, but that period ends on {end}, after {as_at}, the day the figures are as at.",
        "Ask whether it is an estimate, or another period’s figure; have the period or the figure corrected.",
    ),
)
def period_not_over(facts: Facts) -> Iterator[Doubt]:
    """A figure for a period that is not over."""
    as_at = facts.around.as_at
    for observation in facts.returned.observations:
        if as_at and observation.value is not None and observation.period.end > as_at:
            words = {
                "place": facts.place,
                "period": observation.period.label,
                "value": say_number(observation.value),
                "end": say_day(observation.period.end),
                "as_at": say_day(as_at),
            }
            yield Doubt(
                observation.origin,
                words,
                observation.measure,
                observation.period,
                plain_number(observation.value),
            )
