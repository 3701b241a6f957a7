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
from cypworkbench.packs import large_print
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
                assert _close(passage.words) in held
            case Grid():
                cells = [c for row in passage.rows for c in row]
                assert all(_close(said(c.line)) in held for c in cells)


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
