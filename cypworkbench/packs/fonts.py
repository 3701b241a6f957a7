"""The typefaces of the page: Source Sans 3, with DejaVu Sans behind it for what it lacks."""

import unicodedata
from dataclasses import dataclass
from functools import cache

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from cypworkbench.packs.locations import font_path

REGULAR, LIGHT, SEMIBOLD, BOLD, ITALIC = "Regular", "Light", "Semibold", "Bold", "Italic"
_FILES = {
    REGULAR: "SourceSans3-Regular.ttf",
    LIGHT: "SourceSans3-Light.ttf",
    SEMIBOLD: "SourceSans3-Semibold.ttf",
    BOLD: "SourceSans3-Bold.ttf",
    ITALIC: "SourceSans3-It.ttf",
}
_BEHIND = {
    REGULAR: "DejaVuSans.ttf",
    LIGHT: "DejaVuSans.ttf",
    SEMIBOLD: "DejaVuSans-Bold.ttf",
    BOLD: "DejaVuSans-Bold.ttf",
    ITALIC: "DejaVuSans.ttf",
}
MISSING = "\N{REPLACEMENT CHARACTER}"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text that one font can set."""

    font: str
    text: str


@cache
def register() -> None:
    """Make the fonts known to ReportLab, once. Raises FileNotFoundError when the resources are not whole."""
    for weight, file in _FILES.items():
        pdfmetrics.registerFont(TTFont(name(weight), str(font_path(file))))
    for file in sorted(set(_BEHIND.values())):
        pdfmetrics.registerFont(TTFont(file.removesuffix(".ttf"), str(font_path(file))))
    # Otherwise an unembedded Helvetica is listed on every page.
    rl_config.canvas_basefontname = name(REGULAR)


def name(weight: str) -> str:
    """ReportLab's name for a weight of Source Sans 3."""
    return f"SourceSans3-{weight}"


@cache
def _letters(font: str) -> frozenset[int]:
    register()
    face = pdfmetrics.getFont(font).face  # type: ignore[attr-defined]  # fonts read from a file have one
    return frozenset(face.charToGlyph)


def plain(text: str) -> str:
    """Text as it may be printed: composed, one line, control and unassigned characters made visible or dropped."""
    composed = unicodedata.normalize("NFC", text)
    spaced = "".join(" " if ch in "\n\r\t\u2028\u2029" else ch for ch in composed)
    return "".join(ch for ch in spaced if unicodedata.category(ch) not in ("Cc", "Cf", "Cs", "Co"))


@cache
def pieces(text: str, weight: str) -> tuple[Piece, ...]:
    """Text split by the font that has its letters; what neither has becomes a visible replacement mark."""
    first, second = name(weight), _BEHIND[weight].removesuffix(".ttf")
    made: list[Piece] = []
    for ch in plain(text):
        font, letter = first, ch
        if ord(ch) not in _letters(first):
            font, letter = second, ch if ord(ch) in _letters(second) else MISSING
        if made and made[-1].font == font:
            made[-1] = Piece(font, made[-1].text + letter)
        else:
            made.append(Piece(font, letter))
    return tuple(made)


def width(text: str, weight: str, size: float) -> float:
    """How wide a line of text is set, in points."""
    return sum(float(pdfmetrics.stringWidth(p.text, p.font, size)) for p in pieces(text, weight))


def wrapped(text: str, weight: str, size: float, room: float) -> tuple[str, ...]:
    """Text broken into lines no wider than `room` points; a word wider than that is broken inside."""
    lines: list[str] = []
    line = ""
    for word in plain(text).split():
        tried = f"{line} {word}" if line else word
        if width(tried, weight, size) <= room:
            line = tried
            continue
        if line:
            lines.append(line)
        *whole, line = _broken(word, weight, size, room)
        lines.extend(whole)
    return (*lines, line) if line or not lines else tuple(lines)


def _broken(word: str, weight: str, size: float, room: float) -> list[str]:
    parts = [""]
    for ch in word:
        if parts[-1] and width(parts[-1] + ch, weight, size) > room:
            parts.append("")
        parts[-1] += ch
    return parts
