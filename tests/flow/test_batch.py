"""Many packs in one go: each through its own gate, one refusal stopping no other, nothing kept before the end."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from cypworkbench.domain.decision import Person
from cypworkbench.domain.judgement import Status
from cypworkbench.domain.pack import Verdict
from cypworkbench.domain.refusal import Refusal
from cypworkbench.flow import batch, decide, packing, pictured, proving, receive, sample, signoff
from cypworkbench.flow.decide import Desk
from cypworkbench.flow.issued import issued_pack
from cypworkbench.signing.identity import load_identity, new_trial_identity
from tests.journey.sampled import BURNLEY, COUNTY, FRAMEWORK, sampled

AT = sample.PACKED_AT
HYNDBURN, WYRE = "dctb-hyndburn", "dctb-wyre"
IDENTITY = new_trial_identity("Ada Example", "Analyst", "A council", "trial", now=AT)
KEY = proving.Key(IDENTITY, "trial")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with sample.open_workspace(tmp_path / "w.cypw") as workspace:
        yield Desk(workspace, Person("An analyst", "Analyst"), AT)


def nobody(_done: int, _total: int, _name: str) -> None:
    """Nobody is listening."""


def test_one_board_that_is_not_ready_stops_no_other_and_what_is_kept_can_be_signed_on(
    desk: Desk,
) -> None:
    seen, record = sampled().picture, sampled().record
    told: list[tuple[int, int, str]] = []
    wish = batch.Wish((HYNDBURN, BURNLEY), AT, KEY, "Analyst")
    late, ready = batch.prepare(record, seen, wish, lambda *step: told.append(step))
    assert [(done, total) for done, total, _ in told] == [(0, 2), (1, 2)]
    assert late.refusal is not None
    assert "Still a draft: " in late.refusal.what
    assert ready.refusal is None
    for one in (late, ready):
        batch.keep(desk, seen, one, "Analyst")
    kept = desk.workspace.record()
    assert issued_pack(kept, HYNDBURN) is None
    standing = issued_pack(kept, BURNLEY)
    assert standing is not None
    assert (standing.content, standing.roles) == (ready.signed, ("Analyst",))
    again = batch.prepare(kept, seen, batch.Wish((BURNLEY,), AT), nobody)[0]
    assert (again.pack, again.content) == (None, ready.signed), "what still stands is not made anew"


def test_a_passphrase_that_does_not_open_stops_all_before_anything_is_made() -> None:
    told: list[str] = []
    wish = batch.Wish((BURNLEY,), AT, proving.Key(IDENTITY, "wrong"), "Analyst")
    with pytest.raises(Refusal, match="does not open this identity"):
        batch.prepare(sampled().record, sampled().picture, wish, lambda *s: told.append(s[2]))
    assert told == []


@pytest.mark.slow
def test_every_districts_pack_goes_through_its_gate_and_is_signed_but_the_one_left_undone(
    tmp_path: Path,
) -> None:
    with sample.open_workspace(tmp_path / "w.cypw") as workspace:
        desk = Desk(workspace, sample.ANALYST, AT)
        make_ready(desk)
        boards = tuple(b.id for b in packing.pack_boards(FRAMEWORK) if b.id != COUNTY)
        picture = pictured.picture(workspace.record(), FRAMEWORK)
        wish = batch.Wish(boards, AT, KEY, "Analyst")
        prepared = batch.prepare(workspace.record(), picture, wish, nobody)
        for one in prepared:
            batch.keep(desk, picture, one, "Analyst")
        assert [one.board for one in prepared if one.refusal] == [WYRE]
        record = workspace.record()
    issuer = load_identity(IDENTITY, "trial").issuer_pem or b""
    for board in boards:
        standing = issued_pack(record, board)
        assert (standing is None) == (board == WYRE)
        if standing is not None:
            found = proving.verify_pack(standing.content, [issuer], record)
            assert (found.verdict, found.gate) == (Verdict.NOT_SIGNED, "passed"), found.sentence
            assert found.differ == ()


def make_ready(desk: Desk) -> None:
    """Every district's pack made ready, but Wyre's, whose last step nobody takes."""
    label = pictured.round_label(desk.workspace.record())
    for files in (sample.returns(), sample.resubmitted()):
        checked = receive.check_files(files, FRAMEWORK, label)
        receive.accept(desk.workspace, checked, sample.ANALYST, sample.ANSWERED_AT)
    sample.answer(desk, pictured.picture(desk.workspace.record(), FRAMEWORK))
    picture = pictured.picture(desk.workspace.record(), FRAMEWORK)
    for assessment in picture.assessments.values():
        if assessment.status is Status.OFF and assessment.area != FRAMEWORK.county:
            measure = assessment.series.measure.id
            decide.comment(desk, measure, assessment.area, "It is being looked into.")
    for board in packing.pack_boards(FRAMEWORK):
        for stage, by in sample.STAGES[: 2 if board.id == WYRE else 3]:
            signoff.pass_step(Desk(desk.workspace, by, AT), board.id, stage)
