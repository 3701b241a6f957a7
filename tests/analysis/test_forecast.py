"""Forecasts: made only where the past allows, and printed only where they beat doing nothing."""

import numpy as np
import pytest

from cypworkbench.analysis.forecast import forecast


def test_a_steady_climb_is_carried_on_and_worth_printing() -> None:
    made = forecast(np.arange(20.0), 3)
    assert made
    assert made.worth_printing
    assert (np.diff(made.value) > 0).all()
    assert made.error < made.plain_error


def test_a_walk_without_direction_is_not_worth_printing() -> None:
    steps = np.random.default_rng(4).choice([-1.0, 1.0], 30)
    made = forecast(np.cumsum(steps * np.tile([1, -1], 15)))
    assert made
    assert not made.worth_printing


def test_further_on_is_never_surer() -> None:
    made = forecast(np.random.default_rng(5).normal(50, 5, 24), 4)
    assert made
    assert (np.diff(made.upper - made.lower) > -1e-9).all()


def test_a_season_is_carried_on_and_beats_neither_more_nor_less_than_the_same_time_last_year() -> (
    None
):
    season = np.tile([10.0, 20, 30, 20], 8)
    made = forecast(season + np.arange(32) * 0.5, 4, season=4)
    assert made
    assert made.value.argmax() == 2
    assert made.value[2] > season[2] + 10
    assert made.worth_printing
    same = forecast(season, 4, season=4)
    assert same
    assert not same.worth_printing
    assert same.value == pytest.approx([10, 20, 30, 20])


@pytest.mark.parametrize("values", [[1.0] * 11, [1.0] * 10 + [np.nan] + [1.0] * 10, []])
def test_a_short_or_broken_series_has_no_forecast(values: list[float]) -> None:
    assert forecast(values) is None
