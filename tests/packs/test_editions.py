"""Every edition of the sample: its own pages, none empty or overlapping, no figure named twice, and replayed."""

import hashlib
from collections import Counter
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from cypworkbench import catalogue
from cypworkbench.domain.decision import DecisionKind, Intent, Person, link
from cypworkbench.domain.framework import Framework
from cypworkbench.domain.judgement import Status
from cypworkbench.domain.pack import Edition, PackPlan
from cypworkbench.domain.record import Action, Comment, Record, StoredPack
from cypworkbench.domain.refusal import Refusal
from cypworkbench.flow import packing, sample
from cypworkbench.packs import editions, glossary, narrative, render, steps
from cypworkbench.packs.pages import exceptions, plan_on_a_page, register
from cypworkbench.packs.tagged import Document
from tests.journey.sampled import BURNLEY, COUNTY, sampled
from tests.support import boxes, verapdf

_SHORT = (Edition.ANNUAL, Edition.EXCEPTIONS, Edition.PLAN)


def _planned(edition: Edition, board: str = COUNTY) -> PackPlan:
    return packing.plan_pack(sampled().picture, board, edition, 1, sample.PACKED_AT)


@cache
def _drawn(edition: Edition, board: str = COUNTY) -> Document:
    return render.draw(_planned(edition, board), "0" * 64)


def _said(document: Document) -> str:
    return " ".join(" ".join(box.text for page in document.pages for box in page.boxes).split())


def test_every_edition_is_named_and_has_only_pages_that_the_register_knows() -> None:
    known = {editions.CONTENTS, *register.kinds("")}
    assert set(editions.PAGES) == set(editions.NAMES) == set(Edition)
    assert [name for pages in editions.PAGES.values() for name in pages if name not in known] == []
    used = {name for pages in editions.PAGES.values() for name in pages}
    assert known - used == set()


def test_the_public_has_no_page_of_what_one_place_wrote_but_what_young_people_said() -> None:
    assert not {"exceptions", "movement"} & set(editions.PAGES[Edition.PUBLIC])


@pytest.mark.parametrize("edition", _SHORT)
@pytest.mark.parametrize("board", [COUNTY, BURNLEY])
def test_no_line_of_an_edition_touches_another_and_no_page_is_empty(
    edition: Edition, board: str
) -> None:
    document = _drawn(edition, board)
    assert boxes.clashes(document) == []
    assert [page.number for page in document.pages if len(page.boxes) < 5] == []
    names = Counter(e.figure for e in document.root.walk() if e.figure)
    assert [name for name, times in names.items() if times > 1] == []


@pytest.mark.parametrize("edition", _SHORT)
def test_an_editions_attached_record_draws_the_same_bytes(edition: Edition) -> None:
    plan = _planned(edition)
    record = packing.snapshot(plan)
    assert packing.redraw(record) == packing.issue_pack(plan, record).content


def test_the_exceptions_name_everything_off_target_with_who_acts_and_nothing_that_meets() -> None:
    plan = _planned(Edition.EXCEPTIONS)
    said = _said(_drawn(Edition.EXCEPTIONS)).replace("-", "")
    off = [a for a in plan.measures if a.status is Status.OFF]
    met = [a for a in plan.measures if not exceptions.is_exception(a)]
    assert off
    assert [a.measure.title for a in off if a.measure.title.replace("-", "") not in said] == []
    assert [a.measure.title for a in met if a.measure.title in said] == []
    here = [action for action in plan.picture.actions if action.area == plan.area]
    assert here
    for action in here:
        assert (action.owner in said) or action.measure not in {a.measure.id for a in off}


def test_an_action_whose_day_has_passed_says_so_and_one_without_progress_says_that() -> None:
    plan = _planned(Edition.ANNUAL)
    first, as_at = plan.measures[0].measure.id, plan.picture.round.as_at
    assert as_at
    late = Action(
        first, plan.area, "Write to the schools.", "Head of schools", as_at.replace(year=2020)
    )
    document = render.draw(replace(plan, picture=replace(plan.picture, actions=(late,))), "0" * 64)
    said = _said(document)
    assert "Write to the schools." in said
    assert "Its day has passed. No progress is recorded." in said


