"""Workbooks locked with a password: opened in memory, kept as they were sent."""

import io
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest
from msoffcrypto.format.ooxml import OOXMLFile
from openpyxl.comments import Comment

from cypworkbench.cli import main
from cypworkbench.domain.decision import DecisionKind, Intent, Person
from cypworkbench.domain.evidence import WITHHELD, Observation
from cypworkbench.domain.pack import Edition, PackPlan
from cypworkbench.domain.record import Record
from cypworkbench.domain.refusal import Refusal
from cypworkbench.flow import (
    contributions,
    keeping,
    merging,
    opened_again,
    packing,
    pictured,
    proving,
    receive,
    remembered,
)
from cypworkbench.flow.decide import Desk
from cypworkbench.flow.reading import check_workbook
from cypworkbench.flow.surroundings import Surroundings
from cypworkbench.returns import extract as extracts
from cypworkbench.returns.foreign import read as foreign_read
from cypworkbench.returns.locked import is_locked
from cypworkbench.returns.recognise import recognise
from cypworkbench.returns.spreadsheet import read
from cypworkbench.store.rebuild import Removal
from cypworkbench.store.recovery import looked_at
from cypworkbench.store.workspace import Workspace
from tests.hostile.child_records import with_records
from tests.hostile.unpacking import holders
from tests.returns.test_foreign import WIDE, recipe, workbook
from tests.returns.workbooks import ROUND, filled, plan

SECRET = "Ribble & Wyre £7"
AT = datetime(2026, 9, 1, 9, tzinfo=UTC)
MADE = "made.cypw"
ASIDES = (
    "the aunt at Sabden",
    "rang about the twins",
    "a note for Moira",
    "working for the Padiham cluster",
    "not for the board",
)


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
    workbook = read(locked, "b.xlsx", passphrase=SECRET)
    plain = read(filled(), "b.xlsx")
    assert workbook.sheets == plain.sheets
    assert workbook.sha256 != plain.sha256
    assert workbook.opened == plain.sha256
    assert "locked" in workbook.flags


def test_without_a_password_it_is_asked_for_and_a_wrong_one_is_one_sentence(locked: bytes) -> None:
    assert is_locked(locked)
    with pytest.raises(Refusal, match=r"b\.xlsx is locked with a password\. Give its password"):
        read(locked, "b.xlsx")
    with pytest.raises(Refusal, match=r"That is not the password of b\.xlsx\.") as refused:
        read(locked, "b.xlsx", passphrase=SECRET.lower())
    assert "capitals" in refused.value.remedy


def test_a_file_altered_after_it_was_locked_is_refused(locked: bytes) -> None:
    at = len(locked) // 2
    altered = locked[:at] + bytes([locked[at] ^ 1]) + locked[at + 1 :]
    with pytest.raises(Refusal, match="was damaged since"):
        read(altered, "b.xlsx", passphrase=SECRET)


def with_asides() -> bytes:
    """A filled return with words beside its tables, on a hidden sheet and in a comment, which no figure needs."""
    book = openpyxl.load_workbook(io.BytesIO(filled()))
    sheet = book.worksheets[1]
    sheet["Z2"] = ASIDES[0]
    sheet["Z9"] = ASIDES[1]
    sheet["Z9"].comment = Comment(ASIDES[2], "Sender")
    hidden = book.create_sheet("Workings")
    hidden["B2"], hidden["B3"] = ASIDES[3], 7316095424
    hidden.sheet_state = "hidden"
    notes = book.create_sheet("Notes")
    notes["A1"], notes["A2"], notes["A3"] = ASIDES[4], 8427106535, 0.375
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A machine's folders: its own, temporary files and the share; with one locked return taken in on the share."""
    folder = tmp_path_factory.mktemp("machine")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("home", "temp", "share"):
            (folder / name).mkdir()
        for name in ("TMPDIR", "TEMP", "TMP"):
            patch.setenv(name, str(folder / "temp"))
        patch.setenv("CYPWORKBENCH_HOME", str(folder / "home"))
        take_in(folder, lock(with_asides()))
        yield folder


