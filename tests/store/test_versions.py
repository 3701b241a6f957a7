"""Files of every released version open; newer ones are refused or only read, in their own words, and never written."""

import shutil
import sqlite3
from pathlib import Path

import pytest

from cypworkbench.domain.decision import DecisionKind
from cypworkbench.domain.refusal import Refusal
from cypworkbench.store import backups
from cypworkbench.store.recovery import looked_at
from cypworkbench.store.schema import VERSION
from cypworkbench.store.workspace import Workspace
from tests.hostile.faults import row
from tests.store.made import ANALYST, NOON, RELEASED, beside, explained, filled

NEXT = VERSION + 1
# what a newer program would leave in a file: who may read it, who may write it
NOBODY_OLDER = f"INSERT INTO format VALUES ({NEXT}, {NEXT}, {NEXT}, '9.1')"  # noqa: S608  our own numbers
READERS = f"INSERT INTO format VALUES ({NEXT}, {VERSION}, {NEXT}, '9.1')"  # noqa: S608  our own numbers


def changed(path: Path, *statements: str) -> None:
    """Change the file itself, as nothing in the program can."""
    with sqlite3.connect(path) as connection:
        for statement in statements:
            connection.execute(statement)
    connection.close()


@pytest.mark.parametrize("released", sorted(RELEASED.glob("*.cypw")), ids=lambda p: p.stem)
def test_each_released_version_is_read_as_it_was_and_brought_forward_by_the_first_decision(
    released: Path, tmp_path: Path
) -> None:
    path = Path(shutil.copy(released, tmp_path / "Lancashire.cypw"))
    given = path.read_bytes()
    with Workspace.open(path) as workspace:
        before = workspace.record()
    assert path.read_bytes() == given, "reading brought it forward"
    with Workspace.open(path) as workspace:
        workspace.append([explained(2)], ANALYST, NOON)
    after = looked_at(path)
    assert after.decisions[: before.sequence] == before.decisions
    assert (after.files, after.packs) == (before.files, before.packs)
    noted, made = after.decisions[before.sequence :]
    assert (noted.kind, noted.subject) == (DecisionKind.MIGRATED, str(VERSION))
    assert len(noted.holds) == len(before.files) + len(before.packs)
    assert made.subject == "R014|2"
    (backup,) = backups.listed(path)
    assert looked_at(backup.path) == before
    row(f"a file of the released {released.stem}, read and brought forward").times += 1


def test_what_an_older_version_kept_is_sealed_by_the_decision_that_brought_it_forward(
    tmp_path: Path,
) -> None:
    path = Path(shutil.copy(RELEASED / "version-1.cypw", tmp_path / "Lancashire.cypw"))
    with Workspace.open(path) as workspace:
        workspace.append([explained(2)], ANALYST, NOON)
    changed(path, "DROP TRIGGER file_no_update", "UPDATE file SET name = 'Wyre.xlsx'")
    with pytest.raises(Refusal, match="renamed outside the program"):
        Workspace.open(path)


@pytest.mark.parametrize(
    ("statements", "says"),
    [
        ((f"PRAGMA user_version={NEXT}",), f"newer version .*file version {NEXT}"),
        (
            (
                NOBODY_OLDER,
                f"PRAGMA user_version={NEXT}",
            ),
            r"newer version .*Update the program to version 9\.1",
        ),
        (("PRAGMA application_id=1",), "is not a workspace"),
    ],
)
def test_a_newer_file_is_refused_by_its_version_and_nothing_is_written(
    tmp_path: Path, statements: tuple[str, ...], says: str
) -> None:
    path = filled(tmp_path / "Lancashire.cypw")
    changed(path, *statements)
    given = path.read_bytes()
    with pytest.raises(Refusal, match=says):
        Workspace.open(path)
    assert path.read_bytes() == given
    assert beside(path) == []
    row("a file of a newer version, refused").times += 1


def test_a_file_that_newer_programs_let_us_read_is_read_and_not_written(tmp_path: Path) -> None:
    path = filled(tmp_path / "Lancashire.cypw")
    changed(
        path,
        READERS,
        f"PRAGMA user_version={NEXT}",
    )
    given = path.read_bytes()
    with Workspace.open(path) as workspace:
        assert workspace.record().sequence == 4
        with pytest.raises(Refusal, match="last written by a newer version"):
            workspace.append([explained(2)], ANALYST, NOON)
    assert path.read_bytes() == given


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE file SET name = 'x'",
        "DELETE FROM decision",
        "DROP TABLE pack",
        "DROP TRIGGER decision_no_delete",
        "ALTER TABLE file ADD COLUMN x",
        "CREATE TABLE x (y)",
        "ATTACH DATABASE ':memory:' AS other",
        "PRAGMA writable_schema=ON",
        "PRAGMA journal_mode=WAL",
        "INSERT INTO sqlite_master VALUES ('table', 'x', 'x', 0, '')",
    ],
)
def test_the_programs_own_connection_can_do_nothing_but_read_and_append(
    tmp_path: Path, statement: str
) -> None:
    path = filled(tmp_path / "Lancashire.cypw")
    with Workspace.open(path) as workspace:
        with pytest.raises(sqlite3.DatabaseError, match=r"not authorized|may not be modified"):
            workspace._ledger.connection.execute(statement)
        workspace.append([explained(2)], ANALYST, NOON)
    assert looked_at(path).sequence == 5
