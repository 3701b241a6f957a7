"""A page a measure, always in one order: question, five facts, chart, one sentence, figures, story, data note."""

from cypworkbench.domain.area import ENGLAND, NORTH_WEST
from cypworkbench.domain.judgement import Assessment, Point, Series, Status
from cypworkbench.packs import alt_text, charts, fonts, marks, narrative, words
from cypworkbench.packs.pages.sheet import LEFT, RIGHT, Column, Sheet, table_head
from cypworkbench.packs.tagged import Page, Run
from cypworkbench.packs.tagged.mpl import draw_figure

_FACTS_TOP = 41.0
_COLUMNS = (LEFT, 63.0, 98.0, 126.0, 163.0)
_CHART_TOP = 69.5
_LOWER_LEFT, _LOWER_RIGHT, _WIDE = LEFT, 110.0, 80.0
_BOTTOM = 276.0
_ROWS = 5


def draw(sheet: Sheet, assessment: Assessment, number: int, total: int) -> None:
    """Draw one measure's page; `number` of `total` measures in this pack."""
    measure = assessment.measure
    outcome = sheet.plan.picture.framework.outcome(measure.outcome)
    left = f"Outcome {outcome.number} · {outcome.title}" if outcome.number else outcome.title
    with sheet.page(_short(left), f"Measure {number} of {total} · {sheet.place}") as page:
        after = sheet.heading(page, measure.title, 26, measure.id)
        with page.tag("P"):
            page.paragraph(
                LEFT,
                after - 4,
                RIGHT - LEFT,
                measure.question,
                sheet.style(15, 19, fonts.LIGHT, "ink2"),
            )
        shift = max(0.0, after - 26 - 10.6)
        _facts(sheet, page, assessment, _FACTS_TOP + shift)
        y = _chart(sheet, page, assessment, _CHART_TOP + shift)
        y = _sentence(sheet, page, assessment, y)
        _figures(sheet, page, assessment, y)
        _story(sheet, page, assessment, y)


def _short(text: str) -> str:
    return text if len(text) < 70 else f"{text[:66].rsplit(' ', 1)[0]} …"  # noqa: PLR2004  the head's room


# ---- five facts


def _facts(sheet: Sheet, page: Page, assessment: Assessment, top: float) -> None:
    page.line((LEFT, top), (RIGHT, top), sheet.palette["ink"], 0.8)
    page.line((LEFT, top + 23.5), (RIGHT, top + 23.5), sheet.palette["line"], 0.5)
    for x in _COLUMNS[1:]:
        page.line((x - 3, top + 3), (x - 3, top + 21), sheet.palette["line"], 0.5)
    _value(sheet, page, assessment, top)
    _against(sheet, page, assessment, top)
    _change(sheet, page, assessment, top)
    marks.variation(page, _COLUMNS[3], top + 7, assessment, sheet.palette)
    _tile_words(sheet, page, (_COLUMNS[3], top), "Variation", narrative.variation_words(assessment))
    if assessment.target_value is not None:
        marks.assurance(page, _COLUMNS[4], top + 7, assessment, sheet.palette)
    _tile_words(sheet, page, (_COLUMNS[4], top), "Assurance", narrative.assurance_words(assessment))


def _label(sheet: Sheet, page: Page, at: tuple[float, float], text: str) -> None:
    with page.tag("P"):
        page.text(at[0], at[1] + 4.8, text, sheet.style(9.5, 12, fonts.REGULAR, "ink2"))


def _value(sheet: Sheet, page: Page, assessment: Assessment, top: float) -> None:
    measure, latest = assessment.measure, assessment.latest
    period = latest.period.label if latest else ""
    said = f"{period}, {measure.unit}" if period else measure.unit
    _label(sheet, page, (LEFT, top), said if sheet.caption.width(said) < 39 else period)  # noqa: PLR2004  the column
    value = words.figure(measure, latest.value) if latest else "–"
    figure = sheet.mark_id(
        "measure", measure.id, assessment.area, "value", latest.period.iso if latest else ""
    )
    size = 36.0 if len(value) < 6 else 26.0  # noqa: PLR2004  longer counts are set smaller
    with page.tag("P"), page.tag("Span", figure=figure):
        page.text(LEFT, top + 16.5, value, sheet.style(size, size, fonts.SEMIBOLD))
    with page.tag("P"):
        good = (
            "neutral"
            if words.which_is_good(measure).startswith("neither")
            else words.which_is_good(measure)
        )
        page.text(LEFT, top + 21.5, good, sheet.style(9.5, 12, fonts.REGULAR, "ink2"))


