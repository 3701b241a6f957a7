"""A board's own pages and cover in the window: what must stay stays, what cannot be read is said, the rest is drawn."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cypworkbench.desktop.focus import PACKS, Focus
from cypworkbench.desktop.pack_desk import PackDesk
from cypworkbench.desktop.template_dialog import TemplateDialog
from cypworkbench.desktop.window import Window
from cypworkbench.domain.template import Template
from cypworkbench.flow import templates
from tests.desktop import pictured
from tests.desktop.conftest import ToldPicker
from tests.journey.sampled import BURNLEY, settled_at


def test_pages_are_ticked_and_moved_but_those_that_must_be_there_stay(window: Window) -> None:
    dialog = TemplateDialog(window, pictured.framework(), Template("county"), "Lancashire")
    rows, order = dialog.order.rows, dialog.order
    fixed = [
        rows.item(n).text()
        for n in range(rows.count())
        if not rows.item(n).flags() & Qt.ItemFlag.ItemIsUserCheckable
    ]
    assert fixed[:2] == ["Cover", "Contents"]
    assert fixed[-1] == "Where it came from, and signatures"
    assert dialog.template == Template("county"), "the program's own look is an empty one"
    rows.setCurrentRow(2)
    assert (order.up.isEnabled(), order.down.isEnabled()) == (False, True)
    order.down.click()
    rows.item(2).setCheckState(Qt.CheckState.Unchecked)
    assert order.pages[2:4] == ("guide", "exceptions")
    assert dialog.template.pages == order.pages
    rows.setCurrentRow(0)
    assert "Always there" in order.why.text()
    assert not order.down.isEnabled()
    dialog.colour.setText("#ffd700")
    assert "1.4 to 1" in dialog.wrong.text()
    assert not dialog.keep.isEnabled()
    dialog.own.click()
    assert dialog.keep.isEnabled()
    assert dialog.template == Template("county")
    dialog.reject()


@pytest.mark.slow
def test_a_look_is_tried_decided_and_drawn(
    qtbot: QtBot, empty: Window, picker: ToldPicker, tmp_path: Path
) -> None:
    def until(is_so: Callable[[], bool]) -> None:
        qtbot.waitUntil(is_so, timeout=120_000)

    bench, desk = empty.workbench, empty.desk(PackDesk)
    bench.open(settled_at(tmp_path / "w.cypw"))
    until(lambda: bench.is_quiet)
    desk.place.board = BURNLEY
    bench.look(Focus(PACKS))
    until(lambda: bench.is_quiet and desk.place.made is not None)
    held = io.BytesIO()
    Image.new("RGB", (400, 100), (11, 92, 126)).save(held, "PNG")
    picker.paths = [tmp_path / "logo.png"]
    picker.paths[0].write_bytes(held.getvalue())
    desk.show_look()
    (dialog,) = empty.findChildren(TemplateDialog)
    until(lambda: bench.is_quiet and dialog.preview.count > 0)
    before = desk.place.pdf
    dialog.choose.click()
    until(lambda: bench.is_quiet and dialog.says.isEnabled())
    assert "cannot see it" in dialog.wrong.text()
    dialog.says.setText("A blue block")
    dialog.title.setText("Children’s report")
    dialog.keep.click()
    until(lambda: bench.is_quiet and desk.place.made is not None)
    assert templates.look(bench.record, BURNLEY).title == "Children’s report"
    assert desk.place.pdf != before
