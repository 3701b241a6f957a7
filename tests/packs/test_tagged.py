"""The tagged page: what it draws is whole, is said in order, is the same every time, and cannot mislead."""

import io
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cypworkbench.packs import fonts
from cypworkbench.packs.tagged import Document, Metadata, Page, Run, Style
from cypworkbench.packs.tagged.lines import TextOverflowError, wrap
from cypworkbench.packs.tagged.mpl import draw_figure
from cypworkbench.signing import readback
from tests.packs import everything
from tests.packs.everything import AT, BODY, HOSTILE
from tests.support import structure, verapdf

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def sealed() -> bytes:
    return everything.sealed()


def _document() -> Document:
    return Document(Metadata("A title", "A partnership", "A trial", AT, "a test"))


# ---- what is promised


def test_a_document_with_every_element_passes_pdf_ua_and_pdf_a(
    tmp_path: Path, sealed: bytes
) -> None:
    path = tmp_path / "everything.pdf"
    path.write_bytes(sealed)
    verapdf.assert_valid(path)
    assert structure.faults(sealed) == []


def test_the_same_drawing_gives_the_same_bytes_in_any_process(
    tmp_path: Path, sealed: bytes
) -> None:
    surroundings = [("0", "UTC"), ("77", "Pacific/Kiritimati")]
    for seed, zone in surroundings:
        path = tmp_path / f"{seed}.pdf"
        env = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone}
        command = [sys.executable, "-m", "tests.packs.everything", str(path)]
        subprocess.run(command, check=True, env=env, cwd=ROOT)
        assert path.read_bytes() == sealed, (seed, zone)


def test_a_moment_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        Document(Metadata("A title", "", "", AT.replace(tzinfo=None), "a test"))


def test_every_font_is_carried_inside_and_none_is_only_named(sealed: bytes) -> None:
    with pikepdf.open(io.BytesIO(sealed)) as pdf:
        found = {
            str(font.BaseFont): "/FontFile2" in font.get("/FontDescriptor", pikepdf.Dictionary())
            for page in pdf.pages
            for font in page.obj.Resources.Font.values()
        }
    assert found
    assert all(found.values()), found


def test_the_file_says_who_made_it_when_and_what_it_carries(sealed: bytes) -> None:
    with pikepdf.open(io.BytesIO(sealed)) as pdf:
        assert str(pdf.docinfo.Title) == "Everything <&> tagged"
        assert str(pdf.docinfo.CreationDate) == "D:20261012093000+00'00'"
        assert (
            bytes(pdf.attachments["snapshot.json"].get_file().read_bytes()) == everything.SNAPSHOT
        )
        assert pdf.Root.AF[0].AFRelationship == "/Data"
        assert str(pdf.Root.Lang) == "en-GB"
        assert pdf.Root.ViewerPreferences.PickTrayByPDFSize
        with pdf.open_outline() as outline:
            assert [item.title for item in outline.root] == ["Headlines", "Figures", "Sign-off"]
            assert [item.title for item in outline.root[0].children] == ["Where to look"]
        assert [str(f.T) for f in pdf.Root.AcroForm.Fields] == ["analyst", "head", "chair"]


# ---- what is read


def test_the_page_reads_in_the_order_it_was_meant(sealed: bytes) -> None:
    pdf = pypdfium2.PdfDocument(sealed)
    first = pdf[0].get_textpage().get_text_range().split("\r\n")
    assert first[1:9] == [
        "Headlines",
        "Of the 33 measures we can judge, 10",
        "meet their target. Absence is falling.",
        "1 agree the action",
        "2 decide on a baseline",
        "Where to look",
        "See the sign-off (on the last page)",
        "The partnership's site",
    ]


@pytest.mark.parametrize("number", range(len(HOSTILE)), ids=[ascii(t)[:24] for t in HOSTILE])
def test_text_made_to_harm_is_printed_as_text(number: int, sealed: bytes) -> None:
    typed, meant = list(HOSTILE.items())[number]
    assert readback.figures(sealed)[f"fig:hostile:{number}"] == meant
    assert fonts.plain(typed) == meant or "\ufffd" in meant


def test_every_printed_figure_reads_back_as_the_drawing_said_it(sealed: bytes) -> None:
    said = {e.figure: e.said for e in everything.draw().root.walk() if e.figure}
    assert readback.figures(sealed) == said
    assert said["fig:chart:second"] == "5.0 ▲"
    assert said["fig:4:2026"] == "−4,204.7"


def test_a_letter_in_no_font_is_shown_as_missing_and_never_left_out() -> None:
    assert [p.text for p in fonts.pieces("a中b", fonts.REGULAR)] == ["a", fonts.MISSING, "b"]
    assert all(
        ord(fonts.MISSING) in fonts._letters(p.font) for p in fonts.pieces("中", fonts.REGULAR)
    )


def test_a_hatched_bar_is_neither_plain_nor_solid(sealed: bytes) -> None:
    picture = pypdfium2.PdfDocument(sealed)[0].render(scale=2).to_pil().convert("L")
    bar = picture.crop((530, 850, 620, 950))
    dark = sum(bar.histogram()[:100]) / (90 * 100)
    assert 0.1 < dark < 0.6


# ---- lines


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.text(max_size=60), max_size=5),
    st.floats(min_value=8, max_value=120),
)
def test_wrapped_lines_hold_every_letter_and_none_is_too_wide(
    texts: list[str], wide: float
) -> None:
    runs = [Run(text, fonts.BOLD if n % 2 else "") for n, text in enumerate(texts)]
    lines = wrap(runs, wide, BODY)
    assert "".join(run.text for line in lines for run in line) == "".join(map(fonts.plain, texts))
    for line in lines:
        *most, last = [*line, Run("")]
        if not last.text and most:
            *most, last = most
        used = sum(BODY.having(weight=run.weight or BODY.weight).width(run.text) for run in most)
        seen = BODY.having(weight=last.weight or BODY.weight).width(last.text.rstrip(" "))
        assert used + seen <= wide + 0.01


