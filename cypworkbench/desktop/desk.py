"""What every desk has. A desk carries between one place and the workbench: what the place wants is asked or decided."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from cypworkbench.desktop.picker import Picker
from cypworkbench.desktop.place import Place
from cypworkbench.desktop.style import Theme
from cypworkbench.desktop.workbench import Workbench

Verbs = Mapping[str, Callable[[], object]]


@dataclass(frozen=True, slots=True, eq=False)
class Office:
    """What the desks share: the window their dialogs belong to, its look, its file picker and the workbench."""

    window: QWidget
    theme: Theme
    picker: Picker
    workbench: Workbench


class Desk(QObject):
    """Makes its place and connects it to `workbench.ask`, `workbench.decide` and `workbench.keep`."""

    place: Place

    def __init__(self, office: Office) -> None:
        super().__init__(office.window)
        self.office = office
        self.workbench = office.workbench

    def verbs(self) -> Verbs:
        """What the menus call here, by the names in `menus.MENUS`."""
        return {}
