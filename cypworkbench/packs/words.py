"""Figures and periods as they are read: rounded for reading, never for judging."""

from datetime import date

from cypworkbench.domain import dates
from cypworkbench.domain.framework import Measure, Polarity
from cypworkbench.domain.judgement import Assessment, Change, Status
from cypworkbench.domain.period import YEARLY, Period, PeriodKind

MINUS = "\N{MINUS SIGN}"
STATUS_NAMES = {
    Status.MET: "Met",
    Status.WITHIN: "Within tolerance",
    Status.OFF: "Off target",
    Status.TOO_CLOSE: "Too close to call",
    Status.NO_TARGET: "No target",
    Status.NO_JUDGEMENT: "No judgement",
    Status.NOT_ASSESSED: "Not assessed",
    Status.NOT_REPORTED: "Not reported",
}


def number(value: float | None, decimals: int) -> str:
    """A number with its decimals, commas at thousands and a true minus; a dash where there is none."""
    if value is None:
        return "–"
    text = f"{value:,.{decimals}f}"
    if float(text.replace(",", "")) == 0:
        text = text.replace("-", "")
    return text.replace("-", MINUS)


def figure(measure: Measure, value: float | None) -> str:
    """A measure's value as printed: its own decimals, with % where it is one."""
    text = number(value, measure.decimals)
    return f"{text}%" if measure.is_share and value is not None else text


def moved(measure: Measure, change: Change) -> str:
    """A change in words of direction: Up 3.0, Down 1.8 points, No change.

    It is the difference of the two figures as printed, so that a reader who subtracts them agrees.
    """
    before = round(change.before, measure.decimals)
    after = round(change.before + change.difference, measure.decimals)
    size = number(abs(after - before), measure.decimals)
    if float(size.replace(",", "")) == 0:
        return "No change"
    points = " points" if measure.is_share else ""
    return f"{'Up' if after > before else 'Down'} {size}{points}"


def goodness(change: Change, measure: Measure) -> str:
    """Better or worse; empty for a neutral measure or where nothing moved."""
    if change.better is None or moved(measure, change) == "No change":
        return ""
    return "better" if change.better else "worse"


def which_is_good(assessment: Assessment) -> str:
    """Which way is good, in a few words; a measure that the board only watches is not judged, whatever its way."""
    if assessment.way is not assessment.measure.polarity:
        return "watched, not judged"
    return {
        Polarity.HIGHER: "higher is better",
        Polarity.LOWER: "lower is better",
        Polarity.NEUTRAL: "neither way is better",
        Polarity.NONE: "no figures to judge",
    }[assessment.way]


def axis_label(period: Period) -> str:
    """A period where room is short: the year of a yearly one, the last month of a rolling one."""
    if period.kind in YEARLY:
        return period.short_label
    if period.kind is PeriodKind.ROLLING_12_MONTHS:
        return dates.short_month(period.end)
    return period.label


def short(period: Period) -> str:
    """A period in a table or a tight line: as printed, but for a rolling one its end."""
    rolling = period.kind is PeriodKind.ROLLING_12_MONTHS
    return f"to {dates.short_month(period.end)}" if rolling else period.label


def spoken(period: Period) -> str:
    """A period inside a sentence: 2022, 31 March 2025, the 12 months to June 2026, the three years 2020 to 2022."""
    match period.kind:
        case PeriodKind.SNAPSHOT_DATE:
            return day(period.start)
        case PeriodKind.ROLLING_12_MONTHS:
            return f"the 12 months to {dates.month(period.end)}"
        case PeriodKind.ROLLING_3_YEAR:
            return f"the three years {period.label}"
        case PeriodKind.THREE_MONTH_AVERAGE:
            return f"the three months {dates.month_name(period.start)} to {dates.month(period.end)}"
        case PeriodKind.MONTH:
            return dates.month(period.start)
        case _:
            return period.label


def when(period: Period) -> str:
    """When, to begin a sentence: In 2022, On 31 March 2025, In the 12 months to June 2026."""
    first = "On" if period.kind is PeriodKind.SNAPSHOT_DATE else "In"
    return f"{first} {spoken(period)}"


def day(value: date | None) -> str:
    """A date as it is printed: 22 October 2026."""
    return dates.day(value) if value else "not set"


def listed(names: "list[str] | tuple[str, ...]") -> str:
    """Names as a sentence lists them: A, B and C."""
    if len(names) < 2:  # noqa: PLR2004  nothing to join
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


_SMALL = (
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)


def counted(count: int) -> str:
    """A whole number in a sentence: in words up to twelve."""
    return _SMALL[count] if count < len(_SMALL) else f"{count:,}"


def capital(text: str) -> str:
    """The text with its first letter as a capital."""
    return text[:1].upper() + text[1:]
