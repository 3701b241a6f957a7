"""What districts taken together have no figure of: said once, with the figures of those districts that have one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cypworkbench.domain.area import members
from cypworkbench.domain.judgement import Assessment
from cypworkbench.packs import editions, words
from cypworkbench.packs.pages.running import looks, part, running
from cypworkbench.packs.pages.sheet import Sheet
from cypworkbench.packs.tagged.flow import Flow
from cypworkbench.packs.tagged.tables import Cell, Column, Table

TITLE = "Figures of some districts only"
_COLUMNS = (Column(64), Column(28), Column(20, "right"), Column(32), Column(28))
_HEADS = ("Measure", "District", "Latest", "Status", "Period")


@dataclass(frozen=True, slots=True)
class _Lacking:
    """Measures that lack a figure of the districts together for one reason."""

    missing: tuple[str, ...]
    measures: list[Assessment]


def is_empty(sheet: Sheet, assessment: Assessment) -> bool:
    """Whether a page of this measure would be empty: districts together have no figure, and nobody wrote about it."""
    mine = members(sheet.plan.area)
    if not mine or any(p.value is not None for p in assessment.series.points):
        return False
    picture = sheet.plan.picture
    told = {(c.measure, c.area) for c in picture.comments}
    told |= {(a.measure, a.area) for a in picture.actions}
    told |= {(w.measure, w.area) for w in picture.wordings}
    return not any((assessment.measure.id, area) in told for area in (*mine, sheet.plan.area))


def draw(sheet: Sheet, empty: Sequence[Assessment]) -> None:
    """Draw the part, for the measures whose own pages would be empty; nothing for none."""
    if not empty:
        return
    with running(sheet, TITLE) as flow:
        flow.paragraph(
            f"{sheet.place} are taken together only where every one of them has a figure: a sum of some would be "
            "taken for a sum of all. What follows is each district’s own.",
            sheet.body,
        )
        for lacking in _by_reason(empty):
            _group(sheet, flow, lacking)


def _by_reason(empty: Sequence[Assessment]) -> list[_Lacking]:
    found: dict[tuple[str, ...], list[Assessment]] = {}
    for assessment in empty:
        points = assessment.series.points
        missing = tuple(sorted(points[-1].missing)) if points else ()
        found.setdefault(missing, []).append(assessment)
    return [_Lacking(missing, held) for missing, held in found.items()]


def _group(sheet: Sheet, flow: Flow, lacking: _Lacking) -> None:
    names = words.listed([sheet.names[code] for code in lacking.missing])
    part(sheet, flow, f"Nothing from {names}" if names else "No counts to add up")
    for said in _why(sheet, lacking):
        flow.paragraph(said, sheet.body)
    flow.gap(2)
    rows = [row for a in lacking.measures for row in _rows(sheet, a)]
    if rows:
        Table(_COLUMNS, (tuple(map(Cell, _HEADS)),), rows, looks(sheet)).draw(flow)


def _why(sheet: Sheet, lacking: _Lacking) -> Iterator[str]:
    if not lacking.missing:
        yield "These come as rates or scores without the counts behind them, and rates are never averaged here."
    for entry in sheet.plan.picture.set_aside:
        if entry.area in lacking.missing and not entry.measure:
            reason = entry.reason.rstrip(".")
            yield f"{sheet.names[entry.area]}’s return was set aside: {reason}."


def _rows(sheet: Sheet, assessment: Assessment) -> list[tuple[Cell, ...]]:
    """A row for each district that has a figure; the measure's name stands beside the first and reaches over all."""
    measure, found = assessment.measure, sheet.plan.picture.assessments
    own = [found.get((measure.id, code)) for code in members(sheet.plan.area)]
    held = [a for a in own if a and a.latest]
    if not held:
        return [(Cell(measure.title), Cell("None has a figure.", columns=4))]
    return [
        ((Cell(measure.title, rows=len(held)),) if n == 0 else ()) + _figures(sheet, a)
        for n, a in enumerate(held)
    ]


def _figures(sheet: Sheet, a: Assessment) -> tuple[Cell, ...]:
    period = a.latest.period if a.latest else None
    hidden = editions.is_withheld(a.series.points[-1])
    figure = sheet.mark_id("some", a.measure.id, a.area, "value", period.iso if period else "")
    value = editions.number(a.series.points[-1] if hidden else a.latest, a.measure.decimals)
    return (
        Cell(sheet.names[a.area]),
        Cell(value, figure),
        Cell(words.STATUS_NAMES[a.status]),
        Cell(words.short(period) if period and not hidden else "–"),
    )
