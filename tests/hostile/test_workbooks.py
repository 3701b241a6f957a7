"""Workbooks made to harm, and files that are something else: each is refused by its true cause, and quickly."""

import io
import struct
import time
import zipfile
from collections.abc import Callable

import pytest
import xlwt

from cypworkbench.domain.refusal import Refusal
from cypworkbench.returns.package import Limits
from cypworkbench.returns.spreadsheet import read
from tests.returns.workbooks import (
    MAIN,
    filled,
    links_xml,
    one_sheet,
    packed,
    parts,
    sheet_xml,
    strings_xml,
    styles_xml,
)

ONE = "<row r='1'><c r='A1'><v>1</v></c></row>"
SHEET = "xl/worksheets/sheet1.xml"
DTD = '<!DOCTYPE w [<!ENTITY a "b">]>'
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def plus(**changed: str | bytes) -> bytes:
    """A good workbook with its sheet, or further parts by name, put in its place."""
    made = parts(sheet_xml(ONE))
    sheet = changed.pop("sheet", None)
    return packed(made | ({SHEET: sheet} if sheet is not None else {}) | changed)


def unfolding(before: str, piece: str, times: int, after: str) -> bytes:
    """A workbook whose sheet is one piece many times over."""
    buffer = io.BytesIO(packed({k: v for k, v in parts(sheet_xml("")).items() if k != SHEET}))
    with (
        zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open(SHEET, "w", force_zip64=True) as stream,
    ):
        stream.write(before.encode())
        for _ in range(times):
            stream.write(piece.encode())
        stream.write(after.encode())
    return buffer.getvalue()


def twice() -> bytes:
    buffer = io.BytesIO(one_sheet(ONE))
    with (
        zipfile.ZipFile(buffer, "a") as archive,
        pytest.warns(UserWarning, match="Duplicate name"),
    ):
        archive.writestr(SHEET, sheet_xml(ONE.replace("<v>1", "<v>2")))
    return buffer.getvalue()


def zip_locked() -> bytes:
    content = bytearray(one_sheet(ONE))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.find(mark) + offset] |= 1
    return bytes(content)


def garbled() -> bytes:
    content = bytearray(one_sheet("".join(f"<row><c><v>{n}</v></c></row>" for n in range(500))))
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as archive:
        info = archive.getinfo(SHEET)
    start = info.header_offset + 30 + len(info.filename) + 20
    content[start : start + 20] = bytes(20)
    return bytes(content)


def old_excel() -> bytes:
    book = xlwt.Workbook()
    book.add_sheet("Data").write(0, 0, 1)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def named(stream: str) -> bytes:
    """Just enough of a compound file to name one stream in it."""
    return COMPOUND + bytes(500) + f"{stream}\0".encode("utf-16-le") + bytes(500)


