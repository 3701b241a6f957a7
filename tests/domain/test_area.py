"""Areas that begin and end, groups by edition, and a history carried over onto successors."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cypworkbench.domain.area import (
    Area,
    AreaGroup,
    AreaKind,
    GroupKind,
    Places,
    Succession,
    neighbours_on,
    place_faults,
)
from cypworkbench.domain.evidence import Flag, Observation, Origin, ValueState
from cypworkbench.domain.framework import Kind, Measure, Polarity
from cypworkbench.domain.lineage import GapReason, Splits, recast
from cypworkbench.domain.period import Period, PeriodKind

# Illustrative: the reorganisation of Cumbria in April 2023, with the codes of the ONS; the figures are invented.
COPELAND, CARLISLE, EDEN = "E07000029", "E07000028", "E07000030"
CUMBERLAND, WESTMORLAND = "E06000063", "E06000064"
FIRST_DAY, LAST_DAY = date(2023, 4, 1), date(2023, 3, 31)
MERGED = (Succession(CARLISLE, CUMBERLAND, FIRST_DAY), Succession(COPELAND, CUMBERLAND, FIRST_DAY))
DIVIDED = (
    Succession(CARLISLE, CUMBERLAND, FIRST_DAY),
    Succession(EDEN, CUMBERLAND, FIRST_DAY, Decimal("0.25"), "children, mid-2022 estimate"),
    Succession(EDEN, WESTMORLAND, FIRST_DAY, Decimal("0.75"), "children, mid-2022 estimate"),
)
PLACES = Places(
    areas=(
        Area("E12000002", "North West", AreaKind.REGION),
        Area(CARLISLE, "Carlisle", AreaKind.DISTRICT, "E12000002", valid_to=LAST_DAY),
        Area(COPELAND, "Copeland", AreaKind.DISTRICT, "E12000002", valid_to=LAST_DAY),
        Area(CUMBERLAND, "Cumberland", AreaKind.UNITARY, "E12000002", valid_from=FIRST_DAY),
    ),
    lineage=MERGED,
)
RATE = Measure(
    id="rate",
    title="Children looked after",
    short_title="Looked after",
    question="How many?",
    wording="CLA",
    outcome="safe",
    kind=Kind.RATE,
    unit="per 10,000",
    per=10_000,
    polarity=Polarity.NEUTRAL,
    period_kind=PeriodKind.FINANCIAL_YEAR,
    numerator="children looked after",
    denominator="children",
)
COUNT = replace(RATE, id="count", kind=Kind.COUNT, per=1, numerator="", denominator="")
MEASURES = {"rate": RATE, "count": COUNT}
YEAR = Period(date(2021, 4, 1), PeriodKind.FINANCIAL_YEAR)


def rated(area: str, over: int, under: int, period: Period = YEAR) -> Observation:
    value = Decimal(over) / under * 10_000 if under else None
    return Observation(
        *("rate", area, period, value, Origin("ab", "Table", f"row {over}")),
        numerator=Decimal(over),
        denominator=Decimal(under),
        state=ValueState.NUMBER if under else ValueState.NOT_APPLICABLE,
    )


def counted(area: str, count: int, period: Period = YEAR) -> Observation:
    return Observation("count", area, period, Decimal(count), Origin("ab", "Table", f"row {count}"))


def test_an_area_is_there_from_its_first_day_to_its_last() -> None:
    area = Area(CARLISLE, "Carlisle", AreaKind.DISTRICT, None, (), date(1974, 4, 1), LAST_DAY)
    days = [date(1974, 3, 31), date(1974, 4, 1), LAST_DAY, FIRST_DAY]
    assert [area.is_valid_on(day) for day in days] == [False, True, True, False]


def test_whole_areas_that_join_give_numerators_over_denominators_never_the_mean_of_rates() -> None:
    joined = recast([rated(CARLISLE, 30, 4_000), rated(COPELAND, 10, 6_000)], MERGED, MEASURES)
    assert joined.gaps == ()
    (made,) = joined.observations
    assert (made.area, made.period, made.value) == (CUMBERLAND, YEAR, Decimal(40))
    assert (made.numerator, made.denominator, made.flags) == (Decimal(40), Decimal(10_000), ())
    assert str(made.origin) == "Table!row 30, row 10"


def test_a_count_is_summed_and_has_no_parts() -> None:
    joined = recast([counted(CARLISLE, 7), counted(COPELAND, 5)], MERGED, MEASURES)
    (made,) = joined.observations
    assert (made.value, made.numerator, made.denominator) == (Decimal(12), None, None)


@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(1, 10**6)), min_size=2, max_size=9))
def test_however_many_areas_join_the_sums_are_exact(parts: list[tuple[int, int]]) -> None:
    olds = [f"E{number}" for number in range(len(parts))]
    lineage = [Succession(old, "new", FIRST_DAY) for old in olds]
    given_ = [rated(old, *part) for old, part in zip(olds, parts, strict=True)]
    (made,) = recast(given_, lineage, MEASURES).observations
    assert made.numerator == sum(over for over, _ in parts)
    assert made.denominator == sum(under for _, under in parts)


def test_a_year_that_one_area_lacks_is_a_gap_that_names_it_and_not_a_fall() -> None:
    before = Period(date(2020, 4, 1), PeriodKind.FINANCIAL_YEAR)
    hidden = replace(rated(COPELAND, 10, 6_000), value=None, state=ValueState.SUPPRESSED)
    joined = recast(
        [rated(CARLISLE, 30, 4_000), rated(CARLISLE, 20, 4_000, before), hidden], MERGED, MEASURES
    )
    assert joined.observations == ()
    assert [(g.period, g.reason, g.because_of) for g in joined.gaps] == [
        (before, GapReason.MISSING, (COPELAND,)),
        (YEAR, GapReason.MISSING, (COPELAND,)),
    ]
    assert joined.gaps[0].sentence({CUMBERLAND: "Cumberland", COPELAND: "Copeland"}) == (
        "Cumberland has no figure for 2020/21: there is no figure to add for Copeland."
    )


def test_none_among_nobody_adds_nothing_but_does_not_stand_in_the_way() -> None:
    joined = recast([rated(CARLISLE, 30, 3_000), rated(COPELAND, 0, 0)], MERGED, MEASURES)
    assert [o.value for o in joined.observations] == [Decimal(100)]


def test_a_figure_without_its_counts_or_of_a_kind_that_does_not_add_up_is_a_gap() -> None:
    bare = replace(rated(COPELAND, 10, 6_000), numerator=None, denominator=None)
    both = [rated(CARLISLE, 30, 4_000), bare]
    assert [(g.reason, g.because_of) for g in recast(both, MERGED, MEASURES).gaps] == [
        (GapReason.NO_PARTS, (COPELAND,))
    ]
    median = {"rate": replace(RATE, additive=False)}
    assert [g.reason for g in recast(both, MERGED, median).gaps] == [GapReason.NOT_ADDITIVE]


def test_a_divided_area_is_refused_and_estimated_only_when_asked_for_and_then_says_so() -> None:
    both = [rated(CARLISLE, 30, 4_000), rated(EDEN, 40, 8_000)]
    refused = recast(both, DIVIDED, MEASURES)
    assert refused.observations == ()
    assert {(g.area, g.reason, g.because_of) for g in refused.gaps} == {
        (CUMBERLAND, GapReason.SPLIT, (EDEN,)),
        (WESTMORLAND, GapReason.SPLIT, (EDEN,)),
    }
    shared = recast(both, DIVIDED, MEASURES, Splits.ESTIMATE)
    assert [(o.area, o.numerator, o.denominator) for o in shared.observations] == [
        (CUMBERLAND, Decimal(40), Decimal(6_000)),
        (WESTMORLAND, Decimal(30), Decimal(6_000)),
    ]
    assert all(o.flags == (Flag.ESTIMATED,) for o in shared.observations)
    assert shared.observations[0].comment == f"Made from {CARLISLE}, 25.00% of {EDEN}."


def test_a_successor_of_a_successor_is_reached_and_its_own_figures_stand() -> None:
    again = Succession(CUMBERLAND, "E99", date(2030, 4, 1))
    later = Period(date(2025, 4, 1), PeriodKind.FINANCIAL_YEAR)
    figures = [counted(CARLISLE, 7), counted(COPELAND, 5), counted(CUMBERLAND, 20, later)]
    chained = recast(figures, (again, *MERGED), MEASURES)
    assert {(o.area, o.period, o.value) for o in chained.observations} == {
        (CUMBERLAND, YEAR, Decimal(12)),
        ("E99", YEAR, Decimal(12)),
        ("E99", later, Decimal(20)),
    }
    own = recast([*figures, counted(CUMBERLAND, 13)], MERGED, MEASURES)
    assert own.observations == ()


def test_the_order_in_which_figures_came_changes_nothing() -> None:
    figures = [rated(CARLISLE, 30, 4_000), rated(COPELAND, 10, 6_000), counted(CARLISLE, 7)]
    there = recast(figures, MERGED, MEASURES)
    assert recast(figures[::-1], MERGED[::-1], MEASURES) == there


def test_places_that_fit_together_have_no_fault() -> None:
    assert list(place_faults(PLACES)) == []


@pytest.mark.parametrize(
    ("lineage", "said"),
    [
        (Succession(COPELAND, "E999", FIRST_DAY), "new names 'E999', which is no area here"),
        (Succession(COPELAND, COPELAND, FIRST_DAY), "new is the old area itself"),
        (Succession(COPELAND, CUMBERLAND, LAST_DAY), "on must be the day after the last day"),
        (Succession(COPELAND, "E12000002", FIRST_DAY), "on must be the first day"),
        (Succession(COPELAND, CUMBERLAND, FIRST_DAY, Decimal(0), "x"), "share must be above 0"),
        (Succession(COPELAND, CUMBERLAND, FIRST_DAY, Decimal("0.5"), "x"), "come to 0.5"),
        (Succession(COPELAND, CUMBERLAND, FIRST_DAY, Decimal("0.5")), "basis is missing"),
    ],
)
def test_a_lineage_that_cannot_be_is_told_by_its_key(lineage: Succession, said: str) -> None:
    faults = list(place_faults(replace(PLACES, lineage=(MERGED[0], lineage))))
    assert any(said in f"{f.key} {f.problem}" for f in faults)
    assert {(f.table, f.number) for f in faults} == {("lineage", 1)}


def test_areas_and_groups_that_cannot_be_are_told_too() -> None:
    region, carlisle, *rest = PLACES.areas
    early = replace(carlisle, valid_from=FIRST_DAY)
    inside = replace(region, parent=carlisle.code)
    group = AreaGroup("sn", "Neighbours", GroupKind.NEIGHBOURS, ("E999",), CARLISLE)
    said = [
        (f.table, f.number, f.key)
        for f in place_faults(Places((inside, early, *rest), (group,), MERGED))
    ]
    assert said == [
        ("areas", 0, "parent"),
        ("areas", 1, "valid_to"),
        ("areas", 1, "parent"),
        ("groups", 0, "members"),
        ("groups", 0, "edition"),
    ]


def test_the_neighbours_are_those_of_the_edition_in_force_on_the_day() -> None:
    old = AreaGroup(
        *("sn-2021", "Of 2021", GroupKind.NEIGHBOURS, ("a", "b"), CARLISLE, "2021"),
        valid_to=date(2025, 4, 30),
    )
    new = replace(old, id="sn-2025", edition="2025", valid_from=date(2025, 5, 1), valid_to=None)
    groups = (new, old)
    assert neighbours_on(groups, CARLISLE, date(2024, 1, 1)) == old
    assert neighbours_on(groups, CARLISLE, date(2025, 5, 1)) == new
    assert neighbours_on(groups, COPELAND, date(2025, 5, 1)) is None
