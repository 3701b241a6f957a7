"""A recipe saved once is offered again by itself, and a file read by it is read the same for good."""

import io
from pathlib import Path

import openpyxl
import pytest

from cypworkbench import cli
from cypworkbench.domain.recipe import Block, Recipe, SheetRecipe, Source, Where
from cypworkbench.domain.record import Round
from cypworkbench.flow import pictured
from cypworkbench.flow.reading import check_workbook
from cypworkbench.flow.surroundings import Surroundings
from cypworkbench.returns.check import RULES
from cypworkbench.returns.register import Need
from cypworkbench.returns.spreadsheet import read
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


def parts_recipe() -> Recipe:
    """A long table of several places with numerators and denominators."""
    block = Block(
        anchor="Indicator",
        down=1,
        right=3,
        measure=Source(Where.COLUMN, "", 0),
        area=Source(Where.COLUMN, "", 1),
        period=Source(Where.COLUMN, "", 2),
        part=Source(Where.ROW),
        columns=3,
        names={"Num": "numerator", "Den": "denominator", "%": "value"},
    )
    return Recipe("theirs", (SheetRecipe("Data", (block,)),), "cypfp")


def test_the_rules_about_rows_run_on_another_layout_and_the_others_say_why_they_did_not() -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Data"
    for row in (
        ("Indicator", "Area", "Year", "Num", "Den", "%"),
        ("gld", "Burnley", "2023/24", 680, 1000, 86),
        ("gld", "Chorley", "2023/24", 1200, 1000, 68),
        ("gld", "Chorley", "2022/23", 670.5, 1000, "=67+0.05"),
        ("gld", "Burnley", "2022/23", 660, 1000, "66.0"),
    ):
        sheet.append(list(row))
    sheet.row_dimensions[4].hidden = True
    hidden = book.create_sheet("Workings")
    hidden["A1"] = 12
    hidden.sheet_state = "hidden"
    made = io.BytesIO()
    book.save(made)
    around = Surroundings(plan(), Round("Round 2"))
    found = check_workbook(read(made.getvalue(), "sent.xlsx"), around, recipe=parts_recipe())
    assert {(f.code, str(f.origin), f.area) for f in found.findings} == {
        ("R012", "Data!F2", "E07000117"),
        ("R011", "Data!D3", "E07000118"),
        ("R015", "Data!D4", "E07000118"),
        ("R017", "Data!F4", "E07000118"),
        ("R024", "Data!D4", "E07000118"),
        ("R008", "Data!F5", "E07000117"),
        ("R015", "Workings", "E07000117"),
    }
    assert {"R008", "R009", "R011", "R012", "R015", "R017", "R024"} <= set(found.rules.done)
    not_ours = {code for code, why in found.rules.skipped if why == Need.TEMPLATE.value}
    assert {"R001", "R004", "R005", "R006", "R007", "R019", "R027"} <= not_ours
    assert {code for code, _ in found.rules.skipped} | set(found.rules.done) == {
        each.code for each in RULES
    }
    assert len(found.observations) == 4
