"""Several people, one file: one writes, others read, and nothing anybody saved is ever overwritten."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from cypworkbench.domain.decision import DecisionKind
from cypworkbench.domain.refusal import Refusal
from cypworkbench.store import lease, whole
from cypworkbench.store.recovery import looked_at
from cypworkbench.store.workspace import Workspace
from tests.hostile.faults import row, times
from tests.store.made import ANALYST, NOON, beside, explained, filled, held_elsewhere

FORKS = 50
HOLDS = """
import sys, time
from pathlib import Path
from cypworkbench.store.workspace import Workspace
workspace = Workspace.open(Path(sys.argv[1]))
print("open" if workspace.read_only is None else workspace.read_only.what, flush=True)
time.sleep(60)
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return filled(tmp_path / "Lancashire.cypw")


def subjects(path: Path) -> list[str]:
    return [d.subject for d in looked_at(path).decisions]


def test_a_decision_is_seen_by_others_as_soon_as_it_is_made(path: Path) -> None:
    with Workspace.open(path) as workspace:
        workspace.append([explained(2)], ANALYST, NOON)
        assert workspace.saved.trouble is None
        assert subjects(path)[-1] == "R014|2"
    assert beside(path) == []


def test_a_second_process_is_told_who_has_it_and_a_killed_ones_lease_is_recovered(
    tmp_path: Path,
) -> None:
    for number in range(times(50, 50)):
        (tmp_path / str(number)).mkdir()
        _killed_while_it_holds(filled(tmp_path / str(number) / "Lancashire.cypw"))
        row("a stale lease, of a holder that was killed").times += 1


def _killed_while_it_holds(path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLDS, str(path)], stdout=subprocess.PIPE, text=True
    ) as first:
        assert first.stdout is not None
        assert first.stdout.readline() == "open\n"
        holder = lease.held_by(path)
        assert holder is not None
        with Workspace.open(path) as second:
            assert second.read_only is not None
            assert holder.words in second.read_only.what
            assert second.record().sequence == 4
        first.kill()
    assert beside(path) == ["Lancashire.cypw.lease"]
    with Workspace.open(path) as third:
        assert third.read_only is None
        third.append([explained(2)], ANALYST, NOON)
    assert subjects(path)[-1] == "R014|2"
    assert beside(path) == []


def test_what_a_colleague_elsewhere_holds_is_read_and_taken_over_only_when_asked(
    path: Path,
) -> None:
    held_elsewhere(path)
    with Workspace.open(path) as reading:
        assert reading.read_only is not None
        assert "a colleague on OTHER-PC" in reading.read_only.what
    with Workspace.take_over(path, ANALYST, NOON) as workspace:
        last = workspace.record().decisions[-1]
        assert (last.kind, last.subject) == (DecisionKind.TAKEN_OVER, "a colleague")
        assert last.body["computer"] == "OTHER-PC"
    assert looked_at(path).decisions[-1] == last


def test_a_lease_left_half_written_holds_nobody_out(path: Path) -> None:
    lease.lease_path(path).write_text('{"name": "somebo')
    with Workspace.open(path) as workspace:
        assert workspace.read_only is None


def test_a_moved_clock_neither_frees_nor_holds_a_workspace(path: Path) -> None:
    for since in ("1999-01-01T00:00:00+00:00", "2099-01-01T00:00:00+00:00", "no time at all"):
        lease.take(path, lease.Holder("a colleague", "OTHER-PC", since, home="elsewhere"))
        with Workspace.open(path) as reading:
            assert reading.read_only is not None, since
    lease.lease_path(path).unlink()
    with Workspace.open(path) as workspace:
        made = workspace.append([explained(2)], ANALYST, NOON.replace(year=1999))
        workspace.append([explained(3)], ANALYST, NOON.replace(year=2099))
        workspace.append([explained(4)], ANALYST, NOON)
    assert made[0].at.year == 1999
    assert subjects(path)[-3:] == ["R014|2", "R014|3", "R014|4"]


