"""Every page of the sample's packs: legible, in order, the same bytes each time, each figure named once."""

import hashlib
import re
from collections import Counter
from dataclasses import replace
from functools import cache

import pypdfium2
import pytest

from cypworkbench.domain.decision import Person
from cypworkbench.domain.framework import MeasureRole
from cypworkbench.domain.judgement import Status
from cypworkbench.domain.pack import Blocker, PackPlan
from cypworkbench.domain.record import Action, Comment
from cypworkbench.flow import packing, sample
from cypworkbench.packs import render
from cypworkbench.packs.tagged import Document
from tests.journey.sampled import BURNLEY, COUNTY, packed, planned
from tests.support import boxes

_LONG = "Families told us that appointments were hard to reach, and we have moved them. "


def _drawn(plan: PackPlan, colours: str = "light") -> Document:
    return render.draw(plan, "0" * 64, colours)


def _text(content: bytes, page: int) -> str:
    said: str = pypdfium2.PdfDocument(content)[page].get_textpage().get_text_bounded()
    return said


@cache
def _sample(board: str) -> Document:
    """The sample's pack as drawn, once for all tests that only look at it."""
    return _drawn(planned(board))


def _draft() -> PackPlan:
    return replace(planned(COUNTY), blockers=(Blocker("Wyre has not returned.", "Ask."),) * 14)


@pytest.mark.parametrize("board", [COUNTY, BURNLEY])
def test_no_page_of_a_measure_that_is_only_watched_calls_it_better_or_worse(board: str) -> None:
    plan, pdf = planned(board), pypdfium2.PdfDocument(packed(board).content)
    pages = [pdf[n].get_textpage().get_text_bounded() for n in range(len(pdf))]
    watched = [
        (number, a)
        for number, a in enumerate(plan.measures, start=1)
        if a.status is Status.NO_JUDGEMENT
    ]
    assert [a for _, a in watched if a.measure.polarity.judges]
    for number, a in watched:
        said = next(p for p in pages if f"Measure {number} of {len(plan.measures)}" in p)
        own = " ".join(said.split()).replace(a.measure.question, "")
        if a.target:
            own = own.replace(a.target.reason, "")  # why the board watches it, in the board's words
        assert not re.search(r"(?<!way is )(?<!nor lower is )\b(better|worse)\b", own), (
            a.measure.id,
            own,
        )


@pytest.mark.parametrize("board", [COUNTY, BURNLEY])
def test_the_contents_name_each_measure_with_the_page_it_is_on_and_lead_there(board: str) -> None:
    plan, pdf = planned(board), pypdfium2.PdfDocument(packed(board).content)
    document = _sample(board)
    at = document.parts["contents"]
    listed = "\n".join(pdf[page].get_textpage().get_text_bounded() for page in at)
    for number, a in enumerate(plan.measures, start=1):
        found = re.search(rf"^{re.escape(a.measure.title)} (\d+)\s*$", listed, re.MULTILINE)
        assert found, a.measure.title
        there = _text(packed(board).content, int(found[1]) - 1)
        assert f"Measure {number} of {len(plan.measures)}" in there
    links = [e for e in document.root.walk() if e.tag == "Link" and e.link_boxes[0][0] in at]
    # ten parts and the sign-off; the county's has its districts side by side, too
    assert len(links) == len(plan.measures) + 11 + bool(plan.compared)
    assert [e.title.rpartition(" ")[2] for e in links] == [
        str(document.places[e.goes_to][0] + 1) for e in links
    ]


def test_no_page_is_turned_for_a_few_lines_of_small_print() -> None:
    plan = planned(COUNTY)
    first, by = plan.measures[0].measure.id, Person("An officer", "An officer")
    title, turned = f"{plan.measures[0].measure.short_title}, continued", []
    for times in (2, 4, 5, 6, 8):
        comment = Comment(first, plan.area, _LONG * times, by, plan.created_at)
        picture = replace(plan.picture, comments=(comment,))
        document = _drawn(replace(plan, picture=picture, measures=plan.measures[:1]))
        further = [p for p in document.pages if any(b.text == title for b in p.boxes)]
        turned.append(len(further))
        assert all(len(page.boxes) > 8 for page in further)  # head and foot alone are five
        assert all(any(b.text == "About the data" for b in page.boxes) for page in further)
    assert turned == sorted(turned)
    assert set(turned) == {0, 1}


@pytest.mark.parametrize("board", [COUNTY, BURNLEY])
def test_a_page_of_a_measure_names_its_outcome_whole(board: str) -> None:
    plan, pdf = planned(board), pypdfium2.PdfDocument(packed(board).content)
    pages = [" ".join(pdf[n].get_textpage().get_text_bounded().split()) for n in range(len(pdf))]
    for number, a in enumerate(plan.measures, start=1):
        outcome = plan.picture.framework.outcome(a.measure.outcome)
        page = next(p for p in pages if f"Measure {number} of {len(plan.measures)}" in p)
        assert outcome.title in page


@pytest.mark.parametrize("board", [COUNTY, BURNLEY])
def test_no_line_of_a_pack_touches_another_or_leaves_its_page(board: str) -> None:
    assert boxes.clashes(_sample(board)) == []


def test_a_draft_keeps_clear_too_and_has_nothing_to_sign() -> None:
    document = _drawn(_draft())
    assert boxes.clashes(document) == []
    assert document.fields == []
    assert [f.name for f in _sample(COUNTY).fields] == ["analyst", "head", "chair"]


