"""Parts of a pack that run on: what heads something stays with it, and what has no figure says why."""

from datetime import UTC, datetime
from functools import cache

import pytest

from cypworkbench.domain.pack import Edition
from cypworkbench.flow import sample
from cypworkbench.packs import editions, fonts, render
from cypworkbench.packs import plan as planning
from cypworkbench.packs.pages.fitting import Extent, Found, sharing
from cypworkbench.packs.pages.sheet import Sheet
from cypworkbench.packs.tagged import Document, Metadata, Style
from cypworkbench.packs.tagged.flow import Flow, Frame
from cypworkbench.packs.tagged.structure import Element
from tests.journey.sampled import BURNLEY, COUNTY, packed, planned, sampled

_AT = datetime(2026, 10, 12, 9, 30, tzinfo=UTC)
_BODY, _BOLD = Style(11, 15.4), Style(11, 15, fonts.SEMIBOLD)
_LONG = " ".join(f"word{n}" for n in range(60))


@cache
def _laid_out(edition: Edition, board: str) -> Sheet:
    if edition is Edition.BOARD:
        return render.laid_out(planned(board), "0" * 64)
    # for its pages' sake the public edition is drawn of what it would never be issued with
    plan = planning.plan(sampled().picture, board, edition, 1, sample.PACKED_AT)
    return render.laid_out(plan, "0" * 64)


def _pages(element: Element) -> set[int]:
    return {
        page
        for e in element.walk()
        for page, _ in (k for k in e.kids if not isinstance(k, Element))
    }


@pytest.mark.parametrize("lines", range(12))
def test_a_line_in_bold_is_on_the_page_of_what_it_heads_wherever_that_stands(lines: int) -> None:
    document = Document(Metadata("A flow", "A partnership", "A trial", _AT, "a test"))
    with Flow(document.page, Frame(20, 30, 100, 100)) as flow:
        for n in range(lines):
            flow.paragraph(f"Line {n}.", _BODY)
        flow.leads("H2", "A section", _BOLD, 4)
        flow.leads("P", "Priority 3: a bold line", _BOLD, 1.8)
        flow.items([_LONG], _BODY)
    heads = [e for e in document.root.walk() if e.tag == "H2"]
    bold = [e for e in document.root.walk() if e.tag == "P"][-1]
    body = next(e for e in document.root.walk() if e.tag == "LBody")
    assert _pages(heads[0]) == _pages(bold) == {min(_pages(body))}


def test_a_line_that_heads_nothing_is_still_set() -> None:
    document = Document(Metadata("A flow", "A partnership", "A trial", _AT, "a test"))
    with Flow(document.page, Frame(20, 30, 100, 100)) as flow:
        flow.leads("P", "Left alone", _BOLD)
    assert [box.text for page in document.pages for box in page.boxes] == ["Left alone"]


@pytest.mark.parametrize("board", [COUNTY, BURNLEY])
def test_a_measure_of_impact_without_its_series_says_why_and_shows_what_stands_beside_it(
    board: str,
) -> None:
    said = packed(board).words
    figures = {w.figure.split(":")[2] for w in said if w.figure.startswith("fig:impact3:")}
    assert figures == {"neet-16-18"}
    told = " ".join(w.text for w in said)
    assert "not the same, and is judged by its own target: lower is better." in told
    for_districts = "published for the county and not for districts" in told
    assert for_districts is (board == BURNLEY)


@pytest.mark.parametrize("board", [COUNTY, BURNLEY])
@pytest.mark.parametrize("edition", list(Edition))
def test_no_page_of_any_edition_ends_in_a_heading_or_a_line_in_bold(
    edition: Edition, board: str
) -> None:
    sheet = _laid_out(edition, board)
    picture = sheet.plan.picture
    bold = {f"Priority {p.number}: {p.title}" for p in picture.framework.priorities}
    bold |= {m.title for m in picture.framework.measures} | {a.text for a in picture.actions}
    bold |= {f"{m.number}. {m.text}" for m in picture.matters} | {"The partners’ commitments"}
    for name in ("exceptions", "priorities", "commitments", "challenges", "quality", "definitions"):
        for number in sheet.document.parts.get(name, ()):
            page = sheet.document.pages[number]
            last = page.marks[-1]
            said = "".join(page.said[mark] for mark, e in enumerate(page.marks) if e is last)
            assert last.tag not in {"H1", "H2", "H3"}
            assert said.strip() not in bold, f"page {number + 1} of {name} ends in “{said}”"


def test_short_parts_share_a_page_and_bookmarks_contents_and_running_heads_say_so() -> None:
    document = render.draw(_laid_out(Edition.BOARD, BURNLEY).plan, "0" * 64)
    shared = document.places["Challenge log"][0]
    assert document.parts["commitments"][-1] == shared == document.parts["challenges"][0]
    assert document.places["Data quality"][0] == document.places["Definitions and methods"][0]
    page = document.pages[shared]
    assert "Commitments and actions · Challenge log" in " ".join(page.margin)
    heading = next(b for b in page.boxes if b.text == "Challenge log")
    assert document.places["Challenge log"][1] >= page.point(0, heading.top)[1] - 1
    listed = [e.title for e in document.root.walk() if e.tag == "Link"]
    assert f"Challenge log, page {shared + 1}" in listed
    assert f"Data quality, page {document.parts['quality'].start + 1}" in listed


def test_parts_share_a_page_only_where_that_spares_one_and_nothing_stands_between() -> None:
    fits, too_high, apart = (100.0, 200.0, 100.0)
    found = Found(
        {
            "A": Extent(3, 1, 120.0),
            "fits": Extent(4, 1, fits),
            "too high": Extent(5, 1, too_high),
            "apart": Extent(8, 1, apart),
        }
    )
    assert sharing(found).shared == {"fits": "A"}


def test_every_page_of_every_edition_belongs_to_a_part_however_pages_are_shared() -> None:
    for edition in Edition:
        sheet = _laid_out(edition, BURNLEY)
        assert sheet.unfinished == []
        drawn = {page for pages in sheet.document.parts.values() for page in pages}
        assert drawn == set(range(len(sheet.document.pages)))
        assert set(sheet.document.parts) == set(editions.PAGES[edition])
