"""The attacker: what a reader can work out from a published case. Shares no code with what protects it.

Every printed number becomes a limit on whole numbers of children. Limits are pushed through the sums until nothing
moves; what remains open is split into independent groups, and in each the least and the most of every withheld cell is
found by integer programming. Whole solutions met on the way are kept: two that lie far enough apart clear a cell.
"""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from cypworkbench.domain.plain import Plain

_ENDLESS = 10**6
_HAIR = 1e-7
_SOLVED, _IMPOSSIBLE = 0, 2


@dataclass(frozen=True, slots=True)
class Leak:
    """A withheld cell that could be small, and what a reader knows of it.

    `kind` is "exact" (one value), "narrow" (too few), or "inconsistent" (the figures contradict each other); `high` is
    None where there is no upper end; `insider` names the cell whose contributor is asking.
    """

    cell: str
    kind: str
    low: int = 0
    high: int | None = None
    insider: str = ""


@dataclass(slots=True)
class _Row:
    cells: list[int]
    times: list[float]
    low: float
    high: float


@dataclass(slots=True)
class _Known:
    """What is printed, as limits. `aim` are the cells worth finding out."""

    ids: list[str]
    low: list[int]
    high: list[int]
    rows: list[_Row] = field(default_factory=list)
    aim: list[int] = field(default_factory=list)

    def narrow(self, cell: int, low: float, high: float) -> None:
        self.low[cell] = max(self.low[cell], math.ceil(low - _HAIR))
        self.high[cell] = min(self.high[cell], math.floor(high + _HAIR))

    def copy(self) -> "_Known":
        return _Known(self.ids, self.low.copy(), self.high.copy(), self.rows, self.aim)


def attack(document: Plain) -> tuple[Leak, ...]:
    """Every leak of a published case, cells in the case's order, each insider after them.

    Where the rule gives `insider_width`, that is what insiders must be left with, and a cell that holds none but
    the people of an insider's own is no leak: it tells of nobody else.
    """
    rule = document["rule"]
    threshold = int(rule.get("threshold", 5))
    least = 1 if rule.get("zeros", "shown") == "shown" else 0
    first, last = rule.get("range", (least, threshold))
    width = int(rule.get("min_width", last - first))
    known = _printed(document, least)
    leaks = list(_search(known, int(last), width, ""))
    near = rule.get("insider_width")
    settled = known.copy()
    _settle(settled)
    for name in rule.get("insiders", ()):
        place = known.ids.index(name)
        told = known.copy()
        value = int(document["insider_values"][name])
        told.low[place] = told.high[place] = value
        own = {place} if near is None else _own(settled, place)
        told.aim = [cell for cell in known.aim if cell not in own]
        leaks += _search(told, int(last), width if near is None else int(near), name)
    return tuple(leaks)


def _printed(document: Plain, least: int) -> _Known:
    ids = [said["id"] for said in document["cells"]]
    place = {name: number for number, name in enumerate(ids)}
    known = _Known(ids, [0] * len(ids), [_ENDLESS] * len(ids))
    threshold = int(document["rule"].get("threshold", 5))
    for number, said in enumerate(document["cells"]):
        _read_cell(known, number, said, (least, threshold))
    for said in document.get("equations", ()):
        known.rows.append(_sum(said, place))
    for said in document.get("rates", ()):
        if said.get("published") is not None:
            _read_rate(known, said, place)
    for order in document.get("orders", ()):
        for above, below in pairwise(order):
            known.rows.append(_Row([place[above], place[below]], [1.0, -1.0], 0.0, math.inf))
    for said in document.get("readings", ()):
        known.narrow(place[said["cell"]], said["lo"], said["hi"])
    for said in document.get("earlier", ()):
        if said.get("published") is not None:
            known.narrow(place[said["cell"]], said["published"], said["published"])
    return known


def _read_cell(known: _Known, number: int, said: Plain, ends: tuple[int, int]) -> None:
    printed, flag = said.get("published"), said.get("flag", "c")
    base = int(said.get("rounded_to", 1) or 1)
    if printed is None:
        least, threshold = ends
        low = {"none": 0, "c2": threshold + 1}.get(flag, least)
        known.narrow(number, low, threshold if flag == "c1" else _ENDLESS)
        if flag != "none" or said.get("sensitive"):
            known.aim.append(number)
    elif said.get("controlled"):
        # either neighbouring multiple may have been printed, so that the sums still hold; a multiple stays itself
        known.narrow(number, printed - base + 1, printed + base - 1)
        known.aim.append(number)
    elif base > 1:
        half = (base - 1) // 2 if base % 2 else base / 2
        known.narrow(number, printed - half, printed + half)
        if printed == 0 and said.get("low_is_nonzero"):
            known.narrow(number, 1, _ENDLESS)
    else:
        known.narrow(number, printed, printed)


