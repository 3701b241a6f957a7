"""The same values, cell for cell, as openpyxl and calamine read, but for a few differences that are listed and meant.

Where they differ from us, and why we keep to ours:
- an error cell: calamine gives nothing; we and openpyxl say that it is an error;
- a formula never worked out: both give nothing, so that it looks blank; we say that it was never worked out;
- an escaped letter: _x0041_ is how the format writes A (ECMA-376 part 1, 22.9.2.19), which the others leave as it is;
- a date: both give a moment; we keep the number and its format, and work the day out (no day for 29 February 1900).
"""

import csv
import io
import random
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path

import openpyxl
import pytest
import python_calamine
import xlsxwriter

from cypworkbench.catalogue import sample_path
from cypworkbench.domain.evidence import Cell, CellKind, Sheet
from cypworkbench.returns.spreadsheet import read
from cypworkbench.returns.values import date_of
from tests.returns.workbooks import filled

MANY = 300
Values = dict[tuple[int, int], object]
TEXTS = (
    "Burnley",
    "34%",
    "*",
    "x",
    "1,234",
    "  spaces ",
    "Café ☃",
    "a\nb",
    "<&>\"'",
    "=1",
)
FORMATS = ("General", "0.0", "0%", "#,##0", "dd/mm/yyyy", "mmm-yy", '0.0"%"', "@")
ERRORS = ("#DIV/0!", "#N/A", "#REF!")


def made(seed: int) -> bytes:
    """A workbook of random kinds of cells, as one of two libraries writes it."""
    chance = random.Random(seed)  # noqa: S311  a fixed seed, so that a failure can be made again
    return by_xlsxwriter(chance) if seed % 2 else by_openpyxl(chance)


def values(chance: random.Random) -> Iterator[tuple[int, int, object, str]]:
    for row in range(chance.randint(1, 30)):
        for column in range(chance.randint(1, 12)):
            match chance.randrange(8):
                case 0 | 1:
                    yield row, column, round(chance.uniform(-1e4, 1e6), chance.randint(0, 9)), ""
                case 2:
                    yield row, column, chance.randrange(10**9), chance.choice(FORMATS[:4])
                case 3 | 4:
                    yield row, column, chance.choice(TEXTS), ""
                case 5:
                    yield row, column, chance.random() < 0.5, ""
                case 6:
                    yield row, column, float(chance.randint(61, 60_000)), "dd/mm/yyyy"
                case _:
                    continue


def by_xlsxwriter(chance: random.Random) -> bytes:
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False}
    book = xlsxwriter.Workbook(buffer, options)
    for _ in range(chance.randint(1, 4)):
        sheet = book.add_worksheet()
        for row, column, value, code in values(chance):
            style = book.add_format({"num_format": code}) if code else None
            sheet.write(row, column, value, style)
        sheet.write_formula(40, 0, "=1/0", None, chance.choice(ERRORS))
        sheet.write_formula(40, 1, "=A1", None, 12.5)
    book.close()
    return buffer.getvalue()


def by_openpyxl(chance: random.Random) -> bytes:
    book, buffer = openpyxl.Workbook(), io.BytesIO()
    for number in range(chance.randint(1, 4)):
        sheet = book.worksheets[0] if not number else book.create_sheet(f"Sheet {number}")
        for row, column, value, code in values(chance):
            cell = sheet.cell(row + 1, column + 1)
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"
            if code:
                cell.number_format = code
        sheet.cell(41, 1).value = "=1+1"
    book.save(buffer)
    return buffer.getvalue()


# ----------------------------------------------------------------------------------- as each reads it


def ours(sheet: Sheet) -> Values:
    return {(cell.row, cell.column): _plain(cell) for cell in sheet.cells if _plain(cell) != ""}


def _plain(cell: Cell) -> object:
    match cell.kind:
        case CellKind.NUMBER:
            return float(cell.raw)
        case CellKind.BOOLEAN:
            return cell.raw == "1"
        case CellKind.DATE:
            return date_of(cell, date_1904=False)
        case CellKind.NO_CACHED_VALUE:
            return ""
        case _:
            return cell.raw


def theirs(value: object) -> object:
    """Another library's value in our terms: numbers as floats, moments as days."""
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return float(value)
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, time | timedelta):
        return "a time"
    return "" if value is None else value


def by_openpyxl_s_reading(content: bytes) -> dict[str, Values]:
    book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    return {
        sheet.title: {
            (cell.row or 0, cell.column or 0): theirs(cell.value)
            for row in sheet.iter_rows()
            for cell in row
            if theirs(cell.value) != ""
        }
        for sheet in book.worksheets
    }


