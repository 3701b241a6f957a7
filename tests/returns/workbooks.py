"""Workbooks for tests: packages written byte by byte, and filled returns with faults planted in them."""

import io
import zipfile
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from functools import cache

from openpyxl import Workbook as Book
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from cypworkbench.catalogue import load_framework
from cypworkbench.domain.evidence import Observation, Origin, Return
from cypworkbench.domain.framework import Framework, Kind, Measure
from cypworkbench.domain.period import Period
from cypworkbench.domain.record import Round
from cypworkbench.returns import template
from cypworkbench.returns.around import Around
from cypworkbench.returns.check import check
from cypworkbench.returns.recognise import recognise
from cypworkbench.returns.rows import Recognised
from cypworkbench.returns.spreadsheet import read

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
ROUND = Round("Round 2", date(2026, 9, 25), date(2026, 10, 22), date(2026, 10, 2))
Edit = Callable[[Book], None]


def sheet_xml(rows: str, before: str = "", after: str = "", namespace: str = MAIN) -> str:
    """A worksheet part around those rows."""
    return (
        f'{HEAD}<worksheet xmlns="{namespace}"><dimension ref="A1"/>{before}'
        f"<sheetData>{rows}</sheetData>{after}</worksheet>"
    )


def strings_xml(*texts: str) -> str:
    """A shared strings part; each text is the inside of its <si>."""
    return f'{HEAD}<sst xmlns="{MAIN}">{"".join(f"<si>{text}</si>" for text in texts)}</sst>'


def styles_xml(*formats: str) -> str:
    """A styles part whose cell style n has the nth number format."""
    named = "".join(
        f'<numFmt numFmtId="{164 + n}" formatCode="{code.replace(chr(34), "&quot;")}"/>'
        for n, code in enumerate(formats)
    )
    used = "".join(f'<xf numFmtId="{164 + n}"/>' for n in range(len(formats)))
    return (
        f'{HEAD}<styleSheet xmlns="{MAIN}"><numFmts>{named}</numFmts>'
        f"<cellXfs>{used}</cellXfs></styleSheet>"
    )


def parts(
    *sheets: str, strings: str = "", styles: str = "", state: str = "", settings: str = ""
) -> dict[str, str | bytes]:
    """The parts of a package with those worksheet parts, by name; `state` is the first sheet's."""
    links = [("worksheet", f"worksheets/sheet{number}.xml") for number in range(1, len(sheets) + 1)]
    links += [("sharedStrings", "sharedStrings.xml")] if strings else []
    links += [("styles", "styles.xml")] if styles else []
    listed = "".join(
        f'<sheet name="Sheet{number}" sheetId="{number}" r:id="rId{number}"'
        f"{f' state={chr(34)}{state}{chr(34)}' if state and number == 1 else ''}/>"
        for number in range(1, len(sheets) + 1)
    )
    made: dict[str, str | bytes] = {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="{PACKAGE}/content-types"/>',
        "_rels/.rels": links_xml([("officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{settings}'
        f"<sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": links_xml(links),
    }
    made |= {f"xl/worksheets/sheet{n}.xml": sheet for n, sheet in enumerate(sheets, start=1)}
    made |= {"xl/sharedStrings.xml": strings} if strings else {}
    return made | ({"xl/styles.xml": styles} if styles else {})


def links_xml(links: list[tuple[str, str]]) -> str:
    """A relationships part."""
    said = "".join(
        f'<Relationship Id="rId{n}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(links, start=1)
    )
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{said}</Relationships>'


def packed(named: Mapping[str, str | bytes]) -> bytes:
    """Those parts as a zipped package."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in named.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def one_sheet(rows: str) -> bytes:
    """A whole workbook of one sheet with those rows."""
    return packed(parts(sheet_xml(rows)))


# ---------------------------------------------------------------------------------- filled returns


@cache
def plan() -> Framework:
    """The plan that the sample answers."""
    return load_framework("cypfp-2022")


def figures(area: str) -> tuple[Observation, ...]:
    """A figure for every measure and period asked, every one plausible, its parts in agreement."""
    made = []
    asked = template.periods_asked(plan(), date(2026, 10, 2))
    for measure in plan().asked:
        for step, period in enumerate(asked[measure.id]):
            made.append(_figure(measure, period, step, area))
    return tuple(made)


def _figure(measure: Measure, period: Period, step: int, area: str) -> Observation:
    low, high = measure.soft.low or Decimal(0), measure.soft.high or Decimal(100)
    middle = low + (high - low) / 3
    wobble = Decimal((step * 7) % 5 - 2) / 50
    wanted = middle * (1 + wobble)
    at = Origin("", "", "")
    if measure.has_parts:
        denominator = Decimal(10_000)
        numerator = (wanted * denominator / measure.per).quantize(Decimal(1))
        value = (numerator * measure.per / denominator).quantize(
            Decimal(1).scaleb(-measure.decimals)
        )
        return Observation(measure.id, area, period, value, at, numerator, denominator)
    places = 0 if measure.kind is Kind.COUNT else measure.decimals
    return Observation(measure.id, area, period, wanted.quantize(Decimal(1).scaleb(-places)), at)


@cache
def _filled(board: str) -> bytes:
    the_board = plan().board(board)
    return template.write(plan(), the_board, ROUND, figures(the_board.areas[0]))


def filled(edit: Edit | None = None, board: str = "dctb-burnley") -> bytes:
    """A filled return of a board, after an edit by hand."""
    if edit is None:
        return _filled(board)
    book = load_workbook(io.BytesIO(_filled(board)))
    edit(book)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def recognised(edit: Edit | None = None, board: str = "dctb-burnley") -> Recognised:
    """That return as it is recognised."""
    return recognise(read(filled(edit, board), "burnley.xlsx"), plan())


def checked(
    edit: Edit | None = None,
    previous: tuple[Observation, ...] = (),
    round_label: str = ROUND.label,
) -> Return:
    """That return as it is checked."""
    return check(recognised(edit), plan(), Around(round_label, previous=previous))


def tab(book: Book, name: str) -> Worksheet:
    """The worksheet of that name."""
    sheet = book[name]
    assert isinstance(sheet, Worksheet)
    return sheet


def row_of(sheet: Worksheet, measure: str, which: int = -1) -> int:
    """The row of a measure's first (0), second (1) or last (-1) period."""
    rows = [row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 1).value == measure]
    return rows[which]
