"""Round: the boards against their state, what blocks sign-off, and one obvious next step."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from cypworkbench.desktop.focus import PACKS, RETURNS, Focus
from cypworkbench.desktop.parts import Heading, add, clear, column, hairline, marked
from cypworkbench.desktop.place import Place
from cypworkbench.desktop.round_table import BoardsModel, boards_table
from cypworkbench.desktop.style import Theme
from cypworkbench.desktop.text import button, caption, label
from cypworkbench.desktop.words import board_name, board_of, count, day, of_board, waiting
from cypworkbench.domain.record import Picture, Supplier, SupplierState
from cypworkbench.domain.supply import is_desk


class RoundPlace(Place):
    """Where a round stands. Emits what is wanted: files, a new round, blank returns, a board set aside, a focus."""

    files_wanted = Signal()
    round_wanted = Signal()
    blanks_wanted = Signal()
    aside_wanted = Signal(str, str)

    def __init__(self, theme: Theme, today: Callable[[], date]) -> None:
        self._today = today
        self.read_button = button("&Read returns…")
        self.open_round = button("Open the ne&xt round…")
        self.blanks = button("&Blank returns…", spoken="Write the blank returns to send out")
        super().__init__(theme, Heading(self.open_round, self.blanks, self.read_button))
        self.read_button.clicked.connect(self.files_wanted)
        self.open_round.clicked.connect(self.round_wanted)
        self.blanks.clicked.connect(self.blanks_wanted)
        self._picture: Picture | None = None
        self._board = ""
        self._next = Focus()
        self._strip = self._make_strip()
        self.body.addWidget(self._strip)
        self.model = BoardsModel(today)
        self.table = boards_table(self.model, theme)
        self.table.selectionModel().currentRowChanged.connect(self._row_changed)
        self.table.activated.connect(self._opened)
        self.body.addWidget(self.table, 1)
        self._make_inspector()

    def _make_strip(self) -> QFrame:
        strip = QFrame()
        strip.setObjectName("strip")
        strip.setFixedHeight(60)
        self.next_title = label("", "section")
        self.next_more = label("", "second")
        self.next_button = button("", primary=True)
        self.next_button.clicked.connect(self._go_on)
        line = QHBoxLayout(strip)
        line.setContentsMargins(12, 8, 12, 8)
        line.addLayout(column(self.next_title, self.next_more, spacing=1), 1)
        line.addWidget(self.next_button)
        return strip

    def _make_inspector(self) -> None:
        panel = self.inspector
        self._blocks = column(spacing=7)
        self._about = column(spacing=3)
        add(panel.body, label("What blocks sign-off", "section"), self._blocks, hairline())
        panel.body.addLayout(self._about)
        panel.body.addStretch(1)
        self.open_button = button("")
        self.open_button.clicked.connect(self._open_board)
        self.aside_button = button("&Set aside…", spoken="Set this board's return aside")
        self.aside_button.clicked.connect(self._set_aside)
        panel.foot.addWidget(self.open_button)
        panel.foot.addWidget(self.aside_button)

    def present(self, picture: Picture) -> None:
        """Show where the round stands."""
        self._picture = picture
        held = picture.round
        days = (held.meeting - held.as_at).days if held.meeting and held.as_at else None
        ahead = f", {count(days, 'day')} after the figures were drawn" if days is not None else ""
        are = "were" if held.due and held.due < self._today() else "are"
        self.heading.say(
            held.label or "No round is open",
            f"Returns {are} due on {day(held.due)}. The board meets on {day(held.meeting)}{ahead}.",
        )
        self.open_round.setText("Open the ne&xt round…" if held.label else "&Open a round…")
        self.blanks.setEnabled(bool(held.label))
        self.model.present(picture)
        self._say_next(picture)
        clear(self._blocks)
        for thing in waiting(picture):
            self._blocks.addWidget(marked(self.theme, thing.mark, thing.what, thing.more))
        row = max(self.model.row_of(self._board), 0)
        if self.table.currentIndex().row() == row:
            self._show_board(self.model.supplier(row))
        else:
            self.table.selectRow(row)  # which shows the board

    def look(self, focus: Focus) -> None:
        """Select the board looked at."""
        row = self.model.row_of(focus.board)
        if row >= 0 and focus.board != self._board:
            self.table.selectRow(row)

    def first(self) -> QWidget:
        """The boards, or what to do next."""
        return self.table

    def _say_next(self, picture: Picture) -> None:
        title, more, action, self._next = next_step(picture)
        self.next_title.setText(f"Next: {title}")
        self.next_more.setText(more)
        caption(self.next_button, action)

    def _go_on(self) -> None:
        if self._next.place:
            self.wanted.emit(self._next)
        else:
            self.files_wanted.emit()

    def _row_changed(self, now: QModelIndex, _before: QModelIndex) -> None:
        if now.isValid():
            supplier = self.model.supplier(now.row())
            self._show_board(supplier)
            self.wanted.emit(Focus(board=supplier.board))

    def _opened(self, _index: QModelIndex) -> None:
        self._open_board()

    def _show_board(self, supplier: Supplier) -> None:
        if self._picture is None:
            return
        self._board = supplier.board
        picture, name = self._picture, board_name(self._picture, supplier.board)
        clear(self._about)
        add(self._about, label(name, "section"))
        for line in _about(picture, supplier):
            self._about.addWidget(label(line, wrap=True))
        has = supplier.returned is not None
        caption(self.open_button, f"Open {name}’s return" if has else "No return to open")
        self.open_button.setEnabled(has)
        self.aside_button.setEnabled(supplier.state is not SupplierState.SET_ASIDE)

    def _open_board(self) -> None:
        if self.open_button.isEnabled():
            self.wanted.emit(Focus(RETURNS, self._board))

    def _set_aside(self) -> None:
        if self._picture is not None:
            area = self._picture.framework.board(self._board).areas[0]
            self.aside_wanted.emit(area, self._board)


def _about(picture: Picture, supplier: Supplier) -> tuple[str, ...]:
    board = picture.framework.board(supplier.board)
    if supplier.returned is None or supplier.is_earlier:
        aside = next(
            (
                s.reason
                for s in picture.set_aside
                if not s.measure and not s.is_earlier
                if s.area in board.areas and s.board == (board.id if is_desk(board) else "")
            ),
            "",
        )
        before = supplier.received_at if supplier.is_earlier else None
        last = (
            f"Its figures are those of {day(before.date())}, from an earlier round."
            if before
            else ""
        )
        said = (
            "Nothing has come from this board in this round.",
            last,
            aside and f"Set aside: {aside}",
        )
        return tuple(filter(None, said))
    came = supplier.received_at
    findings = of_board(picture, picture.findings, supplier.board)
    explained = sum(1 for f in findings if f.key in picture.explanations)
    lines = [
        supplier.returned.file,
        f"Received {day(came.date())}" if came else "Received",
        f"{count(len(supplier.returned.observations), 'figure')} read",
        f"{count(len(findings), 'finding')}: {supplier.open_findings} to answer, {explained} explained",
        f"{count(len(supplier.returned.rules.done), 'check')} run",
    ]
    return tuple(lines)


def next_step(picture: Picture) -> tuple[str, str, str, Focus]:
    """The one next step: its title, what it leads to, the button's words, and where it goes (nowhere: to the files)."""
    if not any(s.has_come for s in picture.suppliers):
        return (
            "drop the boards’ returns on this window",
            "Excel workbooks, or a folder of them. Each is checked as it is read; nothing in them is changed.",
            "Choose files…",
            Focus(),
        )
    still = picture.open_findings
    if still:
        board = board_of(picture, still[0])
        mine = of_board(picture, still, board)
        return (
            f"answer the {count(len(mine), 'open finding')} in {board_name(picture, board)}’s return",
            f"{count(len(still), 'finding')} still open in all; then the pack can be checked.",
            "Open findings",
            Focus(RETURNS, board, finding=still[0].key),
        )
    missing = [s for s in picture.suppliers if s.state is SupplierState.NOT_SENT]
    if missing:
        name = board_name(picture, missing[0].board)
        return (
            f"read {name}’s return, or set it aside",
            "Set aside, the pack prints “not reported” for it and says why.",
            "Choose files…",
            Focus(),
        )
    return (
        "make the pack and have it signed",
        "Every return is accepted or set aside.",
        "Go to packs",
        Focus(PACKS),
    )
