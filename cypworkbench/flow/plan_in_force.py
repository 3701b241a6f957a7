"""The plan as a workspace's decisions have it: with the desks of its suppliers, and the ways its board decided on."""

from cypworkbench.domain.framework import Framework
from cypworkbench.domain.state import State
from cypworkbench.domain.supply import Supplies
from cypworkbench.flow import directions


def plan_in_force(framework: Framework, state: State) -> Framework:
    """The plan with everything that was decided about it under this state."""
    supplied = Supplies(framework, state.supplies.values()).plan()
    return directions.under(supplied, state)
