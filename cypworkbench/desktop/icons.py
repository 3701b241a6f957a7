"""The rail's icons, drawn: a clock, a sheet, a line, a page."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap, QPolygonF


def paint_icon(painter: QPainter, name: str, box: QRectF, colour: QColor) -> None:
    """Draw a place's icon within a square box."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour, 1.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.translate(box.topLeft())
    painter.scale(box.width() / 18, box.height() / 18)
    _ICONS[name](painter)
    painter.restore()


def _line(painter: QPainter, *points: tuple[float, float]) -> None:
    painter.drawPolyline(QPolygonF([QPointF(*point) for point in points]))


def _round(painter: QPainter) -> None:
    painter.drawArc(QRectF(2, 2, 14, 14), 60 * 16, 300 * 16)
    _line(painter, (9, 5), (9, 9), (12, 11))


def _returns(painter: QPainter) -> None:
    painter.drawRect(QRectF(2, 3, 14, 12))
    _line(painter, (2, 7), (16, 7))
    _line(painter, (2, 11), (16, 11))
    _line(painter, (7, 3), (7, 15))


def _measures(painter: QPainter) -> None:
    _line(painter, (2, 2), (2, 16), (16, 16))
    _line(painter, (4, 12), (8, 8), (11, 10), (16, 4))


def _packs(painter: QPainter) -> None:
    _line(painter, (11, 2), (4, 2), (4, 16), (15, 16), (15, 6), (11, 2), (11, 6), (15, 6))
    _line(painter, (6.5, 12), (8.5, 10), (10, 12), (12.5, 11))


_ICONS: dict[str, Callable[[QPainter], None]] = {
    "round": _round,
    "returns": _returns,
    "measures": _measures,
    "packs": _packs,
}


def window_icon(colour: QColor, ground: QColor) -> QIcon:
    """The program's own mark: a square with an open circle in it."""
    picture = QPixmap(64, 64)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRoundedRect(QRectF(2, 2, 60, 60), 10, 10)
    painter.setBrush(ground)
    painter.drawEllipse(QPointF(32, 32), 13, 13)
    painter.end()
    return QIcon(picture)
