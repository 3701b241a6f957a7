"""In the window: twelve files dropped, doubts answered, a pack made, signed three times and verified, and no stall."""

from collections.abc import Callable, Generator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from cypworkbench.desktop.focus import MEASURES, RETURNS, Focus
from cypworkbench.desktop.pack_desk import PackDesk
from cypworkbench.desktop.sign_dialog import SignDialog
from cypworkbench.desktop.style import LIGHT, Theme
from cypworkbench.desktop.window import Window
from cypworkbench.desktop.workbench import Workbench
from cypworkbench.domain.decision import Person
from cypworkbench.domain.pack import Verdict, Verification
from cypworkbench.domain.record import Picture, SupplierState
from cypworkbench.flow import sample
from tests.desktop.conftest import ToldPicker
from tests.desktop.heartbeat import Heartbeat
from tests.desktop.test_drops import drop

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
NOW = datetime(2026, 10, 12, 9, 30, tzinfo=UTC)
PATIENCE_MS = 60_000
MOST_MS = 50.0
Until = Callable[[Callable[[], bool]], None]


@pytest.fixture
def picker() -> ToldPicker:
    return ToldPicker()


@pytest.fixture
def window(qtbot: QtBot, picker: ToldPicker, tmp_path: Path) -> Generator[Window]:
    theme = Theme(LIGHT)
    theme.start()
    bench = Workbench(Person("An analyst", "Analyst"), lambda: NOW)
    made = Window(bench, theme, picker)
    made.show()
    qtbot.waitExposed(made)
    bench.warm()
    qtbot.waitUntil(lambda: bool(bench.boxes), timeout=PATIENCE_MS)
    picker.paths = [tmp_path / "sample.cypw"]
    yield made
    made.close()
    shiboken6.delete(made)


@pytest.fixture
def until(qtbot: QtBot) -> Until:
    def wait(seen: Callable[[], bool]) -> None:
        qtbot.waitUntil(seen, timeout=PATIENCE_MS)

    return wait


