"""Each sentence about a measure's figures, read from the printed page, is worked out anew from the figures."""

import re
from dataclasses import replace

import pytest

from cypworkbench.domain.charted import ChartKind
from cypworkbench.domain.judgement import Assessment
from cypworkbench.domain.pack import Edition, PackPlan, WordsKind
from cypworkbench.domain.record import Picture
from cypworkbench.flow import packing, sample
from cypworkbench.signing import readback
from tests.journey.sampled import BURNLEY, COUNTY, packed, planned, sampled
from tests.smallcounts import test_public_pack as public
from tests.verdicts import compared_notes
from tests.verdicts.checker import faults

_OF = re.compile(r"Measure (\d+) of \d+")
_CLAIM = re.compile(r".{3,60} it was .+|This measure was not reported.*|There is no figure.*")


def _printed(plan: PackPlan, content: bytes) -> dict[str, list[str]]:
    """The paragraphs that make a claim, by the measure on whose page they stand."""
    words = readback.printed(content).words
    pages = {
        w.page: plan.measures[int(found[1]) - 1].measure.id
        for w in words
        if w.kind is WordsKind.MARGIN and (found := _OF.search(w.text))
    }
    said: dict[str, list[str]] = {name: [] for name in pages.values()}
    for w in words:
        if w.kind is WordsKind.LINE and w.page in pages and _CLAIM.fullmatch(w.text):
            said[pages[w.page]].append(w.text)
    return said


def _wrong(plan: PackPlan, said: dict[str, list[str]]) -> list[str]:
    assessed = {a.measure.id: a for a in plan.measures}
    return [
        f"{name}: {fault}"
        for name, texts in said.items()
        for fault in faults(assessed[name], texts)
    ]


def _moved(assessment: Assessment) -> Assessment:
    """The assessment with its latest figure a tenth and a bit higher, and nothing judged anew."""
    latest = assessment.latest
    points = tuple(
        replace(p, value=p.value * 1.1 + 1) if p is latest and p.value is not None else p
        for p in assessment.series.points
    )
    return replace(assessment, series=replace(assessment.series, points=points))


@pytest.mark.parametrize("board", [pytest.param(COUNTY, marks=pytest.mark.slow), BURNLEY])
def test_every_sentence_on_a_measures_page_is_true_of_its_figures_and_of_no_others(
    board: str,
) -> None:
    plan = planned(board)
    said = _printed(plan, packed(board).content)
    assert set(said) == {a.measure.id for a in plan.measures}
    given = [a for a in plan.measures if a.latest and a.latest.value is not None]
    assert [a.measure.id for a in given if len(said[a.measure.id]) != 1] == []
    assert _wrong(plan, said) == []
    moved = replace(plan, measures=tuple(_moved(a) for a in given))
    found = {
        fault.partition(":")[0]
        for fault in _wrong(moved, {a.measure.id: said[a.measure.id] for a in given})
    }
    assert found == {a.measure.id for a in given}


@pytest.mark.slow
@pytest.mark.parametrize("board", [COUNTY, BURNLEY])
def test_the_inspection_edition_says_the_same_sentences(board: str) -> None:
    plan = packing.plan_pack(sampled().picture, board, Edition.INSPECTION, 1, sample.PACKED_AT)
    said = _printed(plan, packing.issue_pack(plan).content)
    assert said == _printed(planned(board), packed(board).content)


@pytest.mark.slow
@pytest.mark.parametrize("board", [COUNTY, BURNLEY])
def test_the_public_edition_says_only_what_is_true_of_what_it_publishes(board: str) -> None:
    plan = public.planned(board)
    said = _printed(plan, public.packed(board).content)
    assert set(said) == {a.measure.id for a in plan.measures}
    assert sum(map(len, said.values())) > len(said) / 2
    assert _wrong(plan, said) == []


def test_the_notes_beside_districts_side_by_side_are_true_of_their_figures() -> None:
    plan = planned(COUNTY)
    made = [chart for charts in plan.compared.values() for chart in charts]
    assert {chart.kind for chart in made} >= {ChartKind.FUNNEL, ChartKind.GAP}
    assert [fault for chart in made for fault in compared_notes.faults(plan, chart)] == []
    halved = replace(plan, picture=_halved(plan.picture))
    wrong = {
        chart.title for chart in made for _ in compared_notes.faults(halved, chart) if chart.notes
    }
    assert len(wrong) > len({chart.title for chart in made}) / 2


def _halved(picture: Picture) -> Picture:
    """The picture with every other district’s counts, and the county’s figures, at half."""
    every = {}
    for number, (key, a) in enumerate(picture.assessments.items()):
        points = tuple(
            replace(p, value=p.value / 2, numerator=p.numerator and p.numerator / 2)
            if p.value is not None and (number % 2 or key[1] == picture.framework.county)
            else p
            for p in a.series.points
        )
        every[key] = replace(a, series=replace(a.series, points=points))
    return replace(picture, assessments=every)
