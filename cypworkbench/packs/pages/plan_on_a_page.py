"""The plan on a page: vision, outcomes, priorities, measures of impact, ways of working and themes on one A4 sheet."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from cypworkbench.domain.disclosure import WITHHELD
from cypworkbench.domain.framework import Framework
from cypworkbench.domain.promise import Impact, ThemeKind
from cypworkbench.domain.refusal import Refusal
from cypworkbench.packs import editions, fonts, marks, words
from cypworkbench.packs.pages import impact
from cypworkbench.packs.pages.sheet import LEFT, Sheet, fitted
from cypworkbench.packs.tagged import Document, Page, Style
from cypworkbench.packs.tagged.lines import TextOverflowError, wrap
from cypworkbench.packs.tagged.style import MM, Run

TITLE = "Plan on a page"
SIZE = (297.0, 210.0)
LEAST = 8.0  # points: the smallest type that the sheet may come down to
MOST = 12.0
_EDGE, _TITLE, _TOP, _BOTTOM, _GAP, _PAD = 279.0, 25.0, 32.0, 191.0, 4.0, 2.5
_TITLE_LEAST = 18.0
_NOTHING = "No figure yet"


@dataclass(frozen=True, slots=True)
class _Column:
    """What stands in one column below the outcomes: its heading and its lines."""

    title: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Setting:
    """The sheet at one size of type (points)."""

    sheet: Sheet
    size: float

    def style(self, weight: str = fonts.REGULAR, role: str = "ink") -> Style:
        return self.sheet.style(self.size, self.size * 1.24, weight, role)

    @property
    def line(self) -> float:
        return self.size * 1.24 / MM

    def high(self, said: Sequence[str], wide: float, weight: str = fonts.REGULAR) -> float:
        """How high (mm) paragraphs stand when set in a column."""
        return self.line * sum(len(wrap([Run(s)], wide, self.style(weight))) for s in said)


def draw(sheet: Sheet) -> None:
    """Draw the sheet in the largest type that fits. Raises Refusal where the plan does not fit at `LEAST` points."""
    size = next((size for size in _sizes() if _fits(sheet, size)), None)
    if size is None:
        raise Refusal(
            f"The plan does not fit on one page in type of {LEAST:g} points.",
            "Shorten its priorities, its ways of working or its themes, or make another edition.",
        )
    _draw(_Setting(sheet, size))


def _sizes() -> list[float]:
    return [MOST - 0.25 * n for n in range(int((MOST - LEAST) / 0.25) + 1)]


def _fits(sheet: Sheet, size: float) -> bool:
    """Whether the sheet, drawn where nobody sees it, ends above its foot."""
    scratch = replace(sheet, document=Document(sheet.document.metadata))
    try:
        return _draw(_Setting(scratch, size)) <= _BOTTOM
    except TextOverflowError:
        return False


def _draw(setting: _Setting) -> float:
    """Draw the sheet in one size of type. Returns where its lowest line ends."""
    sheet = setting.sheet
    framework = sheet.plan.picture.framework
    with sheet.page(TITLE, framework.title, SIZE) as page:
        title = framework.vision or framework.title
        room = _EDGE - LEFT
        style = fitted(title, sheet.title, room, least=_TITLE_LEAST)
        style = style.having(leading=style.size * 1.2)
        with page.tag("H1"):
            below = page.paragraph(LEFT, _TITLE, room, title, style)
        sheet.document.bookmark(TITLE, 0, 19)
        y = _outcomes(setting, page, max(_TOP, below - style.leading / MM + _GAP + 1.5))
        y = _impacts(setting, page, y + _GAP)
        return _below(setting, page, y + _GAP)


def _wide(columns: int) -> float:
    return (_EDGE - LEFT - _GAP * (columns - 1)) / max(columns, 1)


def _under(framework: Framework, outcome: str) -> list[str]:
    """What stands under an outcome: its priorities, and how many measures it has."""
    listed = [p.title for p in framework.priorities if p.outcome == outcome]
    count = len(framework.listed(outcome))
    return [*listed, f"{count} measure{'s' if count != 1 else ''}"] if count else listed


def _columns(framework: Framework) -> list[_Column]:
    loose = [p.title for p in framework.priorities if not p.outcome]
    # a plan that says how it works is not also held to have room for promises of a paragraph each
    promised = [] if framework.ways_of_working else framework.commitments
    general = [c.text for c in promised if not c.outcome]
    named = (
        ("Priorities", loose),
        ("How we work", [s.title or s.text for s in framework.ways_of_working]),
        ("Our principles", [s.title or s.text for s in framework.principles]),
        ("Commitments for the whole plan", general),
        ("Key themes", [t.title for t in framework.themes_of(ThemeKind.KEY)]),
        ("Vulnerability", [t.title for t in framework.themes_of(ThemeKind.VULNERABILITY)]),
        ("Shared outcomes", [t.title for t in framework.themes_of(ThemeKind.SHARED)]),
    )
    return [_Column(title, tuple(items)) for title, items in named if items]


def _heads(setting: _Setting) -> tuple[float, float]:
    """How high the outcomes' coloured heads and the boxes below them are."""
    framework = setting.sheet.plan.picture.framework
    wide = _wide(len(framework.outcomes)) - 2 * _PAD
    titles = [_named(o.number, o.title) for o in framework.outcomes]
    head = max((setting.high([t], wide, fonts.SEMIBOLD) for t in titles), default=0.0)
    said = [_under(framework, o.id) for o in framework.outcomes]
    body = max((setting.high(s, wide) + len(s) for s in said), default=0.0)
    return head + 2 * _PAD, body + 2 * _PAD


