"""Intervals: what they refuse, and what must hold whatever the counts."""

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cypworkbench.analysis.intervals import proportion, rate, standardised_rate
from cypworkbench.domain.refusal import Refusal


def test_more_cases_than_people_is_no_proportion_but_can_be_a_rate() -> None:
    assert np.isnan(proportion(12, 10).value)
    assert rate(12, 10, per=100).value == pytest.approx(120)


def test_no_case_has_a_lower_limit_of_zero_in_both() -> None:
    assert proportion(0, 50).lower == pytest.approx(0, abs=1e-15)
    assert rate(0, 50).lower == 0


@pytest.mark.parametrize("confidence", [0.5, 1.0, 95, float("nan")])
def test_a_confidence_outside_the_range_is_refused(confidence: float) -> None:
    with pytest.raises(Refusal, match=r"0\.95"):
        proportion(1, 2, confidence=confidence)


def test_nine_events_are_too_few_to_standardise_and_ten_are_enough() -> None:
    got = standardised_rate([[4, 5], [5, 5]], [1000, 1000], [1, 1])
    assert np.isnan(got.value[0])
    assert got.lower[1] < got.value[1] < got.upper[1]


def test_a_band_without_people_makes_a_standardised_rate_missing() -> None:
    assert np.isnan(standardised_rate([20, 5], [1000, 0], [1, 1]).value)


def test_one_count_against_many_denominators_takes_their_shape() -> None:
    assert proportion(5, [[10, 20, 30], [40, 50, 60]]).upper.shape == (2, 3)


@given(st.integers(0, 10_000), st.integers(1, 10_000), st.sampled_from([100.0, 1000.0, 10_000.0]))
def test_scaling_a_rate_scales_its_limits(count: int, of: int, per: float) -> None:
    one, many = rate(count, of), rate(count, of, per=per)
    for field in ("value", "lower", "upper"):
        assert getattr(many, field) == pytest.approx(per * getattr(one, field), rel=1e-12)


@given(st.integers(0, 5000), st.integers(1, 5000))
def test_limits_enclose_the_value_and_widen_with_confidence(count: int, of: int) -> None:
    for narrow, wide in (
        (proportion(min(count, of), of), proportion(min(count, of), of, confidence=0.998)),
        (rate(count, of), rate(count, of, confidence=0.998)),
    ):
        order = [wide.lower, narrow.lower, narrow.value, narrow.upper, wide.upper]
        assert (np.diff(order) >= -1e-12).all()


def test_intervals_of_proportions_need_no_scipy() -> None:
    program = (
        "import sys; from cypworkbench.analysis.intervals import proportion; proportion(1, 2); "
        "sys.exit(any(m.startswith('scipy') for m in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
