"""Why is this not the number I know? The likeliest reasons are found, and a number that fits nothing is said to."""

from dataclasses import replace
from decimal import Decimal
from types import MappingProxyType

import pytest

from cypworkbench.analysis.assess import assess_series
from cypworkbench.analysis.series import build_series
from cypworkbench.domain.record import Picture, Round
from cypworkbench.flow.another_number import Known, explain
from tests.analysis.plan import COUNTRY, COUNTY, FRAMEWORK, NEET, NORTH, SOUTH, observed

GIVEN = (
    observed(NORTH, 2021, None, (30, 1000)),
    observed(SOUTH, 2021, None, (300, 4000)),
    observed(NORTH, 2022, None, (41, 1010)),
    observed(SOUTH, 2022, None, (251, 4020)),
)
PUBLISHED = (
    replace(observed(COUNTRY, 2022, "5.2"), source="National statistics"),
    replace(observed(COUNTY, 2022, "6.3"), source="National statistics", vintage="2024-06-01"),
)


def _picture() -> Picture:
    series = build_series(GIVEN, PUBLISHED[:1], FRAMEWORK)
    held = {(a.measure.id, a.area): a for a in assess_series(series)}
    return Picture(FRAMEWORK, Round("R"), (), (), GIVEN, PUBLISHED, (), MappingProxyType(held))


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("5.8", "It is this figure: 5.8% for 2022/23."),
        ("292", "It is the count behind this figure: 292 of 5,030, which is 5.8%."),
        ("5030", "It is what this figure is out of: 292 of 5,030."),
        ("0.058", "It is this figure as a share of one: 5.8% is 0.0581."),
        ("94.2", "It is the rest of this figure: 100% less 5.8%."),
        ("6.6", "It is the figure for 2021/22; the latest is for 2022/23 (NEET)."),
        ("5.2", "It is the figure of E92000001 for 2022/23."),
        ("5.15", "It is the mean of the districts’ figures"),
        (
            "6.3",
            "It is another source’s figure for the same period: National statistics, edition of 2024-06-01.",
        ),
        ("6.24", "It is the figure of South for 2022/23."),
        ("5.9", "It is close to this figure, 5.8%"),
    ],
)
def test_the_number_is_found_where_it_comes_from(written: str, said: str) -> None:
    found = explain(_picture(), Known(NEET.id, COUNTY, Decimal(written)))
    assert any(one.startswith(said) for one in found), found


def test_a_number_that_fits_nothing_is_said_to_with_what_to_ask_for() -> None:
    (found,) = explain(_picture(), Known(NEET.id, COUNTY, Decimal("31.7")))
    assert found.startswith("It fits no figure here: it is 25.9 above the 5.8% for 2022/23")
    assert "young people not in work or learning among young people" in found


def test_without_a_figure_there_is_nothing_to_hold_it_against() -> None:
    empty = replace(_picture(), assessments=MappingProxyType({}))
    assert explain(empty, Known(NEET.id, COUNTY, Decimal(1))) == (
        "There is no figure here to hold it against.",
    )
