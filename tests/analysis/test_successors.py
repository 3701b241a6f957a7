"""Districts that end: their successors have a whole history, and the county is one line through the change."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from cypworkbench.analysis.assess import assess_series
from cypworkbench.analysis.series import build_series
from cypworkbench.catalogue import load_framework
from cypworkbench.domain.area import Area, AreaKind, Succession
from cypworkbench.domain.evidence import Observation
from cypworkbench.domain.judgement import Series
from cypworkbench.domain.record import Round
from cypworkbench.domain.state import State
from cypworkbench.flow.plan_in_force import plan_in_force
from tests.analysis.plan import COUNTY, FRAMEWORK, NORTH, SOUTH, observed

EAST, JOINED, PART = "E07000003", "E07000011", "E07000012"
LAST, FIRST = date(2028, 3, 31), date(2028, 4, 1)
AREAS = (
    *(Area(code, code, AreaKind.DISTRICT, COUNTY, valid_to=LAST) for code in (NORTH, SOUTH)),
    Area(EAST, "East", AreaKind.DISTRICT, COUNTY),
    Area(JOINED, "Joined", AreaKind.DISTRICT, COUNTY, valid_from=FIRST),
    Area(COUNTY, "County", AreaKind.COUNTY),
)
PLAN = replace(
    FRAMEWORK,
    areas=AREAS,
    lineage=(Succession(NORTH, JOINED, FIRST), Succession(SOUTH, JOINED, FIRST)),
    valid_from=date(2026, 4, 1),
)
SPLIT = replace(
    PLAN,
    areas=(*AREAS, Area(PART, "Part", AreaKind.DISTRICT, COUNTY, valid_from=FIRST)),
    lineage=(
        Succession(NORTH, JOINED, FIRST),
        Succession(SOUTH, JOINED, FIRST, Decimal("0.5"), "children"),
        Succession(SOUTH, PART, FIRST, Decimal("0.5"), "children"),
    ),
)
BEFORE = tuple(
    observed(area, first, None, parts)
    for first in (2026, 2027)
    for area, parts in ((NORTH, (10, 100)), (SOUTH, (30, 200)), (EAST, (20, 100)))
)
AFTER = (observed(JOINED, 2028, None, (45, 300)), observed(EAST, 2028, None, (15, 100)))


def series_of(found: tuple[Series, ...], area: str) -> Series:
    return next(series for series in found if series.area == area)


def values(series: Series) -> list[tuple[int, float | None]]:
    return [
        (p.period.start.year, None if p.value is None else round(p.value, 6)) for p in series.points
    ]


def built(
    figures: tuple[Observation, ...], opened: Round, plan: object = PLAN
) -> tuple[Series, ...]:
    assert isinstance(plan, type(PLAN))
    return build_series(figures, (), plan_in_force(plan, State(round=opened)))


def test_until_they_end_the_county_is_the_districts_there_are() -> None:
    assert [a.code for a in PLAN.districts] == [NORTH, SOUTH, EAST]
    found = built(BEFORE, Round("R", as_at=date(2028, 3, 31)))
    assert values(series_of(found, COUNTY)) == [(2026, 15), (2027, 15)]


def test_from_then_on_the_successor_has_its_whole_history_and_the_county_goes_on() -> None:
    opened = Round("R", as_at=date(2029, 6, 30))
    plan = plan_in_force(PLAN, State(round=opened))
    assert [a.name for a in plan.districts] == ["East", "Joined"]
    found = built((*BEFORE, *AFTER), opened)
    joined = [(2026, round(40 / 3, 6)), (2027, round(40 / 3, 6)), (2028, 15.0)]
    assert values(series_of(found, JOINED)) == joined
    assert values(series_of(found, COUNTY)) == [(2026, 15), (2027, 15), (2028, 15)]
    # a district that has ended is not said to be missing afterwards
    assert values(series_of(found, NORTH)) == [(2026, 10), (2027, 10)]


def test_a_plan_that_does_not_say_what_follows_its_districts_keeps_them() -> None:
    lancashire = load_framework("cypfp-2022")
    late = plan_in_force(lancashire, State(round=Round("R", as_at=date(2028, 6, 30))))
    assert [a.code for a in late.districts] == [a.code for a in lancashire.districts]


def test_where_a_district_was_divided_no_history_is_made_and_the_county_keeps_its_own() -> None:
    after = (*AFTER, observed(PART, 2028, None, (6, 60)))
    found = built((*BEFORE, *after), Round("R", as_at=date(2029, 6, 30)), SPLIT)
    assert values(series_of(found, PART)) == [(2028, 10)]
    assert values(series_of(found, JOINED)) == [(2028, 15)]
    why = f"{SOUTH} was divided, and only an estimate could be made of its part"
    assert series_of(found, JOINED).lost == (
        f"There is no history from 2026/27 to 2027/28: {why}.",
    )
    assert series_of(found, NORTH).lost == ()
    judged = {a.area: a for a in assess_series(found)}
    assert series_of(found, PART).lost[0] in judged[PART].caveats
    county = values(series_of(found, COUNTY))
    assert county[:2] == [(2026, 15), (2027, 15)]
    assert county[2] == (2028, round(66 / 460 * 100, 6))
