"""A chart on the screen: drawn by the page's own hand in the helper process, shown as a picture that can be read aloud.

The pointer, or the arrow keys, go from point to point; each is named beside the chart and to a screen reader.
"""

from math import isnan

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QGuiApplication,
    QImage,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from cypworkbench.desktop.notices import announce
from cypworkbench.desktop.style import Theme
from cypworkbench.desktop.text import tip
from cypworkbench.desktop.wishes import ChartDrawing, Drawing
from cypworkbench.domain.charted import Spot

_REACH = 28  # pixels from a point within which the pointer means it
_RING = 8.0


class Chart(QWidget):
    """Shows the last drawing until a new one comes. `outgrown` says that it should be drawn again."""

    outgrown = Signal()
    read = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._image: QImage | None = None
        self._held: ChartDrawing | None = None
        self._at = -1
        self.setAccessibleName("Chart")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(320, 160)
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(120)
        self._settled.timeout.connect(self.outgrown)

    @property
    def drawing(self) -> Drawing | None:
        """What is shown."""
        return self._held.drawing if self._held else None

    @property
    def spot(self) -> Spot | None:
        """The point that is read, if one is."""
        return self._held.charted.spots[self._at] if self._held and self._at >= 0 else None

    def show_drawing(self, held: ChartDrawing, words: str) -> None:
        """Show a drawing; `words` say the same to those who cannot see it."""
        same = self._held is not None and self._held.charted == held.charted
        self._held = held
        self._at = self._at if same else -1
        drawing = held.drawing
        row = drawing.width * 4
        self._image = QImage(
            drawing.rgba, drawing.width, drawing.height, row, QImage.Format.Format_RGBA8888
        )
        self._image.setDevicePixelRatio(self.devicePixelRatioF())
        self.setAccessibleDescription(words)
        self.update()

    def empty(self) -> None:
        """Show nothing."""
        self._image = self._held = None
        self._at = -1
        self.update()

    def copy(self) -> None:
        """Put the picture on the clipboard."""
        if self._image is not None:
            QGuiApplication.clipboard().setImage(self._image.copy())

    def sizeHint(self) -> QSize:
        """The tokens' size."""
        return QSize(604, 304)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for another drawing once the size has settled."""
        super().resizeEvent(event)
        self._settled.start()

    # ---- reading points

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and Right go from point to point, Home and End to the first and last; Ctrl+C copies the picture."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
            return
        there = self._there()
        if not there:
            super().keyPressEvent(event)
            return
        place = there.index(self._at) if self._at in there else -1
        last = len(there) - 1
        moves = {
            Qt.Key.Key_Right: min(place + 1, last),
            Qt.Key.Key_Left: max(place - 1, 0) if place >= 0 else last,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        key = Qt.Key(event.key())
        if key in moves:
            self._go(there[moves[key]], by_pointer=False)
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Name the point nearest the pointer, if one is near."""
        near = [(_far(self._point(n), event.position()), n) for n in self._there()]
        far, n = min(near, default=(float("inf"), -1))
        self._go(n if far <= _REACH else -1, by_pointer=True)

    def leaveEvent(self, event: QEvent) -> None:
        """Let the point go."""
        super().leaveEvent(event)
        if not self.hasFocus():
            self._go(-1, by_pointer=True)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keyboard is."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that the keyboard has gone."""
        super().focusOutEvent(event)
        self.update()

    def _there(self) -> list[int]:
        if self._held is None:
            return []
        return [n for n, (x, _) in enumerate(self._held.places) if not isnan(x)]

    def _go(self, n: int, *, by_pointer: bool) -> None:
        if n == self._at:
            return
        self._at = n
        self.update()
        spot = self.spot
        self.read.emit(spot.spoken if spot else "")
        tip(self, spot.spoken if spot else "")
        if spot is not None and not by_pointer:
            announce(self, spot.spoken)

    def _point(self, n: int) -> QPointF:
        box = self._box()
        x, y = self._held.places[n] if self._held else (0.0, 0.0)
        return QPointF(box.left() + x * box.width(), box.top() + y * box.height())

    def _box(self) -> QRectF:
        """Where the picture lies; until the next comes, the last one keeps its own proportions."""
        if self._image is None:
            return QRectF(self.rect())
        size = self._image.deviceIndependentSize()
        fitted = size.scaled(QRectF(self.rect()).size(), Qt.AspectRatioMode.KeepAspectRatio)
        close = abs(fitted.width() - size.width()) < 2  # noqa: PLR2004  two pixels are not worth blurring
        shown = size if close else fitted
        return QRectF(0, 0, shown.width(), shown.height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002  Qt's signature
        """Draw the picture, and a ring round the point that is read."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme["surface"])
        if self._image is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(self._box(), self._image)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self._at >= 0:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self._theme["ink"], 1.6))
            painter.drawEllipse(self._point(self._at), _RING, _RING)
        if self.hasFocus():
            painter.setPen(QPen(self._theme["accent"], 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        painter.end()


def _far(one: QPointF, other: QPointF) -> float:
    away = one - other
    return float((away.x() ** 2 + away.y() ** 2) ** 0.5)
