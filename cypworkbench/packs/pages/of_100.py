"""Of every hundred: each share as whole ones of a hundred, drawn, so that nobody needs to picture a percentage."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from cypworkbench.domain.area import ENGLAND
from cypworkbench.domain.judgement import Assessment, Point
from cypworkbench.packs import editions, fonts, words
from cypworkbench.packs.pages.sheet import LEFT, Sheet
from cypworkbench.packs.tagged import Page, Run
from cypworkbench.packs.tagged.lines import wrap
from cypworkbench.packs.young.village import CHILDREN, whole_children

TITLE = "Of every hundred"
_COLUMNS, _ROWS = (20.0, 80.0, 140.0), (42.0, 99.5, 157.0, 214.5)
_WIDE = 52.0
_ACROSS, _PITCH, _RADIUS = 20, 2.6, 0.95  # dots in a row, and mm from one to the next
_MOST_LINES = 3


@dataclass(frozen=True, slots=True)
class Hundred:
    """A share as whole ones of a hundred, and England's at the same time where there is one."""

    assessment: Assessment
    latest: Point
    count: int
    england: int | None

    @property
    def beside(self) -> str:
        """The words below the dots."""
        when = words.capital(words.spoken(self.latest.period))
        if self.england is None:
            return f"{when}."
        return f"{when}. In England: {self.england}."


def draw(sheet: Sheet) -> None:
    """Draw the pages, twelve shares at most on each, all about as full; none where no measure is a share."""
    shown = [made for a in sheet.plan.measures if (made := hundred(sheet, a))]
    rows = ceil(len(shown) / len(_COLUMNS))
    pages = ceil(rows / len(_ROWS))
    each = len(_COLUMNS) * ceil(rows / pages) if shown else 1
    for start in range(0, len(shown), each):
        _page(sheet, shown[start : start + each], TITLE if not start else f"{TITLE}, continued")


def hundred(sheet: Sheet, a: Assessment) -> Hundred | None:
    """A measure's latest share of people; None where there is none, or it would round to none or to all."""
    latest, points = a.latest, a.series.points
    if not (a.measure.is_share and a.measure.binomial) or latest is None or latest.value is None:
        return None
    if editions.is_withheld(points[-1]) or not 0 <= latest.value <= CHILDREN:
        return None
    count = _whole(latest.value)
    if count in (0, CHILDREN) and latest.value != count:
        return None
    held = sheet.plan.picture.assessments.get((a.measure.id, ENGLAND))
    there = held.series.at(latest.period) if held else None
    england = _whole(there.value) if there is not None and there.value is not None else None
    return Hundred(a, latest, count, england)


def told(made: Hundred) -> str:
    """What whoever listens is told of the dots."""
    measure = made.assessment.measure
    england = "" if made.england is None else f" In England {made.england}."
    return (
        f"{CHILDREN} dots, {made.count} of them filled: {measure.title}, {words.spoken(made.latest.period)}, "
        f"{words.figure(measure, made.latest.value)} in whole ones of a hundred.{england}"
    )


def _whole(share: float) -> int:
    return whole_children((share, CHILDREN - share))[0]


def _page(sheet: Sheet, shown: Sequence[Hundred], title: str) -> None:
    with sheet.page(TITLE, sheet.place) as page:
        sheet.heading(page, title, 29)
        with page.tag("P"):
            said = "Each share of this pack as so many of a hundred, rounded to whole ones."
            page.text(LEFT, 37, said, sheet.caption)
        for number, made in enumerate(shown):
            row, column = divmod(number, len(_COLUMNS))
            _one(sheet, page, made, (_COLUMNS[column], _ROWS[row]))


def _one(sheet: Sheet, page: Page, made: Hundred, at: tuple[float, float]) -> None:
    left, top = at
    measure, area = made.assessment.measure, made.assessment.area
    name = sheet.mark_id("of_100", measure.id, area, "hundred", made.latest.period.iso)
    with page.tag("P"), page.tag("Span", figure=name):
        page.text(left, top + 9, str(made.count), sheet.style(30, 32, fonts.SEMIBOLD))
    style = sheet.style(10.5, 13, fonts.SEMIBOLD)
    title = measure.title
    if len(wrap([Run(title)], _WIDE, style)) > _MOST_LINES:
        title = measure.short_title
    with page.tag("P"):
        below = page.paragraph(left, top + 15, _WIDE, title, style)
    _dots(sheet, page, made, (left, below - 2.4))
    with page.tag("P"):
        foot = below + CHILDREN / _ACROSS * _PITCH + 1.6
        page.paragraph(left, foot, _WIDE, made.beside, sheet.caption)


def _dots(sheet: Sheet, page: Page, made: Hundred, at: tuple[float, float]) -> None:
    left, top = at
    ink, edge = sheet.palette["accent"], sheet.palette["line_strong"]
    box = page.outer(left, top, left + _ACROSS * _PITCH, top + CHILDREN / _ACROSS * _PITCH)
    with page.tag("Figure", alt=told(made), box=box):
        for dot in range(CHILDREN):
            x = left + (dot % _ACROSS + 0.5) * _PITCH
            y = top + (dot // _ACROSS + 0.5) * _PITCH
            filled = dot < made.count
            page.circle(x, y, _RADIUS, ink if filled else "", ink if filled else edge, (0.5, ()))
