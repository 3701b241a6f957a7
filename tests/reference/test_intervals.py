"""Intervals agree with PHEindicatormethods 2.1.0, row by row."""

import numpy as np
import pytest

from cypworkbench.analysis.intervals import Interval, proportion, rate, standardised_rate
from tests.reference.figures import Rows, grouped, number, numbers, rows, same, told


def _confidence(text: str) -> float:
    """The reference takes 95 for 0.95."""
    given = float(text)
    return given / 100 if given > 1 else given


def _agree(got: Interval, table: Rows, times: float = 1.0, suffix: str = "") -> None:
    for field, column in (("value", "value"), ("lower", "lower"), ("upper", "upper")):
        name = f"{column}{suffix}" if column != "value" else column
        same(getattr(got, field) * times, numbers(table, name))


def _by_settings(name: str) -> dict[tuple[float, float], Rows]:
    settings: dict[tuple[float, float], Rows] = {}
    for row in rows(name):
        key = (float(row["multiplier"]), _confidence(row["confidence"]))
        settings.setdefault(key, []).append(row)
    return settings


def test_all_370_proportions_agree() -> None:
    seen = 0
    for (times, confidence), table in _by_settings("proportions").items():
        counts = numbers(table, "numerator"), numbers(table, "denominator")
        _agree(proportion(*counts, confidence=confidence), table, times)
        seen += len(table)
    told("proportions", seen)
    assert seen == 370


def test_all_366_rates_agree() -> None:
    seen = 0
    for (per, confidence), table in _by_settings("rates").items():
        counts = numbers(table, "numerator"), numbers(table, "denominator")
        _agree(rate(*counts, per=per, confidence=confidence), table)
        seen += len(table)
    told("rates", seen)
    assert seen == 366


@pytest.mark.parametrize(("confidence", "suffix"), [(0.95, "95_0cl"), (0.998, "99_8cl")])
def test_all_40_standardised_rates_agree(confidence: float, suffix: str) -> None:
    inputs, expected = grouped("dsr_inputs", "area"), rows("dsr")
    told("dsr", len(expected), f"at {confidence:.1%}")
    assert len(expected) == 40
    for row in expected:
        bands = inputs[row["area"]]
        columns = (numbers(bands, name) for name in ("count", "population", "stdpop"))
        got = standardised_rate(*columns, confidence=confidence)
        for field, name in (("value", "value"), ("lower", "lower" + suffix)):
            same(getattr(got, field), number(row[name]))
        same(got.upper, number(row["upper" + suffix]))


@pytest.mark.parametrize(("confidence", "suffix"), [(0.95, "95_0cl"), (0.998, "99_8cl")])
def test_all_30_counties_agree(confidence: float, suffix: str) -> None:
    inputs, expected = grouped("aggregate_inputs", "group"), rows("aggregate")
    told("aggregate", len(expected), f"at {confidence:.1%}")
    assert len(expected) == 30
    for row in expected:
        districts = inputs[row["group"]]
        count, of = numbers(districts, "numerator").sum(), numbers(districts, "denominator").sum()
        if row["kind"] == "proportion":
            _agree(proportion(count, of, confidence=confidence), [row], 100, suffix)
        else:
            per = float(row["statistic"].split()[-1])
            _agree(rate(count, of, per=per, confidence=confidence), [row], 1, suffix)


@pytest.mark.parametrize(("numerator", "denominator"), [(0, 0), (5, 0), (-1, 10), (np.nan, 10)])
def test_a_bad_argument_gives_nan_and_spares_its_neighbour(
    numerator: float, denominator: float
) -> None:
    for got in (
        proportion([numerator, 3], [denominator, 10]),
        rate([numerator, 3], [denominator, 10]),
    ):
        assert np.isnan([got.value[0], got.lower[0], got.upper[0]]).all()
        assert 0 < got.lower[1] < got.value[1] < got.upper[1]


def test_what_stops_the_reference_gives_nan_here() -> None:
    table = rows("invalid_inputs")
    counts = numbers(table, "numerator"), numbers(table, "denominator")
    for column, method in (("phe_proportion", proportion), ("phe_rate", rate)):
        refused = [row[column] != "no error" for row in table]
        assert np.isnan(method(*counts).lower).tolist() == refused
    told("invalid_inputs", len(table))
    assert len(table) == 4
