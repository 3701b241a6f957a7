"""Looking for words in files as a searcher would: raw, and in whatever unpacks anywhere in them."""

import re
import zlib
from collections.abc import Iterator
from html import escape
from pathlib import Path

_KINDS = ("utf-8", "utf-16-le", "utf-16-be", "cp1252")
SALT = re.compile(rb"\x78[\x01\x5e\x9c\xda]")


def unpacked(content: bytes) -> Iterator[bytes]:
    """Bytes and whatever unpacks anywhere in them; written anew, not to miss what the program misses."""
    yield content
    for found in SALT.finditer(content):
        try:
            yield zlib.decompressobj().decompress(content[found.start() :])
        except zlib.error:
            continue
    for found in re.finditer(b"PK\x03\x04", content):
        header = content[found.start() :][:30]
        start = found.start() + 30 + int.from_bytes(header[26:28], "little")
        start += int.from_bytes(header[28:30], "little")
        try:
            yield zlib.decompressobj(-15).decompress(content[start:])
        except zlib.error:
            continue


def quoted(words: str) -> str:
    """Words as XML is written with every sign that may be named or numbered."""
    named = {"&": "&amp;", "'": "&apos;", '"': "&quot;", "<": "&lt;", ">": "&gt;"}
    return "".join(named.get(sign, sign if sign.isascii() else f"&#{ord(sign)};") for sign in words)


def holders(words: str, *folders: Path) -> list[str]:
    """The names of the files below folders that hold the words in any form."""
    return [path.name for path in paths_of(words, *folders)]


def paths_of(words: str, *folders: Path) -> list[Path]:
    """The files below folders that hold the words in any form."""
    spelled = {words, words.lower(), words.upper()}
    spelled |= {escape(each) for each in spelled} | {quoted(each) for each in spelled}
    spelled |= {each.replace(" ", "\u00a0") for each in spelled}
    wanted = [each.encode(kind, "replace") for each in spelled for kind in _KINDS]
    paths = [p for folder in folders for p in sorted(folder.rglob("*")) if p.is_file()]
    return [
        path
        for path in paths
        if any(one in layer for layer in unpacked(path.read_bytes()) for one in wanted)
    ]
