"""The plan on a page for everyone: a public pack's figures and no others, withheld where that pack withholds them."""

from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest

from cypworkbench.domain.evidence import ValueState
from cypworkbench.domain.judgement import Point
from cypworkbench.domain.pack import Edition, PackPlan
from cypworkbench.domain.refusal import Refusal
from cypworkbench.flow import formats, sample
from cypworkbench.flow.formats import Format
from cypworkbench.packs import plan as planning
from cypworkbench.packs import render
from cypworkbench.signing import readback
from tests.journey.sampled import BURNLEY, packed, sampled
from tests.smallcounts.test_public_pack import packed as public
from tests.support import boxes, verapdf


def _planned() -> PackPlan:
    return planning.plan(sampled().picture, BURNLEY, Edition.PUBLIC, 1, sample.PACKED_AT)


@pytest.mark.slow
def test_it_has_a_public_packs_figures_says_for_everyone_and_keeps_both_standards(
    tmp_path: Path,
) -> None:
    content = formats.make(public(BURNLEY).content, Format.PLAN)
    assert formats.make(public(BURNLEY).content, Format.PLAN) == content
    (page,) = pypdfium2.PdfDocument(content)
    said = page.get_textpage().get_text_bounded()
    assert "For everyone, with the figures of the public pack" in said
    assert "Measures of impact: Burnley" in said
    assert "estricted" not in said
    published = {(tuple(f.id.split(":")[2:]), f.text) for f in public(BURNLEY).figures}
    figures = {
        (tuple(w.figure.split(":")[2:]), w.text)
        for w in readback.printed(content).words
        if w.figure
    }
    assert figures
    assert figures <= published
    path = tmp_path / "plan.pdf"
    path.write_bytes(content)
    verapdf.assert_valid(path)


def test_a_withheld_figure_is_named_as_withheld_and_no_older_one_stands_in_its_place() -> None:
    plan = _planned()
    found = dict(plan.picture.assessments)
    held = found["gld", plan.area]
    hidden = Point(held.series.points[-1].period, None, state=ValueState.SUPPRESSED)
    series = replace(held.series, points=(*held.series.points[:-1], hidden))
    found["gld", plan.area] = replace(held, series=series)
    document = render.plan_for_everyone(
        replace(plan, picture=replace(plan.picture, assessments=found))
    )
    said = [box.text for box in document.pages[0].boxes]
    assert "[c] Withheld" in said
    assert boxes.clashes(document) == []
    whole = [box.text for box in render.plan_for_everyone(plan).pages[0].boxes]
    (gone,) = [text for text in whole if text not in said and text.endswith("%")]
    assert gone == "63.6%"


def test_a_restricted_pack_makes_none() -> None:
    with pytest.raises(Refusal, match="for everyone"):
        formats.make(packed(BURNLEY).content, Format.PLAN)