def test_a_full_stop_stays_with_the_figure_before_it() -> None:
    runs = [Run("The rate rose to "), Run("1,204", figure="fig:a"), Run(". It then fell.")]
    wide = BODY.width("The rate rose to 1,204") + 0.1
    lines = ["".join(run.text for run in line) for line in wrap(runs, wide, BODY)]
    assert lines == ["The rate rose to ", "1,204. It then fell."]


def test_a_figure_wider_than_its_line_is_refused_not_broken() -> None:
    with pytest.raises(TextOverflowError, match="1,204,331"):
        wrap([Run("1,204,331", figure="fig:a")], 8, BODY)


def test_a_line_that_would_leave_the_paper_is_refused() -> None:
    document = _document()
    with document.page() as page, page.tag("P"):
        page.text(100, 30, "this much is fine", BODY)
        for x, y, align in (
            (190, 30, "left"),
            (5, 30, "right"),
            (100, 2, "left"),
            (50, 297, "left"),
        ):
            with pytest.raises(TextOverflowError):
                page.text(x, y, "this would be cut", BODY, align)
    assert [box.text for box in document.pages[0].boxes] == ["this much is fine"]


def test_spaces_at_a_lines_end_do_not_move_a_column_of_figures() -> None:
    document = _document()
    with document.page() as page, page.tag("P"):
        page.text(100, 30, "10.5 ", BODY, "right")
        page.text(100, 40, "10.5", BODY, "right")
    first, second = document.pages[0].boxes
    assert (first.left, first.right) == (second.left, second.right)


# ---- what cannot be drawn


def _skip(page: Page) -> None:
    with page.tag("H1"):
        page.text(20, 20, "One", BODY)
    with page.tag("H3"):
        page.text(20, 30, "Three", BODY)


def _ragged(page: Page) -> None:
    with page.tag("Table"):
        for cells in (2, 3):
            with page.tag("TR"):
                for n in range(cells):
                    with page.tag("TD"):
                        page.text(20 + 20 * n, 20 + 10 * cells, "1", BODY)


def _twice(page: Page) -> None:
    for y in (20, 30):
        with page.tag("P", figure="fig:same"):
            page.text(20, y, "1", BODY)


def _silent(page: Page) -> None:
    with page.tag("Figure", box=(0, 0, 1, 1)):
        page.circle(50, 50, 3, edge="#000000")


def _nowhere(page: Page) -> None:
    with page.tag("P"), page.tag("Link"):
        page.text(20, 20, "more", BODY)
        page.link("no such page", (20, 16, 30, 21))


def _unscoped(page: Page) -> None:
    with page.tag("Table"), page.tag("TR"), page.tag("TH"):
        page.text(20, 20, "Year", BODY)


def _loose_cell(page: Page) -> None:
    with page.tag("TD"):
        page.text(20, 20, "1", BODY)


def _too_deep(page: Page) -> None:
    with page.tag("Table"), page.tag("TR"), page.tag("TD", rows=2):
        page.text(20, 20, "1", BODY)


@pytest.mark.parametrize(
    ("draw", "because"),
    [
        (_skip, "H3 follows H1"),
        (_ragged, "rows of different widths: 2, 3 columns"),
        (_twice, "2 elements are called fig:same"),
        (_silent, "no alternative text"),
        (_nowhere, "no bookmarked place"),
        (_unscoped, "row or a column"),
        (_loose_cell, "TD stands in Document"),
        (_too_deep, "below its last row"),
    ],
)
def test_a_structure_that_would_mislead_a_listener_is_not_sealed(
    draw: Callable[[Page], None], because: str
) -> None:
    document = _document()
    with document.page() as page:
        draw(page)
    with pytest.raises(ValueError, match=because):
        document.seal()


def test_text_outside_every_element_is_refused() -> None:
    with (
        _document().page() as page,
        page.tag("Table"),
        pytest.raises(ValueError, match="directly in Table"),
    ):
        page.text(20, 20, "loose", Style(11, 15))


def test_an_element_of_no_kind_we_know_is_refused() -> None:
    with (
        _document().page() as page,
        pytest.raises(ValueError, match="Blink is no structure element"),
        page.tag("Blink"),
    ):
        pass


@pytest.mark.parametrize(
    "spoil",
    [
        lambda axes: axes.plot([0, 1], [0, 1], alpha=0.5),
        lambda axes: axes.bar([1], [1], color="#ff000080"),
        lambda axes: axes.bar([1], [1], edgecolor="#ff000080"),
        lambda axes: axes.text(0, 0, "faint", alpha=0.5),
    ],
    ids=["line", "fill", "edge", "text"],
)
def test_nothing_half_transparent_reaches_the_page(spoil: Callable[[object], object]) -> None:
    figure = everything.chart()
    spoil(figure.axes[0])
    with _document().page() as page, pytest.raises(ValueError, match="transparent"):
        draw_figure(page, figure, 20, 30, "A chart")


def test_pages_are_drawn_only_through_the_tagged_page() -> None:
    packs = ROOT / "cypworkbench" / "packs"
    asking = {
        path.relative_to(packs).as_posix(): path.read_text("utf-8")
        for path in packs.rglob("*.py")
        if "reportlab" in path.read_text("utf-8")
    }
    assert all(name == "fonts.py" or name.startswith("tagged/") for name in asking), list(asking)
    assert not [name for name, text in asking.items() if "reportlab.platypus" in text]
