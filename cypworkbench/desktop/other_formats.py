"""The pack in view in another format: chosen from a menu, made in the helper, and written where it is wanted."""

from pathlib import Path

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from cypworkbench.desktop import format_tasks
from cypworkbench.desktop.packs_place import PacksPlace
from cypworkbench.desktop.picker import Picker
from cypworkbench.desktop.words import board_name
from cypworkbench.desktop.workbench import Workbench
from cypworkbench.domain.refusal import Refusal
from cypworkbench.flow import outputs
from cypworkbench.flow.formats import NAMES, Format


class OtherFormats(QObject):
    """Carries between the menu of formats, the workbench and the file that is written."""

    def __init__(
        self, window: QWidget, workbench: Workbench, picker: Picker, place: PacksPlace
    ) -> None:
        super().__init__(window)
        self._window, self._workbench, self._picker = window, workbench, picker
        self._place = place
        self.menu = QMenu("Save in another format", window)
        for wanted, name in NAMES.items():
            action = self.menu.addAction(f"{name}…")
            action.triggered.connect(lambda _checked=False, wanted=wanted: self.save(wanted))

    def ask(self) -> None:
        """Show the formats beside their button; by keyboard as by mouse."""
        if self._place.pdf:
            beside: QPushButton = self._place.panel.formats
            corner = QPoint(0, -self.menu.sizeHint().height())
            self.menu.popup(beside.mapToGlobal(corner))

    def save(self, wanted: Format) -> None:
        """Ask where to, and have the file made and written."""
        picture, pdf = self._workbench.picture, self._place.pdf
        if picture is None or not pdf:
            return
        name = f"{board_name(picture, self._place.board)} pack.{wanted}"
        kinds = f"{NAMES[wanted]} (*.{wanted})"
        path = self._picker.save(self._window, "Save in another format", name, kinds)
        if path is None:
            return
        ending = f".{wanted}"
        named = path.name.lower().endswith(ending)
        whole = path if named else path.with_name(path.name + ending)
        self._workbench.ask(
            f"Making the {wanted} file",
            format_tasks.in_format,
            (pdf, wanted),
            lambda content: self._write(whole, content),
            "format",
        )

    def _write(self, path: Path, content: bytes) -> None:
        try:
            outputs.put(path, content)
        except Refusal as refusal:
            self._workbench.refused.emit(refusal)
