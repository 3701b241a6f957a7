"""Several districts as one place: figures from counts, nothing of other districts, nothing where one is missing."""

from dataclasses import replace

import pytest

from cypworkbench.domain.area import members
from cypworkbench.domain.framework import Framework
from cypworkbench.domain.judgement import Status
from cypworkbench.domain.pack import Edition, PackPlan
from cypworkbench.domain.record import Picture
from cypworkbench.domain.refusal import Refusal
from cypworkbench.flow import packing, sample, together
from cypworkbench.packs import render
from tests.journey.sampled import sampled

_EAST = "E07000117+E07000122"  # Burnley and Pendle
_COAST = "E07000119+E07000128"  # Fylde and Wyre, whose whole return the sample sets aside


def _planned(group: str, edition: Edition = Edition.BOARD) -> PackPlan:
    return packing.plan_pack(sampled().picture, group, edition, 1, sample.PACKED_AT)


def _plan() -> Framework:
    return sampled().framework


def test_a_group_is_named_by_names_or_codes_in_any_order_and_a_wrong_one_is_refused() -> None:
    assert together.group_of(_plan(), "pendle, BURNLEY") == _EAST
    assert together.group_of(_plan(), "E07000122+Burnley") == _EAST
    assert _plan().board(_EAST).name == "Burnley and Pendle"
    everyone = ",".join(a.name for a in _plan().districts)
    for named in ("Burnley", "Burnley, Burnley", "Burnley, Blackpool", everyone):
        with pytest.raises(Refusal):
            together.group_of(_plan(), named)


def test_a_groups_rate_is_its_districts_counts_over_their_people_and_never_the_mean_of_rates() -> (
    None
):
    plan = _planned(_EAST)
    summed = 0
    for assessment in plan.measures:
        measure, latest = assessment.measure, assessment.latest
        assert assessment.area == _EAST
        parts = [plan.picture.assessments.get((measure.id, code)) for code in members(_EAST)]
        points = [a.series.at(latest.period) for a in parts if a and latest]
        if latest is None or not measure.has_parts or len(points) < 2:
            continue
        over = sum(p.numerator or 0 for p in points if p)
        under = sum(p.denominator or 0 for p in points if p)
        assert latest.value == pytest.approx(over / under * measure.per)
        summed += 1
    assert summed > 5


def test_a_group_has_no_figure_where_one_of_its_districts_was_set_aside() -> None:
    plan = _planned(_COAST)
    given = [a for a in plan.measures if a.latest and a.latest.value is not None]
    assert plan.measures
    assert given == []


def test_a_groups_pack_holds_nothing_of_other_districts_but_the_countys_own_line() -> None:
    plan = _planned(_EAST)
    attached = packing.snapshot(plan).decode()
    picture: Picture = plan.picture
    assert {s.board for s in picture.suppliers} == {"dctb-burnley", "dctb-pendle"}
    mine = {*members(_EAST)}
    assert {o.area for o in picture.observations} == mine
    held = {s.returned.sha256 for s in sampled().picture.suppliers if s.returned}
    own = {s.returned.sha256 for s in picture.suppliers if s.returned}
    assert own
    assert [digest for digest in held - own if digest in attached] == []
    county = _plan().county
    of = [key for key in picture.assessments if key[1] == county]
    assert of
    for key in of:
        was = sampled().picture.assessments[key]
        assert [p.value for p in picture.assessments[key].series.points] == [
            p.value for p in was.series.points
        ]


def test_a_groups_record_draws_the_same_bytes_and_nothing_of_it_is_published() -> None:
    plan = _planned(_EAST, Edition.EXCEPTIONS)
    record = packing.snapshot(plan)
    assert packing.redraw(record) == packing.issue_pack(plan, record).content
    with pytest.raises(Refusal, match="several districts together"):
        _planned(_EAST, Edition.PUBLIC)


def test_what_a_district_wrote_stands_in_the_groups_pack_and_settles_what_it_owes() -> None:
    plan = _planned(_EAST)
    wrote = [c for c in plan.picture.comments if c.area in members(_EAST)]
    off = {a.measure.id for a in plan.measures if a.status is Status.OFF}
    settled = [c for c in wrote if c.measure in off]
    assert settled
    owed = {b.subject for b in plan.blockers}
    assert not owed & {c.measure for c in settled}
    (told, *_) = settled
    only = tuple(a for a in plan.measures if a.measure.id == told.measure)
    drawn = render.draw(replace(plan, measures=only), "0" * 64)
    said = " ".join(" ".join(b.text for page in drawn.pages for b in page.boxes).split())
    assert f"{_plan().area(told.area).name}: “{told.text[:20]}" in said
