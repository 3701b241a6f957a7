"""Published comparators, read whole or refused by row and column."""

from decimal import Decimal

import pytest

from cypworkbench.catalogue import load_framework
from cypworkbench.domain.evidence import Flag, Observation, ValueState
from cypworkbench.domain.refusal import Refusal
from cypworkbench.returns import published

PLAN = load_framework("cypfp-2022")
HEAD = "measure,area,period_kind,period,value,state,flags\n"
GOOD = "cla-rate,E92000001,snapshot_date,2025-03-31,67,number,provisional\n"


def _read(text: str) -> tuple[Observation, ...]:
    return published.read(text.encode(), "national.csv", PLAN)


def test_each_figure_keeps_its_row_and_its_flags() -> None:
    first, second = _read(
        HEAD + GOOD + "\ncla-rate,E10000017,snapshot_date,2025-03-31,,suppressed,\n"
    )
    assert (first.value, first.flags, str(first.origin)) == (
        *(Decimal(67), (Flag.PROVISIONAL,)),
        "national.csv!row 2",
    )
    assert (second.value, second.state, second.origin.cell) == (
        None,
        ValueState.SUPPRESSED,
        "row 4",
    )


def test_a_missing_number_is_not_available_and_never_zero() -> None:
    (found,) = _read(
        "measure,area,period_kind,period,value\ncla-rate,x,snapshot_date,2025-03-31,\n"
    )
    assert (found.value, found.state) == (None, ValueState.NOT_AVAILABLE)


def test_bad_headings_are_named_together() -> None:
    with pytest.raises(Refusal, match=r"missing: 'period_kind', 'value'; not known: 'val'"):
        _read("measure,area,period,val\n")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("cla-rat,E92000001,snapshot_date,2025-03-31,67,,", "row 3: measure is 'cla-rat'"),
        ("cla-rate,England,snapshot_date,2025-03-31,67,,", "row 3: area is 'England'"),
        (
            "cla-rate,E10000017,financial_year,2024-04-01/P1Y,67,,",
            "row 3: period_kind is 'financial_year'",
        ),
        ("cla-rate,E10000017,snapshot_date,2025,67,,", "row 3: period is '2025'"),
        ("gld,E10000017,academic_year,2018-09-01/P3Y,67,,", "row 3: period is '2018-09-01/P3Y'"),
        ("cla-rate,E10000017,snapshot_date,2025-03-31,67%,,", "row 3: value is '67%'"),
        ("cla-rate,E10000017,snapshot_date,2025-03-31,NaN,,", "row 3: value is 'NaN'"),
        (
            "cla-rate,E10000017,snapshot_date,2025-03-31,67,suppressed,",
            "does not go with the state",
        ),
        ("cla-rate,E10000017,snapshot_date,2025-03-31,67,,maybe", "row 3: flags is 'maybe'"),
        ("cla-rate,E92000001,snapshot_date,2025-03-31,68,,", "row 3: repeats row 2"),
        ("cla-rate,E10000017,snapshot_date,2025-03-31,6,7,,", "row 3: 8 columns where"),
    ],
)
def test_a_row_that_cannot_stand_is_refused_by_row_and_column(row: str, said: str) -> None:
    with pytest.raises(Refusal, match=said) as refused:
        _read(HEAD + GOOD + row + "\n")
    assert refused.value.remedy


def test_a_file_that_is_no_text_is_refused() -> None:
    with pytest.raises(Refusal, match="not a text file"):
        published.read(b"PK\x03\x04\xff\xfe", "national.xlsx", PLAN)


def test_a_file_without_figures_is_refused() -> None:
    with pytest.raises(Refusal, match="no figures"):
        _read(HEAD)
