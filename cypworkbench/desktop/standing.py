"""How the workspace stands: saved where others see it, on this computer only, or open for reading; said plainly."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout

from cypworkbench.desktop.text import button, label
from cypworkbench.domain.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the workspace is saved; why it may only be read, what was found at opening, why others cannot see it yet.

    `held` is whether somebody else has it, so that it could be taken over.
    """

    path: str = ""
    read_only: Refusal | None = None
    notice: Refusal | None = None
    trouble: Refusal | None = None
    held: bool = False

    @property
    def words(self) -> str:
        """The line at the foot of the window."""
        if self.read_only is not None:
            return f"Read only: {self.file}"
        if self.trouble is not None:
            return "Saved on this computer, not where others see it"
        return f"✔ Saved in {self.file}"

    @property
    def file(self) -> str:
        """The file with the folder it lies in: a whole path seldom fits, and is told by the tip."""
        return "/".join(Path(self.path).parts[-2:])


class StandingBar(QFrame):
    """A strip over the place for as long as decisions cannot be made, or cannot be seen by others."""

    take_over_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("notice")
        self.said = label("", wrap=True)
        self.take_over = button(
            "Take it over", spoken="Take the workspace over from whoever has it"
        )
        self.take_over.clicked.connect(self.take_over_wanted)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(16, 7, 20, 7)
        whole.addWidget(self.said, 1)
        whole.addWidget(self.take_over, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    def show_standing(self, standing: Standing) -> None:
        """Say what is the matter, or nothing."""
        told = standing.read_only or standing.trouble
        self.said.setText(f"{told.what} {told.remedy}" if told is not None else "")
        self.take_over.setVisible(standing.held)
        self.setVisible(told is not None)
