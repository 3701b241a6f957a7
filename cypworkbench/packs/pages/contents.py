"""The contents: every part and every measure with its page, each a link; drawn once the other pages are counted."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from cypworkbench.domain.framework import MeasureRole
from cypworkbench.domain.judgement import Assessment
from cypworkbench.packs import fonts
from cypworkbench.packs.pages.sheet import LEFT, RIGHT, Sheet, named
from cypworkbench.packs.tagged import Page
from cypworkbench.packs.tagged.style import MM

BESIDE = "Beside the plan, for context"
_TOP, _BOTTOM = 38.0, 273.0
_ROW, _LEAST = 6.4, 4.2
_HEAD, _MORE = 1.6, 0.9  # rows that the name of a group takes, and each further line of it
_GAP = 0.6
_SIZE = 10.5


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents: its words, where it leads, and the page there, from 0. A group's name leads nowhere.

    `rows` is the room it takes; without words it is only room.
    """

    words: str
    goes_to: str = ""
    page: int = 0
    rows: float = 1.0


def draw(sheet: Sheet, places: Mapping[str, tuple[int, float]]) -> None:
    """Draw the contents of a pack whose other pages, drawn before without it, have their bookmarks at `places`."""
    batches = list(_batches(list(_entries(sheet, places))))
    for number, entries in enumerate(batches, start=1):
        with sheet.page("Contents", sheet.place) as page:
            sheet.heading(page, "Contents" if number == 1 else "Contents, continued", 29)
            _lines(sheet, page, entries, len(batches))


def _entries(sheet: Sheet, places: Mapping[str, tuple[int, float]]) -> Iterator[Entry]:
    measures = {a.measure.id: a for a in sheet.plan.measures}
    style, group = sheet.style(_SIZE, 13), ""
    for name, (page, _) in places.items():
        if name not in measures:
            if page and not _goes_on(name):  # page 0 is the cover, which stands before the contents
                if group:
                    yield Entry("", rows=_GAP)
                    group = ""
                yield Entry(name, name, page)
            continue
        under = _group(sheet, measures[name])
        if under != group:
            lines = fonts.wrapped(under, fonts.SEMIBOLD, _SIZE, (RIGHT - LEFT) * MM)
            yield Entry(under, rows=_HEAD + _MORE * (len(lines) - 1))
            group = under
        yield Entry(named(measures[name].measure, style, RIGHT - LEFT - 20), name, page)


def _goes_on(name: str) -> bool:
    """Whether a heading is that of a further page of something listed already."""
    return any(f", {word}" in name for word in ("continued", "sheet", "page"))


def _group(sheet: Sheet, assessment: Assessment) -> str:
    measure = assessment.measure
    if measure.role is MeasureRole.CONTEXT:
        return BESIDE
    outcome = sheet.plan.picture.framework.outcome(measure.outcome)
    return f"Outcome {outcome.number}: {outcome.title}" if outcome.number else outcome.title


def _batches(entries: Sequence[Entry]) -> Iterator[list[Entry]]:
    """The entries of each page: all on one where they fit in low rows, else on as few as do, each about as full."""
    whole, most = sum(entry.rows for entry in entries), (_BOTTOM - _TOP) / _LEAST
    if whole > most:
        most = min(most, whole / ceil(whole / most) + _HEAD)
    batch, used = list[Entry](), 0.0
    for entry in entries:
        # a group's name never stands alone at the foot
        if used + entry.rows + (0 if entry.goes_to else 1) > most:
            yield batch
            batch, used = [], 0.0
        batch.append(entry)
        used += entry.rows
    yield batch


def _lines(sheet: Sheet, page: Page, entries: Sequence[Entry], pages: int) -> None:
    row = min(_ROW, (_BOTTOM - _TOP) / sum(entry.rows for entry in entries))
    shift, y = pages, _TOP
    linked: list[Entry] = []
    for entry in entries:
        if entry.goes_to:
            linked.append(entry)
            continue
        y = _links(sheet, page, linked, (y, row, shift))
        linked = []
        style = sheet.style(_SIZE, 12, fonts.SEMIBOLD, "accent")
        if entry.words:
            with page.tag("H2"):
                page.paragraph(LEFT, y + row * (_HEAD - 0.2), RIGHT - LEFT, entry.words, style)
        y += row * entry.rows
    _links(sheet, page, linked, (y, row, shift))


def _links(
    sheet: Sheet, page: Page, entries: Sequence[Entry], at: tuple[float, float, int]
) -> float:
    """Set a run of lines from a height, a row high each; `at` is height, row and the pages that the contents add."""
    y, row, shift = at
    if not entries:
        return y
    style = sheet.style(_SIZE, 13)
    with page.tag("TOC"):
        for entry in entries:
            y += row
            number = str(entry.page + shift + 1)
            told = f"{entry.words}, page {number}"
            with page.tag("TOCI"), page.tag("Link", title=told):
                used = page.text(LEFT, y, f"{entry.words} ", style)
                page.text(RIGHT, y, number, style, "right")
                page.link(entry.goes_to, (LEFT, y - row * 0.72, RIGHT, y + row * 0.28))
            ends = (LEFT + used + 2, y), (RIGHT - style.width(number) - 2, y)
            page.line(*ends, sheet.palette["line"], 0.4)
    return y
