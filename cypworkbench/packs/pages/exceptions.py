"""Exceptions for the board above: what is off target or has got worse beyond chance, why, and who does what by when."""

from cypworkbench.domain.judgement import Assessment, Status, Variation
from cypworkbench.packs import alt_text, fonts, marks, target_words, words
from cypworkbench.packs.pages import story
from cypworkbench.packs.pages.running import running, strong
from cypworkbench.packs.pages.sheet import LEFT, RIGHT, Sheet
from cypworkbench.packs.tagged import Run
from cypworkbench.packs.tagged.flow import Flow
from cypworkbench.packs.tagged.style import MM

TITLE = "Exceptions"
_WIDE, _HIGH = 32.0, 4.8  # mm, of a spark line
_ROOM = RIGHT - LEFT - _WIDE - 10.0  # for the line of words beside it


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
    runs = _latest(sheet, a)
    why = story.reasons(sheet, a)
    reason = f"Why: {' '.join(why) if why else 'nobody has said yet.'}"
    done = [x for x in picture.actions if (x.measure, x.area) == here]
    owed = [f"{x.text} ({x.owner}, by {words.day(x.due)})" for x in done]
    acts = owed or ["No corrective action is recorded."]
    kept = (a.measure.title, runs or "", reason, *acts)
    flow.keep(*((said, sheet.lead) for said in kept))
    strong(sheet, flow, a.measure.title, "H2")
    if runs:
        flow.paragraph(runs, sheet.body)
        if sum(sheet.body.width(run.text) for run in runs) < _ROOM:
            _spark(sheet, flow, a)
    flow.paragraph(reason, sheet.body)
    if owed:
        flow.items(owed, sheet.body)
    else:
        flow.paragraph(acts[0], sheet.body)


def _latest(sheet: Sheet, a: Assessment) -> list[Run]:
    """The status, the latest figure and what it is held against; nothing where there is no figure."""
    if a.latest is None:
        return []
    period = a.latest.period
    name, asked = (
        sheet.mark_id("exceptions", a.measure.id, a.area, what, period.iso)
        for what in ("value", "target")
    )
    runs = [
        Run(f"{words.STATUS_NAMES[a.status]}: "),
        Run(words.figure(a.measure, a.latest.value), fonts.SEMIBOLD, figure=name),
        Run(f" for {words.spoken(period)}"),
    ]
    if a.target_value is not None:
        runs += [Run(", target "), Run(target_words.figure(a), figure=asked)]
    runs.append(Run("."))
    if a.variation is Variation.CONCERN:
        runs.append(Run(" It has changed for the worse by more than chance would explain."))
    return runs


def _spark(sheet: Sheet, flow: Flow, a: Assessment) -> None:
    """The mark and the figures so far, at the right of the line just set."""
    page, top = flow.page, flow.y - sheet.body.leading / MM
    values = [p.value for p in a.series.points]
    box = (RIGHT - _WIDE, top, _WIDE, _HIGH)
    marks.status(page, (RIGHT - _WIDE - 6, top + 2.6), 3.9, a.status, sheet.palette)
    outer = page.outer(box[0], top, RIGHT, top + _HIGH)
    with page.tag("Figure", alt=alt_text.spark(values), box=outer):
        page.begin_content()
        marks.spark(page, box, values, a.target_value, sheet.palette)
