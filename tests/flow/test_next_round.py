"""A new round from the last: its name and days, and what is asked again, stands, or stays behind."""

import json
import re
import shutil
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from cypworkbench import catalogue, cli
from cypworkbench.domain.decision import DecisionKind, Intent, Person, link
from cypworkbench.domain.judgement import Target, TargetKind
from cypworkbench.domain.pack import Edition
from cypworkbench.domain.record import Picture, Record, Round, SupplierState
from cypworkbench.domain.refusal import Refusal
from cypworkbench.domain.working_days import bank_holidays
from cypworkbench.flow import decide, next_round, packing, pictured, receive, suppliers
from cypworkbench.flow.decide import Desk
from cypworkbench.locations import sample_path
from cypworkbench.returns import spreadsheet
from cypworkbench.returns.recognise import recognise
from cypworkbench.store.workspace import Workspace

PLAN = catalogue.load_framework("cypfp-2022")
ANALYST = Person("analyst", "Partnership analyst")
NOON = datetime(2026, 10, 2, 12, 0, tzinfo=UTC)
BURNLEY, WYRE = "E07000117", "E07000128"
FIRST = Round(
    "Round 4 of 2026/27", date(2026, 9, 25), date(2026, 10, 22), date(2026, 9, 30), "A note"
)


def rounds(*opened: tuple[str, str]) -> Record:
    """A record of rounds, each with the day its returns were due."""
    made = [link(None, Intent(DecisionKind.WORKSPACE_OPENED, PLAN.id), ANALYST, NOON)]
    for label, due in opened:
        intent = Intent(DecisionKind.ROUND_OPENED, label, {"due": due} if due else {})
        made.append(link(made[-1], intent, ANALYST, NOON))
    return Record(decisions=tuple(made))


@pytest.mark.parametrize(
    ("opened", "label", "due"),
    [
        ([("Round 2 of 2026/27", "2026-09-24")], "Round 3 of 2026/27", "2026-12-24"),
        ([("Round 4 of 2026/27", "2027-03-31")], "Round 1 of 2027/28", "2027-06-30"),
        ([("Q1 2026/27", "2026-04-30")], "Q2 2026/27", "2026-07-31"),
        ([("Round 2", "2026-09-25")], "Round 3", "2026-12-29"),  # past Christmas and its weekend
        ([("2026/27", "2026-05-29"), ("2027/28", "2027-05-28")], "2028/29", "2028-05-30"),
        (
            [("Term 1 of 2026/27", "2026-10-01"), ("Term 2 of 2026/27", "2027-02-01")],
            "Term 3 of 2026/27",
            "2027-06-01",
        ),
        ([("The first", "")], "", ""),
    ],
)
def test_the_name_is_counted_on_and_the_days_move_to_a_working_day(
    opened: list[tuple[str, str]], label: str, due: str
) -> None:
    proposal = next_round.proposed(rounds(*opened))
    assert proposal.label == label
    assert proposal.due == (date.fromisoformat(due) if due else None)


def test_bank_holidays_are_those_the_government_printed() -> None:
    # gov.uk/bank-holidays, England and Wales
    printed = {
        2024: "01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26",
        2026: "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28",
        2027: "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28",
    }
    for year, days in printed.items():
        assert sorted(f"{d:%m-%d}" for d in bank_holidays(year)) == days.split()


def test_without_a_round_before_there_is_nothing_to_go_on_from() -> None:
    with pytest.raises(Refusal, match="no round yet"):
        next_round.proposed(rounds())


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A round with Burnley's return, a comment, a target, a figure and a whole return set aside."""
    made = tmp_path_factory.mktemp("first") / "w.cypw"
    with Workspace.create(made, PLAN.id, ANALYST, NOON) as workspace:
        desk = Desk(workspace, ANALYST, NOON)
        decide.open_round(desk, FIRST)
        take(workspace)
        decide.set_targets(
            desk,
            [Target("cla-rate", BURNLEY, TargetKind.ABSOLUTE, Decimal(80), date(2026, 4, 1))],
        )
        decide.comment(desk, "cla-rate", BURNLEY, "More stay with their families.")
        decide.set_aside(desk, BURNLEY, "cla-rate", "Under review.")
        decide.set_aside(desk, WYRE, "", "It did not come.")
    return made


