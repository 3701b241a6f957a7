"""The plan's measures of impact, every one in the plan's own words, with the series that show it or that none does."""

from collections.abc import Sequence

from cypworkbench.domain.account import is_account
from cypworkbench.domain.disclosure import WITHHELD
from cypworkbench.domain.framework import Kind, Measure
from cypworkbench.domain.judgement import Assessment
from cypworkbench.domain.measuring import Geography, SeriesRef, Tie
from cypworkbench.domain.promise import Impact
from cypworkbench.packs import editions, target_words, words
from cypworkbench.packs.pages.definitions import WAYS
from cypworkbench.packs.pages.running import looks, part, running
from cypworkbench.packs.pages.sheet import Sheet
from cypworkbench.packs.tagged.tables import Cell, Column, Table

TITLE = "Measures of impact"
_COLUMNS = (Column(64), Column(22, "right"), Column(26, "right"), Column(27), Column(33))
_HEADS = ("Measure", "Latest", "Target", "Status", "Period")


def draw(sheet: Sheet) -> None:
    """Draw the page; none where the plan names no measures of impact."""
    impacts = sheet.plan.picture.framework.impact
    if not impacts:
        return
    with running(sheet, TITLE) as flow:
        flow.paragraph("What the plan asks to be judged by, in its own words.", sheet.body)
        for impact in impacts:
            part(sheet, flow, f"{impact.number}. {impact.text}")
            own = shown(sheet, impact)
            near = [] if own else beside(sheet, impact)
            if not own:
                flow.paragraph(_why_none(sheet, impact, near), sheet.body)
                flow.gap(2)
            if rows := [_row(sheet, impact, a) for a in own or near]:
                heads = (tuple(Cell(head) for head in _HEADS),)
                Table(_COLUMNS, heads, rows, looks(sheet)).draw(flow)


def shown(sheet: Sheet, impact: Impact) -> list[Assessment]:
    """The assessments of the pack's area that show a measure of impact, in the plan's order."""
    found = sheet.plan.picture.assessments
    keys = ((measure, sheet.plan.area) for measure in impact.measures)
    return [found[key] for key in keys if key in found]


def beside(sheet: Sheet, impact: Impact) -> list[Assessment]:
    """Of the pack's area, what the plan itself says is to be read beside the series of a measure of impact."""
    framework, found = sheet.plan.picture.framework, sheet.plan.picture.assessments
    wanted = {str(SeriesRef(framework.id, measure)) for measure in impact.measures}
    near = [
        m.id
        for m in framework.measures
        if any(r.tie is Tie.BESIDE and str(r.to) in wanted for r in m.related_to)
    ]
    held = (found.get((measure, sheet.plan.area)) for measure in near)
    return [a for a in held if a is not None and a.latest is not None]


def _why_none(sheet: Sheet, impact: Impact, near: Sequence[Assessment]) -> str:
    """What would show it, why that has no figure here, and what stands in the table instead."""
    framework = sheet.plan.picture.framework
    own = [m for m in framework.measures if m.id in impact.measures]
    told = [_lacking(sheet, measure) for measure in own]
    if not told:
        told = ["The plan names no series that shows it."]
    for a in near:
        told.append(
            f"Nearest to it in this pack is “{a.measure.title}”, which the plan sets beside it. It is not the same, "
            f"and is judged by its own target: {WAYS[a.way][0].lower()}{WAYS[a.way][1:]}"
        )
    return " ".join(told)


def _lacking(sheet: Sheet, measure: Measure) -> str:
    """Why one measure has no figure in the pack."""
    shows = f"“{measure.title}” is to show it"
    if is_account(measure) and measure.kind is not Kind.AUDIT:
        return f"{shows}: that is told in words and has no figure."
    if measure.geography is Geography.COUNTY and not sheet.is_county:
        return f"{shows}: that is published for the county and not for districts."
    return f"{shows}, and this pack has no figure of that for {sheet.place}."


def _row(sheet: Sheet, impact: Impact, a: Assessment) -> tuple[Cell, ...]:
    period = a.latest.period.iso if a.latest else ""
    hidden = bool(a.series.points) and editions.is_withheld(a.series.points[-1])
    value = words.figure(a.measure, a.latest.value if a.latest else None)

    def figure(what: str) -> str:
        # the same series may show two of them: the number keeps the figures' names apart
        return sheet.mark_id(f"impact{impact.number}", a.measure.id, a.area, what, period)

    return (
        Cell(a.measure.title),
        Cell(WITHHELD if hidden else value, figure("value")),
        Cell(target_words.figure(a), figure("target")),
        Cell(words.STATUS_NAMES[a.status]),
        Cell(words.spoken(a.latest.period) if a.latest and not hidden else "–"),
    )
