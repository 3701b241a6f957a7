"""Where a series is heading, on a chart: a dotted line on from the last figure, and the two ends it may lie between."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from cypworkbench.domain.charted import Ahead
from cypworkbench.domain.framework import Measure
from cypworkbench.domain.judgement import Point
from cypworkbench.domain.period import Period
from cypworkbench.packs import words

if TYPE_CHECKING:  # what a listener is told needs the words, and no drawing
    from matplotlib.axes import Axes

    from cypworkbench.packs.palette import Palette

_LINE, _EDGE = 1.6, 0.9


def draw(
    axes: "Axes", ahead: Ahead, last: Point, place: Callable[[Period], int], palette: "Palette"
) -> None:
    """Draw the forecast from the last figure on: its line in dots, its interval between finer ones, its end a bar."""
    if last.value is None:
        return
    xs = [place(last.period), *(place(step.period) for step in ahead.steps)]
    colour = palette["accent"]
    for side, width in (("value", _LINE), ("lower", _EDGE), ("upper", _EDGE)):
        ys = [last.value, *(getattr(step, side) for step in ahead.steps)]
        axes.plot(xs, ys, color=colour, lw=width, dashes=(1, 1.8), zorder=3.5, clip_on=False)
    end = ahead.steps[-1]
    axes.plot([xs[-1]] * 2, [end.lower, end.upper], color=colour, lw=1.2, zorder=3.5, clip_on=False)


def name(ahead: Ahead, measure: Measure) -> str:
    """What stands at the forecast's end."""
    return f"If it goes on {words.figure(measure, ahead.steps[-1].value)}"


def spoken(ahead: Ahead | None) -> list[str]:
    """What a listener is told: the sentence printed, without how it was tried."""
    return [ahead.said[0]] if ahead else []
