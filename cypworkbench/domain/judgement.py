"""What follows from the figures: series, targets, and what each series shows."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from cypworkbench.domain.evidence import Flag, Observation, Origin, ValueState
from cypworkbench.domain.framework import Measure, Polarity
from cypworkbench.domain.period import Period


@dataclass(frozen=True, slots=True)
class Point:
    """One period of a series. `value` None means no figure, and `state` says why.

    `origins` are the cells the figure rests on: one for a district, twelve for a county sum.
    """

    period: Period
    value: float | None
    numerator: float | None = None
    denominator: float | None = None
    lower: float | None = None
    upper: float | None = None
    state: ValueState = ValueState.NUMBER
    flags: tuple[Flag, ...] = ()
    origins: tuple[Origin, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Series:
    """One measure for one area: a point for every period between first and last, gaps explicit.

    `basis` says how it came about: "returned", "summed" (from districts' numerators and denominators) or "published".
    `lost` says in sentences which of the history could not be carried over from the areas that this one succeeds.
    """

    measure: Measure
    area: str
    points: tuple[Point, ...]
    basis: str = "returned"
    source: str = ""
    lost: tuple[str, ...] = ()

    @property
    def latest(self) -> Point | None:
        """The last point that has a figure, or None."""
        return next((p for p in reversed(self.points) if p.value is not None), None)

    def at(self, period: Period) -> Point | None:
        """The point of that period, or None."""
        return next((p for p in self.points if p.period == period), None)


class TargetKind(StrEnum):
    """What a target asks for; `analysis.goals` says how each is worked out."""

    ABSOLUTE = "absolute"
    TRAJECTORY = "trajectory"
    STRAIGHT = "straight"
    IMPROVEMENT = "improvement"
    COMPARATOR = "comparator"
    TOP_QUARTER = "top_quarter"
    GAP = "gap"
    FASTER = "faster"
    BAND = "band"
    MAINTAIN = "maintain"
    MONITOR = "monitor"


@dataclass(frozen=True, slots=True)
class Step:
    """A value that a trajectory is to have reached by a day."""

    by: date
    value: Decimal


@dataclass(frozen=True, slots=True)
class Target:
    """A target for a measure in an area ("*" for every area), in force between two dates.

    `value` (and `upper` for a band, `baseline`, and the value of each step) are in the measure's unit; for an
    improvement `value` is per cent of the baseline, for a gap it is the distance behind the comparator. `tolerance` is
    a share of the target (0.05 is 5 %). A trajectory is stepped: by its `steps`, or by several targets whose dates
    follow each other. `comparator` is an area code; `peers` are several, whose mean (or best quarter) counts. Where a
    kind starts from a baseline and none is given, it is the series' own last figure before `start`.
    """

    measure: str
    area: str
    kind: TargetKind
    value: Decimal | None
    start: date
    end: date | None = None
    upper: Decimal | None = None
    comparator: str = ""
    tolerance: Decimal = Decimal(0)
    owner: str = ""
    reason: str = ""
    baseline: Decimal | None = None
    steps: tuple[Step, ...] = ()
    peers: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """What a later target replaces: one for the same measure and area from the same day."""
        return f"{self.measure}|{self.area}|{self.start.isoformat()}"

    @property
    def only_watches(self) -> bool:
        """Whether the board chose to watch without judging: then neither way counts as better."""
        return self.kind is TargetKind.MONITOR

    @property
    def slopes(self) -> bool:
        """Whether what it asks moves with the periods, rather than standing until a day."""
        return self.kind in _SLOPING


def way_that_counts(measure: Measure, target: Target | None) -> Polarity:
    """Which way is better: the measure's own way, or neither where the board only watches it."""
    if target is not None and target.only_watches and measure.polarity.judges:
        return Polarity.NEUTRAL
    return measure.polarity


_SLOPING = frozenset(
    (
        *(TargetKind.STRAIGHT, TargetKind.COMPARATOR, TargetKind.TOP_QUARTER),
        *(TargetKind.GAP, TargetKind.FASTER),
    )
)


@dataclass(frozen=True, slots=True)
class Rebase:
    """New limits for a measure in an area from a period on, and why: what changed there."""

    measure: str
    area: str
    period: Period
    because: str

    @property
    def key(self) -> str:
        """What it is about: a second one there replaces it."""
        return f"{self.measure}|{self.area}|{self.period.iso}"


class Status(StrEnum):
    """Where the latest figure stands against the target in force."""

    MET = "met"
    WITHIN = "within"
    OFF = "off"
    TOO_CLOSE = "too_close"
    NO_TARGET = "none"
    NO_JUDGEMENT = "no_judgement"
    NOT_ASSESSED = "not_assessed"
    NOT_REPORTED = "not_reported"


class Variation(StrEnum):
    """What the latest point's signal says, in the reference's words."""

    COMMON = "common_cause"
    IMPROVEMENT = "special_cause_improvement"
    CONCERN = "special_cause_concern"
    NEUTRAL_HIGH = "special_cause_neutral_high"
    NEUTRAL_LOW = "special_cause_neutral_low"
    TOO_FEW = "too_few"
    NO_CURRENT = "no_current_value"


class Assurance(StrEnum):
    """Whether the process can be relied on to meet the target."""

    PASS = "consistent_pass"  # noqa: S105  a verdict of the reference, not a password
    MIXED = "inconsistent"
    FAIL = "consistent_fail"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Limits:
    """XmR limits, a value a point, None where there is none: mean, process limits, and each point's type."""

    mean: tuple[float | None, ...]
    lower: tuple[float | None, ...]
    upper: tuple[float | None, ...]
    cause: tuple[str, ...]
    point_type: tuple[str, ...]
    profile: str = "making-data-count"


@dataclass(frozen=True, slots=True)
class Change:
    """A movement between two periods: `better` is None where neither way is better, or nothing moved."""

    since: Period
    before: float
    difference: float
    better: bool | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """The latest figure beside another area's for the same period.

    `verdict` is better, worse, higher, lower, similar or "not compared".
    """

    area: str
    period: Period
    value: float
    verdict: str


@dataclass(frozen=True, slots=True)
class Assessment:
    """What one series shows, with every caveat it carries.

    `target_by_point` is the target in force at each point of the series (None where there was none), and
    `upper_by_point` a band's upper end there; `upper_target` is given for bands only. `sloped_by_point` says where what
    is asked moves with the periods. `target_ahead` is what will be asked at periods still to come, until the target
    ends. `reason` says why a series is not assessed or not reported.
    """

    series: Series
    status: Status
    target: Target | None = None
    target_value: float | None = None
    upper_target: float | None = None
    target_by_point: tuple[float | None, ...] = ()
    short_change: Change | None = None
    long_change: Change | None = None
    limits: Limits | None = None
    variation: Variation = Variation.TOO_FEW
    assurance: Assurance = Assurance.NONE
    recent_trend: str = ""
    comparisons: tuple[Comparison, ...] = ()
    caveats: tuple[str, ...] = ()
    reason: str = ""
    upper_by_point: tuple[float | None, ...] = ()
    sloped_by_point: tuple[bool, ...] = ()
    target_ahead: tuple[tuple[Period, float], ...] = ()

    @property
    def measure(self) -> Measure:
        """The measure assessed."""
        return self.series.measure

    @property
    def way(self) -> Polarity:
        """Which way is better here; everything said of better and worse follows this, not the measure alone."""
        return way_that_counts(self.measure, self.target)

    @property
    def area(self) -> str:
        """The code of the area assessed."""
        return self.series.area

    @property
    def latest(self) -> Point | None:
        """The latest point with a figure, or None."""
        return self.series.latest


@dataclass(frozen=True, slots=True)
class Table:
    """Every observation that counts, and what replaced what: the input of analysis."""

    observations: tuple[Observation, ...]
    published: tuple[Observation, ...] = ()
    not_reported: tuple[tuple[str, str], ...] = field(default=())
