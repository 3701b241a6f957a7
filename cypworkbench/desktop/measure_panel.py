"""The inspector of a measure: the latest figure, its status, what moved, and the years behind it."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from cypworkbench.desktop.actions_dialog import sentence
from cypworkbench.desktop.marks import MarkView, mark_of
from cypworkbench.desktop.parts import Facts, Panel, clear, column, hairline, row
from cypworkbench.desktop.style import Theme
from cypworkbench.desktop.text import button, label
from cypworkbench.desktop.words import (
    ASSURANCE,
    VARIATION,
    compared,
    count,
    figure,
    moved,
    place_name,
    status,
    target,
)
from cypworkbench.domain.judgement import Assessment
from cypworkbench.domain.record import Picture

_YEARS = 4


class MeasurePanel:
    """Fills the inspector of Measures."""

    def __init__(self, theme: Theme, panel: Panel) -> None:
        self._theme = theme
        self.title = label("", "section", wrap=True)
        self.figure = label("", "figure")
        self.mark = MarkView(theme, "none", 24)
        self.status = label("", "strong")
        self.target = label("", "small", wrap=True)
        head = row(self.figure, self.mark, spacing=14)
        head.addLayout(column(self.status, self.target, spacing=0), 1)
        self.facts = Facts()
        self._years = QGridLayout()
        self._years.setVerticalSpacing(4)
        self.note = label("", wrap=True)
        self.late = label("", "off")
        self.agreed = label("", wrap=True)
        self.caveats = label("", "small", wrap=True)
        self.source = label("", "small", wrap=True)
        panel.body.addWidget(self.title)
        panel.body.addLayout(head)
        panel.body.addWidget(hairline())
        panel.body.addWidget(self.facts)
        panel.body.addLayout(self._years)
        panel.body.addWidget(hairline())
        for part in (self.note, self.late, self.agreed, self.caveats, self.source):
            panel.body.addWidget(part)
        panel.body.addStretch(1)
        self.story = button("Write the &story…", spoken="Write the story behind these figures")
        self.limits = button("&New limits…", spoken="Start new limits, or take them back")
        self.what_if = button("Wh&at if…", spoken="What a target would change")
        self.number = button("Another num&ber…", spoken="Why is this not the number I know?")
        self.sentence = button("S&entence…", spoken="Put the sentence in your own words")
        self.actions = button("Act&ions…", spoken="Actions agreed on this measure")
        self.copy = button("&Copy figures")
        self.picture = button("Copy pict&ure")
        for pair in (
            (self.story, self.actions),
            (self.limits, self.what_if),
            (self.number, self.sentence),
            (self.copy, self.picture),
        ):
            line = row(*pair)
            for place in range(len(pair)):
                line.setStretch(place, 1)
            panel.foot.addLayout(line)

    def nothing(self) -> None:
        """Show that there is no measure to look at."""
        self.title.setText("No measure selected")
        self.figure.setText("")
        self.mark.hide()
        for part in (self.status, self.target, self.note, self.caveats, self.source):
            part.setText("")
        self.late.hide()
        self.agreed.hide()
        self.facts.say(())
        clear(self._years)

    def show_measure(self, held: Assessment, picture: Picture, today: date) -> None:
        """Show one measure in one area, its actions as they stand on a day."""
        measure, latest = held.measure, held.latest
        name = place_name(picture, held.area)
        self.title.setText(f"{name}, {latest.period.label}" if latest else name)
        self.figure.setText(figure(latest.value if latest else None, measure))
        self.mark.show()
        self.mark.become(mark_of(held.status))
        self.status.setText(status(held))
        self.target.setText(held.reason or target(held))
        facts = [
            ("Change", moved(held.short_change, measure)),
            ("Longer", moved(held.long_change, measure)),
            ("Variation", VARIATION[held.variation]),
            ("Assurance", ASSURANCE[held.assurance]),
        ]
        facts += [
            (place_name(picture, code), compared(held, code))
            for code in reversed(picture.framework.comparators)
            if code != held.area
        ]
        self.facts.say(facts)
        self._show_years(held, picture)
        comment = next(
            (c.text for c in picture.comments if (c.measure, c.area) == (measure.id, held.area)), ""
        )
        self.note.setText(comment)
        self.note.setVisible(bool(comment))
        mine = [a for a in picture.actions if (a.measure, a.area) == (measure.id, held.area)]
        self.agreed.setText("\n\n".join(sentence(a, today) for a in mine))
        self.agreed.setVisible(bool(mine))
        late = sum(a.is_overdue(today) for a in mine)
        self.late.setText(f"{count(late, 'action')} overdue")
        self.late.setVisible(bool(late))
        self.caveats.setText(" ".join(held.caveats))
        self.source.setText(f"Source: {held.series.source or measure.source}")

    def _show_years(self, held: Assessment, picture: Picture) -> None:
        clear(self._years)
        measure = held.measure
        points = held.series.points[-_YEARS:]
        none = (None,) * len(points)
        goals = held.target_by_point[-_YEARS:] or none
        tops = held.upper_by_point[-_YEARS:] or none
        last = picture.framework.comparators[-1] if picture.framework.comparators else ""
        other = picture.assessments.get((measure.id, last)) if last != held.area else None
        heads = ["Period", place_name(picture, held.area), "Target"]
        heads += [place_name(picture, last)] if other else []
        self._line(0, heads, "small")
        rows = zip(points, goals, tops, strict=False)
        for number, (point, goal, top) in enumerate(rows, start=1):
            words = [
                point.period.label,
                figure(point.value, measure),
                _goal(held, goal, top),
            ]
            beside = other.series.at(point.period) if other else None
            if other:
                words.append(
                    figure(beside.value, measure) if beside and beside.value is not None else "–"
                )
            self._line(number, words, "strong" if number == len(points) else "base")

    def _line(self, number: int, words: list[str], role: str) -> None:
        for place, word in enumerate(words):
            said: QWidget = label(word, role)
            side = Qt.AlignmentFlag.AlignLeft if place == 0 else Qt.AlignmentFlag.AlignRight
            self._years.addWidget(said, number, place, side)


def _goal(held: Assessment, goal: float | None, top: float | None) -> str:
    if goal is None:
        return "–"
    low = figure(goal, held.measure)
    return low if top is None else f"{low}–{figure(top, held.measure)}"
