"""The edition in plain text: 80 columns, no drawing made of letters, for any screen, printer or Braille display."""

import textwrap
from collections.abc import Iterator, Sequence

from cypworkbench.packs.told.aloud import blocks, heard, texts
from cypworkbench.packs.told.edition import Told
from cypworkbench.packs.told.passages import (
    Facts,
    Grid,
    Heading,
    Items,
    Passage,
    Picture,
    Prose,
    said,
)

WIDE = 80
_GAP = 2
_NARROWEST = 12  # letters: a first column is wrapped no narrower
_UNDER = {1: "=", 2: "=", 3: "-"}


def write(told: Told) -> bytes:
    """The pack as UTF-8 text with LF line ends, the same bytes for the same pack."""
    lines = [line.rstrip() for passage in heard(told.passages) for line in _set(passage)]
    lines += ["", *_wrapped(f"SHA-256 of the pack that this text was made from: {told.digest}")]
    return ("\n".join(_single(lines)) + "\n").encode()


def _single(lines: Sequence[str]) -> Iterator[str]:
    """Never two empty lines together, none at the top."""
    empty = True
    for line in lines:
        if line or not empty:
            yield line
        empty = not line


def _set(passage: Passage) -> Iterator[str]:
    match passage:
        case Heading():
            yield from _heading(passage)
        case Prose():
            yield from (*_wrapped(said(passage.line)), "")
        case Picture():
            yield from (*_wrapped(passage.words), "")
        case Facts():
            for name, *rest in passage.groups:
                yield from _wrapped(f"{said(name)}: {'; '.join(said(line) for line in rest)}", "  ")
            yield ""
        case Items():
            for number, line in enumerate(passage.items, start=1):
                mark = f"{number}. " if passage.numbered else "- "
                yield from _wrapped(f"{mark}{said(line)}", " " * len(mark))
            yield ""
        case Grid():
            yield from (*_grid(passage), "")


def _heading(heading: Heading) -> Iterator[str]:
    lines = _wrapped(said(heading.line).upper() if heading.level == 1 else said(heading.line))
    yield from ("", "") if heading.level < 3 else ("",)  # noqa: PLR2004  parts are set further apart
    yield from lines
    if heading.level in _UNDER:
        yield _UNDER[heading.level] * max(len(line) for line in lines)
    yield ""


def _wrapped(text: str, hanging: str = "") -> list[str]:
    return textwrap.wrap(text, WIDE, subsequent_indent=hanging, break_on_hyphens=False) or [""]


def _grid(grid: Grid) -> Iterator[str]:
    heads = [texts(row) for row in grid.heads]
    rows = [texts(row) for row in grid.rows]
    columns = max((len(row) for row in (*heads, *rows)), default=0)
    yield from (*_wrapped(f"Table: {grid.caption}"), "")
    whole = [row for row in (*heads, *rows) if len(row) == columns]
    widths = [max((len(row[n]) for row in whole), default=0) for n in range(columns)]
    room = WIDE - sum(widths[1:]) - _GAP * (columns - 1)
    if len(heads) == 1 and room >= min(widths[0], _NARROWEST):
        widths[0] = min(widths[0], room)
        yield from _aligned(heads[0], rows, widths)
    else:
        yield from _one_by_one(grid)


def _aligned(
    heads: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[int]
) -> Iterator[str]:
    """A table in columns: words to the left, everything after the first column as it stands in most of its rows."""
    right = [n > 0 and _figures(rows, n) for n in range(len(widths))]
    yield from _lines(heads, widths, right)
    yield "-" * min(WIDE, sum(widths) + _GAP * (len(widths) - 1))
    for row in rows:
        if sum(bool(text) for text in row) == 1 and len(row[0]) > widths[0]:
            yield from _wrapped(row[0])
        else:
            yield from _lines(row, widths, right)


def _figures(rows: Sequence[Sequence[str]], column: int) -> bool:
    """Whether a column holds figures in most of its rows."""
    held = [row[column] for row in rows if len(row) > column and row[column]]
    return 2 * sum(text[0].isdigit() or text[0] in "–−[" for text in held) > len(held)


def _lines(row: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> Iterator[str]:
    first = textwrap.wrap(row[0], widths[0]) or [""]
    rest = "".join(
        " " * _GAP + (text.rjust(wide) if is_right else text.ljust(wide))
        for text, wide, is_right in zip(row[1:], widths[1:], right[1:], strict=False)
    )
    # a name in several lines has its figures beside the last of them
    yield from first[:-1]
    yield first[-1].ljust(widths[0]) + rest


def _one_by_one(grid: Grid) -> Iterator[str]:
    """A table too wide for the page, row by row: its name, then a figure a line with the head of its column."""
    for block in blocks(grid):
        yield from _wrapped(block.name)
        if not block.facts:
            yield _UNDER[3] * min(WIDE, len(block.name))
        for fact in block.facts:
            yield from _wrapped(f"  {fact}", "    ")
        yield ""
