"""The districts side by side: a measure a page, each district on one scale, then how much of it chance explains."""

from collections.abc import Sequence

from cypworkbench.domain.charted import Charted
from cypworkbench.domain.framework import Kind
from cypworkbench.domain.judgement import Assessment
from cypworkbench.packs import alt_text, chart_kinds, fonts, small_multiples, words
from cypworkbench.packs.chart_kinds import KindView
from cypworkbench.packs.pages.sheet import LEFT, RIGHT, Column, Sheet, cut, table_head
from cypworkbench.packs.small_multiples import Panels
from cypworkbench.packs.tagged import Page, Run
from cypworkbench.packs.tagged.lines import wrap
from cypworkbench.packs.tagged.mpl import draw_figure
from cypworkbench.packs.tagged.style import MM

TITLE = "Districts side by side"
_PANELS, _ROW = 52.0, 36.0
_CHART, _CHART_HIGH = 104.0, 52.0
_TABLE, _STEP, _HEAD, _MOST = 110.0, 4.0, 8.0, 22
_BOTTOM = 276.0
_WIDE = RIGHT - LEFT
_BETWEEN = 4.0  # mm, at least, between two columns

_Numbered = tuple[int, Charted]


def draw(sheet: Sheet) -> None:
    """Draw a page for each measure that is off target, or is so in several districts; none where there is none."""
    chosen = [a for a in sheet.plan.measures if a.measure.id in sheet.plan.compared]
    for number, assessment in enumerate(chosen):
        _measure(sheet, assessment, TITLE if not number else f"{TITLE}, continued")


def _measure(sheet: Sheet, assessment: Assessment, title: str) -> None:
    charts = list(enumerate(sheet.plan.compared[assessment.measure.id], start=1))
    with sheet.page(TITLE, sheet.place) as page:
        sheet.heading(page, title, 29)
        y = _panels(sheet, page, assessment)
        left = _charts(sheet, page, charts, y)
    while left:
        with sheet.page(TITLE, sheet.place) as page:
            sheet.heading(page, f"{TITLE}, continued", 29)
            with page.tag("H2"):
                page.text(LEFT, 38, _title(sheet, assessment), sheet.section)
            left = _charts(sheet, page, left, 46)


def _title(sheet: Sheet, assessment: Assessment) -> str:
    measure = assessment.measure
    return cut(f"{words.capital(measure.title)}, {measure.unit}", sheet.section, _WIDE)


def _panels(sheet: Sheet, page: Page, assessment: Assessment) -> float:
    """The panels under the measure's name; returns the height below them."""
    picture, measure = sheet.plan.picture, assessment.measure
    keys = [(measure.id, district.code) for district in picture.framework.districts]
    held = tuple(picture.assessments[key] for key in keys if key in picture.assessments)
    county = None if measure.kind is Kind.COUNT else assessment.series
    panels = Panels(held, county, sheet.names)
    with page.tag("H2"):
        page.text(LEFT, 38, _title(sheet, assessment), sheet.section)
    with page.tag("P"):
        page.paragraph(LEFT, 43.2, _WIDE, _key(sheet, panels), sheet.caption)
    small_multiples.draw(page, (LEFT, _PANELS, _WIDE), panels, _ROW, sheet.palette)
    return _PANELS + small_multiples.height(panels, _ROW) + 6


def _key(sheet: Sheet, panels: Panels) -> str:
    axis = panels.axis
    low, high = (words.number(end, axis.decimals) for end in (axis.low, axis.high))
    behind = f" The thin line is {sheet.place}." if panels.county else ""
    return (
        f"Off target for {sheet.place}, or for three districts or more. Each district on one scale, {low} at the foot "
        f"to {high} at the top.{behind} Dashed: the target now. The mark at a line’s end is its status."
    )


