"""Who may act for a board: who takes which step of its packs, who signs in which role, and until when."""

from contextlib import suppress
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from cypworkbench.desktop.measure_tables import RowsModel, RowsView
from cypworkbench.desktop.text import button, choice, field, label
from cypworkbench.domain import dates
from cypworkbench.domain.refusal import Refusal
from cypworkbench.domain.signoff import Duty, Step

_STEPS: dict[str, str] = {
    Step.DRAFTED: "Drafts the pack",
    Step.CHECKED: "Checks the pack",
    Step.COMMENTED: "Comments on the pack",
}
_HEADS = ("May", "Who", "In place of", "Until")
_WIDTHS = (220, 180, 180)
_MEANS = (
    "Where nobody is named for a step or a role, anyone may act. Names are compared with those of certificates: "
    "write them as the certificates do."
)
_NO_DAY = "A day is written as 2027-03-31."


class DutiesDialog(QDialog):
    """Emits `give(Duty)` to name somebody, and `end(Duty)` for the one chosen, which then lets nobody act."""

    give = Signal(object)
    end = Signal(object)

    def __init__(
        self, parent: QWidget, board: tuple[str, str], roles: tuple[str, ...], today: date
    ) -> None:
        """`board` is its id and its name, `roles` those that sign."""
        super().__init__(parent)
        self.setWindowTitle("Who may act")
        self.setMinimumSize(800, 500)
        self._board, self._today = board, today
        self._listed: tuple[Duty, ...] = ()
        self._names = {**_STEPS, **{role: f"Signs as {role}" for role in roles}}
        self.rows = RowsModel("Who may act for this board")
        self.table = RowsView(self.rows)
        self.table.setSelectionMode(RowsView.SelectionMode.SingleSelection)
        self.role = choice("What they may do")
        for role, words in self._names.items():
            self.role.addItem(words, role)
        self.person = field("Who", "As their certificate has the name")
        self.instead = field("In place of, for a deputy", "Whom they stand in for, if anybody")
        self.until = field("Until", "2027-03-31, or nothing")
        self.said = label("", "small", wrap=True)
        self.finish = button("&End it", spoken="End the duty chosen")
        self.act = button("&Name them", primary=True)
        self.close_it = button("Close")
        self._lay_out()
        for part in (self.person, self.until):
            part.textChanged.connect(self._ready)
        self.table.selectionModel().selectionChanged.connect(self._chosen)
        self.rows.modelReset.connect(self._chosen)
        self.act.clicked.connect(self._give)
        self.finish.clicked.connect(self._end)
        self.close_it.clicked.connect(self.accept)
        self._ready()

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        parts = (
            ("&May", self.role),
            ("&Who", self.person),
            ("&In place of", self.instead),
            ("&Until", self.until),
        )
        for number, (words, part) in enumerate(parts):
            name = label(words)
            name.setBuddy(part)
            grid.addWidget(name, number // 2, number % 2 * 2)
            grid.addWidget(part, number // 2, number % 2 * 2 + 1)
        foot = QHBoxLayout()
        foot.addWidget(self.finish)
        foot.addStretch(1)
        foot.addWidget(self.close_it)
        foot.addWidget(self.act)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 18, 20, 16)
        whole.setSpacing(12)
        whole.addWidget(label(f"Who may act for {self._board[1]}", "section", wrap=True))
        whole.addWidget(label(_MEANS, "second", wrap=True))
        whole.addWidget(self.table, 1)
        whole.addLayout(grid)
        whole.addWidget(self.said)
        whole.addLayout(foot)

    def present(self, duties: tuple[Duty, ...]) -> None:
        """List the board's duties, in the order of the steps and roles."""
        order = list(self._names)
        mine = [d for d in duties if d.board == self._board[0]]
        self._listed = tuple(sorted(mine, key=lambda d: (order.index(d.role), d.person)))
        self.rows.present(_HEADS, tuple(self._line(d) for d in self._listed), len(_HEADS))
        for column, width in enumerate(_WIDTHS):
            self.table.setColumnWidth(column, width)

    def refuse(self, refusal: Refusal) -> None:
        """Say what could not be done."""
        self.said.setText(f"{refusal.what} {refusal.remedy}".strip())

    @property
    def last_day(self) -> date | None:
        """The day written; None where there is none, or what is written is no day."""
        with suppress(ValueError):
            return date.fromisoformat(self.until.text().strip())
        return None

    def _line(self, duty: Duty) -> tuple[str, ...]:
        until = "no end" if duty.until is None else dates.day(duty.until)
        if not duty.holds(self._today):
            until = f"ended on {until}"
        return self._names[duty.role], duty.person, duty.deputy_for or "–", until

    @property
    def _duty(self) -> Duty | None:
        row = self.table.currentIndex().row()
        return self._listed[row] if 0 <= row < len(self._listed) else None

    def _chosen(self) -> None:
        duty = self._duty
        self.finish.setEnabled(duty is not None and duty.holds(self._today))

    def _ready(self) -> None:
        written = self.until.text().strip()
        is_day = not written or self.last_day is not None
        self.said.setText("" if is_day else _NO_DAY)
        self.act.setEnabled(bool(self.person.text().strip()) and is_day)

    def _give(self) -> None:
        role = str(self.role.currentData())
        person, instead = self.person.text().strip(), self.instead.text().strip()
        self.give.emit(Duty(self._board[0], role, person, instead, self.last_day))
        for part in (self.person, self.instead, self.until):
            part.clear()

    def _end(self) -> None:
        duty = self._duty
        if duty is not None:
            self.end.emit(duty)
