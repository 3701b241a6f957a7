"""A card of the plan: title, the plan's own words between rules, facts, and lists under their headings."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from cypworkbench.desktop.parts import Facts, clear, hairline, row
from cypworkbench.desktop.plan_words import Card
from cypworkbench.desktop.text import button, label


class CardView(QScrollArea):
    """Shows one card; the keyboard scrolls it."""

    asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Definition")
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.NoFrame)
        inner = QWidget()
        inner.setObjectName("card")
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(20, 14, 20, 16)
        self._column.setSpacing(8)
        self.setWidget(inner)
        self.shown = Card("", "")

    def say(self, card: Card, asks: str = "") -> None:
        """Show another card, from its top; `asks` is a measure whose direction the board is asked about."""
        self.shown = card
        clear(self._column)
        self._column.addWidget(label(card.kind, "second", wrap=True))
        self._column.addWidget(label(card.title, "section", wrap=True))
        if card.quoted:
            self._column.addWidget(_quotation(card.quoted))
        if card.plain:
            self._column.addWidget(label(card.plain, wrap=True))
        if asks:
            decide = button("&Record what the board decided…", spoken="Record which way is good")
            decide.clicked.connect(lambda: self.asked.emit(asks))
            self._column.addLayout(row(decide, label("", "small")))
        if card.facts:
            self._column.addWidget(hairline())
            facts = Facts(112)
            facts.say(card.facts)
            self._column.addWidget(facts)
        for heading, lines in card.lists:
            self._column.addWidget(hairline())
            self._column.addWidget(label(heading, "strong"))
            for line in lines:
                self._column.addWidget(label(f"·  {line}", wrap=True))
        self._column.addStretch(1)
        self.verticalScrollBar().setValue(0)
        self.setAccessibleDescription(f"{card.title}. {card.quoted or card.plain}")


def _quotation(words: str) -> QWidget:
    """The plan's own words, on the strip that the window keeps for what was said."""
    strip = QFrame()
    strip.setObjectName("strip")
    inner = QVBoxLayout(strip)
    inner.setContentsMargins(12, 8, 12, 8)
    inner.addWidget(label(f"“{words}”", wrap=True))
    return strip