def _sum(said: Plain, place: Mapping[str, int]) -> _Row:
    right, sign = float(said.get("rhs", 0)), said.get("op", "=")
    return _Row(
        [place[cell] for cell in said["terms"]],
        [float(times) for times in said["terms"].values()],
        -math.inf if sign == "<=" else right,
        math.inf if sign == ">=" else right,
    )


def _read_rate(known: _Known, said: Plain, place: Mapping[str, int]) -> None:
    half = 0.5 * 10.0 ** -int(said["decimals"])
    per = float(said.get("per", 100))
    low, high = max(0.0, (said["published"] - half) / per), (said["published"] + half) / per
    above, below = place[said["num"]], said["den"]
    if not isinstance(below, str):
        known.narrow(above, low * below, high * below)
        return
    pair = [above, place[below]]
    known.rows.append(_Row(pair, [1.0, -low], 0.0, math.inf))
    known.rows.append(_Row(pair, [1.0, -high], -math.inf, 0.0))
    if not said.get("may_exceed"):
        known.rows.append(_Row(pair, [1.0, -1.0], -math.inf, 0.0))


def _search(known: _Known, threshold: int, width: int, insider: str) -> Iterator[Leak]:
    known = known.copy()
    if not _settle(known):
        yield Leak(_contradicted(known), "inconsistent", insider=insider)
        return
    group_of: dict[int, _Group] = {}
    for group in _groups(known):
        group_of |= dict.fromkeys(group.cells, group)
    for cell in known.aim:
        low, high = known.low[cell], known.high[cell]
        if low > threshold:
            continue
        if low < high and cell in group_of:
            ends = group_of[cell].ends(cell, threshold, width)
            if ends is None:
                continue
            low, high = ends
            if low > high:
                yield Leak(known.ids[cell], "inconsistent", insider=insider)
                return
        if low <= threshold and high - low < width:
            kind = "exact" if low == high else "narrow"
            yield Leak(known.ids[cell], kind, low, high, insider)


def _own(settled: _Known, place: int) -> set[int]:
    """A cell and those that hold none but its people: its parts, and what equals it once nothings are left out."""
    own, waiting = {place}, [place]
    while waiting:
        cell = waiting.pop()
        for row in settled.rows:
            if cell in row.cells and row.low == row.high == 0:
                parts = _parts(settled, row, cell) - own
                own |= parts
                waiting += sorted(parts)
    return own


def _parts(settled: _Known, row: _Row, whole: int) -> set[int]:
    """The cells of a sum that add up to one of its cells; none where the sum says something else."""
    held = {
        cell: times
        for cell, times in zip(row.cells, row.times, strict=True)
        if settled.low[cell] or settled.high[cell]
    }
    mine = held.pop(whole, 0.0)
    return set(held) if mine and all(times * mine < 0 for times in held.values()) else set()


def _contradicted(known: _Known) -> str:
    crossed = (n for n, (a, b) in enumerate(zip(known.low, known.high, strict=True)) if a > b)
    return known.ids[next(crossed, 0)]


def _settle(known: _Known) -> bool:
    """Push limits through the sums until nothing moves; False where they contradict each other."""
    touching: dict[int, list[int]] = {}
    for number, row in enumerate(known.rows):
        for cell in row.cells:
            touching.setdefault(cell, []).append(number)
    waiting = dict.fromkeys(range(len(known.rows)))
    turns = 50 * len(known.rows)
    while waiting and turns:
        turns -= 1
        number = next(iter(waiting))
        del waiting[number]
        for cell in _push(known, known.rows[number]):
            if known.low[cell] > known.high[cell]:
                return False
            waiting |= dict.fromkeys(touching[cell])
    return all(low <= high for low, high in zip(known.low, known.high, strict=True))


