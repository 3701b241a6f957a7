"""The county's scorecard on A3: measures by districts, by outcome, off-target cells tinted, a line in each cell."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from cypworkbench.domain.area import ENGLAND
from cypworkbench.domain.disclosure import WITHHELD
from cypworkbench.domain.framework import Measure, MeasureRole, Polarity
from cypworkbench.domain.judgement import Assessment, Status
from cypworkbench.domain.period import Period
from cypworkbench.packs import editions, fonts, marks, weighing, words
from cypworkbench.packs.pages.contents import BESIDE
from cypworkbench.packs.pages.sheet import LEFT, Sheet, named
from cypworkbench.packs.tagged import Page
from cypworkbench.packs.tagged.document import A3_LANDSCAPE

_MOST = 16
_NAME, _ENGLAND, _COUNTY, _CELL = 72.0, 16.0, 23.0, 22.55
_ROW, _GROUP, _TOP = 12.2, 5.8, 52.0
_EDGE = 402.0
_SMALL = 9.5
_WAYS = {
    Polarity.HIGHER: "▲",
    Polarity.LOWER: "▼",
    Polarity.NEUTRAL: "◆",
    Polarity.NONE: "◇",
}
_JUDGED = (Status.MET, Status.WITHIN, Status.OFF, Status.TOO_CLOSE)


@dataclass(frozen=True, slots=True)
class _Group:
    """Rows under one heading: an outcome's measures, or those beside the plan."""

    title: str
    measures: tuple[Assessment, ...]


def draw(sheet: Sheet) -> None:
    """Draw the fold-out, as many sheets as the measures need."""
    measures = sheet.plan.measures
    batches = [measures[i : i + _MOST] for i in range(0, len(measures), _MOST)]
    for number, some in enumerate(batches, start=1):
        _sheet(sheet, some, number, len(batches))


def _sheet(sheet: Sheet, some: Sequence[Assessment], number: int, of: int) -> None:
    which = f" · sheet {number} of {of}" if of > 1 else ""
    head = f"{sheet.place} and its districts{which}"
    with sheet.page("Scorecard", head, A3_LANDSCAPE) as page:
        sheet.heading(page, f"Scorecard, sheet {number}" if number > 1 else "Scorecard", 29)
        _legend(sheet, page)
        with page.tag("Table"):
            _heads(sheet, page)
            y = _TOP
            for group in _groups(sheet, some):
                _group(sheet, page, group.title, y)
                y += _GROUP
                for assessment in group.measures:
                    _row(sheet, page, assessment, y)
                    y += _ROW
            if number == of:
                _off_row(sheet, page, y)
        _notes(sheet, page, some, y + (14 if number == of else 6))


def _groups(sheet: Sheet, some: Sequence[Assessment]) -> list[_Group]:
    framework = sheet.plan.picture.framework
    found: dict[str, list[Assessment]] = {}
    for assessment in some:
        measure = assessment.measure
        title = framework.outcome(measure.outcome).title
        if measure.role is MeasureRole.CONTEXT:
            title = BESIDE
        found.setdefault(title, []).append(assessment)
    return [_Group(title, tuple(held)) for title, held in found.items()]


def _x(column: int) -> float:
    """The left edge of a district's column."""
    return LEFT + _NAME + _ENGLAND + _COUNTY + _CELL * column


def _legend(sheet: Sheet, page: Page) -> None:
    with page.tag("P"):
        said = (
            "Line: the figures since the first, each on its own scale. Dashed: the target now. "
            "▲ higher is better, ▼ lower is better, ◆ neither."
        )
        page.text(LEFT, 37, said, sheet.caption)
    x = _EDGE
    for status in reversed(tuple(marks.LETTERS)):
        name = words.STATUS_NAMES[status]
        x -= sheet.caption.width(name)
        with page.tag("P"):
            page.text(x, 30, name, sheet.caption)
        marks.status(page, (x - 3.6, 28.8), 3.9, status, sheet.palette)
        x -= 10


