"""A plan as data: its outcomes, measures and boards."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from cypworkbench.domain.area import Area, AreaGroup, Succession, members, named_together
from cypworkbench.domain.measuring import (
    AuditTerms,
    Break,
    Comparator,
    Era,
    EvidenceTerms,
    Frequency,
    Geography,
    MilestoneTerms,
    Relation,
    SeriesRef,
    SurveyTerms,
)
from cypworkbench.domain.period import PeriodKind
from cypworkbench.domain.promise import Commitment, Impact, Priority, Statement, Theme, ThemeKind

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
    """Which way is good: NEUTRAL has figures that are no better either way, NONE has no figures to judge."""

    HIGHER = "higher"
    LOWER = "lower"
    NEUTRAL = "neutral"
    NONE = "none"

    @property
    def judges(self) -> bool:
        """Whether a figure can be better or worse."""
        return self in (Polarity.HIGHER, Polarity.LOWER)


class MeasureRole(StrEnum):
    """Whether the plan lists the measure, or it gives context beside the plan."""

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
    """A shared outcome of the plan, in the order the plan lists it.

    `governance` marks the plan's section on its own leadership, which has measures and commitments as an outcome has.
    """

    id: str
    number: int
    title: str
    why: str = ""
    governance: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """One place where the plan lists a measure (an outcome's id, "impact" or "review"), in the words used there."""

    place: str
    wording: str


@dataclass(frozen=True, slots=True)
class Measure:
    """One series the partnership watches, with its full definition.

    `per` is the multiplier of a rate or percentage (100 for %, 1,000, 10,000, …), 1 for counts and scores.
    `additive` says whether the county is the sum of its districts' numerators and denominators.
    `asked` says whether the district boards are asked for it each round; `also_in` names where else the plan lists it
    (an outcome's id, or "impact" for its measures of impact), so that a series listed twice stays one measure.
    `published_as` is the series' name in the national tool's long table, and `not_compared` the areas whose figure
    there is known to be wrong.

    `wording` is the plan's, and stands in the list of the measure's outcome unless `listed_in` names another place;
    `also_wording` has the words of each place in `also_in`, in the same order. `frequency` and `geography` are the
    best that can be had, by the boards or in print. `same_as` names the same series in other plans; `related_to` those
    that are tied to it without being the same; `breaks` the days its own counting changed. `in_doubt` says why the way
    the plan's words point (`worded`) may not be meant: the board is asked, and until it decides the measure is neutral.
    Two fields are never in a plan's file: `decided` is what the board decided, in a workspace where it has; `eras` are
    the plans that list the very series, where there are several.
    A milestone, evidence register, audit or survey has its terms in the field of that name.
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
    listed_in: str = ""
    also_wording: tuple[str, ...] = ()
    frequency: Frequency | None = None
    geography: Geography | None = None
    comparators: tuple[Comparator, ...] = ()
    same_as: tuple[SeriesRef, ...] = ()
    related_to: tuple[Relation, ...] = ()
    breaks: tuple[Break, ...] = ()
    eras: tuple[Era, ...] = ()
    worded: Polarity | None = None
    in_doubt: str = ""
    decided: str = ""
    milestone: MilestoneTerms | None = None
    evidence: EvidenceTerms | None = None
    audit: AuditTerms | None = None
    survey: SurveyTerms | None = None

    @property
    def listings(self) -> tuple[Listing, ...]:
        """Every place where the plan lists the series: counted once, shown in each."""
        first = Listing(self.listed_in or self.outcome, self.wording)
        pairs = zip(self.also_in, self.also_wording, strict=False)
        return (first, *(Listing(place, wording) for place, wording in pairs))

    @property
    def definition(self) -> tuple[object, ...]:
        """What must agree before two plans' measures can be called the same series."""
        return (
            *(self.kind, self.unit, self.per, self.polarity, self.period_kind),
            *(self.numerator, self.denominator),
        )

    @property
    def is_share(self) -> bool:
        """Whether its figures are printed with a per cent sign, whatever its kind."""
        return self.unit == "%"

    @property
    def has_parts(self) -> bool:
        """Whether the value is a numerator over a denominator."""
        return bool(self.numerator and self.denominator)


class BoardKind(StrEnum):
    """What a board is: only some of them decide, but each receives or supplies figures."""

    BOARD = "board"
    GROUP = "group"
    COMMITTEE = "committee"
    NETWORK = "network"
    PROVIDER = "provider"


@dataclass(frozen=True, slots=True)
class Board:
    """A board or group that sends returns or receives packs, and the areas it answers for (one area, many, or none).

    `watches` names what it follows, each "plan/outcome" or "plan/measure"; `since` and `until` are years, None where
    the plans do not say or it still meets. `chair` is a role, never a name.
    """

    id: str
    name: str
    areas: tuple[str, ...]
    cycle: str = ""
    parent: str | None = None
    kind: BoardKind = BoardKind.BOARD
    remit: str = ""
    watches: tuple[str, ...] = ()
    chair: str = ""
    since: int | None = None
    until: int | None = None
    aliases: tuple[str, ...] = ()
    notes: str = ""


@dataclass(frozen=True, slots=True)
class Framework:
    """A whole plan: what was promised, how each promise is measured, for which places.

    `outcomes` holds the plan's outcomes and, where it has one, its section on leadership. `lead` is the board that
    answers for the whole plan, and stands first; `follows` is the id of the plan before it; `sources` the documents it
    was taken from. `groups` are areas taken together or compared with, `lineage` what becomes of areas that end. `day`
    is the day whose areas are meant, where it is not the plan's first: a plan may outlive its districts.
    """

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
    valid_to: date | None = None
    follows: str = ""
    lead: str = ""
    vision: str = ""
    sources: tuple[str, ...] = ()
    priorities: tuple[Priority, ...] = ()
    ways_of_working: tuple[Statement, ...] = ()
    principles: tuple[Statement, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    impact: tuple[Impact, ...] = ()
    themes: tuple[Theme, ...] = ()
    successes: tuple[Statement, ...] = ()
    challenges: tuple[Statement, ...] = ()
    groups: tuple[AreaGroup, ...] = ()
    lineage: tuple[Succession, ...] = ()
    day: date | None = None

    def measure(self, measure_id: str) -> Measure:
        """The measure of that id. Raises KeyError when the plan has none."""
        return _first((m for m in self.measures if m.id == measure_id), measure_id)

    def board(self, board_id: str) -> Board:
        """The board of that id; of several districts' code, those districts taken as one place.

        Raises KeyError when the plan has none.
        """
        known = next((b for b in self.boards if b.id == board_id), None)
        return known or self._together(board_id)

    def _together(self, code: str) -> Board:
        """Whoever answers for several districts at once: no board of the plan's, but a pack can be made for them."""
        codes = {d.code for d in self.districts}
        mine = members(code)
        if not mine or not codes.issuperset(mine):
            raise KeyError(code)
        names = [area.name for area in self.districts if area.code in mine]
        return Board(code, named_together(names), mine, kind=BoardKind.GROUP)

    def area(self, code: str) -> Area:
        """The area of that ONS code. Raises KeyError when the plan has none."""
        return _first((a for a in self.areas if a.code == code), code)

    def outcome(self, outcome_id: str) -> Outcome:
        """The outcome of that id. Raises KeyError when the plan has none."""
        return _first((o for o in self.outcomes if o.id == outcome_id), outcome_id)

    def themes_of(self, kind: ThemeKind) -> tuple[Theme, ...]:
        """One of the plan's lists of themes."""
        return tuple(t for t in self.themes if t.kind is kind)

    def listed(self, place: str) -> tuple[tuple[Measure, str], ...]:
        """The measures the plan lists in that place (an outcome's id, "impact", "review"), each with its words."""
        pairs = ((m, listing) for m in self.measures for listing in m.listings)
        return tuple((m, listing.wording) for m, listing in pairs if listing.place == place)

    def watched_by(self, board: Board) -> tuple[Measure, ...]:
        """The plan's measures that a board follows, in the plan's order."""
        return tuple(
            m
            for m in self.measures
            if not {f"{self.id}/{m.outcome}", f"{self.id}/{m.id}"}.isdisjoint(board.watches)
        )

    @property
    def asked(self) -> tuple[Measure, ...]:
        """The measures that the district boards are asked for each round, in the plan's order."""
        return tuple(m for m in self.measures if m.asked)

    @property
    def districts(self) -> tuple[Area, ...]:
        """The county's districts that are there on the plan's day, A to Z."""
        day = self.day or self.valid_from
        return tuple(a for a in self.districts_ever if day is None or a.is_valid_on(day))

    @property
    def districts_ever(self) -> tuple[Area, ...]:
        """Every district that the county had, has or will have, A to Z."""
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
