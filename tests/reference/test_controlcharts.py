"""P, U and prime charts and the run rules agree with qicharts2 0.8.1 on 40 series each."""

import numpy as np
import pytest

from cypworkbench.analysis.controlcharts import p_chart, runs, u_chart
from tests.reference.figures import Rows, number, numbers, rows, same

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


def test_the_runs_of_individual_values_agree() -> None:
    for table in _series("i"):
        _runs_agree(numbers(table, "y"), table)
