"""Findings written out, thresholds set, and explanations that survive a resubmission or lapse with the figure."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from cypworkbench import cli
from cypworkbench.domain.evidence import Finding
from cypworkbench.flow import pictured
from cypworkbench.returns.findings_out import HEADINGS
from cypworkbench.store.workspace import Workspace
from tests.returns.rules.planted import both, cells
from tests.returns.workbooks import ROUND, Edit, filled, plan

DAYS = ["--due", "2026-09-25", "--meeting", "2026-10-20", "--as-at", "2026-10-02"]
FAR = cells("Context", "larc", Value=410)
NOT_ITS_PARTS = cells("Outcome 2", "dental-decay", Value=24.3)
Send = Callable[[Edit], None]


@pytest.fixture
def space(tmp_path: Path) -> Path:
    path = tmp_path / "w.cypw"
    assert cli.main(["new", str(path), "--framework", "cypfp-2022"]) == 0
    assert cli.main(["round", str(path), "--round", ROUND.label, *DAYS, "--as", "analyst"]) == 0
    return path


@pytest.fixture
def send(space: Path, tmp_path: Path) -> Send:
    def act(edit: Edit) -> None:
        path = tmp_path / "burnley.xlsx"
        path.write_bytes(filled(edit))
        assert cli.main(["accept", str(space), str(path), "--as", "analyst"]) == 0

    return act


def findings(space: Path) -> dict[str, Finding]:
    with Workspace.open(space, read_only=True) as workspace:
        picture = pictured.picture(workspace.record(), plan())
    return {f.code: f for f in picture.open_findings}


def explain(space: Path, finding: Finding, because: str) -> None:
    line = ["explain", str(space), str(finding.origin), "--as", "analyst", "--because", because]
    assert cli.main(line) == 0


def test_an_explanation_survives_a_resubmission_and_lapses_when_its_figure_changes(
    space: Path, send: Send
) -> None:
    send(both(FAR, NOT_ITS_PARTS))
    explain(space, findings(space)["R010"], "A new clinic opened.")
    assert "R010" not in findings(space)
    send(both(FAR, cells("Outcome 1", "da-incidents", Comment="Checked.")))
    assert "R010" not in findings(space)
    send(cells("Context", "larc", Value=411))
    assert "R010" in findings(space)


def test_every_finding_is_written_with_what_became_of_it(
    space: Path, send: Send, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    send(both(FAR, NOT_ITS_PARTS, cells("Context", "obesity-year-6", Value="=2+3")))
    explain(space, findings(space)["R010"], "=HYPERLINK(“a new clinic”)")
    capsys.readouterr()
    for name in ("all.csv", "all.xlsx"):
        assert cli.main(["findings", str(space), "--to", str(tmp_path / name)]) == 1
        assert "still to answer" in capsys.readouterr().out
    lines = list(csv.reader(io.StringIO((tmp_path / "all.csv").read_text("utf-8-sig"))))
    sheet = openpyxl.load_workbook(tmp_path / "all.xlsx").worksheets[0]
    table = [[str(cell or "") for cell in row] for row in sheet.iter_rows(values_only=True)]
    told = openpyxl.load_workbook(tmp_path / "all.xlsx")["Checks"]
    checks = [row for row in told.iter_rows(min_row=2, values_only=True) if row[0]]
    assert int(str(checks[0][2])) == len(str(checks[0][3]).split(", ")) > 20
    not_run = [str(row[3]) for row in checks[1:]]
    assert [said for said in not_run if "lack of published figures" in said and "R026" in said]
    assert tuple(lines[0]) == tuple(table[0]) == HEADINGS
    by_code = {row[2]: dict(zip(HEADINGS, row, strict=True)) for row in table[1:]}
    assert by_code["R010"]["State"] == "explained"
    assert by_code["R012"]["State"] == "open"
    assert (by_code["R012"]["Sheet"], by_code["R012"]["Cell"]) == ("Outcome 2", "G15")
    assert len(lines) == len(table) == 1 + len({(row[2], row[4], row[5]) for row in table[1:]})
    assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert not [text for row in lines for text in row if text.startswith(("=", "+", "-", "@"))]


def test_the_same_findings_are_written_as_the_same_bytes(
    space: Path, send: Send, tmp_path: Path
) -> None:
    send(FAR)
    made = []
    for name in ("one.csv", "two.csv"):
        cli.main(["findings", str(space), "--to", str(tmp_path / name)])
        made.append((tmp_path / name).read_bytes())
    assert made[0] == made[1]


def test_a_threshold_is_a_decision_that_every_return_is_checked_by(
    space: Path, send: Send, capsys: pytest.CaptureFixture[str]
) -> None:
    send(FAR)
    line = ["threshold", str(space), "--name", "R010.high", "--value", "500", "--as", "analyst"]
    line += ["--because", "A new clinic opened."]
    assert cli.main(line) == 3
    assert "no measure was named" in capsys.readouterr().err
    assert cli.main([*line, "--measure", "larc", "--board", "dctb-burnley"]) == 0
    assert "R010" not in findings(space)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--name", "R099.x", "--value", "1"], "no threshold called"),
        (["--name", "R013.times", "--value", "many"], "is not a number"),
        (["--name", "R013.times", "--value", "0"], "would doubt every figure"),
        (["--name", "R013.times", "--value", "3", "--board", "nope"], "no board called"),
        (["--name", "R013.times", "--value", "3", "--measure", "nope"], "no measure called"),
    ],
)
def test_a_threshold_no_rule_could_use_is_refused(
    space: Path, more: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    line = ["threshold", str(space), *more, "--because", "b", "--as", "analyst"]
    assert cli.main(line) == 3
    assert said in capsys.readouterr().err


def test_a_file_of_no_known_kind_is_not_written(space: Path, tmp_path: Path) -> None:
    assert cli.main(["findings", str(space), "--to", str(tmp_path / "all.pdf")]) == 3
    assert not (tmp_path / "all.pdf").exists()
