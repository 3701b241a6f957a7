"""The real page, at the width of its place: turned with the keyboard, made larger and smaller."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout

from cypworkbench.desktop.pages import Leaf, Opened, Pages
from cypworkbench.desktop.text import button, label

_ZOOMS = (1.0, 1.25, 1.5, 2.0)


class _Leaves(QScrollArea):
    """The page; Page Up and Page Down turn it at its ends."""

    turned = Signal(int)
    resized = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self.verticalScrollBar()
        key = event.key()
        if key in (Qt.Key.Key_PageDown, Qt.Key.Key_Space) and bar.value() >= bar.maximum():
            self.turned.emit(1)
        elif key == Qt.Key.Key_PageUp and bar.value() <= bar.minimum():
            self.turned.emit(-1)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()


class Preview(QFrame):
    """Leafs through a PDF. `shown(page)` says which page is in view, from 0; `painted`, that it can be seen."""

    shown = Signal(int)
    painted = Signal()
    loaded = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("page")
        self._pages = Pages()
        self._pages.opened.connect(self._opened)
        self._pages.painted.connect(self._painted)
        self.page = 0
        self.count = 0
        self.has_large = False
        self._zoom = 0
        self._pdf = b""
        self._more = False
        self._picture = QLabel()
        self._picture.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.leaves = _Leaves()
        self.leaves.setAccessibleName("Page of the pack")
        self.leaves.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.leaves.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.leaves.setWidget(self._picture)
        self.leaves.setWidgetResizable(True)
        self.leaves.turned.connect(self.turn)
        self.leaves.resized.connect(self._ask)
        self.before = button("◀", spoken="Page before")
        self.after = button("▶", spoken="Next page")
        self.larger = button("&Larger", spoken="Larger")
        self.where = label("")
        self.before.clicked.connect(lambda: self.turn(-1))
        self.after.clicked.connect(lambda: self.turn(1))
        self.larger.clicked.connect(self._enlarge)
        self._lay_out()
        self.empty("")

    def _lay_out(self) -> None:
        foot = QFrame()
        foot.setObjectName("card")
        line = QHBoxLayout(foot)
        line.setContentsMargins(8, 4, 8, 4)
        line.addWidget(self.before)
        line.addWidget(self.where)
        line.addWidget(self.after)
        line.addStretch(1)
        line.addWidget(self.larger)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.leaves, 1)
        whole.addWidget(foot)

    def show_pdf(self, pdf: bytes, *, more: bool = False) -> None:
        """Open a file, at the page in view if it has one; the one in view already stays as it is.

        `more` says that only its first page is there yet.
        """
        if pdf != self._pdf:
            self._pdf, self._more = pdf, more
            self._pages.open(pdf)

    def empty(self, words: str) -> None:
        """Show words instead of a page."""
        self.count = 0
        self._pdf = b""
        self._pages.forget()
        self._picture.setPixmap(QPixmap())
        self._picture.setTextFormat(Qt.TextFormat.PlainText)
        self._picture.setText(words)
        self._say()

    def turn(self, way: int) -> None:
        """Go so many pages on."""
        self.go(self.page + way)

    def go(self, page: int) -> None:
        """Go to a page, from 0."""
        if self.count and 0 <= page < self.count:
            self.page = page
            self.leaves.verticalScrollBar().setValue(0)
            self._ask()
            self._say()
            self.shown.emit(page)

    def close_pages(self) -> None:
        """End the painting thread."""
        self._pages.close()

    def sizeHint(self) -> QSize:
        """As wide as the place allows."""
        return QSize(588, 540)

    def _say(self) -> None:
        words = f"page {self.page + 1} of {self.count}" if self.count else "no page"
        if self.count and self._more:
            words = f"page {self.page + 1}; the rest is being made"
        self.where.setText(words)
        self.leaves.setAccessibleName(f"Pack, {words}")
        self.before.setEnabled(self.count > 0 and self.page > 0)
        self.after.setEnabled(self.page + 1 < self.count)
        self.larger.setEnabled(self.count > 0)

    def _enlarge(self) -> None:
        self._zoom = (self._zoom + 1) % len(_ZOOMS)
        self._ask()

    def _ask(self) -> None:
        if self.count and self.isVisible():
            room = self.leaves.viewport().width() - 32
            wide = round(room * _ZOOMS[self._zoom] * self.devicePixelRatioF())
            self._pages.paint(self.page, max(wide, 200))

    def _opened(self, opened: Opened) -> None:
        if opened.number != self._pages.number:
            return
        self.count, self.has_large = opened.pages, opened.has_large
        self.page = min(self.page, opened.pages - 1)
        self.loaded.emit(opened)
        self._ask()
        self._say()

    def showEvent(self, event: object) -> None:  # noqa: ARG002  Qt's signature
        """Paint what was opened while out of sight."""
        self._ask()

    def _painted(self, leaf: Leaf) -> None:
        if leaf.number == self._pages.number and leaf.page == self.page:
            picture = QPixmap.fromImage(leaf.image)
            picture.setDevicePixelRatio(self.devicePixelRatioF())
            self._picture.setText("")
            self._picture.setContentsMargins(0, 14, 0, 14)
            self._picture.setPixmap(picture)
            self.painted.emit()
