"""The scorecard's grid: measures by outcome, off-target cells tinted, a line in each cell; the county's on A3.

A district's has the same rows on A4 (`scorecard.py`): its own cell beside its target, its change and two comparators.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from cypworkbench.domain.area import ENGLAND
from cypworkbench.domain.disclosure import WITHHELD
from cypworkbench.domain.framework import MeasureRole, Polarity
from cypworkbench.domain.judgement import Assessment, Status
from cypworkbench.domain.period import Period
from cypworkbench.packs import alt_text, editions, fonts, marks, target_words, weighing, words
from cypworkbench.packs.pages.contents import BESIDE
from cypworkbench.packs.pages.grid import Grid, Place, Shows
from cypworkbench.packs.pages.sheet import LEFT, Sheet, cut, fitted, named
from cypworkbench.packs.tagged import Page
from cypworkbench.packs.tagged.document import A3_LANDSCAPE

_MOST = 16
_NAME, _ENGLAND, _COUNTY, _CELL = 72.0, 16.0, 23.0, 22.55
_ROW, GROUP, _TOP = 12.2, 5.8, 52.0
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
class Group:
    """Rows under one heading: an outcome's measures, or those beside the plan."""

    title: str
    measures: tuple[Assessment, ...]


def draw(sheet: Sheet) -> None:
    """Draw the county's fold-out, as many sheets as the measures need."""
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
        y = table(sheet, page, _grid(sheet), some, is_last=number == of)
        _notes(sheet, page, some, y + (14 if number == of else 6))


def table(
    sheet: Sheet, page: Page, grid: Grid, some: Sequence[Assessment], *, is_last: bool
) -> float:
    """Draw the grid for some measures, the last with the row of sums. Returns where (mm) its rows end."""
    with page.tag("Table"):
        with page.tag("THead"):
            _heads(sheet, page, grid)
        y = grid.top
        with page.tag("TBody"):
            for group in groups(sheet, some):
                _group(sheet, page, grid, group.title, y)
                y += GROUP
                for assessment in group.measures:
                    _row(sheet, page, grid, assessment, y)
                    y += grid.row
            if is_last:
                _off_row(sheet, page, grid, y)
    return y


def _grid(sheet: Sheet) -> Grid:
    """The county's columns: England, the county, then its districts from A to Z."""
    place = "Together" if sheet.around else sheet.place
    columns = [
        Place("England", ENGLAND, Shows.FIGURE, LEFT + _NAME, _ENGLAND + 1),
        Place(place, sheet.plan.area, Shows.CELL, LEFT + _NAME + _ENGLAND + 0.8, _COUNTY - 1.8),
    ]
    districts = sheet.plan.picture.framework.districts
    columns += [Place(d.name, d.code, Shows.CELL, _x(i), _CELL) for i, d in enumerate(districts)]
    return Grid(_TOP, _EDGE, _NAME, _ROW, tuple(columns), upright=_x(0) - 0.6)


def groups(sheet: Sheet, some: Sequence[Assessment]) -> list[Group]:
    """The rows by outcome in the order of the measures; those beside the plan under a heading of their own."""
    framework = sheet.plan.picture.framework
    found: dict[str, list[Assessment]] = {}
    for assessment in some:
        measure = assessment.measure
        title = framework.outcome(measure.outcome).title
        if measure.role is MeasureRole.CONTEXT:
            title = BESIDE
        found.setdefault(title, []).append(assessment)
    return [Group(title, tuple(held)) for title, held in found.items()]


def _x(column: int) -> float:
    """The left edge of a district's column."""
    return LEFT + _NAME + _ENGLAND + _COUNTY + _CELL * column


def _legend(sheet: Sheet, page: Page) -> None:
    with page.artifact():  # listeners are told each mark by its name
        said = (
            "Line: the figures since the first, each on its own scale. Dashed: the target now. "
            "▲ higher is better, ▼ lower is better, ◆ neither."
        )
        page.text(LEFT, 37, said, sheet.caption)
    x = _EDGE
    for status in reversed(tuple(marks.LETTERS)):
        name = words.STATUS_NAMES[status]
        x -= sheet.caption.width(name)
        with page.artifact():
            page.text(x, 30, name, sheet.caption)
        marks.status(page, (x - 3.6, 28.8), 3.9, status, sheet.palette)
        x -= 10


def _heads(sheet: Sheet, page: Page, grid: Grid) -> None:
    top, y = grid.top, grid.top - 2.4
    page.line((LEFT, top - 10), (grid.edge, top - 10), sheet.palette["ink"], 0.8)
    page.line((LEFT, top), (grid.edge, top), sheet.palette["line_strong"], 0.5)
    _upright(sheet, page, grid, top - 9, top)
    with page.tag("TR"):
        with page.tag("TH", scope="Column"):
            page.text(LEFT, y, "Measure", sheet.head)
        for column in grid.columns:
            parts = column.head.split()
            with page.tag("TH", scope="Column"):
                for line, part in enumerate(parts):
                    last = line == len(parts) - 1
                    above = 4 * (len(parts) - 1 - line)
                    said = part if last else f"{part} "
                    page.text(column.edge, y - above, said, sheet.head, "right")


