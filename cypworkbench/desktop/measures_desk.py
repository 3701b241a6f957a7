"""What Measures asks for: a measure's chart drawn, the story behind its figures kept."""

from PySide6.QtCore import Qt

from cypworkbench.desktop import tasks
from cypworkbench.desktop.desk import Desk, Office, Verbs
from cypworkbench.desktop.focus import MEASURES, Focus
from cypworkbench.desktop.measures_place import MeasuresPlace
from cypworkbench.desktop.reason_dialog import ReasonDialog
from cypworkbench.desktop.wishes import TrendWish
from cypworkbench.desktop.words import place_name
from cypworkbench.flow import decide


class MeasuresDesk(Desk):
    """Carries between Measures and the workbench."""

    place: MeasuresPlace

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.place = MeasuresPlace(office.theme)
        self.place.trend_wanted.connect(self._draw_trend)
        self.place.story_wanted.connect(self._write_story)

    def verbs(self) -> Verbs:
        """Finding a measure."""
        return {"find": self._find}

    def _find(self) -> None:
        self.workbench.look(Focus(MEASURES))
        self.place.search.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _draw_trend(self, wish: TrendWish) -> None:
        """Only the last chart asked for is answered."""
        self.workbench.ask(
            "Drawing the chart", tasks.trend, (wish,), self.place.show_drawing, "trend"
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
