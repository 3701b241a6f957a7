"""A chart as figures: what is drawn, what is said of each point, and the same as a table; before any drawing."""

from dataclasses import dataclass
from enum import StrEnum

from cypworkbench.domain.evidence import Observation
from cypworkbench.domain.framework import Framework
from cypworkbench.domain.judgement import Assessment, Rebase
from cypworkbench.domain.period import Period


class ChartKind(StrEnum):
    """The charts that a measure can be looked at by."""

    TREND = "trend"
    RUN = "run"
    XMR = "xmr"
    COUNTS = "counts"
    FUNNEL = "funnel"
    GAP = "gap"
    INEQUALITY = "inequality"


class Role(StrEnum):
    """What a line of a chart is."""

    CENTRE = "centre"
    LIMIT = "limit"
    INNER = "inner"
    TARGET = "target"
    NOUGHT = "nought"


@dataclass(frozen=True, slots=True)
class ChartAsk:
    """Which chart of which series: `beside` are the series it may be held against, `other` the one a gap is to.

    `names` are pairs of an area's code and its name. `group` holds the observations of a named group, where a gap is to
    one, `scale` those of every group, and `framework` is the plan that reads them. Bare records, so that it can cross
    to another process.
    """

    kind: ChartKind
    assessment: Assessment
    beside: tuple[Assessment, ...] = ()
    other: Assessment | None = None
    names: tuple[tuple[str, str], ...] = ()
    rebases: tuple[Rebase, ...] = ()
    group: tuple[Observation, ...] = ()
    framework: Framework | None = None
    scale: tuple[Observation, ...] = ()


@dataclass(frozen=True, slots=True)
class Spot:
    """A point of a chart: where it stands, what it is called, how it is marked, and the words that read it aloud.

    `mark` is a variation's value, "outside", or empty; `lower` and `upper` are its own interval where it has one.
    """

    label: str
    x: float
    value: float | None
    spoken: str
    mark: str = ""
    lower: float | None = None
    upper: float | None = None


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line of a chart; None lifts the pen. `name` stands at its end, with its last figure."""

    name: str
    role: Role
    xs: tuple[float, ...]
    ys: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Charted:
    """One chart. `joined` says whether a line joins the spots; `axis` names the x axis where it is no time.

    `notes` are sentences: what the chart shows, and why it is this one. `heads` and `rows` hold the same as words.
    """

    kind: ChartKind
    title: str
    unit: str
    assessment: Assessment
    spots: tuple[Spot, ...]
    strokes: tuple[Stroke, ...] = ()
    notes: tuple[str, ...] = ()
    heads: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    joined: bool = True
    axis: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A forecast for a period: the value, and the ends of its 80 % interval."""

    period: Period
    value: float
    lower: float
    upper: float


@dataclass(frozen=True, slots=True)
class Ahead:
    """Where a series is heading: a step a period from the next one on, and the sentences that say so and how sure."""

    steps: tuple[Step, ...]
    said: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Noted:
    """A point of a chart that somebody explained: which, and what was said."""

    period: Period
    text: str
