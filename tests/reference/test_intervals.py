"""Intervals agree with PHEindicatormethods 2.1.0, row by row."""

from dataclasses import replace

import numpy as np
import pytest

from cypworkbench.analysis.assess import assess_series
from cypworkbench.analysis.intervals import Interval, proportion, rate, standardised_rate
from cypworkbench.analysis.series import county_from_districts
from cypworkbench.domain.area import Area, AreaKind
from cypworkbench.domain.framework import Kind, Measure
from cypworkbench.domain.judgement import Point, Series
from tests.analysis.plan import COUNTY, FRAMEWORK, NEET, year
from tests.reference.figures import Row, Rows, grouped, number, numbers, rows, same, told


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


def test_all_30_counties_are_summed_from_their_twelve_districts_as_the_program_does_it() -> None:
    inputs, expected = grouped("aggregate_inputs", "group"), rows("aggregate")
    gaps = 0
    for row in expected:
        share = row["kind"] == "proportion"
        per = 100 if share else int(row["statistic"].split()[-1])
        kind = Kind.PERCENTAGE if share else Kind.RATE
        measure = replace(NEET, kind=kind, per=per)
        districts = [_district(measure, part) for part in inputs[row["group"]]]
        assert len(districts) == 12
        places = tuple(Area(s.area, s.area, AreaKind.DISTRICT, COUNTY) for s in districts)
        framework = replace(FRAMEWORK, areas=(*places, FRAMEWORK.areas[-1]))
        (got,) = assess_series([county_from_districts(districts, framework)])
        (point,) = got.series.points
        found = [np.nan if v is None else v for v in (point.value, point.lower, point.upper)]
        same(found, [number(row[c]) for c in ("value", "lower95_0cl", "upper95_0cl")])
        missing = [part["district"] for part in inputs[row["group"]] if not _whole(part)]
        assert list(point.missing) == missing
        gaps += bool(missing)
    told(
        "aggregate",
        len(expected),
        f"through the program's own county, {gaps} with a district missing",
    )
    assert gaps > 0


def _whole(part: Row) -> bool:
    return bool(part["numerator"] and part["denominator"])


def _district(measure: Measure, part: Row) -> Series:
    over, under = number(part["numerator"]), number(part["denominator"])
    point = Point(year(2024), None)
    if _whole(part):
        point = Point(year(2024), over / under * measure.per, over, under)
    return Series(measure, part["district"], (point,))


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
