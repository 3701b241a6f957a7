"""Returns: what came in, the sheet as the sender saw it, and what is doubted in it."""

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QTabBar, QWidget

from cypworkbench.desktop.finding_panel import FindingPanel, alike_open
from cypworkbench.desktop.findings import STEPS, FindingsTree, ordered
from cypworkbench.desktop.focus import RETURNS, Focus
from cypworkbench.desktop.notices import announce
from cypworkbench.desktop.parts import Heading, row
from cypworkbench.desktop.place import Place
from cypworkbench.desktop.sheet import position
from cypworkbench.desktop.sheet_pair import SheetPair
from cypworkbench.desktop.style import Theme
from cypworkbench.desktop.text import button, choice, field, label
from cypworkbench.desktop.words import board_name, board_of, count, day, of_board
from cypworkbench.domain.evidence import WITHHELD, Finding, Workbook, a1
from cypworkbench.domain.record import Picture, Supplier

MANIFEST = "_manifest"


class ReturnsPlace(Place):
    """One return at a time.

    Emits `explained(finding, text)`, `all_explained(findings, text)`, `aside_wanted(area, measure)`,
    `back_wanted(sha256, board)`, `sheet_wanted(sha256)` and `before_wanted(sha256)`.
    """

    explained = Signal(object, str)
    aside_wanted = Signal(str, str)
    sheet_wanted = Signal(str)
    all_explained = Signal(object, str)
    back_wanted = Signal(str, str)
    before_wanted = Signal(str)

    def __init__(self, theme: Theme) -> None:
        self.boards = choice("Whose return")
        self.boards.setMinimumWidth(200)
        super().__init__(theme, Heading(self.boards))
        self._picture: Picture | None = None
        self._workbook: Workbook | None = None
        self._board = ""
        self._finding: Finding | None = None
        self._after = ""
        self._build(theme)
        self.panel = FindingPanel(theme, self.inspector)
        self.panel.explain.clicked.connect(self._explain)
        self.panel.aside.clicked.connect(self._set_aside)
        self.panel.every.clicked.connect(self._explain_all)
        self.panel.next.clicked.connect(lambda: self.step(1))
        self.boards.activated.connect(self._board_chosen)

    def _build(self, theme: Theme) -> None:
        self.address = label("A1", "strong")
        self.address.setFixedWidth(44)
        self.formula = field("What the cell holds, as sent")
        self.formula.setReadOnly(True)
        self.format = label("as sent; nothing here can be changed", "small")
        self.beside = button(
            "&Beside the one before", spoken="Show the return before beside this one"
        )
        self.beside.setCheckable(True)
        self.beside.clicked.connect(self._compare)
        self.back = button("Send bac&k…", spoken="Send this return back")
        self.back.clicked.connect(self._send_back)
        bar = row(self.address, self.formula, self.format, self.beside, self.back)
        bar.setStretch(1, 1)
        self.body.addLayout(bar)
        self.pair = SheetPair(theme)
        self.model, self.sheet = self.pair.model, self.pair.now
        self.sheet.installEventFilter(self)
        self.sheet.selectionModel().currentChanged.connect(self._cell_changed)
        self.tabs = QTabBar()
        self.tabs.setAccessibleName("Sheets")
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(True)
        self.tabs.currentChanged.connect(self._tab_changed)
        self.tree = FindingsTree(theme)
        self.tree.looked_at.connect(self._finding_chosen)
        self.tree.entered.connect(self._go_to_cell)
        self.tree.stepped.connect(self.step)
        self.body.addWidget(self.pair, 3)
        self.body.addWidget(self.tabs)
        self.body.addWidget(self.tree, 2)

    # ---- shown

    def waiting(self, picture: Picture) -> int:
        """The findings still to be answered."""
        return len(picture.open_findings)

    def present(self, picture: Picture) -> None:
        """Show the picture's returns; the one in hand stays in hand."""
        self._picture = picture
        held = [s for s in picture.suppliers if s.returned]
        names = [_listed(picture, s) for s in held]
        self.boards.clear()
        for supplier, name in zip(held, names, strict=True):
            self.boards.addItem(name, supplier.board)
        if not held:
            self.heading.say(
                "Returns", "None has come yet: drop the boards’ workbooks anywhere here."
            )
            return
        known = {s.board for s in held}
        self._show_board(self._board if self._board in known else held[0].board, again=True)
        after, self._after = self._after, ""
        if after:
            self._move_on(after)

    def look(self, focus: Focus) -> None:
        """Show the board and the finding looked at."""
        if focus.board != self._board and self.boards.findData(focus.board) >= 0:
            self._show_board(focus.board)
        if focus.finding:
            self.tree.choose(focus.finding)

    def first(self) -> QWidget:
        """The findings: that is where the work is."""
        return self.tree

    def show_workbook(self, workbook: Workbook) -> None:
        """Show the sheets of the return in hand."""
        supplier = self._supplier()
        if supplier is None or not supplier.returned or supplier.returned.sha256 != workbook.sha256:
            return
        self._workbook = workbook
        self._say(supplier)
        self.tabs.blockSignals(True)  # noqa: FBT003  Qt's signature
        while self.tabs.count():
            self.tabs.removeTab(0)
        for sheet in workbook.sheets:
            if sheet.state == "visible" or (sheet.cells and sheet.name != MANIFEST):
                unseen = "" if sheet.state == "visible" else " (hidden)"
                self.tabs.addTab(f"{sheet.name.replace('&', '&&')}{unseen}")
                self.tabs.setTabData(self.tabs.count() - 1, sheet.name)
        self.tabs.blockSignals(False)  # noqa: FBT003  Qt's signature
        wanted = self._finding.origin.sheet if self._finding else ""
        self._show_sheet(wanted or str(self.tabs.tabData(min(1, self.tabs.count() - 1)) or ""))
        if self._finding is not None:
            self._go_to_cell(self._finding.key, enter=False)

    def step(self, way: int) -> None:
        """Walk to the next finding to answer (or, with -1, the one before), through all the returns."""
        if self._picture is None:
            return
        still = {f.key: f for f in self._walk()}
        keys = list(still)
        if not keys:
            announce(self, "No finding is open.")
            return
        here = self._finding.key if self._finding else ""
        at = keys.index(here) + way if here in keys else (0 if way > 0 else -1)
        at %= len(keys)
        finding = still[keys[at]]
        self.wanted.emit(Focus(RETURNS, board_of(self._picture, finding), finding=finding.key))
        self.panel.count(at + 1, len(keys))
        announce(self, f"{at + 1} of {len(keys)}. {finding.message}")

    # ---- inside

    def _walk(self) -> list[Finding]:
        assert self._picture is not None  # noqa: S101  called with a picture only
        still = self._picture.open_findings
        boards = [s.board for s in self._picture.suppliers]
        return [f for board in boards for f in ordered(of_board(self._picture, still, board))]

    def _move_on(self, after: str) -> None:
        """After an answer, the next open finding in this return."""
        assert self._picture is not None  # noqa: S101  called with a picture only
        mine = [f.key for f in ordered(self._mine()) if f in self._picture.open_findings]
        keys = self.tree.keys()
        later = (
            [k for k in mine if k in keys and keys.index(k) > keys.index(after)]
            if after in keys
            else mine
        )
        if later or mine:
            self.tree.choose((later or mine)[0])

    def _supplier(self) -> Supplier | None:
        suppliers = self._picture.suppliers if self._picture else ()
        return next((s for s in suppliers if s.board == self._board), None)

    def _mine(self) -> tuple[Finding, ...]:
        return of_board(self._picture, self._picture.findings, self._board) if self._picture else ()

    def _board_chosen(self, number: int) -> None:
        self.wanted.emit(Focus(RETURNS, str(self.boards.itemData(number))))

    def _show_board(self, board: str, *, again: bool = False) -> None:
        if self._picture is None:
            return
        self._board = board
        supplier = self._supplier()
        if supplier is None or supplier.returned is None:
            return
        self.boards.setCurrentIndex(self.boards.findData(board))
        self._say(supplier)
        if not again:
            self._finding = None
            self.show_before(None)
        self.tree.present(self._mine(), self._picture)
        sha256 = supplier.returned.sha256
        if self._workbook is None or self._workbook.sha256 != sha256:
            self._workbook = None
            self.sheet_wanted.emit(sha256)
        elif self.tabs.count():
            self._show_sheet(str(self.tabs.tabData(self.tabs.currentIndex())))
        first = ordered(self._mine())
        if self._finding is None and first:
            self.tree.choose(first[0].key)
        elif not first:
            self.panel.nothing(board_name(self._picture, board))
        elif self._finding in first:
            self._show_again(self._finding, self._picture)

    def _show_again(self, finding: Finding, picture: Picture) -> None:
        """Show what has become of the finding in hand; an explanation being written stays as it is."""
        written = self.panel.text.toPlainText()
        self.panel.show_finding(finding, picture)
        if finding.key not in picture.explanations:
            self.panel.text.setPlainText(written)

    def _say(self, supplier: Supplier) -> None:
        assert self._picture is not None and supplier.returned is not None  # noqa: S101, PT018  as called
        came = (
            f"received {day(supplier.received_at.date())}" if supplier.received_at else "received"
        )
        mine = self._mine()
        whose = self._workbook
        is_locked = whose is not None and whose.sha256 == supplier.returned.sha256 and whose.opened
        withheld = " · sent locked; unread cells withheld" if is_locked else ""
        notes = sum(1 for f in mine if not f.needs_answer)
        self.heading.say(
            board_name(self._picture, supplier.board),
            f"{supplier.returned.file} · {came} · {supplier.open_findings} to answer, "
            f"{count(notes, 'note')}, {count(len(supplier.returned.rules.done), 'check')} run{withheld}",
        )
        not_run = " ".join(supplier.returned.rules.said())
        self.heading.sentence.setToolTip(not_run)
        self.heading.sentence.setAccessibleDescription(not_run)

    def _show_sheet(self, name: str) -> None:
        sheet = self._workbook.sheet(name) if self._workbook else None
        if sheet is None or self._picture is None:
            return
        for number in range(self.tabs.count()):
            if self.tabs.tabData(number) == name and number != self.tabs.currentIndex():
                self.tabs.setCurrentIndex(number)
                return
        mine = [f for f in self._mine() if f.origin.sheet == name]
        self.pair.present(sheet, mine, self._picture.explanations)

    def _tab_changed(self, number: int) -> None:
        if number >= 0:
            self._show_sheet(str(self.tabs.tabData(number)))

    def _cell_changed(self, now: QModelIndex, _before: QModelIndex) -> None:
        where = (now.row() + 1, now.column() + 1)
        cell = self.model.cell(*where)
        self.address.setText(a1(*where))
        self.formula.setText(cell.raw if cell else "")
        formula = ", a formula" if cell and cell.is_formula else ""
        kind = f"{cell.kind.value}, format {cell.number_format}{formula}" if cell else "empty"
        is_withheld = cell is not None and cell.raw == WITHHELD
        self.format.setText("withheld: it was not read" if is_withheld else f"as sent, {kind[:44]}")
        doubt = self.model.doubt(*where)
        if doubt is not None and (self._finding is None or doubt[0].origin != self._finding.origin):
            self.tree.choose(doubt[0].key)

    def _finding_chosen(self, key: str) -> None:
        finding = next((f for f in self._mine() if f.key == key), None)
        if finding is None or self._picture is None:
            return
        self._finding = finding
        self.panel.show_finding(finding, self._picture)
        self._go_to_cell(key, enter=False)
        self.wanted.emit(Focus(finding=key))

    def _go_to_cell(self, key: str, *, enter: bool = True) -> None:
        finding = next((f for f in self._mine() if f.key == key), None)
        if finding is None or self._workbook is None:
            return
        self._show_sheet(finding.origin.sheet)
        where = position(finding.origin.cell)
        if where is not None:
            index = self.model.index(where[0] - 1, where[1] - 1)
            self.sheet.setCurrentIndex(index)
            self.sheet.verticalScrollBar().setValue(max(where[0] - 6, 0))
            self.sheet.scrollTo(index)
        if enter:
            self.sheet.setFocus(Qt.FocusReason.OtherFocusReason)

    def _explain(self) -> None:
        if self._finding is not None:
            self._after = self._finding.key
            self.explained.emit(self._finding, self.panel.text.toPlainText())

    def _explain_all(self) -> None:
        if self._finding is not None and self._picture is not None:
            self._after = self._finding.key
            alike = alike_open(self._finding, self._picture)
            self.all_explained.emit(alike, self.panel.text.toPlainText())

    def _send_back(self) -> None:
        supplier = self._supplier()
        if supplier is not None and supplier.returned is not None:
            self.back_wanted.emit(supplier.returned.sha256, supplier.board)

    def _compare(self, on: bool) -> None:  # noqa: FBT001  Qt's signature
        supplier = self._supplier()
        if not on:
            self.show_before(None)
        elif supplier is not None and supplier.returned is not None:
            self.before_wanted.emit(supplier.returned.sha256)

    def show_before(self, workbook: Workbook | None) -> None:
        """Show the return before beside this one; None takes it away, or says that there is none."""
        self.beside.setChecked(workbook is not None)
        self.beside.setText("&This one alone" if workbook else "&Beside the one before")
        self.pair.compare(workbook, str(self.tabs.tabData(self.tabs.currentIndex()) or ""))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """N and P walk the findings from the sheet as they do from the list."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = STEPS.get(Qt.Key(event.key()))
            if step and not event.modifiers():
                self.step(step)
                return True
        return super().eventFilter(watched, event)

    def _set_aside(self) -> None:
        if self._finding is not None:
            self.aside_wanted.emit(self._finding.area, self._finding.measure)


def _listed(picture: Picture, supplier: Supplier) -> str:
    name = board_name(picture, supplier.board)
    return f"{name}: {supplier.open_findings} to answer" if supplier.open_findings else name
