"""Signing off: steps in order, by those who may, undone by new figures; approvals, withdrawals and the register."""

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from cypworkbench import catalogue
from cypworkbench.domain.decision import DecisionKind, Intent, Person
from cypworkbench.domain.evidence import RulesRun
from cypworkbench.domain.judgement import Status
from cypworkbench.domain.pack import Blocker, Edition, Pack
from cypworkbench.domain.record import StoredPack, Supplier, SupplierState, Wording
from cypworkbench.domain.refusal import Refusal
from cypworkbench.domain.signoff import STEPS, Approval, Duty, changes_figures
from cypworkbench.domain.state import fold
from cypworkbench.flow import decide, packing, pictured, proving, sample, signoff, stamped_copies
from cypworkbench.flow.decide import Desk
from cypworkbench.flow.issued import next_version
from cypworkbench.flow.signoff import Standing
from cypworkbench.signing import readback
from tests.journey.sampled import BURNLEY, COUNTY, packed, planned, sampled
from tests.support import verapdf

AT = datetime(2026, 10, 12, 9, 30, tzinfo=UTC)
FRAMEWORK = catalogue.load_framework(sample.FRAMEWORK)
ROLES = ("Analyst", "Head of service", "Board chair")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with sample.open_workspace(tmp_path / "w.cypw") as workspace:
        yield Desk(workspace, Person("An analyst", "Analyst"), AT)


def passed(desk: Desk) -> list[object]:
    return [d.body["stage"] for d in fold(desk.workspace.record().decisions).stages]


def take_all(desk: Desk) -> None:
    for step in STEPS:
        signoff.pass_step(desk, COUNTY, step)


def issued(desk: Desk, content: bytes = b"%PDF-1.7 a candidate") -> bytes:
    pack = Pack(content, sha256(content).hexdigest(), 1, (), AT.date())
    plan = replace(planned(COUNTY), version=1 + len(desk.workspace.record().packs))
    packing.keep_pack(desk, plan, pack)
    return content


def sign_as(desk: Desk, content: bytes, role: str) -> bytes:
    """As keeping a signed file does, without the cost of a real signature."""
    record = desk.workspace.record()
    before = next(p for p in record.packs if p.content == content)
    after = content + role.encode()
    stored = StoredPack(sha256(after).hexdigest(), COUNTY, "board", after, 0)
    said = {"before": before.sha256, "role": role}
    desk.workspace.append(
        [Intent(DecisionKind.PACK_SIGNED, stored.sha256, said)],
        desk.by,
        desk.at,
        packs=[stored],
    )
    return after


def test_steps_are_taken_in_order_and_unknown_ones_refused(desk: Desk) -> None:
    with pytest.raises(Refusal, match="cannot be commented before it is drafted"):
        signoff.pass_step(desk, COUNTY, "commented")
    with pytest.raises(Refusal, match="no step called 'blessed'"):
        signoff.pass_step(desk, COUNTY, "blessed")
    take_all(desk)
    assert passed(desk) == list(STEPS)


def test_new_figures_undo_the_check_and_the_comments_and_the_gate_says_so(desk: Desk) -> None:
    take_all(desk)
    assert not [b for b in blockers(desk) if b.subject.startswith("step:")]
    aside = decide.set_aside(desk, "E07000128", "", "It never came.")
    assert passed(desk) == ["drafted"]
    said = [b for b in blockers(desk) if b.subject.startswith("step:")]
    assert [b.subject for b in said] == ["step:checked", "step:commented"]
    assert "12 October 2026" in said[0].what
    assert "again" in said[0].remedy
    signoff.pass_step(desk, COUNTY, "checked")
    decide.undo(desk, aside.sequence)
    assert passed(desk) == ["drafted"]


def test_comments_duties_and_interests_leave_the_check_standing(desk: Desk) -> None:
    take_all(desk)
    decide.comment(desk, "cla-rate", "E10000017", "Numbers fell.")
    signoff.declare_interest(desk, FRAMEWORK, COUNTY, "Governor of a school.")
    signoff.give_duty(desk, FRAMEWORK, Duty(COUNTY, "Board chair", "A. Chair"))
    assert passed(desk) == list(STEPS)


