"""Generated packs, attacked: nothing exact, nothing narrow, nobody pinned by the one child of another cell."""

from dataclasses import dataclass

import pytest

from cypworkbench.domain.plain import Plain
from cypworkbench.domain.refusal import Refusal
from cypworkbench.flow.protecting import ProtectedCase, protect_case
from cypworkbench.smallcounts.attacker import attack
from tests.smallcounts.brute import ranges
from tests.smallcounts.packs_made import Made, pack

ALL = 500
TOP = 12
_ROOM = 6  # above the highest withheld cell, so that the ceiling narrows nothing by itself


def protected(made: Made) -> tuple[ProtectedCase, Plain]:
    """The pack as published, and what an attacker among its children holds; zeros hidden where that must be."""
    try:
        document = made.document()
        found = protect_case(document, made.values)
    except Refusal:
        document = made.document(zeros="hidden")
        found = protect_case(document, made.values)
    told = {name: made.values[name] for name in document["rule"]["insiders"]}
    return found, {**found.document, "insider_values": told}


@dataclass
class Held:
    """What an attack on some packs came to: packs, their withheld cells, leaks of each kind, packs tried by hand."""

    packs: int = 0
    withheld: int = 0
    exact: int = 0
    narrow: int = 0
    inconsistent: int = 0
    insiders: int = 0
    enumerated: int = 0
    cells_enumerated: int = 0

    def add(self, seed: int) -> "Held":
        """Attack the pack of a seed as a stranger and as each insider, and by brute force where it is small."""
        made = pack(seed)
        found, published = protected(made)
        leaks = attack(published)
        for kind in ("exact", "narrow", "inconsistent"):
            count = sum(leak.kind == kind and not leak.insider for leak in leaks)
            setattr(self, kind, getattr(self, kind) + count)
        self.insiders += sum(bool(leak.insider) for leak in leaks)
        self.packs += 1
        self.withheld += found.withheld
        _hold_truth(made, found, published)
        if seed % 10 == 0:
            cells = _enumerated(seed, made, published)
            self.enumerated += bool(cells)
            self.cells_enumerated += cells
        return self

    def assert_nothing(self) -> None:
        """Nobody pins anything: neither a stranger, nor somebody counted in a cell of one."""
        assert (self.exact, self.narrow, self.inconsistent, self.insiders) == (0, 0, 0, 0), self


def _hold_truth(made: Made, found: ProtectedCase, published: Plain) -> None:
    """What is shown is true, no small count is, and the cost is near its bound."""
    shown = {c["id"]: c["published"] for c in published["cells"] if c["published"] is not None}
    assert all(made.values[name] == value for name, value in shown.items())
    least = 1 if published["rule"]["zeros"] == "shown" else 0
    small = {name for name, value in made.values.items() if least <= value <= 5}
    assert not small & set(shown)
    assert found.cost <= found.bound * 1.25 + 1e-6


def _enumerated(seed: int, made: Made, published: Plain) -> int:
    """Hold the attacker to brute force, both told of a ceiling above every withheld cell; say how many cells there are.

    The ranges must be the same to the number: the attacker is asked for a range as wide as the ceiling, so that it
    has to give each cell's.
    """
    hidden = [c["id"] for c in published["cells"] if c["published"] is None]
    top = max(TOP, *(made.values[name] + _ROOM for name in hidden))
    found = {cell: (low, high) for cell, low, high in ranges(published, top)}
    least = 1 if published["rule"]["zeros"] == "shown" else 0
    told = [{"cell": cell, "lo": least, "hi": top, "source": "the ceiling"} for cell in hidden]
    rule = {**published["rule"], "insiders": [], "min_width": top + 1, "range": [least, top]}
    leaks = attack({**published, "rule": rule, "readings": told})
    if found:
        assert {leak.cell: (leak.low, leak.high) for leak in leaks} == found, seed
        assert all(high - low >= 4 for low, high in found.values() if low <= 5), seed
    return len(found)


def test_nothing_can_be_worked_out_from_generated_packs() -> None:
    held = Held()
    for seed in range(1, 60, 6):
        held.add(seed)
    held.assert_nothing()
    assert held.withheld > 100


def test_trying_every_whole_number_finds_no_more_than_the_attacker() -> None:
    """Each of the fifty small packs is tried whole: every range the attacker gives is the true one."""
    held = Held()
    for seed in range(0, ALL, 10):
        held.add(seed)
    held.assert_nothing()
    assert held.packs == held.enumerated == ALL // 10
    assert held.cells_enumerated == held.withheld
    print(held)  # noqa: T201  the figures are what the run is for; pytest -rP shows them


@pytest.mark.slow
def test_nothing_can_be_worked_out_from_any_of_500_generated_packs() -> None:
    held = Held()
    for seed in range(ALL):
        held.add(seed)
    print(held)  # noqa: T201  the figures are what the run is for; pytest -rP shows them
    held.assert_nothing()
    assert held.packs == ALL
    assert held.enumerated == ALL // 10
