"""New limits from a period on, because something changed there: recorded with its reason, and taken back by undoing."""

from cypworkbench.domain.decision import Decision, DecisionKind, Intent
from cypworkbench.domain.judgement import Rebase
from cypworkbench.domain.plain import to_plain
from cypworkbench.domain.record import Picture
from cypworkbench.domain.refusal import Refusal
from cypworkbench.domain.state import standing
from cypworkbench.flow.decide import Desk


def rebase(desk: Desk, picture: Picture, wanted: Rebase) -> Decision:
    """Record that limits start anew.

    Raises Refusal without a reason, where the series has no figure at that period, and at its very first figure.
    """
    if not wanted.because.strip():
        raise Refusal(
            "New limits need a reason.",
            "Say what changed then: a new service, a new way of counting, a new law.",
        )
    found = picture.assessments.get((wanted.measure, wanted.area))
    periods = [p.period for p in found.series.points if p.value is not None] if found else []
    if wanted.period not in periods:
        raise Refusal(
            f"The series has no figure for {wanted.period.label}.",
            "Choose a period that has one.",
        )
    if wanted.period == periods[0]:
        raise Refusal(
            f"The limits start at {wanted.period.label} already: it is the first figure.",
            "Choose a later period.",
        )
    return desk.record(Intent(DecisionKind.REBASED, wanted.key, to_plain(wanted)))[0]


def restore(desk: Desk, wanted: Rebase) -> Decision:
    """Take new limits back: they are again those of all the figures. Raises Refusal when there are none."""
    made = [
        decision
        for decision in standing(desk.workspace.record().decisions)
        if decision.kind is DecisionKind.REBASED and decision.subject == wanted.key
    ]
    if not made:
        raise Refusal(
            f"No new limits start at {wanted.period.label}.",
            "Choose a period where they do.",
        )
    # taking only the last one back would bring an earlier reason for the same place back
    taken = [Intent(DecisionKind.UNDONE, str(decision.sequence)) for decision in made]
    return desk.record(*taken)[-1]
