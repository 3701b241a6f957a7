"""Shares as so many of a hundred: the nearest whole ones, told to whoever listens, and never of what is withheld."""

import re
from dataclasses import replace

from cypworkbench.domain.evidence import ValueState
from cypworkbench.domain.pack import Edition, PackPlan
from cypworkbench.flow import packing, sample
from cypworkbench.packs import render
from cypworkbench.packs.pages import of_100
from cypworkbench.packs.pages.sheet import Sheet
from cypworkbench.packs.palette import palette
from cypworkbench.packs.tagged.structure import Element
from tests.journey.sampled import BURNLEY, sampled
from tests.support import boxes

_DOTS = re.compile(
    r"100 dots, (\d+) of them filled: (.+), .+, ([\d.]+)% in whole ones of a hundred\..*"
)


def _plan() -> PackPlan:
    picture = sampled().picture
    return packing.plan_pack(picture, BURNLEY, Edition.ANNUAL, 1, sample.PACKED_AT)


def _told(plan: PackPlan) -> list[tuple[str, int, float]]:
    document = render.draw(plan, "0" * 64)
    assert boxes.clashes(document) == []
    found = [e for e in document.root.walk() if (e.alt or "").startswith("100 dots")]
    return [_read(element) for element in found]


def _read(element: Element) -> tuple[str, int, float]:
    found = _DOTS.fullmatch(element.alt or "")
    assert found, element.alt
    return found[2], int(found[1]), float(found[3])


def test_each_share_of_people_is_drawn_as_the_nearest_whole_ones_of_a_hundred() -> None:
    plan = _plan()
    told = _told(plan)
    shares = [a for a in plan.measures if a.measure.is_share and a.measure.binomial and a.latest]
    assert 5 < len(told) <= len(shares)
    assert {title for title, _, _ in told} <= {a.measure.title for a in shares}
    assert [each for each in told if abs(each[1] - each[2]) > 0.55] == []


def test_a_withheld_share_is_in_no_drawing_and_its_older_figure_neither() -> None:
    plan = _plan()
    title, _, _ = _told(plan)[0]
    (shown,) = [a for a in plan.measures if a.measure.title == title]
    points = [*shown.series.points]
    points[-1] = replace(points[-1], value=None, state=ValueState.SUPPRESSED)
    hidden = replace(shown, series=replace(shown.series, points=tuple(points)))
    sheet = Sheet(plan, render.draw(replace(plan, measures=()), "0" * 64), palette("light"))
    assert of_100.hundred(sheet, shown) is not None
    assert of_100.hundred(sheet, hidden) is None
