"""What every chart stands on: the fonts, the sizes, the marks, the value axis and the ticks."""

import logging
from collections.abc import Iterable, Sequence
from functools import cache

import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.transforms import ScaledTranslation, Transform

from cypworkbench.domain.judgement import Variation
from cypworkbench.locations import resource_path
from cypworkbench.packs import words
from cypworkbench.packs.chart_axes import Axis
from cypworkbench.packs.palette import Palette

MARKS = {
    Variation.IMPROVEMENT: ("o", 6.2, "surface", "met", 1.7),
    Variation.CONCERN: ("s", 6.0, "off", "off", 0.0),
    Variation.NEUTRAL_HIGH: ("d", 6.0, "judge", "judge", 0.0),
    Variation.NEUTRAL_LOW: ("d", 6.0, "judge", "judge", 0.0),
}
LABEL_PT = 9.5
NOTE_PT = 9.0
LETTER_PT = 4.9  # a letter of a name at a line's end, on average
NOT_FROM_ZERO = "Does not start at 0"
TICK = "tick"
"""The gid of a name under a tick of the x axis."""

Ends = tuple[tuple[float, float], tuple[float, float]]


@cache
def prepare() -> None:
    """Our fonts, and nothing guessed from a label's text."""
    # DejaVu has no semibold; its bold stands in, which needs no warning on every start.
    logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)
    for path in sorted(resource_path("fonts").glob("*.ttf")):
        font_manager.fontManager.addfont(str(path))
    mpl.rcParams["font.family"] = ["Source Sans 3", "DejaVu Sans"]
    mpl.rcParams["text.parse_math"] = False
    mpl.rcParams["axes.unicode_minus"] = True


def ground(axes: Axes, axis: Axis, colours: Palette, scale: float) -> None:
    """The value axis with its grid; `scale` multiplies the letters. Says so where the axis does not start at 0.

    Lines and labels are drawn by hand: matplotlib's own ticks took most of a chart's time. The limits of the x axis are
    set before.
    """
    axes.set_axis_off()
    axes.set_autoscale_on(False)
    axes.set_ylim(axis.low, axis.high)
    left, right = axes.get_xlim()
    grid = [((left, tick), (right, tick)) for tick in axis.ticks]
    _lines(axes, grid, (colours["grid"], 0.5, 0.5), axes.transData)
    foot = [((left, axis.low), (right, axis.low))]
    _lines(axes, foot, (colours["ink"], 0.9, 2.5), axes.transData)
    out = _shifted(axes, axes.get_yaxis_transform(), (-4 * scale, 0))
    for tick in axis.ticks:
        axes.text(
            0,
            tick,
            words.number(tick, axis.decimals),
            transform=out,
            ha="right",
            va="center_baseline",
            fontsize=LABEL_PT * scale,
            color=colours["ink2"],
        )
    if not axis.from_zero:
        axes.text(
            0,
            1,
            NOT_FROM_ZERO,
            transform=_shifted(axes, axes.transAxes, (0, 4 * scale)),
            fontsize=NOTE_PT * scale,
            color=colours["ink3"],
        )


def ticks(
    axes: Axes,
    named: Sequence[tuple[float, str]],
    others: Iterable[float],
    colours: Palette,
    scale: float,
) -> None:
    """The ticks of the x axis: long ones with their names, short ones between."""
    below = axes.get_xaxis_transform()
    high = axes.get_position().height * axes.figure.get_figheight() * 72  # type: ignore[union-attr]  # a whole figure
    long = [((x, 0.0), (x, -5 / high)) for x, _ in named]
    taken = {x for x, _ in named}
    short = [((x, 0.0), (x, -3 / high)) for x in others if x not in taken]
    _lines(axes, long, (colours["ink"], 0.9, 2.4), below)
    _lines(axes, short, (colours["ink"], 0.6, 2.4), below)
    under = _shifted(axes, below, (0, -8.5))
    for x, name in named:
        axes.text(
            x,
            0,
            name,
            transform=under,
            ha="center",
            va="top",
            gid=TICK,
            fontsize=LABEL_PT * scale,
            color=colours["ink2"],
        )


def _lines(
    axes: Axes,
    ends: Sequence[Ends],
    pen: tuple[str, float, float],
    transform: Transform,
) -> None:
    """Straight lines with one pen: colour, width in points, and order of drawing."""
    colour, width, order = pen
    drawn = LineCollection(
        ends, colors=colour, linewidths=width, zorder=order, transform=transform, clip_on=False
    )
    axes.add_artist(drawn)


def _shifted(axes: Axes, transform: Transform, by: tuple[float, float]) -> Transform:
    """A transform moved by so many points."""
    return transform + ScaledTranslation(by[0] / 72, by[1] / 72, axes.figure.dpi_scale_trans)
