"""Awkward and harmful workbooks by name, each as a person or a program might really send it. All of it is made here.

The list follows what spreadsheet readers were measured to stumble over; the makers are this project's own.
"""

import datetime as dt
import io
import random
import struct
import zipfile
from collections.abc import Callable, Iterable, Mapping
from html import escape

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
AWKWARD: Mapping[str, Make] = {
    "01 400 MB of spaces": lambda: streamed([ROWS, *(" " * (1 << 20),) * 400]),
    "02 five million cells": lambda: streamed(
        ["<row>" + "<c><v>1</v></c>" * 100 + "</row>"] * 50_000
    ),
    "03 a shared text of 300 MB": lambda: with_texts(strings_xml(f"<t>{'A' * 300_000_000}</t>")),
    "04 entities upon entities": lambda: in_sheet(entities("worksheet")),
    "05 an outside entity": lambda: in_sheet(outside("worksheet")),
    "06 an outside entity in the texts": lambda: in_texts(outside("sst")),
    "07 entities upon entities in the texts": lambda: in_texts(entities("sst")),
    "08 a vast declared size": lambda: plain(
        **{SHEET: sheet_xml(ROWS).replace('ref="A1"', 'ref="A1:XFD1048576"')}
    ),
    "09 a cell in the last corner": lambda: plain(
        ROWS + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    ),
    "09b a million empty rows": lambda: streamed(
        f'<row r="{n}" spans="1:2"><c r="A{n}"/></row>' for n in range(3, 1_040_003)
    ),
    "09c a cell beyond the sheet": lambda: plain(
        ROWS + '<row r="99999999"><c r="ZZZZ99999999"><v>1</v></c></row>'
    ),
    "10 cut short": lambda: base()[: len(base()) * 2 // 3],
    "10b empty": lambda: b"",
    "10c noise": lambda: NOISE,
    "10d garbled compression": garbled,
    "11 locked with a password": locked,
    "12 old Excel": old_excel,
    "13 CSV named .xlsx": lambda: b"District,Value\nBurnley,34%\n",
    "14 a web page named .xls": lambda: (
        b"<html><body><table><tr><td>34%</td></tr></table></body></html>"
    ),
    "14b Excel 2003 XML": lambda: (
        b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'
    ),
    "15 macros": macros,
    "17 LibreOffice": open_document,
    "18 links to other workbooks": lambda: written(linked),
    "19 formulas never worked out": lambda: by_openpyxl(not_worked_out),
    "20 error cells": lambda: written(errors),
    "21 merged headings": lambda: written(merged),
    "22 hidden things": lambda: written(hidden),
    "23 numbers as text": lambda: column(TEXTS),
    "23b number formats": lambda: written(formatted),
    "24 dates since 1904": lambda: written(since_1904, date_1904=True),
    "24b dates": lambda: written(dates),
    "25 periods": lambda: column(PERIODS),
    "26 names of places": lambda: column(NAMES),
    "27 layouts": lambda: written(layouts),
    "28 escaped letters": lambda: plain(
        '<row r="1"><c r="A1" t="inlineStr"><is><t>Burn_x0000_ley_x000D_</t></is></c></row>'
    ),
    "28b a letter XML cannot hold": lambda: plain(
        '<row r="1"><c r="A1" t="inlineStr"><is><t>A&#1;B</t></is></c></row>'
    ),
    "28c a text of 50 MB": lambda: plain(
        f'<row r="1"><c r="A1" t="inlineStr"><is><t>{"A" * 50_000_000}</t></is></c></row>'
    ),
    "29 a text that is not there": lambda: with_texts(
        strings_xml("<t>only</t>"),
        '<row r="1"><c r="A1" t="s"><v>999</v></c><c r="B1"><v>5</v></c></row>',
    ),
    "29b text number minus one": lambda: with_texts(
        strings_xml("<t>only</t>"), '<row r="1"><c r="A1" t="s"><v>-1</v></c></row>'
    ),
    "29c a missing sheet": lambda: packed({k: v for k, v in parts(ROWS).items() if k != SHEET}),
    "29d rows out of order": lambda: plain(
        '<row r="5"><c r="B5"><v>5</v></c><c r="A5"><v>4</v></c></row><row r="2"><c r="A2"><v>2</v></c></row>'
    ),
    "29e one cell twice": lambda: plain(
        '<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>'
    ),
    "29f cells without addresses": lambda: plain(
        "<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>"
    ),
    "29g a style that is not there": lambda: with_styles(
        f'<styleSheet xmlns="{MAIN}"><cellXfs>{XF}</cellXfs></styleSheet>',
        '<row r="1"><c r="A1" s="99"><v>1</v></c></row>',
    ),
    "30 numbers that are none": numbers,
    "31 names of sheets": lambda: by_openpyxl(sheet_names),
    "31b an impossible sheet name": lambda: plain(
        **{
            "xl/workbook.xml": str(parts("")["xl/workbook.xml"]).replace(
                "Sheet1", escape("../../etc/passwd:*?[]" + "x" * 60)
            )
        }
    ),
    "32 formulas as text": lambda: written(injected, strings_to_formulas=False),
    "33 one part twice": twice,
    "34 parts that climb": lambda: plain(**{"../../../escaped.txt": "x"}),
    "34b a sheet outside the file": lambda: plain(
        **{"xl/_rels/workbook.xml.rels": links_xml([("worksheet", "../../../../etc/passwd")])}
    ),
    "35 backslashes in names": lambda: rezipped(lambda n, c: (n.replace("/", "\\"), c)),
    "35b another case in names": lambda: rezipped(
        lambda n, c: (n.replace("sharedStrings", "SharedStrings"), c)
    ),
    "36 200,000 styles": lambda: with_styles(
        f'<styleSheet xmlns="{MAIN}"><cellXfs>{XF * 200_000}</cellXfs></styleSheet>'
    ),
    "36b deep XML in the styles": lambda: with_styles("<extLst>" * 100_000 + "</extLst>" * 100_000),
    "36c deep XML in a sheet": lambda: plain(
        f'<row r="1"><c r="A1" t="inlineStr"><is>{"<r>" * 200_000}{"</r>" * 200_000}</is></c></row>'
    ),
    "36d a style of no kind": lambda: with_styles(
        f'<styleSheet xmlns="{MAIN}"><fills><fill><patternFill patternType="bogus"/></fill></fills>'
        f"<cellXfs>{XF}</cellXfs></styleSheet>"
    ),
    "37 a comment and a name": lambda: by_openpyxl(said_beside),
    "38 the strict kind": lambda: plain(
        **{SHEET: sheet_xml(ROWS, namespace="http://purl.oclc.org/ooxml/spreadsheetml/main")}
    ),
    "39 a prefix before every name": lambda: plain(**{SHEET: prefixed()}),
    "40 two bytes a letter": lambda: packed(
        parts("") | {SHEET: sheet_xml(ROWS).replace("UTF-8", "UTF-16").encode("utf-16")}
    ),
    "41 rich text and other kinds": other_kinds,
    "42 a size that lies": lying,
}
