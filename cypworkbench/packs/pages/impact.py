"""The plan's measures of impact, every one in the plan's own words, with the series that show it or that none does."""

from cypworkbench.domain.disclosure import WITHHELD
from cypworkbench.domain.judgement import Assessment
from cypworkbench.domain.promise import Impact
from cypworkbench.packs import editions, target_words, words
from cypworkbench.packs.pages.running import looks, part, running
from cypworkbench.packs.pages.sheet import Sheet
from cypworkbench.packs.tagged.tables import Cell, Column, Table

TITLE = "Measures of impact"
_COLUMNS = (Column(72), Column(26, "right"), Column(26, "right"), Column(26), Column(22))
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
            rows = [_row(sheet, impact, a) for a in shown(sheet, impact)]
            if rows:
                heads = (tuple(Cell(head) for head in _HEADS),)
                Table(_COLUMNS, heads, rows, looks(sheet)).draw(flow)
            else:
                flow.paragraph(
                    f"No series in this pack shows it for {sheet.place} yet.", sheet.caption
                )


def shown(sheet: Sheet, impact: Impact) -> list[Assessment]:
    """The assessments of the pack's area that show a measure of impact, in the plan's order."""
    found = sheet.plan.picture.assessments
    keys = ((measure, sheet.plan.area) for measure in impact.measures)
    return [found[key] for key in keys if key in found]


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
