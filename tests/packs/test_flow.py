"""What runs on over pages: nothing lost, nothing cut, one element however often it is split."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path

import pypdfium2
import pytest

from cypworkbench.packs import fonts
from cypworkbench.packs.tagged import Document, Metadata, Page, Run, Style
from cypworkbench.packs.tagged.flow import Flow, Frame
from cypworkbench.packs.tagged.structure import Element
from cypworkbench.packs.tagged.tables import Cell, Column, Looks, Table
from cypworkbench.signing import readback
from tests.support import structure, verapdf

AT = datetime(2026, 10, 12, 9, 30, tzinfo=UTC)
BODY = Style(11, 15.4)
HEAD = Style(9.5, 12, fonts.SEMIBOLD)
LOOKS = Looks(HEAD, BODY, "#16202A", "#7F8A91", "#CDD4D4")
FRAME = Frame(20, 30, 100, 80)
TALL = Frame(20, 30, 100, 120)
LONG = " ".join(f"word{n}" for n in range(160))
SPANNED = Table(
    [Column(34), Column(22, "right"), Column(22, "right"), Column(22, "right")],
    heads=[
        [Cell("District", rows=2), Cell("Rate", columns=2), Cell("Met", rows=2)],
        [Cell("2025"), Cell("2026")],
    ],
    rows=[
        [
            Cell(f"District {n}, whose name needs two lines" if n % 5 == 0 else f"District {n}"),
            Cell(f"{n}.1", figure=f"fig:{n}:2025"),
            Cell([Run(f"{n}.2", figure=f"fig:{n}:2026")]),
            *([Cell("both", rows=2)] if n % 2 == 0 else []),
        ]
        for n in range(20)
    ],
    looks=LOOKS,
    caption="Rates, invented",
)


def _document() -> Document:
    return Document(Metadata("A flow", "A partnership", "A trial", AT, "a test"))


def _said(document: Document, tag: str) -> list[Element]:
    return [element for element in document.root.walk() if element.tag == tag]


def _text(content: bytes) -> list[str]:
    pdf = pypdfium2.PdfDocument(content)
    return [pdf[n].get_textpage().get_text_range() for n in range(len(pdf))]


@contextmanager
def _with_heading(document: Document, frame: Frame = FRAME) -> Iterator[Flow]:
    with Flow(document.page, frame) as flow:
        flow.heading("H1", "Methods", Style(20, 24, fonts.SEMIBOLD))
        yield flow


def _assert_inside(document: Document, frame: Frame = FRAME) -> None:
    for page in document.pages:
        for box in page.boxes:
            assert frame.left - 0.01 <= box.left
            assert box.right <= frame.left + frame.width + 0.01, box
            assert frame.top <= box.top
            assert box.bottom <= frame.bottom + 0.01, box
        for one, other in combinations(page.boxes, 2):
            apart = one.right <= other.left + 0.1 or other.right <= one.left + 0.1
            assert apart or one.bottom <= other.top + 0.3 or other.bottom <= one.top + 0.3


def test_a_long_paragraph_is_one_element_and_loses_no_word() -> None:
    document = _document()
    with _with_heading(document) as flow:
        flow.paragraph(LONG, BODY)
    (paragraph,) = _said(document, "P")
    assert {kid[0] for kid in paragraph.kids if isinstance(kid, tuple)} == {0, 1, 2}
    _assert_inside(document)
    said = " ".join(" ".join(_text(document.seal())).split())
    assert said == f"Methods {LONG}"


@pytest.mark.parametrize("words", range(40, 160, 7))
def test_no_line_is_left_alone_on_a_page(words: int) -> None:
    document = _document()
    with _with_heading(document) as flow:
        flow.paragraph(" ".join(LONG.split()[:words]), BODY)
        flow.paragraph(" ".join(LONG.split()[:words]), BODY)
    for paragraph in _said(document, "P"):
        marks = [kid for kid in paragraph.kids if isinstance(kid, tuple)]
        for number in {page for page, _ in marks}:
            lines = [b for b in document.pages[number].boxes if b.text in LONG + " "]
            assert len(lines) != 1


def test_a_heading_goes_over_with_what_follows_it() -> None:
    document = _document()
    with _with_heading(document) as flow:
        flow.gap(30)
        flow.heading("H2", "Limits", HEAD)
        flow.paragraph("Limits use the first thirteen points.", BODY)
    assert document.pages[1].boxes[0].text == "Limits"


def test_a_list_is_one_list_over_pages_and_each_mark_stays_with_its_words() -> None:
    document = _document()
    with _with_heading(document) as flow:
        flow.items([f"item {n} {LONG[:300]}" for n in range(4)], BODY, numbered=True)
    assert len(document.pages) > 1
    (listed,) = _said(document, "L")
    assert [kid.tag for kid in listed.kids if isinstance(kid, Element)] == ["LI"] * 4
    for page in document.pages:
        texts = [box.text for box in page.boxes]
        marks = [n for n, text in enumerate(texts) if text.strip() in {"1.", "2.", "3.", "4."}]
        assert all(texts[n + 1].startswith("item") for n in marks)
    _assert_inside(document)


def test_a_table_over_pages_is_one_table_whose_head_is_said_once(tmp_path: Path) -> None:
    document = _document()
    with _with_heading(document, TALL) as flow, flow.within(Element("Sect")):
        SPANNED.draw(flow)
        flow.paragraph("After it.", BODY)
    assert len(document.pages) > 2
    assert len(_said(document, "Table")) == len(_said(document, "TBody")) == 1
    assert len([cell for cell in _said(document, "TH") if cell.scope == "Column"]) == 5
    _assert_inside(document, TALL)
    content = document.seal()
    seen = _text(content)
    assert all("District Rate Met" in text for text in seen), "the eye sees it on each"
    wanted = {f"fig:{n}:{year}": f"{n}.{year - 2024}" for n in range(20) for year in (2025, 2026)}
    assert readback.figures(content) == wanted
    assert structure.faults(content) == []
    path = tmp_path / "flow.pdf"
    path.write_bytes(content)
    verapdf.assert_valid(path)


def test_rows_that_a_span_joins_stay_on_one_page() -> None:
    document = _document()
    with _with_heading(document, TALL) as flow:
        SPANNED.draw(flow)
    for page in document.pages:
        names = [box.text for box in page.boxes if box.text.startswith("District ")]
        numbers = [int(name.split()[1].strip(",")) for name in names if name != "District "]
        assert numbers[0] % 2 == 0
        assert numbers[-1] % 2 == 1


def test_a_page_begun_by_a_flow_has_its_furniture() -> None:
    document = _document()

    @contextmanager
    def furnished() -> Iterator[Page]:
        with document.page() as page:
            yield page
            with page.artifact("Footer"):
                page.text(20, 285, f"page {page.number + 1}", BODY)

    with Flow(furnished, FRAME) as flow:
        flow.paragraph(LONG, BODY)
    assert [p.boxes[-1].text for p in document.pages] == ["page 1", "page 2", "page 3"]


def test_what_no_page_has_room_for_is_refused() -> None:
    with Flow(_document().page, FRAME) as flow, pytest.raises(ValueError, match="no page"):
        Table([Column(30)], [[Cell("Head")]], [[Cell(LONG[:400])]], LOOKS).draw(flow)
    with Flow(_document().page, FRAME) as flow, pytest.raises(ValueError, match="no page"):
        flow.room(51)
