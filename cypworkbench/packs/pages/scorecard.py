"""The scorecard: measures by areas. The county's folds out on A3; a district's fits A4 beside the county."""

from collections.abc import Sequence

from cypworkbench.domain.area import ENGLAND
from cypworkbench.domain.judgement import Assessment
from cypworkbench.packs import fonts, words
from cypworkbench.packs.pages import foldout
from cypworkbench.packs.pages.sheet import LEFT, RIGHT, Column, Sheet, named, table_head
from cypworkbench.packs.tagged import Page

_ROWS, _ROW = 34, 6.6


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
                "Latest figures, with the county's and England's for the same period.",
                sheet.caption,
            )
        with page.tag("Table"):
            y = table_head(sheet, page, columns, (LEFT, 43, RIGHT - LEFT)) + 5
            for assessment in some:
                _district_row(sheet, page, assessment, y)
                sheet.rule(page, LEFT, y + 1.9, RIGHT - LEFT)
                y += _ROW


def _district_row(sheet: Sheet, page: Page, assessment: Assessment, y: float) -> None:
    measure, latest, picture = assessment.measure, assessment.latest, sheet.plan.picture
    period = latest.period if latest else None
    style = sheet.style(10, 13)
    others = [
        picture.assessments.get((measure.id, code)) for code in (picture.framework.county, ENGLAND)
    ]
    beside = [a.series.at(period) if a and period else None for a in others]
    cells = [(assessment.area, latest.value if latest else None, 140.0)]
    cells += [
        (code, p.value if p else None, x)
        for code, p, x in zip(
            (picture.framework.county, ENGLAND), beside, (162.0, 180.0), strict=True
        )
    ]
    with page.tag("TR"):
        with page.tag("TH", scope="Row"):
            page.text(LEFT, y, named(measure, style, 76), style)
        with page.tag("TD"):
            page.text(118, y, words.short(period) if period else "–", style, "right")
        for i, (area, value, x) in enumerate(cells):
            figure = sheet.mark_id(
                "scorecard", measure.id, area, "value", period.iso if period else ""
            )
            with page.tag("TD", figure=figure):
                weighted = style.having(weight=fonts.SEMIBOLD) if i == 0 else style
                page.text(x, y, words.number(value, measure.decimals), weighted, "right")
        with page.tag("TD"):
            foldout.lettered(sheet, page, (188, y - 1.2), assessment)