def _heads(sheet: Sheet, page: Page) -> None:
    y = _TOP - 2.4
    page.line((LEFT, _TOP - 10), (_EDGE, _TOP - 10), sheet.palette["ink"], 0.8)
    page.line((LEFT, _TOP), (_EDGE, _TOP), sheet.palette["line_strong"], 0.5)
    _upright(sheet, page, _TOP - 9, _TOP)
    place = "Together" if sheet.around else sheet.place
    columns = [("England", LEFT + _NAME + _ENGLAND - 1), (place, _x(0) - 3)]
    districts = sheet.plan.picture.framework.districts
    columns += [(d.name, _x(i) + _CELL - 2) for i, d in enumerate(districts)]
    with page.tag("TR"):
        with page.tag("TH", scope="Column"):
            page.text(LEFT, y, "Measure", sheet.head)
        for name, x in columns:
            parts = name.split()
            with page.tag("TH", scope="Column"):
                for line, part in enumerate(parts):
                    last = line == len(parts) - 1
                    above = 4 * (len(parts) - 1 - line)
                    page.text(x, y - above, part if last else f"{part} ", sheet.head, "right")


def _group(sheet: Sheet, page: Page, title: str, top: float) -> None:
    page.rectangle((LEFT, top, _EDGE - LEFT, _GROUP), fill=sheet.palette["sunken"])
    columns = 3 + len(sheet.plan.picture.framework.districts)
    with page.tag("TR"), page.tag("TH", scope="Row", columns=columns):
        style = sheet.style(10, 12, fonts.SEMIBOLD, "accent")
        page.text(LEFT + 1.5, top + 4.1, title, style)


def _period(sheet: Sheet, measure: Measure) -> Period | None:
    """The period of a row: that of most districts' latest figures, else of the county's."""
    picture = sheet.plan.picture
    held = [picture.assessments.get((measure.id, d.code)) for d in picture.framework.districts]
    counted = Counter(a.latest.period for a in held if a and a.latest)
    if counted:
        return max(counted, key=lambda period: (counted[period], period))
    county = picture.assessments.get((measure.id, sheet.plan.area))
    return county.latest.period if county and county.latest else None


def _row(sheet: Sheet, page: Page, assessment: Assessment, top: float) -> None:
    measure, picture = assessment.measure, sheet.plan.picture
    period = _period(sheet, measure)
    with page.tag("TR"):
        with page.tag("TH", scope="Row"):
            strong = sheet.style(10.5, 12, fonts.SEMIBOLD)
            page.text(LEFT + 1.5, top + 4.9, f"{named(measure, strong, _NAME - 9)} ", strong)
            quiet = sheet.style(_SMALL, 12, fonts.REGULAR, "ink3")
            page.text(LEFT + 1.5, top + 9.6, f"{measure.unit} ", quiet)
            edge = LEFT + _NAME - 2
            page.text(edge, top + 9.6, words.short(period) if period else "", quiet, "right")
        way = sheet.style(8.5, 10, fonts.REGULAR, "ink2")
        page.glyph(LEFT + _NAME - 3.5, top + 4.8, _WAYS[assessment.way], way)
        _england(sheet, page, assessment, top)
        county = (LEFT + _NAME + _ENGLAND + 0.8, top, _COUNTY - 1.8)
        _cell(sheet, page, assessment, county)
        for i, district in enumerate(picture.framework.districts):
            held = picture.assessments.get((measure.id, district.code))
            _cell(sheet, page, held, (_x(i), top, _CELL))
    page.line((LEFT, top + _ROW), (_EDGE, top + _ROW), sheet.palette["line"], 0.4)
    _upright(sheet, page, top, top + _ROW)


def _upright(sheet: Sheet, page: Page, top: float, bottom: float) -> None:
    """The one upright rule, between the county and the districts; it leaves the group headings alone."""
    x = _x(0) - 0.6
    page.line((x, top), (x, bottom), sheet.palette["line_strong"], 0.8)


def _england(sheet: Sheet, page: Page, assessment: Assessment, top: float) -> None:
    measure, latest = assessment.measure, assessment.latest
    held = sheet.plan.picture.assessments.get((measure.id, ENGLAND))
    period = latest.period if latest else _period(sheet, measure)
    point = held.series.at(period) if held and period else None
    figure = sheet.mark_id("scorecard", measure.id, ENGLAND, "value", period.iso if period else "")
    with page.tag("TD", figure=figure):
        text = words.number(point.value if point else None, measure.decimals)
        style = sheet.style(10.5, 12, fonts.REGULAR, "ink2")
        page.text(LEFT + _NAME + _ENGLAND - 1, top + 4.9, text, style, "right")


