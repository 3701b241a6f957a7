"""Periods of time as the field uses them: one type, ordered, with its labels."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from cypworkbench.domain import dates


class PeriodKind(StrEnum):
    """What kind of stretch a figure covers."""

    MONTH = "month"
    QUARTER = "quarter"
    FINANCIAL_YEAR = "financial_year"
    ACADEMIC_YEAR = "academic_year"
    CALENDAR_YEAR = "calendar_year"
    ROLLING_12_MONTHS = "rolling_12_months"
    ROLLING_3_YEAR = "rolling_3_year"
    THREE_MONTH_AVERAGE = "three_month_average"
    TERM = "term"
    SNAPSHOT_DATE = "snapshot_date"


# months each kind covers, and months from one period to the next of its series
LENGTH_IN_MONTHS = {
    PeriodKind.MONTH: 1,
    PeriodKind.QUARTER: 3,
    PeriodKind.FINANCIAL_YEAR: 12,
    PeriodKind.ACADEMIC_YEAR: 12,
    PeriodKind.CALENDAR_YEAR: 12,
    PeriodKind.ROLLING_12_MONTHS: 12,
    PeriodKind.ROLLING_3_YEAR: 36,
    PeriodKind.THREE_MONTH_AVERAGE: 3,
    PeriodKind.TERM: 4,
    PeriodKind.SNAPSHOT_DATE: 0,
}
STEP_IN_MONTHS = LENGTH_IN_MONTHS | {
    PeriodKind.ROLLING_12_MONTHS: 3,
    PeriodKind.ROLLING_3_YEAR: 12,
    PeriodKind.THREE_MONTH_AVERAGE: 12,
    PeriodKind.SNAPSHOT_DATE: 12,
}
YEARLY = frozenset(
    {
        PeriodKind.FINANCIAL_YEAR,
        PeriodKind.ACADEMIC_YEAR,
        PeriodKind.CALENDAR_YEAR,
        PeriodKind.ROLLING_3_YEAR,
        PeriodKind.THREE_MONTH_AVERAGE,
        PeriodKind.SNAPSHOT_DATE,
    }
)
_TERMS = {9: "Autumn", 1: "Spring", 5: "Summer"}
# the months in which a kind's periods begin; kinds that are not here begin in any
_FIRST_MONTHS = {
    PeriodKind.QUARTER: (1, 4, 7, 10),
    PeriodKind.FINANCIAL_YEAR: (4,),
    PeriodKind.ACADEMIC_YEAR: (9,),
    PeriodKind.CALENDAR_YEAR: (1,),
    PeriodKind.ROLLING_3_YEAR: (1, 4),
    PeriodKind.TERM: tuple(_TERMS),
}
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:/P(?:(\d+)Y)?(?:(\d+)M)?)?\Z")


def add_months(day: date, months: int) -> date:
    """The same day of the month that many months on (before, if negative); 29–31 become the last day."""
    total = day.year * 12 + day.month - 1 + months
    year, month = divmod(total, 12)
    last = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - timedelta(days=1)).day  # noqa: PLR2004  December is 11
    return date(year, month + 1, min(day.day, last))


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A stretch of time of a stated kind, by its first day (or the day of a snapshot)."""

    start: date
    kind: PeriodKind

    @property
    def iso(self) -> str:
        """The first day and the length, "2023-04-01/P1Y"; the day alone for a snapshot."""
        months = LENGTH_IN_MONTHS[self.kind]
        if not months:
            return self.start.isoformat()
        length = f"{months // 12}Y" if months % 12 == 0 else f"{months}M"
        return f"{self.start.isoformat()}/P{length}"

    @property
    def end(self) -> date:
        """The last day covered."""
        months = LENGTH_IN_MONTHS[self.kind]
        return add_months(self.start, months) - timedelta(days=1) if months else self.start

    @property
    def label(self) -> str:
        """The period as it is printed: 2023/24, 2017, Q1 2023/24, 31 Mar 2024, 2020 to 2022."""
        start, end = self.start, self.end
        match self.kind:
            case PeriodKind.FINANCIAL_YEAR | PeriodKind.ACADEMIC_YEAR:
                return f"{start.year}/{end.year % 100:02d}"
            case PeriodKind.CALENDAR_YEAR:
                return str(start.year)
            case PeriodKind.QUARTER:
                year = start.year - (start.month < 4)  # noqa: PLR2004  the financial year begins in April
                return f"Q{(start.month - 4) % 12 // 3 + 1} {year}/{(year + 1) % 100:02d}"
            case PeriodKind.MONTH:
                return dates.short_month(start)
            case PeriodKind.ROLLING_3_YEAR if start.month == 1:
                return f"{start.year} to {end.year}"
            case PeriodKind.ROLLING_3_YEAR:
                return f"{start.year}/{(start.year + 1) % 100:02d} to {end.year - 1}/{end.year % 100:02d}"
            case PeriodKind.ROLLING_12_MONTHS:
                return f"12 months to {dates.short_month(end)}"
            case PeriodKind.THREE_MONTH_AVERAGE:
                return f"{dates.month_name(start)[:3]} to {dates.short_month(end)}"
            case PeriodKind.TERM:
                return f"{_TERMS.get(start.month, dates.month_name(start)[:3])} {start.year}"
            case PeriodKind.SNAPSHOT_DATE:
                return dates.short_day(start)

    @property
    def short_label(self) -> str:
        """The label for an axis: of a yearly kind its own where that is short (2025/26), else the year it ends in."""
        short = self.kind not in YEARLY or len(self.label) <= len("2025/26")
        return self.label if short else str(self.end.year)

    @property
    def is_regular(self) -> bool:
        """Whether it begins where periods of its kind begin: a financial year on 1 April, a month on its first day."""
        if not LENGTH_IN_MONTHS[self.kind]:
            return True
        months = _FIRST_MONTHS.get(self.kind, (self.start.month,))
        return self.start.day == 1 and self.start.month in months

    @property
    def days(self) -> int:
        """How many days it covers: 1 for a snapshot."""
        return (self.end - self.start).days + 1

    def shift(self, steps: int) -> "Period":
        """The period that many places later in its series (earlier, if negative)."""
        return Period(add_months(self.start, steps * STEP_IN_MONTHS[self.kind]), self.kind)

    @property
    def next(self) -> "Period":
        """The period after it in its series: a year later for a snapshot, a quarter later for 12 months rolling."""
        return self.shift(1)

    @property
    def previous(self) -> "Period":
        """The period before it in its series."""
        return self.shift(-1)

    @property
    def same_last_year(self) -> "Period":
        """The same period one year before."""
        return Period(add_months(self.start, -12), self.kind)

    def overlaps(self, other: "Period") -> bool:
        """Whether any day belongs to both: figures of two such periods must not be added up."""
        return self.start <= other.end and other.start <= self.end

    def days_shared(self, other: "Period") -> int:
        """How many days belong to both."""
        return max((min(self.end, other.end) - max(self.start, other.start)).days + 1, 0)


def from_iso(text: str, kind: PeriodKind) -> Period:
    """Read the ISO form written by `Period.iso`, or its first day alone.

    Raises ValueError when it is neither, or when the length is not that kind's: a quarter is no financial year.
    """
    match = _ISO.match(text.strip())
    if not match:
        message = f"not an ISO period: {text!r}"
        raise ValueError(message)
    year, month, day, years, months = (int(part or 0) for part in match.groups())
    if "/" in text and 12 * years + months != LENGTH_IN_MONTHS[kind]:
        message = f"not the ISO period of a {kind.value.replace('_', ' ')}: {text!r}"
        raise ValueError(message)
    return Period(date(year, month, day), kind)


def steps_between(first: Period, last: Period) -> int:
    """How many places apart two periods of one series are (0 when the same)."""
    months = (last.start.year - first.start.year) * 12 + last.start.month - first.start.month
    return round(months / STEP_IN_MONTHS[first.kind])
