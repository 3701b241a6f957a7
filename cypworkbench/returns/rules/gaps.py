"""Is anything left out that was given before, or that the return asks for."""

from collections.abc import Iterator

from cypworkbench.domain.evidence import Observation, Severity, ValueState
from cypworkbench.returns.layout import Column
from cypworkbench.returns.register import Doubt, Facts, Need, rule
from cypworkbench.returns.rows import Row
from cypworkbench.returns.wording import plain_number, say_number

_WITHHELD = {
    ValueState.NOT_AVAILABLE: "not available",
    ValueState.PENDING: "still to come",
    ValueState.SUPPRESSED: "suppressed",
    ValueState.NOT_APPLICABLE: "not applicable",
}


@rule(
    "R016",
    Severity.QUERY,
    (Need.PREVIOUS,),
    says=(
        "{place} {period} is {now} here, and was {before} in an earlier round.",
        "Ask for the figure; or say why it was withdrawn.",
    ),
)
def withdrawn(facts: Facts) -> Iterator[Doubt]:
    """A figure given in an earlier round is gone."""
    for observation in facts.returned.observations:
        earlier = facts.before.get((observation.measure, observation.period))
        if observation.value is None and earlier and earlier.value is not None:
            before = say_number(earlier.value)
            words = {
                "place": facts.place,
                "period": observation.period.label,
                "now": _WITHHELD.get(observation.state, "blank"),
                "before": before,
            }
            yield Doubt(
                observation.origin,
                words,
                observation.measure,
                observation.period,
                observation.state.value,
                plain_number(earlier.value),
            )


@rule(
    "R016",
    Severity.QUERY,
    says=(
        "{place} has no figure for {period}, the latest asked for; {last} was {before}.",
        "Ask for the figure; if there is none, x (not available) in Value and a comment say so.",
    ),
)
def latest_is_blank(facts: Facts) -> Iterator[Doubt]:
    """The latest figure of a measure was left blank."""
    latest: dict[str, Observation] = {}
    for observation in sorted(facts.returned.observations, key=lambda o: o.period):
        latest[observation.measure] = observation
    for measure, observation in latest.items():
        series = facts.series.get(measure)
        known = (measure, observation.period) in facts.before
        if observation.state is ValueState.BLANK and series and not known:
            last = series[-1].observation
            words = {
                "place": facts.place,
                "period": observation.period.label,
                "last": last.period.label,
                "before": say_number(last.value) if last.value is not None else "",
            }
            yield Doubt(observation.origin, words, measure, observation.period, "blank")


@rule(
    "R019",
    Severity.QUERY,
    (Need.ROWS,),
    says=(
        "the figure for {period} is marked {state}, and no comment says why.",
        "Ask the board for a sentence that the reader of the pack can be given.",
    ),
)
def comment_missing(facts: Facts) -> Iterator[Doubt]:
    """No figure for the latest period, and no word why."""
    latest: dict[str, Row] = {}
    for row in facts.rows:
        if row.measure and row.period:
            last = latest.get(row.measure.id)
            if last is None or last.period is None or last.period < row.period:
                latest[row.measure.id] = row
    unexplained = (ValueState.NOT_AVAILABLE, ValueState.PENDING)
    for observation in facts.returned.observations:
        asked = latest.get(observation.measure)
        if asked is None or asked.period != observation.period or asked.comment:
            continue
        if observation.state in unexplained:
            words = {"period": observation.period.label, "state": _WITHHELD[observation.state]}
            yield Doubt(
                asked.origin(Column.COMMENT),
                words,
                observation.measure,
                observation.period,
                observation.state.value,
            )
