"""Before a public pack is made: what it would withhold and why, and the settings that decide it, changed there."""

from collections.abc import Mapping
from dataclasses import replace

import shiboken6
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from cypworkbench.desktop import public_tasks
from cypworkbench.desktop.disclosure_dialog import DisclosureDialog
from cypworkbench.desktop.withheld_dialog import WithheldDialog
from cypworkbench.desktop.words import board_name
from cypworkbench.desktop.workbench import Workbench, while_there
from cypworkbench.domain.disclosure import Disclosure
from cypworkbench.domain.pack import Edition
from cypworkbench.domain.record import Picture
from cypworkbench.domain.refusal import Refusal
from cypworkbench.flow.disclosing import set_disclosure, settings_for
from cypworkbench.flow.pack_system import Place


class PublicEdition(QObject):
    """Carries between the two dialogs and the workbench."""

    def __init__(self, window: QWidget, workbench: Workbench) -> None:
        super().__init__(window)
        self._window, self._workbench = window, workbench
        self._deciding = False

    def show(self, board: str) -> None:
        """Show what the public edition of a board would withhold, and why."""
        bench = self._workbench
        if bench.picture is None or bench.framework is None:
            return
        dialog = WithheldDialog(self._window, board_name(bench.picture, board))
        dialog.settings_wanted.connect(lambda place: self.ask_settings(dialog, board, place))
        bench.refused.connect(lambda refusal: self._refused(dialog, refusal, board))
        self._find(dialog, board)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def ask_settings(
        self, dialog: WithheldDialog, board: str, place: Place | None
    ) -> DisclosureDialog | None:
        """Ask for a board's settings, with one more figure to be shown where a place is given; decide what is said."""
        picture = self._workbench.picture
        if picture is None:
            return None
        now = replace(settings_for(self._workbench.record, board), board=board, because="")
        asked = (*now.shown, *(["|".join(place)] if place else []))
        names = board_name(picture, board), _measures(picture), _figures(picture, asked)
        made = DisclosureDialog(dialog, now, names)
        made.accepted.connect(lambda: self.decide(dialog, board, made.setting))
        made.finished.connect(made.deleteLater)
        made.open()
        return made

    def decide(self, dialog: WithheldDialog, board: str, setting: Disclosure) -> None:
        """Record a board's settings, and find again what would be withheld under them."""
        dialog.wait()
        self._deciding = True
        self._workbench.decide(
            "Recording the settings",
            lambda desk: set_disclosure(desk, setting),
            lambda _done: self._decided(dialog, board),
        )

    def _decided(self, dialog: WithheldDialog, board: str) -> None:
        self._deciding = False
        self._find(dialog, board)

    def _refused(self, dialog: WithheldDialog, refusal: Refusal, board: str) -> None:
        """Settings that may not be decided leave what was found before; anything else refused is the answer."""
        if not shiboken6.isValid(dialog):
            return
        if not self._deciding:
            dialog.tell(refusal)
            return
        self._deciding = False
        dialog.tell_settings(refusal)
        self._find(dialog, board)

    def _find(self, dialog: WithheldDialog, board: str) -> None:
        bench = self._workbench
        public = tuple(p for p in bench.record.packs if p.edition == Edition.PUBLIC)
        bench.ask(
            "Finding what readers could work out",
            public_tasks.withheld,
            (replace(bench.record, packs=public), bench.framework, board),
            while_there(dialog, dialog.tell),
            "withheld",
        )


def _measures(picture: Picture) -> Mapping[str, str]:
    """The measures whose counts may be small, by id."""
    return {
        m.id: m.short_title or m.title
        for m in picture.framework.measures
        if Disclosure().demands(m) is not None
    }


def _figures(picture: Picture, keys: tuple[str, ...]) -> Mapping[str, str]:
    """Figures in words, by measure|area|period or measure|area."""
    areas = {area.code: area.name for area in picture.framework.areas}
    measures = _measures(picture)
    periods = {
        point.period.iso: point.period.label
        for assessment in picture.assessments.values()
        for point in assessment.series.points
    }
    named = {}
    for key in dict.fromkeys(keys):
        measure, area, period = (*key.split("|"), "", "")[:3]
        when = periods.get(period, period) or "every period"
        named[key] = f"{measures.get(measure, measure)}, {areas.get(area, area)}, {when}"
    return named
