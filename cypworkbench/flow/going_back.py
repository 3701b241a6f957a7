"""Backups as a person chooses among them: what each goes up to, and what going back to it would lose, in sentences."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cypworkbench.domain.record import Record
from cypworkbench.domain.refusal import Refusal
from cypworkbench.flow import logged
from cypworkbench.store import recovery
from cypworkbench.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Way:
    """Something whole to go back to: the decision it goes up to, when that was made, and what would go."""

    path: Path
    sequence: int
    at: datetime
    lost: tuple[str, ...]
    is_working_copy: bool = False


def ways(path: Path) -> tuple[Way, ...]:
    """Every whole backup of a workspace, the newest first; checked, each with what going back to it would lose.

    This computer's own copy is among them where nobody has the workspace open. What would be lost is not known where
    the workspace itself cannot be read.
    """
    try:
        present = recovery.looked_at(path)
    except Refusal:
        present = Record()
    said = logged.entries(present)
    found = []
    for kept in recovery.kept_of(path):
        there = {decision.digest for decision in kept.record.decisions}
        lost = tuple(
            entry.sentence
            for entry, decision in zip(said, present.decisions, strict=True)
            if decision.digest not in there
        )
        last = kept.record.decisions[-1]
        found.append(Way(kept.path, last.sequence, last.at, lost, kept.is_working_copy))
    return tuple(found)


def go_back(path: Path, source: Path) -> Workspace:
    """Go back to a backup, and open the workspace. What lay there is kept beside it. Raises as `recovery.restore`."""
    chosen = next((k for k in recovery.kept_of(path) if k.path == source), None)
    if chosen is None:
        raise Refusal(
            f"{source.name} is no longer there, or is not whole.", "Choose another backup."
        )
    recovery.restore(path, chosen)
    return Workspace.open(path)
