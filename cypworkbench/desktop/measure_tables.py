"""A measure's figures as a table, and where each came from."""

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHeaderView, QTableView

from cypworkbench.desktop.text import plain_tip
from cypworkbench.desktop.words import figure, place_name
from cypworkbench.domain.judgement import Assessment, Point
from cypworkbench.domain.record import Picture

Index = QModelIndex | QPersistentModelIndex
Rows = tuple[tuple[str, ...], ...]


class RowsModel(QAbstractTableModel):
    """Rows of words under headings; figures stand right."""

    def __init__(self, spoken: str) -> None:
        super().__init__()
        self.spoken = spoken
        self._heads: tuple[str, ...] = ()
        self._rows: Rows = ()
        self._left = 1

    def present(self, heads: tuple[str, ...], rows: Rows, left: int = 1) -> None:
        """Show other rows; the first `left` columns hold words, the rest figures."""
        self.beginResetModel()
        self._heads, self._rows, self._left = heads, rows, left
        self.endResetModel()

    @property
    def rows(self) -> Rows:
        """What is shown."""
        return self._rows

    def copied(self) -> str:
        """Everything as tab-separated values, headings first."""
        return "\n".join("\t".join(line) for line in (self._heads, *self._rows))

    def rowCount(self, parent: Index | None = None) -> int:
        """As many as there are."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index | None = None) -> int:
        """As many as there are headings."""
        return 0 if parent is not None and parent.isValid() else len(self._heads)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """The headings, aligned as their columns."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._heads[section]
        return self._side(section) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A cell's words."""
        if not index.isValid():
            return None
        words = self._rows[index.row()][index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return words
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(words)  # whole, where the column is too narrow for it
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self._heads[index.column()]}: {words}"
        return self._side(index.column()) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def _side(self, column: int) -> Qt.AlignmentFlag:
        left = column < self._left
        side = Qt.AlignmentFlag.AlignLeft if left else Qt.AlignmentFlag.AlignRight
        return side | Qt.AlignmentFlag.AlignVCenter


class RowsView(QTableView):
    """A table of words that copies itself whole, headings and all."""

    def __init__(self, model: RowsModel, *, even: bool = False) -> None:
        super().__init__()
        self.setObjectName("rows")
        self._rows_model = model
        self.setModel(model)
        self.setAccessibleName(model.spoken)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(27)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.horizontalHeader().setStretchLastSection(True)
        if even:
            self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)

    def copy_all(self) -> None:
        """Put the whole table on the clipboard."""
        QGuiApplication.clipboard().setText(self._rows_model.copied())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+C takes the whole table."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_all()
            return
        super().keyPressEvent(event)


def figures_of(picture: Picture, assessment: Assessment) -> tuple[tuple[str, ...], Rows]:
    """Headings and a row a period: the figure, its parts and range, the target, and the comparators."""
    measure = assessment.measure
    others = [picture.assessments.get((measure.id, a)) for a in picture.framework.comparators]
    known = [o for o in others if o is not None]
    heads = (
        "Period",
        place_name(picture, assessment.area),
        "Numerator",
        "Denominator",
        "95% range",
        "Target",
        *(place_name(picture, o.area) for o in known),
    )
    goals = assessment.target_by_point
    rows = []
    for number, point in enumerate(assessment.series.points):
        goal = goals[number] if number < len(goals) else None
        rows.append(
            (
                point.period.label,
                figure(point.value, measure) if point.value is not None else _why(point),
                _whole(point.numerator),
                _whole(point.denominator),
                _range(assessment, point),
                figure(goal, measure) if goal is not None else "–",
                *(_beside(other, point) for other in known),
            )
        )
    return heads, tuple(reversed(rows))


def _why(point: Point) -> str:
    return point.state.value.replace("_", " ") if point.state.value != "number" else "none"


def _whole(value: float | None) -> str:
    return "–" if value is None else f"{value:,.0f}" if value == int(value) else f"{value:,.1f}"


def _range(assessment: Assessment, point: Point) -> str:
    if point.lower is None or point.upper is None:
        return "–"
    measure = assessment.measure
    return f"{figure(point.lower, measure)} to {figure(point.upper, measure)}"


def _beside(other: Assessment, point: Point) -> str:
    found = other.series.at(point.period)
    return figure(found.value, other.measure) if found and found.value is not None else "–"


def sources_of(picture: Picture, assessment: Assessment) -> tuple[tuple[str, ...], Rows]:
    """Headings and a row a cell: period, how the figure came about, file, sheet and cell."""
    files = {s.returned.sha256: s.returned.file for s in picture.suppliers if s.returned}
    series = assessment.series
    basis = {
        "returned": "as returned",
        "summed": "summed from the districts",
        "published": "as published",
    }.get(series.basis, series.basis)
    rows = []
    for point in reversed(series.points):
        for origin in point.origins:
            file = files.get(origin.sha256, series.source or "published figures")
            rows.append((point.period.label, basis, file, origin.sheet, origin.cell))
        if not point.origins:
            words = "no figure" if point.value is None else series.source or "published figures"
            rows.append((point.period.label, basis, words, "", ""))
    return ("Period", "How", "File", "Sheet", "Cell"), tuple(rows)
