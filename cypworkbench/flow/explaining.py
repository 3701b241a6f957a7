"""Many findings answered with one reason, in one step: all of them are recorded, or none."""

from collections.abc import Sequence

from cypworkbench.domain.decision import Decision
from cypworkbench.domain.evidence import Finding, Severity
from cypworkbench.domain.refusal import Refusal
from cypworkbench.flow.decide import Desk, explanation


def explain_all(desk: Desk, findings: Sequence[Finding], because: str) -> tuple[Decision, ...]:
    """Say why several queries may stand; each lapses by itself when its figure changes.

    Raises Refusal without a reason, without a finding, and when one of them is an error.
    """
    reason = because.strip()
    if not reason:
        raise Refusal(
            "An explanation needs a reason.", "Write one sentence that a board member could follow."
        )
    if not findings:
        raise Refusal("There is nothing to explain.", "Choose a rule with open queries.")
    for finding in findings:
        if finding.severity in (Severity.STOP, Severity.ERROR):
            raise Refusal(
                f"{finding.origin}: this is an error, which an explanation cannot settle.",
                "Ask the board for a corrected return, or set the figure aside.",
            )
    return desk.record(*(explanation(finding, reason) for finding in findings))
