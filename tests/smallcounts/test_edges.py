"""What each kind of printed thing tells, one small case each."""

import pytest

from cypworkbench.domain.plain import Plain
from cypworkbench.flow.protecting import protect_case
from cypworkbench.smallcounts.attacker import attack
from tests.smallcounts.cases_read import table


def hidden(document: Plain) -> set[str]:
    return {cell["id"] for cell in document["cells"] if cell["published"] is None}


def test_a_rate_is_withheld_although_the_count_behind_it_was_never_printed() -> None:
    """4 of 9,539 is 4.2 per 10,000, and no other whole number is."""
    case = table({"all": 400, "rest": 396}, "n + rest = all")
    case["cells"].append({"id": "n", "published": None, "flag": "none", "sensitive": True})
    rate = {"num": "n", "den": 9539, "per": 10_000, "decimals": 1, "published": 4.2}
    case["rates"] = [rate]
    assert any(leak.kind == "exact" for leak in attack(case))
    made = protect_case(case, {"n": 4}).document
    assert made["rates"][0]["published"] is None
    assert hidden(made) & {"all", "rest"}


def test_a_rate_whose_denominator_is_withheld_goes_too() -> None:
    case = table({"late": 8, "due": 3, "other": 40, "all": 43}, "due + other = all")
    rate = {"num": "late", "den": "due", "per": 100, "decimals": 0, "published": 267}
    case["rates"] = [{**rate, "may_exceed": True}]
    made = protect_case(case, {}).document
    assert "due" in hidden(made)
    assert made["rates"][0]["published"] is None


def test_hidden_zeros_are_withheld_and_may_be_zero_for_all_a_reader_knows() -> None:
    case = table({"a": 0, "b": 9, "c": 12, "all": 21}, "a + b + c = all", zeros="hidden")
    made = protect_case(case, {}).document
    assert "a" in hidden(made)
    assert len(hidden(made)) > 1
    assert not attack(made)


def test_joined_and_left_are_protected_through_the_whole_year() -> None:
    case = table({"start": 30, "joined": 4, "left": 12, "end": 22})
    case["equations"] = [{"terms": {"start": 1, "joined": 1, "left": -1, "end": -1}}]
    made = protect_case(case, {}).document
    assert "joined" in hidden(made)
    assert len(hidden(made)) == 2


@pytest.mark.parametrize("least", [5, 8])
def test_a_cell_that_must_be_shown_stays(least: int) -> None:
    case = table({"a": 2, "b": least, "c": 30, "all": 32 + least}, "a + b + c = all")
    case["cells"][1]["weight"] = 0.1
    free = hidden(protect_case(case, {}).document)
    assert "b" in free
    if least > 5:
        case["cells"][1]["must_show"] = True
        assert "b" not in hidden(protect_case(case, {}).document)


def test_what_structure_narrows_is_counted_and_keeps_five_values() -> None:
    """Withheld, a and its only companion leave the sum's slack: told as a number, never by name."""
    case = table({"a": 2, "b": 6, "all": 8}, "a + b = all")
    case["cells"][2]["must_show"] = True
    case["rule"] |= {"range": [1, 9]}
    made = protect_case(case, {})
    assert made.narrowed == ("a",)
    assert made.document["protection"]["narrowed"] == 1
    assert not attack(made.document)