def _group(sheet: Sheet, page: Page, grid: Grid, title: str, top: float) -> None:
    page.rectangle((LEFT, top, grid.edge - LEFT, GROUP), fill=sheet.palette["sunken"])
    columns = 1 + len(grid.columns)
    with page.tag("TR"), page.tag("TH", scope="Row", columns=columns):
        style = sheet.style(10, 12, fonts.SEMIBOLD, "accent")
        style = fitted(title, style, grid.edge - LEFT - 3)
        page.text(LEFT + 1.5, top + 4.1, title, style)


def _period(sheet: Sheet, assessment: Assessment) -> Period | None:
    """The period of a row: in the county's that of most districts' latest figures; else of the latest, or withheld."""
    picture, measure, points = sheet.plan.picture, assessment.measure, assessment.series.points
    if not sheet.is_county and points and editions.is_withheld(points[-1]):
        return points[-1].period
    codes = [d.code for d in picture.framework.districts] if sheet.is_county else []
    held = [picture.assessments.get((measure.id, code)) for code in codes]
    counted = Counter(a.latest.period for a in held if a and a.latest)
    if counted:
        return max(counted, key=lambda period: (counted[period], period))
    return assessment.latest.period if assessment.latest else None


def _row(sheet: Sheet, page: Page, grid: Grid, assessment: Assessment, top: float) -> None:
    measure, picture = assessment.measure, sheet.plan.picture
    period = _period(sheet, assessment)
    with page.tag("TR"):
        with page.tag("TH", scope="Row"):
            strong = sheet.style(10.5, 12, fonts.SEMIBOLD)
            page.text(LEFT + 1.5, top + 4.9, f"{named(measure, strong, grid.name - 9)} ", strong)
            quiet = sheet.style(_SMALL, 12, fonts.REGULAR, "ink3")
            edge, when = LEFT + grid.name - 2, words.short(period) if period else ""
            unit = cut(measure.unit, quiet, grid.name - 6 - quiet.width(when))
            with page.tag("Span"):
                page.text(LEFT + 1.5, top + 9.6, f"{unit} ", quiet)
            if when:
                with page.tag("Span"):
                    page.text(edge, top + 9.6, when, quiet, "right")
        way = sheet.style(8.5, 10, fonts.REGULAR, "ink2")
        page.glyph(LEFT + grid.name - 3.5, top + 4.8, _WAYS[assessment.way], way)
        for column in grid.columns:
            held = picture.assessments.get((measure.id, column.area))
            match column.shows:
                case Shows.CELL:
                    _cell(sheet, page, held, (column.left, top, column.wide), grid)
                case Shows.FIGURE:
                    _figure(sheet, page, assessment, held, (column, top))
                case Shows.TARGET:
                    _target(sheet, page, assessment, (column, top))
                case Shows.CHANGE:
                    _change(sheet, page, assessment, (column, top))
    page.line((LEFT, top + grid.row), (grid.edge, top + grid.row), sheet.palette["line"], 0.4)
    _upright(sheet, page, grid, top, top + grid.row)


def _upright(sheet: Sheet, page: Page, grid: Grid, top: float, bottom: float) -> None:
    """The one upright rule, between the county and the districts; it leaves the group headings alone."""
    if x := grid.upright:
        page.line((x, top), (x, bottom), sheet.palette["line_strong"], 0.8)


def _figure(
    sheet: Sheet,
    page: Page,
    assessment: Assessment,
    beside: Assessment | None,
    at: tuple[Place, float],
) -> None:
    """Another place's figure for the period of the row's own latest one."""
    (column, top), measure, latest = at, assessment.measure, assessment.latest
    period = _period(sheet, assessment)
    if sheet.is_county and latest:
        period = latest.period
    point = beside.series.at(period) if beside and period else None
    iso = period.iso if period else ""
    figure = sheet.mark_id("scorecard", measure.id, column.area, "value", iso)
    with page.tag("TD", figure=figure):
        style = sheet.style(10.5, 12, fonts.REGULAR, "ink2")
        text = editions.number(point, measure.decimals)
        page.text(column.edge, top + 4.9, text, style, "right")


def _target(sheet: Sheet, page: Page, a: Assessment, at: tuple[Place, float]) -> None:
    """What the latest figure is held against."""
    (column, top), said = at, target_words.figure(a)
    style = fitted(said, sheet.style(10.5, 12), column.wide - 1)
    iso = a.latest.period.iso if a.latest else ""
    with page.tag("TD", figure=sheet.mark_id("scorecard", a.measure.id, a.area, "target", iso)):
        page.text(column.edge, top + 4.9, said, style, "right")


