"""What Measures asks for: a measure's chart drawn, the story behind its figures kept."""

from decimal import Decimal

from PySide6.QtCore import Qt

from cypworkbench.desktop import tasks
from cypworkbench.desktop.actions_desk import ActionsDesk
from cypworkbench.desktop.desk import Desk, Office, Verbs
from cypworkbench.desktop.focus import MEASURES, Focus
from cypworkbench.desktop.limits_dialog import LimitsDialog
from cypworkbench.desktop.measures_place import MeasuresPlace
from cypworkbench.desktop.number_dialog import NumberDialog
from cypworkbench.desktop.reason_dialog import ReasonDialog
from cypworkbench.desktop.sentence_dialog import SentenceDialog
from cypworkbench.desktop.what_if_dialog import WhatIfDialog
from cypworkbench.desktop.wishes import ChartWish
from cypworkbench.desktop.words import place_name, with_unit
from cypworkbench.desktop.workbench import while_there
from cypworkbench.domain.judgement import Assessment, Target
from cypworkbench.domain.record import Picture
from cypworkbench.flow import another_number, decide, rebasing, sentences, targets
from cypworkbench.flow.another_number import Known


class MeasuresDesk(Desk):
    """Carries between Measures and the workbench."""

    place: MeasuresPlace

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.place = MeasuresPlace(office.theme, lambda: office.workbench.clock().date())
        self._actions = ActionsDesk(office)
        self.place.actions_wanted.connect(lambda *about: self._actions.open(about))
        self.place.chart_wanted.connect(self._draw_chart)
        self.place.story_wanted.connect(self._write_story)
        self.place.sentence_wanted.connect(self._edit_sentence)
        self.place.limits_wanted.connect(self._new_limits)
        self.place.target_wanted.connect(self._what_if)
        self.place.number_wanted.connect(self._another_number)

    def verbs(self) -> Verbs:
        """Finding a measure; the actions agreed."""
        return {"find": self._find, "actions": self._actions.open}

    def _find(self) -> None:
        self.workbench.look(Focus(MEASURES))
        self.place.search.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _draw_chart(self, wish: ChartWish) -> None:
        """Only the last chart asked for is answered."""
        self.workbench.ask(
            "Drawing the chart", tasks.chart, (wish,), self.place.show_drawing, "chart"
        )

    def _write_story(self, measure: str, area: str) -> None:
        picture = self.workbench.picture
        if picture is None:
            return
        name = f"{picture.framework.measure(measure).short_title}, {place_name(picture, area)}"
        dialog = ReasonDialog(
            self.office.window,
            f"The story behind {name}",
            "Printed beside the chart, with your role. A later one takes its place.",
            "Keep the story",
        )
        dialog.accepted.connect(lambda: self._comment(measure, area, dialog.reason))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _comment(self, measure: str, area: str, text: str) -> None:
        self.workbench.decide(
            "Keeping the comment", lambda desk: decide.comment(desk, measure, area, text)
        )

    def _edit_sentence(self, measure: str, area: str) -> None:
        """Put the sentence about a measure in somebody's own words, or let the program's stand again."""
        picture = self.workbench.picture
        if picture is None or (measure, area) not in picture.assessments:
            return
        name = f"{picture.framework.measure(measure).short_title}, {place_name(picture, area)}"
        own = sentences.said(picture, measure, area)
        written = sentences.wording(picture, measure, area)
        dialog = SentenceDialog(self.office.window, name, own, written)
        dialog.accepted.connect(lambda: self._keep_sentence(picture, (measure, area), dialog))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _keep_sentence(
        self, picture: Picture, about: tuple[str, str], dialog: SentenceDialog
    ) -> None:
        words, given_up = dialog.words, dialog.given_up

        def keep(desk: decide.Desk) -> None:
            if given_up:
                sentences.give_up(desk, picture, *about)
            else:
                sentences.write(desk, picture, about, words)

        self.workbench.decide("Keeping the sentence", keep)

    def _new_limits(self, held: Assessment | None) -> None:
        """Start new limits, or take earlier ones back."""
        picture = self.workbench.picture
        if picture is None or held is None:
            return
        mine = tuple(
            r for r in picture.rebases if (r.measure, r.area) == (held.measure.id, held.area)
        )
        place = place_name(picture, held.area)
        dialog = LimitsDialog(self.office.window, held, place, mine)
        dialog.accepted.connect(lambda: self._keep_limits(picture, dialog))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _keep_limits(self, picture: Picture, dialog: LimitsDialog) -> None:
        wanted = dialog.rebase
        if dialog.taken_back:
            self.workbench.decide("Taking limits back", lambda desk: rebasing.restore(desk, wanted))
            return
        self.workbench.decide(
            "Starting new limits", lambda desk: rebasing.rebase(desk, picture, wanted)
        )

    def _what_if(self, held: Assessment | None) -> None:
        """Show what another target would change, and record it where that is wanted."""
        picture, bench = self.workbench.picture, self.workbench
        if picture is None or held is None:
            return
        latest = held.latest
        start = latest.period.start if latest else bench.clock().date()
        dialog = WhatIfDialog(self.office.window, picture, held, start)
        dialog.asked.connect(
            lambda target: bench.ask(
                "Working out what it would change",
                tasks.what_if,
                (bench.files(), bench.framework, target),
                while_there(dialog, lambda sentences: dialog.tell(target, sentences)),
                "what_if",
            )
        )
        dialog.accepted.connect(lambda: self._record(picture, dialog.target))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _record(self, picture: Picture, target: Target | None) -> None:
        if target is not None:
            self.workbench.decide(
                "Recording the target",
                lambda desk: targets.set_one(desk, picture.framework, target),
            )

    def _another_number(self, held: Assessment | None) -> None:
        """Say which figure a number from elsewhere could be."""
        picture = self.workbench.picture
        if picture is None or held is None or held.latest is None:
            return
        latest = held.latest
        name = (
            f"{held.measure.short_title}, {place_name(picture, held.area)}, {latest.period.label}"
        )
        shown = with_unit(latest.value, held.measure)

        def explaining(written: Decimal) -> tuple[str, ...]:
            return another_number.explain(picture, Known(held.measure.id, held.area, written))

        dialog = NumberDialog(self.office.window, name, shown, explaining)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
