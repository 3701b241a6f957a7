"""One table of a TOML file, read strictly: every complaint names the file, the table and the key."""

import tomllib
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from enum import StrEnum
from typing import TypeVar

from cypworkbench.domain.framework import Bounds
from cypworkbench.domain.refusal import Refusal

TOP = "top of the file"
"""The place of what stands in no table."""

MISSING = "is missing"
MEND = "Correct the file and open it again."

Where = tuple[str | int, ...]
"""Where something stands in a file: the keys and numbers (from 0) that lead to it."""

_WRITTEN: dict[type, str] = {
    str: "Put it between quotation marks.",
    int: "Write it in figures, without quotation marks or a point.",
    bool: "Write true or false, without quotation marks.",
    list: 'Write it in square brackets, each text in quotation marks: ["one", "two"].',
    dict: "Write it in curly brackets: { low = 0, high = 100 }.",
}

_E = TypeVar("_E", bound=StrEnum)
_T = TypeVar("_T")


class Entry:
    """A table being read. Keys are taken one by one; `finish` refuses whatever is left over.

    `place` says which table it is, such as "[[measures]] 12 (cla-rate)", and `where` the
    keys and numbers that lead to it: ("measures", 11), counted from 0.
    """

    def __init__(
        self, file: str, place: str, values: Mapping[str, object], where: Where = ()
    ) -> None:
        self.file = file
        self.place = place
        self.where = where
        self._left = dict(values)
        self._asked: list[str] = []

    def wrong(self, key: str, problem: str, remedy: str = MEND) -> Refusal:
        """The refusal of one key, for raising."""
        return Refusal(f"{self.file}, {self.place}: {key} {problem}.", remedy)

    def _pop(self, key: str, default: object = None) -> object:
        self._asked.append(key)
        return self._left.pop(key, default)

    def _take(self, key: str, kind: type[_T], default: _T | None, called: str) -> _T:
        value = self._pop(key, default)
        if value is None:
            raise self.wrong(key, MISSING, f"Add it to this table: {key} = {called}.")
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise self.wrong(key, f"must be {called}, not {shown(value)}", _WRITTEN[kind])
        return value

    def text(self, key: str, default: str | None = None) -> str:
        """The text of a key; refused when it is missing (and has no default) or empty where it is given."""
        value = self._take(key, str, default, "text")
        if not value.strip() and value != default:
            raise self.wrong(key, "is empty", f"Write it between the quotation marks of {key}.")
        return value

    def whole(self, key: str, default: int | None = None) -> int:
        """The whole number of a key."""
        return self._take(key, int, default, "a whole number")

    def truth(self, key: str, *, default: bool) -> bool:
        """The true or false of a key."""
        return self._take(key, bool, default, "true or false")

    def day(self, key: str) -> date | None:
        """The date of a key, or None where it is not given."""
        value = self._pop(key)
        if value is not None and type(value) is not date:
            raise self.wrong(
                key,
                f"must be a date such as 2022-01-31, not {shown(value)}",
                "Write year, month and day with dashes, without quotation marks.",
            )
        return value

    def texts(self, key: str, default: tuple[str, ...] | None = None) -> tuple[str, ...]:
        """The list of texts of a key, as a tuple."""
        values = self._take(
            key, list, None if default is None else list(default), "a list of texts"
        )
        if any(not isinstance(value, str) for value in values):
            raise self.wrong(key, "must be a list of texts", _WRITTEN[list])
        return tuple(values)

    def one_of(self, key: str, kind: type[_E], default: _E | None = None) -> _E:
        """The member of an enumeration that a key names."""
        known = [member.value for member in kind]
        if default is None and key not in self._left:
            self._asked.append(key)
            raise self.wrong(key, MISSING, f"Add it to this table: one of {', '.join(known)}.")
        value = self.text(key, default.value if default else None)
        if value not in known:
            raise self.wrong(
                key, f"is {value!r}, which is none of {', '.join(known)}", nearest(value, known)
            )
        return kind(value)

    def maybe_one_of(self, key: str, kind: type[_E]) -> _E | None:
        """The member of an enumeration that a key names, or None where it is not given."""
        return self.one_of(key, kind) if key in self._left else None

    def some_of(self, key: str, kind: type[_E]) -> tuple[_E, ...]:
        """The members of an enumeration that a list of texts names; none where it is not given."""
        found = []
        for value in self.texts(key, ()):
            if value not in [member.value for member in kind]:
                known = [member.value for member in kind]
                raise self.wrong(
                    key,
                    f"has {value!r}, which is none of {', '.join(known)}",
                    nearest(value, known),
                )
            found.append(kind(value))
        return tuple(found)

    def table(self, key: str, build: Callable[["Entry"], _T], *, needed: bool) -> _T | None:
        """The one table of a key, built; None where it is neither given nor needed."""
        value = self._take(key, dict, None if needed else {}, "a table")
        if not value:
            return None
        return self._built(f"{self.place}, {key}", (*self.where, key), value, build)

    def bounds(self, key: str) -> Bounds:
        """The range of a key, `{ low = …, high = … }`, either side open where it is not given."""
        value = self._take(key, dict, {}, "a range")
        built = self._built(f"{self.place}, {key}", (*self.where, key), value, _bounds)
        if built is None:
            return Bounds()
        if built.low is not None and built.high is not None and built.low > built.high:
            raise self.wrong(key, "has its low above its high", "Change the two round.")
        return built

    def decimal(self, key: str, default: Decimal | None = None) -> Decimal | None:
        """The number of a key, exactly as written, or the default where it is not given."""
        value = self._pop(key)
        if value is None:
            return default
        if isinstance(value, int | Decimal) and not isinstance(value, bool):
            number = Decimal(value)
            if number.is_finite():
                return number
        raise self.wrong(
            key,
            f"must be a number, not {shown(value)}",
            "Write it in figures, without quotation marks.",
        )

    def tables(
        self, key: str, build: Callable[["Entry"], _T], *, needed: bool = True
    ) -> tuple[_T, ...]:
        """Every table of a list of tables, built one by one; refused when it is needed and there is none."""
        values = self._take(key, list, None if needed else [], "a list of tables")
        if needed and not values:
            raise self.wrong(key, "is empty", f"Add at least one [[{key}]] table.")
        within = "" if self.place == TOP else f"{self.place}, "
        built = []
        for number, value in enumerate(values):
            if not isinstance(value, dict):
                raise self.wrong(
                    key, "must be a list of tables", f"Begin each with a line [[{key}]]."
                )
            named = next((f" ({value[k]})" for k in ("id", "code") if k in value), "")
            place = f"{within}[[{key}]] {number + 1}{named}"
            made = self._built(place, (*self.where, key, number), value, build)
            if made is not None:
                built.append(made)
        return tuple(built)

    def _built(
        self, place: str, where: Where, values: Mapping[str, object], build: Callable[["Entry"], _T]
    ) -> _T | None:
        """What `build` makes of a table within this one. Never None here, but where faults are only noted."""
        inner = Entry(self.file, place, values, where)
        made = build(inner)
        inner.finish()
        return made

    def names_file(self, key: str) -> str:
        """The file a key names, or empty where it holds tables of its own instead."""
        return self.text(key) if isinstance(self._left.get(key), str) else ""

    def finish(self) -> None:
        """Refuse a key that nothing asked for: a misspelt key must not be dropped in silence."""
        for key in self._left:
            raise self.wrong(key, "is not known here", nearest(key, self._asked))


