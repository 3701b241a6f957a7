"""The list of measures by outcome, each with its mark; a heading row where an outcome begins."""

from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from cypworkbench.desktop.marks import mark_of, paint_mark
from cypworkbench.desktop.style import Theme, font
from cypworkbench.desktop.words import place_name, spoken
from cypworkbench.domain.framework import MeasureRole
from cypworkbench.domain.judgement import Assessment
from cypworkbench.domain.record import Picture

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the list: an outcome's heading, or a measure with its assessment (None where there is none)."""

    words: str
    measure: str = ""
    assessment: Assessment | None = None
    spoken: str = ""


def lines(picture: Picture, area: str, sought: str = "") -> list[Line]:
    """The rows for an area, in the plan's order, context measures last; only those whose name holds `sought`."""
    made: list[Line] = []
    plan = picture.framework
    groups = [(f"{o.number}  {o.title}", o.id, MeasureRole.KEY) for o in plan.outcomes]
    groups += [("Context", o.id, MeasureRole.CONTEXT) for o in plan.outcomes]
    name = place_name(picture, area)
    for words, outcome, role in groups:
        mine = [
            m
            for m in plan.measures
            if m.outcome == outcome and m.role == role and sought.casefold() in m.title.casefold()
        ]
        known = [(m, picture.assessments.get((m.id, area))) for m in mine]
        shown = [(m, a) for m, a in known if a is not None]
        if shown and (not made or words != "Context" or made[-1].words != words):
            made.append(Line(words))
        made += [Line(m.short_title, m.id, a, spoken(a, name)) for m, a in shown]
    return _one_context(made)


def _one_context(made: list[Line]) -> list[Line]:
    """Context measures stand under one heading, whatever outcome they belong to."""
    seen = False
    kept = []
    for line in made:
        if line.words == "Context" and not line.measure:
            if seen:
                continue
            seen = True
        kept.append(line)
    return kept


class MeasuresModel(QAbstractListModel):
    """The rows of the list."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[Line] = []

    def present(self, made: list[Line]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self._lines = made
        self.endResetModel()

    def row_of(self, measure: str) -> int:
        """The row of a measure, or -1."""
        return next((n for n, line in enumerate(self._lines) if line.measure == measure), -1)

    def first(self) -> str:
        """The first measure; empty when there is none."""
        return next((line.measure for line in self._lines if line.measure), "")

    def rowCount(self, parent: Index | None = None) -> int:
        """Headings and measures."""
        return 0 if parent is not None and parent.isValid() else len(self._lines)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Headings cannot be chosen."""
        if index.isValid() and not self._lines[index.row()].measure:
            return Qt.ItemFlag.NoItemFlags
        return super().flags(index)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A row's words, what a screen reader says, and the row itself."""
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return line.words
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return line.spoken or line.words
        if role == Qt.ItemDataRole.UserRole:
            return line
        return None


class MeasuresDelegate(QStyledItemDelegate):
    """Paints a heading or a measure."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """29 pixels a measure, 26 a heading."""
        del option
        line: Line = index.data(Qt.ItemDataRole.UserRole)
        return QSize(180, 29 if line.measure else 26)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one row."""
        theme, box = self._theme, QRectF(option.rect)
        line: Line = index.data(Qt.ItemDataRole.UserRole)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        ground = "sunken" if not line.measure else "accent_soft" if chosen else "surface"
        painter.fillRect(box, theme[ground])
        words = box.adjusted(10, 0, -4, 0)
        if line.assessment is not None:
            key = mark_of(line.assessment.status)
            paint_mark(painter, QRectF(box.left() + 6, box.center().y() - 9.5, 19, 19), key, theme)
            words.setLeft(box.left() + 32)
        if chosen:
            painter.fillRect(QRectF(box.left(), box.top(), 3, box.height()), theme["accent"])
        painter.setPen(theme["accent" if not line.measure else "ink"])
        painter.setFont(font(14, 600 if chosen or not line.measure else 400))
        text = painter.fontMetrics().elidedText(
            line.words, Qt.TextElideMode.ElideRight, int(words.width())
        )
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, text)
        painter.restore()


def measures_list(model: MeasuresModel, theme: Theme) -> QListView:
    """The list."""
    view = QListView()
    view.setModel(model)
    view.setItemDelegate(MeasuresDelegate(theme))
    view.setAccessibleName("Measures")
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
    return view