def press(
    part: QWidget,
    key: Qt.Key,
    modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    """Press a key and let it go, as a hand does: the window lives between the two."""
    QTest.keyClick(part, key, modifier, 20)


def write(part: QWidget, text: str) -> None:
    """Type a text, fast."""
    QTest.keyClicks(part, text, Qt.KeyboardModifier.NoModifier, 2)


def click(part: QWidget) -> None:
    """Press the mouse's button on a part and let it go, likewise."""
    QTest.mousePress(part, Qt.MouseButton.LeftButton)
    QTest.qWait(20)
    QTest.mouseRelease(part, Qt.MouseButton.LeftButton)


def quiet(window: Window) -> bool:
    """Whether nothing is under way."""
    return window.workbench.is_quiet


def test_twelve_dropped_files_become_a_signed_pack_without_a_stall(
    window: Window, picker: ToldPicker, until: Until, tmp_path: Path
) -> None:
    with Heartbeat() as pulse:
        open_the_sample(window, until)
        drop_the_twelve(window, until)
        explain_the_first(window, until)
        see_a_trend(window, until)
        settle_the_rest(window, until)
        make_and_issue(window, until)
        sign_three_times(window, picker, until, tmp_path)
        found = verify(window, until)
    assert found.verdict is Verdict.AS_SIGNED, found.sentence
    assert found.printed == found.recomputed > 100
    assert found.matches_workspace
    assert found.gate == "passed"
    assert pulse.beats > 100
    assert pulse.worst_ms <= MOST_MS, pulse.over(MOST_MS)


def open_the_sample(window: Window, until: Until) -> None:
    press(window.first.sample, Qt.Key.Key_Space)
    until(lambda: window.workbench.picture is not None and quiet(window))
    assert "drop the boards" in window.round.next_title.text()


def drop_the_twelve(window: Window, until: Until) -> None:
    files = sample.returns()
    assert len(files) == 12
    assert drop(window, list(files), QPointF(600, 400))
    until(lambda: bool(picture_of(window).findings) and quiet(window))
    picture = picture_of(window)
    came = [s for s in picture.suppliers if s.state is not SupplierState.NOT_SENT]
    assert len(came) == 11
    assert [what for what in window.notices.said if ".xls)" in what]
    assert picture.open_findings


def explain_the_first(window: Window, until: Until) -> None:
    press(window.round.next_button, Qt.Key.Key_Space)
    until(lambda: window.workbench.focus.place == RETURNS and quiet(window))
    picture = window.workbench.picture
    assert picture is not None
    before = len(picture.open_findings)
    for _ in range(before):
        if window.returns.panel.explain.isEnabled():
            break
        press(window, Qt.Key.Key_F8)
    said = "F8 came by every open finding, and none could be explained"
    assert window.returns.panel.explain.isEnabled(), said
    write(window.returns.panel.text, "The board confirmed it by telephone.")
    key = window.returns.tree.chosen()
    press(window, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    until(lambda: key in picture_of(window).explanations and quiet(window))
    assert len(picture_of(window).open_findings) == before - 1


def see_a_trend(window: Window, until: Until) -> None:
    press(window, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    until(lambda: window.workbench.focus.place == MEASURES)
    window.workbench.look(Focus(MEASURES, measure="u18-conception"))
    until(lambda: window.measures.chart.drawing is not None and quiet(window))
    drawing = window.measures.chart.drawing
    assert drawing is not None
    assert len({drawing.rgba[i : i + 4] for i in range(0, len(drawing.rgba), 4)}) > 20
    assert "in 20" in window.measures.chart.accessibleDescription()


def settle_the_rest(window: Window, until: Until) -> None:
    window.take(list(sample.resubmitted()))
    until(lambda: quiet(window))
    window.menus.actions["answer"].trigger()
    until(lambda: not picture_of(window).open_findings and quiet(window))


def make_and_issue(window: Window, until: Until) -> None:
    press(window, Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier)
    until(lambda: window.packs.made is not None and window.packs.preview.count > 0)
    for _ in range(3):
        click(window.packs.panel.stage)
        until(lambda: quiet(window) and window.packs.made is not None)
    assert window.packs.made is not None
    assert not window.packs.made.blockers, window.packs.made.blockers
    click(window.packs.panel.issue)
    until(lambda: window.packs.issued is not None and quiet(window))


def sign_three_times(window: Window, picker: ToldPicker, until: Until, folder: Path) -> None:
    picker.paths = [folder]
    window.menus.actions["trial"].trigger()
    until(lambda: len(list(folder.glob("*.p12"))) == 3 and quiet(window))
    for signed, box in enumerate(window.workbench.boxes, start=1):
        window.menus.actions["sign"].trigger()
        dialog = window.findChild(SignDialog)
        assert dialog is not None
        assert dialog.box == box
        picker.paths = [folder / f"Trial {box.role.lower()}.p12"]
        click(dialog.browse)
        write(dialog.secret, sample.PASSPHRASE)
        QTest.keyClick(dialog.secret, Qt.Key.Key_Return)  # the dialog is gone before the key is up
        until(partial(signed_by, window, signed))
    assert not window.packs.panel.sign.isEnabled()


def verify(window: Window, until: Until) -> Verification:
    heard: list[Verification] = []
    window.desk(PackDesk).ask_verdict(window.packs.pdf, heard.append)
    click(window.packs.panel.verify)
    until(lambda: bool(heard) and quiet(window))
    assert window.packs.verdict.sentence.text().startswith("As signed.")
    assert len(window.packs.verdict.signatures.rows) == 3
    return heard[0]


def picture_of(window: Window) -> Picture:
    assert window.workbench.picture is not None
    return window.workbench.picture


def signed_by(window: Window, number: int) -> bool:
    issued = window.packs.issued
    return issued is not None and len(issued.roles) == number and quiet(window)
