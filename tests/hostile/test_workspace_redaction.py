"""What was redacted is nowhere any more: not raw, not packed, not in a backup, a cache or a temporary file."""

import io
import zipfile
import zlib
from datetime import date
from pathlib import Path

import pytest

from cypworkbench import cli
from cypworkbench.domain.decision import DecisionKind, Intent
from cypworkbench.domain.record import Round, StoredFile, StoredPack
from cypworkbench.domain.refusal import Refusal
from cypworkbench.flow import decide, keeping, retention
from cypworkbench.flow.decide import Desk
from cypworkbench.locations import own_folder
from cypworkbench.store import derived
from cypworkbench.store.private import temporary_folder
from cypworkbench.store.rebuild import Removal
from cypworkbench.store.recovery import examine, looked_at
from cypworkbench.store.workspace import Workspace
from tests.hostile import faults
from tests.hostile.unpacking import holders, paths_of
from tests.store.made import ANALYST, NOON, accepted, digest, explained, stored

PLACES = {"workspace", "working copy", "backups", "derived", "temporary"}
SECRET = "Ottoline & the twins of Mill Lane"  # a made-up name, as a sender might type it in a note


def sheet(words: str) -> StoredFile:
    """A workbook-like file that holds words packed, and written as XML writes them."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as book:
        part = zipfile.ZipInfo(
            "xl/sharedStrings.xml", (2026, 10, 2, 12, 0, 0)
        )  # the same each time
        said = f"<t>{words.replace('&', '&amp;')}</t>" * 50
        book.writestr(part, said, zipfile.ZIP_DEFLATED)
    return stored(packed.getvalue(), "Wyre.xlsx")


def pack(words: str) -> StoredPack:
    """A PDF-like file with its record attached, packed."""
    content = b"%PDF-1.7\n1 0 obj\nstream\n" + zlib.compress(words.encode()) + b"\nendstream"
    return StoredPack(digest(content), "cypfp", "board", content, 0)


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CYPWORKBENCH_HOME", str(tmp_path / "home"))
    where = tmp_path / "share" / "Lancashire.cypw"
    where.parent.mkdir()
    with Workspace.create(where, "cypfp-2022", ANALYST, NOON) as workspace:
        decide.open_round(
            Desk(workspace, ANALYST, NOON), Round("Round 1", meeting=date(2026, 10, 20))
        )
        for file in (stored(b"an honest sheet"), sheet(SECRET)):
            workspace.append([accepted(file)], ANALYST, NOON, files=[file])
        workspace.append([explained(1), explained(2, f"It is {SECRET}.")], ANALYST, NOON)
        made = pack(f'{{"because": "It is {SECRET}."}}')
        workspace.append(
            [Intent(DecisionKind.PACK_SIGNED, made.sha256)], ANALYST, NOON, packs=[made]
        )
        workspace.back_up()
    derived.put(derived.key_of("parsed"), SECRET.encode())
    (temporary_folder() / "spooled.xml").write_text(SECRET)
    dead = temporary_folder().parent / "1-killed"
    dead.mkdir()
    (dead / "spooled.xml").write_bytes(zlib.compress(SECRET.encode()))
    return where


def _kind_of_place(path: Path) -> str:
    """Which of the places where words could lie a file is of."""
    for name in ("backups", "derived", "temporary"):
        if any(name in part for part in path.parts):
            return name
    return (
        "workspace"
        if path.name == "Lancashire.cypw" and "home" not in path.parts
        else "working copy"
    )


def test_no_byte_of_a_redacted_text_is_found_anywhere_and_the_chain_verifies(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = looked_at(path)
    assert {_kind_of_place(p) for p in paths_of(SECRET, tmp_path)} == PLACES, "planted everywhere"
    command = ["workspace", "redact", str(path), "--words", SECRET, "--as", "analyst"]
    assert cli.main([*command, "--because", "Names a child"]) == 1
    assert "These would go" in capsys.readouterr().out
    assert looked_at(path) == before
    assert cli.main([*command, "--because", "Names a child", "--yes"]) == 0
    assert holders(SECRET, tmp_path, own_folder()) == []
    found = examine(path)
    assert found.record is not None
    assert found.troubles == ()
    assert [trouble for _, trouble in found.backups] == [None]
    after = found.record
    assert [d.digest for d in after.decisions[:-1]] == [d.digest for d in before.decisions]
    assert after.decisions[-1].body["because"] == "Names a child"
    assert [f.content for f in after.files] == [b"an honest sheet", b""]
    faults.row("redaction, searched raw and unpacked").times += 1


def test_a_redacted_file_counts_no_more_and_is_not_taken_in_again(path: Path) -> None:
    file = sheet(SECRET)
    with Workspace.open(path) as workspace:
        desk = Desk(workspace, ANALYST, NOON)
        found = keeping.holding(workspace.record(), SECRET)
        keeping.remove(desk, found.removal, "Names a child")
        with pytest.raises(Refusal, match="removed from the workspace by decision"):
            workspace.append([accepted(file)], ANALYST, NOON, files=[file])
        with pytest.raises(Refusal, match="stand nowhere"):
            keeping.holding(workspace.record(), SECRET)


def test_bytes_taken_out_without_a_decision_are_found(path: Path) -> None:
    with Workspace.open(path) as workspace:
        record = workspace.record()
        removed = Removal(frozenset(), frozenset({record.files[1].sha256}))
        keeping.remove(Desk(workspace, ANALYST, NOON), removed, "Names a child")
        whole = workspace.record()
    assert len(whole.files[1].redacted) > 64
    assert whole.files[1].content == b""
    assert whole.files[1].sha256 == record.files[1].sha256


def test_a_reason_is_needed_and_words_the_chain_needs_are_refused(path: Path) -> None:
    with Workspace.open(path) as workspace:
        desk = Desk(workspace, ANALYST, NOON)
        found = keeping.holding(workspace.record(), SECRET)
        with pytest.raises(Refusal, match="needs a reason"):
            keeping.remove(desk, found.removal, "  ")
        with pytest.raises(Refusal, match="the chain needs those"):
            keeping.holding(workspace.record(), "Partnership analyst")
        with pytest.raises(Refusal, match="nothing by that number"):
            keeping.remove(desk, Removal(frozenset({999})), "Names a child")


def test_a_round_is_disposed_of_after_its_time_unless_held_and_certified(path: Path) -> None:
    with Workspace.open(path) as workspace:
        desk = Desk(workspace, ANALYST, NOON)
        decide.open_round(desk, Round("Round 2", meeting=date(2027, 1, 20)))
        later = stored(b"a sheet of the second round")
        workspace.append([accepted(later)], ANALYST, NOON, files=[later])
        retention.set_schedule(desk, 6)
        (kept,) = retention.rounds(workspace.record())
        assert kept.until == date(2032, 10, 20)
        with pytest.raises(Refusal, match="still kept until 20 October 2032"):
            retention.dispose(desk, "Round 1", date(2032, 10, 20))
        retention.hold(desk, "Round 1", "A serious case review")
        with pytest.raises(Refusal, match=r"^Round 1 is held: A serious case review\. Lift"):
            retention.dispose(desk, "Round 1", date(2032, 10, 21))
        retention.lift(desk, "Round 1", "Finished")
        certificate = retention.dispose(desk, "Round 1", date(2032, 10, 21))
        record = workspace.record()
        with pytest.raises(Refusal, match=r"^Round 1 was disposed of already"):
            retention.dispose(desk, "Round 1", date(2033, 1, 1))
    assert holders(SECRET, path.parent, own_folder()) == []
    assert [f.content for f in record.files] == [b"", b"", b"a sheet of the second round"]
    assert record.decisions[-1].kind is DecisionKind.DISPOSED
    assert record.decisions[-1].body["certificate"] == digest(certificate.text.encode())
    assert "Files whose bytes were removed, returns and what came with them (2)" in certificate.text
    assert all(f.sha256 in certificate.text for f in record.files[:2])
    assert SECRET not in certificate.text
    assert examine(path).troubles == ()
    with Workspace.open(path) as workspace, pytest.raises(Refusal, match="no finished round"):
        retention.hold(Desk(workspace, ANALYST, NOON), "Round 2", "x")


def test_a_round_whose_meeting_was_on_a_leap_day_ends_in_a_common_year(path: Path) -> None:
    with Workspace.open(path) as workspace:
        desk = Desk(workspace, ANALYST, NOON)
        decide.open_round(desk, Round("Leap", meeting=date(2028, 2, 29)))
        decide.open_round(desk, Round("After"))
        retention.set_schedule(desk, 1)
        assert retention.rounds(workspace.record())[1].until == date(2029, 2, 28)


def test_where_the_certificate_cannot_be_written_nothing_is_disposed_of(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Workspace.open(path) as workspace:
        desk = Desk(workspace, ANALYST, NOON)
        decide.open_round(desk, Round("Long ago", meeting=date(2015, 1, 20)))
        decide.comment(desk, "cla-rate", "E07000117", "Fewer wait.")
        decide.open_round(desk, Round("Empty", meeting=date(2015, 2, 20)))
        decide.open_round(desk, Round("The round after", meeting=date(2015, 4, 20)))
        retention.set_schedule(desk, 1)
        with pytest.raises(Refusal, match="holds nothing that would go"):
            retention.dispose(desk, "Empty", NOON.date())
    before = looked_at(path)
    gone = ["workspace", "dispose", str(path), "--round", "Long ago", "--as", "analyst", "--to"]
    assert cli.main([*gone, str(path.parent)]) == cli.REFUSED
    assert "could not be written" in capsys.readouterr().err
    certificate = path.with_name("certificate.txt")
    for taken in (path.with_name("minutes.txt"), path):
        held = taken.read_bytes() if taken.exists() else b"minutes of the board"
        taken.write_bytes(held)
        assert cli.main([*gone, str(taken)]) == cli.REFUSED
        assert taken.read_bytes() == held
    assert looked_at(path) == before
    again = ["workspace", "certificate", str(path), "--round", "Long ago"]
    assert cli.main(again) == cli.REFUSED
    assert cli.main([*gone, str(certificate)]) == 0
    assert "Certificate of disposal: Long ago" in certificate.read_text("utf-8")
    assert cli.main([*again, "--to", str(certificate)]) == cli.REFUSED
    capsys.readouterr()
    assert cli.main(again) == 0
    assert capsys.readouterr().out.encode() == certificate.read_bytes()
    certificate.rename(path.with_name("first.txt"))
    assert cli.main([*again, "--to", str(certificate)]) == 0
    assert certificate.read_bytes() == path.with_name("first.txt").read_bytes()
    assert SECRET.encode() not in certificate.read_bytes()
