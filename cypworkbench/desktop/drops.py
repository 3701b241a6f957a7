"""Files dropped anywhere on the window, at any time: nothing inside it takes drops, so they all reach the window."""

from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QMainWindow


class DropWindow(QMainWindow):
    """A window that takes files and folders. `hovering` says how many are held over it, 0 when they are gone."""

    dropped = Signal(list)
    hovering = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setAcceptDrops(True)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Welcome files; leave everything else."""
        paths = files_in(event.mimeData())
        if paths:
            _take(event)
            self.hovering.emit(len(paths))

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Keep welcoming files."""
        if files_in(event.mimeData()):
            _take(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """They were taken elsewhere."""
        self.hovering.emit(0)
        event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        """Hand the files on."""
        paths = files_in(event.mimeData())
        self.hovering.emit(0)
        if paths:
            _take(event)
            self.dropped.emit(paths)


def _take(event: QDropEvent) -> None:
    event.setDropAction(Qt.DropAction.CopyAction)
    event.accept()


def files_in(data: QMimeData) -> list[Path]:
    """The local files and folders that a drag brings."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
