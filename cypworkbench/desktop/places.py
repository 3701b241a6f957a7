"""The places of the window, in the order of the work. A new place is one line here, and its own modules."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtGui import QPainter

from cypworkbench.desktop import icons
from cypworkbench.desktop.desk import Desk, Office
from cypworkbench.desktop.focus import HISTORY, MEASURES, PACKS, PLAN, RETURNS, ROUND, SCORECARD
from cypworkbench.desktop.history_desk import HistoryDesk
from cypworkbench.desktop.measures_desk import MeasuresDesk
from cypworkbench.desktop.pack_desk import PackDesk
from cypworkbench.desktop.plan_desk import PlanDesk
from cypworkbench.desktop.returns_desk import ReturnsDesk
from cypworkbench.desktop.round_desk import RoundDesk
from cypworkbench.desktop.scorecard_desk import ScorecardDesk


@dataclass(frozen=True, slots=True)
class Entry:
    """A place: its name in code, its words with their mnemonic, its icon in the rail, and the desk that makes it."""

    name: str
    words: str
    icon: Callable[[QPainter], None]
    desk: Callable[[Office], Desk]

    @property
    def title(self) -> str:
        """Its words, without the mnemonic."""
        return self.words.replace("&", "")


# The rail and the View menu follow this order; Ctrl+1, Ctrl+2 and so on go there.
PLACES: tuple[Entry, ...] = (
    Entry(ROUND, "&Round", icons.clock, RoundDesk),
    Entry(RETURNS, "Re&turns", icons.sheet, ReturnsDesk),
    Entry(MEASURES, "&Measures", icons.line, MeasuresDesk),
    Entry(PACKS, "&Packs", icons.page, PackDesk),
    Entry(PLAN, "Th&e plan", icons.branches, PlanDesk),
    Entry(SCORECARD, "&Scorecard", icons.rows, ScorecardDesk),
    Entry(HISTORY, "&History", icons.back, HistoryDesk),
)
NAMES = tuple(entry.name for entry in PLACES)
