"""Whole tables: the same verdicts as a series at a time, and no row spoils another."""

import io
from dataclasses import replace
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cypworkbench.analysis import doubts
from cypworkbench.analysis.assess import assess, assess_series
from cypworkbench.analysis.tabular import ADDED, assess_csv
from cypworkbench.domain.framework import Kind
from cypworkbench.domain.judgement import Series, Target, TargetKind
from cypworkbench.domain.refusal import Refusal
from tests.analysis.plan import COUNTY, NORTH, PLANS, series

STEADY = [30.0, 34.0, 31.0, 35.0, 29.0, 33.0, 36.0, 30.0, 32.0, 28.0, 34.0, 31.0, 33.0, 60.0]


def _table(lines: list[Series], wanted: float = 32.0) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "measure": line.measure.id,
                "area": line.area,
                "period_kind": point.period.kind.value,
                "period": point.period.iso,
                "value": point.value,
                "polarity": line.measure.polarity.value,
                "target": wanted,
                "tolerance": 0.05,
                "per": 100,
            }
            for line in lines
            for point in line.points
        ]
    )


def _last(got: pd.DataFrame, area: str) -> pd.Series:
    return got[got["area"] == area].iloc[-1]


figures = st.one_of(st.none(), st.floats(20, 40).map(lambda v: round(v, 1)))


@settings(deadline=None)  # the first table waits for pandas to load
@given(st.lists(st.lists(figures, min_size=1, max_size=30), min_size=1, max_size=3))
@example([STEADY, [4.0, 5.0, 3.0]])
@example([[*STEADY[:13], *[40.0] * 9], [30.0] * 20])
def test_a_table_gets_the_verdicts_that_its_series_get(rows: list[list[float | None]]) -> None:
    measure = replace(PLANS, kind=Kind.SCORE)
    lines = [series(row, measure, f"E{n}") for n, row in enumerate(rows)]
    start = lines[0].points[0].period.start
    asked = Target(
        PLANS.id, "*", TargetKind.ABSOLUTE, Decimal(32), start, tolerance=Decimal("0.05")
    )
    got = assess(_table(lines))
    for line, expected in zip(lines, assess_series(lines, [asked]), strict=True):
        row = _last(got, line.area)
        assert row["status"] == expected.status.value
        assert row["variation"] == expected.variation.value
        assert row["assurance"] == expected.assurance.value
        mine = got[got["area"] == line.area]
        if expected.limits:
            limit = np.array(expected.limits.upper, dtype=float)
            np.testing.assert_allclose(mine["upper_limit"], limit, rtol=1e-12)
            assert tuple(mine["cause"]) == expected.limits.cause
        else:
            assert mine["upper_limit"].isna().all()


def test_every_row_comes_back_in_its_place_with_what_is_known_of_it() -> None:
    table = _table([series(STEADY, PLANS), series(STEADY[::-1], PLANS, NORTH)])
    shuffled = table.sample(frac=1, random_state=7)
    got = assess(shuffled)
    assert list(got.columns) == [*table.columns, *ADDED]
    pd.testing.assert_frame_equal(got[table.columns], shuffled)
    for name in ADDED:
        left, right = got.sort_index()[name].astype(object), assess(table)[name].astype(object)
        pd.testing.assert_series_equal(left, right)


def test_a_movement_says_which_way_and_whether_it_is_better() -> None:
    got = assess(_table([series([10.0, 14.0, 13.0, 13.0, 11.0], PLANS)]))
    assert list(got["direction_short"]) == [
        "",
        "up, better",
        "down, worse",
        "no change",
        "down, worse",
    ]
    assert list(got["direction_long"]) == ["", "", "", "", "up, better"]


def test_a_gap_in_time_counts_although_no_row_stands_for_it() -> None:
    table = _table([series([10.0, 11.0, 12.0], PLANS)]).drop(index=1)
    assert list(assess(table)["direction_short"]) == ["", ""]


def test_what_is_wrong_with_a_row_is_said_and_spoils_no_other() -> None:
    table = pd.read_csv(
        io.StringIO(
            "measure,area,period_kind,period,numerator,denominator,value,state\n"
            "neet,N,financial_year,2020-04-01/P1Y,12,10,,number\n"
            "neet,N,financial_year,2021-04-01/P1Y,,,,suppressed\n"
            "neet,N,financial_year,soon,1,10,10,number\n"
            "neet,N,financial_year,2022-04-01/P1Y,2,10,20,number\n"
            "neet,N,financial_year,2022-04-01/P1Y,3,10,30,number\n"
            "neet,N,lustrum,2022-04-01/P5Y,3,10,30,number\n"
        )
    )
    got = assess(table)
    said = list(got["caveats"])
    assert said[0] == doubts.TOO_MANY
    assert said[2] == said[5] == "The period cannot be read, so the row belongs to no series."
    assert said[3].startswith("The period is given twice")
    assert said[4] == ""
    assert got["lower"].notna().tolist() == [False, False, True, True, True, True]
    assert list(got["status"])[:2] == ["not_assessed", "not_assessed"]


def test_a_missing_value_never_becomes_zero() -> None:
    table = _table([series([10.0, None, 12.0], PLANS)])
    got = assess(table)
    assert np.isnan(got["value"][1])
    assert got["status"][1] == "not_assessed"
    assert got["mean"][0] == 11


def test_a_break_restarts_limits_and_is_not_compared_across() -> None:
    table = _table([series([*STEADY, *(v + 50 for v in STEADY)], PLANS)])
    table["flags"] = ["break" if n == len(STEADY) else "" for n in range(len(table))]
    got = assess(table)
    assert got["mean"][len(STEADY)] == pytest.approx(np.mean(STEADY) + 50)
    assert got["direction_short"][len(STEADY)] == ""


def test_a_published_figure_whose_rounding_holds_the_target_is_too_close_to_call() -> None:
    line = series([3.45, 3.5], replace(PLANS, per=100), COUNTY)
    assert assess(_table([line], 3.504))["status"].tolist() == ["within", "too_close"]


def test_a_table_without_a_needed_column_is_refused() -> None:
    with pytest.raises(Refusal, match="period_kind"):
        assess(pd.DataFrame({"measure": [], "area": [], "period": []}))


def test_an_empty_table_is_assessed_as_empty() -> None:
    assert assess(_table([series([1.0], PLANS)]).iloc[:0]).empty


def test_csv_comes_back_as_it_was_written_and_says_what_is_no_number() -> None:
    text = (
        "measure,area,period_kind,period,value,polarity,target\n"
        'm,NA,month,2020-01-01/P1M,"1,234",higher,5\n'
        "m,NA,month,2020-02-01/P1M,70,higher,5\n"
        "m,NA,month,2020-03-01/P1M,inf,higher,5\n"
        "m,NA,month,2020-04-01/P1M,,higher,5\n"
    )
    lines = assess_csv(text).splitlines()
    given = text.splitlines()
    assert all(line.startswith(start) for line, start in zip(lines, given, strict=True))
    got = pd.read_csv(io.StringIO("\n".join(lines)), keep_default_na=False)
    assert list(got["status"]) == ["not_assessed", "met", "not_assessed", "not_assessed"]
    wrong = "The value is not a number, so it counts as missing."
    assert [wrong in said for said in got["caveats"]] == [True, False, True, False]


@pytest.mark.parametrize("text", ["", 'measure,area\n"a,b\n'])
def test_what_is_no_csv_is_refused(text: str) -> None:
    with pytest.raises(Refusal, match="CSV"):
        assess_csv(text)
