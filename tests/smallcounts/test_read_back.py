"""Read back from the finished file: clean packs pass, and each planted leak is found where it was planted."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from cypworkbench.domain.disclosure import Disclosure
from cypworkbench.domain.pack import PackPlan
from cypworkbench.domain.refusal import Refusal
from cypworkbench.flow import decide, packing, sample
from cypworkbench.flow.annex_audit import audit_table, public_csv
from cypworkbench.flow.auditing import Against, audit
from cypworkbench.flow.pack_system import Known
from cypworkbench.flow.proving import Key, sign_pack
from cypworkbench.flow.public import known_to_readers, public_picture
from cypworkbench.packs import plan as planning
from tests.journey.sampled import BURNLEY, COUNTY, sampled
from tests.smallcounts.leaks_planted import PDF, SHOWN
from tests.smallcounts.test_public_pack import packed, planned, withheld


@cache
def against() -> Against:
    picture = sampled().picture
    return Against(picture, Disclosure(), known_to_readers(picture, None))


def clean(_record: bytes) -> bytes:
    """The pack that the record draws: the county's, drawn once."""
    return packed(COUNTY).content


@pytest.mark.parametrize("board", [COUNTY, pytest.param(BURNLEY, marks=pytest.mark.slow)])
def test_a_clean_pack_gives_nothing_away(board: str) -> None:
    assert audit(packed(board).content, packing.redraw, against()) == ()


# every ninth of them always; the rest with the slow tests, for each takes seconds
SHARED = [
    pytest.param(leak, marks=[] if place % 9 == 0 else pytest.mark.slow)
    for place, leak in enumerate(PDF)
]


@pytest.mark.parametrize("leak", SHARED)
def test_a_leak_planted_in_a_finished_pack_is_found_where_it_stands(leak: str) -> None:
    where, plant = PDF[leak]
    found = audit(plant(packed(COUNTY).content), clean)
    assert any(where in exposure.where for exposure in found), found


@pytest.mark.slow
@pytest.mark.parametrize("leak", SHOWN)
def test_the_pages_alone_tell_a_leak_whatever_the_record_would_draw(leak: str) -> None:
    """The redrawn file is taken to be the same, so that nothing but reading and measuring can find it."""
    where, plant = SHOWN[leak]
    leaking = plant(packed(COUNTY).content)
    found = audit(leaking, lambda _: leaking)
    assert any(where in exposure.where for exposure in found), found


def test_a_dot_that_is_measured_is_held_for_what_its_district_would_tell() -> None:
    """Two young people are left out of Burnley's share: whoever measures the dot has them, and the attack says so."""
    where, plant = SHOWN["a dot in the row of a withheld district"]
    leaking = plant(packed(COUNTY).content)
    found = audit(leaking, lambda _: leaking, against())
    assert any(where in exposure.where for exposure in found)
    told = [e.where for e in found if "its count can be worked out" in e.what]
    assert any(place.startswith("care-leavers-accommodation E07000117") for place in told)


def _published_without_care(places: tuple[tuple[str, str, str], ...]) -> PackPlan:
    """A pack made by a program that withholds these places and no others."""
    shown = public_picture(sampled().picture, COUNTY, Disclosure(), places)
    good = planned(COUNTY)
    return planning.plan(shown, COUNTY, good.edition, 1, sample.PACKED_AT)


def test_small_counts_withheld_alone_are_worked_out_from_the_finished_pages() -> None:
    """Every byte is as it should be, and the sums still give two counts away."""
    pack = packing.issue_pack(_published_without_care(withheld().small))
    found = audit(pack.content, packing.redraw, against())
    assert found
    assert {"its count can be worked out" in exposure.what for exposure in found} == {True}
    measures = {exposure.where.split()[0] for exposure in found}
    assert measures <= {place[0] for place in withheld().beside}


def test_what_is_safe_by_itself_is_not_safe_beside_an_earlier_pack() -> None:
    shown = {}
    for measure, area, period in withheld().beside:
        points = sampled().picture.assessments[measure, area].series.points
        shown[measure, area, period] = next(
            p.value or 0.0 for p in points if p.period.iso == period
        )
    known = Known(shown, against().known.published)
    found = audit(packed(COUNTY).content, clean, replace(against(), known=known))
    assert any("its count can be worked out" in exposure.what for exposure in found)


def test_a_pack_that_gives_something_away_is_neither_issued_nor_signed(tmp_path: Path) -> None:
    _, plant = PDF["text in white"]
    leaking = replace(packed(COUNTY), content=plant(packed(COUNTY).content))
    with sample.open_workspace(tmp_path / "w.cypw") as workspace:
        desk = decide.Desk(workspace, sample.ANALYST, sample.PACKED_AT)
        with pytest.raises(Refusal, match="gives something away"):
            packing.keep_pack(desk, planned(COUNTY), leaking)
        assert not workspace.record().packs
    chair = sample.identities(sample.PACKED_AT)[-1]
    key = Key(chair.content, sample.PASSPHRASE)
    with pytest.raises(Refusal, match="page 21"):
        sign_pack(leaking.content, key, chair.role, sample.PACKED_AT)


def test_a_clean_table_passes() -> None:
    picture = planned(COUNTY).picture
    assert audit_table(public_csv(picture), picture) == ()


@pytest.mark.parametrize(
    ("before", "after"),
    [("[c],suppressed", "3,suppressed"), ("[c],suppressed", "[c],secondary"), ("\n", ",change\n")],
)
def test_a_leak_planted_in_a_table_is_found(before: str, after: str) -> None:
    picture = planned(COUNTY).picture
    text = public_csv(picture).replace(before, after, 1)
    if after.startswith(","):
        text = text.replace("number\n", "number,up 2\n", 1)
    assert audit_table(text, picture)
