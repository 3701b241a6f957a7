"""From drawn pages to what is told: levels, paragraphs that a page cut, lists, heads of tables, marks by name."""

from itertools import pairwise

import pytest

from cypworkbench.domain.pack import Edition
from cypworkbench.flow import sample
from cypworkbench.packs import plan as planning
from cypworkbench.packs import render
from cypworkbench.packs.tagged import Document, Metadata, Run
from cypworkbench.packs.told.passages import Grid, Heading, Items, Passage, Prose, plain, said
from cypworkbench.packs.told.telling import CONTINUED, passages
from cypworkbench.packs.young import pages
from cypworkbench.packs.young.village import village
from tests.journey.sampled import BURNLEY, COUNTY, sampled
from tests.packs import everything
from tests.packs.everything import AT, BODY, TITLE


def _document() -> Document:
    return Document(Metadata("A trial", "A", "B", AT, "a test"))


def test_a_single_page_has_one_title_and_passes_over_no_level() -> None:
    document = _document()
    with document.page() as page:
        for place, (tag, text) in enumerate((("H1", "The plan"), ("H2", "One"), ("H2", "Two"))):
            with page.tag(tag):
                page.text(20, 30 + 10 * place, text, TITLE)
    told = passages(document, {})
    assert [(p.level, plain(p.line)) for p in told if isinstance(p, Heading)] == [
        (1, "The plan"),
        (2, "One"),
        (2, "Two"),
    ]


def test_headings_right_under_the_title_are_its_own_and_a_further_page_stands_beside_them() -> None:
    document = _document()
    for heads in ((("H1", "Our village"), ("H2", "One"), ("H2", "Two")), (("H1", "And now"),)):
        with document.page() as page:
            for place, (tag, text) in enumerate(heads):
                with page.tag(tag):
                    page.text(20, 30 + 10 * place, text, TITLE)
    told = passages(document, {})
    assert [p.level for p in told if isinstance(p, Heading)] == [1, 2, 2, 2]


_LONG = frozenset((Edition.BOARD, Edition.PUBLIC, Edition.INSPECTION))  # seconds to draw


@pytest.mark.parametrize(
    "edition",
    [pytest.param(e, marks=[pytest.mark.slow] if e in _LONG else []) for e in Edition],
)
@pytest.mark.parametrize("board", [COUNTY, BURNLEY])
def test_no_edition_passes_over_a_level_of_headings(edition: Edition, board: str) -> None:
    # planned from the board's own picture: what is withheld from the public changes no heading's level
    plan = planning.plan(sampled().picture, board, edition, 1, sample.PACKED_AT)
    _unbroken(passages(render.draw(plan, "0" * 64), {}))


def test_the_young_peoples_edition_passes_over_no_level_of_headings() -> None:
    plan = planning.plan(sampled().picture, COUNTY, Edition.PUBLIC, 1, sample.PACKED_AT)
    _unbroken(passages(pages.draw(plan, village(plan)), {}))


def _unbroken(told: tuple[Passage, ...]) -> None:
    levels = [p.level for p in told if isinstance(p, Heading)]
    assert len(levels) > 3
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_a_paragraph_that_a_page_cut_in_two_is_whole_again() -> None:
    document = _document()
    for number, (head, text) in enumerate(
        (("A measure", "It rose, because"), ("A measure, continued", "more were counted."))
    ):
        with document.page() as page:
            with page.tag("H1"):
                page.text(20, 30, head, TITLE)
            with page.tag("P"):
                page.text(20, 40, text, BODY)
            if not number:
                with page.tag("P"):
                    page.text(20, 50, CONTINUED, BODY)
    told = passages(document, {})
    assert [plain(p.line) for p in told if isinstance(p, Heading)] == ["A measure"]
    assert [plain(p.line) for p in told if isinstance(p, Prose)] == [
        "It rose, because more were counted."
    ]


def test_a_mark_is_told_by_its_name_and_stands_apart_from_its_figure() -> None:
    document = _document()
    with document.page() as page:
        with page.tag("H1"):
            page.text(20, 30, "Scorecard", TITLE)
        with page.tag("P"):
            page.runs(20, 40, [Run("65.0", figure="fig:a")], BODY)
            with page.tag("Span", alt="Off target"):
                page.text(40, 40, "X", BODY)
    (line,) = (p.line for p in passages(document, {}) if isinstance(p, Prose))
    assert said(line) == "65.0 (Off target)"
    assert [s.figure for s in line] == ["fig:a", ""]


def test_everything_a_page_can_hold_is_told_once_and_in_order() -> None:
    told = passages(everything.draw(), {})
    (listed,) = (p for p in told if isinstance(p, Items))
    assert listed.numbered
    assert [plain(line) for line in listed.items] == ["agree the action", "decide on a baseline"]
    (grid,) = (p for p in told if isinstance(p, Grid))  # over two pages, and one table
    assert len(grid.heads) == 2
    assert [plain(row[0].line) for row in grid.rows] == [f"District {n}" for n in range(5)]
    assert [cell.columns for cell in grid.heads[0]] == [1, 2]
    prose = " ".join(plain(p.line) for p in told if isinstance(p, Prose))
    assert "See the sign-off (on the last page)" in prose
    assert "Running head" not in prose
