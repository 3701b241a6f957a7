"""The cover's drawing: one line an area, all on one scale, each set below the last; named in its caption."""

from collections.abc import Sequence

from cypworkbench.domain.judgement import Assessment
from cypworkbench.packs import fonts, words
from cypworkbench.packs.chart_axes import apart
from cypworkbench.packs.pages.sheet import LEFT, RIGHT, Sheet
from cypworkbench.packs.tagged import Page

_TOP, _HIGH, _WIDE = 110.0, 100.0, 128.0
_GAP = 6.0  # between names, which are set in 11 points
_SHARE = 0.42  # of the height that the figures' own range takes; setting lines apart takes the rest


def draw(sheet: Sheet, page: Page, shown: Sequence[Assessment]) -> None:
    """Draw the lines of several areas' series of one measure, every one of them without gaps."""
    measure = shown[0].measure
    ordered = sorted(shown, key=lambda a: -_last(a))
    lines = _lines(ordered)
    first = min(a.series.points[0].period for a in shown)
    last = max(a.series.points[-1].period for a in shown)
    span = f"{words.short(first)} to {words.short(last)}"
    caption = f"{measure.title}, {measure.unit}, {span}"
    if len(shown) > 1:
        caption += ": one line a district, one scale, each set below the last"
    said = "; ".join(f"{sheet.names[a.area]} {words.figure(measure, _last(a))}" for a in ordered)
    box = page.outer(LEFT, _TOP, RIGHT, _TOP + _HIGH + 6)
    with page.tag(
        "Figure", alt=f"Lines drawn from the figures. {caption}. Latest: {said}.", box=box
    ):
        page.rectangle((LEFT, _TOP, _WIDE, _HIGH), fill=sheet.palette["band_fwd"])
        heights = apart([line[-1][1] for line in lines], _GAP, _TOP, _TOP + _HIGH)
        for assessment, line, height in zip(ordered, lines, heights, strict=True):
            page.polygon(line, edge=sheet.palette["accent"], pen=(1.5, ()), closed=False)
            page.circle(*line[-1], 0.8, sheet.palette["accent"])
            _name(sheet, page, assessment, (line[-1], height))
        page.text(LEFT, _TOP + _HIGH + 4.6, f"{words.short(first)} ", sheet.caption)
        page.text(LEFT + _WIDE, _TOP + _HIGH + 4.6, words.short(last), sheet.caption, "right")
    with page.tag("P"):
        page.paragraph(LEFT, _TOP + _HIGH + 9.4, RIGHT - LEFT, f"{caption}.", sheet.caption)


def _last(assessment: Assessment) -> float:
    latest = assessment.latest
    return latest.value if latest and latest.value is not None else 0.0


def _lines(ordered: Sequence[Assessment]) -> list[list[tuple[float, float]]]:
    """Each series as points on the page: lower figures lower, and each line a step below the one before."""
    values = [p.value or 0.0 for a in ordered for p in a.series.points]
    low, range_ = min(values), (max(values) - min(values)) or 1.0
    alone = len(ordered) == 1
    share = 0.9 if alone else _SHARE
    step = 0.0 if alone else _HIGH * (0.96 - share) / (len(ordered) - 1)
    lines = []
    for i, assessment in enumerate(ordered):
        points = assessment.series.points
        wide = _WIDE / max(1, len(points) - 1)
        top = _TOP + 0.02 * _HIGH + step * i
        lines.append(
            [
                (LEFT + wide * n, top + _HIGH * share * (1 - ((p.value or 0.0) - low) / range_))
                for n, p in enumerate(points)
            ]
        )
    return lines


def _name(
    sheet: Sheet, page: Page, assessment: Assessment, at: tuple[tuple[float, float], float]
) -> None:
    end, height = at
    measure = assessment.measure
    y = height + 1.3
    page.line((end[0] + 1.4, end[1]), (end[0] + 4.6, height), sheet.palette["line_strong"], 0.5)
    period = assessment.latest.period.iso if assessment.latest else ""
    figure = sheet.mark_id("cover", measure.id, assessment.area, "value", period)
    strong = sheet.style(10.5, 13, fonts.SEMIBOLD)
    text = f"{words.figure(measure, _last(assessment))} "
    with page.tag("Span", figure=figure):
        page.text(end[0] + 5.6, y, text, strong)
    page.text(
        end[0] + 5.6 + max(strong.width(text), 11.5),
        y,
        f"{sheet.names[assessment.area]} ",
        sheet.style(10.5, 13),
    )