def by_calamine(content: bytes) -> dict[str, Values]:
    book = python_calamine.load_workbook(io.BytesIO(content))
    found = {}
    for name in book.sheet_names:
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        found[name] = {
            (row, column): theirs(value)
            for row, some in enumerate(rows, start=1)
            for column, value in enumerate(some, start=1)
            if theirs(value) != ""
        }
    return found


def differences(content: bytes) -> list[str]:
    found = []
    workbook = read(content, "made.xlsx")
    for name, oracle in (
        ("openpyxl", by_openpyxl_s_reading(content)),
        ("calamine", by_calamine(content)),
    ):
        assert [s.name for s in workbook.sheets] == list(oracle)
        for sheet in workbook.sheets:
            mine, other = ours(sheet), oracle[sheet.name]
            kinds = {(cell.row, cell.column): cell.kind for cell in sheet.cells}
            for at in sorted(mine.keys() | other.keys()):
                listed = name == "calamine" and kinds.get(at) is CellKind.ERROR
                if mine.get(at) != other.get(at) and not listed:
                    found.append(f"{name} {sheet.name} {at}: {mine.get(at)!r} {other.get(at)!r}")
    return found


@pytest.mark.parametrize("seed", [0, *(pytest.param(n, marks=pytest.mark.slow) for n in (1, 2))])
def test_a_hundred_generated_workbooks_read_as_the_oracles_read_them(seed: int) -> None:
    for number in range(seed * MANY // 3, (seed + 1) * MANY // 3):
        assert differences(made(number)) == [], number


@pytest.mark.parametrize(
    "path", sorted(sample_path("returns").glob("*.xlsx")), ids=lambda p: p.stem
)
def test_the_sample_s_returns_read_as_the_oracles_read_them(path: Path) -> None:
    assert differences(path.read_bytes()) == []


GENUINE = ("published/districts.csv", "published/lait.csv", "published.csv")


def genuine(name: str, writer: str) -> bytes:
    """Published figures as a workbook: numbers as numbers, the markers and names beside them as text."""
    with sample_path(*name.split("/")).open(encoding="utf-8-sig", newline="") as file:
        rows = [[_typed(text) for text in row] for row in csv.reader(file)]
    buffer = io.BytesIO()
    if writer == "openpyxl":
        book = openpyxl.Workbook(write_only=True)
        sheet = book.create_sheet("Published")
        for row in rows:
            sheet.append(row)
        book.save(buffer)
    else:
        theirs_too = xlsxwriter.Workbook(buffer, {"in_memory": True})
        sheet_too = theirs_too.add_worksheet("Published")
        for number, row in enumerate(rows):
            sheet_too.write_row(number, 0, row)
        theirs_too.close()
    return buffer.getvalue()


def _typed(text: str) -> float | str | None:
    try:
        return float(text) if text else None
    except ValueError:
        return text


@pytest.mark.parametrize("name", GENUINE)
@pytest.mark.parametrize("writer", ["openpyxl", pytest.param("xlsxwriter", marks=pytest.mark.slow)])
def test_the_genuine_published_figures_read_as_the_oracles_read_them(
    name: str, writer: str
) -> None:
    content = genuine(name, writer)
    assert len(read(content, "published.xlsx").sheets[0].cells) > 100
    assert differences(content) == []


def test_a_return_saved_again_by_another_program_reads_the_same() -> None:
    def touch(book: openpyxl.Workbook) -> None:
        book.worksheets[0].cell(40, 1)

    again = filled(touch)
    assert [ours(s) for s in read(again, "a").sheets] == [
        ours(s) for s in read(filled(), "b").sheets
    ]


def test_an_escaped_letter_is_the_letter_it_stands_for() -> None:
    book, buffer = openpyxl.Workbook(), io.BytesIO()
    book.worksheets[0]["A1"] = "_x0041_ and _x005F_x0041_"
    book.save(buffer)
    assert read(buffer.getvalue(), "a").sheets[0].cells[0].raw == "A and _x0041_"


def test_the_day_that_never_was_is_no_day() -> None:
    cell = Cell(1, 1, CellKind.DATE, "60", "dd/mm/yyyy")
    assert date_of(cell, date_1904=False) is None
    assert date_of(Cell(1, 1, CellKind.DATE, "61"), date_1904=False) == date(1900, 3, 1)
