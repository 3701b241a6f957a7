"""The public's pack of the sample: nothing withheld is anywhere in it, and it issues without a refusal."""

import json
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from cypworkbench import cli
from cypworkbench.domain.disclosure import Disclosure
from cypworkbench.domain.evidence import ValueState
from cypworkbench.domain.framework import Kind, Measure
from cypworkbench.domain.judgement import Point, Series
from cypworkbench.domain.pack import Edition, Pack, PackPlan
from cypworkbench.domain.plain import to_plain
from cypworkbench.domain.record import Comment
from cypworkbench.domain.refusal import Refusal
from cypworkbench.flow import auditing, packing, sample
from cypworkbench.flow.pack_system import Known, systems
from cypworkbench.flow.protecting import protect_case
from cypworkbench.flow.public import (
    Withholding,
    known_to_readers,
    public_picture,
    states_number,
    withhold,
)
from cypworkbench.signing import readback
from cypworkbench.smallcounts.attacker import attack
from tests.journey.sampled import BURNLEY, COUNTY, sampled


@cache
def withheld() -> Withholding:
    picture = sampled().picture
    return withhold(picture, Disclosure(), known_to_readers(picture, None))


@cache
def planned(board: str) -> PackPlan:
    taken = sampled()
    return packing.plan_pack(
        taken.picture, board, Edition.PUBLIC, 1, sample.PACKED_AT, taken.record
    )


@cache
def packed(board: str) -> Pack:
    return packing.issue_pack(planned(board))


@pytest.mark.parametrize("board", [COUNTY, BURNLEY])
def test_the_samples_public_packs_issue_without_a_refusal(board: str) -> None:
    pack = packed(board)
    assert not planned(board).is_draft
    said = {words.text for words in readback.printed(pack.content).words}
    assert any("Public edition" in text for text in said)
    assert not any("Board edition" in text or "Restricted" in text for text in said)


def test_every_small_count_and_every_few_left_out_is_withheld() -> None:
    places = set(withheld().places)
    assert places
    for (measure, area), assessment in sampled().picture.assessments.items():
        if assessment.measure.disclosure == "none" or assessment.series.basis == "published":
            continue
        for point in assessment.series.points:
            over, under = point.numerator, point.denominator
            share = assessment.measure.binomial and assessment.measure.per == 100
            few_left = share and under is not None and over is not None and 1 <= under - over <= 5
            if (over is not None and 1 <= over <= 5) or few_left:
                assert (measure, area, point.period.iso) in places


def test_a_withheld_figure_is_in_no_place_of_the_pack() -> None:
    """Not in the series, not in what is computed from it, not in the attachments, not under its id on a page."""
    hidden = set(withheld().places)
    for assessment in planned(COUNTY).picture.assessments.values():
        series = assessment.series
        for point in series.points:
            if (series.measure.id, series.area, point.period.iso) in hidden:
                assert (point.value, point.numerator, point.denominator) == (None, None, None)
                assert point.state is ValueState.SUPPRESSED
    figures = readback.figures(packed(COUNTY).content)
    printed = {name: text for name, text in figures.items() if _place(name) in hidden}
    assert set(printed.values()) <= {"[c]"}


def test_the_public_picture_is_the_same_whatever_the_withheld_figures_are() -> None:
    """No statistic, order, status or sentence can depend on what is not there: other true values change nothing."""
    taken, places = sampled().picture, withheld().places
    other = {
        key: replace(a, series=altered(a.series, set(places)))
        for key, a in taken.assessments.items()
    }
    changed = replace(taken, assessments=other)
    assert changed != taken
    told = public_picture(taken, COUNTY, Disclosure(), places)
    assert public_picture(changed, COUNTY, Disclosure(), places) == told


def altered(series: Series, hidden: set[tuple[str, str, str]]) -> Series:
    points = tuple(
        replace(p, value=99.0, numerator=77.0)
        if (series.measure.id, series.area, p.period.iso) in hidden
        else p
        for p in series.points
    )
    return replace(series, points=points)


def _place(name: str) -> tuple[str, str, str]:
    """A printed figure's measure, area and period, from its id."""
    parts = name.split(":")
    return (
        (parts[2], parts[3], parts[5]) if len(parts) > 5 and parts[4] == "value" else ("", "", "")
    )


