"""What is looked at, and what is being done: the two small records that go round the window."""

from dataclasses import dataclass

ROUND, RETURNS, MEASURES, PACKS = "round", "returns", "measures", "packs"
PLAN = "plan"
SCORECARD = "scorecard"
HISTORY = "history"


@dataclass(frozen=True, slots=True)
class Focus:
    """The one selection: a place, and within it a board, a finding, or a measure in an area. Empty means as it was."""

    place: str = ""
    board: str = ""
    finding: str = ""
    measure: str = ""
    area: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """Something under way, by number: what, how far of how much (0 of 0: not known), and whether it is over."""

    number: int
    what: str
    done: int = 0
    total: int = 0
    step: str = ""
    over: bool = False
