"""Marks: a shape, a letter and a colour for each judgement. The more ink, the more concern."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from cypworkbench.desktop.style import Theme, font
from cypworkbench.domain.evidence import Severity
from cypworkbench.domain.judgement import Status


@dataclass(frozen=True, slots=True)
class Mark:
    """How one judgement is drawn: colours by role; None where there is no fill or no line."""

    name: str
    letter: str
    shape: str
    fill: str | None
    line: str | None
    letter_colour: str = "ink"


MARKS = {
    "met": Mark("Met", "M", "circle", "surface", "met", "met"),
    "within": Mark("Within tolerance", "T", "diamond", "tol_fill", "tol", "on_tol"),
    "off": Mark("Off target", "X", "square", "off", None, "on_off"),
    "too_close": Mark("Too close to call", "~", "diamond", "surface", "tol", "tol"),
    "none": Mark("No target", "N", "capsule", "surface", "none", "none"),
    "no_judgement": Mark("No judgement", "J", "capsule", "judge_soft", "judge", "judge"),
    "not_assessed": Mark("Not assessed", "?", "dashed", None, "unknown", "unknown"),
    "not_reported": Mark("Not reported", "–", "dashed", None, "unknown", "unknown"),
    "stop": Mark("Refused", "!", "square", "off", None, "on_off"),
    "error": Mark("Error", "!", "square", "off", None, "on_off"),
    "query": Mark("Query", "?", "diamond", "tol_fill", "tol", "on_tol"),
    "note": Mark("Note", "n", "circle", "surface", "ink3", "ink3"),
    "todo": Mark("Not yet", "", "circle", "surface", "line_strong"),
    "ok": Mark("Done", "✓", "circle", "surface", "met", "met"),
    "done": Mark("Done", "✓", "disc", "met", None, "surface"),
}


def mark_of(judgement: Status | Severity) -> str:
    """The key in `MARKS` of a status or a severity."""
    return judgement.value


def paint_mark(painter: QPainter, square: QRectF, key: str, theme: Theme, letter: str = "") -> None:
    """Draw a mark centred in a square of 1.25 times its nominal size; `letter` replaces its own."""
    mark = MARKS[key]
    size = square.width() / 1.25
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(theme[mark.fill] if mark.fill else Qt.BrushStyle.NoBrush)
    painter.setPen(_outline(mark, size, theme))
    _SHAPES[mark.shape](painter, square.center(), size)
    painter.setPen(_letter_colour(mark, theme))
    painter.setFont(font(round(size * (0.72 if len(letter) < 2 else 0.6)), 700))  # noqa: PLR2004  one sign or two
    painter.drawText(square, Qt.AlignmentFlag.AlignCenter, letter or mark.letter)
    painter.restore()


def _letter_colour(mark: Mark, theme: Theme) -> QColor:
    if mark.letter_colour == "on_tol":  # dark on amber, by day and by night
        return theme["ink"] if theme.palette.name == "light" else theme["surface"]
    return theme[mark.letter_colour]


def _outline(mark: Mark, size: float, theme: Theme) -> QPen:
    if not mark.line:
        return QPen(Qt.PenStyle.NoPen)
    pen = QPen(theme[mark.line], max(1.2, size * 0.085))
    if mark.shape == "dashed":
        pen.setDashPattern([2.0, 1.5])
    return pen


def _circle(painter: QPainter, centre: QPointF, size: float) -> None:
    painter.drawEllipse(centre, size * 0.46, size * 0.46)


def _disc(painter: QPainter, centre: QPointF, size: float) -> None:
    painter.drawEllipse(centre, size * 0.5, size * 0.5)


def _diamond(painter: QPainter, centre: QPointF, size: float) -> None:
    reach = size * 0.57
    x, y = centre.x(), centre.y()
    corners = [(x, y - reach), (x + reach, y), (x, y + reach), (x - reach, y)]
    painter.drawPolygon(QPolygonF([QPointF(*corner) for corner in corners]))


def _square(painter: QPainter, centre: QPointF, size: float) -> None:
    side = size * 0.93
    painter.drawRect(QRectF(centre.x() - side / 2, centre.y() - side / 2, side, side))


def _capsule(painter: QPainter, centre: QPointF, size: float) -> None:
    width, height = size * 1.2, size * 0.74
    box = QRectF(centre.x() - width / 2, centre.y() - height / 2, width, height)
    painter.drawRoundedRect(box, height / 2, height / 2)


def _dashed(painter: QPainter, centre: QPointF, size: float) -> None:
    side = size * 0.86
    painter.drawRect(QRectF(centre.x() - side / 2, centre.y() - side / 2, side, side))


_SHAPES: dict[str, Callable[[QPainter, QPointF, float], None]] = {
    "circle": _circle,
    "disc": _disc,
    "diamond": _diamond,
    "square": _square,
    "capsule": _capsule,
    "dashed": _dashed,
}


class MarkView(QWidget):
    """A mark by itself, with its name for a screen reader. The name also stands beside it in words."""

    def __init__(self, theme: Theme, key: str, size: int = 15) -> None:
        super().__init__()
        self._theme = theme
        self._size = size
        self._key = key
        self.setFixedSize(self.sizeHint())
        self.setAccessibleName(MARKS[key].name)
        theme.changed.connect(self.update)

    def become(self, key: str) -> None:
        """Show another mark."""
        self._key = key
        self.setAccessibleName(MARKS[key].name)
        self.update()

    def sizeHint(self) -> QSize:
        """A square of 1.25 times the nominal size."""
        side = round(self._size * 1.25)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002  Qt's signature
        """Draw the mark."""
        painter = QPainter(self)
        paint_mark(painter, QRectF(self.rect()), self._key, self._theme)
        painter.end()
