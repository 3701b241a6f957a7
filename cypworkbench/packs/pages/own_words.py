"""A passage as it is printed: the program's words, each figure by its id, or a person's own, marked as whose."""

from cypworkbench.domain.record import Wording
from cypworkbench.packs import fonts, prose, words
from cypworkbench.packs.pages.sheet import Sheet
from cypworkbench.packs.prose import Passage
from cypworkbench.packs.tagged import Run


def runs(sheet: Sheet, passage: Passage, page_kind: str) -> list[Run]:
    """The passage's words; figures are named under the kind of page that they stand on."""
    plan = sheet.plan
    own = prose.own_words(plan.picture, plan.area, passage)
    if own is not None:
        return [Run(own.text), Run(whose(own))]

    def name(what: str) -> str:
        return sheet.mark_id(page_kind, passage.measure, plan.area, what) if what else ""

    return [
        Run(text, fonts.SEMIBOLD if what else "", figure=name(what))
        for text, what in passage.pieces
    ]


def whose(own: Wording) -> str:
    """What follows a person's own words: (in the words of the analyst, 22 October 2026)."""
    return f" (in the words of the {own.by.role or own.by.name}, {words.day(own.at.date())})"
