"""Records of children in every part of a workbook, all plainly invented; and workbooks that only look a little alike.

Numbers are made so that their check letters and digits agree: pupil numbers of an authority 000 that does not exist,
NHS numbers from 999 000 0000 on, which are kept for trials. Names are "Testchild" and a letter.
"""

import io
import struct
import zipfile
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from html import escape
from typing import NamedTuple

from cypworkbench.returns.screening import _LETTERS
from tests.returns.workbooks import (
    HEAD,
    MAIN,
    OFFICE,
    filled,
    packed,
    parts,
    sheet_xml,
    strings_xml,
)

Parts = dict[str, str | bytes]
Table = tuple[tuple[str, ...], ...]


class Records(NamedTuple):
    """A table of invented records, the kind of trace it is, and the tokens that must be found nowhere."""

    kind: str
    rows: Table
    tokens: tuple[str, ...]

    @property
    def note(self) -> str:
        """The same as a person would write it in a comment."""
        heading, value = self.rows[0][-1], self.rows[1][-1]
        return f"{heading}: {value}"


def upn(number: int) -> str:
    digits = f"000{number:09d}"
    total = sum(weight * int(digit) for weight, digit in enumerate(digits, start=2))
    return _LETTERS[total % 23] + digits


def nhs(number: int) -> str:
    """The first trial NHS number from 999 and that number on whose check digit exists."""
    while True:
        nine = f"999{number:06d}"
        check = (11 - sum((10 - n) * int(d) for n, d in enumerate(nine)) % 11) % 11
        if check != 10:
            return f"{nine}{check}"
        number += 1


def child(number: int) -> str:
    return f"Testchild{chr(65 + number % 26)}{'abcdefghij'[number // 26 % 10]}"


def records(number: int) -> Iterator[Records]:
    """One table of each kind, different for every number."""
    n = number * 7 + 1
    numbers = tuple(upn(n + step) for step in range(3))
    yield Records("upn", (("Area", "UPN"), *(("Burnley", u) for u in numbers)), numbers)
    health = tuple(nhs(n * 10 + step * 3) for step in range(3))
    said = tuple(f"{h[:3]} {h[3:6]} {h[6:]}" for h in health)
    yield Records("nhs", (("Team", "NHS number"), *(("North", s) for s in said)), said)
    days = tuple(f"{1 + (n + step) % 27:02d}/0{1 + step}/2012" for step in range(3))
    yield Records("born", (("Ref", "Date of birth"), *(("a", d) for d in days)), days)
    names = tuple(child(number + step) for step in range(3))
    yield Records("name", (("Ward", "Surname"), *(("Town", s) for s in names)), names)


# ------------------------------------------------------------------------------------- where to


def rows_xml(table: Table) -> str:
    cells = [
        "".join(f'<c t="inlineStr"><is><t>{escape(text)}</t></is></c>' for text in row)
        for row in table
    ]
    return "".join(f"<row>{row}</row>" for row in cells)


def _sheet(state: str) -> Callable[[Parts, Records], Parts]:
    def place(named: Parts, found: Records) -> Parts:
        book, links = str(named["xl/workbook.xml"]), str(named["xl/_rels/workbook.xml.rels"])
        listed = f'<sheet name="Workings" sheetId="99" state="{state}" r:id="rId99"/></sheets>'
        link = (
            f'<Relationship Id="rId99" Type="{OFFICE}/worksheet" Target="worksheets/sheet99.xml"/>'
        )
        return named | {
            "xl/workbook.xml": book.replace("</sheets>", listed),
            "xl/_rels/workbook.xml.rels": links.replace(
                "</Relationships>", f"{link}</Relationships>"
            ),
            "xl/worksheets/sheet99.xml": sheet_xml(rows_xml(found.rows)),
        }

    return place


def _part(name: str, made: Callable[[Records], str | bytes]) -> Callable[[Parts, Records], Parts]:
    return lambda named, found: named | {name: made(found)}


def pivot(found: Records) -> str:
    names, *rows = found.rows
    fields = "".join(
        f'<cacheField name="{name}"><sharedItems>'
        f"{''.join(f'<s v={chr(34)}{escape(row[n])}{chr(34)}/>' for row in rows)}"
        "</sharedItems></cacheField>"
        for n, name in enumerate(names)
    )
    return f'{HEAD}<pivotCacheDefinition xmlns="{MAIN}"><cacheFields>{fields}</cacheFields></pivotCacheDefinition>'


