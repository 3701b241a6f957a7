"""The rail: the places of the window, in the order of the work."""

from collections.abc import Mapping

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QVBoxLayout

from cypworkbench.desktop.icons import paint_icon
from cypworkbench.desktop.parts import clear, column
from cypworkbench.desktop.places import PLACES, Entry
from cypworkbench.desktop.style import Theme, font
from cypworkbench.desktop.text import label

WIDTH = 168


class RailButton(QAbstractButton):
    """One place: icon, name, and a badge only where work waits."""

    def __init__(self, place: Entry, theme: Theme) -> None:
        super().__init__()
        self._place = place
        self._theme = theme
        self._badge = 0
        self.setText(place.title)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(place.title)
        self.setFixedHeight(42)
        theme.changed.connect(self.update)

    def wait(self, number: int, noun: str = "to answer") -> None:
        """Show how much work waits here."""
        self._badge = number
        name = self._place.title
        self.setAccessibleName(f"{name}, {number} {noun}" if number else name)
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as the rail."""
        return QSize(WIDTH, 42)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002  Qt's signature
        """Draw ground, icon, name and badge."""
        painter = QPainter(self)
        theme, box = self._theme, QRectF(self.rect())
        colour = theme["accent"] if self.isChecked() else theme["ink2"]
        if self.isChecked():
            painter.fillRect(box, theme["surface"])
            painter.fillRect(QRectF(0, 0, 4, box.height()), theme["accent"])
        elif self.underMouse():
            painter.fillRect(box, theme["accent_soft"])
        paint_icon(painter, self._place.icon, QRectF(18, 12, 18, 18), colour)
        resting = theme["ink" if self.isEnabled() else "ink3"]
        painter.setPen(colour if self.isChecked() else resting)
        painter.setFont(font(15, 600 if self.isChecked() else 400))
        painter.drawText(
            QRectF(48, 0, 80, box.height()), Qt.AlignmentFlag.AlignVCenter, self.text()
        )
        if self._badge:
            self._paint_badge(painter)
        if self.hasFocus():
            painter.setPen(theme["accent"])
            painter.drawRect(box.adjusted(1, 1, -2, -2))
            painter.drawRect(box.adjusted(2, 2, -3, -3))
        painter.end()

    def _paint_badge(self, painter: QPainter) -> None:
        text = str(self._badge)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font(12, 600))
        width = max(24, painter.fontMetrics().horizontalAdvance(text) + 14)
        box = QRectF(self.width() - 16 - width, 12, width, 18)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme["off"])
        painter.drawRoundedRect(box, 9, 9)
        painter.setPen(self._theme["on_off"])
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


class Rail(QFrame):
    """The places, and below them whose workspace this is."""

    chosen = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("rail")
        self.setFixedWidth(WIDTH)
        self.buttons = {place.name: RailButton(place, theme) for place in PLACES}
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 12, 0, 12)
        whole.setSpacing(0)
        for place, button in self.buttons.items():
            button.clicked.connect(lambda _=False, place=place: self.chosen.emit(place))
            whole.addWidget(button)
        whole.addStretch(1)
        self._about = column(spacing=2)
        self._about.setContentsMargins(16, 0, 12, 0)
        whole.addLayout(self._about)

    def show_place(self, place: str) -> None:
        """Mark where we are."""
        self.buttons[place].setChecked(True)

    def enable(self, *, on: bool) -> None:
        """The places can be entered only once there is something in them."""
        for button in self.buttons.values():
            button.setEnabled(on)

    def wait(self, waiting: Mapping[str, int]) -> None:
        """Show the work that waits, by place."""
        for place, button in self.buttons.items():
            button.wait(waiting.get(place, 0))

    def say(self, *lines: str) -> None:
        """Replace the lines at the foot."""
        clear(self._about)
        for line in lines:
            self._about.addWidget(label(line, "small", wrap=True))
