"""Words on the screen: the one place where labels and buttons are made, always as plain text.

Qt guesses rich text from what it is shown, and would open files that a sender's text names. Nothing here lets it.
"""

from html import escape

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QWidget,
)


class Choice(QComboBox):
    """A box to choose from; its arrow is drawn here, because a style sheet would need a picture of one."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box and its arrow."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.palette().buttonText().color(), 1.6))
        x, y = self.width() - 18.0, self.height() / 2 - 2
        painter.drawPolyline([QPointF(x, y), QPointF(x + 4, y + 4), QPointF(x + 8, y)])
        painter.end()


class Line(QLabel):
    """One line that ends in … where there is no room; what it says in full is its tooltip and its accessible name."""

    def __init__(self, role: str) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._whole = ""

    def say(self, text: str) -> None:
        """Set the words."""
        self._whole = text
        self.setAccessibleName(text)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the words again."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        fitted = self.fontMetrics().elidedText(
            self._whole, Qt.TextElideMode.ElideRight, max(self.width(), 40)
        )
        self.setText(fitted)
        tip(self, self._whole if fitted != self._whole else "")


def label(text: str = "", role: str = "base", *, wrap: bool = False) -> QLabel:
    """A label of plain text in one of the sizes of the tokens: place, section, base, small, figure."""
    made = QLabel()
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("role", role)
    made.setText(text)
    if wrap:
        made.setWordWrap(True)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        made.setSizePolicy(policy)
    return made


def button(text: str, *, primary: bool = False, spoken: str = "") -> QPushButton:
    """A push button; `&` before a letter makes its mnemonic. `spoken` is its name for a screen reader."""
    made = QPushButton(text)
    made.setProperty("primary", primary)
    made.setAccessibleName(spoken or text.replace("&", ""))
    made.setAutoDefault(False)
    return made


def caption(widget: QPushButton, text: str) -> None:
    """Give a button words that come from data: an ampersand in them is no mnemonic."""
    widget.setText(text.replace("&", "&&"))
    widget.setAccessibleName(text)


def writing(spoken: str, hint: str) -> QPlainTextEdit:
    """A box for a few sentences; Tab leaves it."""
    made = QPlainTextEdit()
    made.setAccessibleName(spoken)
    made.setPlaceholderText(hint)
    made.setTabChangesFocus(True)
    made.setAcceptDrops(False)  # files dropped here go to the window
    return made


def tip(widget: QWidget, text: str) -> None:
    """A tooltip of plain text, wrapped."""
    widget.setToolTip(plain_tip(text))


def plain_tip(text: str) -> str:
    """Words for a tooltip, which Qt would otherwise take for markup where they look like it."""
    return f"<qt>{escape(text)}</qt>" if text else ""


def restyle(widget: QWidget, **properties: object) -> None:
    """Set style properties and let the style sheet look again."""
    for name, value in properties.items():
        widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def field(spoken: str, hint: str = "") -> QLineEdit:
    """A box for one line."""
    made = QLineEdit()
    made.setAccessibleName(spoken)
    made.setPlaceholderText(hint)
    made.setAcceptDrops(False)  # files dropped here go to the window
    return made


def choice(spoken: str) -> QComboBox:
    """A box to choose from."""
    made = Choice()
    made.setAccessibleName(spoken)
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    return made
