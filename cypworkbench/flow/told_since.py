"""What a pack tells of the changes since an earlier picture of the same board."""

from cypworkbench.domain.pack import PackPlan, Since
from cypworkbench.domain.record import Picture
from cypworkbench.flow.changes import Version, changes, counted


def compared_with(plan: PackPlan, name: str, earlier: Picture) -> Since:
    """What changed since an earlier picture, which is called `name`: in full of the pack's area, of others how many."""
    found = changes(Version(name, earlier), Version("", plan.picture))
    mine = [c for c in found if c.area in ("", "*", plan.area)]
    told = tuple((c.what.value, c.sentence) for c in mine)
    return Since(name, counted(found), told, len(found) - len(mine))
