"""Does a figure still stand as it was signed."""

from collections.abc import Iterator
from decimal import Decimal

from cypworkbench.domain.evidence import Flag, Observation, Severity
from cypworkbench.returns.register import Doubt, Facts, Need, rule
from cypworkbench.returns.wording import plain_number, say_number, say_state


def _changed(facts: Facts) -> Iterator[tuple[Observation, Observation]]:
    """Figures of this return beside the signed ones they differ from as printed."""
    for observation in facts.returned.observations:
        before = facts.signed.get((observation.measure, observation.period))
        measure = facts.measures.get(observation.measure)
        if before is None or before.value is None or measure is None:
            continue
        unit = Decimal(1).scaleb(-measure.decimals)
        now = observation.value
        if now is None or now.quantize(unit) != before.value.quantize(unit):
            yield observation, before


def _doubt(facts: Facts, now: Observation, before: Observation) -> Doubt:
    was = before.value if before.value is not None else Decimal(0)
    words = {
        "place": facts.place,
        "period": now.period.label,
        "value": say_state(now.state) if now.value is None else say_number(now.value),
        "signed": say_number(was),
        "comment": now.comment.rstrip("."),
    }
    read = now.state.value if now.value is None else plain_number(now.value)
    return Doubt(now.origin, words, now.measure, now.period, read, plain_number(was))


def _is_owned_up(observation: Observation) -> bool:
    return Flag.REVISED in observation.flags and bool(observation.comment)


@rule(
    "R020",
    Severity.QUERY,
    (Need.SIGNED,),
    says=(
        "{place} {period} is {value} here; {signed} was signed.",
        "Ask why it was revised, and have Status say revised and Comment say why; or have it corrected.",
    ),
    yields_to="R009 R014",
)
def revised_since_signed(facts: Facts) -> Iterator[Doubt]:
    """A signed figure was changed."""
    for now, before in _changed(facts):
        if now.value is not None and not _is_owned_up(now):
            yield _doubt(facts, now, before)


@rule(
    "R020",
    Severity.QUERY,
    (Need.SIGNED,),
    says=(
        "{place} {period} is {value} here; {signed} was signed.",
        "Ask for the figure; or say why it can no longer be given.",
    ),
)
def gone_since_signed(facts: Facts) -> Iterator[Doubt]:
    """A signed figure is gone, or a marker stands in its place."""
    for now, before in _changed(facts):
        if now.value is None:
            yield _doubt(facts, now, before)


@rule(
    "R020",
    Severity.NOTE,
    (Need.SIGNED,),
    says=(
        "{place} {period} is {value}, revised from the {signed} that was signed: {comment}.",
        "Nothing to do, if that is reason enough; the next pack will print the new figure.",
    ),
)
def revised_and_said_so(facts: Facts) -> Iterator[Doubt]:
    """A signed figure was changed, and the board says so and why."""
    for now, before in _changed(facts):
        if now.value is not None and _is_owned_up(now):
            yield _doubt(facts, now, before)
