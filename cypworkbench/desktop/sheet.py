"""A sheet as it was sent: every cell where the sender put it, doubted cells with a frame, a mark and a ground."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import (
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from cypworkbench.desktop.marks import paint_mark
from cypworkbench.desktop.style import Theme, font
from cypworkbench.domain.evidence import (
    Cell,
    CellKind,
    Finding,
    Severity,
    Sheet,
    a1,
    column_letters,
)

ROW = 25
WIDE = 92.0
_SEVERAL = 4
_DEEPEST_HEADING = 12
_TITLES = 4  # titles above the headings may run over their neighbours
_ADDRESS = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_MOST_ROWS, _MOST_COLUMNS = 5000, 200
_ORDER = {Severity.STOP: 0, Severity.ERROR: 1, Severity.QUERY: 2, Severity.NOTE: 3}
Index = QModelIndex | QPersistentModelIndex
CHANGED, UNSEEN = Qt.ItemDataRole.UserRole + 1, Qt.ItemDataRole.UserRole + 2
_PIXELS_A_LETTER = 6.5


def position(address: str) -> tuple[int, int] | None:
    """The row and column (from one) of the first cell of an address (E14, A8:J8); None when it names none."""
    match = _ADDRESS.match(address)
    if not match:
        return None
    column = 0
    for letter in match.group(1):
        column = column * 26 + ord(letter) - 64
    return int(match.group(2)), column


def shown(cell: Cell) -> str:
    """A cell as a spreadsheet shows it: numbers by their format, everything else as stored."""
    if cell.kind is not CellKind.NUMBER:
        return cell.raw
    try:
        number = Decimal(cell.raw)
    except InvalidOperation:
        return cell.raw
    if "%" in cell.number_format and '"' not in cell.number_format:
        return f"{_places(number * 100, cell.number_format)}%"
    if any(letter in cell.number_format for letter in "ymdhs"):
        return cell.raw
    return _places(number, cell.number_format)


def _places(number: Decimal, number_format: str) -> str:
    digits = re.search(r"0\.(0+)", number_format)
    comma = "," if "#,##0" in number_format else ""
    if digits:
        return format(number, f"{comma}.{len(digits.group(1))}f")
    if number_format in {"0", "#,##0"}:
        return format(number, f"{comma}.0f")
    return format(round(number, 9).normalize(), "f")


class SheetModel(QAbstractTableModel):
    """One sheet's cells, from A1 to the last filled one."""

    def __init__(self) -> None:
        super().__init__()
        self._cells: dict[tuple[int, int], Cell] = {}
        self._doubts: dict[tuple[int, int], tuple[Finding, bool]] = {}
        self._hidden: frozenset[int] = frozenset()
        self._hidden_columns: frozenset[int] = frozenset()
        self._widths: dict[int, float] = {}
        self._before: dict[tuple[int, int], str] | None = None
        self._heads: dict[int, str] = {}
        self._doubted: set[int] = set()
        self._rows = self._columns = 0

    def present(
        self, sheet: Sheet, findings: Sequence[Finding], answered: Mapping[str, object]
    ) -> None:
        """Show a sheet with the findings in it; `answered` holds the keys of those explained."""
        self.beginResetModel()
        self._cells = {(c.row, c.column): c for c in sheet.cells}
        self._doubts = {}
        for finding in sorted(findings, key=lambda f: -_ORDER[f.severity]):
            where = position(finding.origin.cell)
            if where is not None:
                self._doubts[where] = (finding, finding.key in answered)
        self._doubted = {column for _, column in self._doubts}
        held = [*self._cells, *self._doubts]
        self._rows = min(max((r for r, _ in held), default=0) + 2, _MOST_ROWS)
        self._columns = min(max((c for _, c in held), default=0), _MOST_COLUMNS)
        self._hidden = sheet.hidden_rows
        self._hidden_columns = sheet.hidden_columns
        self._widths = dict(sheet.widths)
        self._heads = _headings(sheet)
        self.endResetModel()

    def compare(self, earlier: Sheet | None) -> None:
        """Mark from now on what differs from an earlier sheet; None stops."""
        self._before = {(c.row, c.column): c.raw for c in earlier.cells} if earlier else None
        last = self.index(self._rows - 1, self._columns - 1)
        self.dataChanged.emit(self.index(0, 0), last, [CHANGED])

    def changed(self, row: int, column: int) -> bool:
        """Whether a cell differs from the earlier sheet beside it."""
        if self._before is None:
            return False
        cell = self._cells.get((row, column))
        return (cell.raw if cell else "") != self._before.get((row, column), "")

    def sent_width(self, column: int) -> float:
        """The width the sender gave a column, in characters; 0 where the file does not say."""
        return self._widths.get(column, 0.0)

    def cell(self, row: int, column: int) -> Cell | None:
        """The filled cell at a row and column, from one."""
        return self._cells.get((row, column))

    def doubt(self, row: int, column: int) -> tuple[Finding, bool] | None:
        """The worst finding at a cell, and whether it is answered."""
        return self._doubts.get((row, column))

    def doubts_in(self, column: int) -> bool:
        """Whether anything in a column (from one) is doubted."""
        return column in self._doubted

    def rowCount(self, parent: Index | None = None) -> int:
        """Down to the last filled row and two more."""
        return 0 if parent is not None and parent.isValid() else self._rows

    def columnCount(self, parent: Index | None = None) -> int:
        """Across to the last filled column."""
        return 0 if parent is not None and parent.isValid() else self._columns

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Column letters, with the sheet's own headings beside them, and row numbers; a hidden row says so."""
        if role == Qt.ItemDataRole.DisplayRole:
            if orientation == Qt.Orientation.Horizontal:
                heading = self._heads.get(section + 1, "")
                unseen = "hidden " if section + 1 in self._hidden_columns else ""
                return f"{column_letters(section + 1)}  {unseen}{heading}".strip()
            hidden = section + 1 in self._hidden
            return f"{section + 1} hidden" if hidden else str(section + 1)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What the cell shows, and what a screen reader says of it."""
        if not index.isValid():
            return None
        where = (index.row() + 1, index.column() + 1)
        cell = self._cells.get(where)
        if role == Qt.ItemDataRole.DisplayRole:
            return shown(cell) if cell else ""
        if role == Qt.ItemDataRole.TextAlignmentRole:
            number = cell is not None and cell.kind is CellKind.NUMBER
            side = Qt.AlignmentFlag.AlignRight if number else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.AccessibleTextRole:
            text = f"{a1(*where)}: {shown(cell) if cell else 'empty'}"
            doubt = self._doubts.get(where)
            before = self._before.get(where, "") if self._before is not None else ""
            if self.changed(*where):
                text = f"{text}, before {before or 'empty'}"
            return f"{text}. {doubt[0].message}" if doubt else text
        if role == Qt.ItemDataRole.UserRole:
            return self._doubts.get(where)
        if role == CHANGED:
            return self.changed(*where)
        if role == UNSEEN:
            return where[0] in self._hidden or where[1] in self._hidden_columns
        return None


def _headings(sheet: Sheet) -> dict[int, str]:
    """The first row that names several columns, by column: it stays in view when the sheet is scrolled."""
    for number, cells in sheet.rows():
        texts = {c: cell.raw for c, cell in cells.items() if cell.kind is CellKind.TEXT}
        if len(texts) >= _SEVERAL:
            return texts
        if number > _DEEPEST_HEADING:
            break
    return {}


class SheetDelegate(QStyledItemDelegate):
    """Paints a cell as a spreadsheet would, and what is doubted about it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one cell."""
        theme, box = self._theme, QRectF(option.rect)
        doubt: tuple[Finding, bool] | None = index.data(Qt.ItemDataRole.UserRole)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        mark, ground, line = _doubted(doubt)
        painter.save()
        if doubt is None:
            ground = _ground(index)
        painter.fillRect(box, theme["accent_soft" if chosen and not doubt else ground])
        words = box.adjusted(4, 0, -4, 0)
        if doubt is not None:
            words.adjust(18, 0, 0, 0)
        painter.setPen(theme["ink"])
        painter.setFont(font(13, 600 if doubt and not doubt[1] else 400))
        text = painter.fontMetrics().elidedText(
            str(index.data() or ""), Qt.TextElideMode.ElideRight, int(words.width())
        )
        painter.drawText(words, int(index.data(Qt.ItemDataRole.TextAlignmentRole)), text)
        if index.data(CHANGED):
            # a bar at the left edge: a shape, so that colour is not all that tells
            painter.fillRect(
                QRectF(box.left(), box.top() + 2, 3, box.height() - 4), theme["accent"]
            )
        if doubt is not None:
            painter.setPen(QPen(theme[line], 2))
            painter.drawRect(box.adjusted(1, 1, -1.5, -1.5))
            paint_mark(painter, QRectF(box.left() + 4, box.center().y() - 8, 16, 16), mark, theme)
        if chosen:
            painter.setPen(QPen(theme["accent"], 2))
            painter.drawRect(box.adjusted(1, 1, -1.5, -1.5))
        painter.restore()


def _ground(index: Index) -> str:
    """The ground of a cell that nobody doubts: sunk where the sender hid its row or column."""
    return "sunken" if index.data(UNSEEN) else "surface"


def _doubted(doubt: tuple[Finding, bool] | None) -> tuple[str, str, str]:
    """Mark, ground and frame of a cell."""
    if doubt is None:
        return "", "surface", "line"
    finding, answered = doubt
    if answered:
        return "ok", "surface", "met"
    if finding.severity in (Severity.STOP, Severity.ERROR):
        return finding.severity.value, "off_soft", "off"
    if finding.severity is Severity.QUERY:
        return "query", "tol_soft", "tol"
    return "note", "surface", "line_strong"


def sheet_table(model: SheetModel, theme: Theme) -> QTableView:
    """The view of a sheet."""
    view = QTableView()
    view.setObjectName("sheet")
    view.setModel(model)
    view.setItemDelegate(SheetDelegate(theme))
    view.setAccessibleName("The sheet as it was sent")
    view.setTabKeyNavigation(False)
    view.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
    view.setSelectionMode(QTableView.SelectionMode.SingleSelection)
    view.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
    rows, columns = view.verticalHeader(), view.horizontalHeader()
    rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    rows.setDefaultSectionSize(ROW)
    rows.setMinimumWidth(34)
    for header in (rows, columns):
        header.setHighlightSections(False)
        header.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    columns.setFixedHeight(23)
    columns.setTextElideMode(Qt.TextElideMode.ElideRight)
    columns.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    columns.setMinimumSectionSize(24)
    return view


def lay_out(view: QTableView, sheet: Sheet | None) -> None:
    """Join the cells that the sender merged."""
    view.clearSpans()
    for merged in sheet.merged if sheet else ():
        first, last = (position(part) for part in (merged.split(":") * 2)[:2])
        if first and last and max(last[0], last[1]) <= _MOST_ROWS:
            rows, columns = last[0] - first[0] + 1, last[1] - first[1] + 1
            if rows * columns > 1:
                view.setSpan(first[0] - 1, first[1] - 1, rows, columns)


def fit_columns(view: QTableView, model: SheetModel, least: float = WIDE) -> None:
    """Columns as wide as the sender made them, or as what is in them; where that is too much, words give way first.

    None gives way below `least` pixels, and none with a doubt in it at all.
    """
    wanted = [_room(model, column) for column in range(model.columnCount())]
    floor = [
        width if model.doubts_in(column) else min(width, least)
        for column, width in enumerate(wanted, start=1)
    ]
    over = sum(wanted) - view.viewport().width()
    spare = sum(wanted) - sum(floor)
    for column, (width, lowest) in enumerate(zip(wanted, floor, strict=True)):
        less = over * (width - lowest) / spare if over > 0 and spare > 0 else 0.0
        view.setColumnWidth(column, round(max(width - less, lowest)))


def _room(model: SheetModel, column: int) -> float:
    sent = model.sent_width(column + 1)
    longest = len(str(model.headerData(column, Qt.Orientation.Horizontal))) + 1
    rows = range(min(model.rowCount(), 400))
    texts = [len(shown(c)) for r in rows if r > _TITLES and (c := model.cell(r, column + 1))]
    mark = 18 if model.doubts_in(column + 1) else 0
    letters = min(max([longest, *texts]), max(sent, longest) if sent else _MOST_COLUMNS)
    return min(letters * _PIXELS_A_LETTER + 14 + mark, 260.0)
