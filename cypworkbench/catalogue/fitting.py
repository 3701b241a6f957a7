"""Whether a plan's parts fit together: every id once, every name of another part known, no board above itself."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from cypworkbench.catalogue.entry import TOP, Where, nearest
from cypworkbench.domain.area import Places, place_faults
from cypworkbench.domain.framework import Board, Framework, Measure
from cypworkbench.domain.refusal import Refusal

IMPACT, REVIEW = "impact", "review"
"""Places that list measures beside the outcomes: the measures of impact, and the next plan's review of this one."""


@dataclass(frozen=True, slots=True)
class Misfit:
    """Two parts of a plan that do not fit: where the one stands, what is wrong, what to do.

    `where` counts tables from 0 as the plan's own tuples do; `named` is the name that is not known, or is known twice,
    and `known` the names there are.
    """

    where: Where
    what: str
    remedy: str
    named: str = ""
    known: tuple[str, ...] = ()


def check_fit(file: str, plan: Framework) -> None:
    """Refuse a plan whose parts do not fit together."""
    for misfit in misfits(plan):
        raise Refusal(f"{file}: {misfit.what}.", misfit.remedy)


def misfits(plan: Framework) -> Iterator[Misfit]:
    """Everything by which a plan's parts do not fit together."""
    yield from _twice(plan)
    for link in _links(plan):
        if link.named not in link.known:
            yield Misfit(
                link.where,
                f"{link.said}: {link.named!r} is not in the plan",
                nearest(link.named, link.known) if link.known else "Take it out, or add it.",
                link.named,
                tuple(link.known),
            )
    yield from _ill_named(plan)
    yield from _circles(plan.boards)
    if plan.valid_from and plan.valid_to and plan.valid_to < plan.valid_from:
        yield Misfit(
            ("valid_to",), f"{TOP}: valid_to is before valid_from", "Change the two round."
        )
    for fault in place_faults(Places(plan.areas, plan.groups, plan.lineage)):
        where = (fault.table, fault.number, fault.key)
        what = f"[[{fault.table}]] {fault.number + 1}: {fault.key} {fault.problem}"
        yield Misfit(where, what, "Correct it, or take the table out.")


def _twice(plan: Framework) -> Iterator[Misfit]:
    for what, key, standing in _once(plan):
        seen: set[str] = set()
        for where, each in standing:
            if each in seen:
                remedy = "Give each its own." if key != "id" else "Give each its own id."
                yield Misfit((*where, key), f"{what} {each!r} is given twice", remedy, each)
            seen.add(each)


_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*")
_Standing = Iterable[tuple[Where, str]]


def _once(plan: Framework) -> Iterator[tuple[str, str, _Standing]]:
    """Every kind of name that must be given once: what it is, its key, and where each stands."""
    yield "the measure", "id", _ids("measures", (m.id for m in plan.measures))
    yield "the short title", "short_title", _ids("measures", (m.short_title for m in plan.measures))
    published = _ids("measures", (m.published_as for m in plan.measures))
    yield "published_as", "published_as", ((where, name) for where, name in published if name)
    yield "the outcome", "id", _ids("outcomes", (o.id for o in plan.outcomes))
    yield "the board", "id", _ids("boards", (b.id for b in plan.boards))
    yield "the priority", "id", _ids("priorities", (p.id for p in plan.priorities))
    yield (
        "the aim",
        "id",
        (
            (("priorities", number, "aims", place), aim.id)
            for number, priority in enumerate(plan.priorities)
            for place, aim in enumerate(priority.aims)
        ),
    )
    yield "the commitment", "id", _ids("commitments", (c.id for c in plan.commitments))
    yield "the measure of impact", "id", _ids("impact", (i.id for i in plan.impact))
    yield "the theme", "id", _ids("themes", (t.id for t in plan.themes))
    yield "the group", "id", _ids("groups", (g.id for g in plan.groups))
    yield (
        "the statement",
        "id",
        chain.from_iterable(
            _ids(key, (statement.id for statement in statements))
            for key, statements in (
                ("ways_of_working", plan.ways_of_working),
                ("principles", plan.principles),
                ("successes", plan.successes),
                ("challenges", plan.challenges),
            )
        ),
    )
    yield (
        "the place",
        "code",
        (
            (("areas", number), name.casefold())
            for number, area in enumerate(plan.areas)
            for name in dict.fromkeys((area.code, area.name, *area.aliases))
        ),
    )


def _ids(table: str, names: Iterable[str]) -> _Standing:
    return (((table, number), name) for number, name in enumerate(names))


@dataclass(frozen=True, slots=True)
class _Link:
    """A name that one part gives another: where it stands, how that is said, the name, and the names there are."""

    where: Where
    said: str
    named: str
    known: Sequence[str]


