"""Look over: whether every byte of the workspace is whole; a copy, the file written anew, a damaged one salvaged."""

from PySide6.QtCore import Signal

from cypworkbench.desktop.history_page import Page
from cypworkbench.desktop.history_tasks import Looked
from cypworkbench.desktop.text import button

_HEADS = ("What was looked at", "How it is", "What is known of it")
_NOT_YET = "Nothing was looked over yet."


class CheckPage(Page):
    """What looking over found, a line each: the workspace, whoever holds it, every backup."""

    look_wanted = Signal()
    copy_wanted = Signal()
    compact_wanted = Signal()
    salvage_wanted = Signal()

    def __init__(self) -> None:
        super().__init__("What looking over found", _HEADS, (250, 110))
        self.looked: tuple[Looked, ...] | None = None
        self.look = button("Check &every byte", primary=True)
        self.copy = button("Save a cop&y…")
        self.compact = button("&Write the file anew")
        self.salvage = button("Sal&vage a damaged file…")
        self.actions = (self.look, self.copy, self.compact, self.salvage)
        for one, wanted in (
            (self.look, self.look_wanted),
            (self.copy, self.copy_wanted),
            (self.compact, self.compact_wanted),
            (self.salvage, self.salvage_wanted),
        ):
            one.clicked.connect(wanted)
        self.tell(-1)

    def show_looked(self, looked: tuple[Looked, ...]) -> None:
        """Show what was found."""
        self.looked = looked
        self.show_rows(
            [(one.what, "whole" if one.is_whole else "not whole", one.more) for one in looked]
        )

    @property
    def sentence(self) -> str:
        """Whether all of it is whole."""
        if self.looked is None:
            return _NOT_YET
        bad = sum(1 for one in self.looked if not one.is_whole)
        return f"{bad} of {len(self.looked)} not whole" if bad else "All of it is whole"

    def tell(self, row: int) -> None:
        """What was found of one thing, and what to do about it."""
        looked = self.looked or ()
        if not 0 <= row < len(looked):
            self.said.setText(_NOT_YET)
            self.facts.say(())
            self.more.setText(
                "Checking reads every byte, holds it to its digest, and every decision to the chain; "
                "then every backup. Writing anew gives back unused room."
            )
            return
        one = looked[row]
        self.said.setText(one.what)
        self.facts.say((("State", "whole" if one.is_whole else "not whole"), ("Known", one.more)))
        self.more.setText(one.remedy)
