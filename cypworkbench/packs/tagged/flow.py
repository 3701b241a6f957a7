"""Prose, lists and tables that run on from page to page; what is split stays one element for whoever listens."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, replace
from types import TracebackType
from typing import Self

from cypworkbench.packs.tagged.lines import wrap
from cypworkbench.packs.tagged.page import Page
from cypworkbench.packs.tagged.structure import Element
from cypworkbench.packs.tagged.style import MM, Run, Style

Said = str | Sequence[Run]
Lines = Sequence[Sequence[Run]]
_LABEL_ROOM = 6.0  # mm from a list item's mark to its text
_ASCENT = 0.75  # of the leading lies above the baseline


@dataclass(frozen=True, slots=True)
class Frame:
    """Where text may run on a page, in mm: left edge, top, width, and the lowest baseline."""

    left: float
    top: float
    width: float
    bottom: float


@dataclass(frozen=True, slots=True)
class _Leading:
    """Lines that head what comes next, waiting for it: the elements they go in, and the gaps (mm) around them."""

    path: tuple[Element, ...]
    lines: Lines
    style: Style
    above: float
    below: float = 0.0
    note: Callable[[Page, float], None] | None = None

    @property
    def high(self) -> float:
        return self.above + len(self.lines) * self.style.leading / MM + self.below


class Flow:
    """Runs text down one frame and on to further pages, which `turn` begins: `Document.page`, or one with furniture.

        with Flow(document.page, Frame(20, 30, 172, 270)) as flow:
            flow.heading("H1", "Methods", title)
            flow.paragraph("Limits use the first thirteen points.", body)

    Paragraphs never leave a single line behind on a page, nor carry one over; headings keep room for what follows.
    """

    def __init__(
        self,
        turn: Callable[[], AbstractContextManager[Page]],
        frame: Frame,
        shorter: Mapping[int, float] | None = None,
    ) -> None:
        """Nothing is drawn, and no page begun, until something is set.

        `shorter` gives some pages, counted from 1, a lowest baseline (mm) above the frame's.
        """
        self.frame = frame
        self.y = frame.top  # the top of what is set next
        self.pages = 0  # begun so far
        self._shorter = shorter or {}
        self._turn = turn
        self._page: Page | None = None
        self._open = ExitStack()
        self._path: list[Element] = []
        self._waiting: list[_Leading] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is None:
            self.settle()
        self._open.__exit__(kind, error, trace)

    @property
    def page(self) -> Page:
        """The page being drawn; begun now if there is none."""
        if self._page is None:
            self._page = self._open.enter_context(self._turn())
            self.pages += 1
        return self._page

    @property
    def bottom(self) -> float:
        """The lowest baseline (mm) of the page being drawn."""
        if (
            self.y <= self.frame.top
        ):  # what begins a page must not turn to the next from an empty one
            return self.frame.bottom
        return self._shorter.get(self.pages, self.frame.bottom)

    def turn(self) -> Page:
        """End the page and begin the next."""
        self.settle()
        self._open.close()
        self._open = ExitStack()
        self._page = None
        self.y = self.frame.top
        return self.page

    def room(self, high: float) -> Page:
        """The page with so much room (mm) left below `y`, turned to if need be; what heads it comes along.

        Raises ValueError for what no page has room for.
        """
        whole = self.frame.bottom - self.frame.top
        if high > whole:
            message = f"{high:.0f} mm fit on no page of {whole:.0f}"
            raise ValueError(message)
        waiting, self._waiting = self._waiting, []
        led = sum(one.high for one in waiting)
        page = self._roomy(led + high if led + high <= whole else led)
        for one in waiting:
            self.gap(one.above)
            if one.note:
                one.note(page, self.y)
            with self.inside(page, *one.path, alone=True):
                for line in one.lines:
                    self._line(page, line, one.style, self.frame.left)
            self.gap(one.below)
        return self._roomy(high)

    def _roomy(self, high: float) -> Page:
        page = self.page
        return page if self.y + high <= self.bottom else self.turn()

    def gap(self, high: float) -> None:
        """Leave room (mm), unless at the top of a page."""
        if self._waiting:
            last = self._waiting[-1]
            self._waiting[-1] = replace(last, below=last.below + high)
        elif self.y > self.frame.top:
            self.y = min(self.y + high, self.bottom)

    def leads(
        self,
        tag: str,
        said: Said,
        style: Style,
        above: float = 0,
        note: Callable[[Page, float], None] | None = None,
    ) -> None:
        """A line, or a few, that head what is set next: set together with its first lines, or turned with them.

        `note` is told the page and the height (mm) where they come to stand, for a bookmark.
        """
        lines = wrap(runs(said), self.frame.width, style)
        path = (*self._path, Element(tag))
        self._waiting.append(_Leading(path, lines, style, above, note=note))

    def settle(self) -> None:
        """Set what still waits for something to head."""
        if self._waiting:
            self.room(0)

    @contextmanager
    def within(self, element: Element) -> Iterator[Element]:
        """Set what follows inside an element, a Sect say, however many pages it runs over."""
        self._path.append(element)
        yield element
        self._path.pop()

    @contextmanager
    def inside(self, page: Page, *below: Element, alone: bool = False) -> Iterator[None]:
        """Draw on a page within the elements in hand and those below them; `alone`, within those below only."""
        with ExitStack() as stack:
            for element in (*(() if alone else self._path), *below):
                stack.enter_context(page.within(element))
            yield

    def heading(self, tag: str, text: str, style: Style, kept: float = 15) -> Page:
        """A heading, kept on one page with the first `kept` mm after it. Returns its page, for a bookmark."""
        lines = wrap([Run(text)], self.frame.width, style)
        page = self.room(len(lines) * style.leading / MM + kept)
        with self.inside(page, Element(tag)):
            for line in lines:
                self._line(page, line, style, self.frame.left)
        return page

    def keep(self, *paragraphs: tuple[Said, Style], most: float = 60) -> None:
        """Turn the page where these paragraphs do not fit on it together; longer ones than `most` mm may be parted."""
        wraps = [(wrap(runs(said), self.frame.width, style), style) for said, style in paragraphs]
        high = sum(len(lines) * style.leading / MM for lines, style in wraps)
        if high <= most:
            self.room(high)

    def paragraph(self, said: Said, style: Style) -> None:
        """A paragraph, over as many pages as it needs."""
        path = (Element("P"),)
        for together in _together(wrap(runs(said), self.frame.width, style)):
            self._set(path, together, style, self.frame.left)

    def items(self, items: Sequence[Said], style: Style, *, numbered: bool = False) -> None:
        """A list, numbered or with points; a long item runs on like a paragraph."""
        whole = Element("L", numbering="Decimal" if numbered else "Disc")
        for number, said in enumerate(items, start=1):
            item, body = Element("LI"), Element("LBody")
            label = f"{number}. " if numbered else "• "
            groups = _together(wrap(runs(said), self.frame.width - _LABEL_ROOM, style))
            page = self.room(len(groups[0]) * style.leading / MM)
            with self.inside(page, whole, item, Element("Lbl")):
                page.text(self.frame.left, self.y + _ASCENT * style.leading / MM, label, style)
            for together in groups:
                left = self.frame.left + _LABEL_ROOM
                self._set((whole, item, body), together, style, left)

    def _set(self, path: Sequence[Element], lines: Lines, style: Style, left: float) -> None:
        page = self.room(len(lines) * style.leading / MM)
        with self.inside(page, *path):
            for line in lines:
                self._line(page, line, style, left)

    def _line(self, page: Page, line: Sequence[Run], style: Style, left: float) -> None:
        page.runs(left, self.y + _ASCENT * style.leading / MM, line, style)
        self.y += style.leading / MM


def runs(said: Said) -> tuple[Run, ...]:
    """Plain text or runs as runs."""
    return (Run(said),) if isinstance(said, str) else tuple(said)


def _together(lines: Lines) -> list[Lines]:
    """Lines that must share a page: the first two, the last two, every other by itself."""
    if len(lines) <= 3:  # noqa: PLR2004  splitting three would leave one alone
        return [lines]
    return [lines[:2], *([line] for line in lines[2:-2]), lines[-2:]]
