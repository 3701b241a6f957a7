"""Files dropped on the window with Qt's own events reach the workbench, wherever they are let go."""

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

from cypworkbench.desktop.focus import Focus
from cypworkbench.desktop.places import NAMES
from cypworkbench.desktop.window import Window
from cypworkbench.domain.pack import Verdict, Verification


def drop(window: Window, paths: list[Path], at: QPointF) -> bool:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    copy = Qt.DropAction.CopyAction
    handle = window.windowHandle()
    enter = QDragEnterEvent(at.toPoint(), copy, data, left, none)
    QApplication.sendEvent(handle, enter)
    QApplication.sendEvent(handle, QDragMoveEvent(at.toPoint(), copy, data, left, none))
    let_go = QDropEvent(at, copy, data, left, none, QEvent.Type.Drop)
    QApplication.sendEvent(handle, let_go)
    return enter.isAccepted() and let_go.isAccepted()


@pytest.mark.parametrize("place", NAMES)
def test_twelve_files_dropped_anywhere_are_taken(
    window: Window, place: str, tmp_path: Path
) -> None:
    window.workbench.look(Focus(place))
    taken: list[list[Path]] = []
    window.dropped.disconnect()
    window.dropped.connect(taken.append)
    files = [tmp_path / f"return {n}.xlsx" for n in range(12)]
    for x in (60.0, 500.0, 800.0, 1200.0):
        assert drop(window, files, QPointF(x, 330.0))
    assert taken == [files] * 4


def test_no_part_of_the_window_keeps_dropped_files_to_itself(window: Window) -> None:
    boxes = (*window.findChildren(QPlainTextEdit), *window.findChildren(QLineEdit))
    greedy = [w for w in window.findChildren(QWidget) if w.acceptDrops() and w not in boxes]
    assert not greedy
    assert not [b for b in boxes if b.acceptDrops()]


def test_text_dragged_over_the_window_is_not_welcome(window: Window) -> None:
    data = QMimeData()
    data.setText("not a file")
    enter = QDragEnterEvent(
        QPointF(500, 300).toPoint(),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(window.windowHandle(), enter)
    assert not enter.isAccepted()


def test_files_dropped_with_no_workspace_open_are_refused_with_the_remedy(
    empty: Window, tmp_path: Path
) -> None:
    assert drop(empty, [tmp_path / "a.xlsx"], QPointF(500, 300))
    assert empty.notices.said == ("No workspace is open, so nothing was taken in.",)


def test_the_verdict_on_a_pack_from_elsewhere_names_its_file(window: Window) -> None:
    found = Verification(Verdict.NOT_SIGNED, "Nobody has signed it.", ())
    window.packs.show_verdict(found, "Came by email.pdf")
    assert window.packs.verdict.whose.text() == "Signatures of Came by email.pdf"
    window.packs.show_verdict(found)
    assert window.packs.verdict.whose.text() == "Signatures"