def _charts(sheet: Sheet, page: Page, charts: Sequence[_Numbered], y: float) -> list[_Numbered]:
    """Draw the charts one under the other as far as the page goes; returns those left."""
    for place, (number, charted) in enumerate(charts):
        said = " ".join(charted.notes)
        lines = len(wrap((Run(said),), _WIDE, sheet.caption)) if said else 0
        under = y + 5.2 + lines * sheet.caption.leading / MM
        if place and under + _high(charted) > _BOTTOM:
            return list(charts[place:])
        with page.tag("H2"):
            page.text(LEFT, y, charted.title, sheet.style(11, 13, fonts.SEMIBOLD))
        if said:
            with page.tag("P"):
                page.paragraph(LEFT, y + 5.2, _WIDE, said, sheet.caption)
        if not sheet.counting:
            size = (_CHART * MM, _CHART_HIGH * MM)
            figure, _ = chart_kinds.draw(KindView(charted, sheet.palette, size))
            draw_figure(page, figure, LEFT, under - 2, alt_text.compared(charted))
        _table(sheet, page, charted, (under + 1, number))
        y = under + _high(charted) + 6
    return []


def _high(charted: Charted) -> float:
    """The height (mm) of a chart with its table beside it."""
    left_out = len(charted.rows) > _MOST
    return max(_CHART_HIGH, _HEAD + _STEP * (min(len(charted.rows), _MOST) + left_out))


def _table(sheet: Sheet, page: Page, charted: Charted, at: tuple[float, int]) -> None:
    """The chart’s figures beside it, as many columns and rows as there is room for; `at` is height and number.

    Of a series the latest rows are kept, and the page says how many there are in all.
    """
    y, number = at
    left, wide = LEFT + _TABLE, _WIDE - _TABLE
    style = sheet.style(9.5, 12)
    rows = charted.rows[:_MOST]  # the newest first
    if charted.joined:  # in the order of the line beside it: oldest to newest
        rows = rows[::-1]
    kept = [n for n in range(len(charted.heads)) if any(row[n] != "–" for row in rows)]
    rows = tuple(tuple(row[n] for n in kept) for row in rows)
    if len(kept) < 2:  # noqa: PLR2004  a name without a figure
        return
    columns = _fitting(sheet, [charted.heads[n] for n in kept], rows, (left, wide))
    with page.tag("Table"):
        y = table_head(sheet, page, columns, (left, y, wide))
        for row in rows:
            y += _STEP
            with page.tag("TR"):
                with page.tag("TH", scope="Row"):
                    page.text(left, y, row[0], style)
                for column, text in zip(columns[1:], row[1:], strict=False):
                    kind, what = f"{charted.kind.value}-{number}", column.heading
                    measure, area = charted.assessment.measure.id, charted.assessment.area
                    figure = sheet.mark_id(kind, measure, area, what, row[0])
                    with page.tag("TD", figure=figure):
                        page.text(column.x, y, text, style, "right")
            sheet.rule(page, left, y + 1.1, wide)
    if len(charted.rows) > _MOST:
        every = len(charted.rows)
        with page.tag("P"):
            said = f"The latest {_MOST} of {every}. All are in the annex."
            page.text(left, y + _STEP + 0.6, said, sheet.caption)


def _fitting(
    sheet: Sheet, heads: Sequence[str], rows: Sequence[Sequence[str]], box: tuple[float, float]
) -> list[Column]:
    """The first columns that fit between left and width, with the room left over shared between them."""
    left, wide = box
    style = sheet.style(9.5, 12)
    needs = [
        max([sheet.head.width(head), *(style.width(row[n]) for row in rows)])
        for n, head in enumerate(heads)
    ]
    while len(needs) > 2 and sum(needs) + _BETWEEN * (len(needs) - 1) > wide:  # noqa: PLR2004  a name and a figure
        needs.pop()
    spare = (wide - sum(needs)) / (len(needs) - 1)
    columns, x = [Column(heads[0], left)], left + needs[0]
    for head, need in zip(heads[1:], needs[1:], strict=False):
        x += need + spare
        columns.append(Column(head, x, "right"))
    return columns
