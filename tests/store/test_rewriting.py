"""A file written anew: of the first version, by somebody taken over, beside copies with decisions of their own."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from cypworkbench import cli
from cypworkbench.domain.contribution import Sent
from cypworkbench.domain.decision import DecisionKind, Intent, Person
from cypworkbench.domain.record import Round
from cypworkbench.domain.refusal import Refusal
from cypworkbench.flow import decide, keeping, merging
from cypworkbench.flow.decide import Desk
from cypworkbench.store import backups, derived, lease
from cypworkbench.store.holding import hold
from cypworkbench.store.rebuild import Removal, compact
from cypworkbench.store.recovery import examine, kept_of, looked_at
from cypworkbench.store.workspace import Workspace
from tests.hostile.unpacking import paths_of
from tests.store.made import ANALYST, NOON, RELEASED, accepted, explained, filled, stored

SECRET = "Ottoline of Mill Lane"  # a made-up name
COLLEAGUE = Person("a colleague")


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CYPWORKBENCH_HOME", str(tmp_path / "home"))
    where = tmp_path / "share" / "Lancashire.cypw"
    where.parent.mkdir()
    return where


def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, whose: str) -> None:
    """Sit down at somebody's computer."""
    monkeypatch.setenv("CYPWORKBENCH_HOME", str(tmp_path / whose))


def redacted(workspace: Workspace, words: str = SECRET) -> tuple[Path, ...]:
    found = keeping.holding(workspace.record(), words)
    return keeping.remove(Desk(workspace, ANALYST, NOON), found.removal, "Names a child").elsewhere


@pytest.mark.parametrize("released", sorted(RELEASED.glob("*.cypw")), ids=lambda p: p.stem)
@pytest.mark.parametrize("step", ["compact", "redact"])
def test_a_released_version_written_anew_is_brought_forward_and_bears_the_next_decision(
    path: Path, released: Path, step: str
) -> None:
    shutil.copy(released, path)
    with Workspace.open(path) as workspace:
        record = workspace.record()
        if step == "compact":
            compact(workspace, ANALYST, NOON)
        else:
            gone = Removal(contents=frozenset({record.files[0].sha256}))
            keeping.remove(Desk(workspace, ANALYST, NOON), gone, "Names a child")
        workspace.append([explained(2)], ANALYST, NOON)
    found = examine(path)
    assert found.troubles == ()
    assert found.record is not None
    kinds = [d.kind for d in found.record.decisions[record.sequence :]]
    assert kinds[0] is DecisionKind.MIGRATED
    assert kinds[-1] is DecisionKind.FINDING_EXPLAINED


