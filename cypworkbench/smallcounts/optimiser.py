"""Less withheld: cuts from the attacker's proofs drive an integer programme, whose bound says how far is left to go."""

from dataclasses import dataclass

import highspy
import numpy as np

from cypworkbench.smallcounts.heuristic import Heuristic
from cypworkbench.smallcounts.reach import NEAR, Reach, solver
from cypworkbench.smallcounts.system import Flags, Floats, System

_INTEGER = highspy.HighsVarType.kInteger


@dataclass(frozen=True, slots=True)
class Effort:
    """How much work the optimiser may do: rounds of relaxed and of integer programmes, and nodes for each.

    `near` is how near the proven bound is near enough, as a share of the cost, in systems of more than `few` cells.
    Counted in work, not in seconds, so that the same case gives the same answer on every computer.
    """

    relaxed: int = 12
    integer: int = 6
    nodes: int = 200
    near: float = 0.06
    few: int = 200


@dataclass(frozen=True, slots=True)
class Pattern:
    """What is withheld, what that costs, and the least that any pattern could cost."""

    withheld: Flags
    cost: float
    bound: float


class Optimiser:
    """Improves a pattern of one system."""

    def __init__(self, system: System, heuristic: Heuristic) -> None:
        self._system = system
        self._heuristic = heuristic
        self._reach = Reach(system)
        self._sharp = Reach(system, max((need.least for need in heuristic.needs), default=1.0))
        self._size = len(system.ids)
        self._master = self._programme()
        self._told = 0

    def _programme(self) -> highspy.Highs:
        system = self._system
        made = solver()
        always, may = system.always, system.always | system.candidate
        made.addVars(self._size, always.astype(float), may.astype(float))
        places = np.arange(self._size, dtype=np.int32)
        made.changeColsCost(self._size, places, np.where(system.candidate, system.weight, 0.0))
        made.setOptionValue("mip_rel_gap", 1e-4)
        return made

    def improve(self, start: Flags, effort: Effort) -> Pattern:
        """The best pattern found from a start that meets every need."""
        best = start
        best_cost = self._system.cost(start)
        bound = 0.0
        share = 1.0 - (effort.near if self._size > effort.few else 0.0)
        if best_cost < NEAR:
            return Pattern(best, best_cost, 0.0)
        for integer in (False, True):
            if integer:
                self._make_whole(effort.nodes)
            for turn in range(effort.integer if integer else effort.relaxed):
                self._master.run()
                bound = max(bound, self._bound(integer=integer))
                if bound >= best_cost * share - NEAR:
                    return Pattern(best, best_cost, min(bound, best_cost))
                part = np.clip(np.array(self._master.getSolution().col_value), 0.0, 1.0)
                self._cut(np.round(part) if integer else part, integer=integer)
                added = self._tell()
                # while the bound still rises, a pattern is worth trying at every second turn
                if integer or turn % 2 or not added:
                    tried = self._try(part, integer=integer)
                    if self._system.cost(tried) < best_cost - NEAR:
                        best, best_cost = tried, self._system.cost(tried)
                if not added:
                    break
        return Pattern(best, best_cost, min(bound, best_cost))

    def _make_whole(self, nodes: int) -> None:
        places = np.arange(self._size, dtype=np.int32)
        kinds = np.full(self._size, int(_INTEGER), dtype=np.uint8)
        self._master.changeColsIntegrality(self._size, places, kinds)
        self._master.setOptionValue("mip_max_nodes", nodes)

    def _bound(self, *, integer: bool) -> float:
        info = self._master.getInfo()
        return float(info.mip_dual_bound if integer else info.objective_function_value)

    def _try(self, part: Floats, *, integer: bool) -> Flags:
        """A whole pattern near a relaxed one: what the relaxation leans to is cheap to withhold."""
        system = self._system
        start = system.always | (system.candidate & (part > (1 - NEAR if not integer else 0.5)))
        price = system.weight * (1.0 - 0.9 * part)
        return self._heuristic.trim(self._heuristic.repair(start, price))

    def _cut(self, part: Floats, *, integer: bool) -> None:
        """Learn what each unmet need proves must be withheld."""
        reach = self._reach if integer else self._sharp
        reach.withhold(part)
        for need in self._heuristic.needs:
            answer = reach.ask(need)
            if answer.distance < need.least * part[need.cell] - 1e-5:
                self._heuristic.cuts.learn(need, answer)

    def _tell(self) -> int:
        """Pass what was learnt since last time to the integer programme; say how much that was."""
        fresh = self._heuristic.cuts.times[self._told :]
        for times, low in zip(fresh, self._heuristic.cuts.low[self._told :], strict=True):
            places = np.flatnonzero(times).astype(np.int32)
            self._master.addRow(low, highspy.kHighsInf, len(places), places, times[places])
        self._told += len(fresh)
        return len(fresh)
