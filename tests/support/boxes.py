"""Whether the lines of a drawn page keep clear of each other and of its edges."""

from collections.abc import Iterator, Sequence
from itertools import combinations

from cypworkbench.packs.tagged import Document, Page
from cypworkbench.packs.tagged.page import Box

_TOUCH = 0.25  # mm: boxes hold room for descenders that neighbours seldom both use
_MARGIN = 8.0  # mm: no printer reaches the very edge


def clashes(document: Document) -> list[str]:
    """Every pair of lines that overlap and every line that leaves its page, by page and in its own words."""
    return [said for page in document.pages for said in _page(page)]


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
        wide = min(one.right, other.right) - max(one.left, other.left)
        high = min(one.bottom, other.bottom) - max(one.top, other.top)
        if wide > _TOUCH and high > _TOUCH:
            yield f"page {number}: {one.text[:40]!r} and {other.text[:40]!r} overlap by {wide:.1f} × {high:.1f} mm"


def _near(boxes: Sequence[Box]) -> Iterator[tuple[Box, Box]]:
    return combinations(boxes, 2)


def _corners(box: Box) -> str:
    return f"{box.left:.0f}, {box.top:.0f} to {box.right:.0f}, {box.bottom:.0f}"
