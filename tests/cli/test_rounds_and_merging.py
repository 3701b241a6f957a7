"""The terminal keeps what was not named of a round, and refuses to take a conflict that is not there."""

import json
import shutil
from pathlib import Path

import pytest

from cypworkbench import cli
from cypworkbench.domain.decision import DecisionKind, Intent
from cypworkbench.domain.record import Round
from cypworkbench.domain.state import fold
from cypworkbench.flow import decide, sample
from cypworkbench.flow.decide import Desk
from cypworkbench.store.workspace import Workspace

BURNLEY = "E07000117"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with its round open."""
    path = tmp_path_factory.mktemp("rounds") / "w.cypw"
    sample.open_workspace(path).close()
    return path


@pytest.fixture
def workspace(made: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copy(made, tmp_path / "w.cypw"))


def round_of(path: Path) -> Round:
    with Workspace.open(path) as opened:
        return fold(opened.record().decisions).round


def test_a_round_in_hand_keeps_its_days_when_only_its_note_is_named(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    was = round_of(workspace)
    assert was.due
    assert was.meeting
    given = ["round", str(workspace), "--round", was.label.upper(), "--as", "analyst"]
    assert cli.main([*given, "--note", "A word more."]) == 0
    assert capsys.readouterr().out == (
        f"Changed of {was.label}, all else as it was: note “A word more.”\n"
    )
    now = round_of(workspace)
    assert (now.label, now.due, now.meeting, now.as_at) == (
        *(was.label, was.due, was.meeting, was.as_at),
    )
    assert now.note == "A word more."
    assert cli.main([*given, "--meeting", "2027-11-30"]) == 0
    assert "all else as it was: the meeting 30 November 2027\n" in capsys.readouterr().out
    assert (round_of(workspace).note, round_of(workspace).due) == ("A word more.", was.due)
    assert cli.main(given) == 0
    assert "nothing about it was changed" in capsys.readouterr().out


def test_the_terminal_refuses_a_conflict_that_is_not_there_and_tells_no_upkeep_of_the_copy(
    workspace: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = Path(shutil.copy(workspace, tmp_path / "copy.cypw"))
    with Workspace.open(copy) as there:
        desk = Desk(there, sample.ANALYST, sample.ANSWERED_AT)
        decide.comment(desk, "cla-rate", BURNLEY, "From the copy.")
        desk.record(Intent(DecisionKind.MIGRATED, "2", {"from": 1}))
    given = ["workspace", "merge", str(workspace), str(copy), "--as", "analyst"]
    assert cli.main([*given, "--take", "99"]) == 3
    said = capsys.readouterr()
    assert "There is no conflict 99" in said.err
    assert cli.main([*given, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert len(told["merged"]) == 1
    assert told["left_out"] == []
