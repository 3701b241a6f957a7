"""What a pack says, passage by passage, whatever it is then set in."""

from dataclasses import dataclass

from matplotlib.figure import Figure as Drawing

from cypworkbench.packs.tagged.sketch import Sketch


@dataclass(frozen=True, slots=True)
class Said:
    """A stretch of text. `figure` is the id of a printed figure, `instead` what a mark is called, `goes_to` a place."""

    text: str
    figure: str = ""
    instead: str = ""
    goes_to: str = ""


Line = tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is the pack's title. `place` is the name that links lead to, empty where none do."""

    level: int
    line: Line
    place: str = ""


@dataclass(frozen=True, slots=True)
class Prose:
    """A paragraph."""

    line: Line


@dataclass(frozen=True, slots=True)
class Facts:
    """A few facts side by side: each is its name, then what is said under it."""

    groups: tuple[tuple[Line, ...], ...]


@dataclass(frozen=True, slots=True)
class Items:
    """A list; `numbered` where its items are counted."""

    items: tuple[Line, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table; `scope` is column or row where it heads one, else empty."""

    line: Line
    scope: str = ""
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its caption, rows of heads, rows of cells."""

    caption: str
    heads: tuple[tuple[Cell, ...], ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in words, with the chart it was drawn from or what was drawn by hand, and the measure it shows."""

    words: str
    figures: tuple[Said, ...] = ()
    drawing: Drawing | None = None
    measure: str = ""
    sketch: Sketch | None = None


Passage = Heading | Prose | Facts | Items | Grid | Picture


def plain(line: Line) -> str:
    """A line as it is read aloud: a mark by what it is called."""
    return " ".join("".join(s.instead or s.text for s in line).split())


def said(line: Line) -> str:
    """A line as it is read: a mark by its name, in brackets where it stands beside a figure."""
    parts = []
    for place, each in enumerate(line):
        if not each.instead:
            parts.append(each.text)
        else:
            parts.append(f" ({each.instead})" if place else f"({each.instead}) ")
    return " ".join("".join(parts).split())
