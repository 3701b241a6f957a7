"""Layouts that are not ours, each read by a recipe; nothing in them is dropped in silence."""

import io
from dataclasses import replace
from decimal import Decimal

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from cypworkbench.domain.evidence import Observation, Workbook
from cypworkbench.domain.plain import from_plain, to_plain
from cypworkbench.domain.recipe import Block, Recipe, SheetRecipe, Source, Where
from cypworkbench.domain.refusal import Refusal
from cypworkbench.returns.foreign import fits, fitting, read
from cypworkbench.returns.spreadsheet import read as read_workbook
from tests.returns.workbooks import plan

PLACES = ("Burnley", "Chorley", "W Lancs")
CODES = ("E07000117", "E07000118", "E07000127")
YEARS = ("2022/23", "2023/24")
Rows = tuple[tuple[object, ...], ...]


def same(text: str) -> Source:
    return Source(Where.CONSTANT, text)


def column(offset: int) -> Source:
    return Source(Where.COLUMN, "", offset)


def row(offset: int) -> Source:
    return Source(Where.ROW, "", offset)


def workbook(*rows: tuple[object, ...], merged: tuple[str, ...] = (), **sheets: Rows) -> Workbook:
    book = openpyxl.Workbook()
    first = book.worksheets[0]
    assert isinstance(first, Worksheet)
    first.title = "Data"
    for name, some in {"Data": rows, **sheets}.items():
        sheet = first if name == "Data" else book.create_sheet(name)
        assert isinstance(sheet, Worksheet)
        for each in some:
            sheet.append(list(each))
    for together in merged:
        first.merge_cells(together)
    buffer = io.BytesIO()
    book.save(buffer)
    return read_workbook(buffer.getvalue(), "sent.xlsx")


def recipe(*blocks: Block, sheet: str = "Data", **more: tuple[str, ...]) -> Recipe:
    return Recipe("theirs", (SheetRecipe(sheet, blocks),), "dctb-burnley", more.get("left_out", ()))


def told(found: tuple[Observation, ...]) -> list[tuple[str, str, str, str, str]]:
    return [
        (o.measure, o.area, o.period.label, str(o.value), f"{o.origin.sheet}!{o.origin.cell}")
        for o in found
    ]


def figures(made: Workbook, using: Recipe) -> list[tuple[str, str, str, str, str]]:
    return told(read(made, using, plan()).observations)


WIDE = Block("District", 1, 1, same("rwm-all"), column(0), row(0), known=("District", *YEARS))
WIDE_ROWS = (
    ("Table 1: reading, writing and maths",),
    (),
    ("District", *YEARS),
    *((place, 60 + n, 62 + n) for n, place in enumerate(PLACES)),
)


def test_years_across() -> None:
    found = figures(workbook(*WIDE_ROWS), recipe(WIDE))
    assert found[:2] == [
        ("rwm-all", "E07000117", "2022/23", "60", "Data!B4"),
        ("rwm-all", "E07000117", "2023/24", "62", "Data!C4"),
    ]
    assert [area for _, area, *_ in found[::2]] == list(CODES)


def test_a_table_that_moved_is_read_all_the_same() -> None:
    moved = (("A title",), (), *((None, None, *each) for each in WIDE_ROWS[2:]))
    assert [f[:4] for f in figures(workbook(*moved), recipe(WIDE))] == [
        f[:4] for f in figures(workbook(*WIDE_ROWS), recipe(WIDE))
    ]


def test_a_long_table_with_parts() -> None:
    made = workbook(
        ("Indicator", "Area", "Year", "Num", "Den", "%"),
        ("gld", "Burnley", "2023/24", 680, 1000, 68),
        ("rwm-all", "Chorley", "2023/24", 600, 1000, None),
    )
    block = Block(
        *("Indicator", 1, 3, column(0), column(1), column(2), row(0)),
        columns=3,
        names={"Num": "numerator", "Den": "denominator", "%": "value"},
    )
    found = read(made, recipe(block), plan()).observations
    assert told(found) == [
        ("gld", "E07000117", "2023/24", "68", "Data!F2"),
        ("rwm-all", "E07000118", "2023/24", "60", "Data!D3"),
    ]
    assert (found[0].numerator, found[0].denominator) == (Decimal(680), Decimal(1000))


def test_places_across_and_years_down() -> None:
    made = workbook(("Year", *PLACES), ("2022/23", 1, 2, 3), ("2023/24", 4, 5, 6))
    block = Block("Year", 1, 1, same("permanent-exclusions"), row(0), column(0))
    assert [f[1:4] for f in figures(made, recipe(block))][:3] == [
        (code, "2022/23", str(n)) for n, code in enumerate(CODES, start=1)
    ]


