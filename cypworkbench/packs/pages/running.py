"""Pages of prose and tables that run on: the same title, type and frame, however many pages they come to."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from cypworkbench.packs import fonts
from cypworkbench.packs.pages.fitting import APART, BOTTOM, TOP, Extent
from cypworkbench.packs.pages.sheet import LEFT, RIGHT, Sheet
from cypworkbench.packs.tagged import Page
from cypworkbench.packs.tagged.flow import Flow, Frame
from cypworkbench.packs.tagged.style import MM
from cypworkbench.packs.tagged.tables import Looks

WIDE = RIGHT - LEFT
_MOST_KEPT = 6  # lines of a bold line, beyond which it may be split


def _begun(sheet: Sheet, title: str) -> tuple[Flow, list[str]]:
    """A flow from the top of a page, and the parts that the page has something of: its head names them."""
    breaks, titles = sheet.fitting.breaks, [title]
    early = dict([breaks[title]]) if title in breaks else None

    @contextmanager
    def turn() -> Iterator[Page]:
        del titles[:-1]
        with sheet.page(lambda: " · ".join(titles), sheet.place) as page:
            yield page

    return Flow(turn, Frame(LEFT, TOP, WIDE, BOTTOM), early), titles


@contextmanager
def running(sheet: Sheet, title: str) -> Iterator[Flow]:
    """A part of the pack under its title, with its bookmark; what is set runs on from page to page.

    It begins where the part before it ended, where the first drawing found that this spares a page.
    """
    shares = title in sheet.fitting.shared
    flow, titles = sheet.unfinished.pop() if shares else _begun(sheet, title)
    begun: list[int] = []

    def note(page: Page, top: float) -> None:
        begun[:] = [page.number, flow.pages]
        titles[:] = [title] if top <= TOP else [*titles, title]
        sheet.document.bookmark(title, 0, top)

    with ExitStack() as stack:
        stack.enter_context(flow)
        flow.gap(APART)
        flow.leads("H1", title, sheet.title, note=note)
        flow.gap(2)
        yield flow
        flow.settle()
        sheet.found.ends[title] = Extent(begun[0], flow.pages - begun[1] + 1, flow.y)
        if sheet.fitting.goes_on(title):
            sheet.unfinished.append((flow, titles))
            stack.pop_all()


def part(sheet: Sheet, flow: Flow, title: str) -> None:
    """A section's heading inside such a part."""
    flow.leads("H2", title, sheet.section, 4)
    flow.gap(1)


def strong(sheet: Sheet, flow: Flow, said: str, tag: str = "H3") -> None:
    """A heading in bold, on one page with the first lines of what it heads; a long one is a paragraph."""
    style = sheet.style(11, 15, fonts.SEMIBOLD)
    if len(fonts.wrapped(said, style.weight, style.size, WIDE * MM)) <= _MOST_KEPT:
        flow.leads(tag, said, style, 1.8)
        return
    flow.gap(1.8)
    flow.paragraph(said, style)


def looks(sheet: Sheet) -> Looks:
    """How tables look on these pages."""
    colours = sheet.palette
    body = sheet.style(10.5, 14)
    return Looks(sheet.head, body, colours["ink"], colours["line_strong"], colours["line"])