def _push(known: _Known, row: _Row) -> list[int]:
    """Narrow each cell of a row by what the others leave; return those that moved."""
    least = [
        min(t * known.low[c], t * known.high[c]) for c, t in zip(row.cells, row.times, strict=True)
    ]
    most = [
        max(t * known.low[c], t * known.high[c]) for c, t in zip(row.cells, row.times, strict=True)
    ]
    all_least, all_most = sum(least), sum(most)
    moved = []
    for place, (cell, times) in enumerate(zip(row.cells, row.times, strict=True)):
        if not times:
            continue
        ends = (
            (row.low - (all_most - most[place])) / times,
            (row.high - (all_least - least[place])) / times,
        )
        before = known.low[cell], known.high[cell]
        low, high = min(ends), max(ends)
        known.narrow(cell, max(low, -1.0), min(high, 2.0 * _ENDLESS))
        if before != (known.low[cell], known.high[cell]):
            moved.append(cell)
    return moved


class _Group:
    """Open cells that share sums, and the integer programme they make."""

    def __init__(self, known: _Known, cells: list[int], rows: list[_Row]) -> None:
        self.cells = cells
        self._at = {cell: place for place, cell in enumerate(cells)}
        self._low = np.array([known.low[cell] for cell in cells], dtype=float)
        self._high = np.array([known.high[cell] for cell in cells], dtype=float)
        self._constraint = self._limits(known, rows)
        self._seen_least = np.full(len(cells), np.inf)
        self._seen_most = np.full(len(cells), -np.inf)

    def _limits(self, known: _Known, rows: list[_Row]) -> LinearConstraint:
        matrix = sparse.lil_matrix((len(rows), len(self.cells)))
        low, high = np.zeros(len(rows)), np.zeros(len(rows))
        for number, row in enumerate(rows):
            given = 0.0
            for cell, times in zip(row.cells, row.times, strict=True):
                if cell in self._at:
                    matrix[number, self._at[cell]] += times
                else:
                    given += times * known.low[cell]
            low[number], high[number] = row.low - given - _HAIR, row.high - given + _HAIR
        return LinearConstraint(matrix.tocsr(), low, high)

    def ends(self, cell: int, threshold: int, width: int) -> tuple[int, int] | None:
        """The least and most of a cell, or None where it is clear that they lie far enough apart or above the small."""
        place = self._at[cell]
        if self._apart(place, width):
            return None
        low = self._extreme(place, 1)
        if low is None:
            return 1, 0
        if low > threshold or self._apart(place, width):
            return None
        high = self._extreme(place, -1)
        return None if high is None or high - low >= width else (low, high)

    def _apart(self, place: int, width: int) -> bool:
        return bool(self._seen_most[place] - self._seen_least[place] >= width)

    def _extreme(self, place: int, way: int) -> int | None:
        """The least (way 1) or most (way -1) whole value of a cell; None where no whole numbers fit at all."""
        costs = np.zeros(len(self.cells))
        costs[place] = way
        found = milp(
            costs,
            constraints=self._constraint,
            bounds=Bounds(self._low, self._high),
            integrality=np.ones(len(self.cells), dtype=int),
        )
        if found.status == _IMPOSSIBLE:
            return None
        if found.status != _SOLVED or found.x is None:
            message = f"the attacker's programme ended with {found.message}"
            raise ArithmeticError(message)
        whole = np.round(found.x)
        self._seen_least = np.minimum(self._seen_least, whole)
        self._seen_most = np.maximum(self._seen_most, whole)
        return int(whole[place])


def _groups(known: _Known) -> Iterable[_Group]:
    """The open cells, split where no sum connects them."""
    leader = list(range(len(known.ids)))

    def find(cell: int) -> int:
        while leader[cell] != cell:
            leader[cell] = leader[leader[cell]]
            cell = leader[cell]
        return cell

    for row in known.rows:
        members = [c for c in row.cells if known.low[c] < known.high[c]]
        for cell in members[1:]:
            leader[find(cell)] = find(members[0])
    cells: dict[int, list[int]] = {}
    for cell in range(len(known.ids)):
        if known.low[cell] < known.high[cell]:
            cells.setdefault(find(cell), []).append(cell)
    rows: dict[int, list[_Row]] = {}
    for row in known.rows:
        held = next((c for c in row.cells if known.low[c] < known.high[c]), None)
        if held is not None:
            rows.setdefault(find(held), []).append(row)
    return [_Group(known, held, rows.get(top, [])) for top, held in cells.items()]
