"""How the awkward workbooks of `awkward` are made: packages by hand, and sheets as three libraries write them."""

import datetime as dt
import io
import random
import struct
import zipfile
from collections.abc import Callable, Iterable

import openpyxl
import xlsxwriter
import xlwt
from msoffcrypto.format.ooxml import OOXMLFile
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName
from xlsxwriter.worksheet import Worksheet

from tests.returns.workbooks import HEAD, MAIN, links_xml, packed, parts, sheet_xml, strings_xml

SHEET = "xl/worksheets/sheet1.xml"
DISTRICTS = (
    *("Burnley", "Chorley", "Fylde", "Hyndburn", "Lancaster", "Pendle"),
    *("Preston", "Ribble Valley", "Rossendale", "South Ribble", "West Lancashire", "Wyre"),
)
TEXTS = (
    *("1,234", "34%", " 12 ", "<5", "*", "c", "x", "..", "-", "N/A", "n/a", "tbc", "suppressed"),
    *("\u00a012\u00a0", "12\u200b", "\u22123.5", "(3.4)", "34 %", "3,4", "1.2e3", "12*", "12 (p)"),
    *("34.0r", "£1,200", "½", "١٢", "0012", "TRUE", "~", "[c]", "[x]", "z", "low", ">95"),
    *("Data not available", "1 in 5", "2017⁵"),
)
PERIODS = (
    *("2023/24", "2023-24", "Q1 23/24", "Sep-23", "2021/22-2023/24", "AY 2023", "202324"),
    *("2023/2024", "23/24", "2021-23", "Q2 2023-24", "FY24", "Sept 2023", "Autumn 2023"),
    *("2023 (prov)", "2018 (Rev)", "2016-17 (OT)", "2013/14-15/16", "12 months to Mar 2024"),
    *("Apr-Jun 2023", "as at 31 March 2024", "H1 2023/24", "2023/25", "Year ending June 2023"),
    *("20 23/24", "2023\u201324", "2023/24*"),
)
NAMES = (
    *("W Lancs", "Ribble  Valley", "Preston City Council", "ribble valley", "Ribble Valley "),
    *("Hyndeburn", "Lancaster City", "Lancs", "Lancashire", "Lancashire-12", "Lancashire-14"),
    *("Burnley BC", "Blackburn with Darwen", "Blackpool", "Rosendale", "Sth Ribble"),
    *("West Lancashire", "Burnley", "E07000117", "Wyre (Fleetwood)", "Pendle*", "\u00a0Chorley"),
    "Fylde\n",
)
ROWS = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>District</t></is></c>'
    '<c r="B1" t="inlineStr"><is><t>Value</t></is></c></row>'
    '<row r="2"><c r="A2" t="inlineStr"><is><t>Burnley</t></is></c><c r="B2"><v>0.34</v></c></row>'
)
ONE_TEXT = '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'
Make = Callable[[], bytes]


def plain(rows: str = ROWS, **more: str) -> bytes:
    """A workbook of one sheet with those rows; further parts by name, or in a part's place."""
    return packed(parts(sheet_xml(rows)) | more)


def with_texts(texts: str, rows: str = ONE_TEXT) -> bytes:
    return packed(parts(sheet_xml(rows), strings=texts))


def with_styles(styles: str, rows: str = ROWS) -> bytes:
    links = links_xml([("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml")])
    return plain(rows, **{"xl/_rels/workbook.xml.rels": links, "xl/styles.xml": HEAD + styles})


def streamed(pieces: Iterable[str]) -> bytes:
    """A workbook whose sheet is written piece by piece."""
    buffer = io.BytesIO(packed({k: v for k, v in parts("").items() if k != SHEET}))
    with (
        zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open(SHEET, "w", force_zip64=True) as stream,
    ):
        for piece in (f'<worksheet xmlns="{MAIN}"><sheetData>', *pieces):
            stream.write(piece.encode())
        stream.write(b"</sheetData></worksheet>")
    return buffer.getvalue()


def written(fill: Callable[[xlsxwriter.Workbook, Worksheet], object], **options: bool) -> bytes:
    """A workbook as XlsxWriter writes it; `fill` gets the book and its first sheet, called Data."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, **options})
    fill(book, book.add_worksheet("Data"))
    book.close()
    return buffer.getvalue()


def by_openpyxl(fill: Callable[[openpyxl.Workbook], object]) -> bytes:
    book, buffer = openpyxl.Workbook(), io.BytesIO()
    book.worksheets[0].title = "Data"
    fill(book)
    book.save(buffer)
    return buffer.getvalue()


def column(texts: Iterable[str]) -> bytes:
    def fill(_: xlsxwriter.Workbook, sheet: Worksheet) -> None:
        for row, text in enumerate(texts):
            sheet.write_string(row, 0, text)

    return written(fill)


def base() -> bytes:
    def fill(_: xlsxwriter.Workbook, sheet: Worksheet) -> None:
        sheet.write_row(0, 0, ["District", "2022/23", "2023/24"])
        for row, name in enumerate(DISTRICTS, start=1):
            sheet.write_row(row, 0, [name, 0.3, 0.34])

    return written(fill)


def rezipped(change: Callable[[str, bytes], tuple[str, bytes]], **more: bytes) -> bytes:
    """The base workbook with its parts renamed or rewritten, and further parts."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(base())) as given,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for name in given.namelist():
            entry, content = change(name, given.read(name))
            info = zipfile.ZipInfo(entry)
            info.filename = entry  # the library would otherwise turn a backslash round
            archive.writestr(info, content)
        for name, content in more.items():
            archive.writestr(name, content)
    return made.getvalue()


