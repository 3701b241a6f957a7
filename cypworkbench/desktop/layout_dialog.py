"""Making a recipe by pointing: choose a cell of the sheet, and say what stands there."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from cypworkbench.desktop.sheet import SheetModel, fit_columns, lay_out, sheet_table
from cypworkbench.desktop.style import Theme
from cypworkbench.desktop.text import button, choice, field, label
from cypworkbench.domain.cells import a1, column_letters
from cypworkbench.domain.evidence import Workbook
from cypworkbench.domain.recipe import Role, Where
from cypworkbench.flow.layouts import Trial
from cypworkbench.returns.pointing import Points

Names = Sequence[tuple[str, str]]
_ASKS = {
    Role.MEASURE: "What is measured",
    Role.AREA: "Places",
    Role.PERIOD: "Periods",
    Role.PART: "Kind of figure",
}
_KINDS = (
    ("value", "the value"),
    ("numerator", "the numerator"),
    ("denominator", "the denominator"),
)


class LayoutDialog(QDialog):
    """Emits `tried(sheet, tables, name, board)` to have an attempt tried, `saved(recipe)` once one read the file."""

    tried = Signal(str, object, str, str)
    saved = Signal(object)

    def __init__(
        self, parent: QWidget, theme: Theme, workbook: Workbook, lists: tuple[Names, Names, Names]
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"How {workbook.name} is read")
        self.resize(1180, 620)
        self._workbook = workbook
        self._sheets = [s for s in workbook.sheets if s.state == "visible" and s.cells]
        self.points = Points()
        self.tables: tuple[Points, ...] = ()
        self._trial: Trial | None = None
        boards, measures, areas = lists
        self.model = SheetModel()
        self.sheet = sheet_table(self.model, theme)
        self.tabs = QTabBar()
        self.tabs.setAccessibleName("Sheets")
        self.tabs.setDrawBase(False)
        self.name = field("Name of the recipe", "Who sends files like this one")
        self.board = choice("Whose figures they are")
        for board, name in boards:
            self.board.addItem(name, board)
        self.first = button("The chosen cell is the &first figure")
        self.said: dict[Role, QComboBox | QLineEdit] = {
            Role.MEASURE: _listed("The same measure for all", measures),
            Role.AREA: _listed("The same place for all", areas),
            Role.PERIOD: field("The same period for all", "the same for all: 2023/24"),
            Role.PART: _listed("The same kind for all", _KINDS, empty=False),
        }
        self.shown = {role: label(words, "strong") for role, words in _ASKS.items()}
        self.left_out = field("Left out on purpose", "Total; Note")
        self.another = button("And &another table on this sheet")
        self.try_it = button("&Try it", primary=True)
        self.keep = button("&Save and read the file")
        self.keep.setEnabled(False)
        self.cancel = button("Cancel")
        self.result_line = label("", wrap=True)
        self.result_line.setAccessibleName("What the recipe makes of the file")
        self._lay_out()
        self._connect()
        for sheet in self._sheets:
            self.tabs.addTab(sheet.name.replace("&", "&&"))
        self._show(0)
        self._say()

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.addWidget(label("Choose a cell, then say at the right what stands there.", "second"))
        left.addWidget(self.sheet, 1)
        left.addWidget(self.tabs)
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        for number, (words, widget) in enumerate(
            (("&Name", self.name), ("Figures &of", self.board), ("&Left out", self.left_out))
        ):
            named = label(words)
            named.setBuddy(widget)
            grid.addWidget(named, number, 0)
            grid.addWidget(widget, number, 1, 1, 3)
        grid.addWidget(self.first, 3, 0, 1, 4)
        self._ways: dict[tuple[Role, Where], QWidget] = {}
        for number, (role, words) in enumerate(_ASKS.items()):
            top = 4 + number
            grid.addWidget(self.shown[role], top, 0)
            grid.addWidget(self.said[role], top, 1)
            for column, (where, short) in enumerate(
                ((Where.COLUMN, "In its column"), (Where.ROW, "In its row")), start=2
            ):
                way = button(short, spoken=f"{words}: {short.lower()}")
                way.clicked.connect(partial(self.point, role, where))
                grid.addWidget(way, top, column)
                self._ways[role, where] = way
        right = QVBoxLayout()
        right.addLayout(grid)
        right.addWidget(self.another)
        right.addStretch(1)
        right.addWidget(self.result_line)
        foot = QHBoxLayout()
        foot.addStretch(1)
        for each in (self.cancel, self.try_it, self.keep):
            foot.addWidget(each)
        right.addLayout(foot)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(20, 18, 20, 16)
        whole.setSpacing(16)
        whole.addLayout(left, 1)
        whole.addLayout(right, 1)

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(self._show)
        self.first.clicked.connect(self.point_first)
        self.try_it.clicked.connect(self._try)
        self.another.clicked.connect(self.point_another)
        self.keep.clicked.connect(self._save)
        self.cancel.clicked.connect(self.reject)
        for widget in (*self.said.values(), self.name, self.left_out):
            changed = (
                widget.currentIndexChanged if isinstance(widget, QComboBox) else widget.textChanged
            )
            changed.connect(self._changed)
        self.board.currentIndexChanged.connect(self._changed)

    # ---- pointing

    def point_first(self) -> None:
        """Take the chosen cell as the first figure."""
        self.points = replace(self.points, first=self._chosen())
        self._changed()

    def point_another(self) -> None:
        """Keep what was pointed out as one table, and begin with the next."""
        self.tables = (*self.tables, self._told())
        self.points = Points()
        self._changed()

    def point(self, role: Role, where: Where, _checked: bool = False) -> None:  # noqa: FBT001, FBT002  Qt's signal
        """Take the chosen cell's column, or its row, as where a role's texts stand."""
        self.points = replace(self.points, at={**self.points.at, role: (where, self._chosen())})
        self._changed()

    def show_trial(self, trial: Trial) -> None:
        """Say what an attempt made of the file; one that read it can be saved."""
        self._trial = trial
        self.result_line.setText(trial.said)
        self.keep.setEnabled(trial.recipe is not None and bool(self.name.text().strip()))

    def _chosen(self) -> tuple[int, int]:
        index = self.sheet.currentIndex()
        return max(index.row(), 0) + 1, max(index.column(), 0) + 1

    def _show(self, number: int) -> None:
        if 0 <= number < len(self._sheets):
            sheet = self._sheets[number]
            self.points, self.tables = Points(), ()
            self.model.present(sheet, (), {})
            lay_out(self.sheet, sheet)
            fit_columns(self.sheet, self.model)
            self._changed()

    def _changed(self, *_said: object) -> None:
        self._trial = None
        self.keep.setEnabled(False)
        self._say()

    def _say(self) -> None:
        first = self.points.first
        self.first.setText(
            f"&First figure: {a1(*first)}" if first else "The chosen cell is the &first figure"
        )
        for role in Role:
            found = self.points.at.get(role)
            words = _ASKS[role]
            if found:
                where, (row, column) = found
                place = (
                    f"column {column_letters(column)}" if where is Where.COLUMN else f"row {row}"
                )
                words = f"{words}: {place}"
            self.shown[role].setText(words)
        lacking = self._told().lacking
        self.try_it.setEnabled(not lacking)
        self.another.setEnabled(not lacking)
        if self._trial is None:
            so_far = f"Tables so far: {len(self.tables)}. " if self.tables else ""
            still = f"Still to point to: {', '.join(lacking)}." if lacking else ""
            self.result_line.setText(f"{so_far}{still}")

    def _told(self) -> Points:
        same = {role: _text(widget) for role, widget in self.said.items()}
        left_out = tuple(t.strip() for t in self.left_out.text().split(";") if t.strip())
        return replace(self.points, same=same, left_out=left_out)

    def _try(self) -> None:
        sheet = self._sheets[self.tabs.currentIndex()].name
        self.tried.emit(
            sheet,
            (*self.tables, self._told()),
            self.name.text().strip(),
            str(self.board.currentData()),
        )

    def _save(self) -> None:
        if self._trial is not None and self._trial.recipe is not None:
            self.saved.emit(self._trial.recipe)
            self.accept()


def _listed(spoken: str, names: Names, *, empty: bool = True) -> QComboBox:
    made = choice(spoken)
    if empty:
        made.addItem("different; point to it", "")
    for value, words in names:
        made.addItem(f"all: {words}", value)
    made.setMaximumWidth(220)
    return made


def _text(widget: QComboBox | QLineEdit) -> str:
    return (
        str(widget.currentData() or "") if isinstance(widget, QComboBox) else widget.text().strip()
    )
