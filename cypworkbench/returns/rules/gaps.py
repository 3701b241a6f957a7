"""Is anything left out that was given before, or that the return asks for."""

from collections.abc import Iterator
from decimal import Decimal

from cypworkbench.domain.evidence import Observation, Severity, ValueState
from cypworkbench.domain.framework import Measure, Polarity
from cypworkbench.domain.judgement import Target, TargetKind
from cypworkbench.returns.layout import Column
from cypworkbench.returns.register import Doubt, Facts, Need, rule
from cypworkbench.returns.rows import Row
from cypworkbench.returns.wording import plain_number, say_number, say_state


@rule(
    "R016",
    Severity.QUERY,
    (Need.PREVIOUS,),
    says=(
        "{place} {period} is {now} here, and was {before} in an earlier round.",
        "Ask for the figure; or say why it was withdrawn.",
    ),
    yields_to="R020",
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
                "now": say_state(observation.state),
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
    (Need.TEMPLATE,),
    says=(
        "the figure for {period} is marked {state}, and no comment says why.",
        "Ask the board for a sentence that the reader of the pack can be given.",
    ),
)
def comment_missing(facts: Facts) -> Iterator[Doubt]:
    """No figure for the latest period, and no word why."""
    latest = _latest_rows(facts)
    unexplained = (ValueState.NOT_AVAILABLE, ValueState.PENDING)
    for observation in facts.returned.observations:
        asked = latest.get(observation.measure)
        if asked is None or asked.period != observation.period or asked.comment:
            continue
        if observation.state in unexplained:
            words = {"period": observation.period.label, "state": say_state(observation.state)}
            yield Doubt(
                asked.origin(Column.COMMENT),
                words,
                observation.measure,
                observation.period,
                observation.state.value,
            )


def _latest_rows(facts: Facts) -> dict[str, Row]:
    latest: dict[str, Row] = {}
    for row in facts.rows:
        if row.measure and row.period:
            last = latest.get(row.measure.id)
            if last is None or last.period is None or last.period < row.period:
                latest[row.measure.id] = row
    return latest


@rule(
    "R019",
    Severity.NOTE,
    (Need.TEMPLATE, Need.TARGETS),
    says=(
        "{place} {period} is {value}, which misses the target of {target}, and no comment says why.",
        "Ask the board for a sentence that the reader of the pack can be given.",
    ),
)
def missed_without_a_word(facts: Facts) -> Iterator[Doubt]:
    """The latest figure misses its target, and no word why."""
    latest = _latest_rows(facts)
    for observation in facts.returned.observations:
        row, measure = latest.get(observation.measure), facts.measures.get(observation.measure)
        if row is None or measure is None or row.period != observation.period or row.comment:
            continue
        target = next((t for t in facts.targets if _misses(observation, measure, t)), None)
        if target and observation.value is not None:
            words = {
                "place": facts.place,
                "period": observation.period.label,
                "value": say_number(observation.value),
                "target": _say_target(target),
            }
            read = plain_number(observation.value)
            at = row.origin(Column.COMMENT)
            yield Doubt(at, words, observation.measure, observation.period, read)


def _misses(observation: Observation, measure: Measure, target: Target) -> bool:
    """Whether a figure lies on the wrong side of a fixed target in force, beyond the target's tolerance.

    Targets that move, or follow another area, are judged where the whole series is at hand.
    """
    value, wanted = observation.value, target.value
    period = observation.period
    in_force = target.start <= period.end and (target.end is None or period.start <= target.end)
    mine = target.measure == observation.measure
    if value is None or wanted is None or not in_force or not mine:
        return False
    leeway = abs(wanted) * target.tolerance
    if target.kind is TargetKind.BAND and target.upper is not None:
        return not wanted - leeway <= value <= target.upper + abs(target.upper) * target.tolerance
    if target.kind is not TargetKind.ABSOLUTE or not measure.polarity.judges:
        return False
    below = measure.polarity is Polarity.HIGHER
    return value < wanted - leeway if below else value > wanted + leeway


def _say_target(target: Target) -> str:
    low = say_number(target.value or Decimal(0))
    return f"{low} to {say_number(target.upper)}" if target.upper is not None else low
