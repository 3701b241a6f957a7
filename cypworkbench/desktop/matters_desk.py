"""What is asked about local priorities and questions: one more, an answer, one less. Carries to the workbench."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from cypworkbench.desktop.matters_dialog import MatterForm, MattersDialog
from cypworkbench.desktop.packs_place import PacksPlace
from cypworkbench.desktop.reason_dialog import ReasonDialog
from cypworkbench.desktop.workbench import Workbench
from cypworkbench.domain.area import members
from cypworkbench.domain.matter import Matter
from cypworkbench.flow import matters


class MattersDesk(QObject):
    """Lists those of the board in view, and keeps what is decided."""

    def __init__(self, window: QWidget, workbench: Workbench, place: PacksPlace) -> None:
        super().__init__(window)
        self._window, self._workbench, self._place = window, workbench, place

    def open(self) -> None:
        """List the priorities and questions of the place whose pack is in view."""
        picture, board = self._workbench.picture, self._place.board
        if picture is None or not board:
            return
        areas = picture.framework.board(board).areas
        county = picture.framework.county
        area = board if members(board) else county if county in areas else areas[0]
        dialog = MattersDialog(self._window, self._place.choice.name, area, picture)
        self._workbench.pictured.connect(dialog.present)
        self._workbench.refused.connect(dialog.refuse)
        dialog.one_more.connect(lambda: self._set_down(dialog, area))
        dialog.answered.connect(lambda matter: self._answer(dialog, matter))
        dialog.dropped.connect(self._drop)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _set_down(self, dialog: MattersDialog, area: str) -> None:
        picture = self._workbench.picture
        if picture is None:
            return
        form = MatterForm(dialog, picture.framework, area)

        def kept() -> None:
            matter = form.matter  # read now: the decision is made on another thread
            if matter is not None:
                self._workbench.decide(
                    "Setting it down", lambda desk: matters.set_down(desk, matter)
                )

        form.accepted.connect(kept)
        form.finished.connect(form.deleteLater)
        form.open()

    def _answer(self, dialog: MattersDialog, matter: Matter) -> None:
        form = ReasonDialog(
            dialog, matter.text, "A later answer takes its place; the log keeps each.", "Answer it"
        )

        def kept() -> None:
            said = form.reason  # as above
            self._workbench.decide(
                "Keeping the answer", lambda desk: matters.answer(desk, matter, said)
            )

        form.accepted.connect(kept)
        form.finished.connect(form.deleteLater)
        form.open()

    def _drop(self, matter: Matter) -> None:
        self._workbench.decide("Leaving it out", lambda desk: matters.drop(desk, matter))
