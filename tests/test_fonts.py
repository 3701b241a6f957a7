"""The fonts we ship can be drawn by ReportLab, may be embedded, and have every mark we print."""

from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

FONTS = Path(__file__).resolve().parent.parent / "resources" / "fonts"
MARKS = "▲▼●■◆○□△▽✔✘→←↑↓–—£€≥≤−±×·…′″‘’“”•§†‡½²³°"
LATIN = "AZaz09ÀÉÎÖŵŷĀāŁłŠšŽžÆæØøßÐðÞþ"
WEIGHTS = {
    "SourceSans3-Light": 300,
    "SourceSans3-Regular": 400,
    "SourceSans3-It": 400,
    "SourceSans3-Semibold": 600,
    "SourceSans3-Bold": 700,
    "DejaVuSans": 400,
    "DejaVuSans-Bold": 700,
}


@pytest.fixture(params=sorted(WEIGHTS))
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def font(name: str) -> TTFont:
    return TTFont(FONTS / f"{name}.ttf")


def test_no_font_is_shipped_unchecked() -> None:
    assert {path.stem for path in FONTS.glob("*.ttf")} == set(WEIGHTS)


def test_outlines_are_truetype(font: TTFont) -> None:
    assert "glyf" in font
    assert "CFF " not in font


def test_the_font_may_be_embedded_without_limit(font: TTFont) -> None:
    assert font["OS/2"].fsType == 0


def test_the_weight_is_what_its_name_says(name: str, font: TTFont) -> None:
    assert font["OS/2"].usWeightClass == WEIGHTS[name]


def test_every_mark_and_letter_we_print_is_there(font: TTFont) -> None:
    there = font.getBestCmap()
    assert "".join(sign for sign in MARKS + LATIN if ord(sign) not in there) == ""


def test_figures_stand_in_columns(font: TTFont) -> None:
    widths, names = font["hmtx"], font.getBestCmap()
    assert len({widths[names[ord(figure)]][0] for figure in "0123456789"}) == 1


def test_each_family_has_its_licence_beside_it() -> None:
    assert "SIL Open Font License" in (FONTS / "LICENSE-SourceSans3.txt").read_text("utf-8")
    assert "Bitstream Vera" in (FONTS / "LICENSE-DejaVu.txt").read_text("utf-8")
