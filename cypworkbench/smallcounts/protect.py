"""From a case to what may be published: the pattern of withheld cells, and the document with them withheld."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from cypworkbench.domain.plain import Plain
from cypworkbench.domain.refusal import Refusal
from cypworkbench.smallcounts.case import Case, CaseCell, read_case
from cypworkbench.smallcounts.heuristic import Heuristic, Unprotectable, first_needs
from cypworkbench.smallcounts.optimiser import Effort, Optimiser
from cypworkbench.smallcounts.reach import NEAR, NOBODY, Need, Reach
from cypworkbench.smallcounts.system import Flags, System, build, nearest

_ROUNDS = 12


@dataclass(frozen=True, slots=True)
class Protection:
    """What protection came to.

    `withheld` are ids in the case's order, small cells and those that protect them alike; `primary` and `narrowed`
    (small cells whose sums leave less than the whole range) are for the analyst, never for print. `lost` were printed
    before.
    """

    withheld: tuple[str, ...]
    primary: tuple[str, ...]
    lost: tuple[str, ...]
    narrowed: tuple[str, ...]
    cost: float
    bound: float


def protect(
    case: Case, effort: Effort | None = None, doubts: Mapping[str, int] | None = None
) -> Protection:
    """The cheapest safe pattern found. Raises Refusal where nothing safe can be published.

    `doubts` asks more for some cells: so many further values that must stay possible, upwards and downwards.
    """
    system = build(case)
    withheld = system.always
    cost = bound = 0.0
    narrowed: list[str] = []
    insiders = {cell for cell in case.rule.insiders if cell not in case.earlier}
    for places, part in system.parts():
        try:
            found = _Part(part, case, insiders).solve(effort or Effort(), doubts or {})
        except Unprotectable as stuck:
            raise _refused(stuck.cell, case) from stuck
        withheld[places] |= found.withheld
        cost, bound = cost + found.cost, bound + found.bound
        narrowed += found.narrowed
    return Protection(
        withheld=_ids(system, withheld),
        primary=_ids(system, system.primary),
        lost=tuple(
            cell.id
            for cell, value in zip(case.cells, system.value, strict=True)
            if cell.id in case.earlier and case.rule.least <= value <= case.rule.threshold
        ),
        narrowed=tuple(sorted(narrowed)),
        cost=cost,
        bound=bound,
    )


def _ids(system: System, chosen: Flags) -> tuple[str, ...]:
    return tuple(system.ids[place] for place in np.flatnonzero(chosen))


def _refused(cell: str, case: Case) -> Refusal:
    return Refusal(
        f"Whatever else is withheld, {cell} could be worked out to within fewer than "
        f"{case.rule.width + 1} values.",
        "Merge it with a neighbouring category, hide zeros as well, or leave its table out.",
    )


@dataclass(frozen=True, slots=True)
class _Found:
    withheld: Flags
    cost: float
    bound: float
    narrowed: tuple[str, ...]


class _Part:
    """One connected part of a case: solved, then solved again for what withholding itself brought about."""

    def __init__(self, system: System, case: Case, insiders: set[str]) -> None:
        self._system, self._rule = system, case.rule
        self._insiders = [place for place, cell in enumerate(system.ids) if cell in insiders]
        self._reach = Reach(system)

    def solve(self, effort: Effort, doubts: Mapping[str, int]) -> _Found:
        rule, system = self._rule, self._system
        needs = list(first_needs(system, rule, self._insiders))
        for cell in (place for place, name in enumerate(system.ids) if name in doubts):
            needs += self._doubted(cell, doubts[system.ids[cell]])
        withheld = system.always
        cost = bound = 0.0
        for _ in range(_ROUNDS):
            heuristic = Heuristic(system, needs)
            pattern = Optimiser(system, heuristic).improve(heuristic.solve(withheld), effort)
            withheld, cost, bound = pattern.withheld, pattern.cost, pattern.bound
            more = self._still_owed(withheld, set(needs))
            if not more:
                break
            needs += more
        return _Found(withheld, cost, bound, self._narrowed(needs))

    def _doubted(self, cell: int, more: int) -> list[Need]:
        """More room for a cell that whole numbers pin although parts of numbers would not."""
        system, (low, high) = self._system, self._rule.wanted
        value, everything = system.value[cell], Reach(system)
        everything.withhold(system.always | system.candidate)
        owed = []
        for way, asked in ((1, max(high - value, 0.0) + more), (-1, max(value - low, 0.0) + more)):
            far = np.floor(everything.ask(Need(cell, way, 0.0)).distance + NEAR)
            owed.append(Need(cell, way, float(min(asked, far))))
        return [need for need in owed if need.least > 0]

    def _narrowed(self, needs: list[Need]) -> tuple[str, ...]:
        """The small cells whose sums leave less than the wanted range."""
        system, (low, high) = self._system, self._rule.wanted
        owed = {(need.cell, need.way): need.least for need in reversed(needs) if need.insider < 0}
        found = []
        for cell in map(int, np.flatnonzero(system.primary & system.target)):
            value = system.value[cell]
            up, down = owed.get((cell, 1), 0.0), owed.get((cell, -1), 0.0)
            if up < high - value - NEAR or down < value - low - NEAR:
                found.append(system.ids[cell])
        return tuple(found)

    def _still_owed(self, withheld: Flags, known: set[Need]) -> list[Need]:
        """Needs of cells that were withheld for others' sake, which could be small as far as an attacker knows."""
        system, rule = self._system, self._rule
        others = np.flatnonzero(withheld & ~system.primary & system.target)
        owed: list[Need] = []
        everything = Reach(system)
        everything.withhold(system.always | system.candidate)
        self._reach.withhold(withheld)
        for insider in (NOBODY, *self._insiders):
            near = rule.width if rule.insider_width is None else rule.insider_width
            width = rule.width if insider == NOBODY else near
            for cell in others:
                if cell != insider:
                    owed += self._owed(everything, int(cell), insider, width)
        return [need for need in owed if need not in known]

    def _owed(self, everything: Reach, cell: int, insider: int, width: int) -> list[Need]:
        far = [
            np.floor(self._reach.ask(Need(cell, way, 0.0, insider)).distance + NEAR)
            for way in (1, -1)
        ]
        certain = self._system.value[cell] - far[1] > self._rule.threshold
        if certain or sum(far) >= width:
            return []
        for way, gone in ((1, far[1]), (-1, far[0])):
            wanted = Need(cell, way, width - gone, insider)
            if everything.ask(wanted).distance >= wanted.least - NEAR:
                return [wanted]
        if insider != NOBODY and self._rule.insider_width is not None:
            return []  # the very same people, or the attack that follows will say otherwise
        raise Unprotectable(self._system.ids[cell])