def test_another_round_begins_with_no_step_taken(desk: Desk) -> None:
    take_all(desk)
    state = fold(desk.workspace.record().decisions)
    decide.open_round(desk, replace(state.round, note="A word more."))
    assert passed(desk) == list(STEPS)
    decide.open_round(desk, replace(state.round, label="Round 3 of 2026/27"))
    assert passed(desk) == []


def test_every_kind_of_decision_is_known_to_change_figures_or_not() -> None:
    kinds = {kind.value for kind in DecisionKind}
    standing = {kind.value for kind in DecisionKind if not changes_figures(kind)}
    assert {"commented", "pack_issued", "duty_given", "held"} <= standing
    assert {"return_accepted", "set_aside", "target_set", "published_added"} <= kinds - standing


def test_only_those_a_board_named_may_take_a_step_while_their_duty_lasts(desk: Desk) -> None:
    until = date(2026, 10, 12)
    signoff.give_duty(desk, FRAMEWORK, Duty(COUNTY, "drafted", "Dee", "Ada", until))
    with pytest.raises(Refusal, match="An analyst is not among those"):
        signoff.pass_step(desk, COUNTY, "drafted")
    signoff.pass_step(replace(desk, by=Person("dee")), COUNTY, "drafted")
    later = replace(desk, by=Person("Dee"), at=datetime(2026, 10, 13, 9, 0, tzinfo=UTC))
    with pytest.raises(Refusal, match="every duty it gave for that has ended"):
        signoff.pass_step(later, COUNTY, "drafted")


@pytest.mark.parametrize(
    ("duty", "words"),
    [
        (Duty(COUNTY, "Mayor", "A"), "no step or role called 'Mayor'"),
        (Duty("nowhere", "checked", "A"), "no board called 'nowhere'"),
        (Duty(COUNTY, "checked", " "), "Nobody was named"),
    ],
)
def test_a_duty_that_makes_no_sense_is_refused(desk: Desk, duty: Duty, words: str) -> None:
    with pytest.raises(Refusal, match=words):
        signoff.give_duty(desk, FRAMEWORK, duty)


def test_a_certificate_for_another_role_is_refused_unless_its_holder_was_named_deputy() -> None:
    head = Person("Ben", "Head of service")
    with pytest.raises(Refusal, match="is for the role Head of service, not Board chair"):
        signoff.refuse_wrong_signer((), COUNTY, "Board chair", head, AT.date())
    named = (Duty(COUNTY, "Board chair", "Ben", "A. Chair"),)
    signoff.refuse_wrong_signer(named, COUNTY, "Board chair", head, AT.date())
    with pytest.raises(Refusal, match="Chi is not named to sign"):
        signoff.refuse_wrong_signer(
            named, COUNTY, "Board chair", Person("Chi", "Board chair"), AT.date()
        )


def test_the_register_follows_a_pack_from_candidate_to_issued(desk: Desk) -> None:
    content = issued(desk)
    assert signoff.find(desk.workspace.record(), content).standing is Standing.CANDIDATE
    content = sign_as(desk, content, "Analyst")
    content = sign_as(desk, content, "Head of service")
    entry = signoff.find(desk.workspace.record(), content)
    assert (entry.standing, entry.settled) == (Standing.PART_SIGNED, ROLES[:2])
    assert entry.wanting == ("Board chair",)
    given = Approval("", "Board chair", "A. Chair", date(2026, 10, 22), "7.2", "")
    signoff.record_approval(desk, content, given)
    entry = signoff.find(desk.workspace.record(), content)
    assert (entry.standing, entry.wanting) == (Standing.ISSUED, ())
    with pytest.raises(Refusal, match="No approval is wanted"):
        signoff.record_approval(desk, content, given)