HEAD, TAIL = sheet_xml("@").split("@")
DAMAGED = "is damaged: its part xl/worksheets/sheet1.xml cannot be"
REFUSED: list[tuple[str, Callable[[], bytes], str]] = [
    (
        "spaces, 400 MB of them",
        lambda: unfolding(HEAD, " " * (1 << 20), 400, TAIL),
        "unfolds to more than 200 times",
    ),
    (
        "five million cells",
        lambda: unfolding(HEAD, "<row>" + "<c><v>1</v></c>" * 100 + "</row>", 50_000, TAIL),
        "500,000 cells",
    ),
    (
        "a million empty rows",
        lambda: unfolding(HEAD, "<row/>" * 1000, 1040, TAIL),
        "500,000 cells and rows",
    ),
    (
        "a vast text",
        lambda: packed(parts(sheet_xml(ONE), strings=strings_xml(f"<t>{'A' * 40_000}</t>"))),
        "longer than the 32,767 letters",
    ),
    (
        "a vast text in a cell",
        lambda: one_sheet(f"<row><c t='inlineStr'><is><t>{'A' * 40_000}</t></is></c></row>"),
        "at Sheet1!A1",
    ),
    (
        "a DTD in a sheet",
        lambda: plus(sheet=sheet_xml(ONE).replace("<worksheet", DTD + "<worksheet")),
        "declares its own XML entities",
    ),
    (
        "a DTD in the texts",
        lambda: packed(
            parts(sheet_xml(ONE), strings=strings_xml("<t>&a;</t>").replace("<sst", DTD + "<sst"))
        ),
        "declares its own XML entities",
    ),
    (
        "a DTD in the styles",
        lambda: packed(
            parts(sheet_xml(ONE), styles=styles_xml("0").replace("<style", DTD + "<style", 1))
        ),
        "declares its own XML entities",
    ),
    (
        "deep XML in a sheet",
        lambda: one_sheet("<r>" * 100_000 + "</r>" * 100_000),
        "nests its XML more than 64 deep",
    ),
    (
        "deep XML in the styles",
        lambda: plus(
            **{
                "xl/_rels/workbook.xml.rels": links_xml(
                    [("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml")]
                ),
                "xl/styles.xml": "<s>" + "<x>" * 999,
            }
        ),
        "nests its XML more than 64 deep",
    ),
    (
        "a cell beyond the sheet",
        lambda: one_sheet("<row r='1'><c r='ZZZ1'><v>1</v></c></row>"),
        "names ZZZ1 on its sheet Sheet1",
    ),
    ("a row beyond the sheet", lambda: one_sheet("<row r='1048577'/>"), "names row 1048577"),
    ("a cell nowhere", lambda: one_sheet("<row r='1'><c r='1A'><v>1</v></c></row>"), "names 1A"),
    (
        "one cell twice",
        lambda: one_sheet("<row r='1'><c r='A1'><v>1</v></c><c r='A1'><v>2</v></c></row>"),
        "gives Sheet1!A1 twice, as 1 and as 2",
    ),
    ("one part twice", twice, "holds its part xl/worksheets/sheet1.xml twice"),
    (
        "one part twice but for case",
        lambda: plus(**{SHEET.upper(): sheet_xml(ONE)}),
        "XL/WORKSHEETS/SHEET1.XML twice",
    ),
    ("a climbing part", lambda: plus(**{"../../escaped.txt": "x"}), "points outside the file"),
    ("an absolute part", lambda: plus(**{"/etc/x": "x"}), "points outside the file"),
    ("a drive's part", lambda: plus(**{"C:\\x.txt": "x"}), "points outside the file"),
    ("2,001 parts", lambda: plus(**{f"x{n}": "" for n in range(2000)}), "more than 2,000 parts"),
    (
        "a missing sheet",
        lambda: packed({k: v for k, v in parts(sheet_xml(ONE)).items() if k != SHEET}),
        "sheet Sheet1 is listed, but is not in the file",
    ),
    (
        "missing texts",
        lambda: plus(
            **{
                "xl/_rels/workbook.xml.rels": links_xml(
                    [("worksheet", "worksheets/sheet1.xml"), ("sharedStrings", "s.xml")]
                )
            }
        ),
        "its part xl/s.xml is missing",
    ),
    (
        "no list of sheets",
        lambda: packed({k: v for k, v in parts(sheet_xml(ONE)).items() if k != "xl/workbook.xml"}),
        "holds no list of sheets",
    ),
    (
        "two sheets of one name",
        lambda: packed(
            parts(sheet_xml(ONE), sheet_xml(ONE))
            | {
                "xl/workbook.xml": str(
                    parts(sheet_xml(ONE), sheet_xml(ONE))["xl/workbook.xml"]
                ).replace("Sheet2", "sheet1")
            }
        ),
        "two sheets of the same name",
    ),
    ("broken XML", lambda: plus(sheet=sheet_xml(ONE)[:-9]), DAMAGED),
    (
        "a raw zero byte",
        lambda: one_sheet("<row><c t='inlineStr'><is><t>\0</t></is></c></row>"),
        DAMAGED,
    ),
    (
        "an unknown encoding",
        lambda: plus(sheet=sheet_xml(ONE).replace("UTF-8", "klingon")),
        DAMAGED,
    ),
    ("a column that is no number", lambda: one_sheet("<row r='one'/>"), DAMAGED),
    ("garbled compression", garbled, DAMAGED),
    ("a locked zip", zip_locked, "zip archive locked with a password"),
    ("cut short", lambda: filled()[:9000], "is damaged or came only in part"),
    ("empty", lambda: b"", "is empty: it holds no bytes at all"),
    ("spaces alone", lambda: b"  \r\n", "holds nothing but spaces"),
    ("noise", lambda: bytes(range(256)) * 20, "is not a kind of file that the workbench knows"),
    ("locked with a password", lambda: named("EncryptedPackage"), "is locked with a password"),
    ("old Excel", old_excel, "is an older Excel file (.xls)"),
    ("old Word", lambda: named("WordDocument"), "is an older Word document (.doc)"),
    ("a message", lambda: named("__properties_version1.0"), "is an Outlook message"),
    ("CSV", lambda: b"District,Value\nBurnley,34%\n", "is plain text (such as .csv)"),
    (
        "HTML",
        lambda: b"<html><table><tr><td>1</td></tr></table></html>",
        "is a web page, whatever its name says",
    ),
    (
        "Excel 2003 XML",
        lambda: (
            b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'
        ),
        "is an Excel 2003 XML file",
    ),
    ("a PDF", lambda: b"%PDF-1.7 ...", "is a PDF"),
    (
        "LibreOffice",
        lambda: packed({"mimetype": "x", "content.xml": "<x/>"}),
        "is an OpenDocument file (.ods)",
    ),
    (
        "binary Excel",
        lambda: packed({"xl/workbook.bin": "x", "[Content_Types].xml": "x"}),
        "is a binary Excel workbook (.xlsb)",
    ),
    (
        "Word",
        lambda: packed({"word/document.xml": "x", "[Content_Types].xml": "x"}),
        "is a Word document",
    ),
    (
        "a zip of workbooks",
        lambda: packed({"a.xlsx": filled()}),
        "is a zip archive, not a workbook",
    ),
    ("an empty zip", lambda: packed({}), "is an empty zip archive"),
]


