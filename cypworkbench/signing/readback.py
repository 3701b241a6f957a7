"""What a pack really says: each printed figure as drawn, every other word, and the files attached to it.

A structure element whose id begins `fig:` holds one printed figure. Its text is read from the page's
own drawing operators, not from anything the file says of itself.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf

from cypworkbench.domain.pack import Words, WordsKind
from cypworkbench.signing.drawn import Drawings, Id

_FIGURE = "fig:"
_TOLD = ("/Alt", "/T", "/ActualText", "/E")  # what an element says to a listener in other words
_DEEPEST, _MOST = 200, 1_000_000  # a structure tree deeper or larger than this is a trap
# pikepdf's own errors, and what it raises when an object is of another kind than it should be
_DAMAGE = (
    pikepdf.PdfError,
    ValueError,
    TypeError,
    KeyError,
    AttributeError,
    IndexError,
    OverflowError,
    RuntimeError,  # and a tree too deep to follow (RecursionError)
    StopIteration,
)


@dataclass(frozen=True, slots=True)
class Printed:
    """All that a pack says: its figures by id in reading order, without spaces at the end, and all its words.

    Two elements with one id are joined by a vertical bar, so that neither can hide the other.
    """

    figures: dict[str, str] = field(default_factory=dict)
    words: tuple[Words, ...] = ()


def printed(pdf: bytes) -> Printed:
    """Everything a pack says. A file that cannot be read, or has no structure, says nothing."""
    try:
        with pikepdf.open(io.BytesIO(pdf)) as opened:
            return _Reader(opened).read()
    except _DAMAGE:
        return Printed()


def figures(pdf: bytes) -> dict[str, str]:
    """Every printed figure by its id, in reading order, exactly as drawn, without spaces at the end."""
    return printed(pdf).figures


def attachment(pdf: bytes, name: str) -> bytes | None:
    """The content of the attached file of that name, or None when there is none that can be read."""
    try:
        with pikepdf.open(io.BytesIO(pdf)) as opened:
            if name not in opened.attachments:
                return None
            return opened.attachments[name].get_file().read_bytes()
    except _DAMAGE:
        return None


class _Reader:
    """Walks the structure tree once, then the pages, then the bookmarks."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self.pdf = pdf
        self.pages = [page.obj for page in pdf.pages]
        self.numbers = {page.objgen: number for number, page in enumerate(self.pages, start=1)}
        self.drawn = Drawings()
        self.found: dict[str, str] = {}
        self.owners: dict[tuple[Id, int], str] = {}  # which figure a mark belongs to
        self.described: list[Words] = []
        self.steps = 0

    def read(self) -> Printed:
        if "/StructTreeRoot" in self.pdf.Root:
            for kid in _kids(self.pdf.Root.StructTreeRoot):
                self._walk(kid, None, "", 0)
        words = (*self._lines(), *self.described, *self._bookmarks())
        return Printed(self.found, words)

    def _walk(
        self, kid: pikepdf.Object, page: pikepdf.Object | None, owner: str, depth: int
    ) -> None:
        if depth > _DEEPEST or not isinstance(kid, pikepdf.Dictionary):
            return
        page = kid.get("/Pg", page)
        self._count()
        if "/S" not in kid:
            return
        name = str(kid.ID) if "/ID" in kid else ""
        if name.startswith(_FIGURE):
            text = self._text(kid, page).rstrip()
            self.found[name] = f"{self.found[name]}|{text}" if name in self.found else text
            owner = name
        self._describe(kid, page)
        for child in _kids(kid):
            if owner:
                self._own(child, page, owner)
            self._walk(child, page, owner, depth + 1)

    def _own(self, kid: Any, page: pikepdf.Object | None, owner: str) -> None:  # noqa: ANN401  pikepdf's
        mark = _mark(kid, page)
        if mark is not None:
            self.owners[mark[0].objgen, mark[1]] = owner

    def _describe(self, element: pikepdf.Object, page: pikepdf.Object | None) -> None:
        for key in _TOLD:
            if key in element and str(element[key]):
                number = self._page(element, page)
                self.described.append(Words(number, WordsKind.DESCRIPTION, str(element[key])))

    def _page(self, element: pikepdf.Object, page: pikepdf.Object | None) -> int:
        """The page, from 1, where an element's content begins; 0 when it has none of its own."""
        self._count()
        for kid in _kids(element):
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                number = self._page(kid, kid.get("/Pg", page))
            else:
                mark = _mark(kid, page)
                number = self.numbers.get(mark[0].objgen, 0) if mark else 0
            if number:
                return number
        return 0

    def _text(self, element: pikepdf.Object, page: pikepdf.Object | None) -> str:
        """All that is drawn in an element and below it, in the order of /K."""
        self._count()
        said = []
        for kid in _kids(element):
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                said.append(self._text(kid, kid.get("/Pg", page)))
            elif mark := _mark(kid, page):
                said.append(self.drawn.page(mark[0]).marks.get(mark[1], ""))
        return "".join(said)

    def _count(self) -> None:
        """Give up on a tree that leads back into itself."""
        self.steps += 1
        if self.steps > _MOST:
            raise ValueError(self.steps)

    def _lines(self) -> Iterator[Words]:
        for number, page in enumerate(self.pages, start=1):
            drawn = self.drawn.page(page)
            for mark, said in sorted(drawn.marks.items()):
                if text := said.rstrip():
                    owner = self.owners.get((page.objgen, mark), "")
                    yield Words(number, WordsKind.LINE, text, owner)
            if margin := " ".join(drawn.margin):
                yield Words(number, WordsKind.MARGIN, margin)

    def _bookmarks(self) -> Iterator[Words]:
        outlines = self.pdf.Root.get("/Outlines")
        waiting = [outlines.get("/First")] if outlines is not None else []
        while waiting:
            entry = waiting.pop()
            if entry is None:
                continue
            self._count()
            goes_to = entry.get("/Dest")
            page = goes_to[0] if isinstance(goes_to, pikepdf.Array) else None
            number = self.numbers.get(page.objgen, 0) if page is not None else 0
            yield Words(number, WordsKind.BOOKMARK, str(entry.get("/Title", "")))
            waiting += [entry.get("/Next"), entry.get("/First")]


def _kids(element: pikepdf.Object) -> Iterator[Any]:
    """The children of an element: /K may be one thing or a list of them."""
    kids = element.get("/K")
    if isinstance(kids, pikepdf.Array):
        yield from kids.as_list()
    elif kids is not None:
        yield kids


def _mark(
    kid: Any,  # noqa: ANN401  a number, or one of pikepdf's dictionaries
    page: pikepdf.Object | None,
) -> tuple[pikepdf.Object, int] | None:
    """The page and number (MCID) of marked content; None for anything else, such as a link's own place."""
    number: Any = kid
    if isinstance(kid, pikepdf.Dictionary):
        page, number = kid.get("/Pg", page), kid.get("/MCID")
    if page is None or number is None:
        return None
    return page, int(number)
