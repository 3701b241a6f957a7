"""The three families of table: no cell left narrow, near the proven bound, within the time the prototype took."""

import time
from collections.abc import Callable

import pytest

from cypworkbench.domain.refusal import Refusal
from cypworkbench.flow.protecting import ProtectedCase, protect_case, round_case
from cypworkbench.smallcounts.attacker import attack
from tests.smallcounts.cases_read import answer, case, table
from tests.smallcounts.families import Tables, one_way, rolling, three_way

_TRIES = 3
# seconds on the wall, as the document gives them for the prototype; for the rolling sums, what the issue asks
Family = Callable[[int], Tables]
SECONDS: dict[Family, float] = {one_way: 1.1, three_way: 5.7, rolling: 20.0}
SMALL: dict[Family, int] = {one_way: 324, three_way: 110, rolling: 155}


@pytest.mark.parametrize("family", SECONDS)
def test_a_family_is_of_the_documents_size(family: Family) -> None:
    made = family(1)
    small = sum(1 <= value <= 5 for value in made.values.values())
    assert abs(small - SMALL[family]) <= SMALL[family] * 0.1


@pytest.mark.alone
@pytest.mark.parametrize("family", SECONDS)
def test_a_family_is_protected_in_time_and_near_its_bound(
    family: Family,
) -> None:
    made = family(1)
    protect_case(*_small())  # what is imported once is not timed
    for _ in range(_TRIES):  # a neighbour may have had the computer
        found, took = _timed(made)
        if took < SECONDS[family]:
            break
    assert took < SECONDS[family]
    assert not attack(found.document)
    assert found.cost <= found.bound * 1.1


def _timed(made: Tables) -> tuple[ProtectedCase, float]:
    begun = time.perf_counter()
    found = protect_case(made.case(), made.values)
    return found, time.perf_counter() - begun


def _small() -> tuple[object, dict[str, int]]:
    return table({"a": 3, "b": 9, "all": 12}, "a + b = all"), {}


def test_rolling_sums_published_year_by_year_stay_safe_with_all_that_was_published_before() -> None:
    whole = rolling(3, periods=5)
    history: list[dict[str, object]] = []
    for years in (3, 4, 5):
        now = rolling(3, periods=years)
        assert now.values.items() <= whole.values.items()
        made = protect_case({**now.case(), "earlier": history}, now.values)
        assert not attack(made.document)
        history = [
            {"cell": c["id"], "published": c["published"], "pack": str(years)}
            for c in made.document["cells"]
            if c["published"] is not None
        ]


@pytest.mark.parametrize("family", [one_way, three_way])
def test_a_rounded_table_adds_up_and_gives_nothing_away(family: Family) -> None:
    made = family(2)
    rounded = round_case(made.case(), made.values, 5)
    printed = {cell["id"]: cell["published"] for cell in rounded["cells"]}
    for cell, value in made.values.items():
        assert printed[cell] % 5 == 0
        assert abs(printed[cell] - value) < 5
    for equation in rounded["equations"]:
        assert sum(printed[cell] * times for cell, times in equation["terms"].items()) == 0


def test_rounding_is_refused_where_the_exact_count_is_known_already() -> None:
    with pytest.raises(Refusal, match="earlier pack"):
        round_case(case("open08"), answer("open08")["truth"], 5)
