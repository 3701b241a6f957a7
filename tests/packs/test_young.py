"""The young people's edition: whole children that sum to a hundred, plain words, public figures and no others."""

import ctypes
import re
import warnings
from dataclasses import replace
from functools import cache
from itertools import combinations
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdfium2 import raw

from cypworkbench.domain.evidence import ValueState
from cypworkbench.domain.judgement import Point
from cypworkbench.domain.pack import Edition, PackPlan
from cypworkbench.domain.refusal import Refusal
from cypworkbench.flow import formats, sample
from cypworkbench.flow.formats import Format
from cypworkbench.packs import plan as planning
from cypworkbench.packs import words
from cypworkbench.packs.html.page import write
from cypworkbench.packs.palette import palette
from cypworkbench.packs.told import edition
from cypworkbench.packs.young import pages, reading_age
from cypworkbench.packs.young.reading_age import reading
from cypworkbench.packs.young.village import CHILDREN, Answer, Village, village, whole_children
from cypworkbench.signing import readback
from tests.journey.sampled import BURNLEY, COUNTY, packed, sampled
from tests.smallcounts.test_public_pack import packed as public
from tests.support import verapdf

_SHARES = st.lists(st.floats(0, 1e9, allow_subnormal=False), min_size=1, max_size=12)


@cache
def plan() -> PackPlan:
    """The county's measures for everyone, as far as this edition uses them: shares that count nobody's few."""
    return planning.plan(sampled().picture, COUNTY, Edition.PUBLIC, 1, sample.PACKED_AT)


@cache
def told() -> Village:
    return village(plan())


@cache
def drawn() -> bytes:
    return pages.draw(plan(), told()).seal()


@given(_SHARES.filter(lambda shares: sum(shares) > 0))
def test_the_villages_children_sum_to_a_hundred_and_nobody_is_a_whole_child_off(
    shares: list[float],
) -> None:
    whole = whole_children(shares)
    assert sum(whole) == CHILDREN
    for children, share in zip(whole, shares, strict=True):
        assert abs(children - CHILDREN * share / sum(shares)) < 1 + 1e-6
    for (one, less), (other, more) in combinations(zip(shares, whole, strict=True), 2):
        assert one == other or (one < other) == (less < more) or less == more


def test_parts_that_are_no_parts_of_anything_are_refused() -> None:
    for wrong in ([0.0, 0.0], [-1.0, 2.0]):
        with pytest.raises(ValueError, match="come to something"):
            whole_children(wrong)


def test_each_number_of_children_is_the_figure_rounded_and_so_is_what_it_is_beside() -> None:
    assessments = {a.measure.id: a for a in plan().measures}
    assert len(told().facts) == 6
    for fact in told().facts:
        latest = assessments[fact.measure].latest
        assert latest is not None
        assert latest.value is not None
        assert abs(fact.count - latest.value) <= 0.5
        assert latest.period.label in fact.says
    by_id = {fact.measure: fact.says for fact in told().facts}
    england = sampled().picture.assessments["gld", "E92000001"]
    point = england.series.at(assessments["gld"].latest.period)  # type: ignore[union-attr]  # asserted above
    assert point is not None
    assert f"In England it is {point.value:.0f}." in by_id["gld"]


def test_what_is_changing_says_more_only_of_what_went_up() -> None:
    assessments = {a.measure.id: a for a in plan().measures}
    assert len(told().movements) == 6
    for moved in told().movements:
        held = assessments[moved.measure]
        change, latest = held.short_change, held.latest
        assert change is not None
        assert latest is not None
        assert moved.says.startswith("More" if change.difference > 0 else "Fewer") or (
            moved.measure == "unauthorised-absence"
            and ("less" if change.difference < 0 else "more") in moved.says
        )
        assert words.figure(held.measure, latest.value) in moved.figures
        assert words.figure(held.measure, change.before) in moved.figures


