"""The genuine figures of the sample: trimmed copies of published files, read as observations.

Every file, its publisher and its licence are named in published/README.md.
"""

import csv
from collections.abc import Iterator
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from cypworkbench.domain.evidence import Flag, Observation, Origin, ValueState
from cypworkbench.domain.framework import Framework, Measure
from cypworkbench.domain.period import Period, PeriodKind

HERE = Path(__file__).resolve().parent
NOWHERE = Origin("", "", "")
FIRST_DAY = {
    PeriodKind.ACADEMIC_YEAR: (9, 1),
    PeriodKind.CALENDAR_YEAR: (1, 1),
    PeriodKind.FINANCIAL_YEAR: (4, 1),
    PeriodKind.SNAPSHOT_DATE: (3, 31),
}
NUMBER = "-number"  # the published count beside a published rate is a row of its own
LAIT_AREAS = {"Lancashire": "E10000017", "North West": "E12000002", "England": "E92000001"}
LAIT_MEASURES = {
    "LAC": "cla-rate",
    "CPP_rate": "cpp-rate",
    "FirstYJS": "fte-rate",
    "TotUnAuthAbs": "unauthorised-absence",
    "TotPermEx": "permanent-exclusions",
    "CareLeaverAcc": "care-leavers-accommodation",
    "FSP_NEW_GOODDEV": "gld",
}
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
    for row in _rows("lait.csv"):
        measure = framework.measure(LAIT_MEASURES[row["measure_short"]])
        area = LAIT_AREAS[row["LA and Regions"]]
        if (measure.id, area) == ("fte-rate", "E92000001"):
            continue  # 1,258 against a council median of 149: looks wrong, so it is no comparator
        period = _lait_period(row["Years"], measure)
        value = _number(row["Values"])
        if value is None or (measure.id == "gld" and period.start >= GLD_BREAK):
            continue
        yield Observation(
            measure=measure.id,
            area=area,
            period=period,
            value=value,
            origin=NOWHERE,
            vintage="2026-04",
            source="DfE Local Authority Interactive Tool, April 2026",
        )


def _lait_period(years: str, measure: Measure) -> Period:
    """The tool names a school or financial year by its last year (2025 is 2024/25), unless it writes both."""
    year = int(years[:4])
    if "/" not in years and measure.period_kind in (
        PeriodKind.ACADEMIC_YEAR,
        PeriodKind.FINANCIAL_YEAR,
    ):
        year -= 1
    return year_from(year, measure.period_kind)


def _number(text: str) -> Decimal | None:
    """The number a file means: the tool's 34.200000000000003 is 34.2 as a spreadsheet stored it."""
    if text in ("", "-"):
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
