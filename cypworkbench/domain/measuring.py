"""How a measure is kept: how often and where it is known, what a kind that is no number needs, what continues it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Frequency(StrEnum):
    """How often a new figure can be had."""

    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    TERMLY = "termly"
    YEARLY = "yearly"
    SOME_YEARS = "some_years"
    SURVEY = "survey"


class Geography(StrEnum):
    """The smallest kind of place for which a figure can be had."""

    COUNTY = "county"
    DISTRICT = "district"
    WARD = "ward"
    SMALL_AREA = "small_area"
    INSTITUTION = "institution"


class Comparator(StrEnum):
    """Who a figure may fairly be set beside. BASELINE is the same place's own first figure."""

    ENGLAND = "england"
    REGION = "region"
    NEIGHBOURS = "neighbours"
    NEAREST = "nearest"
    DISTRICTS = "districts"
    FORCES = "forces"
    BASELINE = "baseline"


class Tie(StrEnum):
    """How one measure follows another that is not the same.

    REDEFINED, SPLIT, MERGED and REPLACED carry a history across a break; BESIDE only says the two are worth reading
    together.
    """

    REDEFINED = "redefined"
    SPLIT = "split"
    MERGED = "merged"
    REPLACED = "replaced"
    BESIDE = "beside"


@dataclass(frozen=True, slots=True, order=True)
class SeriesRef:
    """A measure in a plan, written "cypp-2014/cla-rate"."""

    framework: str
    measure: str

    def __str__(self) -> str:
        return f"{self.framework}/{self.measure}"


@dataclass(frozen=True, slots=True)
class Relation:
    """A measure, of this plan or another, that this one is not but is tied to, and why it is not the same."""

    to: SeriesRef
    tie: Tie
    why: str


@dataclass(frozen=True, slots=True)
class Break:
    """A change in how one series is counted: figures on either side of the day are not to be compared."""

    at: date
    why: str


@dataclass(frozen=True, slots=True)
class Era:
    """A plan that lists a series, by its id, and the years it ran: `ends` is None for a plan that still runs."""

    plan: str
    begins: date
    ends: date | None = None

    @property
    def name(self) -> str:
        """The plan as it is called beside a chart: by the year it began."""
        return f"{self.begins.year} plan"


@dataclass(frozen=True, slots=True)
class MilestoneTerms:
    """A milestone's states in order, the last one done, what would prove it, and when it is due (None: not stated)."""

    states: tuple[str, ...]
    evidence: str
    due: date | None = None


@dataclass(frozen=True, slots=True)
class EvidenceTerms:
    """What each entry of an evidence register must say, in order."""

    asks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AuditTerms:
    """An audit of case files: how many, the grades from best to worst, and those that count as met."""

    sample: int
    grades: tuple[str, ...]
    met: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SurveyTerms:
    """A survey's question as it is asked, of whom, and the answers that count."""

    question: str
    asked_of: str
    counted: tuple[str, ...]
