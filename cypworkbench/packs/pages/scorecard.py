"""The scorecard: measures by areas. The county's folds out on A3; a district's fits A4 beside the county."""

from collections.abc import Sequence

from cypworkbench.domain.area import ENGLAND
from cypworkbench.domain.judgement import Assessment, Status
from cypworkbench.packs import fonts, marks, words
from cypworkbench.packs.pages.sheet import LEFT, RIGHT, Column, Sheet, table_head
from cypworkbench.packs.tagged import Page
from cypworkbench.packs.tagged.document import A3_LANDSCAPE

_PER_SHEET = 16
_NAME, _COUNTY, _CELL, _ROW = 76.0, 24.0, 22.6, 13.0
_TOP = 50.0
_A4_ROWS = 34
_A4_ROW = 6.6
_COLOURED = {Status.OFF: "off_soft"}


def draw(sheet: Sheet) -> None:
    """Draw the scorecard's sheets."""
    if sheet.is_county:
        for number, some in enumerate(_batches(sheet.plan.measures, _PER_SHEET), start=1):
            _county(sheet, some, number)
    else:
        for some in _batches(sheet.plan.measures, _A4_ROWS):
            _district(sheet, some)


def _batches(measures: Sequence[Assessment], most: int) -> list[tuple[Assessment, ...]]:
    return [tuple(measures[i : i + most]) for i in range(0, len(measures), most)]


# ---- the county's fold-out


def _county(sheet: Sheet, some: Sequence[Assessment], number: int) -> None:
    with sheet.page(
        "Scorecard", f"{sheet.place} and its districts · sheet {number}", A3_LANDSCAPE
    ) as page:
        sheet.heading(page, "Scorecard" if number == 1 else f"Scorecard, sheet {number}", 29)
        with page.tag("P"):
            said = "Latest figures, each with its mark against the target and a line since the first, on its own scale."
            page.text(LEFT, 37, said, sheet.caption)
        with page.tag("Table"):
            _heads(sheet, page)
            for i, assessment in enumerate(some):
                _county_row(sheet, page, assessment, _TOP + _ROW * i)
            if number == len(_batches(sheet.plan.measures, _PER_SHEET)):
                _off_row(sheet, page, _TOP + _ROW * len(some))
        page.line(
            (LEFT + _NAME + _COUNTY, _TOP - 9),
            (LEFT + _NAME + _COUNTY, _TOP + _ROW * len(some)),
            sheet.palette["ink"],
            0.8,
        )


def _x(column: int) -> float:
    """The left edge of a district's column."""
    return LEFT + _NAME + _COUNTY + _CELL * column


def _heads(sheet: Sheet, page: Page) -> None:
    y = _TOP - 2.4
    edge = page.width - 18
    page.line((LEFT, _TOP - 9.6), (edge, _TOP - 9.6), sheet.palette["ink"], 0.8)
    page.line((LEFT, _TOP), (edge, _TOP), sheet.palette["line_strong"], 0.5)
    with page.tag("TR"):
        with page.tag("TH", scope="Column"):
            page.text(LEFT, y, "Measure", sheet.head)
        with page.tag("TH", scope="Column"):
            page.text(LEFT + _NAME + _COUNTY - 3, y, sheet.place, sheet.head, "right")
        for i, district in enumerate(sheet.plan.picture.framework.districts):
            with page.tag("TH", scope="Column"):
                said = district.name.split()
                for line, part in enumerate(said):
                    text = part if line == len(said) - 1 else f"{part} "
                    page.text(
                        _x(i) + _CELL - 2, y - 4 * (len(said) - 1 - line), text, sheet.head, "right"
                    )


def _county_row(sheet: Sheet, page: Page, assessment: Assessment, top: float) -> None:
    measure, picture = assessment.measure, sheet.plan.picture
    with page.tag("TR"):
        with page.tag("TH", scope="Row"):
            name = fonts.wrapped(measure.title, fonts.SEMIBOLD, 10.5, (_NAME - 4) * 72 / 25.4)
            page.text(
                LEFT,
                top + 5,
                name[0] + (" …" if len(name) > 1 else "") + " ",
                sheet.style(10.5, 12, fonts.SEMIBOLD),
            )
            unit = f"{measure.unit}, {words.which_is_good(measure)}"
            page.text(LEFT, top + 9.8, unit, sheet.style(9.5, 12, fonts.REGULAR, "ink3"))
        _cell(sheet, page, assessment, (LEFT + _NAME, top, _COUNTY - 1.2))
        for i, district in enumerate(picture.framework.districts):
            _cell(
                sheet,
                page,
                picture.assessments.get((measure.id, district.code)),
                (_x(i), top, _CELL),
            )
    page.line((LEFT, top + _ROW), (page.width - 18, top + _ROW), sheet.palette["line"], 0.4)


