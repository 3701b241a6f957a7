"""How each edition names itself, and how it marks what it withholds."""

from collections.abc import Mapping
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
    Edition.ANNUAL: Named(
        "Annual report", "Annual report", "Restricted: members only", "Annual report – restricted"
    ),
    Edition.EXCEPTIONS: Named(
        "Exceptions report",
        "For the board above",
        "Restricted: members only",
        "Exceptions – restricted",
    ),
    Edition.INSPECTION: Named(
        "Inspection pack",
        "For inspection",
        "Restricted: members and inspectors",
        "For inspection – restricted",
    ),
    Edition.PLAN: Named(
        "Plan on a page",
        "Plan on a page",
        "Restricted: members only",
        "Plan on a page – restricted",
    ),
}

CONTENTS = "contents"
PAGES: Mapping[Edition, tuple[str, ...]] = {
    Edition.BOARD: (
        *("cover", CONTENTS, "guide", "headlines", "changed", "impact", "scorecard", "measures"),
        *("side_by_side", "commitments", "in_words", "quality", "definitions", "signoff"),
    ),
    # without accounts of a single place; what it has is drawn from the public's own picture alone
    Edition.PUBLIC: (
        *("cover", CONTENTS, "guide", "headlines", "impact", "scorecard", "measures"),
        *("commitments", "quality", "definitions", "signoff"),
    ),
    Edition.ANNUAL: (
        *(
            "cover",
            CONTENTS,
            "headlines",
            "changed",
            "impact",
            "movement",
            "scorecard",
            "commitments",
        ),
        *("in_words", "definitions", "signoff"),
    ),
    Edition.EXCEPTIONS: ("cover", "exceptions", "signoff"),
    Edition.INSPECTION: (
        *("cover", CONTENTS, "guide", "quality", "changed", "movement", "scorecard", "measures"),
        *("side_by_side", "in_words", "definitions", "signoff"),
    ),
    Edition.PLAN: ("plan_on_a_page",),
}
"""The page kinds of each edition, in order, by their names in `packs/pages/register.py`."""


def is_withheld(point: Point | None) -> bool:
    """Whether a point has a figure that may not be shown."""
    return point is not None and point.state is ValueState.SUPPRESSED


def number(point: Point | None, decimals: int) -> str:
    """A point's figure for a table: one mark for everything withheld, whatever the reason."""
    if is_withheld(point):
        return WITHHELD
    return words.number(point.value if point else None, decimals)
