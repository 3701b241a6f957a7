"""What measures tell of one another, what a county's rate tells of its count, and a target of its baseline."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from cypworkbench.domain.disclosure import Disclosure
from cypworkbench.domain.judgement import Point, Series, Target, TargetKind
from cypworkbench.flow.auditing import _targets
from cypworkbench.flow.pack_system import PackSystem, Place, systems
from cypworkbench.flow.protecting import protect_case
from cypworkbench.flow.public import public_picture
from cypworkbench.smallcounts.attacker import attack
from tests.journey.sampled import COUNTY, FRAMEWORK, sampled
from tests.smallcounts.test_public_pack import withheld

DISTRICTS = [area.code for area in FRAMEWORK.districts]
OTHERS = [9, 14, 22, 31, 8, 17, 40, 26, 12, 19, 11]


def counted(measure: str, values: list[int]) -> list[Series]:
    """One period's counts, a district each."""
    known = sampled().picture.assessments[measure, DISTRICTS[0]].series
    return [
        replace(known, area=area, points=(Point(known.points[-1].period, float(value)),))
        for area, value in zip(DISTRICTS, values, strict=True)
    ]


def hidden(system: PackSystem) -> set[Place]:
    """Where figures are withheld in the protected system, which gives nothing away."""
    made = protect_case(system.document, system.truth).document
    told = {one: system.truth[one] for one in made["rule"]["insiders"]}
    assert not attack({**made, "insider_values": told})
    return {
        system.places[c["id"]]
        for c in made["cells"]
        if c["published"] is None and c["id"] in system.places
    }


def test_a_measure_that_is_the_sum_of_two_others_is_protected_with_them() -> None:
    """3 stepped up and 20 met are 23 in all: two of the three would tell the third, so two are withheld."""
    first, second = [3, *OTHERS], [20, *reversed(OTHERS)]
    both = [a + b for a, b in zip(first, second, strict=True)]
    held = [
        *counted("eh-stepped-up", first),
        *counted("eh-needs-met", second),
        *counted("eh-group-learning", both),
    ]
    (system,) = systems(held, FRAMEWORK, Disclosure())
    here = {place[0] for place in hidden(system) if place[1] == DISTRICTS[0]}
    assert "eh-stepped-up" in here
    assert len(here) > 1


def test_a_share_out_of_another_measures_count_goes_with_it() -> None:
    """Four families were helped; a share of those families prints its "of how many", which is the same four."""
    values = [4, *(number + number % 2 for number in OTHERS)]
    families = counted("eh-needs-met", values)
    known = sampled().picture.assessments["supporting-families", DISTRICTS[0]].series
    period = families[0].points[0].period
    shares = [
        replace(known, area=area, points=(Point(period, 50.0, value / 2, float(value)),))
        for area, value in zip(DISTRICTS, values, strict=True)
    ]
    (system,) = systems([*families, *shares], FRAMEWORK, Disclosure())
    places = hidden(system)
    assert ("eh-needs-met", DISTRICTS[0], period.iso) in places
    assert ("supporting-families", DISTRICTS[0], period.iso) in places


def test_figures_that_only_happen_to_agree_for_a_few_districts_are_not_tied() -> None:
    first = [3, *OTHERS]
    other = [*first[:5], *(n + 1 for n in first[5:])]
    (system,) = systems(
        [*counted("eh-stepped-up", first), *counted("eh-needs-met", other)],
        FRAMEWORK,
        Disclosure(),
    )
    assert not system.document["equations"]


def test_a_countys_rate_tells_its_count_although_no_count_is_printed() -> None:
    """The published rate was revised since the districts gave theirs, by less than hides a district of three."""
    known = sampled().picture.assessments["fte-rate", DISTRICTS[0]].series
    period = known.points[-1].period
    held = [
        replace(
            known,
            area=area,
            points=(Point(period, value / 10_000 * 100_000, float(value), 10_000.0),),
        )
        for area, value in zip(DISTRICTS, [3, *OTHERS], strict=True)
    ]
    people = 10_000.0 * len(DISTRICTS)
    county = replace(
        known,
        area=FRAMEWORK.county,
        points=(Point(period, (sum([3, *OTHERS]) + 1) / people * 100_000),),
        basis="published",
    )
    (system,) = systems([*held, county], FRAMEWORK, Disclosure())
    places = hidden(system)
    assert ("fte-rate", DISTRICTS[0], period.iso) in places
    assert len(places) > 1


def test_a_target_says_no_baseline_of_a_series_that_is_withheld() -> None:
    measure, area, _ = withheld().small[0]
    target = Target(
        measure,
        area,
        TargetKind.IMPROVEMENT,
        Decimal(25),
        date(2016, 4, 1),
        reason="From four to three.",
        baseline=Decimal(4),
    )
    picture = replace(sampled().picture, targets=(target,))
    shown = public_picture(picture, COUNTY, Disclosure(), withheld().places)
    (told,) = (t for t in shown.targets if t.area == area)
    assert told.baseline is None
    assert "four" not in told.reason


def test_the_audit_finds_a_baseline_left_in_the_record() -> None:
    point = {"state": "suppressed"}
    series = {"measure": {"id": "m"}, "area": "D1", "points": [point]}
    target = {"measure": "m", "area": "D1", "baseline": "4", "reason": "From four to three."}
    said = {
        "given": {"series": [series]},
        "framework": {"county": "C"},
        "state": {"targets": {"a": target}},
    }
    assert [found.where for found in _targets(said)] == ["attachment snapshot.json, targets"] * 2