def test_two_tables_beside_each_other_and_one_below() -> None:
    made = workbook(
        ("District", "2023/24", None, "District", "2023/24"),
        ("Burnley", 61, None, "Burnley", 3.1),
        (),
        ("District", "2022/23"),
        ("Burnley", 60),
    )
    blocks = [
        Block("District", 1, 1, same(measure), column(0), row(0), nth=nth, columns=1)
        for nth, measure in ((1, "rwm-all"), (2, "neet-16-18"), (3, "rwm-all"))
    ]
    blocks[1] = replace(blocks[1], names={"2023/24": "Dec to Feb 2024"})
    found = figures(made, recipe(*blocks))
    assert [(m, p, v) for m, _, p, v, _ in found] == [
        ("rwm-all", "2023/24", "61"),
        ("neet-16-18", "Dec to Feb 2024", "3.1"),
        ("rwm-all", "2022/23", "60"),
    ]


def test_headings_in_two_rows_with_merged_years() -> None:
    made = workbook(
        (None, "2022/23", None, "2023/24", None),
        ("District", "Num", "Den", "Num", "Den"),
        ("Burnley", 680, 1000, 700, 1000),
        merged=("B1:C1", "D1:E1"),
    )
    block = Block(
        *("District", 1, 1, same("gld"), column(0), row(-1), row(0)),
        names={"Num": "numerator", "Den": "denominator"},
    )
    assert [f[2:4] for f in figures(made, recipe(block))] == [
        ("2022/23", "68"),
        ("2023/24", "70"),
    ]


# ------------------------------------------------------------------------- nothing dropped, nothing guessed


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ((*WIDE_ROWS, ("Total", 61, 63)), "no area of the plan is called “Total”"),
        ((*WIDE_ROWS, ("Hyndeburn", 61, 63)), "no area of the plan is called “Hyndeburn”"),
        ((*WIDE_ROWS, (None, 61, 63)), "would drop the figures at B7 and C7"),
        ((*WIDE_ROWS, (), ("Wyre", 61, 63)), "would drop the figures at B8 and C8"),
        (
            (*WIDE_ROWS[:2], ("District", *YEARS, "2024/26"), ("Burnley", 1, 2, 3)),
            "“2024/26” names no period",
        ),
        (
            (*WIDE_ROWS[:2], ("District", *YEARS, None), ("Burnley", 1, 2, "low numbers")),
            "would drop the column D3",
        ),
        (
            (*WIDE_ROWS[:2], ("District", *YEARS), ("Burnley", 1, 2), ("Burnley", 3, 4)),
            "B5 and B4 both give",
        ),
        ((("Nothing", "here"),), "is not laid out as the recipe theirs says"),
    ],
)
def test_what_is_unclear_or_would_be_dropped_keeps_the_file_out(rows: Rows, said: str) -> None:
    with pytest.raises(Refusal, match=said) as refused:
        read(workbook(*rows), recipe(WIDE), plan())
    assert refused.value.what.startswith("sent.xlsx")
    assert refused.value.remedy.endswith(".")


def test_what_is_named_as_left_out_is_left_out() -> None:
    rows = (
        ("District", *YEARS, "Note", "Change"),
        ("Burnley", 60, 61, "fine", 1),
        ("Total", 60, 61, None, 1),
    )
    block = replace(WIDE, left_out=("Total", "Note", "Change"))
    assert len(figures(workbook(*rows), recipe(block))) == 2


def test_a_sheet_with_numbers_that_the_recipe_does_not_name_keeps_the_file_out() -> None:
    made = workbook(*WIDE_ROWS, Workings=((1, 2),))
    with pytest.raises(Refusal, match="says nothing about the sheet Workings"):
        read(made, recipe(WIDE), plan())
    assert read(made, recipe(WIDE, left_out=("Workings",)), plan()).observations


def test_a_like_file_is_recognised_and_another_is_not() -> None:
    saved = (recipe(replace(WIDE, known=("Ward",))), recipe(WIDE))
    assert fitting(workbook(*WIDE_ROWS), saved) is saved[1]
    assert not fits(workbook(("District", "2021/22"), ("Burnley", 1)), saved[1])
    assert fitting(workbook(("a", "b")), saved) is None


def test_a_recipe_is_data() -> None:
    made = recipe(WIDE)
    assert from_plain(Recipe, to_plain(made)) == made
