"""The gate: what stands in the way of signing, each with its remedy, and nothing else."""

from dataclasses import replace

from cypworkbench.domain.evidence import RulesRun
from cypworkbench.domain.framework import MeasureRole
from cypworkbench.domain.judgement import Status
from cypworkbench.domain.pack import Edition
from cypworkbench.domain.record import Picture, SupplierState
from cypworkbench.flow import sample
from cypworkbench.packs import plan
from tests.journey.sampled import COUNTY, sampled


def _blockers(picture: Picture, board: str = COUNTY) -> list[str]:
    made = plan.plan(picture, board, Edition.BOARD, 1, sample.PACKED_AT)
    assert made.is_draft == bool(made.blockers)
    assert all(blocker.remedy for blocker in made.blockers)
    return [blocker.what for blocker in made.blockers]


def test_nothing_stands_in_the_way_once_the_sample_is_answered() -> None:
    assert _blockers(sampled().picture) == []


def test_a_doubt_without_its_explanation_stands_in_the_way_and_names_its_place() -> None:
    picture = sampled().picture
    open_ = _blockers(replace(picture, explanations={}))
    assert len(open_) == len(picture.explanations)
    assert any(what.startswith("Hyndburn. ") for what in open_)


def test_a_board_that_neither_returned_nor_was_set_aside_stands_in_the_way() -> None:
    picture = sampled().picture
    suppliers = tuple(
        replace(s, state=SupplierState.NOT_SENT) if s.state is SupplierState.SET_ASIDE else s
        for s in picture.suppliers
    )
    assert _blockers(replace(picture, suppliers=suppliers)) == [
        "Wyre District Children’s Trust Board has not returned."
    ]


def test_a_measure_off_target_needs_a_comment_and_context_does_not() -> None:
    picture = sampled().picture
    silent = replace(picture, comments=(), observations=())
    key = {m.id for m in picture.framework.measures if m.role is MeasureRole.KEY}
    county = picture.framework.county
    off = [
        a
        for (m, area), a in picture.assessments.items()
        if area == county and m in key and a.status is Status.OFF
    ]
    said = _blockers(silent)
    assert off
    assert sorted(said) == sorted(
        f"{a.measure.title} is off target, and nobody has said why." for a in off
    )


def test_a_rule_that_could_not_run_stands_in_the_way() -> None:
    picture = sampled().picture
    first = next(s for s in picture.suppliers if s.returned)
    assert first.returned
    failed = replace(first.returned, rules=RulesRun(failed=(("R012", "it stopped"),)))
    broken = tuple(replace(s, returned=failed) if s == first else s for s in picture.suppliers)
    (said,) = _blockers(replace(picture, suppliers=broken))
    assert said.startswith("Rule R012 could not be run on ")


def test_the_plans_own_measures_come_before_those_beside_it() -> None:
    made = plan.plan(sampled().picture, COUNTY, Edition.BOARD, 1, sample.PACKED_AT)
    roles = [a.measure.role for a in made.measures]
    assert roles == sorted(roles, key=lambda role: role is MeasureRole.CONTEXT)
    assert MeasureRole.CONTEXT in roles
