"""Several districts as one place: figures from counts, nothing of other districts, nothing where one is missing."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from cypworkbench.cli import main
from cypworkbench.domain.area import members
from cypworkbench.domain.disclosure import Disclosure
from cypworkbench.domain.evidence import Observation, Return, ValueState
from cypworkbench.domain.framework import Framework
from cypworkbench.domain.judgement import Series, Status
from cypworkbench.domain.pack import Edition, PackPlan
from cypworkbench.domain.record import Picture
from cypworkbench.domain.refusal import Refusal
from cypworkbench.flow import formats, packing, pictured, sample, signoff, together
from cypworkbench.flow.decide import Desk
from cypworkbench.flow.formats import Format
from cypworkbench.flow.pack_system import Place
from cypworkbench.flow.pictured import compute
from cypworkbench.flow.public import public_picture
from cypworkbench.flow.together_public import group_public, unfounded
from cypworkbench.packs import render
from cypworkbench.signing import readback
from cypworkbench.store.workspace import Workspace
from tests.journey.sampled import COUNTY, sampled, settled_at

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


def test_a_groups_record_draws_the_same_bytes() -> None:
    plan = _planned(_EAST, Edition.EXCEPTIONS)
    record = packing.snapshot(plan)
    assert packing.redraw(record) == packing.issue_pack(plan, record).content


def test_a_groups_public_picture_shows_only_what_its_districts_published_figures_come_to() -> None:
    taken = sampled()
    burnley = [a.series for a in taken.picture.assessments.values() if a.area in members(_EAST)[0]]
    hidden = {(s.measure.id, s.area, p.period.iso) for s in burnley for p in s.points[::3]}
    whole = public_picture(taken.picture, COUNTY, Disclosure(), hidden)
    told = group_public(taken.picture, whole, _EAST)
    assert _others(told) == []
    shown = kept_back = 0
    for (measure, area), assessment in told.assessments.items():
        for point in assessment.series.points if area == _EAST else ():
            one_is_hidden = any((measure, m, point.period.iso) in hidden for m in members(_EAST))
            assert point.value is None or not one_is_hidden
            shown += point.value is not None
            kept_back += point.state is ValueState.SUPPRESSED
    assert shown > 100
    assert kept_back > 0
    other = _with_other_counts(taken.picture, hidden)
    again = public_picture(other, COUNTY, Disclosure(), hidden)
    assert _series(group_public(other, again, _EAST)) == _series(told)


def _series(told: Picture) -> list[Series]:
    """The group's own series, and its districts'."""
    return [a.series for a in told.assessments.values() if a.area in (_EAST, *members(_EAST))]


def _others(told: Picture) -> list[tuple[str, str]]:
    districts = {a.code for a in _plan().districts} - {*members(_EAST)}
    return [key for key in told.assessments if key[1] in districts]


def _with_other_counts(picture: Picture, hidden: set[Place]) -> Picture:
    """The picture with one more in every figure of a board that is withheld, judged anew."""
    suppliers = tuple(
        replace(s, returned=replace(s.returned, observations=tuple(_more(s.returned, hidden))))
        if s.returned
        else s
        for s in picture.suppliers
    )
    given = packing._given(replace(picture, suppliers=suppliers), picture.framework.county)
    state, chain = packing._state(picture), (picture.sequence, picture.head)
    return compute(picture.framework, state, given, chain)


def _more(returned: Return, hidden: set[Place]) -> Iterator[Observation]:
    for o in returned.observations:
        if (o.measure, o.area, o.period.iso) in hidden and o.value is not None:
            count = None if o.numerator is None else o.numerator + 1
            yield replace(o, value=o.value + 1, numerator=count)
        else:
            yield o


@pytest.mark.slow
def test_a_groups_public_pack_is_issued_and_a_figure_that_its_districts_do_not_come_to_is_found(
    tmp_path: Path,
) -> None:
    path, to = settled_at(tmp_path / "w.cypw"), tmp_path / "east.pdf"
    with Workspace.open(path) as workspace:
        for stage, by in sample.STAGES:
            signoff.pass_step(Desk(workspace, by, sample.PACKED_AT), _EAST, stage)
    asked = ["--districts", "Burnley, Pendle", "--edition", "public", "--as", "analyst"]
    assert main(["pack", str(path), *asked, "--to", str(to)]) == 0
    assert all(formats.make(to.read_bytes(), wanted) for wanted in Format)
    plan = packing.replay(readback.attachment(to.read_bytes(), "snapshot.json") or b"")
    assert list(unfounded(to.read_bytes())) == []
    with Workspace.open(path) as workspace:
        assert workspace.record().packs[-1].content == to.read_bytes()
        picture = pictured.picture(workspace.record(), _plan())
    true = together.group_picture(picture, _EAST).assessments
    own = [a for a in plan.picture.assessments.values() if a.area == _EAST]
    leaky = replace(
        plan,
        picture=replace(
            plan.picture,
            assessments={
                **plan.picture.assessments,
                **{(a.measure.id, _EAST): true[a.measure.id, _EAST] for a in own},
            },
        ),
    )
    lost = [p for a in own for p in a.series.points if p.state is ValueState.SUPPRESSED]
    found = list(unfounded(packing.issue_pack(leaky).content))
    assert len(found) == len(lost) > 0


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


def test_a_group_with_a_district_missing_says_so_once_and_shows_the_others_figures() -> None:
    plan = _planned(_COAST)
    laid = render.laid_out(plan, "0" * 64)
    shown = {e.figure for e in laid.document.root.walk() if e.figure.startswith("fig:some:")}
    fylde, wyre = members(_COAST)
    held = {
        m.measure.id: a.latest
        for m in plan.measures
        if (a := plan.picture.assessments.get((m.measure.id, fylde))) and a.latest
    }
    assert len(held) > 15
    wanted = {
        f"fig:some:{id_}:{fylde}:value:{latest.period.iso}"
        for id_, latest in held.items()
        if id_ not in laid.document.places
    }
    assert shown == wanted
    # a measure has a page of its own only where somebody wrote about it
    assert len(wanted) > 15
    part = laid.document.parts["measures"]
    said = " ".join(b.text for n in part for b in laid.document.pages[n].boxes)
    assert said.count(f"Nothing from {_plan().area(wyre).name}") == 1
    assert "so the whole has none" not in said
