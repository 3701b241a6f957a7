"""Who supplies what: asked of them alone, read from them alone, and named when it is late."""

from collections.abc import Iterator
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from cypworkbench import catalogue, cli
from cypworkbench.domain.record import Picture, SupplierState
from cypworkbench.domain.refusal import Refusal
from cypworkbench.domain.supply import EVERY, OWN_BOARD, Supplies, Supply, is_desk
from cypworkbench.flow import decide, logged, packing, pictured, receive, sample, suppliers
from cypworkbench.flow.decide import Desk
from cypworkbench.returns import recognise, spreadsheet
from cypworkbench.returns.rows import Recognised

PLAN = catalogue.load_framework(sample.FRAMEWORK)
BURNLEY, CHORLEY = "E07000117", "E07000118"
HEAD = "measure,area,supplier,days,groups,reason\n"
OTHER = next(b.id for b in PLAN.boards if len(b.areas) != 1)
DESK = f"{OTHER}/{BURNLEY}"
MOVED = Supply("fte-rate", BURNLEY, OTHER, days=-7, reason="They hold the register.")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with sample.open_workspace(tmp_path / "w.cypw") as workspace:
        yield Desk(workspace, sample.ANALYST, sample.ANSWERED_AT)


def test_the_narrowest_agreement_counts_and_each_districts_own_board_stands_for_the_rest() -> None:
    own = Supplies(PLAN).of("fte-rate", BURNLEY).board
    agreed = [
        Supply(EVERY, EVERY, OTHER),
        Supply("fte-rate", EVERY, OWN_BOARD),
        Supply("fte-rate", BURNLEY, OTHER),
    ]
    supplies = Supplies(PLAN, agreed)
    assert supplies.of("fte-rate", BURNLEY).board == DESK
    assert supplies.of("fte-rate", CHORLEY).board == Supplies(PLAN).of("fte-rate", CHORLEY).board
    assert supplies.of("gld", BURNLEY).board == DESK != own


def test_an_agreement_with_a_board_that_the_plan_does_not_know_asks_nobody_else() -> None:
    gone = Supplies(PLAN, [Supply("fte-rate", BURNLEY, "abolished-in-1974")])
    assert gone.plan() == PLAN
    assert gone.of("fte-rate", BURNLEY) == Supplies(PLAN).of("fte-rate", BURNLEY)


def test_a_measure_supplied_from_elsewhere_is_on_that_suppliers_blank_and_no_other(
    desk: Desk,
) -> None:
    decide.name_suppliers(desk, [MOVED])
    seen = pictured.picture(desk.workspace.record(), PLAN)
    made = dict(suppliers.blanks(seen))
    assert len(made) == len(PLAN.district_boards) + 1
    board = seen.framework.board(DESK)
    theirs = _read(made[f"{board.name} return.xlsx"], seen)
    assert theirs.expected_board == DESK
    assert {row.measure.id for row in theirs.rows if row.measure} == {"fte-rate"}
    due = seen.round.due
    assert due is not None
    assert theirs.cover["due"].text == _in_words(due - timedelta(days=7))
    own = PLAN.board(Supplies(PLAN).of("fte-rate", BURNLEY).board)
    asked = {r.measure.id for r in _read(made[f"{own.name} return.xlsx"], seen).rows if r.measure}
    assert asked == {m.id for m in PLAN.asked} - {"fte-rate"}


def test_a_figure_counts_from_its_supplier_alone(desk: Desk, tmp_path: Path) -> None:
    decide.name_suppliers(desk, [MOVED])
    record = desk.workspace.record()
    known = pictured.around(record, PLAN)
    checks = receive.check_files(sample.returns()[:1], PLAN, known)
    assert checks[0].returned is not None
    assert not any(f.code == "R005" for f in checks[0].returned.findings)
    (moved,) = (f for f in checks[0].returned.findings if f.code == "R031")
    assert (moved.measure, moved.severity.value) == ("fte-rate", "note")
    assert "is asked of another supplier, so what stands here was not counted" in moved.message
    receive.accept(desk.workspace, checks, sample.ANALYST, sample.RETURNED_AT)
    seen = pictured.picture(desk.workspace.record(), PLAN)
    assert any(o.measure == "fte-rate" for o in checks[0].returned.observations)
    assert not any(o.measure == "fte-rate" for o in seen.observations)
    assert any(o.measure == "cla-rate" for o in seen.observations)
    # a blank that came back as it went out still counts for the desk it was sent to
    made = dict(suppliers.blanks(seen, [DESK]))
    (name,) = made
    path = tmp_path / name
    path.write_bytes(made[name])
    checks = receive.check_files([path], PLAN, pictured.around(desk.workspace.record(), PLAN))
    receive.accept(desk.workspace, checks, sample.ANALYST, sample.RETURNED_AT)
    seen = pictured.picture(desk.workspace.record(), PLAN)
    assert next(s for s in seen.suppliers if s.board == DESK).returned is not None
    assert not any(is_desk(board) for board in packing.pack_boards(seen.framework))


