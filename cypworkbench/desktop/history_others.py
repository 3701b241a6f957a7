"""From others: a form to send out, and what came back, held against what was decided here; conflicts side by side."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QFormLayout, QHBoxLayout, QVBoxLayout, QWidget

from cypworkbench.desktop.history_page import Page
from cypworkbench.desktop.history_tasks import CameBack
from cypworkbench.desktop.text import button, caption, choice, field, label
from cypworkbench.desktop.words import board_name, count
from cypworkbench.domain.record import Picture

_HEADS = ("What becomes of it", "Here", "As they wrote it")
_NONE = "Send a form to whoever should comment, or bring in one that came back."
_OURS, _THEIRS, _NEW, _LEFT = "Ours stands", "Theirs is taken", "New", "Not merged"


class OthersPage(Page):
    """What came back, a line each. `merged` carries the conflicts in which theirs is taken, by number."""

    form_wanted = Signal()
    file_wanted = Signal()
    merged = Signal(object)

    def __init__(self) -> None:
        super().__init__("What came back", _HEADS, (130, 300))
        self.came: CameBack | None = None
        self._taken: set[int] = set()
        self.merge = button("&Merge it", primary=True)
        self.take = button("Take t&heirs")
        self.file = button("Bri&ng in what came back…")
        self.form = button("Make a &form to send…")
        self.actions = (self.merge, self.take, self.file, self.form)
        self.merge.clicked.connect(lambda: self.merged.emit(tuple(sorted(self._taken))))
        self.take.clicked.connect(self._turn)
        self.file.clicked.connect(self.file_wanted)
        self.form.clicked.connect(self.form_wanted)
        self.show_came(None)

    def show_came(self, came: CameBack | None) -> None:
        """Show what came back; None once it is merged, or no longer stands beside what is here."""
        self.came = came
        self._taken = set()
        self._fill()

    def _fill(self) -> None:
        came = self.came
        rows: list[tuple[str, ...]] = []
        if came is not None:
            for conflict in came.conflicts:
                state = _THEIRS if conflict.number in self._taken else _OURS
                rows.append((state, conflict.ours, conflict.theirs))
            rows += [(_NEW, "", sentence) for sentence in came.new]
            rows += [(_LEFT, "", sentence) for sentence in came.left_out]
        self.merge.setEnabled(came is not None and bool(came.new or came.known or self._taken))
        self.show_rows(rows)

    @property
    def sentence(self) -> str:
        """What came back, counted."""
        came = self.came
        if came is None:
            return "Nothing that came back is in hand"
        known = f", {came.known} here already" if came.known else ""
        conflicts = f", {count(len(came.conflicts), 'conflict')}" if came.conflicts else ""
        signed = came.sent.signature_told
        return f"From {came.by}, {signed}. {len(came.new)} new{known}{conflicts}"

    def tell(self, row: int) -> None:
        """Both sides of a conflict; of anything else what was written."""
        rows = self.model.rows
        if not 0 <= row < len(rows):
            self.said.setText(_NONE)
            self.facts.say(())
            self.more.setText("A form is an Excel workbook; a copy of the workspace serves too.")
            self.take.setEnabled(False)
            return
        state, ours, theirs = rows[row]
        self.said.setText(state)
        self.facts.say((("Here", ours or "–"), ("They wrote", theirs)))
        is_conflict = state in (_OURS, _THEIRS)
        self.more.setText(
            "The same was decided, or taken back, here since. Nothing is lost: what gives way stays in the log."
            if is_conflict
            else ""
        )
        self.take.setEnabled(is_conflict)
        caption(self.take, "Keep ours" if state == _THEIRS else "Take theirs")

    def _turn(self) -> None:
        came, row = self.came, self.row
        if came is not None and 0 <= row < len(came.conflicts):
            self._taken ^= {came.conflicts[row].number}
            self._fill()


class FormDialog(QDialog):
    """Who is asked, about which board's area."""

    def __init__(self, parent: QWidget, picture: Picture) -> None:
        super().__init__(parent)
        self.setWindowTitle("A form to send")
        self.setMinimumWidth(460)
        self.who = field("Who is asked, by role", "Head of Early Help")
        self.board = choice("About the area of")
        plan = picture.framework
        wide = [b.id for b in plan.boards if plan.county in b.areas]
        for board in (*wide[:1], *(b.id for b in plan.district_boards)):
            self.board.addItem(board_name(picture, board), board)
        self.act = button("Make the form…", primary=True)
        self.act.setEnabled(False)
        self.cancel = button("Cancel")
        form = QFormLayout()
        form.addRow("&Who is asked", self.who)
        form.addRow("&About", self.board)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.act)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 18, 20, 16)
        whole.setSpacing(12)
        whole.addWidget(label("Who is to comment, act or explain?", "section", wrap=True))
        more = "The form holds every figure there is of that area, with room for commentary, actions and explanations."
        whole.addWidget(label(more, "second", wrap=True))
        whole.addLayout(form)
        whole.addLayout(foot)
        self.who.textChanged.connect(lambda: self.act.setEnabled(bool(self.who.text().strip())))
        self.act.clicked.connect(self.accept)
        self.cancel.clicked.connect(self.reject)
