"""Every published series the partnership has, as published, is assessed; none stops or changes another."""

import gzip
import sys
from collections import Counter
from dataclasses import replace

import numpy as np
import pandas as pd

from cypworkbench.analysis.assess import assess_series
from cypworkbench.analysis.spc import FEWEST_FOR_LIMITS
from cypworkbench.analysis.suitability import MOST_AUTOCORRELATION, autocorrelation
from cypworkbench.analysis.tabular import ADDED, assess
from cypworkbench.domain.judgement import Point, Series
from cypworkbench.domain.period import PeriodKind, from_iso
from tests.analysis.plan import NEET
from tests.reference.figures import DATA


def _published() -> pd.DataFrame:
    with gzip.open(DATA / "published_all.csv.gz", "rt", encoding="utf-8") as file:
        return pd.read_csv(file, dtype=str, keep_default_na=False)


def test_all_690_published_series_are_assessed_each_as_if_it_were_alone() -> None:
    table = _published()
    got = assess(table)
    series = got.groupby(["measure", "area"], sort=False)
    latest = series.tail(1)
    charted = int(latest["upper_limit"].notna().sum())
    long, once = _long_enough(table)
    sys.stdout.write(f"\n{len(latest)} series, {len(table)} points; {long} have 13 or more\n")
    sys.stdout.write(f"{charted} with limits; {once} where only a lag-1 over 0.5 withholds them\n")
    sys.stdout.write(latest["caveats"].astype(str).value_counts().to_string() + "\n")
    assert len(latest) == 690
    # most genuine yearly series climb or fall for years on end, so no chart of them may be read
    assert once > charted > once / 2
    assert latest["status"].astype(str).isin(["none", "not_assessed"]).all()
    for key, alone in list(table.groupby(["measure", "area"], sort=False))[::40]:
        together = series.get_group(key)
        for name in ADDED:
            left, right = (part[name].astype(object) for part in (assess(alone), together))
            pd.testing.assert_series_equal(left, right)


def _long_enough(table: pd.DataFrame) -> tuple[int, int]:
    """How many series have 13 figures, and how many of those do not lean strongly by their autocorrelation alone."""
    rows = [
        pd.to_numeric(some["value"], errors="coerce").to_numpy(dtype=np.float64)
        for _, some in table.groupby(["measure", "area"], sort=False)
    ]
    long = [row[None, :] for row in rows if np.sum(~np.isnan(row)) >= FEWEST_FOR_LIMITS]
    return len(long), sum(float(autocorrelation(row)[0]) <= MOST_AUTOCORRELATION for row in long)


def test_what_is_missing_in_the_published_files_is_nowhere_a_number() -> None:
    table = _published()
    got = assess(table)
    unread = pd.to_numeric(table["value"], errors="coerce").isna()
    assert unread.any()
    assert (got.loc[unread, "status"] == "not_assessed").all()
    assert got.loc[unread, "upper"].isna().all()


def _series(table: pd.DataFrame) -> list[Series]:
    made = []
    for (measure, area), some in table.groupby(["measure", "area"], sort=False):
        values = pd.to_numeric(some["value"], errors="coerce")
        periods = [from_iso(p, PeriodKind.FINANCIAL_YEAR) for p in some["period"]]
        points = tuple(
            Point(period, None if pd.isna(value) else float(value))
            for period, value in zip(periods, values, strict=True)
        )
        made.append(Series(replace(NEET, id=str(measure), unit="figures"), str(area), points))
    return made


def test_the_window_assesses_320_county_and_336_district_series_and_none_stops_another() -> None:
    series = _series(_published())
    county = [one for one in series if one.area == "county"]
    got = assess_series(series)
    said = Counter(caveat for one in got for caveat in one.caveats)
    sys.stdout.write(f"\n{len(county)} county series, {len(series) - len(county)} of districts\n")
    sys.stdout.write("".join(f"{count:5}  {text}\n" for text, count in said.most_common()))
    assert len(county) >= 320
    assert len(series) - len(county) == 28 * 12
    assert all(a.series.points or a.reason for a in got)
    for number in range(0, len(series), 60):
        assert assess_series([series[number]]) == (got[number],)
