"""Where a chart's axis begins and ends, its ticks, and where names stand at line ends."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from cypworkbench.domain.framework import Kind, Measure

_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
_FROM_ZERO = 0.4  # a percentage line starts at zero if its figures fill this share of the height
_INTERVALS = 5


@dataclass(frozen=True, slots=True)
class Axis:
    """A value axis: its ends, its ticks, and whether it starts at zero."""

    low: float
    high: float
    ticks: tuple[float, ...]
    decimals: int

    @property
    def from_zero(self) -> bool:
        """Whether zero is on the axis."""
        return self.low <= 0 <= self.high


def _step(span: float) -> float:
    rough = span / _INTERVALS
    power = 10.0 ** math.floor(math.log10(rough))
    return next(s * power for s in _STEPS if s * power >= rough * (1 - 1e-9))


def value_axis(measure: Measure, values: Sequence[float]) -> Axis:
    """The axis for all values a chart shows: data, target and limits. Counts and rates start at zero."""
    high, low = max(values, default=1.0), min(values, default=0.0)
    must_be_zero = measure.kind in (Kind.RATE, Kind.COUNT) or low < 0
    fills = (high - low) / high if high > 0 else 1.0
    bottom = min(low, 0.0) if must_be_zero or fills > _FROM_ZERO else low - 0.25 * (high - low)
    if high - bottom <= 0:
        high, bottom = bottom + 1.0, min(bottom, 0.0)
    step = _step(high - bottom)
    first, last = math.floor(bottom / step + 1e-9), math.ceil(high / step - 1e-9)
    if measure.kind is Kind.PERCENTAGE and bottom >= 0:
        first = max(first, 0)
    ticks = tuple(round(n * step, 10) for n in range(first, max(last, first + 1) + 1))
    decimals = max(0, -math.floor(math.log10(step) + 1e-9)) if step < 1 else int(step == 2.5)  # noqa: PLR2004  the one step with a half
    return Axis(ticks[0], ticks[-1], ticks, decimals)


def apart(heights: Sequence[float], gap: float, low: float, high: float) -> tuple[float, ...]:
    """Heights pushed apart to at least `gap`, in their order and as near as can be to where they were.

    They stay within low and high where they fit between them; where they do not, they start at low.
    """
    order = sorted(range(len(heights)), key=lambda i: heights[i])
    # With i gaps taken off, "at least a gap apart" means "never falling": runs that fall are pooled at their mean.
    pools: list[tuple[float, int]] = []
    for place, i in enumerate(order):
        mean, size = heights[i] - place * gap, 1
        while pools and pools[-1][0] >= mean:
            before, many = pools.pop()
            mean, size = (before * many + mean * size) / (many + size), size + many
        pools.append((mean, size))
    level = [mean for mean, size in pools for _ in range(size)]
    highest = max(low, high - (len(level) - 1) * gap)
    level = [min(max(mean, low), highest) for mean in level]
    found = {i: level[place] + place * gap for place, i in enumerate(order)}
    return tuple(found[i] for i in range(len(heights)))
