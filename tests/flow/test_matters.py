"""A board's own priorities and the questions put to it are kept, printed, answered, dropped, and stay in its packs."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from cypworkbench.cli import main
from cypworkbench.domain.disclosure import Disclosure
from cypworkbench.domain.matter import Matter, MatterKind
from cypworkbench.domain.pack import Edition, PackPlan
from cypworkbench.domain.record import Picture
from cypworkbench.domain.refusal import Refusal
from cypworkbench.flow import logged, matters, packing, pictured, sample
from cypworkbench.flow.decide import Desk
from cypworkbench.flow.public import public_picture
from cypworkbench.packs import render
from cypworkbench.packs.tagged import Document
from cypworkbench.store.workspace import Workspace
from tests.journey.sampled import BURNLEY, COUNTY, FRAMEWORK, settled_at
from tests.support import boxes

_AREA = FRAMEWORK.board(BURNLEY).areas[0]
_PRIORITY = Matter(
    MatterKind.PRIORITY, _AREA, 0, "Keep more families together", ("cla-rate",), "trust’s lead"
)
_ASKED = Matter(
    MatterKind.CHALLENGE,
    _AREA,
    0,
    "Why do so few take part in early help groups?",
    ("eh-group-learning",),
    "member for schools",
    due=date(2026, 9, 30),
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return settled_at(tmp_path / "w.cypw")


def _seen(held: Workspace) -> Picture:
    return pictured.picture(held.record(), FRAMEWORK)


def _planned(picture: Picture, board: str = BURNLEY) -> PackPlan:
    return packing.plan_pack(picture, board, Edition.BOARD, 1, sample.PACKED_AT)


def _drawn(plan: PackPlan) -> tuple[Document, str]:
    document = render.draw(replace(plan, measures=plan.measures[:1]), "0" * 64)
    pages = [*document.parts["priorities"], *document.parts["challenges"]]
    said = " ".join(b.text for n in pages for b in document.pages[n].boxes)
    return document, " ".join(said.split())


def test_what_a_district_set_down_is_printed_in_its_own_pack_and_replayed_and_in_no_other(
    path: Path,
) -> None:
    with Workspace.open(path) as held:
        desk = Desk(held, sample.ANALYST, sample.PACKED_AT)
        matters.set_down(desk, _PRIORITY)
        matters.set_down(desk, _ASKED)
        matters.set_down(desk, replace(_ASKED, text="And who decides that?", due=None))
        picture = _seen(held)
    plan = _planned(picture)
    assert not plan.is_draft  # the steps taken stand: no figure has moved
    document, said = _drawn(plan)
    assert boxes.clashes(document) == []
    latest = picture.assessments["cla-rate", _AREA].latest
    assert latest is not None
    assert f"3. {_PRIORITY.text} Led by the trust’s lead." in said
    assert f"{latest.value:.1f}" in said
    assert "Three questions were put to the board; three still want an answer." in said
    assert "An answer is owed by 30 September 2026." in said
    assert packing.replay(packing.snapshot(plan)).picture.matters == plan.picture.matters
    county = _drawn(_planned(picture, COUNTY))[1]
    assert "Every child who goes missing" in county
    assert _PRIORITY.text not in county
    assert public_picture(picture, BURNLEY, Disclosure(), ()).matters == ()


def test_an_answer_and_a_drop_replace_what_stood_and_both_are_logged(path: Path) -> None:
    with Workspace.open(path) as held:
        desk = Desk(held, sample.ANALYST, sample.PACKED_AT)
        for new in (_PRIORITY, _ASKED):
            matters.set_down(desk, new)
        matters.answer(desk, replace(_ASKED, number=2), "Two more workers start in May.")
        matters.drop(desk, replace(_PRIORITY, number=3))
        picture = _seen(held)
        said = [entry.sentence for entry in logged.entries(held.record())[-4:]]
        with pytest.raises(Refusal, match="There is no priority 3"):
            matters.drop(desk, replace(_PRIORITY, number=3))
    assert "Answer: Two more workers start in May." in _drawn(_planned(picture))[1]
    standing = matters.standing(picture.matters, MatterKind.PRIORITY, _AREA)
    assert [m.number for m in standing] == [1, 2]
    assert "set down question 2 of Burnley" in said[1]
    assert "answered question 2 of Burnley" in said[2]
    assert "dropped local priority 3 of Burnley" in said[3]


@pytest.mark.parametrize(
    "wrong",
    [
        replace(_PRIORITY, text=" "),
        replace(_PRIORITY, text="word " * 80),
        replace(_PRIORITY, area="E00000000"),
        replace(_PRIORITY, measures=("nothing",)),
        replace(_ASKED, who=""),
    ],
)
def test_what_cannot_be_printed_or_found_is_refused(wrong: Matter) -> None:
    with pytest.raises(Refusal):
        matters.checked(FRAMEWORK, wrong)


def test_the_terminal_sets_down_answers_and_lists(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mine = ["challenge", str(path), "--area", _AREA]
    asked = ["--text", "Why?", "--who", "chair", "--due", "2026-12-01", "--as", "analyst"]
    assert main([*mine, *asked]) == 0
    assert main([*mine, "--number", "2", "--answer", "Because.", "--as", "analyst"]) == 0
    capsys.readouterr()
    assert main(["challenge", str(path), "--json"]) == 0
    one = json.loads(capsys.readouterr().out)["challenges"][-1]
    assert (one["text"], one["answer"], one["number"]) == ("Why?", "Because.", 2)
    assert main([*mine, "--number", "3", "--drop", "--as", "analyst"]) == 3
