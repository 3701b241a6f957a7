"""The figures of a measure's page as a table, beside what is asked and other areas; below it the districts."""

from collections.abc import Sequence
from dataclasses import dataclass

from cypworkbench.domain.area import ENGLAND, NORTH_WEST
from cypworkbench.domain.framework import Measure
from cypworkbench.domain.judgement import Assessment, Series
from cypworkbench.domain.period import PeriodKind
from cypworkbench.packs import editions, fonts, words
from cypworkbench.packs.pages import districts
from cypworkbench.packs.pages.sheet import LEFT, Column, Sheet, table_head
from cypworkbench.packs.tagged import Page, Style
from cypworkbench.packs.tagged.style import MM

_WIDE = 80.0
_ROWS, _ROWS_ALONE = 5, 10
_LEAST = 1.6  # mm, between two columns
_LINES = 4  # of a column's head


def others(sheet: Sheet, assessment: Assessment) -> tuple[Series, ...]:
    """The series drawn beside it: England, the region, and the county in a district's pack."""
    picture = sheet.plan.picture
    codes = [NORTH_WEST, ENGLAND]
    if sheet.around:
        codes.insert(0, sheet.around)
    wanted = (picture.assessments.get((assessment.measure.id, code)) for code in codes)
    return tuple(a.series for a in wanted if a and a.latest and a.area != assessment.area)


def draw(sheet: Sheet, page: Page, assessment: Assessment, y: float) -> None:
    """Draw the table and the districts below it in the page's left column, from a height."""
    under = sheet.subheading(page, "Figures", (LEFT, y, _WIDE))
    rows, columns = _table(sheet, assessment, _fits(sheet, under))
    if not rows:
        with page.tag("P"):
            page.text(LEFT, under + 5.4, f"None for {sheet.place}.", sheet.body)
        if sheet.is_county:
            districts.draw(sheet, page, assessment, (LEFT, under + 16, _WIDE))
        return
    with page.tag("Table"):
        y = table_head(sheet, page, columns, (LEFT, under + 5.2, _WIDE)) + 4.6
        for number, row in enumerate(rows, start=1):
            latest = number == len(rows)
            style = sheet.style(10.5, 15, fonts.SEMIBOLD if latest else fonts.REGULAR)
            _row(page, columns, row, (y, style))
            sheet.rule(page, LEFT, y + 1.5, _WIDE)
            y += 5.5
    if sheet.is_county:
        districts.draw(sheet, page, assessment, (LEFT, y + 6, _WIDE))


@dataclass(frozen=True, slots=True)
class _Row:
    """A period of the table: its label, and each cell's figure id and text."""

    label: str
    cells: tuple[tuple[str, str], ...]


def _beside(sheet: Sheet, assessment: Assessment) -> tuple[Series, ...]:
    """The series in the table: where the county is beside them, the region is left out, for want of room."""
    drawn = others(sheet, assessment)
    return tuple(s for s in drawn if s.area != NORTH_WEST) if sheet.around else drawn


def _fits(sheet: Sheet, under: float) -> int:
    """How many periods the table shows: in the county's pack, as many as leave the districts legible."""
    if not sheet.is_county:
        return _ROWS_ALONE
    room = districts.BOTTOM - under - 16 - districts.needed(sheet)
    return max(3, min(_ROWS, int(room / 5.5)))


def _table(sheet: Sheet, assessment: Assessment, most: int) -> tuple[list[_Row], list[Column]]:
    """Rows and columns; where long names leave too little room, without the first of the other areas."""
    beside = _beside(sheet, assessment)
    while True:
        rows = _rows(sheet, assessment, most, beside)
        columns = _columns(sheet, assessment, rows, beside) if rows else []
        if not beside or not rows or columns:
            return rows, columns or _columns(sheet, assessment, rows, beside, forced=True)
        beside = beside[1:]


