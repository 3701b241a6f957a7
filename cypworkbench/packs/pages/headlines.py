"""The headlines: how many meet their target, what got better and worse, and what the board is asked to do."""

from collections.abc import Sequence

from cypworkbench.domain.framework import MeasureRole
from cypworkbench.domain.judgement import Assessment, Status
from cypworkbench.domain.pack import Edition
from cypworkbench.packs import alt_text, fonts, marks, narrative, prose, steps, target_words, words
from cypworkbench.packs.pages import foldout, own_words
from cypworkbench.packs.pages.sheet import LEFT, RIGHT, Column, Sheet, named, table_head
from cypworkbench.packs.plan import is_named
from cypworkbench.packs.tagged import Page, Run
from cypworkbench.packs.tagged.lines import wrap
from cypworkbench.packs.tagged.style import MM

_BAR_TOP, _BAR_HIGH, _GAP = 62.0, 9.0, 1.2
_NAMES = {
    "met": ("met", Status.MET),
    "within": ("within tolerance", Status.WITHIN),
    "off": ("off target", Status.OFF),
    "no_judgement": ("no judgement", Status.NO_JUDGEMENT),
    "not_assessed": ("not assessed", Status.NOT_ASSESSED),
}
_LISTED = 5
_SIZES = ((13.0, 19.0), (12.0, 16.5), (11.0, 14.5))  # points, and the leading of each
_SENTENCES_HIGH = 20.5  # mm, from the first baseline to the last
_CHALLENGES, _ROW, _MORE = (
    6,
    7.0,
    5.0,
)  # the most there are; mm to a row, and for the words that there are more
_LOWEST = 277.0


def draw(sheet: Sheet) -> None:
    """Draw the headlines."""
    key = [a for a in sheet.plan.measures if a.measure.role is MeasureRole.KEY]
    told = steps.told(sheet.plan.edition)
    with sheet.page("Headlines", f"{sheet.place} · all outcomes") as page:
        sheet.heading(page, "Headlines", 29)
        _sentences(sheet, page)
        _bar(sheet, page, key)
        half = (RIGHT - LEFT - 8) / 2
        left, right = (LEFT, 105.0, half), (LEFT + half + 8, 105.0, half)
        _movers(sheet, page, ("Getting better", left), narrative.moving(key, told.of, better=True))
        _movers(sheet, page, ("Getting worse", right), narrative.moving(key, told.of, better=False))
        asks = [] if sheet.plan.edition is Edition.PUBLIC else _asks(sheet, key)
        y = _impacts(sheet, page, key, (190.0, _LOWEST - _asks_high(sheet, asks)))
        if asks:  # the public's readers are asked nothing
            _asked(sheet, page, asks, y + 6)


