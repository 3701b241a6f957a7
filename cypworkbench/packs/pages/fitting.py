"""What a first drawing of a pack found out, and what the second does about it: no page with a few lines only.

Short parts share a page; a long part whose last page is still thin ends the page before it early.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import ceil

TOP, BOTTOM = 20.5, 275.0  # mm: the frame of parts that run on
APART = 13.0  # mm between a part and the next on the same page
_WHOLE = BOTTOM - TOP
_ROOM_TO_BEGIN = 90.0  # mm left on a page on which a part of several pages may begin
_GUESS = 15.0  # mm by which a part may come out higher where its pages end elsewhere
_LEAST_ON_LAST = 90.0  # mm that the last page of a part is filled, where it has several
_MOST_LOWERED = 16.0  # mm by which a chart may be lower than it would be


@dataclass(frozen=True, slots=True)
class Extent:
    """A part that runs on: its first page, from 0, how many it came to, and where (mm) its last line stands."""

    first: int
    pages: int
    lowest: float

    @property
    def high(self) -> float:
        """How many mm it would be high on a page without end."""
        return (self.pages - 1) * _WHOLE + self.lowest - TOP

    @property
    def after(self) -> int:
        """The page after it, from 0."""
        return self.first + self.pages


@dataclass(frozen=True, slots=True)
class Found:
    """Filled while pages are drawn.

    `ends`: how far each part that runs on came, by its title, in the order of drawing.
    `lacking`: how many mm a measure's page was short of room for the last of its story; by the measure's id.
    """

    ends: dict[str, Extent] = field(default_factory=dict)
    lacking: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fitting:
    """How the next drawing differs.

    `breaks`: the page, counted from 1, of a run of parts, by the title of its first, that ends early, and where (mm).
    `lowered`: by how many mm the chart of a measure's page is lower. `shared`: the parts, by title, that begin on the
    page where the part before them ends, and which that is: with it they are one run.
    """

    breaks: Mapping[str, tuple[int, float]] = field(default_factory=dict)
    lowered: Mapping[str, float] = field(default_factory=dict)
    shared: Mapping[str, str] = field(default_factory=dict)

    def goes_on(self, title: str) -> bool:
        """Whether another part begins where this one ends."""
        return title in self.shared.values()


def sharing(found: Found) -> Fitting:
    """Which parts may share pages, from a first drawing in which none does; and which charts are lower."""
    lowered = {id_: lacking for id_, lacking in found.lacking.items() if lacking <= _MOST_LOWERED}
    shared: dict[str, str] = {}
    before, high, after = "", 0.0, -1
    for title, extent in found.ends.items():
        down = high + APART + extent.high
        if before and extent.first == after and _spares_a_page(high, extent, down):
            shared[title] = before
            high = down
        else:
            high = extent.high
        before, after = title, extent.after
    return Fitting(lowered=lowered, shared=shared)


def _spares_a_page(high: float, extent: Extent, down: float) -> bool:
    """Whether a run of parts, so many mm high, has fewer pages with one more part under it, `down` mm together."""
    runs_on = extent.pages > 1
    if runs_on and -high % _WHOLE < _ROOM_TO_BEGIN:
        return False
    guess = _GUESS if runs_on or high > _WHOLE else 0.0
    return ceil((down + guess) / _WHOLE) < ceil(high / _WHOLE) + extent.pages


def fitting(found: Found, so_far: Fitting) -> Fitting:
    """With pages shared as they are: no run of several pages whose last holds a few lines only."""
    breaks: dict[str, tuple[int, float]] = {}
    for first, last in _runs(list(found.ends), so_far):
        end, pages = found.ends[last], found.ends[last].after - found.ends[first].first
        wanting = _LEAST_ON_LAST - (end.lowest - TOP)
        if pages > 1 and wanting > 0:
            breaks[first] = (pages - 1, BOTTOM - wanting)
    return replace(so_far, breaks=breaks)


def _runs(titles: Sequence[str], so_far: Fitting) -> Iterator[tuple[str, str]]:
    """The first and the last part of each run."""
    first = ""
    for title in titles:
        first = first if title in so_far.shared else title
        if not so_far.goes_on(title):
            yield first, title
