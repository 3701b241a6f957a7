"""Names and comments made to harm: every format is made of them, opens, and says them as the pages do."""

import csv
import io
import zipfile
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
from xml.parsers import expat

import pypdfium2
import pytest
from docx.api import Document as OpenWord
from openpyxl import load_workbook

from cypworkbench.domain.decision import Person
from cypworkbench.domain.pack import PackPlan
from cypworkbench.domain.record import Comment
from cypworkbench.packs import fonts, large_print, plain_text
from cypworkbench.packs.annex import csv_text, ods, tables, xlsx
from cypworkbench.packs.html import page
from cypworkbench.packs.palette import palette
from cypworkbench.packs.told import edition
from cypworkbench.packs.told.edition import Told
from cypworkbench.packs.word import document
from tests.journey.sampled import BURNLEY, planned
from tests.packs.everything import HOSTILE

_TITLE = '=HYPERLINK("x") <b>A & B</b>\x07 \u202e\u05d2\u05df\u202c \ud800'
_WORDS = " ".join(HOSTILE) + " " + "unbreakable" * 30


@cache
def plan() -> PackPlan:
    """Burnley's pack of two measures, its partnership, first measure and comment named to do harm."""
    good = planned(BURNLEY)
    first, second = good.measures[:2]
    measure = replace(first.measure, title=_TITLE, short_title=_TITLE[:20])
    comment = Comment(measure.id, good.area, _WORDS, Person("An officer", _TITLE), good.created_at)
    framework = replace(good.picture.framework, partnership=_TITLE)
    picture = replace(good.picture, framework=framework, comments=(comment,))
    first = replace(first, series=replace(first.series, measure=measure))
    return replace(good, picture=picture, measures=(first, second))


@cache
def told() -> Told:
    return edition.told(plan(), "0" * 64, "0" * 64)


class _Text(HTMLParser):
    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert not any(name.startswith("on") for name, _ in attrs)
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


def _close(text: str) -> str:
    return "".join(text.split())


@cache
def meant() -> str:
    """The comment as the page says it."""
    return _close(" ".join(HOSTILE.values()) + "unbreakable" * 30)


def test_the_page_holds_them_as_words() -> None:
    seen = _Text(page.write(told(), palette("light")).decode())
    assert not {"script", "img", "b"} & set(seen.tags)
    assert meant() in _close(seen.text)


def test_the_word_file_and_the_text_hold_them_as_words() -> None:
    opened = OpenWord(io.BytesIO(document.write(told())))
    assert any(meant() in _close(p.text) for p in opened.paragraphs)
    lines = plain_text.write(told()).decode().split("\n")
    assert meant() in _close("".join(lines))
    assert max(map(len, lines)) <= plain_text.WIDE


def test_the_large_print_holds_them_within_its_pages() -> None:
    opened = pypdfium2.PdfDocument(large_print.write(told()))
    said = _close("".join(leaf.get_textpage().get_text_bounded() for leaf in opened))
    assert _close(fonts.plain("unbreakable" * 30)) in said


def test_the_annexes_hold_them_as_text_and_never_as_a_formula() -> None:
    annex = tables.annex(plan(), "")
    book = load_workbook(io.BytesIO(xlsx.write(annex)))
    cells = [c for sheet in book.worksheets for row in sheet.iter_rows() for c in row]
    named = [c for c in cells if str(c.value).startswith("=HYPERLINK")]
    assert named
    assert {c.data_type for c in named} == {"s"}
    with zipfile.ZipFile(io.BytesIO(ods.write(annex))) as package:
        for name in ("content.xml", "meta.xml"):
            expat.ParserCreate().Parse(package.read(name), True)  # noqa: FBT003  raises where it is no XML
    lines = list(csv.reader(io.StringIO(csv_text.write(annex).decode())))
    assert not [cell for line in lines for cell in line if cell.startswith("=")]


@pytest.mark.parametrize("count", [0, 1])
def test_a_pack_of_no_measure_or_one_has_every_format(count: int) -> None:
    few = replace(planned(BURNLEY), measures=planned(BURNLEY).measures[:count])
    short = edition.told(few, "0" * 64, "0" * 64)
    annex = tables.annex(few, "")
    for made in (page.write(short, palette("light")), document.write(short)):
        assert made
    assert plain_text.write(short)
    assert large_print.write(short)
    assert xlsx.write(annex)
    assert ods.write(annex)
