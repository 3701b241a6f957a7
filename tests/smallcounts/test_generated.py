"""Generated packs, attacked: nothing exact, nothing narrow, nobody pinned by the one child of another cell."""

import pytest

from cypworkbench.domain.plain import Plain
from cypworkbench.domain.refusal import Refusal
from cypworkbench.flow.protecting import ProtectedCase, protect_case
from cypworkbench.smallcounts.attacker import attack
from tests.smallcounts.brute import ranges
from tests.smallcounts.packs_made import Made, pack

ALL = 500
TOP = 12


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


def hold(seed: int) -> int:
    """Attack the pack of a seed; say how many of its cells brute force went over as well."""
    made = pack(seed)
    found, published = protected(made)
    leaks = attack(published)
    assert not leaks, (seed, leaks)
    shown = {c["id"]: c["published"] for c in published["cells"] if c["published"] is not None}
    assert all(made.values[name] == value for name, value in shown.items())
    least = 1 if published["rule"]["zeros"] == "shown" else 0
    small = {name for name, value in made.values.items() if least <= value <= 5}
    assert not small & set(shown)
    assert found.cost <= found.bound * 1.25 + 1e-6
    return _enumerated(seed, published) if seed % 10 == 0 else 0


def _enumerated(seed: int, published: Plain) -> int:
    """Hold the attacker to brute force, both told that no withheld cell is above a ceiling that can be tried."""
    found = {cell: (low, high) for cell, low, high in ranges(published, TOP)}
    narrow = {cell: ends for cell, ends in found.items() if ends[0] <= 5 and ends[1] - ends[0] < 4}
    least = 1 if published["rule"]["zeros"] == "shown" else 0
    told = [{"cell": cell, "lo": least, "hi": TOP, "source": "the ceiling"} for cell in found]
    rule = {**published["rule"], "insiders": []}
    leaks = attack({**published, "rule": rule, "readings": told})
    assert not found or {leak.cell: (leak.low, leak.high) for leak in leaks} == narrow, seed
    return len(found)


@pytest.mark.parametrize("seed", range(0, 60, 3))
def test_nothing_can_be_worked_out_from_a_generated_pack(seed: int) -> None:
    hold(seed)


def test_trying_every_whole_number_finds_no_more_than_the_attacker() -> None:
    assert sum(hold(seed) for seed in range(0, 100, 10)) > 20


@pytest.mark.slow
@pytest.mark.parametrize("first", range(0, ALL, 20))
def test_nothing_can_be_worked_out_from_any_of_500_generated_packs(first: int) -> None:
    for seed in range(first, first + 20):
        hold(seed)