def _sentences(sheet: Sheet, page: Page) -> None:
    """The two passages, in the largest type that leaves the bar its room."""
    plan = sheet.plan
    status, movement = prose.headlines(plan.edition, plan.board, plan.measures)
    runs = [
        *own_words.runs(sheet, status, "headlines"),
        Run(" "),
        *own_words.runs(sheet, movement, "headlines"),
    ]
    wide = RIGHT - LEFT
    for size, leading in _SIZES:
        style = sheet.style(size, leading)
        if (len(wrap(runs, wide, style)) - 1) * leading / MM <= _SENTENCES_HIGH:
            break
    with page.tag("P"):
        page.paragraph(LEFT, 39, wide, runs, style)


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
        picture = sheet.plan.picture
        named = is_named(picture.framework, picture.framework.board(sheet.plan.board))
        whose = " that this board follows" if named else ""
        note = f"Of {total} measures of the plan{whose}. Not assessed: no target, no figure, or not reported."
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
        said = f"largest steps {steps.told(sheet.plan.edition).since}, in proportion"
        page.text(left, y + 4.4, said, sheet.caption)
    y += 10
    if not moved:
        with page.tag("P"):
            page.text(left, y + 2, "None.", sheet.body)
    for assessment in moved[:_LISTED]:
        marks.status(page, (left + 2.4, y + 1), 4.3, assessment.status, sheet.palette)
        measure = assessment.measure
        with page.tag("P"):
            style = sheet.style(10.5, 13, fonts.SEMIBOLD)
            page.text(left + 7, y + 0.4, named(measure, style, wide - 25), style)
        figure = sheet.mark_id("headlines", measure.id, assessment.area, "step")
        with page.tag("P"), page.tag("Span", figure=figure):
            page.text(
                left + 7,
                y + 5,
                narrative.step(assessment, steps.told(sheet.plan.edition).of),
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


def _impacts(
    sheet: Sheet, page: Page, key: Sequence[Assessment], between: tuple[float, float]
) -> float:
    """The plan's measures of impact, as far as this pack has them and there is room. Returns the height below."""
    y, lowest = between
    shown = [a for a in key if "impact" in a.measure.also_in]
    if not shown:
        return y
    note = "those of the plan’s greatest challenges that have figures"
    y = sheet.subheading(page, "Measures of impact", (LEFT, y, RIGHT - LEFT), note)
    columns = [
        Column("Challenge", LEFT + 7),
        Column("Latest", 118, "right"),
        Column("Target", 144, "right"),
        Column(words.capital(steps.told(sheet.plan.edition).since), RIGHT, "right"),
    ]
    with page.tag("Table"):
        y = table_head(sheet, page, columns, (LEFT, y + 5, RIGHT - LEFT)) + 5
        most = min(_CHALLENGES, int((lowest - y) / _ROW))
        if len(shown) > most:
            most = min(_CHALLENGES, int((lowest - _MORE - y) / _ROW))
        for assessment in shown[:most]:
            _impact(sheet, page, assessment, y)
            sheet.rule(page, LEFT, y + 2.2, RIGHT - LEFT)
            y += _ROW
    more = len(shown) - most
    if more > 0:
        with page.tag("P"):
            said = f"{words.capital(words.counted(more))} more, each on its own page."
            page.text(LEFT, y, said, sheet.caption)
        y += _MORE
    return y


def _impact(sheet: Sheet, page: Page, assessment: Assessment, y: float) -> None:
    measure, latest = assessment.measure, assessment.latest
    change = steps.told(sheet.plan.edition).of(assessment)
    period = latest.period.iso if latest else ""

    def figure(what: str) -> str:
        return sheet.mark_id("headlines", measure.id, assessment.area, what, period)

    moved = "–"
    if change:
        good = words.goodness(change, measure)
        moved = words.moved(measure, change) + (f": {good}" if good else "")
    strong, plain = sheet.style(10.5, 13, fonts.SEMIBOLD), sheet.style(10.5, 13)
    with page.tag("TR"):
        with page.tag("TH", scope="Row"):
            foldout.lettered(sheet, page, (LEFT + 2.4, y - 1.2), assessment)
            page.text(LEFT + 7, y, named(measure, plain, 78), plain)
        value = words.figure(measure, latest.value if latest else None)
        cells = (
            ("value", value, 118.0, strong),
            ("target", target_words.figure(assessment), 144.0, plain),
            ("change", moved, RIGHT, plain),
        )
        for what, text, x, style in cells:
            with page.tag("TD", figure=figure(what)):
                page.text(x, y, text, style, "right")


def _asks(sheet: Sheet, key: Sequence[Assessment]) -> list[str]:
    """What the board is asked to do."""
    off = [a for a in key if a.status is Status.OFF]
    plan = sheet.plan.picture.framework
    whole = (s for s in sheet.plan.picture.set_aside if not s.measure)
    aside = [s.named(plan) if s.board else sheet.names[s.area] for s in whole]
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
    return [*asks, "sign this pack, or say what must change first"]


def _ask_lines(sheet: Sheet, asks: Sequence[str]) -> list[int]:
    return [len(wrap([Run(ask)], RIGHT - LEFT - 10, sheet.body)) for ask in asks]


def _asks_high(sheet: Sheet, asks: Sequence[str]) -> float:
    return 14 + 6.4 * sum(_ask_lines(sheet, asks)) if asks else 0.0


def _asked(sheet: Sheet, page: Page, asks: Sequence[str], top: float) -> None:
    top += 5
    lines = _ask_lines(sheet, asks)
    page.rectangle((LEFT, top - 5, 1.2, 8 + 6.4 * sum(lines)), fill=sheet.palette["accent"])
    with page.tag("H2"):
        page.text(LEFT + 5, top, "The board is asked to", sheet.section)
    with page.tag("L", numbering="Decimal"):
        for i, ask in enumerate(asks, start=1):
            y = top + 1 + 6.4 * (1 + sum(lines[: i - 1]))
            with page.tag("LI"):
                with page.tag("Lbl"):
                    page.text(LEFT + 5, y, f"{i} ", sheet.style(11, 14, fonts.SEMIBOLD, "accent"))
                with page.tag("LBody"):
                    page.paragraph(LEFT + 10, y, RIGHT - LEFT - 10, ask, sheet.body)