@pytest.mark.parametrize(
    ("make", "cause"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED]
)
def test_each_is_refused_by_its_true_cause_with_what_to_do(
    make: Callable[[], bytes], cause: str
) -> None:
    content = make()
    begun = time.perf_counter()
    with pytest.raises(Refusal) as refused:
        read(content, "sent.xlsx")
    assert time.perf_counter() - begun < 20
    assert cause in refused.value.what
    assert refused.value.what.startswith("sent.xlsx ")
    assert refused.value.what.endswith(".")
    assert refused.value.remedy.endswith(".")


def test_a_cell_in_the_last_corner_is_one_cell() -> None:
    corner = "<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>"
    found = read(one_sheet(ONE + corner), "sent.xlsx").sheets[0]
    assert [cell.a1 for cell in found.cells] == ["A1", "XFD1048576"]


def test_a_declared_size_is_not_believed() -> None:
    sheet = sheet_xml(ONE).replace('ref="A1"', 'ref="A1:XFD1048576"')
    assert len(read(plus(sheet=sheet), "sent.xlsx").sheets[0].cells) == 1


def test_a_reader_that_takes_too_long_gives_up_by_itself() -> None:
    with pytest.raises(Refusal, match="was still being read after 0 seconds"):
        read(one_sheet(ONE), "sent.xlsx", Limits(seconds=0.0))


def test_the_unzipped_bytes_of_all_parts_are_counted_together() -> None:
    content = one_sheet("<row><c><v>1.23456789</v></c></row>" * 40_000)
    with pytest.raises(Refusal, match="unzips to more than 1 MB"):
        read(content, "sent.xlsx", Limits(unzipped=1 << 20))


def test_a_zip_that_lies_about_its_sizes_is_still_counted() -> None:
    content = bytearray(unfolding(HEAD, " " * (1 << 20), 30, TAIL))
    at = content.rfind(b"PK\x01\x02")
    content[at + 24 : at + 28] = struct.pack("<I", 1000)
    with pytest.raises(Refusal):
        read(bytes(content), "sent.xlsx")


def test_elements_of_another_namespace_are_not_read_as_cells() -> None:
    foreign = f'<x:worksheet xmlns:x="{MAIN}"><c r="A1"><v>1</v></c></x:worksheet>'
    assert read(plus(sheet=foreign), "sent.xlsx").sheets[0].cells == ()
    with pytest.raises(Refusal, match=DAMAGED):
        read(plus(sheet=f'<table xmlns="{MAIN}"/>'), "sent.xlsx")
