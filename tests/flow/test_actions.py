"""Actions: agreed, reported on, taken back, and reported on by two people at once."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from cypworkbench import catalogue, cli
from cypworkbench.domain.decision import Person
from cypworkbench.domain.record import Action
from cypworkbench.domain.refusal import Refusal
from cypworkbench.domain.state import fold
from cypworkbench.flow import contributions, decide, logged, merging, pictured
from cypworkbench.flow.decide import Desk
from cypworkbench.store.recovery import looked_at
from cypworkbench.store.workspace import Workspace

ANALYST, LEAD = Person("analyst"), Person("Head of Early Help")
NOON = datetime(2026, 10, 2, 12, 0, tzinfo=UTC)
PLAN = catalogue.load_framework("cypfp-2022")
BURNLEY = "E07000117"


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace with two actions agreed in the terminal."""
    monkeypatch.setenv("CYPWORKBENCH_HOME", str(tmp_path / "home"))
    made = tmp_path / "w.cypw"
    Workspace.create(made, PLAN.id, ANALYST, NOON).close()
    for text in ("Open three family hubs.", "Train the front desk."):
        about = ["--measure", "cla-rate", "--area", BURNLEY, "--owner", "Early help lead"]
        agreed = ["action", str(made), "--text", text, *about, "--due", "2027-03-31"]
        assert cli.main([*agreed, "--as", "analyst"]) == 0
    return made


def actions(path: Path) -> list[tuple[str, str]]:
    with Workspace.open(path) as workspace:
        held = fold(workspace.record().decisions).actions
    return [(action.text, action.progress) for action in held]


def test_progress_is_said_of_the_action_that_was_agreed_and_undoing_it_brings_back_what_was_said_before(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for progress in ("One is open.", "Two are open."):
        told = ["action", str(path), "--number", "1", "--progress", progress, "--as", "a lead"]
        assert cli.main(told) == 0
    assert actions(path) == [
        ("Open three family hubs.", "Two are open."),
        ("Train the front desk.", ""),
    ]
    assert "So far: Two are open." in capsys.readouterr().out
    assert cli.main(["undo", str(path), "--as", "analyst"]) == 0
    assert actions(path)[0] == ("Open three family hubs.", "One is open.")
    capsys.readouterr()
    assert cli.main(["action", str(path), "--json"]) == 0
    held = json.loads(capsys.readouterr().out)["actions"]
    assert [one.get("progress", "") for one in held] == ["One is open.", ""]


@pytest.mark.parametrize(
    ("rest", "said"),
    [
        (["--number", "3", "--progress", "x"], "no action 3"),
        (["--number", "1", "--progress", " "], "needs some words"),
        (["--text", "x", "--measure", "nope", "--area", BURNLEY], "no measure called"),
        (["--text", "x", "--measure", "cla-rate", "--area", "nowhere"], "no area"),
        (["--text", "x", "--measure", "cla-rate", "--area", BURNLEY], "an owner and a day"),
    ],
)
def test_a_wrong_request_is_refused_and_nothing_is_recorded(
    path: Path, capsys: pytest.CaptureFixture[str], rest: list[str], said: str
) -> None:
    before = actions(path)
    assert cli.main(["action", str(path), *rest, "--as", "analyst"]) == cli.REFUSED
    assert said in capsys.readouterr().err
    assert actions(path) == before


def test_an_action_is_overdue_once_its_day_has_passed_until_it_is_said_to_be_done(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Workspace.open(path) as workspace:
        first = fold(workspace.record().decisions).actions[0]
        decide.agree_action(Desk(workspace, LEAD, NOON), replace(first, due=date(2019, 5, 31)))
        late = Action("gld", BURNLEY, "Ask the schools.", "Head of early years", date(2019, 5, 31))
        decide.agree_action(Desk(workspace, LEAD, NOON), late)
        with pytest.raises(Refusal, match="needs an owner"):
            decide.agree_action(Desk(workspace, LEAD, NOON), replace(late, owner=" "))
    assert cli.main(["action", str(path)]) == 0
    assert capsys.readouterr().out.count(" Overdue.") == 2
    told = ["action", str(path), "--number", "3", "--progress", "All asked.", "--done"]
    assert cli.main([*told, "--as", "a lead"]) == 0
    said = capsys.readouterr().out
    assert said.count(" Overdue.") == 1
    assert "(Head of early years, by 31 May 2019). Done: All asked." in said
    record = looked_at(path)
    assert logged.entries(record)[-1].sentence.endswith("; done: “All asked.”")
    assert cli.main(["undo", str(path), "--as", "analyst"]) == 0
    assert [a.done for a in fold(looked_at(path).decisions).actions] == [False, False, False]


def test_an_action_nobody_agreed_has_no_progress(path: Path) -> None:
    with Workspace.open(path) as workspace:
        held = fold(workspace.record().decisions).actions[0]
        other = Action("cla-rate", BURNLEY, "Something else.", held.owner, held.due)
        with pytest.raises(Refusal, match="Nobody agreed"):
            decide.report_progress(Desk(workspace, LEAD, NOON), other, "Done.")


def test_two_reports_on_one_action_are_a_conflict_and_another_action_is_one_more(
    path: Path,
) -> None:
    copy = path.with_name("copy.cypw")
    with Workspace.open(path) as workspace:
        workspace.copy_to(copy)
    with Workspace.open(copy) as there:
        desk = Desk(there, LEAD, NOON)
        first, second = fold(there.record().decisions).actions
        decide.report_progress(desk, first, "Theirs.")
        decide.report_progress(desk, second, "Half are trained.")
        decide.agree_action(
            desk, Action("cla-rate", BURNLEY, "Ask families.", "Early help lead", first.due)
        )
    with Workspace.open(path) as here:
        decide.report_progress(Desk(here, ANALYST, NOON), first, "Ours.")
        record = here.record()
        sent = contributions.sent(record, b"", copy, pictured.picture(record, PLAN))
        done = merging.merge(Desk(here, ANALYST, NOON), sent)
    ((number, ours, theirs),) = [(c.number, c.ours, c.theirs) for c in done.conflicts]
    assert number == 1
    assert "“Ours.”" in ours
    assert "“Theirs.”" in theirs
    assert actions(path) == [
        ("Open three family hubs.", "Ours."),
        ("Train the front desk.", "Half are trained."),
        ("Ask families.", ""),
    ]
