"""Undo, redo and comparison from the terminal: each says in a sentence what it did."""

import json
from pathlib import Path

import pytest

from cypworkbench import cli
from cypworkbench.flow import sample


@pytest.fixture
def workspace(tmp_path: Path) -> str:
    path = tmp_path / "w.cypw"
    sample.open_workspace(path).close()
    return str(path)


def test_undo_and_redo_say_what_was_taken_back_and_brought_back(
    workspace: str, capsys: pytest.CaptureFixture[str]
) -> None:
    aside = ["set-aside", workspace, "--board", "dctb-wyre", "--because", "Never came."]
    assert cli.main([*aside, "--as", "head"]) == 0
    capsys.readouterr()
    for verb, said in (("undo", "took back"), ("redo", "brought back")):
        assert cli.main([verb, workspace, "--as", "analyst"]) == 0
        line = capsys.readouterr().out
        assert f"analyst {said} decision " in line
        assert "set aside Wyre: “Never came.”" in line
    assert cli.main(["redo", workspace, "--as", "analyst"]) == cli.REFUSED
    assert cli.main(["workspace", "log", workspace, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)["decisions"]
    assert told[-2]["taken_back_by"] == told[-1]["sequence"]
    assert told[-3]["taken_back_by"] is None
    assert told[-3]["sentence"] == "head set aside Wyre: “Never came.”"


def test_two_states_of_a_workspace_are_compared_by_the_numbers_of_their_decisions(
    workspace: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["workspace", "log", workspace, "--json"]) == 0
    last = json.loads(capsys.readouterr().out)["decisions"][-1]["sequence"]
    sides = [str(last - 1), str(last)]
    assert cli.main(["compare", *sides, "--workspace", workspace]) == 0
    assert "The target of" in capsys.readouterr().out
    assert cli.main(["compare", *sides]) == cli.REFUSED
    assert "no workspace was named" in capsys.readouterr().err
