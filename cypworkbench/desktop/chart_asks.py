"""What is asked for when a chart is chosen: the series, what stands beside it, and what a gap may be to."""

from collections.abc import Iterator

from cypworkbench.desktop.words import place_name
from cypworkbench.domain.area import ENGLAND
from cypworkbench.domain.charted import ChartAsk, ChartKind
from cypworkbench.domain.evidence import Observation
from cypworkbench.domain.judgement import Assessment
from cypworkbench.domain.record import Picture

GROUP = "group:"


def ask(picture: Picture, held: Assessment, kind: ChartKind, other: str = "") -> ChartAsk:
    """The chart of a series; `other` is what a gap is to, by its key in `others`."""
    plan = picture.framework
    beside = _comparators(picture, held)
    if kind is ChartKind.FUNNEL:
        beside = [
            a for d in plan.districts if (a := picture.assessments.get((held.measure.id, d.code)))
        ]
    group = other.removeprefix(GROUP) if other.startswith(GROUP) else ""
    chosen = None if group else picture.assessments.get((held.measure.id, other))
    ranks = group or kind is ChartKind.INEQUALITY
    scale = tuple(_groups(picture, held, "")) if ranks else ()
    codes = {held.area, other, *(a.area for a in beside)}
    return ChartAsk(
        kind=kind,
        assessment=held,
        beside=tuple(beside),
        other=chosen,
        names=tuple((c, place_name(picture, c)) for c in sorted(codes - {""})),
        rebases=tuple(
            r for r in picture.rebases if (r.measure, r.area) == (held.measure.id, held.area)
        ),
        group=tuple(_groups(picture, held, group)) if group else (),
        framework=plan if group or scale else None,
        scale=scale,
    )


def others(picture: Picture, held: Assessment) -> list[tuple[str, str]]:
    """What a gap may be to, with its key: comparators first, then county, districts, and groups of the same area."""
    plan = picture.framework
    codes = [*reversed(plan.comparators), plan.county, *(d.code for d in plan.districts)]
    there = [c for c in dict.fromkeys(codes) if c != held.area]
    shown = [c for c in there if _has_figures(picture.assessments.get((held.measure.id, c)))]
    named = [(place_name(picture, c), c) for c in shown]
    groups = sorted({o.group for o in _groups(picture, held, "")})
    return named + [(f"Group: {name}", f"{GROUP}{name}") for name in groups]


def _comparators(picture: Picture, held: Assessment) -> list[Assessment]:
    """The series the page draws beside this one."""
    plan = picture.framework
    codes = [c for c in plan.comparators if c != held.area]
    if held.area != plan.county:
        codes = [plan.county, ENGLAND]
    return [a for c in codes if (a := picture.assessments.get((held.measure.id, c))) is not None]


def _has_figures(assessment: Assessment | None) -> bool:
    return assessment is not None and assessment.latest is not None


def _groups(picture: Picture, held: Assessment, name: str) -> Iterator[Observation]:
    """The figures of a named group, or of every group where the name is empty."""
    for one in (*picture.observations, *picture.published):
        mine = (one.measure, one.area) == (held.measure.id, held.area)
        if mine and one.group != "all" and name in ("", one.group):
            yield one
