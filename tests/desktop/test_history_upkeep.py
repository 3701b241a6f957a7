"""The further pages of History: what others wrote, rounds kept, words removed, everything looked over."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cypworkbench.desktop.focus import HISTORY, Focus
from cypworkbench.desktop.history_others import FormDialog
from cypworkbench.desktop.history_place import CHECK, OTHERS, ROUNDS, HistoryPlace
from cypworkbench.desktop.history_rounds import RedactDialog
from cypworkbench.desktop.history_years import YearsDialog
from cypworkbench.desktop.reason_dialog import ReasonDialog
from cypworkbench.desktop.window import Window
from cypworkbench.domain.decision import DecisionKind, Person
from cypworkbench.domain.state import fold
from cypworkbench.flow import decide, keeping, next_round
from cypworkbench.flow.decide import Desk
from cypworkbench.store.workspace import Workspace
from tests.desktop.conftest import NOW, ToldPicker

WAIT = 60_000
BURNLEY, CHORLEY = "E07000117", "E07000118"
LEAD = Person("Head of Early Help")
SECRET = "Ottoline of Mill Lane"  # a made-up name
Settle = Callable[[], None]
_Dialog = TypeVar("_Dialog", FormDialog, RedactDialog, YearsDialog, ReasonDialog)


@pytest.fixture
def settle(qtbot: QtBot, empty: Window) -> Settle:
    """Wait until nothing is under way."""
    return lambda: qtbot.waitUntil(lambda: empty.workbench.is_quiet, timeout=WAIT)


@pytest.fixture
def place(empty: Window, settle: Settle, tmp_path: Path) -> HistoryPlace:
    """The sample's workspace, seen under History."""
    empty.workbench.start_sample(tmp_path / "w.cypw")
    settle()
    empty.workbench.look(Focus(HISTORY))
    settle()
    made = empty.places[HISTORY]
    assert isinstance(made, HistoryPlace)
    return made


def page(place: HistoryPlace, number: int, settle: Settle) -> None:
    place.ways.group.button(number).click()
    settle()


def open_dialog(window: Window, kind: type[_Dialog]) -> _Dialog:
    return next(d for d in window.findChildren(kind) if d.isVisible())


def standing(place: HistoryPlace) -> str:
    ((label, _, until, state),) = place.rounds.model.rows
    return f"{label}, until {until}: {state}"


def test_a_copy_that_came_back_is_held_against_ours_and_merged_with_the_side_chosen(
    place: HistoryPlace, empty: Window, settle: Settle, picker: ToldPicker, tmp_path: Path
) -> None:
    bench, others = empty.workbench, place.others
    page(place, CHECK, settle)
    picker.paths = [tmp_path / "copy.cypw"]
    place.check.copy.click()
    settle()
    with Workspace.open(picker.paths[0]) as copy:
        decide.comment(Desk(copy, LEAD, NOW), "cla-rate", BURNLEY, "Fewer wait.")
        decide.comment(Desk(copy, LEAD, NOW), "cla-rate", CHORLEY, "Steady.")
    bench.decide("Writing", lambda desk: decide.comment(desk, "cla-rate", BURNLEY, "Ours."))
    settle()
    page(place, OTHERS, settle)
    others.file.click()
    settle()
    assert (
        place.heading.sentence.accessibleName()
        == "From Head of Early Help, not signed: the name is as claimed. 1 new, 1 conflict"
    )
    assert [row[0] for row in others.model.rows] == ["Ours stands", "New"]
    assert "“Ours.”" in others.model.rows[0][1]
    assert "“Fewer wait.”" in others.model.rows[0][2]
    others.take.click()
    assert others.model.rows[0][0] == "Theirs is taken"
    others.merge.click()
    settle()
    comments = fold(bench.record.decisions).comments
    assert {c.text for c in comments.values()} == {"Fewer wait.", "Steady."}
    assert bench.record.decisions[-1].kind is DecisionKind.MERGED
    assert empty.notices.said[-1] == "Merged: 2 decisions from Head of Early Help."
    assert not others.merge.isEnabled()