def _named(number: int, title: str) -> str:
    return f"{number}  {title}" if number else title


def _outcomes(setting: _Setting, page: Page, top: float) -> float:
    framework, palette = setting.sheet.plan.picture.framework, setting.sheet.palette
    wide, (head, body) = _wide(len(framework.outcomes)), _heads(setting)
    for number, outcome in enumerate(framework.outcomes):
        x = LEFT + number * (wide + _GAP)
        page.rectangle((x, top, wide, head), fill=palette["accent"])
        page.rectangle((x, top + head, wide, body), fill=palette["sunken"])
        white = setting.style(fonts.SEMIBOLD, "surface")
        y = top + _PAD + 0.75 * setting.line
        with page.tag("H2"):
            title = _named(outcome.number, outcome.title)
            page.paragraph(x + _PAD, y, wide - 2 * _PAD, title, white)
        y = top + head + _PAD + 0.75 * setting.line
        has_measures = bool(framework.listed(outcome.id))
        said = _under(framework, outcome.id)
        for place, each in enumerate(said, start=1):
            counts = has_measures and place == len(said)
            style = setting.style(fonts.SEMIBOLD if counts else fonts.REGULAR)
            with page.tag("P"):
                y = 1 + page.paragraph(x + _PAD, y, wide - 2 * _PAD, each, style)
    return top + head + body


def _impacts(setting: _Setting, page: Page, top: float) -> float:
    sheet, framework = setting.sheet, setting.sheet.plan.picture.framework
    if not framework.impact:
        return top - _GAP
    title = f"{impact.TITLE}: {sheet.place}"
    rule = sheet.subheading(page, title, (LEFT, top + 3, _EDGE - LEFT))
    wide, lowest = _wide(len(framework.impact)), rule
    for number, each in enumerate(framework.impact):
        x = LEFT + number * (wide + _GAP)
        y = _figure(setting, page, each, (x, rule + 6.5))
        with page.tag("P"):
            y += 0.9 + 0.75 * setting.line
            lowest = max(lowest, page.paragraph(x, y, wide - 2, each.text, setting.style()))
    return lowest - 0.75 * setting.line


def _figure(setting: _Setting, page: Page, each: Impact, at: tuple[float, float]) -> float:
    """The latest figure of what shows a measure of impact, its status and when. Returns where that ends."""
    sheet, (x, y) = setting.sheet, at
    below, quiet = y + 1.6 + 0.75 * setting.line, setting.style(role="ink2")
    first = next(iter(impact.shown(sheet, each)), None)
    points = first.series.points if first else ()
    hidden = bool(points) and editions.is_withheld(points[-1])
    if first is None or first.latest is None or hidden:
        with page.tag("P"):
            page.text(x, y, f"{WITHHELD} Withheld" if hidden else _NOTHING, quiet)
        return y + 1.6
    period = first.latest.period
    figure = sheet.mark_id(f"plan{each.number}", first.measure.id, first.area, "value", period.iso)
    with page.tag("P"):
        marks.status(page, (x + 2.4, y - 1.8), 4.6, first.status, sheet.palette)
        with page.tag("Span", figure=figure):
            value = words.figure(first.measure, first.latest.value)
            page.text(x + 6.5, y, value, sheet.style(15, 18, fonts.SEMIBOLD))
    wide = _wide(len(sheet.plan.picture.framework.impact)) - 2
    with page.tag("P"):
        said = f"{words.STATUS_NAMES[first.status]}, {words.spoken(period)}"
        return page.paragraph(x, below, wide, said, quiet) - 0.75 * setting.line


def _below(setting: _Setting, page: Page, top: float) -> float:
    sheet = setting.sheet
    columns = _columns(sheet.plan.picture.framework)
    x, lowest = LEFT, top
    for column, wide in zip(columns, _shares(columns), strict=True):
        y = sheet.subheading(page, column.title, (x, top + 3, wide)) + 1.5 + 0.75 * setting.line
        with page.tag("L", numbering="Disc"):
            for item in column.items:
                with page.tag("LI"):
                    with page.tag("Lbl"):
                        page.text(x, y, "• ", setting.style())
                    with page.tag("LBody"):
                        y = 0.8 + page.paragraph(x + 4, y, wide - 4, item, setting.style())
        lowest = max(lowest, y - setting.line)
        x += wide + _GAP
    return lowest


def _shares(columns: Sequence[_Column]) -> list[float]:
    """How wide (mm) each column is: the more it says the wider, and never under two thirds of an even share."""
    even = _wide(len(columns))
    letters = [sum(map(len, column.items)) ** 0.5 for column in columns]
    spare = len(columns) * even / 3
    return [even * 2 / 3 + spare * own / sum(letters) for own in letters]
