"""The scorecard: every measure of an area at once, which verdict leads, and how many flags chance alone would give."""

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QWidget

from cypworkbench.desktop.focus import MEASURES, Focus
from cypworkbench.desktop.marks import MARKS, MarkView, mark_of
from cypworkbench.desktop.parts import Heading, card, hairline, row
from cypworkbench.desktop.place import Place
from cypworkbench.desktop.scorecard_table import Line, ScorecardModel, ScorecardView, lines
from cypworkbench.desktop.style import Theme
from cypworkbench.desktop.text import button, choice, label
from cypworkbench.desktop.words import count, place_name
from cypworkbench.domain.judgement import Assessment, Status
from cypworkbench.domain.record import Picture
from cypworkbench.domain.verdict import WHY, Voice, weigh
from cypworkbench.packs import narrative, weighing

_LED = {
    Voice.STATUS: "its target",
    Voice.LIMITS: "its own usual range",
    Voice.ASSURANCE: "its usual range beside the target",
    Voice.TREND: "its last five years",
    Voice.COMPARATOR: "England’s figure",
    Voice.DIRECTION: "its last step alone",
}


class ScorecardPlace(Place):
    """One area's measures. Emits a focus when a measure or an area is chosen."""

    def __init__(self, theme: Theme) -> None:
        self.areas = choice("Area")
        self.copy = button("&Copy the table")
        super().__init__(theme, Heading(self.areas, self.copy))
        self._picture: Picture | None = None
        self._area = ""
        self.model = ScorecardModel()
        self.table = ScorecardView(self.model, theme)
        self.chance = label("", "small", wrap=True)
        self.body.addWidget(card(self.table), 1)
        self.body.addWidget(self.chance)
        self._fill_inspector(theme)
        self.areas.activated.connect(
            lambda number: self.wanted.emit(Focus(area=str(self.areas.itemData(number))))
        )
        self.copy.clicked.connect(self.table.copy_all)
        self.table.selectionModel().currentChanged.connect(self._row_changed)
        self.table.activated.connect(lambda _: self._open())
        self.table.doubleClicked.connect(lambda _: self._open())
        self.open.clicked.connect(self._open)

    def _fill_inspector(self, theme: Theme) -> None:
        self.name = label("", "section", wrap=True)
        self.mark = MarkView(theme, "none", 22)
        self.status = label("", "strong")
        self.claim, self.support = label("", wrap=True), label("", wrap=True)
        self.leads = label("", "small", wrap=True)
        self.caveats = label("", "small", wrap=True)
        self.open = button("&Look at it in Measures", primary=True)
        body = self.inspector.body
        body.addWidget(self.name)
        body.addLayout(row(self.mark, self.status))
        for part in (self.claim, self.support, hairline(), self.leads, self.caveats):
            body.addWidget(part)
        body.addStretch(1)
        self.inspector.foot.addWidget(self.open)

    def present(self, picture: Picture) -> None:
        """Show the picture; the area in hand stays in hand."""
        self._picture = picture
        plan = picture.framework
        codes = [plan.county, *(a.code for a in plan.districts)]
        self.areas.clear()
        for code in codes:
            self.areas.addItem(place_name(picture, code), code)
        self._area = self._area if self._area in codes else plan.county
        self._show()

    def look(self, focus: Focus) -> None:
        """Show the area looked at, and the measure in it."""
        if focus.area and focus.area != self._area:
            self._area = focus.area
            self._show()
        at = self.model.row_of(focus.measure)
        if at >= 0 and at != self.table.currentIndex().row():
            self.table.setCurrentIndex(self.model.index(at, 0))

    def first(self) -> QWidget:
        """The table."""
        return self.table

    def _show(self) -> None:
        picture = self._picture
        if picture is None:
            return
        made = lines(picture, self._area)
        shown = [line.assessment for line in made if line.assessment]
        self.model.show(made)
        self.table.set_out()
        self.areas.setCurrentIndex(self.areas.findData(self._area))
        self.heading.say(f"Scorecard, {place_name(picture, self._area)}", _counted(shown))
        self.chance.setText(weighing.by_chance(shown))
        self.chance.setVisible(bool(self.chance.text()))
        first = next((n for n, line in enumerate(made) if line.assessment), -1)
        if first >= 0:
            self.table.setCurrentIndex(self.model.index(first, 0))
        self._tell(self._chosen())

    def _chosen(self) -> Assessment | None:
        line = self.model.line(self.table.currentIndex().row())
        return line.assessment if isinstance(line, Line) else None

    def _row_changed(self, now: QModelIndex, _before: QModelIndex) -> None:
        del now
        self._tell(self._chosen())

    def _tell(self, held: Assessment | None) -> None:
        """The chosen measure's sentences, as the page prints them, and which verdict leads."""
        self.open.setEnabled(held is not None)
        self.mark.setVisible(held is not None)
        picture = self._picture
        if held is None or picture is None:
            for part in (
                self.name,
                self.status,
                self.claim,
                self.support,
                self.leads,
                self.caveats,
            ):
                part.setText("")
            return
        names = {a.code: a.name for a in picture.framework.areas}
        self.name.setText(held.measure.title)
        self.mark.become(mark_of(held.status))
        self.status.setText(MARKS[mark_of(held.status)].name)
        self.claim.setText(narrative.claim(held))
        self.support.setText(narrative.support(held, names))
        self.leads.setText(_leads(held))
        self.caveats.setText(" ".join(held.caveats))

    def _open(self) -> None:
        held = self._chosen()
        if held is not None:
            self.wanted.emit(Focus(MEASURES, measure=held.measure.id, area=self._area))


def _leads(held: Assessment) -> str:
    found = weigh(held)
    if found.lead is None:
        return "Nothing here says whether it goes well or ill."
    return f"Judged first by {_LED[found.lead]}. {WHY[found.lead]}"


def _counted(shown: list[Assessment]) -> str:
    """How many stand where, in the order of the marks; only those there are."""
    parts = []
    for status in Status:
        number = sum(a.status is status for a in shown)
        if number:
            parts.append(f"{number} {MARKS[status.value].name.lower()}")
    return f"{count(len(shown), 'measure')}: {', '.join(parts)}" if parts else "No figures yet."
