"""What a pack's charts need beside the picture: where each of its series is heading."""

from collections.abc import Mapping
from types import MappingProxyType

from cypworkbench.domain.charted import Ahead
from cypworkbench.domain.pack import PackPlan
from cypworkbench.flow.foretelling import ahead


def forecasts(plan: PackPlan) -> Mapping[str, Ahead]:
    """The forecasts worth printing, by measure. A series with a figure withheld has a gap, and so none."""
    made = {a.measure.id: ahead(a) for a in plan.measures}
    return MappingProxyType({measure: found for measure, found in made.items() if found})
