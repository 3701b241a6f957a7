"""Exceptions for the board above: what is off target or has got worse beyond chance, why, and who does what by when."""

from cypworkbench.domain.judgement import Assessment, Status, Variation
from cypworkbench.packs import fonts, words
from cypworkbench.packs.pages.running import running, strong
from cypworkbench.packs.pages.sheet import Sheet
from cypworkbench.packs.tagged import Run
from cypworkbench.packs.tagged.flow import Flow

TITLE = "Exceptions"


def draw(sheet: Sheet) -> None:
    """Draw the exceptions; one sentence where there are none."""
    found = [a for a in sheet.plan.measures if is_exception(a)]
    with running(sheet, TITLE) as flow:
        if not found:
            flow.paragraph("No measure is off target or has got worse beyond chance.", sheet.body)
        for assessment in found:
            _one(sheet, flow, assessment)


def is_exception(a: Assessment) -> bool:
    """Whether the board above must hear of it."""
    return a.status is Status.OFF or a.variation is Variation.CONCERN


def _one(sheet: Sheet, flow: Flow, a: Assessment) -> None:
    picture, here = sheet.plan.picture, (a.measure.id, a.area)
    strong(sheet, flow, a.measure.title)
    if a.latest:
        name = sheet.mark_id("exceptions", *here, "value", a.latest.period.iso)
        asked = sheet.mark_id("exceptions", *here, "target", a.latest.period.iso)
        runs = [
            Run(f"{words.STATUS_NAMES[a.status]}: "),
            Run(words.figure(a.measure, a.latest.value), fonts.SEMIBOLD, figure=name),
            Run(f" for {words.spoken(a.latest.period)}"),
        ]
        if a.target_value is not None:
            runs += [Run(", target "), Run(words.figure(a.measure, a.target_value), figure=asked)]
        flow.paragraph([*runs, Run(".")], sheet.body)
    why = [c.text for c in picture.comments if (c.measure, c.area) == here]
    flow.paragraph(f"Why: {why[-1] if why else 'nobody has said yet.'}", sheet.body)
    done = [x for x in picture.actions if (x.measure, x.area) == here]
    owed = [f"{x.text} ({x.owner}, by {words.day(x.due)})" for x in done]
    if owed:
        flow.items(owed, sheet.body)
    else:
        flow.paragraph("No corrective action is recorded.", sheet.body)
