"""Opening a workspace: an old one, a new one, or the sample partnership's."""

from PySide6.QtCore import QObject

from cypworkbench.desktop.desk import Office, Verbs
from cypworkbench.desktop.first_place import FirstPlace
from cypworkbench.desktop.way_out import WayOut

SPACES = "Workspaces (*.cypw)"
PLAN = "cypfp-2022"


class Opening(QObject):
    """The buttons of the empty window, and the first lines of the File menu."""

    def __init__(self, office: Office, first: FirstPlace) -> None:
        super().__init__(office.window)
        self._window, self._picker = office.window, office.picker
        self._workbench = office.workbench
        first.sample.clicked.connect(self.open_sample)
        first.open.clicked.connect(self.open)
        first.new.clicked.connect(self.new)
        self.way_out = WayOut(office)

    def verbs(self) -> Verbs:
        """The File menu's."""
        return {"new": self.new, "open": self.open, "sample": self.open_sample}

    def new(self) -> None:
        """Ask where, and make a workspace there."""
        path = self._picker.save(self._window, "New workspace", "Workspace.cypw", SPACES)
        if path is not None:
            self._workbench.create(path.with_suffix(".cypw"), PLAN)

    def open(self) -> None:
        """Ask which, and open it."""
        path = self._picker.open_one(self._window, "Open a workspace", SPACES)
        if path is not None:
            self._workbench.open(path)

    def open_sample(self) -> None:
        """Ask where, and set out the sample there."""
        suggested = "Sample partnership.cypw"
        path = self._picker.save(self._window, "Keep the sample in", suggested, SPACES)
        if path is not None:
            self._workbench.start_sample(path.with_suffix(".cypw"))
