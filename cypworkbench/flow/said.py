"""A pack's words held against what they should be, line by line."""

import json
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from cypworkbench.domain.pack import FigureDifference, Words, WordsKind

NAME = "words.json"


def read(content: bytes | None) -> tuple[Words, ...] | None:
    """The words attached to a pack, or None when there are none that can be read."""
    if content is None:
        return None
    try:
        return tuple(
            Words(int(page), WordsKind(kind), str(text), str(figure))
            for page, kind, text, figure in json.loads(content)
        )
    except (ValueError, TypeError):
        return None


def differences(
    printed: Sequence[Words], meant: Sequence[Words], *, figures: bool = False
) -> tuple[FigureDifference, ...]:
    """What is printed and what should be, wherever the two differ, each named by its place.

    Printed figures with an id are left out, unless asked for: they are held against the record one by one.
    """
    seen = [word for word in printed if figures or not word.figure]
    wanted = [word for word in meant if figures or not word.figure]
    if seen == wanted:
        return ()
    return tuple(_changes(seen, wanted))


def _changes(seen: list[Words], wanted: list[Words]) -> Iterator[FigureDifference]:
    places = _places(wanted)
    others = _places(seen)
    matcher = SequenceMatcher(None, seen, wanted, autojunk=False)
    for kind, start, stop, first, last in matcher.get_opcodes():
        if kind == "equal":
            continue
        longest = max(stop - start, last - first)
        for step in range(longest):
            was = seen[start + step] if start + step < stop else None
            should = wanted[first + step] if first + step < last else None
            place = places[first + step] if should else others[start + step]
            yield FigureDifference(place, was.text if was else "", should.text if should else "")


def _places(words: Sequence[Words]) -> list[str]:
    """Where each stands, in words: page 9, line 14."""
    counts: dict[tuple[int, WordsKind], int] = {}
    named = []
    for word in words:
        counts[word.page, word.kind] = number = counts.get((word.page, word.kind), 0) + 1
        where = f"page {word.page}, " if word.page else ""
        named.append(f"{where}{word.kind.value} {number}")
    return named
