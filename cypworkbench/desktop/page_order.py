"""Which pages a board's pack has, and in which order: ticked, and moved up and down."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from cypworkbench.desktop.text import button, label
from cypworkbench.packs.editions import FIRST, KINDS, LAST, REQUIRED

_NAME = Qt.ItemDataRole.UserRole


class PageOrder(QWidget):
    """`changed` tells of another choice or order. Pages that must be there have no box, and say why."""

    changed = Signal()

    def __init__(self, pages: Sequence[str]) -> None:
        super().__init__()
        self.rows = QListWidget()
        self.rows.setAccessibleName("Pages in order")
        self.rows.setTabKeyNavigation(False)
        self.up = button("Move &up")
        self.down = button("Move do&wn")
        self.why = label("", "small", wrap=True)
        foot = QHBoxLayout()
        foot.addWidget(self.up)
        foot.addWidget(self.down)
        foot.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(6)
        whole.addWidget(self.rows, 1)
        whole.addWidget(self.why)
        whole.addLayout(foot)
        self.show_pages(pages)
        self.rows.itemChanged.connect(lambda _item: self.changed.emit())
        self.rows.currentRowChanged.connect(self._say)
        self.up.clicked.connect(lambda: self.move_row(-1))
        self.down.clicked.connect(lambda: self.move_row(1))
        self._say()

    def show_pages(self, pages: Sequence[str]) -> None:
        """List the pages in order, and after them, before the last, those that are left out."""
        left_out = [name for name in KINDS if name not in pages]
        with QSignalBlocker(self.rows):
            self.rows.clear()
            for name in (*pages[:-1], *left_out, *pages[-1:]):
                row = QListWidgetItem(KINDS[name], self.rows)
                row.setData(_NAME, name)
                flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
                row.setFlags(flags if name in REQUIRED else flags | Qt.ItemFlag.ItemIsUserCheckable)
                if name not in REQUIRED:
                    on = name in pages
                    row.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
            self.rows.setCurrentRow(len(FIRST))
        self._say()

    @property
    def pages(self) -> tuple[str, ...]:
        """The pages that are there, in order."""
        rows = [self.rows.item(number) for number in range(self.rows.count())]
        return tuple(
            str(row.data(_NAME))
            for row in rows
            if row.data(_NAME) in REQUIRED or row.checkState() is Qt.CheckState.Checked
        )

    def move_row(self, way: int) -> None:
        """Move the page in hand one up (-1) or down (1)."""
        at = self.rows.currentRow()
        if self._may_move(at, way):
            with QSignalBlocker(self.rows):
                row = self.rows.takeItem(at)
                self.rows.insertItem(at + way, row)
                self.rows.setCurrentRow(at + way)
            self._say()
            self.changed.emit()

    def _may_move(self, at: int, way: int) -> bool:
        last = self.rows.count() - 1
        return len(FIRST) <= at < last and len(FIRST) <= at + way < last

    def _say(self, _row: int = 0) -> None:
        at = self.rows.currentRow()
        row = self.rows.item(at)
        name = str(row.data(_NAME)) if at >= 0 else ""
        self.up.setEnabled(self._may_move(at, -1))
        self.down.setEnabled(self._may_move(at, 1))
        because = f"Always there: {REQUIRED[name]}." if name in REQUIRED else ""
        if name in (*FIRST, LAST):
            because += " Its place is fixed."
        self.why.setText(because or "Tick what the board wants; move it with the buttons.")
