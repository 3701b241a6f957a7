"""What a return is checked against besides its plan: round, earlier figures, targets, thresholds."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from cypworkbench.domain.evidence import Observation
from cypworkbench.domain.judgement import Target
from cypworkbench.domain.threshold import Threshold


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around one return; whatever is empty makes the rules that need it be skipped.

    `previous` holds the figures that earlier rounds gave, `signed` those that stood when a pack was last signed,
    `published` national figures for the same area. `received` is the day the return came.
    `elsewhere` are the measures asked of another supplier for the same place.
    """

    round_label: str = ""
    due: date | None = None
    as_at: date | None = None
    received: date | None = None
    previous: tuple[Observation, ...] = ()
    signed: tuple[Observation, ...] = ()
    published: tuple[Observation, ...] = ()
    targets: tuple[Target, ...] = ()
    thresholds: tuple[Threshold, ...] = ()
    elsewhere: tuple[str, ...] = ()


class Dial(NamedTuple):
    """A threshold that can be set: its usual value, and what it means, for the list that people choose from."""

    usual: Decimal | None
    meaning: str


DIALS = {
    "R010.low": Dial(None, "the lowest figure that is not asked about, in the measure's unit"),
    "R010.high": Dial(None, "the highest figure that is not asked about, in the measure's unit"),
    "R012.units": Dial(
        Decimal("0.5"), "how far a value may lie from its parts, in units of its last digit"
    ),
    "R013.times": Dial(
        Decimal(2), "how many times the largest other change of its series a change may be"
    ),
    "R021.units": Dial(
        Decimal(1), "how far the districts' sum may lie from the county, in units of its last digit"
    ),
    "R023.small": Dial(Decimal(5), "the count below which a number of children must not be told"),
    "R026.units": Dial(
        Decimal(1), "how far a figure may lie from the published one, in units of its last digit"
    ),
}
"""The thresholds there are, by name. R010 otherwise takes each measure's usual range from the plan."""
