"""Funnels and indices of inequality: what must hold whatever the areas."""

import numpy as np
import pytest

from cypworkbench.analysis.funnel import overdispersion, proportion_limits, rate_limits
from cypworkbench.analysis.inequality import slope_index
from cypworkbench.analysis.summaries import mean, quantile_groups
from cypworkbench.domain.refusal import Refusal

GROUPS = ([50.0, 45, 40, 35, 30], [48.0, 43, 38, 33, 28], [52.0, 47, 42, 37, 32], [100] * 5)


def test_a_funnel_narrows_as_areas_grow() -> None:
    for limits in (
        proportion_limits([30, 40], [100, 100], [10, 100, 1000]),
        rate_limits([30, 40], [100, 100], [10, 100, 1000], per=1000),
    ):
        for lower, upper in (
            (limits.lower_2s, limits.upper_2s),
            (limits.lower_3s, limits.upper_3s),
        ):
            assert (np.diff(upper - lower) < 0).all()
            assert (lower < limits.baseline).all()
            assert (upper > limits.baseline).all()


def test_an_area_with_bad_counts_is_left_out_of_the_average() -> None:
    assert proportion_limits([30, np.nan, 5], [100, 100, 0], [50]).baseline == 0.3
    assert np.isnan(rate_limits([1], [10], [0]).upper_2s).all()


def test_areas_that_differ_by_chance_have_a_dispersion_near_one_and_others_far_above() -> None:
    random = np.random.default_rng(5)
    size = np.full(400, 500)
    alike = overdispersion(random.binomial(size, 0.3), size)
    apart = overdispersion(random.binomial(size, random.uniform(0.1, 0.5, 400)), size)
    assert 0.6 < alike < 1.2
    assert apart > 5


def test_the_slope_is_the_gap_between_the_ends_and_its_limits_repeat_with_the_seed() -> None:
    got = slope_index(*GROUPS, seed=3)
    assert got.sii == pytest.approx(-25)
    assert got.rii == pytest.approx(27.5 / 52.5)
    assert got.sii_lower < got.sii < got.sii_upper
    assert got == slope_index(*GROUPS, seed=3)
    assert got.sii_lower != slope_index(*GROUPS, seed=4).sii_lower


def test_an_index_of_fewer_than_five_groups_is_refused_and_of_missing_figures_is_missing() -> None:
    with pytest.raises(Refusal, match="five groups"):
        slope_index(*(part[:4] for part in GROUPS))
    gone = slope_index([np.nan, *GROUPS[0][1:]], *GROUPS[1:])
    assert np.isnan([gone.sii, gone.rii, gone.sii_lower]).all()
    none = slope_index([0.0, 0.1, 0.2, 0.3, 0.4], *GROUPS[1:], kind="proportion")
    assert np.isnan(none.sii)


def test_equal_values_share_a_group_and_too_few_have_none() -> None:
    assert quantile_groups([1, 1, 2, 3], 2, invert=False).tolist() == [1, 1, 2, 2]
    assert quantile_groups([1, 1, 2, 3], 2).tolist() == [2, 2, 1, 1]
    assert np.isnan(quantile_groups([1, 2], 5)).all()


def test_the_mean_of_one_value_has_no_limits() -> None:
    got = mean([[4.0, np.nan], [1.0, 3.0]])
    assert got.value.tolist() == [4, 2]
    assert np.isnan(got.upper[0])
    assert got.upper[1] > 2