def _links(plan: Framework) -> Iterator[_Link]:
    areas = [a.code for a in plan.areas]
    boards = [b.id for b in plan.boards]
    measures = [m.id for m in plan.measures]
    yield _Link(("county",), f"{TOP}: county", plan.county, areas)
    yield from (
        _Link(("comparators",), f"{TOP}: comparators", code, areas) for code in plan.comparators
    )
    if plan.lead:
        yield _Link(("lead",), f"{TOP}: lead", plan.lead, boards)
    for number, measure in enumerate(plan.measures):
        yield from _of_measure(plan, number, measure)
    for number, board in enumerate(plan.boards):
        where: Where = ("boards", number)
        said = f"board {board.id}"
        yield from (_Link((*where, "areas"), f"{said}: areas", a, areas) for a in board.areas)
        if board.parent:
            yield _Link((*where, "parent"), f"{said}: parent", board.parent, boards)
    for number, impact in enumerate(plan.impact):
        where, said = ("impact", number, "measures"), f"impact {impact.id}: measures"
        yield from (_Link(where, said, named, measures) for named in impact.measures)
    yield from _of_promises(plan, measures)


def _of_promises(plan: Framework, measures: list[str]) -> Iterator[_Link]:
    outcomes = [o.id for o in plan.outcomes]
    for number, priority in enumerate(plan.priorities):
        where: Where = ("priorities", number)
        if priority.outcome:
            said = f"priority {priority.id}: outcome"
            yield _Link((*where, "outcome"), said, priority.outcome, outcomes)
        for place, aim in enumerate(priority.aims):
            inner, said = (*where, "aims", place, "evidence"), f"aim {aim.id}: evidence"
            yield from (_Link(inner, said, named, measures) for named in aim.evidence)
    for number, commitment in enumerate(plan.commitments):
        if commitment.outcome:
            said = f"commitment {commitment.id}: outcome"
            yield _Link(("commitments", number, "outcome"), said, commitment.outcome, outcomes)


def _of_measure(plan: Framework, number: int, measure: Measure) -> Iterator[_Link]:
    where: Where = ("measures", number)
    said = f"measure {measure.id}"
    outcomes = [o.id for o in plan.outcomes]
    listings = [*outcomes, IMPACT, REVIEW]
    areas = [a.code for a in plan.areas]
    themes = [theme.id for theme in plan.themes]
    yield _Link((*where, "outcome"), f"{said}: outcome", measure.outcome, outcomes)
    if measure.listed_in:
        yield _Link((*where, "listed_in"), f"{said}: listed_in", measure.listed_in, listings)
    many: tuple[tuple[str, tuple[str, ...], list[str]], ...] = (
        ("also_in", measure.also_in, listings),
        ("not_compared", measure.not_compared, areas),
        ("themes", measure.themes, themes),
    )
    for key, names, known in many:
        yield from (_Link((*where, key), f"{said}: {key}", name, known) for name in names)
    measures = [m.id for m in plan.measures]
    for place, relation in enumerate(measure.related_to):
        if relation.to.framework == plan.id:
            inner = (*where, "related_to", place, "to")
            yield _Link(inner, f"{said}: related_to", relation.to.measure, measures)


def _ill_named(plan: Framework) -> Iterator[Misfit]:
    """Each id that could not stand in a file's name, a reference or a decision."""
    standing: list[tuple[Where, str]] = [(("id",), plan.id)]
    for _, key, found in _once(plan):
        standing += [((*where, key), name) for where, name in found if key == "id"]
    for where, name in standing:
        if not _ID.fullmatch(name):
            remedy = "Use small letters, digits and dashes, such as cla-rate."
            said = f"the id {name!r} holds more than letters, digits and dashes"
            yield Misfit(where, said, remedy, name)


def _circles(boards: Sequence[Board]) -> Iterator[Misfit]:
    """Each circle of boards by its first: a board that stands above itself, by however many steps."""
    parents: dict[str, str | None] = {}
    for board in boards:
        parents.setdefault(board.id, board.parent)
    told: set[str] = set()
    for number, board in enumerate(boards):
        above: list[str] = []
        parent = board.parent
        while parent is not None and parent in parents and parent not in above:
            above.append(parent)
            parent = parents[parent]
        if board.id in above and board.id not in told and parents[board.id] == board.parent:
            told.update(above)
            way = ", ".join([board.id, *above[: above.index(board.id) + 1]])
            yield Misfit(
                ("boards", number, "parent"),
                f"board {board.id}: parent leads back to itself ({way})",
                "Take out the parent of the board that reports to no other.",
                board.id,
            )
