"""What continues from plan to plan: the same series only where both plans say so and define it alike."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from cypworkbench.catalogue.continuity import all_plans, disagreements, life
from cypworkbench.domain.framework import Framework, Measure, Polarity
from cypworkbench.domain.measuring import Relation, SeriesRef, Tie

PLANS = all_plans()
CARE = "cla-rate"
GONE = SeriesRef("cypp-2011", "gone")
TO_ITSELF = Relation(SeriesRef("cypfp-2022", CARE), Tie.BESIDE, "Nothing.")


def _with(changed: Measure, of: str) -> tuple[Framework, ...]:
    """The plans with one measure of one of them changed."""
    return tuple(
        replace(plan, measures=tuple(changed if m.id == changed.id else m for m in plan.measures))
        if plan.id == of
        else plan
        for plan in PLANS
    )


def test_the_plans_are_in_the_order_of_time_and_each_follows_the_one_before() -> None:
    assert [p.id for p in PLANS] == ["cypp-2011", "cypp-2014", "cypfp-2022"]
    assert [p.follows for p in PLANS] == ["", "cypp-2011", "cypp-2014"]


def test_the_plans_agree_about_what_continues() -> None:
    assert disagreements(PLANS) == ()
    same = {
        (SeriesRef(p.id, m.id), other) for p in PLANS for m in p.measures for other in m.same_as
    }
    assert len(same) >= 30
    assert same == {(other, one) for one, other in same}


def test_the_same_series_is_kept_alike_in_every_plan() -> None:
    held = {SeriesRef(p.id, m.id): m for p in PLANS for m in p.measures}
    for ref, measure in held.items():
        for other in measure.same_as:
            for part in ("frequency", "geography", "comparators", "disclosure", "published_as"):
                there = getattr(held[other], part)
                assert getattr(measure, part) == there, (ref, other, part)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda m: replace(m, same_as=()), "which does not say so of it"),
        (lambda m: replace(m, per=1000), "they differ: 1000 and 10000"),
        (lambda m: replace(m, denominator="All people"), "they differ: All people and Population"),
        (lambda m: replace(m, polarity=Polarity.LOWER), "they differ: lower and neutral"),
        (lambda m: replace(m, same_as=m.same_as[:1]), "which does not say so of it"),
        (lambda m: replace(m, same_as=(GONE,)), "the same as cypp-2011/gone, which no plan has"),
        (lambda m: replace(m, related_to=(TO_ITSELF,)), "both the same as cypfp-2022/cla-rate and"),
    ],
)
def test_a_series_that_two_plans_define_differently_is_not_the_same(
    change: Callable[[Measure], Measure], said: str
) -> None:
    plan = next(p for p in PLANS if p.id == "cypp-2014")
    told = disagreements(_with(change(plan.measure(CARE)), "cypp-2014"))
    assert any(said in sentence for sentence in told), told


def test_a_measure_lives_through_three_plans_as_one_series() -> None:
    found = life(SeriesRef("cypp-2014", CARE), PLANS)
    assert [str(s.ref) for s in found.same] == [
        *("cypp-2011/cla-rate", "cypp-2014/cla-rate", "cypfp-2022/cla-rate")
    ]
    assert found.tied == ()
    assert found.stations == life(SeriesRef("cypfp-2022", CARE), PLANS).stations


def test_a_life_names_what_it_became_and_why_that_is_not_the_same_from_either_side() -> None:
    then = life(SeriesRef("cypp-2014", "first-time-offenders"), PLANS)
    now = life(SeriesRef("cypfp-2022", "fte-rate"), PLANS)
    assert [(str(s.ref), s.tie) for s in then.tied] == [("cypfp-2022/fte-rate", Tie.REDEFINED)]
    assert [str(s.ref) for s in now.tied] == [
        *("cypp-2011/first-time-offenders", "cypp-2014/first-time-offenders")
    ]
    assert "rate per 100,000" in now.tied[0].why


def test_a_series_that_a_plan_left_out_comes_back_with_its_history() -> None:
    found = life(SeriesRef("cypfp-2022", "overweight-reception"), PLANS)
    assert [s.plan.id for s in found.same] == ["cypp-2011", "cypfp-2022"]
    assert {s.ref.measure: s.tie for s in found.tied if s.plan.id == "cypp-2014"} == {
        "obesity-reception": Tie.REDEFINED
    }


def test_a_life_carries_every_break_in_its_own_counting_once() -> None:
    found = life(SeriesRef("cypfp-2022", "smoking-at-delivery"), PLANS)
    assert [mark.at.isoformat() for mark in found.breaks] == ["2017-04-01"]
    assert "denominator" in found.breaks[0].why