def _bounds(entry: Entry) -> Bounds:
    return Bounds(entry.decimal("low"), entry.decimal("high"))


def nearest(written: str, known: Iterable[str]) -> str:
    """What to write instead of a word that is not known: the one most like it, where there is one."""
    close = get_close_matches(written, list(known), n=1)
    return f"Write {close[0]}." if close else "Take it out, or write one that is known."


def shown(value: object) -> str:
    """A value of the file as its writer would know it, cut short when it is long."""
    written = {bool: str(value).lower(), list: "a list", dict: "a table"}.get(type(value))
    return written or (repr(value) if isinstance(value, str) else str(value))[:60]


def read_toml(content: bytes, name: str) -> Entry:
    """The whole of a file's bytes as one entry. Raises Refusal when they are no TOML, with the line at fault."""
    try:
        values = tomllib.loads(text_of(content), parse_float=Decimal)
    except (ValueError, ArithmeticError) as problem:
        raise Refusal(f"{name} is not a TOML file: {problem}.", MEND) from problem
    except RecursionError as problem:
        raise Refusal(f"{name} is nested too deep to be a plan.", MEND) from problem
    return Entry(name, TOP, values)


def text_of(content: bytes) -> str:
    """The text of a file in UTF-8, with or without a byte-order mark, line ends as Windows or others write them.

    Raises UnicodeDecodeError.
    """
    return content.decode("utf-8-sig").replace("\r\n", "\n")
