"""Periods as people write them: one reader for every spelling the field uses, and a question where two fit.

The spellings are those of the national tables (the Local Authority Interactive Tool alone has 65), of statistics
publications, and of district returns. Days are read day first, as in Britain.
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, timedelta

from cypworkbench.domain.period import LENGTH_IN_MONTHS, Period, PeriodKind, add_months, from_iso

Reading = Period | tuple[Period, ...] | None

_QUALIFIERS = "prov|provisional|p|rev|revised|r|final|ot|one[- ]year|est|estimated|e|latest|ytd"
_QUALIFIER = re.compile(rf"\s*(?:[(\[]({_QUALIFIERS})\.?[)\]]|\s({_QUALIFIERS})\.?)\s*\Z")
_MARKS = re.compile(r"[\s*†‡¹²³⁴-⁹⁰]+\Z")
_LEAD = re.compile(
    r"(?:as at|at|as of|on|snapshot|(?:academic|financial|fiscal|school|calendar) year"
    r"(?: ending(?= \d{4}\b))?|years?(?= \d)|[af]y(?=\s?\d))\s*:?\s*"
)
_NAMES = "jan feb mar apr may jun jul aug sep oct nov dec".split()  # noqa: SIM905  reads better
_MONTH = (
    r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_YEAR = r"(\d{4}|\d{2})"
_SPAN = re.compile(rf"{_YEAR}\s?[-/]\s?{_YEAR}\Z")
_RUN = re.compile(r"(\d{4})(\d{2})\Z")
_TO = r"\s?(?:-|to|until)\s?"
_SPLIT_SPANS = re.compile(rf"{_YEAR}/(\d{{4}}|\d{{2}}){_TO}{_YEAR}/(\d{{4}}|\d{{2}})\Z")
_YEARS = re.compile(rf"{_YEAR}{_TO}{_YEAR}\Z")
_MONTH_YEAR = re.compile(rf"{_MONTH}[\s\-/']*{_YEAR}\Z")
_NUMBERED_MONTH = re.compile(r"(?:(0?[1-9]|1[0-2])/(\d{4})|(\d{4})-?(0[1-9]|1[0-2]))\Z")
_MONTHS = re.compile(rf"{_MONTH}\s?{_YEAR}?{_TO}{_MONTH}\s?'?{_YEAR}\Z")
_ENDING = re.compile(
    rf"(?:(?:12|twelve) months?|year|ye|rolling (?:12 months|year)) ?(?:to|ending|ended|end)? ?"
    rf"(?:\d\d?(?:st|nd|rd|th)? )?{_MONTH} {_YEAR}\Z"
)
_QUARTER = r"q(?:uarter|tr)?\.?\s?([1-4])"
_QUARTER_YEARS = re.compile(rf"{_QUARTER},?\s(.+)\Z|(.+?),?\s{_QUARTER}\Z")
_DAY = re.compile(rf"(\d\d?)(?:st|nd|rd|th)?[\s\-]{_MONTH}[\s\-]{_YEAR}\Z")
_NUMBERED_DAY = re.compile(rf"(\d\d?)[./-](\d\d?)[./-]{_YEAR}\Z")
_ISO_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)\Z")
_TERM = re.compile(r"(autumn|spring|summer)(?: term)?,? (.+)\Z|(.+?),? (autumn|spring|summer)\Z")
_TERM_MONTHS = {"autumn": 9, "spring": 1, "summer": 5}
_EARLIEST, _LATEST = 1900, 2199
_THREE_YEARS = 2  # 2014-16 covers three, first and last counted
_YEAR_STARTS = {
    PeriodKind.FINANCIAL_YEAR: 4,
    PeriodKind.ACADEMIC_YEAR: 9,
    PeriodKind.CALENDAR_YEAR: 1,
}


def parse(text: str, kind: PeriodKind) -> Reading:
    """Read a period of that kind.

    Returns the Period where only one can be meant; the candidates, earliest first, where somebody must be asked
    (even one: a bare "2024" for a snapshot says no day); None where the text is no period of that kind.
    """
    if "/P" in text or re.fullmatch(r"\d{4}-\d\d-\d\d/\d{4}-\d\d-\d\d", text.strip()):
        return _iso(text.strip(), kind)
    plain = _plain(text)
    return _READERS[kind](plain, kind) if plain else None


def qualifier(text: str) -> str:
    """What a source adds to the period itself, in lower case: "prov", "rev", "final", "ot"; empty for nothing."""
    match = _QUALIFIER.search(_tidy(text))
    return (match[1] or match[2]) if match else ""


def _tidy(text: str) -> str:
    text = "".join("-" if unicodedata.category(c) == "Pd" or c == "−" else c for c in text)
    text = text.replace("’", "'").replace("\N{ZERO WIDTH SPACE}", "")
    return _MARKS.sub("", " ".join(text.casefold().split()))


def _plain(text: str) -> str:
    plain = _QUALIFIER.sub("", _tidy(text))
    return _LEAD.sub("", plain, count=1) if _LEAD.match(plain) else plain


def _year(text: str) -> int:
    return int(text) if len(text) > 2 else 2000 + int(text)  # noqa: PLR2004  two digits are this century


def _month(name: str) -> int:
    return _NAMES.index(name[:3]) + 1


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if _EARLIEST <= year <= _LATEST else None
    except ValueError:
        return None


def _starting(year: int, month: int, kind: PeriodKind) -> Period | None:
    first = _day(year, month, 1)
    return Period(first, kind) if first else None


def _iso(text: str, kind: PeriodKind) -> Reading:
    first, _, rest = text.partition("/")
    try:
        period = Period(date.fromisoformat(first), kind)
        if rest.startswith("P"):
            same = from_iso(text, kind).iso.partition("/")[2] == rest
        else:
            same = date.fromisoformat(rest) == period.end
    except ValueError:
        return None
    if not same or not LENGTH_IN_MONTHS[kind]:
        return None
    if kind is PeriodKind.ACADEMIC_YEAR and (period.start.month, period.start.day) == (8, 1):
        # further education counts its year from August; the text does not say that the school year is meant
        return (Period(period.start.replace(month=9), kind),)
    return period if period.is_regular else None


def _two_years(text: str) -> tuple[int, int] | None:
    match = _SPAN.match(text) or _RUN.match(text)
    if not match:
        return None
    first = _year(match[1])
    return first, _later_year(first, match[2])


def _later_year(first: int, text: str) -> int:
    """The year of a span's end: two digits are the first such year from its beginning on, so 1999-00 ends in 2000."""
    if len(text) > 2:  # noqa: PLR2004  two digits leave the century out
        return int(text)
    return first + (int(text) - first) % 100


