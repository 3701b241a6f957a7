"""Asking for a reason, where a decision must have one."""

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from cypworkbench.desktop.text import button, label, writing


class ReasonDialog(QDialog):
    """One question, a box for the reason, and a button that names what will be done."""

    def __init__(self, parent: QWidget, question: str, more: str, action: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(action)
        self.setMinimumWidth(440)
        self.text = writing("Reason", "One sentence that a board member could follow")
        self.text.setFixedHeight(84)
        self.act = button(action, primary=True)
        self.act.setEnabled(False)
        self.cancel = button("Cancel")
        self.text.textChanged.connect(
            lambda: self.act.setEnabled(bool(self.text.toPlainText().strip()))
        )
        self.act.clicked.connect(self.accept)
        self.cancel.clicked.connect(self.reject)
        self.foot = QHBoxLayout()
        self.foot.addStretch(1)
        self.foot.addWidget(self.cancel)
        self.foot.addWidget(self.act)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 18, 20, 16)
        whole.setSpacing(12)
        whole.addWidget(label(question, "section", wrap=True))
        whole.addWidget(label(more, "second", wrap=True))
        whole.addWidget(self.text)
        whole.addLayout(self.foot)

    @property
    def reason(self) -> str:
        """What was written."""
        return self.text.toPlainText()