def test_a_copy_with_decisions_of_its_own_is_kept_named_and_offered_after_a_redaction(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(path)
    earlier = shutil.copy(path, tmp_path / "earlier.cypw")
    home(tmp_path, monkeypatch, "theirs")
    with Workspace.open(path) as workspace:
        theirs = workspace.append([explained(3), explained(4)], COLLEAGUE, NOON)[-1]
        workspace.back_up()
    own = backups.listed(path)[0].path
    shutil.copy(earlier, path)  # as a synchroniser puts an older state back
    home(tmp_path, monkeypatch, "home")
    with Workspace.open(path) as workspace:
        workspace.append([explained(2, f"It is {SECRET}.")], ANALYST, NOON)
        workspace.back_up()
        assert own in redacted(workspace)
    assert paths_of(SECRET, tmp_path) == []
    home(tmp_path, monkeypatch, "theirs")
    with Workspace.open(path) as workspace:
        assert workspace.notice is not None
        assert own.name in workspace.notice.what
    assert theirs.digest in {kept.record.head for kept in kept_of(path)}
    (said,) = (str(refusal) for backup, refusal in examine(path).backups if backup.path == own)
    assert "decisions of its own" in said


def test_a_backup_that_was_brought_back_goes_at_the_next_opening(
    path: Path, tmp_path: Path
) -> None:
    filled(path)
    with Workspace.open(path) as workspace:
        workspace.append([explained(2, f"It is {SECRET}.")], ANALYST, NOON)
        before = workspace.back_up().path
        away = Path(shutil.copy(before, tmp_path / "synchronised"))
        redacted(workspace)
    for _ in range(2):
        shutil.copy(away, before)
        with Workspace.open(path) as workspace:
            assert workspace.notice is None
        assert [p.name for p in paths_of(SECRET, tmp_path)] == [away.name]


def test_whoever_was_taken_over_can_redact_nothing_and_no_backup_goes(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(path)
    with Workspace.open(path) as workspace:
        workspace.append([explained(2, f"It is {SECRET}.")], ANALYST, NOON)
        home(tmp_path, monkeypatch, "theirs")
        with Workspace.take_over(path, COLLEAGUE, NOON) as theirs:
            kept = theirs.back_up().path
            home(tmp_path, monkeypatch, "home")
            with pytest.raises(Refusal, match="taken the workspace over"):
                redacted(workspace)
            home(tmp_path, monkeypatch, "theirs")
    assert kept.exists()
    assert not any(d.kind is DecisionKind.REDACTED for d in looked_at(path).decisions)


def test_what_nothing_can_be_read_without_and_what_is_gone_already_is_not_removed(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    filled(path)
    redact = ["workspace", "redact", str(path), "--because", "Names a child", "--as", "analyst"]
    assert cli.main([*redact, "--decision", "1", "--yes"]) == cli.REFUSED
    assert "which plan the workspace is for" in capsys.readouterr().err
    assert cli.main([*redact, "--decision", "3", "--yes"]) == 0
    assert cli.main([*redact, "--decision", "3", "--yes"]) == cli.REFUSED
    assert "were removed already" in capsys.readouterr().err


def test_a_signed_form_goes_with_the_words_of_a_decision_it_brought(path: Path) -> None:
    form, signature = stored(f"form: It is {SECRET}.".encode(), "form.xlsx"), stored(b"signed")
    with Workspace.create(path, "cypfp-2022", ANALYST, NOON) as workspace:
        made = workspace.append([explained(1, f"It is {SECRET}.")], COLLEAGUE, NOON)[0]
        signed = {"file": form.sha256, "signature": signature.sha256}
        merged = Intent(DecisionKind.MERGED, "a colleague", {"signed": signed})
        workspace.append([merged], ANALYST, NOON, files=[form, signature])
        going = keeping.whole(workspace.record(), Removal(frozenset({made.sequence})))
    assert going.contents == {form.sha256, signature.sha256}


def test_a_return_that_was_removed_here_is_left_out_of_a_merge_and_said(path: Path) -> None:
    file = stored(b"their sheet")
    with Workspace.create(path, "cypfp-2022", ANALYST, NOON) as workspace:
        desk = Desk(workspace, ANALYST, NOON)
        decide.open_round(desk, Round("Round 1", meeting=date(2026, 10, 20)))
        fork = workspace.record()
        workspace.append([accepted(file)], ANALYST, NOON, files=[file])
        keeping.remove(desk, Removal(contents=frozenset({file.sha256})), "Names a child")
        other = Intent(DecisionKind.RETURN_ACCEPTED, file.sha256, {"file": "x", "board": "wyre"})
        brought = ((explained(5), COLLEAGUE), (other, COLLEAGUE))
        sent = Sent("a colleague", fork.sequence, fork.head, brought, {file.sha256: file})
        done = merging.merge(desk, sent)
    assert [d.kind for d in done.decisions] == [DecisionKind.FINDING_EXPLAINED]
    assert done.noted is not None
    assert len(done.left_out) == 1


def test_what_was_worked_out_before_a_clearing_is_not_kept_after_it(path: Path) -> None:
    filled(path)
    with Workspace.open(path, read_only=True):
        derived.put("a" * 64, b"before")
        assert derived.get("a" * 64) == b"before"
        seen = dict(derived._seen)
        derived.clear()  # as another process does that redacts
        derived._seen.update(seen)
        derived.put("b" * 64, SECRET.encode())
        assert derived.get("b" * 64) is None
    with Workspace.open(path, read_only=True):
        derived.put("b" * 64, b"after")
    assert derived.get("b" * 64) == b"after"


def test_of_two_who_find_a_workspace_free_only_one_holds_it(path: Path) -> None:
    filled(path)
    first, second = lease.Holder(name="one", home="one"), lease.Holder(name="two", home="two")
    assert [lease.take_free(path, first), lease.take_free(path, second)] == [True, False]
    assert lease.held_by(path) == first
    assert isinstance(hold(path), Refusal)
    lease.lease_path(path).write_text("half")
    assert lease.take_free(path, second)
    assert sorted(p.name for p in path.parent.glob(".*")) == []
