"""The typefaces of the page: Source Sans 3, with DejaVu Sans behind it for what it lacks."""

import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from cypworkbench.locations import resource_path
from cypworkbench.packs import leftward

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
_SPACES = "\n\r\t\v\f\x1c\x1d\x1e\x1f\x85\xa0\u2028\u2029\u202f"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text that one font can set."""

    font: str
    text: str


@cache
def register() -> None:
    """Make the fonts known to ReportLab, once. Raises FileNotFoundError when the resources are not whole."""
    for weight, file in _FILES.items():
        pdfmetrics.registerFont(TTFont(name(weight), str(resource_path("fonts", file))))
    for file in sorted(set(_BEHIND.values())):
        pdfmetrics.registerFont(
            TTFont(file.removesuffix(".ttf"), str(resource_path("fonts", file)))
        )
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
    """Text as it may be printed, on one line, in composed letters (Unicode's NFC).

    Breaks, tabs and spaces that do not break become a space. Controls go, and so do marks that nobody sees (soft
    hyphens, joiners, marks that turn the direction of reading and could make a line say one thing and show another).
    What stands for no letter (private use, halves of pairs) becomes a replacement mark that can be seen.
    """
    if text.isascii() and text.isprintable():
        return text
    composed = unicodedata.normalize("NFC", text)
    return "".join(_shown(ch) for ch in composed)


def _shown(ch: str) -> str:
    if ch in _SPACES:
        return " "
    match unicodedata.category(ch):
        case "Cc" | "Cf":
            return ""
        case "Co" | "Cs" | "Cn":
            return MISSING
    return ch


@lru_cache(maxsize=1 << 16)  # tables repeat themselves; a day's work must not fill the memory
def pieces(text: str, weight: str) -> tuple[Piece, ...]:
    """Text split by the font that has its letters; what neither has becomes a visible replacement mark."""
    first, second = name(weight), _BEHIND[weight].removesuffix(".ttf")
    made: list[Piece] = []
    for ch in _had(leftward.shaped(plain(text)), second):
        font, letter = first, ch
        if ord(ch) not in _letters(first):
            font, letter = second, ch if ord(ch) in _letters(second) else MISSING
        if made and made[-1].font == font:
            made[-1] = Piece(font, made[-1].text + letter)
        else:
            made.append(Piece(font, letter))
    return tuple(made)


def _had(shaped: str, font: str) -> str:
    """Shaped text with the plain letters where a font lacks a joined form of them."""
    if shaped.isascii():
        return shaped
    has = _letters(font)
    return "".join(ch if ord(ch) in has else leftward.read(ch) for ch in shaped)


def said(text: str, weight: str) -> str:
    """Text as whoever reads the file back finds it: what can be printed, in letters as they are typed."""
    return leftward.read("".join(piece.text for piece in pieces(text, weight)))


def width(text: str, weight: str, size: float) -> float:
    """How wide a line of text is set, in points."""
    return _advance(text, weight) * size / 1000


@lru_cache(maxsize=1 << 16)
def _advance(text: str, weight: str) -> float:
    """How wide text is, in thousandths of its size."""
    return sum(float(pdfmetrics.stringWidth(p.text, p.font, 1000)) for p in pieces(text, weight))


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