# --------------------------------------------------------------------------------------- made to harm


def entities(at: str) -> str:
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    return f'<!DOCTYPE {at} [<!ENTITY a0 "lol">{laughs}]>'


def outside(at: str) -> str:
    return f'<!DOCTYPE {at} [<!ENTITY a9 SYSTEM "file:///etc/hostname">]>'


def in_sheet(doctype: str) -> bytes:
    said = '<row r="1"><c r="A1" t="inlineStr"><is><t>&a9;</t></is></c></row>'
    return plain(**{SHEET: sheet_xml(said).replace("<worksheet", f"{doctype}<worksheet")})


def in_texts(doctype: str) -> bytes:
    return with_texts(strings_xml("<t>a&a9;b</t>").replace("<sst", f"{doctype}<sst"))


def garbled() -> bytes:
    content = bytearray(base())
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as archive:
        info = archive.getinfo(SHEET)
    start = info.header_offset + 30 + len(info.filename) + 20
    content[start : start + 20] = bytes(20)
    return bytes(content)


def locked() -> bytes:
    made = io.BytesIO()
    OOXMLFile(io.BytesIO(base())).encrypt("council", made)
    return made.getvalue()


def old_excel() -> bytes:
    book, buffer = xlwt.Workbook(), io.BytesIO()
    sheet = book.add_sheet("Data")
    sheet.write(1, 0, "Burnley")
    sheet.write(1, 1, 0.34, xlwt.easyxf(num_format_str="0.0%"))
    sheet.write(2, 1, xlwt.Formula("B2*2"))
    book.save(buffer)
    return buffer.getvalue()


def macros() -> bytes:
    kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    enabled = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    code = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000)
    return rezipped(
        lambda name, content: (name, content.replace(kind, enabled)), **{"xl/vbaProject.bin": code}
    )


def open_document() -> bytes:
    return packed(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": f"{HEAD}<office:document-content xmlns:office='urn:o'/>",
        }
    )


def twice() -> bytes:
    content = bytearray(plain(**{"xl/worksheets/sheet2.xml": sheet_xml(ROWS.replace("34", "99"))}))
    return bytes(content.replace(b"xl/worksheets/sheet2.xml", SHEET.encode()))


# ------------------------------------------------------------------------------------ made in a hurry


def errors(_: xlsxwriter.Workbook, sheet: Worksheet) -> None:
    for row, error in enumerate(
        ("#DIV/0!", "#N/A", "#REF!", "#NAME?", "#VALUE!", "#NUM!", "#NULL!")
    ):
        sheet.write(row, 0, error)
        sheet.write_formula(row, 1, "=1/0", None, error)


def merged(_: xlsxwriter.Workbook, sheet: Worksheet) -> None:
    sheet.merge_range("B1:C1", "2022/23")
    sheet.merge_range("D1:E1", "2023/24")
    sheet.write_row("A2", ["District", "Num", "%", "Num", "%"])
    sheet.merge_range("A3:A4", "Burnley")
    sheet.write_row("B3", [10, 0.1, 12, 0.12])
    sheet.write_row("B4", [11, 0.11, 13, 0.13])


def hidden(book: xlsxwriter.Workbook, sheet: Worksheet) -> None:
    old, very = book.add_worksheet("Old"), book.add_worksheet("Very")
    old.hide()
    very.very_hidden()
    for row, name in enumerate(DISTRICTS):
        sheet.write_row(row, 0, [name, row / 100])
    sheet.set_row(3, None, None, {"hidden": 1})
    sheet.set_column("B:B", None, None, {"hidden": 1})
    old.write("A1", "stale")
    very.write("A1", "not for eyes")


def formatted(book: xlsxwriter.Workbook, sheet: Worksheet) -> None:
    for row, (number, code) in enumerate(
        (
            *((0.34, "0%"), (34, '0.0"%"'), (34000, "#,##0,"), (99, ";;;"), (12.5, '0.0 "days"')),
            *((12.5, "[Red]0.0;[Blue]-0.0"), (7, '"Year "0'), (0.07, "General")),
        )
    ):
        sheet.write_number(row, 0, number, book.add_format({"num_format": code}))


