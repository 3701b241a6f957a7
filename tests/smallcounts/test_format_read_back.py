"""The other formats of a public pack, read back as they are made: clean ones are handed over, no leak is."""

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from functools import cache

import pytest

from cypworkbench.domain.refusal import Refusal
from cypworkbench.flow import formats
from cypworkbench.flow.formats import Format, Source
from cypworkbench.flow.told_audit import audit_told
from cypworkbench.packs.told.passages import Prose, Said
from tests.journey.sampled import BURNLEY, COUNTY
from tests.smallcounts.leaks_planted import PDF, SHOWN
from tests.smallcounts.test_public_pack import packed

SLOW = {Format.HTML, Format.DOCX, Format.LARGE, Format.TXT}
Plant = Callable[[bytes], bytes]


@cache
def source(board: str) -> Source:
    return formats.source_of(packed(board).content)


@cache
def made(wanted: Format, board: str = BURNLEY) -> bytes:
    return formats.made_from(source(board), wanted)


def in_part(name: str, change: Plant) -> Plant:
    """A package with one part changed; a part that is not there is added."""

    def plant(content: bytes) -> bytes:
        held = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(content)) as given, zipfile.ZipFile(held, "w") as new:
            for entry in given.infolist():
                said = given.read(entry)
                new.writestr(entry, change(said) if entry.filename == name else said)
            if name not in given.namelist():
                new.writestr(name, change(b""))
        return held.getvalue()

    return plant


def swapped(before: bytes, after: bytes) -> Plant:
    def change(content: bytes) -> bytes:
        assert before in content
        return content.replace(before, after, 1)

    return change


def titled(content: bytes) -> bytes:
    """Properties whose title says more."""
    return swapped(b"</dc:title>", b" Fylde 3</dc:title>")(content)


