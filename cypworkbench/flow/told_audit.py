"""A public pack told in another format, read back: it says what the pack says, letter by letter, and draws no more.

What is read from the finished file, in order and without spaces, must be what the pack's pages say, in order. Where a
format may set a table in two ways, either will do. Charts are held against those of the pages; everything else in the
file, against what may be there. And the pages told are held against the words of the finished pack itself.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from cypworkbench.domain.disclosure import WITHHELD, Exposure
from cypworkbench.domain.record import Picture

if TYPE_CHECKING:  # they bring matplotlib with them
    from cypworkbench.packs.told.edition import Told
    from cypworkbench.packs.told.passages import Cell, Grid, Line, Passage

_DROPPED = re.compile(r"[^\w.%\[\]]+|[\ud800-\udfff]")
_NUMBER = re.compile(r"\d+(?:[.,/:]\d+)*")
_AROUND = 40
Ways = tuple[str, ...]
"""What a passage may read as, in letters: one way, or one of several."""


def letters(text: str) -> str:
    """A text without its spaces, signs and capitals: what stays the same however it is set."""
    return _DROPPED.sub("", text).casefold()


def words_of(told: "Told", *, with_tables: bool) -> Iterator[Ways]:
    """What a format says, passage by passage; `with_tables` where the figures of a chart follow it as a table."""
    from cypworkbench.packs.told.passages import Picture as Drawn  # matplotlib, as above

    for passage in told.passages:
        yield from _ways(passage)
        if with_tables and isinstance(passage, Drawn) and passage.drawing is not None:
            table = told.tables.get(passage.measure)
            if table is not None:
                yield from _ways(table)


def _ways(passage: "Passage") -> Iterator[Ways]:
    from cypworkbench.packs.told.passages import (  # matplotlib, as above
        Facts,
        Grid,
        Heading,
        Items,
        Prose,
    )

    match passage:
        case Heading() | Prose():
            yield (_line(passage.line),)
        case Facts():
            yield ("".join(_line(line) for group in passage.groups for line in group),)
        case Items():
            said = [_line(line) for line in passage.items]
            counted = "".join(f"{n}.{text}" for n, text in enumerate(said, start=1))
            yield ("".join(said), counted) if passage.numbered else ("".join(said),)
        case Grid():
            yield _grid_ways(passage)
        case _:
            yield (letters(passage.words),)


def _grid_ways(grid: "Grid") -> Ways:
    """A table cell by cell; or each row's name and then its other cells, each after the head of its column."""
    caption = letters(grid.caption)
    whole = "".join(_line(cell.line) for row in (*grid.heads, *grid.rows) for cell in row)
    heads = [letters("".join(column)) for column in zip(*map(_spread, grid.heads), strict=False)]
    apart = ""
    for row in map(_spread, grid.rows):
        pairs = zip(heads[1:], row[1:], strict=False)
        apart += letters(row[0]) + "".join(head + letters(said) for head, said in pairs if said)
    ways = (whole, apart, _aloud(grid, heads))
    return tuple(before + said for said in ways for before in (caption, f"table{caption}"))


def _aloud(grid: "Grid", heads: "Sequence[str]") -> str:
    """As rows apart, a dash in words, and a name that reaches over several rows said with each."""
    told, reach, name = "", 0, ""
    for source in grid.rows:
        row = [name, *_spread(source)] if reach else _spread(source)
        if reach:
            reach -= 1
        elif source and source[0].rows > 1:
            reach, name = source[0].rows - 1, row[0]
        told += letters(row[0])
        for head, said in zip(heads[1:], row[1:], strict=False):
            none = "none" if head == "target" else "nofigure"
            told += head + (none if said == "–" else letters(said)) if head and said else ""
    return told


def _spread(row: "Sequence[Cell]") -> list[str]:
    """A row's cells; one that spans several columns leaves those after it empty."""
    return [text for c in row for text in (_text(c.line), *[""] * (c.columns - 1))]