def take_in(place: Path, content: bytes) -> None:
    """Take one locked return into a workspace, and make its picture as a process that knows no password does."""
    sent = place / "burnley.xlsx"
    sent.write_bytes(content)
    with Workspace.create(place / "share" / MADE, "cypfp-2022", Person("analyst"), AT) as workspace:
        known = pictured.around(workspace.record(), plan())
        checks = receive.check_files([sent], plan(), known, passphrase=SECRET)
        receive.accept(workspace, checks, Person("analyst"), AT)
        receive._just_read.clear()
        record = workspace.record()
        remembered.picture(record, plan(), lambda: pictured.picture(record, plan()))


@pytest.fixture
def path(place: Path) -> Path:
    """The workspace with the locked return in it."""
    return place / "share" / MADE


def test_it_is_kept_locked_with_what_was_read_and_nothing_that_opens_it(
    place: Path, path: Path
) -> None:
    record = looked_at(path)
    (taken,) = (d for d in record.decisions if d.kind is DecisionKind.RETURN_ACCEPTED)
    assert record.files[0].content == (place / "burnley.xlsx").read_bytes()
    assert set(taken.body) == {"file", "board", "extract", "opened"}
    assert taken.body["extract"] == record.files[1].sha256
    made = pictured.picture(record, plan())
    figures = [o for o in made.observations if o.value is not None]
    plain = recognise(read(with_asides(), "b.xlsx"), plan()).observations
    assert [(o.measure, o.period, o.value, o.origin.cell) for o in made.observations] == [
        (o.measure, o.period, o.value, o.origin.cell) for o in plain
    ]
    assert len(figures) > 100
    shown = pictured.workbook(record, taken.subject)
    places = {f"{s.name}!{c.a1}": c.raw for s in shown.sheets for c in s.cells}
    assert {places[at] for at in ("Workings!B2", "Workings!B3", "Notes!A1")} == {WITHHELD}
    assert str(figures[0].origin) in places


def test_nothing_else_that_was_inside_is_found_in_workspace_cache_or_temporary_files(
    place: Path, path: Path
) -> None:
    taken_in_openly = place / "open"
    taken_in_openly.mkdir()
    (taken_in_openly / "open.xlsx").write_bytes(with_asides())
    wanted = [*ASIDES, SECRET, "7316095424", "8427106535"]
    assert all(holders(word, taken_in_openly) for word in (*ASIDES, "7316095424")), "looks amiss"
    assert list((place / "home").rglob("derived/*/*/*")), "nothing was remembered"
    for word in wanted:
        assert holders(word, place / "home", place / "temp", place / "share") == [], word
    assert holders("rwm-all", path.parent), "the figures read are kept in clear"


def test_findings_are_those_of_the_open_file_though_cells_that_were_not_read_are_withheld() -> None:
    content = with_asides()
    opened = read(content, "b.xlsx")
    kept = extracts.from_bytes(extracts.to_bytes(extracts.extract(opened, plan())), opened.sha256)
    around = Surroundings(plan(), ROUND)
    whole, part = check_workbook(opened, around), check_workbook(kept, around)
    said = [(f.code, str(f.origin), f.message) for f in whole.findings]
    assert {code for code, *_ in said} >= {"R004", "R015"}
    assert said == [(f.code, str(f.origin), f.message) for f in part.findings]
    assert whole.rules == part.rules
    assert {f.read for f in part.findings} - {f.read for f in whole.findings} == {WITHHELD}


def test_another_layout_that_came_locked_is_read_from_what_was_kept_of_it() -> None:
    rows = (
        ("For Mr Example only", None, None, None),
        ("District", "2022/23", "2023/24", "Notes"),
        ("Burnley", 61, 62, "the vicar rang"),
        ("Total", 61, 62, "all of them"),
    )
    made, using = workbook(*rows), recipe(replace(WIDE, left_out=("Total", "Notes")))
    kept = extracts.extract(made, plan(), using)
    assert (
        foreign_read(kept, using, plan()).observations
        == foreign_read(made, using, plan()).observations
    )
    said = {c.a1: c.raw for c in kept.sheets[0].cells}
    assert {at for at, raw in said.items() if raw == WITHHELD} == {"A1", "D3", "B4", "C4", "D4"}


