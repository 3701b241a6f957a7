"""What must hold whatever the figures are."""

from dataclasses import replace

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from cypworkbench.analysis.assess import assess_series
from cypworkbench.analysis.intervals import rate
from cypworkbench.analysis.series import county_from_districts
from cypworkbench.analysis.spc import xmr
from cypworkbench.analysis.tabular import ADDED, assess
from cypworkbench.domain.area import Area, AreaKind
from cypworkbench.domain.framework import Framework
from cypworkbench.domain.judgement import Point, Series
from tests.analysis.plan import COUNTY, FRAMEWORK, NEET, NORTH, SOUTH, year

# whole tables take a tenth of a second each
some = settings(deadline=None, max_examples=30)
counts = st.integers(0, 400)
parts = st.tuples(counts, st.integers(400, 5000))
histories = st.lists(st.one_of(st.none(), parts), min_size=1, max_size=20)


def _series(area: str, history: list[tuple[int, int] | None]) -> Series:
    points = []
    for place, given_ in enumerate(history):
        over, under = given_ or (None, None)
        value = None if over is None or under is None else over / under * 100
        points.append(Point(year(2000 + place), value, over, under))
    return Series(NEET, area, tuple(points))


def _only_north() -> Framework:
    areas = (
        Area(NORTH, "North", AreaKind.DISTRICT, COUNTY),
        Area(COUNTY, "County", AreaKind.COUNTY),
    )
    return replace(FRAMEWORK, areas=areas)


@some
@given(histories)
def test_the_county_of_one_district_is_the_district(history: list[tuple[int, int] | None]) -> None:
    district = _series(NORTH, history)
    county = county_from_districts([district], _only_north())
    mine, whole = assess_series([district, replace(county, basis="returned")])
    assert [p.value for p in whole.series.points] == [p.value for p in mine.series.points]
    assert [p.upper for p in whole.series.points] == [p.upper for p in mine.series.points]
    told = ("status", "limits", "variation", "assurance", "recent_trend", "short_change")
    assert [getattr(whole, name) for name in told] == [getattr(mine, name) for name in told]


@some
@given(histories, histories)
def test_a_county_is_never_the_mean_of_rates_and_never_whole_without_a_district(
    north: list[tuple[int, int] | None], south: list[tuple[int, int] | None]
) -> None:
    districts = [_series(NORTH, north), _series(SOUTH, south)]
    for point in county_from_districts(districts, FRAMEWORK).points:
        given_ = [p for s in districts if (p := s.at(point.period)) and p.value is not None]
        if len(given_) < 2:
            assert point.value is None
            assert point.missing
        else:
            over, under = (
                sum(getattr(p, part) for p in given_) for part in ("numerator", "denominator")
            )
            assert point.value == over / under * 100


def _table(rows: list[list[tuple[int, int] | None]]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "measure": f"m{number}",
                "area": "E",
                "period_kind": "quarter",
                "period": f"{2000 + place // 4}-{(1, 4, 7, 10)[place % 4]:02d}-01/P3M",
                "numerator": given_[0] if given_ else None,
                "denominator": given_[1] if given_ else None,
                "value": given_[0] / given_[1] * 100 if given_ else None,
                "polarity": ("higher", "lower")[number % 2],
                "target": 10.0,
            }
            for number, row in enumerate(rows)
            for place, given_ in enumerate(row)
        ]
    )


@some
@given(st.lists(histories, min_size=1, max_size=3), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(
    rows: list[list[tuple[int, int] | None]], random: object
) -> None:
    table = _table(rows)
    order = list(range(len(table)))
    random.shuffle(order)  # type: ignore[attr-defined]  # hypothesis' own random number generator
    shuffled = assess(table.iloc[order]).sort_index()
    for name in ADDED:
        left, right = shuffled[name].astype(object), assess(table)[name].astype(object)
        pd.testing.assert_series_equal(left, right)


@given(
    st.lists(st.floats(1, 1000), min_size=2, max_size=40), st.sampled_from([0.01, 0.1, 7.0, 1000.0])
)
def test_scaling_a_rate_scales_its_limits(values: list[float], times: float) -> None:
    plain, scaled = xmr(values), xmr(np.array(values) * times)
    for name in ("mean", "lower", "upper", "near_lower", "near_upper"):
        np.testing.assert_allclose(
            getattr(scaled, name), getattr(plain, name) * times, rtol=1e-9, atol=1e-9 * times
        )


@given(st.lists(parts, min_size=1, max_size=9), st.sampled_from([1.0, 1000.0, 100_000.0]))
def test_a_rate_per_so_many_is_the_rate_times_so_many(
    pairs: list[tuple[int, int]], per: float
) -> None:
    over, under = np.array(pairs, dtype=float).T
    one, many = rate(over, under), rate(over, under, per=per)
    np.testing.assert_allclose(many.upper, one.upper * per, rtol=1e-12)
    np.testing.assert_allclose(many.lower, one.lower * per, rtol=1e-12, atol=1e-12)


@some
@given(histories)
def test_missing_never_becomes_nought(history: list[tuple[int, int] | None]) -> None:
    (found,) = assess_series([_series(NORTH, history)])
    for point, was in zip(found.series.points, history, strict=True):
        assert (point.value is None) == (point.upper is None) == (was is None)
    table = _table([history])
    got = assess(table)
    missing = [was is None for was in history]
    assert got["upper"].isna().tolist() == missing
    assert (got["status"].astype(str) == "not_assessed").tolist() == missing
    if found.limits:
        given_ = [was[0] / was[1] * 100 for was in history if was]
        assert found.limits.mean[-1] is not None
        assert min(given_) - 1e-9 <= found.limits.mean[-1] <= max(given_) + 1e-9


@given(
    st.lists(st.floats(0, 100), min_size=13, max_size=30), st.lists(st.floats(0, 100), max_size=6)
)
def test_new_points_change_neither_limits_nor_signals_of_the_past_of_a_fixed_baseline(
    values: list[float], new: list[float]
) -> None:
    before, after = xmr(values, baseline=12), xmr([*values, *new], baseline=12)
    past = slice(0, len(values))
    for name in ("mean", "lower", "upper"):
        np.testing.assert_array_equal(getattr(before, name), getattr(after, name)[past])
    # a point may join a run that goes on after it; nothing that was a signal ceases to be one
    was = before.cause != "Common Cause"
    assert (after.cause[past][was] != "Common Cause").all()