FIGURES = "xl/worksheets/sheet7.xml"
STYLES, PROPERTIES, BOOK = "xl/styles.xml", "docProps/core.xml", "xl/workbook.xml"
WORD = "word/document.xml"
MARK = b'inlineStr"><is><t>[c]</t></is></c>'
LEAKS: dict[str, tuple[Format, str, Plant]] = {
    "a value for its mark": (
        Format.XLSX,
        FIGURES,
        in_part(FIGURES, swapped(MARK, b'n"><v>3</v></c>')),
    ),
    "a number beside the mark": (
        Format.XLSX,
        FIGURES,
        in_part(FIGURES, swapped(MARK, MARK + b'<c r="Z9" t="n"><v>3</v></c>')),
    ),
    "a status for no judgement": (
        Format.XLSX,
        "sheet5.xml",
        in_part("xl/worksheets/sheet5.xml", swapped(b">Off target<", b">Target met<")),
    ),
    "a title that says it": (
        Format.XLSX,
        "sheet1.xml",
        in_part("xl/worksheets/sheet1.xml", swapped(b"</t>", b" 3</t>")),
    ),
    "a hidden row": (
        Format.XLSX,
        FIGURES,
        in_part(FIGURES, swapped(b'<row r="9"', b'<row hidden="1" r="9"')),
    ),
    "a hidden column": (
        Format.XLSX,
        FIGURES,
        in_part(FIGURES, swapped(b'<col width="26"', b'<col hidden="1" width="26"')),
    ),
    "a row of no height": (
        Format.XLSX,
        FIGURES,
        in_part(FIGURES, swapped(b'<row r="9"', b'<row ht="0" r="9"')),
    ),
    "a row at the foot": (
        Format.XLSX,
        FIGURES,
        in_part(
            FIGURES,
            swapped(b"</sheetData>", b'<row r="99999"><c><v>3</v></c></row></sheetData>'),
        ),
    ),
    "a formula": (
        Format.XLSX,
        FIGURES,
        in_part(FIGURES, swapped(MARK, b'n"><f>1+2</f></c>')),
    ),
    "a list of allowed entries": (
        Format.XLSX,
        FIGURES,
        in_part(
            FIGURES,
            swapped(
                b"</sheetData>",
                b'</sheetData><dataValidations><dataValidation prompt="3"/></dataValidations>',
            ),
        ),
    ),
    "formatting that depends on the figure": (
        Format.XLSX,
        FIGURES,
        in_part(
            FIGURES,
            swapped(b"</sheetData>", b"</sheetData><conditionalFormatting/>"),
        ),
    ),
    "one mark in another look": (
        Format.XLSX,
        FIGURES,
        in_part(FIGURES, swapped(b's="9" t="' + MARK, b's="8" t="' + MARK)),
    ),
    "a remark in the XML": (
        Format.XLSX,
        FIGURES,
        in_part(FIGURES, swapped(b"<sheetData>", b"<!-- 3 --><sheetData>")),
    ),
    "a format that shows a number as its mark": (
        Format.XLSX,
        STYLES,
        in_part(STYLES, swapped(b"#,##0.0", b"&quot;[c]&quot;")),
    ),
    "a colour of its own": (
        Format.XLSX,
        STYLES,
        in_part(STYLES, swapped(b"0E5A78", b"0E5A79")),
    ),
    "a document property": (Format.XLSX, PROPERTIES, in_part(PROPERTIES, titled)),
    "a workbook embedded": (
        Format.XLSX,
        "xl/embeddings/book.xlsx",
        in_part("xl/embeddings/book.xlsx", lambda _: b"PK"),
    ),
    "a note": (
        Format.XLSX,
        "xl/comments1.xml",
        in_part("xl/comments1.xml", lambda _: b"<comments>3</comments>"),
    ),
    "a very hidden sheet": (
        Format.XLSX,
        BOOK,
        in_part(BOOK, swapped(b"</sheets>", b'<sheet name="W" state="veryHidden"/></sheets>')),
    ),
    "a sheet's name": (
        Format.XLSX,
        BOOK,
        in_part(BOOK, swapped(b'name="Figures"', b'name="Fylde 3"')),
    ),
    "a defined name": (
        Format.XLSX,
        BOOK,
        in_part(BOOK, swapped(b"<definedNames/>", b'<definedName name="f">3</definedName>')),
    ),
    "bytes after the package": (Format.XLSX, "the package", lambda held: held + b"Fylde 3"),
    "bytes before the package": (Format.XLSX, "the package", lambda held: b"Fylde 3" + held),
    "no package at all": (Format.XLSX, "", lambda _: b"Fylde 3"),
    "a value in the other spreadsheet": (
        Format.ODS,
        "content.xml",
        in_part(
            "content.xml",
            swapped(
                b'"mark" office:value-type="string"><text:p>[c]',
                b'"mark" office:value-type="float" office:value="3"><text:p>[c]',
            ),
        ),
    ),
    "a number under the one shown": (
        Format.ODS,
        "content.xml",
        in_part("content.xml", swapped(b'office:value="90.0"', b'office:value="3"')),
    ),
    "its properties": (Format.ODS, "meta.xml", in_part("meta.xml", titled)),
    "a picture in it": (
        Format.ODS,
        "Pictures/3.png",
        in_part("Pictures/3.png", lambda _: b"3"),
    ),
    "a value in the plain table": (Format.CSV, "table, row", swapped(b",[c],", b",3,")),
    "a second mark": (Format.CSV, "table, row", swapped(b",[c],", b",[c2],")),
    "a line more": (Format.CSV, "table, row", lambda held: held + b"Fylde 3\n"),
    "a column more": (Format.CSV, "table, row", swapped(b",Attribution\n", b",Attribution,3\n")),
    "a word in the web page": (Format.HTML, "the words", swapped(b"[c]</td>", b"3</td>")),
    "its title": (Format.HTML, "the words", swapped(b"</title>", b" 3</title>")),
    "a remark in the web page": (
        Format.HTML,
        "the page",
        swapped(b"</body>", b"<!-- 3 --></body>"),
    ),
    "what a listener is told": (
        Format.HTML,
        "the page",
        swapped(b'aria-label="Table: ', b'aria-label="Table: 3 '),
    ),
    "a note that shows under the pointer": (
        Format.HTML,
        "the page",
        swapped(b'<td class="n">', b'<td class="n" title="3">'),
    ),
    "a cell that nobody sees": (
        Format.HTML,
        "the page",
        swapped(b"<footer>", b'<p style="display:none"></p><footer>'),
    ),
    "a point in a chart": (
        Format.HTML,
        "the charts",
        swapped(b"</svg>", b'<circle cx="3" cy="3" r="1"/></svg>'),
    ),
    "a label on its axis": (Format.HTML, "the charts", swapped(b"</text>", b"3</text>")),
    "a class of its own": (Format.HTML, "the page", swapped(b'class="n"', b'class="n3"')),
    "a rule for how it looks": (Format.HTML, "the looks", swapped(b"</style>", b".n3{}</style>")),
    "a program": (
        Format.HTML,
        "the page",
        swapped(b"</body>", b"<script>3</script></body>"),
    ),
    "a word in the young web page": (
        Format.YOUNG_HTML,
        "the words",
        swapped(b"</figcaption>", b" 3</figcaption>"),
    ),
    "one more little person": (
        Format.YOUNG_HTML,
        "the charts",
        swapped(b"</svg>", b'<circle r="3"/></svg>'),
    ),
    "a word in the Word file": (
        Format.DOCX,
        "the words",
        in_part(WORD, swapped(b"[c]", b"3")),
    ),
    "what its pictures are called": (
        Format.DOCX,
        WORD,
        in_part(WORD, swapped(b'descr="', b'descr="3 ')),
    ),
    "words deleted and kept": (
        Format.DOCX,
        WORD,
        in_part(WORD, swapped(b"<w:sectPr", b"<w:del><w:delText>3</w:delText></w:del><w:sectPr")),
    ),
    "text that is not shown": (
        Format.DOCX,
        WORD,
        in_part(WORD, swapped(b"<w:rPr>", b"<w:rPr><w:vanish/>")),
    ),
    "a remark kept in the Word file": (
        Format.DOCX,
        "word/comments.xml",
        in_part("word/comments.xml", lambda _: b"<w:comments>3</w:comments>"),
    ),
    "a chart that is another": (
        Format.DOCX,
        "the pictures",
        in_part("word/media/image1.png", lambda held: held + b"3"),
    ),
    "the footer of its pages": (
        Format.DOCX,
        "word/footer1.xml",
        in_part("word/footer1.xml", swapped(b"</w:t>", b" 3</w:t>")),
    ),
    "its title in its properties": (Format.DOCX, PROPERTIES, in_part(PROPERTIES, titled)),
    "a word in the plain text": (Format.TXT, "the text", swapped(b"[c]", b"3")),
    "a word at its end": (Format.TXT, "the text", lambda held: held + b"Fylde 3\n"),
    "a bookmark in large print": (Format.LARGE, "bookmarks", SHOWN["a bookmark"][1]),
    "white letters in large print": (Format.LARGE, "page", PDF["text in white"][1]),
    "white letters in the plan on a page": (Format.PLAN, "page", PDF["text in white"][1]),
    "a property of young people's": (
        Format.YOUNG,
        "document properties",
        SHOWN["a document property"][1],
    ),
}


