"""The scorecard: measures by areas. The county's folds out on A3; a district's fits A4 beside the county."""

from collections.abc import Sequence

from cypworkbench.domain.area import ENGLAND
from cypworkbench.domain.judgement import Assessment
from cypworkbench.packs import editions, fonts, marks, words
from cypworkbench.packs.pages import foldout
from cypworkbench.packs.pages.sheet import LEFT, RIGHT, Column, Sheet, named, table_head
from cypworkbench.packs.tagged import Page, Style

_ROWS, _ROW = 34, 6.6
_LEGEND = 278.2  # mm


def draw(sheet: Sheet) -> None:
    """Draw the scorecard's sheets."""
    if sheet.is_county:
        foldout.draw(sheet)
        return
    measures = sheet.plan.measures
    for start in range(0, len(measures), _ROWS):
        _district(sheet, measures[start : start + _ROWS], start // _ROWS + 1)


def _district(sheet: Sheet, some: Sequence[Assessment], number: int) -> None:
    picture = sheet.plan.picture
    columns = [
        Column("Measure", LEFT),
        Column("Period", 118, "right"),
        Column(sheet.place.replace(" ", "\n", 1), 140, "right"),
        Column(sheet.names[picture.framework.county], 162, "right"),
        Column("England", 180, "right"),
        Column("Mark", RIGHT, "right"),
    ]
    with sheet.page("Scorecard", f"{sheet.place} beside the county") as page:
        sheet.heading(page, f"Scorecard, page {number}" if number > 1 else "Scorecard", 29)
        with page.tag("P"):
            page.text(
                LEFT,
                37,
                "Latest figures, with the county’s and England’s for the same period.",
                sheet.caption,
            )
        _legend(sheet, page)
        with page.tag("Table"):
            y = table_head(sheet, page, columns, (LEFT, 43, RIGHT - LEFT)) + 5
            for assessment in some:
                _district_row(sheet, page, assessment, y)
                sheet.rule(page, LEFT, y + 1.9, RIGHT - LEFT)
                y += _ROW


def _legend(sheet: Sheet, page: Page) -> None:
    """What the marks of the last column mean, in a line at the foot."""
    x, gap = LEFT, 4.2
    names = [(status, words.STATUS_NAMES[status]) for status in marks.LETTERS]
    style = fitted_row(sheet, [name for _, name in names], RIGHT - LEFT - len(names) * (gap + 4))
    for status, name in names:
        marks.status(page, (x + 1.9, _LEGEND - 1.2), 3.6, status, sheet.palette)
        with page.tag("P"):
            x += 4.6 + page.text(x + 4.6, _LEGEND, f"{name} ", style) + gap - 1.4


def fitted_row(sheet: Sheet, names: Sequence[str], room: float) -> Style:
    """The caption's style, as much smaller as makes the names fit in one line."""
    style = sheet.caption
    while sum(style.width(name) for name in names) > room and style.size > 7:  # noqa: PLR2004  points
        style = style.having(size=style.size - 0.25)
    return style


def _district_row(sheet: Sheet, page: Page, assessment: Assessment, y: float) -> None:
    measure, latest, picture = assessment.measure, assessment.latest, sheet.plan.picture
    period = latest.period if latest else None
    style = sheet.style(10, 13)
    others = [
        picture.assessments.get((measure.id, code)) for code in (picture.framework.county, ENGLAND)
    ]
    beside = [a.series.at(period) if a and period else None for a in others]
    points = assessment.series.points
    hidden = bool(points) and editions.is_withheld(points[-1])
    if hidden:  # no older figure in its place
        period = points[-1].period
        beside = [a.series.at(period) if a else None for a in others]
    own = points[-1] if hidden else latest
    cells = [(assessment.area, own, 140.0)]
    codes = (picture.framework.county, ENGLAND)
    cells += zip(codes, beside, (162.0, 180.0), strict=True)
    with page.tag("TR"):
        with page.tag("TH", scope="Row"):
            page.text(LEFT, y, named(measure, style, 76), style)
        with page.tag("TD"):
            page.text(118, y, words.short(period) if period else "–", style, "right")
        for i, (area, point, x) in enumerate(cells):
            figure = sheet.mark_id(
                "scorecard", measure.id, area, "value", period.iso if period else ""
            )
            with page.tag("TD", figure=figure):
                weighted = style.having(weight=fonts.SEMIBOLD) if i == 0 else style
                page.text(x, y, editions.number(point, measure.decimals), weighted, "right")
        with page.tag("TD"):
            foldout.lettered(sheet, page, (188, y - 1.2), assessment)
