"""What a page's own drawing operators show: the text of each mark, and of what stands outside them all.

Text is read through the fonts' ToUnicode maps (ISO 32000-1, 9.10.3), not from anything the file says of itself.
"""

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TypeAlias

import pikepdf

_MAP = re.compile(rb"begin(bfchar|bfrange)(.*?)end(?:bfchar|bfrange)", re.DOTALL)
_CODE = re.compile(rb"<([0-9A-Fa-f\s]*)>|(\[)|(\])")
_SPACE = re.compile(rb"begincodespacerange\s*<([0-9A-Fa-f]+)>")

Id: TypeAlias = tuple[int, int]
Code: TypeAlias = tuple[int, dict[bytes, str]]
"""How many bytes make one code of a font, and what each code means."""


@dataclass(frozen=True, slots=True)
class DrawnPage:
    """The text of each marked content by its number (MCID), and each text drawn as an artifact or unmarked."""

    marks: dict[int, str]
    margin: tuple[str, ...]


class Drawings:
    """Reads each page's content once, when first asked for."""

    def __init__(self) -> None:
        self._pages: dict[Id, DrawnPage] = {}
        self._fonts: dict[Id, Code] = {}

    def page(self, page: pikepdf.Object) -> DrawnPage:
        """What is drawn on a page."""
        if page.objgen not in self._pages:
            self._pages[page.objgen] = self._draw(page)
        return self._pages[page.objgen]

    def _draw(self, page: pikepdf.Object) -> DrawnPage:
        said: dict[int, list[str]] = defaultdict(list)
        margin: list[list[str]] = [[]]
        fonts = page.Resources.get("/Font", pikepdf.Dictionary())
        font: Code = (1, {})
        open_marks: list[int | None] = []
        wanted = "BT BDC BMC EMC Tf Tj TJ ' \""
        for step in pikepdf.parse_content_stream(pikepdf.Page(page), wanted):
            operands = step.operands
            match str(step.operator):
                case "Tf":
                    font = self._font(fonts[str(operands[0])])
                case "BDC":
                    open_marks.append(_number(operands[1]))
                case "BMC":
                    open_marks.append(None)
                case "EMC":
                    del open_marks[-1:]
                case "BT":
                    margin.append([])
                case "Tj" | "TJ" | "'" | '"':
                    inside = next((m for m in reversed(open_marks) if m is not None), None)
                    shown = margin[-1] if inside is None else said[inside]
                    shown.append(read_text(operands[-1], font))
        marks = {number: "".join(parts) for number, parts in said.items()}
        return DrawnPage(marks, tuple("".join(parts) for parts in margin if parts))

    def _font(self, font: pikepdf.Object) -> Code:
        if font.objgen not in self._fonts:
            self._fonts[font.objgen] = reading_of(font)
        return self._fonts[font.objgen]


def _number(said: pikepdf.Object) -> int | None:
    """The MCID in a mark's properties; None for an artifact."""
    if isinstance(said, pikepdf.Dictionary) and "/MCID" in said:
        return int(said.MCID)
    return None


def reading_of(font: pikepdf.Object) -> Code:
    """How a font's codes are read, by its own ToUnicode map."""
    return _code(font.ToUnicode.read_bytes() if "/ToUnicode" in font else b"")


def read_text(shown: pikepdf.Object, font: Code) -> str:
    """Shown strings as text; a code the font does not explain reads as U+FFFD."""
    wide, letters = font
    parts = shown.as_list() if isinstance(shown, pikepdf.Array) else [shown]
    said = []
    for part in parts:
        if isinstance(part, pikepdf.String):
            raw = bytes(part)
            codes = (raw[at : at + wide] for at in range(0, len(raw), wide))
            said += [letters.get(code, "\N{REPLACEMENT CHARACTER}") for code in codes]
    return "".join(said)


def _code(told: bytes) -> Code:
    """How many bytes make a code, and what each code means (ISO 32000-1, 9.10.3)."""
    space = _SPACE.search(told)
    letters: dict[bytes, str] = {}
    for kind, body in _MAP.findall(told):
        _learn(letters, kind, _CODE.findall(body))
    return (len(space[1]) // 2 if space else 1), letters


def _learn(
    letters: dict[bytes, str], kind: bytes, tokens: list[tuple[bytes, bytes, bytes]]
) -> None:
    """Take in one table of a ToUnicode map: pairs of codes, or ranges with a first letter or a list."""
    parts = iter(tokens)
    for start, *_ in parts:
        first = bytes.fromhex(start.decode())
        if kind == b"bfchar":
            letters[first] = _letter(next(parts)[0])
            continue
        last = bytes.fromhex(next(parts)[0].decode())
        begin, end = int.from_bytes(first), min(int.from_bytes(last), 0xFFFF)
        codes = [code.to_bytes(len(first)) for code in range(begin, end + 1)]
        target = next(parts)
        if not target[1]:
            text = _letter(target[0])
            steps = range(len(codes))
            letters.update(
                {c: text[:-1] + chr(ord(text[-1]) + n) for c, n in zip(codes, steps, strict=True)}
            )
            continue
        for code in codes:
            letters[code] = _letter(next(parts)[0])
        next(parts)  # the closing bracket


def _letter(told: bytes) -> str:
    return bytes.fromhex(told.decode()).decode("utf-16-be")
