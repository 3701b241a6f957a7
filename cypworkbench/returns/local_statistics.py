"""CSV files of the Office for National Statistics' Explore Local Statistics: areacd, areanm, period, value, and limits.

Periods are ISO intervals. A school year begins there on 1 September, or on 1 August where colleges count with it; both
are the school year. The file of one indicator does not name it: its own name does, as it was downloaded.
"""

import re
from collections.abc import Iterator
from pathlib import PurePath

from cypworkbench.domain.evidence import Observation
from cypworkbench.domain.framework import Framework, Measure
from cypworkbench.domain.period import Period, PeriodKind
from cypworkbench.domain.period_text import parse
from cypworkbench.domain.refusal import Refusal
from cypworkbench.returns.csv_rows import Row, Table
from cypworkbench.returns.national import Sought, about, observe, period_wrong, sought, written

AREA, PERIOD, VALUE, INDICATOR, STATUS = "areacd", "period", "value", "indicator", "status"
HEADINGS = frozenset({AREA, "areanm", PERIOD, VALUE})
SOURCE = "ONS, Explore Local Statistics"
_AUGUST = re.compile(r"(\d{4})-08-01/P1Y\Z")
_COPY = re.compile(r"\s*\(\d+\)\Z")


def is_local_statistics(table: Table) -> bool:
    """Whether a file's headings are those of Explore Local Statistics."""
    return set(table.headings) >= HEADINGS


def read(table: Table, framework: Framework, measure: Measure | None) -> Iterator[Observation]:
    """The figures of the plan's areas, in the file's order. `measure` says what they are, where the file does not.

    Raises Refusal when nothing says which measure they are, and as `published.read` says.
    """
    series = {name: each for each in sought("els", framework) for name in each.find}
    named = Sought("els", measure, (), {}) if measure else _by_name(table.name, series)
    if named is None and INDICATOR not in table.headings:
        raise Refusal(
            f"{table.name} does not say which measure its figures are.",
            "Name the measure when you add it (--measure), or keep the name it was downloaded by, such as "
            f"{next(iter(series), 'employment-rate')}.csv.",
        )
    wanted = frozenset(area.code for area in framework.areas)
    for row in table.rows(about(wanted, (AREA,))):
        one = named or series.get(row.said[INDICATOR])
        if one:
            yield _observation(row, one)


def _by_name(name: str, series: dict[str, Sought]) -> Sought | None:
    stem = _COPY.sub("", PurePath(name).stem).casefold().replace("_", "-")
    return next((each for slug, each in series.items() if stem.endswith(slug)), None)


def _observation(row: Row, one: Sought) -> Observation:
    kind, text = one.measure.period_kind, row.said[PERIOD]
    if kind is PeriodKind.ACADEMIC_YEAR:
        text = _AUGUST.sub(r"\1-09-01/P1Y", text)
    period = parse(text, kind)
    if not isinstance(period, Period):
        raise period_wrong(row, PERIOD)
    given = written(row, VALUE)
    if given.value is None and row.said.get(STATUS):
        given = written(row, STATUS)
    return observe(row, one, (row.said[AREA], period), given, source=SOURCE)
