"""What a lead officer or a board is asked to write, and what came back of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from cypworkbench.domain.decision import Intent, Person
from cypworkbench.domain.record import StoredFile


@dataclass(frozen=True, slots=True)
class AskedMeasure:
    """A measure in an area to be commented on: its figure and judgement in words, and the commentary so far."""

    measure: str
    area: str
    title: str
    place: str
    figure: str
    judgement: str
    commentary: str = ""

    @property
    def key(self) -> str:
        """What the commentary is recorded about."""
        return f"{self.measure}|{self.area}"


@dataclass(frozen=True, slots=True)
class AskedQuery:
    """An open finding to be explained, by its key."""

    key: str
    message: str


@dataclass(frozen=True, slots=True)
class Form:
    """What one person is asked, and the decision of the workspace that it was asked at."""

    framework: str
    title: str
    round: str
    who: str
    sequence: int
    head: str
    measures: tuple[AskedMeasure, ...]
    queries: tuple[AskedQuery, ...] = ()


@dataclass(frozen=True, slots=True)
class Sent:
    """What came back: decisions with who made them, after the decision they started from.

    `files` are the bytes that the decisions are about, by digest. `left_out` says, in words, what cannot be merged.
    """

    by: str
    sequence: int
    head: str
    decisions: tuple[tuple[Intent, Person], ...]
    files: Mapping[str, StoredFile] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Conflict:
    """The same thing decided here and there since they parted: both sentences, side by side. `number` counts from 1."""

    number: int
    ours: str
    theirs: str
