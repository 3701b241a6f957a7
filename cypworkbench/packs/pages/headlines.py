"""The headlines: how many meet their target, what got better and worse, and what the board is asked to do."""

from collections.abc import Sequence

from cypworkbench.domain.framework import MeasureRole
from cypworkbench.domain.judgement import Assessment, Status
from cypworkbench.packs import alt_text, fonts, marks, narrative, words
from cypworkbench.packs.pages.sheet import LEFT, RIGHT, Sheet
from cypworkbench.packs.tagged import Page, Run

_BAR_TOP, _BAR_HIGH, _GAP = 72.0, 9.0, 1.2
_NAMES = {
    "met": ("met", Status.MET),
    "within": ("within tolerance", Status.WITHIN),
    "off": ("off target", Status.OFF),
    "no_judgement": ("no judgement", Status.NO_JUDGEMENT),
    "not_assessed": ("not assessed", Status.NOT_ASSESSED),
}
_LISTED = 5


def draw(sheet: Sheet) -> None:
    """Draw the headlines."""
    key = [a for a in sheet.plan.measures if a.measure.role is MeasureRole.KEY]
    with sheet.page("Headlines", f"{sheet.place} · all outcomes") as page:
        sheet.heading(page, "Headlines", 29)
        _sentences(sheet, page, key)
        _bar(sheet, page, key)
        half = (RIGHT - LEFT - 8) / 2
        left, right = (LEFT, 116.0, half), (LEFT + half + 8, 116.0, half)
        _movers(sheet, page, ("Getting better", left), narrative.moving(key, better=True))
        _movers(sheet, page, ("Getting worse", right), narrative.moving(key, better=False))
        _asked(sheet, page, key)


def _sentences(sheet: Sheet, page: Page, key: Sequence[Assessment]) -> None:
    counts = narrative.counts(key)
    judged = counts["met"] + counts["within"] + counts["off"]

    def said(what: str, number: int) -> Run:
        figure = sheet.mark_id("headlines", "", sheet.plan.area, what)
        return Run(str(number), fonts.SEMIBOLD, figure=figure)

    runs = [
        Run("Of the "),
        said("judged", judged),
        Run(" measures we can judge, "),
        said("met", counts["met"]),
    ]
    runs += [
        Run(f" meet{'s' if counts['met'] == 1 else ''} the target, "),
        said("within", counts["within"]),
    ]
    runs += [
        Run(f" {'is' if counts['within'] == 1 else 'are'} close and "),
        said("off", counts["off"]),
    ]
    runs += [
        Run(f" {'is' if counts['off'] == 1 else 'are'} off target. "),
        Run(_movement_sentence(key)),
    ]
    with page.tag("P"):
        page.paragraph(LEFT, 39, RIGHT - LEFT, runs, sheet.style(13, 19))


def _movement_sentence(key: Sequence[Assessment]) -> str:
    better = [a for a in key if a.short_change and a.short_change.better is True]
    worse = [a for a in key if a.short_change and a.short_change.better is False]
    return (
        f"Since the period before, {words.counted(len(better))} got better and {words.counted(len(worse))} got worse; "
        "a single step may be chance, and each measure's page says where it is more."
    )


def _bar(sheet: Sheet, page: Page, key: Sequence[Assessment]) -> None:
    counts = narrative.counts(key)
    total = max(1, sum(counts.values()))
    shown = [name for name in _NAMES if counts[name]]
    room = RIGHT - LEFT - _GAP * (len(shown) - 1)
    said = ", ".join(f"{counts[name]} {_NAMES[name][0]}" for name in _NAMES)
    box = page.outer(LEFT, _BAR_TOP, RIGHT, _BAR_TOP + _BAR_HIGH)
    with page.tag("Figure", alt=f"Bar of all {total} measures: {said}.", box=box):
        x = LEFT
        for name in shown:
            wide = room * counts[name] / total
            marks.bar(page, (x, _BAR_TOP, wide, _BAR_HIGH), name, sheet.palette)
            x += wide + _GAP
    for i, name in enumerate(_NAMES):
        _count(sheet, page, LEFT + 35 * i, name, counts[name])
    with page.tag("P"):
        note = (
            f"Of {total} measures of the plan. Not assessed: no target, no figure, or not reported."
        )
        page.paragraph(LEFT, _BAR_TOP + 30, RIGHT - LEFT, note, sheet.caption)


