"""When a workspace cannot be opened because it is damaged, altered or lost: what is still there, and how to go on."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListWidget, QVBoxLayout, QWidget

from cypworkbench.desktop import history_tasks
from cypworkbench.desktop.desk import Office
from cypworkbench.desktop.text import button, label
from cypworkbench.desktop.workbench import while_there
from cypworkbench.domain.dates import day
from cypworkbench.domain.refusal import Refusal
from cypworkbench.flow.going_back import Way

_SPACES = "Workspaces (*.cypw)"


class WayOutDialog(QDialog):
    """What a workspace can be brought back from, the newest first, and the button to save what can be read."""

    def __init__(self, parent: QWidget, path: Path, why: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"{path.name} cannot be opened")
        self.setMinimumWidth(560)
        self.ways: tuple[Way, ...] = ()
        self.state = label("Looking for backups and this computer’s copy …", "second", wrap=True)
        self.kept = QListWidget()
        self.kept.setAccessibleName("What can be gone back to")
        self.kept.setFixedHeight(132)
        self.back = button("Go &back to it", primary=True)
        self.save = button("&Save what can be read…")
        self.leave = button("Leave it as it is")
        self.back.setEnabled(False)
        self.save.setEnabled(path.exists())
        foot = QHBoxLayout()
        foot.addWidget(self.save)
        foot.addStretch(1)
        foot.addWidget(self.leave)
        foot.addWidget(self.back)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 18, 20, 16)
        whole.setSpacing(12)
        whole.addWidget(label(why, "section", wrap=True))
        whole.addWidget(self.state)
        whole.addWidget(self.kept)
        more = "Whatever you choose, the file that is there now is kept beside, under another name."
        whole.addWidget(label(more, "second", wrap=True))
        whole.addLayout(foot)
        self.kept.currentRowChanged.connect(lambda row: self.back.setEnabled(row >= 0))
        self.leave.clicked.connect(self.reject)

    @property
    def chosen(self) -> Way | None:
        """The one that is marked."""
        row = self.kept.currentRow()
        return self.ways[row] if 0 <= row < len(self.ways) else None

    def show_ways(self, ways: tuple[Way, ...]) -> None:
        """Show what there is."""
        self.ways = ways
        self.kept.clear()
        for way in ways:
            what = "This computer’s own copy" if way.is_working_copy else f"Backup {way.path.stem}"
            self.kept.addItem(f"{what}: up to decision {way.sequence}, of {day(way.at.date())}")
        said = "All of these were read and are whole; the first has most in it."
        self.state.setText(
            said if ways else "There is no whole backup, and no copy on this computer."
        )
        if ways:
            self.kept.setCurrentRow(0)
            self.kept.setFocus()


class WayOut(QObject):
    """Carries between that dialog and the workbench."""

    def __init__(self, office: Office) -> None:
        super().__init__(office.window)
        self._office, self._workbench = office, office.workbench
        self.dialog: WayOutDialog | None = None
        self._workbench.unreadable.connect(self.offer)

    def offer(self, path: Path, why: Refusal) -> None:
        """Show what a workspace that could not be opened can be brought back from."""
        self.dialog = dialog = WayOutDialog(self._office.window, path, why.what)
        dialog.back.clicked.connect(partial(self._go_back, path))
        dialog.save.clicked.connect(partial(self._save, path))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        shown = while_there(dialog, dialog.show_ways)
        self._workbench.ask("Looking for backups", history_tasks.ways_back, (path,), shown)

    def _go_back(self, path: Path) -> None:
        dialog = self.dialog
        way = dialog.chosen if dialog else None
        if dialog is not None and way is not None:
            dialog.accept()
            self._workbench.go_back(way.path, path)

    def _save(self, path: Path) -> None:
        window, bench = self._office.window, self._workbench
        to = self._office.picker.save(
            window, "Save what can be read as", f"{path.stem} saved.cypw", _SPACES
        )
        if to is None:
            return
        if self.dialog is not None:
            self.dialog.accept()

        def told(answer: tuple[str, tuple[str, ...]]) -> None:
            if not to.exists():  # the chain could not be begun: all that was saved lies beside
                bench.refused.emit(
                    Refusal(answer[0], f"What can be read lies in the folder “{to.stem} loose”.")
                )
                return
            bench.refused.emit(
                Refusal(answer[0], "It is open now; look through its log under History.")
            )
            bench.open(to)

        arguments = (path, to, bench.by, bench.clock())
        bench.ask("Saving what can be read", history_tasks.rescue, arguments, told)
