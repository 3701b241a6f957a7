"""Round, with a real workspace and helper: the next round opened from the last, and blank returns to send out."""

from pathlib import Path

from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cypworkbench.desktop.focus import ROUND
from cypworkbench.desktop.round_dialog import RoundDialog
from cypworkbench.desktop.round_place import RoundPlace
from cypworkbench.desktop.window import Window
from tests.desktop.conftest import ToldPicker

WAIT = 60_000


def test_the_next_round_is_opened_from_the_last_and_its_blank_returns_are_written(
    qtbot: QtBot, empty: Window, picker: ToldPicker, tmp_path: Path
) -> None:
    bench, place = empty.workbench, empty.places[ROUND]
    assert isinstance(place, RoundPlace)
    bench.start_sample(tmp_path / "w.cypw")
    qtbot.waitUntil(lambda: bench.is_quiet, timeout=WAIT)
    place.open_round.click()
    qtbot.waitUntil(lambda: empty.findChild(RoundDialog) is not None, timeout=WAIT)
    dialog = empty.findChild(RoundDialog)
    assert isinstance(dialog, RoundDialog)
    assert dialog.name.text() == "Round 3 of 2026/27"
    dialog.days["meeting"].setText("22 January")
    assert not dialog.act.isEnabled()
    dialog.days["meeting"].clear()
    QTest.keyClicks(dialog.days["meeting"], "2027-01-25")
    dialog.act.click()
    qtbot.waitUntil(lambda: bench.is_quiet, timeout=WAIT)
    assert place.heading.title.accessibleName() == "Round 3 of 2026/27"
    assert "The board meets on 25 January 2027" in place.heading.sentence.accessibleName()
    assert (
        place.model.index(0, 3).data() == "due 29 December"
    )  # the day the window was told is in October
    picker.paths = [tmp_path / "out"]
    picker.paths[0].mkdir()
    empty.menus.actions["blanks"].trigger()
    qtbot.waitUntil(lambda: bench.is_quiet, timeout=WAIT)
    assert len(list(picker.paths[0].glob("*.xlsx"))) == place.model.rowCount() == 12
    assert empty.notices.said == ("12 blank returns written in out.",)
