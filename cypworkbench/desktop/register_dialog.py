"""The register: every pack that was made, what became of it, and withdrawing one."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from cypworkbench.desktop.measure_tables import RowsModel, RowsView
from cypworkbench.desktop.reason_dialog import ReasonDialog
from cypworkbench.desktop.text import button, choice, label
from cypworkbench.desktop.words import count
from cypworkbench.domain.dates import short_day
from cypworkbench.domain.refusal import Refusal
from cypworkbench.flow.signoff import Entry, Standing, Waiting

_HEADS = ("Board", "Edition", "Issued", "Standing", "Settled by", "Why")
_GONE = (Standing.SUPERSEDED, Standing.WITHDRAWN)
_SHOWN = ("Every pack", "Superseded or withdrawn", "Still standing", "What waits on whom")
_WAITING = 3


class RegisterDialog(QDialog):
    """Emits `withdraw(sha256, reason)`; `copy(sha256)` asks for the file as last signed, to save it.

    `stamped(sha256)` asks for the copy that says on every page that the pack no longer counts;
    `back` asks for a file that was signed elsewhere, to take it in; `settle(sha256)` to settle a role without one.
    """

    withdraw = Signal(str, str)
    back = Signal()
    settle = Signal(str)
    copy = Signal(str)
    stamped = Signal(str)

    def __init__(self, parent: QWidget, names: dict[str, str]) -> None:
        super().__init__(parent)
        self.setWindowTitle("Register of packs")
        self.setMinimumSize(940, 520)
        self._names = names
        self._entries: tuple[Entry, ...] = ()
        self._listed: tuple[Entry, ...] = ()
        self._waiting: tuple[Waiting, ...] = ()
        self.which = choice("Which packs to list")
        self.which.addItems(list(_SHOWN))
        self.said = label("", "small", wrap=True)
        self.rows = RowsModel("Packs and what became of each")
        self.table = RowsView(self.rows)
        self.gone = button("&Withdraw…", spoken="Withdraw the pack chosen")
        self.save = button("Save a &copy…", spoken="Save a copy of the pack chosen")
        self.stamp = button(
            "Save a s&tamped copy…", spoken="Save a copy that says it no longer counts"
        )
        self.otherwise = button(
            "Settled &otherwise…", spoken="Record an approval or a signature on paper"
        )
        self.bring = button("&Bring back a signed pack…")
        self.close_it = button("Close", primary=True)
        self._lay_out()
        self.which.currentIndexChanged.connect(self._list)
        self.table.selectionModel().selectionChanged.connect(self._chosen)
        self.rows.modelReset.connect(self._chosen)
        self.gone.clicked.connect(self._ask)
        self.save.clicked.connect(lambda: self.copy.emit(self._entry.sha256 if self._entry else ""))
        self.stamp.clicked.connect(
            lambda: self.stamped.emit(self._entry.sha256 if self._entry else "")
        )
        self.otherwise.clicked.connect(
            lambda: self.settle.emit(self._entry.sha256 if self._entry else "")
        )
        self.bring.clicked.connect(self.back)
        self.close_it.clicked.connect(self.accept)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(label("Register of packs", "section"))
        head.addStretch(1)
        head.addWidget(self.which)
        foot = QHBoxLayout()
        for part in (self.gone, self.save, self.stamp, self.otherwise, self.bring):
            foot.addWidget(part)
        foot.addStretch(1)
        foot.addWidget(self.close_it)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 18, 20, 16)
        whole.setSpacing(12)
        whole.addLayout(head)
        whole.addWidget(self.table, 1)
        whole.addWidget(self.said)
        whole.addLayout(foot)

    def present(self, entries: tuple[Entry, ...], waiting: tuple[Waiting, ...]) -> None:
        """Show the register, the newest first; `waiting` is what waits on whom."""
        self._entries, self._waiting = tuple(reversed(entries)), waiting
        self._list()

    @property
    def _entry(self) -> Entry | None:
        rows = self.table.selectionModel().selectedRows()
        return self._listed[rows[0].row()] if rows else None

    def refuse(self, refusal: Refusal) -> None:
        """Say what could not be done, or what was."""
        self.said.setText(f"{refusal.what} {refusal.remedy}".strip())

    def _list(self) -> None:
        wanted = self.which.currentIndex()
        if wanted == _WAITING:
            self._list_waiting()
            return
        self._listed = tuple(
            e for e in self._entries if not wanted or (e.standing in _GONE) == (wanted == 1)
        )
        self.rows.present(_HEADS, tuple(self._line(e) for e in self._listed), len(_HEADS))
        for column, width in enumerate((170, 96, 100, 120, 200)):
            self.table.setColumnWidth(column, width)
        none = "No pack was issued yet." if not self._entries else "None of these."
        self.said.setText(count(len(self._listed), "pack") + "." if self._listed else none)

    def _list_waiting(self) -> None:
        self._listed = ()
        lines = tuple(
            (self._names.get(w.board, w.board), w.what.capitalize(), " or ".join(w.who) or "anyone")
            for w in self._waiting
        )
        self.rows.present(("Board", "Waits", "For whom"), lines, 3)
        for column, width in enumerate((200, 330)):
            self.table.setColumnWidth(column, width)
        self.said.setText(f"{count(len(lines), 'thing')} waiting." if lines else "Nothing waits.")

    def _line(self, entry: Entry) -> tuple[str, ...]:
        return (
            self._names.get(entry.board, entry.board),
            f"{entry.edition}, v{entry.version}",
            short_day(entry.at),
            entry.standing.value,
            ", ".join(entry.settled) or "nobody yet",
            entry.why,
        )

    def _chosen(self) -> None:
        entry = self._entry
        lasting = entry is not None and entry.standing not in (Standing.DRAFT, Standing.WITHDRAWN)
        self.gone.setEnabled(lasting)
        self.save.setEnabled(entry is not None)
        self.stamp.setEnabled(entry is not None and entry.standing in _GONE)
        self.otherwise.setEnabled(lasting and entry is not None and bool(entry.wanting))

    def _ask(self) -> None:
        entry = self._entry
        if entry is None:
            return
        name = self._names.get(entry.board, entry.board)
        asked = ReasonDialog(
            self,
            f"Withdraw version {entry.version} of {name}?",
            "The signed file never changes; the next version prints this reason on its cover.",
            "Withdraw it",
        )
        asked.accepted.connect(lambda: self.withdraw.emit(entry.sha256, asked.reason))
        asked.finished.connect(asked.deleteLater)
        asked.open()