@pytest.mark.parametrize("board", [COUNTY, BURNLEY])
def test_the_attached_record_holds_no_return_no_origin_and_no_digest_of_a_file(board: str) -> None:
    content = readback.attachment(packed(board).content, "snapshot.json")
    assert content
    given = json.loads(content)["given"]
    assert not given.get("returns")
    assert not given.get("received")
    text = content.decode()
    assert "origin" not in text
    assert not any(returned.sha256 in text for returned in sampled().record.files)
    assert (
        "explanations" not in json.loads(content)["state"]
        or not json.loads(content)["state"]["explanations"]
    )


def test_a_districts_public_pack_holds_no_other_districts_series() -> None:
    districts = {area.code for area in sampled().framework.districts}
    areas = {a.area for a in planned(BURNLEY).picture.assessments.values()}
    assert areas & districts == set(sampled().framework.board(BURNLEY).areas)


def test_the_attached_record_makes_the_same_pack_again() -> None:
    record = packing.snapshot(planned(COUNTY))
    again = packing.replay(record)
    assert again == planned(COUNTY)
    assert packing.snapshot(again) == record


def test_a_draft_is_not_published() -> None:
    picture = replace(sampled().picture, explanations={})
    with pytest.raises(Refusal, match="still a draft"):
        packing.plan_pack(picture, COUNTY, Edition.PUBLIC, 1, sample.PACKED_AT, sampled().record)


def test_a_public_pack_is_not_planned_without_its_record_and_settings() -> None:
    with pytest.raises(ValueError, match="with the record it belongs to"):
        packing.plan_pack(sampled().picture, COUNTY, Edition.PUBLIC, 1, sample.PACKED_AT)