def test_two_formulas_find_a_reading_age_of_nine_or_under() -> None:
    """American grades begin at the age of five: the fourth is for those of nine."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of an escape in the library's list of Dutch words
        import readability

    lines = [line for text in pages.sentences(told()) for line in re.split(r"(?<=[.?]) ", text)]
    tokens = "\n".join(" ".join(re.findall(r"[\w’%,]+|[.?:]", line)) for line in lines)
    found = readability.getmeasures(tokens, lang="en")
    assert found["sentence info"]["sentences"] > 30
    grades = found["readability grades"]
    for formula in ("Kincaid", "ARI", "Coleman-Liau"):
        assert grades[formula] + 5 <= 9, formula
    # the program says its own count of two of them beside the edition
    own = reading(pages.sentences(told()))
    assert own.ari == pytest.approx(grades["ARI"] + 5, abs=0.15)
    assert own.coleman_liau == pytest.approx(grades["Coleman-Liau"] + 5, abs=0.15)
    assert f"{own.ari:.1f} by one formula" in reading_age.told(told())
    hard = "Unauthorised absenteeism necessitates multidisciplinary intervention across educational partnerships ."
    assert readability.getmeasures(hard, lang="en")["readability grades"]["Kincaid"] > 15


def test_the_words_of_registers_are_measured_beside_and_hard_ones_are_said_to_be() -> None:
    plain = "We need a place to go after school. It should be warm and we want to help run it. It must not cost much."
    done = "The club now has its doors open on four days. Six of us help to run it. It costs nothing at all to come in."
    said = reading_age.told(replace(told(), answers=(Answer(plain, done, "Burnley"),)))
    assert "What people said" in said
    assert "above nine" not in said
    hard = Answer(
        done, "Commissioning arrangements were subsequently renegotiated multilaterally. " * 6, ""
    )
    assert "above nine" in reading_age.told(replace(told(), answers=(hard,)))
    assert "too few words" in reading_age.told(
        replace(told(), answers=(Answer("More clubs.", "", ""),))
    )


def test_the_page_prints_each_number_and_draws_so_many_little_people() -> None:
    read = readback.printed(drawn())
    for fact in told().facts:
        figure = f"fig:young:{fact.measure}:{fact.area}:children:{fact.period}"
        assert read.figures[figure].strip() == str(fact.count)
    said = " ".join(w.text for w in read.words)
    for fact in told().facts:
        assert f"{CHILDREN} little people. {fact.count} are filled in: they {fact.label}." in said
    # a little person filled in is two shapes, a head and a body; the houses stand above
    assert _filled(below=300.0) == 2 * sum(fact.count for fact in told().facts)


def test_the_web_page_has_the_same_village_a_hundred_people_to_a_fact() -> None:
    kept = pages.draw(plan(), told(), {})
    page = write(edition.of_document(kept, plan(), "0" * 64, {}), palette("light")).decode()
    drawn_people = [part.partition("</svg>")[0] for part in page.split("<svg")[1:]]
    villages = [part for part in drawn_people if part.count("<circle") == CHILDREN]
    assert len(villages) == len(told().facts)
    for fact, people in zip(told().facts, villages, strict=True):
        heads = re.findall(r"<circle[^>]*style=\"fill:([^;]*);", people)
        assert sum(fill != "none" for fill in heads) == fact.count
        assert f"{CHILDREN} little people. {fact.count} are filled in" in page
        assert fact.says in page


def _filled(below: float) -> int:
    """How many shapes of the first page are filled, so many points and more under its top edge."""
    page = pypdfium2.PdfDocument(drawn())[0]
    count = 0
    for shape in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH]):
        filled, stroked = ctypes.c_int(), ctypes.c_int()
        raw.FPDFPath_GetDrawMode(shape.raw, ctypes.byref(filled), ctypes.byref(stroked))
        count += bool(filled.value) and shape.get_bounds()[3] < page.get_height() - below
    return count


def test_no_lines_of_text_overlap_and_none_leaves_the_margins() -> None:
    for page in pages.draw(plan(), told()).pages:
        for box in page.boxes:
            assert box.right <= 194
        for one, other in combinations(page.boxes, 2):
            across = min(one.right, other.right) - max(one.left, other.left)
            down = min(one.bottom, other.bottom) - max(one.top, other.top)
            assert across <= 0.1 or down <= 0.6, (one.text, other.text)


def test_a_figure_that_may_not_be_shown_is_not_told_nor_an_older_one_in_its_place() -> None:
    assessments = list(plan().measures)
    place = next(n for n, a in enumerate(assessments) if a.measure.id == "gld")
    series = assessments[place].series
    hidden = Point(series.points[-1].period, None, state=ValueState.SUPPRESSED)
    points = (*series.points[:-1], hidden)
    assessments[place] = replace(assessments[place], series=replace(series, points=points))
    told_now = village(replace(plan(), measures=tuple(assessments)))
    assert "gld" not in {fact.measure for fact in told_now.facts}
    assert len(told_now.facts) == 5


def test_a_restricted_pack_is_refused() -> None:
    with pytest.raises(Refusal, match="that pack is not"):
        formats.make(packed(BURNLEY).content, Format.YOUNG)


@pytest.mark.slow
@pytest.mark.parametrize("board", [COUNTY, BURNLEY])
def test_it_is_made_from_the_public_pack_alone_and_keeps_both_standards(
    tmp_path: Path, board: str
) -> None:
    content = formats.make(public(board).content, Format.YOUNG)
    assert formats.make(public(board).content, Format.YOUNG) == content
    assert len(pypdfium2.PdfDocument(content)) == 2
    path = tmp_path / "young.pdf"
    path.write_bytes(content)
    verapdf.assert_valid(path)
