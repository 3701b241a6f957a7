"""Whether the lines of a drawn page keep clear of each other and of its edges."""

from collections.abc import Iterator, Sequence
from itertools import combinations, product

from cypworkbench.packs.tagged import Document, Page
from cypworkbench.packs.tagged.page import Box
from cypworkbench.packs.tagged.structure import Element
from cypworkbench.packs.tagged.style import MM

_TOUCH = 0.25  # mm: boxes hold room for descenders that neighbours seldom both use
_ON_PICTURE = 0.6  # mm: pictures are framed with some white, and type has room above its letters
_PANEL = 4.0  # mm: lower ones are bars and marks, which text may stand on
_MARGIN = 8.0  # mm: no printer reaches the very edge


def clashes(document: Document) -> list[str]:
    """Every pair of lines that overlap, every line that leaves its page, is cut by a panel's edge or lies on a picture.

    By page and in its own words. A picture's own words may stand on it.
    """
    said = [said for page in document.pages for said in (*_page(page), *_panels(page))]
    return [*said, *_pictures(document)]


def _panels(page: Page) -> Iterator[str]:
    """Lines that stand across the side of a panel: neither wholly in it nor wholly out of it."""
    for panel, box in product(page.panels, page.boxes):
        wide, high = _shared(panel, box)
        if panel.bottom - panel.top < _PANEL or min(wide, high) <= _TOUCH:
            continue
        if wide < box.right - box.left - _TOUCH:
            yield f"page {page.number + 1}: {box.text[:40]!r} is cut by the side of a panel at {_corners(panel)}"


def _pictures(document: Document) -> Iterator[str]:
    """Lines of text that lie on a picture and are not its own."""
    for figure in (e for e in document.root.walk() if e.tag == "Figure" and e.box):
        marks = [kid for e in figure.walk() for kid in e.kids if not isinstance(kid, Element)]
        if not marks or figure.box is None:
            continue
        page = document.pages[marks[0][0]]
        own = "".join(page.said.get(mark, "") for number, mark in marks if number == page.number)
        x0, y0, x1, y1 = (side / MM for side in figure.box)
        picture = Box(x0, page.height - y1, x1, page.height - y0, figure.alt)
        for box in page.boxes:
            if box.text not in own and min(_shared(picture, box)) > _ON_PICTURE:
                yield f"page {page.number + 1}: {box.text[:40]!r} lies on the picture “{figure.alt[:40]}”"


def _shared(one: Box, other: Box) -> tuple[float, float]:
    """How wide and how high two boxes lie on each other, in mm; negative where they do not."""
    wide = min(one.right, other.right) - max(one.left, other.left)
    return wide, min(one.bottom, other.bottom) - max(one.top, other.top)


def _page(page: Page) -> Iterator[str]:
    number = page.number + 1
    for box in page.boxes:
        if (
            min(box.left, box.top) < _MARGIN
            or box.right > page.width - _MARGIN
            or box.bottom > page.height - 4
        ):
            yield f"page {number}: {box.text[:60]!r} leaves the page at {_corners(box)}"
    for one, other in _near(page.boxes):
        wide, high = _shared(one, other)
        if wide > _TOUCH and high > _TOUCH:
            yield f"page {number}: {one.text[:40]!r} and {other.text[:40]!r} overlap by {wide:.1f} × {high:.1f} mm"


def _near(boxes: Sequence[Box]) -> Iterator[tuple[Box, Box]]:
    return combinations(boxes, 2)


def _corners(box: Box) -> str:
    return f"{box.left:.0f}, {box.top:.0f} to {box.right:.0f}, {box.bottom:.0f}"