def test_a_withdrawn_pack_is_not_signed_again_and_the_next_version_prints_why(desk: Desk) -> None:
    content = issued(desk)
    with pytest.raises(Refusal, match="needs a reason"):
        signoff.withdraw(desk, content, "  ")
    signoff.withdraw(desk, content, "Two figures of Wyre came late.")
    with pytest.raises(Refusal, match="withdrawn already"):
        signoff.withdraw(desk, content, "Again.")
    record = desk.workspace.record()
    with pytest.raises(Refusal, match="was withdrawn: Two figures"):
        proving.duties_for(record, content)
    said = signoff.replaces(record, COUNTY, "board")
    assert said == (
        "Replaces version 1 of 12/10/2026, which was withdrawn: Two figures of Wyre came late."
    )
    plan = replace(planned(COUNTY), replaces=said)
    first = " ".join(w.text for w in packing.issue_pack(plan).words if w.page == 1)
    assert "Two figures of Wyre came late." in first


def test_versions_are_counted_for_each_board_and_edition(desk: Desk) -> None:
    issued(desk)
    record = desk.workspace.record()
    assert next_version(record, COUNTY, Edition.BOARD) == 2
    assert next_version(record, COUNTY, Edition.PUBLIC) == 1
    assert next_version(record, BURNLEY, Edition.BOARD) == 1


def test_a_later_version_that_is_issued_supersedes_the_one_before(desk: Desk) -> None:
    first = issued(desk)
    second = issued(desk, b"%PDF-1.7 the second, longer candidate")
    assert signoff.find(desk.workspace.record(), first).standing is Standing.CANDIDATE
    for role in ROLES:
        second = sign_as(desk, second, role)
    entry = signoff.find(desk.workspace.record(), first)
    assert (entry.standing, entry.why) == (Standing.SUPERSEDED, "Version 2 took its place.")


def test_what_waits_on_whom_is_said_step_by_step(desk: Desk) -> None:
    signoff.give_duty(desk, FRAMEWORK, Duty(COUNTY, "checked", "Dee"))
    signoff.pass_step(desk, COUNTY, "drafted")
    waits = signoff.waiting(desk.workspace.record(), [COUNTY], AT.date())
    assert [(w.what, w.who) for w in waits] == [("to be checked", ("Dee",))]
    signoff.pass_step(replace(desk, by=Person("Dee")), COUNTY, "checked")
    signoff.pass_step(desk, COUNTY, "commented")
    assert waiting(desk) == ["to be issued for signing"]
    sign_as(desk, issued(desk), "Analyst")
    assert waiting(desk) == [
        "the signature of the head of service",
        "the signature of the board chair",
    ]


def waiting(desk: Desk) -> list[str]:
    return [w.what for w in signoff.waiting(desk.workspace.record(), [COUNTY], AT.date())]


def test_a_duty_given_again_takes_its_own_place_and_one_that_ended_lets_nobody_act(
    desk: Desk,
) -> None:
    first = Duty(COUNTY, "drafted", "Dee")
    signoff.give_duty(desk, FRAMEWORK, first)
    signoff.give_duty(desk, FRAMEWORK, replace(first, until=date(2026, 12, 31)))
    (held,) = fold(desk.workspace.record().decisions).duties
    assert held.until == date(2026, 12, 31)
    signoff.end_duty(desk, FRAMEWORK, held)
    with pytest.raises(Refusal, match="every duty it gave for that has ended"):
        signoff.pass_step(replace(desk, by=Person("Dee")), COUNTY, "drafted")
    waits = signoff.waiting(desk.workspace.record(), [COUNTY], AT.date())
    assert [w.who for w in waits] == [(signoff.NOBODY,)]


