"""Awkward and harmful workbooks by name, each as a person or a program might really send it. All of it is made here.

The list follows what spreadsheet readers were measured to stumble over; the makers are this project's own.
"""

from collections.abc import Mapping
from html import escape

from tests.hostile.makers import (
    NAMES,
    NOISE,
    PERIODS,
    ROWS,
    SHEET,
    TEXTS,
    XF,
    Make,
    base,
    by_openpyxl,
    column,
    dates,
    entities,
    errors,
    formatted,
    garbled,
    hidden,
    in_sheet,
    in_texts,
    injected,
    layouts,
    linked,
    locked,
    lying,
    macros,
    merged,
    not_worked_out,
    numbers,
    old_excel,
    open_document,
    other_kinds,
    outside,
    plain,
    prefixed,
    rezipped,
    said_beside,
    sheet_names,
    since_1904,
    streamed,
    twice,
    with_styles,
    with_texts,
    written,
)
from tests.returns.workbooks import MAIN, links_xml, packed, parts, sheet_xml, strings_xml

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
