"""What a pack tells of the changes since an earlier picture of the same board."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from cypworkbench.domain.pack import PackPlan, Since
from cypworkbench.domain.record import Picture
from cypworkbench.flow.changes import Change, Version, What, changes, counted

_MANY = 3  # figures of one series are told in a line


def compared_with(plan: PackPlan, name: str, earlier: Picture) -> Since:
    """What changed since an earlier picture, which is called `name`: in full of the pack's area, of others how many."""
    found = changes(Version(name, earlier), Version("", plan.picture))
    mine = [c for c in found if c.area in ("", "*", plan.area)]
    return Since(name, counted(found), tuple(_lines(mine)), len(found) - len(mine))


def _lines(found: Sequence[Change]) -> Iterator[tuple[str, str]]:
    """Each kind of change with its sentence; a whole series that came, or went, in one line."""
    for (what, measure, _), some in groupby(found, key=lambda c: (c.what, c.measure, c.area)):
        alike = list(some)
        if what in (What.NEW, What.LOST) and measure and len(alike) >= _MANY:
            first, last = alike[0].about, alike[-1].about.rpartition(", ")[2]
            verb = "came" if what is What.NEW else "are no longer there"
            about, _, start = first.rpartition(", ")
            yield what.value, f"{about}: {len(alike)} figures {verb}, {start} to {last}."
        else:
            yield from ((what.value, each.sentence) for each in alike)