def _against(sheet: Sheet, page: Page, assessment: Assessment, top: float) -> None:
    x, measure = _COLUMNS[1], assessment.measure
    _label(sheet, page, (x, top), "Against target")
    marks.status(page, (x + 3, top + 11), 5.4, assessment.status, sheet.palette)
    with page.tag("P"):
        name = words.STATUS_NAMES[assessment.status]
        page.paragraph(x + 7.6, top + 12.6, 23, name, sheet.style(11, 12.4, fonts.SEMIBOLD))
    with page.tag("P"):
        small = sheet.style(9.5, 12, fonts.REGULAR, "ink2")
        if assessment.target_value is None:
            return
        said = words.figure(measure, assessment.target_value)
        if assessment.upper_target is not None:
            said += f" to {words.figure(measure, assessment.upper_target)}"
        target = assessment.target
        tolerance = (
            f", tolerance {target.tolerance * 100:.0f}%" if target and target.tolerance else ""
        )
        figure = sheet.mark_id("measure", measure.id, assessment.area, "target")
        page.paragraph(x, top + 21.5, 32, [Run(said, figure=figure), Run(tolerance)], small)


def _change(sheet: Sheet, page: Page, assessment: Assessment, top: float) -> None:
    x, measure = _COLUMNS[2], assessment.measure
    _label(sheet, page, (x, top), "Change")
    change = assessment.short_change
    if change is None:
        with page.tag("P"):
            page.text(x, top + 12.6, "None to show", sheet.style(11, 13, fonts.SEMIBOLD))
        return
    figure = sheet.mark_id("measure", measure.id, assessment.area, "change", change.since.iso)
    with page.tag("P"), page.tag("Span", figure=figure):
        page.text(x, top + 12.6, words.moved(measure, change), sheet.style(11, 13, fonts.SEMIBOLD))
    small = sheet.style(9.5, 12, fonts.REGULAR, "ink2")
    with page.tag("P"):
        page.text(x, top + 17.2, words.goodness(change, measure) or "not judged", small)
    with page.tag("P"):
        page.text(x, top + 21.5, f"on {change.since.short_label}", small)


def _tile_words(
    sheet: Sheet, page: Page, at: tuple[float, float], name: str, said: tuple[str, str]
) -> None:
    x, top = at
    _label(sheet, page, at, name)
    with page.tag("P"):
        page.text(x, top + 18.2, said[0], sheet.style(9.5, 12, fonts.SEMIBOLD))
    with page.tag("P"):
        page.text(x, top + 22.2, said[1], sheet.style(8.5, 11, fonts.REGULAR, "ink2"))


# ---- chart and sentence


def others(sheet: Sheet, assessment: Assessment) -> tuple[Series, ...]:
    """The series drawn beside it: England, the region, and the county in a district's pack."""
    picture = sheet.plan.picture
    codes = [NORTH_WEST, ENGLAND]
    if not sheet.is_county:
        codes.insert(0, picture.framework.county)
    wanted = (picture.assessments.get((assessment.measure.id, code)) for code in codes)
    return tuple(a.series for a in wanted if a and a.latest and a.area != assessment.area)


def _chart(sheet: Sheet, page: Page, assessment: Assessment, top: float) -> float:
    measure = assessment.measure
    with page.tag("H2"):
        page.text(
            LEFT,
            top + 1,
            f"{words.capital(measure.title)}, {measure.unit}",
            sheet.style(11, 13, fonts.SEMIBOLD),
        )
    if len(assessment.series.points) < 2:  # noqa: PLR2004  one point is no trend
        with page.tag("P"):
            page.text(LEFT, top + 12, "There are too few figures to draw.", sheet.body)
        return top + 24
    beside = others(sheet, assessment)
    view = charts.TrendView(assessment, beside, sheet.names, sheet.palette)
    draw_figure(
        page, charts.trend(view), LEFT, top + 2.5, alt_text.trend(assessment, beside, sheet.names)
    )
    return top + 74


def _sentence(sheet: Sheet, page: Page, assessment: Assessment, y: float) -> float:
    said = [
        Run(f"{narrative.claim(assessment)} ", fonts.SEMIBOLD),
        Run(narrative.support(assessment, sheet.names)),
    ]
    with page.tag("P"):
        after = page.paragraph(LEFT + 5, y + 4, RIGHT - LEFT - 6, said, sheet.lead)
    page.rectangle((LEFT, y - 0.5, 1.2, after - y - 4.4), fill=sheet.palette["accent"])
    return after + 3.5