def _count(sheet: Sheet, page: Page, x: float, name: str, count: int) -> None:
    label, status = _NAMES[name]
    y = _BAR_TOP + 18
    marks.status(page, (x + 3, y - 2.2), 4.6, status, sheet.palette)
    figure = sheet.mark_id("headlines", "", sheet.plan.area, f"count-{name}")
    with page.tag("P"):
        with page.tag("Span", figure=figure):
            page.text(x + 8, y, str(count), sheet.style(19, 22, fonts.SEMIBOLD))
        page.text(x, y + 6, label, sheet.style(11, 14, fonts.REGULAR, "ink2"))


def _movers(
    sheet: Sheet,
    page: Page,
    where: tuple[str, tuple[float, float, float]],
    moved: Sequence[Assessment],
) -> None:
    title, (left, y, wide) = where
    y = sheet.subheading(page, title, (left, y, wide))
    with page.tag("P"):
        page.text(left, y + 4.4, "largest share of the figure before", sheet.caption)
    y += 10
    if not moved:
        with page.tag("P"):
            page.text(left, y + 2, "None.", sheet.body)
    for assessment in moved[:_LISTED]:
        marks.status(page, (left + 2.4, y + 1), 4.3, assessment.status, sheet.palette)
        measure = assessment.measure
        with page.tag("P"):
            name = fonts.wrapped(measure.title, fonts.SEMIBOLD, 10.5, (wide - 25) * 72 / 25.4)
            page.text(
                left + 7,
                y + 0.4,
                name[0] + (" …" if len(name) > 1 else ""),
                sheet.style(10.5, 13, fonts.SEMIBOLD),
            )
        figure = sheet.mark_id("headlines", measure.id, assessment.area, "step")
        with page.tag("P"), page.tag("Span", figure=figure):
            page.text(
                left + 7,
                y + 5,
                narrative.step(assessment),
                sheet.style(9.5, 12, fonts.REGULAR, "ink2"),
            )
        values = [p.value for p in assessment.series.points]
        box = (left + wide - 16, y - 2, 14.0, 5.5)
        with page.tag(
            "Figure",
            alt=alt_text.spark(values),
            box=page.outer(box[0], box[1], box[0] + 14, box[1] + 5.5),
        ):
            page.begin_content()
            marks.spark(page, box, values, assessment.target_value, sheet.palette)
        sheet.rule(page, left, y + 8, wide)
        y += 13.4


def _asked(sheet: Sheet, page: Page, key: Sequence[Assessment]) -> None:
    off = [a for a in key if a.status is Status.OFF]
    aside = [sheet.names[s.area] for s in sheet.plan.picture.set_aside if not s.measure]
    asks = []
    if off:
        count = words.counted(len(off))
        asks.append(
            f"agree what will be done about the {count} measure{'s' if len(off) > 1 else ''} off target"
        )
    if aside:
        asks.append(
            f"note that {words.listed(aside)} did not report, and that county sums are without it"
        )
    asks.append("sign this pack, or say what must change first")
    top = 212.0
    page.rectangle((LEFT, top - 5, 1.2, 8 + 6.4 * len(asks)), fill=sheet.palette["accent"])
    with page.tag("H2"):
        page.text(LEFT + 5, top, "The board is asked to", sheet.section)
    with page.tag("L"):
        for i, ask in enumerate(asks, start=1):
            y = top + 1 + 6.4 * i
            with page.tag("LI"):
                with page.tag("Lbl"):
                    page.text(LEFT + 5, y, f"{i} ", sheet.style(11, 14, fonts.SEMIBOLD, "accent"))
                with page.tag("LBody"):
                    page.text(LEFT + 10, y, ask, sheet.body)