def _read_split_year(text: str, kind: PeriodKind) -> Reading:
    # a year that runs over New Year: 2023/24, 2023-24, 202324, year ending March 2024
    month = _YEAR_STARTS[kind]
    years = _two_years(text)
    if years:
        first, last = years
        return _starting(first, month, kind) if last == first + 1 else None
    ending = _ending(text)
    if ending:
        start = add_months(ending, -11)
        return Period(start, kind) if start.month == month else None
    if re.fullmatch(r"\d{4}|\d\d(?=\Z)", text) and text != "0":
        year = _year(text)
        both = (_starting(year - 1, month, kind), _starting(year, month, kind))
        return tuple(p for p in both if p) or None
    return None


def _read_calendar_year(text: str, kind: PeriodKind) -> Reading:
    if re.fullmatch(r"\d{4}(?:\.0)?", text):
        return _starting(int(text[:4]), 1, kind)
    ending = _ending(text)
    if ending:
        return Period(add_months(ending, -11), kind) if ending.month == 12 else None  # noqa: PLR2004  December
    years = _two_years(text)
    if years and years[1] == years[0] + 1:
        return tuple(p for p in (_starting(y, 1, kind) for y in years) if p)
    return None


def _ending(text: str) -> date | None:
    match = _ENDING.match(text)
    return _day(_year(match[2]), _month(match[1]), 1) if match else None


def _months(text: str) -> tuple[date, date] | None:
    """The first days of the first and the last month of "Apr-Jun 2023" or "Dec 2023 to Feb 2024"."""
    match = _MONTHS.match(text)
    if not match:
        return None
    first, last, year = _month(match[1]), _month(match[3]), _year(match[4])
    begun = _year(match[2]) if match[2] else year - (first > last)
    start, end = _day(begun, first, 1), _day(year, last, 1)
    return (start, end) if start and end else None


def _stretch(text: str, kind: PeriodKind) -> Period | None:
    months = _months(text)
    if months and add_months(months[0], LENGTH_IN_MONTHS[kind] - 1) == months[1]:
        return Period(months[0], kind)
    return None


