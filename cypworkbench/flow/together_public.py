"""What the public may see of several districts together: only what their published figures come to.

A figure of the group is shown where each of its districts' figures is published, and is then made of those published
figures alone. So whoever has the county's public pack could have worked it out, and nobody learns anything from it that
was withheld there, nor from two groups that overlap. Where one district's figure is withheld, so is the group's.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace

from cypworkbench.domain.area import members
from cypworkbench.domain.disclosure import Exposure
from cypworkbench.domain.evidence import ValueState
from cypworkbench.domain.framework import Measure
from cypworkbench.domain.judgement import Point, Series
from cypworkbench.domain.plain import from_plain
from cypworkbench.domain.record import Picture
from cypworkbench.flow import together
from cypworkbench.flow.pack_system import PUBLISHED, count_of
from cypworkbench.flow.pictured import Given, compute

_SLIP = 1e-9  # of a figure, for the order in which sums were made


def group_public(picture: Picture, whole: Picture, group: str) -> Picture:
    """The picture that a group's public pack is planned from; `whole` is the public's picture of the county.

    It holds the published series of the group's districts and of the county around them, the group's own as those come
    to, and of what was written only what is published of those places.
    """
    county = picture.framework.county
    mine, districts = members(group), {area.code for area in picture.framework.districts}
    published = {key: a.series for key, a in whole.assessments.items()}
    own = (
        _as_published(a.series, [published.get((m, code)) for code in mine])
        for (m, area), a in together.group_picture(picture, group).assessments.items()
        if area == group
    )
    beside = (
        series
        for (_, area), series in published.items()
        if area in (*mine, county) or (area not in districts and series.basis == PUBLISHED)
    )
    plan = together.seen_from(picture.framework, group)
    stages = tuple(d for d in picture.stages if d.subject == group)
    state = together.state_of(replace(whole, stages=stages), group)
    boards = {board.id for board in plan.boards}
    suppliers = tuple(s for s in whole.suppliers if s.board in boards)
    given = Given(series=(*own, *beside), suppliers=suppliers)
    return compute(plan, state, given, (picture.sequence, picture.head))


def unfounded(pdf: bytes) -> Iterator[Exposure]:
    """The figures of a group in a public pack's attached record that its districts' figures there do not come to."""
    from cypworkbench.signing import readback  # pikepdf: only when a finished pack is read

    attached = readback.attachment(pdf, "snapshot.json")
    held = from_plain(Given, json.loads(attached)["given"]).series if attached else ()
    named = {(s.measure.id, s.area): s for s in held}
    for series in held:
        parts = [named.get((series.measure.id, code)) for code in members(series.area)]
        for point in series.points if parts else ():
            if point.value is not None and not _tells_the_same(series, point, parts):
                where = f"{series.measure.id} {series.area} {point.period.iso}"
                yield Exposure(where, "the published figures of its districts do not come to it")


def _as_published(series: Series, parts: Sequence[Series | None]) -> Series:
    """The group's series, each point as its districts' published points come to."""
    points = tuple(_shown(series.measure, point, parts) for point in series.points)
    return replace(series, points=points)


def _shown(measure: Measure, point: Point, parts: Sequence[Series | None]) -> Point:
    if point.value is None:
        return replace(point, origins=(), missing=())
    made = _summed(measure, [part.at(point.period) if part else None for part in parts])
    if made is None:
        return Point(point.period, None, state=ValueState.SUPPRESSED)
    value, count, people = made
    same = abs(value - point.value) <= _SLIP * max(1.0, abs(value))
    kept = replace(point, value=value, numerator=count, denominator=people, origins=(), missing=())
    # an interval that was reckoned from true counts may not stand beside a figure made of rounded ones
    return kept if same else replace(kept, lower=None, upper=None)


def _summed(
    measure: Measure, parts: Sequence[Point | None]
) -> tuple[float, float | None, float | None] | None:
    """Value, count and people of districts together; None where one of them is withheld or gives no count."""
    counts = [
        count_of(measure, part) if part and part.value is not None else None for part in parts
    ]
    if not counts or None in counts:
        return None
    count = float(sum(each for each in counts if each is not None))
    if not measure.has_parts:
        return count, None, None
    people = sum(part.denominator or 0.0 for part in parts if part)
    return (count / people * measure.per, count, people) if people else None


def _tells_the_same(series: Series, point: Point, parts: Sequence[Series | None]) -> bool:
    made = _summed(series.measure, [part.at(point.period) if part else None for part in parts])
    if made is None or point.value is None:
        return False
    return abs(made[0] - point.value) <= _SLIP * max(1.0, abs(made[0]))
