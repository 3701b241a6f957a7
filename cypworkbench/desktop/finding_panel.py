"""The inspector of a finding: what is doubted, beside its past values, and what can be done about it."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from cypworkbench.desktop.marks import paint_mark
from cypworkbench.desktop.parts import Panel, hairline
from cypworkbench.desktop.style import Theme, font
from cypworkbench.desktop.text import button, label, writing
from cypworkbench.domain.evidence import Finding, Severity
from cypworkbench.domain.record import Picture
from cypworkbench.domain.rule_words import RULES


class PastValues(QWidget):
    """A doubted figure among the figures before it, each with its year."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._points: tuple[tuple[str, float], ...] = ()
        self._doubted: float | None = None
        self.setFixedHeight(130)
        self.setAccessibleName("Past values")
        theme.changed.connect(self.update)

    def present(self, points: Sequence[tuple[str, float]], doubted: float | None) -> None:
        """Show past figures by period, oldest first, and the doubted one last."""
        self._points = tuple(points)[-5:]
        self._doubted = doubted
        said = ", ".join(f"{when} {value:g}" for when, value in self._points)
        self.setAccessibleName(
            f"Past values: {said}; now {doubted if doubted is not None else 'none'}"
        )
        self.setVisible(bool(self._points))
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as the inspector."""
        return QSize(268, 130)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002  Qt's signature
        """Draw from zero: the doubt is usually about size."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = self._theme
        values = [v for _, v in self._points] + (
            [self._doubted] if self._doubted is not None else []
        )
        top = max([*values, 0.0]) * 1.15 or 1.0
        plot = QRectF(36, 8, self.width() - 52, self.height() - 34)
        step = plot.width() / max(len(self._points), 1)

        def at(number: int, value: float) -> QPointF:
            return QPointF(plot.left() + number * step, plot.bottom() - value / top * plot.height())

        painter.setFont(font(12))
        for share in (0.0, 0.5, 1.0):
            y = plot.bottom() - share * plot.height() / 1.15
            painter.setPen(theme["line_strong"] if not share else theme["grid"])
            painter.drawLine(QPointF(plot.left() - 4, y), QPointF(self.width() - 4, y))
            painter.setPen(theme["ink3"])
            box = QRectF(0, y - 9, plot.left() - 8, 18)
            side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(box, side, f"{share * top / 1.15:.3g}")
        painter.setPen(QPen(theme["accent"], 2))
        places = [at(n, v) for n, (_, v) in enumerate(self._points)]
        painter.drawPolyline(QPolygonF(places))
        painter.setBrush(theme["accent"])
        widest = max(
            (painter.fontMetrics().horizontalAdvance(w) for w, _ in self._points), default=0
        )
        every = max(1, -(-(widest + 8) // max(int(step), 1)))  # only as many as have room
        for number, (place, (when, _)) in enumerate(zip(places, self._points, strict=True)):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawEllipse(place, 3.5, 3.5)
            painter.setPen(theme["ink3"])
            if number % every:
                continue
            painter.drawText(
                QRectF(place.x() - 30, plot.bottom() + 6, 60, 18),
                Qt.AlignmentFlag.AlignHCenter,
                when,
            )
        self._paint_doubted(painter, at(len(self._points), self._doubted or 0.0), plot)
        painter.end()

    def _paint_doubted(self, painter: QPainter, place: QPointF, plot: QRectF) -> None:
        paint_mark(painter, QRectF(place.x() - 10, place.y() - 10, 20, 20), "query", self._theme)
        painter.setPen(self._theme["ink"])
        painter.setFont(font(12, 600))
        words = "blank" if self._doubted is None else f"{self._doubted:g}"
        lift = 28 if place.y() > plot.top() + 30 else -12
        painter.drawText(
            QRectF(place.x() - 36, place.y() - lift, 50, 16), Qt.AlignmentFlag.AlignHCenter, words
        )


class FindingPanel:
    """Fills the inspector of Returns."""

    def __init__(self, theme: Theme, panel: Panel) -> None:
        self.title = label("No finding selected", "section", wrap=True)
        self.message = label("", wrap=True)
        self.past = PastValues(theme)
        self.remedy = label("", "small", wrap=True)
        self.text = writing("Explanation", "Who said what, and when")
        self.text.setFixedHeight(92)
        self.lapses = label("Lapses by itself if the value changes.", "small", wrap=True)
        self.heading = label("Explanation", "section")
        self.heading.setBuddy(self.text)
        self.explain = button("E&xplain", primary=True)
        self.aside = button("Set a&side…", spoken="Set this figure aside")
        self.every = button("Explain &all of this rule…")
        self.next = button("&Next finding (F8)")
        self.where = label("Enter goes to the cell", "small")
        for part in (self.title, self.message, self.past, self.remedy, hairline()):
            panel.body.addWidget(part)
        self._answer = (self.heading, self.text, self.lapses, self.explain, self.every, self.aside)
        for answer in self._answer:
            panel.body.addWidget(answer)
        panel.body.addStretch(1)
        panel.foot.addWidget(self.where)
        panel.foot.addWidget(self.next)
        self.nothing("")

    def nothing(self, board: str) -> None:
        """Say that there is nothing to answer."""
        self.title.setText("Nothing is doubted here" if board else "No finding selected")
        self.message.setText(f"Every check passed over {board}’s return." if board else "")
        self.remedy.setText("")
        self.past.present((), None)
        self._answering(on=False)

    def count(self, number: int, total: int) -> None:
        """Say where in the walk we are."""
        self.where.setText(f"{number} of {total} open · Enter goes to the cell")

    def show_finding(self, finding: Finding, picture: Picture) -> None:
        """Show one finding."""
        rule = RULES.get(finding.code, finding.code)
        self.title.setText(f"{rule[0].upper()}{rule[1:]}")
        self.message.setText(finding.message)
        self.remedy.setText(finding.remedy)
        self.past.present(*_history(finding, picture))
        explained = picture.explanations.get(finding.key)
        self.text.setPlainText(explained.text if explained else "")
        self._answering(on=finding.needs_answer)
        blocked = finding.severity in (Severity.STOP, Severity.ERROR)
        self.explain.setEnabled(not blocked and explained is None)
        self.explain.setText("Explained" if explained else "E&xplain")
        self.aside.setEnabled(bool(finding.area))
        alike = alike_open(finding, picture)
        self.every.setEnabled(len(alike) > 1)
        self.every.setText(
            f"Explain &all {len(alike)} of this rule" if alike[1:] else "Explain &all"
        )
        if blocked:
            self.lapses.setText(
                "An error cannot be explained away: ask for a corrected return, or set it aside."
            )
        elif explained:
            self.lapses.setText(
                f"Explained by {explained.by.name}. Lapses by itself if the value changes."
            )
        else:
            self.lapses.setText("Lapses by itself if the value changes.")

    def _answering(self, *, on: bool) -> None:
        for part in self._answer:
            part.setVisible(on)


def alike_open(finding: Finding, picture: Picture) -> list[Finding]:
    """The open queries of the same rule in the same return."""
    return [
        other
        for other in picture.open_findings
        if (other.code, other.origin.sha256) == (finding.code, finding.origin.sha256)
        and other.severity is Severity.QUERY
    ]


def _history(finding: Finding, picture: Picture) -> tuple[list[tuple[str, float]], float | None]:
    assessment = picture.assessments.get((finding.measure, finding.area))
    if assessment is None or finding.period is None:
        return [], None
    before = [
        (p.period.short_label, p.value)
        for p in assessment.series.points
        if p.value is not None and p.period < finding.period
    ]
    try:
        doubted = float(finding.read)
    except ValueError:
        doubted = None
    return before, doubted
