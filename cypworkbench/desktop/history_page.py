"""One page of History: a table, what is said of its chosen line beside it, and what can be done about it."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, QObject
from PySide6.QtWidgets import QHeaderView, QPushButton, QWidget

from cypworkbench.desktop.measure_tables import RowsModel, RowsView
from cypworkbench.desktop.parts import Facts, add, column, hairline
from cypworkbench.desktop.text import label


class Page(QObject):
    """A table of words; under `said` and `facts` its chosen line in full; `actions` stand at the inspector's foot."""

    def __init__(self, spoken: str, heads: tuple[str, ...], widths: Sequence[int]) -> None:
        super().__init__()
        self.heads = heads
        self.model, self.view = table(spoken, widths)
        self.said = label("", "section", wrap=True)
        self.facts = Facts()
        self.more = label("", wrap=True)
        self.actions: tuple[QPushButton, ...] = ()
        self.panel = QWidget()
        inner = column()
        add(inner, self.said, self.facts, hairline(), self.more)
        inner.addStretch(1)
        self.panel.setLayout(inner)
        self.view.selectionModel().currentChanged.connect(telling(self.tell))

    @property
    def row(self) -> int:
        """The chosen line, from 0; -1 for none."""
        return self.view.currentIndex().row()

    def show_rows(self, rows: Sequence[tuple[str, ...]]) -> None:
        """Show other lines, the first of them chosen; the line chosen before stays so where it can."""
        before = max(self.row, 0)
        self.model.present(self.heads, tuple(rows), left=len(self.heads))
        if rows:
            self.view.setCurrentIndex(self.model.index(min(before, len(rows) - 1), 0))
        self.tell(self.row)

    @property
    def sentence(self) -> str:
        """What the page comes to."""
        raise NotImplementedError

    def tell(self, row: int) -> None:
        """Say what there is to say of a line."""
        raise NotImplementedError


def table(spoken: str, widths: Sequence[int]) -> tuple[RowsModel, RowsView]:
    """A table of words with its columns' widths; the last takes what is left."""
    model = RowsModel(spoken)
    view = RowsView(model)
    view.setSelectionMode(RowsView.SelectionMode.SingleSelection)
    view.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)

    def set_out() -> None:
        for number, width in enumerate(widths):
            view.setColumnWidth(number, width)

    model.modelReset.connect(set_out)
    return model, view


def telling(tell: Callable[[int], None]) -> Callable[[QModelIndex, QModelIndex], None]:
    """What hears of another line, and tells its number."""

    def told(now: QModelIndex, _before: QModelIndex) -> None:
        tell(now.row())

    return told
