"""Rounds kept: how long each is kept, holds, the disposal of one past its time; and words that must not be kept."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from cypworkbench.desktop.history_page import Page
from cypworkbench.desktop.history_tasks import Holding
from cypworkbench.desktop.text import button, caption, field, label, writing
from cypworkbench.desktop.words import count, day
from cypworkbench.domain.refusal import Refusal
from cypworkbench.flow.retention import KeptRound
from cypworkbench.store.rebuild import Removal

_HEADS = ("Round", "Ended", "Kept until", "How it stands")
_SHOWN = 8


class RoundsPage(Page):
    """The finished rounds, a line each. `disposed` comes only when the button that says what goes is pressed too."""

    years_wanted = Signal()
    held = Signal(str)
    lifted = Signal(str)
    disposed = Signal(str)
    certificate_wanted = Signal(str)
    redact_wanted = Signal()

    def __init__(self) -> None:
        super().__init__("Rounds kept", _HEADS, (220, 140, 140))
        self.rounds: tuple[KeptRound, ...] = ()
        self._today = date.min
        self._sure = False
        self.dispose = button("&Dispose of it…", primary=True)
        self.hold = button("&Hold it…")
        self.years = button("Set the &years…")
        self.redact = button("Remove &words for good…")
        self.actions = (self.dispose, self.hold, self.years, self.redact)
        self.dispose.clicked.connect(self._dispose)
        self.hold.clicked.connect(self._hold)
        self.years.clicked.connect(self.years_wanted)
        self.redact.clicked.connect(self.redact_wanted)
        self.show_rounds((), date.min)

    def show_rounds(self, rounds: Sequence[KeptRound], today: date) -> None:
        """Show what the schedule says of every finished round."""
        self.rounds, self._today = tuple(rounds), today
        self.show_rows([self._line(one) for one in rounds])

    def _line(self, one: KeptRound) -> tuple[str, ...]:
        until = day(one.until) if one.until else "no schedule is set"
        return one.label, day(one.ended), until, self._state(one)

    def _state(self, one: KeptRound) -> str:
        if one.disposed:
            return "disposed of"
        if one.held:
            return f"held: {one.held}"
        return "past its time" if one.is_due(self._today) else "kept"

    @property
    def sentence(self) -> str:
        """How many there are, and how many are past their time."""
        due = sum(1 for one in self.rounds if one.is_due(self._today))
        return f"{count(len(self.rounds), 'finished round')}, {due} past the time they are kept"

    @property
    def chosen(self) -> KeptRound | None:
        """The round of the chosen line."""
        return self.rounds[self.row] if 0 <= self.row < len(self.rounds) else None

    def tell(self, row: int) -> None:
        """What a round holds that a disposal would remove."""
        del row
        self._sure = False
        one = self.chosen
        gone_already = one is not None and one.disposed
        caption(self.dispose, "Save its certificate…" if gone_already else "Dispose of it…")
        caption(self.hold, "Let the schedule count again…" if one and one.held else "Hold it…")
        self.dispose.setEnabled(gone_already or (one is not None and one.is_due(self._today)))
        self.hold.setEnabled(one is not None and not one.disposed)
        if one is None:
            self.said.setText("No round is finished yet.")
            self.facts.say(())
            self.more.setText("The round in hand joins this list when the next is opened.")
            return
        self.said.setText(one.label)
        gone = one.removal
        self.facts.say(
            (
                ("Stands", self._state(one)),
                ("Files", f"{len(gone.contents)} that only this round needs"),
                ("Words", f"of {count(len(gone.decisions), 'decision')}"),
            )
        )
        self.more.setText(
            "Disposal removes them from the workspace and its backups and writes a certificate. "
            "The chain still proves what was there."
        )

    def _dispose(self) -> None:
        one = self.chosen
        if one is None:
            return
        if one.disposed:
            self.certificate_wanted.emit(one.label)
            return
        if not self._sure:
            self._sure = True
            words = count(len(one.removal.decisions), "decision")
            caption(
                self.dispose, f"Remove {len(one.removal.contents)} files and the words of {words}"
            )
            return
        self.disposed.emit(one.label)

    def _hold(self) -> None:
        one = self.chosen
        if one is not None:
            (self.lifted if one.held else self.held).emit(one.label)


class RedactDialog(QDialog):
    """Words to look for, what holds them, and why they go. `looked(words)` asks; `tell` brings the answer."""

    looked = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Remove words for good")
        self.setMinimumWidth(560)
        self.removal = Removal()
        self._for = ""
        self.words = field("Words to remove", "As they are written, such as a name")
        self.look = button("&Look for them")
        self.found = label("", wrap=True)
        self.found.setMinimumHeight(120)
        self.why = writing("Reason", "Why they go, without the words themselves")
        self.why.setFixedHeight(64)
        self.act = button("Remove for good", primary=True)
        self.cancel = button("Cancel")
        self._lay_out()
        self.words.textChanged.connect(self._changed)
        self.words.returnPressed.connect(self._ask)
        self.why.textChanged.connect(self._may)
        self.look.clicked.connect(self._ask)
        self.act.clicked.connect(self.accept)
        self.cancel.clicked.connect(self.reject)
        self._changed()

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.addWidget(self.words, 1)
        line.addWidget(self.look)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.act)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 18, 20, 16)
        whole.setSpacing(12)
        whole.addWidget(label("Which words must not be kept?", "section", wrap=True))
        more = "Whatever holds them goes: from the workspace, its backups and what is remembered. It cannot be undone."
        whole.addWidget(label(more, "second", wrap=True))
        whole.addLayout(line)
        whole.addWidget(self.found)
        whole.addWidget(self.why)
        whole.addLayout(foot)

    def tell(self, answer: Holding) -> None:
        """Say what holds the words that were asked about, unless others were typed since."""
        if answer.words != self.words.text():
            return
        self.removal, self._for = answer.removal, answer.words
        lines = list(answer.lines[:_SHOWN])
        more = len(answer.lines) - _SHOWN
        lines += [f"and {more} more"] if more > 0 else []
        self.found.setText("\n".join(lines))
        caption(self.act, f"Remove {count(len(answer.removal.named), 'thing')} for good")
        self._may()

    def refuse(self, refusal: Refusal) -> None:
        """Say why nothing can be removed by these words."""
        self.found.setText(f"{refusal.what} {refusal.remedy}")

    def _ask(self) -> None:
        if self.words.text().strip():
            self.looked.emit(self.words.text())

    def _changed(self) -> None:
        self.removal = Removal()
        self.found.setText("Look for them first; what holds them is listed here.")
        self.act.setText("Remove for good")
        self.look.setEnabled(bool(self.words.text().strip()))
        self._may()

    def _may(self) -> None:
        self.act.setEnabled(bool(self.removal.named) and bool(self.why.toPlainText().strip()))
