"""Actions in the window: found where a measure is, agreed and reported on by keyboard, overdue shown, taken back."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from cypworkbench.desktop.action_forms import AgreeDialog, ProgressDialog
from cypworkbench.desktop.actions_dialog import OVERDUE, ActionsDialog
from cypworkbench.desktop.focus import MEASURES, Focus
from cypworkbench.desktop.measures_place import MeasuresPlace
from cypworkbench.desktop.window import Window
from cypworkbench.domain.record import Action
from cypworkbench.domain.state import fold

WAIT = 60_000
COUNTY = "E10000017"
Settle = Callable[[], None]
_Dialog = TypeVar("_Dialog", AgreeDialog, ProgressDialog, ActionsDialog)


@pytest.fixture
def settle(qtbot: QtBot, empty: Window) -> Settle:
    """Wait until nothing is under way."""
    return lambda: qtbot.waitUntil(lambda: empty.workbench.is_quiet, timeout=WAIT)


@pytest.fixture
def place(empty: Window, settle: Settle, tmp_path: Path) -> MeasuresPlace:
    """The county's children looked after, in the sample's workspace."""
    empty.workbench.start_sample(tmp_path / "w.cypw")
    settle()
    empty.workbench.look(Focus(MEASURES, measure="cla-rate", area=COUNTY))
    settle()
    made = empty.places[MEASURES]
    assert isinstance(made, MeasuresPlace)
    return made


def open_dialog(window: Window, kind: type[_Dialog]) -> _Dialog:
    return next(d for d in window.findChildren(kind) if d.isVisible())


def press(widget: QWidget, key: Qt.Key = Qt.Key.Key_Space) -> None:
    """A key pressed where the keyboard was taken."""
    widget.setFocus()
    QTest.keyClick(widget, key)


def held(window: Window) -> list[Action]:
    return [
        a
        for a in fold(window.workbench.record.decisions).actions
        if (a.measure, a.area) == ("cla-rate", COUNTY)
    ]


def agree(window: Window, listed: ActionsDialog, due: str) -> None:
    """Fill in the form for one more action, as a pair of hands would."""
    press(listed.one_more)
    form = open_dialog(window, AgreeDialog)
    assert (form.measure.currentData(), form.area.currentData()) == ("cla-rate", COUNTY)
    QTest.keyClicks(form.text, "Ask the carers.")
    QTest.keyClicks(form.owner, "Fostering lead")
    QTest.keyClicks(form.due, due[:-1])
    assert not form.act.isEnabled()
    QTest.keyClicks(form.due, due[-1])
    press(form.act)


def lines(listed: ActionsDialog) -> list[str]:
    """What the dialog lists: the words of each action."""
    return [words[0] for words in listed.rows.rows]


def test_an_action_is_agreed_reported_and_taken_back_by_keyboard_and_is_overdue_until_done(
    place: MeasuresPlace, empty: Window, settle: Settle
) -> None:
    before = held(empty)
    press(place.panel.actions)
    listed = open_dialog(empty, ActionsDialog)
    assert lines(listed) == [a.text for a in before]
    agree(empty, listed, "2026-09-30")
    settle()
    assert [a.text for a in held(empty)] == [*(a.text for a in before), "Ask the carers."]
    assert "1 action overdue" in place.panel.late.text()
    assert "overdue by 12 days" in place.panel.agreed.text()
    listed.which.setCurrentIndex(OVERDUE)
    ((what, about, owner, _, state),) = listed.rows.rows
    assert (what, owner, state) == ("Ask the carers.", "Fostering lead", "overdue by 12 days")
    assert about.endswith(", Lancashire")
    press(listed.table, Qt.Key.Key_Return)
    report = open_dialog(empty, ProgressDialog)
    QTest.keyClicks(report.text, "All were asked.")
    press(report.finished_button)
    settle()
    assert (held(empty)[-1].progress, held(empty)[-1].done) == ("All were asked.", True)
    assert lines(listed) == []
    assert place.panel.late.isHidden()
    assert "Done: All were asked." in place.panel.agreed.text()
    press(listed.back)
    settle()
    assert (held(empty)[-1].progress, held(empty)[-1].done) == ("", False)
    assert lines(listed) == ["Ask the carers."]
    assert not listed.back.isEnabled()
    listed.close()
    press(place.panel.actions)
    listed = open_dialog(empty, ActionsDialog)
    agree(empty, listed, "2026-10-31")
    listed.close()  # before the decision is made: nobody is left to be told
    settle()
    assert [a.text for a in held(empty)][-1] == "Ask the carers."
    empty.menus.actions["undo"].trigger()
    settle()
    empty.menus.actions["undo"].trigger()
    settle()
    assert [a.text for a in held(empty)] == [a.text for a in before]