def test_a_table_is_published_with_the_public_edition_only(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, to = tmp_path / "w.cypw", tmp_path / "a.pdf"
    sample.open_workspace(path).close()
    line = ["pack", str(path), "--board", COUNTY, "--to", str(to)]
    assert cli.main([*line, "--table", str(tmp_path / "a.csv")]) == 3
    assert "public edition only" in capsys.readouterr().err
    # nothing is published while the board's own pack is a draft
    assert cli.main([*line, "--edition", "public"]) == 3
    assert not to.exists()


def test_what_an_earlier_pack_printed_is_taken_as_known() -> None:
    """A figure withheld only to shield another cannot shield it any more: something else is withheld instead."""
    taken = sampled().picture
    beside = withheld().beside
    assert beside
    shown = {}
    for measure, area, period in beside:
        points = taken.assessments[measure, area].series.points
        value = next(p.value for p in points if p.period.iso == period)
        assert value is not None
        shown[measure, area, period] = value
    known = known_to_readers(taken, None)
    again = withhold(taken, Disclosure(), Known(shown, known.published))
    assert not set(beside) & set(again.places)
    assert set(withheld().small) <= set(again.places)
    assert len(again.places) >= len(withheld().places)


def test_hidden_zeros_are_withheld_with_the_small_counts() -> None:
    taken = sampled().picture
    found = withhold(taken, Disclosure(zeros_shown=False), known_to_readers(taken, None))
    zeros = {
        (a.measure.id, a.area, p.period.iso)
        for a in taken.assessments.values()
        for p in a.series.points
        if p.numerator == 0 and a.measure.disclosure != "none" and a.series.basis == "returned"
    }
    assert zeros
    assert zeros <= set(found.places)


def test_a_source_may_demand_more_than_the_board() -> None:
    measure = sampled().framework.measure("fte-rate")
    assert Disclosure().demands(measure) == (5, 1)
    assert Disclosure(threshold=10).demands(measure) == (10, 1)
    hospital = replace(measure, disclosure="hospital")
    assert Disclosure().demands(hospital) == (7, 5)
    assert Disclosure(rounded=("fte-rate",)).demands(measure) == (5, 5)
    assert Disclosure().demands(replace(measure, disclosure="none")) is None


def test_rounded_measures_are_printed_from_rounded_counts() -> None:
    taken = sampled().picture
    settings = Disclosure(rounded=("cpp-rate",))
    shown = public_picture(taken, COUNTY, settings, ())
    area = taken.framework.districts[0].code
    for before, after in zip(
        taken.assessments["cpp-rate", area].series.points,
        shown.assessments["cpp-rate", area].series.points,
        strict=True,
    ):
        if before.numerator is not None:
            assert after.numerator is not None
            assert after.numerator % 5 == 0
            assert abs(after.numerator - before.numerator) < 5


def test_all_of_a_few_people_is_withheld() -> None:
    """8 of 8 tells of each of the eight, although neither number is small."""
    taken = sampled()
    measure = taken.framework.measure("supporting-families")
    held = _first_full(measure, taken.picture.assessments[measure.id, "E07000117"].series, 8)
    others = [
        a.series
        for a in taken.picture.assessments.values()
        if a.measure.id == measure.id and a.area not in ("E07000117", taken.framework.county)
    ]
    (system,) = systems([held, *others], taken.framework, Disclosure())
    made = protect_case(system.document, system.truth)
    name = f"{measure.id}|E07000117|{held.points[0].period.iso}"
    assert name in {c["id"] for c in made.document["cells"] if c["published"] is None}
    told = {one: system.truth[one] for one in made.document["rule"]["insiders"]}
    assert not attack({**made.document, "insider_values": told})


def _first_full(measure: Measure, series: Series, people: int) -> Series:
    """The series with all of a few people at its first period."""
    first = replace(
        series.points[0], value=100.0, numerator=float(people), denominator=float(people)
    )
    return Series(measure, series.area, (first, *series.points[1:]), series.basis)


@pytest.mark.parametrize(
    "text",
    [
        "In Fylde eleven children entered care.",
        "Entries doubled.",
        "Twice as many as before.",
        "It fell to zero.",
        "No child entered custody.",
        "A boy entered custody.",
        "Twenty-one families.",
        "Nil return.",
    ],
)
def test_a_number_said_in_words_is_a_number(text: str) -> None:
    assert states_number(text)


def test_words_without_a_number_may_be_told() -> None:
    assert not states_number("The service moved to a new system, and staff were trained in it.")


def county_with(values: list[float], county: float) -> set[str]:
    """The districts whose latest figure a public pack would withhold, given these and the county's published figure."""
    picture = planned(COUNTY).picture
    plan = picture.framework
    measure = next(
        m
        for m in plan.measures
        if m.kind is Kind.COUNT and Disclosure().demands(m) and not m.has_parts
    )
    period = next(
        point.period
        for held in picture.assessments.values()
        if held.measure.id == measure.id
        for point in held.series.points
    )
    held = [
        Series(measure, district.code, (Point(period, value),), "returned")
        for district, value in zip(plan.districts, values, strict=False)
    ]
    held.append(Series(measure, plan.county, (Point(period, county),), "published"))
    (system,) = systems(held, plan, Disclosure())
    made = protect_case(system.document, system.truth)
    cells = made.document["cells"]
    hidden = {c["id"] for c in cells if c["published"] is None}
    return {
        name.split("|")[1]
        for name in hidden & system.places.keys()
        if name.split("|")[1] != plan.county
    }


@pytest.mark.parametrize(
    ("values", "county"),
    [
        ([2.0, *[20.0] * 11], 222.0),
        ([2.0, *[20.0] * 10], 203.0),
        ([2.0, *[20.0] * 11], 223.0),
    ],
    ids=["whole", "one district gave no figure", "the county was revised since"],
)
def test_a_small_district_is_never_hidden_alone_beside_the_countys_figure(
    values: list[float], county: float
) -> None:
    assert len(county_with(values, county)) > 1


def test_a_comment_may_not_tell_of_a_few_people_under_a_measure_that_counts_none() -> None:
    picture, board = sampled().picture, COUNTY
    free = next(m.id for m in picture.framework.measures if m.disclosure == "none")
    area = picture.framework.county

    def published(text: str) -> tuple[str, ...]:
        said = Comment(free, area, text, sample.ANALYST, sample.PACKED_AT)
        seen = public_picture(replace(picture, comments=(said,)), board, Disclosure(), ())
        return tuple(comment.text for comment in seen.comments)

    for told in (
        "Only three Fylde children entered custody this year.",
        "One boy moved away.",
        "In Fylde it fell to 2.",
    ):
        assert published(told) == ()
        record = {"framework": to_plain(picture.framework), "given": {}}
        state = {"comments": {"a": {"measure": free, "text": told}}}
        assert list(auditing._prose({**record, "state": state})), told
    harmless = "The score rose by 4 points after the new assessment came in."
    assert published(harmless) == (harmless,)
