"""Pages of prose and tables that run on: the same title, type and frame, however many pages they come to."""

from collections.abc import Iterator
from contextlib import contextmanager

from cypworkbench.packs import fonts
from cypworkbench.packs.pages.fitting import BOTTOM, TOP
from cypworkbench.packs.pages.sheet import LEFT, RIGHT, Sheet
from cypworkbench.packs.tagged.flow import Flow, Frame
from cypworkbench.packs.tagged.style import MM
from cypworkbench.packs.tagged.tables import Looks

WIDE = RIGHT - LEFT
_MOST_KEPT = 6  # lines of a bold line, beyond which it may be split


@contextmanager
def running(sheet: Sheet, title: str) -> Iterator[Flow]:
    """A part of the pack under its title, with its bookmark; what is set runs on from page to page."""
    frame = Frame(LEFT, TOP, WIDE, BOTTOM)
    breaks = sheet.fitting.breaks
    early = dict([breaks[title]]) if title in breaks else None
    with Flow(lambda: sheet.page(title, sheet.place), frame, early) as flow:
        flow.heading("H1", title, sheet.title)
        sheet.document.bookmark(title, 0, TOP)
        flow.gap(2)
        yield flow
        flow.settle()
        sheet.found.ends[title] = (flow.pages, flow.y)


def part(sheet: Sheet, flow: Flow, title: str) -> None:
    """A section's heading inside such a part."""
    flow.leads("H2", title, sheet.section, 4)
    flow.gap(1)


def strong(sheet: Sheet, flow: Flow, said: str) -> None:
    """A line in bold, on one page with the first lines of what it heads; a long one may be split."""
    style = sheet.style(11, 15, fonts.SEMIBOLD)
    if len(fonts.wrapped(said, style.weight, style.size, WIDE * MM)) <= _MOST_KEPT:
        flow.leads("P", said, style, 1.8)
        return
    flow.gap(1.8)
    flow.paragraph(said, style)


def looks(sheet: Sheet) -> Looks:
    """How tables look on these pages."""
    colours = sheet.palette
    body = sheet.style(10.5, 14)
    return Looks(sheet.head, body, colours["ink"], colours["line_strong"], colours["line"])
