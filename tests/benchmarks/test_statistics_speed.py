"""How fast the statistics are, beside plain loops and the published Python package, in one run on two cores.

Run with `pytest tests/benchmarks -s` to read the figures.
"""

import subprocess
import sys
import time
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from cypworkbench.analysis.assess import assess
from cypworkbench.analysis.intervals import Interval, proportion, rate
from cypworkbench.analysis.spc import xmr_many
from tests.benchmarks.plain_loops import assessed, byar, wilson, xmr_causes

SAMPLE = 500


def _seconds(work: Callable[[], object], times: int = 5) -> float:
    """The shortest of several runs, so that other work on the machine counts least."""
    best = float("inf")
    for _ in range(times):
        start = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - start)
    return best


def _report(name: str, ours: float, others: dict[str, float]) -> None:
    ratios = ", ".join(
        f"{float(f'{seconds / ours:.2g}'):,g} times {who}" for who, seconds in others.items()
    )
    sys.stdout.write(f"\n{name}: {ours:.3f} s; as fast as {ratios or 'nothing to compare with'}\n")


def _counts(rows: int) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(1)
    of = random.integers(100, 5000, rows)
    return 10 + (of * random.uniform(0, 0.8, rows)).astype(int), of


@pytest.mark.alone
def test_ten_thousand_charts_of_24_points_are_many_times_as_fast_as_a_plain_loop() -> None:
    values = np.random.default_rng(2).normal(50, 5, (10_000, 24)).round(1)
    ours = _seconds(lambda: xmr_many(values))
    rows = values[:SAMPLE].tolist()
    loop = _seconds(lambda: [xmr_causes(row) for row in rows], 2) * len(values) / SAMPLE
    _report("10,000 XmR charts of 24 points", ours, {"the loop": loop})
    assert loop / ours > 5
    assert ours < 0.2
    charts = xmr_many(values)
    for n, row in enumerate(rows):
        lower, upper, causes = xmr_causes(row)
        np.testing.assert_allclose([charts.lower[n, 0], charts.upper[n, 0]], [lower, upper])
        assert charts.cause[n].tolist() == causes


def _intervals(
    name: str, ours: Callable[..., Interval], plain: Callable[[int, int], tuple[float, float]]
) -> tuple[float, float]:
    """Seconds taken, and how many times as long the plain loop takes."""
    import PHStatsMethods as published  # noqa: N813  the module's own name shouts

    count, of = _counts(240_000)
    seconds = _seconds(lambda: ours(count, of))
    pairs = list(zip(count[:SAMPLE].tolist(), of[:SAMPLE].tolist(), strict=True))
    scale = len(count) / SAMPLE
    loop = _seconds(lambda: [plain(*pair) for pair in pairs]) * scale
    frame = pd.DataFrame({"x": count[:SAMPLE], "n": of[:SAMPLE]})
    theirs = getattr(published, f"ph_{name}")
    package = _seconds(lambda: theirs(frame, "x", "n"), 2) * scale
    _report(f"240,000 {name} intervals", seconds, {"the loop": loop, "PHStatsMethods": package})
    got = ours(count[:SAMPLE], of[:SAMPLE])
    np.testing.assert_allclose(np.transpose([got.lower, got.upper]), [plain(*p) for p in pairs])
    return seconds, loop / seconds


@pytest.mark.alone
@pytest.mark.filterwarnings("ignore")  # the package's own warnings are not ours to mend
def test_240_000_intervals_of_proportions_beat_a_plain_loop() -> None:
    seconds, times = _intervals("proportion", proportion, wilson)
    assert times > 2
    assert seconds < 0.05


@pytest.mark.alone
@pytest.mark.filterwarnings("ignore")  # as above
def test_240_000_intervals_of_rates_beat_a_plain_loop() -> None:
    seconds, times = _intervals("rate", rate, byar)
    assert times > 1.5
    assert seconds < 0.15


