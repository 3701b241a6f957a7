"""How each edition names itself, and how it marks what it withholds."""

from collections.abc import Mapping
from dataclasses import dataclass

from cypworkbench.domain.disclosure import WITHHELD
from cypworkbench.domain.evidence import ValueState
from cypworkbench.domain.judgement import Point
from cypworkbench.domain.pack import Edition, PackPlan
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
        *("cover", CONTENTS, "guide", "headlines", "exceptions", "changed", "impact", "scorecard"),
        *("measures", "side_by_side", "priorities", "commitments", "in_words", "challenges"),
        *("quality", "definitions", "signoff"),
    ),
    # drawn from the public's own picture alone: in words it has what young people said where they consent, no more
    Edition.PUBLIC: (
        *("cover", CONTENTS, "guide", "headlines", "impact", "scorecard", "measures"),
        *("commitments", "in_words", "quality", "definitions", "signoff"),
    ),
    Edition.ANNUAL: (
        *(
            "cover",
            CONTENTS,
            "headlines",
            "changed",
            "impact",
            "successes",
            "movement",
            "of_100",
            "scorecard",
            "priorities",
            "commitments",
        ),
        *("in_words", "challenges", "definitions", "signoff"),
    ),
    Edition.EXCEPTIONS: ("cover", "exceptions", "signoff"),
    Edition.INSPECTION: (
        *("cover", CONTENTS, "guide", "quality", "changed", "movement", "scorecard", "measures"),
        *("side_by_side", "priorities", "in_words", "challenges", "definitions", "signoff"),
    ),
    Edition.PLAN: ("plan_on_a_page",),
}
"""The page kinds of each edition, in order, by their names in `packs/pages/register.py`."""

KINDS: Mapping[str, str] = {
    "cover": "Cover",
    CONTENTS: "Contents",
    "guide": "How to read this pack",
    "headlines": "Headlines",
    "changed": "What changed since the last pack",
    "impact": "Measures of impact",
    "exceptions": "What is off target, and who acts",
    "successes": "Successes and challenges",
    "movement": "A year’s movement",
    "of_100": "Of every hundred",
    "scorecard": "Scorecard",
    "measures": "A page for each measure",
    "side_by_side": "Districts side by side",
    "priorities": "Local priorities",
    "commitments": "Commitments and actions",
    "in_words": "Milestones, audits and evidence",
    "challenges": "Challenge log",
    "quality": "Data quality",
    "definitions": "Definitions and methods",
    "signoff": "Where it came from, and signatures",
}
"""What a board may have in its own edition, by its own choice and in its own order."""

REQUIRED: Mapping[str, str] = {
    "cover": "it says whose pack this is, of which round, and whether it is a draft",
    CONTENTS: "people who listen to a pack find their way by it",
    "quality": "what is missing or doubted must be said in the same pack as the figures",
    "definitions": "a figure that nobody can look up cannot be challenged",
    "signoff": "it says where the pack came from, and has the boxes to sign in",
}
"""The pages that no board may leave out, and why. The first two come first, and the last comes last."""
FIRST, LAST = ("cover", CONTENTS), "signoff"


def pages_of(plan: PackPlan) -> tuple[str, ...]:
    """The page kinds of a pack, in order: its board's own choice for the board's edition."""
    own = plan.template.pages if plan.template and plan.edition is Edition.BOARD else ()
    return own or PAGES[plan.edition]


def title_of(plan: PackPlan) -> str:
    """A pack's title: its board's own for the board's edition."""
    own = plan.template.title if plan.template and plan.edition is Edition.BOARD else ""
    return own or NAMES[plan.edition].title


def is_withheld(point: Point | None) -> bool:
    """Whether a point has a figure that may not be shown."""
    return point is not None and point.state is ValueState.SUPPRESSED


def number(point: Point | None, decimals: int) -> str:
    """A point's figure for a table: one mark for everything withheld, whatever the reason."""
    if is_withheld(point):
        return WITHHELD
    return words.number(point.value if point else None, decimals)