def _read_quarter(text: str, kind: PeriodKind) -> Reading:
    stretch = _stretch(text, kind)
    if stretch:
        return stretch if stretch.start.month % 3 == 1 else None
    match = _QUARTER_YEARS.match(text)
    if not match:
        return None
    number, said = int(match[1] or match[4]), match[2] or match[3]
    years = _two_years(said)
    if years:
        if years[1] != years[0] + 1:
            return None
        start = _day(years[0], 4, 1)
        return Period(add_months(start, 3 * number - 3), kind) if start else None
    if re.fullmatch(r"\d{4}", said):
        calendar = _day(int(said), 3 * number - 2, 1)
        return (Period(calendar, kind), Period(add_months(calendar, 3), kind)) if calendar else None
    return None


def _read_month(text: str, kind: PeriodKind) -> Reading:
    match = _MONTH_YEAR.match(text)
    if match:
        return _starting(_year(match[2]), _month(match[1]), kind)
    match = _NUMBERED_MONTH.match(text)
    if match:
        return _starting(int(match[2] or match[3]), int(match[1] or match[4]), kind)
    day = _read_day(text)
    return Period(day.replace(day=1), kind) if day else None


def _read_day(text: str) -> date | None:
    match = _DAY.match(text)
    if match:
        return _day(_year(match[3]), _month(match[2]), int(match[1]))
    match = _ISO_DAY.match(text)
    if match:
        return _day(int(match[1]), int(match[2]), int(match[3]))
    match = _NUMBERED_DAY.match(text)
    return _day(_year(match[3]), int(match[2]), int(match[1])) if match else None


def _read_snapshot(text: str, kind: PeriodKind) -> Reading:
    day = _read_day(text)
    if day:
        return Period(day, kind)
    match = _MONTH_YEAR.match(text)
    if match:
        first = _day(_year(match[2]), _month(match[1]), 1)
        return (Period(add_months(first, 1) - timedelta(days=1), kind),) if first else None
    if re.fullmatch(r"\d{4}", text):
        # most of the field's snapshots are taken on 31 March; the text does not say so
        day = _day(int(text), 3, 31)
        return (Period(day, kind),) if day else None
    return None


def _read_rolling_year(text: str, kind: PeriodKind) -> Reading:
    ending = _ending(text)
    if ending:
        return Period(add_months(ending, -11), kind)
    stretch = _stretch(text, kind)
    if stretch:
        return stretch
    years = _two_years(text)
    if years and years[1] == years[0] + 1:
        return tuple(p for p in (_starting(years[0], month, kind) for month in (4, 9)) if p)
    return None


def _read_three_years(text: str, kind: PeriodKind) -> Reading:
    match = _SPLIT_SPANS.match(text)
    if match:
        first, last = _year(match[1]), _year(match[3])
        right = last == first + _THREE_YEARS and int(match[4]) % 100 == (last + 1) % 100
        return _starting(first, 4, kind) if right else None
    match = _YEARS.match(text)
    if match:
        first = _year(match[1])
        last = _later_year(first, match[2])
        return _starting(first, 1, kind) if last == first + _THREE_YEARS else None
    if re.fullmatch(r"\d{4}", text):
        begun = (_starting(int(text) - back, 1, kind) for back in (2, 1, 0))
        return tuple(p for p in begun if p) or None
    return None


def _read_three_months(text: str, kind: PeriodKind) -> Reading:
    stretch = _stretch(text, kind)
    if stretch:
        return stretch
    if re.fullmatch(r"\d{4}", text):
        # the national figure is the average of December, January and February; the text does not say so
        first = _starting(int(text) - 1, 12, kind)
        return (first,) if first else None
    return None


def _read_term(text: str, kind: PeriodKind) -> Reading:
    match = _TERM.match(text)
    if not match:
        return None
    month, said = _TERM_MONTHS[match[1] or match[4]], match[2] or match[3]
    if re.fullmatch(r"\d{4}", said):
        return _starting(int(said), month, kind)
    years = _two_years(said)
    if years and years[1] == years[0] + 1:
        return _starting(years[0] if month == _TERM_MONTHS["autumn"] else years[1], month, kind)
    return None


_READERS: dict[PeriodKind, Callable[[str, PeriodKind], Reading]] = {
    PeriodKind.FINANCIAL_YEAR: _read_split_year,
    PeriodKind.ACADEMIC_YEAR: _read_split_year,
    PeriodKind.CALENDAR_YEAR: _read_calendar_year,
    PeriodKind.QUARTER: _read_quarter,
    PeriodKind.MONTH: _read_month,
    PeriodKind.SNAPSHOT_DATE: _read_snapshot,
    PeriodKind.ROLLING_12_MONTHS: _read_rolling_year,
    PeriodKind.ROLLING_3_YEAR: _read_three_years,
    PeriodKind.THREE_MONTH_AVERAGE: _read_three_months,
    PeriodKind.TERM: _read_term,
}
