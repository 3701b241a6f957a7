"""Every district's latest figure on one scale, the highest first, those without a figure last and A to Z."""

from collections.abc import Sequence
from dataclasses import dataclass

from cypworkbench.domain.area import ENGLAND
from cypworkbench.domain.disclosure import WITHHELD
from cypworkbench.domain.judgement import Assessment, Status
from cypworkbench.packs import alt_text, editions, fonts, marks, words
from cypworkbench.packs.pages.sheet import Sheet
from cypworkbench.packs.tagged import Page

BOTTOM = 275.0
_NAMES, _ROOM = 27.0, 36.0
_STEP, _CLOSEST = 4.6, 3.9


def needed(sheet: Sheet) -> float:
    """The height (mm) below which the districts' names would touch, heading and foot included."""
    return _CLOSEST * len(sheet.plan.picture.framework.districts) + 14


@dataclass(frozen=True, slots=True)
class _Scale:
    """The ends of the value axis, and where an upright line stands that a figure must not be printed across."""

    low: float
    high: float
    line: float | None


def draw(sheet: Sheet, page: Page, assessment: Assessment, box: tuple[float, float, float]) -> None:
    """Draw the districts of a measure; box is left, the heading's baseline, width."""
    rows = _ordered(sheet, assessment)
    if not rows:
        return
    left, y, wide = box
    step = min(_STEP, (BOTTOM - y - 7) / len(rows))
    under = sheet.subheading(page, "Districts", box, _periods(rows))
    said = [(sheet.names[a.area], _value(a), words.STATUS_NAMES[a.status]) for a in rows]
    line = _beside(sheet, assessment, rows)
    text = alt_text.dots(assessment.measure.title, said)
    if line:
        text += f" {line[0]} {words.figure(assessment.measure, line[1])}."
    corners = page.outer(left, under + 1, left + wide, under + 7 + step * len(rows))
    values = [
        a.latest.value for a in rows if a.latest and a.latest.value is not None and not _hides(a)
    ]
    values += [line[1]] if line else []
    scale = (min([0.0, *values]), max([1e-9, *values]))
    with page.tag("Figure", alt=text, box=corners):
        ends = under + 2.2, under + 2.2 + step * len(rows)
        page.line(
            (left + _NAMES + 2, ends[0]), (left + _NAMES + 2, ends[1]), sheet.palette["ink"], 0.6
        )
        if line:
            _line(sheet, page, (_x(left, line[1], scale), *ends), line, assessment)
        for i, other in enumerate(rows):
            at = (left, under + 5 + i * step)
            _dot(sheet, page, other, at, _Scale(*scale, line[1] if line else None))


def _ordered(sheet: Sheet, assessment: Assessment) -> list[Assessment]:
    picture, measure = sheet.plan.picture, assessment.measure
    found = [
        picture.assessments[measure.id, d.code]
        for d in picture.framework.districts
        if (measure.id, d.code) in picture.assessments
    ]
    given = [a for a in found if a.latest and a.latest.value is not None and not _hides(a)]
    highest_first = sorted(given, key=lambda a: -(a.latest.value or 0.0) if a.latest else 0.0)
    return [*highest_first, *(a for a in found if a not in given)] if given else []


def _periods(rows: Sequence[Assessment]) -> str:
    periods = {a.latest.period for a in rows if a.latest and not _hides(a)}
    return periods.pop().label if len(periods) == 1 else "each one’s latest figure"


def _beside(
    sheet: Sheet, assessment: Assessment, rows: Sequence[Assessment]
) -> tuple[str, float] | None:
    """England's figure for the period most districts give, else the county's; none for counts, which do not compare."""
    if assessment.measure.kind == "count":
        return None
    latest = next(a.latest for a in rows if a.latest)
    for code in (ENGLAND, sheet.plan.area):
        held = sheet.plan.picture.assessments.get((assessment.measure.id, code))
        point = held.series.at(latest.period) if held else None
        if point and point.value is not None:
            return sheet.names[code], point.value
    return None


def _x(left: float, value: float, scale: tuple[float, float]) -> float:
    low, high = scale
    return left + _NAMES + 4 + _ROOM * (value - low) / (high - low)


def _line(
    sheet: Sheet,
    page: Page,
    at: tuple[float, float, float],
    line: tuple[str, float],
    assessment: Assessment,
) -> None:
    x, top, bottom = at
    page.line((x, top), (x, bottom), sheet.palette["comp1"], 1.1)
    figure = sheet.mark_id("districts", assessment.measure.id, line[0], "line")
    style = sheet.style(9, 11, fonts.REGULAR, "ink2")
    with page.tag("Span", figure=figure):
        text = f"{line[0]} {words.figure(assessment.measure, line[1])} "
        page.text(x, bottom + 3.4, text, style, "centre")


def _hides(assessment: Assessment) -> bool:
    """Whether the last figure may not be shown; an older one in its place would be taken for it."""
    return bool(assessment.series.points) and editions.is_withheld(assessment.series.points[-1])


def _value(assessment: Assessment) -> str:
    if _hides(assessment):
        return WITHHELD
    return words.figure(assessment.measure, assessment.latest.value if assessment.latest else None)


def _dot(
    sheet: Sheet,
    page: Page,
    other: Assessment,
    at: tuple[float, float],
    scale: _Scale,
) -> None:
    left, y = at
    style = sheet.style(9.5, 12)
    page.text(left + _NAMES, y, f"{sheet.names[other.area]} ", style, "right")
    latest = other.latest
    if latest is None or latest.value is None or _hides(other):
        said = "not reported " if other.status is Status.NOT_REPORTED else "no figure "
        said = f"{WITHHELD} " if _hides(other) else said
        quiet = style.having(colour=sheet.palette["ink3"], weight=fonts.ITALIC)
        begin = left + _NAMES + 4
        at_line = _x(left, scale.line, (scale.low, scale.high)) if scale.line is not None else 0.0
        if begin - 1 < at_line < begin + quiet.width(said) + 1:
            begin = at_line + 1.5  # beside the line, not across it
        page.text(begin, y, said, quiet)
        return
    ends = (scale.low, scale.high)
    x = _x(left, latest.value, ends)
    said = f"{_value(other)} "
    crossed = (
        scale.line is not None and 0 <= _x(left, scale.line, ends) - x <= style.width(said) + 3
    )
    beyond = crossed and x - 2.4 - style.width(said) < left + _NAMES + 2
    # The rule stops before a figure that stands on its way.
    reach = x - (3.2 + style.width(said) if crossed and not beyond else 0.0)
    if reach > left + _NAMES + 2:
        page.line((left + _NAMES + 2, y - 1.1), (reach, y - 1.1), sheet.palette["grid"], 0.5)
    marks.status(page, (x, y - 1.1), 2.7, other.status, sheet.palette)
    figure = sheet.mark_id("districts", other.measure.id, other.area, "value", latest.period.iso)
    with page.tag("Span", figure=figure):
        if beyond and scale.line is not None:  # no room before it: after the line
            page.text(max(x + 2.6, _x(left, scale.line, ends) + 1.5), y, said, style)
        elif crossed:
            page.text(x - 2.4, y, said, style, "right")
        else:
            page.text(x + 2.6, y, said, style)