def _change(sheet: Sheet, page: Page, a: Assessment, at: tuple[Place, float]) -> None:
    """The step from the figure before, and whether it is for the better."""
    column, top = at
    hidden = bool(a.series.points) and editions.is_withheld(a.series.points[-1])
    if a.short_change is None or a.latest is None or hidden:
        with page.tag("TD"):
            page.text(column.edge, top + 4.9, "–", sheet.style(10.5, 12), "right")
        return
    said, good = words.moved(a.measure, a.short_change), words.goodness(a.short_change, a.measure)
    style = fitted(said, sheet.style(10.5, 12), column.wide - 1)
    figure = sheet.mark_id("scorecard", a.measure.id, a.area, "change", a.latest.period.iso)
    with page.tag("TD"):
        with page.tag("Span", figure=figure):
            page.text(column.edge, top + 4.9, f"{said} ", style, "right")
        if good:
            quiet = sheet.style(_SMALL, 12, fonts.REGULAR, "ink3")
            with page.tag("Span"):
                page.text(column.edge, top + 9.6, good, quiet, "right")


def _cell(
    sheet: Sheet,
    page: Page,
    assessment: Assessment | None,
    box: tuple[float, float, float],
    grid: Grid,
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
        box_ = (left + 0.4, top + 0.4, wide - 0.8, grid.row - 0.8)
        page.rectangle(box_, fill=sheet.palette["off_soft"])
    measure, latest = assessment.measure, assessment.latest
    figure = sheet.mark_id("scorecard", measure.id, assessment.area, "value", latest.period.iso)
    value = words.number(latest.value, measure.decimals)
    style = sheet.style(11.0, 12, fonts.SEMIBOLD if off else fonts.REGULAR)
    with page.tag("TD"):
        with page.tag("Span", figure=figure):
            page.text(edge, top + 4.9, f"{value} ", style, "right")
        lettered(sheet, page, (left + 4.2, top + 3.7), assessment)
        if grid.speaks:
            _spark(sheet, page, assessment, box, grid)
    if not grid.speaks:
        with page.artifact():
            _spark(sheet, page, assessment, box, grid)


def _spark(
    sheet: Sheet, page: Page, a: Assessment, box: tuple[float, float, float], grid: Grid
) -> None:
    """The figures so far as a line under the latest; a picture with its words where listeners are told of it."""
    left, top, wide = box
    values = [p.value for p in a.series.points]
    room = (left + 2.6, top + 7.2, wide - 5.2, grid.row - 8.6)
    if not grid.speaks:
        marks.spark(page, room, values, a.target_value, sheet.palette)
        return
    if sum(value is not None for value in values) < 2:  # noqa: PLR2004  no line of one point
        return
    outer = page.outer(room[0], room[1], room[0] + room[2], room[1] + room[3])
    with page.tag("Figure", alt=alt_text.spark(values), box=outer):
        page.begin_content()
        marks.spark(page, room, values, a.target_value, sheet.palette)


def lettered(sheet: Sheet, page: Page, at: tuple[float, float], assessment: Assessment) -> None:
    """A mark whose letter is text with the status's name behind it, since no words stand beside it here."""
    size = 3.9
    role = marks.shape(page, at, size, assessment.status, sheet.palette)
    letter = marks.LETTERS[assessment.status]
    style, sunk = marks.letter_style(size, sheet.palette[role])
    with page.tag("Span", alt=words.STATUS_NAMES[assessment.status]):
        page.text(at[0], at[1] + sunk, letter, style, "centre")


def _off_row(sheet: Sheet, page: Page, grid: Grid, top: float) -> None:
    """Off target, of those judged, per place: so that no place hides in a total."""
    picture = sheet.plan.picture
    page.line((LEFT, top), (grid.edge, top), sheet.palette["ink"], 0.8)
    shown = {a.measure.id for a in sheet.plan.measures}
    strong = sheet.style(10.5, 12, fonts.SEMIBOLD)
    first = next(n for n, column in enumerate(grid.columns) if column.shows is Shows.CELL)
    with page.tag("TR"):
        with page.tag("TH", scope="Row", columns=1 + first):
            page.text(LEFT + 1.5, top + 6, "Off target, of those judged", strong)
        for column in grid.columns[first:]:
            if column.shows is not Shows.CELL:  # another place's judgements are not on this page
                with page.tag("TD"):
                    page.text(column.edge, top + 6, "–", strong, "right")
                continue
            held = [picture.assessments.get((m, column.area)) for m in sorted(shown)]
            judged = [a for a in held if a and a.status in _JUDGED]
            off = sum(a.status is Status.OFF for a in judged)
            figure = sheet.mark_id("scorecard", "", column.area, "off-of-judged")
            with page.tag("TD"), page.tag("Span", figure=figure):
                said = f"{off} of {len(judged)}" if judged else "–"
                page.text(column.edge, top + 6, said, strong, "right")


def _notes(sheet: Sheet, page: Page, some: Sequence[Assessment], y: float) -> None:
    """Where the county's latest figure is of another period than the row's, say so."""
    apart = []
    for assessment in some:
        period, latest = _period(sheet, assessment), assessment.latest
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
