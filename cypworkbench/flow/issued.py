"""What became of a board's packs, read from the record: issued, signed by whom, still standing or overtaken."""

from collections.abc import Iterable
from dataclasses import dataclass

from cypworkbench.domain.dates import day
from cypworkbench.domain.decision import Decision, DecisionKind
from cypworkbench.domain.pack import Edition
from cypworkbench.domain.record import Record
from cypworkbench.domain.state import State, fold

# Decisions that leave an issued pack standing: it was made before them and says nothing about them.
_HARMLESS = frozenset(
    {
        DecisionKind.PACK_ISSUED,
        DecisionKind.PACK_SIGNED,
        DecisionKind.PACK_WITHDRAWN,
        DecisionKind.APPROVAL_RECORDED,
        DecisionKind.PAPER_SIGNED,
        DecisionKind.CERTIFICATE_TRUSTED,
        DecisionKind.DUTY_GIVEN,
        DecisionKind.TAKEN_OVER,
        DecisionKind.MIGRATED,
        DecisionKind.RETENTION_SET,
        DecisionKind.HELD,
        DecisionKind.HOLD_LIFTED,
    }
)
# Of these a pack prints its own board's alone.
_OWN = frozenset(
    {DecisionKind.STAGE_PASSED, DecisionKind.INTEREST_DECLARED, DecisionKind.TEMPLATE_SET}
)


@dataclass(frozen=True, slots=True)
class IssuedPack:
    """A board's newest final candidate: its bytes as last signed, and the roles that have signed in the file.

    `overtaken` says that something it prints may have changed since it was issued. `otherwise` holds the roles settled
    without a signature in the file, by a minute or on paper, each with how in words.
    """

    board: str
    version: int
    content: bytes
    roles: tuple[str, ...]
    overtaken: bool
    otherwise: tuple[tuple[str, str], ...] = ()

    @property
    def settled(self) -> frozenset[str]:
        """The roles that nothing more is wanted from."""
        return frozenset((*self.roles, *(role for role, _ in self.otherwise)))


def issued_pack(record: Record, board: str, edition: Edition = Edition.BOARD) -> IssuedPack | None:
    """The newest final candidate of a board; None when none was issued, or the newest was withdrawn."""
    found = None
    for decision in record.decisions:
        if _is_candidate(decision, board, edition):
            found = decision
    state = fold(record.decisions)
    if found is None or found.subject in state.withdrawn:
        return None
    held = {p.sha256: p.content for p in record.packs}
    newest, roles = found.subject, []
    since = record.decisions[found.sequence :]
    for decision in since:
        signs = decision.kind is DecisionKind.PACK_SIGNED
        if signs and decision.body.get("before") == newest:
            newest = decision.subject
            roles.append(str(decision.body.get("role", "")))
    version = found.body.get("version")
    return IssuedPack(
        board,
        version if isinstance(version, int) else 1,
        held.get(newest, b""),
        tuple(roles),
        _overtaken(since, board),
        tuple(o for o in _otherwise(state, found.subject) if o[0] not in roles),
    )


def _otherwise(state: State, candidate: str) -> tuple[tuple[str, str], ...]:
    """The roles whose approval a minute has, or who signed with a pen: neither is a signature in the file."""
    approved = [
        (a.role, f"approved at the meeting of {day(a.meeting)}, minute {a.minute}; not a signature")
        for a in state.approvals
        if a.pack == candidate
    ]
    on_paper = [
        (p.role, f"signed on paper on {day(p.signed_on)}; {p.attested_by} attests it")
        for p in state.on_paper
        if p.pack == candidate
    ]
    return (*approved, *on_paper)


def next_version(record: Record, board: str, edition: Edition) -> int:
    """One more than the newest version of that edition made for a board, drafts among them."""
    made = [
        int(str(d.body.get("version", 0)))
        for d in record.decisions
        if d.kind is DecisionKind.PACK_ISSUED
        and (d.body.get("board"), d.body.get("edition", Edition.BOARD)) == (board, edition)
    ]
    return 1 + max(made, default=0)


def _is_candidate(decision: Decision, board: str, edition: Edition) -> bool:
    body = decision.body
    return (
        decision.kind is DecisionKind.PACK_ISSUED
        and not body.get("draft")
        and (body.get("board"), body.get("edition", Edition.BOARD)) == (board, edition)
    )


def _overtaken(since: Iterable[Decision], board: str) -> bool:
    return any(
        d.kind not in _HARMLESS and not (d.kind in _OWN and d.subject != board) for d in since
    )
