"""A page a measure, always in one order: question, five facts, chart, one sentence, figures, story, data note."""

from dataclasses import replace

from cypworkbench.domain.disclosure import WITHHELD
from cypworkbench.domain.framework import Kind
from cypworkbench.domain.judgement import Assessment, Assurance
from cypworkbench.domain.record import Wording
from cypworkbench.packs import (
    alt_text,
    band_target,
    chart_notes,
    charts,
    editions,
    fonts,
    marks,
    narrative,
    target_words,
    words,
)
from cypworkbench.packs.pages import figures, own_words, story
from cypworkbench.packs.pages.sheet import LEFT, RIGHT, Sheet, cut, fitted
from cypworkbench.packs.tagged import Page, Run
from cypworkbench.packs.tagged.mpl import draw_figure
from cypworkbench.packs.tagged.style import MM

_FACTS_TOP = 42.0
_COLUMNS = (LEFT, 61.0, 97.0, 124.0, 163.5)
_CHART_TOP = 71.0


def draw(sheet: Sheet, assessment: Assessment, number: int, total: int) -> None:
    """Draw one measure's page; `number` of `total` measures in this pack."""
    measure = assessment.measure
    outcome = sheet.plan.picture.framework.outcome(measure.outcome)
    left = f"Outcome {outcome.number} · {outcome.title}" if outcome.number else outcome.title
    with sheet.page(left, f"Measure {number} of {total} · {sheet.place}") as page:
        after = sheet.heading(page, measure.title, 26, measure.id)
        shift = max(0.0, after - 26 - 10.6) + _question(sheet, page, measure.question, after - 3.2)
        _facts(sheet, page, assessment, _FACTS_TOP + shift)
        y = _chart(sheet, page, assessment, _CHART_TOP + shift)
        y = _sentence(sheet, page, assessment, y)
        figures.draw(sheet, page, assessment, y)
        rest = story.draw(sheet, page, assessment, y)
    story.draw_rest(sheet, assessment, rest, left)


def _question(sheet: Sheet, page: Page, question: str, y: float) -> float:
    """The question in one line where it can be; returns how far (mm) its further lines push the rest down."""
    wide = RIGHT - LEFT
    style = fitted(question, sheet.style(15, 19, fonts.LIGHT, "ink2"), wide, least=12)
    with page.tag("P"):
        after = page.paragraph(LEFT, y, wide, question, style)
    return after - y - style.leading / MM


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
    if assessment.assurance is not Assurance.NONE:
        marks.assurance(page, _COLUMNS[4], top + 7, assessment, sheet.palette)
    _tile_words(sheet, page, (_COLUMNS[4], top), "Assurance", narrative.assurance_words(assessment))
    _bar(sheet, page, assessment, top)


def _label(sheet: Sheet, page: Page, at: tuple[float, float], text: str) -> None:
    with page.tag("P"):
        page.text(at[0], at[1] + 4.8, text, sheet.style(9.5, 12, fonts.REGULAR, "ink2"))


def _value(sheet: Sheet, page: Page, assessment: Assessment, top: float) -> None:
    measure, latest = assessment.measure, assessment.latest
    points = assessment.series.points
    hidden = bool(points) and editions.is_withheld(points[-1])
    shown = points[-1] if hidden else latest
    period = shown.period.label if shown else ""
    said = f"{period}, {measure.unit}" if period else f"No figure, {measure.unit}"
    _label(
        sheet,
        page,
        (LEFT, top),
        said if sheet.caption.width(said) < _COLUMNS[1] - LEFT - 4 else period,
    )
    value = words.figure(measure, latest.value) if latest else "–"
    value = WITHHELD if hidden else value  # no older figure in its place
    figure = sheet.mark_id(
        "measure", measure.id, assessment.area, "value", shown.period.iso if shown else ""
    )
    size = 36.0 if len(value) < 6 else 26.0  # noqa: PLR2004  longer counts are set smaller
    with page.tag("P"), page.tag("Span", figure=figure):
        page.text(LEFT, top + 16.5, value, sheet.style(size, size, fonts.SEMIBOLD))
    with page.tag("P"):
        good = words.which_is_good(assessment)
        page.text(LEFT, top + 21.5, good, sheet.style(9.5, 12, fonts.REGULAR, "ink2"))


def _against(sheet: Sheet, page: Page, assessment: Assessment, top: float) -> None:
    x, measure = _COLUMNS[1], assessment.measure
    room = _COLUMNS[2] - x - 4
    _label(sheet, page, (x, top), "Against target")
    marks.status(page, (x + 3, top + 11.0), 5.0, assessment.status, sheet.palette)
    with page.tag("P"):
        name = words.STATUS_NAMES[assessment.status]
        style = fitted(name, sheet.style(11, 12.4, fonts.SEMIBOLD), room - 7.4, least=9.5)
        page.text(x + 7.4, top + 12.6, name, style)
    if assessment.target_value is None:
        return
    said = target_words.figure(assessment)
    target = assessment.target
    more = f", tolerance {target.tolerance * 100:.0f}%" if target and target.tolerance else ""
    small = fitted(said + more, sheet.style(9.5, 12, fonts.REGULAR, "ink2"), room)
    figure = sheet.mark_id("measure", measure.id, assessment.area, "target")
    with page.tag("P"):
        with page.tag("Span", figure=figure):
            used = page.text(x, top + 16.8, said, small)
        if more:
            page.text(x + used, top + 16.8, more, small)


