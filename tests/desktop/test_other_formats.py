"""A pack saved in another format from the window, with a real workspace and helper."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from cypworkbench.desktop.focus import PACKS, Focus
from cypworkbench.desktop.pack_desk import PackDesk
from cypworkbench.desktop.window import Window
from cypworkbench.flow import formats, packing, sample
from cypworkbench.flow.decide import Desk
from cypworkbench.flow.formats import Format
from tests.desktop.conftest import ToldPicker
from tests.journey.sampled import BURNLEY, packed, planned


@pytest.mark.slow
def test_the_pack_in_view_is_written_in_the_format_chosen_whatever_the_name_ends_in(
    qtbot: QtBot, empty: Window, picker: ToldPicker, tmp_path: Path
) -> None:
    path = tmp_path / "w.cypw"
    with sample.open_workspace(path) as workspace:
        by = Desk(workspace, sample.ANALYST, sample.PACKED_AT)
        packing.keep_pack(by, planned(BURNLEY), packed(BURNLEY))
    empty.workbench.open(path)
    qtbot.waitUntil(lambda: empty.workbench.is_quiet, timeout=120_000)
    desk = empty.desk(PackDesk)
    offered = [action.text() for action in desk.formats.menu.actions()]
    assert offered == [f"{name}…" for name in formats.NAMES.values()]
    picker.paths = [tmp_path / "burnley.figures"]
    desk.formats.save(Format.CSV)
    assert empty.workbench.is_quiet, "there is no pack in view yet"
    desk.place.board = BURNLEY
    empty.workbench.look(Focus(PACKS))
    assert desk.place.panel.formats.isEnabled()
    desk.formats.save(Format.CSV)
    qtbot.waitUntil(lambda: empty.workbench.is_quiet, timeout=120_000)
    made = (tmp_path / "burnley.figures.csv").read_bytes()
    assert made == formats.make(packed(BURNLEY).content, Format.CSV)