def other_workbook(found: Records) -> str:
    rows = []
    for number, row in enumerate(found.rows, start=1):
        cells = [
            f'<cell r="{chr(65 + column)}{number}" t="str"><v>{escape(text)}</v></cell>'
            for column, text in enumerate(row)
        ]
        rows.append(f'<row r="{number}">{"".join(cells)}</row>')
    return (
        f'{HEAD}<externalLink xmlns="{MAIN}"><externalBook><sheetDataSet><sheetData sheetId="0">'
        f"{''.join(rows)}</sheetData></sheetDataSet></externalBook></externalLink>"
    )


def comment(found: Records) -> str:
    return (
        f'{HEAD}<comments xmlns="{MAIN}"><commentList><comment ref="A1"><text><r><t>Please check. '
        f"</t></r><r><t>{found.note}</t></r></text></comment></commentList></comments>"
    )


def custom_property(found: Records) -> str:
    heading, value = found.rows[0][-1], found.rows[1][-1]
    return (
        f'{HEAD}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties">'
        f'<property pid="2" name="{heading}"><vt:lpwstr xmlns:vt="urn:vt">{value}</vt:lpwstr></property></Properties>'
    )


def core_property(found: Records) -> str:
    return (
        f'{HEAD}<cp:coreProperties xmlns:cp="urn:cp" xmlns:dc="urn:dc"><dc:description>{found.note}'
        "</dc:description></cp:coreProperties>"
    )


def custom_xml(found: Records) -> str:
    tag = found.rows[0][-1].title().replace(" ", "")
    rows = "".join(f"<Child><{tag}>{row[-1]}</{tag}></Child>" for row in found.rows[1:])
    return f'{HEAD}<Children xmlns="urn:workings">{rows}</Children>'


def embedded_workbook(found: Records) -> bytes:
    return packed(parts(sheet_xml(rows_xml(found.rows))))


def embedded_word(found: Records) -> bytes:
    cells = "".join(f"<w:t>{found.note}</w:t>" for _ in found.rows)
    return packed({"word/document.xml": f'{HEAD}<w:document xmlns:w="urn:w">{cells}</w:document>'})


def old_object(found: Records) -> bytes:
    """A compound file of one stream, laid out by hand, with a workbook wrapped in it."""
    return compound(b"Package\0wrapped.xlsx\0" + embedded_workbook(found))