def _cell(
    sheet: Sheet, page: Page, assessment: Assessment | None, box: tuple[float, float, float]
) -> None:
    left, top, wide = box
    if assessment is None:
        with page.tag("TD"):
            page.text(left + wide - 2, top + 5.4, "–", sheet.table, "right")
        return
    if assessment.status in _COLOURED:
        ground = sheet.palette[_COLOURED[assessment.status]]
        page.rectangle((left + 0.5, top + 0.5, wide - 1, _ROW - 1), fill=ground)
    measure, latest = assessment.measure, assessment.latest
    figure = sheet.mark_id(
        "scorecard", measure.id, assessment.area, "value", latest.period.iso if latest else ""
    )
    value = words.number(latest.value if latest else None, measure.decimals)
    weight = fonts.SEMIBOLD if assessment.status is Status.OFF else fonts.REGULAR
    size = 11.0 if len(value) < 8 else 9.5  # noqa: PLR2004  the column's room
    with page.tag("TD"):
        with page.tag("Span", figure=figure):
            page.text(left + wide - 2, top + 5.4, value, sheet.style(size, 12, weight), "right")
        _lettered(sheet, page, (left + 4.4, top + 4), assessment)
    values = [p.value for p in assessment.series.points]
    with page.artifact():
        marks.spark(page, (left + 2.4, top + 7.6, wide - 5, 3.6), values, None, sheet.palette)


def _lettered(sheet: Sheet, page: Page, at: tuple[float, float], assessment: Assessment) -> None:
    """A mark whose letter is text with the status's name behind it, since no words stand beside it here."""
    size = 3.9
    role = marks.shape(page, at, size, assessment.status, sheet.palette)
    letter = marks.LETTERS[assessment.status]
    style = sheet.style(size * 72 / 25.4 * 0.62, 0, fonts.BOLD, role)
    with page.tag("Span", alt=words.STATUS_NAMES[assessment.status]):
        page.text(at[0], at[1] + size * 0.22, letter, style, "centre")


def _off_row(sheet: Sheet, page: Page, top: float) -> None:
    """Off target, of those judged, per place: so that no place hides in a total."""
    picture = sheet.plan.picture
    page.line((LEFT, top), (page.width - 18, top), sheet.palette["ink"], 0.8)
    with page.tag("TR"):
        with page.tag("TH", scope="Row"):
            page.text(
                LEFT, top + 5.6, "Off target, of those judged", sheet.style(11, 12, fonts.SEMIBOLD)
            )
        columns = [(sheet.plan.area, LEFT + _NAME + _COUNTY - 3.2)]
        columns += [(d.code, _x(i) + _CELL - 2) for i, d in enumerate(picture.framework.districts)]
        for area, x in columns:
            mine = [a for (_, code), a in picture.assessments.items() if code == area]
            judged = [a for a in mine if a.status in (Status.MET, Status.WITHIN, Status.OFF)]
            off = sum(a.status is Status.OFF for a in judged)
            figure = sheet.mark_id("scorecard", "", area, "off-of-judged")
            with page.tag("TD"), page.tag("Span", figure=figure):
                page.text(
                    x,
                    top + 5.6,
                    f"{off} of {len(judged)}",
                    sheet.style(10.5, 12, fonts.SEMIBOLD),
                    "right",
                )


# ---- a district beside the county


def _district(sheet: Sheet, some: Sequence[Assessment]) -> None:
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
        sheet.heading(page, "Scorecard", 29)
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
                y += _A4_ROW


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
            name = fonts.wrapped(measure.title, fonts.REGULAR, 10, 74 * 72 / 25.4)
            page.text(LEFT, y, name[0] + (" …" if len(name) > 1 else ""), style)
        with page.tag("TD"):
            label = period.label if period else "–"
            page.text(118, y, label, style.having(size=10.0 if len(label) < 12 else 8.6), "right")  # noqa: PLR2004  the column's room
        for i, (area, value, x) in enumerate(cells):
            figure = sheet.mark_id(
                "scorecard", measure.id, area, "value", period.iso if period else ""
            )
            with page.tag("TD", figure=figure):
                weighted = style.having(weight=fonts.SEMIBOLD) if i == 0 else style
                page.text(x, y, words.number(value, measure.decimals), weighted, "right")
        with page.tag("TD"):
            _lettered(sheet, page, (188, y - 1.2), assessment)
