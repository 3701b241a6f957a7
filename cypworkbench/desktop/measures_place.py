"""Measures: the list by outcome, the trend, the districts, the figures, and where they came from."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QWidget

from cypworkbench.desktop.chart_asks import ask, others
from cypworkbench.desktop.chart_card import ChartCard
from cypworkbench.desktop.focus import Focus
from cypworkbench.desktop.measure_panel import MeasurePanel
from cypworkbench.desktop.measure_tables import RowsModel, RowsView, figures_of, sources_of
from cypworkbench.desktop.measures_list import Line, MeasuresModel, lines, measures_list
from cypworkbench.desktop.multiples import Multiples, Small
from cypworkbench.desktop.parts import Heading, Segments, card, column, row
from cypworkbench.desktop.place import Place
from cypworkbench.desktop.style import Theme
from cypworkbench.desktop.text import choice, field, label
from cypworkbench.desktop.wishes import ChartDrawing, ChartWish
from cypworkbench.desktop.words import described, good_way, place_name
from cypworkbench.domain.area import ENGLAND
from cypworkbench.domain.judgement import Assessment
from cypworkbench.domain.record import Picture

TREND, FIGURES, WHERE = range(3)


class MeasuresPlace(Place):
    """One measure in one area. Emits `chart_wanted(ChartWish)`, what is wanted of it, and a focus."""

    chart_wanted = Signal(object)
    story_wanted = Signal(str, str)
    sentence_wanted = Signal(str, str)
    actions_wanted = Signal(str, str)
    limits_wanted = Signal(object)
    target_wanted = Signal(object)
    number_wanted = Signal(object)

    def __init__(self, theme: Theme, today: Callable[[], date]) -> None:
        self.ways = Segments("Show", ("&Trend", "Fi&gures", "&Where from"))
        self.areas = choice("Area")
        super().__init__(theme, Heading(self.areas, self.ways))
        self._today = today
        self._picture: Picture | None = None
        self._measure = self._area = ""
        self.search = field("Find a measure", "Find a measure (Ctrl+F)")
        self.search.setClearButtonEnabled(True)
        self.model = MeasuresModel()
        self.list = measures_list(self.model, theme)
        self.card = ChartCard(theme)
        self.chart = self.card.chart
        self.multiples = Multiples(theme)
        self.figures = RowsModel("Figures")
        self.sources = RowsModel("Where the figures came from")
        self.panel = MeasurePanel(theme, self.inspector)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.small_title, self.small_scale = label("", "strong"), label("", "small")
        below = card(_titled(self.small_title, self.small_scale), self.multiples)
        trend = QWidget()
        both = column(self.card, below, spacing=8)
        both.setStretch(0, 3)
        both.setStretch(1, 2)
        trend.setLayout(both)
        self.pages = QStackedWidget()
        where = RowsView(self.sources)
        for page in (trend, RowsView(self.figures, even=True), where):
            self.pages.addWidget(page)
        self._where = where
        left = QWidget()
        left.setLayout(column(self.search, self.list, spacing=6))
        left.setFixedWidth(206)
        whole = QHBoxLayout()
        whole.setSpacing(14)
        whole.addWidget(left)
        whole.addWidget(self.pages, 1)
        self.body.addLayout(whole, 1)

    def _connect(self) -> None:
        self.ways.group.idClicked.connect(self.pages.setCurrentIndex)
        self.search.textChanged.connect(self._sought)
        self.list.selectionModel().currentChanged.connect(self._row_changed)
        self.multiples.chosen.connect(lambda area: self.wanted.emit(Focus(area=area)))
        self.areas.activated.connect(
            lambda number: self.wanted.emit(Focus(area=str(self.areas.itemData(number))))
        )
        self.panel.copy.clicked.connect(
            lambda: QGuiApplication.clipboard().setText(self.figures.copied())
        )
        self.panel.sentence.clicked.connect(
            lambda: self.sentence_wanted.emit(self._measure, self._area)
        )
        self.panel.story.clicked.connect(lambda: self.story_wanted.emit(self._measure, self._area))
        self.panel.actions.clicked.connect(
            lambda: self.actions_wanted.emit(self._measure, self._area)
        )
        self.panel.picture.clicked.connect(self.chart.copy)
        self.panel.limits.clicked.connect(lambda: self.limits_wanted.emit(self._held()))
        self.panel.what_if.clicked.connect(lambda: self.target_wanted.emit(self._held()))
        self.panel.number.clicked.connect(lambda: self.number_wanted.emit(self._held()))
        self.card.changed.connect(self._draw)
        self.chart.outgrown.connect(self._draw)
        self.theme.changed.connect(self._draw)

    def present(self, picture: Picture) -> None:
        """Show the picture; the measure and area in hand stay in hand."""
        self._picture = picture
        plan = picture.framework
        codes = [plan.county, *(a.code for a in plan.districts)]
        self.areas.clear()
        for code in codes:
            self.areas.addItem(place_name(picture, code), code)
        self._area = self._area if self._area in codes else plan.county
        self._sought()
        if not self._measure:
            self._measure = self.model.first()
        self._show()

    def look(self, focus: Focus) -> None:
        """Show the measure and area looked at."""
        measure, area = focus.measure or self._measure, focus.area or self._area
        if (measure, area) != (self._measure, self._area):
            moved = area != self._area
            self._measure, self._area = measure, area
            if moved:
                self._sought()
            self._show()

    def first(self) -> QWidget:
        """The list."""
        return self.list

    def show_drawing(self, drawing: ChartDrawing) -> None:
        """Show the chart that was asked for, and its figures in the table."""
        held, picture = self._held(), self._picture
        if held is None or picture is None:
            return
        self.card.show_drawing(drawing, described(held, self._name()))
        made = drawing.charted
        if made.heads:
            self.figures.present(made.heads, made.rows)
        else:
            self.figures.present(*figures_of(picture, held))

    def _held(self) -> Assessment | None:
        return self._picture.assessments.get((self._measure, self._area)) if self._picture else None

    def _name(self) -> str:
        return place_name(self._picture, self._area) if self._picture else ""

    def _sought(self) -> None:
        if self._picture is not None:
            self.model.present(lines(self._picture, self._area, self.search.text()))
            self._select()

    def _select(self) -> None:
        at = self.model.row_of(self._measure)
        if at >= 0:
            self.list.setCurrentIndex(self.model.index(at))

    def _row_changed(self, now: QModelIndex, _before: QModelIndex) -> None:
        line = now.data(0x0100)  # Qt.ItemDataRole.UserRole
        if isinstance(line, Line) and line.measure and line.measure != self._measure:
            self.wanted.emit(Focus(measure=line.measure))

    def _show(self) -> None:
        picture, held = self._picture, self._held()
        if picture is None:
            return
        if held is None:
            self.heading.say("Measures", "No figures yet: they come with the returns.")
            self.chart.empty()
            self.panel.nothing()
            return
        measure, plan = held.measure, picture.framework
        self._select()
        self.areas.setCurrentIndex(self.areas.findData(self._area))
        numbers = {o.id: o.number for o in plan.outcomes}
        at = [m.id for m in plan.measures].index(measure.id) + 1
        self.heading.say(
            measure.short_title,
            f"{measure.question}  Outcome {numbers.get(measure.outcome, '–')}, measure {at} of "
            f"{len(plan.measures)}",
        )
        self.card.name(self._name(), measure.unit)
        points = held.series.points
        self.card.span.setText(
            f"{good_way(held)} · {points[0].period.label} to {points[-1].period.label}"
            if points
            else ""
        )
        self.card.offer(others(picture, held))
        self._show_districts(picture)
        self.figures.present(*figures_of(picture, held))
        self.sources.present(*sources_of(picture, held), left=5)
        for number, width in enumerate((140, 100, 180, 110)):
            self._where.setColumnWidth(number, width)
        self.panel.show_measure(held, picture, self._today())
        self._draw()

    def _show_districts(self, picture: Picture) -> None:
        smalls = tuple(
            Small(a.name, a.code, picture.assessments.get((self._measure, a.code)))
            for a in picture.framework.districts
        )
        england = picture.assessments.get((self._measure, ENGLAND))
        self.multiples.present(smalls, england, self._area)
        self.small_title.setText(self.multiples.title)
        self.small_scale.setText(self.multiples.scale)

    def _draw(self) -> None:
        held, picture = self._held(), self._picture
        if held is None or picture is None or not self.isVisible():
            return
        wanted = ask(picture, held, self.card.kind, self.card.other)
        size, scale = self.chart.size(), self.chart.devicePixelRatioF()
        look = self.theme.palette.name
        self.chart_wanted.emit(ChartWish(wanted, size.width(), size.height(), scale, look))


def _titled(title: QLabel, more: QLabel) -> QWidget:
    made = QWidget()
    line = row(title, more, stretch_first=True)
    line.setContentsMargins(10, 6, 10, 2)
    made.setLayout(line)
    return made
