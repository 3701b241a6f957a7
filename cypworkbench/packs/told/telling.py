"""From a drawn pack to its passages: what a listener to the pages is told, without what only pages need."""

import re
from collections.abc import Iterator, Mapping, Sequence

from matplotlib.figure import Figure as Drawing

from cypworkbench.packs import fonts
from cypworkbench.packs.tagged import Document
from cypworkbench.packs.tagged.structure import Element
from cypworkbench.packs.told.passages import (
    Cell,
    Facts,
    Grid,
    Heading,
    Items,
    Line,
    Passage,
    Picture,
    Prose,
    Said,
    plain,
)

CONTINUED = "Continued on the next page."
GOES_ON = re.compile(r", (continued|page \d+|sheet \d+)$")
_LEVELS = {"H1": 2, "H2": 3, "H3": 4}
_FACTS = frozenset(("Against target", "Change", "Variation", "Assurance"))
_COVER_FACTS = frozenset(("Meeting", "Figures as at", "Version", "Boards returned"))


def passages(document: Document, drawings: Mapping[int, Drawing]) -> tuple[Passage, ...]:
    """The passages of a document in reading order; `drawings` are its charts, by the `id` of their elements.

    Said once: a heading repeated because a page ended, and a paragraph that a page's end had cut in two.
    """
    told = _Teller(document, drawings)
    return tuple(_facts(_joined(list(told.walk(document.root)))))


class _Teller:
    """Walks the structure; what is said stands in the pages' marks."""

    def __init__(self, document: Document, drawings: Mapping[int, Drawing]) -> None:
        self.document, self.drawings = document, drawings
        self.places = _by_page(document)
        # the drawn levels of the headings that hold what comes next: as many as these is its told level, so that none
        # is passed over, also where a heading stands right under the pack's own title
        self.held: list[int] = []
        self.headings: dict[int, str] = {}

    def walk(self, element: Element) -> Iterator[Passage]:
        for kid in element.kids:
            if isinstance(kid, Element):
                yield from self.told(kid)

    def told(self, element: Element) -> Iterator[Passage]:
        match element.tag:
            case "H1" | "H2" | "H3":
                yield self._heading(element)
            case "L":
                yield self._items(element)
            case "TOC":
                yield Items(tuple(self._entry(e) for e in element.walk() if e.tag == "Link"))
            case "Table":
                yield self._grid(element)
            case "Figure":
                yield self._picture(element)
            case "Form":
                yield Prose((Said(f"{fonts.plain(element.alt)}."),))
            case "Part" | "Sect" | "Div":
                yield from self.walk(element)
            case _:
                if line := self.line(element):
                    yield Prose(line)

    def line(self, element: Element) -> Line:
        """What an element says, its spaces single, none at its ends."""
        return _tidied(list(self._said(element)))

    def _said(
        self, element: Element, figure: str = "", instead: str = "", goes_to: str = ""
    ) -> Iterator[Said]:
        figure, goes_to = element.figure or figure, element.goes_to or goes_to
        if element.tag != "Figure":
            instead = fonts.plain(element.alt) or instead
        for kid in element.kids:
            if isinstance(kid, Element):
                yield from self._said(kid, figure, instead, goes_to)
            else:
                page, mark = kid
                yield Said(self.document.pages[page].said.get(mark, ""), figure, instead, goes_to)

    def _heading(self, element: Element) -> Heading:
        drawn = _LEVELS[element.tag] if self.held else 1
        self.held = [*(above for above in self.held if above < drawn), drawn]
        level, line = len(self.held), self.line(element)
        self.headings = {n: t for n, t in self.headings.items() if n < level} | {level: plain(line)}
        place = self.places.get((_page(element), plain(line)), "") if level > 1 else ""
        return Heading(level, line, place)

    def _items(self, element: Element) -> Items:
        bodies = [e for e in element.walk() if e.tag == "LBody"]
        return Items(tuple(self.line(body) for body in bodies), element.numbering == "Decimal")

    def _entry(self, link: Element) -> Line:
        """A line of the contents, without the number of a page that this edition does not have."""
        marks = [k for k in link.kids if not isinstance(k, Element)]
        said = "".join(self.document.pages[page].said.get(mark, "") for page, mark in marks)
        return (Said(said.rpartition(" ")[0].strip(), goes_to=link.goes_to),)

    def _grid(self, element: Element) -> Grid:
        heads: list[tuple[Cell, ...]] = []
        rows: list[tuple[Cell, ...]] = []
        for row in (e for e in element.walk() if e.tag == "TR"):
            cells = tuple(self._cell(e) for e in row.kids if isinstance(e, Element))
            (heads if all(c.scope == "column" for c in cells) else rows).append(cells)
        own = next((plain(self.line(e)) for e in element.walk() if e.tag == "Caption"), "")
        held = [self.headings[level] for level in sorted(self.headings, reverse=True) if level > 1]
        return Grid(own or ": ".join(reversed(held)), tuple(heads), tuple(rows))

    def _cell(self, element: Element) -> Cell:
        scope = element.scope.lower() if element.tag == "TH" else ""
        return Cell(self._facts(element), scope, element.columns, element.rows)

    def _facts(self, element: Element) -> Line:
        """What a cell says; what stands under its first line is a fact of its own, told after a comma."""
        if not any(_is_under(kid) for kid in element.kids):
            return self.line(element)
        said: list[Said] = []
        for kid in element.kids:
            under = _is_under(kid)
            one = Element(element.tag, figure=element.figure, kids=[kid])
            if (line := self.line(one)) and said:
                said.append(Said(", " if under else " "))
            said += line
        return _tidied(said)

    def _picture(self, element: Element) -> Picture:
        held = tuple(s for s in self._said(element) if s.figure)
        measure = self.places.get((_page(element), ""), "")
        chart, sketch = self.drawings.get(id(element)), self.document.sketches.get(id(element))
        return Picture(fonts.plain(element.alt), held, chart, measure, sketch)