def compound(stream: bytes) -> bytes:
    """A compound file (MS-CFB, version 3) with one stream called Contents, long enough for whole sectors."""
    stream = stream.ljust(max(4096, -(-len(stream) // 512) * 512), b"\0")
    sectors = len(stream) // 512
    chain = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, 2 + sectors), 0xFFFFFFFE]
    table = struct.pack(f"<{len(chain)}I", *chain).ljust(512, b"\xff")
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack(
        "<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0
    )
    head += struct.pack("<109I", 0, *[0xFFFFFFFF] * 108)
    entries = _entry("Root Entry", 5, 0xFFFFFFFE, 0, 1) + _entry(
        "Contents", 2, 2, len(stream), None
    )
    return head + table + entries.ljust(512, b"\0") + stream


def _entry(name: str, kind: int, start: int, size: int, child_at: int | None) -> bytes:
    said = f"{name}\0".encode("utf-16-le")
    none = 0xFFFFFFFF
    return said.ljust(64, b"\0") + struct.pack(
        "<HBBIII16xIQQIQ",
        len(said),
        kind,
        1,
        none,
        none,
        none if child_at is None else child_at,
        0,
        0,
        0,
        start,
        size,
    )


def in_sheet(before: str, after: str) -> Callable[[Parts, Records], Parts]:
    """Into the first sheet's XML, beside its cells."""

    def place(named: Parts, found: Records) -> Parts:
        sheet = str(named["xl/worksheets/sheet1.xml"])
        said = f"{before}{escape(found.note)}{after}</worksheet>"
        return named | {"xl/worksheets/sheet1.xml": sheet.replace("</worksheet>", said)}

    return place


def defined_name(named: Parts, found: Records) -> Parts:
    heading, value = found.rows[0][-1], found.rows[1][-1]
    said = f'<definedNames><definedName name="{heading.replace(" ", "_")}">"{value}"</definedName></definedNames>'
    book = str(named["xl/workbook.xml"])
    return named | {"xl/workbook.xml": book.replace("</sheets>", f"</sheets>{said}")}


def left_over_text(named: Parts, found: Records) -> Parts:
    """Among the shared texts, though no cell shows it any more."""
    links = str(named["xl/_rels/workbook.xml.rels"])
    link = f'<Relationship Id="rId97" Type="{OFFICE}/sharedStrings" Target="texts.xml"/>'
    return named | {
        "xl/texts.xml": strings_xml(f"<t>{found.note}</t>"),
        "xl/_rels/workbook.xml.rels": links.replace("</Relationships>", f"{link}</Relationships>"),
    }


PLACES: Mapping[str, Callable[[Parts, Records], Parts]] = {
    "a visible sheet": _sheet("visible"),
    "a hidden sheet": _sheet("hidden"),
    "a very hidden sheet": _sheet("veryHidden"),
    "an unlisted sheet": _part("xl/worksheets/sheet98.xml", lambda f: sheet_xml(rows_xml(f.rows))),
    "a pivot cache": _part("xl/pivotCache/pivotCacheDefinition1.xml", pivot),
    "a comment": _part("xl/comments1.xml", comment),
    "a threaded comment": _part("xl/threadedComments/threadedComment1.xml", comment),
    "an external cache": _part("xl/externalLinks/externalLink1.xml", other_workbook),
    "an embedded workbook": _part("xl/embeddings/Microsoft_Excel_Sheet1.xlsx", embedded_workbook),
    "an embedded document": _part("xl/embeddings/Microsoft_Word1.docx", embedded_word),
    "an older object": _part("xl/embeddings/oleObject1.bin", old_object),
    "custom properties": _part("docProps/custom.xml", custom_property),
    "core properties": _part("docProps/core.xml", core_property),
    "custom XML": _part("customXml/item1.xml", custom_xml),
    "a defined name": defined_name,
    "left-over texts": left_over_text,
    "a footer": in_sheet("<headerFooter><oddFooter>", "</oddFooter></headerFooter>"),
    "a text box": _part("xl/drawings/drawing1.xml", lambda f: f"{HEAD}<d><t>{f.note}</t></d>"),
}


@cache
def issued() -> Parts:
    """The parts of a return as a board would send it, texts as text."""
    with zipfile.ZipFile(io.BytesIO(filled())) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def with_records(many: int) -> Iterator[tuple[str, bytes, tuple[str, ...]]]:
    """That many returns, each with records of one kind in one place: a name, the bytes, the tokens planted."""
    made = 0
    number = 0
    while made < many:
        for place, put in PLACES.items():
            for found in records(number):
                if made < many:
                    made += 1
                    yield f"{place}, {found.kind}", packed(put(issued(), found)), found.tokens
            number += 1


# ---------------------------------------------------------------------------------------- clean


CLEAN: tuple[Table, ...] = (
    (("District", "Surnames held", "2023/24"), ("Burnley", "412", "34.1")),
    (("School name", "Pupils", "UPNs missing"), ("A school", "212", "3")),
    (("Measure name", "Date of birth known"), ("Referrals", "98.2%")),
    (("Contact", "Telephone"), ("Data team", "01772 000000"), ("Desk", "1772000004")),
    (("Name", "Code"), ("Ribble Valley", "E07000124")),
    (("Ward", "Gender", "Ethnicity", "Count"), ("Central", "Female", "All", "210")),
    (("Births", "Year of birth"), ("1,204", "2012")),
    (("Case numbers", "Total"), ("all", "1200300405")),
    (("Please do not send", "why"), ("Surname", "-"), ("Date of birth", "-"), ("UPN", "-")),
    (("As at", "Period"), ("31/03/2024", "Q4 2023/24"), ("30/06/2024", "Q1 2024/25")),
)


def clean(many: int) -> Iterator[tuple[str, bytes]]:
    """That many returns of totals, each with a sheet of workings that a hasty test would take for records."""
    for number in range(many):
        head, *rows = CLEAN[number % len(CLEAN)]
        table = (head, *rows, *((f"Total {number}",) * len(head),))
        made = _sheet("visible" if number % 2 else "hidden")(issued(), Records("", table, ()))
        yield f"clean {number}", packed(made)
