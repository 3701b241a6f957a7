"""The findings of a return, grouped by rule with counts, worst first."""

from collections.abc import Mapping, Sequence
from itertools import groupby

from PySide6.QtCore import QModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QHeaderView, QStyledItemDelegate, QStyleOptionViewItem, QTreeView

from cypworkbench.desktop.marks import paint_mark
from cypworkbench.desktop.sheet import Index
from cypworkbench.desktop.style import Theme
from cypworkbench.desktop.words import SEVERITY, count
from cypworkbench.domain.evidence import Finding, Severity
from cypworkbench.domain.record import Picture
from cypworkbench.domain.rule_words import RULES

HEADS = ("Findings", "Sheet", "Cell", "Figure", "What to do")
KEY = Qt.ItemDataRole.UserRole
STEPS = {Qt.Key.Key_N: 1, Qt.Key.Key_P: -1}
MARK = Qt.ItemDataRole.UserRole + 1
_WORST_FIRST = (Severity.STOP, Severity.ERROR, Severity.QUERY, Severity.NOTE)


def ordered(findings: Sequence[Finding]) -> list[Finding]:
    """Worst first, then by rule and cell."""
    return sorted(
        findings,
        key=lambda f: (_WORST_FIRST.index(f.severity), f.code, f.origin.sheet, f.origin.cell),
    )


class FindingsTree(QTreeView):
    """Findings by rule. Enter goes to the cell."""

    looked_at = Signal(str)
    entered = Signal(str)
    stepped = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._model = QStandardItemModel()
        self.setModel(self._model)
        self.setItemDelegateForColumn(0, _MarkedDelegate(theme, self))
        self.setAccessibleName("Findings")
        self.setEditTriggers(QTreeView.EditTrigger.NoEditTriggers)
        self.setUniformRowHeights(True)
        self.setIndentation(18)
        self.header().setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.header().setStretchLastSection(True)
        self.header().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.selectionModel().currentChanged.connect(self._current)
        self.doubleClicked.connect(self._enter)

    def present(self, findings: Sequence[Finding], picture: Picture) -> None:
        """Show findings; those explained say so."""
        chosen = self.chosen()
        self._model.clear()
        still = sum(1 for f in findings if f.needs_answer and f.key not in picture.explanations)
        self.setAccessibleName(f"Findings: {len(findings)}, of which {still} to answer")
        heads = (f"Findings: {len(findings)}, of which {still} to answer", *HEADS[1:])
        self._model.setHorizontalHeaderLabels(list(heads))
        names = {m.id: m.short_title for m in picture.framework.measures}
        for (severity, code), group in groupby(
            ordered(findings), key=lambda f: (f.severity, f.code)
        ):
            held = list(group)
            words = f"{SEVERITY[severity]}: {RULES.get(code, code)} ({len(held)})"
            top = QStandardItem(words)
            font = top.font()
            font.setBold(True)
            top.setFont(font)
            top.setData(severity.value, MARK)
            top.setData(
                f"{words}, {count(len(held), 'finding')}", Qt.ItemDataRole.AccessibleTextRole
            )
            for finding in held:
                top.appendRow(_row(finding, names, picture.explanations))
            self._model.appendRow(top)
            self.setFirstColumnSpanned(self._model.rowCount() - 1, QModelIndex(), True)  # noqa: FBT003  Qt's signature
        for column, width in enumerate((330, 90, 60, 90)):
            self.setColumnWidth(column, width)
        self.expandAll()
        self.choose(chosen)

    def keys(self) -> list[str]:
        """The findings' keys in the order shown."""
        tops = [self._model.item(row) for row in range(self._model.rowCount())]
        return [str(t.child(r).data(KEY)) for t in tops for r in range(t.rowCount())]

    def chosen(self) -> str:
        """The key of the finding selected; empty when none is."""
        return str(self.currentIndex().siblingAtColumn(0).data(KEY) or "")

    def choose(self, key: str) -> None:
        """Select a finding."""
        if not key or key == self.chosen():
            return
        for row in range(self._model.rowCount()):
            top = self._model.item(row)
            for number in range(top.rowCount()):
                if top.child(number).data(KEY) == key:
                    self.setCurrentIndex(top.child(number).index())
                    self.scrollTo(top.child(number).index())
                    return

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes to the cell, N and P to the next finding and the one before; the rest is the tree's."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter(self.currentIndex())
            return
        step = STEPS.get(Qt.Key(event.key()))
        if step and not event.modifiers():
            self.stepped.emit(step)
            return
        super().keyPressEvent(event)

    def _current(self, index: QModelIndex) -> None:
        key = index.siblingAtColumn(0).data(KEY)
        if key:
            self.looked_at.emit(str(key))

    def _enter(self, index: QModelIndex) -> None:
        key = index.siblingAtColumn(0).data(KEY)
        if key:
            self.entered.emit(str(key))


def _row(
    finding: Finding, names: Mapping[str, str], explained: Mapping[str, object]
) -> list[QStandardItem]:
    about = names.get(finding.measure, finding.origin.sheet)
    period = f", {finding.period.label}" if finding.period else ""
    done = finding.key in explained
    what = "Explained" if done else finding.remedy
    first = QStandardItem(f"{about}{period}")
    first.setData(finding.key, KEY)
    first.setData(f"{finding.message} {what}", Qt.ItemDataRole.AccessibleTextRole)
    if done:
        first.setData("ok", MARK)
    words = (finding.origin.sheet, finding.origin.cell, finding.read or "blank", what)
    return [first, *(QStandardItem(word) for word in words)]


class _MarkedDelegate(QStyledItemDelegate):
    """Draws a mark before the words where the item has one."""

    def __init__(self, theme: Theme, parent: QTreeView) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        size = super().sizeHint(option, index)
        return QSize(size.width() + 22, 22)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        mark = index.data(MARK)
        if mark:
            box = QRectF(option.rect)
            paint_mark(
                painter, QRectF(box.left() + 2, box.center().y() - 8, 16, 16), mark, self._theme
            )
            option.rect.adjust(22, 0, 0, 0)
        super().paint(painter, option, index)