def test_a_pack_that_no_longer_counts_has_a_copy_that_says_so_on_every_page(
    desk: Desk, tmp_path: Path
) -> None:
    first = packed(BURNLEY)
    packing.keep_pack(desk, planned(BURNLEY), first)
    with pytest.raises(Refusal, match="Only a pack that was withdrawn or superseded"):
        stamped_copies.stamped(desk.workspace.record(), first.content)
    signoff.withdraw(desk, first.content, "Two figures of Wyre were late.")
    record = desk.workspace.record()
    copy = stamped_copies.stamped(record, first.content)
    assert copy == stamped_copies.stamped(record, first.content)
    said = "WITHDRAWN on 12 October 2026. Two figures of Wyre were late. Do not use this copy."
    with pikepdf.open(io.BytesIO(copy)) as opened:
        assert opened.docinfo["/Title"] == f"Withdrawn: {_title(first.content)}"
        assert opened.Root.StructTreeRoot.K[0].K[0].S == "/P"
    with pypdfium2.PdfDocument(copy) as opened:
        pages = [page.get_textpage().get_text_range() for page in opened]
    assert [said in page for page in pages] == [True] * first.pages
    assert readback.figures(copy) == readback.figures(first.content)
    (tmp_path / "copy.pdf").write_bytes(copy)
    for verdict in verapdf.validate([tmp_path / "copy.pdf"]):
        assert verdict.passed, verdict


def _title(pdf: bytes) -> str:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return str(opened.docinfo["/Title"])


def test_a_file_of_another_workspace_is_not_in_the_register(desk: Desk) -> None:
    with pytest.raises(Refusal, match="not issued from this workspace"):
        signoff.find(desk.workspace.record(), b"%PDF-1.4 anything")


def test_each_thing_in_the_way_alone_keeps_a_pack_from_being_sealed() -> None:
    every = undone()
    assert {kind(b) for b in every} == {
        "finding",
        "rule",
        "return",
        "comment",
        "sentence",
        "step",
    }
    for blocker in every:
        with pytest.raises(Refusal) as refused:
            packing.seal(replace(planned(COUNTY), blockers=(blocker,)))
        assert blocker.what in refused.value.what
        assert refused.value.remedy == blocker.remedy
    assert packing.seal(planned(COUNTY)).sha256 == packed(COUNTY).sha256


def kind(blocker: Blocker) -> str:
    """Which kind of thing stands in the way, by what it says and what it leads to."""
    if blocker.subject.startswith("step:"):
        return "step"
    said = (
        ("has not returned", "return"),
        ("could not be run", "rule"),
        ("nobody has said why", "comment"),
        ("was written of other figures", "sentence"),
    )
    return next((name for words, name in said if words in blocker.what), "finding")


def undone() -> tuple[Blocker, ...]:
    """What stands in the way of the sample's county pack with one thing of each kind undone again."""
    whole = sampled().picture
    answered = next(f for f in whole.findings if f.key in whole.explanations)
    first = next(s for s in whole.suppliers if s.returned)
    assert first.returned is not None
    broken = RulesRun(failed=(("R009", "division by zero"),))
    suppliers = (
        replace(first, returned=replace(first.returned, rules=broken)),
        Supplier(BURNLEY, SupplierState.NOT_SENT),
    )
    off = {a.measure.id for a in planned(COUNTY).measures if a.status is Status.OFF}
    said = next(c for c in whole.comments if c.measure in off and c.area == planned(COUNTY).area)
    picture = replace(
        whole,
        suppliers=suppliers,
        explanations={k: e for k, e in whole.explanations.items() if k != answered.key},
        comments=tuple(c for c in whole.comments if c.measure != said.measure),
        wordings=(
            Wording(said.measure, said.area, "It fell.", "It rose.", Person("An analyst"), AT),
        ),
        stages=(),
    )
    return packing.plan_pack(picture, COUNTY, Edition.BOARD, 1, AT).blockers


def blockers(desk: Desk) -> tuple[Blocker, ...]:
    picture = pictured.picture(desk.workspace.record(), FRAMEWORK)
    return packing.plan_pack(picture, COUNTY, Edition.BOARD, 1, AT).blockers


def test_a_pack_whose_pages_would_mislead_a_listener_is_refused_not_made() -> None:
    plan = planned(BURNLEY)
    twice = replace(plan, measures=(*plan.measures, plan.measures[0]))
    with pytest.raises(Refusal, match="A page of this pack failed its check") as refused:
        packing.seal(twice)
    assert "fault report" in refused.value.remedy
