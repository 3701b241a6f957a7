"""Backups that are whole, going back to one, and what is saved of a file that is damaged."""

import os
import shutil
import time
from datetime import timedelta
from pathlib import Path

import pytest

from cypworkbench import cli
from cypworkbench.domain.decision import DecisionKind
from cypworkbench.domain.refusal import Refusal
from cypworkbench.store import backups, recovery
from cypworkbench.store.rebuild import compact
from cypworkbench.store.salvage import salvage
from cypworkbench.store.station import Station
from cypworkbench.store.workspace import Workspace
from tests.store.made import ANALYST, NOON, accepted, explained, filled, stored
from tests.store.test_versions import changed

PAGE = 4096


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return filled(tmp_path / "Lancashire.cypw")


def test_a_backup_is_made_before_an_import_and_the_newest_few_and_one_a_day_are_kept(
    path: Path,
) -> None:
    with Workspace.open(path) as workspace:
        for number in range(30):
            file = stored(b"sheet %d" % number)
            at = NOON + timedelta(hours=8 * number)
            workspace.append([accepted(file)], ANALYST, at, files=[file])
    held = backups.listed(path)
    assert [b.sequence for b in held[:5]] == [33, 32, 31, 30, 29]
    assert len({b.day for b in held}) == len(held) - 3 == 7
    for backup in held:
        assert recovery.looked_at(backup.path).sequence == backup.sequence


