"""Cells come out of a workbook exactly as they went in, each with its address."""

import io
import random
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from cypworkbench.domain.evidence import Cell, CellKind, Sheet
from cypworkbench.returns.spreadsheet import read
from cypworkbench.returns.values import date_of, read_value
from tests.returns.workbooks import (
    MAIN,
    one_sheet,
    packed,
    parts,
    sheet_xml,
    strings_xml,
    styles_xml,
)

K = CellKind
ONE = "<row r='1'><c r='A1'><v>1</v></c></row>"


PREFIXED = (
    f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>1</x:v>'
    "</x:c></x:row></x:sheetData></x:worksheet>"
)


def sheet(rows: str, **options: str) -> Sheet:
    return read(packed(parts(sheet_xml(rows), **options)), "made.xlsx").sheets[0]


def told(found: Sheet) -> list[tuple[str, CellKind, str]]:
    return [(cell.a1, cell.kind, cell.raw) for cell in found.cells]


def test_each_kind_of_cell_keeps_its_address_and_raw_text() -> None:
    rows = (
        "<row r='1'><c r='A1' t='s'><v>0</v></c><c r='B1' t='inlineStr'><is><t>in</t></is></c>"
        "<c r='C1'><v>7.0000000000000007E-2</v></c><c r='D1' t='b'><v>1</v></c>"
        "<c r='E1' t='e'><v>#DIV/0!</v></c><c r='F1' t='d'><v>2023-09-01</v></c>"
        "<c r='G1' t='str'><f>A1</f><v>shown</v></c><c r='H1'><f>1/3</f></c><c r='I1' s='0'/></row>"
        "<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>"
    )
    assert told(sheet(rows, strings=strings_xml("<t>shared</t>"))) == [
        ("A1", K.TEXT, "shared"),
        ("B1", K.TEXT, "in"),
        ("C1", K.NUMBER, "7.0000000000000007E-2"),
        ("D1", K.BOOLEAN, "1"),
        ("E1", K.ERROR, "#DIV/0!"),
        ("F1", K.DATE, "2023-09-01"),
        ("G1", K.TEXT, "shown"),
        ("H1", K.NO_CACHED_VALUE, ""),
        ("XFD1048576", K.NUMBER, "1"),
    ]


def test_a_superscript_footnote_is_kept_apart_from_the_year() -> None:
    raised = "<r><rPr><vertAlign val='superscript'/></rPr><t>5</t></r>"
    strings = strings_xml(f"<r><t>2017</t></r>{raised}<rPh sb='0' eb='1'><t>sound</t></rPh>")
    inline = f"<c r='B1' t='inlineStr'><is><r><t>2018</t></r>{raised}</is></c>"
    found = sheet(f"<row r='1'><c r='A1' t='s'><v>0</v></c>{inline}</row>", strings=strings)
    assert [(cell.raw, cell.superscript) for cell in found.cells] == [("2017", "5"), ("2018", "5")]


def test_cells_without_addresses_and_rows_out_of_order_are_placed() -> None:
    assert [c.a1 for c in sheet("<row><c><v>1</v></c><c><v>2</v></c></row>" * 2).cells] == [
        *("A1", "B1", "A2", "B2"),
    ]
    rows = "<row r='5'><c r='B5'><v>1</v></c><c r='A5'><v>1</v></c></row>"
    rows += "<row r='2'><c r='A2'><v>1</v></c></row>"
    assert [c.a1 for c in sheet(rows).cells] == ["A2", "A5", "B5"]


def test_what_is_hidden_is_named_and_what_lies_beyond_the_figures_is_not() -> None:
    rows = (
        "<row r='1'><c r='B1'><v>1</v></c></row><row r='2' hidden='1'><c r='B2'><v>1</v></c></row>"
    )
    rows += "<row r='3'><c r='C3'><v>1</v></c></row><row r='9' hidden='1'/>"
    columns = "<cols><col min='2' max='2' width='9' hidden='1'/><col min='3' max='3' width='12.5'/>"
    columns += "<col min='5' max='16384' width='9' hidden='1'/></cols>"
    merged = "<mergeCells><mergeCell ref='A1:B1'/></mergeCells>"
    content = packed(parts(sheet_xml(rows, columns, merged), state="veryHidden"))
    found = read(content, "made.xlsx").sheets[0]
    assert found.state == "veryHidden"
    assert found.hidden_rows == {2}
    assert found.hidden_columns == {2}
    assert found.widths == ((3, 12.5),)
    assert found.merged == ("A1:B1",)


@pytest.mark.parametrize(
    "part",
    [
        sheet_xml(ONE, namespace="http://purl.oclc.org/ooxml/spreadsheetml/main"),
        sheet_xml(ONE).replace('<dimension ref="A1"/>', '<dimension ref="B7:C9"/>'),
        PREFIXED,
        sheet_xml(ONE).replace("UTF-8", "UTF-16").encode("utf-16"),
    ],
    ids=["strict", "a wrong dimension", "prefixed", "UTF-16"],
)
def test_no_dialect_of_the_format_reads_as_empty(part: str | bytes) -> None:
    content = packed(parts(sheet_xml("")) | {"xl/worksheets/sheet1.xml": part})
    assert told(read(content, "made.xlsx").sheets[0]) == [("A1", K.NUMBER, "1")]