def _bar(sheet: Sheet, page: Page, assessment: Assessment, top: float) -> None:
    """The bar of the figure against its target, heard after the five facts it belongs to."""
    shown = band_target.bar(assessment)
    if shown:
        box = (_COLUMNS[1], top + 18.3, _COLUMNS[2] - _COLUMNS[1] - 5, 3.9)
        band_target.draw(page, box, shown, band_target.told(assessment, shown), sheet.palette)


def _change(sheet: Sheet, page: Page, assessment: Assessment, top: float) -> None:
    x, measure = _COLUMNS[2], assessment.measure
    _label(sheet, page, (x, top), "Change")
    change = assessment.short_change
    if change is None:
        with page.tag("P"):
            page.text(x, top + 12.6, "None to show", sheet.style(11, 13, fonts.SEMIBOLD))
        return
    figure = sheet.mark_id("measure", measure.id, assessment.area, "change", change.since.iso)
    moved = words.moved(measure, change)
    with page.tag("P"), page.tag("Span", figure=figure):
        style = fitted(moved, sheet.style(11, 13, fonts.SEMIBOLD), _COLUMNS[3] - x - 3.5)
        page.text(x, top + 12.6, moved, style)
    small = sheet.style(9.5, 12, fonts.REGULAR, "ink2")
    unjudged = "as it was" if moved == "No change" else "not judged"
    with page.tag("P"):
        page.text(x, top + 17.2, words.goodness(change, measure) or unjudged, small)
    with page.tag("P"):
        since = f"{'since' if moved == 'No change' else 'on'} {words.short(change.since).removeprefix('to ')}"
        page.text(x, top + 21.5, since, fitted(since, small, _COLUMNS[3] - x - 3.5))


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


def _chart(sheet: Sheet, page: Page, assessment: Assessment, top: float) -> float:
    measure = assessment.measure
    strong = sheet.style(11, 13, fonts.SEMIBOLD)
    with page.tag("H2"):
        title = cut(f"{words.capital(measure.title)}, {measure.unit}", strong, RIGHT - LEFT)
        page.text(LEFT, top + 1, title, strong)
    given = sum(p.value is not None for p in assessment.series.points)
    if given < 2:  # noqa: PLR2004  one point is no trend
        with page.tag("P"):
            said = f"{sheet.place} has {'one figure' if given else 'no figures'} here, so there is no trend to draw."
            page.text(LEFT, top + 8, said, sheet.body)
        return top + 16
    lower = sheet.fitting.lowered.get(measure.id, 0.0)
    # how many there are in a part of the county says nothing beside how many there are in all of it
    beside = () if measure.kind is Kind.COUNT else figures.others(sheet, assessment)
    if not sheet.counting:
        picture, ahead = sheet.plan.picture, sheet.plan.ahead.get(measure.id)
        anew = chart_notes.rebases(picture, assessment)
        noted = chart_notes.notes(picture, assessment)
        view = charts.TrendView(
            assessment, beside, sheet.names, sheet.palette, ahead=ahead, rebases=anew, notes=noted
        )
        view = replace(view, size=(view.size[0], view.size[1] - lower * MM))
        told = alt_text.trend(assessment, beside, sheet.names, ahead, anew, noted)
        draw_figure(page, charts.trend(view), LEFT, top + 2.5, told)
    return top + 74 - lower


def _sentence(sheet: Sheet, page: Page, assessment: Assessment, y: float) -> float:
    said = [
        Run(f"{narrative.claim(assessment)} ", fonts.SEMIBOLD),
        Run(narrative.support(assessment, sheet.names)),
    ]
    own = _own_words(sheet, assessment)
    if own is not None:
        said = [Run(own.text, fonts.SEMIBOLD), Run(own_words.whose(own))]
    with page.tag("P"):
        after = page.paragraph(LEFT + 5, y + 4, RIGHT - LEFT - 6, said, sheet.lead)
    page.rectangle((LEFT, y - 0.5, 1.2, after - y - 4.4), fill=sheet.palette["accent"])
    return after + 3.5


def _own_words(sheet: Sheet, assessment: Assessment) -> Wording | None:
    """A person's own words, unless the figures they were written of have moved: then nobody's words but ours."""
    here = (assessment.measure.id, assessment.area)
    written = next((w for w in sheet.plan.picture.wordings if (w.measure, w.area) == here), None)
    if written and written.instead_of == narrative.sentence(assessment, sheet.names):
        return written
    return None
