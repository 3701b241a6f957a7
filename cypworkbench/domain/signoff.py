"""Signing off: the steps a pack goes through, who may take them, and what becomes of it afterwards."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cypworkbench.domain.decision import Decision, DecisionKind


class Step(StrEnum):
    """A step before the final candidate, in order. The head of service and the chair sign the candidate itself."""

    DRAFTED = "drafted"
    CHECKED = "checked"
    COMMENTED = "commented"


STEPS = tuple(Step)
# What a change of the figures undoes: they were checked, and commented on, as they stood before.
LAPSING = (Step.CHECKED, Step.COMMENTED)
# Decisions that leave the figures and findings of a pack as they were; any other kind makes steps lapse.
_FIGURES_STAND = frozenset(
    [
        DecisionKind.WORKSPACE_OPENED,
        DecisionKind.SUPPLIER_NAMED,
        DecisionKind.ROUND_OPENED,
        DecisionKind.COMMENTED,
        DecisionKind.SENTENCE_WORDED,
        DecisionKind.TEMPLATE_SET,
        DecisionKind.ACTION_AGREED,
        DecisionKind.MATTER_NOTED,
        DecisionKind.STAGE_PASSED,
        DecisionKind.DUTY_GIVEN,
        DecisionKind.INTEREST_DECLARED,
        DecisionKind.APPROVAL_RECORDED,
        DecisionKind.PAPER_SIGNED,
        DecisionKind.PACK_ISSUED,
        DecisionKind.PACK_SIGNED,
        DecisionKind.PACK_WITHDRAWN,
        DecisionKind.CERTIFICATE_TRUSTED,
        DecisionKind.TAKEN_OVER,
        DecisionKind.MERGED,
        DecisionKind.MIGRATED,
        DecisionKind.RETENTION_SET,
        DecisionKind.HELD,
        DecisionKind.HOLD_LIFTED,
    ]
)


def changes_figures(kind: DecisionKind) -> bool:
    """Whether a decision of this kind may change what a pack prints of figures and findings."""
    return kind not in _FIGURES_STAND


@dataclass(frozen=True, slots=True)
class Duty:
    """Who may take a step, or sign in a role, for a board.

    `deputy_for` names whom they stand in for; `until` is the last day on which they may.
    """

    board: str
    role: str
    person: str
    deputy_for: str = ""
    until: date | None = None

    @property
    def key(self) -> tuple[str, str, str]:
        """A duty given again takes the place of the one with the same key: whose board, which role, who."""
        return self.board, self.role, self.person.casefold()

    def holds(self, day: date) -> bool:
        """Whether the duty has not run out by that day."""
        return self.until is None or day <= self.until


@dataclass(frozen=True, slots=True)
class Interest:
    """A declared interest, printed beside the signatures."""

    board: str
    person: str
    text: str


@dataclass(frozen=True, slots=True)
class Approval:
    """An approval given at a meeting, as its minute has it: an approval, never a signature.

    `pack` is the digest of the final candidate that was approved; `officer` wrote it down.
    """

    pack: str
    role: str
    person: str
    meeting: date
    minute: str
    officer: str


@dataclass(frozen=True, slots=True)
class OnPaper:
    """A signature given with a pen, its scan kept in the record: no arithmetic can check it.

    `pack` is the digest of the final candidate, `scan` that of the scan; `attested_by` saw it signed.
    """

    role: str
    person: str
    signed_on: date
    pack: str = ""
    scan: str = ""
    attested_by: str = ""


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """Why an issued pack no longer counts."""

    pack: str
    because: str
    by: str
    on: date


@dataclass(frozen=True, slots=True)
class Lapsed:
    """A step that no longer counts, and the decision that undid it."""

    step: Decision
    by: Decision


def allowed(duties: Iterable[Duty], board: str, role: str, day: date) -> tuple[Duty, ...] | None:
    """The duties under which somebody may act in a role for a board on a day.

    None where nobody was ever named: anyone may act. Nobody may where all those named have ended: the answer is empty.
    """
    named = [d for d in duties if (d.board, d.role) == (board, role)]
    return tuple(d for d in named if d.holds(day)) if named else None
