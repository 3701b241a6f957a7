"""Who supplies which measure for which area, and by when: the plan's own answer, and what was agreed otherwise."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from cypworkbench.domain.framework import Board, Framework, Measure

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

    A board that supplies figures for districts it does not answer for does so from one desk a district: `plan` holds
    each desk as a board of its own ("vrn/E07000117"), so that it is asked, waited for and answered like any other.
    """

    def __init__(self, framework: Framework, agreed: Iterable[Supply] = ()) -> None:
        self._framework = framework
        self._agreed = {supply.key: supply for supply in agreed}
        self._own = {b.areas[0]: b.id for b in framework.district_boards if not is_desk(b)}

    def of(self, measure: str, area: str) -> Supply:
        """Who supplies a measure for a district, by the desk's id: the narrowest agreement counts.

        Raises KeyError for an area that is no district of the plan.
        """
        own = self._own[area]
        for m, a in ((measure, area), (measure, EVERY), (EVERY, area), (EVERY, EVERY)):
            agreed = self._agreed.get(f"{m}|{a}")
            if agreed:
                mine = agreed.board in (OWN_BOARD, own)
                desk = own if mine else f"{agreed.board}{_ABOUT}{area}"
                return replace(agreed, measure=measure, area=area, board=desk)
        return Supply(measure, area, own)

    def everything(self) -> Iterator[Supply]:
        """Every asked measure for every district with a board, in the plan's order."""
        for measure in self._framework.asked:
            for district in self._framework.districts:
                if district.code in self._own:
                    yield self.of(measure.id, district.code)

    def asked_of(self, board: str) -> tuple[Supply, ...]:
        """What a board or desk is asked for, in the plan's order."""
        return tuple(supply for supply in self.everything() if supply.board == board)

    def plan(self) -> Framework:
        """The plan with the desks that the agreements need, after its own boards."""
        if not self._agreed:
            return self._framework
        known = {board.id for board in self._framework.boards}
        wanted = dict.fromkeys(s.board for s in self.everything() if s.board not in known)
        desks = tuple(sorted((self._desk(id_) for id_ in wanted), key=lambda b: b.name))
        return replace(self._framework, boards=(*self._framework.boards, *desks))

    def plan_for(self, board: str) -> Framework:
        """The plan as it asks one board or desk: what another supplies is not asked of it."""
        if not self._agreed:
            return self._framework
        mine = {supply.measure for supply in self.asked_of(board)}
        return replace(
            self._framework,
            measures=tuple(_asked(m, mine) if m.asked else m for m in self._framework.measures),
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
    return replace(measure, asked=measure.id in mine)
