"""A district's scorecard: the county's rows on A4, with targets, steps, lines that are told, and outcomes as groups."""

from dataclasses import replace
from functools import cache

import pytest

from cypworkbench.domain.framework import MeasureRole
from cypworkbench.packs import render, target_words
from cypworkbench.packs.pages import scorecard
from cypworkbench.packs.pages.contents import BESIDE
from cypworkbench.packs.pages.sheet import Sheet
from cypworkbench.packs.tagged.structure import Element
from tests.journey.sampled import BURNLEY, planned
from tests.support import boxes


@cache
def _drawn(measures: int) -> Sheet:
    plan = planned(BURNLEY)
    sheet = render.blank(replace(plan, measures=plan.measures[:measures]))
    scorecard.draw(sheet)
    return sheet


def _rows() -> list[list[Element]]:
    root = _drawn(99).document.root
    return [
        [kid for kid in row.kids if isinstance(kid, Element)]
        for row in root.walk()
        if row.tag == "TR"
    ]


def _said(element: Element) -> str:
    pages = _drawn(99).document.pages
    marks = [kid for kid in element.kids if not isinstance(kid, Element)]
    return "".join(pages[page].said.get(mark, "") for page, mark in marks).strip()


def test_a_districts_scorecard_has_heads_of_rows_and_columns_and_its_measures_by_outcome() -> None:
    plan, rows = planned(BURNLEY), _rows()
    root = _drawn(99).document.root
    heads = [e for e in root.walk() if e.tag == "THead"]
    assert heads
    assert len(heads) == len([e for e in root.walk() if e.tag == "TBody"])
    names = [_said(cell) for cell in rows[0]]
    assert names == ["Measure", "Target", "Change", "Burnley", "Lancashire", "England"]
    assert {sum(cell.columns for cell in row) for row in rows} == {len(names)}
    body = [row for row in rows if row[0].scope == "Row"]
    groups = [_said(row[0]) for row in body if len(row) == 1]
    framework = plan.picture.framework
    in_plan = [a for a in plan.measures if a.measure.role is not MeasureRole.CONTEXT]
    outcomes = [framework.outcome(a.measure.outcome).title for a in in_plan]
    assert list(dict.fromkeys(groups)) == [*dict.fromkeys(outcomes), BESIDE]
    assert len(groups) > 3
    assert len(body) == len(plan.measures) + len([r for r in body if len(r) == 1]) + 1


def test_a_districts_scorecard_says_each_target_and_step_and_tells_each_line() -> None:
    plan = planned(BURNLEY)
    said = {e.figure: e.said.strip() for e in _drawn(99).document.root.walk() if e.figure}
    for a in plan.measures:
        iso = a.latest.period.iso if a.latest else ""
        assert said[f"fig:scorecard:{a.measure.id}:{a.area}:target:{iso}"] == target_words.figure(a)
        assert (f"fig:scorecard:{a.measure.id}:{a.area}:change:{iso}" in said) is (
            a.short_change is not None
        )
    told = [e.alt for e in _drawn(99).document.root.walk() if e.tag == "Figure"]
    lines = [a for a in plan.measures if sum(p.value is not None for p in a.series.points) > 1]
    assert len(told) == len(lines)
    assert all("where it began" in alt for alt in told)


@pytest.mark.parametrize("measures", [1, 9, 16, 17, 18, 25, 33])
def test_the_rows_of_a_districts_scorecard_keep_clear_of_its_legend(measures: int) -> None:
    document = _drawn(measures).document
    assert boxes.clashes(document) == []
    for page in document.pages:
        legend = min(b.top for b in page.boxes if b.text.strip() == "Met")
        rows = [b for b in page.boxes if b.bottom < 280 and b.top < legend - 1]
        assert max(b.bottom for b in rows) < legend - 1
    names = [
        e for e in document.root.walk() if e.tag == "TH" and e.scope == "Row" and e.columns == 1
    ]
    assert len(names) == measures
