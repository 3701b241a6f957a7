"""How each edition names itself, and how it marks what it withholds."""

from dataclasses import dataclass

from cypworkbench.domain.disclosure import WITHHELD
from cypworkbench.domain.evidence import ValueState
from cypworkbench.domain.judgement import Point
from cypworkbench.domain.pack import Edition
from cypworkbench.packs import words


@dataclass(frozen=True, slots=True)
class Named:
    """An edition's words: the pack's title, the cover's two lines, and the foot of every page."""

    title: str
    edition: str
    audience: str
    foot: str


NAMES = {
    Edition.BOARD: Named(
        "Board pack", "Board edition", "Restricted: members only", "Board edition – restricted"
    ),
    Edition.PUBLIC: Named("Public pack", "Public edition", "For everyone", "Public edition"),
}


def is_withheld(point: Point | None) -> bool:
    """Whether a point has a figure that may not be shown."""
    return point is not None and point.state is ValueState.SUPPRESSED


def number(point: Point | None, decimals: int) -> str:
    """A point's figure for a table: one mark for everything withheld, whatever the reason."""
    if is_withheld(point):
        return WITHHELD
    return words.number(point.value if point else None, decimals)
