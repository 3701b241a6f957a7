"""The actions agreed: what will be done, by whom, by when, how far each has come, and which are overdue."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from cypworkbench.desktop.measure_tables import RowsModel, RowsView
from cypworkbench.desktop.text import button, choice, label
from cypworkbench.desktop.words import count, day, place_name
from cypworkbench.domain import dates
from cypworkbench.domain.record import Action, Picture
from cypworkbench.domain.refusal import Refusal

_HEADS = ("What will be done", "About", "Owner", "By", "State")
_WIDTHS = (250, 240, 150, 96)
EVERY, OVERDUE, OPEN, DONE, HERE = range(5)
_SHOWN = ("Every action", "Overdue", "Not done yet", "Done")


class ActionsDialog(QDialog):
    """Emits `agree` for one more, `report(Action)` to say how far the one chosen has come, and `take_back(sequence)`.

    `about` is a measure and an area whose actions are shown first, or None for all.
    """

    agree = Signal()
    report = Signal(object)
    take_back = Signal(int)

    def __init__(
        self, parent: QWidget, picture: Picture, today: date, about: tuple[str, str] | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Actions agreed")
        self.setMinimumSize(960, 520)
        self._picture, self._today, self.about = picture, today, about
        self._listed: tuple[Action, ...] = ()
        self._last = 0
        self.which = choice("Which actions to list")
        self.which.addItems(list(_SHOWN))
        if about is not None:
            self.which.addItem(named(picture, *about))
            self.which.setCurrentIndex(HERE)
        self.said = label("", wrap=True)
        self.told = label("", "small", wrap=True)
        self.rows = RowsModel("Actions, their owners and days")
        self.table = RowsView(self.rows)
        self.table.setSelectionMode(RowsView.SelectionMode.SingleSelection)
        self.one_more = button("&Agree an action…")
        self.progress = button("Report &progress…", spoken="Report progress on the action chosen")
        self.back = button("&Take it back", spoken="Take back what was recorded last")
        self.close_it = button("Close", primary=True)
        self._lay_out()
        self.which.currentIndexChanged.connect(self._list)
        self.table.selectionModel().selectionChanged.connect(self._tell)
        self.table.activated.connect(lambda _: self._report())
        self.one_more.clicked.connect(self.agree)
        self.progress.clicked.connect(self._report)
        self.back.clicked.connect(lambda: self.take_back.emit(self._last))
        self.close_it.clicked.connect(self.accept)
        self._list()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(label("Actions agreed", "section"))
        head.addStretch(1)
        head.addWidget(self.which)
        foot = QHBoxLayout()
        for part in (self.one_more, self.progress, self.back):
            foot.addWidget(part)
        foot.addStretch(1)
        foot.addWidget(self.close_it)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 18, 20, 16)
        whole.setSpacing(12)
        whole.addLayout(head)
        whole.addWidget(self.table, 1)
        whole.addWidget(self.said)
        whole.addWidget(self.told)
        whole.addLayout(foot)

    def present(self, picture: Picture) -> None:
        """Show the actions as they stand after a decision."""
        self._picture = picture
        self._list()

    def recorded(self, sequence: int) -> None:
        """Something was recorded here: it can be taken back here, or in the log at any later time."""
        self._last = sequence
        self.back.setEnabled(bool(sequence))

    def refuse(self, refusal: Refusal) -> None:
        """Say what could not be done."""
        self.told.setText(f"{refusal.what} {refusal.remedy}".strip())

    @property
    def chosen(self) -> Action | None:
        """The action chosen in the table."""
        row = self.table.currentIndex().row()
        return self._listed[row] if 0 <= row < len(self._listed) else None

    def _list(self) -> None:
        before = self.chosen.key if self.chosen else ""
        every = self._picture.actions
        which = self.which.currentIndex()
        late = [a for a in every if a.is_overdue(self._today)]
        kept = {
            OVERDUE: late,
            OPEN: [a for a in every if not a.done],
            DONE: [a for a in every if a.done],
            HERE: [a for a in every if (a.measure, a.area) == self.about],
        }.get(which, every)
        self._listed = tuple(sorted(kept, key=lambda a: (a.done, a.due, a.key)))
        self.rows.present(_HEADS, tuple(self._line(a) for a in self._listed), len(_HEADS))
        for column, width in enumerate(_WIDTHS):
            self.table.setColumnWidth(column, width)
        keys = [a.key for a in self._listed]
        if keys:
            row = keys.index(before) if before in keys else 0
            self.table.setCurrentIndex(self.rows.index(row, 0))
        self.told.setText(summary(every, self._today))
        self.back.setEnabled(bool(self._last))
        self._tell()

    def _line(self, action: Action) -> tuple[str, ...]:
        about = named(self._picture, action.measure, action.area)
        return (
            action.text,
            about,
            action.owner,
            dates.short_day(action.due),
            state(action, self._today),
        )

    def _tell(self) -> None:
        action = self.chosen
        self.progress.setEnabled(action is not None)
        if action is None:
            self.said.setText("No action is agreed here yet.")
            return
        self.said.setText(sentence(action, self._today))

    def _report(self) -> None:
        if self.chosen is not None:
            self.report.emit(self.chosen)


def named(picture: Picture, measure: str, area: str) -> str:
    """A measure and a place, by their names."""
    known = {m.id: m.short_title or m.title for m in picture.framework.measures}
    return f"{known.get(measure, 'The pack as a whole')}, {place_name(picture, area)}"


def state(action: Action, today: date) -> str:
    """How an action stands on a day, in a word or two."""
    if action.done:
        return "done"
    if action.is_overdue(today):
        return f"overdue by {count((today - action.due).days, 'day')}"
    return "begun" if action.progress else "not begun"


def sentence(action: Action, today: date) -> str:
    """An action in full: what, who, when, and how far it has come."""
    late = f", {state(action, today)}" if action.is_overdue(today) else ""
    so_far = "Done" if action.done else "So far"
    told = f" {so_far}: {action.progress}" if action.progress else " No progress is recorded."
    return f"{action.text} {action.owner}, by {day(action.due)}{late}.{told}"


def summary(actions: Sequence[Action], today: date) -> str:
    """How many actions there are, how many of them are done and how many overdue."""
    if not actions:
        return "No action is agreed yet."
    done = sum(a.done for a in actions)
    late = sum(a.is_overdue(today) for a in actions)
    return f"{count(len(actions), 'action')} agreed, {done} done, {late} overdue."
