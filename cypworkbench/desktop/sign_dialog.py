"""Signing: which box, and with what: an identity file and its passphrase, or a smart card and its PIN."""

from pathlib import Path

from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from cypworkbench.desktop.picker import Picker
from cypworkbench.desktop.text import button, choice, field, label
from cypworkbench.domain.pack import Signatory

FILES = "Identities (*.p12 *.pfx)"
LIBRARIES = "Card libraries (*.dll *.so)"
# What the fields are called, by the way chosen: an identity file, or a smart card.
NAMES = (("&Identity file", "&Passphrase"), ("&Card library", "&PIN"))
HINTS = ("A .p12 or .pfx file", "The .dll or .so that came with the card reader")


class SignDialog(QDialog):
    """Asks for what a signature needs. Nothing is kept of the passphrase or PIN.

    Without boxes it is a form that is signed, beside itself and in no role but the certificate's own.
    """

    def __init__(self, parent: QWidget, boxes: tuple[Signatory, ...], picker: Picker) -> None:
        super().__init__(parent)
        self.setWindowTitle("Sign the pack" if boxes else "Sign a form")
        self.setMinimumWidth(460)
        self._boxes = boxes
        self._picker = picker
        self.role = choice("Sign as")
        for box in boxes:
            self.role.addItem(box.role)
        self.meaning = label("", "small", wrap=True)
        self.way = choice("Sign with")
        self.way.addItems(["Identity file", "Smart card"])
        self.file = field("Identity file", HINTS[0])
        self._names = tuple(label(words) for words in NAMES[0])
        self.browse = button("&Browse…", spoken="Browse for the identity file")
        self.secret = field("Passphrase")
        self.secret.setEchoMode(QLineEdit.EchoMode.Password)
        self.sign = button("&Sign", primary=True)
        self.sign.setDefault(True)
        self.cancel = button("Cancel")
        self._lay_out()
        self.role.currentIndexChanged.connect(self._say)
        self.way.currentIndexChanged.connect(self._turn)
        self.browse.clicked.connect(self._browse)
        self.file.textChanged.connect(self._say)
        self.sign.clicked.connect(self.accept)
        self.cancel.clicked.connect(self.reject)
        self._say()

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        lines = (
            *(((label("Sign &as"), self.role),) if self._boxes else ()),
            (label("Sign &with"), self.way),
            (self._names[0], self.file),
            (self._names[1], self.secret),
        )
        for number, (name, widget) in enumerate(lines):
            name.setBuddy(widget)
            grid.addWidget(name, number * 2, 0)
            grid.addWidget(widget, number * 2, 1)
            if widget is self.role:
                grid.addWidget(self.meaning, number * 2 + 1, 1)
            elif widget is self.file:
                grid.addWidget(self.browse, number * 2, 2)
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
    def has_card(self) -> bool:
        """Whether a smart card is to sign."""
        return self.way.currentIndex() == 1

    @property
    def identity(self) -> Path:
        """The identity file chosen; of a smart card, its maker's library."""
        return Path(self.file.text().strip())

    def _turn(self, way: int) -> None:
        """Ask for the other way's file and secret; what was typed for the one is nothing to the other."""
        self.file.clear()
        self.secret.clear()
        self.file.setPlaceholderText(HINTS[way])
        for name, words, part in zip(
            self._names, NAMES[way], (self.file, self.secret), strict=True
        ):
            name.setText(words)
            part.setAccessibleName(words.replace("&", ""))
        self.browse.setAccessibleName(f"Browse for the {NAMES[way][0].replace('&', '').lower()}")

    def _say(self) -> None:
        if self._boxes:
            self.meaning.setText(f"It means: {self.box.meaning}")
        self.sign.setEnabled(bool(self.file.text().strip()))

    def _browse(self) -> None:
        title = "Choose the card’s library" if self.has_card else "Choose an identity file"
        found = self._picker.open_one(self, title, LIBRARIES if self.has_card else FILES)
        if found is not None:
            self.file.setText(str(found))
