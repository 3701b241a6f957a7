"""What a pack's charts need beside the picture: where series are heading, and how the districts compare."""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from cypworkbench.domain.area import ENGLAND
from cypworkbench.domain.charted import Ahead, ChartAsk, Charted, ChartKind
from cypworkbench.domain.evidence import Observation, ValueState
from cypworkbench.domain.framework import MeasureRole
from cypworkbench.domain.judgement import Assessment, Status
from cypworkbench.domain.pack import Edition, PackPlan
from cypworkbench.flow.charting import charted
from cypworkbench.flow.foretelling import ahead

_MANY_OFF = 3
_GROUPS = 2
_SIDE_BY_SIDE = (Edition.BOARD, Edition.INSPECTION)


def forecasts(plan: PackPlan) -> Mapping[str, Ahead]:
    """The forecasts worth printing, by measure. A series with a figure withheld has a gap, and so none."""
    made = {a.measure.id: ahead(a) for a in plan.measures}
    return MappingProxyType({measure: found for measure, found in made.items() if found})


def compared(plan: PackPlan) -> Mapping[str, tuple[Charted, ...]]:
    """The funnel and the gaps of each measure whose districts are shown side by side, where the method allows them.

    Those are the county's key measures that are off target, or are so in at least three districts: a total must not
    hide them. A public pack shows none, nor does any of a measure with a figure withheld: sizes and gaps would help to
    work it out.
    """
    if plan.area != plan.picture.framework.county or plan.edition not in _SIDE_BY_SIDE:
        return MappingProxyType({})
    found = {
        a.measure.id: tuple(
            c for c in _charts(plan, a) if any(s.value is not None for s in c.spots)
        )
        for a in plan.measures
        if a.measure.role is MeasureRole.KEY and _wants(plan, a)
    }
    return MappingProxyType(found)


def _wants(plan: PackPlan, assessment: Assessment) -> bool:
    beside = _districts(plan, assessment)
    shown = [a for a in beside if sum(p.value is not None for p in a.series.points) > 1]
    off = sum(a.status is Status.OFF for a in beside)
    return len(shown) > 1 and (assessment.status is Status.OFF or off >= _MANY_OFF)


def _districts(plan: PackPlan, assessment: Assessment) -> tuple[Assessment, ...]:
    picture = plan.picture
    keys = ((assessment.measure.id, district.code) for district in picture.framework.districts)
    return tuple(held for key in keys if (held := picture.assessments.get(key)))


def _charts(plan: PackPlan, assessment: Assessment) -> Iterator[Charted]:
    picture, beside = plan.picture, _districts(plan, assessment)
    measure, names = assessment.measure.id, tuple((a.code, a.name) for a in picture.framework.areas)
    if any(_withholds(held) for held in (assessment, *beside)):
        return
    yield charted(ChartAsk(ChartKind.FUNNEL, assessment, beside, names=names))
    england = picture.assessments.get((measure, ENGLAND))
    if england:
        yield charted(ChartAsk(ChartKind.GAP, assessment, other=england, names=names))
    yield from _between_groups(plan, assessment, names)


def _withholds(assessment: Assessment) -> bool:
    return any(point.state is ValueState.SUPPRESSED for point in assessment.series.points)


def _between_groups(
    plan: PackPlan, assessment: Assessment, names: Sequence[tuple[str, str]]
) -> Iterator[Charted]:
    """The line through a scale of groups; where they make none, the gaps to the first of them."""
    groups = _groups(plan, assessment)
    if not groups:
        return
    every = tuple(one for some in groups.values() for one in some)
    framework = plan.picture.framework
    line = charted(
        ChartAsk(
            ChartKind.INEQUALITY,
            assessment,
            names=tuple(names),
            framework=framework,
            scale=every,
        )
    )
    if line.spots:
        yield line
        return
    for name in sorted(groups)[:_GROUPS]:
        yield charted(
            ChartAsk(
                ChartKind.GAP,
                assessment,
                names=tuple(names),
                group=groups[name],
                framework=framework,
            )
        )


def _groups(plan: PackPlan, assessment: Assessment) -> Mapping[str, tuple[Observation, ...]]:
    found: dict[str, list[Observation]] = {}
    here = (assessment.measure.id, assessment.area)
    for one in (*plan.picture.observations, *plan.picture.published):
        if (one.measure, one.area) == here and one.group != "all":
            found.setdefault(one.group, []).append(one)
    return {name: tuple(some) for name, some in found.items()}