def protect_document(
    document: Plain,
    truth: Mapping[str, int],
    effort: Effort | None = None,
    doubts: Mapping[str, int] | None = None,
) -> tuple[Plain, Protection]:
    """A case file's document as it may be published, and what that took. Raises Refusal where nothing safe can be."""
    case = read_case(document, truth)
    found = protect(case, effort, doubts)
    return published(document, case, found), found


def published(document: Plain, case: Case, found: Protection) -> Plain:
    """The document with the withheld cells as null, and the rates, orders and readings that would tell them gone."""
    withheld = set(found.withheld)
    values = {
        cell.id: int(value) for cell, value in zip(case.cells, build(case).value, strict=True)
    }
    exact = {cell.id for cell in case.cells if cell.base <= 1 and not cell.latent} - withheld
    known = exact | {cell.id for cell in case.cells if cell.latent} - withheld
    made = {key: said for key, said in document.items() if key != "truth"}
    made["cells"] = [
        _printed(said, cell, cell.id in withheld, case.earlier.get(cell.id, values[cell.id]))
        for said, cell in zip(document["cells"], case.cells, strict=True)
    ]
    made["rates"] = [_rate(said, exact, known) for said in document.get("rates", ())]
    orders = ([cell for cell in order if cell in exact] for order in document.get("orders", ()))
    made["orders"] = [order for order in orders if len(order) > 1]
    made["readings"] = [said for said in document.get("readings", ()) if said["cell"] in exact]
    made["protection"] = {
        "method": "withheld",
        "withheld": sum(1 for cell in case.cells if cell.id in withheld and not cell.latent),
        "narrowed": len(found.narrowed),
        "lost": list(found.lost),
    }
    return made


def _printed(said: Plain, cell: CaseCell, withheld: bool, value: int) -> Plain:  # noqa: FBT001  one of its four facts
    made = {key: held for key, held in said.items() if key not in ("flag", "published", "value")}
    if cell.latent:
        return {**made, "published": None, "flag": "none"}
    if withheld:
        return {**made, "published": None}
    return {**made, "published": nearest(value, cell.base) if cell.base > 1 else value}


def _rate(said: Plain, exact: set[str], known: set[str]) -> Plain:
    """A rate stays where its numerator may be known as well as its denominator, and nothing withheld is in it."""
    below = said["den"]
    kept = said["num"] in known and (not isinstance(below, str) or below in exact)
    return said if kept else {**said, "published": None}
