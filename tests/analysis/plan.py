"""A small plan, and figures for it, from which the tests make their series."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from cypworkbench.domain.area import Area, AreaKind
from cypworkbench.domain.evidence import Observation, Origin
from cypworkbench.domain.framework import Framework, Kind, Measure, Polarity
from cypworkbench.domain.judgement import Point, Series, Target, TargetKind
from cypworkbench.domain.period import Period, PeriodKind

NORTH, SOUTH, COUNTY, COUNTRY = "E07000001", "E07000002", "E10000017", "E92000001"

NEET = Measure(
    id="neet",
    title="Young people not in work or learning",
    short_title="NEET",
    question="How much did we do?",
    wording="NEET",
    outcome="o1",
    kind=Kind.PERCENTAGE,
    unit="%",
    per=100,
    polarity=Polarity.LOWER,
    period_kind=PeriodKind.FINANCIAL_YEAR,
    numerator="young people not in work or learning",
    denominator="young people",
    asked=True,
)
PLANS = replace(
    NEET,
    id="plans",
    kind=Kind.COUNT,
    per=1,
    polarity=Polarity.HIGHER,
    period_kind=PeriodKind.QUARTER,
    denominator="",
)
FRAMEWORK = Framework(
    id="small",
    title="A small plan",
    partnership="A partnership",
    outcomes=(),
    measures=(NEET, PLANS),
    boards=(),
    areas=(
        Area(NORTH, "North", AreaKind.DISTRICT, COUNTY),
        Area(SOUTH, "South", AreaKind.DISTRICT, COUNTY),
        Area(COUNTY, "County", AreaKind.COUNTY),
    ),
    county=COUNTY,
    comparators=(COUNTRY,),
)


def year(first: int) -> Period:
    """The financial year that begins in that April."""
    return Period(date(first, 4, 1), PeriodKind.FINANCIAL_YEAR)


def quarter(place: int) -> Period:
    """The quarter that many places after April to June 2020."""
    return Period(date(2020, 4, 1), PeriodKind.QUARTER).shift(place)


def observed(
    area: str, first: int, value: str | None, parts: tuple[int, int] | None = None
) -> Observation:
    """One area's NEET figure for a year, with its parts where they are given."""
    number = None if value is None else Decimal(value)
    over, under = (Decimal(part) for part in parts) if parts else (None, None)
    origin = Origin("f" * 64, "Theme", f"E{first}")
    return Observation(NEET.id, area, year(first), number, origin, over, under)


def series(values: Sequence[float | None], measure: Measure = NEET, area: str = COUNTY) -> Series:
    """A series of a measure by year or quarter, without parts; None is a gap."""
    when = quarter if measure.period_kind is PeriodKind.QUARTER else lambda n: year(2010 + n)
    points = tuple(Point(when(place), value) for place, value in enumerate(values))
    return Series(measure, area, points)


def target(value: str | None, kind: TargetKind = TargetKind.ABSOLUTE, area: str = "*") -> Target:
    """A target for NEET, in force since 2010."""
    number = None if value is None else Decimal(value)
    return Target(NEET.id, area, kind, number, date(2010, 1, 1))
