"""Every word of a drawn document, in order: what a reader of the finished file must find, and nothing else."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cypworkbench.domain.pack import Words, WordsKind
from cypworkbench.packs import fonts
from cypworkbench.packs.tagged.page import Page
from cypworkbench.packs.tagged.structure import Element

if TYPE_CHECKING:
    from cypworkbench.packs.tagged.document import Document


def words(document: "Document") -> tuple[Words, ...]:
    """The words page by page as drawn, then what listeners are told of pictures, then the bookmarks."""
    return (
        *(said for page in document.pages for said in _drawn(page)),
        *_described(document.root),
        *(_bookmark(entry.page, entry.title) for entry in document.outline),
    )


def _drawn(page: Page) -> Iterator[Words]:
    number = page.number + 1
    for mark, element in enumerate(page.marks):
        if text := page.said.get(mark, "").rstrip():
            yield Words(number, WordsKind.LINE, text, _figure(element))
    if margin := " ".join(page.margin):
        yield Words(number, WordsKind.MARGIN, margin)


def _described(root: Element) -> Iterator[Words]:
    for element in root.walk():
        for said in (element.alt, element.title):
            if text := fonts.plain(said):
                yield Words(_page(element), WordsKind.DESCRIPTION, text)


def _bookmark(page: int, title: str) -> Words:
    return Words(page + 1, WordsKind.BOOKMARK, fonts.plain(title))


def _figure(element: Element | None) -> str:
    while element is not None and not element.figure:
        element = element.parent
    return element.figure if element is not None else ""


def _page(element: Element) -> int:
    """The page, from 1, where an element's content begins; 0 when it has none of its own."""
    for kid in element.kids:
        number = _page(kid) if isinstance(kid, Element) else kid[0] + 1
        if number:
            return number
    return 0
