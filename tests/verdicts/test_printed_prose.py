"""Headlines, successes and challenges, a year's movement and exceptions say what the figures come to, and no more."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache

import pytest

from cypworkbench.domain.judgement import Assessment
from cypworkbench.domain.pack import Edition, PackPlan, WordsKind
from cypworkbench.domain.record import Picture
from cypworkbench.flow import packing, sample
from cypworkbench.packs import render
from cypworkbench.signing import readback
from tests.journey.sampled import BURNLEY, COUNTY, sampled
from tests.smallcounts import test_public_pack as public
from tests.verdicts import prose

Worked = Callable[[PackPlan], Iterator[str]]
_PAGES: dict[str, Worked] = {
    "headlines": prose.headlines,
    "successes": prose.statements,
    "movement": prose.movement,
    "of_100": prose.of_100,
    "exceptions": prose.exceptions,
}


@cache
def _planned(board: str, edition: Edition) -> PackPlan:
    if edition is Edition.PUBLIC:
        return public.planned(board)
    return packing.plan_pack(sampled().picture, board, edition, 1, sample.PACKED_AT)


@cache
def _printed(board: str, edition: Edition) -> dict[str, str]:
    """The words of each kind of page, read from the finished file, in reading order."""
    plan = _planned(board, edition)
    parts = render.draw(plan, "0" * 64).parts
    said = readback.printed(packing.issue_pack(plan).content).words
    found = {}
    for kind, pages in parts.items():
        texts = [w.text for w in said if w.kind is WordsKind.LINE and w.page - 1 in pages]
        found[kind] = _tidy(" ".join(texts))
    return found


def _tidy(text: str) -> str:
    """The text with single spaces, none before a stop or inside brackets: where pieces were read one by one."""
    text = re.sub(r"\s+([.,:;)])", r"\1", " ".join(text.split()))
    return re.sub(r"\(\s+", "(", text)


def _missing(plan: PackPlan, said: dict[str, str]) -> dict[str, list[str]]:
    """By kind of page, what should be printed there and is not."""
    return {
        kind: [wanted for wanted in work(plan) if _tidy(wanted) not in said[kind]]
        for kind, work in _PAGES.items()
        if kind in said
    }


def _given_texts(picture: Picture) -> list[str]:
    """What people and the plan wrote, whose numbers are none of a figure."""
    plan = picture.framework
    told = [
        *(c.text for c in picture.comments),
        *(f"{a.text} ({a.owner}, by {a.due.day} {a.due:%B %Y})" for a in picture.actions),
        *(m.title for m in plan.measures),
        *(m.short_title for m in plan.measures),
    ]
    return sorted({_tidy(text) for text in told if text}, key=len, reverse=True)


def _unaccounted(plan: PackPlan, kind: str, text: str) -> list[str]:
    """Numbers on a page that nothing worked out here accounts for."""
    for wanted in sorted(map(_tidy, _PAGES[kind](plan)), key=len, reverse=True):
        text = text.replace(wanted, " ", 1)
    for given in _given_texts(plan.picture):
        text = text.replace(given, " ")
    return re.findall(r"\S*\d\S*", text)


def _moved(a: Assessment) -> Assessment:
    """The assessment with its latest figure a half and one higher, judged as it was."""
    last = a.latest
    points = tuple(
        replace(p, value=p.value * 1.5 + 1) if p is last and p.value is not None else p
        for p in a.series.points
    )
    return replace(a, series=replace(a.series, points=points))


_NUMBERED = {kind: {"1", "2", "3"} if kind == "headlines" else set() for kind in _PAGES}
"""What only numbers a list."""
_SLOW = pytest.mark.slow
_CASES = [
    (BURNLEY, Edition.ANNUAL),
    (BURNLEY, Edition.EXCEPTIONS),
    *(
        pytest.param(board, edition, marks=_SLOW)
        for board, edition in (
            (COUNTY, Edition.ANNUAL),
            (COUNTY, Edition.EXCEPTIONS),
            (COUNTY, Edition.INSPECTION),
            (COUNTY, Edition.BOARD),
            (COUNTY, Edition.PUBLIC),
            (BURNLEY, Edition.PUBLIC),
        )
    ),
]


@pytest.mark.parametrize(("board", "edition"), _CASES)
def test_each_sentence_of_an_edition_is_what_its_figures_come_to_and_no_number_is_left_over(
    board: str, edition: Edition
) -> None:
    plan, said = _planned(board, edition), _printed(board, edition)
    missing = _missing(plan, said)
    assert missing
    assert {kind: found for kind, found in missing.items() if found} == {}
    for kind in missing:
        assert set(_unaccounted(plan, kind, said[kind])) <= _NUMBERED[kind], kind


@pytest.mark.parametrize(("board", "edition"), _CASES[:2])
def test_of_other_figures_the_same_sentences_would_be_untrue(board: str, edition: Edition) -> None:
    plan, said = _planned(board, edition), _printed(board, edition)
    other = replace(plan, measures=tuple(_moved(a) for a in plan.measures))
    for kind, missing in _missing(other, said).items():
        wanted = list(_PAGES[kind](other))
        assert len(missing) > len(wanted) / 2, kind
