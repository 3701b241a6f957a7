"""Why is this not the number I know? A box for the number, and what it could be."""

from collections.abc import Callable
from decimal import Decimal, InvalidOperation

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from cypworkbench.desktop.text import button, field, label

Explaining = Callable[[Decimal], tuple[str, ...]]


class NumberDialog(QDialog):
    """Takes a number from anywhere else, and says which figure it could be."""

    def __init__(self, parent: QWidget, name: str, shown: str, explaining: Explaining) -> None:
        super().__init__(parent)
        self.setWindowTitle("Another number")
        self.setMinimumWidth(460)
        self._explaining = explaining
        self.number = field("The number you know", "As it is written there, such as 21.4")
        self.said = label("", wrap=True)
        self.said.setMinimumHeight(90)
        self.look = button("&Look for it", primary=True)
        self.close_it = button("Close")
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.close_it)
        foot.addWidget(self.look)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 18, 20, 16)
        whole.setSpacing(12)
        whole.addWidget(label("Why is this not the number I know?", "section", wrap=True))
        whole.addWidget(
            label(
                f"Here {name} is {shown}. Write the number you have from elsewhere.",
                "second",
                wrap=True,
            )
        )
        whole.addWidget(self.number)
        whole.addWidget(self.said)
        whole.addLayout(foot)
        self.look.clicked.connect(self._tell)
        self.number.returnPressed.connect(self._tell)
        self.close_it.clicked.connect(self.accept)

    def _tell(self) -> None:
        text = self.number.text().strip().replace(",", "").removesuffix("%")
        try:
            known = Decimal(text)
        except InvalidOperation:
            known = Decimal("nan")
        said = self._explaining(known) if known.is_finite() else ("That is not a number.",)
        self.said.setText("\n".join(said))
