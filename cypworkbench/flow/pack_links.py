"""Measures that count the same people: found in the figures themselves, and tied together in the equation system.

A reader who knows both measures knows the tie. What one shows, as a count or as "of how many", then tells the other;
and where one measure is the sum of two, any two tell the third. A whole less a part is such a sum too.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Protocol

from cypworkbench.domain.framework import Framework, Measure
from cypworkbench.domain.judgement import Point, Series
from cypworkbench.domain.plain import Plain

_ENOUGH, _VARIED = (
    6,
    3,
)  # figures that agree, and values among them, before agreement is no accident
COUNT, WHOLE = "count", "of how many"

Spot = tuple[str, str]
"""An area's code and a period's ISO text."""
Column = tuple[str, str]
"""A measure's id, and whether its counts or its wholes are meant."""
Columns = Mapping[Column, Mapping[Spot, int]]
CountOf = Callable[[Measure, Point], int | None]


class System(Protocol):
    """What is needed of an equation system: its case document, true values, and where each cell stands."""

    document: dict[str, Plain]
    truth: dict[str, int]
    places: dict[str, tuple[str, str, str]]


def tie(
    systems: Iterable[System], series: Sequence[Series], framework: Framework, count_of: CountOf
) -> None:
    """Add to each system the equations between measures that hold for every figure there is."""
    columns = _columns(series, framework, count_of)
    found = tuple(_ties(columns))
    for system in systems:
        mine = {place[0] for place in system.places.values()}
        for whole, parts in found:
            counted = {measure for measure, kind in (whole, *parts) if kind == COUNT}
            if counted & mine:
                _add(system, columns, whole, parts)


def _columns(series: Sequence[Series], framework: Framework, count_of: CountOf) -> Columns:
    districts = {area.code for area in framework.districts}
    columns: dict[Column, dict[Spot, int]] = {}
    for one in series:
        for point in one.points if one.area in districts else ():
            if point.value is None:
                continue
            spot, count, whole = (
                (one.area, point.period.iso),
                count_of(one.measure, point),
                point.denominator,
            )
            if count is not None:
                columns.setdefault((one.measure.id, COUNT), {})[spot] = count
            if whole is not None and whole == round(whole):
                columns.setdefault((one.measure.id, WHOLE), {})[spot] = round(whole)
    return {column: columns[column] for column in sorted(columns)}


def _ties(columns: Columns) -> Iterator[tuple[Column, tuple[Column, ...]]]:
    """Each column that is another, or the sum of two others, wherever all have figures; one at least counts."""
    counts = [column for column in columns if column[1] == COUNT]
    for part in counts:
        for whole in columns:
            other = whole[0] != part[0] and (whole[1] == WHOLE or whole > part)
            if other and _holds(columns, whole, (part,)):
                yield whole, (part,)
    for parts in combinations(counts, 2):
        for whole in columns:
            if whole not in parts and _holds(columns, whole, parts):
                yield whole, parts


def _holds(columns: Columns, whole: Column, parts: tuple[Column, ...]) -> bool:
    there = set()
    agreed = 0
    for spot, value in columns[whole].items():
        if all(spot in columns[part] for part in parts):
            if value != sum(columns[part][spot] for part in parts):
                return False
            there.add(value)
            agreed += 1
    return agreed >= _ENOUGH and len(there) >= _VARIED


def _add(system: System, columns: Columns, whole: Column, parts: tuple[Column, ...]) -> None:
    for spot in columns[whole]:
        if all(spot in columns[part] for part in parts):
            terms = {_cell(system, columns, part, spot): 1 for part in parts}
            terms[_cell(system, columns, whole, spot)] = -1
            system.document["equations"].append({"terms": terms})


def _cell(system: System, columns: Columns, column: Column, spot: Spot) -> str:
    """The cell of a column's figure: the measure's own where it counts, else one shown as long as its figure is."""
    measure, kind = column
    name = "|".join((measure, *spot))
    if kind == COUNT and name in system.truth:
        return name
    told = f"{name}|{kind}"
    if told not in system.truth:
        system.truth[told] = columns[column][spot]
        system.places[told] = (measure, *spot)
        system.document["cells"].append({"id": told, "published": columns[column][spot]})
    return told
