"""Figures that what must be shown leaves less room than was asked: counted in the pack, and never named."""

import json
from dataclasses import replace

import pytest

from cypworkbench.domain.disclosure import Disclosure
from cypworkbench.domain.framework import Kind
from cypworkbench.domain.judgement import Assessment, Point, Series
from cypworkbench.domain.record import Picture
from cypworkbench.flow import packing
from cypworkbench.flow.auditing import audit
from cypworkbench.flow.pack_system import Known
from cypworkbench.flow.public import public_picture, withhold
from cypworkbench.signing import readback
from tests.journey.sampled import BURNLEY, COUNTY, sampled
from tests.smallcounts.test_public_pack import planned

_COUNTS = [3.0, 3.0, 3.0]
_SENTENCE = "For two of them a reader could rule out a few of the small numbers it may be"


def crowded() -> tuple[Picture, Disclosure]:
    """Three districts with three each under a county of nine that must be shown, all up to eight being small."""
    picture = sampled().picture
    plan = picture.framework
    held = next(
        a
        for (m, area), a in picture.assessments.items()
        if area == plan.county
        and plan.measure(m).kind is Kind.COUNT
        and not a.measure.has_parts
        and Disclosure().demands(a.measure)
    )
    period = held.series.points[-1].period

    def said(area: str, value: float, basis: str) -> Assessment:
        series = Series(held.measure, area, (Point(period, value),), basis)
        return replace(held, series=series)

    codes = [district.code for district in plan.districts]
    given = [*_COUNTS, *[0.0] * (len(codes) - len(_COUNTS))]
    made = [said(code, value, "returned") for code, value in zip(codes, given, strict=True)]
    made.append(said(plan.county, sum(_COUNTS), "summed"))
    shown = (f"{held.measure.id}|{plan.county}",)
    crowd = {(a.measure.id, a.area): a for a in made}
    return replace(picture, assessments=crowd), Disclosure(threshold=8, shown=shown)


def test_what_is_left_less_room_is_counted_where_it_stands() -> None:
    picture, settings = crowded()
    found = withhold(picture, settings, Known())
    assert len(found.narrowed) == len(_COUNTS)
    assert set(found.narrowed) <= set(found.small)
    county = public_picture(picture, COUNTY, settings, found.places)
    assert found.narrowed_in(county) == len(_COUNTS)
    areas = {area for _, area, _ in found.narrowed}
    mine = picture.framework.board(BURNLEY).areas[0]
    one = public_picture(picture, BURNLEY, settings, found.places)
    assert found.narrowed_in(one) == (mine in areas)


def test_nothing_in_a_pack_says_which_they_are() -> None:
    """The record attached holds their number, from which the pack is made again, and nothing else of them."""
    plan = replace(planned(BURNLEY), narrowed=2)
    said = json.loads(packing.snapshot(plan))
    assert packing.replay(packing.snapshot(plan)).narrowed == said["pack"].pop("narrowed") == 2
    assert said == json.loads(packing.snapshot(replace(plan, narrowed=0)))


@pytest.mark.slow
def test_the_pack_says_how_many_and_why() -> None:
    pack = packing.issue_pack(replace(planned(BURNLEY), narrowed=2))
    assert _SENTENCE in " ".join(w.text for w in readback.printed(pack.content).words)
    assert audit(pack.content, packing.redraw) == ()
