"""What stands upright in a trend chart: where a plan begins, where the series breaks, and where limits start anew."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from cypworkbench.domain.evidence import Flag
from cypworkbench.domain.judgement import Rebase, Series
from cypworkbench.domain.period import Period
from cypworkbench.packs.palette import Palette

if TYPE_CHECKING:  # what a listener is told needs the marks, and no drawing
    from matplotlib.axes import Axes

_NOTE_PT = 9.0
_LETTER_PT = 4.4  # a letter of a note, on average
_SPACE_PT = 3.0
ANEW = "New limits"


@dataclass(frozen=True, slots=True)
class Mark:
    """An upright line half a step before a period: the words at its head, and whether it is a break."""

    period: Period
    text: str
    is_break: bool = False


def marks(series: Series, rebases: Sequence[Rebase] = ()) -> tuple[Mark, ...]:
    """Where the series breaks, its limits start anew, and each plan that lists it begins, in order of time.

    A plan that began before the series has its mark at the first period. A series of one plan has no mark for it, and
    one that lies within a single plan's years none either.
    """
    found = [*_breaks(series), *_anew(series, rebases), *_eras(series)]
    return tuple(sorted(found, key=lambda mark: (mark.period.start, not mark.is_break)))


def _breaks(series: Series) -> Iterator[Mark]:
    for point in series.points[1:]:
        if Flag.BREAK in point.flags:
            yield Mark(point.period, "Break", is_break=True)


def _anew(series: Series, rebases: Sequence[Rebase]) -> Iterator[Mark]:
    """Limits start at the first figure anyway, and at a break, which says so itself."""
    at = {rebase.period for rebase in rebases}
    for point in series.points[1:]:
        if point.period in at and Flag.BREAK not in point.flags:
            yield Mark(point.period, ANEW, is_break=True)


def _eras(series: Series) -> Iterator[Mark]:
    if len(series.measure.eras) < 2:  # noqa: PLR2004  one plan has nothing before it
        return
    first = series.points[0].period
    begun = [era for era in series.measure.eras if era.begins <= _middle(first)]
    starts = [(first, era) for era in begun[-1:]]
    for era in series.measure.eras[len(begun) :]:
        at = next((p.period for p in series.points if _middle(p.period) >= era.begins), None)
        if at:
            starts.append((at, era))
    if len(starts) > 1 or (starts and not begun):
        yield from (Mark(period, era.name) for period, era in starts)


def _middle(period: Period) -> date:
    """The day in the middle: a period belongs to the plan that ran then."""
    return period.start + (period.end - period.start) / 2


@dataclass(frozen=True, slots=True)
class Ground:
    """Where marks are drawn: the axes, their width in points, where a period stands, colours and scale of letters.

    `taken` is how much of the room above the axes is taken already, from the left, in points.
    """

    axes: "Axes"
    width: float
    place: Callable[[Period], int]
    last: int
    palette: Palette
    scale: float = 1.0
    taken: float = 0.0


def draw(ground: Ground, series: Series, rebases: Sequence[Rebase] = ()) -> None:
    """Draw each mark. Its words stand above the axes, or just under their top where those before leave no room."""
    free = [ground.taken, 0.0]
    for mark in marks(series, rebases):
        x = ground.place(mark.period)
        _line(ground, x - 0.5, mark)
        left = x / (ground.last + 1) * ground.width
        row = next((row for row, taken in enumerate(free) if taken <= left), None)
        if row is None:
            continue
        free[row] = left + (len(mark.text) * _LETTER_PT + _SPACE_PT) * ground.scale
        ground.axes.annotate(
            mark.text,
            (x - 0.5, 1.0),
            xycoords=("data", "axes fraction"),
            xytext=(1.5, (4, -9)[row] * ground.scale),
            textcoords="offset points",
            fontsize=_NOTE_PT * ground.scale,
            fontweight="semibold" if mark.is_break else "normal",
            color=ground.palette[_colour(mark)],
            bbox={"facecolor": ground.palette["surface"], "linewidth": 0, "pad": 0.5},
            annotation_clip=False,
            zorder=8,
        )


def _line(ground: Ground, x: float, mark: Mark) -> None:
    colour = ground.palette[_colour(mark)]
    if mark.is_break:
        ground.axes.axvline(x, color=colour, lw=1.2, dashes=(3, 2), zorder=1.6)
    else:
        ground.axes.axvline(x, color=colour, lw=0.7, dashes=(1, 2), zorder=1.6)


def _colour(mark: Mark) -> str:
    return "ink2" if mark.is_break else "ink3"
