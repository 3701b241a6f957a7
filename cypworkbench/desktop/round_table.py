"""The twelve boards as a table: state as a five-stage track, findings, what happened, when the board meets."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    Qt,
)
from PySide6.QtGui import QColor, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from cypworkbench.desktop.marks import paint_mark
from cypworkbench.desktop.style import Theme, font
from cypworkbench.desktop.words import STATE, board_name, count, day, of_board
from cypworkbench.domain.record import Picture, Supplier, SupplierState
from cypworkbench.flow import suppliers
from cypworkbench.flow.suppliers import Owed

HEADS = ("District board", "State", "Findings", "What happened", "Meets")
BOARD, STATE_COLUMN, FINDINGS, HAPPENED, MEETS = range(5)
ROW = 38
Index = QModelIndex | QPersistentModelIndex


class BoardsModel(QAbstractTableModel):
    """The suppliers of a picture, a row each, A to Z."""

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__()
        self._today = today
        self._picture: Picture | None = None
        self._on: date | None = None
        self._owed: dict[str, Owed] = {}

    def present(self, picture: Picture) -> None:
        """Take another picture."""
        self.beginResetModel()
        self._picture = picture
        # once the figures are drawn nobody gets any later
        as_at = picture.round.as_at or picture.round.due
        self._on = min(self._today(), as_at) if as_at else None
        late = suppliers.owed(picture, self._on) if self._on else ()
        self._owed = {one.board: one for one in reversed(late)}
        self.endResetModel()

    def supplier(self, row: int) -> Supplier:
        """The supplier of a row."""
        assert self._picture is not None  # noqa: S101  rows exist only with a picture
        return self._picture.suppliers[row]

    def row_of(self, board: str) -> int:
        """The row of a board, or -1."""
        suppliers = self._picture.suppliers if self._picture else ()
        return next((n for n, s in enumerate(suppliers) if s.board == board), -1)

    def rowCount(self, parent: Index | None = None) -> int:
        """A row a supplier."""
        if self._picture is None or (parent is not None and parent.isValid()):
            return 0
        return len(self._picture.suppliers)

    def columnCount(self, parent: Index | None = None) -> int:
        """Five columns."""
        return 0 if parent is not None and parent.isValid() else len(HEADS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """The columns' names."""
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return HEADS[section]
        if role == Qt.ItemDataRole.TextAlignmentRole and orientation == Qt.Orientation.Horizontal:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A cell's words, also for a screen reader."""
        if not index.isValid() or self._picture is None:
            return None
        supplier = self.supplier(index.row())
        if role == Qt.ItemDataRole.DisplayRole:
            return self._words(supplier, index.column())
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{HEADS[index.column()]}: {self._words(supplier, index.column()) or 'nothing'}"
        if role == Qt.ItemDataRole.UserRole:
            return supplier
        return None

    def _words(self, supplier: Supplier, column: int) -> str:
        assert self._picture is not None  # noqa: S101  asked only with a picture
        picture = self._picture
        if column == BOARD:
            return board_name(picture, supplier.board)
        if column == STATE_COLUMN:
            return STATE[supplier.state]
        if column == FINDINGS:
            return _findings(picture, supplier)
        if column == HAPPENED:
            return _happened(picture, supplier, self._owed.get(supplier.board), self._on)
        return picture.framework.board(supplier.board).cycle or "not stated"


def _findings(picture: Picture, supplier: Supplier) -> str:
    mine = of_board(picture, picture.findings, supplier.board)
    if not supplier.has_come:
        return ""
    if supplier.open_findings:
        return f"{supplier.open_findings} to answer"
    explained = sum(1 for f in mine if f.key in picture.explanations)
    if explained:
        return f"{explained} explained"
    return count(len(mine), "note") if mine else "none"


def _happened(picture: Picture, supplier: Supplier, owed: Owed | None, on: date | None) -> str:
    if supplier.received_at is not None and supplier.has_come:
        came = f"received {day(supplier.received_at.date(), year=False)}"
        return f"{came}, {count(len(owed.measures), 'measure')} owed" if owed else came
    if supplier.state is SupplierState.SET_ASIDE:
        return "will be “not reported”"
    due = owed.due if owed else picture.round.due
    if due is not None and on is not None and on > due:
        return f"{count((on - due).days, 'day')} late"
    return f"due {day(due, year=False)}" if due is not None else ""


