"""From the terminal, limits start anew and a return goes back: with a reason, in the record, and not otherwise."""

import json
import re
from pathlib import Path
from shutil import copyfile

import pytest

from cypworkbench import cli
from cypworkbench.flow import sample
from cypworkbench.locations import sample_path
from cypworkbench.store.workspace import Workspace

BURNLEY = "dctb-burnley"
SERIES = ["--measure", "cla-rate", "--area", "E07000117"]
BECAUSE = ["--because", "A new way of counting."]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample's workspace with Burnley's return in it."""
    path = tmp_path_factory.mktemp("made") / "w.cypw"
    sample.open_workspace(path).close()
    given = str(sample_path("returns") / "burnley.xlsx")
    assert cli.main(["accept", str(path), given, "--as", "analyst"]) == 0
    return path


@pytest.fixture
def space(made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> str:
    path = str(copyfile(made, tmp_path / "w.cypw"))
    capsys.readouterr()
    return path


def decided(space: str) -> int:
    with Workspace.open(Path(space), read_only=True) as workspace:
        return workspace.record().sequence


def a_period(space: str, capsys: pytest.CaptureFixture[str]) -> str:
    """The last period that the series has, as the refusal of another names it."""
    line = ["rebase", space, *SERIES, "--from", "1901/02", *BECAUSE, "--as", "analyst"]
    assert cli.main(line) == cli.REFUSED
    err = capsys.readouterr().err
    assert "has no figure for 1901/02" in err
    return err.rstrip().rstrip(".").split(", ")[-1]


def test_limits_start_anew_are_listed_and_are_taken_back(
    space: str, capsys: pytest.CaptureFixture[str]
) -> None:
    period = a_period(space, capsys)
    about = ["rebase", space, *SERIES, "--from", period, "--as", "analyst"]
    assert cli.main([*about, *BECAUSE]) == 0
    said = (
        f"Children looked after in Burnley: limits start anew at {period}: A new way of counting.\n"
    )
    assert capsys.readouterr().out == said
    assert cli.main(["rebase", space, "--json"]) == 0
    (listed,) = json.loads(capsys.readouterr().out)["rebases"]
    assert (listed["measure"], listed["label"]) == ("cla-rate", period)
    by_iso = [*about[:7], listed["period"], *about[8:]]
    assert cli.main([*by_iso, "--take-back"]) == 0
    assert capsys.readouterr().out == "No limits start anew anywhere.\n"
    assert cli.main([*about, "--take-back"]) == cli.REFUSED
    assert f"No new limits start at {period}." in capsys.readouterr().err


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--measure", "cla-rate"], "belong to a measure, an area and a period"),
        ([*SERIES, "--from", "2023/24", *BECAUSE], "Nobody was named"),
        (
            ["--measure", "nope", "--area", "E1", "--from", "2023/24", "--as", "a", *BECAUSE],
            "There are no figures of nope for E1",
        ),
    ],
)
def test_new_limits_that_nobody_could_place_are_refused(
    space: str, more: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = decided(space)
    assert cli.main(["rebase", space, *more]) == cli.REFUSED
    assert said in capsys.readouterr().err
    assert decided(space) == before


def test_new_limits_without_a_reason_are_refused(
    space: str, capsys: pytest.CaptureFixture[str]
) -> None:
    about = [*SERIES, "--from", a_period(space, capsys), "--as", "analyst"]
    assert cli.main(["rebase", space, *about, "--json"]) == cli.REFUSED
    refused = json.loads(capsys.readouterr().out)["refused"]
    assert refused["what"] == "New limits need a reason."


def test_a_return_that_went_back_counts_no_more_and_can_be_brought_back(
    space: str, capsys: pytest.CaptureFixture[str]
) -> None:
    line = ["send-back", space, "--board", BURNLEY, "--because", "Last year’s.", "--as", "analyst"]
    assert cli.main(line) == 0
    out = capsys.readouterr().out
    whose = "Burnley District Children’s Trust Board"
    assert out == f"Sent back: burnley.xlsx, the return of {whose}. Now the board owes a return.\n"
    assert cli.main(["late", space, "--on", "2026-10-01", "--json"]) == 0
    owed = {one["board"] for one in json.loads(capsys.readouterr().out)["owed"]}
    assert BURNLEY in owed
    assert cli.main(["late", space, "--on", "2026-12-01"]) == 0
    said = capsys.readouterr().out
    assert re.search(r"Burnley .*: its return, due \d{1,2} [A-Z][a-z]+ 2026, \d+ days late", said)
    assert cli.main(line) == cli.REFUSED
    assert "has no return that counts" in capsys.readouterr().err
    assert cli.main(["undo", space, "--as", "analyst"]) == 0
    assert "took back decision" in capsys.readouterr().out
    assert cli.main([*line, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["file"], told["decision"], told["counts_now"]) == (
        "burnley.xlsx",
        decided(space),
        None,
    )


def test_when_a_corrected_return_goes_back_it_is_said_which_counts_now(
    space: str, capsys: pytest.CaptureFixture[str]
) -> None:
    corrected = next(path for path in sample.resubmitted() if "burnley" in path.name)
    assert cli.main(["accept", space, str(corrected), "--as", "analyst"]) == 0
    capsys.readouterr()
    line = ["send-back", space, "--board", BURNLEY, "--because", "Not it.", "--as", "analyst"]
    assert cli.main([*line, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["file"], told["counts_now"]) == (corrected.name, "burnley.xlsx")
    assert cli.main(line) == 0
    assert "Now the board owes a return." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("board", "because", "said"),
    [
        ("nope", "Last year’s.", "No board called nope is asked"),
        ("dctb-wyre", "Last year’s.", "has no return that counts"),
        (BURNLEY, " ", "Sending a return back needs a reason."),
    ],
)
def test_what_cannot_go_back_is_refused(
    space: str, board: str, because: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = decided(space)
    line = ["send-back", space, "--board", board, "--because", because, "--as", "analyst"]
    assert cli.main(line) == cli.REFUSED
    assert said in capsys.readouterr().err
    assert decided(space) == before
