"""Recent trends agree with the public health profiles' own code and published verdicts."""

from dataclasses import replace

import numpy as np
import pytest

from cypworkbench.analysis.assess import assess_series
from cypworkbench.analysis.trend import RecentTrend, recent
from cypworkbench.domain.framework import Kind, Polarity
from cypworkbench.domain.judgement import Point, Series
from tests.analysis.plan import COUNTRY, NEET, year
from tests.reference.figures import Rows, grouped, number, numbers, rows, same, told

EXPECTED = {row["series"]: row for row in rows("trend")}
INPUTS = grouped("trend_inputs", "series")
PUBLISHED = grouped("trend_fingertips_published", "indicator")
# Fingertips calculates no trend for this kind of value, whatever the figures; that is for whoever calls
UNSUPPORTED = "EmergencyReadmissions"


def _recent(table: Rows, *, counts: bool) -> RecentTrend:
    value, lower, upper = (numbers(table, name) for name in ("value", "lower95", "upper95"))
    if not counts:
        return recent(value, lower, upper)
    count = "numerator" if "numerator" in table[0] else "count"
    over, under = numbers(table, count), numbers(table, "denominator")
    return recent(value, lower, upper, numerator=over, denominator=under)


@pytest.mark.parametrize("series", [s for s in EXPECTED if "PEER" not in EXPECTED[s]["reason"]])
def test_trends_agree(series: str) -> None:
    expected = EXPECTED[series]
    got = _recent(INPUTS[series], counts=expected["value_type"] == "proportion")
    assert got.trend == expected["recent_trend"]
    if expected["chi_squared"]:
        same(got.chi_squared, number(expected["chi_squared"]))
        same(got.slope, number(expected["beta"]))


@pytest.mark.parametrize("series", [s for s in EXPECTED if "PEER" in EXPECTED[s]["reason"]])
def test_series_that_stop_the_reference_have_a_verdict(series: str) -> None:
    got = _recent(INPUTS[series], counts=True)
    few = len(INPUTS[series]) < 5
    assert got.trend == ("Cannot be calculated" if few else "No significant change")


def test_of_the_90_series_77_are_compared() -> None:
    told("trend", len(EXPECTED), "13 of which stop the reference")
    told(
        "trend_fingertips_published",
        sum(map(len, PUBLISHED.values())),
        "one indicator has no trend there",
    )
    assert len(EXPECTED) == 90
    assert len([s for s in EXPECTED if "PEER" not in EXPECTED[s]["reason"]]) == 77


@pytest.mark.parametrize("indicator", [name for name in PUBLISHED if name != UNSUPPORTED])
def test_published_trends_agree(indicator: str) -> None:
    table = PUBLISHED[indicator][::-1]
    got = str(_recent(table, counts=table[0]["value_type"] == "Proportion").trend)
    words = {"No significant change": "NoChange"}
    assert table[0]["expected_trend"].startswith(words.get(got, got))


KINDS = {"Proportion": Kind.PERCENTAGE, "Crude rate": Kind.RATE}
POLARITIES = {"Low is good": Polarity.LOWER, "High is good": Polarity.HIGHER}


@pytest.mark.parametrize("indicator", [name for name in PUBLISHED if name != UNSUPPORTED])
def test_published_trends_are_said_by_the_program_in_the_publishers_words(indicator: str) -> None:
    table = sorted(PUBLISHED[indicator], key=lambda row: row["year"])
    measure = replace(
        NEET,
        kind=KINDS.get(table[0]["value_type"], Kind.SCORE),
        polarity=POLARITIES.get(table[0]["polarity"], Polarity.NEUTRAL),
    )
    columns = ("value", "count", "denominator", "lower95", "upper95")
    points = []
    for row in table:
        value, count, of, lower, upper = (number(row[column]) for column in columns)
        whole = None if np.isnan(count) or np.isnan(of) else (count, of)
        over, under = whole or (None, None)
        points.append(Point(year(int(row["year"])), value, over, under, lower, upper))
    (got,) = assess_series([Series(measure, COUNTRY, tuple(points))])
    words = {"No significant change": "NoChange"}
    said = "".join(word.capitalize() for word in got.recent_trend.split())
    assert words.get(got.recent_trend, said) == table[0]["expected_trend"]


def test_a_series_without_width_in_its_intervals_cannot_be_calculated() -> None:
    assert recent([1, 2, 3, 4, 5], [1, 2, 3, 4, 5], [1, 2, 3, 4, 5]).trend == "Cannot be calculated"


def test_a_gap_in_the_last_five_years_cannot_be_calculated() -> None:
    y = np.array([1, 2, np.nan, 4, 5, 6.0])
    assert recent(y, y - 0.01, y + 0.01).trend == "Cannot be calculated"


def test_all_of_everyone_every_year_is_no_change() -> None:
    y = np.ones((2, 5))
    got = recent(y, y, y, numerator=y * 40, denominator=y * 40)
    assert got.trend.tolist() == ["No significant change"] * 2
