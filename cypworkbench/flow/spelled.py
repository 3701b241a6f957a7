"""Words however they are spelled in a file: case, accents, spaces and escapes make no difference to a search."""

import re
from collections.abc import Iterable, Iterator
from html import unescape
from unicodedata import normalize

_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
_SPREADSHEET_ESCAPED = re.compile(r"_x([0-9a-fA-F]{4})_")
_TAG = re.compile(r"<[^<>]*>")
_UNSEEN = dict.fromkeys([0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF])  # soft hyphens, no width
_ALIKE = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "\u2011": "-"})


def plainly(text: str) -> str:
    """Text as it is compared: escapes of XML, JSON and spreadsheets undone, one space for any, no case, no accents."""
    for escaped in (_ESCAPED, _SPREADSHEET_ESCAPED):
        text = escaped.sub(lambda found: chr(int(found[1], 16)), text)
    text = unescape(text).replace('\\"', '"').translate(_UNSEEN).translate(_ALIKE)
    if not text.isascii():
        text = "".join(c for c in normalize("NFKD", text) if not "\u0300" <= c <= "\u036f")
    return " ".join(text.casefold().split())


def texts(layers: Iterable[bytes]) -> Iterator[str]:
    """What bytes may say, as it is compared: read as UTF-8, UTF-16 and Western; without the tags of XML, too."""
    for layer in layers:
        kinds = ["utf-8"]
        if b"\0" in layer:
            kinds += ["utf-16-le", "utf-16-be"]
        if not layer.isascii():
            kinds.append("cp1252")
        for kind in kinds:
            said = layer.decode(kind, "ignore")
            yield plainly(said)
            if "<" in said:  # a cell's letters may be set in several runs
                yield plainly(_TAG.sub("", said))
