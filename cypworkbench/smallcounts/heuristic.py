"""Enough, quickly: withhold the cheapest flow for each need that is not met, then show again what was not needed."""

from collections.abc import Iterable

import numpy as np

from cypworkbench.smallcounts.case import Rule
from cypworkbench.smallcounts.cuts import Cuts
from cypworkbench.smallcounts.reach import NEAR, NOBODY, Answer, Flow, Need, Reach
from cypworkbench.smallcounts.system import Flags, Floats, System


class Unprotectable(Exception):  # noqa: N818  an answer about the figures, caught where the case is known
    """No withholding leaves an attacker in enough doubt about one cell."""

    def __init__(self, cell: str) -> None:
        """Keep the id of the cell."""
        super().__init__(cell)
        self.cell = cell


class Heuristic:
    """Repairs and trims patterns of one system. Remembers, for each need, deviations that showed it met."""

    def __init__(self, system: System, needs: Iterable[Need]) -> None:
        self._system = system
        self.needs = tuple(sorted(needs, key=lambda n: (-n.least, n.cell, n.way, n.insider)))
        self._reach = Reach(system)
        self._flow = Flow(system)
        self._shown: dict[Need, Floats] = {}
        self.cuts = Cuts(system)

    def solve(self, start: Flags, price: Floats | None = None) -> Flags:
        """A pattern that meets every need, no cell of it needless. Raises Unprotectable."""
        return self.trim(self.repair(start, self._system.weight if price is None else price))

    def repair(self, start: Flags, price: Floats) -> Flags:
        """The pattern with the cheapest flow added for each need not met. Raises Unprotectable."""
        withheld = start.copy()
        for need in self.needs:
            if not withheld[need.cell] or self._holds(need, withheld):
                continue
            self._reach.withhold(withheld)
            if self._met(need):
                continue
            moved = self._flow.meet(need, withheld, price)
            if moved is None:
                raise Unprotectable(self._system.ids[need.cell])
            withheld |= (np.abs(moved) > NEAR) & self._system.candidate & self._outside(moved)
            self._shown[need] = moved
        return withheld

    def trim(self, start: Flags) -> Flags:
        """The pattern without the cells it can do without, the costliest tried first."""
        withheld = start.copy()
        added = np.flatnonzero(withheld & self._system.candidate)
        for cell in sorted(added, key=lambda c: (-self._system.weight[c], c)):
            withheld[cell] = False
            if not self._still(withheld, int(cell)):
                withheld[cell] = True
        return withheld

    def _still(self, withheld: Flags, cell: int) -> bool:
        """Whether every need is met without a cell; keeps the new proofs only where all are."""
        if self.cuts.forbid(withheld):
            return False
        proofs: dict[Need, Floats] = {}
        for need in self.needs:
            if not withheld[need.cell] or self._spared(need, cell):
                continue
            proof = self._flow.prove(need, withheld)
            if proof is None:
                self._reach.withhold(withheld)
                self.cuts.learn(need, self._reach.ask(need))
                return False
            proofs[need] = proof
        self._shown |= proofs
        return True

    def _met(self, need: Need) -> bool:
        answer = self._reach.ask(need)
        if answer.distance < need.least - NEAR:
            self.cuts.learn(need, answer)
            return False
        self._shown[need] = self._scaled(answer, need)
        return True

    def _scaled(self, answer: Answer, need: Need) -> Floats:
        return answer.deviations * min(need.least / answer.distance, 1.0)

    def _outside(self, moved: Floats) -> Flags:
        """Where a deviation needs more than the cell's range while shown."""
        outside: Flags = (moved > self._system.shown_up + NEAR) | (
            moved < -self._system.shown_down - NEAR
        )
        return outside

    def _spared(self, need: Need, cell: int) -> bool:
        proof = self._shown.get(need)
        return proof is not None and not self._outside(proof)[cell]

    def _holds(self, need: Need, withheld: Flags) -> bool:
        proof = self._shown.get(need)
        return proof is not None and not bool((self._outside(proof) & ~withheld).any())


def first_needs(system: System, rule: Rule, insiders: Iterable[int] = ()) -> tuple[Need, ...]:
    """What is owed to each small cell: all of the wanted range, or the most its sums allow, the rule's width at least.

    With insiders (places of cells), each small cell is also owed a width against each of them. Raises Unprotectable
    where even withholding everything leaves less.
    """
    reach = Reach(system)
    reach.withhold(system.always | system.candidate)
    needs: list[Need] = []
    known = tuple(insiders)
    for cell in np.flatnonzero(system.primary & system.target):
        value = system.value[cell]
        asked = (max(rule.wanted[1] - value, 0.0), max(value - rule.wanted[0], 0.0))
        owed = reachable(reach, int(cell), asked, rule.width)
        if owed is None:
            raise Unprotectable(system.ids[cell])
        needs += owed
        for insider in known:
            needs += _against(system, reach, rule, (int(cell), insider))
    return tuple(needs)


def _against(system: System, reach: Reach, rule: Rule, pair: tuple[int, int]) -> list[Need]:
    """What a small cell is owed against the one contributor of another."""
    cell, insider = pair
    if cell == insider:
        return []
    if rule.insider_width is None:
        width = rule.width
    else:
        width = rule.insider_width
        if (reach.ask(Need(cell, 1, 0.0, insider)).distance < NEAR) and (
            reach.ask(Need(cell, -1, 0.0, insider)).distance < NEAR
        ):
            return []  # the very same people: knowing one is knowing the other, and nobody else
    owed = reachable(reach, cell, (float(width), 0.0), width, insider)
    if owed is None:
        raise Unprotectable(system.ids[cell])
    return owed


def reachable(
    reach: Reach, cell: int, asked: tuple[float, float], width: int, insider: int = NOBODY
) -> list[Need] | None:
    """The needs nearest to what is asked (up, down) that a reach allows; None where it allows less than the width."""
    far = [np.floor(reach.ask(Need(cell, way, 0.0, insider)).distance + NEAR) for way in (1, -1)]
    up, down = min(asked[0], far[0]), min(asked[1], far[1])
    up = min(far[0], max(up, width - down))
    down = min(far[1], max(down, width - up))
    if up + down < width:
        return None
    return [Need(cell, way, least, insider) for way, least in ((1, up), (-1, down)) if least > 0]
