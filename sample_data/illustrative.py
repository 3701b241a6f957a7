"""The illustrative figures of the sample: invented, from a fixed seed, and marked so wherever they go.

No published file gives these measures by district. Each is made from a county level (genuine where the national
tool has one), the size of each district and how much need there is in it, with chance added. The districts'
differences are plausible, and none of them is true.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import accumulate

from cypworkbench.domain.area import LANCASHIRE
from cypworkbench.domain.evidence import Flag, Observation
from cypworkbench.domain.framework import Framework, Measure
from cypworkbench.domain.period import Period, PeriodKind
from sample_data.genuine import NOWHERE, year_from

SEED = 20261002  # the day the sample's figures are as at

# Children under 18, to the nearest hundred, and how much need there is beside the county's average.
SIZE_AND_NEED = {
    "E07000117": (22_500, 1.40),  # Burnley
    "E07000118": (24_300, 0.80),  # Chorley
    "E07000119": (14_000, 0.74),  # Fylde
    "E07000120": (19_200, 1.28),  # Hyndburn
    "E07000121": (26_500, 1.02),  # Lancaster
    "E07000122": (23_200, 1.22),  # Pendle
    "E07000123": (33_000, 1.18),  # Preston
    "E07000124": (12_000, 0.52),  # Ribble Valley
    "E07000125": (15_300, 0.95),  # Rossendale
    "E07000126": (22_400, 0.74),  # South Ribble
    "E07000127": (23_400, 0.90),  # West Lancashire
    "E07000128": (20_300, 0.90),  # Wyre
}
_CHILDREN = sum(size for size, _need in SIZE_AND_NEED.values())

Shift = Callable[[int], float]


@dataclass(frozen=True)
class Recipe:
    """How one measure's figures are invented.

    `levels` is the county's value in each period, oldest first, in the measure's unit (for a count: the county's
    number). `base` is the denominator for each child in the district; `pull` how strongly need moves the figure;
    `spread` how much chance there is beside pure counting chance; `shifts` multiply a district's level by period.
    """

    first: Period
    levels: tuple[float, ...]
    base: float = 0
    pull: float = 0
    spread: float = 1
    shifts: dict[str, Shift] = field(default_factory=dict)


def line(first: float, last: float, periods: int) -> tuple[float, ...]:
    """Evenly spaced levels from the first period's to the last's."""
    return tuple(first + (last - first) * step / (periods - 1) for step in range(periods))


def step(at: int, factor: float) -> Shift:
    """A level that moves once and stays: the factor from that period on."""
    return lambda number: factor if number >= at else 1


QUARTERS = 16
_FIRST_QUARTER = Period(date(2022, 7, 1), PeriodKind.QUARTER)
_NEEDS_MET = (
    *(905, 940, 880, 925, 895, 930, 885, 915, 900),
    *(965, 990, 940, 985, 955, 1000, 970),
)
_WITHDRAWN = (
    *(26.4, 25.0, 26.0, 24.6, 26.0, 25.0, 24.2, 25.8),
    *(24.4, 25.2, 23.6, 24.8, 23.4, 24.6, 23.2, 24.0),
)
_FIRST_WINDOW = Period(date(2021, 10, 1), PeriodKind.ROLLING_12_MONTHS)
_NEET = Period(date(2017, 12, 1), PeriodKind.THREE_MONTH_AVERAGE)


def _year(year: int, kind: str) -> Period:
    return year_from(year, PeriodKind(kind))


RECIPES = {
    "da-incidents": Recipe(
        _FIRST_WINDOW, line(6050, 5450, QUARTERS + 3), 0, 0.9, 2, {"E07000126": step(11, 1.3)}
    ),
    "assessment-nfa": Recipe(_year(2018, "financial_year"), line(33, 27, 8), 0.045, 0, 2),
    "missing-home": Recipe(
        _year(2018, "financial_year"), (1800, 1850, 1500, 1720, 2010, 1980, 1850, 1690), 0, 0.9, 1.5
    ),
    "eh-stepped-up": Recipe(_FIRST_QUARTER, line(300, 280, QUARTERS), 0, 0.9, 1),
    "eh-needs-met": Recipe(
        _FIRST_QUARTER,
        _NEEDS_MET,
        0,
        0.5,
        1.1,
        {"E07000121": step(9, 1.5), "E07000117": step(9, 1.22)},
    ),
    "eh-consent-withdrawn": Recipe(
        _FIRST_QUARTER,
        _WITHDRAWN,
        0.0062,
        0.75,
        0.9,
        {
            "E07000123": step(8, 0.78),
            "E07000127": step(10, 1.25),
            "E07000117": step(QUARTERS - 1, 0.96),
        },
    ),
    "neet-16-18": Recipe(
        _NEET,
        (3.4, 3.3, 3.1, 3.0, 3.3, 3.6, 3.9, 4.3, 4.4),
        0.16,
        0.9,
        1,
        {"E07000122": step(6, 0.75)},
    ),
    "eh-group-learning": Recipe(
        _FIRST_QUARTER,
        (*line(2500, 2600, QUARTERS - 1), 3350),
        0,
        0.3,
        2,
        {"E07000117": step(QUARTERS - 1, 0.3)},
    ),
    "supporting-families": Recipe(_year(2019, "financial_year"), line(61, 73, 7), 0.0036, -0.15, 1),
    "resilient": Recipe(
        _year(2020, "financial_year"), (66, 63, 62.5, 64, 66, 67), 0.009, -0.12, 0.8
    ),
    "harmonious": Recipe(
        _year(2019, "financial_year"), (69, 70, 67, 66, 65.5, 66, 67), 0.011, -0.2, 0.8
    ),
}
# county levels from the national tool, then what is assumed for periods it does not have yet
FROM_TOOL = {
    "cla-rate": Recipe(
        _year(2016, "snapshot_date"), (63,), 1, 0.9, 0.6, {"E07000120": step(8, 0.86)}
    ),
    "cpp-rate": Recipe(_year(2016, "snapshot_date"), (33.5,), 1, 0.8, 1.3),
    "fte-rate": Recipe(_year(2016, "calendar_year"), (150,), 0.46, 0.9, 1),
    "unauthorised-absence": Recipe(
        _year(2015, "academic_year"), (), 190, 0.8, 12, {"E07000118": step(7, 0.82)}
    ),
    "permanent-exclusions": Recipe(_year(2015, "academic_year"), (), 0.66, 1.1, 1),
    "care-leavers-accommodation": Recipe(
        _year(2015, "financial_year"), (91.5,), 0.0026, -0.06, 0.7
    ),
}


def invent(framework: Framework, published: tuple[Observation, ...]) -> tuple[Observation, ...]:
    """Every illustrative figure, district by district, each flagged illustrative."""
    county = {(o.measure, o.period): o.value for o in published if o.area == LANCASHIRE}
    found: list[Observation] = []
    for name, recipe in RECIPES.items():
        found.extend(_series(framework.measure(name), recipe, _periods(recipe)))
    for name, recipe in FROM_TOOL.items():
        levels = sorted(
            (p, float(v)) for (m, p), v in county.items() if m == name and v is not None
        )
        last = levels[-1][0]
        assumed = [(last.shift(n), level) for n, level in enumerate(recipe.levels, start=1)]
        periods, values = zip(*levels, *assumed, strict=True)
        made = Recipe(periods[0], values, recipe.base, recipe.pull, recipe.spread, recipe.shifts)
        found.extend(_series(framework.measure(name), made, periods))
    return tuple(sorted(found, key=lambda o: (o.measure, o.area, o.period)))


def _periods(recipe: Recipe) -> tuple[Period, ...]:
    return tuple(recipe.first.shift(number) for number in range(len(recipe.levels)))


def _series(measure: Measure, recipe: Recipe, periods: tuple[Period, ...]) -> list[Observation]:
    found = []
    for area in SIZE_AND_NEED:
        chance = random.Random(f"{SEED}:{measure.id}:{area}")
        own = chance.gauss(1, 0.04)  # what neither size nor need explains
        if recipe.base:
            found.extend(_share(measure, recipe, periods, (area, own, chance)))
        elif measure.period_kind is PeriodKind.ROLLING_12_MONTHS:
            found.extend(_windows(measure, recipe, periods, (area, own, chance)))
        else:
            counts = [_count(recipe, number, (area, own, chance)) for number in range(len(periods))]
            found.extend(_counted(measure, area, zip(periods, counts, strict=True)))
    return found


def _need(area: str, pull: float) -> float:
    """The district's factor, such that the districts together keep the county's level."""
    mean = sum(size * need**pull for size, need in SIZE_AND_NEED.values()) / _CHILDREN
    return float(SIZE_AND_NEED[area][1] ** pull / mean)


def _shift(recipe: Recipe, area: str, number: int) -> float:
    return recipe.shifts[area](number) if area in recipe.shifts else 1


def _share(
    measure: Measure,
    recipe: Recipe,
    periods: tuple[Period, ...],
    district: tuple[str, float, random.Random],
) -> list[Observation]:
    area, own, chance = district
    found = []
    for number, period in enumerate(periods):
        size = SIZE_AND_NEED[area][0] * recipe.base
        denominator = max(8, round(size * chance.gauss(1, 0.006 if recipe.base >= 0.1 else 0.07)))
        share = recipe.levels[number] / measure.per * _need(area, recipe.pull) * own
        share = min(0.985, share * _shift(recipe, area, number))
        error = (denominator * share * (1 - share)) ** 0.5 * recipe.spread
        numerator = min(denominator, max(0, round(denominator * share + chance.gauss(0, error))))
        parts = (Decimal(numerator), Decimal(denominator))
        found.append(_made(measure, (area, period), _rounded(measure, *parts), parts))
    return found


def _count(recipe: Recipe, number: int, district: tuple[str, float, random.Random]) -> int:
    area, own, chance = district
    share = SIZE_AND_NEED[area][0] / _CHILDREN
    expected = recipe.levels[number] * share * _need(area, recipe.pull) * own
    expected *= _shift(recipe, area, number)
    return max(0, round(chance.gauss(expected, expected**0.5 * recipe.spread)))


def _windows(
    measure: Measure,
    recipe: Recipe,
    periods: tuple[Period, ...],
    district: tuple[str, float, random.Random],
) -> list[Observation]:
    """Twelve-month totals of a quarterly count: each shares nine months with the one before."""
    quarters = [_count(recipe, number, district) for number in range(len(periods))]
    totals = list(accumulate(quarters, initial=0))
    sums = [totals[end] - totals[end - 4] for end in range(4, len(totals))]
    return _counted(measure, district[0], zip(periods[: len(sums)], sums, strict=True))


def _counted(measure: Measure, area: str, counts: "zip[tuple[Period, int]]") -> list[Observation]:
    return [_made(measure, (area, period), Decimal(count)) for period, count in counts]


def added_up(measure: Measure, districts: tuple[Observation, ...]) -> Observation:
    """The county's figure from its districts': numerators over denominators, or counts added."""
    value = sum((o.value for o in districts if o.value is not None), Decimal(0))
    parts: tuple[Decimal | None, Decimal | None] = (None, None)
    if measure.has_parts:
        over = sum((o.numerator for o in districts if o.numerator is not None), Decimal(0))
        under = sum((o.denominator for o in districts if o.denominator is not None), Decimal(0))
        value, parts = _rounded(measure, over, under), (over, under)
    county = _made(measure, (LANCASHIRE, districts[0].period), value, parts)
    return replace(county, source="illustrative: the county’s own systems, all twelve districts")


def _rounded(measure: Measure, numerator: Decimal, denominator: Decimal) -> Decimal:
    place = Decimal(1).scaleb(-measure.decimals)
    return (numerator * measure.per / denominator).quantize(place, ROUND_HALF_UP)


def _made(
    measure: Measure,
    at: tuple[str, Period],
    value: Decimal,
    parts: tuple[Decimal | None, Decimal | None] = (None, None),
) -> Observation:
    area, period = at
    return Observation(
        measure=measure.id,
        area=area,
        period=period,
        value=value,
        origin=NOWHERE,
        numerator=parts[0],
        denominator=parts[1],
        flags=(Flag.ILLUSTRATIVE,),
        source="illustrative",
    )
