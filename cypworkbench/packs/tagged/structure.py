"""The structure of a document while it is drawn: what a reader who cannot see the page is told, in order."""

from dataclasses import dataclass, field

# Elements that only group others: text never stands directly in them.
GROUPING = frozenset(
    ["Document", "Part", "Sect", "Div", "Table", "TR", "THead", "TBody", "L", "LI", "TOC", "TOCI"]
)
TAGS = GROUPING | frozenset(
    [
        "H1",
        "H2",
        "H3",
        "P",
        "Lbl",
        "LBody",
        "TH",
        "TD",
        "Figure",
        "Caption",
        "Link",
        "Note",
        "Span",
        "Form",
    ]
)


@dataclass(eq=False, slots=True)
class Element:
    """One structure element. `kids` are elements, or (page number, mark number) of content; pages count from 0.

    `figure` is the id of a printed figure and `said` its text; `scope` is Column or Row for a heading cell; `box` holds
    a figure's bounds in points. `numbering` is how the items of a list are marked: Disc, Decimal or None. A Link
    `goes_to` a bookmarked place, or to an https address.
    """

    tag: str
    parent: "Element | None" = None
    kids: list["Element | tuple[int, int]"] = field(default_factory=list)
    alt: str = ""
    title: str = ""
    figure: str = ""
    said: str = ""
    scope: str = ""
    columns: int = 1
    rows: int = 1
    numbering: str = ""
    box: tuple[float, float, float, float] | None = None
    goes_to: str = ""
    link_boxes: list[tuple[int, tuple[float, float, float, float]]] = field(default_factory=list)

    def walk(self) -> "list[Element]":
        """This element and all below it, in reading order."""
        found: list[Element] = []
        waiting = [self]
        while waiting:
            element = waiting.pop()
            found.append(element)
            for kid in reversed(element.kids):
                if isinstance(kid, Element):
                    waiting.append(kid)  # noqa: PERF401  a list for each element costs more than it saves
        return found
