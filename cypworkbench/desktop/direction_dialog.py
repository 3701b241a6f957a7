"""Which way is good: asked of the board where the plan's words may not mean what they say."""

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from cypworkbench.desktop.text import button, choice, label, writing
from cypworkbench.domain.framework import Measure, Polarity

_WAYS = (
    (Polarity.HIGHER, "Higher is better"),
    (Polarity.LOWER, "Lower is better"),
    (Polarity.NEUTRAL, "Neither way is better in itself"),
)


class DirectionDialog(QDialog):
    """One measure, the plan's words, why they are in doubt, and what the board decided."""

    def __init__(self, parent: QWidget, asked: tuple[Measure, ...], shown: str) -> None:
        super().__init__(parent)
        self.setWindowTitle("Which way is good")
        self.setMinimumWidth(560)
        self._asked = asked
        self.which = choice("Measure")
        for measure in asked:
            self.which.addItem(measure.short_title, measure.id)
        self.which.setCurrentIndex(max(self.which.findData(shown), 0))
        self.words = label("", wrap=True)
        self.doubt = label("", "second", wrap=True)
        self.way = choice("What the board decided")
        for way, words in _WAYS:
            self.way.addItem(words, way)
        self.text = writing("The board’s reason", "One sentence that a board member could follow")
        self.text.setFixedHeight(84)
        self.act = button("&Record what the board decided", primary=True)
        self.cancel = button("Cancel")
        self._lay_out()
        self.which.currentIndexChanged.connect(self._say)
        self.text.textChanged.connect(self._ready)
        self.act.clicked.connect(self.accept)
        self.cancel.clicked.connect(self.reject)
        self._say()
        self._ready()

    def _lay_out(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 18, 20, 16)
        whole.setSpacing(12)
        told = "The plan’s words give a direction that may not be meant. Until the board decides, neither is better."
        for part in (label(told, wrap=True), self.which, self.words, self.doubt, self.way):
            whole.addWidget(part)
        whole.addWidget(self.text)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.act)
        whole.addLayout(foot)

    @property
    def decided(self) -> tuple[str, Polarity, str]:
        """The measure, the way and the reason."""
        way = self.way.currentData()
        return str(self.which.currentData()), Polarity(way), self.text.toPlainText()

    def _say(self) -> None:
        measure = self._asked[self.which.currentIndex()]
        self.words.setText(f"“{measure.wording}”")
        self.way.setCurrentIndex(max(self.way.findData(measure.polarity), 0))
        before = f" {measure.decided}" if measure.decided else ""
        self.doubt.setText(f"{measure.in_doubt}{before}")

    def _ready(self) -> None:
        self.act.setEnabled(bool(self.text.toPlainText().strip()))
