"""What became of a board's packs, read from the record: issued, signed by whom, still standing or overtaken."""

from dataclasses import dataclass

from cypworkbench.domain.decision import DecisionKind
from cypworkbench.domain.record import Record

# Decisions that leave an issued pack standing: it was made before them and says nothing about them.
_HARMLESS = frozenset(
    {
        DecisionKind.PACK_ISSUED,
        DecisionKind.PACK_SIGNED,
        DecisionKind.CERTIFICATE_TRUSTED,
    }
)


@dataclass(frozen=True, slots=True)
class IssuedPack:
    """A board's newest final candidate: its bytes as last signed, and the roles that have signed."""

    board: str
    version: int
    content: bytes
    roles: tuple[str, ...]
    overtaken: bool


def issued_pack(record: Record, board: str) -> IssuedPack | None:
    """The newest final candidate of a board, or None when none was issued."""
    found = None
    for decision in record.decisions:
        clean = decision.kind is DecisionKind.PACK_ISSUED and not decision.body.get("draft")
        if clean and decision.body.get("board") == board:
            found = decision
    if found is None:
        return None
    held = {p.sha256: p.content for p in record.packs}
    newest, roles = found.subject, []
    for decision in record.decisions[found.sequence :]:
        signs = decision.kind is DecisionKind.PACK_SIGNED
        if signs and decision.body.get("before") == newest:
            newest = decision.subject
            roles.append(str(decision.body.get("role", "")))
    later = {d.kind for d in record.decisions[found.sequence :]}
    version = found.body.get("version")
    return IssuedPack(
        board,
        version if isinstance(version, int) else 1,
        held.get(newest, b""),
        tuple(roles),
        bool(later - _HARMLESS),
    )
