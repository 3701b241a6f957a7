"""What an empty window shows: what to do, in one sentence, and the sample partnership to try it on."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cypworkbench.desktop.parts import card
from cypworkbench.desktop.text import button, label


class FirstPlace(QWidget):
    """Shown until a workspace is open."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("place")
        self.sample = button("Open the &sample partnership", primary=True)
        self.open = button("&Open a workspace…")
        self.new = button("&New workspace…")
        title = label("From the boards’ returns to a signed pack", "place", wrap=True)
        sentence = label(
            "Open a workspace, then drop the district boards’ Excel returns anywhere on this window.",
            wrap=True,
        )
        more = label(
            "The sample partnership is an invented round of returns with genuine published figures, faults "
            "included: the quickest way to see the whole journey. Nothing leaves this computer.",
            "second",
            wrap=True,
        )
        buttons = QHBoxLayout()
        for one in (self.sample, self.open, self.new):
            buttons.addWidget(one)
        buttons.addStretch(1)
        box = card(title, sentence, more, buttons, margin=28, spacing=14)
        box.setFixedWidth(600)
        whole = QVBoxLayout(self)
        whole.addStretch(2)
        centred = QHBoxLayout()  # stretches, not an alignment: that would cut wrapped words short
        centred.addStretch(1)
        centred.addWidget(box)
        centred.addStretch(1)
        whole.addLayout(centred)
        whole.addStretch(3)
