"""Names in Arabic and Hebrew letters stand as they do in print, and are found in the file as they are typed."""

import io
import re

import pikepdf
import pytest

from cypworkbench.packs import fonts, leftward
from cypworkbench.packs.tagged import Document, Metadata
from cypworkbench.packs.tagged.words import words
from cypworkbench.signing import readback
from tests.packs.everything import AT, BODY, TITLE

NAMES = (
    "نور الهدى 12 طفل (Burnley)",
    "محمّد لا إله",
    "שלום עולם and אבג",
    "اسکول پاکستان گاؤں",
    "Team: فريق العمل, Preston",
    "فريق (العمل), Preston",
)


def _document() -> Document:
    document = Document(Metadata("Names", "A partnership", "A trial", AT, "a test"))
    with document.page() as page:
        with page.tag("H1"):
            page.text(20, 30, "Names", TITLE)
        for number, name in enumerate(NAMES):
            with page.tag("P", figure=f"fig:{number}"):
                page.text(20, 45 + 10 * number, name, BODY)
        with page.tag("P"):
            page.paragraph(20, 120, 60, f"{NAMES[0]} " * 5, BODY)
        with page.artifact("Footer"):
            page.text(20, 280, NAMES[0], BODY)
    return document


def test_they_are_read_back_as_they_were_typed_wherever_they_stand() -> None:
    document = _document()
    content = document.seal()
    assert readback.figures(content) == {f"fig:{n}": name for n, name in enumerate(NAMES)}
    assert list(readback.printed(content).words) == list(words(document))


def test_each_letter_stands_left_of_the_one_before_and_is_said_to_be_in_another_language() -> None:
    content = _document().seal()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        code = pdf.pages[0].Contents.read_bytes().decode("latin-1")
    inside = re.search(r"/Span <</Lang\(und-Hebr\)>> BDC(.*?)EMC", code, re.DOTALL)
    assert inside
    places = [float(x) for x in re.findall(r"1 0 0 1 ([\d.]+) [\d.]+ Tm", inside[1])]
    assert len(places) == len("שלום עולם")
    assert places == sorted(places, reverse=True)


def test_brackets_among_leftward_words_are_turned_and_the_last_stands_at_their_left_end() -> None:
    document = Document(Metadata("Names", "A partnership", "A trial", AT, "a test"))
    with document.page() as page, page.tag("H1"):
        page.text(20, 30, "עולם (שלום) Preston", TITLE)
    content = document.seal()
    assert [w.text for w in readback.printed(content).words] == ["עולם (שלום) Preston"]
    with pikepdf.open(io.BytesIO(content)) as pdf:
        code = pdf.pages[0].Contents.read_bytes().decode("latin-1")
    turned = [float(x) for x in re.findall(r"-1 0 0 1 ([\d.]+) [\d.]+ Tm", code)]
    upright = [float(x) for x in re.findall(r"(?<!-)1 0 0 1 ([\d.]+) [\d.]+ Tm", code)]
    opening, closing = turned
    assert closing < opening
    # right of the closing bracket, whose foot is at its right edge, stands every letter of both words
    assert closing <= min(upright)


@pytest.mark.parametrize(
    ("typed", "forms"),
    [
        ("بب", "ﺑﺐ"),
        ("ببب", "ﺑﺒﺐ"),
        ("دب", "ﺩﺏ"),
        ("لا", "ﻻ"),
        ("بلا", "ﺑﻼ"),
        ("بَب", "ﺑَﺐ"),
        ("له", "ﻟﻪ"),
    ],
)
def test_arabic_letters_take_the_form_that_joins_them(typed: str, forms: str) -> None:
    assert leftward.shaped(typed) == forms
    assert leftward.read(forms) == typed
    assert fonts.said(typed, fonts.REGULAR) == typed


def test_numbers_keep_their_order_and_marks_stay_with_their_letter() -> None:
    assert list(leftward.clusters("بَ12٣")) == ["بَ", "12٣"]
    cut = [(s.text, s.leftward) for s in leftward.stretches("a אב, ג! b")]
    assert cut == [("a ", False), ("אב, ג", True), ("! b", False)]
