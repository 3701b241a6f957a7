"""Taking decisions back: what a later decision took back, what may be, and what comes next either way."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from cypworkbench.domain.decision import Decision, DecisionKind

# Why some decisions stay, and what to do instead: they say what happened, or something outside rests on them.
STAYS: Mapping[DecisionKind, str] = MappingProxyType(
    {
        DecisionKind.WORKSPACE_OPENED: "Make another workspace if this one serves the wrong plan.",
        DecisionKind.PLAN_KEPT: "Bring in a corrected plan instead.",
        DecisionKind.PACK_ISSUED: "Withdraw the pack instead; the next version prints why.",
        DecisionKind.PACK_SIGNED: "Withdraw the pack instead; the next version prints why.",
        DecisionKind.TAKEN_OVER: "It says who holds the file, and nothing needs doing about it.",
        DecisionKind.MIGRATED: "It says how the file is written, and nothing needs doing about it.",
        DecisionKind.SALVAGED: "It says where the file came from, and nothing needs doing about it.",
        DecisionKind.REDACTED: "What was removed is gone; a backup from before was removed with it.",
        DecisionKind.DISPOSED: "What was disposed of is gone; its certificate says so, and can be written again.",
        DecisionKind.MERGED: "Take back, one by one, those of its decisions that should not stand.",
    }
)


_SETTLES = (
    DecisionKind.PACK_SIGNED,
    DecisionKind.APPROVAL_RECORDED,
    DecisionKind.PAPER_SIGNED,
)


def taken_back(decisions: Iterable[Decision]) -> dict[int, int]:
    """The decisions that were taken back, each with the one that did so; an undoing that was undone counts for none."""
    undone: dict[int, int] = {}
    for decision in reversed(tuple(decisions)):
        if decision.kind is DecisionKind.UNDONE and decision.sequence not in undone:
            undone.setdefault(int(decision.subject), decision.sequence)
    return undone


def signed_in(decisions: Sequence[Decision], opened: Decision) -> tuple[str, ...]:
    """The packs, by digest, that were signed or approved in a round after this opening of it, and not withdrawn."""
    came_from: dict[str, str] = {}
    found: dict[str, None] = {}
    back, inside = taken_back(decisions), True
    for decision in decisions[opened.sequence :]:
        if decision.sequence in back:
            continue
        if decision.kind is DecisionKind.ROUND_OPENED:
            inside = decision.subject == opened.subject
        elif decision.kind is DecisionKind.PACK_WITHDRAWN:
            found.pop(decision.subject, None)
        elif decision.kind is DecisionKind.PACK_ISSUED and inside:
            came_from[decision.subject] = decision.subject
        elif decision.kind in _SETTLES:
            before = str(decision.body.get("before", decision.subject))
            if before in came_from:
                came_from[decision.subject] = came_from[before]
                found[came_from[before]] = None
    return tuple(found)


def comes_down_to(decisions: Sequence[Decision], decision: Decision) -> Decision:
    """The decision that an undoing is about, however often it was undone again; any other is about itself."""
    about = decision
    while about.kind is DecisionKind.UNDONE and 0 < int(about.subject) < about.sequence:
        about = decisions[int(about.subject) - 1]
    return about


def next_to_undo(decisions: Iterable[Decision]) -> Decision | None:
    """The last decision that stands and may be taken back."""
    ordered = tuple(decisions)
    undone = taken_back(ordered)
    return next((d for d in reversed(ordered) if may_go(d) and d.sequence not in undone), None)


def next_to_redo(decisions: Iterable[Decision]) -> Decision | None:
    """The decision that was taken back last, and is still."""
    ordered = tuple(decisions)
    gone = [(by, one) for one, by in taken_back(ordered).items() if may_go(ordered[one - 1])]
    return ordered[max(gone)[1] - 1] if gone else None


def may_go(decision: Decision) -> bool:
    """Whether a decision is of a kind that can be taken back; undoings themselves are told apart by what they undo."""
    return (
        decision.kind not in STAYS
        and decision.kind is not DecisionKind.UNDONE
        and not decision.is_redacted
    )
