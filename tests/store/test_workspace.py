"""The workspace file: what is acknowledged is there for good, and what is altered is found."""

import hashlib
import multiprocessing
import os
import signal
import sqlite3
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cypworkbench.domain.decision import DecisionKind, Intent, Person
from cypworkbench.domain.record import StoredFile, StoredPack
from cypworkbench.domain.refusal import Refusal
from cypworkbench.store.schema import VERSION
from cypworkbench.store.workspace import Workspace

ANALYST = Person("analyst", "Partnership analyst")
NOON = datetime(2026, 10, 2, 12, 0, tzinfo=UTC)


def stored(content: bytes, name: str = "Burnley.xlsx") -> StoredFile:
    return StoredFile(hashlib.sha256(content).hexdigest(), name, content, NOON)


def explained(number: int) -> Intent:
    return Intent(DecisionKind.FINDING_EXPLAINED, f"R014|{number}", {"because": "by telephone"})


@pytest.fixture
def path(tmp_path: Path) -> Path:
    where = tmp_path / "Lancashire.cypw"
    with Workspace.create(where, "cypfp-2022", ANALYST, NOON) as workspace:
        workspace.append(
            [Intent(DecisionKind.RETURN_ACCEPTED, "x"), explained(1)],
            ANALYST,
            NOON,
            files=[stored(b"sheet")],
        )
        pack = StoredPack(hashlib.sha256(b"%PDF").hexdigest(), "cypfp", "board", b"%PDF", 0)
        workspace.append(
            [Intent(DecisionKind.PACK_ISSUED, pack.sha256)], ANALYST, NOON, packs=[pack]
        )
    return where


def test_everything_comes_back_as_it_was_given(path: Path) -> None:
    with Workspace.open(path) as workspace:
        record = workspace.record()
    assert [d.kind.value for d in record.decisions] == [
        "workspace_opened",
        "return_accepted",
        "finding_explained",
        "pack_issued",
    ]
    assert record.files[0].content == b"sheet"
    assert (record.packs[0].content, record.packs[0].sequence) == (b"%PDF", 4)
    assert record.decisions[2].body == {"because": "by telephone"}
    assert record.head == record.decisions[-1].digest


@pytest.mark.parametrize("table", ["file", "decision", "pack"])
@pytest.mark.parametrize("verb", ["UPDATE {} SET rowid = rowid", "DELETE FROM {}"])
def test_the_database_itself_refuses_to_change_or_remove(path: Path, table: str, verb: str) -> None:
    connection = sqlite3.connect(path)
    with pytest.raises(sqlite3.DatabaseError, match="append-only"):
        connection.execute(verb.format(table))
    connection.close()


def tampered(path: Path, *statements: str) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    triggers = connection.execute("SELECT name FROM sqlite_master WHERE type='trigger'").fetchall()
    for (name,) in triggers:
        connection.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        connection.execute(statement)
    connection.close()


@pytest.mark.parametrize(
    "tampering",
    [
        """UPDATE decision SET body = '{"because":"no reason"}' WHERE sequence = 3""",
        "UPDATE decision SET by_name = 'somebody else' WHERE sequence = 2",
        "UPDATE decision SET at = '2026-10-03T12:00:00+00:00' WHERE sequence = 3",
        "DELETE FROM decision WHERE sequence = 2",
        "UPDATE decision SET kind = 'commented' WHERE sequence = 2",
        "UPDATE decision SET previous = digest WHERE sequence = 2",
    ],
)
def test_a_decision_changed_behind_the_programs_back_is_found(path: Path, tampering: str) -> None:
    tampered(path, tampering)
    with pytest.raises(Refusal, match="does not follow from the one before"):
        Workspace.open(path)


def test_a_stored_file_changed_behind_the_programs_back_is_found(path: Path) -> None:
    tampered(path, "UPDATE file SET content = X'00'")
    with pytest.raises(Refusal, match="no longer matches its digest"):
        Workspace.open(path)


def test_each_flipped_byte_of_the_content_is_found_or_changes_nothing(path: Path) -> None:
    with Workspace.open(path) as workspace:
        before = workspace.record()
    whole = path.read_bytes()
    for place in range(0, len(whole), 97):
        flipped = bytearray(whole)
        flipped[place] ^= 0x40
        path.write_bytes(flipped)
        try:
            with Workspace.open(path) as workspace:
                assert workspace.record() == before, place
        except Refusal:
            continue
    path.write_bytes(whole)


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda p: p.unlink(), "There is no file called"),
        (lambda p: p.write_bytes(b"PK\x03\x04 not a database at all" * 40), "is not a workspace"),
        (lambda p: tampered(p, f"PRAGMA user_version = {VERSION + 1}"), "newer version"),
        (lambda p: tampered(p, "PRAGMA application_id = 1"), "is not a workspace"),
    ],
)
def test_what_cannot_be_opened_is_refused_by_its_true_cause(
    path: Path, spoil: object, says: str
) -> None:
    spoil(path)  # type: ignore[operator]  # a lambda from the table above
    with pytest.raises(Refusal, match=says):
        Workspace.open(path)


def test_an_existing_file_is_never_overwritten(path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(Refusal, match="already a file"):
        Workspace.create(path, "cypfp-2022", ANALYST, NOON)
    assert path.read_bytes() == before


def test_whoever_comes_second_is_told_who_has_it_and_may_read(path: Path) -> None:
    with Workspace.open(path) as first:
        with Workspace.open(path) as second:
            assert second.read_only is not None
            assert "is held by" in second.read_only.what
            assert second.record() == first.record()
            assert "take-over" not in second.read_only.remedy, "this computer’s own cannot be taken"
            with pytest.raises(Refusal, match="is held by"):
                second.append([explained(2)], ANALYST, NOON)
        first.append([explained(3)], ANALYST, NOON)
    with Workspace.open(path) as again:
        assert again.read_only is None
        assert [d.subject for d in again.record().decisions[4:]] == ["R014|3"]


def _append_for_ever(path: Path, acknowledged: Path) -> None:
    with Workspace.open(path) as workspace, acknowledged.open("a") as log:
        number = 0
        while True:
            number += 1
            content = os.urandom(20_000)
            made = workspace.append([explained(number)], ANALYST, NOON, files=[stored(content)])
            log.write(f"{made[-1].digest} {hashlib.sha256(content).hexdigest()}\n")
            log.flush()


@pytest.mark.parametrize("round_", range(6))
def test_killed_in_the_middle_nothing_acknowledged_is_lost(
    path: Path, tmp_path: Path, round_: int
) -> None:
    acknowledged = tmp_path / "acknowledged"
    acknowledged.touch()
    process = multiprocessing.get_context("fork").Process(
        target=_append_for_ever, args=(path, acknowledged)
    )
    process.start()
    while acknowledged.stat().st_size == 0:
        time.sleep(0.002)
    time.sleep(0.005 * round_)
    assert process.pid
    os.kill(process.pid, signal.SIGKILL)
    process.join()
    with Workspace.open(path) as workspace:
        record = workspace.record()
    lines = [line.split() for line in acknowledged.read_text().splitlines() if len(line) == 129]
    digests = {d.digest for d in record.decisions}
    assert lines
    for digest, sha256 in lines:
        assert digest in digests
        assert record.file(sha256) is not None
    assert len(record.files) - 1 == len(record.decisions) - 4, (
        "a file without its decision, or the reverse"
    )
