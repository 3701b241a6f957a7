"""The scorecard: measures by areas. The county's folds out on A3; a district's is the same grid on A4."""

from collections.abc import Iterator, Sequence
from math import ceil

from cypworkbench.domain.area import ENGLAND
from cypworkbench.domain.judgement import Assessment
from cypworkbench.packs import marks, words
from cypworkbench.packs.pages import foldout
from cypworkbench.packs.pages.grid import Grid, Place, Shows
from cypworkbench.packs.pages.sheet import LEFT, RIGHT, Sheet, fitted
from cypworkbench.packs.tagged import Page, Style

_TOP, _NAME, _ROW = 58.0, 61.0, 11.4
_LOWEST, _LAST = (
    268.0,
    258.0,
)  # mm: the end of a sheet's rows; of the last, which has the sums as well
_LEGEND = 278.2  # mm
_KEY = (
    "Line: the figures since the first, its own scale. Dashed: the target. "
    "▲ higher is better, ▼ lower is better, ◆ neither."
)
_SAID = "Change: from the figure before. {county}’s and England’s figures are for the same period."


def draw(sheet: Sheet) -> None:
    """Draw the scorecard's sheets."""
    if sheet.is_county:
        foldout.draw(sheet)
        return
    batches = list(_batches(sheet))
    for number, some in enumerate(batches, start=1):
        _district(sheet, some, number, len(batches))


def _batches(sheet: Sheet) -> Iterator[list[Assessment]]:
    """The measures of each sheet: on as few as have room, each about as full."""
    groups = foldout.groups(sheet, sheet.plan.measures)
    whole = sum(foldout.GROUP + _ROW * len(group.measures) for group in groups)
    sheets = max(1, ceil((whole + _LOWEST - _LAST) / (_LAST - _TOP - foldout.GROUP)))
    most, batch, used = whole / sheets, list[Assessment](), 0.0
    for group in groups:
        for place, assessment in enumerate(group.measures):
            high = _ROW if place and batch else foldout.GROUP + _ROW
            if batch and used + high / 2 > most:
                yield batch
                batch, used, high = [], 0.0, foldout.GROUP + _ROW
            batch.append(assessment)
            used += high
    if batch:
        yield batch


def _grid(sheet: Sheet) -> Grid:
    """A district's columns: its target, its step, its figure with mark and line; the county's and England's."""
    here, around = sheet.plan.area, sheet.plan.picture.framework.county
    wanted = (
        ("Target", here, Shows.TARGET, 24.0),
        ("Change", here, Shows.CHANGE, 28.0),
        (sheet.place, here, Shows.CELL, 24.0),
        (sheet.names[around], around, Shows.FIGURE, 20.0),
        ("England", ENGLAND, Shows.FIGURE, 16.0),
    )
    left, columns = LEFT + _NAME - 1.0, list[Place]()
    for head, area, shows, wide in wanted:
        columns.append(Place(head, area, shows, left, wide))
        left += wide
    return Grid(_TOP, RIGHT, _NAME, _ROW, tuple(columns), speaks=True)


def _district(sheet: Sheet, some: Sequence[Assessment], number: int, of: int) -> None:
    which = f" · page {number} of {of}" if of > 1 else ""
    with sheet.page("Scorecard", f"{sheet.place} beside the county{which}") as page:
        sheet.heading(page, f"Scorecard, page {number}" if number > 1 else "Scorecard", 29)
        county = sheet.names[sheet.plan.picture.framework.county]
        key = fitted(_KEY, sheet.caption, RIGHT - LEFT)
        with page.artifact():  # listeners are told each mark by its name, and of each line in words
            page.text(LEFT, 36.5, _KEY, key)
        if number == 1:
            with page.tag("P"):
                page.text(LEFT, 41.2, _SAID.format(county=county), sheet.caption)
        _legend(sheet, page)
        foldout.table(sheet, page, _grid(sheet), some, is_last=number == of)


def _legend(sheet: Sheet, page: Page) -> None:
    """What the marks of the last column mean, in a line at the foot."""
    x, gap = LEFT, 4.2
    names = [(status, words.STATUS_NAMES[status]) for status in marks.LETTERS]
    style = fitted_row(sheet, [name for _, name in names], RIGHT - LEFT - len(names) * (gap + 4))
    for status, name in names:
        marks.status(page, (x + 1.9, _LEGEND - 1.2), 3.6, status, sheet.palette)
        with page.artifact():
            x += 4.6 + page.text(x + 4.6, _LEGEND, f"{name} ", style) + gap - 1.4


def fitted_row(sheet: Sheet, names: Sequence[str], room: float) -> Style:
    """The caption's style, as much smaller as makes the names fit in one line."""
    style = sheet.caption
    while sum(style.width(name) for name in names) > room and style.size > 7:  # noqa: PLR2004  points
        style = style.having(size=style.size - 0.25)
    return style
