"""Whether a plan's parts fit together: every id once, and every name of another part known."""

from collections.abc import Iterable, Iterator, Sequence

from cypworkbench.catalogue.entry import refuse_twice
from cypworkbench.domain.framework import Framework, Measure
from cypworkbench.domain.refusal import Refusal

IMPACT, REVIEW = "impact", "review"
"""Places that list measures beside the outcomes: the measures of impact, and the next plan's review of this one."""

_Named = tuple[str, str, Sequence[str]]


def check_fit(file: str, plan: Framework) -> None:
    """Refuse a plan whose parts do not fit together."""
    for what, ids in _once(plan):
        refuse_twice(file, what, ids)
    for where, named, known in _wanted(plan):
        if named not in known:
            raise Refusal(
                f"{file}, {where}: {named!r} is not in the plan.",
                f"Use one of: {', '.join(known[:20])}." if known else "Take it out, or add it.",
            )


def _once(plan: Framework) -> Iterator[tuple[str, Iterable[str]]]:
    yield "the measure", (m.id for m in plan.measures)
    yield "the short title", (m.short_title for m in plan.measures)
    yield "published_as", (m.published_as for m in plan.measures if m.published_as)
    yield "the outcome", (o.id for o in plan.outcomes)
    yield "the board", (b.id for b in plan.boards)
    yield "the priority", (p.id for p in plan.priorities)
    yield "the aim", (a.id for p in plan.priorities for a in p.aims)
    yield "the commitment", (c.id for c in plan.commitments)
    yield "the measure of impact", (i.id for i in plan.impact)
    yield "the theme", (t.id for t in plan.themes)
    statements = (plan.ways_of_working, plan.principles, plan.successes, plan.challenges)
    yield "the statement", (s.id for some in statements for s in some)


def _wanted(plan: Framework) -> Iterator[_Named]:
    """Every name one part gives another: where it stands, the name, and the names there are."""
    outcomes = [o.id for o in plan.outcomes]
    areas = [a.code for a in plan.areas]
    boards = [b.id for b in plan.boards]
    measures = [m.id for m in plan.measures]
    for measure in plan.measures:
        yield from _of_measure(plan, measure, outcomes, areas)
    for board in plan.boards:
        yield from ((f"board {board.id}: areas", area, areas) for area in board.areas)
        if board.parent:
            yield f"board {board.id}: parent", board.parent, boards
    yield from ((f"place {a.code}: parent", a.parent, areas) for a in plan.areas if a.parent)
    yield "county", plan.county, areas
    if plan.lead:
        yield "lead", plan.lead, boards
    yield from (("comparators", code, areas) for code in plan.comparators)
    for priority in plan.priorities:
        if priority.outcome:
            yield f"priority {priority.id}: outcome", priority.outcome, outcomes
        for aim in priority.aims:
            yield from ((f"aim {aim.id}: evidence", named, measures) for named in aim.evidence)
    for commitment in plan.commitments:
        if commitment.outcome:
            yield f"commitment {commitment.id}: outcome", commitment.outcome, outcomes
    for impact in plan.impact:
        yield from ((f"impact {impact.id}: measures", named, measures) for named in impact.measures)


def _of_measure(
    plan: Framework, measure: Measure, outcomes: list[str], areas: list[str]
) -> Iterator[_Named]:
    where = f"measure {measure.id}:"
    places = [*outcomes, IMPACT, REVIEW]
    themes = [theme.id for theme in plan.themes]
    yield f"{where} outcome", measure.outcome, outcomes
    yield from ((f"{where} also_in", place, places) for place in measure.also_in)
    if measure.listed_in:
        yield f"{where} listed_in", measure.listed_in, places
    yield from ((f"{where} not_compared", area, areas) for area in measure.not_compared)
    yield from ((f"{where} themes", theme, themes) for theme in measure.themes)
    measures = [m.id for m in plan.measures]
    yield from (
        (f"{where} related_to", relation.to.measure, measures)
        for relation in measure.related_to
        if relation.to.framework == plan.id
    )