def test_the_years_movement_is_called_better_only_where_the_measure_says_which_way() -> None:
    plan, said = _planned(Edition.ANNUAL), _said(_drawn(Edition.ANNUAL))
    watched = next(a for a in plan.measures if a.status is Status.NO_JUDGEMENT)
    start = said.index("A year’s movement", said.index("What that means") - 400)
    row = said[said.index(watched.measure.title, start) :][:120]
    assert "Better" not in row.split(")")[0]
    assert "Worse" not in row.split(")")[0]


def test_an_annual_report_calls_a_measure_better_or_worse_since_one_and_the_same_day() -> None:
    plan, document = _planned(Edition.ANNUAL), _drawn(Edition.ANNUAL)
    pages = [document.pages[n] for n in document.parts["headlines"]]
    said = " ".join(box.text for page in pages for box in page.boxes)
    assert "ince the period before" not in said
    assert "Compared with a year before," in said
    assert said.count("ince a year before") >= 2  # both lists
    better = {a.measure.id for a in narrative.moving(plan.measures, steps.over_a_year, better=True)}
    by_quarter = {a.measure.id for a in narrative.moving(plan.measures, better=True)}
    assert better != by_quarter  # else the sample shows nothing
    called = {a.measure.id for a in plan.measures if steps.over_the_year(a) == "better than"}
    assert better <= called


@pytest.mark.parametrize("name", ["cypfp-2022", "cypp-2014", "cypp-2011"])
def test_each_of_three_plans_fits_on_one_page_in_type_of_eight_points_or_more(name: str) -> None:
    framework: Framework = catalogue.load_framework(name)
    plan = _planned(Edition.PLAN)
    lead = framework.boards[0].id
    plan = replace(plan, picture=replace(plan.picture, framework=framework), board=lead)
    document = render.draw(plan, "0" * 64)
    (page,) = document.pages
    assert (page.width, page.height) == plan_on_a_page.SIZE
    assert boxes.clashes(document) == []
    said = _said(document)
    titles = [t for o in framework.outcomes for t in o.title.split()]
    assert [word for word in titles if word not in said] == []
    body = [b for b in page.boxes if 38 < b.top < 190]
    sizes = [(b.bottom - b.top) / 0.86 / 25.4 * 72 for b in body]  # a box is 0.86 of its type
    assert min(sizes) >= plan_on_a_page.LEAST
    # the longest plan reaches to its foot, the others have the largest type there is
    lists = [b for b in page.boxes if b.text == "•"]
    size = (lists[0].bottom - lists[0].top) / 0.86 / 25.4 * 72
    assert size >= 9.0 if name == "cypfp-2022" else size == pytest.approx(plan_on_a_page.MOST)
    assert "0 measures" not in said
    assert "for signature" not in " ".join(page.margin)  # it has no box to sign in


def test_a_plan_that_would_need_smaller_type_is_refused_and_not_squeezed() -> None:
    plan = _planned(Edition.PLAN)
    framework = plan.picture.framework
    long = tuple(replace(s, text=f"{s.text} " * 12) for s in framework.ways_of_working)
    picture = replace(plan.picture, framework=replace(framework, ways_of_working=long))
    with pytest.raises(Refusal, match="8 points"):
        render.draw(replace(plan, picture=picture), "0" * 64)


def test_the_glossary_explains_the_terms_that_are_used_and_no_others() -> None:
    found = dict(glossary.of("Children looked after; a NEET rate. Generate no other."))
    assert set(found) == {"looked after", "NEET", "rate"}
    assert glossary.of("Separate corporate matters") == ()


def test_a_named_boards_pack_has_the_measures_it_follows_and_says_its_remit_and_cycle() -> None:
    plan = _planned(Edition.BOARD, "edu-strategic")
    framework = plan.picture.framework
    board = framework.board("edu-strategic")
    watched = {m.id for m in framework.watched_by(board)}
    county = {a.measure.id for a in _planned(Edition.BOARD).measures}
    assert {a.measure.id for a in plan.measures} == watched & county != county
    assert any("edu-strategic" in b.subject or "has not been" in b.what for b in plan.blockers)
    document = render.draw(replace(plan, measures=plan.measures[:1]), "0" * 64)
    assert boxes.clashes(document) == []
    cover = " ".join(" ".join(b.text for b in document.pages[0].boxes).split())
    assert f"For {board.name}, which meets {board.cycle}" in cover
    with pytest.raises(Refusal, match="no pack for a board"):
        packing.plan_pack(
            sampled().picture, board.id, Edition.PUBLIC, 1, sample.PACKED_AT, sampled().record
        )