def test_what_is_owed_is_said_with_its_day_and_its_lateness_until_it_is_set_aside(
    desk: Desk,
) -> None:
    decide.name_suppliers(desk, [MOVED])
    seen = pictured.picture(desk.workspace.record(), PLAN)
    due = seen.round.due
    assert due is not None
    first, *others = suppliers.owed(seen, due)
    assert (first.board, first.days_late, first.measures) == (DESK, 7, ("fte-rate",))
    assert {o.days_late for o in others} == {0}
    assert len(others) == len(PLAN.district_boards)
    decide.set_aside(desk, BURNLEY, "", "It will not come.", board=DESK)
    seen = pictured.picture(desk.workspace.record(), PLAN)
    own = Supplies(PLAN).own(BURNLEY)
    assert {DESK, own} & {o.board for o in suppliers.owed(seen, due)} == {own}
    assert logged.entries(desk.workspace.record())[-1].sentence.endswith(
        f"set aside the return of {PLAN.board(OTHER).name}, for Burnley: “It will not come.”"
    )


def test_setting_aside_one_suppliers_return_leaves_what_the_other_sends_for_the_place(
    desk: Desk, tmp_path: Path
) -> None:
    decide.name_suppliers(desk, [MOVED])
    seen = pictured.picture(desk.workspace.record(), PLAN)
    made = dict(suppliers.blanks(seen, [DESK]))
    (name,) = made
    theirs = openpyxl.load_workbook(BytesIO(made[name]))
    for line, figures in enumerate(((5, 9000), (6, 9000), (7, 9000), (8, 9000)), start=6):
        for column, figure in enumerate(figures, start=5):
            theirs["Outcome 1"].cell(line, column, figure)
    path = tmp_path / name
    theirs.save(path)
    files = [*sample.returns()[:1], path]
    checks = receive.check_files(files, PLAN, pictured.around(desk.workspace.record(), PLAN))
    receive.accept(desk.workspace, checks, sample.ANALYST, sample.RETURNED_AT)
    own = Supplies(PLAN).own(BURNLEY)

    def counted() -> tuple[bool, bool, dict[str, SupplierState]]:
        seen = pictured.picture(desk.workspace.record(), PLAN)
        given = {o.measure for o in seen.observations if o.area == BURNLEY}
        states = {s.board: s.state for s in seen.suppliers if s.board in (own, DESK)}
        for measure, is_in in (
            ("fte-rate", "fte-rate" in given),
            ("cla-rate", "cla-rate" in given),
        ):
            assert (seen.assessments[measure, BURNLEY].series.basis == "not reported") is not is_in
        return "fte-rate" in given, "cla-rate" in given, states

    assert counted()[:2] == (True, True)
    whole = decide.set_aside(desk, BURNLEY, "", "Under review.")
    fte, cla, states = counted()
    assert (fte, cla) == (True, False)
    assert states[own] is SupplierState.SET_ASIDE is not states[DESK]
    decide.undo(desk, whole.sequence)
    decide.set_aside(desk, BURNLEY, "", "Miscounted.", board=DESK)
    fte, cla, states = counted()
    assert (fte, cla) == (False, True)
    assert states[DESK] is SupplierState.SET_ASIDE is not states[own]
    with pytest.raises(Refusal, match="supplies no return for Chorley"):
        decide.set_aside(desk, CHORLEY, "", "Miscounted.", board=DESK)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (f"nope,*,{OTHER},,,r", "A2 names 'nope'"),
        (f"fte-rate,Atlantis,{OTHER},,,r", "B2 names 'Atlantis'"),
        ("fte-rate,*,nobody,,,r", "C2 names 'nobody'"),
        (f"fte-rate,*,{OTHER},soon,,r", "D2 is 'soon'"),
        (f"fte-rate,*,{OTHER},999,,r", "D2 is '999'"),
        (f"fte-rate,*,{OTHER},,,", "F2 gives no reason"),
    ],
)
def test_a_wrong_cell_is_named_with_its_address(line: str, said: str) -> None:
    with pytest.raises(Refusal) as refused:
        suppliers.read((HEAD + line).encode(), "suppliers.csv", PLAN)
    assert said in refused.value.what


@pytest.mark.parametrize("at", [None, date(2026, 10, 1)])
def test_who_supplies_what_comes_back_from_its_sheet_as_it_went_out(at: date | None) -> None:
    before = Supplies(PLAN, [MOVED])
    content = suppliers.write(PLAN, [MOVED], at=at)
    after = Supplies(PLAN, suppliers.read(content, "suppliers", PLAN))
    given = [(s.measure, s.area, s.board, s.days) for s in before.everything()]
    assert [(s.measure, s.area, s.board, s.days) for s in after.everything()] == given


def test_the_terminal_agrees_asks_and_tells_who_is_late(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, sheet = str(tmp_path / "w.cypw"), tmp_path / "suppliers.csv"
    sample.open_workspace(Path(path)).close()
    sheet.write_text(f"{HEAD}fte-rate,Burnley,{OTHER},-7,,They hold the register.\n")
    assert cli.main(["supplier", path, "--from", str(sheet), "--as", "analyst"]) == 0
    assert cli.main(["late", path, "--on", "2030-01-01"]) == 0
    said = capsys.readouterr().out
    assert f"{PLAN.board(OTHER).name}, for Burnley: its return" in said
    assert said.count(" late") == len(PLAN.district_boards) + 1
    assert cli.main(["supplier", path, "--to", str(tmp_path / "out.xlsx")]) == 0
    assert (tmp_path / "out.xlsx").read_bytes().startswith(b"PK")


def _read(content: bytes, seen: Picture) -> Recognised:
    return recognise.recognise(spreadsheet.read(content, "return.xlsx"), seen.framework)


def _in_words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
