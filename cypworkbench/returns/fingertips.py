"""CSV files of Fingertips, the public health profiles of the Office for Health Improvement and Disparities.

One row an indicator, area, sex, age, category and period. A figure that is missing has an empty value, and a note
that says why; periods are written as they are read aloud: 2022/23, 2021, 2019 - 21, 2020/21 - 22/23.
"""

from collections.abc import Iterator

from cypworkbench.domain.evidence import Observation, ValueState
from cypworkbench.domain.framework import Framework
from cypworkbench.domain.period import Period
from cypworkbench.domain.period_text import parse
from cypworkbench.returns.csv_rows import Row, Table
from cypworkbench.returns.national import (
    Sought,
    Written,
    about,
    fitting,
    nothing_found,
    observe,
    period_wrong,
    sought,
    written,
)

NUMBER, NAME, AREA, PERIOD, VALUE = (
    *("Indicator ID", "Indicator Name", "Area Code"),
    *("Time period", "Value"),
)
HEADINGS = frozenset({NUMBER, NAME, AREA, PERIOD, VALUE, "Sex", "Age", "Count", "Denominator"})
SOURCE = "OHID, Fingertips"
_HELD_BACK = ("suppressed", "disclosure", "small number")


def is_fingertips(table: Table) -> bool:
    """Whether a file's headings are those of Fingertips."""
    return set(table.headings) >= HEADINGS


def read(table: Table, framework: Framework) -> Iterator[Observation]:
    """The figures that the plan can use, in the file's order. Raises Refusal as `published.read` says."""
    series = sought("fingertips", framework)
    by_name = {name.casefold(): each for each in series for name in each.find}
    wanted = frozenset(area.code for area in framework.areas)
    found = False
    for row in table.rows(about(wanted, (AREA,))):
        said = row.said
        one = by_name.get(said[NUMBER]) or by_name.get(said[NAME].casefold())
        if one and any(fitting(row, (one,))):
            found = True
            yield _observation(row, one)
    if not found:
        raise nothing_found(table.name, SOURCE, [each.find[-1] for each in series])


def _observation(row: Row, one: Sought) -> Observation:
    period = parse(row.said[PERIOD], one.measure.period_kind)
    if not isinstance(period, Period):
        raise period_wrong(row, PERIOD)
    given = written(row, VALUE)
    note = row.said.get("Value note", "").casefold()
    if given.value is None and any(word in note for word in _HELD_BACK):
        given = Written(None, ValueState.SUPPRESSED)
    return observe(
        row,
        one,
        (row.said[AREA], period),
        given,
        numerator=written(row, "Count").value,
        denominator=written(row, "Denominator").value,
        source=SOURCE,
    )
