"""Every kind of page in every edition: nothing clipped, overlapping, empty, or headed and left alone."""

from functools import cache

import pytest

from cypworkbench.domain.pack import Edition
from cypworkbench.flow import sample
from cypworkbench.packs import editions, fonts, render
from cypworkbench.packs import plan as planning
from cypworkbench.packs.pages import register
from cypworkbench.packs.tagged import Document, Style
from tests.journey.sampled import BURNLEY, COUNTY, planned, sampled
from tests.support import boxes

_FOOT = 5  # lines of a page's head and foot
_HEAD, _RUNNING_FOOT, _UPRIGHT = 18.0, 281.0, 250.0  # mm
_LEAST_ON_LAST = 60.0  # mm that the last of a part's pages is filled


@cache
def _drawn(edition: Edition, board: str) -> Document:
    if edition is Edition.BOARD:
        return render.draw(planned(board), "0" * 64)
    # for its pages' sake the public edition is drawn of what it would never be issued with
    plan = planning.plan(sampled().picture, board, edition, 1, sample.PACKED_AT)
    return render.draw(plan, "0" * 64)


def _cases() -> list[object]:
    """A district's board edition and the plan in every run, the others in the long one."""
    quick = {(Edition.BOARD, BURNLEY), (Edition.PLAN, COUNTY)}
    return [
        pytest.param(e, b, marks=() if (e, b) in quick else pytest.mark.slow, id=f"{e}-{b}")
        for e in Edition
        for b in (COUNTY, BURNLEY)
    ]


@pytest.mark.parametrize(("edition", "board"), _cases())
def test_no_page_is_clipped_crowded_or_empty_and_no_heading_ends_one(
    edition: Edition, board: str
) -> None:
    document = _drawn(edition, board)
    assert boxes.clashes(document) == []
    parts = [(name, page) for name, pages in document.parts.items() for page in pages]
    # short parts share a page
    assert sorted({page for _, page in parts}) == list(range(len(document.pages)))
    for name, number in parts:
        page = document.pages[number]
        assert len(page.boxes) > _FOOT + 2, f"{name}, page {number + 1}, is as good as empty"
        last = page.marks[-1].tag
        assert last not in {"H1", "H2", "H3"}, f"{name}, page {number + 1}, ends in a heading"
        if number > document.parts[name].start and page.height > _UPRIGHT:
            lowest = max(box.bottom for box in page.boxes if box.bottom < _RUNNING_FOOT)
            assert lowest > _HEAD + _LEAST_ON_LAST, f"{name}, page {number + 1}, has a few lines"


def test_every_kind_of_page_says_what_it_is_for_and_has_an_edition() -> None:
    kinds = register.kinds("")
    assert [name for name, kind in kinds.items() if len(kind.purpose) < 15] == []
    named = {name for pages in editions.PAGES.values() for name in pages}
    assert named == {editions.CONTENTS, *kinds}


def test_a_line_over_another_off_the_page_across_a_panel_or_on_a_picture_is_found() -> None:
    document = Document(_drawn(Edition.PLAN, COUNTY).metadata)
    style = Style(11, 14, fonts.REGULAR, "#000000")
    with document.page() as page:
        page.rectangle((20, 40, 30, 10), fill="#dddddd")
        with page.tag("Figure", alt="A chart", box=page.outer(20, 70, 60, 90)):
            page.text(22, 80, "Its own label", style)
        for y, said in ((30, "one"), (31, "two"), (60, "clear"), (47, "across"), (85, "on it")):
            with page.tag("P"):
                page.text(44 if said == "across" else 22, y, f"Line {said} of words", style)
        with page.tag("P"):
            page.text(2, 120, "Off", style)
    found = boxes.clashes(document)
    assert [each.split(": ")[1].split("'")[1] for each in found] == [
        "Off",
        "Line one of words",
        "Line across of words",
        "Line on it of words",
    ]
