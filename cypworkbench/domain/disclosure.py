"""What may be shown of small counts: the board's own settings, and what a source demands besides."""

from dataclasses import dataclass

from cypworkbench.domain.framework import Measure

EVERYWHERE = "*"
WITHHELD = "[c]"
SMALL = 5
ROUNDED = 5
GROUP = 10

# What each kind of source demands: the highest count that is small, and the multiple all others are rounded to.
# Hospital and child-measurement figures: 1 to 7 withheld, the rest to the nearest 5.
_SOURCES = {"counts": (SMALL, 1), "low": (SMALL, 1), "hospital": (7, 5)}


@dataclass(frozen=True, slots=True)
class Disclosure:
    """A board's settings for what the public may see, in force for the whole series of its packs.

    Counts from 1 (from 0 where zeros are hidden) to `threshold` are small. All or none of at most `group` people tells
    of each of them. `rounded` names measures whose counts are rounded to 5, so that sums hold; `shown` holds cells that
    must be shown, as measure|area|period, the period in its ISO text, or as measure|area for all of them.
    """

    board: str = EVERYWHERE
    threshold: int = SMALL
    zeros_shown: bool = True
    group: int = GROUP
    rounded: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()
    because: str = ""

    def demands(self, measure: Measure) -> tuple[int, int] | None:
        """The highest small count of a measure and the multiple it is rounded to: the stricter of board and source.

        None for figures that a national source already publishes for everyone.
        """
        if measure.disclosure not in _SOURCES:
            return None
        small, multiple = _SOURCES[measure.disclosure]
        return max(small, self.threshold), max(
            multiple, ROUNDED if measure.id in self.rounded else 1
        )

    def keeps_sums(self, measure: Measure) -> bool:
        """Whether a measure is rounded for the board alone: a source that demands it says to the nearest."""
        own = _SOURCES.get(measure.disclosure, (SMALL, ROUNDED))[1] == 1
        return own and measure.id in self.rounded


@dataclass(frozen=True, slots=True)
class Exposure:
    """Something that a finished file gives away: where it stands, and what it is."""

    where: str
    what: str


def in_force(settings: tuple[Disclosure, ...], board: str) -> Disclosure:
    """The settings of a board: its own, else those for every board, else the program's."""
    by_board = {each.board: each for each in settings}
    return by_board.get(board) or by_board.get(EVERYWHERE) or Disclosure(board)
