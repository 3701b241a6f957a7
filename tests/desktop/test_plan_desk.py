"""Which way is good, a council’s own plan, and the next plan: decided in the window, with a real workspace."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from cypworkbench.desktop.direction_dialog import DirectionDialog
from cypworkbench.desktop.focus import PLAN, Focus
from cypworkbench.desktop.plan_desk import PlanDesk
from cypworkbench.desktop.plan_dialogs import PlanCheckDialog, RefreshDialog
from cypworkbench.desktop.plan_words import Sort
from cypworkbench.desktop.window import Window
from cypworkbench.domain.framework import Polarity
from cypworkbench.domain.state import plan_served
from cypworkbench.locations import resource_path
from tests.desktop.conftest import ToldPicker

WAIT = 120_000
Settle = Callable[[], None]


@pytest.fixture
def settle(qtbot: QtBot, empty: Window) -> Settle:
    """Wait until nothing is under way."""
    return lambda: qtbot.waitUntil(lambda: empty.workbench.is_quiet, timeout=WAIT)


def begun(window: Window, settle: Settle, path: Path, plan: str) -> PlanDesk:
    """A new workspace for a plan, seen under The plan."""
    window.workbench.create(path, plan)
    settle()
    window.workbench.look(Focus(PLAN))
    settle()
    return window.desk(PlanDesk)


def test_the_card_asks_the_board_which_way_is_good_and_its_answer_is_what_is_judged_by(
    empty: Window, settle: Settle, tmp_path: Path
) -> None:
    desk = begun(empty, settle, tmp_path / "w.cypw", "cypfp-2022")
    picture = empty.workbench.picture
    assert picture is not None
    doubted = next(m for m in picture.framework.measures if m.in_doubt)
    assert doubted.polarity is Polarity.NEUTRAL
    at = desk.place.model.row_of(Sort.MEASURE, doubted.id)
    desk.place.list.setCurrentIndex(desk.place.model.index(at))
    (ask,) = (b for b in desk.place.card.findChildren(QPushButton) if "decided" in b.text())
    ask.click()
    (dialog,) = empty.findChildren(DirectionDialog)
    assert dialog.which.currentData() == doubted.id
    assert not dialog.act.isEnabled(), "the board's reason is needed"
    dialog.way.setCurrentIndex(dialog.way.findData(Polarity.LOWER))
    dialog.text.setPlainText("Help came early.")
    dialog.act.click()
    settle()
    picture = empty.workbench.picture
    assert picture is not None
    decided = picture.framework.measure(doubted.id)
    assert decided.polarity is Polarity.LOWER
    assert "lower is better: Help came early." in decided.decided
    said = dict(desk.place.card.shown.facts)["Good"]
    assert said == decided.decided


def test_a_plans_file_is_checked_line_by_line_and_a_workspace_made_for_one_that_is_whole(
    empty: Window, settle: Settle, picker: ToldPicker, tmp_path: Path
) -> None:
    good = tmp_path / "ours.toml"
    shutil.copy(resource_path("frameworks", "example.toml"), good)
    bad = tmp_path / "wrong.toml"
    bad.write_text(good.read_text("utf-8").replace('kind = "rate"', 'kind = "speed"', 1), "utf-8")
    desk = empty.desk(PlanDesk)
    picker.paths = [bad]
    desk.check_plan()
    settle()
    dialog = empty.findChildren(PlanCheckDialog)[-1]
    assert "wrong.toml cannot be used yet: 1 mistake" in dialog.said.text()
    assert "speed" in dialog.rows.rows[0][2]
    assert int(dialog.rows.rows[0][1]) > 1
    assert not dialog.make.isEnabled()
    dialog.accept()
    picker.paths = [good]
    desk.check_plan()
    settle()
    dialog = empty.findChildren(PlanCheckDialog)[-1]
    assert "ours.toml can be used" in dialog.said.text()
    picker.paths = [tmp_path / "ours.cypw"]
    dialog.make.click()
    settle()
    good.unlink()
    framework = empty.workbench.framework
    assert framework is not None
    assert framework.id == plan_served(empty.workbench.record.decisions) != "cypfp-2022"


def test_the_next_plan_is_taken_on_after_its_map_was_corrected(
    empty: Window, settle: Settle, picker: ToldPicker, tmp_path: Path
) -> None:
    desk = begun(empty, settle, tmp_path / "w.cypw", "cypp-2014")
    desk.ask_refresh()
    (dialog,) = empty.findChildren(RefreshDialog)
    dialog.which.setCurrentIndex(dialog.which.findData("cypfp-2022"))
    dialog.which.activated.emit(dialog.which.currentIndex())
    settle()
    assert dialog.offer is not None
    assert len(dialog.rows.rows) == len(dialog.offer.refresh.passages) > 40
    retired = next(p for p in dialog.offer.refresh.passages if p.fate.value == "retire")
    sheet = tmp_path / "map.csv"
    picker.paths = [tmp_path / "map.xlsx"]
    dialog.write.click()
    settle()
    assert picker.paths[0].read_bytes().startswith(b"PK")
    lines = ["measure,fate,becomes,why"]
    for p in dialog.offer.refresh.passages:
        why = "Nobody asks for it now." if p == retired else p.why
        lines.append(f'{p.old},{p.fate},{"; ".join(p.new)},"{why}"')
    sheet.write_text("\n".join(lines), "utf-8")
    picker.paths = [sheet]
    dialog.read.click()
    settle()
    assert "Nobody asks for it now." in {line[3] for line in dialog.rows.rows}
    dialog.act.click()
    settle()
    assert empty.workbench.framework is not None
    assert empty.workbench.framework.id == "cypfp-2022"
    assert empty.workbench.record.decisions[-1].body["passages"]
