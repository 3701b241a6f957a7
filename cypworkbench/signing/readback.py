"""What a pack's pages really say: each printed figure as drawn, and the file attached to it.

A structure element whose id begins `fig:` holds one printed figure. Its text is read from the page's
own drawing operators through the fonts' ToUnicode maps, not from anything the file says of itself.
"""

import io
import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, TypeAlias

import pikepdf

_FIGURE = "fig:"
_MAP = re.compile(rb"begin(bfchar|bfrange)(.*?)end(?:bfchar|bfrange)", re.DOTALL)
_CODE = re.compile(rb"<([0-9A-Fa-f\s]*)>|(\[)|(\])")
_SPACE = re.compile(rb"begincodespacerange\s*<([0-9A-Fa-f]+)>")
_DEEPEST, _MOST = 200, 1_000_000  # a structure tree deeper or larger than this is a trap
# pikepdf's own errors, and what it raises when an object is of another kind than it should be
_DAMAGE = (
    pikepdf.PdfError,
    ValueError,
    TypeError,
    KeyError,
    AttributeError,
    IndexError,
    OverflowError,
    RuntimeError,  # and a tree too deep to follow (RecursionError)
    StopIteration,
)

_Id: TypeAlias = tuple[int, int]
_Code: TypeAlias = tuple[int, dict[bytes, str]]


def figures(pdf: bytes) -> dict[str, str]:
    """Every printed figure by its id, in reading order, exactly as drawn, without spaces at the end.

    Two elements with one id are joined by a vertical bar, so that neither can hide the other. A file
    that cannot be read, or has no structure, holds no figures.
    """
    try:
        with pikepdf.open(io.BytesIO(pdf)) as opened:
            return _Reader().read(opened)
    except _DAMAGE:
        return {}


def attachment(pdf: bytes, name: str) -> bytes | None:
    """The content of the attached file of that name, or None when there is none that can be read."""
    try:
        with pikepdf.open(io.BytesIO(pdf)) as opened:
            if name not in opened.attachments:
                return None
            return opened.attachments[name].get_file().read_bytes()
    except _DAMAGE:
        return None


class _Reader:
    """Walks the structure tree; reads each page's content once, when first asked for."""

    def __init__(self) -> None:
        self.marks: dict[_Id, dict[int, str]] = {}
        self.fonts: dict[_Id, _Code] = {}
        self.found: dict[str, str] = {}
        self.steps = 0

    def read(self, pdf: pikepdf.Pdf) -> dict[str, str]:
        if "/StructTreeRoot" in pdf.Root:
            for kid in _kids(pdf.Root.StructTreeRoot):
                self._walk(kid, None, 0)
        return self.found

    def _walk(self, kid: pikepdf.Object, page: pikepdf.Object | None, depth: int) -> None:
        if depth > _DEEPEST or not isinstance(kid, pikepdf.Dictionary) or "/S" not in kid:
            return
        page = kid.get("/Pg", page)
        self._count()
        name = str(kid.ID) if "/ID" in kid else ""
        if name.startswith(_FIGURE):
            text = self._text(kid, page).rstrip()
            self.found[name] = f"{self.found[name]}|{text}" if name in self.found else text
        for child in _kids(kid):
            self._walk(child, page, depth + 1)

    def _text(self, element: pikepdf.Object, page: pikepdf.Object | None) -> str:
        """All that is drawn in an element and below it, in the order of /K."""
        self._count()
        said = []
        for kid in _kids(element):
            if not isinstance(kid, pikepdf.Object):
                said.append(self._mark(page, int(kid)))
            elif "/S" in kid:
                said.append(self._text(kid, kid.get("/Pg", page)))
            elif "/MCID" in kid:
                said.append(self._mark(kid.get("/Pg", page), int(kid.MCID)))
        return "".join(said)

    def _count(self) -> None:
        """Give up on a tree that leads back into itself."""
        self.steps += 1
        if self.steps > _MOST:
            raise ValueError(self.steps)

    def _mark(self, page: pikepdf.Object | None, number: int) -> str:
        if page is None:
            return ""
        if page.objgen not in self.marks:
            self.marks[page.objgen] = self._draw(page)
        return self.marks[page.objgen].get(number, "")

    def _draw(self, page: pikepdf.Object) -> dict[int, str]:
        """The text of each marked content of a page, by its number (MCID)."""
        said: dict[int, list[str]] = defaultdict(list)
        fonts = page.Resources.get("/Font", pikepdf.Dictionary())
        font: _Code = (1, {})
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
                case "Tj" | "TJ" | "'" | '"':
                    inside = next((m for m in reversed(open_marks) if m is not None), None)
                    if inside is not None:
                        said[inside].append(_decode(operands[-1], font))
        return {number: "".join(parts) for number, parts in said.items()}

    def _font(self, font: pikepdf.Object) -> _Code:
        if font.objgen not in self.fonts:
            told = font.ToUnicode.read_bytes() if "/ToUnicode" in font else b""
            self.fonts[font.objgen] = _code(told)
        return self.fonts[font.objgen]


def _kids(element: pikepdf.Object) -> Iterator[Any]:
    """The children of an element: /K may be one thing or a list of them."""
    kids = element.get("/K")
    if isinstance(kids, pikepdf.Array):
        yield from kids.as_list()
    elif kids is not None:
        yield kids


def _number(said: pikepdf.Object) -> int | None:
    """The MCID in a mark's properties; None for an artifact."""
    if isinstance(said, pikepdf.Dictionary) and "/MCID" in said:
        return int(said.MCID)
    return None


def _decode(shown: pikepdf.Object, font: _Code) -> str:
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


def _code(told: bytes) -> _Code:
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
