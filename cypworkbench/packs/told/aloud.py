"""What reads well by ear and in few columns: for the plain text and the large print, which have no drawings.

A table with more columns than a page has room for becomes blocks: the name of a row, then a fact a line.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cypworkbench.packs import alt_text
from cypworkbench.packs.told.passages import Cell, Grid, Passage, Picture, said

_DASH = "–"


@dataclass(frozen=True, slots=True)
class Block:
    """A row told whole: its name and its facts; a row that only heads others has none."""

    name: str
    facts: tuple[str, ...]


def heard(passages: Sequence[Passage]) -> Iterator[Passage]:
    """The passages without spark lines: beside a figure they say nothing that the figure and its step do not."""
    for passage in passages:
        if isinstance(passage, Picture) and passage.words.startswith(alt_text.SPARK):
            continue
        yield passage


def blocks(grid: Grid) -> Iterator[Block]:
    """A table row by row, each figure with the head of its column; a name that reaches over several rows, in each."""
    heads = [texts(row) for row in grid.heads]
    named = [" ".join(filter(None, held)) for held in zip(*heads, strict=False)]
    reach, name = 0, ""
    for row in grid.rows:
        cells = texts(row)
        if reach:
            cells = [name, *cells]
            reach -= 1
        elif row and row[0].rows > 1:
            reach, name = row[0].rows - 1, cells[0]
        pairs = zip(named[1:], cells[1:], strict=False)
        facts = [f"{head}: {_in_words(head, text)}" for head, text in pairs if head and text]
        yield Block(cells[0], tuple(facts))


def _in_words(head: str, text: str) -> str:
    """A figure, or in words that there is none: a dash by itself is passed over by many voices."""
    if text != _DASH:
        return text
    return "none" if head == "Target" else "no figure"


def texts(row: Sequence[Cell]) -> list[str]:
    """A row's cells; one that spans several columns leaves those after it empty."""
    return [text for cell in row for text in (said(cell.line), *[""] * (cell.columns - 1))]