def _rows(sheet: Sheet, assessment: Assessment, most: int, beside: Sequence[Series]) -> list[_Row]:
    series, measure = assessment.series, assessment.measure
    said = [p.value is not None or editions.is_withheld(p) for p in series.points]
    places = [i for i, has_row in enumerate(said) if has_row][-most:]
    rows = []
    for place in places:
        point = series.points[place]

        def cell(
            what: str, area: str, text: str, period: str = point.period.iso
        ) -> tuple[str, str]:
            return sheet.mark_id("table", measure.id, area, what, period), text

        cells = [cell("value", series.area, editions.number(point, measure.decimals))]
        if _has_target(assessment):
            cells.append(cell("target", series.area, _target_at(assessment, place)))
        for other in beside:
            there = other.at(point.period)
            value = editions.number(there, measure.decimals)
            cells.append(cell("value", other.area, value))
        rows.append(
            _Row(
                words.axis_label(point.period) if _rolls(measure) else point.period.label,
                tuple(cells),
            )
        )
    return rows


def _rolls(measure: Measure) -> bool:
    return measure.period_kind is PeriodKind.ROLLING_12_MONTHS


def _has_target(assessment: Assessment) -> bool:
    return any(t is not None for t in assessment.target_by_point)


def _target_at(assessment: Assessment, place: int) -> str:
    decimals = assessment.measure.decimals
    targets = assessment.target_by_point
    low = targets[place] if place < len(targets) else None
    uppers = assessment.upper_by_point
    high = uppers[place] if place < len(uppers) else None
    if low is None or high is None:
        return words.number(low, decimals)
    return f"{words.number(low, decimals)}–{words.number(high, decimals)}"


def _columns(
    sheet: Sheet,
    assessment: Assessment,
    rows: Sequence[_Row],
    beside: Sequence[Series],
    *,
    forced: bool = False,
) -> list[Column]:
    """Columns as wide as what they hold, the rest of the room shared out between them.

    None where the room is too short, unless it is `forced`.
    """
    heads = [sheet.place, *(["Target"] if _has_target(assessment) else [])]
    heads += [sheet.names[s.area] for s in beside]
    bold = sheet.style(10.5, 15, fonts.SEMIBOLD)
    first = max([bold.width(row.label) for row in rows] + [sheet.head.width("12 months to")])
    for broken in (
        [head.replace(" ", "\n", 1) for head in heads],
        [_broken(sheet, head) for head in heads],
    ):
        needs = [
            max(
                [sheet.head.width(part) for part in head.split("\n")]
                + [bold.width(r.cells[i][1]) for r in rows]
            )
            for i, head in enumerate(broken)
        ]
        spare = (_WIDE - first - sum(needs)) / len(needs)
        if spare >= _LEAST:
            break
    else:
        if not forced:
            return []
    name = "12 months to" if _rolls(assessment.measure) else "Period"
    columns, x = [Column(name, LEFT)], LEFT + first
    for head, need in zip(broken, needs, strict=True):
        x += need + spare
        columns.append(Column(head, x, "right"))
    return columns


def _broken(sheet: Sheet, name: str) -> str:
    """A long name in lines as short as its longest word, at most four of them."""
    room = max(sheet.head.width(word) for word in name.split())
    lines = fonts.wrapped(name, sheet.head.weight, sheet.head.size, room * MM + 0.1)
    if len(lines) > _LINES:
        lines = (*lines[: _LINES - 1], f"{lines[_LINES - 1].rstrip(',')} …")
    return "\n".join(lines)


def _row(page: Page, columns: Sequence[Column], row: _Row, at: tuple[float, Style]) -> None:
    y, style = at
    with page.tag("TR"):
        with page.tag("TH", scope="Row"):
            page.text(columns[0].x, y, row.label, style)
        for (figure, text), column in zip(row.cells, columns[1:], strict=True):
            with page.tag("TD", figure=figure):
                page.text(column.x, y, text, style, "right")
