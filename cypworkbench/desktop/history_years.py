"""For how many years rounds are kept."""

from PySide6.QtWidgets import QDialog, QFormLayout, QHBoxLayout, QVBoxLayout, QWidget

from cypworkbench.desktop.text import button, field, label

_USUAL = 6
_LONGEST = 100


class YearsDialog(QDialog):
    """A number of years, and a button."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("How long rounds are kept")
        self.setMinimumWidth(420)
        self.written = field("Years")
        self.written.setText(str(_USUAL))
        self.act = button("Set it", primary=True)
        self.cancel = button("Cancel")
        form = QFormLayout()
        form.addRow("&Years after the meeting", self.written)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.act)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 18, 20, 16)
        whole.setSpacing(12)
        whole.addWidget(label("How long is a round kept?", "section"))
        more = "Past its time a round is marked, never removed by itself. A hold keeps it longer."
        whole.addWidget(label(more, "second", wrap=True))
        whole.addLayout(form)
        whole.addLayout(foot)
        self.written.textChanged.connect(lambda: self.act.setEnabled(bool(self.years)))
        self.act.clicked.connect(self.accept)
        self.cancel.clicked.connect(self.reject)

    @property
    def years(self) -> int:
        """What was written; 0 where it is no number of years."""
        said = self.written.text().strip()
        years = int(said) if said.isascii() and said.isdigit() else 0
        return years if years <= _LONGEST else 0
