"""A recipe saved once is offered again by itself, and a file read by it is read the same for good."""

from pathlib import Path

import openpyxl
import pytest

from cypworkbench import cli
from cypworkbench.flow import pictured
from cypworkbench.store.workspace import Workspace
from tests.returns.workbooks import plan

TOML = """
name = "Burnley's own sheet"
board = "dctb-burnley"
[[sheets]]
sheet = "Data"
[[sheets.blocks]]
anchor = "Indicator"
down = 1
right = 1
known = ["Indicator"]
measure = { where = "column", offset = 0 }
area = { where = "constant", text = "Burnley" }
period = { where = "row", offset = 0 }
left_out = ["Note"]
"""
ROWS = (
    ("Indicator", "2022/23", "2023/24", "2024/25", "Note"),
    ("rwm-all", 55, 56, 57, None),
    ("gld", 60, 61, 620, "hurried"),
)


@pytest.fixture
def sent(tmp_path: Path) -> Path:
    book = openpyxl.Workbook()
    book.worksheets[0].title = "Data"
    for row in ROWS:
        book.worksheets[0].append(list(row))
    path = tmp_path / "burnley.xlsx"
    book.save(path)
    return path


@pytest.fixture
def space(tmp_path: Path) -> Path:
    path = tmp_path / "w.cypw"
    assert cli.main(["new", str(path), "--framework", "cypfp-2022"]) == 0
    assert cli.main(["round", str(path), "--round", "Round 2", "--as", "analyst"]) == 0
    return path


def save(space: Path, text: str) -> int:
    source = space.with_name("recipe.toml")
    source.write_text(text, encoding="utf-8")
    return cli.main(["recipe", str(space), "--from", str(source), "--as", "analyst"])


def test_without_a_recipe_both_ways_out_are_named(
    space: Path, sent: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["check", str(sent), "--workspace", str(space)]) == 1
    said = capsys.readouterr().out
    assert "burnley.xlsx is not a return" in said
    assert "make a recipe that says how this layout is read" in said


def test_a_saved_recipe_reads_checks_and_keeps_a_file_with_every_cell(
    space: Path, sent: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert save(space, TOML) == 0
    assert cli.main(["accept", str(space), str(sent), "--as", "analyst"]) == 0
    capsys.readouterr()
    with Workspace.open(space, read_only=True) as workspace:
        picture = pictured.picture(workspace.record(), plan())
    figures = {(o.measure, o.period.label): o for o in picture.observations}
    assert str(figures["rwm-all", "2024/25"].value) == "57"
    assert str(figures["rwm-all", "2024/25"].origin) == "Data!D2"
    assert [(f.code, str(f.origin)) for f in picture.findings] == [("R009", "Data!D3")]


def test_a_file_is_read_as_it_was_taken_in_whatever_is_saved_later(space: Path, sent: Path) -> None:
    save(space, TOML)
    cli.main(["accept", str(space), str(sent), "--as", "analyst"])
    other = TOML.replace("Burnley's own sheet", "Another").replace('"Burnley"', '"Pendle"')
    assert save(space, other) == 0
    pictured._checked.clear()
    with Workspace.open(space, read_only=True) as workspace:
        picture = pictured.picture(workspace.record(), plan())
    assert {o.area for o in picture.observations} == {"E07000117"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name = ", "is not a recipe"),
        ('name = "x"', "is not a recipe"),
        ('name = "x"\nsheets = []', "The recipe reads no table"),
        (TOML.replace("Burnley's own sheet", " "), "A recipe needs a name"),
    ],
)
def test_what_is_no_recipe_is_refused(
    space: Path, text: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert save(space, text) == 3
    assert said in capsys.readouterr().err


def test_a_name_is_given_once(space: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert save(space, TOML) == save(space, TOML) == 0
    assert save(space, TOML.replace("Note", "Remark")) == 3
    assert "another recipe called Burnley's own sheet" in capsys.readouterr().err