def marked(names: dict[str, Format]) -> list[object]:
    """As parameters; those whose making or reading takes long are for the long run, and most of the many workbooks."""
    long = {n for n, f in names.items() if f in SLOW}
    long |= set([n for n, f in names.items() if f is Format.XLSX][4:])
    return [pytest.param(n, marks=pytest.mark.slow) if n in long else n for n in names]


@pytest.mark.parametrize("wanted", marked({f.value: f for f in Format}))
def test_a_clean_format_is_handed_over(wanted: str) -> None:
    assert made(Format(wanted))


@pytest.mark.slow
@pytest.mark.parametrize("wanted", list(Format))
def test_each_format_of_the_countys_pack_is_handed_over(wanted: Format) -> None:
    assert made(wanted, COUNTY)


@pytest.mark.parametrize("leak", marked({name: kind[0] for name, kind in LEAKS.items()}))
def test_no_file_with_a_leak_is_handed_over(leak: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A maker that writes anything more than the pack says, in any place of the file, makes nothing."""
    wanted, where, plant = LEAKS[leak]
    planted = plant(made(wanted))
    assert planted != made(wanted)
    monkeypatch.setitem(formats._MAKERS, wanted, lambda _: planted)
    with pytest.raises(Refusal, match="gives something away") as refused:
        formats.made_from(source(BURNLEY), wanted)
    assert where in refused.value.what


def test_pages_told_that_say_more_than_the_finished_pack_are_found() -> None:
    """Every told format is held against the pages told: so these are held against the pack itself."""
    held = source(BURNLEY)
    told, picture = held.told, held.plan.picture
    assert list(audit_told(told, held.pdf, picture)) == []
    more = replace(told, passages=(*told.passages, Prose((Said("Fylde had 90210"),))))
    assert "90210" in str(list(audit_told(more, held.pdf, picture)))
    assert not held.is_of_another_build
    assert list(audit_told(more, b"", picture)) == []  # another build's words may be others
    measure, grid = next((m, g) for m, g in told.tables.items() if "[c]" in str(g))
    text = next(cell for row in grid.rows for cell in row if cell.line[0].text == "[c]")
    rows = tuple(
        tuple(replace(c, line=(Said("3"),)) if c is text else c for c in r) for r in grid.rows
    )
    untrue = replace(told, tables={**told.tables, measure: replace(grid, rows=rows)})
    assert "no published figure" in str(list(audit_told(untrue, held.pdf, picture)))
