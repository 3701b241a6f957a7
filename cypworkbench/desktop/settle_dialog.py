"""Settling a box without a signature in the file: a meeting approved the pack, or a page was signed with a pen."""

from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from cypworkbench.desktop.picker import Picker
from cypworkbench.desktop.text import button, choice, field, label
from cypworkbench.domain import dates

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_NO_DAY = "A day is written as 2026-10-22."
_SCANS = "Scans (*.pdf *.png *.jpg *.jpeg *.tif *.tiff)"
_WAYS = ("Approved at a meeting", "Signed on paper")
# What the fields are called, by the way chosen.
_NAMES = (("Day of the &meeting", "Minute &number"), ("&Signed on", "The s&can"))
_HINTS = ("As in the minutes: 7.2", "A scan of the page that was signed")
_MEANS = (
    "The register and the pack’s record will say that a meeting approved it. This is never shown as a signature.",
    "You attest that you saw it signed. The scan is kept in the workspace; no arithmetic can check it.",
)


class SettleDialog(QDialog):
    """Asks who, in which role, when, and by which minute or which scan."""

    def __init__(
        self, parent: QWidget, roles: tuple[str, ...], today: date, picker: Picker
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Settle without a signature in the file")
        self.setMinimumWidth(480)
        self._picker = picker
        self.way = choice("How it was settled")
        self.way.addItems(list(_WAYS))
        self.role = choice("In the role of")
        self.role.addItems(list(roles))
        self.person = field("Who", "As the minutes or the page have the name")
        self.on = field("Day of the meeting", "2026-10-22")
        self.on.setText(today.isoformat())
        self.said = label("", "small")
        self.proof = field("Minute number", _HINTS[0])
        self.browse = button("&Browse…", spoken="Browse for the scan")
        self.means = label(_MEANS[0], "small", wrap=True)
        self.act = button("&Record it", primary=True)
        self.cancel = button("Cancel")
        self._names = tuple(label(words) for words in _NAMES[0])
        self._lay_out()
        self.way.currentIndexChanged.connect(self._turn)
        for part in (self.person, self.on, self.proof):
            part.textChanged.connect(self._ready)
        self.browse.clicked.connect(self._browse)
        self.act.clicked.connect(self.accept)
        self.cancel.clicked.connect(self.reject)
        self._turn(0)

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        lines = (
            (label("&How"), self.way),
            (label("In the r&ole of"), self.role),
            (label("&Who"), self.person),
            (self._names[0], self.on),
            (self._names[1], self.proof),
        )
        for number, (name, widget) in enumerate(lines):
            name.setBuddy(widget)
            grid.addWidget(name, number * 2, 0)
            grid.addWidget(widget, number * 2, 1)
        grid.addWidget(self.said, 7, 1)  # under the day
        grid.addWidget(self.browse, 8, 2)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.act)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 18, 20, 16)
        whole.setSpacing(12)
        whole.addLayout(grid)
        whole.addWidget(self.means)
        whole.addLayout(foot)

    @property
    def on_paper(self) -> bool:
        """Whether it was signed with a pen; else a meeting approved it."""
        return self.way.currentIndex() == 1

    @property
    def day(self) -> date | None:
        """The day of the meeting, or of the signature; None while what is written is no day."""
        try:
            return date.fromisoformat(self.on.text().strip())
        except ValueError:
            return None

    @property
    def scan(self) -> Path:
        """The scan chosen."""
        return Path(self.proof.text().strip())

    def _turn(self, way: int) -> None:
        self.proof.clear()
        self.proof.setPlaceholderText(_HINTS[way])
        parts = (self.on, self.proof)
        for name, words, part in zip(self._names, _NAMES[way], parts, strict=True):
            name.setText(words)
            part.setAccessibleName(words.replace("&", ""))
        self.browse.setVisible(way == 1)
        self.means.setText(_MEANS[way])
        self._ready()

    def _ready(self) -> None:
        day = self.day
        self.said.setText(f"{_WEEKDAYS[day.weekday()]} {dates.day(day)}" if day else _NO_DAY)
        whole = self.person.text().strip() and self.proof.text().strip() and day
        self.act.setEnabled(bool(whole))

    def _browse(self) -> None:
        found = self._picker.open_one(self, "Choose the scan", _SCANS)
        if found is not None:
            self.proof.setText(str(found))
