"""Opening a round: its name and days as the last round suggests them, and what goes on into it."""

from contextlib import suppress
from datetime import date

from PySide6.QtWidgets import (
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from cypworkbench.desktop.parts import add, column, hairline, marked
from cypworkbench.desktop.style import Theme
from cypworkbench.desktop.text import button, caption, field, label
from cypworkbench.domain import dates
from cypworkbench.domain.record import Round
from cypworkbench.flow.next_round import Onward

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_NO_DAY = "A day is written as 2026-09-25."


class RoundDialog(QDialog):
    """A name, three days, a note; each day is said in words as it is typed. `wanted` is the round as it stands."""

    def __init__(
        self, parent: QWidget, theme: Theme, proposal: Round, going: Onward | None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Open a round")
        self.setMinimumWidth(720)
        self.name = field("Name", "Round 1 of 2026/27")
        self.name.setText(proposal.label)
        self.days: dict[str, QLineEdit] = {}
        self._said: dict[str, QLabel] = {}
        self.note = field("Note", "Printed on every cover; may stay empty")
        self.act = button("Open it", primary=True)
        self.cancel = button("Cancel")
        self._lay_out(theme, proposal, going)
        for part in (self.name, *self.days.values()):
            part.textChanged.connect(self._moved)
        self.act.clicked.connect(self.accept)
        self.cancel.clicked.connect(self.reject)
        self._moved()

    def _lay_out(self, theme: Theme, proposal: Round, going: Onward | None) -> None:
        form = QFormLayout()
        form.setVerticalSpacing(8)
        form.addRow("&Name", self.name)
        for key, words, day in (
            ("as_at", "Figures as &at", proposal.as_at),
            ("due", "Returns &due", proposal.due),
            ("meeting", "Board &meets", proposal.meeting),
        ):
            self._add_day(form, key, words, day)
        form.addRow("No&te", self.note)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.act)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 18, 20, 16)
        whole.setSpacing(12)
        whole.addWidget(label("Open the next round" if going else "Open a round", "section"))
        whole.addLayout(form)
        if going is not None:
            whole.addWidget(hairline())
            sides = QHBoxLayout()
            sides.setSpacing(24)
            for title, lines in (("Goes on", going.goes_on), ("Starts anew", going.starts_anew)):
                part = column(label(title, "strong"), spacing=4)
                add(part, *(label(line, wrap=True) for line in lines))
                part.addStretch(1)
                sides.addLayout(part, 1)
            whole.addLayout(sides)
            for past in going.past_time:
                more = "Hold it or dispose of it, under History, Rounds kept."
                whole.addWidget(marked(theme, "query", f"{past} is past its time", more))
        whole.addStretch(1)
        whole.addLayout(foot)

    def _add_day(self, form: QFormLayout, key: str, words: str, day: date | None) -> None:
        box = field(words.replace("&", ""), "2026-09-25")
        box.setText(day.isoformat() if day else "")
        box.setFixedWidth(130)
        said = label("", "second")
        line = QHBoxLayout()
        line.setSpacing(10)
        line.addWidget(box)
        line.addWidget(said, 1)
        form.addRow(words, line)
        name = form.labelForField(line)
        if isinstance(name, QLabel):
            name.setBuddy(box)
        self.days[key], self._said[key] = box, said

    @property
    def wanted(self) -> Round:
        """The round as it stands in the dialog; days that are not written as days are left out."""
        days = {key: _day(box.text()) for key, box in self.days.items()}
        return Round(self.name.text().strip(), **days, note=self.note.text().strip())

    def _moved(self) -> None:
        fits = bool(self.name.text().strip())
        for key, box in self.days.items():
            written, day = box.text().strip(), _day(box.text())
            fits = fits and (day is not None or not written)
            self._said[key].setText(_in_words(day) if day else _NO_DAY if written else "not set")
        self.act.setEnabled(fits)
        caption(self.act, f"Open {self.name.text().strip()}" if fits else "Open it")


def _day(written: str) -> date | None:
    with suppress(ValueError):  # said beside the box
        return date.fromisoformat(written.strip())
    return None


def _in_words(day: date) -> str:
    return f"{_WEEKDAYS[day.weekday()]} {dates.day(day)}"
