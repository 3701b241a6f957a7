"""What was refused, said where it happened; and what is under way, with a way to stop it."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QProgressBar,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from cypworkbench.desktop.focus import Task
from cypworkbench.desktop.parts import clear, column
from cypworkbench.desktop.text import button, label
from cypworkbench.domain.refusal import Refusal

SHOW_AFTER_MS = 300
_MOST = 4  # messages: of those before them only the number is said
_HIGHEST = (
    92  # window pixels: more would hide the place, or make the window taller than a small screen
)


def announce(widget: QWidget, words: str) -> None:
    """Let a screen reader say something that the eye sees change."""
    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, words))


class _Lines(QScrollArea):
    """Messages as high as they need, up to a bound; beyond it they scroll, the newest in view."""

    def __init__(self) -> None:
        super().__init__()
        self._inner = QWidget()
        self.lines = QVBoxLayout(self._inner)
        self.lines.setContentsMargins(0, 0, 0, 0)
        self.lines.setSpacing(4)
        self._inner.installEventFilter(self)
        self.setWidget(self._inner)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Messages")
        self.verticalScrollBar().rangeChanged.connect(self._show_last)

    def fit(self) -> None:
        """Take the height that the messages need at this width."""
        needed = max(self.lines.heightForWidth(self.viewport().width()), 0)
        self._inner.setFixedHeight(needed)  # a scroll area would take the height of narrower lines
        self.setFixedHeight(min(needed, _HIGHEST))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Fit again when messages have come or gone."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.fit()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit again when the window is made wider or narrower."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.fit()

    def _show_last(self, _least: int, most: int) -> None:
        self.verticalScrollBar().setValue(most)


class Notices(QFrame):
    """Refusals, newest last, each with its remedy. They stay until closed or until the next piece of work begins."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("notice")
        self._said: list[Refusal] = []
        self.area = _Lines()
        self._lines = self.area.lines
        self.close_button = button("Close", spoken="Close the messages")
        self.close_button.clicked.connect(self.empty)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(16, 7, 20, 7)
        whole.addWidget(self.area, 1)
        whole.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    @property
    def said(self) -> tuple[str, ...]:
        """What was refused, every sentence of it."""
        return tuple(refusal.what for refusal in self._said)

    def tell(self, refusal: Refusal) -> None:
        """Show a refusal under those already there."""
        self._said.append(refusal)
        clear(self._lines)
        more = len(self._said) - _MOST
        if more > 0:
            self._lines.addWidget(label(f"And {more} before these.", "small"))
        for one in self._said[-_MOST:]:
            self._lines.addWidget(label(f"{one.what} {one.remedy}", wrap=True))
        self.show()
        announce(self, f"{refusal.what} {refusal.remedy}")

    def empty(self) -> None:
        """Take every refusal away."""
        self._said.clear()
        clear(self._lines)
        self.hide()


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
