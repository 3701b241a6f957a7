"""Where a series is heading, in a sentence: only where the same method beat "the same as last time" on its own past."""

import numpy as np

from cypworkbench.analysis.forecast import forecast
from cypworkbench.analysis.suitability import overlaps, seasons
from cypworkbench.domain.evidence import Flag
from cypworkbench.domain.judgement import Assessment, Point
from cypworkbench.domain.period import YEARLY
from cypworkbench.packs import words

_FURTHEST = {
    True: 3,
    False: 8,
}  # yearly figures were tested three years ahead; others two years or so


def foretold(assessment: Assessment) -> tuple[str, ...]:
    """The forecast to the target's last period, or to the next one; empty where none is worth printing.

    None is made across a break or a gap, of periods that overlap, or so far ahead that the method was never tested.
    """
    current = _since_break(assessment.series.points)
    if not current or any(p.value is None for p in current) or overlaps(current[-1].period.kind):
        return ()
    kind = current[-1].period.kind
    ahead = _steps(assessment, current[-1])
    if ahead > _FURTHEST[kind in YEARLY]:
        return ()
    made = forecast(np.array([p.value for p in current], dtype=float), ahead, season=seasons(kind))
    if made is None or not made.worth_printing:
        return ()
    measure, when = assessment.measure, words.spoken(current[-1].period.shift(ahead))
    value, low, high = (float(side[-1]) for side in (made.value, made.lower, made.upper))
    if measure.hard.low is not None and low < float(measure.hard.low):
        low = float(measure.hard.low)
    same = "the same as last time" if seasons(kind) == 1 else "the same as a year before"
    about, low_, high_ = (words.figure(measure, side) for side in (value, low, high))
    off, plain = (
        words.number(error, measure.decimals + 1) for error in (made.error, made.plain_error)
    )
    tried = f"Tried on {words.counted(made.tests)} earlier points, that was off by {off} on average"
    return (
        f"If it goes on as it has, it will be about {about} in {when}; four times in five between {low_} and {high_}.",
        f"{tried}, where “{same}” was off by {plain}.",
    )


def _since_break(points: tuple[Point, ...]) -> tuple[Point, ...]:
    broken = [n for n, p in enumerate(points) if Flag.BREAK in p.flags]
    return points[broken[-1] :] if broken else points


def _steps(assessment: Assessment, last: Point) -> int:
    """How many periods on the target in force ends; one where there is none, or it has no end."""
    end = assessment.target.end if assessment.target else None
    if end is None or end <= last.period.end:
        return 1
    steps = 1
    while last.period.shift(steps + 1).end <= end:
        steps += 1
    return steps
