"""The terminal as an analyst meets it: each mistake a person can make gets one sentence, one remedy and its code."""

import json
import os
import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from cypworkbench import cli
from cypworkbench.locations import sample_path
from cypworkbench.store.workspace import Workspace

ROUND = "Round 2 of 2026/27"


@pytest.fixture
def workspace(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """A workspace with its round, and one return in it."""
    path = tmp_path / "w.cypw"
    days = ["--due", "2026-09-25", "--meeting", "2026-10-20", "--as-at", "2026-06-30"]
    assert cli.main(["new", str(path), "--framework", "cypfp-2022"]) == 0
    assert cli.main(["round", str(path), "--round", ROUND, *days, "--as", "analyst"]) == 0
    given = str(sample_path("returns") / "burnley.xlsx")
    assert cli.main(["accept", str(path), given, "--as", "analyst"]) == 0
    capsys.readouterr()
    return path


def decisions(path: Path) -> int:
    with sqlite3.connect(path) as connection:
        return int(connection.execute("SELECT count(*) FROM decision").fetchone()[0])


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("set-aside W --board nope --as a --because b", "no district board called nope"),
        ("set-aside W --board cypfp --as a --because b", "no district board called cypfp"),
        ("set-aside W --board dctb-wyre --measure nope --as a --because b", "no measure called"),
        ("set-aside W --board dctb-wyre --as a --because", "needs a reason"),
        ("explain W nothing!A1 --as a --because b", "No finding is called"),
        ("issue W --round Another --to D", f"The round in hand is {ROUND}"),
        ("pack W --board cypfp --round Another --to D/x.pdf", f"The round in hand is {ROUND}"),
        ("pack W --board nope --to D/x.pdf", "no pack for a board called nope"),
        ("round W --round R --due 2026-13-01 --as a", "is not a date"),
        ("round W --round R --due 2026-10-01 --meeting 2026-09-01 --as a", "before the returns"),
        ("round W --round", "A round needs a name"),
        ("verify D", "it is a folder"),
        ("verify D/none.pdf", "it is not there"),
        ("new D/none/w.cypw --framework cypfp-2022", "cannot be made in"),
        ("new W --framework nope", "no plan called"),
        ("workspace check D", "no file called"),
    ],
)
def test_a_wrong_request_is_refused_in_a_sentence_and_leaves_no_mark(
    workspace: Path, capsys: pytest.CaptureFixture[str], line: str, said: str
) -> None:
    before = decisions(workspace)
    words = {"W": str(workspace), "D": str(workspace.parent)}
    given = [words.get(w, w.replace("D/", f"{workspace.parent}/")) for w in line.split()]
    given += [""] if given[-1] == "--because" else []
    given += ["", "--as", "a"] if given[-1] == "--round" else []
    assert cli.main(given) == cli.REFUSED
    out, err = capsys.readouterr()
    assert said in err
    assert out == ""
    assert decisions(workspace) == before


def test_with_json_a_refusal_is_one_document_alone_on_standard_output(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["verify", str(tmp_path / "none.pdf"), "--json"]) == cli.REFUSED
    refused = json.loads(capsys.readouterr().out)["refused"]
    assert refused.keys() == {"what", "remedy"}
    assert all(refused.values())


def test_a_file_that_is_no_pdf_is_unreadable_and_not_refused(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["verify", str(workspace), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["verdict"] == "unreadable"


def test_the_same_return_twice_is_recorded_once(workspace: Path) -> None:
    before = decisions(workspace)
    given = str(sample_path("returns") / "burnley.xlsx")
    assert cli.main(["accept", str(workspace), given, "--as", "analyst"]) == 0
    assert decisions(workspace) == before


def test_the_log_names_files_measures_and_places_and_shows_no_digest(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = ["set-aside", str(workspace), "--board", "dctb-wyre", "--measure", "neet-16-18"]
    assert cli.main([*given, "--because", "Not held.", "--as", "head of service"]) == 0
    capsys.readouterr()
    assert cli.main(["workspace", "log", str(workspace)]) == 0
    out = capsys.readouterr().out
    burnley = "Burnley District Children’s Trust Board"
    assert f"analyst accepted burnley.xlsx as the return of {burnley}." in out
    assert "head of service set aside Not in work or learning of Wyre: “Not held.”" in out
    assert not re.search(r"[0-9a-f]{16}|E0[0-9]{7}|_", out)


def test_accepting_says_which_file_it_took_the_place_of(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    again = [str(sample_path(of) / "burnley.xlsx") for of in ("resubmitted", "returns")]
    for given in again:
        assert cli.main(["accept", str(workspace), given, "--as", "analyst"]) == 0
        assert "It counts now in place of burnley.xlsx, received " in capsys.readouterr().out


def test_a_line_break_in_a_name_cannot_forge_a_line_of_the_log(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name = "analyst\n    9  01 Jan 2026 00:00  head: pack signed"
    given = ["set-aside", str(workspace), "--board", "dctb-wyre", "--because", "b", "--as", name]
    assert cli.main(given) == 0
    capsys.readouterr()
    assert cli.main(["workspace", "log", str(workspace)]) == 0
    assert len(capsys.readouterr().out.splitlines()) == decisions(workspace)


def test_a_workspace_that_somebody_holds_can_be_read_and_not_written(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Workspace.open(workspace):
        assert cli.main(["workspace", "log", str(workspace)]) == 0
        assert "is held by" in capsys.readouterr().err
        opened = ["round", str(workspace), "--round", "Another", "--as", "analyst"]
        assert cli.main(opened) == cli.REFUSED
    assert "is held by" in capsys.readouterr().err
    assert cli.main(opened) == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux has a device that is always full")
@pytest.mark.parametrize("command", [["plan", "list"], ["plan", "show", "--json"]])
def test_output_onto_a_full_disk_is_refused_without_a_traceback(command: list[str]) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        ran = subprocess.run(
            [sys.executable, "-m", "cypworkbench", *command],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert ran.returncode == cli.REFUSED
    assert b"Traceback" not in ran.stderr
    assert b"Refused" in ran.stderr


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pipe that is closed at the far end")
def test_a_reader_who_leaves_early_is_no_error() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    ran = subprocess.run(
        [sys.executable, "-m", "cypworkbench", "plan", "show", "--json"],
        stdout=writing,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(writing)
    assert (ran.returncode, ran.stderr) == (0, b"")
