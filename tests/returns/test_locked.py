"""Workbooks locked with a password: opened in memory, kept as they were sent."""

import io
from datetime import UTC, datetime
from pathlib import Path

import pytest
from msoffcrypto.format.ooxml import OOXMLFile

from cypworkbench.cli import main
from cypworkbench.domain.decision import Person
from cypworkbench.domain.refusal import Refusal
from cypworkbench.flow import pictured, receive
from cypworkbench.returns.locked import is_locked, key_of
from cypworkbench.returns.spreadsheet import read
from cypworkbench.store.workspace import Workspace
from tests.hostile.child_records import with_records
from tests.returns.workbooks import ROUND, filled, plan

SECRET = "Ribble & Wyre £7"
AT = datetime(2026, 9, 1, 9, tzinfo=UTC)


def lock(content: bytes, secret: str = SECRET) -> bytes:
    made = io.BytesIO()
    OOXMLFile(io.BytesIO(content)).encrypt(secret, made)
    return made.getvalue()


@pytest.fixture(scope="module")
def locked() -> bytes:
    return lock(filled())


@pytest.fixture
def sent(tmp_path: Path, locked: bytes) -> Path:
    path = tmp_path / "burnley.xlsx"
    path.write_bytes(locked)
    return path


def test_the_figures_are_those_of_the_open_file_and_the_digest_that_of_the_locked_one(
    locked: bytes,
) -> None:
    workbook = read(locked, "b.xlsx", key=key_of(locked, "b.xlsx", SECRET))
    plain = read(filled(), "b.xlsx")
    assert workbook.sheets == plain.sheets
    assert workbook.sha256 != plain.sha256
    assert "locked" in workbook.flags


def test_without_a_password_it_is_asked_for_and_a_wrong_one_is_one_sentence(locked: bytes) -> None:
    assert is_locked(locked)
    with pytest.raises(Refusal, match=r"b\.xlsx is locked with a password\. Give its password"):
        read(locked, "b.xlsx")
    with pytest.raises(Refusal, match=r"That is not the password of b\.xlsx\.") as refused:
        key_of(locked, "b.xlsx", SECRET.lower())
    assert "capitals" in refused.value.remedy


def test_a_file_altered_after_it_was_locked_is_refused(locked: bytes) -> None:
    key = key_of(locked, "b.xlsx", SECRET)
    at = len(locked) // 2
    altered = locked[:at] + bytes([locked[at] ^ 1]) + locked[at + 1 :]
    with pytest.raises(Refusal, match="was damaged since"):
        read(altered, "b.xlsx", key=key)


def test_it_is_kept_locked_and_its_figures_count_without_its_password_being_kept(
    tmp_path: Path, sent: Path, locked: bytes
) -> None:
    (check,) = receive.check_files([sent], plan(), ROUND.label, passphrase=SECRET)
    assert check.verdict == "accepted"
    path = tmp_path / "made.cypw"
    with Workspace.create(path, "cypfp-2022", Person("analyst"), AT) as workspace:
        receive.accept(workspace, [check], Person("analyst"), AT)
    with Workspace.open(path) as workspace:
        record = workspace.record()
        assert record.files[0].content == locked
        assert len(pictured.picture(record, plan()).observations) > 100
        assert pictured.workbook(record, check.sha256).sheets == read(filled(), "b.xlsx").sheets
    held = path.read_bytes()
    assert SECRET.encode() not in held
    assert filled()[1000:1048] not in held


def test_the_terminal_reads_the_password_from_standard_input(
    sent: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(sent)]) == 1
    assert "burnley.xlsx is locked with a password" in capsys.readouterr().out
    monkeypatch.setattr("sys.stdin", io.StringIO("wrong\n"))
    assert main(["check", str(sent), "--passphrase-stdin"]) == 1
    assert "That is not the password of burnley.xlsx." in capsys.readouterr().out
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{SECRET}\n"))
    assert main(["check", str(sent), "--passphrase-stdin"]) == 0


def test_records_of_children_behind_a_password_are_refused_all_the_same() -> None:
    _, content, _ = next(with_records(1))
    hidden = lock(content)
    with pytest.raises(Refusal, match="records of single children"):
        read(hidden, "b.xlsx", key=key_of(hidden, "b.xlsx", SECRET))
