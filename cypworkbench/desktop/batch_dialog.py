"""Many packs in one go: which boards, whether to sign them and with what, how far it is, and what came of each."""

from pathlib import Path

from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from cypworkbench.desktop.focus import Task
from cypworkbench.desktop.measure_tables import RowsModel, RowsView
from cypworkbench.desktop.picker import Picker
from cypworkbench.desktop.sign_dialog import FILES, HINTS, LIBRARIES, NAMES
from cypworkbench.desktop.text import button, choice, field, label
from cypworkbench.desktop.words import count
from cypworkbench.domain.pack import Signatory
from cypworkbench.domain.refusal import Refusal
from cypworkbench.flow.batch import Prepared

UNDER_WAY = "Every district’s pack"
_WAYS = (
    "Issue it",
    "Issue it and sign it with an identity file",
    "Issue it and sign it with a card",
)
_CARD = 2
_HEADS = ("Board", "Pack", "What came of it")


class BatchDialog(QDialog):
    """Asks once for every board, then shows a line a board. Nothing is kept of the passphrase or PIN."""

    def __init__(
        self,
        parent: QWidget,
        boards: dict[str, str],
        boxes: tuple[Signatory, ...],
        picker: Picker,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Every district’s pack")
        self.setMinimumSize(960, 640)
        self.boards, self._picker = boards, picker
        self.what = choice("What to do with each pack")
        self.what.addItems(list(_WAYS))
        self.role = choice("Sign as")
        for box in boxes:
            self.role.addItem(box.role)
        self.file = field("Identity file", HINTS[0])
        self._names = tuple(label(words) for words in NAMES[0])
        self.browse = button("&Browse…", spoken="Browse for the identity file")
        self.secret = field("Passphrase")
        self.secret.setEchoMode(QLineEdit.EchoMode.Password)
        self.said = label("", "small", wrap=True)
        self.rows = RowsModel("Boards and what came of each")
        self.table = RowsView(self.rows)
        self.go = button("&Go through the gates", primary=True)
        self.close_it = button("Close")
        self._lay_out()
        self.rows.present(_HEADS, tuple((name, "", "not begun") for name in boards.values()), 3)
        for column, width in enumerate((140, 180)):
            self.table.setColumnWidth(column, width)
        self.what.currentIndexChanged.connect(self._turn)
        self.file.textChanged.connect(self._ready)
        self.browse.clicked.connect(self._browse)
        self.close_it.clicked.connect(self.accept)
        self._ready()

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        lines = (
            (label("&What to do"), self.what),
            (label("Sign &as"), self.role),
            (self._names[0], self.file),
            (self._names[1], self.secret),
        )
        for number, (name, widget) in enumerate(lines):
            name.setBuddy(widget)
            grid.addWidget(name, number, 0)
            grid.addWidget(widget, number, 1)
            if widget is self.file:
                grid.addWidget(self.browse, number, 2)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.close_it)
        foot.addWidget(self.go)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 18, 20, 16)
        whole.setSpacing(12)
        told = "Each board’s pack is made, held against its own gate, and issued; what stops one stops no other."
        whole.addWidget(label(told, wrap=True))
        whole.addLayout(grid)
        whole.addWidget(self.table, 1)
        whole.addWidget(self.said)
        whole.addLayout(foot)

    @property
    def signs(self) -> bool:
        """Whether each pack is to be signed as well."""
        return self.what.currentIndex() > 0

    @property
    def has_card(self) -> bool:
        """Whether a smart card is to sign."""
        return self.what.currentIndex() == _CARD

    @property
    def identity(self) -> Path | None:
        """The identity file chosen, or the card's library; None where nothing is to be signed."""
        return Path(self.file.text().strip()) if self.signs else None

    def begin(self) -> None:
        """Show that it is under way; the window's foot shows how far, and stops it."""
        self.go.setEnabled(False)
        self.said.setText("Under way: nothing is kept until all have been tried.")

    def over(self, task: Task) -> None:
        """Say that it was stopped; an answer, when there is one, comes after this and says more."""
        if task.over and task.what == UNDER_WAY:
            self.said.setText("Stopped. Nothing was kept.")
            self._ready()

    def refuse(self, refusal: Refusal) -> None:
        """Say why nothing was done."""
        self.said.setText(f"{refusal.what} {refusal.remedy}")
        self._ready()

    def tell(self, prepared: tuple[Prepared, ...], role: str) -> None:
        """Show what came of each board."""
        self.rows.present(_HEADS, tuple(self._line(one, role) for one in prepared), 3)
        stopped = sum(one.refusal is not None for one in prepared)
        done = count(len(prepared) - stopped, "pack")
        self.said.setText(f"{done} done, {stopped} passed over." if stopped else f"{done} done.")
        self.close_it.setDefault(True)

    def _line(self, one: Prepared, role: str) -> tuple[str, str, str]:
        name = self.boards[one.board]
        if one.refusal is not None:
            return name, "passed over", f"{one.refusal.what} {one.refusal.remedy}"
        issued = "issued" if one.pack is not None else "issued before"
        return name, f"version {one.version}, {issued}", f"signed as {role}" if one.signed else ""

    def _turn(self) -> None:
        """Ask for the other way's file and secret; what was typed for the one is nothing to the other."""
        way = int(self.has_card)
        if self.file.placeholderText() != HINTS[way]:
            self.file.clear()
            self.secret.clear()
        self.file.setPlaceholderText(HINTS[way])
        for name, words, part in zip(
            self._names, NAMES[way], (self.file, self.secret), strict=True
        ):
            name.setText(words)
            part.setAccessibleName(words.replace("&", ""))
        self._ready()

    def _ready(self) -> None:
        for widget in (self.role, self.file, self.browse, self.secret):
            widget.setEnabled(self.signs)
        self.go.setEnabled(not self.signs or bool(self.file.text().strip()))

    def _browse(self) -> None:
        title = "Choose the card’s library" if self.has_card else "Choose an identity file"
        found = self._picker.open_one(self, title, LIBRARIES if self.has_card else FILES)
        if found is not None:
            self.file.setText(str(found))
