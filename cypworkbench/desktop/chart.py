"""The trend chart on the screen: drawn by the page's own hand in the helper process, shown as a picture."""

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from cypworkbench.desktop.style import Theme
from cypworkbench.desktop.wishes import Drawing


class Chart(QWidget):
    """Shows the last drawing until a new one comes. `outgrown` says that it should be drawn again."""

    outgrown = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._image: QImage | None = None
        self._held: Drawing | None = None
        self.setAccessibleName("Trend chart")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(320, 200)
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(120)
        self._settled.timeout.connect(self.outgrown)

    @property
    def drawing(self) -> Drawing | None:
        """What is shown."""
        return self._held

    def show_drawing(self, drawing: Drawing, words: str) -> None:
        """Show a drawing; `words` say the same to those who cannot see it."""
        self._held = drawing
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
        self.update()

    def sizeHint(self) -> QSize:
        """The tokens' size."""
        return QSize(604, 304)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for another drawing once the size has settled."""
        super().resizeEvent(event)
        self._settled.start()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002  Qt's signature
        """Draw the picture; until the next comes, the last one keeps its own proportions."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme["surface"])
        if self._image is not None:
            size = self._image.deviceIndependentSize()
            fitted = size.scaled(QRectF(self.rect()).size(), Qt.AspectRatioMode.KeepAspectRatio)
            close = abs(fitted.width() - size.width()) < 2  # noqa: PLR2004  two pixels are not worth blurring
            target = (
                QRectF(0, 0, size.width(), size.height())
                if close
                else QRectF(0, 0, fitted.width(), fitted.height())
            )
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(target, self._image)
        painter.end()