def test_a_draft_says_draft_on_every_page_and_the_final_candidate_on_none() -> None:
    draft = render.render(_draft(), b"{}").content
    assert "DRAFT" in _text(draft, 0)
    assert "Fourteen" not in _text(draft, 0)  # counted in figures above twelve
    assert "14 things are still open" in _text(draft, 0)
    assert "DRAFT" in _text(draft, 5)
    final = packed(COUNTY).content
    assert "DRAFT" not in "".join(_text(final, n) for n in range(packed(COUNTY).pages))
    assert "Valid only with the signatures listed" in _text(final, 0)


def test_stories_reasons_and_names_of_any_length_run_on_and_nothing_is_lost() -> None:
    plan = planned(COUNTY)
    by, at, area = Person("A person", "Lead officer"), sample.PACKED_AT, plan.area
    first = plan.measures[0].measure.id
    comment = Comment(first, area, _LONG * 120, by, at)
    actions = tuple(Action(first, area, f"{_LONG}({n})", "Owner", at.date()) for n in range(9))
    picture = replace(plan.picture, comments=(comment,), actions=actions)
    picture = replace(
        picture, set_aside=tuple(replace(s, reason=_LONG * 60) for s in picture.set_aside)
    )
    document = _drawn(replace(plan, picture=picture))
    assert boxes.clashes(document) == []
    said = " ".join(" ".join(box.text for page in document.pages for box in page.boxes).split())
    # an action stands with its measure, and again among all that was agreed
    assert said.count("appointments") == 120 + 2 * 9 + 60 * len(picture.set_aside)
    assert "(8)" in said


def test_the_same_plan_gives_the_same_bytes_and_another_figure_gives_others() -> None:
    plan, pack = planned(BURNLEY), packed(BURNLEY)
    again = render.render(plan, packing.snapshot(plan))
    assert again.content == pack.content
    assert pack.sha256 == hashlib.sha256(pack.content).hexdigest()
    first, *rest = plan.measures
    points = first.series.points
    moved = replace(points[-1], value=(points[-1].value or 0.0) + 100)
    series = replace(first.series, points=(*points[:-1], moved))
    changed = replace(plan, measures=(replace(first, series=series), *rest))
    other = render.render(changed, packing.snapshot(plan))
    assert {f.id: f.text for f in other.figures} != {f.id: f.text for f in pack.figures}


@pytest.mark.parametrize("board", [COUNTY, BURNLEY])
def test_every_printed_figure_has_one_name_and_some_text(board: str) -> None:
    figures = packed(board).figures
    assert len(figures) > 900
    assert [name for name, times in Counter(f.id for f in figures).items() if times > 1] == []
    assert [f.id for f in figures if not f.text or len(f.id.split(":")) != 6] == []


def test_the_headline_counts_add_up_to_all_key_measures_and_to_the_scorecards_total() -> None:
    plan = planned(COUNTY)
    said = {f.id.split(":")[4]: f.text for f in packed(COUNTY).figures if ":headlines::" in f.id}
    counted = {k: int(v) for k, v in said.items() if k.startswith("count-")}
    key = [a for a in plan.measures if a.measure.role is MeasureRole.KEY]
    assert sum(counted.values()) == len(key)
    judged = counted["count-met"] + counted["count-within"] + counted["count-off"]
    assert int(said["judged"]) == judged
    off = next(
        f.text for f in packed(COUNTY).figures if f.id.endswith(f"{plan.area}:off-of-judged:")
    )
    assert off == f"{counted['count-off']} of {judged}"


def test_a_measure_off_target_says_so_on_its_page_and_every_district_is_on_it() -> None:
    plan = planned(COUNTY)
    number, off = next((n, a) for n, a in enumerate(plan.measures) if a.status is Status.OFF)
    document = _sample(COUNTY)
    pages = [
        " ".join(box.text for box in page.boxes)
        for page in document.pages
        if any(box.text.startswith(f"Measure {number + 1} of") for box in page.boxes)
    ]
    assert len(pages) == 1
    assert off.measure.title in pages[0]
    assert "Off target" in pages[0]
    assert all(d.name in pages[0] for d in plan.picture.framework.districts)


def test_who_did_not_report_is_named_in_the_scorecard_and_with_its_reason() -> None:
    pages = [" ".join(b.text for b in p.boxes) for p in _sample(COUNTY).pages]
    scorecard = next(p for p in pages if "Lancashire and its districts" in p)
    assert "not reported" in scorecard
    quality = next(p for p in pages if "Who returned" in p)
    assert "Wyre, the whole return" in quality
    assert "Set aside by the" in quality


def test_a_districts_pack_shows_no_other_district() -> None:
    said = " ".join(b.text for p in _sample(BURNLEY).pages for b in p.boxes)
    others = [d.name for d in planned(BURNLEY).picture.framework.districts if d.name != "Burnley"]
    assert [name for name in others if name in said] == []
    assert "Lancashire" in said


def test_the_grey_pack_draws_the_same_words_in_grey_only() -> None:
    colour, grey = _sample(BURNLEY), _drawn(planned(BURNLEY), "grey")
    assert [b.text for p in grey.pages for b in p.boxes] == [
        b.text for p in colour.pages for b in p.boxes
    ]
    shown = pypdfium2.PdfDocument(grey.seal())[2].render(scale=0.5).to_numpy()
    assert (shown.max(axis=2).astype(int) - shown.min(axis=2)).max() <= 1
