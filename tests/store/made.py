"""Small workspaces for the tests of the store. Their figures are made up."""

import hashlib
from datetime import UTC, datetime
from pathlib import Path

from cypworkbench.domain.decision import DecisionKind, Intent, Person
from cypworkbench.domain.record import StoredFile, StoredPack
from cypworkbench.store import lease
from cypworkbench.store.workspace import Workspace

ANALYST = Person("analyst", "Partnership analyst")
NOON = datetime(2026, 10, 2, 12, 0, tzinfo=UTC)
RELEASED = Path(__file__).parent / "released"


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def stored(content: bytes, name: str = "Burnley.xlsx") -> StoredFile:
    return StoredFile(digest(content), name, content, NOON)


def explained(number: int, because: str = "by telephone") -> Intent:
    return Intent(DecisionKind.FINDING_EXPLAINED, f"R014|{number}", {"because": because})


def accepted(file: StoredFile) -> Intent:
    body = {"file": file.name, "board": "burnley"}
    return Intent(DecisionKind.RETURN_ACCEPTED, file.sha256, body)


def filled(where: Path, content: bytes = b"sheet") -> Path:
    """A workspace with a return, an explanation and a pack."""
    with Workspace.create(where, "cypfp-2022", ANALYST, NOON) as workspace:
        file = stored(content)
        workspace.append([accepted(file), explained(1)], ANALYST, NOON, files=[file])
        pack = StoredPack(digest(b"%PDF"), "cypfp", "board", b"%PDF", 0)
        intent = Intent(DecisionKind.PACK_ISSUED, pack.sha256, {"board": "cypfp"})
        workspace.append([intent], ANALYST, NOON, packs=[pack])
    return where


def held_elsewhere(path: Path) -> lease.Holder:
    """Somebody on another computer holds the workspace."""
    other = lease.Holder(name="a colleague", computer="OTHER-PC", home="elsewhere")
    lease.take(path, other)
    return other


def beside(path: Path) -> list[str]:
    """What lies in a workspace's folder, without the workspace and its backups."""
    return sorted(p.name for p in path.parent.iterdir() if p != path and "backups" not in p.name)
