"""A small window, run as a program of its own, from which files can be dragged with the mouse."""

import sys
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QDrag, QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget


class Source(QWidget):
    """Begins a drag of its files when the mouse is pressed and moved."""

    def __init__(self, files: list[Path]) -> None:
        super().__init__()
        self._files = files

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802  Qt's name
        del event
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path)) for path in self._files])
        drag = QDrag(self)
        drag.setMimeData(data)
        sys.stdout.write(f"{drag.exec(Qt.DropAction.CopyAction).name}\n")
        sys.stdout.flush()


def main(x: int, y: int, files: list[Path]) -> int:
    application = QApplication([])
    source = Source(files)
    source.setGeometry(x, y, 120, 120)
    source.show()
    return application.exec()


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2]), [Path(name) for name in sys.argv[3:]]))