def test_going_back_says_first_what_would_be_lost_and_keeps_what_lay_there(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Workspace.open(path) as workspace:
        backup = workspace.back_up()
        workspace.append([explained(7)], ANALYST, NOON)
    with_it = path.read_bytes()
    command = ["workspace", "restore", str(path)]
    assert cli.main(command) == 0
    assert "this computer: up to decision 5; nothing would be lost" in capsys.readouterr().out
    assert cli.main([*command, "--from", str(backup.path)]) == 1
    assert "Would be lost:     5" in capsys.readouterr().out
    assert path.read_bytes() == with_it
    assert cli.main([*command, "--from", str(backup.path), "--yes"]) == 0
    assert recovery.looked_at(path).sequence == 4
    (aside,) = path.parent.glob("*(before restore*")
    assert aside.read_bytes() == with_it
    with Workspace.open(path) as workspace:
        assert workspace.record().sequence == 4, "this computer's copy brought the lost one back"


def test_a_workspace_that_was_deleted_comes_back_from_this_computers_copy(path: Path) -> None:
    record = recovery.looked_at(path)
    path.unlink()
    with pytest.raises(Refusal, match="workspace restore"):
        Workspace.open(path)
    kept = recovery.kept_of(path)
    assert kept[0].is_working_copy
    recovery.restore(path, kept[0])
    assert recovery.looked_at(path) == record


def test_a_backup_that_rotted_is_found_and_not_offered(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Workspace.open(path) as workspace:
        backup = workspace.back_up().path
    held = bytearray(backup.read_bytes())
    place = held.index(b"by telephone")
    held[place] ^= 1
    backup.write_bytes(held)
    assert backup not in [kept.path for kept in recovery.kept_of(path)]
    assert cli.main(["workspace", "check", str(path)]) == 1
    assert "A backup is not as it should be" in capsys.readouterr().out


def test_a_whole_workspace_checks_and_one_flip_is_named(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["workspace", "check", str(path)]) == 0
    assert "Whole: 1 file, 4 decisions, 1 pack" in capsys.readouterr().out
    held = bytearray(path.read_bytes())
    held[held.index(b"by telephone")] ^= 1
    path.write_bytes(held)
    assert cli.main(["workspace", "check", str(path)]) == 1
    assert "decision 3 does not follow" in capsys.readouterr().out


def test_a_full_disk_is_not_called_damage_and_a_backup_never_overwrites(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = path.with_name("copy.cypw")
    assert cli.main(["workspace", "backup", str(path), "--to", str(copy)]) == 0
    assert recovery.looked_at(copy) == recovery.looked_at(path)
    assert cli.main(["workspace", "backup", str(path), "--to", str(copy)]) == cli.REFUSED
    assert "already a file" in capsys.readouterr().err


def test_what_can_be_read_of_a_damaged_file_is_saved_and_what_is_lost_is_told(path: Path) -> None:
    with Workspace.open(path) as workspace:
        for number in range(40):
            file = stored(os.urandom(6000), f"return {number}.xlsx")
            workspace.append([accepted(file)], ANALYST, NOON, files=[file])
    before = recovery.looked_at(path)
    held = bytearray(path.read_bytes())
    for number in (0, 20, 39):
        place = held.index(before.files[number + 1].content[2000:2100])
        held[place : place + 100] = bytes(100)
    path.write_bytes(held)
    with pytest.raises(Refusal, match="no longer matches its digest"):
        Workspace.open(path)
    to = path.with_name("saved.cypw")
    saved = salvage(path, to, ANALYST, NOON)
    assert saved.sentence.endswith("the bytes of 3 files and packs are lost.")
    lost = {before.files[n + 1].sha256 for n in (0, 20, 39)}
    assert set(saved.lost) == lost
    with Workspace.open(to) as workspace:
        record = workspace.record()
        assert record.decisions[:-1] == before.decisions
        assert record.decisions[-1].kind is DecisionKind.SALVAGED
        assert set(record.files) == {f for f in before.files if f.sha256 not in lost}
        assert record.packs == before.packs


def test_a_salvage_ends_the_chain_where_it_is_broken_and_keeps_the_rest_beside(path: Path) -> None:
    with Workspace.open(path) as workspace:
        for number in range(2, 9):
            file = stored(b"sheet %d" % number)
            workspace.append([accepted(file)], ANALYST, NOON, files=[file])
    changed(path, "DROP TRIGGER decision_no_delete", "DELETE FROM decision WHERE sequence = 8")
    saved = salvage(path, path.with_name("saved.cypw"), ANALYST, NOON)
    assert saved.record is not None
    assert saved.path is not None
    assert [d.sequence for d in saved.record.decisions] == [*range(1, 8), 8]
    assert saved.record.decisions[-1].kind is DecisionKind.SALVAGED
    beside = {p.name: p.read_bytes() for p in saved.loose}
    assert {b"sheet 5", b"sheet 6", b"sheet 7", b"sheet 8"} <= set(beside.values())
    assert beside["decisions.txt"].count(b"return_accepted") == 3
    Workspace.open(saved.path).close()


def test_rows_are_saved_from_between_pages_that_are_gone(path: Path) -> None:
    with Workspace.open(path) as workspace:
        for number in range(60):
            file = stored(os.urandom(PAGE * 2), f"return {number}.xlsx")
            workspace.append([accepted(file)], ANALYST, NOON, files=[file])
    held = bytearray(path.read_bytes())
    third = len(held) // PAGE // 3 * PAGE
    held[third : third + 3 * PAGE] = bytes(3 * PAGE)
    path.write_bytes(held)
    saved = salvage(path, path.with_name("saved.cypw"), ANALYST, NOON)
    assert saved.record is not None
    kept = len(saved.record.files) + len([p for p in saved.loose if p.name != "decisions.txt"])
    assert kept >= 55


def test_an_unreadable_working_copy_is_set_aside_and_the_shared_file_stands(path: Path) -> None:
    station = Station(path)
    station.copy.write_bytes(b"torn" * 5000)
    with Workspace.open(path) as workspace:
        assert workspace.record().sequence == 4
    assert list(station.folder.glob("aside-*"))


def test_compacting_keeps_every_row(path: Path) -> None:
    with Workspace.open(path) as workspace:
        before = workspace.record()
        compact(workspace, ANALYST, NOON)
        assert workspace.record() == before
        workspace.append([explained(2)], ANALYST, NOON)
    assert recovery.looked_at(path).decisions[:-1] == before.decisions


@pytest.mark.alone
def test_a_backup_of_50_mb_is_written_and_verified_in_under_a_second(tmp_path: Path) -> None:
    path = tmp_path / "Lancashire.cypw"
    files = [stored(os.urandom(500_000), f"return {n}.xlsx") for n in range(100)]
    with Workspace.create(path, "cypfp-2022", ANALYST, NOON) as workspace:
        workspace.append([accepted(f) for f in files], ANALYST, NOON, files=files)
        took = []
        for number in range(3):
            shutil.rmtree(backups.folder_of(path), ignore_errors=True)
            began = time.perf_counter()
            backup = workspace.back_up()
            took.append(time.perf_counter() - began)
            assert backup.path.stat().st_size > 50_000_000, number
    assert min(took) < 1, took
