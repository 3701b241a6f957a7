"""What a charted figure is, in words: the figure, its change from the one before, or the figure without its season."""

from dataclasses import replace

from cypworkbench.analysis.instead import Shown
from cypworkbench.domain.framework import Kind, Measure
from cypworkbench.domain.judgement import Point
from cypworkbench.packs import words

HEADS = {Shown.CHANGES: "Change", Shown.SEASON_OFF: "Season taken off"}
"""What the column of a chart's figures is called where they are not the measure's own."""


def figure(shown: Shown, measure: Measure, point: Point, value: float) -> str:
    """A charted figure as it is read aloud: what it is, never the bare number of something else."""
    if shown is Shown.CHANGES:
        return _change(measure, value)
    if shown is Shown.SEASON_OFF:
        was = f", {words.figure(measure, point.value)} as given" if point.value is not None else ""
        return f"{words.figure(measure, value)} with its season taken off{was}"
    unit = f" {measure.unit}" if measure.kind is Kind.DIFFERENCE and not measure.is_share else ""
    return f"{words.figure(measure, value)}{unit}"


def cell(shown: Shown, measure: Measure, value: float | None) -> str:
    """A charted figure in a table; a change has its sign."""
    if shown is Shown.CHANGES and value is not None:
        text = words.number(value, measure.decimals)
        return f"+{text}" if text.strip("0.,") and value > 0 else text
    return words.figure(measure, value)


def axis(shown: Shown, measure: Measure) -> Measure:
    """The measure as a chart's scale and the ends of its lines have it: a change is in points, not per cent."""
    if shown is not Shown.CHANGES:
        return measure
    unit = "percentage points" if measure.is_share else measure.unit
    return replace(measure, kind=Kind.DIFFERENCE, unit=unit)


def _change(measure: Measure, value: float) -> str:
    size = words.number(abs(value), measure.decimals)
    if not size.strip("0.,"):
        return "no change on the figure before"
    points = " points" if measure.is_share else ""
    return f"{'up' if value > 0 else 'down'} {size}{points} on the figure before"
