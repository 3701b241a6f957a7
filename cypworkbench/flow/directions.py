"""Which way is good, where the plan's words may not mean what they say: the board is asked, and its answer is kept.

Six measures of the plan of 2022 are worded so. Until the board decides, neither way is better and the page says what is
asked; once it has decided, the decision stands in the record, is what the figures are judged by, and is printed.
"""

from dataclasses import replace

from cypworkbench.domain import dates
from cypworkbench.domain.decision import Decision, DecisionKind, Intent
from cypworkbench.domain.framework import Framework, Measure, Polarity
from cypworkbench.domain.record import Direction
from cypworkbench.domain.refusal import Refusal
from cypworkbench.domain.state import State
from cypworkbench.flow.decide import Desk

_WAYS = {
    Polarity.HIGHER: "higher is better",
    Polarity.LOWER: "lower is better",
    Polarity.NEUTRAL: "neither way is better in itself",
}


def in_doubt(framework: Framework) -> tuple[Measure, ...]:
    """The measures about which the board is asked, in the plan's order, those it has answered for among them."""
    return tuple(m for m in framework.measures if m.in_doubt)


def under(framework: Framework, state: State) -> Framework:
    """The plan as the board's decisions have it: each measure decided upon good that way, with the words to print."""
    if not state.directions:
        return framework
    measures = tuple(
        _decided(m, state.directions[m.id]) if m.id in state.directions else m
        for m in framework.measures
    )
    return replace(framework, measures=measures)


def _decided(measure: Measure, direction: Direction) -> Measure:
    when = dates.day(direction.at)
    because = direction.because.rstrip(".")
    said = f"The board decided on {when} that {_WAYS[direction.polarity]}: {because}."
    return replace(measure, polarity=direction.polarity, decided=said)


def decide_direction(
    desk: Desk, framework: Framework, measure_id: str, way: Polarity, because: str
) -> Decision:
    """Record which way the board decided is good.

    Raises Refusal without a reason, for a measure that no board is asked about, and for a way that judges nothing.
    """
    asked = {m.id: m for m in in_doubt(framework)}
    if measure_id not in asked:
        names = ", ".join(asked) or "none in this plan"
        raise Refusal(
            f"The board is not asked which way is good for {measure_id!r}.",
            f"It is asked about these: {names}.",
        )
    if way not in _WAYS:
        raise Refusal(f"A measure cannot be good {way.value!r}.", "Say higher, lower or neutral.")
    if not because.strip():
        raise Refusal(
            "A decision on which way is good needs the board's reason.",
            "Write one sentence that a board member could follow.",
        )
    body = {"polarity": way.value, "because": because.strip()}
    return desk.record(Intent(DecisionKind.DIRECTION_DECIDED, measure_id, body))[0]
