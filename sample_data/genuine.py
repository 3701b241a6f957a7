"""The genuine figures of the sample: trimmed copies of published files, read as observations.

Every file, its publisher and its licence are named in published/README.md.
"""

import csv
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from cypworkbench.domain.evidence import Flag, Observation, Origin, ValueState
from cypworkbench.domain.framework import Framework, Measure
from cypworkbench.domain.period import Period, PeriodKind
from cypworkbench.returns import published

HERE = Path(__file__).resolve().parent
NOWHERE = Origin("", "", "")
FIRST_DAY = {
    PeriodKind.ACADEMIC_YEAR: (9, 1),
    PeriodKind.CALENDAR_YEAR: (1, 1),
    PeriodKind.FINANCIAL_YEAR: (4, 1),
    PeriodKind.SNAPSHOT_DATE: (3, 31),
}
NUMBER = "-number"  # the published count beside a published rate is a row of its own
FROM_TOOL = frozenset(
    {
        *("cla-rate", "cpp-rate", "fte-rate", "care-leavers-accommodation"),
        *("unauthorised-absence", "permanent-exclusions", "gld"),
    }
)  # the others have a fuller series of their own, or no district figures
TOOL_EDITION = "2026-04"
GLD_BREAK = date(2019, 9, 1)  # the early years profile changed; later figures are another series
PUBLISHERS = {
    "ons_conception": "ONS, Conceptions in England and Wales 2017",
    "ons_els": "ONS, Explore Local Statistics",
    "dfe_eyfsp": "DfE, Early Years Foundation Stage Profile 2014 to 2019",
    "trafforddatalab": "OHID, Fingertips",
    "trafforddatalab_active": "Sport England, Active Lives Children and Young People Survey",
}
IMPLIED = "Number and rate as published. The denominator is the one they imply."


def year_from(year: int, kind: PeriodKind) -> Period:
    """The yearly period of that kind that begins (or, for a snapshot, falls) in a year."""
    return Period(date(year, *FIRST_DAY[kind]), kind)


def read_published(framework: Framework) -> tuple[Observation, ...]:
    """Every genuine figure for districts, county, region and country that the sample uses."""
    found = [*_district_file(framework), *_lait(framework)]
    return tuple(sorted(found, key=lambda o: (o.measure, o.area, o.period)))


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (HERE / "published" / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _district_file(framework: Framework) -> Iterator[Observation]:
    rows = list(_rows("districts.csv"))
    numbers = {
        (row["measure"].removesuffix(NUMBER), row["area"], row["period"]): _number(row["value"])
        for row in rows
        if row["measure"].endswith(NUMBER)
    }
    for row in rows:
        if row["measure"].endswith(NUMBER):
            continue
        measure = framework.measure(row["measure"])
        value = _number(row["value"])
        numerator, denominator = _number(row["numerator"]), _number(row["denominator"])
        counted = numbers.get((row["measure"], row["area"], row["period"]))
        if counted is not None and value is not None:
            numerator, denominator = counted, implied_denominator(counted, value, measure)
        yield Observation(
            measure=measure.id,
            area=row["area"],
            period=year_from(int(row["period"][:4]), measure.period_kind),
            value=value,
            origin=NOWHERE,
            numerator=numerator if measure.has_parts else None,
            denominator=denominator if measure.has_parts else None,
            state=ValueState.NUMBER if value is not None else ValueState.NOT_AVAILABLE,
            flags=(Flag.LOW_RELIABILITY,) if row["flag"] == "u" else (),
            source=_publisher(row["source"]),
        )


def _publisher(file: str) -> str:
    """The publisher of a source file, by the longest beginning of its name that is known."""
    known = max((start for start in PUBLISHERS if file.startswith(start)), key=len)
    return PUBLISHERS[known]


def _lait(framework: Framework) -> Iterator[Observation]:
    content = (HERE / "published" / "lait.csv").read_bytes()
    for each in published.read(content, "lait.csv", framework):
        after_break = each.measure == "gld" and each.period.start >= GLD_BREAK
        if each.measure in FROM_TOOL and each.value is not None and not after_break:
            yield replace(each, origin=NOWHERE, vintage=TOOL_EDITION)


def _number(text: str) -> Decimal | None:
    """The number a file means, None where it gives none: 56.0 is 56."""
    if not text:
        return None
    return Decimal(repr(float(text)).removesuffix(".0"))


def implied_denominator(numerator: Decimal, value: Decimal, measure: Measure) -> Decimal:
    """The whole number nearest numerator ÷ rate that gives the published rate back at its precision."""
    exact = numerator * measure.per / value
    nearest = int(exact.to_integral_value(ROUND_HALF_UP))
    place = Decimal(1).scaleb(-measure.decimals)
    for step in range(nearest // 50 + 2):
        for candidate in (nearest + step, nearest - step):
            if (numerator * measure.per / candidate).quantize(place, ROUND_HALF_UP) == value:
                return Decimal(candidate)
    message = f"no denominator gives {value} for {numerator}"
    raise ValueError(message)
