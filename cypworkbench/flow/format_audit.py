"""A public pack in another format, read back from its finished bytes before anybody is given it.

Nothing is taken on trust from what wrote the file. Annexes are read cell by cell, told editions letter by letter, each
package part by part; charts and the pages of a PDF are drawn once more and compared. A file that says nothing but what
the pack says needs no attack of its own: the pack was attacked, with every pack issued before it, when it was kept.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from cypworkbench.domain.disclosure import Exposure
from cypworkbench.domain.pack import WordsKind

if TYPE_CHECKING:  # it brings matplotlib with it
    from cypworkbench.packs.told.edition import Told
    from cypworkbench.packs.told.passages import Passage

_LAST_OF_TEXT = "SHA-256 of the pack that this text was made from: "
_LAST_OF_LARGE = "This edition has the same words and figures as the pack. It carries no signature."


def audit_text(content: bytes, told: "Told") -> Iterator[Exposure]:
    """What a plain text says beyond the pack that it tells."""
    from cypworkbench.flow.told_audit import differing, letters, words_of  # only when one is read
    from cypworkbench.packs.told.aloud import heard  # matplotlib, as above

    there = replace(told, passages=tuple(heard(told.passages)))
    meant = [*words_of(there, with_tables=False), (letters(f"{_LAST_OF_TEXT}{told.digest}"),)]
    yield from differing("the text", letters(content.decode("utf-8", "replace")), meant)


def audit_large(content: bytes, told: "Told") -> Iterator[Exposure]:
    """What a large print says or holds beyond the pack that it tells: its words, and everything else in the file."""
    from cypworkbench.flow.told_audit import differing, letters, words_of  # only when one is read
    from cypworkbench.packs import large_print
    from cypworkbench.signing import readback  # pikepdf: only when a finished pack is read

    lines = [w.text for w in readback.printed(content).words if w.kind is WordsKind.LINE]
    there = replace(told, passages=tuple(_paged(told, large_print.pages(told))))
    meant = [*words_of(there, with_tables=True), (letters(_LAST_OF_LARGE),)]
    yield from differing("the pages", letters("".join(lines)), meant)
    yield from audit_drawn(content, large_print.write(told))


def _paged(told: "Told", pages: Mapping[str, int]) -> "Iterator[Passage]":
    """The passages of a large print: without spark lines, and the contents with the numbers of its own pages."""
    from cypworkbench.packs.told.aloud import heard  # matplotlib, as above
    from cypworkbench.packs.told.passages import Items, Said

    for passage in heard(told.passages):
        if not isinstance(passage, Items):
            yield passage
            continue
        leads = [next((s.goes_to for s in line if s.goes_to), "") for line in passage.items]
        numbers = [f" {pages[place]}" if place in pages else "" for place in leads]
        if all(leads):
            lines = zip(passage.items, numbers, strict=True)
            yield Items(tuple((*line, Said(number)) for line, number in lines), passage.numbered)
        else:
            yield passage


def audit_drawn(content: bytes, again: bytes) -> Iterator[Exposure]:
    """What stands in a PDF, place by place, that is not in the same pages drawn again."""
    if content == again:
        return
    from cypworkbench.signing.exposed import exposed  # pikepdf: only when a file is read

    try:
        there, meant = exposed(content), exposed(again)
    except ValueError as error:
        yield Exposure("the file", f"it cannot be read ({error})")
        return
    found = [
        place for place in sorted(there) if there[place] - meant.get(place, type(there[place])())
    ]
    for place in found or ["the rest of the file"]:
        yield Exposure(place, "something there that the published figures do not account for")
