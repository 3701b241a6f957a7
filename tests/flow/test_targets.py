"""Targets as a sheet: what is wrong is named by its cell, what is right comes back the same, and nothing surprises."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from cypworkbench import catalogue, cli
from cypworkbench.domain.area import ENGLAND
from cypworkbench.domain.judgement import Status, Step, Target, TargetKind
from cypworkbench.domain.refusal import Refusal
from cypworkbench.domain.state import fold
from cypworkbench.flow import pictured, receive, sample, targets, what_if
from cypworkbench.flow.decide import Desk
from cypworkbench.store.workspace import Workspace

PLAN = catalogue.load_framework(sample.FRAMEWORK)
HEAD = "measure,area,kind,value,start,end,upper,comparator,tolerance,baseline,steps,owner,reason\n"
MADE_AT = date(2026, 10, 1)


def _target(measure: str, area: str, kind: TargetKind, value: str | None) -> Target:
    number = None if value is None else Decimal(value)
    start = date(2022, 9, 1)
    said = ("Head of Service", "=a reason, not a formula")
    return Target(measure, area, kind, number, start, owner=said[0], reason=said[1])


EVERY_KIND = (
    _target("gld", "*", TargetKind.ABSOLUTE, "70"),
    replace(
        _target("gld", "E07000117", TargetKind.STRAIGHT, "72.5"),
        end=date(2028, 8, 31),
        baseline=Decimal(61),
        steps=(Step(date(2025, 8, 31), Decimal(66)),),
    ),
    _target("gld", "E07000118", TargetKind.IMPROVEMENT, "10"),
    replace(
        _target("gld", "E07000119", TargetKind.TOP_QUARTER, None),
        peers=tuple(d.code for d in PLAN.districts),
    ),
    replace(
        _target("gld", "E07000120", TargetKind.GAP, "2"),
        comparator=ENGLAND,
        tolerance=Decimal("0.05"),
    ),
    replace(_target("gld", "E07000121", TargetKind.FASTER, None), comparator=ENGLAND),
    replace(_target("gld", "E07000122", TargetKind.COMPARATOR, None), comparator=ENGLAND),
    _target("gld", "E07000123", TargetKind.MAINTAIN, None),
    replace(
        _target("gld", "E07000124", TargetKind.TRAJECTORY, "60"),
        steps=(Step(date(2025, 8, 31), Decimal(66)),),
    ),
    replace(_target("cla-rate", "*", TargetKind.BAND, "50"), upper=Decimal(70)),
    _target("cpp-rate", "*", TargetKind.MONITOR, None),
)


def _by_key(some: tuple[Target, ...]) -> list[Target]:
    return sorted(some, key=lambda t: t.key)


def test_the_sheet_below_holds_every_kind() -> None:
    assert {t.kind for t in EVERY_KIND} == set(TargetKind)


@pytest.mark.parametrize("at", [None, MADE_AT])
def test_every_kind_of_target_comes_back_from_its_sheet_as_it_went_out(at: date | None) -> None:
    content = targets.write(EVERY_KIND, at=at)
    assert list(targets.read(content, "targets", PLAN)) == _by_key(EVERY_KIND)
    assert content == targets.write(reversed(EVERY_KIND), at=at)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("cla-rates,*,band,50,2022-04-01,,70,,,,,o,r", "A2 names a measure the plan does not have"),
        ("gld,Atlantis,absolute,5,2022-04-01,,,,,,,o,r", "B2 is no area of the plan: 'Atlantis'"),
        ("gld,*,wish,5,2022-04-01,,,,,,,o,r", "C2 is no kind of target: 'wish'"),
        ("gld,*,absolute,12%,2022-04-01,,,,,,,o,r", "D2 '12%' is not a number"),
        ("gld,*,absolute,NaN,2022-04-01,,,,,,,o,r", "D2 'NaN' is not a number a measure"),
        ("gld,*,absolute,1e999999,2022-04-01,,,,,,,o,r", "is not a number a measure could reach"),
        ("gld,*,absolute,,2022-04-01,,,,,,,o,r", "D2 is empty"),
        ("gld,*,improvement,-5,2022-04-01,,,,,,,o,r", "D2 is -5, no improvement"),
        ("gld,*,absolute,5,1/4/2022,,,,,,,o,r", "E2 is not a day: '1/4/2022'"),
        ("gld,*,absolute,5,2022-04-01,2021-01-01,,,,,,o,r", "F2 (2021-01-01) is before it starts"),
        ("gld,*,straight,5,2022-04-01,,,,,,,o,r", "F2 is empty, and a straight line"),
        ("cla-rate,*,band,5,2022-04-01,,,,,,,o,r", "G2 is not above the value"),
        ("gld,*,comparator,,2022-04-01,,,,,,,o,r", "H2 names no area to compare with"),
        ("gld,*,gap,2,2022-04-01,,,England;North West,,,,o,r", "H2 names several"),
        ("gld,*,top_quarter,,2022-04-01,,,Wyre;Pendle,,,,o,r", "H2 names fewer than 4 areas"),
        ("gld,*,absolute,5,2022-04-01,,,,5,,,o,r", "I2 is 5, not a share"),
        ("gld,*,trajectory,5,2022-04-01,,,,,,soon: 6,o,r", "K2 holds a step that cannot be read"),
        (
            "gld,*,absolute,5,2022-04-01,,,,,,2023-04-01: 6,o,r",
            "K2 are given for the kind absolute",
        ),
        ("gld,*,trajectory,5,2022-04-01,,,,,,2021-04-01: 6,o,r", "K2 do not follow each other"),
        ("gld,*,absolute,5,2022-04-01,,,,,,,,r", "L2 gives no owner"),
        ("gld,*,absolute,5,2022-04-01,,,,,,,o,", "M2 gives no reason"),
        ("cla-rate,*,absolute,5,2022-04-01,,,,,,,o,r", "neither way is better for cla-rate"),
    ],
)
def test_a_wrong_cell_is_named_with_its_address(line: str, said: str) -> None:
    with pytest.raises(Refusal) as refused:
        targets.read((HEAD + line).encode(), "targets.csv", PLAN)
    assert said in refused.value.what
    assert refused.value.remedy.endswith("Nothing was recorded.")


def test_several_wrong_cells_are_told_together_and_each_once() -> None:
    lines = "gld,*,wish,5,2022-04-01,,,,,,,o,r\ngld,*,absolute,x,soon,,,,,,,o,r\n"
    with pytest.raises(Refusal) as refused:
        targets.read((HEAD + lines).encode(), "targets.csv", PLAN)
    assert [refused.value.what.count(cell) for cell in ("C2", "D3", "E3")] == [1, 1, 1]


def test_two_rows_for_one_measure_area_and_day_are_refused() -> None:
    lines = "gld,*,absolute,5,2022-04-01,,,,,,,o,r\n" * 2
    with pytest.raises(Refusal, match="E3 starts a target that row 2 already starts"):
        targets.read((HEAD + lines).encode(), "targets.csv", PLAN)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xff\xfe" + "measure".encode("utf-16-le"), "not a text file in UTF-8"),
        (f'{HEAD}"{"x" * 200_000}'.encode(), "is not CSV"),
        (HEAD.encode(), "holds no target"),
        (b"measure,area\ngld,*\n", "no row of headings with"),
        (b"PK\x03\x04 and then nothing", "is damaged or came only in part"),
    ],
)
def test_a_file_that_is_no_list_of_targets_is_refused(content: bytes, said: str) -> None:
    with pytest.raises(Refusal) as refused:
        targets.read(content, "targets.csv", PLAN)
    assert said in refused.value.what


def test_an_area_may_be_named_and_a_tolerance_given_in_per_cent() -> None:
    line = "gld,burnley,comparator,,2022-04-01,,,districts,5%,,,o,r\n"
    (made,) = targets.read((HEAD + line).encode(), "targets.csv", PLAN)
    assert (made.area, made.tolerance, len(made.peers)) == ("E07000117", Decimal("0.05"), 12)


def test_the_neighbours_of_an_edition_are_named_by_their_group() -> None:
    line = "gld,*,comparator,,2022-04-01,,,neighbours-2025,,,,o,r\n"
    (made,) = targets.read((HEAD + line).encode(), "targets.csv", PLAN)
    assert [PLAN.area(code).name for code in made.peers][:2] == ["Lincolnshire", "Bury"]
    assert len(made.peers) == 10


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("targets") / "w.cypw"
    with sample.open_workspace(path) as opened:
        checks = receive.check_files(sample.returns(), PLAN, pictured.round_label(opened.record()))
        receive.accept(opened, checks, sample.ANALYST, sample.RETURNED_AT)
    return path


def test_a_preview_says_who_would_turn_red_and_records_nothing(workspace: Path) -> None:
    with Workspace.open(workspace) as opened:
        record = opened.record()
        seen = pictured.picture(record, PLAN)
        strict = Target("fte-rate", "*", TargetKind.ABSOLUTE, Decimal(0), date(2022, 1, 1))
        found = what_if.preview(seen, [strict])
        assert opened.record() == record
    assert {m.measure for m in found.moved} == {"fte-rate"}
    assert all(m.after is Status.OFF for m in found.moved)
    held = [seen.assessments.get(("fte-rate", d.code)) for d in PLAN.districts]
    now = [one.status for one in held if one is not None]
    figures = sum(one is not None and one.latest is not None for one in held)
    assert figures > now.count(Status.OFF)
    said = f"of {len(now)} districts {figures} off target (now {now.count(Status.OFF)})"
    assert said in found.sentences[0]


def test_what_is_written_out_is_taken_in_again_and_changes_nothing(
    workspace: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet = tmp_path / "targets.xlsx"
    assert cli.main(["target", str(workspace), "--to", str(sheet)]) == 0
    with Workspace.open(workspace) as opened:
        before = fold(opened.record().decisions).targets
    assert cli.main(["target", str(workspace), "--from", str(sheet), "--preview"]) == 0
    assert "(now" not in capsys.readouterr().out
    assert cli.main(["target", str(workspace), "--from", str(sheet)]) == cli.REFUSED
    assert cli.main(["target", str(workspace), "--from", str(sheet), "--as", "analyst"]) == 0
    with Workspace.open(workspace) as opened:
        assert fold(opened.record().decisions).targets == before


def test_one_target_typed_by_hand_is_held_to_the_same_rules(tmp_path: Path) -> None:
    wrong = replace(_target("cla-rate", "*", TargetKind.ABSOLUTE, "5"), owner="")
    with sample.open_workspace(tmp_path / "w.cypw") as opened:
        desk = Desk(opened, sample.ANALYST, sample.ANSWERED_AT)
        before = opened.record().sequence
        with pytest.raises(Refusal) as refused:
            targets.set_one(desk, PLAN, wrong)
        assert opened.record().sequence == before
        targets.set_one(desk, PLAN, _target("gld", "*", TargetKind.ABSOLUTE, "5"))
        assert opened.record().sequence == before + 1
    assert "neither way is better for cla-rate" in refused.value.what
    assert "owner is empty" in refused.value.what
