"""A sentence in a person's own words is printed and marked, and cannot be issued once its figures have moved."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from cypworkbench.cli import main
from cypworkbench.domain.disclosure import Disclosure
from cypworkbench.domain.judgement import Assessment, Status
from cypworkbench.domain.pack import Edition, PackPlan
from cypworkbench.domain.record import Picture
from cypworkbench.domain.refusal import Refusal
from cypworkbench.domain.template import Template
from cypworkbench.flow import decide, packing, pictured, sample, sentences
from cypworkbench.flow.decide import Desk
from cypworkbench.flow.public import public_picture
from cypworkbench.flow.sentences import Said
from cypworkbench.packs import narrative, render
from cypworkbench.store.workspace import Workspace
from tests.journey.sampled import BURNLEY, COUNTY, FRAMEWORK, sampled, settled_at
from tests.support import boxes

_ABOUT = ("cla-rate", FRAMEWORK.county)
_SHORT = ("cover", "contents", "headlines", "signoff")
_OURS = "Fewer children come into care than a year ago, and the board asked why."


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    return settled_at(tmp_path / "w.cypw")


def _picture(path: Path, text: str = "") -> Picture:
    with Workspace.open(path) as held:
        desk = Desk(held, sample.ANALYST, sample.PACKED_AT)
        if text:
            sentences.write(desk, sampled().picture, _ABOUT, text)
        return pictured.picture(held.record(), FRAMEWORK)


def _planned(picture: Picture) -> PackPlan:
    return packing.plan_pack(picture, COUNTY, Edition.BOARD, 1, sample.PACKED_AT)


def _printed(plan: PackPlan) -> str:
    only = tuple(a for a in plan.measures if a.measure.id == _ABOUT[0])
    document = render.draw(replace(plan, measures=only), "0" * 64)
    return " ".join(" ".join(b.text for p in document.pages for b in p.boxes).split())


def _moved(picture: Picture) -> Picture:
    """The same picture with the measure's latest figure one higher."""
    held: Assessment = picture.assessments[_ABOUT]
    *before, last = held.series.points
    last = replace(last, value=(last.value or 0.0) + 1)
    moved = replace(held, series=replace(held.series, points=(*before, last)))
    return replace(picture, assessments={**picture.assessments, _ABOUT: moved})


def test_own_words_are_printed_in_place_of_the_programs_and_marked_as_whose(
    workspace: Path,
) -> None:
    plan = _planned(_picture(workspace, _OURS))
    said = _printed(plan)
    names = {a.code: a.name for a in FRAMEWORK.areas}
    assert f"{_OURS} (in the words of the" in said
    assert narrative.claim(plan.picture.assessments[_ABOUT]) not in said
    assert not plan.is_draft
    replayed = packing.replay(packing.snapshot(plan))
    assert replayed.picture.wordings == plan.picture.wordings
    assert plan.picture.wordings[0].instead_of == narrative.sentence(
        plan.picture.assessments[_ABOUT], names
    )


def test_once_a_figure_moves_the_old_words_are_not_printed_and_the_pack_cannot_be_sealed(
    workspace: Path,
) -> None:
    plan = _planned(_moved(_picture(workspace, _OURS)))
    assert [b.subject for b in plan.blockers if _OURS in b.what] == [_ABOUT[0]]
    assert _OURS not in _printed(plan)
    with pytest.raises(Refusal, match="written of other figures"):
        packing.seal(plan)


def test_no_words_the_programs_own_and_too_many_are_refused(workspace: Path) -> None:
    picture = sampled().picture
    with Workspace.open(workspace) as held:
        desk = Desk(held, sample.ANALYST, sample.PACKED_AT)
        for text in ("", sentences.said(picture, *_ABOUT), "word " * 100):
            with pytest.raises(Refusal):
                sentences.write(desk, picture, _ABOUT, text)
        with pytest.raises(Refusal, match="stands there already"):
            sentences.give_up(desk, picture, *_ABOUT)


def test_own_words_stay_out_of_the_public_pack_and_are_undone_like_any_decision(
    workspace: Path,
) -> None:
    picture = _picture(workspace, _OURS)
    assert len(picture.wordings) == 1
    with Workspace.open(workspace) as held:
        shown = public_picture(picture, COUNTY, Disclosure(), ())
        assert shown.assessments
        assert shown.wordings == ()
        decide.undo(Desk(held, sample.ANALYST, sample.PACKED_AT))
        assert pictured.picture(held.record(), FRAMEWORK).wordings == ()


