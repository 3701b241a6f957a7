"""The one register of page kinds: each with what it is for and how it is drawn, in no order of its own.

Which kinds an edition has, and in which order, is data in `packs/editions.py`. The contents page stands apart, because
it is drawn only once the pages it names are counted.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from cypworkbench.packs.pages import (
    challenges,
    changed,
    commitments,
    cover,
    definitions,
    exceptions,
    guide,
    headlines,
    impact,
    in_words,
    measure,
    movement,
    of_100,
    plan_on_a_page,
    priorities,
    quality,
    scorecard,
    side_by_side,
    signoff,
    some_districts,
    successes,
)
from cypworkbench.packs.pages.sheet import Sheet


@dataclass(frozen=True, slots=True)
class PageKind:
    """A kind of page: what a reader finds there, and what draws it (nothing, where there is nothing to say)."""

    purpose: str
    draw: Callable[[Sheet], None]


def _measures(sheet: Sheet) -> None:
    empty = [a for a in sheet.plan.measures if some_districts.is_empty(sheet, a)]
    told = [a for a in sheet.plan.measures if a not in empty]
    for number, assessment in enumerate(told, start=1):
        measure.draw(sheet, assessment, number, len(told))
    some_districts.draw(sheet, empty)


def kinds(snapshot_digest: str) -> Mapping[str, PageKind]:
    """Every page kind by its name; the digest of the attached record is printed with the signatures."""
    return {
        "cover": PageKind("Whose pack, which round, as at when, draft or not", cover.draw),
        "guide": PageKind("Every mark once, before it is met", guide.draw),
        "headlines": PageKind("Counts by status, what moved, what is asked", headlines.draw),
        "changed": PageKind("What changed since the board’s last pack", changed.draw),
        "impact": PageKind("The plan’s measures of impact and what shows each", impact.draw),
        "exceptions": PageKind("What is off target, why, and who acts by when", exceptions.draw),
        "successes": PageKind("What went well and what did not, a year on", successes.draw),
        "movement": PageKind("Each measure beside its figure a year before", movement.draw),
        "of_100": PageKind("Each share as so many of a hundred, drawn", of_100.draw),
        "scorecard": PageKind("Measures by areas, on A3 for the county", scorecard.draw),
        "measures": PageKind("A page a measure", _measures),
        "side_by_side": PageKind(
            "What is off target, by district, and what chance explains", side_by_side.draw
        ),
        "priorities": PageKind("What a place set itself beside the plan", priorities.draw),
        "commitments": PageKind("Priorities, commitments, actions and owners", commitments.draw),
        "in_words": PageKind("Milestones, audits, registers of evidence", in_words.draw),
        "challenges": PageKind("What the board was asked, and the answers", challenges.draw),
        "quality": PageKind("Who returned, what is missing or doubted", quality.draw),
        "definitions": PageKind("Definitions, methods, glossary", definitions.draw),
        "plan_on_a_page": PageKind("The whole plan on one sheet", plan_on_a_page.draw),
        "signoff": PageKind(
            "Where it came from, and the boxes to sign in",
            lambda sheet: signoff.draw(sheet, snapshot_digest),
        ),
    }
