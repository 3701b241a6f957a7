"""History: the log in sentences, two rounds or packs compared, the backups; nothing here erases anything."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from cypworkbench.desktop.focus import Focus
from cypworkbench.desktop.history_check import CheckPage
from cypworkbench.desktop.history_others import OthersPage
from cypworkbench.desktop.history_page import table, telling
from cypworkbench.desktop.history_rounds import RoundsPage
from cypworkbench.desktop.measure_tables import RowsView
from cypworkbench.desktop.parts import Facts, Heading, Segments, add, card, column, hairline
from cypworkbench.desktop.place import Place
from cypworkbench.desktop.style import Theme
from cypworkbench.desktop.text import button, caption, choice, label
from cypworkbench.desktop.words import count, day
from cypworkbench.domain import dates
from cypworkbench.domain.decision import DecisionKind
from cypworkbench.domain.record import Picture
from cypworkbench.flow.changes import Change, What, counted
from cypworkbench.flow.going_back import Way
from cypworkbench.flow.logged import Entry

LOG, COMPARE, BACKUPS, OTHERS, ROUNDS, CHECK = range(6)
_PAGES = ("Lo&g", "&Compare", "&Backups", "Fro&m others", "Rounds &kept", "&Look over")
_LOG_HEADS = ("No.", "When", "What was decided, and by whom")
_CHANGE_HEADS = ("What changed", "About", "Before", "After")
_WAY_HEADS = ("Up to decision", "Made", "Going back would lose", "File")
_LOST_SHOWN = 6
_GO_BACK = "Go back to &it"
_EVERY_KIND = "Every kind of change"
_NO_CHANGES = "Choose two rounds, or two packs, and compare them. A pack may come from a file."


class HistoryPlace(Place):
    """What was decided and what became of it. Emits what the analyst wants; shows what it is handed."""

    shown = Signal(int)  # a page was entered
    undo_wanted = Signal(int)
    redo_wanted = Signal(int)
    compare_wanted = Signal(str, str)
    restore_wanted = Signal(object)

    def __init__(self, theme: Theme) -> None:
        self.ways = Segments("Show", _PAGES)
        super().__init__(theme, Heading(self.ways))
        self.entries: tuple[Entry, ...] = ()
        self.changes: tuple[Change, ...] | None = None
        self.backups: tuple[Way, ...] = ()
        self._sure = False
        self.log, self.log_table = table("Log", (52, 142))
        self.found, self.found_table = table("What changed", (130, 300, 190))
        self.kept, self.kept_table = table("Backups", (120, 110, 180))
        self.others, self.rounds, self.check = OthersPage(), RoundsPage(), CheckPage()
        self.further = {OTHERS: self.others, ROUNDS: self.rounds, CHECK: self.check}
        self.earlier, self.later = choice("Earlier"), choice("Later")
        self.kinds = choice("Kind of change")
        self.compare = button("C&ompare them", primary=True)
        self.add_pack = button("A pack from a file…")
        self.pages, self.panels = QStackedWidget(), QStackedWidget()
        self._lay_out()
        self._fill_inspector()
        self._connect()
        self._show(LOG)

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(8)
        for one, room in ((label("From"), 0), (self.earlier, 1), (label("to"), 0), (self.later, 1)):
            line.addWidget(one, room)
        below = QHBoxLayout()
        below.addWidget(self.compare)
        below.addWidget(self.add_pack)
        below.addStretch(1)
        below.addWidget(self.kinds)
        sides = QWidget()
        sides.setLayout(column(line, below, card(self.found_table), spacing=10))
        further = (card(page.view) for page in self.further.values())
        for page in (card(self.log_table), sides, card(self.kept_table), *further):
            self.pages.addWidget(page)
        self.body.addWidget(self.pages, 1)

    def _fill_inspector(self) -> None:
        self.said = label("", "section", wrap=True)
        self.facts = Facts()
        self.undo = button("&Take it back", primary=True)
        self.redo = button("Bring it bac&k", primary=True)
        self.about = label("", "section", wrap=True)
        self.sides = Facts()
        self.way = label("", "section", wrap=True)
        self.lost = label("", wrap=True)
        self.restore = button(_GO_BACK, primary=True)
        self.back_up = button("Back &up now")
        self.copy = button("Copy the t&able")
        for parts in (
            (self.said, self.facts),
            (self.about, self.sides),
            (self.way, hairline(), self.lost),
        ):
            panel = QWidget()
            inner = column()
            add(inner, *parts)
            inner.addStretch(1)
            panel.setLayout(inner)
            self.panels.addWidget(panel)
        for page in self.further.values():
            self.panels.addWidget(page.panel)
        self.inspector.body.addWidget(self.panels)
        actions = [action for page in self.further.values() for action in page.actions]
        for one in (self.undo, self.redo, self.restore, self.back_up, *actions, self.copy):
            self.inspector.foot.addWidget(one)

    def _connect(self) -> None:
        self.ways.group.idClicked.connect(self._show)
        for view, tell in (
            (self.log_table, self._tell_entry),
            (self.found_table, self._tell_change),
            (self.kept_table, self._tell_way),
        ):
            view.selectionModel().currentChanged.connect(telling(tell))
        self.undo.clicked.connect(lambda: self.undo_wanted.emit(self.chosen))
        self.redo.clicked.connect(lambda: self.redo_wanted.emit(self.chosen))
        self.compare.clicked.connect(
            lambda: self.compare_wanted.emit(
                str(self.earlier.currentData()), str(self.later.currentData())
            )
        )
        self.kinds.activated.connect(self._fill_changes)
        self.restore.clicked.connect(self._restore)
        self.copy.clicked.connect(lambda: self._table_in_view().copy_all())

    # ---- shown

    def present(self, picture: Picture) -> None:
        """Ask for what the page in view shows of this picture."""
        del picture
        self.changes = None
        self.others.show_came(None)
        self._offer_kinds()
        self.found.present((), ())
        self._tell_change(-1)
        self._show(self.ways.chosen)

    def look(self, focus: Focus) -> None:
        """History follows no other selection."""

    def first(self) -> QWidget:
        """The table in view."""
        return self._table_in_view()

    def show_log(self, entries: Sequence[Entry]) -> None:
        """Show the log, newest first."""
        self.entries = tuple(reversed(entries))
        rows = tuple((str(e.sequence), _when(e), e.whole) for e in self.entries)
        self.log.present(_LOG_HEADS, rows, left=len(_LOG_HEADS))
        _first_row(self.log_table)
        self._tell_entry(0)
        self.say()

    def offer(self, sides: Sequence[tuple[str, str]], earlier: str = "") -> None:
        """Offer rounds and packs to compare: words and key, oldest first. `earlier` is the key to choose there."""
        for box, at in ((self.earlier, -2), (self.later, -1)):
            before = box.currentData()
            box.clear()
            for said, key in sides:
                box.addItem(said, key)
            kept = box.findData(before) if earlier else -1
            box.setCurrentIndex(kept if kept >= 0 else max(len(sides) + at, 0))
            # a pack's name may be longer than the box: the list shows it whole
            box.view().setMinimumWidth(box.sizeHint().width())
        if earlier:
            self.earlier.setCurrentIndex(self.earlier.findData(earlier))
        self.compare.setEnabled(len(sides) > 1)

    def show_changes(self, found: Sequence[Change]) -> None:
        """Show what changed."""
        self.changes = tuple(found)
        self._offer_kinds()
        self._fill_changes()
        self.say()

    def show_ways(self, found: Sequence[Way]) -> None:
        """Show the backups."""
        self.backups = tuple(found)
        rows = tuple(
            (
                str(way.sequence),
                day(way.at.date()),
                count(len(way.lost), "decision") if way.lost else "nothing",
                way.path.name,
            )
            for way in found
        )
        self.kept.present(_WAY_HEADS, rows, left=len(_WAY_HEADS))
        _first_row(self.kept_table)
        self._tell_way(0)
        self.say()

    # ---- inside

    def _table_in_view(self) -> RowsView:
        chosen = self.ways.chosen
        if chosen in self.further:
            return self.further[chosen].view
        return (self.log_table, self.found_table, self.kept_table)[chosen]

    def _show(self, page: int) -> None:
        self.pages.setCurrentIndex(page)
        self.panels.setCurrentIndex(page)
        self.restore.setVisible(page == BACKUPS)
        self.back_up.setVisible(page == BACKUPS)
        for number, one in self.further.items():
            for action in one.actions:
                action.setVisible(number == page)
        self._tell_entry(self.log_table.currentIndex().row())
        self.say()
        self.shown.emit(page)

    def say(self) -> None:
        """Say in the heading what the page in view comes to."""
        back = sum(1 for e in self.entries if e.back)
        said = f"{count(len(self.entries), 'decision')}, {back} taken back; none is ever erased"
        if self.ways.chosen == COMPARE:
            said = _NO_CHANGES if self.changes is None else counted(self.changes)
        elif self.ways.chosen == BACKUPS:
            said = f"{count(len(self.backups), 'whole backup')}, each read back and compared"
        elif self.ways.chosen in self.further:
            said = self.further[self.ways.chosen].sentence
        self.heading.say("History", said)

    def _tell_entry(self, row: int) -> None:
        entry = self.entries[row] if 0 <= row < len(self.entries) else None
        here = self.ways.chosen == LOG and entry is not None and entry.may_go
        self.undo.setVisible(here and entry is not None and not entry.back)
        self.redo.setVisible(here and entry is not None and bool(entry.back))
        if entry is None:
            return
        self.said.setText(entry.sentence)
        stands = f"taken back by decision {entry.back}" if entry.back else "stands"
        if not entry.may_go and not entry.back:
            stands = "stays: it cannot be taken back"
        if entry.kind is DecisionKind.UNDONE and not entry.back:
            stands = "stands, until what it names is brought back or taken back again"
        self.facts.say(
            (("Decision", str(entry.sequence)), ("When", _when(entry)), ("State", stands))
        )

    def _offer_kinds(self) -> None:
        """Offer the kinds that there are; no choice where there is nothing to choose."""
        there = [what for what in What if any(c.what is what for c in self.changes or ())]
        self.kinds.clear()
        self.kinds.addItem(_EVERY_KIND, None)
        for what in there:
            self.kinds.addItem(what.value.capitalize(), what)
        self.kinds.setVisible(len(there) > 1)

    def _fill_changes(self) -> None:
        rows = tuple(
            (c.what.value.capitalize(), c.about, c.before, c.after) for c in self._in_view()
        )
        self.found.present(_CHANGE_HEADS, rows, left=len(_CHANGE_HEADS))
        _first_row(self.found_table)
        self._tell_change(0)

    def _in_view(self) -> tuple[Change, ...]:
        """The changes of the kind that was chosen, or all."""
        wanted = self.kinds.currentData()
        return tuple(c for c in self.changes or () if wanted is None or c.what == wanted)

    def _tell_change(self, row: int) -> None:
        found = self._in_view()
        change = found[row] if 0 <= row < len(found) else None
        self.about.setText(change.about if change else _NO_CHANGES)
        rows = (("Before", change.before or "–"), ("After", change.after or "–")) if change else ()
        self.sides.say(rows)

    def _tell_way(self, row: int) -> None:
        way = self.backups[row] if 0 <= row < len(self.backups) else None
        self._sure = False
        self.restore.setText(_GO_BACK)
        self.restore.setAccessibleName(_GO_BACK.replace("&", ""))
        self.restore.setEnabled(way is not None)
        if way is None:
            self.way.setText("There is no whole backup yet.")
            self.lost.setText("One is made before every import and every signature.")
            return
        self.way.setText(f"Back to decision {way.sequence}, of {day(way.at.date())}")
        told = "\n\n".join(way.lost[-_LOST_SHOWN:])
        more = len(way.lost) - _LOST_SHOWN
        rest = f"\n\nand {count(more, 'decision')} before them" if more > 0 else ""
        self.lost.setText(
            f"It would lose:\n\n{told}{rest}" if way.lost else "Nothing would be lost."
        )

    @property
    def chosen(self) -> int:
        """The number of the decision chosen in the log, or 0."""
        row = self.log_table.currentIndex().row()
        return self.entries[row].sequence if 0 <= row < len(self.entries) else 0

    def _restore(self) -> None:
        """Go back; where decisions would be lost, only when the button that names their number is pressed too."""
        row = self.kept_table.currentIndex().row()
        way = self.backups[row] if 0 <= row < len(self.backups) else None
        if way is None:
            return
        if way.lost and not self._sure:
            self._sure = True
            caption(self.restore, f"Lose {count(len(way.lost), 'decision')} and go back")
            return
        self.restore_wanted.emit(way)


def _first_row(view: RowsView) -> None:
    if view.model().rowCount():
        view.setCurrentIndex(view.model().index(0, 0))


def _when(entry: Entry) -> str:
    return f"{dates.short_day(entry.at)}, {entry.at:%H:%M}"
