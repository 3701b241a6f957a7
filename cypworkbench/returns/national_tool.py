"""The national tool's long table (the Department for Education's Local Authority Interactive Tool, LAIT).

One row for every measure, year and area of England. What it needs care with, all seen in its edition of April 2026: a
school or financial year is named by its last year alone (2025 is 2024/25); numbers are stored with binary noise
(34.200000000000003); a dash stands for a missing one, once beside the year 0; the plan says which areas' figures are
known to be wrong.
"""

import re

from cypworkbench.domain.area import Area
from cypworkbench.domain.evidence import Flag, Observation, Origin, ValueState
from cypworkbench.domain.framework import Framework, Measure
from cypworkbench.domain.period import Period, PeriodKind
from cypworkbench.domain.period_text import parse, qualifier
from cypworkbench.domain.refusal import Refusal
from cypworkbench.returns.csv_rows import Row, Table
from cypworkbench.returns.national import about
from cypworkbench.returns.values import decimal_of

SERIES, YEARS, AREA, VALUE = "measure_short", "Years", "LA and Regions", "Values"
HEADINGS = (SERIES, YEARS, AREA, VALUE)
SOURCE = "DfE, Local Authority Interactive Tool"
_MISSING = frozenset({"", "-", ".", "..", ":", "c", "x", "z"})
_BARE_YEAR = re.compile(r"(\d{4})\b(?!\s*[-/])")
_NAMED_BY_LAST_YEAR = frozenset({PeriodKind.ACADEMIC_YEAR, PeriodKind.FINANCIAL_YEAR})
_FLAGS = {
    "prov": Flag.PROVISIONAL,
    "provisional": Flag.PROVISIONAL,
    "rev": Flag.REVISED,
    "revised": Flag.REVISED,
}


def is_long_table(headings: tuple[str, ...]) -> bool:
    """Whether a file's headings are the tool's."""
    return set(HEADINGS) <= set(headings)


def read_rows(table: Table, framework: Framework) -> tuple[Observation, ...]:
    """The rows that the plan can use, in the file's order; each one's origin is its row.

    Measures are matched by their `published_as`, areas by name or alias. Rows of other measures and areas are passed
    over, and so are areas the plan calls not compared. Raises Refusal, naming the row, for a year or number of a
    wanted row that cannot be read, and when the file has nothing for the plan.
    """
    measures = {m.published_as: m for m in framework.measures if m.published_as}
    areas = {
        name.casefold(): area for area in framework.areas for name in (area.name, *area.aliases)
    }
    found = []
    for row in table.rows(about(frozenset(measures), (SERIES,))):
        measure = measures.get(row.said[SERIES])
        area = areas.get(row.said[AREA].casefold())
        if measure and area and area.code not in measure.not_compared:
            observation = _observation(row, measure, area)
            found.extend([observation] if observation else [])
    if not found:
        raise Refusal(
            "The table holds no figure of a measure and area that the plan has.",
            "Add the tool’s long table with the county, its region and England in it.",
        )
    return tuple(found)


def _observation(row: Row, measure: Measure, area: Area) -> Observation | None:
    raw, years = row.said[VALUE], row.said[YEARS]
    value = decimal_of(raw)
    missing = raw.casefold() in _MISSING
    if value is None and not missing:
        raise row.wrong(
            VALUE, f"is {raw!r}, which is no number", "Correct the row, or leave it out."
        )
    period = _period(years, measure.period_kind)
    if period is None:
        if missing:
            return None
        raise row.wrong(
            YEARS, f"is {years!r}, which names no period", "Correct the row, or leave it out."
        )
    flag = _FLAGS.get(qualifier(years))
    return Observation(
        measure=measure.id,
        area=area.code,
        period=period,
        value=value,
        origin=Origin(row.sha256, row.file, f"row {row.line}"),
        state=ValueState.NUMBER if value is not None else ValueState.NOT_AVAILABLE,
        flags=(flag,) if flag else (),
        source=SOURCE,
    )


def _period(years: str, kind: PeriodKind) -> Period | None:
    bare = _BARE_YEAR.match(years)
    if bare and kind in _NAMED_BY_LAST_YEAR:
        last = int(bare[1])
        years = f"{last - 1}/{last % 100:02d}" if last else years
    elif bare and kind is PeriodKind.SNAPSHOT_DATE:
        years = f"31 March {bare[1]}"
    read = parse(years, kind)
    return read if isinstance(read, Period) else None
