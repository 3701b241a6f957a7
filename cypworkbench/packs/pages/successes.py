"""Successes and challenges of a year: a statement a measure, bound to its figures or in somebody's own words."""

from collections.abc import Sequence

from cypworkbench.packs import prose
from cypworkbench.packs.pages import own_words
from cypworkbench.packs.pages.running import part, running
from cypworkbench.packs.pages.sheet import Sheet
from cypworkbench.packs.prose import Passage
from cypworkbench.packs.tagged.flow import Flow

TITLE = "Successes and challenges"


def draw(sheet: Sheet) -> None:
    """Draw both lists; a sentence where one has nothing in it."""
    plan = sheet.plan
    with running(sheet, TITLE) as flow:
        said = (
            "A success meets its target, is near it and better than a year before, or has changed for the better by "
            "more than chance. A challenge is off its target, or has changed for the worse by more than chance."
        )
        flow.paragraph(said, sheet.caption)
        part(sheet, flow, "Successes")
        _list(sheet, flow, prose.successes(plan.board, plan.measures))
        part(sheet, flow, "Challenges")
        _list(sheet, flow, prose.challenges(plan.board, plan.measures))


def _list(sheet: Sheet, flow: Flow, passages: Sequence[Passage]) -> None:
    if passages:
        flow.items([own_words.runs(sheet, each, "year") for each in passages], sheet.body)
    else:
        flow.paragraph("No measure of this pack.", sheet.body)