def _cell(
    sheet: Sheet, page: Page, assessment: Assessment | None, box: tuple[float, float, float]
) -> None:
    left, top, wide = box
    edge = left + wide - 2
    quiet = sheet.style(_SMALL, 12, fonts.ITALIC, "ink3")
    points = assessment.series.points if assessment else ()
    if points and editions.is_withheld(points[-1]):
        with page.tag("TD"):  # an older figure would be taken for the one withheld
            page.text(edge, top + 4.9, WITHHELD, quiet, "right")
        return
    if assessment is None or assessment.latest is None or assessment.latest.value is None:
        unreported = assessment is not None and assessment.status is Status.NOT_REPORTED
        with page.tag("TD"):
            page.text(
                edge, top + 4.9, "not reported" if unreported else "not known", quiet, "right"
            )
        return
    off = assessment.status is Status.OFF
    if off:
        box_ = (left + 0.4, top + 0.4, wide - 0.8, _ROW - 0.8)
        page.rectangle(box_, fill=sheet.palette["off_soft"])
    measure, latest = assessment.measure, assessment.latest
    figure = sheet.mark_id("scorecard", measure.id, assessment.area, "value", latest.period.iso)
    value = words.number(latest.value, measure.decimals)
    style = sheet.style(11.0, 12, fonts.SEMIBOLD if off else fonts.REGULAR)
    with page.tag("TD"):
        with page.tag("Span", figure=figure):
            page.text(edge, top + 4.9, f"{value} ", style, "right")
        lettered(sheet, page, (left + 4.2, top + 3.7), assessment)
    values = [p.value for p in assessment.series.points]
    with page.artifact():
        room = (left + 2.6, top + 7.2, wide - 5.2, 3.6)
        marks.spark(page, room, values, assessment.target_value, sheet.palette)


def lettered(sheet: Sheet, page: Page, at: tuple[float, float], assessment: Assessment) -> None:
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
    page.line((LEFT, top), (_EDGE, top), sheet.palette["ink"], 0.8)
    shown = {a.measure.id for a in sheet.plan.measures}
    columns = [(sheet.plan.area, _x(0) - 3)]
    columns += [(d.code, _x(i) + _CELL - 2) for i, d in enumerate(picture.framework.districts)]
    strong = sheet.style(10.5, 12, fonts.SEMIBOLD)
    with page.tag("TR"):
        with page.tag("TH", scope="Row", columns=2):
            page.text(LEFT + 1.5, top + 6, "Off target, of those judged", strong)
        for area, x in columns:
            held = [picture.assessments.get((m, area)) for m in sorted(shown)]
            judged = [a for a in held if a and a.status in _JUDGED]
            off = sum(a.status is Status.OFF for a in judged)
            figure = sheet.mark_id("scorecard", "", area, "off-of-judged")
            with page.tag("TD"), page.tag("Span", figure=figure):
                said = f"{off} of {len(judged)}" if judged else "–"
                page.text(x, top + 6, said, strong, "right")


def _notes(sheet: Sheet, page: Page, some: Sequence[Assessment], y: float) -> None:
    """Where the county's latest figure is of another period than the row's, say so."""
    apart = []
    for assessment in some:
        period, latest = _period(sheet, assessment.measure), assessment.latest
        if latest and period and latest.period != period:
            apart.append(f"{assessment.measure.title} ({words.spoken(latest.period)})")
    said = "County figures are never an average of districts: “not known” means that nobody publishes one."
    if apart:
        said += (
            f" {sheet.place}’s and England’s figures are of another year for {words.listed(apart)}."
        )
    chance = weighing.by_chance(_charted(sheet, some))
    with page.tag("P"):
        page.paragraph(LEFT, y, _EDGE - LEFT, f"{said} {chance}".strip(), sheet.caption)


def _charted(sheet: Sheet, some: Sequence[Assessment]) -> list[Assessment]:
    """Every series of the sheet's measures: the county's and each district's."""
    picture = sheet.plan.picture
    areas = (picture.framework.county, *(d.code for d in picture.framework.districts))
    keys = ((a.measure.id, area) for a in some for area in areas)
    return [held for key in keys if (held := picture.assessments.get(key))]