@pytest.fixture
def path(first: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it, on a computer that never saw it."""
    monkeypatch.setenv("CYPWORKBENCH_HOME", str(tmp_path / "home"))
    return Path(shutil.copy(first, tmp_path))


def take(workspace: Workspace) -> None:
    """Take in Burnley's return."""
    record = workspace.record()
    given = [sample_path("returns") / "burnley.xlsx"]
    checks = receive.check_files(given, PLAN, pictured.around(record, PLAN))
    receive.accept(workspace, checks, ANALYST, NOON)


def board(picture: Picture, area: str) -> tuple[SupplierState, bool]:
    held = next(s for s in picture.suppliers if picture.framework.board(s.board).areas == (area,))
    return held.state, held.has_come


def test_the_next_round_asks_every_board_again_and_keeps_the_last_figures_until_they_come(
    path: Path,
) -> None:
    with Workspace.open(path) as workspace:
        before = pictured.picture(workspace.record(), PLAN)
        next_round.open_next(Desk(workspace, ANALYST, NOON))
        opened = pictured.picture(workspace.record(), PLAN)
        take(workspace)
        again = pictured.picture(workspace.record(), PLAN)
    assert opened.round == Round(
        "Round 1 of 2027/28", date(2026, 12, 29), date(2027, 1, 22), date(2026, 12, 31)
    )
    assert board(before, BURNLEY)[1]
    assert board(opened, BURNLEY) == (SupplierState.NOT_SENT, False)
    assert board(opened, WYRE) == (SupplierState.NOT_SENT, False)
    assert opened.observations == before.observations
    assert opened.targets == before.targets
    assert opened.comments == ()
    assert not any(o.measure == "cla-rate" and o.area == BURNLEY for o in opened.observations)
    assert {o.board for o in suppliers.owed(opened, NOON.date())} == {
        s.board for s in opened.suppliers
    }
    assert board(again, BURNLEY)[1]
    assert any(o.measure == "cla-rate" and o.area == BURNLEY for o in again.observations)


def test_the_blank_return_of_the_next_round_holds_the_last_figures_to_confirm_or_revise(
    path: Path,
) -> None:
    with Workspace.open(path) as workspace:
        next_round.open_next(Desk(workspace, ANALYST, NOON))
        picture = pictured.picture(workspace.record(), PLAN)
    ((name, content),) = suppliers.blanks(picture, ["dctb-burnley"])
    held = recognise(spreadsheet.read(content, name), PLAN)
    sent = {(o.measure, o.period): o.value for o in held.observations if o.value is not None}
    known = {
        (o.measure, o.period): o.value
        for o in picture.observations
        if o.area == BURNLEY and o.value
    }
    assert len(known) > 50
    assert known.items() <= sent.items()
    assert held.round == "Round 1 of 2027/28"


def test_a_pack_of_the_next_round_replays_to_the_same_boards_asked_again(path: Path) -> None:
    with Workspace.open(path) as workspace:
        next_round.open_next(Desk(workspace, ANALYST, NOON))
        picture = pictured.picture(workspace.record(), PLAN)
    for whose in ("cypfp", "dctb-burnley"):
        plan = packing.plan_pack(picture, whose, Edition.BOARD, 1, NOON)
        assert any("has not returned" in blocker.what for blocker in plan.blockers)
        replayed = packing.replay(packing.snapshot(plan)).picture
        assert replayed.suppliers == plan.picture.suppliers
        assert replayed.set_aside == plan.picture.set_aside


def test_the_terminal_opens_it_from_the_last_and_says_what_goes_on_and_what_is_past_its_time(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    years = ["workspace", "retention", str(path), "--years", "1", "--as", "analyst"]
    opened = ["round", str(path), "--from-last", "--as", "analyst"]
    assert cli.main(years) == 0
    assert "Rounds are now kept for 1 year after their meeting.\n" in capsys.readouterr().out
    assert cli.main([*years, "--json"]) == 0
    assert "rounds" in json.loads(capsys.readouterr().out)
    assert cli.main([*opened, "--meeting", "2027-02-01"]) == 0
    told = capsys.readouterr().out
    assert "Opened: Round 1 of 2027/28." in told
    assert "The board meets on 1 February 2027." in told
    assert re.search(r"Asked by \d{1,2} [A-Z][a-z]+ 20\d\d: 12 boards\.", told)
    assert not re.search(r"\d{4}-\d\d-\d\d", told)
    assert "Goes on: 1 target." in told
    assert "figures in the blank returns, for each board to confirm or revise." in told
    assert "Starts anew: 1 comment stays with Round 4 of 2026/27." in told
    assert cli.main([*opened, "--round", FIRST.label.upper()]) == cli.REFUSED
    assert "There has been a round called" in capsys.readouterr().err
