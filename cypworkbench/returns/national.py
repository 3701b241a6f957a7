"""National files in common: which of their series the plan's measures are, how they write numbers, periods, areas."""

import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from cypworkbench.domain.evidence import Flag, Observation, Origin, ValueState
from cypworkbench.domain.framework import Framework, Measure
from cypworkbench.domain.period import Period
from cypworkbench.domain.refusal import Refusal
from cypworkbench.locations import resource_path
from cypworkbench.returns.csv_rows import Row, Table
from cypworkbench.returns.values import MARKERS, decimal_of

_EMPTY = frozenset({"", "null", "nan"})
_LATER = "Correct the row, or leave it out."


@dataclass(frozen=True, slots=True)
class Sought:
    """A series to look for in a national file, and the measure it is; see resources/published/series.toml."""

    source: str
    measure: Measure
    find: tuple[str, ...]
    where: Mapping[str, str]
    numerator: str = ""
    denominator: str = ""


@cache
def _listed() -> tuple[Mapping[str, object], ...]:
    text = resource_path("published", "series.toml").read_text(encoding="utf-8")
    return tuple(tomllib.loads(text)["series"])


def sought(source: str, framework: Framework) -> tuple[Sought, ...]:
    """The series of a source that are measures of the plan."""
    measures = {measure.id: measure for measure in framework.measures}
    found = []
    for said in _listed():
        measure = measures.get(str(said["measure"]))
        if said["source"] == source and measure:
            find, where = said["find"], said.get("where", {})
            names = (
                (find,) if isinstance(find, str) else tuple(find if isinstance(find, list) else ())
            )
            pairs = where if isinstance(where, dict) else {}
            parts = (str(said.get(part, "")) for part in ("numerator", "denominator"))
            found.append(Sought(source, measure, names, pairs, *parts))
    return tuple(found)


class Written(NamedTuple):
    """A figure as a national file writes it: the number, or why there is none."""

    value: Decimal | None
    state: ValueState


def written(row: Row, column: str) -> Written:
    """The figure in a column: a number, or one of the markers of government statistics. Raises Refusal otherwise."""
    text = row.said.get(column, "")
    value = decimal_of(text.replace(",", "") if "," in text else text)
    if value is not None:
        return Written(value, ValueState.NUMBER)
    word = text.casefold().strip("[]")
    if word in _EMPTY:
        return Written(None, ValueState.NOT_AVAILABLE)
    if word in MARKERS:
        return Written(None, MARKERS[word])
    raise row.wrong(column, f"is {text!r}, which is no number and no known marker", _LATER)


def observe(
    row: Row, series: Sought, place: tuple[str, Period], given: Written, **more: object
) -> Observation:
    """The observation of one row; `more` gives what else the source says."""
    area, period = place
    return Observation(
        measure=series.measure.id,
        area=area,
        period=period,
        value=given.value,
        origin=Origin(row.sha256, row.file, f"row {row.line}"),
        state=given.state,
        **more,  # type: ignore[arg-type]  # each source names fields of Observation
    )


def flags_in(text: str) -> tuple[Flag, ...]:
    """What a column on the state of a release says: provisional, revised, or nothing for final."""
    said = text.casefold()
    return tuple(flag for flag in (Flag.PROVISIONAL, Flag.REVISED) if flag.value in said)


def period_wrong(row: Row, column: str) -> Refusal:
    """The refusal of a period that cannot be read, for raising."""
    said = row.said.get(column, "")
    return row.wrong(column, f"is {said!r}, which names no period of this measure", _LATER)


def about(
    codes: frozenset[str], columns: Sequence[str]
) -> Callable[[Table], Callable[[Sequence[str]], bool]]:
    """A quick look at a row before it is unpacked: whether any of those columns holds one of the codes."""

    def look_at(table: Table) -> Callable[[Sequence[str]], bool]:
        places = [table.headings.index(c) for c in columns if c in table.headings]
        return lambda cells: any(cells[place] in codes for place in places)

    return look_at


def nothing_found(name: str, source: str, wanted: Sequence[str]) -> Refusal:
    """The refusal of a file that has no figure for the plan, for raising."""
    known = ", ".join(wanted[:8])
    return Refusal(
        f"{name} holds no figure of {source} for a measure and area that the plan has.",
        f"Download it with the county, its districts, its region and England in it; known are: {known}.",
    )


def fitting(row: Row, series: Sequence[Sought]) -> Iterator[Sought]:
    """The series that a row is about, by what its other columns say; a column that is not there asks for nothing."""
    for each in series:
        if all(row.said.get(column, value) == value for column, value in each.where.items()):
            yield each
