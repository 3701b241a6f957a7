"""Two million figures through the one road from figures to a picture; prints as JSON how long each part took.

    python -m tests.hostile.many_observations FIGURES

Run in a process of its own by test_many_observations.py. The figures are made up and say nothing about anybody.
"""

import json
import resource
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal

from cypworkbench import catalogue
from cypworkbench.domain.evidence import Observation, Origin
from cypworkbench.domain.framework import Framework
from cypworkbench.domain.period import Period, PeriodKind
from cypworkbench.domain.state import State
from cypworkbench.flow import pictured, sample
from cypworkbench.flow.pictured import Given

PERIODS = 25
_FROM = Origin("0" * 64, "made.csv", "A1")
_UNDER = Decimal(1000)
_BEGINS = {
    PeriodKind.ACADEMIC_YEAR: date(2024, 9, 1),
    PeriodKind.TERM: date(2024, 9, 1),
    PeriodKind.CALENDAR_YEAR: date(2024, 1, 1),
    PeriodKind.ROLLING_3_YEAR: date(2022, 1, 1),
    PeriodKind.SNAPSHOT_DATE: date(2024, 3, 31),
}


def figures(plan: Framework, wanted: int) -> Iterator[Observation]:
    """Rates of a thousand for every measure with parts, in the districts and in as many places more as it takes."""
    measures = [m for m in plan.measures if m.additive and m.has_parts]
    places = [area.code for area in plan.districts]
    places += [f"X{n:08}" for n in range(wanted // (PERIODS * len(measures)) - len(places) + 1)]
    for measure in measures:
        last = Period(_BEGINS.get(measure.period_kind, date(2024, 4, 1)), measure.period_kind)
        span = [last.shift(-number) for number in range(PERIODS)]
        rates = [(Decimal(n), Decimal(n) / _UNDER * measure.per) for n in range(100, 190)]
        for at, place in enumerate(places):
            for number, period in enumerate(span):
                over, value = rates[(at * 7 + number * 29) % len(rates)]
                yield Observation(measure.id, place, period, value, _FROM, over, _UNDER)


def main(wanted: int) -> dict[str, float]:
    """How many figures there were; seconds to load them; milliseconds for a measure and for the county; memory."""
    plan = catalogue.load_framework(sample.FRAMEWORK)
    made = tuple(figures(plan, wanted))
    districts = {area.code for area in plan.districts}
    given = Given(
        carried=tuple(o for o in made if o.area in districts),
        published=tuple(o for o in made if o.area not in districts),
    )
    began = time.perf_counter()
    seen = pictured.compute(plan, State(), given)
    loaded = time.perf_counter() - began
    measures = list(dict.fromkeys(measure for measure, _ in seen.assessments))

    def one() -> int:
        return sum(len(a.series.points) for (m, _), a in seen.assessments.items() if m == last)

    def county() -> int:
        whole = (seen.assessments[m, plan.county] for m in measures)
        return sum(a.latest is not None and a.latest.value is not None for a in whole)

    last = measures[-1]
    measure_ms, points = _timed(one)
    county_ms, counties = _timed(county)
    return {
        "figures": len(made),
        "loaded_s": loaded,
        "measure_ms": measure_ms,
        "points": points,
        "county_ms": county_ms,
        "counties": counties,
        "gib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20,
    }


def _timed(work: Callable[[], int]) -> tuple[float, int]:
    began = time.perf_counter()
    found = work()
    return (time.perf_counter() - began) * 1000, found


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(int(sys.argv[1]))))
