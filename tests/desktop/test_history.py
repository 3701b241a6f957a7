"""History, with a real workspace and helper: the log, undo and redo by keyboard, a comparison, and going back."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cypworkbench.desktop.focus import HISTORY, Focus
from cypworkbench.desktop.history_place import BACKUPS, COMPARE, HistoryPlace
from cypworkbench.desktop.window import Window
from cypworkbench.domain.record import Round
from cypworkbench.domain.refusal import Refusal
from cypworkbench.domain.state import fold
from cypworkbench.flow import decide
from cypworkbench.flow.changes import Change, What
from tests.desktop.conftest import NOW, ToldPicker
from tests.journey.sampled import packed

WAIT = 60_000
BURNLEY = "E07000117"
Settle = Callable[[], None]


@pytest.fixture
def settle(qtbot: QtBot, empty: Window) -> Settle:
    """Wait until nothing is under way."""
    return lambda: qtbot.waitUntil(lambda: empty.workbench.is_quiet, timeout=WAIT)


@pytest.fixture
def place(empty: Window, settle: Settle, tmp_path: Path) -> HistoryPlace:
    """The sample's workspace with one figure set aside, seen under History."""
    bench = empty.workbench
    bench.start_sample(tmp_path / "w.cypw")
    settle()
    bench.decide(
        "Setting aside", lambda desk: decide.set_aside(desk, BURNLEY, "cla-rate", "Under review.")
    )
    settle()
    bench.look(Focus(HISTORY))
    settle()
    made = empty.places[HISTORY]
    assert isinstance(made, HistoryPlace)
    return made


def asides(window: Window) -> int:
    return len(fold(window.workbench.record.decisions).set_aside)


def test_a_decision_is_taken_back_and_brought_back_from_its_line_and_from_the_menu(
    place: HistoryPlace, empty: Window, settle: Settle
) -> None:
    assert place.said.text().endswith("set aside Children looked after of Burnley: “Under review.”")
    assert place.undo.isVisible()
    place.undo.setFocus()
    QTest.keyClick(place.undo, Qt.Key.Key_Space)
    settle()
    assert asides(empty) == 0
    assert "took back decision" in place.log.rows[0][2]
    assert place.log.rows[1][2].endswith(f"Taken back by decision {place.log.rows[0][0]}.")
    place.log_table.setCurrentIndex(place.log.index(1, 0))
    assert place.redo.isVisible()
    assert not place.undo.isVisible()
    place.redo.click()
    settle()
    assert asides(empty) == 1
    for action, left in (("undo", 0), ("redo", 1)):
        empty.menus.actions[action].trigger()
        settle()
        assert asides(empty) == left


def test_the_first_decision_stays_and_offers_no_button(place: HistoryPlace) -> None:
    place.log_table.setCurrentIndex(place.log.index(len(place.entries) - 1, 0))
    assert not place.undo.isVisible()
    assert not place.redo.isVisible()


def test_two_rounds_are_compared_and_each_change_is_told_before_and_after(
    place: HistoryPlace, empty: Window, settle: Settle
) -> None:
    bench = empty.workbench
    bench.decide("Opening", lambda desk: decide.open_round(desk, Round("The round after")))
    bench.decide("Writing", lambda desk: decide.comment(desk, "cla-rate", BURNLEY, "Fewer wait."))
    settle()
    place.ways.group.button(COMPARE).click()
    assert place.later.currentText() == "The round after"
    place.compare.click()
    settle()
    assert [row[1:] for row in place.found.rows] == [
        ("The commentary on Children looked after in Burnley", "", "“Fewer wait.”")
    ]
    assert place.heading.sentence.accessibleName() == "Words changed: 1."
    assert not place.kinds.isVisible()


def test_a_pack_from_a_file_is_compared_with_a_round_and_one_that_is_gone_says_so(
    place: HistoryPlace, empty: Window, settle: Settle, picker: ToldPicker, tmp_path: Path
) -> None:
    path = tmp_path / "burnley-july.pdf"
    path.write_bytes(packed("dctb-burnley").content)
    picker.paths = [path]
    place.ways.group.button(COMPARE).click()
    place.add_pack.click()
    assert place.earlier.currentText() == "burnley-july.pdf"
    place.compare.click()
    settle()
    # the pack is from when the answers were all in; here no return was taken in yet
    assert place.changes
    assert {change.what for change in place.changes} >= {What.LOST, What.WORDS}
    path.unlink()
    refused: list[Refusal] = []
    empty.workbench.refused.connect(refused.append)
    place.compare.click()
    settle()
    assert [one.what for one in refused] == [
        "burnley-july.pdf could not be read: No such file or directory."
    ]


def test_a_comparison_shows_every_kind_of_change_or_the_one_that_is_chosen(
    place: HistoryPlace,
) -> None:
    revised = Change(What.REVISED, "Children looked after in Wyre, Q1 2026/27", "61.2", "61.8")
    words = Change(What.WORDS, "The commentary on Children looked after", "", "“Fewer wait.”")
    place.ways.group.button(COMPARE).click()
    place.show_changes((revised, words))
    place.kinds.setFocus()
    for key, shown in ((Qt.Key.Key_End, words), (Qt.Key.Key_Up, revised)):
        QTest.keyClick(place.kinds, key)
        assert [row[1] for row in place.found.rows] == [shown.about]
        assert place.about.text() == shown.about
    QTest.keyClick(place.kinds, Qt.Key.Key_Home)
    assert len(place.found.rows) == 2
    assert place.heading.sentence.accessibleName() == "Figures revised: 1; words changed: 1."


def test_going_back_names_what_would_be_lost_and_asks_a_second_time(
    place: HistoryPlace, empty: Window, settle: Settle
) -> None:
    bench = empty.workbench
    place.ways.group.button(BACKUPS).click()
    settle()
    place.back_up.click()
    settle()
    kept = bench.record.sequence
    bench.clock = lambda: NOW + timedelta(hours=1)
    bench.decide("Writing", lambda desk: decide.comment(desk, "cla-rate", BURNLEY, "Lost soon."))
    settle()
    row = next(n for n, way in enumerate(place.backups) if way.sequence == kept)
    place.kept_table.setCurrentIndex(place.kept.index(row, 0))
    assert "“Lost soon.”" in place.lost.text()
    place.restore.click()
    assert bench.record.sequence == kept + 1
    assert place.restore.text() == "Lose 1 decision and go back"
    place.restore.click()
    settle()
    assert bench.record.sequence == kept
    beside = Path(bench.saved_in).parent.rglob("*.cypw")
    assert len(list(beside)) >= 3  # the workspace, its backup, and what lay there
