"""The texts that cells share: a workbook keeps each once, and its cells refer to it by number."""

import re
from typing import NamedTuple

from cypworkbench.domain.refusal import Refusal
from cypworkbench.returns.package import SMALLER, Attributes, Package

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_LOWEST_PLAIN = 32
_SURROGATES = range(0xD800, 0xE000)


class SharedText(NamedTuple):
    """A text, and apart from it the letters set in superscript: 2017 and 5, which must not become 20175."""

    plain: str
    superscript: str = ""


def unescape(text: str) -> str:
    """Excel's _x000D_ for the letters XML cannot hold; control letters become the replacement character."""
    return _ESCAPE.sub(_letter, text) if "_x" in text else text


def _letter(match: re.Match[str]) -> str:
    code = int(match[1], 16)
    if code in _SURROGATES or (code < _LOWEST_PLAIN and chr(code) not in "\t\n\r"):
        return "\N{REPLACEMENT CHARACTER}"
    return chr(code)


def too_long(name: str, where: str) -> Refusal:
    """The refusal for a text longer than Excel allows in a cell."""
    return Refusal(
        f"{name} holds a text longer than the 32,767 letters Excel allows, {where}.",
        "Shorten it, and send the return again.",
    )


def read_strings(package: Package, part: str) -> list[SharedText]:
    """Every shared text in order. Raises Refusal when there are too many, or one is too long."""
    reader = _Strings(package)
    package.walk(part, reader.start, reader.end, reader.text)
    return reader.texts


class _Strings:
    def __init__(self, package: Package) -> None:
        self.package = package
        self.texts: list[SharedText] = []
        self._plain: list[str] = []
        self._raised: list[str] = []
        self._length = 0
        self._in_text = False
        self._in_phonetic = False
        self._in_raised = False

    def start(self, tag: str, attributes: Attributes) -> None:
        if tag == "si":
            self._plain, self._raised, self._length = [], [], 0
        elif tag == "t":
            self._in_text = not self._in_phonetic
        elif tag == "rPh":
            self._in_phonetic = True
        elif tag == "r":
            self._in_raised = False
        elif tag == "vertAlign" and attributes.get("val") == "superscript":
            self._in_raised = True

    def end(self, tag: str) -> None:
        if tag == "t":
            self._in_text = False
        elif tag == "rPh":
            self._in_phonetic = False
        elif tag == "r":
            self._in_raised = False
        elif tag == "si":
            self._keep()

    def _keep(self) -> None:
        self.texts.append(SharedText(unescape("".join(self._plain)), "".join(self._raised)))
        if len(self.texts) > self.package.limits.strings:
            raise Refusal(
                f"{self.package.name} holds more than {self.package.limits.strings:,} texts.",
                SMALLER,
            )

    def text(self, data: str) -> None:
        if self._in_text:
            self._length += len(data)
            if self._length > self.package.limits.text:
                raise too_long(self.package.name, "among its shared texts")
            (self._raised if self._in_raised else self._plain).append(data)
