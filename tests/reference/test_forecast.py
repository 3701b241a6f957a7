"""Forecasts tested on the past of 137 genuine yearly series."""

import sys
from collections import Counter

import numpy as np

from cypworkbench.analysis.forecast import forecast
from tests.reference.figures import grouped, numbers


def test_80_in_100_limits_hold_the_truth_and_what_is_printed_beats_same_as_last_time() -> None:
    seen: Counter[str] = Counter()
    method, plain = [], []
    for table in grouped("published_series", "series").values():
        y = numbers(table, "value")
        for origin in range(12, len(y)):
            made = forecast(y[:origin])
            assert made
            inside = bool(made.lower[0] <= y[origin] <= made.upper[0])
            seen.update(tests=1, inside=inside)
            if made.worth_printing:
                seen.update(printed=1, printed_inside=inside)
                scale = float(np.std(y)) or 1.0
                method.append(abs(made.value[0] - y[origin]) / scale)
                plain.append(abs(y[origin - 1] - y[origin]) / scale)
    held, held_printed = seen["inside"] / seen["tests"], seen["printed_inside"] / seen["printed"]
    sys.stdout.write(
        f"\n{seen['tests']} forecasts of the next year: {held:.0%} within the 80 % limits"
        f"\n{seen['printed']} of them worth printing: {held_printed:.0%} within; "
        f"mean error {np.mean(method):.3f} of a standard deviation, same as last time {np.mean(plain):.3f}\n"
    )
    assert 0.7 < held < 0.9
    assert 0.7 < held_printed < 0.9
    assert np.mean(method) < 0.9 * np.mean(plain)
