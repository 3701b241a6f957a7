"""The equation system of a case: how far each cell can be thought to lie from its true value, shown or withheld."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse.csgraph import connected_components

from cypworkbench.domain.refusal import Refusal
from cypworkbench.smallcounts.case import Case, CaseCell, Rate

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

FAR = 1e5
_TOTAL_COST = 20.0
_SUM_COST = 5.0
_SLACK = 1e-9


class Role(IntEnum):
    """What protection may do with a cell."""

    FREE = 0  # shown, and may be withheld to protect another
    PRIMARY = 1  # small: withheld
    FIXED = 2  # must stay shown, or is known already
    KEPT = 3  # never printed, or withheld before: withheld whatever happens


@dataclass(frozen=True, slots=True)
class System:
    """Cells as deviations from their true values, and the rows that tie the deviations.

    All arrays have one entry a cell; `matrix` has one row an equation, whose deviations lie between `row_low` and
    `row_high`. While a cell is shown, an attacker can move it from -`shown_down` to `shown_up` (nothing when it is
    exact); while it is withheld, from -`hidden_down` to `hidden_up`. All are whole numbers of children.
    """

    ids: tuple[str, ...]
    value: Floats
    weight: Floats
    role: npt.NDArray[np.int8]
    target: Flags
    matrix: sparse.csr_matrix
    row_low: Floats
    row_high: Floats
    shown_down: Floats
    shown_up: Floats
    hidden_down: Floats
    hidden_up: Floats

    @property
    def primary(self) -> Flags:
        """The cells that are withheld because they are small."""
        return np.asarray(self.role == Role.PRIMARY)

    @property
    def always(self) -> Flags:
        """The cells that are withheld whatever else is decided."""
        return np.asarray((self.role == Role.PRIMARY) | (self.role == Role.KEPT))

    @property
    def candidate(self) -> Flags:
        """The cells that may be withheld to protect others."""
        return np.asarray(self.role == Role.FREE)

    def cost(self, withheld: Flags) -> float:
        """The information lost: the weight of what is withheld beyond what must be."""
        return float(self.weight[withheld & self.candidate].sum())

    def parts(self) -> Iterator[tuple[npt.NDArray[np.int64], "System"]]:
        """The connected parts that hold anything to protect, each with the places of its cells in this system."""
        free = (self.role != Role.FIXED) | (self.shown_down + self.shown_up > 0)
        linked = (self.matrix @ sparse.diags_array(free.astype(float))).tocsr()
        linked.eliminate_zeros()
        rows, cells = linked.shape
        row, cell = linked.nonzero()
        ties = (np.ones(len(row)), (row, cell + rows))
        graph = sparse.csr_matrix(ties, shape=(rows + cells, rows + cells))
        _, label = connected_components(graph, directed=False)
        by_row, by_cell = label[:rows], label[rows:]
        for part in np.unique(by_cell[self.always & self.target]):
            yield self._part(np.flatnonzero((by_cell == part) & free), by_row == part)

    def _part(
        self, cells: npt.NDArray[np.int64], rows: Flags
    ) -> tuple[npt.NDArray[np.int64], "System"]:
        matrix = self.matrix[np.flatnonzero(rows)][:, cells].tocsr()
        return cells, System(
            tuple(self.ids[cell] for cell in cells),
            self.value[cells],
            self.weight[cells],
            self.role[cells],
            self.target[cells],
            matrix,
            self.row_low[rows],
            self.row_high[rows],
            self.shown_down[cells],
            self.shown_up[cells],
            self.hidden_down[cells],
            self.hidden_up[cells],
        )


def build(case: Case) -> System:
    """The system of a case. Raises Refusal when its figures do not add up, or a small cell must be shown."""
    index = {cell.id: place for place, cell in enumerate(case.cells)}
    matrix, low, high = _rows(case, index)
    value = _values(case, matrix, low, high)
    _check_sums(case, matrix @ value - low, high - matrix @ value)
    rates = {rate.numerator: rate for rate in case.rates if rate.printed is not None}
    shown = [_shown(case, cell, value, index, rates) for cell in case.cells]
    role = [_role(case, cell, int(value[index[cell.id]]), rates) for cell in case.cells]
    floor = np.array([0 if c.latent else case.rule.least for c in case.cells], dtype=float)
    known = np.array([c.id in case.earlier for c in case.cells], dtype=bool)
    roles = np.array(role, dtype=np.int8)
    return System(
        ids=tuple(cell.id for cell in case.cells),
        value=value,
        weight=_weights(case, value),
        role=roles,
        target=np.array([_is_target(cell, rates) for cell in case.cells], dtype=bool) & ~known,
        matrix=matrix,
        row_low=low - matrix @ value,
        row_high=high - matrix @ value,
        shown_down=value - np.array([low for low, _ in shown], dtype=float),
        shown_up=np.array([high for _, high in shown], dtype=float) - value,
        hidden_down=np.where(known, 0.0, np.maximum(value - floor, 0.0)),
        hidden_up=np.where(known, 0.0, FAR),
    )


def _is_target(cell: CaseCell, rates: Mapping[str, Rate]) -> bool:
    return not cell.latent or cell.sensitive or cell.id in rates


def _rows(case: Case, index: Mapping[str, int]) -> tuple[sparse.csr_matrix, Floats, Floats]:
    rows, cells, times = [], [], []
    for number, equation in enumerate(case.equations):
        for cell, coefficient in equation.terms:
            rows.append(number)
            cells.append(index[cell])
            times.append(float(coefficient))
    shape = (max(len(case.equations), 1), len(case.cells))
    low = np.array([equation.low for equation in case.equations] or [0.0])
    high = np.array([equation.high for equation in case.equations] or [0.0])
    return sparse.csr_matrix((times, (rows, cells)), shape=shape), low, high


def _values(case: Case, matrix: sparse.csr_matrix, low: Floats, high: Floats) -> Floats:
    """True values, those not given filled with whole numbers that fit all that is known."""
    if all(cell.value is not None for cell in case.cells):
        return np.array([float(cell.value or 0) for cell in case.cells], dtype=float)
    ends = [_known_ends(case, cell) for cell in case.cells]
    bounds = Bounds(np.array([a for a, _ in ends]), np.array([b for _, b in ends]))
    size = len(case.cells)
    found = milp(
        np.ones(size),
        constraints=LinearConstraint(matrix, low, high),
        bounds=bounds,
        integrality=np.ones(size, dtype=int),
    )
    if found.x is None:
        raise Refusal(
            "No whole numbers fit what the case file gives.",
            "Check its figures against their sums.",
        )
    return np.asarray(np.round(found.x), dtype=np.float64)


def _known_ends(case: Case, cell: CaseCell) -> tuple[float, float]:
    if cell.value is not None:
        return float(cell.value), float(cell.value)
    if cell.id in case.earlier:
        return float(case.earlier[cell.id]), float(case.earlier[cell.id])
    if cell.printed is not None:
        return rounded_ends(cell.printed, cell.base)
    return (0.0 if cell.latent else float(case.rule.least)), FAR


def rounded_ends(printed: int, base: int) -> tuple[float, float]:
    """The least and the most that is rounded to that multiple of the base, halves either way."""
    half = (base - 1) // 2 if base % 2 else base // 2
    return float(max(0, printed - half)), float(printed + half)


def nearest(value: int, base: int) -> int:
    """The nearest multiple of the base, halves up."""
    return base * ((2 * value + base) // (2 * base))


def _check_sums(case: Case, above: Floats, below: Floats) -> None:
    for equation, over, under in zip(case.equations, above, below, strict=False):
        if over < -_SLACK or under < -_SLACK:
            first, *_, last = [cell for cell, _ in equation.terms]
            raise Refusal(
                f"The figures from {first} to {last} do not add up.",
                "Correct the figures or the equation; sums that fail protect nothing.",
            )


def _shown(
    case: Case,
    cell: CaseCell,
    value: Floats,
    index: Mapping[str, int],
    rates: Mapping[str, Rate],
) -> tuple[float, float]:
    """The least and the most a cell can be while it is shown."""
    mine = float(value[index[cell.id]])
    if cell.latent:
        rate = rates.get(cell.id)
        return (mine, mine) if rate is None else _rate_ends(rate, mine, value, index)
    if cell.base <= 1 or cell.id in case.earlier:
        return mine, mine
    low, high = rounded_ends(nearest(int(mine), cell.base), cell.base)
    return (max(low, 1.0) if cell.never_low else low), high


def _rate_ends(
    rate: Rate, mine: float, value: Floats, index: Mapping[str, int]
) -> tuple[float, float]:
    """The whole numbers that a printed rate leaves for a numerator that is not itself printed."""
    below = rate.denominator
    base = value[index[below]] if isinstance(below, str) else below
    half = 0.5 * 10.0**-rate.decimals
    printed = float(rate.printed or 0.0)
    low = math.ceil(max(printed - half, 0.0) / rate.per * base - _SLACK)
    high = math.floor((printed + half) / rate.per * base + _SLACK)
    return float(min(low, mine)), float(max(high, mine))


def _role(case: Case, cell: CaseCell, value: int, rates: Mapping[str, Rate]) -> Role:
    rule = case.rule
    if cell.id in case.earlier:
        return Role.FIXED
    small = rule.least <= value <= rule.threshold
    if cell.latent:
        guarded = cell.sensitive or cell.id in rates
        if guarded and value <= rule.threshold:
            return Role.PRIMARY
        return Role.FREE if cell.id in rates else Role.KEPT
    if small and cell.must_show:
        raise Refusal(
            f"{cell.id} is a small number and must be shown.",
            "Take it off the list of cells that must be shown, or merge it with another.",
        )
    if small:
        return Role.PRIMARY
    if cell.value is None and cell.printed is None:
        return Role.KEPT
    # A zero that readers know is always printed cannot be withheld: its [c] would itself mislead.
    return Role.FIXED if cell.must_show or value < rule.least else Role.FREE


def _weights(case: Case, value: Floats) -> Floats:
    sums = set()
    for equation in case.equations:
        minus = [cell for cell, times in equation.terms if times < 0]
        plus = [cell for cell, times in equation.terms if times > 0]
        lone, many = (minus, plus) if len(minus) < len(plus) else (plus, minus)
        if len(lone) == 1 and len(many) > 1:
            sums.add(lone[0])
    return np.array(
        [_weight(cell, value[i], sums) for i, cell in enumerate(case.cells)], dtype=float
    )


def _weight(cell: CaseCell, value: float, sums: set[str]) -> float:
    if cell.weight is not None:
        return cell.weight
    if cell.id.endswith("Total"):
        return _TOTAL_COST
    return _SUM_COST if cell.id in sums else 1.0 + math.log1p(value)
