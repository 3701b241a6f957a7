"""Which pack to look at: whose it is (a board, a named board, several districts together) and which edition."""

from collections.abc import Container
from dataclasses import dataclass

from PySide6.QtCore import QObject, QSignalBlocker, Signal
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QComboBox

from cypworkbench.desktop.text import choice
from cypworkbench.desktop.words import board_name
from cypworkbench.domain.area import members
from cypworkbench.domain.decision import DecisionKind
from cypworkbench.domain.pack import Edition
from cypworkbench.domain.record import Picture, Record
from cypworkbench.flow import packing

ASK_GROUP = "*"
YOUNG = "young"
EDITIONS = {
    Edition.BOARD.value: "Board edition",
    Edition.PUBLIC.value: "Public edition",
    Edition.ANNUAL.value: "Annual report",
    Edition.EXCEPTIONS.value: "Exceptions report",
    Edition.INSPECTION.value: "For inspection",
    Edition.PLAN.value: "Plan on a page",
    YOUNG: "Young people’s edition",
}
_PUBLISHED = (Edition.PUBLIC.value, YOUNG)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A board's id (or the code of several districts together), and an edition by its name in `EDITIONS`."""

    board: str = ""
    name: str = Edition.BOARD.value

    @property
    def edition(self) -> Edition:
        """The edition that is planned; the young people's is made from the public one."""
        return Edition.PUBLIC if self.is_young else Edition(self.name)

    @property
    def is_young(self) -> bool:
        """Whether it is the young people's."""
        return self.name == YOUNG


class PackChoice(QObject):
    """The two boxes in the heading of Packs. `changed(wanted)` tells of a choice, `group_wanted` asks for districts."""

    changed = Signal(object)
    group_wanted = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.boards = choice("Whose pack")
        self.editions = choice("Which edition")
        for name, words in EDITIONS.items():
            self.editions.addItem(words, name)
        for box in (self.boards, self.editions):
            box.setMaximumWidth(236)
            box.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            box.setMinimumContentsLength(16)
        self.wanted = Wanted()
        self._groups: list[str] = []
        self._places: dict[str, str] = {}
        self.is_public = False
        self.boards.activated.connect(self._board_chosen)
        self.editions.activated.connect(self._edition_chosen)

    def present(self, picture: Picture, record: Record) -> None:
        """Offer every board that packs are made for, the groups that were asked for, and any other group."""
        held = packing.packs_for(picture.framework, Edition.BOARD)
        public = {b.id for b in packing.packs_for(picture.framework, Edition.PUBLIC)}
        districts = {a.code for a in picture.framework.districts}
        known = dict.fromkeys((*_groups_in(record), *self._groups))
        self._groups = [group for group in known if districts.issuperset(members(group))]
        self._places = {b.id: board_name(picture, b.id) if b.id in public else b.name for b in held}
        self._places |= {g: picture.framework.board(g).name for g in self._groups}
        self.boards.clear()
        for id_, name in self._places.items():
            self.boards.addItem(name, id_)
        self.boards.addItem("Several districts together…", ASK_GROUP)
        if self.wanted.board not in self._places:
            self.wanted = Wanted(held[0].id, self.wanted.name)
        self._offer(public)

    def show(self, wanted: Wanted) -> None:
        """Choose a pack, as a click would; of districts together, one that no list had yet too."""
        if members(wanted.board) and wanted.board not in self._groups:
            self._groups.append(wanted.board)
        if wanted != self.wanted:
            self.wanted = wanted
            self.changed.emit(wanted)

    @property
    def name(self) -> str:
        """What the lists call whose pack it is."""
        return self._places.get(self.wanted.board, "")

    def _offer(self, public: Container[str]) -> None:
        """Let only editions be chosen that the board in view has."""
        # what the public sees of a group is settled by the county's settings: the group has none of its own to show
        self.is_public = self.wanted.board in public
        published = self.is_public or bool(members(self.wanted.board))
        if not published and self.wanted.name in _PUBLISHED:
            self.wanted = Wanted(self.wanted.board)
        model = self.editions.model()
        for row in range(self.editions.count()):
            offered = published or self.editions.itemData(row) not in _PUBLISHED
            if isinstance(model, QStandardItemModel):
                model.item(row).setEnabled(offered)
        with QSignalBlocker(self.boards), QSignalBlocker(self.editions):
            self.boards.setCurrentIndex(self.boards.findData(self.wanted.board))
            self.editions.setCurrentIndex(self.editions.findData(self.wanted.name))

    def _board_chosen(self, number: int) -> None:
        board = str(self.boards.itemData(number))
        if board == ASK_GROUP:
            with QSignalBlocker(self.boards):
                self.boards.setCurrentIndex(self.boards.findData(self.wanted.board))
            self.group_wanted.emit()
            return
        self.show(Wanted(board, self.wanted.name))

    def _edition_chosen(self, number: int) -> None:
        self.show(Wanted(self.wanted.board, str(self.editions.itemData(number))))


def _groups_in(record: Record) -> tuple[str, ...]:
    """The groups of districts that packs were made, or steps taken, for."""
    kinds = {DecisionKind.PACK_ISSUED: "board", DecisionKind.STAGE_PASSED: ""}
    named = (
        str(d.body.get(kinds[d.kind], "")) if kinds[d.kind] else d.subject
        for d in record.decisions
        if d.kind in kinds
    )
    return tuple(dict.fromkeys(name for name in named if members(name)))
