"""The sheet as it was sent, and beside it, when asked for, the same sheet of the return before it."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QTableView, QVBoxLayout, QWidget

from cypworkbench.desktop.sheet import WIDE, SheetModel, fit_columns, lay_out, sheet_table
from cypworkbench.desktop.style import Theme
from cypworkbench.desktop.text import label
from cypworkbench.domain.evidence import Finding, Sheet, Workbook

_NARROW = 46.0  # pixels: with two sheets side by side, words give way to the figures


class SheetPair(QSplitter):
    """Two sheets that scroll together; the second is out of sight until there is one to show."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setChildrenCollapsible(False)
        self.model = SheetModel()
        self.now = sheet_table(self.model, theme)
        self.model_before = SheetModel()
        self.before = sheet_table(self.model_before, theme)
        self.before.setAccessibleName("The same sheet of the return before")
        self.named = label("", "small")
        self._beside = QWidget()
        column = QVBoxLayout(self._beside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.named)
        column.addWidget(self.before)
        self.addWidget(self.now)
        self.addWidget(self._beside)
        self._beside.hide()
        self._workbook: Workbook | None = None
        self._sheet: Sheet | None = None
        self._asked: tuple[object, ...] = ()
        _together(self.now, self.before)

    def present(
        self, sheet: Sheet, findings: Sequence[Finding], answered: Mapping[str, object]
    ) -> None:
        """Show a sheet with the findings in it, and the same one of the earlier return if that is in view.

        What stands there already is left alone: every step to another finding asks for its sheet.
        """
        doubts = [(finding.key, finding.key in answered) for finding in findings]
        asked = (sheet.name, doubts, self.now.viewport().width())
        if sheet is self._sheet and asked == self._asked:
            return
        self._sheet, self._asked = sheet, asked
        self.model.present(sheet, findings, answered)
        self._fit(self.now, self.model, sheet)
        self._show_before(sheet.name)

    def compare(self, workbook: Workbook | None, sheet: str) -> None:
        """Put the earlier return's sheets beside; None takes them away."""
        self._workbook = workbook
        self._beside.setVisible(workbook is not None)
        if workbook is not None:
            self.setSizes([self.width() // 2, self.width() // 2])
        self._show_before(sheet)
        fit_columns(self.now, self.model, self._least)
        self.now.scrollTo(self.now.currentIndex(), QTableView.ScrollHint.PositionAtCenter)
        self._follow()

    def _show_before(self, name: str) -> None:
        earlier = self._workbook.sheet(name) if self._workbook else None
        self.model.compare(earlier)
        self.model_before.present(earlier or Sheet(name, "visible", ()), (), {})
        if self._workbook is None:
            return
        where = self._workbook.name
        self.named.setText(
            f"{where}, received before" if earlier else f"{where} has no sheet called {name}"
        )
        self._fit(self.before, self.model_before, earlier)
        self._follow()

    @property
    def _least(self) -> float:
        return _NARROW if self._workbook is not None else WIDE

    def _follow(self) -> None:
        """Put the earlier sheet where this one stands."""
        for mine, its in (
            (self.now.verticalScrollBar(), self.before.verticalScrollBar()),
            (self.now.horizontalScrollBar(), self.before.horizontalScrollBar()),
        ):
            its.setValue(mine.value())

    def _fit(self, view: QTableView, model: SheetModel, sheet: Sheet | None) -> None:
        lay_out(view, sheet)
        fit_columns(view, model, self._least)
        view.horizontalScrollBar().setValue(0)


def _together(one: QTableView, other: QTableView) -> None:
    """Scroll both when either is scrolled."""
    for from_here, to_there in ((one, other), (other, one)):
        from_here.verticalScrollBar().valueChanged.connect(to_there.verticalScrollBar().setValue)
        from_here.horizontalScrollBar().valueChanged.connect(
            to_there.horizontalScrollBar().setValue
        )
