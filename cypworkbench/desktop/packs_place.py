"""Packs: what is in the pack, the real page, what stands before signing, signing and verifying."""

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QStackedWidget,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from cypworkbench.desktop.focus import PACKS, Focus
from cypworkbench.desktop.pack_panel import PackPanel
from cypworkbench.desktop.pages import Heading as Bookmark
from cypworkbench.desktop.pages import Opened
from cypworkbench.desktop.parts import Heading, Segments
from cypworkbench.desktop.place import Place
from cypworkbench.desktop.preview import Preview
from cypworkbench.desktop.style import Theme
from cypworkbench.desktop.text import choice, plain_tip
from cypworkbench.desktop.verdict_page import VerdictPage
from cypworkbench.desktop.wishes import MadePack
from cypworkbench.desktop.words import board_name, count
from cypworkbench.domain.pack import Signatory, Verification
from cypworkbench.domain.record import Picture, Record
from cypworkbench.flow import packing
from cypworkbench.flow.issued import IssuedPack, issued_pack

PAGE = Qt.ItemDataRole.UserRole


class PacksPlace(Place):
    """One board's pack. Emits `pack_wanted(board)` and, through its panel's buttons, what to do with it."""

    pack_wanted = Signal(str)

    def __init__(self, theme: Theme) -> None:
        self.boards = choice("Whose pack")
        self.ways = Segments("Show", ("Pa&ges", "&Verification"))
        super().__init__(theme, Heading(self.boards, self.ways))
        self._picture: Picture | None = None
        self._record = Record()
        self._refreshed_for: Picture | None = None
        self._asked_for: tuple[str, str] = ("", "")
        self._outlined: tuple[Bookmark, ...] = ()
        self.board = ""
        self.made: MadePack | None = None
        self.issued: IssuedPack | None = None
        self.boxes: tuple[Signatory, ...] = ()
        self.outline = QTreeWidget()
        self.preview = Preview()
        self.verdict = VerdictPage(theme)
        self.panel = PackPanel(theme, self.inspector)
        self._lay_out()
        self.boards.activated.connect(self._board_chosen)
        self.ways.group.idClicked.connect(self.stack.setCurrentIndex)
        self.outline.currentItemChanged.connect(self._heading_chosen)
        self.preview.loaded.connect(self._loaded)
        self.preview.shown.connect(self._follow)
        self.panel.go.connect(self.wanted)

    def _lay_out(self) -> None:
        tree = self.outline
        tree.setHeaderLabels(["Page", "No."])
        tree.setAccessibleName("What is in the pack")
        tree.setFixedWidth(236)
        tree.header().setStretchLastSection(False)
        tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        tree.header().setSectionResizeMode(1, QHeaderView.ResizeMode.Fixed)
        tree.header().resizeSection(1, 42)
        tree.header().setFocusPolicy(Qt.FocusPolicy.NoFocus)
        tree.setIndentation(14)
        pages = QWidget()
        line = QHBoxLayout(pages)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(12)
        line.addWidget(tree)
        line.addWidget(self.preview, 1)
        self.stack = QStackedWidget()
        self.stack.addWidget(pages)
        self.stack.addWidget(self.verdict)
        self.body.addWidget(self.stack, 1)

    # ---- shown

    def take_record(self, record: Record, boxes: tuple[Signatory, ...]) -> None:
        """Know which packs were issued and signed; called before `present`."""
        self._record = record
        self.boxes = boxes

    def present(self, picture: Picture) -> None:
        """Show the picture; a pack is drawn again only when something it says has changed."""
        self._picture = picture
        held = packing.pack_boards(picture.framework)
        self.boards.clear()
        for board in held:
            self.boards.addItem(board_name(picture, board.id), board.id)
        self.board = self.board if self.board in {b.id for b in held} else held[0].id
        self._refresh()

    def look(self, focus: Focus) -> None:
        """Show the pack when the place is entered."""
        if focus.place == PACKS and self._refreshed_for is not self._picture:
            self._refresh()

    def first(self) -> QWidget:
        """The pages."""
        return self.outline

    def show_pack(self, made: MadePack) -> None:
        """Show a pack as it was made."""
        if made.wish.board == self.board and self._picture is not None:
            self.made = made
            self.preview.show_pdf(made.pack.content)
            self._say()

    def show_verdict(self, found: Verification, of: str = "") -> None:
        """Show what verification found of the pack in view, or of the file that `of` names."""
        self.verdict.present(found, of)
        self.ways.group.button(1).setChecked(True)
        self.stack.setCurrentIndex(1)

    @property
    def pdf(self) -> bytes:
        """The file in view: as last signed, or as made; empty when there is none."""
        if self.issued is not None and not self.issued.overtaken:
            return self.issued.content
        return self.made.pack.content if self.made else b""

    @property
    def boxes_left(self) -> tuple[Signatory, ...]:
        """The boxes nobody has signed, in the file or on paper, and no minute approves."""
        settled = self.issued.settled if self.issued else ()
        return tuple(b for b in self.boxes if b.role not in settled)

    # ---- inside

    def _board_chosen(self, number: int) -> None:
        self.board = str(self.boards.itemData(number))
        self.made = None
        self.preview.page = 0
        self._refresh()

    def _refresh(self) -> None:
        if self._picture is None or not self.isVisible():
            return
        self._refreshed_for = self._picture
        self.boards.setCurrentIndex(self.boards.findData(self.board))
        self.issued = issued_pack(self._record, self.board)
        if self.issued is not None and not self.issued.overtaken:
            self._asked_for = ("", "")
            self.preview.show_pdf(self.issued.content)
        elif self._asked_for != (self.board, self._picture.head):
            self._asked_for = (self.board, self._picture.head)
            self.made = None
            self.preview.empty("The pack is being made…")
            self._show_outline(())
            self.pack_wanted.emit(self.board)
        self._say()

    def _say(self) -> None:
        if self._picture is None:
            return
        name = board_name(self._picture, self.board)
        standing = self.issued is not None and not self.issued.overtaken
        if standing and self.issued is not None:
            issued = self.issued
            more = f", {len(issued.otherwise)} settled without" if issued.otherwise else ""
            signed = f"{len(issued.roles)} of {len(self.boxes)} signatures{more}"
            state = f"version {issued.version}, final · {signed}"
        elif self.made is not None:
            kind = "draft" if self.made.blockers else "ready to issue"
            state = (
                f"version {self.made.wish.version}, {kind} · {count(self.made.pack.pages, 'page')}"
            )
        else:
            state = "being made"
        label = self._picture.round.label
        self.heading.say(f"{name}: board pack", f"{label} · board edition · {state}")
        self.panel.present(
            self._picture, self.board, self.made, self.issued if standing else None, self.boxes
        )

    def _loaded(self, opened: Opened) -> None:
        if opened.outline != self._outlined:  # a signed pack's is that of the pack before it
            self._show_outline(opened.outline)
        self._follow(self.preview.page)

    def _show_outline(self, outline: tuple[Bookmark, ...]) -> None:
        self._outlined = outline
        with QSignalBlocker(self.outline):  # each line taken away would be told as a page chosen
            self.outline.clear()
        parents: list[QTreeWidgetItem] = []
        for heading in outline:
            item = QTreeWidgetItem([heading.words, str(heading.page + 1)])
            item.setData(0, PAGE, heading.page)
            item.setToolTip(0, plain_tip(heading.words))
            item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            item.setData(
                0, Qt.ItemDataRole.AccessibleTextRole, f"{heading.words}, page {heading.page + 1}"
            )
            del parents[heading.depth :]
            if parents:
                parents[-1].addChild(item)
            else:
                self.outline.addTopLevelItem(item)
            parents.append(item)
        self.outline.setRootIsDecorated(any(h.depth for h in outline))
        self.outline.expandAll()

    def _heading_chosen(self, now: QTreeWidgetItem | None, _before: QTreeWidgetItem | None) -> None:
        if now is not None and self.outline.hasFocus():
            self.preview.go(int(now.data(0, PAGE)))

    def _follow(self, page: int) -> None:
        """Mark the heading of the page in view."""
        if self.outline.hasFocus():
            return
        best = None
        walk = [self.outline.topLevelItem(n) for n in range(self.outline.topLevelItemCount())]
        while walk:
            item = walk.pop(0)
            if item is not None and int(item.data(0, PAGE)) <= page:
                best = item
                walk = [item.child(n) for n in range(item.childCount())] + walk
        if best is not None:
            self.outline.setCurrentItem(best)
