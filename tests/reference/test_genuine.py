"""Every published series the partnership has, as published, is assessed; none stops or changes another."""

import gzip
import sys

import pandas as pd

from cypworkbench.analysis.tabular import ADDED, assess
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
    sys.stdout.write(f"\n{len(latest)} series, {len(table)} points; {charted} with limits\n")
    sys.stdout.write(latest["caveats"].astype(str).value_counts().to_string() + "\n")
    assert len(latest) == 690
    assert latest["status"].astype(str).isin(["none", "not_assessed"]).all()
    for key, alone in list(table.groupby(["measure", "area"], sort=False))[::40]:
        together = series.get_group(key)
        for name in ADDED:
            left, right = (part[name].astype(object) for part in (assess(alone), together))
            pd.testing.assert_series_equal(left, right)


def test_what_is_missing_in_the_published_files_is_nowhere_a_number() -> None:
    table = _published()
    got = assess(table)
    unread = pd.to_numeric(table["value"], errors="coerce").isna()
    assert unread.any()
    assert (got.loc[unread, "status"] == "not_assessed").all()
    assert got.loc[unread, "upper"].isna().all()
