"""How far a cell can be thought to lie from its true value: one linear programme, kept warm between questions."""

from dataclasses import dataclass

import highspy
import numpy as np

from cypworkbench.smallcounts.system import FAR, Flags, Floats, System

NEAR = 1e-6
_TINY = 1e-9
NOBODY = -1


@dataclass(frozen=True, slots=True)
class Need:
    """What protection owes a cell: an attacker must be able to move it `least` that way (+1 up, -1 down).

    `insider` is the place of a cell whose value the attacker knows, or NOBODY. A need of a cell that is shown lapses.
    """

    cell: int
    way: int
    least: float
    insider: int = NOBODY


@dataclass(frozen=True, slots=True)
class Answer:
    """How far the cell can be moved, the deviations that move it there, and the reduced costs that prove the limit."""

    distance: float
    deviations: Floats
    reduced: Floats
    from_rows: float


def solver() -> highspy.Highs:
    """HiGHS, silent, on one thread, so that the same question always has the same answer."""
    made = highspy.Highs()  # type: ignore[no-untyped-call] # __init__ alone has no types
    made.setOptionValue("output_flag", "false")
    made.setOptionValue("threads", 1)
    made.setOptionValue("random_seed", 0)
    return made


class Reach:
    """The attacker's view of one system as the protector imagines it; shown and withheld can be changed at will."""

    def __init__(self, system: System, most: float = FAR) -> None:
        """`most` narrows how far a candidate moves once withheld: a sharper question; its proofs hold all the same."""
        self._system = system
        capped = np.where(system.candidate, most, FAR)
        self._down = np.minimum(system.hidden_down, np.maximum(capped, system.shown_down))
        self._up = np.minimum(system.hidden_up, np.maximum(capped, system.shown_up))
        self._columns = np.arange(len(system.ids), dtype=np.int32)
        self._turned = NOBODY
        self._blind = NOBODY
        self._low = -system.shown_down
        self._high = system.shown_up
        self._transposed = system.matrix.T.tocsr()
        self._solver = solver()
        self._solver.setOptionValue("presolve", "off")
        self._solver.passModel(self._programme())

    def _programme(self) -> highspy.HighsLp:
        system = self._system
        made = highspy.HighsLp()
        made.num_col_ = len(system.ids)
        made.num_row_ = system.matrix.shape[0]
        made.col_cost_ = np.zeros(made.num_col_)
        made.col_lower_ = self._low
        made.col_upper_ = self._high
        made.row_lower_ = system.row_low
        made.row_upper_ = system.row_high
        columns = system.matrix.tocsc()
        made.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        made.a_matrix_.start_ = columns.indptr
        made.a_matrix_.index_ = columns.indices
        made.a_matrix_.value_ = columns.data
        return made

    def withhold(self, withheld: Floats | Flags) -> None:
        """Say what is withheld: 1 or True where it is; a part between 0 and 1 opens that part of the range."""
        system, part = self._system, withheld.astype(float)
        self._blind = NOBODY
        self._low = -(system.shown_down + (self._down - system.shown_down) * part)
        self._high = system.shown_up + (self._up - system.shown_up) * part
        self._solver.changeColsBounds(len(self._columns), self._columns, self._low, self._high)

    def ask(self, need: Need) -> Answer:
        """How far the need's cell can be moved in its way, by an attacker who knows what its insider knows."""
        self._know(need.insider)
        if self._turned not in (NOBODY, need.cell):
            self._solver.changeColCost(self._turned, 0.0)
        self._solver.changeColCost(need.cell, -float(need.way))
        self._turned = need.cell
        self._solver.run()
        found = self._solver.getSolution()
        deviations = np.array(found.col_value)
        duals = np.array(found.row_dual)
        duals[np.abs(duals) < _TINY] = 0.0
        reduced = -(self._transposed @ duals)
        reduced[need.cell] -= need.way
        reduced[np.abs(reduced) < _TINY] = 0.0
        if need.insider != NOBODY:
            reduced[need.insider] = 0.0
        ends = np.where(duals > 0, self._system.row_low, self._system.row_high)
        from_rows = -float((duals[duals != 0] * ends[duals != 0]).sum())
        return Answer(need.way * float(deviations[need.cell]), deviations, reduced, from_rows)

    def _know(self, insider: int) -> None:
        if insider == self._blind:
            return
        if self._blind != NOBODY:
            low, high = self._low[self._blind], self._high[self._blind]
            self._solver.changeColBounds(self._blind, low, high)
        if insider != NOBODY:
            self._solver.changeColBounds(insider, 0.0, 0.0)
        self._blind = insider


