"""The challenge log: what the board was asked, by which role, what the answer was, and which answers are still owed."""

from cypworkbench.domain.matter import Matter, MatterKind
from cypworkbench.packs import fonts, words
from cypworkbench.packs.pages.running import running, strong
from cypworkbench.packs.pages.sheet import Sheet

TITLE = "Challenge log"


def draw(sheet: Sheet) -> None:
    """Draw the pages, unanswered questions first; none where nothing was asked."""
    plan = sheet.plan
    mine = [
        m
        for m in plan.picture.matters
        if m.kind is MatterKind.CHALLENGE and m.area == plan.area and not m.dropped
    ]
    if not mine:
        return
    owed = sum(not m.answer for m in mine)
    with running(sheet, TITLE) as flow:
        asked = "question was" if len(mine) == 1 else "questions were"
        told = f"{words.capital(words.counted(len(mine)))} {asked} put to the board"
        left = f"; {words.counted(owed)} still {'wants' if owed == 1 else 'want'} an answer."
        flow.paragraph(told + (left if owed else ", and all are answered."), sheet.body)
        for matter in sorted(mine, key=lambda m: (bool(m.answer), m.number)):
            strong(sheet, flow, f"{matter.number}. {matter.text}", "H2")
            flow.paragraph(_told(sheet, matter), sheet.style(10.5, 14, fonts.REGULAR, "ink2"))


def _told(sheet: Sheet, matter: Matter) -> str:
    titles = {m.id: m.title for m in sheet.plan.picture.framework.measures}
    about = words.listed([titles[m] for m in matter.measures if m in titles])
    said = f"Asked by the {matter.who}." + (f" About: {about}." if about else "")
    if matter.answer:
        return f"{said} Answer: {matter.answer}"
    if matter.due is None:
        return f"{said} No answer yet, and no day was set for one."
    as_at = sheet.plan.picture.round.as_at
    late = " That day has passed." if as_at and matter.is_overdue(as_at) else ""
    return f"{said} An answer is owed by {words.day(matter.due)}.{late}"