def refused_at_its_end(workspace: Workspace, says: str) -> None:
    with pytest.raises(Refusal, match=says):
        workspace.close()


def colleagues_copy(path: Path, number: int) -> Path:
    """The workspace as a colleague saved it elsewhere, with a decision of theirs."""
    copy = path.with_name(f"colleague {number}.cypw")
    shutil.copyfile(path, copy)
    with Workspace.open(copy) as colleague:
        colleague.append([explained(number, "theirs")], ANALYST, NOON)
    return copy


def test_fifty_forced_forks_are_kept_side_by_side_and_nothing_is_overwritten(path: Path) -> None:
    ours = []
    for number in range(FORKS):
        workspace = Workspace.open(path)
        colleagues_copy(path, number).replace(path)
        if number % 2:
            held_elsewhere(path)
        seen = path.read_bytes()
        made = workspace.append([explained(number, "ours")], ANALYST, NOON)
        assert workspace.saved.is_fork
        assert workspace.saved.trouble is not None
        assert path.read_bytes() == seen, "what the colleague saved was overwritten"
        more = workspace.append([explained(number, "ours too")], ANALYST, NOON)
        ours.append((workspace.saved.path, made[0].digest, more[0].digest))
        refused_at_its_end(workspace, "kept beside")
        lease.lease_path(path).unlink(missing_ok=True)
    assert len({fork for fork, _, _ in ours}) == FORKS
    for fork, first, second in ours:
        assert [d.digest for d in looked_at(fork).decisions[-2:]] == [first, second]
    assert looked_at(path).sequence == 4 + FORKS
    row("a fork: a colleague’s file put in the place of ours").times += FORKS


def test_work_that_could_not_be_saved_is_kept_here_and_saved_at_the_next_opening(
    path: Path,
) -> None:
    away = path.parent.with_name("share that is away")
    workspace = Workspace.open(path)
    path.parent.rename(away)
    workspace.append([explained(2)], ANALYST, NOON)
    assert not workspace.saved.is_shared
    refused_at_its_end(workspace, r"saved on this computer, not yet in Lancashire\.cypw")
    away.rename(path.parent)
    assert subjects(path)[-1] != "R014|2"
    with Workspace.open(path) as again:
        assert again.record().decisions[-1].subject == "R014|2"
    assert subjects(path)[-1] == "R014|2"


def test_unsaved_work_is_kept_beside_when_others_went_on_meanwhile(path: Path) -> None:
    away = path.parent.with_name("share that is away")
    workspace = Workspace.open(path)
    path.parent.rename(away)
    workspace.append([explained(2, "ours")], ANALYST, NOON)
    refused_at_its_end(workspace, "not yet in")
    away.rename(path.parent)
    lease.lease_path(path).unlink(missing_ok=True)
    colleagues_copy(path, 3).replace(path)
    with Workspace.open(path) as again:
        assert again.notice is not None
        assert "kept beside" in again.notice.what
        assert again.record().decisions[-1].subject == "R014|3"
    (fork,) = path.parent.glob("*(fork*")
    assert subjects(fork)[-1] == "R014|2"


def test_a_copy_on_a_remote_desktop_is_not_called_safe(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SESSIONNAME", "ICA-tcp#3")
    workspace = Workspace.open(path)
    path.rename(path.with_name("moved.cypw"))
    workspace.append([explained(2)], ANALYST, NOON)
    refused_at_its_end(workspace, "thrown away when you sign out")


def test_leftovers_of_a_kill_beside_the_workspace_are_swept(path: Path) -> None:
    for name in (".Lancashire.cypw.saving-1234", ".Lancashire.cypw.lease-1234"):
        path.with_name(name).write_bytes(b"half")
    other = path.with_name(".Leicester.cypw.saving-1234")
    other.write_bytes(b"not ours")
    Workspace.open(path).close()
    assert beside(path) == [other.name]
    assert whole.digest(other.read_bytes()) == whole.digest(b"not ours")
