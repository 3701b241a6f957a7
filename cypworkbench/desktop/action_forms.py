"""Agreeing an action, and saying how far one has come."""

from contextlib import suppress
from datetime import date

from PySide6.QtWidgets import QDialog, QFormLayout, QHBoxLayout, QVBoxLayout, QWidget

from cypworkbench.desktop.reason_dialog import ReasonDialog
from cypworkbench.desktop.text import button, choice, field, label, writing
from cypworkbench.desktop.words import day, place_name
from cypworkbench.domain.record import Action, Picture

_NO_DAY = "A day is written as 2027-03-31."


class AgreeDialog(QDialog):
    """What will be done, about which measure and place, by whom, by when. `action` is the one as it stands."""

    def __init__(self, parent: QWidget, picture: Picture, about: tuple[str, str] | None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Agree an action")
        self.setMinimumWidth(560)
        plan = picture.framework
        self.text = writing("What will be done", "One sentence that its owner could be held to")
        self.text.setFixedHeight(76)
        self.measure, self.area = choice("Measure"), choice("Area")
        for one in plan.measures:
            self.measure.addItem(one.short_title or one.title, one.id)
        for code in (plan.county, *(a.code for a in plan.districts)):
            self.area.addItem(place_name(picture, code), code)
        for box, held in zip((self.measure, self.area), about or ("", plan.county), strict=True):
            box.setCurrentIndex(max(box.findData(held), 0))
            box.setSizeAdjustPolicy(box.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(40)
        self.owner = field("Owner", "A role, such as the head of early help")
        self.due = field("To be done by", "2027-03-31")
        self.due.setFixedWidth(130)
        self.said = label("", "second")
        self.act = button("Agree it", primary=True)
        self.cancel = button("Cancel")
        self._lay_out()
        self.text.textChanged.connect(self._moved)
        self.owner.textChanged.connect(self._moved)
        self.due.textChanged.connect(self._moved)
        self.act.clicked.connect(self.accept)
        self.cancel.clicked.connect(self.reject)
        self._moved()

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.addWidget(self.due)
        line.addWidget(self.said, 1)
        form = QFormLayout()
        form.setVerticalSpacing(8)
        for words, part in (
            ("&What", self.text),
            ("&Measure", self.measure),
            ("Ar&ea", self.area),
            ("&Owner", self.owner),
        ):
            form.addRow(words, part)
        by = label("&By")
        by.setBuddy(self.due)
        form.addRow(by, line)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.act)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 18, 20, 16)
        whole.setSpacing(12)
        whole.addWidget(label("Agree an action", "section"))
        more = "It is printed in the pack with its owner and its day, until it is reported as done."
        whole.addWidget(label(more, "second", wrap=True))
        whole.addLayout(form)
        whole.addLayout(foot)

    @property
    def action(self) -> Action | None:
        """The action as it is written; None while its words, its owner or its day are missing."""
        text, owner = self.text.toPlainText().strip(), self.owner.text().strip()
        due = _day(self.due.text())
        if not text or not owner or due is None:
            return None
        measure, area = str(self.measure.currentData()), str(self.area.currentData())
        return Action(measure, area, " ".join(text.split()), owner, due)

    def _moved(self) -> None:
        due = _day(self.due.text())
        self.said.setText(day(due) if due else _NO_DAY if self.due.text().strip() else "not set")
        self.act.setEnabled(self.action is not None)


class ProgressDialog(ReasonDialog):
    """How far an action has come; `done` once the button says so."""

    def __init__(self, parent: QWidget, action: Action) -> None:
        super().__init__(
            parent,
            action.text,
            f"{action.owner}, by {day(action.due)}. The last report counts; the log keeps every one.",
            "Report progress",
        )
        self.done_now = False
        self.text.setPlaceholderText("How far it has come, in a sentence")
        self.text.setPlainText(action.progress)
        self.finished_button = button("It is &done", spoken="Report that the action is done")
        self.finished_button.setEnabled(self.act.isEnabled())
        self.text.textChanged.connect(lambda: self.finished_button.setEnabled(self.act.isEnabled()))
        self.finished_button.clicked.connect(self._finish)
        self.foot.insertWidget(1, self.finished_button)

    def _finish(self) -> None:
        self.done_now = True
        self.accept()


def _day(written: str) -> date | None:
    with suppress(ValueError):  # said beside the box
        return date.fromisoformat(written.strip())
    return None
