"""What every place has: a heading, a body, an inspector, and two ways of being told something."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cypworkbench.desktop.focus import Focus
from cypworkbench.desktop.parts import GUTTER, Heading, Panel
from cypworkbench.desktop.style import Theme
from cypworkbench.domain.record import Picture


class Place(QWidget):
    """A view of the picture. It emits what the analyst wants and is told what to show; it knows no other place."""

    wanted = Signal(object)  # a Focus to move to

    def __init__(self, theme: Theme, heading: Heading) -> None:
        super().__init__()
        self.setObjectName("place")
        self.theme = theme
        self.heading = heading
        self.inspector = Panel()
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(GUTTER, 14, GUTTER, 14)
        self.body.setSpacing(10)
        self.body.addWidget(heading)

    def present(self, picture: Picture) -> None:
        """Show a picture."""
        raise NotImplementedError

    def waiting(self, picture: Picture) -> int:  # noqa: ARG002  most places have no work that waits
        """How many things wait to be answered here: the badge on the rail."""
        return 0

    def look(self, focus: Focus) -> None:
        """Show what is looked at."""
        raise NotImplementedError

    def first(self) -> QWidget:
        """The part that should have the keyboard when the place is entered."""
        raise NotImplementedError
