"""Whether a structure makes sense to someone who only hears it: asked before a document is sealed."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from cypworkbench.packs.tagged.structure import Element

# Where an element may stand: ISO 32000-1, 14.8.4. Elements not named here may stand anywhere.
_WITHIN = {
    "LI": {"L"},
    "Lbl": {"LI", "Note"},
    "LBody": {"LI"},
    "THead": {"Table"},
    "TBody": {"Table"},
    "TR": {"Table", "THead", "TBody"},
    "TH": {"TR"},
    "TD": {"TR"},
    "TOCI": {"TOC"},
}
_HOLDS = {
    "Table": {"TR", "THead", "TBody", "Caption"},
    "THead": {"TR"},
    "TBody": {"TR"},
    "TR": {"TH", "TD"},
    "L": {"LI", "L", "Caption"},
    "LI": {"Lbl", "LBody"},
}
_LINE = {"P", "H1", "H2", "H3", "Span", "Lbl"}  # these hold text and what stands in a line of it
_INLINE = {"Span", "Link", "Note", "Figure", "Form"}


class MisleadingError(ValueError):
    """Some page would mislead a listener: it says how, a sentence each."""


def faults(root: Element, places: Iterable[str] = ()) -> tuple[str, ...]:
    """What is wrong with a structure, one sentence each, in reading order; none when it is sound.

    `places` are the names that links may go to.
    """
    elements = root.walk()
    known = frozenset(places)
    found: list[str] = []
    for element in elements:
        found.extend(_own(element, known))
        found.extend(_nesting(element))
        if element.tag == "Table":
            found.extend(_rows(element))
    found.extend(_headings(elements))
    found.extend(_names(elements))
    return tuple(found)


def _own(element: Element, places: frozenset[str]) -> Iterator[str]:
    match element.tag:
        case "Figure":
            if not element.alt.strip():
                yield "A Figure has no alternative text."
            if element.box is None:
                yield f"The Figure {element.alt[:40]!r} has no bounds."
        case "TH" if element.scope not in ("Column", "Row", "Both"):
            yield "A heading cell does not say whether it heads a row or a column."
        case "Link":
            if not element.link_boxes:
                yield "A Link leads nowhere."
            elif element.goes_to not in places and not element.goes_to.startswith("https://"):
                yield f"A Link leads to {element.goes_to!r}, which is no bookmarked place."


def _nesting(element: Element) -> Iterator[str]:
    parent = element.parent.tag if element.parent else ""
    if element.tag in _WITHIN and parent not in _WITHIN[element.tag]:
        yield f"{element.tag} stands in {parent or 'nothing'}."
    allowed = _INLINE if element.tag in _LINE else _HOLDS.get(element.tag)
    if allowed is None:
        return
    for kid in element.kids:
        if isinstance(kid, Element) and kid.tag not in allowed:
            yield f"{element.tag} holds {kid.tag}."


def _rows(table: Element) -> Iterator[str]:
    """A table whose rows are not all as wide, spans counted, is read out under the wrong heads."""
    rows = [element for element in table.walk() if element.tag == "TR"]
    held: Counter[int] = Counter()  # columns that cells above reach down into, by row
    widths = []
    for number, row in enumerate(rows):
        cells = [kid for kid in row.kids if isinstance(kid, Element)]
        widths.append(sum(cell.columns for cell in cells) + held[number])
        for cell in cells:
            for below in range(number + 1, number + cell.rows):
                held[below] += cell.columns
    if len(set(widths)) > 1:
        said = ", ".join(map(str, sorted(set(widths))))
        yield f"A Table has rows of different widths: {said} columns."
    if held and max(held) >= len(rows):
        yield "A cell of a Table reaches below its last row."


def _headings(elements: Sequence[Element]) -> Iterator[str]:
    before = 0
    for element in elements:
        if element.tag in ("H1", "H2", "H3"):
            level = int(element.tag[1])
            if level > before + 1:
                yield f"{element.tag} follows {f'H{before}' if before else 'no heading'}."
            before = level


def _names(elements: Sequence[Element]) -> Iterator[str]:
    counted = Counter(element.figure for element in elements if element.figure)
    for name, times in counted.items():
        if times > 1:
            yield f"{times} elements are called {name}."
