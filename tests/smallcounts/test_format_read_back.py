"""The other formats of a public pack, read back: clean ones pass, each planted leak is found where it was planted."""

import io
import zipfile
from collections.abc import Callable
from functools import cache

import pytest

from cypworkbench.domain.disclosure import Exposure
from cypworkbench.flow import formats
from cypworkbench.flow.format_audit import audit_figures, audit_format
from cypworkbench.flow.formats import Format
from tests.journey.sampled import COUNTY
from tests.smallcounts.leaks_planted import SHOWN
from tests.smallcounts.test_public_pack import packed, planned

SLOW = {Format.HTML, Format.DOCX, Format.LARGE, Format.YOUNG, Format.TXT}


@cache
def made(wanted: Format) -> bytes:
    return formats.make(packed(COUNTY).content, wanted)


def found(content: bytes, wanted: Format) -> tuple[Exposure, ...]:
    return audit_format(content, made(wanted), planned(COUNTY).picture)


def in_part(name: str, change: Callable[[bytes], bytes]) -> Callable[[bytes], bytes]:
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


def swapped(before: bytes, after: bytes) -> Callable[[bytes], bytes]:
    def change(content: bytes) -> bytes:
        assert before in content
        return content.replace(before, after, 1)

    return change


FIGURES = "xl/worksheets/sheet7.xml"
TEXT = b'inlineStr"><is><t>[c]</t></is></c>'
LEAKS: dict[str, tuple[Format, str, Callable[[bytes], bytes]]] = {
    "a value for its mark": (
        Format.XLSX,
        f"part {FIGURES}, row",
        in_part(FIGURES, swapped(TEXT, b'n"><v>3</v></c>')),
    ),
    "a number beside the mark": (
        Format.XLSX,
        f"part {FIGURES}, line",
        in_part(FIGURES, swapped(TEXT, TEXT + b'<c r="Z9" t="n"><v>3</v></c>')),
    ),
    "a hidden row": (
        Format.XLSX,
        f"part {FIGURES}, line",
        in_part(FIGURES, swapped(b'<row r="9"', b'<row hidden="1" r="9"')),
    ),
    "a formula": (
        Format.XLSX,
        f"part {FIGURES}, line",
        in_part(FIGURES, swapped(TEXT, b'n"><f>1+2</f></c>')),
    ),
    "a format that shows a number as its mark": (
        Format.XLSX,
        "part xl/styles.xml, line",
        in_part("xl/styles.xml", swapped(b"#,##0.0", b"&quot;[c]&quot;")),
    ),
    "a colour of its own": (
        Format.XLSX,
        "part xl/styles.xml, line",
        in_part("xl/styles.xml", swapped(b"0E5A78", b"0E5A79")),
    ),
    "a document property": (
        Format.XLSX,
        "part docProps/core.xml, line",
        in_part("docProps/core.xml", swapped(b"</dc:title>", b" Fylde 3</dc:title>")),
    ),
    "a workbook embedded": (
        Format.XLSX,
        "part xl/embeddings/book.xlsx",
        in_part("xl/embeddings/book.xlsx", lambda _: b"PK"),
    ),
    "a note": (
        Format.XLSX,
        "part xl/comments1.xml",
        in_part("xl/comments1.xml", lambda _: b"<comments>3</comments>"),
    ),
    "a defined name": (
        Format.XLSX,
        "part xl/workbook.xml, line",
        in_part(
            "xl/workbook.xml",
            swapped(b"</sheets>", b'</sheets><definedNames><definedName name="f">3'),
        ),
    ),
    "bytes before the package": (
        Format.XLSX,
        "the package",
        lambda content: content + b"Fylde 3",
    ),
    "a value in the other spreadsheet": (
        Format.ODS,
        "part content.xml, row",
        in_part(
            "content.xml",
            swapped(
                b'"mark" office:value-type="string"><text:p>[c]',
                b'"mark" office:value-type="float" office:value="3"><text:p>[c]',
            ),
        ),
    ),
    "its properties": (
        Format.ODS,
        "part meta.xml, line",
        in_part("meta.xml", swapped(b"</dc:title>", b" 3</dc:title>")),
    ),
    "a value in the plain table": (Format.CSV, "table, row", swapped(b",[c],", b",3,")),
    "a second mark": (Format.CSV, "table, row", swapped(b",[c],", b",[c2],")),
    "a line more": (Format.CSV, "line", lambda content: content + b"Fylde 3\n"),
    "a word in the web page": (Format.HTML, "line", swapped(b"Fylde</th>", b"Fylde 3</th>")),
    "a remark in the web page": (Format.HTML, "line", swapped(b"</body>", b"<!-- 3 --></body>")),
    "a word in the Word file": (
        Format.DOCX,
        "part word/document.xml, line",
        in_part("word/document.xml", swapped(b"[c]", b"3")),
    ),
    "a change kept in the Word file": (
        Format.DOCX,
        "part word/comments.xml",
        in_part("word/comments.xml", lambda _: b"<w:comments>3</w:comments>"),
    ),
    "a word in the plain text": (Format.TXT, "line", swapped(b"Fylde [c]", b"Fylde 3")),
    "a note in large print": (Format.LARGE, "bookmarks", SHOWN["a bookmark"][1]),
}


@pytest.mark.parametrize(
    "wanted",
    [pytest.param(f, marks=pytest.mark.slow) if f in SLOW else f for f in Format],
)
def test_a_clean_format_gives_nothing_away(wanted: Format) -> None:
    assert found(made(wanted), wanted) == ()


@pytest.mark.parametrize(
    "leak",
    [pytest.param(n, marks=pytest.mark.slow) if k[0] in SLOW else n for n, k in LEAKS.items()],
)
def test_a_leak_planted_in_another_format_is_found_where_it_stands(leak: str) -> None:
    wanted, where, plant = LEAKS[leak]
    named = [exposure.where for exposure in found(plant(made(wanted)), wanted)]
    assert any(each.startswith(where) for each in named), named


def test_a_figure_is_held_against_the_picture_whatever_the_record_would_make() -> None:
    """A maker that wrote a withheld figure would write it again: reading the table finds it all the same."""
    picture = planned(COUNTY).picture
    for name in ("a value for its mark", "a value in the plain table"):
        wanted, _, plant = LEAKS[name]
        assert any("row" in one.where for one in audit_figures(plant(made(wanted)), picture))
