"""The Word file and the plain text of a pack: its own words and figures, built so that programs can go by them."""

import io
import re
import shutil
import subprocess
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from docx.api import Document as OpenFile
from docx.document import Document
from docx.oxml.ns import qn

from cypworkbench.flow import formats
from cypworkbench.flow.formats import Format
from cypworkbench.packs import alt_text, plain_text
from cypworkbench.packs.told.edition import Told
from cypworkbench.packs.told.passages import Facts, Grid, Heading, Items, Line, Picture, Prose, said
from cypworkbench.packs.word import document
from tests.journey.sampled import BURNLEY, packed
from tests.packs.told_made import told


@cache
def text() -> str:
    return plain_text.write(told(BURNLEY)).decode()


@cache
def shorter() -> Told:
    """The pack as far as its third chart: charts take time to draw as pictures."""
    passages = told(BURNLEY).passages
    charts = [n for n, p in enumerate(passages) if isinstance(p, Picture) and p.drawing is not None]
    return replace(told(BURNLEY), passages=passages[: charts[2]])


@cache
def written() -> bytes:
    return document.write(shorter())


@cache
def opened() -> Document:
    return OpenFile(io.BytesIO(written()))


def _lines(of: Told) -> Iterator[Line]:
    for passage in of.passages:
        match passage:
            case Heading() | Prose():
                yield passage.line
            case Facts():
                yield from (line for group in passage.groups for line in group)
            case Items():
                yield from passage.items
            case Grid():
                yield from (c.line for row in (*passage.heads, *passage.rows) for c in row)


def _close(said_: str) -> str:
    return re.sub(r"\s", "", said_)


def test_the_plain_text_says_every_line_of_the_pack_and_every_figure() -> None:
    held = _close(text()).casefold()
    for line in _lines(told(BURNLEY)):
        assert _close(said(line)).casefold() in held, line
    pictures = [p for p in told(BURNLEY).passages if isinstance(p, Picture)]
    assert any(p.words.startswith(alt_text.SPARK) for p in pictures)
    for picture in pictures:
        # beside a figure and its step, a spark line's few words are noise
        is_spark = picture.words.startswith(alt_text.SPARK)
        assert (_close(picture.words).casefold() in held) is not is_spark
    figures = {f.text for f in packed(BURNLEY).figures}
    assert not {f for f in figures if _close(f).casefold() not in held}


def test_the_plain_text_tells_the_scorecard_a_fact_a_line_and_the_guide_mark_by_mark() -> None:
    lines = text().splitlines()
    start = lines.index("Scorecard")
    block = lines[lines.index("Children looked after, per 10,000, 31 Mar 2026", start) + 1 :][:5]
    assert block == [
        "  Target: 50.0 to 70.0",
        "  Change: Down 5.7",
        "  Burnley: 88.6 (Off target)",
        "  Lancashire: no figure",
        "  England: no figure",
    ]
    assert not [
        line for line in lines if line.startswith("Scorecard, page") or line == "(Off target)"
    ]
    assert "Met: The latest figure is at the target or better." in lines
    assert "Thin line: England" in lines


def test_no_line_is_wider_than_eighty_columns_and_none_is_a_drawing() -> None:
    lines = text().split("\n")
    assert max(map(len, lines)) <= plain_text.WIDE
    assert "\t" not in text()
    for letter in set(text()) - {"\n"}:
        assert unicodedata.category(letter) not in ("Cc", "Co", "Cn", "Cs"), repr(letter)
        assert not 0x2500 <= ord(letter) < 0x25A0, f"{letter} is for drawing boxes"


def test_a_table_in_columns_sets_each_figure_under_its_head() -> None:
    lines = text().split("\n")
    head = next(n for n, line in enumerate(lines) if line.startswith("12 months to  "))
    row = next(line for line in lines[head:] if line.startswith("Jun 2026"))
    assert row.index("2,834") + len("2,834") == lines[head].index("Burnley") + len("Burnley")


def test_the_word_file_says_the_packs_lines_in_order() -> None:
    body = opened().element.body
    held = _close("".join(node.text or "" for node in body.iter(qn("w:t"))))
    place = 0
    for line in _lines(shorter()):
        found = held.find(_close(said(line)), place)
        assert found >= 0, said(line)
        place = found + len(_close(said(line)))


def test_the_word_file_has_headings_to_go_by_and_links_that_lead_to_them() -> None:
    styles = [str(p.style.name) for p in opened().paragraphs if p.style is not None]
    assert styles.count("Title") == 1
    assert styles.count("Heading 1") >= 5
    body = opened().element.body
    marks = {mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))}
    leads = {link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink"))}
    assert leads
    assert leads <= marks
    assert opened().core_properties.language == "en-GB"
    assert opened().core_properties.title == told(BURNLEY).title


def test_each_table_of_the_word_file_has_a_head_that_repeats_and_words_of_its_own() -> None:
    grids = [p for p in shorter().passages if isinstance(p, Grid)]
    assert len(opened().tables) == len(grids)
    for table, grid in zip(opened().tables, grids, strict=True):
        first = table.rows[0]._tr
        assert first.trPr is not None
        assert first.trPr.find(qn("w:tblHeader")) is not None
        caption = table._tbl.tblPr.find(qn("w:tblCaption"))
        assert caption is not None
        assert caption.get(qn("w:val")) == grid.caption


def test_each_picture_of_the_word_file_is_described_in_the_packs_words() -> None:
    shown = [p for p in shorter().passages if isinstance(p, Picture) and p.drawing is not None]
    shapes = [shape._inline.docPr.get("descr") for shape in opened().inline_shapes]
    assert shapes == [picture.words for picture in shown]


def test_the_same_pack_gives_the_same_word_file() -> None:
    assert document.write(shorter()) == written()


@pytest.mark.slow
@pytest.mark.parametrize("wanted", [Format.DOCX, Format.TXT])
def test_the_terminals_road_gives_the_same_bytes_each_time(wanted: Format) -> None:
    once = formats.make(packed(BURNLEY).content, wanted)
    assert formats.make(packed(BURNLEY).content, wanted) == once


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_the_word_file_with_every_word(tmp_path: Path) -> None:
    given = tmp_path / "pack.docx"
    given.write_bytes(written())
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    command = ["soffice", home, "--headless", "--convert-to", "txt:Text (encoded):UTF8"]
    command += ["--outdir", str(tmp_path), str(given)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    held = _close((tmp_path / "pack.txt").read_text(encoding="utf-8-sig"))
    for line in _lines(shorter()):
        assert _close(said(line)) in held, said(line)
