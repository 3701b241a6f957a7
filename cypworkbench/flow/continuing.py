"""Which plans have listed a series: what lets a chart show one measure's life through several plans."""

from dataclasses import replace
from functools import cache

from cypworkbench import catalogue
from cypworkbench.catalogue.continuity import all_plans, life
from cypworkbench.domain.framework import Framework, Measure
from cypworkbench.domain.measuring import Era, SeriesRef


def with_eras(framework: Framework) -> Framework:
    """The plan, each measure with the plans that list the very series, where there are several.

    A council's own plan, which the program does not carry, is left as it is.
    """
    if framework.id not in catalogue.list_frameworks():
        return framework
    eras = _eras(framework.id)
    measures = tuple(replace(m, eras=eras[m.id]) if m.id in eras else m for m in framework.measures)
    return replace(framework, measures=measures)


@cache
def _eras(framework_id: str) -> dict[str, tuple[Era, ...]]:
    plans = all_plans()
    home = next(plan for plan in plans if plan.id == framework_id)
    return {m.id: _of(SeriesRef(home.id, m.id), plans) for m in home.measures if _lives_on(m)}


def _lives_on(measure: Measure) -> bool:
    return bool(measure.same_as)


def _of(ref: SeriesRef, plans: tuple[Framework, ...]) -> tuple[Era, ...]:
    return tuple(
        Era(plan.id, plan.valid_from, plan.valid_to)
        for plan in (station.plan for station in life(ref, plans).same)
        if plan.valid_from
    )
