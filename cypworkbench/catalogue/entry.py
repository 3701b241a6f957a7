"""One table of a TOML file, read strictly: every complaint names the file, the table and the key."""

import tomllib
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from cypworkbench.domain.framework import Bounds
from cypworkbench.domain.refusal import Refusal

TOP = "top of the file"
"""The place of what stands in no table."""

_E = TypeVar("_E", bound=StrEnum)
_T = TypeVar("_T")


class Entry:
    """A table being read. Keys are taken one by one; `finish` refuses whatever is left over.

    `place` says which table it is, such as "[[measures]] 12 (cla-rate)".
    """

    def __init__(self, file: str, place: str, values: dict[str, object]) -> None:
        self.file = file
        self.place = place
        self._left = dict(values)

    def wrong(self, key: str, problem: str) -> Refusal:
        """The refusal of one key, for raising."""
        return Refusal(
            f"{self.file}, {self.place}: {key} {problem}.", "Correct the file and open it again."
        )

    def _take(self, key: str, kind: type[_T], default: _T | None, called: str) -> _T:
        value = self._left.pop(key, default)
        if value is None:
            raise self.wrong(key, "is missing")
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise self.wrong(key, f"must be {called}, not {value!r}")
        return value

    def text(self, key: str, default: str | None = None) -> str:
        """The text of a key; refused when it is missing (and has no default) or empty where it is given."""
        value = self._take(key, str, default, "text")
        if not value.strip() and value != default:
            raise self.wrong(key, "is empty")
        return value

    def whole(self, key: str, default: int | None = None) -> int:
        """The whole number of a key."""
        return self._take(key, int, default, "a whole number")

    def truth(self, key: str, *, default: bool) -> bool:
        """The true or false of a key."""
        return self._take(key, bool, default, "true or false")

    def day(self, key: str) -> date | None:
        """The date of a key, or None where it is not given."""
        value = self._left.pop(key, None)
        if value is not None and type(value) is not date:
            raise self.wrong(key, f"must be a date such as 2022-01-31, not {value!r}")
        return value

    def texts(self, key: str, default: tuple[str, ...] | None = None) -> tuple[str, ...]:
        """The list of texts of a key, as a tuple."""
        values = self._take(
            key, list, None if default is None else list(default), "a list of texts"
        )
        if any(not isinstance(value, str) for value in values):
            raise self.wrong(key, "must be a list of texts")
        return tuple(values)

    def one_of(self, key: str, kind: type[_E], default: _E | None = None) -> _E:
        """The member of an enumeration that a key names."""
        value = self.text(key, default.value if default else None)
        known = [member.value for member in kind]
        if value not in known:
            raise self.wrong(key, f"is {value!r}, which is none of {', '.join(known)}")
        return kind(value)

    def maybe_one_of(self, key: str, kind: type[_E]) -> _E | None:
        """The member of an enumeration that a key names, or None where it is not given."""
        return self.one_of(key, kind) if key in self._left else None

    def some_of(self, key: str, kind: type[_E]) -> tuple[_E, ...]:
        """The members of an enumeration that a list of texts names; none where it is not given."""
        found = []
        for value in self.texts(key, ()):
            if value not in [member.value for member in kind]:
                known = ", ".join(member.value for member in kind)
                raise self.wrong(key, f"has {value!r}, which is none of {known}")
            found.append(kind(value))
        return tuple(found)

    def table(self, key: str, build: Callable[["Entry"], _T], *, needed: bool) -> _T | None:
        """The one table of a key, built; None where it is neither given nor needed."""
        value = self._take(key, dict, None if needed else {}, "a table")
        if not value:
            return None
        inner = Entry(self.file, f"{self.place}, {key}", value)
        built = build(inner)
        inner.finish()
        return built

    def bounds(self, key: str) -> Bounds:
        """The range of a key, `{ low = …, high = … }`, either side open where it is not given."""
        inner = Entry(self.file, f"{self.place}, {key}", self._take(key, dict, {}, "a range"))
        low, high = (inner._decimal(side) for side in ("low", "high"))
        inner.finish()
        if low is not None and high is not None and low > high:
            raise self.wrong(key, "has its low above its high")
        return Bounds(low, high)

    def _decimal(self, key: str) -> Decimal | None:
        value = self._left.pop(key, None)
        if value is None or (isinstance(value, int | Decimal) and not isinstance(value, bool)):
            return None if value is None else Decimal(value)
        raise self.wrong(key, f"must be a number, not {value!r}")

    def tables(
        self, key: str, build: Callable[["Entry"], _T], *, needed: bool = True
    ) -> tuple[_T, ...]:
        """Every table of a list of tables, built one by one; refused when it is needed and there is none."""
        values = self._take(key, list, None if needed else [], "a list of tables")
        within = "" if self.place == TOP else f"{self.place}, "
        built = []
        for number, value in enumerate(values, start=1):
            if not isinstance(value, dict):
                raise self.wrong(key, "must be a list of tables")
            named = f" ({value['id']})" if "id" in value else ""
            entry = Entry(self.file, f"{within}[[{key}]] {number}{named}", value)
            built.append(build(entry))
            entry.finish()
        return tuple(built)

    def names_file(self, key: str) -> str:
        """The file a key names, or empty where it holds tables of its own instead."""
        return self.text(key) if isinstance(self._left.get(key), str) else ""

    def finish(self) -> None:
        """Refuse keys that nothing asked for: a misspelt key must not be dropped in silence."""
        if self._left:
            raise self.wrong(", ".join(sorted(self._left)), "is not known here")


def read_toml(path: Path) -> Entry:
    """The whole file as one entry. Raises Refusal when it cannot be read or is not TOML, with the line at fault."""
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    except OSError as problem:
        raise Refusal(
            f"{path.name} cannot be read.", "Check that the file is there and may be read."
        ) from problem
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise Refusal(
            f"{path.name} is not a TOML file: {problem}.", "Correct the file and open it again."
        ) from problem
    return Entry(path.name, TOP, values)


def refuse_twice(file: str, what: str, ids: Iterable[str]) -> None:
    """Refuse an id that is given twice."""
    seen: set[str] = set()
    for each in ids:
        if each in seen:
            raise Refusal(f"{file}: {what} {each!r} is given twice.", "Give each its own id.")
        seen.add(each)
