"""What a first drawing of a pack found out, and what the second does about it: no page with a few lines only."""

from collections.abc import Mapping
from dataclasses import dataclass, field

TOP, BOTTOM = 20.5, 275.0  # mm: the frame of parts that run on
_LEAST_ON_LAST = 90.0  # mm that the last page of a part is filled, where it has several
_MOST_LOWERED = 16.0  # mm by which a chart may be lower than it would be


@dataclass(frozen=True, slots=True)
class Found:
    """Filled while pages are drawn.

    `ends`: how many pages each part that runs on came to, and where (mm) its last line stands; by its title.
    `lacking`: how many mm a measure's page was short of room for the last of its story; by the measure's id.
    """

    ends: dict[str, tuple[int, float]] = field(default_factory=dict)
    lacking: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fitting:
    """How the next drawing differs.

    `breaks`: the page of a part, counted from 1, that ends early, and where (mm). `lowered`: by how many mm the chart
    of a measure's page is lower.
    """

    breaks: Mapping[str, tuple[int, float]] = field(default_factory=dict)
    lowered: Mapping[str, float] = field(default_factory=dict)

    @property
    def is_needed(self) -> bool:
        """Whether anything differs."""
        return bool(self.breaks or self.lowered)


def fitting(found: Found) -> Fitting:
    """What makes better pages of what a first drawing found."""
    short = {
        title: (pages, _LEAST_ON_LAST - (lowest - TOP))
        for title, (pages, lowest) in found.ends.items()
        if pages > 1
    }
    breaks = {
        t: (pages - 1, BOTTOM - wanting) for t, (pages, wanting) in short.items() if wanting > 0
    }
    lowered = {id_: lacking for id_, lacking in found.lacking.items() if lacking <= _MOST_LOWERED}
    return Fitting(breaks, lowered)
