"""Forecasts tested on the past of 137 genuine yearly series, one, two and three years ahead."""

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
import pytest

from cypworkbench.analysis.forecast import forecast
from tests.reference.figures import grouped, numbers

FEWEST = 12


@dataclass(frozen=True, slots=True)
class Tried:
    """One forecast of what came: whether it would be printed, whether its limits held it, and both errors.

    Errors are in standard deviations of the series, so that series of all units can be put together.
    """

    source: str
    ahead: int
    printed: bool
    held: bool
    error: float
    plain: float


def _tried(name: str, y: npt.NDArray[np.float64], ahead: int) -> Iterator[Tried]:
    scale = float(np.std(y)) or 1.0
    for origin in range(FEWEST, len(y) - ahead + 1):
        made = forecast(y[:origin], ahead)
        assert made
        truth = y[origin + ahead - 1]
        held = bool(made.lower[-1] <= truth <= made.upper[-1])
        off = abs(made.value[-1] - truth) / scale
        source = name.split("|", maxsplit=1)[0]
        yield Tried(
            source, ahead, made.worth_printing, held, off, abs(y[origin - 1] - truth) / scale
        )


@cache
def _all(ahead: int) -> tuple[Tried, ...]:
    tables = grouped("published_series", "series")
    assert len(tables) == 137
    return tuple(
        one for name, t in tables.items() for one in _tried(name, numbers(t, "value"), ahead)
    )


@pytest.mark.parametrize("ahead", [1, 2, 3])
def test_80_in_100_limits_hold_the_truth_and_what_is_printed_beats_same_as_last_time(
    ahead: int,
) -> None:
    tried = _all(ahead)
    printed = [one for one in tried if one.printed]
    held, held_printed = (float(np.mean([o.held for o in some])) for some in (tried, printed))
    error, plain = (float(np.mean([getattr(o, e) for o in printed])) for e in ("error", "plain"))
    sys.stdout.write(
        f"\n{ahead} ahead: {len(tried):5} forecasts, {held:.0%} within their limits; {len(printed):3} worth printing, "
        f"{held_printed:.0%} within; mean error {error:.3f}, same as last time {plain:.3f}\n"
    )
    assert 0.7 <= held <= 0.9
    assert 0.7 <= held_printed <= 0.9
    assert error < 0.9 * plain


def test_most_series_are_no_better_foretold_than_as_last_time_and_then_nothing_is_printed() -> None:
    said, kept = Counter(o.source for o in _all(1)), Counter(o.source for o in _all(1) if o.printed)
    for source in said:
        sys.stdout.write(f"\n{source[:60]:60} {kept[source]:4} of {said[source]:4} printed")
    sys.stdout.write("\n")
    assert 0 < sum(kept.values()) < 0.2 * sum(said.values())
