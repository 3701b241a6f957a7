"""Where a series is heading, in a sentence: only where the same method beat "the same as last time" on its own past."""

import numpy as np

from cypworkbench.analysis.forecast import Forecast, forecast
from cypworkbench.analysis.suitability import overlaps, seasons
from cypworkbench.domain.charted import Ahead, Step
from cypworkbench.domain.evidence import Flag
from cypworkbench.domain.framework import Measure
from cypworkbench.domain.judgement import Assessment, Point
from cypworkbench.domain.period import YEARLY
from cypworkbench.packs import words

_FURTHEST = {
    True: 3,
    False: 8,
}  # yearly figures were tested three years ahead; others two years or so


def foretold(assessment: Assessment) -> tuple[str, ...]:
    """What `ahead` says in sentences; empty where no forecast is worth printing."""
    made = ahead(assessment)
    return made.said if made else ()


def ahead(assessment: Assessment) -> Ahead | None:
    """The forecast to the target's last period, or to the next one; None where none is worth printing.

    None is made across a break or a gap, of periods that overlap, or so far ahead that the method was never tested.
    """
    current = _since_break(assessment.series.points)
    if not current or any(p.value is None for p in current) or overlaps(current[-1].period.kind):
        return None
    last = current[-1].period
    far = _steps(assessment, current[-1])
    if far > _FURTHEST[last.kind in YEARLY]:
        return None
    values = np.array([p.value for p in current], dtype=float)
    made = forecast(values, far, season=seasons(last.kind))
    if made is None or not made.worth_printing:
        return None
    steps = tuple(
        Step(last.shift(n), *_possible(assessment.measure, made, n - 1)) for n in range(1, far + 1)
    )
    return Ahead(steps, _sentences(assessment.measure, steps[-1], made))


def _possible(measure: Measure, made: Forecast, place: int) -> tuple[float, float, float]:
    """A step's value and limits, none of them below what the measure can be."""
    least = float("-inf") if measure.hard.low is None else float(measure.hard.low)
    value, low, high = (float(side[place]) for side in (made.value, made.lower, made.upper))
    return value, max(low, least), high


def _sentences(measure: Measure, step: Step, made: Forecast) -> tuple[str, str]:
    yearly = seasons(step.period.kind) == 1
    same = "the same as last time" if yearly else "the same as a year before"
    about, low, high = (words.figure(measure, s) for s in (step.value, step.lower, step.upper))
    off, plain = (
        words.number(error, measure.decimals + 1) for error in (made.error, made.plain_error)
    )
    tried = f"Tried on {words.counted(made.tests)} earlier points, that was off by {off} on average"
    when = words.spoken(step.period)
    return (
        f"If it goes on as it has, it will be about {about} in {when}; four times in five between {low} and {high}.",
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
