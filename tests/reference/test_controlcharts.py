"""P, U and prime charts and the run rules agree with qicharts2 0.8.1 on 40 series each."""

import numpy as np
import pytest

from cypworkbench.analysis.controlcharts import SIGMAS_FROM_RANGE, p_chart, runs, u_chart
from cypworkbench.analysis.spc import PROCESS_LIMIT, xmr
from tests.reference.figures import Rows, number, numbers, rows, same, told

LIMITS = {"value": "y", "lower": "lcl", "upper": "ucl", "lower_95": "lcl95", "upper_95": "ucl95"}


def _series(kind: str) -> list[Rows]:
    found: dict[str, Rows] = {}
    for row in rows("qic"):
        if row["chart"] == kind:
            found.setdefault(row["series_id"], []).append(row)
    return list(found.values())


def _runs_agree(values: np.ndarray, table: Rows) -> None:
    got, expected = runs(values, number(table[0]["centre"])), table[0]
    assert got.useful == number(expected["n_useful"])
    assert got.longest == number(expected["longest_run"])
    assert got.longest_most == number(expected["longest_run_max"])
    assert got.crossings == number(expected["crossings"])
    assert got.crossings_fewest == number(expected["crossings_min"])
    assert got.signal == (expected["runs_signal"] == "TRUE")


@pytest.mark.parametrize("kind", ["p", "pp", "u", "up"])
def test_limits_and_runs_agree(kind: str) -> None:
    tables = _series(kind)
    for table in tables:
        counts = numbers(table, "numerator"), numbers(table, "denominator")
        chart = p_chart if kind.startswith("p") else u_chart
        got = chart(*counts, prime=len(kind) == 2)
        for field, column in LIMITS.items():
            same(getattr(got, field), numbers(table, column))
        same(got.centre, number(table[0]["centre"]))
        assert got.outside.tolist() == [row["sigma_signal"] == "TRUE" for row in table]
        _runs_agree(got.value, table)
    assert len(tables) == 40


def test_limits_and_runs_of_individual_values_agree() -> None:
    """The reference divides by 1.128 where "making data count" multiplies by 2.66: a part in 6,000 apart."""
    for table in _series("i"):
        _runs_agree(numbers(table, "y"), table)
        got = xmr(numbers(table, "y"))
        same(got.mean[0], number(table[0]["centre"]))
        for limit, column in ((got.lower, "lcl"), (got.upper, "ucl")):
            near = (limit - got.mean) / PROCESS_LIMIT * 2 / SIGMAS_FROM_RANGE
            same(got.mean + near, numbers(table, f"{column}95"))
            reach = (limit - got.mean) / PROCESS_LIMIT * 3 / SIGMAS_FROM_RANGE
            same(got.mean + reach, numbers(table, column))


def test_all_4345_points_of_200_charts_are_compared() -> None:
    table = rows("qic")
    charts = {(row["chart"], row["series_id"]) for row in table}
    told("qic", len(table), f"in {len(charts)} charts")
    assert (len(table), len(charts)) == (4345, 200)
