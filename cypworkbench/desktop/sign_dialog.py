"""Signing: which box, whose identity file, and its passphrase."""

from pathlib import Path

from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from cypworkbench.desktop.picker import Picker
from cypworkbench.desktop.text import button, choice, field, label
from cypworkbench.domain.pack import Signatory


class SignDialog(QDialog):
    """Asks for what a signature needs. Nothing is kept of the passphrase."""

    def __init__(self, parent: QWidget, boxes: tuple[Signatory, ...], picker: Picker) -> None:
        super().__init__(parent)
        self.setWindowTitle("Sign the pack")
        self.setMinimumWidth(460)
        self._boxes = boxes
        self._picker = picker
        self.role = choice("Sign as")
        for box in boxes:
            self.role.addItem(box.role)
        self.meaning = label("", "small", wrap=True)
        self.file = field("Identity file", "A .p12 or .pfx file")
        self.browse = button("&Browse…", spoken="Browse for the identity file")
        self.secret = field("Passphrase")
        self.secret.setEchoMode(QLineEdit.EchoMode.Password)
        self.sign = button("&Sign", primary=True)
        self.sign.setDefault(True)
        self.cancel = button("Cancel")
        self._lay_out()
        self.role.currentIndexChanged.connect(self._say)
        self.browse.clicked.connect(self._browse)
        self.file.textChanged.connect(self._say)
        self.sign.clicked.connect(self.accept)
        self.cancel.clicked.connect(self.reject)
        self._say()

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        for number, (words, widget) in enumerate(
            (("Sign &as", self.role), ("&Identity file", self.file), ("&Passphrase", self.secret))
        ):
            name = label(words)
            name.setBuddy(widget)
            grid.addWidget(name, number * 2, 0)
            grid.addWidget(widget, number * 2, 1)
        grid.addWidget(self.meaning, 1, 1)
        grid.addWidget(self.browse, 2, 2)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.sign)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 18, 20, 16)
        whole.setSpacing(12)
        whole.addWidget(
            label("The signature covers every byte of the file as it stands.", wrap=True)
        )
        whole.addLayout(grid)
        whole.addLayout(foot)

    @property
    def box(self) -> Signatory:
        """The box chosen."""
        return self._boxes[self.role.currentIndex()]

    @property
    def identity(self) -> Path:
        """The identity file chosen."""
        return Path(self.file.text())

    def _say(self) -> None:
        self.meaning.setText(f"It means: {self.box.meaning}")
        self.sign.setEnabled(bool(self.file.text().strip()))

    def _browse(self) -> None:
        found = self._picker.open_one(self, "Choose an identity file", "Identities (*.p12 *.pfx)")
        if found is not None:
            self.file.setText(str(found))
