"""How far a rule lets a figure go before it asks: set by decision, for a board, for a measure, or for all."""

from dataclasses import dataclass
from decimal import Decimal

EVERYWHERE = "*"


@dataclass(frozen=True, slots=True)
class Threshold:
    """One setting of a rule, such as R013.times, for a board ("*" for all) and a measure ("" for all of them)."""

    name: str
    value: Decimal
    board: str = EVERYWHERE
    measure: str = ""
    because: str = ""

    @property
    def key(self) -> str:
        """What a later setting replaces."""
        return f"{self.name}|{self.board}|{self.measure}"


def in_force(
    settings: tuple[Threshold, ...], name: str, board: str, measure: str
) -> Decimal | None:
    """The setting that applies: the board's own for that measure first, then its own, then those for every board."""
    found = {(each.board, each.measure): each.value for each in settings if each.name == name}
    for place in ((board, measure), (board, ""), (EVERYWHERE, measure), (EVERYWHERE, "")):
        if place in found:
            return found[place]
    return None
