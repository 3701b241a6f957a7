"""Figures given under plans that others have followed, read as they were sent, under the names they have now."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from cypworkbench.domain.evidence import Observation
from cypworkbench.domain.framework import Framework
from cypworkbench.domain.recipe import Recipe
from cypworkbench.domain.record import Record, StoredFile
from cypworkbench.domain.state import Past, State
from cypworkbench.flow import plan_kept
from cypworkbench.flow.reading import extract_in, recipe_in
from cypworkbench.returns import published

Read = Callable[[StoredFile, bytes, Framework, Recipe | None], tuple[Observation, ...]]
"""What a stored return holds: the file, what was kept as read if it is locked, the plan it was sent for."""


@dataclass(frozen=True, slots=True)
class Carried:
    """What boards gave and what was published under earlier plans, where the plan in force has it still."""

    returned: tuple[Observation, ...] = ()
    published: tuple[Observation, ...] = ()


def carried(record: Record, state: State, read: Read) -> Carried:
    """All that goes on from earlier plans; where two gave one figure, the later counts.

    Raises Refusal when a plan that was served, or a file taken in under it, cannot be read any more.
    """
    returned: tuple[Observation, ...] = ()
    printed: tuple[Observation, ...] = ()
    for past in state.past:
        plan = plan_kept.of_id(record, past.refresh.was)
        given = _returned(record, past, plan, read)
        listed = tuple(
            o
            for sha256 in past.published
            if (stored := record.file(sha256)) is not None and not stored.redacted
            for o in published.read(
                stored.content, stored.name, plan, state.published_as.get(sha256, "")
            )
        )
        returned = past.refresh.carry((*unless_given(returned, given), *given))
        printed = past.refresh.carry((*unless_given(printed, listed), *listed))
    return Carried(returned, printed)


def unless_given(
    before: Iterable[Observation], now: Iterable[Observation]
) -> tuple[Observation, ...]:
    """The earlier figures that no later one takes the place of."""
    there = {_figure(o) for o in now}
    return tuple(o for o in before if _figure(o) not in there)


def _figure(o: Observation) -> tuple[object, ...]:
    return o.measure, o.area, o.group, o.period


def _returned(record: Record, past: Past, plan: Framework, read: Read) -> tuple[Observation, ...]:
    """What each board's last return under a plan gave."""
    last: dict[str, tuple[Observation, ...]] = {}
    for sha256, decision in past.accepted:
        stored = record.file(sha256)
        if stored is not None and not stored.redacted:
            extract = extract_in(record, decision)
            last[str(decision.body.get("board", sha256))] = read(
                stored, extract, plan, recipe_in(decision)
            )
    return tuple(o for board in sorted(last) for o in last[board])
