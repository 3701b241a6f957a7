"""Measures that a board lists for rounding: what is printed of districts adds up to what is printed of the county."""

import random
from dataclasses import replace

import pytest

from cypworkbench.domain.disclosure import Disclosure
from cypworkbench.domain.judgement import Point
from cypworkbench.domain.pack import Edition, PackPlan
from cypworkbench.domain.record import Picture
from cypworkbench.flow import auditing, packing, sample
from cypworkbench.flow.public import public_picture, rounded_counts
from cypworkbench.packs import plan
from cypworkbench.packs.annex import tables
from cypworkbench.packs.annex.sheets import Number
from cypworkbench.signing import readback
from cypworkbench.smallcounts.adding_up import add_up
from tests.journey.sampled import BURNLEY, COUNTY, sampled
from tests.smallcounts.test_public_pack import altered, withheld

SUMMED, PUBLISHED = "neet-16-18", "da-incidents"
SETTINGS = Disclosure(rounded=(SUMMED, PUBLISHED))


def seen(board: str = COUNTY) -> Picture:
    return public_picture(sampled().picture, board, SETTINGS, withheld().places)


def planned() -> PackPlan:
    return plan.plan(seen(), COUNTY, Edition.PUBLIC, 1, sample.PACKED_AT)


def latest(picture: Picture, measure: str, area: str) -> Point:
    return picture.assessments[measure, area].series.points[-1]


def districts(picture: Picture) -> list[str]:
    return [area.code for area in picture.framework.districts]


def test_parts_and_total_go_to_neighbouring_fives_and_still_add_up() -> None:
    chance = random.Random(7)  # noqa: S311  the same numbers everywhere
    for _ in range(300):
        parts = {f"D{n}": chance.choice([0, chance.randrange(200)]) for n in range(12)}
        total = sum(parts.values()) + chance.choice([0, 0, chance.randrange(60)])
        rounded, whole = add_up(parts, total, 5)
        assert {n % 5 for n in (*rounded.values(), whole)} == {0}
        assert all(abs(rounded[name] - count) < 5 for name, count in parts.items())
        assert abs(whole - total) <= 2
        left, room = total - sum(parts.values()), whole - sum(rounded.values())
        assert room >= 0
        assert abs(room - left) < 5
        assert room == left or left % 5


def test_parts_that_come_to_more_than_the_total_are_no_sum() -> None:
    with pytest.raises(ValueError, match="come to 2 more"):
        add_up({"a": 7, "b": 5}, 10, 5)


def test_the_districts_counts_add_up_to_the_countys_at_every_period() -> None:
    picture = seen()
    for point in picture.assessments[SUMMED, picture.framework.county].series.points:
        series = (picture.assessments[SUMMED, area].series for area in districts(picture))
        parts = [part for one in series if (part := one.at(point.period))]
        counts = [part.numerator for part in parts if part.numerator is not None]
        assert len(counts) > 10
        assert point.numerator == sum(counts)
        assert {count % 5 for count in counts} == {0}


def test_what_is_on_the_annex_adds_up_too() -> None:
    """One district gave no figures: what the others leave of the county's own published figure is one part more."""
    picture, true = seen(), sampled().picture
    county = picture.framework.county
    rows = tables.annex(planned(), "").table("Figures").rows
    said = {(row[0], row[2], row[4]): row[6] for row in rows}
    for point in true.assessments[PUBLISHED, county].series.points:
        period = point.period.iso
        cells = {area: said.get((PUBLISHED, area, period)) for area in districts(picture)}
        counts = {area: cell.value for area, cell in cells.items() if isinstance(cell, Number)}
        assert len(counts) > 10
        whole = said[PUBLISHED, county, period]
        assert isinstance(whole, Number)
        assert whole.value == point.value
        assert {count % 5 for count in counts.values()} == {0}
        held = (true.assessments[PUBLISHED, area].series.at(point.period) for area in counts)
        left = whole.value - sum(part.value or 0 for part in held if part)
        assert abs(5 * round(whole.value / 5) - sum(counts.values()) - left) < 5


def test_a_districts_own_pack_has_the_same_rounded_figure() -> None:
    area = sampled().framework.board(BURNLEY).areas[0]
    for measure in SETTINGS.rounded:
        assert latest(seen(BURNLEY), measure, area) == latest(seen(), measure, area)


def test_withheld_figures_have_no_say_in_how_the_others_are_rounded() -> None:
    picture = sampled().picture
    area = districts(picture)[0]
    hidden = frozenset({(SUMMED, area, latest(picture, SUMMED, area).period.iso)})
    made = rounded_counts(picture, SETTINGS, hidden)
    assert not hidden & set(made)
    other = {
        key: replace(a, series=altered(a.series, set(hidden)))
        for key, a in picture.assessments.items()
    }
    assert rounded_counts(replace(picture, assessments=other), SETTINGS, hidden) == made


@pytest.mark.slow
def test_the_pages_print_what_adds_up_and_the_pack_gives_nothing_away() -> None:
    made = planned()
    pack = packing.issue_pack(made)
    assert auditing.audit(pack.content, packing.redraw) == ()
    rows = tables.annex(made, "").table("Figures").rows
    said = {(row[0], row[2], row[4]): row[6] for row in rows}
    counts = 0
    for name, text in readback.figures(pack.content).items():
        parts = name.split(":")
        own = len(parts) > 5 and parts[3] in districts(made.picture) and text[:1].isdigit()
        if own and parts[4] == "value" and parts[2] == PUBLISHED:
            cell = said[PUBLISHED, parts[3], parts[5]]
            assert isinstance(cell, Number)
            assert float(text.replace(",", "")) == cell.value
            counts += 1
    assert counts > 10
