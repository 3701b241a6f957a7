"""The list of a plan: outcomes, priorities and measures, or boards, or themes, each standing in under what holds it."""

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from cypworkbench.desktop.plan_words import Row, Sort
from cypworkbench.desktop.style import Theme, font
from cypworkbench.desktop.text import plain_tip

Index = QModelIndex | QPersistentModelIndex
_HEADS = (Sort.OUTCOME, Sort.HEADING)
_STEP = 12  # pixels a row stands in under the one that holds it


class PlanModel(QAbstractListModel):
    """The rows of the list."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[Row] = []

    def present(self, rows: list[Row]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def row_of(self, sort: Sort, key: str) -> int:
        """The first row of a thing, or -1."""
        return next((n for n, r in enumerate(self._rows) if (r.sort, r.key) == (sort, key)), -1)

    def rowCount(self, parent: Index | None = None) -> int:
        """Every row."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Headings that are no part of the plan cannot be chosen."""
        if index.isValid() and self._rows[index.row()].sort is Sort.HEADING:
            return Qt.ItemFlag.NoItemFlags
        return super().flags(index)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A row's words, what a screen reader says, and the row itself."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.words
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.spoken
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(row.words)
        if role == Qt.ItemDataRole.UserRole:
            return row
        return None


class PlanDelegate(QStyledItemDelegate):
    """Paints a row: a heading on sunken ground, a priority in the accent, anything else plain."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """A heading may take two lines, anything else one."""
        del option
        row: Row = index.data(Qt.ItemDataRole.UserRole)
        return QSize(200, 42 if row.sort is Sort.OUTCOME else 27)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one row."""
        theme, box = self._theme, QRectF(option.rect)
        row: Row = index.data(Qt.ItemDataRole.UserRole)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        head = row.sort in _HEADS
        painter.save()
        ground = "accent_soft" if chosen else "sunken" if head else "surface"
        painter.fillRect(box, theme[ground])
        if chosen:
            painter.fillRect(QRectF(box.left(), box.top(), 3, box.height()), theme["accent"])
        strong = head or row.sort is Sort.PRIORITY
        painter.setPen(theme["accent" if strong else "ink"])
        painter.setFont(font(14, 600 if head or chosen else 400))
        words = box.adjusted(10 + _STEP * row.depth, 2, -6, -2)
        if row.sort is Sort.OUTCOME:
            flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
            text = _within_two_lines(painter, row.words, words.width())
            painter.drawText(words, int(flags), text)
        else:
            text = painter.fontMetrics().elidedText(
                row.words, Qt.TextElideMode.ElideRight, int(words.width())
            )
            painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter), text)
        painter.restore()


def _within_two_lines(painter: QPainter, words: str, width: float) -> str:
    """Words cut, with …, to what two lines of that width hold; a word is never cut on the first."""
    metrics = painter.fontMetrics()
    first = ""
    rest = words.split(" ")
    while rest and metrics.horizontalAdvance(f"{first} {rest[0]}".strip()) <= width:
        first = f"{first} {rest.pop(0)}".strip()
    second = metrics.elidedText(" ".join(rest), Qt.TextElideMode.ElideRight, int(width))
    return f"{first}\n{second}" if second else first


def plan_list(model: PlanModel, theme: Theme) -> QListView:
    """The list."""
    view = QListView()
    view.setModel(model)
    view.setItemDelegate(PlanDelegate(theme))
    view.setAccessibleName("The plan")
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
    return view