def _table(series: int, points: int) -> pd.DataFrame:
    """A tidy table of quarterly percentages; 14 areas a measure."""
    random = np.random.default_rng(3)
    quarters = [f"{2005 + q // 4}-{(1, 4, 7, 10)[q % 4]:02d}-01/P3M" for q in range(points)]
    owner = np.repeat(np.arange(series), points)
    measures = np.array([f"m{n}" for n in range(series // 14 + 1)], dtype=object)
    areas = np.array([f"E{n:08d}" for n in range(14)], dtype=object)
    of = random.integers(50, 2000, len(owner))
    count = (of * random.uniform(0.2, 0.4, len(owner))).astype(int)
    return pd.DataFrame(
        {
            "measure": measures[owner // 14],
            "area": areas[owner % 14],
            "period_kind": "quarter",
            "period": np.array(quarters * series, dtype=object),
            "numerator": count,
            "denominator": of,
            "value": count / of * 100,
            "polarity": "higher",
            "target": 30.0,
            "tolerance": 0.05,
        }
    )


def _loop_seconds(table: pd.DataFrame, points: int) -> float:
    """What plain loops over the same table would take, by its first series; and they agree with it."""
    few = table.iloc[: SAMPLE * points]
    counts, of = (
        few[name].to_numpy().reshape(-1, points).tolist() for name in ("numerator", "denominator")
    )
    found: list[tuple[float, float, str, str]] = []

    def loop() -> None:
        found.clear()
        for some, people in zip(counts, of, strict=True):
            found.extend(assessed(some, people, 30.0, 0.05))

    seconds = _seconds(loop, 2) * len(table) / len(few)
    got = assess(few)
    np.testing.assert_allclose(got[["lower", "upper"]], [row[:2] for row in found])
    assert got["status"].tolist() == [row[3] for row in found]
    charted = (got["cause"] != "").to_numpy()
    causes = np.array([row[2] for row in found])
    assert (got["cause"].astype(str).to_numpy()[charted] == causes[charted]).all()
    return seconds


def _package_seconds(table: pd.DataFrame) -> float:
    """What the published package takes for the intervals alone of the same table."""
    import PHStatsMethods as published  # noqa: N813  the module's own name shouts

    few = table.iloc[:SAMPLE]
    work = lambda: published.ph_proportion(few, "numerator", "denominator")  # noqa: E731  one line, used once
    return _seconds(work, 2) * len(table) / len(few)


@pytest.mark.alone
@pytest.mark.filterwarnings("ignore")  # as above
def test_a_partnership_is_assessed_in_a_fifth_of_a_second() -> None:
    table = _table(76 * 14, 40)
    ours = _seconds(lambda: assess(table))
    others = {
        "the loop": _loop_seconds(table, 40),
        "PHStatsMethods for its intervals alone": _package_seconds(table),
    }
    _report(f"{len(table):,} points assessed", ours, others)
    assert ours < 0.2


_ENGLAND = """
import resource, sys, time
from cypworkbench.analysis.assess import assess
from tests.benchmarks.test_statistics_speed import _table
table = _table(80_000, 25)
start = time.perf_counter()
assess(table)
print(time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20)
"""


@pytest.mark.slow
@pytest.mark.skipif(
    sys.platform == "win32", reason="Windows does not tell a process's peak memory so"
)
@pytest.mark.filterwarnings("ignore")  # as above
def test_all_england_is_assessed_in_ten_seconds_and_two_gibibytes() -> None:
    command = [sys.executable, "-c", _ENGLAND]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    seconds, gibibytes = (float(word) for word in told.split())
    table = _table(2_000, 25)
    scale = 40.0
    others = {
        "the loop": _loop_seconds(table, 25) * scale,
        "PHStatsMethods for its intervals alone": _package_seconds(table) * scale,
    }
    _report(f"2,000,000 points assessed in {gibibytes:.2f} GiB", seconds, others)
    assert seconds < 10
    assert gibibytes < 2