def _by_page(document: Document) -> dict[tuple[int, str], str]:
    """The name of each bookmarked place by its page and words; and of a page's first place, under no words."""
    found: dict[tuple[int, str], str] = {}
    names = {there: name for name, there in document.places.items()}
    for entry in document.outline:
        if name := names.get((entry.page, entry.top)):
            found[entry.page, " ".join(entry.title.split())] = name
            found.setdefault((entry.page, ""), name)
    return found


def _is_under(kid: Element | tuple[int, int]) -> bool:
    """Whether a part of a cell is a plain stretch of its own, and neither a figure nor a mark with a name."""
    return isinstance(kid, Element) and kid.tag == "Span" and not (kid.figure or kid.alt)


def _page(element: Element) -> int:
    for kid in element.kids:
        page = _page(kid) if isinstance(kid, Element) else kid[0]
        if page >= 0:
            return page
    return -1


def _tidied(said: Sequence[Said]) -> Line:
    kept: list[Said] = []
    gap = True  # whether a space just before would be one too many
    for each in said:
        text = " ".join(each.text.split())
        spaced = (each.text[:1].isspace() or _touch(kept, each)) and not gap
        if not text:
            if spaced and kept:
                kept[-1] = _with(kept[-1], kept[-1].text + " ")
                gap = True
            continue
        after = " " if each.text[-1:].isspace() else ""
        whole = _with(each, f"{' ' if spaced else ''}{text}{after}")
        gap = bool(after)
        if kept and _same(kept[-1], whole):
            kept[-1] = _with(whole, kept[-1].text + whole.text)
        else:
            kept.append(whole)
    if kept:
        kept[-1] = _with(kept[-1], kept[-1].text.rstrip())
    return tuple(kept)


def _touch(kept: Sequence[Said], each: Said) -> bool:
    """Whether a stretch of another kind would run into the one before: on the page they stand apart."""
    if not kept or _same(kept[-1], each):
        return False
    return kept[-1].text[-1:].isalnum() and each.text[:1].isalnum()


def _with(said: Said, text: str) -> Said:
    return Said(text, said.figure, said.instead, said.goes_to)


def _same(one: Said, other: Said) -> bool:
    """Whether two stretches are one: neither is a mark, and both belong to the same figure and place."""
    return (one.figure, one.instead, one.goes_to) == (other.figure, "", other.goes_to)


def _joined(told: Sequence[Passage]) -> Iterator[Passage]:
    """Paragraphs and tables that a page's end cut in two, whole again; the heading of a page that goes on, left out."""
    cut = False
    held: Passage | None = None
    for passage in told:
        if isinstance(passage, Prose) and plain(passage.line) == CONTINUED:
            cut = True
            continue
        if isinstance(passage, Heading) and GOES_ON.search(plain(passage.line)):
            continue
        if cut and isinstance(held, Prose) and isinstance(passage, Prose):
            held = Prose(_tidied([*held.line, Said(" "), *passage.line]))
            cut = False
            continue
        cut = False
        if isinstance(held, Grid) and isinstance(passage, Grid) and _goes_on(held, passage):
            held = Grid(held.caption, held.heads, (*held.rows, *passage.rows))
            continue
        if held is not None:
            yield held
        held = passage
    if held is not None:
        yield held


def _goes_on(one: Grid, other: Grid) -> bool:
    """Whether a table is the rest of the one before it, on a further page under the same title."""
    return one.heads == other.heads and GOES_ON.sub("", other.caption) == one.caption


def _facts(told: Iterator[Passage]) -> Iterator[Passage]:
    """Facts that stand side by side on a page, gathered: the tiles of a measure, the foot of the cover."""
    held: list[list[Line]] = []
    before: list[Prose] = []
    for passage in told:
        if not isinstance(passage, Prose):
            yield from before
            yield from _gathered(held)
            yield passage
            before, held = [], []
            continue
        said = plain(passage.line)
        if said in _FACTS or said in _COVER_FACTS:
            held += [[p.line for p in before[-3:]]] if _is_value(before) else []
            yield from before[:-3] if _is_value(before) else before
            before = []
            held.append([passage.line])
        elif held and _goes_under(held):
            held[-1].append(passage.line)
        else:
            yield from _gathered(held)
            held = []
            before.append(passage)
    yield from before
    yield from _gathered(held)


def _gathered(held: Sequence[Sequence[Line]]) -> Iterator[Facts]:
    if held:
        yield Facts(tuple(tuple(group) for group in held))


def _is_value(before: Sequence[Prose]) -> bool:
    """Whether what stands before the first tile is the tile of the value: its period, the figure, which way is good."""
    if len(before) < 3:  # noqa: PLR2004  as just said
        return False
    return any(
        s.figure.startswith("fig:measure:") and ":value:" in s.figure for s in before[-2].line
    )


def _goes_under(held: Sequence[Sequence[Line]]) -> bool:
    """Whether one more paragraph belongs to the last fact: those of the cover have one each."""
    return plain(held[-1][0]) in _FACTS or len(held[-1]) < 2  # noqa: PLR2004  a name and its fact
