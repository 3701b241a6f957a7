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
    """Heights pushed apart to at least `gap`, in their order, within low and high as far as they fit."""
    order = sorted(range(len(heights)), key=lambda i: heights[i])
    placed = [heights[i] for i in order]
    for _ in range(50):
        moved = False
        for i in range(len(placed) - 1):
            short = gap - (placed[i + 1] - placed[i])
            if short > 1e-6:  # noqa: PLR2004  rounding
                placed[i] -= short / 2
                placed[i + 1] += short / 2
                moved = True
        placed = [min(max(h, low), high) for h in placed]
        if not moved:
            break
    found = dict(zip(order, placed, strict=True))
    return tuple(found[i] for i in range(len(heights)))
