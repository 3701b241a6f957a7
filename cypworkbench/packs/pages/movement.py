"""A year's movement: each measure's latest figure beside the one a year before, and what the step means."""

from cypworkbench.domain.judgement import Assessment
from cypworkbench.packs import words
from cypworkbench.packs.pages.running import looks, running
from cypworkbench.packs.pages.sheet import Sheet
from cypworkbench.packs.tagged.tables import Cell, Column, Table

TITLE = "A year’s movement"
_COLUMNS = (Column(72), Column(28, "right"), Column(28, "right"), Column(44))


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
    latest = a.latest
    before = a.series.at(latest.period.same_last_year) if latest else None
    if latest is None or latest.value is None or before is None or before.value is None:
        return None
    step = latest.value - before.value
    # what is only watched, or judged by a band, is called neither better nor worse
    way = {"higher": 1, "lower": -1}.get(a.way, 0) if a.upper_target is None else 0
    moved = "No change" if not step else "Higher" if step > 0 else "Lower"
    meant = moved if not (way and step) else "Better" if step * way > 0 else "Worse"
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
