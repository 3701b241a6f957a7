"""Who supplies which measure for which area, and by when: the plan's own answer, and what was agreed otherwise."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from cypworkbench.domain.account import is_account
from cypworkbench.domain.framework import Board, Framework, Measure
from cypworkbench.domain.measuring import Geography

EVERY = "*"
OWN_BOARD = "own"
"""As a supplier: each district's own board, which is where a plan begins."""
_ABOUT = "/"


@dataclass(frozen=True, slots=True)
class Supply:
    """A board that gives a measure ("*" for every one asked) for an area ("*" for each district).

    `days` is when, counted from the day the round is due (negative: before it). `groups` are the breakdowns agreed on.
    """

    measure: str
    area: str
    board: str
    days: int = 0
    groups: tuple[str, ...] = ("all",)
    reason: str = ""

    @property
    def key(self) -> str:
        """What a later agreement replaces."""
        return f"{self.measure}|{self.area}"

    def due(self, round_due: date | None) -> date | None:
        """The day it is due in a round; None where the round has none."""
        return round_due + timedelta(days=self.days) if round_due else None


def is_desk(board: Board) -> bool:
    """Whether a board is only the desk from which another supplies one district's figures."""
    return _ABOUT in board.id


class Supplies:
    """Who supplies what under a plan: what was agreed, and each district's own board for the rest.

    A measure of the plan that nobody is asked for yet is asked for once a supplier of it is agreed. What a county alone
    can answer in words (a milestone of its own) is asked of the board that leads the plan.

    A board that supplies figures for districts it does not answer for does so from one desk a district: `plan` holds
    each desk as a board of its own ("vrn/E07000117"), so that it is asked, waited for and answered like any other.
    """

    def __init__(self, framework: Framework, agreed: Iterable[Supply] = ()) -> None:
        self._framework = framework
        known = {OWN_BOARD, *(board.id for board in framework.boards)}
        # a board that the plan before knew, and this one does not, can be asked for nothing
        self._agreed = {supply.key: supply for supply in agreed if supply.board in known}
        named = {supply.measure for supply in self._agreed.values()}
        self._asked = tuple(m for m in framework.measures if m.asked or m.id in named)
        self._own = {b.areas[0]: b.id for b in framework.district_boards if not is_desk(b)}
        self._own |= {b.areas[0]: b.id for b in framework.boards if b.areas == (framework.county,)}
        if framework.lead:
            self._own[framework.county] = framework.lead

    def of(self, measure: str, area: str) -> Supply:
        """Who supplies a measure for a district or the county, by the desk's id: the narrowest agreement counts.

        Raises KeyError for an area that has no board of its own.
        """
        own = self._own[area]
        for m, a in ((measure, area), (measure, EVERY), (EVERY, area), (EVERY, EVERY)):
            agreed = self._agreed.get(f"{m}|{a}")
            if agreed:
                mine = agreed.board in (OWN_BOARD, own)
                desk = own if mine else f"{agreed.board}{_ABOUT}{area}"
                return replace(agreed, measure=measure, area=area, board=desk)
        return Supply(measure, area, own)

    def own(self, area: str) -> str:
        """The board that answers for a district or the county itself; empty where none does."""
        return self._own.get(area, "")

    def supplier(self, measure: str, area: str) -> str:
        """Who supplies a measure for an area, by the desk's id; empty for an area that nobody answers for."""
        return self.of(measure, area).board if area in self._own else ""

    def everything(self) -> Iterator[Supply]:
        """Every asked measure for every place with a board that it is asked about, in the plan's order."""
        for measure in self._asked:
            for area in self._places(measure):
                yield self.of(measure.id, area)

    def boards(self) -> tuple[Board, ...]:
        """The boards and desks that a return is waited for from: each district's, and others that are asked."""
        asked = {supply.board for supply in self.everything()}
        own = self._framework.district_boards
        more = (b for b in self._framework.boards if b.id in asked and b not in own)
        return (*own, *more)

    def _places(self, measure: Measure) -> tuple[str, ...]:
        if is_account(measure) and measure.geography is Geography.COUNTY:
            return (self._framework.county,) if self._framework.county in self._own else ()
        return tuple(d.code for d in self._framework.districts if d.code in self._own)

    def asked_of(self, board: str) -> tuple[Supply, ...]:
        """What a board or desk is asked for, in the plan's order."""
        return tuple(supply for supply in self.everything() if supply.board == board)

    def plan(self) -> Framework:
        """The plan with the desks that the agreements need, after its own boards, and all that is asked marked so."""
        if not self._agreed:
            return self._framework
        asked = {m.id for m in self._asked}
        measures = tuple(_asked(m, asked) for m in self._framework.measures)
        known = {board.id for board in self._framework.boards}
        wanted = dict.fromkeys(s.board for s in self.everything() if s.board not in known)
        desks = tuple(sorted((self._desk(id_) for id_ in wanted), key=lambda b: b.name))
        boards = (*self._framework.boards, *desks)
        return replace(self._framework, boards=boards, measures=measures)

    def plan_for(self, board: str) -> Framework:
        """The plan as it asks one board or desk: what another supplies is not asked of it."""
        if not self._agreed and not any(map(is_account, self._asked)):
            return self._framework
        mine = {supply.measure for supply in self.asked_of(board)}
        return replace(
            self._framework,
            measures=tuple(_asked(m, mine) for m in self._framework.measures),
        )

    @property
    def agreed(self) -> tuple[Supply, ...]:
        """What was agreed otherwise than by the plan, in the order of its keys."""
        return tuple(self._agreed[key] for key in sorted(self._agreed))

    def _desk(self, id_: str) -> Board:
        parent, _, area = id_.partition(_ABOUT)
        of = self._framework.board(parent)
        name = f"{of.name}, for {self._framework.area(area).name}"
        return Board(id_, name, (area,), of.cycle, parent, of.kind)


def _asked(measure: Measure, mine: set[str]) -> Measure:
    wanted = measure.id in mine
    return measure if measure.asked is wanted else replace(measure, asked=wanted)
