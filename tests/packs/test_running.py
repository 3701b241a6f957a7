"""Parts of a pack that run on: what heads something stays with it, and what has no figure says why."""

from datetime import UTC, datetime

import pytest

from cypworkbench.packs import fonts
from cypworkbench.packs.tagged import Document, Metadata, Style
from cypworkbench.packs.tagged.flow import Flow, Frame
from cypworkbench.packs.tagged.structure import Element
from tests.journey.sampled import BURNLEY, COUNTY, packed

_AT = datetime(2026, 10, 12, 9, 30, tzinfo=UTC)
_BODY, _BOLD = Style(11, 15.4), Style(11, 15, fonts.SEMIBOLD)
_LONG = " ".join(f"word{n}" for n in range(60))


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