# ---- figures and districts


def _figures(sheet: Sheet, page: Page, assessment: Assessment, y: float) -> None:
    under = sheet.subheading(page, "Figures", (LEFT, y, _WIDE))
    beside = others(sheet, assessment)
    shown = [p for p in assessment.series.points if p.value is not None][-_ROWS:]
    heads = [
        "Period",
        _column_name(sheet.place),
        "Target",
        *[_column_name(sheet.names[s.area]) for s in beside],
    ]
    xs = [LEFT + 20 + (_WIDE - 20) * (i + 1) / (len(heads) - 1) for i in range(len(heads) - 1)]
    columns = [
        Column(heads[0], LEFT),
        *[Column(h, x, "right") for h, x in zip(heads[1:], xs, strict=True)],
    ]
    with page.tag("Table"):
        row = table_head(sheet, page, columns, (LEFT, under + 5.2, _WIDE)) + 4.6
        for point in shown:
            _row(sheet, page, assessment, point, (beside, xs, row))
            sheet.rule(page, LEFT, row + 1.5, _WIDE)
            row += 5.5
    if sheet.is_county:
        _districts(sheet, page, assessment, row + 6)


def _column_name(name: str) -> str:
    return name if len(name) < 13 else name.rsplit(maxsplit=1)[-1]  # noqa: PLR2004  the column's room


def _row(
    sheet: Sheet,
    page: Page,
    assessment: Assessment,
    point: Point,
    at: tuple[tuple[Series, ...], list[float], float],
) -> None:
    beside, xs, y = at
    measure, last = assessment.measure, point == assessment.latest
    style = sheet.style(10.5, 15, fonts.SEMIBOLD if last else fonts.REGULAR)
    place = assessment.series.points.index(point)
    targets = assessment.target_by_point
    target = targets[place] if place < len(targets) else None
    there = [s.at(point.period) for s in beside]
    cells = [("value", assessment.area, point.value), ("target", assessment.area, target)]
    cells += [("value", s.area, p.value if p else None) for s, p in zip(beside, there, strict=True)]
    with page.tag("TR"):
        with page.tag("TH", scope="Row"):
            page.text(
                LEFT,
                y,
                point.period.label,
                style.having(size=min(10.5, 235 / max(22, len(point.period.label) * 1.4))),
            )
        for (what, area, value), x in zip(cells, xs, strict=True):
            figure = sheet.mark_id("table", measure.id, area, what, point.period.iso)
            with page.tag("TD", figure=figure):
                page.text(x, y, words.number(value, measure.decimals), style, "right")


def _districts(sheet: Sheet, page: Page, assessment: Assessment, y: float) -> None:
    picture, measure = sheet.plan.picture, assessment.measure
    rows = [
        picture.assessments[measure.id, d.code]
        for d in picture.framework.districts
        if (measure.id, d.code) in picture.assessments
    ]
    if not rows:
        return
    room = _BOTTOM - y - 6
    step = min(4.6, room / len(rows))
    under = sheet.subheading(page, "Districts", (LEFT, y, _WIDE), _latest_words(rows))
    values = [a.latest.value for a in rows if a.latest and a.latest.value is not None]
    low, high = min([0.0, *values]), max([1e-9, *values])
    said = [
        (
            sheet.names[a.area],
            words.figure(measure, a.latest.value if a.latest else None),
            words.STATUS_NAMES[a.status],
        )
        for a in rows
    ]
    box = page.outer(LEFT, under + 1, LEFT + _WIDE, under + 3 + step * len(rows))
    with page.tag("Figure", alt=alt_text.dots(measure.title, said), box=box):
        style = sheet.style(min(9.5, step * 2.35), 12)
        for i, other in enumerate(rows):
            _dot(sheet, page, other, (under + 4.2 + i * step, (low, high)), style.size)
        top, bottom = under + 2.4, under + 2 + step * len(rows)
        page.line((LEFT + 29, top), (LEFT + 29, bottom), sheet.palette["ink"], 0.6)


def _latest_words(rows: list[Assessment]) -> str:
    periods = {a.latest.period.label for a in rows if a.latest}
    return f"latest figures, {periods.pop()}" if len(periods) == 1 else "each one's latest figure"


