"""The line of every key, table and list item of a TOML file.

tomllib, which reads the plans, keeps no positions, and says lines only of what is no TOML at all; the libraries that
keep a file's layout (tomlkit) give no line numbers either. So a second, small reader walks over text that tomllib has
already found good. It need not judge: it only steps over values, and notes where each begins.
"""

import re
import tomllib
from bisect import bisect_right

from cypworkbench.catalogue.entry import Where

_BLANK = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)*")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_PLAIN_VALUE = re.compile(r"[^,\]}#\n]+")
_STRINGS = (
    re.compile(r'"""(?:[^\\]|\\.)*?"{3,5}(?!")', re.DOTALL),
    re.compile(r"'''.*?'{3,5}(?!')", re.DOTALL),
    re.compile(r'"(?:[^"\\\n]|\\.)*"'),
    re.compile(r"'[^'\n]*'"),
)


def lines_of(text: str) -> dict[Where, int]:
    """The line, from 1, on which each key, table and list item begins, by the keys and numbers that lead to it.

    `text` must be TOML that tomllib reads; for any other the result means nothing. Raises ValueError where it could
    not go on.
    """
    return _Walk(text).lines()


class _Walk:
    """One walk over a file, from its beginning to its end."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._found: dict[Where, int] = {(): 1}
        self._starts = [0, *(found.end() for found in re.finditer("\n", text))]
        self._counted: dict[Where, int] = {}  # how many [[tables]] a list of tables has so far

    def lines(self) -> dict[Where, int]:
        within: Where = ()
        self._skip()
        while self._at < len(self._text):
            if self._text[self._at] == "[":
                within = self._heading()
            else:
                self._pair(within)
            self._skip()
        return self._found

    def _skip(self) -> None:
        """Over blanks, ends of lines and comments."""
        found = _BLANK.match(self._text, self._at)
        self._at = found.end() if found else self._at

    def _over(self, mark: str) -> None:
        if not self._text.startswith(mark, self._at):
            message = f"{mark!r} was expected on line {bisect_right(self._starts, self._at)}"
            raise ValueError(message)
        self._at += len(mark)

    def _note(self, where: Where, at: int) -> None:
        self._found.setdefault(where, bisect_right(self._starts, at))

    def _heading(self) -> Where:
        """A [table] or [[table]] line: the path that the keys after it belong to."""
        start = self._at
        mark = "[[" if self._text.startswith("[[", start) else "["
        self._over(mark)
        *above, last = self._keys()
        self._over("]" * len(mark))
        where: Where = ()
        for key in above:
            where = self._latest((*where, key))
            self._note(where, start)
        where = (*where, last)
        self._note(where, start)
        if mark == "[":
            return self._latest(where)
        number = self._counted.get(where, 0)
        self._counted[where] = number + 1
        where = (*where, number)
        self._note(where, start)
        return where

    def _latest(self, where: Where) -> Where:
        """The last table of a list of tables; anything else as it is."""
        return (*where, self._counted[where] - 1) if where in self._counted else where

    def _keys(self) -> list[str]:
        keys = [self._key()]
        self._skip()
        while self._text.startswith(".", self._at):
            self._over(".")
            keys.append(self._key())
            self._skip()
        return keys

    def _key(self) -> str:
        self._skip()
        bare = _BARE_KEY.match(self._text, self._at)
        if bare:
            self._at = bare.end()
            return bare[0]
        start = self._at
        self._string()
        # tomllib knows every escape that a quoted key may hold
        return str(tomllib.loads(f"key = {self._text[start : self._at]}")["key"])

    def _pair(self, within: Where) -> None:
        start, where = self._at, within
        for key in self._keys():
            where = (*where, key)
            self._note(where, start)
        self._over("=")
        self._value(where)

    def _value(self, where: Where) -> None:
        self._skip()
        first = self._text[self._at : self._at + 1]
        if first == "[":
            self._list(where)
        elif first == "{":
            self._inline(where)
        elif first in ("'", '"'):
            self._string()
        else:
            plain = _PLAIN_VALUE.match(self._text, self._at)
            self._at = plain.end() if plain else self._at

    def _string(self) -> None:
        for pattern in _STRINGS:
            found = pattern.match(self._text, self._at)
            if found:
                self._at = found.end()
                return
        message = f"a string was expected on line {bisect_right(self._starts, self._at)}"
        raise ValueError(message)

    def _list(self, where: Where) -> None:
        self._over("[")
        number = 0
        self._skip()
        while not self._text.startswith("]", self._at):
            self._note((*where, number), self._at)
            self._value((*where, number))
            number += 1
            self._comma()
        self._over("]")

    def _inline(self, where: Where) -> None:
        self._over("{")
        self._skip()
        while not self._text.startswith("}", self._at):
            self._pair(where)
            self._comma()
        self._over("}")

    def _comma(self) -> None:
        self._skip()
        if self._text.startswith(",", self._at):
            self._over(",")
            self._skip()