def test_whoever_has_the_password_can_prove_what_was_read(
    path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for said, code, words in (
        (SECRET, 0, "every cell kept is as it was sent"),
        ("wrong", 3, "That is not the password of burnley.xlsx."),
    ):
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{said}\n"))
        assert main(["prove", str(path), "burnley.xlsx", "--passphrase-stdin"]) == code
        told = capsys.readouterr()
        assert words in told.out + told.err
    record = looked_at(path)
    figure = next(o for o in pictured.picture(record, plan()).observations if o.value is not None)
    forged = with_forged_extract(record, figure)
    found = opened_again.prove(forged, "burnley.xlsx", SECRET)
    assert not found.holds
    assert found.differing == (str(figure.origin),)
    assert not found.is_same


def with_forged_extract(record: Record, figure: Observation) -> Record:
    """The record as somebody might forge it who changed one figure in what was kept as read."""
    stored = record.files[1]
    held = extracts.from_bytes(stored.content, figure.origin.sha256)
    sheets = tuple(
        replace(
            sheet,
            cells=tuple(
                c._replace(raw="99")
                if (sheet.name, c.a1) == (figure.origin.sheet, figure.origin.cell)
                else c
                for c in sheet.cells
            ),
        )
        for sheet in held.sheets
    )
    content = extracts.to_bytes(replace(held, sheets=sheets))
    return replace(record, files=(record.files[0], replace(stored, content=content)))


def test_what_was_read_of_it_goes_with_it_when_it_is_redacted(path: Path, tmp_path: Path) -> None:
    copied = tmp_path / MADE
    shutil.copy(path, copied)
    locked_one, read_one = (f.sha256 for f in looked_at(copied).files)
    with Workspace.open(copied) as workspace:
        desk = Desk(workspace, Person("analyst"), AT)
        keeping.remove(desk, Removal(contents=frozenset({locked_one})), "Sent by mistake")
        record = workspace.record()
    assert [(f.sha256, f.content) for f in record.files] == [(locked_one, b""), (read_one, b"")]
    assert keeping.with_extracts(record, frozenset({read_one})) == {locked_one, read_one}


def test_what_was_read_of_it_comes_back_with_it_from_a_copy(path: Path, tmp_path: Path) -> None:
    record, analyst = looked_at(path), Person("analyst")
    (taken,) = (d for d in record.decisions if d.kind is DecisionKind.RETURN_ACCEPTED)
    copied = tmp_path / "copy.cypw"
    with Workspace.create(tmp_path / MADE, "cypfp-2022", analyst, AT) as here:
        here.copy_to(copied)
        with Workspace.open(copied) as there:
            intent = Intent(taken.kind, taken.subject, taken.body)
            there.append([intent], analyst, AT, files=record.files)
        sent = contributions.sent(
            here.record(), b"", copied, pictured.picture(here.record(), plan())
        )
        merging.merge(Desk(here, analyst, AT), sent)
        assert [f.sha256 for f in here.record().files] == [f.sha256 for f in record.files]
        receive._just_read.clear()
        assert len(pictured.picture(here.record(), plan()).observations) > 100


def test_a_pack_that_rests_on_it_carries_its_figures_and_replays_to_the_same_picture(
    path: Path,
) -> None:
    record = looked_at(path)
    drawn = planned(record)
    again = packing.replay(packing.snapshot(drawn)).picture
    assert again.observations == drawn.picture.observations
    assert len([o for o in again.observations if o.value is not None]) > 100
    assert again.findings == drawn.picture.findings


@pytest.mark.slow
def test_every_figure_of_such_a_pack_is_computed_again_by_verify(path: Path) -> None:
    record = looked_at(path)
    found = proving.verify_pack(packing.issue_pack(planned(record)).content, (), record)
    assert found.printed > 0
    assert found.figures_that_differ == ()
    assert found.recomputed == found.printed


def planned(record: Record) -> PackPlan:
    made = pictured.picture(record, plan())
    return packing.plan_pack(made, "dctb-burnley", Edition.BOARD, 1, AT, record)


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
    said = capsys.readouterr().out
    assert said.startswith("burnley.xlsx: Burnley District Children’s Trust Board, 205 figures, ")
    assert "Not run, whole or in part, for lack of the round in hand: R002." in said


def test_records_of_children_behind_a_password_are_refused_all_the_same() -> None:
    _, content, _ = next(with_records(1))
    hidden = lock(content)
    with pytest.raises(Refusal, match="records of single children"):
        read(hidden, "b.xlsx", passphrase=SECRET)
