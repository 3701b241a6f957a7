"""A council's own plan: used from its file, kept with the record, and whole when the file is gone."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from cypworkbench import cli
from cypworkbench.catalogue import load_framework, resource_path
from cypworkbench.catalogue.frameworks import read_framework
from cypworkbench.domain.decision import Person
from cypworkbench.domain.refusal import Refusal
from cypworkbench.flow import plan_kept
from cypworkbench.store.workspace import Workspace

EXAMPLE = resource_path("frameworks", "example.toml")
TEXT = EXAMPLE.read_text("utf-8")
ANALYST = Person("analyst")
NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)


def in_two_files(folder: Path) -> Path:
    """The example with its boards in a file of their own, beside it."""
    start, end = TEXT.index("[[boards]]"), TEXT.index("# -", TEXT.index("[[boards]]"))
    plan = folder / "plan.toml"
    plan.write_text('boards = "b.toml"\n' + TEXT[:start] + TEXT[end:], "utf-8")
    (folder / "b.toml").write_text(TEXT[start:end], "utf-8")
    return plan


def test_a_plan_from_a_file_stays_with_the_workspace_when_the_files_are_gone(
    tmp_path: Path,
) -> None:
    plan = in_two_files(tmp_path)
    path = tmp_path / "w.cypw"
    made = plan_kept.begin(path, str(plan), ANALYST, NOON)
    assert made == read_framework(plan) == read_framework(EXAMPLE)
    for file in (plan, tmp_path / "b.toml"):
        file.unlink()
    with Workspace.open(path) as workspace:
        record = workspace.record()
    assert [file.name for file in record.files] == ["plan.toml", "b.toml"]
    plan_kept._read.cache_clear()
    assert plan_kept.served(record) == made


def test_a_workspace_for_one_of_the_program_s_plans_keeps_its_id_alone(tmp_path: Path) -> None:
    plan_kept.begin(tmp_path / "w.cypw", "cypfp-2022", ANALYST, NOON)
    with Workspace.open(tmp_path / "w.cypw") as workspace:
        assert workspace.record().files == ()
        assert plan_kept.served(workspace.record()) is load_framework("cypfp-2022")


def test_a_plan_with_mistakes_makes_no_workspace_and_the_first_mistake_is_told(
    tmp_path: Path,
) -> None:
    wrong = tmp_path / "wrong.toml"
    wrong.write_text(TEXT.replace("per = 100\n", "per = 7\n").replace('"heard"', "7"), "utf-8")
    with pytest.raises(Refusal, match=r"wrong\.toml cannot be used: line \d+: .*\(2 more\)"):
        plan_kept.begin(tmp_path / "w.cypw", str(wrong), ANALYST, NOON)
    with pytest.raises(Refusal, match=r"nothing\.toml cannot be read"):
        plan_kept.begin(tmp_path / "w.cypw", str(tmp_path / "nothing.toml"), ANALYST, NOON)
    assert not (tmp_path / "w.cypw").exists()


def test_the_terminal_works_by_a_plan_that_only_the_workspace_still_has(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan, path = tmp_path / "mine.toml", str(tmp_path / "w.cypw")
    plan.write_text(TEXT, "utf-8")
    assert cli.main(["new", path, "--framework", str(plan)]) == 0
    plan.unlink()
    days = ["--due", "2026-10-01", "--as-at", "2026-06-30", "--meeting", "2026-10-20"]
    assert cli.main(["round", path, "--round", "Round 1", *days, "--as", "analyst"]) == 0
    blanks = tmp_path / "blanks"
    assert cli.main(["issue", path, "--round", "Round 1", "--to", str(blanks)]) == 0
    sent = sorted(blanks.glob("*.xlsx"))
    assert [each.name.split(" return")[0] for each in sent] == [
        *("North Wyvern Local Board", "South Wyvern Local Board")
    ]
    capsys.readouterr()
    cli.main(["check", *map(str, sent), "--workspace", path])
    assert "return.xlsx: North Wyvern Local Board, " in capsys.readouterr().out