def _dot(
    sheet: Sheet, page: Page, other: Assessment, at: tuple[float, tuple[float, float]], size: float
) -> None:
    y, (low, high) = at
    style = sheet.style(size, 12)
    page.text(LEFT + 27, y, sheet.names[other.area], style, "right")
    latest = other.latest
    if latest is None or latest.value is None:
        said = "not reported" if other.status is Status.NOT_REPORTED else "no figure"
        page.text(
            LEFT + 31, y, said, style.having(colour=sheet.palette["ink3"], weight=fonts.ITALIC)
        )
        return
    x = LEFT + 31 + 34 * (latest.value - low) / (high - low)
    page.line((LEFT + 29, y - 1.1), (x, y - 1.1), sheet.palette["grid"], 0.5)
    marks.status(page, (x, y - 1.1), 2.7, other.status, sheet.palette)
    figure = sheet.mark_id("districts", other.measure.id, other.area, "value", latest.period.iso)
    with page.tag("Span", figure=figure):
        page.text(x + 3, y, words.figure(other.measure, latest.value), style)


# ---- story, actions, data note


def _story(sheet: Sheet, page: Page, assessment: Assessment, y: float) -> None:
    picture = sheet.plan.picture
    x, wide = _LOWER_RIGHT, RIGHT - _LOWER_RIGHT
    told = [
        c
        for c in picture.comments
        if c.measure == assessment.measure.id and c.area == assessment.area
    ]
    under = sheet.subheading(page, "The story behind it", (x, y, wide))
    y = under + 5.4
    text = sheet.style(10.5, 14)
    if told:
        with page.tag("P"):
            y = page.paragraph(x, y, wide, told[-1].text, text)
        by = f"By the {told[-1].by.role or told[-1].by.name}, {words.day(told[-1].at.date())}"
        with page.tag("P"):
            y = page.paragraph(x, y + 1.4, wide, by, sheet.style(9.5, 12, fonts.ITALIC, "ink3"))
    else:
        noted = [
            o.comment
            for o in picture.observations
            if (o.measure, o.area) == (assessment.measure.id, assessment.area) and o.comment
        ]
        with page.tag("P"):
            y = page.paragraph(
                x,
                y,
                wide,
                f"The board wrote: “{noted[-1]}”" if noted else "No comment was asked for.",
                text,
            )
    y = _actions(sheet, page, assessment, y + 5)
    with page.tag("H2"):
        page.text(x, y, "About the data", sheet.style(10.5, 13, fonts.SEMIBOLD))
    note = [
        *_interval(sheet, assessment),
        Run(" ".join(narrative.data_note(assessment, sheet.names))),
    ]
    with page.tag("P"):
        page.paragraph(x, y + 4.6, wide, note, sheet.style(9.5, 12.4, fonts.REGULAR, "ink2"))


def _interval(sheet: Sheet, assessment: Assessment) -> list[Run]:
    """What chance leaves open about the latest figure, where it is a share or rate of known numbers."""
    latest, measure = assessment.latest, assessment.measure
    if latest is None or latest.lower is None or latest.upper is None:
        return []
    figure = sheet.mark_id("measure", measure.id, assessment.area, "interval", latest.period.iso)
    said = f"{words.figure(measure, latest.lower)} to {words.figure(measure, latest.upper)}"
    return [Run("95% interval "), Run(said, figure=figure), Run(". ")]


def _actions(sheet: Sheet, page: Page, assessment: Assessment, y: float) -> float:
    actions = [
        a
        for a in sheet.plan.picture.actions
        if (a.measure, a.area) == (assessment.measure.id, assessment.area)
    ]
    if not actions:
        return y
    x, wide = _LOWER_RIGHT, RIGHT - _LOWER_RIGHT
    y = sheet.subheading(page, "What will be done", (x, y, wide)) + 5.2
    for action in actions:
        with page.tag("P"):
            y = page.paragraph(x, y, wide, action.text, sheet.style(10.5, 14))
        progress = f". {action.progress}" if action.progress else ""
        owed = f"{action.owner}, by {words.day(action.due)}{progress}"
        with page.tag("P"):
            y = page.paragraph(x, y, wide, owed, sheet.style(9.5, 12, fonts.SEMIBOLD, "ink2"))
        sheet.rule(page, x, y - 2.6, wide)
        y += 2.6
    return y + 3
