"""A sentence in a person's own words is printed and marked, and cannot be issued once its figures have moved."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from cypworkbench.cli import main
from cypworkbench.domain.disclosure import Disclosure
from cypworkbench.domain.judgement import Assessment
from cypworkbench.domain.pack import Edition, PackPlan
from cypworkbench.domain.record import Picture
from cypworkbench.domain.refusal import Refusal
from cypworkbench.flow import decide, packing, pictured, sample, sentences
from cypworkbench.flow.decide import Desk
from cypworkbench.flow.public import public_picture
from cypworkbench.packs import narrative, render
from cypworkbench.store.workspace import Workspace
from tests.journey.sampled import COUNTY, FRAMEWORK, sampled, settled_at

_ABOUT = ("cla-rate", FRAMEWORK.county)
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
