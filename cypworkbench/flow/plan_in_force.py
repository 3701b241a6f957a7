"""The plan as decisions have it: its suppliers' desks, its board's ways to be good, and the plans it continues."""

from dataclasses import replace

from cypworkbench.domain import refresh
from cypworkbench.domain.framework import Framework
from cypworkbench.domain.record import Round
from cypworkbench.domain.state import State
from cypworkbench.domain.supply import Supplies
from cypworkbench.flow import continuing, directions


def plan_in_force(framework: Framework, state: State) -> Framework:
    """The plan with everything that was decided about it under this state."""
    framework = _as_at_the_round(framework, state.round)
    framework = refresh.under(framework, [past.refresh for past in state.past])
    supplied = Supplies(continuing.with_eras(framework), state.supplies.values()).plan()
    return directions.under(supplied, state)


def _as_at_the_round(framework: Framework, opened: Round) -> Framework:
    """The plan with the districts that are there on the round's day; the very same plan where none changed.

    A plan that does not say what follows its districts keeps them: their end alone is no reason to ask nobody.
    """
    dated = replace(framework, day=opened.as_at or opened.due)
    same = dated.districts == framework.districts
    return framework if same or not dated.districts else dated
