"""The national tool's long table, with what needs care in it."""

from decimal import Decimal

import pytest

from cypworkbench.catalogue import load_framework, sample_path
from cypworkbench.domain.area import ENGLAND, LANCASHIRE
from cypworkbench.domain.evidence import Flag, Observation, ValueState
from cypworkbench.domain.refusal import Refusal
from cypworkbench.returns import published

PLAN = load_framework("cypfp-2022")
HEAD = "measure_short,Data item,Years,LA and Regions,Values,LA Number,Region\n"


def _read(*rows: str) -> tuple[Observation, ...]:
    return published.read((HEAD + "\n".join(rows) + "\n").encode(), "lait.csv", PLAN)


def _genuine(measure: str, area: str) -> dict[str, Observation]:
    content = sample_path("published", "lait.csv").read_bytes()
    found = published.read(content, "lait.csv", PLAN)
    return {o.period.label: o for o in found if (o.measure, o.area) == (measure, area)}


def test_binary_noise_is_rounded_away() -> None:
    assert _genuine("cpp-rate", LANCASHIRE)["31 Mar 2025"].value == Decimal("34.2")
    (found,) = _read("TotPermEx,,2023/24,Lancashire,7.0000000000000007E-2,888,North West")
    assert found.value == Decimal("0.07")


def test_a_school_year_is_named_by_its_last_year_unless_both_are_written() -> None:
    assert _genuine("unauthorised-absence", LANCASHIRE)["2024/25"].value == Decimal("2.05")
    assert _genuine("permanent-exclusions", LANCASHIRE)["2023/24"].value == Decimal("0.24283")
    assert _genuine("he-progression", ENGLAND)["2023/24"].value == Decimal("45.8")


def test_a_calendar_year_is_itself_and_three_years_stay_three() -> None:
    assert _genuine("u18-conception", LANCASHIRE)["2022"].value == Decimal("18.5")
    assert _genuine("alcohol-u18", LANCASHIRE)["2021/22 to 2023/24"].value == Decimal("23.54")


def test_a_dash_is_a_missing_figure_and_never_zero() -> None:
    missing = _genuine("gld", LANCASHIRE)["2020/21"]
    assert (missing.value, missing.state) == (None, ValueState.NOT_AVAILABLE)


def test_a_dash_beside_the_year_nought_is_passed_over() -> None:
    found = _read("LAC,,0,Lancashire,-,888,", "LAC,,2025 (prov),Lancashire,65,888,North West")
    assert [(o.period.label, o.flags) for o in found] == [("31 Mar 2025", (Flag.PROVISIONAL,))]


def test_a_figure_known_to_be_wrong_is_no_comparator() -> None:
    assert _genuine("fte-rate", LANCASHIRE)["2024"].value == 163
    assert not _genuine("fte-rate", ENGLAND)


def test_other_councils_and_other_measures_are_passed_over() -> None:
    rows = ("LAC,,2025,Barnet,40,302,Outer London", "Nothing,,2025,Lancashire,1,888,")
    (found,) = _read(*rows, "LAC,,2025,ENGLAND,67,970,")
    assert (found.area, found.origin.cell) == (ENGLAND, "row 4")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("LAC,,2025,Lancashire,sixty,888,", "row 2: Values is 'sixty'"),
        ("LAC,,latest,Lancashire,65,888,", "row 2: Years is 'latest'"),
        ("Nothing,,2025,Lancashire,1,888,", "holds no figure of a measure and area"),
        ("LAC,,2025,Lancashire,65,888,\nLAC,,2025,Lancashire,66,888,", "row 3: repeats row 2"),
    ],
)
def test_a_table_that_cannot_stand_is_refused(row: str, said: str) -> None:
    with pytest.raises(Refusal, match=said):
        _read(row)