class Flow:
    """The cheapest deviations that meet a need, through cells still shown: a second programme, also kept warm."""

    def __init__(self, system: System) -> None:
        self._system = system
        self._size = len(system.ids)
        self._columns = np.arange(2 * self._size, dtype=np.int32)
        self._solver = solver()
        self._solver.setOptionValue("presolve", "off")
        self._solver.passModel(self._programme())

    def _programme(self) -> highspy.HighsLp:
        system = self._system
        made = highspy.HighsLp()
        made.num_col_ = 2 * self._size
        made.num_row_ = system.matrix.shape[0]
        made.col_cost_ = np.zeros(made.num_col_)
        made.col_lower_ = np.zeros(made.num_col_)
        made.col_upper_ = np.zeros(made.num_col_)
        made.row_lower_ = system.row_low
        made.row_upper_ = system.row_high
        columns = system.matrix.tocsc()
        made.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        made.a_matrix_.start_ = np.concatenate(
            [columns.indptr, columns.indptr[-1] + columns.indptr[1:]]
        )
        made.a_matrix_.index_ = np.concatenate([columns.indices, columns.indices])
        made.a_matrix_.value_ = np.concatenate([columns.data, -columns.data])
        return made

    def meet(self, need: Need, withheld: Flags, price: Floats) -> Floats | None:
        """Deviations that move the need's cell far enough at the least price, or None where nothing can."""
        opened = withheld | self._system.candidate
        costs = np.where(withheld, NEAR, np.where(self._system.candidate, price, 0.0))
        return self._solve(need, opened, withheld, costs)

    def prove(self, need: Need, withheld: Flags) -> Floats | None:
        """Deviations that meet the need within a pattern, through as few of its added cells as may be."""
        costs = np.where(self._system.candidate, self._system.weight, NEAR)
        return self._solve(need, withheld, withheld, costs)

    def _solve(self, need: Need, opened: Flags, withheld: Flags, costs: Floats) -> Floats | None:
        system = self._system
        up = np.where(opened, np.maximum(system.hidden_up, system.shown_up), system.shown_up)
        down = np.where(
            opened, np.maximum(system.hidden_down, system.shown_down), system.shown_down
        )
        # a cell still shown is worth withholding only for what this need takes of it
        most = np.where(withheld, np.inf, need.least)
        up, down = np.minimum(up, most), np.minimum(down, most)
        if need.insider != NOBODY:
            up[need.insider] = down[need.insider] = 0.0
        if (up if need.way > 0 else down)[need.cell] < need.least - NEAR:
            return None
        low = np.zeros(2 * self._size)
        high = np.concatenate([up, down])
        forth = need.cell if need.way > 0 else self._size + need.cell
        back = self._size + need.cell if need.way > 0 else need.cell
        low[forth] = high[forth] = need.least
        high[back] = 0.0
        count = 2 * self._size
        self._solver.changeColsBounds(count, self._columns, low, high)
        self._solver.changeColsCost(count, self._columns, np.concatenate([costs, costs]))
        self._solver.run()
        if self._solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        found = np.array(self._solver.getSolution().col_value)
        moved: Floats = found[: self._size] - found[self._size :]
        return moved