def dates(book: xlsxwriter.Workbook, sheet: Worksheet) -> None:
    day, month = (book.add_format({"num_format": code}) for code in ("dd/mm/yyyy", "mmm-yy"))
    for row, text in enumerate(
        ("01/09/2023", "09/01/2023", "31/09/2023", "1st Sept 2023", "1.9.23")
    ):
        sheet.write_string(row, 0, text)
    sheet.write_datetime("B1", dt.datetime(2023, 9, 1), month)  # noqa: DTZ001  a sheet knows no zones
    for row, number in enumerate((45170, 60, -1, 2958466), start=1):
        sheet.write_number(row, 1, number, day)
    sheet.write_number("B6", 45170)
    sheet.write_number("B7", 0.5, book.add_format({"num_format": "hh:mm"}))
    sheet.write_number("B8", 1.5, book.add_format({"num_format": "[h]:mm"}))


def since_1904(book: xlsxwriter.Workbook, sheet: Worksheet) -> None:
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    sheet.write_datetime("A1", dt.datetime(2023, 9, 1), day)  # noqa: DTZ001  a sheet knows no zones


def layouts(book: xlsxwriter.Workbook, sheet: Worksheet) -> None:
    sheet.write("A1", "Table 1: Absence")
    sheet.write_row("A4", ["District", "2022/23", "2023/24"])
    for row, name in enumerate(DISTRICTS):
        sheet.write_row(4 + row, 0, [name, 0.1, 0.2])
    sheet.write("A19", "Note: figures for Wyre are provisional")
    two = book.add_worksheet("Two")
    for start, heading in ((0, "Absence"), (5, "NEET")):
        two.write_row(0, start, ["District", heading])
        for row, name in enumerate(DISTRICTS, start=1):
            two.write_row(row, start, [name, 0.1])
    across = book.add_worksheet("Transposed")
    across.write_row("B2", list(DISTRICTS))
    across.write_column("A3", ["2021/22", "2022/23", "2023/24"])
    offset = book.add_worksheet("OffsetC5")
    offset.write_row("C5", ["District", "Value"])
    offset.write_row("C6", ["Burnley", 1])


def linked(_: xlsxwriter.Workbook, sheet: Worksheet) -> None:
    sheet.write("A1", "Burnley")
    sheet.write_formula("B1", "='[other.xlsx]Sheet1'!A1", None, 0.34)
    sheet.write_formula("C1", '=WEBSERVICE("http://example.org")', None, "x")


def injected(_: xlsxwriter.Workbook, sheet: Worksheet) -> None:
    for row, text in enumerate(
        ("=cmd|'/C calc'!A0", "+1+1", "-2+3", "@SUM(1)", "\t=1", "<img src=x onerror=1>")
    ):
        sheet.write_string(row, 0, text)


def not_worked_out(book: openpyxl.Workbook) -> None:
    sheet = book.worksheets[0]
    sheet.append(["District", "Num", "Den", "Rate"])
    sheet.append(["Burnley", 34, 100, "=B2/C2"])
    sheet["D2"].number_format = "0%"


def said_beside(book: openpyxl.Workbook) -> None:
    sheet = book.worksheets[0]
    sheet["A1"], sheet["B1"] = "Burnley", 0.34
    sheet["B1"].comment = Comment("provisional, do not publish", "data team")
    sheet["B1"].number_format = "0%"
    book.defined_names["Target"] = DefinedName("Target", attr_text="Data!$B$1")


def sheet_names(book: openpyxl.Workbook) -> None:
    for name in ("Q1 'Børns' & <x>", "  spaces ", "Café ☃", "=cmd"):
        book.create_sheet(name)["A1"] = 1


def numbers() -> bytes:
    raw = (
        *("-5", "NaN", "INF", "1e400", "1E308", "abc", "0.1000000000000000055511151231257827"),
        *("12345678901234567890", "-inf", "7.0000000000000007E-2"),
    )
    return plain("".join(f"<row><c><v>{text}</v></c></row>" for text in raw))


def prefixed() -> str:
    return (
        f'{HEAD}<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>7</x:v></x:c>'
        "</x:row></x:sheetData></x:worksheet>"
    )


def other_kinds() -> bytes:
    rows = (
        '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="str"><f>A1</f><v>Burn</v></c>'
        '<c r="C1" t="d"><v>2023-09-01</v></c><c r="D1" t="b"><v>1</v></c></row>'
    )
    rich = '<r><t>Burn</t></r><r><t xml:space="preserve">ley </t></r><rPh sb="0" eb="1"><t>PHON</t></rPh>'
    return with_texts(strings_xml(rich), rows)


def lying() -> bytes:
    content = bytearray(streamed([ROWS, *(" " * (1 << 20),) * 30]))
    at = content.rfind(b"PK\x01\x02")
    content[at + 24 : at + 28] = struct.pack("<I", 1000)
    return bytes(content)


NOISE = random.Random(5).randbytes(5000)  # noqa: S311  a fixed seed, so that a failure can be made again
XF = '<xf numFmtId="0"/>'
