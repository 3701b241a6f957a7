"""The rail's icons, drawn in a box of 18 by 18: a clock, a sheet, a line, a page, branches."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap, QPolygonF


def paint_icon(
    painter: QPainter, icon: Callable[[QPainter], None], box: QRectF, colour: QColor
) -> None:
    """Draw a place's icon within a square box."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour, 1.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.translate(box.topLeft())
    painter.scale(box.width() / 18, box.height() / 18)
    icon(painter)
    painter.restore()


def _line(painter: QPainter, *points: tuple[float, float]) -> None:
    painter.drawPolyline(QPolygonF([QPointF(*point) for point in points]))


def clock(painter: QPainter) -> None:
    """Round."""
    painter.drawArc(QRectF(2, 2, 14, 14), 60 * 16, 300 * 16)
    _line(painter, (9, 5), (9, 9), (12, 11))


def sheet(painter: QPainter) -> None:
    """Returns."""
    painter.drawRect(QRectF(2, 3, 14, 12))
    _line(painter, (2, 7), (16, 7))
    _line(painter, (2, 11), (16, 11))
    _line(painter, (7, 3), (7, 15))


def line(painter: QPainter) -> None:
    """Measures."""
    _line(painter, (2, 2), (2, 16), (16, 16))
    _line(painter, (4, 12), (8, 8), (11, 10), (16, 4))


def page(painter: QPainter) -> None:
    """Packs."""
    _line(painter, (11, 2), (4, 2), (4, 16), (15, 16), (15, 6), (11, 2), (11, 6), (15, 6))
    _line(painter, (6.5, 12), (8.5, 10), (10, 12), (12.5, 11))


def branches(painter: QPainter) -> None:
    """The plan."""
    painter.drawRect(QRectF(2, 2, 6, 4))
    _line(painter, (5, 6), (5, 14.5), (10, 14.5))
    _line(painter, (5, 9.5), (10, 9.5))
    painter.drawRect(QRectF(10, 7.5, 6, 4))
    painter.drawRect(QRectF(10, 12.5, 6, 4))


def rows(painter: QPainter) -> None:
    """The scorecard."""
    for top in (3.5, 9.0, 14.5):
        painter.drawEllipse(QPointF(4, top), 1.6, 1.6)
        _line(painter, (8, top), (16, top))


def back(painter: QPainter) -> None:
    """History."""
    painter.drawArc(QRectF(3, 3, 13, 13), 210 * 16, -300 * 16)
    _line(painter, (1, 10), (3.8, 13), (7, 11))
    _line(painter, (9.5, 6), (9.5, 9.5), (12, 11.5))


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
