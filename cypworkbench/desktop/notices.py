"""What was refused, said where it happened; and what is under way, with a way to stop it."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QScrollArea, QVBoxLayout, QWidget

from cypworkbench.desktop.focus import Task
from cypworkbench.desktop.parts import clear, column
from cypworkbench.desktop.text import button, label
from cypworkbench.domain.refusal import Refusal

SHOW_AFTER_MS = 300
_TALLEST = 148


def announce(widget: QWidget, words: str) -> None:
    """Let a screen reader say something that the eye sees change."""
    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, words))


class Notices(QFrame):
    """Refusals, newest last, each with its remedy. They stay until closed or until the next piece of work begins."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("notice")
        self._said: list[str] = []
        inner = QWidget()
        inner.setStyleSheet("background: transparent")
        self._lines = QVBoxLayout(inner)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(6)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(inner)
        self.close_button = button("Close", spoken="Close the messages")
        self.close_button.clicked.connect(self.empty)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(12, 8, 12, 8)
        whole.addWidget(self._scroll, 1)
        whole.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    @property
    def said(self) -> tuple[str, ...]:
        """Every sentence shown at present."""
        return tuple(self._said)

    def tell(self, refusal: Refusal) -> None:
        """Show a refusal under those already there."""
        self._said.append(refusal.what)
        block = column(
            label(refusal.what, "strong", wrap=True),
            label(refusal.remedy, "second", wrap=True),
            spacing=0,
        )
        self._lines.addLayout(block)
        self.show()
        self._fit()
        announce(self, f"{refusal.what} {refusal.remedy}")

    def empty(self) -> None:
        """Take every refusal away."""
        self._said.clear()
        clear(self._lines)
        self.hide()

    def _fit(self) -> None:
        width = max(self.width(), 600) - 130
        wanted = self._lines.heightForWidth(width) if self._lines.hasHeightForWidth() else 0
        wanted = max(wanted, self._lines.sizeHint().height())
        self.setFixedHeight(min(_TALLEST, wanted + 20))


class Working(QFrame):
    """What is under way, how far it is, and Cancel. Shows itself only when something takes longer than 0.3 s."""

    cancelled = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._window = parent
        self.setObjectName("working")
        self._tasks: dict[int, Task] = {}
        self._what = label("", "strong")
        self._step = label("", "small")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName("Progress")
        self.cancel = button("&Cancel")
        self.cancel.clicked.connect(self._cancel)
        words = column(self._what, self._step, self._bar, spacing=2)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(14, 10, 14, 10)
        whole.addLayout(words, 1)
        whole.addWidget(self.cancel)
        self.setFixedWidth(430)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SHOW_AFTER_MS)
        self._timer.timeout.connect(self._appear)
        self.hide()

    def hear(self, task: Task) -> None:
        """Take note of a task's beginning, progress or end."""
        if task.over:
            self._tasks.pop(task.number, None)
        else:
            self._tasks[task.number] = task
        if not self._tasks:
            self._timer.stop()
            self.hide()
            return
        self._say(next(iter(self._tasks.values())))
        if not self.isVisible() and not self._timer.isActive():
            self._timer.start()

    def _say(self, task: Task) -> None:
        self._what.setText(task.what)
        self._step.setText(
            f"{task.done} of {task.total} · {task.step}" if task.total else task.step
        )
        self._bar.setMaximum(task.total)
        self._bar.setValue(task.done)

    def _appear(self) -> None:
        self.place()
        self.show()
        self.raise_()
        announce(self, self._what.text())

    def place(self) -> None:
        """Stand at the bottom, in the middle, of the window."""
        self.adjustSize()
        over = self._window
        self.move((over.width() - self.width()) // 2, over.height() - self.height() - 44)

    def _cancel(self) -> None:
        for number in list(self._tasks):
            self.cancelled.emit(number)
