"""Packs: what is in the pack, the real page, what stands before signing, signing and verifying."""

from dataclasses import replace

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
from cypworkbench.desktop.pack_choice import PackChoice, Wanted
from cypworkbench.desktop.pack_panel import PackPanel
from cypworkbench.desktop.pages import Heading as Bookmark
from cypworkbench.desktop.pages import Opened
from cypworkbench.desktop.parts import Heading, Segments
from cypworkbench.desktop.place import Place
from cypworkbench.desktop.preview import Preview
from cypworkbench.desktop.since_page import SincePage
from cypworkbench.desktop.style import Theme
from cypworkbench.desktop.text import plain_tip
from cypworkbench.desktop.verdict_page import VerdictPage
from cypworkbench.desktop.wishes import FirstPage, MadePack, YoungMade
from cypworkbench.desktop.words import count
from cypworkbench.domain.pack import Edition, Signatory, Verification
from cypworkbench.domain.record import Picture, Record
from cypworkbench.domain.refusal import Refusal
from cypworkbench.flow.issued import IssuedPack, issued_pack
from cypworkbench.flow.verified import Report

PAGE = Qt.ItemDataRole.UserRole


class PacksPlace(Place):
    """One board's pack. Emits `pack_wanted(wanted)` and, through its panel's buttons, what to do with it."""

    pack_wanted = Signal(object)

    def __init__(self, theme: Theme) -> None:
        self.choice = PackChoice()
        self.boards, self.editions = self.choice.boards, self.choice.editions
        self.ways = Segments("Show", ("Pa&ges", "&Verification", "C&hanges"))
        super().__init__(theme, Heading(self.boards, self.editions, self.ways))
        self._picture: Picture | None = None
        self._record = Record()
        self._refreshed_for: Picture | None = None
        self._asked_for: tuple[Wanted, str] = (Wanted(), "")
        self._outlined: tuple[Bookmark, ...] = ()
        self.young: YoungMade | None = None
        self.made: MadePack | None = None
        self.issued: IssuedPack | None = None
        self.boxes: tuple[Signatory, ...] = ()
        self.outline = QTreeWidget()
        self.preview = Preview()
        self.verdict = VerdictPage(theme)
        self.changes = SincePage()
        self.panel = PackPanel(theme, self.inspector)
        self._lay_out()
        self.choice.changed.connect(self._chosen)
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
        self.stack.addWidget(self.changes)
        self.body.addWidget(self.stack, 1)

    # ---- shown

    def take_record(self, record: Record, boxes: tuple[Signatory, ...]) -> None:
        """Know which packs were issued and signed; called before `present`."""
        self._record = record
        self.boxes = boxes

    def present(self, picture: Picture) -> None:
        """Show the picture; a pack is drawn again only when something it says has changed."""
        self._picture = picture
        self.choice.present(picture, self._record)
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
        if (made.wish.board, made.wish.edition) == (self.board, self.edition):
            self.made, self.young = made, made.young
            self.preview.show_pdf(made.shown)
            self._say()

    def show_first(self, first: FirstPage) -> None:
        """Show the first page until the pack is there, unless a later page was in view."""
        is_wanted = (first.wish.board, first.wish.edition) == (self.board, self.edition)
        if is_wanted and self.made is None and first.pdf and not self.preview.page:
            self.preview.show_pdf(first.pdf, more=True)

    def show_young(self, made: YoungMade) -> None:
        """Show the young people's edition of the public pack that was issued."""
        if self.choice.wanted.is_young:
            self.young = made
            self.preview.show_pdf(made.pdf)
            self._say()

    def tell(self, refusal: Refusal) -> None:
        """Say why there is nothing to look at."""
        self.preview.empty("There is nothing to look at yet.")
        self._say(refusal)

    def show_verdict(
        self, found: Verification, of: str = "", *, report: Report | None = None
    ) -> None:
        """Show what verification found of the pack in view, or of the file that `of` names."""
        self.verdict.present(found, of, report=report)
        self.ways.group.button(1).setChecked(True)
        self.stack.setCurrentIndex(1)

    @property
    def board(self) -> str:
        """Whose pack it is: a board's id, or the code of several districts together."""
        return self.choice.wanted.board

    @board.setter
    def board(self, board: str) -> None:
        """Choose whose pack is shown once the place is shown again."""
        self.choice.wanted = replace(self.choice.wanted, board=board)

    @property
    def edition(self) -> Edition:
        """The edition in view, as it is planned and issued."""
        return self.choice.wanted.edition

    @property
    def pdf(self) -> bytes:
        """The file in view: as last signed, or as made; empty when there is none."""
        if self.choice.wanted.is_young:
            return self.young.pdf if self.young else b""
        if self.issued is not None and not self.issued.overtaken:
            return self.issued.content
        return self.made.pack.content if self.made else b""

    @property
    def boxes_left(self) -> tuple[Signatory, ...]:
        """The boxes nobody has signed, in the file or on paper, and no minute approves."""
        settled = self.issued.settled if self.issued else ()
        return tuple(b for b in self.boxes if b.role not in settled)

    # ---- inside

    def _chosen(self, _wanted: Wanted) -> None:
        if self._picture is None:
            return
        self.choice.present(self._picture, self._record)
        self.made, self.young = None, None
        self.preview.page = 0
        self._refresh()

    def _refresh(self) -> None:
        if self._picture is None or not self.isVisible():
            return
        self._refreshed_for = self._picture
        wanted = self.choice.wanted
        self.boards.setCurrentIndex(self.boards.findData(self.board))
        self.issued = issued_pack(self._record, self.board, self.edition)
        if self.is_standing and self.issued is not None and not wanted.is_young:
            self._asked_for = (Wanted(), "")
            self.preview.show_pdf(self.issued.content)
        elif self._asked_for != (wanted, self._picture.head):
            self._asked_for = (wanted, self._picture.head)
            self.made, self.young = None, None
            self.preview.empty("The pack is being made…")
            self._show_outline(())
            self.pack_wanted.emit(wanted)
        self._say()

    @property
    def is_standing(self) -> bool:
        """Whether a pack was issued that nothing has overtaken since."""
        return self.issued is not None and not self.issued.overtaken

    def _say(self, refusal: Refusal | None = None) -> None:
        if self._picture is None:
            return
        standing, wanted = self.is_standing, self.choice.wanted
        if wanted.is_young:
            made = "cannot be made yet" if refusal else "being made"
            state = "made from the public edition" if self.young else made
        elif standing and self.issued is not None:
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
            state = "cannot be made yet" if refusal else "being made"
        label = self._picture.round.label
        self.heading.say(self.choice.name, f"{label} · {state}")
        self.panel.present(
            self._picture, self.board, self.made, self.issued if standing else None, self.boxes
        )
        self.changes.present(self.made.since if self.made else None, issued=standing)
        self.panel.public.setVisible(self.choice.is_public)
        if wanted.is_young:
            self.panel.say_young(self.young.reading if self.young else "")
        if refusal is not None:
            self.panel.say_none(refusal)

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