def _issued_before(plan: PackPlan) -> Record:
    """The sample's record with a pack issued from a plan."""
    record, content = sampled().record, packing.issue_pack(plan).content
    digest = hashlib.sha256(content).hexdigest()
    body = {"board": plan.board, "edition": plan.edition.value, "version": 1, "draft": False}
    intent = Intent(DecisionKind.PACK_ISSUED, digest, body)
    issued = link(record.decisions[-1], intent, sample.ANALYST, sample.PACKED_AT)
    stored = StoredPack(digest, plan.board, plan.edition.value, content, issued.sequence)
    return replace(record, decisions=(*record.decisions, issued), packs=(stored,))


def test_a_second_pack_says_what_changed_since_the_first_and_its_record_draws_that_again() -> None:
    first = _planned(Edition.ANNUAL, BURNLEY)
    record, picture = _issued_before(first), sampled().picture
    area, by = first.area, Person("A person", "Lead officer")
    said = Comment(first.measures[0].measure.id, area, "Visits begin sooner.", by, sample.PACKED_AT)
    changed = replace(picture, comments=(*picture.comments, said))
    at, board = sample.PACKED_AT, BURNLEY
    same = packing.plan_pack(picture, board, Edition.ANNUAL, 2, at, record)
    assert same.since
    assert (same.since.about, same.since.counted) == ((), "Nothing changed.")
    second = packing.plan_pack(changed, board, Edition.ANNUAL, 2, at, record)
    assert second.since
    assert [kind for kind, _ in second.since.about] == ["words changed"]
    printed = _said(render.draw(second, "0" * 64))
    assert "What changed since the last pack" in printed
    assert "became “Visits begin sooner.”" in printed
    held = packing.snapshot(second)
    assert packing.redraw(held) == packing.issue_pack(second, held).content
    assert packing.since(replace(second, edition=Edition.PUBLIC), record) is None


@pytest.mark.slow
def test_every_edition_passes_both_profiles(tmp_path: Path) -> None:
    files = []
    for edition in set(Edition) - {Edition.PUBLIC}:
        for board in (COUNTY, BURNLEY):
            files.append(tmp_path / f"{board}-{edition}.pdf")
            files[-1].write_bytes(packing.issue_pack(_planned(edition, board)).content)
    assert [(v.file.name, v.failures) for v in verapdf.validate(files) if not v.passed] == []


_UNBROKEN = "unbreakable" * 28
_HOSTILE = (
    _UNBROKEN,
    "طفل صغير " * 12,
    "<b>&amp;</b> ) Tj ET \\ %PDF " * 8,
    "=HYPERLINK(1)|cmd' /c calc'!A0",
    "turned \u202egnp.exe\u202c back",
)


@pytest.mark.slow
@pytest.mark.parametrize("edition", [e for e in Edition if e is not Edition.PUBLIC])
@pytest.mark.parametrize("count", [0, 1, 7])
def test_texts_made_to_harm_and_packs_of_few_measures_leave_no_page_broken(
    edition: Edition, count: int, tmp_path: Path
) -> None:
    plan, files = _planned(edition), []
    by = Person("A person", "Lead officer")
    for number, text in enumerate(_HOSTILE):
        first = plan.measures[0].measure.id
        action = Action(first, plan.area, text, text[:80], sample.PACKED_AT.date(), text)
        aside = tuple(replace(s, reason=text, by=by) for s in plan.picture.set_aside)
        picture = replace(plan.picture, actions=(action,), set_aside=aside)
        made = replace(plan, picture=picture, measures=plan.measures[:count])
        document = render.draw(made, "0" * 64)
        assert boxes.clashes(document) == []
        files.append(tmp_path / f"{number}.pdf")
        files[-1].write_bytes(document.seal())
    assert [(v.file.name, v.failures) for v in verapdf.validate(files) if not v.passed] == []
