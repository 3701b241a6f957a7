"""Runs of text broken into lines that fit."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from cypworkbench.packs import fonts
from cypworkbench.packs.tagged.style import Run, Style


class TextOverflowError(ValueError):
    """Text that was to be set where it cannot be seen whole; measure it first, or set it in lines."""


def wrap(runs: Sequence[Run], wide: float, style: Style) -> list[list[Run]]:
    """Runs broken into lines of at most `wide` mm, for `Page.paragraph`.

    Lines break after spaces only, which stay at the line's end for whoever listens; so a full stop after a figure
    stays with it. A word wider than the line is broken between letters. Raises TextOverflowError for a printed figure
    wider than the line: it is never broken.
    """
    lines: list[list[Run]] = [[]]
    used = 0.0
    for word in _fitting(runs, wide, style):
        if used and used + _width(word, style, seen=True) > wide:
            lines.append([])
            used = 0.0
        used += _width(word, style)
        for run in word:
            _append(lines[-1], run)
    return lines


def seen(line: Sequence[Run], style: Style) -> float:
    """How wide a line looks, in mm: without the space at its end."""
    return _width(line, style, seen=True)


def _fitting(runs: Sequence[Run], wide: float, style: Style) -> Iterator[list[Run]]:
    """Words no wider than a line; a word is all that no space divides, of however many runs."""
    for word in _words(runs):
        if _width(word, style, seen=True) <= wide:
            yield word
        else:
            yield from _broken(word, wide, style)


def _words(runs: Sequence[Run]) -> Iterator[list[Run]]:
    word: list[Run] = []
    for run in runs:
        text = fonts.plain(run.text)
        for part in [text] if run.figure else _parts(text):
            word.append(
                Run(part, run.weight, run.colour, run.figure)
            )  # replace() takes six times as long
            if part.endswith(" "):
                yield word
                word = []
    if word:
        yield word


def _parts(text: str) -> Iterator[str]:
    """Text cut after each space."""
    start = 0
    while start < len(text):
        end = text.find(" ", start) + 1 or len(text)
        yield text[start:end]
        start = end


def _broken(word: Sequence[Run], wide: float, style: Style) -> Iterator[list[Run]]:
    """A word wider than the line, in parts that fit; only its printed figures stay whole."""
    for run in word:
        if not run.figure:
            yield from ([replace(run, text=part)] for part in _cut(run, wide, style))
        elif _width([run], style, seen=True) <= wide:
            yield [run]
        else:
            message = f"the figure {run.text!r} is wider than the {wide:.1f} mm it is given"
            raise TextOverflowError(message)


def _cut(run: Run, wide: float, style: Style) -> Iterator[str]:
    own = _style(run, style)
    start, used = 0, 0.0
    for at, letter in enumerate(run.text):
        advance = own.width(letter)
        if used + advance > wide and at > start and letter != " ":
            yield run.text[start:at]
            start, used = at, 0.0
        used += advance
    yield run.text[start:]


def _style(run: Run, style: Style) -> Style:
    return style.having(weight=run.weight) if run.weight else style


def _width(word: Sequence[Run], style: Style, *, seen: bool = False) -> float:
    """How wide a word is in mm; `seen` leaves out the space at its end."""
    whole = sum(_style(run, style).width(run.text) for run in word)
    if not seen or not word:
        return whole
    last = word[-1]
    return whole - _style(last, style).width(last.text[len(last.text.rstrip()) :])


def _append(line: list[Run], run: Run) -> None:
    """Put a part of a run on a line, joined to what went before where nothing divides them."""
    if line and not run.figure and replace(line[-1], text="") == replace(run, text=""):
        line[-1] = replace(run, text=line[-1].text + run.text)
    else:
        line.append(run)
