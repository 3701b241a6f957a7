"""Where the rows and columns of a scorecard stand, the county's on A3 and a district's on A4 alike."""

from dataclasses import dataclass
from enum import Enum, auto


class Shows(Enum):
    """What a column has of a measure: a figure alone, one with its mark and line, its target, its last step."""

    FIGURE = auto()
    CELL = auto()
    TARGET = auto()
    CHANGE = auto()


@dataclass(frozen=True, slots=True)
class Place:
    """A column: its head, the area it is of, what it shows, its left edge and width in mm."""

    head: str
    area: str
    shows: Shows
    left: float
    wide: float

    @property
    def edge(self) -> float:
        """Where its words end."""
        return self.left + self.wide - 2


@dataclass(frozen=True, slots=True)
class Grid:
    """Where a scorecard stands, in mm: its top and right edge, the room for names, the height of a row, the columns.

    `upright` is where the one upright rule stands, 0 for none; `speaks` where its lines are told to listeners.
    """

    top: float
    edge: float
    name: float
    row: float
    columns: tuple[Place, ...]
    upright: float = 0.0
    speaks: bool = False
