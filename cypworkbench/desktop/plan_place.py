"""The plan as its readers know it: outcome, priority, measure; boards; themes; and each measure's life across plans."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cypworkbench.catalogue.continuity import life
from cypworkbench.desktop import plan_words
from cypworkbench.desktop.focus import MEASURES, Focus
from cypworkbench.desktop.life_strip import LifeStrip
from cypworkbench.desktop.parts import Heading, Segments, clear, column
from cypworkbench.desktop.place import Place
from cypworkbench.desktop.plan_card import CardView
from cypworkbench.desktop.plan_list import PlanModel, plan_list
from cypworkbench.desktop.plan_words import Row, Sort
from cypworkbench.desktop.style import Theme
from cypworkbench.desktop.text import button, choice, field, label
from cypworkbench.desktop.words import count
from cypworkbench.domain.account import Account
from cypworkbench.domain.dates import month
from cypworkbench.domain.framework import Framework
from cypworkbench.domain.measuring import SeriesRef
from cypworkbench.domain.record import Picture

_ROWS: tuple[Callable[[Framework], Iterable[Row]], ...] = (
    plan_words.outcome_rows,
    plan_words.board_rows,
    plan_words.theme_rows,
)


class PlanPlace(Place):
    """One plan at a time, of all there are. Emits `plans_wanted` when it has only the workspace's own."""

    plans_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        self.ways = Segments("Browse by", ("O&utcomes", "&Boards", "T&hemes"))
        self.which = choice("Plan")
        super().__init__(theme, Heading(self.which, self.ways))
        self._own: Framework | None = None
        self._plans: tuple[Framework, ...] = ()
        self._accounts: tuple[Account, ...] = ()
        self._asked = False
        self.search = field("Find in the plan", "Find in the plan (Ctrl+Shift+F)")
        self.search.setClearButtonEnabled(True)
        self.model = PlanModel()
        self.list = plan_list(self.model, theme)
        self.card = CardView()
        self.strip = LifeStrip(theme)
        self._life_title = label("Its life across the plans", "section")
        self._stations = QVBoxLayout()
        self._stations.setSpacing(3)
        self.figures = button("&Show its figures", spoken="Show the measure’s figures")
        self.about = button("&About this plan")
        self._lay_out()
        self.ways.group.idClicked.connect(lambda _: self._list_again())
        self.which.activated.connect(lambda _: self._list_again())
        self.search.textChanged.connect(lambda _: self._list_again())
        self.list.selectionModel().currentChanged.connect(self._row_changed)
        self.about.clicked.connect(self._show_plan)
        self.figures.clicked.connect(
            lambda: self.wanted.emit(Focus(MEASURES, measure=self._shown_measure()))
        )

    def _lay_out(self) -> None:
        left = QWidget()
        left.setLayout(column(self.search, self.list, spacing=6))
        left.setFixedWidth(300)
        whole = QHBoxLayout()
        whole.setSpacing(14)
        whole.addWidget(left)
        whole.addLayout(column(self.card, self.strip, spacing=8), 1)
        self.body.addLayout(whole, 1)
        self.inspector.body.addWidget(self._life_title)
        self.inspector.body.addLayout(self._stations)
        self.inspector.body.addStretch(1)
        self.inspector.foot.addWidget(self.figures)
        self.inspector.foot.addWidget(self.about)

    @property
    def plan(self) -> Framework | None:
        """The plan that is shown."""
        wanted = self.which.currentData()
        return next((plan for plan in self._plans if plan.id == wanted), self._own)

    @property
    def plans(self) -> tuple[Framework, ...]:
        """Every plan there is to choose from."""
        return self._plans

    @property
    def measure(self) -> str:
        """The measure whose card is shown, by id; empty when it is something else's."""
        return self._shown_measure()

    def present(self, picture: Picture) -> None:
        """Show the workspace's own plan, and ask for the others."""
        self._own, self._accounts = picture.framework, picture.accounts
        self.show_plans(self._plans or (picture.framework,))
        if not self._asked:
            self._asked = True
            self.plans_wanted.emit()

    def show_plans(self, plans: tuple[Framework, ...]) -> None:
        """Take in every plan there is; the workspace's own stands as its decisions have it."""
        own = self._own
        if own is None:
            return
        others = [plan for plan in plans if plan.id != own.id]
        self._plans = tuple(sorted([*others, own], key=lambda p: (str(p.valid_from or ""), p.id)))
        shown = self.which.currentData() or own.id
        self.which.clear()
        for plan in self._plans:
            self.which.addItem(f"{plan_words.years(plan)}", plan.id)
        self.which.setCurrentIndex(max(self.which.findData(shown), 0))
        self._list_again()

    def look(self, focus: Focus) -> None:
        """Show the measure looked at, where the plan has it."""
        at = self.model.row_of(Sort.MEASURE, focus.measure)
        if focus.measure and at >= 0 and self.list.currentIndex().row() != at:
            self.list.setCurrentIndex(self.model.index(at))

    def first(self) -> QWidget:
        """The list."""
        return self.list

    def _list_again(self) -> None:
        plan = self.plan
        if plan is None:
            return
        held = self.list.currentIndex().data(Qt.ItemDataRole.UserRole)
        rows = plan_words.found(_ROWS[self.ways.chosen](plan), self.search.text(), plan)
        self.model.present(rows)
        self.heading.say(plan.title, self._sentence(plan, rows))
        at = self.model.row_of(held.sort, held.key) if isinstance(held, Row) else -1
        if at >= 0:
            self.list.setCurrentIndex(self.model.index(at))
        else:
            self._show(None)

    def _sentence(self, plan: Framework, rows: list[Row]) -> str:
        if self.search.text().strip():
            return f"{count(sum(r.sort is not Sort.HEADING for r in rows), 'line')} found"
        outcomes = sum(not o.governance for o in plan.outcomes)
        said = [count(outcomes, "outcome"), count(len(plan.measures), "measure")]
        return ", ".join([*said, f"{len(plan.boards)} boards and groups"])

    def _row_changed(self, now: QModelIndex, _before: QModelIndex) -> None:
        row = now.data(Qt.ItemDataRole.UserRole)
        self._show(row if isinstance(row, Row) else None)

    def _show(self, row: Row | None) -> None:
        plan = self.plan
        if plan is None:
            return
        card = plan_words.card(plan, row) if row else plan_words.plan_card(plan)
        measure = row.key if row and row.sort is Sort.MEASURE else ""
        if self._own is not None and plan.id == self._own.id:
            said = [account for account in self._accounts if account.measure == measure]
            card = plan_words.told(card, said, {area.code: area.name for area in plan.areas})
        own = self._own is not None and plan.id == self._own.id
        asks = own and bool(measure) and bool(plan.measure(measure).in_doubt)
        self.card.say(card, measure if asks else "")
        self._show_life(plan, measure)
        known = bool(measure) and self._own is not None and plan.id == self._own.id
        self.figures.setEnabled(known)

    def _show_plan(self) -> None:
        """The plan itself: nothing of it is chosen then."""
        self.list.selectionModel().clear()
        self._show(None)

    def _show_life(self, plan: Framework, measure: str) -> None:
        clear(self._stations)
        if not measure:
            self.strip.say(None, ())
            self._stations.addWidget(
                label("Choose a measure, and its life across the plans stands here.", wrap=True)
            )
            return
        whole = life(SeriesRef(plan.id, measure), self._plans)
        self.strip.say(whole, self._plans)
        for station in whole.stations:
            head, words, why = plan_words.station_words(station)
            self._stations.addWidget(label(head, "strong", wrap=True))
            self._stations.addWidget(label(words, wrap=True))
            if why:
                self._stations.addWidget(label(why, "small", wrap=True))
            self._stations.addSpacing(8)
        for mark in whole.breaks:
            self._stations.addWidget(label(f"Break in {month(mark.at)}", "off", wrap=True))
            self._stations.addWidget(label(mark.why, wrap=True))

    def _shown_measure(self) -> str:
        row = self.list.currentIndex().data(Qt.ItemDataRole.UserRole)
        return row.key if isinstance(row, Row) and row.sort is Sort.MEASURE else ""