def _line(line: "Line") -> str:
    return letters(_text(line))


def _text(line: "Line") -> str:
    return "".join(each.instead or each.text for each in line).strip()


def differing(where: str, said: str, meant: Sequence[Ways]) -> Iterator[Exposure]:
    """The first place where a file, read in letters, says anything else than it should."""
    place = 0
    for ways in meant:
        fits = [way for way in ways if said.startswith(way, place)]
        if not fits:
            near = max(ways, key=lambda way: _shared(said[place : place + len(way)], way))
            place += _shared(said[place : place + len(near)], near)
            yield Exposure(
                where, f"{_around(said, place)} stands there, and the pack does not say it"
            )
            return
        place += len(max(fits, key=len))
    if place < len(said):
        yield Exposure(where, f"{_around(said, place)} stands there, and the pack does not say it")


def _shared(one: str, two: str) -> int:
    """How many letters two texts begin with alike."""
    pairs = enumerate(zip(one, two, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(one), len(two)))


def _around(said: str, place: int) -> str:
    return repr(said[max(0, place - _AROUND // 2) : place + _AROUND // 2])


# ---- the pages told, held against the finished pack


def audit_told(told: "Told", pdf: bytes, picture: Picture) -> Iterator[Exposure]:
    """Numbers told that the finished pack does not say, and figures in the tables of charts that are not published.

    `pdf` is empty for a pack that another build drew: its words cannot be held against this one's.
    """
    from cypworkbench.signing import readback  # pikepdf: only when a finished pack is read

    there = Counter(n for words in readback.printed(pdf).words for n in numbers(words.text))
    said = Counter(
        n for passage in told.passages for text in _texts(passage) for n in numbers(text)
    )
    for number in sorted(said - there) if pdf else ():
        yield Exposure("the pages told", f"they say {number}, which the finished pack does not")
    names = {area.code: area.name for area in picture.framework.areas}
    for measure, grid in sorted(told.tables.items()):
        shown = {
            (letters(names.get(area, area)), letters(point.period.label)): (
                "" if point.value is None else f"{point.value:,.{a.measure.decimals}f}"
            )
            for (held, area), a in picture.assessments.items()
            if held == measure
            for point in a.series.points
        }
        yield from _untrue(measure, grid, shown)


def _untrue(measure: str, grid: "Grid", shown: dict[tuple[str, str], str]) -> Iterator[Exposure]:
    heads = [_line(cell.line) for cell in grid.heads[0]]
    areas = {area for area, _ in shown}
    for row in grid.rows:
        period, *cells = (_line(cell.line) for cell in row)
        for head, said in zip(heads[1:], cells, strict=True):
            right = letters(shown.get((head, period), ""))
            fits = said == right if right else said == WITHHELD or not numbers(said)
            if head in areas and not fits:
                yield Exposure(
                    f"the table of {measure}, {period}", f"{said} is no published figure of {head}"
                )


def lines_of(passage: "Passage") -> "Sequence[Line]":
    """Every line of a passage; none of a picture, which has words of its own."""
    from cypworkbench.packs.told.passages import (  # matplotlib, as above
        Facts,
        Grid,
        Heading,
        Items,
        Prose,
    )

    match passage:
        case Heading() | Prose():
            return [passage.line]
        case Facts():
            return [line for group in passage.groups for line in group]
        case Items():
            return passage.items
        case Grid():
            return [cell.line for row in (*passage.heads, *passage.rows) for cell in row]
        case _:
            return ()


def _texts(passage: "Passage") -> Iterator[str]:
    lines = lines_of(passage)
    yield from map(_text, lines)
    yield getattr(passage, "words", "")


def numbers(text: str) -> list[str]:
    """The numbers in a text, as they are written."""
    return _NUMBER.findall(text)


def bare(told: "Told") -> "Told":
    """The same pack with nothing told: what a format has whatever is told in it."""
    return replace(told, passages=(), tables={})
