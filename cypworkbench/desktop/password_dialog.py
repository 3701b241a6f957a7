"""Asking for the password of a workbook that is locked. Nothing of it is kept."""

from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from cypworkbench.desktop.text import button, field, label


class PasswordDialog(QDialog):
    """One file, one password."""

    def __init__(self, parent: QWidget | None, what: str, remedy: str) -> None:
        super().__init__(parent)
        self.setWindowTitle("A locked workbook")
        self.setMinimumWidth(440)
        self.secret = field("Password")
        self.secret.setEchoMode(QLineEdit.EchoMode.Password)
        self.open_it = button("&Open it", primary=True)
        self.open_it.setDefault(True)
        self.open_it.setEnabled(False)
        self.cancel = button("Leave it out")
        self.secret.textChanged.connect(lambda text: self.open_it.setEnabled(bool(text)))
        self.open_it.clicked.connect(self.accept)
        self.cancel.clicked.connect(self.reject)
        named = label("&Password")
        named.setBuddy(self.secret)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.open_it)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 18, 20, 16)
        whole.setSpacing(12)
        whole.addWidget(label(what, "section", wrap=True))
        whole.addWidget(label(remedy, "second", wrap=True))
        whole.addWidget(named)
        whole.addWidget(self.secret)
        whole.addWidget(
            label(
                "It is opened in memory, and kept locked as it was sent, with the cells that were read of it beside. "
                "Neither the password nor anything else that opens it is kept.",
                "small",
                wrap=True,
            )
        )
        whole.addLayout(foot)
