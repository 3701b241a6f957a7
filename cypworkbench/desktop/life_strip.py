"""A measure's life across the plans, to scale: a box a plan, joined where the series is the same, with its breaks."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from cypworkbench.catalogue.continuity import Life
from cypworkbench.desktop.plan_words import life_spoken, standing
from cypworkbench.desktop.style import Theme, font
from cypworkbench.domain.framework import Framework

_HIGH, _TOP, _BOX = 96, 30, 26
_OPEN_YEARS = 5  # a plan without an end is drawn so long
_SIDE = 8.0


class LifeStrip(QWidget):
    """Draws one life; what it shows is its accessible description too."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._life: Life | None = None
        self._plans: Sequence[Framework] = ()
        self.setAccessibleName("Life across the plans")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def say(self, life: Life | None, plans: Sequence[Framework]) -> None:
        """Show a life, or none."""
        self._life = life
        self._plans = [plan for plan in plans if plan.valid_from]
        self.setAccessibleDescription(life_spoken(life, self._plans) if life else "")
        self.setVisible(life is not None)
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(300, _HIGH)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002  Qt's signature
        """Draw years, boxes, joins and breaks."""
        if self._life is None or not self._plans:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        same = {station.plan.id for station in self._life.same}
        self._join(painter, [plan for plan in self._plans if plan.id in same])
        for plan in self._plans:
            self._box(painter, plan, is_same=plan.id in same)
        for mark in self._life.breaks:
            self._break(painter, mark.at)
        painter.end()

    def _place(self, day: date) -> float:
        first, last = _start(self._plans[0]), max(_end(plan) for plan in self._plans)
        share = (day - first).days / max((last - first).days, 1)
        return _SIDE + share * (self.width() - 2 * _SIDE)

    def _span(self, plan: Framework) -> QRectF:
        left, right = self._place(_start(plan)), self._place(_end(plan))
        return QRectF(left + 1, _TOP, right - left - 2, _BOX)

    def _join(self, painter: QPainter, plans: Sequence[Framework]) -> None:
        """The line through every plan that has the very series."""
        if len(plans) > 1:
            y = _TOP + _BOX / 2
            painter.setPen(QPen(self._theme["accent"], 3))
            ends = self._span(plans[0]).center().x(), self._span(plans[-1]).center().x()
            painter.drawLine(QPointF(ends[0], y), QPointF(ends[1], y))

    def _box(self, painter: QPainter, plan: Framework, *, is_same: bool) -> None:
        theme, box = self._theme, self._span(plan)
        held = self._life is not None and any(s.plan.id == plan.id for s in self._life.stations)
        fill, edge, ink = _LOOKS["same" if is_same else "tied" if held else "none"]
        pen = QPen(theme[edge], 1.4)
        if not is_same:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(theme[fill])
        painter.drawRoundedRect(box, 3, 3)
        painter.setFont(font(13, 600))
        painter.setPen(theme[ink])
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, _years(plan))
        if self._life is not None:
            self._under(painter, box, standing(self._life, plan), theme["ink2"])

    def _under(self, painter: QPainter, box: QRectF, words: str, colour: QColor) -> None:
        painter.setFont(font(13))
        painter.setPen(colour)
        room = QRectF(box.left() - 2, box.bottom() + 3, box.width() + 4, 34)
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        painter.drawText(room, int(flags), words)

    def _break(self, painter: QPainter, day: date) -> None:
        """A dashed line at the day, with its year above it."""
        x, theme = self._place(day), self._theme
        pen = QPen(theme["off"], 1.6)
        pen.setDashPattern([2.0, 1.6])
        painter.setPen(pen)
        painter.drawLine(QPointF(x, _TOP - 8), QPointF(x, _TOP + _BOX + 6))
        painter.setFont(font(13, 600))
        width = 96.0
        left = min(max(x - width / 2, 0), self.width() - width)
        painter.drawText(
            QRectF(left, 0, width, _TOP - 9), Qt.AlignmentFlag.AlignCenter, f"break {day.year}"
        )


_LOOKS = {
    "same": ("accent", "accent", "on_accent"),
    "tied": ("accent_soft", "accent", "ink"),
    "none": ("surface", "line_strong", "ink3"),
}


def _start(plan: Framework) -> date:
    return plan.valid_from or date.min


def _end(plan: Framework) -> date:
    return plan.valid_to or date(_start(plan).year + _OPEN_YEARS, 3, 31)


def _years(plan: Framework) -> str:
    first = _start(plan).year
    return f"{first}–{plan.valid_to.year % 100:02d}" if plan.valid_to else f"{first} on"
