"""A plan as data: its outcomes, measures and boards."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from cypworkbench.domain.area import Area
from cypworkbench.domain.period import PeriodKind

_T = TypeVar("_T")


class Kind(StrEnum):
    """What kind of figure a measure is."""

    PERCENTAGE = "percentage"
    RATE = "rate"
    COUNT = "count"
    SCORE = "score"
    RATIO = "ratio"
    DIFFERENCE = "difference"
    MILESTONE = "milestone"
    EVIDENCE = "evidence"
    AUDIT = "audit"
    SURVEY = "survey"


class Polarity(StrEnum):
    """Which way is good."""

    HIGHER = "higher"
    LOWER = "lower"
    NEUTRAL = "neutral"


class MeasureRole(StrEnum):
    """Whether the plan promises the measure, or it gives context beside the plan."""

    KEY = "key"
    CONTEXT = "context"


@dataclass(frozen=True, slots=True)
class Bounds:
    """A plausible range; None where a side is open."""

    low: Decimal | None = None
    high: Decimal | None = None

    def holds(self, value: Decimal) -> bool:
        """Whether the value lies inside, ends included."""
        above = self.low is None or value >= self.low
        return above and (self.high is None or value <= self.high)


@dataclass(frozen=True, slots=True)
class Outcome:
    """A shared outcome of the plan, in the order the plan lists it."""

    id: str
    number: int
    title: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Measure:
    """One series the partnership watches, with its full definition.

    `per` is the multiplier of a rate or percentage (100 for %, 1,000, 10,000, …), 1 for counts and scores.
    `additive` says whether the county is the sum of its districts' numerators and denominators.
    `asked` says whether the district boards are asked for it each round; `also_in` names where else the plan lists it
    (an outcome's id, or "impact" for its measures of impact), so that a series listed twice stays one measure.
    `published_as` is the series' name in the national tool's long table, and `not_compared` the areas whose figure
    there is known to be wrong.
    """

    id: str
    title: str
    short_title: str
    question: str
    wording: str
    outcome: str
    kind: Kind
    unit: str
    per: int
    polarity: Polarity
    period_kind: PeriodKind
    numerator: str = ""
    denominator: str = ""
    source: str = ""
    role: MeasureRole = MeasureRole.KEY
    decimals: int = 1
    hard: Bounds = field(default_factory=Bounds)
    soft: Bounds = field(default_factory=Bounds)
    additive: bool = True
    binomial: bool = True
    disclosure: str = "none"
    themes: tuple[str, ...] = ()
    notes: str = ""
    asked: bool = False
    also_in: tuple[str, ...] = ()
    published_as: str = ""
    not_compared: tuple[str, ...] = ()

    @property
    def has_parts(self) -> bool:
        """Whether the value is a numerator over a denominator."""
        return bool(self.numerator and self.denominator)


@dataclass(frozen=True, slots=True)
class Board:
    """A board that sends returns or receives packs, and the areas it answers for."""

    id: str
    name: str
    areas: tuple[str, ...]
    cycle: str = ""
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class Framework:
    """A whole plan: what was promised, how each promise is measured, for which places."""

    id: str
    title: str
    partnership: str
    outcomes: tuple[Outcome, ...]
    measures: tuple[Measure, ...]
    boards: tuple[Board, ...]
    areas: tuple[Area, ...]
    county: str
    comparators: tuple[str, ...]
    valid_from: date | None = None

    def measure(self, measure_id: str) -> Measure:
        """The measure of that id. Raises KeyError when the plan has none."""
        return _first((m for m in self.measures if m.id == measure_id), measure_id)

    def board(self, board_id: str) -> Board:
        """The board of that id. Raises KeyError when the plan has none."""
        return _first((b for b in self.boards if b.id == board_id), board_id)

    def area(self, code: str) -> Area:
        """The area of that ONS code. Raises KeyError when the plan has none."""
        return _first((a for a in self.areas if a.code == code), code)

    def outcome(self, outcome_id: str) -> Outcome:
        """The outcome of that id. Raises KeyError when the plan has none."""
        return _first((o for o in self.outcomes if o.id == outcome_id), outcome_id)

    @property
    def asked(self) -> tuple[Measure, ...]:
        """The measures that the district boards are asked for each round, in the plan's order."""
        return tuple(m for m in self.measures if m.asked)

    @property
    def districts(self) -> tuple[Area, ...]:
        """The county's districts, A to Z."""
        mine = (a for a in self.areas if a.kind == "district" and a.parent == self.county)
        return tuple(sorted(mine, key=lambda a: a.name))

    @property
    def district_boards(self) -> tuple[Board, ...]:
        """The boards that answer for one district each, A to Z."""
        codes = {a.code for a in self.districts}
        mine = (b for b in self.boards if len(b.areas) == 1 and b.areas[0] in codes)
        return tuple(sorted(mine, key=lambda b: b.name))


def _first(found: Iterator[_T], key: str) -> _T:
    for item in found:
        return item
    raise KeyError(key)
