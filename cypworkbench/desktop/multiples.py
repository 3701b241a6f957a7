"""Twelve small charts of one measure on one scale, painted: a line a district, England in grey behind it."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from cypworkbench.desktop.marks import mark_of, paint_mark
from cypworkbench.desktop.style import Theme, font
from cypworkbench.desktop.words import spoken
from cypworkbench.domain.judgement import Assessment
from cypworkbench.domain.period import Period, steps_between

COLUMNS = 6
_HEAD = 22


@dataclass(frozen=True, slots=True)
class Small:
    """One district's chart: its name, its assessment, and whether it is the area looked at."""

    name: str
    area: str
    assessment: Assessment | None


class Multiples(QWidget):
    """The districts side by side. Arrow keys move, Enter or a click looks at the district."""

    chosen = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._smalls: tuple[Small, ...] = ()
        self._england: Assessment | None = None
        self._area = ""
        self._at = 0
        self._span: tuple[Period, Period] | None = None
        self._top = 1.0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Districts")
        self.setMinimumHeight(190)
        theme.changed.connect(self.update)

    @property
    def title(self) -> str:
        """What is drawn: the districts, and from when to when."""
        if self._span is None:
            return "Districts: no figures"
        return f"Districts, {self._span[0].label} to {self._span[1].label}"

    @property
    def scale(self) -> str:
        """What the scale is."""
        return f"one scale, 0 to {self._top:g}; grey line: England"

    def present(self, smalls: tuple[Small, ...], england: Assessment | None, area: str) -> None:
        """Show a measure's districts; `area` is the one looked at."""
        self._smalls, self._england, self._area = smalls, england, area
        points = [
            p
            for small in smalls
            if small.assessment
            for p in small.assessment.series.points
            if p.value is not None
        ]
        periods = [p.period for p in points]
        self._span = (min(periods), max(periods)) if periods else None
        self._top = max([p.value for p in points if p.value is not None], default=1.0) or 1.0
        self._top = _rounded(self._top)
        self._speak()
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move, Enter looks."""
        moves = {
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Down: COLUMNS,
            Qt.Key.Key_Up: -COLUMNS,
        }
        key = Qt.Key(event.key())
        if key in moves and self._smalls:
            self._at = max(0, min(len(self._smalls) - 1, self._at + moves[key]))
            self._speak()
            self.update()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._smalls:
            self.chosen.emit(self._smalls[self._at].area)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click looks at the district under it."""
        for number in range(len(self._smalls)):
            if self._box(number).contains(event.position()):
                self._at = number
                self.chosen.emit(self._smalls[number].area)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002  Qt's signature
        """Draw every district."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number, small in enumerate(self._smalls):
            self._paint(painter, self._box(number), small)
            if self.hasFocus() and number == self._at:
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(self._theme["accent"], 2))
                painter.drawRect(self._box(number).adjusted(-3, 1, 3, -1))
        painter.end()

    def _speak(self) -> None:
        if not self._smalls:
            return
        small = self._smalls[self._at]
        words = (
            spoken(small.assessment, small.name)
            if small.assessment
            else f"{small.name}: no figures"
        )
        self.setAccessibleName(f"{self.title}. {words}")

    def _box(self, number: int) -> QRectF:
        rows = (max(len(self._smalls), 1) + COLUMNS - 1) // COLUMNS
        width = (self.width() - 20 + 12) / COLUMNS
        height = self.height() / rows
        column, line = number % COLUMNS, number // COLUMNS
        return QRectF(10 + column * width, line * height, width - 12, height - 6)

    def _paint(self, painter: QPainter, box: QRectF, small: Small) -> None:
        theme = self._theme
        looked_at = small.area == self._area
        painter.setPen(theme["accent" if looked_at else "ink"])
        painter.setFont(font(13, 600 if looked_at else 400))
        painter.drawText(
            QRectF(box.left(), box.top(), box.width(), 18), Qt.AlignmentFlag.AlignLeft, small.name
        )
        plot = box.adjusted(0, _HEAD, -20, -4)
        painter.setPen(QPen(theme["line_strong"], 1))
        painter.drawLine(plot.bottomLeft(), plot.bottomRight())
        if small.assessment is None:
            painter.setPen(theme["ink3"])
            painter.drawText(plot, Qt.AlignmentFlag.AlignCenter, "no figures")
            return
        key = mark_of(small.assessment.status)
        if self._england is not None:
            self._draw(painter, plot, self._england, QPen(theme["line_strong"], 1.1))
        self._draw(painter, plot, small.assessment, QPen(theme["accent"], 2))
        paint_mark(painter, QRectF(box.right() - 17, plot.top() + 2, 17, 17), key, theme)

    def _draw(self, painter: QPainter, plot: QRectF, assessment: Assessment, pen: QPen) -> None:
        if self._span is None:
            return
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        steps = max(steps_between(*self._span), 1)
        run: list[QPointF] = []
        for point in assessment.series.points:
            inside = self._span[0] <= point.period <= self._span[1]
            if point.value is None or not inside:
                _stroke(painter, run, pen)
                run = []
                continue
            x = plot.left() + plot.width() * steps_between(self._span[0], point.period) / steps
            y = plot.bottom() - plot.height() * min(point.value / self._top, 1.0)
            run.append(QPointF(x, y))
        _stroke(painter, run, pen)


def _stroke(painter: QPainter, run: list[QPointF], pen: QPen) -> None:
    """A line through points; a single one is a dot; gaps are never bridged."""
    if len(run) > 1:
        painter.drawPolyline(QPolygonF(run))
    elif run:
        painter.save()
        painter.setBrush(pen.color())
        painter.drawEllipse(run[0], 1.5, 1.5)
        painter.restore()


def _rounded(value: float) -> float:
    """The next round number above: 1, 2, 2.5 or 5 times a power of ten, in tenths of it."""
    step = 1.0
    while step * 10 < value:
        step *= 10
    while step > value:
        step /= 10
    tenth = step / 2
    return float(f"{(int(value / tenth) + 1) * tenth:.6g}")