class BoardsDelegate(QStyledItemDelegate):
    """Paints a row: selection, a bold name, the track."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one cell."""
        theme, box = self._theme, QRectF(option.rect)
        supplier = index.data(Qt.ItemDataRole.UserRole)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.fillRect(box, theme["accent_soft" if selected else "surface"])
        painter.fillRect(QRectF(box.left(), box.bottom() - 1, box.width(), 1), theme["line"])
        if selected and index.column() == BOARD:
            painter.fillRect(QRectF(box.left(), box.top(), 3, box.height() - 1), theme["accent"])
        left = box.left() + 15
        if index.column() == STATE_COLUMN:
            self._track(painter, QPointF(left + 8, box.center().y()), supplier)
            left += 128
        late = str(index.data() or "").endswith("late")
        bold, colour = self._emphasis(index.column(), supplier, late=late)
        painter.setFont(font(14, 600 if bold else 400))
        painter.setPen(colour)
        words = QRectF(left, box.top(), box.right() - left - 4, box.height() - 1)
        text = painter.fontMetrics().elidedText(
            str(index.data() or ""), Qt.TextElideMode.ElideRight, int(words.width())
        )
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, text)
        painter.restore()

    def _emphasis(self, column: int, supplier: Supplier, *, late: bool) -> tuple[bool, QColor]:
        waiting = supplier.state in (SupplierState.QUERIES, SupplierState.NOT_SENT)
        if column == BOARD:
            return True, self._theme["ink"]
        if column == STATE_COLUMN:
            return waiting, self._theme["ink"]
        if column == HAPPENED:
            return late, self._theme["off" if late else "ink2"]
        return False, self._theme["ink" if column == FINDINGS else "ink2"]

    def _track(self, painter: QPainter, start: QPointF, supplier: Supplier) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = self._theme
        reached, here = _STAGES[supplier.state]
        through = supplier.state is SupplierState.ACCEPTED
        for stage in range(5):
            centre = QPointF(start.x() + stage * 24, start.y())
            colour = theme["met"] if through else theme["ink2"]
            if stage < 4:  # noqa: PLR2004  four joins between five stages
                done = stage < reached - 1
                painter.setPen(QPen(colour if done else theme["line"], 2.0))
                painter.drawLine(centre + QPointF(7, 0), centre + QPointF(17, 0))
            if (stage == reached and here) or (through and stage == 4):  # noqa: PLR2004  the last stage
                size = 20.0
                square = QRectF(centre.x() - size / 2, centre.y() - size / 2, size, size)
                sign = str(supplier.open_findings) if supplier.open_findings else ""
                paint_mark(painter, square, here or "done", theme, sign[:2])
            elif stage < reached:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(colour)
                painter.drawEllipse(centre, 4.5, 4.5)
            else:
                painter.setPen(QPen(theme["line_strong"], 1.2))
                painter.setBrush(theme["surface"])
                painter.drawEllipse(centre, 4, 4)


# stages: sent, received, checked, answered, accepted; and the mark that stands at the one where it is held up
_STAGES = {
    SupplierState.NOT_SENT: (1, "error"),
    SupplierState.RECEIVED: (2, ""),
    SupplierState.QUERIES: (3, "query"),
    SupplierState.ACCEPTED: (5, ""),
    SupplierState.SET_ASIDE: (1, "not_reported"),
}


class BoardsView(QTableView):
    """Twelve rows that share the height there is, so that all of them are seen at once."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Between 30 and 38 pixels a row."""
        super().resizeEvent(event)
        rows = max(self.model().rowCount(), 12)
        room = self.viewport().height() // rows
        self.verticalHeader().setDefaultSectionSize(max(30, min(ROW, room)))


def boards_table(model: BoardsModel, theme: Theme) -> QTableView:
    """The table, fitted to its column of the window."""
    view = BoardsView()
    view.setObjectName("boards")
    view.setModel(model)
    view.setItemDelegate(BoardsDelegate(theme))
    view.setAccessibleName("District boards")
    view.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
    view.setSelectionMode(QTableView.SelectionMode.SingleSelection)
    view.setShowGrid(False)
    view.setTabKeyNavigation(False)
    view.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
    view.verticalHeader().hide()
    view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    view.verticalHeader().setDefaultSectionSize(ROW)
    header = view.horizontalHeader()
    header.setHighlightSections(False)
    header.setStretchLastSection(True)
    header.setFixedHeight(29)
    header.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    for column, width in enumerate((140, 276, 130, 190)):
        view.setColumnWidth(column, width)
    return view
