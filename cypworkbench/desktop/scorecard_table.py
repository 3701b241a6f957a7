"""The scorecard's rows: each measure of an area under its outcome, with every verdict in words and its mark."""

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QHeaderView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from cypworkbench.desktop.marks import mark_of, paint_mark
from cypworkbench.desktop.measure_tables import RowsModel, RowsView
from cypworkbench.desktop.style import Theme, font
from cypworkbench.desktop.words import STATUS, with_unit
from cypworkbench.domain.framework import Framework, MeasureRole
from cypworkbench.domain.judgement import Assessment, Assurance, Variation
from cypworkbench.domain.record import Picture
from cypworkbench.packs import words

Index = QModelIndex | QPersistentModelIndex
HEADS = (
    *("Measure", "Status", "Latest", "Period", "Change"),
    *("Variation", "Assurance", "Five years", "England"),
)
_STATUS_COLUMN = 1
_WIDTHS = (162, 134, 58, 88, 112, 70, 78, 72, 58)
_VARIATION = {
    Variation.COMMON: "Steady",
    Variation.IMPROVEMENT: "Better",
    Variation.CONCERN: "Worse",
    Variation.NEUTRAL_HIGH: "Higher",
    Variation.NEUTRAL_LOW: "Lower",
    Variation.TOO_FEW: "No limits",
    Variation.NO_CURRENT: "No figure",
}
_ASSURANCE = {Assurance.PASS: "Always", Assurance.MIXED: "Sometimes", Assurance.FAIL: "Never"}
_YEARS = {"better": "Better", "worse": "Worse", "change": "Steady"}


@dataclass(frozen=True, slots=True)
class Line:
    """A row: an outcome's heading (no assessment), or a measure's verdicts."""

    words: tuple[str, ...]
    assessment: Assessment | None = None


def lines(picture: Picture, area: str) -> tuple[Line, ...]:
    """The plan's key measures for an area under their outcomes, in the plan's order, where they have a series."""
    plan, made = picture.framework, []
    for outcome in plan.outcomes:
        mine = [
            a
            for m in plan.measures
            if m.outcome == outcome.id and m.role is MeasureRole.KEY
            if (a := picture.assessments.get((m.id, area)))
        ]
        if mine:
            made.append(Line((f"{outcome.number}  {outcome.title}", *("",) * (len(HEADS) - 1))))
        made += [Line(_words(plan, a), a) for a in mine]
    return tuple(made)


def _words(plan: Framework, a: Assessment) -> tuple[str, ...]:
    latest, measure = a.latest, a.measure
    benchmark = plan.comparators[-1] if plan.comparators else ""
    beside = next((c.verdict for c in a.comparisons if c.area == benchmark), "")
    return (
        measure.short_title,
        STATUS[a.status],
        with_unit(latest.value, measure) if latest else "–",
        words.short(latest.period) if latest else "–",
        _change(a),
        _VARIATION[a.variation],
        _ASSURANCE.get(a.assurance, "–"),
        _YEARS.get(a.recent_trend.rsplit(" ", 1)[-1], a.recent_trend or "–"),
        "–" if beside in ("", "not compared") else beside.capitalize(),
    )


def _change(a: Assessment) -> str:
    """Up 10.0, worse; a dash where there is nothing to compare with."""
    if a.short_change is None:
        return "–"
    good = words.goodness(a.short_change, a.measure)
    said = words.moved(a.measure, a.short_change).removesuffix(" points")
    return f"{said}, {good}" if good else said


class ScorecardModel(RowsModel):
    """The rows; each knows its assessment."""

    def __init__(self) -> None:
        super().__init__("Scorecard")
        self._lines: tuple[Line, ...] = ()

    def show(self, made: tuple[Line, ...]) -> None:
        """Show other rows."""
        self._lines = made
        self.present(HEADS, tuple(line.words for line in made), left=len(HEADS))

    def line(self, row: int) -> Line | None:
        """The line of a row, or None beyond them."""
        return self._lines[row] if 0 <= row < len(self._lines) else None

    def row_of(self, measure: str) -> int:
        """The row of a measure, or -1."""
        there = (
            n
            for n, x in enumerate(self._lines)
            if x.assessment and x.assessment.measure.id == measure
        )
        return next(there, -1)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Headings cannot be chosen."""
        line = self.line(index.row())
        if line is None or line.assessment is None:
            return Qt.ItemFlag.NoItemFlags
        return super().flags(index)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A cell's words, and the line itself."""
        if role == Qt.ItemDataRole.UserRole:
            return self.line(index.row())
        return super().data(index, role)


class ScorecardDelegate(QStyledItemDelegate):
    """Paints an outcome's heading, and the mark beside a status."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one cell."""
        line = index.data(Qt.ItemDataRole.UserRole)
        heading = isinstance(line, Line) and line.assessment is None
        if not heading and index.column() != _STATUS_COLUMN:
            super().paint(painter, option, index)
            return
        theme, box = self._theme, QRectF(option.rect)
        painter.save()
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.fillRect(
            box, theme["sunken" if heading else "accent_soft" if chosen else "surface"]
        )
        painter.setPen(theme["accent" if heading else "ink"])
        painter.setFont(font(14, 600 if heading else 400))
        room = box.adjusted(8, 0, -4, 0)
        if not heading and isinstance(line, Line) and line.assessment is not None:
            square = QRectF(box.left() + 6, box.center().y() - 9, 18, 18)
            paint_mark(painter, square, mark_of(line.assessment.status), theme)
            room.setLeft(box.left() + 30)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, str(index.data() or ""))
        painter.restore()


class ScorecardView(RowsView):
    """The table. Enter looks at the measure that is chosen."""

    def __init__(self, model: ScorecardModel, theme: Theme) -> None:
        super().__init__(model)
        self._model = model
        self.setItemDelegate(ScorecardDelegate(theme))
        self.setSelectionMode(self.SelectionMode.SingleSelection)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        theme.changed.connect(self.viewport().update)

    def set_out(self) -> None:
        """Give the columns their widths, and let each outcome's heading run across the table."""
        self.clearSpans()
        for number, width in enumerate(_WIDTHS):
            self.setColumnWidth(number, width)
        for row in range(self._model.rowCount()):
            line = self._model.line(row)
            if line is not None and line.assessment is None:
                self.setSpan(row, 0, 1, len(HEADS))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter looks at the chosen measure."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.activated.emit(self.currentIndex())
            return
        super().keyPressEvent(event)
