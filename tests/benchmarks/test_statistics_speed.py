"""How fast the statistics are, beside plain loops and the published Python package, in one run on two cores.

Run with `pytest tests/benchmarks -s` to read the figures.
"""

import sys
import time
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from cypworkbench.analysis.assess import assess
from cypworkbench.analysis.intervals import Interval, proportion, rate
from cypworkbench.analysis.spc import xmr_many
from tests.benchmarks.plain_loops import byar, wilson, xmr_causes

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
    ratios = ", ".join(f"{seconds / ours:,.0f} times {who}" for who, seconds in others.items())
    sys.stdout.write(f"\n{name}: {ours:.3f} s; as fast as {ratios or 'nothing to compare with'}\n")


def _counts(rows: int) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(1)
    of = random.integers(100, 5000, rows)
    return 10 + (of * random.uniform(0, 0.8, rows)).astype(int), of


def test_ten_thousand_charts_of_24_points_are_many_times_as_fast_as_a_plain_loop() -> None:
    values = np.random.default_rng(2).normal(50, 5, (10_000, 24)).round(1)
    ours = _seconds(lambda: xmr_many(values))
    rows = values[:SAMPLE].tolist()
    loop = _seconds(lambda: [xmr_causes(row) for row in rows], 2) * len(values) / SAMPLE
    _report("10,000 XmR charts of 24 points", ours, {"the loop": loop})
    assert loop / ours > 5
    charts = xmr_many(values)
    for n, row in enumerate(rows):
        lower, upper, causes = xmr_causes(row)
        np.testing.assert_allclose([charts.lower[n, 0], charts.upper[n, 0]], [lower, upper])
        assert charts.cause[n].tolist() == causes


def _intervals(
    name: str, ours: Callable[..., Interval], plain: Callable[[int, int], tuple[float, float]]
) -> float:
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
    return loop / seconds


@pytest.mark.filterwarnings("ignore")  # the package's own warnings are not ours to mend
def test_240_000_intervals_of_proportions_beat_a_plain_loop() -> None:
    assert _intervals("proportion", proportion, wilson) > 2


@pytest.mark.filterwarnings("ignore")  # as above
def test_240_000_intervals_of_rates_beat_a_plain_loop() -> None:
    assert _intervals("rate", rate, byar) > 1.5


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


@pytest.mark.slow
def test_all_england_costs_no_more_a_point_than_a_partnership() -> None:
    small, large = _table(76 * 14, 40), _table(80_000, 25)
    partnership, england = _seconds(lambda: assess(small)), _seconds(lambda: assess(large), 2)
    _report(f"{len(small):,} points assessed", partnership, {})
    _report(f"{len(large):,} points assessed", england, {})
    assert england / len(large) < 2 * partnership / len(small)
