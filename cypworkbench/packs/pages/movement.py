"""A year's movement: each measure's latest figure beside the one a year before, and what the step means."""

from cypworkbench.domain.judgement import Assessment
from cypworkbench.packs import steps, words
from cypworkbench.packs.pages.running import looks, running
from cypworkbench.packs.pages.sheet import Sheet
from cypworkbench.packs.tagged.tables import Cell, Column, Table

TITLE = "A year’s movement"
_COLUMNS = (Column(72), Column(27, "right"), Column(25, "right"), Column(48))
_MEANT = {
    "the same as": "No change",
    "better than": "Better",
    "worse than": "Worse",
    "higher than": "Higher",
    "lower than": "Lower",
}


def draw(sheet: Sheet) -> None:
    """Draw the table of every measure that has a figure for the same period a year before."""
    rows = [row for a in sheet.plan.measures if (row := _row(sheet, a))]
    left_out = len(sheet.plan.measures) - len(rows)
    with running(sheet, TITLE) as flow:
        if rows:
            heads = ("Measure", "A year before", "Latest", "What that means")
            Table(_COLUMNS, (tuple(map(Cell, heads)),), rows, looks(sheet)).draw(flow)
        if left_out:
            flow.gap(3)
            measures = "measure is" if left_out == 1 else "measures are"
            said = f"{words.capital(words.counted(left_out))} {measures} not shown: no figure for a year before."
            flow.paragraph(said, sheet.caption)


def _row(sheet: Sheet, a: Assessment) -> tuple[Cell, ...] | None:
    latest, before = a.latest, steps.year_before(a)
    if latest is None or latest.value is None or before is None or before.value is None:
        return None
    meant = _MEANT[steps.over_the_year(a)]
    figures = [
        sheet.mark_id("movement", a.measure.id, a.area, "value", p.period.iso)
        for p in (before, latest)
    ]
    return (
        Cell(a.measure.title),
        Cell(words.figure(a.measure, before.value), figures[0]),
        Cell(words.figure(a.measure, latest.value), figures[1]),
        Cell(f"{meant} ({words.spoken(latest.period)})"),
    )
