"""Whom a funnel names, and where each name stands so that it touches no other name, no spot and no edge."""

from collections.abc import Sequence
from statistics import median

from cypworkbench.domain.charted import Role, Spot, Stroke
from cypworkbench.packs.chart_ground import LETTER_PT, NOTE_PT

At = tuple[float, float]
_Box = tuple[float, float, float, float]
_WIDER = 1.15  # a semibold letter, beside one of the common weight
_OFF, _SPOT = 6.0, 3.0  # points: from a spot to its name; half a spot


def outlying(spots: Sequence[Spot], strokes: Sequence[Stroke]) -> tuple[Spot, ...]:
    """The highest and the lowest, then those marked or beyond a 95% limit as it is drawn; the farthest out first."""
    middle = next((s.ys[0] for s in strokes if s.role is Role.CENTRE), None) or 0.0
    there = sorted((s for s in spots if s.value is not None), key=_value)
    if not there:
        return ()
    inner = [s for s in strokes if s.role is Role.INNER]
    beyond = [s for s in there if s.mark or any(_is_beyond(s, line, middle) for line in inner)]
    beyond.sort(key=lambda s: (-abs(_value(s) - middle), s.label))
    return tuple(dict.fromkeys((there[-1], there[0], *beyond)))


def places(
    named: Sequence[tuple[str, At]], spots: Sequence[At], size: At, scale: float
) -> tuple[At | None, ...]:
    """The left foot of each name beside its spot, all in points from the axes' left foot; None where no room is.

    Away from the middle of all spots is tried first, then towards it, then to the right and left.
    """
    taken: list[_Box] = [(x - _SPOT, y - _SPOT, x + _SPOT, y + _SPOT) for x, y in spots]
    found: list[At | None] = []
    middle = median(y for _, y in spots) if spots else 0.0
    for text, (x, y) in named:
        wide, high = len(text) * LETTER_PT * _WIDER * scale, NOTE_PT * scale
        # in the middle, or to one side of it where an edge is near
        across = (x - wide / 2, x - wide + _SPOT, x - _SPOT)
        feet = (y + _OFF, y - _OFF - high) if y >= middle else (y - _OFF - high, y + _OFF)
        tried = [(left, foot) for foot in feet for left in across]
        tried += [(x + _OFF, y - high / 2), (x - _OFF - wide, y - high / 2)]
        boxes = [(left, foot, left + wide, foot + high) for left, foot in tried]
        free = next((box for box in boxes if _is_free(box, taken, size)), None)
        found.append(free[:2] if free else None)
        taken += [free] if free else []
    return tuple(found)


def _is_free(box: _Box, taken: Sequence[_Box], size: At) -> bool:
    left, foot, right, top = box
    inside = left >= 0 and foot >= 0 and right <= size[0] and top <= size[1]
    return inside and not any(
        left < other[2] and other[0] < right and foot < other[3] and other[1] < top
        for other in taken
    )


def _value(spot: Spot) -> float:
    return spot.value if spot.value is not None else float("nan")


def _is_beyond(spot: Spot, line: Stroke, middle: float) -> bool:
    """Whether a spot lies on the far side of a limit, read from the limit as it is drawn."""
    there = [(x, y) for x, y in zip(line.xs, line.ys, strict=True) if y is not None]
    if not there:
        return False
    _, limit = min(there, key=lambda at: abs(at[0] - spot.x))
    value = _value(spot)
    return value > limit > middle or value < limit < middle
