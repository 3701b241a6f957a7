"""What every chart stands on: the fonts, the sizes, the marks, the value axis and the ticks."""

import logging
from functools import cache

import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.axes import Axes

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
    """The value axis with its grid; `scale` multiplies the letters. Says so where the axis does not start at 0."""
    axes.set_facecolor(colours["surface"])
    axes.set_ylim(axis.low, axis.high)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(colours["ink"])
    axes.spines["bottom"].set_linewidth(0.9)
    axes.set_yticks(axis.ticks, [words.number(t, axis.decimals) for t in axis.ticks])
    axes.tick_params(
        axis="y", length=0, labelsize=LABEL_PT * scale, labelcolor=colours["ink2"], pad=4
    )
    axes.grid(visible=True, axis="y", color=colours["grid"], linewidth=0.5)
    axes.set_axisbelow(True)
    if not axis.from_zero:
        axes.annotate(
            NOT_FROM_ZERO,
            (0, 1.0),
            xycoords="axes fraction",
            xytext=(0, 4 * scale),
            textcoords="offset points",
            ha="left",
            fontsize=NOTE_PT * scale,
            color=colours["ink3"],
        )


def ticks(axes: Axes, colours: Palette, scale: float) -> None:
    """How the ticks of the x axis look: long ones named, short ones between."""
    axes.tick_params(
        axis="x",
        length=5,
        width=0.9,
        color=colours["ink"],
        labelsize=LABEL_PT * scale,
        labelcolor=colours["ink2"],
    )
    axes.tick_params(axis="x", which="minor", length=3, width=0.6, color=colours["ink"])
