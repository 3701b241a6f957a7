"""Several districts as one place: the plan as seen from there, and the part of a picture that is theirs.

The place stands where the county stands in the plan, so that its figures are made, judged and printed by the county's
own rules: numerators over denominators, nothing where one district is missing. The county stands beside it.
"""

from collections.abc import Sequence
from dataclasses import replace

from cypworkbench.domain.area import Area, AreaKind, members, together
from cypworkbench.domain.evidence import Return
from cypworkbench.domain.framework import Board, Framework
from cypworkbench.domain.judgement import Series
from cypworkbench.domain.record import Picture, Supplier
from cypworkbench.domain.refusal import Refusal
from cypworkbench.domain.state import State
from cypworkbench.flow.pictured import Given, compute

_FEWEST = 2


def group_of(framework: Framework, named: str) -> str:
    """The code of a group of districts, from their names or codes with commas or plus signs between them.

    Raises Refusal where one is no district of the plan, where there are fewer than two, or where they are all of them.
    """
    known = {a.name.casefold(): a.code for a in framework.districts}
    known |= {a.code.casefold(): a.code for a in framework.districts}
    asked = [part.strip() for part in named.replace("+", ",").split(",") if part.strip()]
    strange = [part for part in asked if part.casefold() not in known]
    if strange:
        raise Refusal(
            f"The plan has no district called {strange[0]}.",
            f"Choose from: {', '.join(a.name for a in framework.districts)}.",
        )
    codes = {known[part.casefold()] for part in asked}
    if len(codes) < _FEWEST:
        raise Refusal(
            "A group needs at least two districts.",
            "Name two or more, or make the one district's own pack.",
        )
    if len(codes) == len(framework.districts):
        raise Refusal(
            "All districts together are the county.", "Make the county's own pack instead."
        )
    return together(codes)


def is_seen_from(picture: Picture, group: str) -> bool:
    """Whether a picture is already that of the group."""
    return picture.framework.county == group


def seen_from(framework: Framework, group: str) -> Framework:
    """The plan with the group in the county's stead, and of its boards those that answer for a district of it."""
    board = framework.board(group)
    whole, mine = framework.county, members(group)
    around = framework.area(whole)
    listed = ", ".join(framework.area(code).name for code in mine)
    place = Area(group, board.name, AreaKind.COUNTY, whole, aliases=(listed,))
    remit = f"The figures of {listed}, taken together as one place, beside {around.name}’s."
    own = replace(board, areas=(group,), remit=remit)
    return replace(
        framework,
        boards=(own, *(b for b in framework.boards if _answers(b, mine))),
        areas=(
            place,
            *(replace(a, parent=group) if a.code in mine else a for a in framework.areas),
        ),
        county=group,
        lead=group,
    )


def group_picture(picture: Picture, group: str) -> Picture:
    """The part of the county's picture that is the group's: its districts' returns, and the county's line as computed.

    No other district's return, finding, explanation or comment is in it.
    """
    plan, mine = seen_from(picture.framework, group), members(group)
    named = {s.board for s in picture.supplies}
    more = (b for b in picture.framework.boards if b.id in named and b not in plan.boards)
    plan = replace(plan, boards=(*plan.boards, *more))
    own = replace(picture, framework=plan, suppliers=_suppliers(picture, plan, mine))
    return compute(plan, state_of(picture, group), given(own), (picture.sequence, picture.head))


def given(picture: Picture) -> Given:
    """What a group's picture is computed from: its districts' returns, and the series of the county around it."""
    mine = members(picture.framework.county)
    came = [s for s in picture.suppliers if s.returned]
    held = {s.returned.sha256 for s in came if s.returned}
    return Given(
        returns=tuple(s.returned for s in came if s.returned),
        received=tuple(
            (s.returned.sha256, s.received_at) for s in came if s.returned and s.received_at
        ),
        published=picture.published,
        series=_around(picture),
        carried=tuple(
            o for o in picture.observations if o.area in mine and o.origin.sha256 not in held
        ),
    )


def _answers(board: Board, districts: Sequence[str]) -> bool:
    return bool(board.areas) and set(board.areas) <= set(districts)


def _suppliers(picture: Picture, plan: Framework, mine: Sequence[str]) -> tuple[Supplier, ...]:
    """The districts' boards and desks, of each return the figures of the group's districts alone."""
    boards = {b.id for b in plan.boards if _answers(b, mine)}
    return tuple(
        replace(s, returned=_of_these(s.returned, mine)) if s.returned else s
        for s in picture.suppliers
        if s.board in boards
    )


def _of_these(returned: Return, mine: Sequence[str]) -> Return:
    return replace(
        returned,
        observations=tuple(o for o in returned.observations if o.area in mine),
        findings=tuple(f for f in returned.findings if f.area in mine or not f.area),
    )


def state_of(picture: Picture, group: str) -> State:
    """What was decided and written of a group's districts, of the group and of the county around it."""
    mine = members(group)
    places = {*mine, group, picture.framework.county, "*"}
    findings = {f.key for f in picture.findings if f.area in mine}
    lapsed = [gone for gone in picture.lapsed if gone.step.subject == group]
    return State(
        round=picture.round,
        explanations={k: e for k, e in picture.explanations.items() if k in findings},
        set_aside={s.key: s for s in picture.set_aside if s.area in mine},
        targets={
            f"{t.measure}|{t.area}|{t.start.isoformat()}": t
            for t in picture.targets
            if t.area in places
        },
        comments={f"{c.measure}|{c.area}": c for c in picture.comments if c.area in places},
        wordings={f"{w.measure}|{w.area}": w for w in picture.wordings if w.area in places},
        actions=[a for a in picture.actions if a.area in places],
        matters={m.key: m for m in picture.matters if m.area in places},
        stages=[d for d in picture.stages if d.subject == group],
        supplies={s.key: s for s in picture.supplies if s.area in places},
        rebases={r.key: r for r in picture.rebases if r.area in places},
        lapsed={f"{gone.step.subject}|{gone.step.body.get('stage')}": gone for gone in lapsed},
        interests=[i for i in picture.interests if i.board == group],
        earlier=tuple(s.returned.sha256 for s in picture.suppliers if s.returned and s.is_earlier),
    )


def _around(picture: Picture) -> tuple[Series, ...]:
    """The county's series as computed from every return: where each figure came from stays in the county's pack."""
    around = picture.framework.area(picture.framework.county).parent
    held = (a.series for a in picture.assessments.values() if a.area == around)
    return tuple(
        replace(s, points=tuple(replace(p, origins=(), missing=()) for p in s.points)) for s in held
    )
