"""A board's own priorities and the questions put to it: listed, set down, answered, dropped."""

from contextlib import suppress
from datetime import date

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import (
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from cypworkbench.desktop.text import button, choice, field, label, writing
from cypworkbench.desktop.words import day
from cypworkbench.domain.framework import Framework
from cypworkbench.domain.matter import Matter, MatterKind
from cypworkbench.domain.record import Picture
from cypworkbench.domain.refusal import Refusal
from cypworkbench.flow.matters import standing

_BETWEEN = 4  # pixels around each of them
_KINDS = {MatterKind.PRIORITY: "Local priority", MatterKind.CHALLENGE: "Question"}


class MattersDialog(QDialog):
    """Emits `one_more`, `answered(Matter)` and `dropped(Matter)`; lists those of one area."""

    one_more = Signal()
    answered = Signal(object)
    dropped = Signal(object)

    def __init__(self, parent: QWidget, name: str, area: str, picture: Picture) -> None:
        super().__init__(parent)
        self.setWindowTitle("Local priorities and questions")
        self.setMinimumSize(720, 460)
        self._area = area
        self._listed: tuple[Matter, ...] = ()
        self.rows = QListWidget()
        self.rows.setAccessibleName("Local priorities and questions")
        self.rows.setWordWrap(True)
        self.rows.setSpacing(_BETWEEN)
        self.told = label("", "small", wrap=True)
        self.add = button("&Set down one more…", primary=True)
        self.answer = button("&Answer…", spoken="Answer the question")
        self.leave_out = button("&Leave out", spoken="Leave it out of the packs from now on")
        self.close_it = button("Close")
        foot = QHBoxLayout()
        for part in (self.add, self.answer, self.leave_out):
            foot.addWidget(part)
        foot.addStretch(1)
        foot.addWidget(self.close_it)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 18, 20, 16)
        whole.setSpacing(12)
        whole.addWidget(label(f"{name}: local priorities and questions", "section", wrap=True))
        said = (
            "The pack prints the priorities with the measures that show them, and the questions with who asked and "
            "what the answer was. The public edition has neither."
        )
        whole.addWidget(label(said, "second", wrap=True))
        whole.addWidget(self.rows, 1)
        whole.addWidget(self.told)
        whole.addLayout(foot)
        self.rows.currentRowChanged.connect(lambda _row: self._offer())
        self.add.clicked.connect(self.one_more)
        self.answer.clicked.connect(lambda: self._tell(self.answered))
        self.leave_out.clicked.connect(lambda: self._tell(self.dropped))
        self.close_it.clicked.connect(self.accept)
        self.present(picture)

    def present(self, picture: Picture) -> None:
        """Show them as they stand after a decision."""
        row = max(self.rows.currentRow(), 0)
        self._listed = tuple(
            m for kind in _KINDS for m in standing(picture.matters, kind, self._area)
        )
        self.rows.clear()
        for matter in self._listed:
            QListWidgetItem(_line(matter), self.rows)
        self.rows.setCurrentRow(min(row, len(self._listed) - 1))
        self.told.setText("" if self._listed else "Nothing is set down yet.")
        self._offer()

    def refuse(self, refusal: Refusal) -> None:
        """Say what could not be done."""
        self.told.setText(f"{refusal.what} {refusal.remedy}".strip())

    @property
    def chosen(self) -> Matter | None:
        """The one in hand."""
        row = self.rows.currentRow()
        return self._listed[row] if 0 <= row < len(self._listed) else None

    def _tell(self, signal: SignalInstance) -> None:
        if self.chosen is not None:
            signal.emit(self.chosen)

    def _offer(self) -> None:
        chosen = self.chosen
        self.leave_out.setEnabled(chosen is not None)
        self.answer.setEnabled(chosen is not None and chosen.kind is MatterKind.CHALLENGE)


class MatterForm(QDialog):
    """A priority or a question to set down; `matter` is the one as it is written, None while words are missing."""

    def __init__(self, parent: QWidget, framework: Framework, area: str) -> None:
        super().__init__(parent)
        self.setWindowTitle("Set down one more")
        self.setMinimumWidth(560)
        self._area = area
        self.kind, self.measure = choice("Kind"), choice("Measure")
        for kind, name in _KINDS.items():
            self.kind.addItem(name, kind)
        self.measure.addItem("No one measure", "")
        for one in framework.measures:
            self.measure.addItem(one.short_title or one.title, one.id)
        self.text = writing("The priority or the question", "One sentence")
        self.text.setFixedHeight(76)
        self.who = field("Who leads, or who asked", "A role, such as member for schools")
        self.due = field("Answer owed by", "2027-03-31")
        self.act = button("Set it &down", primary=True)
        self.cancel = button("Cancel")
        form = QFormLayout()
        form.setVerticalSpacing(8)
        for words, part in (
            ("&Kind", self.kind),
            ("&Words", self.text),
            ("&Measure", self.measure),
            ("Wh&o", self.who),
            ("&By", self.due),
        ):
            form.addRow(words, part)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.act)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 18, 20, 16)
        whole.setSpacing(12)
        whole.addLayout(form)
        whole.addLayout(foot)
        self.kind.currentIndexChanged.connect(self._check)
        self.text.textChanged.connect(self._check)
        self.who.textChanged.connect(self._check)
        self.due.textChanged.connect(self._check)
        self.act.clicked.connect(self.accept)
        self.cancel.clicked.connect(self.reject)
        self._check()

    @property
    def matter(self) -> Matter | None:
        """What is written, once it has its words, who asked it where it is a question, and a day that is one."""
        kind = MatterKind(self.kind.currentData())
        text, who = self.text.toPlainText().strip(), self.who.text().strip()
        due, written = None, self.due.text().strip()
        asks = kind is MatterKind.CHALLENGE
        if asks and written:
            with suppress(ValueError):  # the button stays closed
                due = date.fromisoformat(written)
            if due is None:
                return None
        if not text or (asks and not who):
            return None
        measure = str(self.measure.currentData())
        return Matter(kind, self._area, 0, text, (measure,) if measure else (), who, due=due)

    def _check(self) -> None:
        self.due.setEnabled(MatterKind(self.kind.currentData()) is MatterKind.CHALLENGE)
        self.act.setEnabled(self.matter is not None)


def _line(matter: Matter) -> str:
    said = f"{_KINDS[matter.kind]} {matter.number}: {matter.text}"
    if matter.who:
        led = "led by" if matter.kind is MatterKind.PRIORITY else "asked by"
        said += f" ({led} the {matter.who})"
    if matter.answer:
        return f"{said}\nAnswer: {matter.answer}"
    return f"{said}\nAn answer is owed by {day(matter.due)}." if matter.due else said
