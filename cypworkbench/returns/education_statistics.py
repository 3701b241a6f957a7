"""CSV files of the Department for Education's explore education statistics.

One row a period, place and combination of filters, with a column an indicator. time_period is 202324 for a year across
two and 2024 for one; time_identifier says of what kind. Markers are those of open data: c, k, low, u, x, z.
"""

from collections.abc import Iterator

from cypworkbench.domain.evidence import Observation
from cypworkbench.domain.framework import Framework
from cypworkbench.domain.period import Period, PeriodKind
from cypworkbench.domain.period_text import parse
from cypworkbench.returns.csv_rows import Row, Table
from cypworkbench.returns.national import (
    Sought,
    about,
    fitting,
    flags_in,
    nothing_found,
    observe,
    period_wrong,
    sought,
    written,
)

PERIOD, KIND, LEVEL = "time_period", "time_identifier", "geographic_level"
HEADINGS = frozenset({PERIOD, KIND, LEVEL})
SOURCE = "DfE, explore education statistics"
_CODES = {
    "national": "country_code",
    "regional": "region_code",
    "local authority": "new_la_code",
    "local authority district": "lad_code",
}
_TWO_YEARS = 6
_KINDS = {
    "academic year": PeriodKind.ACADEMIC_YEAR,
    "financial year": PeriodKind.FINANCIAL_YEAR,
    "calendar year": PeriodKind.CALENDAR_YEAR,
    "autumn term": PeriodKind.TERM,
    "spring term": PeriodKind.TERM,
    "summer term": PeriodKind.TERM,
}


def is_education_statistics(table: Table) -> bool:
    """Whether a file's headings are those of explore education statistics."""
    return set(table.headings) >= HEADINGS


def read(table: Table, framework: Framework) -> Iterator[Observation]:
    """The figures that the plan can use, in the file's order. Raises Refusal as `published.read` says."""
    known = sought("ees", framework)
    series = tuple(each for each in known if each.find[0] in table.headings)
    wanted = frozenset(area.code for area in framework.areas)
    found = False
    for row in table.rows(about(wanted, tuple(_CODES.values()))):
        area = row.said.get(_CODES.get(row.said[LEVEL].casefold(), ""), "")
        for one in fitting(row, series) if area in wanted else ():
            period = _period(row, one)
            if period:
                found = True
                yield _observation(row, one, (area, period))
    if not found:
        raise nothing_found(table.name, SOURCE, [each.find[0] for each in known])


def _period(row: Row, one: Sought) -> Period | None:
    """The period of a row; None where the row is of another kind of period than the measure."""
    kind, said, text = one.measure.period_kind, row.said[KIND].casefold(), row.said[PERIOD]
    if said == "reporting year":
        # a census of 31 March, or the financial year that ends then
        text = f"31 March {text}" if kind is PeriodKind.SNAPSHOT_DATE else _ending_in(text)
    elif _KINDS.get(said) is not kind:
        return None
    elif kind is PeriodKind.TERM:
        first = text[:4] if said.startswith("autumn") else str(int(text[:4] or 0) + 1)
        text = f"{said.partition(' ')[0].title()} {first}"
    read_as = parse(text, kind)
    if not isinstance(read_as, Period):
        raise period_wrong(row, PERIOD)
    return read_as


def _ending_in(text: str) -> str:
    return f"{int(text) - 1}/{text[2:]}" if text.isdecimal() and len(text) != _TWO_YEARS else text


def _observation(row: Row, one: Sought, place: tuple[str, Period]) -> Observation:
    parts = {
        part: written(row, column).value
        for part, column in (("numerator", one.numerator), ("denominator", one.denominator))
        if column in row.said
    }
    release = " ".join(row.said.get(column, "") for column in ("version", "data_type", "status"))
    given = written(row, one.find[0])
    return observe(row, one, place, given, **parts, flags=flags_in(release), source=SOURCE)