@pytest.mark.slow
def test_a_round_past_its_time_is_held_let_go_and_disposed_of_with_a_certificate(
    place: HistoryPlace, empty: Window, settle: Settle, picker: ToldPicker, tmp_path: Path
) -> None:
    bench, rounds = empty.workbench, place.rounds
    bench.decide("Writing", lambda desk: decide.comment(desk, "cla-rate", BURNLEY, SECRET))
    bench.decide("Opening", next_round.open_next)
    settle()
    page(place, ROUNDS, settle)
    rounds.years.click()
    years = open_dialog(empty, YearsDialog)
    years.written.setText("1")
    years.act.click()
    settle()
    assert standing(place) == "Round 2 of 2026/27, until 22 October 2027: kept"
    assert not rounds.dispose.isEnabled()
    bench.clock = lambda: NOW + timedelta(days=500)
    for state, button in (("held: An inquiry", rounds.hold), ("past its time", rounds.hold)):
        button.click()
        why = open_dialog(empty, ReasonDialog)
        QTest.keyClicks(why.text, "An inquiry")
        why.act.click()
        settle()
        assert standing(place).endswith(state)
    picker.paths = [tmp_path / "certificate.txt"]
    rounds.dispose.click()
    assert not picker.paths[0].exists()
    assert "the words of 1 decision" in rounds.dispose.text()
    rounds.dispose.click()
    settle()
    assert standing(place).endswith("disposed of")
    written = picker.paths[0].read_bytes()
    assert b"Certificate of disposal: Round 2 of 2026/27" in written
    assert rounds.dispose.text() == "Save its certificate…"
    rounds.dispose.click()
    assert "not written over" in empty.notices.said[-1]
    picker.paths = [tmp_path / "again.txt"]
    rounds.dispose.click()
    assert picker.paths[0].read_bytes() == written
    assert not keeping.contains(Path(bench.saved_in).read_bytes(), SECRET)


@pytest.mark.slow
def test_words_are_looked_for_before_they_are_removed_for_good(
    place: HistoryPlace, empty: Window, settle: Settle
) -> None:
    bench = empty.workbench
    bench.decide("Writing", lambda desk: decide.comment(desk, "cla-rate", BURNLEY, SECRET))
    settle()
    page(place, ROUNDS, settle)
    place.rounds.redact.click()
    dialog = open_dialog(empty, RedactDialog)
    QTest.keyClicks(dialog.words, "An analyst")
    dialog.look.click()
    settle()
    assert "the chain needs those" in dialog.found.text()
    dialog.words.setText(SECRET)
    QTest.keyClicks(dialog.why, "It names a child")
    assert not dialog.act.isEnabled()
    dialog.look.click()
    settle()
    assert f"wrote of Children looked after in Burnley: “{SECRET}”." in dialog.found.text()
    assert dialog.act.text() == "Remove 1 thing for good"
    dialog.act.click()
    settle()
    assert bench.record.decisions[-1].kind is DecisionKind.REDACTED
    assert not keeping.contains(Path(bench.saved_in).read_bytes(), SECRET)
    assert SECRET not in " ".join(empty.notices.said)


@pytest.mark.slow
def test_the_file_is_looked_over_written_anew_and_a_damaged_one_salvaged(
    place: HistoryPlace,
    empty: Window,
    settle: Settle,
    picker: ToldPicker,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    check, path = place.check, Path(empty.workbench.saved_in)
    page(place, CHECK, settle)
    check.compact.click()
    settle()
    assert empty.notices.said[-1].startswith("The file was written anew: ")
    check.look.click()
    settle()
    assert {row[1] for row in check.model.rows} == {"whole"}
    assert check.model.rows[0][0] == "w.cypw"
    assert place.heading.sentence.accessibleName() == "All of it is whole"
    hurt = tmp_path / "hurt.cypw"
    content = bytearray(path.read_bytes())
    at = content.find(b"Children")
    content[at : at + 8] = b"Chickens"
    hurt.write_bytes(bytes(content))
    picker.paths = [hurt]
    monkeypatch.setattr(picker, "save", lambda *_: tmp_path / "saved.cypw")
    check.salvage.click()
    settle()
    assert empty.notices.said[-1].startswith("saved.cypw holds ")
    with Workspace.open(tmp_path / "saved.cypw") as saved:
        assert saved.record().decisions[-1].kind is DecisionKind.SALVAGED
    place.others.form.click()
    form = open_dialog(empty, FormDialog)
    assert form.board.currentText() == "Lancashire"
    assert form.board.count() == 13
