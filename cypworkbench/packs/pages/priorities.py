"""The priorities that a place set for itself beside the plan's, each with the measures that show it as they stand."""

from cypworkbench.domain.matter import Matter, MatterKind
from cypworkbench.packs import target_words, words
from cypworkbench.packs.pages.running import looks, part, running
from cypworkbench.packs.pages.sheet import Sheet
from cypworkbench.packs.tagged.tables import Cell, Column, Table

TITLE = "Local priorities"
_COLUMNS = (Column(84), Column(28, "right"), Column(28, "right"), Column(32))


def draw(sheet: Sheet) -> None:
    """Draw the page; none where the place set no priority of its own."""
    plan = sheet.plan
    mine = [
        m
        for m in plan.picture.matters
        if m.kind is MatterKind.PRIORITY and m.area == plan.area and not m.dropped
    ]
    if not mine:
        return
    with running(sheet, TITLE) as flow:
        flow.paragraph(f"What {sheet.place} set itself beside the plan’s priorities.", sheet.body)
        for number, matter in enumerate(mine, start=1):
            part(sheet, flow, f"{number}. {matter.text}")
            if matter.who:
                flow.paragraph(f"Led by the {matter.who}.", sheet.body)
                flow.gap(2)
            rows = _rows(sheet, matter)
            if rows:
                heads = (tuple(map(Cell, ("Shown by", "Latest", "Target", "Status"))),)
                Table(_COLUMNS, heads, rows, looks(sheet)).draw(flow)
            else:
                flow.paragraph("No measure of this pack shows it yet.", sheet.caption)


def _rows(sheet: Sheet, matter: Matter) -> list[tuple[Cell, ...]]:
    found = sheet.plan.picture.assessments
    held = [found[key] for m in matter.measures if (key := (m, matter.area)) in found]
    rows: list[tuple[Cell, ...]] = []
    for a in held:
        period = a.latest.period.iso if a.latest else ""
        kind = f"priority{matter.number}"
        names = [
            sheet.mark_id(kind, a.measure.id, a.area, what, period) for what in ("value", "target")
        ]
        value = words.figure(a.measure, a.latest.value if a.latest else None)
        when = f" ({words.spoken(a.latest.period)})" if a.latest else ""
        rows.append(
            (
                Cell(f"{a.measure.title}{when}"),
                Cell(value, names[0]),
                Cell(target_words.figure(a), names[1]),
                Cell(words.STATUS_NAMES[a.status]),
            )
        )
    return rows