def test_part_names_are_found_whatever_their_case() -> None:
    made = parts(
        sheet_xml("<row r='1'><c r='A1' t='s'><v>0</v></c></row>"), strings=strings_xml("<t>x</t>")
    )
    renamed = {name.replace("sharedStrings", "SharedStrings"): part for name, part in made.items()}
    renamed["xl/_rels/workbook.xml.rels"] = made["xl/_rels/workbook.xml.rels"]
    assert told(read(packed(renamed), "made.xlsx").sheets[0]) == [("A1", K.TEXT, "x")]


def test_a_text_the_file_does_not_hold_is_an_error_and_no_guess() -> None:
    found = sheet("<row r='1'><c r='A1' t='s'><v>9</v></c></row>", strings=strings_xml("<t>x</t>"))
    assert told(found) == [("A1", K.ERROR, "")]
    assert found.issues == ("A1 refers to a text that the file does not hold.",)


def test_letters_that_xml_cannot_hold_are_unescaped() -> None:
    text = "<row r='1'><c r='A1' t='inlineStr'><is><t>a_x000D_b_x005F_c_x0000_</t></is></c></row>"
    assert sheet(text).cells[0].raw == "a\rb_c\N{REPLACEMENT CHARACTER}"


@pytest.mark.parametrize(
    ("date_1904", "day"), [(False, date(2023, 9, 1)), (True, date(2027, 9, 2))]
)
def test_dates_follow_the_workbook_s_own_calendar(date_1904: bool, day: date) -> None:  # noqa: FBT001  a table
    setting = "<workbookPr date1904='1'/>" if date_1904 else ""
    made = parts(
        sheet_xml("<row r='1'><c r='A1' s='0'><v>45170</v></c></row>"),
        styles=styles_xml("mmm-yy"),
        settings=setting,
    )
    workbook = read(packed(made), "made.xlsx")
    cell = workbook.sheets[0].cells[0]
    assert cell.kind is K.DATE
    assert date_of(cell, date_1904=workbook.date_1904) == day


def test_the_package_s_other_contents_are_flagged() -> None:
    content = packed(
        parts(sheet_xml(ONE)) | {"xl/vbaProject.bin": b"\0", "xl/comments1.xml": "<c/>"}
    )
    assert read(content, "made.xlsm").flags == {"macros", "comments"}


def test_a_sheet_that_is_a_chart_holds_no_cells() -> None:
    made = parts(sheet_xml(ONE))
    links = str(made["xl/_rels/workbook.xml.rels"]).replace("/worksheet", "/chartsheet", 1)
    found = read(packed(made | {"xl/_rels/workbook.xml.rels": links}), "made.xlsx").sheets[0]
    assert (found.cells, found.issues) == ((), ("It is a chartsheet.",))


# ----------------------------------------------------------------------------- against two peers


def generated(seed: int) -> bytes:
    chance = random.Random(seed)  # noqa: S311  a fixed seed, so that a failure can be made again
    book = openpyxl.Workbook()
    for number in range(chance.randint(1, 3)):
        made = book.worksheets[0] if not number else book.create_sheet(f"Sheet {number} & más")
        for _ in range(chance.randint(0, 60)):
            at = made.cell(chance.randint(1, 80), chance.randint(1, 30))
            at.value = chance.choice(
                [
                    chance.randint(-9, 10**9),
                    chance.random(),
                    chance.random() * 10 ** chance.randint(-12, 12),
                    "text",
                    " spaces  and\nlines ",
                    "<&>\"' ünïcode ☃",
                    "007",
                    True,
                    "#N/A",
                ]
            )
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def same(cell: Cell, other: object) -> bool:
    if isinstance(other, bool):
        return cell.kind is K.BOOLEAN and (cell.raw == "1") is other
    if isinstance(other, int | float):
        return cell.kind is K.NUMBER and float(cell.raw) == other
    return cell.kind in (K.TEXT, K.ERROR) and cell.raw == other


GROUPS = [range(start, start + 30) for start in range(0, 300, 30)]


@pytest.mark.parametrize(
    "seeds",
    [GROUPS[0], *(pytest.param(group, marks=pytest.mark.slow) for group in GROUPS[1:])],
    ids=str,
)
def test_three_hundred_workbooks_read_cell_for_cell_as_openpyxl_and_calamine_read_them(
    seeds: range,
) -> None:
    for seed in seeds:
        content = generated(seed)
        mine = read(content, "made.xlsx")
        peer = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
        other = CalamineWorkbook.from_filelike(io.BytesIO(content))
        assert [s.name for s in mine.sheets] == peer.sheetnames == other.sheet_names
        for found in mine.sheets:
            theirs = {
                c.coordinate: c.value
                for row in peer[found.name]
                for c in row
                if c.value is not None
            }
            assert {c.a1 for c in found.cells} == set(theirs), seed
            assert all(same(c, theirs[c.a1]) for c in found.cells), seed
            grid = other.get_sheet_by_name(found.name).to_python(skip_empty_area=False)
            for c in found.cells:
                # calamine gives '' for an error cell, where we say which error
                assert c.kind is K.ERROR or same(c, grid[c.row - 1][c.column - 1]), (seed, c)


def test_a_number_is_the_decimal_that_excel_shows() -> None:
    cell = (
        read(one_sheet("<row r='1'><c r='A1'><v>7.0000000000000007E-2</v></c></row>"), "x")
        .sheets[0]
        .cells[0]
    )
    assert read_value(cell).value == Decimal("0.07")
