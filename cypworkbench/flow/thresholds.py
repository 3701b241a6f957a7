"""How far rules let figures go: set by a decision, with the reason, for a board, a measure or all."""

from decimal import Decimal, InvalidOperation

from cypworkbench.domain.decision import Decision, DecisionKind, Intent
from cypworkbench.domain.plain import to_plain
from cypworkbench.domain.refusal import Refusal
from cypworkbench.domain.threshold import EVERYWHERE, Threshold
from cypworkbench.flow import plan_kept
from cypworkbench.flow.decide import Desk
from cypworkbench.returns.around import DIALS


def read_value(text: str) -> Decimal:
    """A threshold as typed. Raises Refusal for anything that is no number."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite():
        raise Refusal(f"{text!r} is not a number.", "Write it plainly, such as 3 or 0.5.")
    return value


def set_threshold(desk: Desk, threshold: Threshold) -> Decision:
    """Record a threshold; every return is checked by it from now on.

    Raises Refusal for a name, board or measure that there is none of, for a value no rule could use, and without a
    reason.
    """
    framework = plan_kept.served(desk.workspace.record())
    if threshold.name not in DIALS:
        raise Refusal(
            f"There is no threshold called {threshold.name!r}.",
            f"Choose one of: {', '.join(DIALS)}.",
        )
    if threshold.board not in {EVERYWHERE, *(board.id for board in framework.boards)}:
        raise Refusal(
            f"The plan has no board called {threshold.board!r}.",
            "Use the board's id, as `cypworkbench plan show` prints it, or * for all.",
        )
    if threshold.measure and threshold.measure not in {m.id for m in framework.measures}:
        raise Refusal(
            f"The plan has no measure called {threshold.measure!r}.",
            "Use the measure's id, as `cypworkbench plan show` prints it.",
        )
    if DIALS[threshold.name].usual is None and not threshold.measure:
        raise Refusal(
            f"{threshold.name} is a figure in a measure's unit, and no measure was named.",
            "Name the measure it is for.",
        )
    if DIALS[threshold.name].usual is not None and threshold.value <= 0:
        raise Refusal(
            f"{threshold.name} cannot be {threshold.value}: the rule would doubt every figure.",
            "Give a number above 0.",
        )
    if not threshold.because.strip():
        raise Refusal(
            "A threshold needs a reason.", "Write one sentence that a board member could follow."
        )
    intent = Intent(DecisionKind.THRESHOLD_SET, threshold.key, to_plain(threshold))
    return desk.record(intent)[0]
