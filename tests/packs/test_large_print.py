"""Large print: the pack's words in order, nothing smaller than 18 points, and a file that keeps both standards."""

import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import pypdfium2
import pytest
from pypdfium2 import raw

from cypworkbench.domain.pack import WordsKind
from cypworkbench.flow.formats import format_of, make
from cypworkbench.packs import alt_text, large_print
from cypworkbench.packs.told.edition import Told
from cypworkbench.packs.told.passages import Facts, Grid, Heading, Items, Picture, Prose, said
from cypworkbench.signing import readback
from tests.journey.sampled import BURNLEY, packed
from tests.packs.told_made import told
from tests.support import verapdf


@cache
def shorter() -> Told:
    """The pack as far as its second chart."""
    passages = told(BURNLEY).passages
    charts = [n for n, p in enumerate(passages) if isinstance(p, Picture) and p.drawing is not None]
    return replace(told(BURNLEY), passages=passages[: charts[1]])


@cache
def written() -> bytes:
    return large_print.write(shorter())


def _close(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_every_line_of_the_pack_is_there_in_order() -> None:
    said_on_pages = [w for w in readback.printed(written()).words if w.kind is not WordsKind.MARGIN]
    held = _close("".join(w.text for w in said_on_pages))
    for passage in shorter().passages:
        match passage:
            case Heading() | Prose():
                assert _close(said(passage.line)) in held
            case Facts():
                texts = [said(line) for group in passage.groups for line in group]
                assert all(_close(text) in held for text in texts)
            case Items():
                assert all(_close(said(line)) in held for line in passage.items)
            case Picture():
                is_spark = passage.words.startswith(alt_text.SPARK)
                assert (_close(passage.words) in held) is not is_spark
            case Grid():
                cells = [said(c.line) for row in passage.rows for c in row]
                assert all(_close(text) in held for text in cells if text != "–")


def test_the_contents_lead_to_the_pages_of_this_edition_and_name_them() -> None:
    opened = pypdfium2.PdfDocument(written())
    texts = [page.get_textpage().get_text_range() for page in opened]
    listed = re.findall(r"^(Headlines|Exceptions|Scorecard) (\d+)\s*$", texts[1], re.MULTILINE)
    assert [name for name, _ in listed] == ["Headlines", "Exceptions", "Scorecard"]
    for name, number in listed:
        assert texts[int(number) - 1].startswith(name)
    bookmarked = {entry.get_title(): entry.get_dest() for entry in opened.get_toc()}
    for name, number in listed:
        there = bookmarked[name]
        assert there is not None
        assert there.get_index() == int(number) - 1


def test_a_wide_table_is_a_block_a_row_that_no_page_parts() -> None:
    texts = [p.get_textpage().get_text_range() for p in pypdfium2.PdfDocument(written())]
    (page,) = [t for t in texts if "Children looked after, per 10,000" in t]
    block = page.split("Children looked after, per 10,000")[1].split("Child protection")[0]
    for fact in ("Target: 50.0 to 70.0", "Change: Down 5.7", "Burnley: 88.6 (Off target)"):
        assert fact in block
    assert "Spark line" not in "".join(texts)


def test_nothing_on_any_page_is_smaller_than_eighteen_points_or_off_the_paper() -> None:
    opened = pypdfium2.PdfDocument(written())
    assert len(opened) > 10
    for page in opened:
        wide, high = page.get_size()
        assert (round(wide), round(high)) == (595, 842)
        text = page.get_textpage()
        for place in range(text.count_chars()):
            if raw.FPDFText_IsGenerated(
                text.raw, place
            ):  # a space or line end that the reader put in
                continue
            assert raw.FPDFText_GetFontSize(text.raw, place) >= large_print.LEAST - 0.01
            left, bottom, right, top = text.get_charbox(place)
            assert left >= 0
            assert bottom >= 0
            assert right <= wide
            assert top <= high


@pytest.mark.slow
def test_it_keeps_both_standards_and_is_the_same_each_time(tmp_path: Path) -> None:
    path = tmp_path / "burnley.large.pdf"
    content = make(packed(BURNLEY).content, format_of(path.name))
    assert content == large_print.write(told(BURNLEY))
    path.write_bytes(content)
    verapdf.assert_valid(path)