def test_the_terminal_shows_edits_and_resets_a_sentence(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mine = ["sentence", str(workspace), "--measure", _ABOUT[0], "--area", _ABOUT[1]]
    assert main([*mine, "--text", _OURS, "--as", "analyst"]) == 0
    capsys.readouterr()
    assert main([*mine, "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["edited"], said["stale"]) == (_OURS, False)
    assert main([*mine, "--reset", "--as", "analyst"]) == 0
    assert main([*mine, "--reset", "--as", "analyst"]) == 3


def _annual(picture: Picture) -> PackPlan:
    return packing.plan_pack(picture, COUNTY, Edition.ANNUAL, 1, sample.PACKED_AT)


def _passage(plan: PackPlan, kind: str) -> Said:
    return next(s for s in sentences.passages(plan) if s.name.startswith(kind))


def _pages(plan: PackPlan, *parts: str) -> str:
    drawn = render.draw(plan, "0" * 64)
    pages = [drawn.pages[n] for part in parts for n in drawn.parts[part]]
    return " ".join(" ".join(b.text for p in pages for b in p.boxes).split())


def test_headlines_successes_and_challenges_in_own_words_are_printed_marked_and_replayed(
    workspace: Path,
) -> None:
    before = _annual(sampled().picture)
    kinds = ("headlines-status", "headlines-year", "success", "challenge")
    mine = {kind: f"{_OURS} This is the {kind}." for kind in kinds}
    with Workspace.open(workspace) as held:
        desk = Desk(held, sample.ANALYST, sample.PACKED_AT)
        for kind, text in mine.items():
            sentences.write_passage(desk, before.area, _passage(before, kind), text)
        plan = _annual(pictured.picture(held.record(), FRAMEWORK))
    said = _pages(plan, "headlines", "successes")
    for kind, text in mine.items():
        assert f"{text} (in the words of the" in said
        assert _passage(before, kind).own not in said
    assert not plan.is_draft
    replayed = packing.replay(packing.snapshot(plan))
    assert sentences.passages(replayed) == sentences.passages(plan)
    other = packing.plan_pack(plan.picture, BURNLEY, Edition.BOARD, 1, sample.PACKED_AT)
    assert [s for s in sentences.passages(other) if s.written] == []


@pytest.mark.parametrize("kind", ["headlines-status", "challenge"])
def test_a_passage_written_of_other_figures_is_not_printed_and_keeps_its_pack_from_being_sealed(
    workspace: Path, kind: str
) -> None:
    said = _passage(_annual(sampled().picture), kind)
    with Workspace.open(workspace) as held:
        desk = Desk(held, sample.ANALYST, sample.PACKED_AT)
        sentences.write_passage(desk, FRAMEWORK.county, said, _OURS)
        picture = pictured.picture(held.record(), FRAMEWORK)
    key = next(a for a in _annual(picture).measures if a.status is Status.OFF)
    met = {(key.measure.id, key.area): replace(key, status=Status.MET)}
    plan = _annual(replace(picture, assessments={**picture.assessments, **met}))
    assert [b.subject for b in plan.blockers if _OURS in b.what] == [said.name]
    assert [s.name for s in sentences.passages(plan) if s.is_stale] == [said.name]
    with pytest.raises(Refusal, match="written of other figures"):
        packing.seal(plan)
    assert not _annual(picture).is_draft


def test_own_words_for_the_headlines_leave_every_line_its_room(workspace: Path) -> None:
    before = _planned(sampled().picture)
    with Workspace.open(workspace) as held:
        desk = Desk(held, sample.ANALYST, sample.PACKED_AT)
        for said in sentences.passages(before):
            text = ("whichever words " * 20)[: said.longest].strip()
            sentences.write_passage(desk, before.area, said, text)
            with pytest.raises(Refusal, match="there is room for"):
                sentences.write_passage(desk, before.area, said, f"{text} and so on and on")
        picture = pictured.picture(held.record(), FRAMEWORK)
    only = replace(_planned(picture), template=Template(COUNTY, pages=_SHORT))
    assert boxes.clashes(render.draw(only, "0" * 64)) == []


def test_the_terminal_lists_a_boards_passages_and_edits_the_one_that_is_named(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mine = ["sentence", str(workspace), "--board", COUNTY]
    assert main([*mine, "--json"]) == 0
    name = json.loads(capsys.readouterr().out)[0]["name"]
    assert main([*mine, "--part", name, "--text", _OURS, "--as", "analyst"]) == 0
    capsys.readouterr()
    assert main([*mine, "--part", name, "--json"]) == 0
    (said,) = json.loads(capsys.readouterr().out)
    assert (said["edited"], said["stale"]) == (_OURS, False)
    assert main([*mine, "--part", name, "--reset", "--as", "analyst"]) == 0
    assert main([*mine, "--part", "nothing@here"]) == 3
