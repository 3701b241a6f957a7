"""What was set aside: which figures, words and doubts a decision keeps out, and whose return it speaks of."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from cypworkbench.domain.decision import Person
from cypworkbench.domain.framework import Framework
from cypworkbench.domain.supply import Supplies


@dataclass(frozen=True, slots=True)
class SetAside:
    """A return, or one measure of it, that the pack will print as "not reported": the reason and the approver.

    `area` is the district's code; `measure` is empty where the whole return is set aside: that of `board`, or of the
    district's own board where `board` is empty. What another supplier sends for the district still counts. One of an
    earlier round keeps that round's figures out until the next return comes, and settles nothing in the round in hand.
    """

    area: str
    measure: str
    reason: str
    by: Person
    at: datetime
    is_earlier: bool = False
    board: str = ""

    @property
    def key(self) -> str:
        """What a later decision about the same replaces."""
        return f"{self.area}|{self.measure}" + (f"|{self.board}" if self.board else "")

    def named(self, framework: Framework) -> str:
        """What was set aside, by its name: the district, or the other supplier whose return it is."""
        board = next((b for b in framework.boards if b.id == self.board), None)
        return board.name if board else framework.area(self.area).name


class Aside:
    """What decisions keep out, under the agreements on who supplies what."""

    def __init__(self, entries: Iterable[SetAside], supplies: Supplies) -> None:
        self._supplies = supplies
        some = tuple(entries)
        self._measures = {(s.area, s.measure) for s in some if s.measure}
        self._returns = {(s.area, self._board(s)) for s in some if not s.measure}
        self._now = {self._board(s) for s in some if not s.measure and not s.is_earlier}

    def _board(self, entry: SetAside) -> str:
        return entry.board or self._supplies.own(entry.area)

    def has_return(self, board: str) -> bool:
        """Whether a board's whole return was set aside in the round in hand."""
        return board in self._now

    def covers(self, measure: str, area: str, sender: str = "") -> bool:
        """Whether a figure, words or a doubt about a measure ("" for none) in an area is kept out.

        `sender` is the board or desk that sent it; where it is not known, whoever supplies the measure there.
        """
        by = sender or self._supplies.supplier(measure, area)
        return (area, measure) in self._measures or (area, by) in self._returns

    def places(self, framework: Framework) -> tuple[tuple[str, str], ...]:
        """Pairs of area and measure that are not reported ("" for every measure asked), in order."""
        pairs = set(self._measures)
        for area, board in self._returns:
            mine = [m.id for m in framework.asked if self._supplies.supplier(m.id, area) == board]
            everything = len(mine) == len(framework.asked)
            pairs |= {(area, "")} if everything else {(area, measure) for measure in mine}
        return tuple(sorted(pairs))
