"""The JSON schema of a plan's file, made by the reader itself: it reads a plan of nothing and notes what it asks for.

So the schema cannot drift from the reader: a key that is read is in it, and no other.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from cypworkbench.catalogue.entry import MEND, MISSING, TOP, Entry, Where
from cypworkbench.catalogue.frameworks import build_framework
from cypworkbench.catalogue.measures import DISCLOSURE, SHORT_TITLE, TITLE
from cypworkbench.catalogue.plan_files import NAMED
from cypworkbench.catalogue.promises import CYCLES
from cypworkbench.catalogue.schema_words import WORDS
from cypworkbench.domain.framework import Bounds
from cypworkbench.domain.refusal import Refusal

_E = TypeVar("_E", bound=StrEnum)
_T = TypeVar("_T")

NAME = "framework.schema.json"
"""The schema's file, in resources/frameworks."""

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_ID = {"pattern": "^[A-Za-z0-9][A-Za-z0-9-]*$"}
_POWERS = [10**power for power in range(8)]
# what the reader checks of a value beyond its type, where a schema can say it
_LIMITS: dict[str, dict[str, object]] = {
    "measures.title": {"maxLength": TITLE},
    "measures.short_title": {"maxLength": SHORT_TITLE},
    "measures.disclosure": {"enum": list(DISCLOSURE)},
    "measures.per": {"enum": _POWERS},
    "measures.milestone.states": {"minItems": 2},
    "measures.evidence.asks": {"minItems": 1},
    "measures.audit.sample": {"minimum": 1},
    "measures.audit.met": {"minItems": 1},
    "boards.cycle": {"enum": [cycle for cycle in CYCLES if cycle]},
    "lineage.share": {"exclusiveMinimum": 0, "maximum": 1},
}
_OF_KIND = ("milestone", "evidence", "audit", "survey")


def schema() -> dict[str, object]:
    """The schema as JSON values: what keys a plan's file has, of what type, and which must be there."""
    top = _Asking(())
    build_framework(top, lambda _: None)
    made = top.schema()
    return {
        "$schema": _DRAFT,
        "title": "A plan for children and young people",
        "description": "A framework file of cypworkbench, written in TOML.",
        **made,
    }


def schema_text() -> str:
    """The schema as the text of its file."""
    return json.dumps(schema(), ensure_ascii=False, indent=2) + "\n"


class _Asking(Entry):
    """A table of nothing: it notes each key it is asked for, and gives something of the right type."""

    def __init__(self, where: Where) -> None:
        super().__init__("", TOP, {}, where)
        self._properties: dict[str, dict[str, object]] = {}
        self._required: list[str] = []

    def schema(self) -> dict[str, object]:
        """The schema of this table."""
        made: dict[str, object] = {"type": "object", "additionalProperties": False}
        if self._required:
            made["required"] = self._required
        made["properties"] = self._properties
        if self.where == ("measures",):
            made["allOf"] = [_needs(kind) for kind in _OF_KIND]
        return made

    def wrong(self, key: str, problem: str, remedy: str = MEND) -> Refusal:
        """A key that must be there after all; every other complaint is of the values made up here."""
        if problem == MISSING:
            self._required.append(key)
        return super().wrong(key, problem, remedy)

    def _note(self, key: str, said: Mapping[str, object], *, required: bool) -> None:
        path = ".".join(str(step) for step in (*self.where, key))
        limits = _ID if key == "id" else _LIMITS.get(path, {})
        self._properties[key] = {"description": WORDS[path], **said, **limits}
        if required:
            self._required.append(key)

    def text(self, key: str, default: str | None = None) -> str:
        """Text."""
        self._note(key, {"type": "string", "minLength": 1}, required=default is None)
        return default or "x"

    def whole(self, key: str, default: int | None = None) -> int:
        """A whole number."""
        self._note(key, {"type": "integer"}, required=default is None)
        return 1 if default is None else default

    def truth(self, key: str, *, default: bool) -> bool:
        """True or false."""
        self._note(key, {"type": "boolean", "default": default}, required=False)
        return default

    def day(self, key: str) -> date | None:
        """A date, which TOML writes without quotation marks."""
        self._note(key, {"type": "string", "format": "date"}, required=False)
        return None

    def texts(self, key: str, default: tuple[str, ...] | None = None) -> tuple[str, ...]:
        """A list of texts."""
        self._note(key, _list({"type": "string"}), required=default is None)
        return ()

    def one_of(self, key: str, kind: type[_E], default: _E | None = None) -> _E:
        """A choice."""
        said = _choice(kind) | ({} if default is None else {"default": default.value})
        self._note(key, said, required=default is None)
        return default or next(iter(kind))

    def maybe_one_of(self, key: str, kind: type[_E]) -> _E | None:
        """A choice that need not be made."""
        self._note(key, _choice(kind), required=False)
        return None

    def some_of(self, key: str, kind: type[_E]) -> tuple[_E, ...]:
        """Several choices."""
        self._note(key, _list(_choice(kind)), required=False)
        return ()

    def bounds(self, key: str) -> Bounds:
        """A range."""
        inner = _Asking((*self.where, key))
        inner.decimal("low")
        inner.decimal("high")
        self._note(key, inner.schema(), required=False)
        return Bounds()

    def decimal(self, key: str, default: Decimal | None = None) -> Decimal | None:
        """A number."""
        self._note(key, {"type": "number"}, required=False)
        return default

    def table(self, key: str, build: Callable[[Entry], _T], *, needed: bool) -> _T | None:
        """A table."""
        self._note(key, self._inner(key, build), required=needed)
        return None

    def tables(
        self, key: str, build: Callable[[Entry], _T], *, needed: bool = True
    ) -> tuple[_T, ...]:
        """A list of tables; for some keys the name of a file of them may stand instead."""
        said = _list(self._inner(key, build)) | ({"minItems": 1} if needed else {})
        if not self.where and key in NAMED:
            said = {"oneOf": [{"type": "string", "minLength": 1}, said]}
        self._note(key, said, required=needed)
        return ()

    def names_file(self, key: str) -> str:  # noqa: ARG002  a plan of nothing names no file
        """No file: the tables are asked for instead."""
        return ""

    def _inner(self, key: str, build: Callable[[Entry], _T]) -> dict[str, object]:
        inner = _Asking((*self.where, key))
        try:
            build(inner)
        except Refusal:
            # It took every key before it complained of a value that was made up for it here.
            return inner.schema()
        return inner.schema()


def _list(items: dict[str, object]) -> dict[str, object]:
    return {"type": "array", "items": items}


def _choice(kind: Iterable[StrEnum]) -> dict[str, object]:
    return {"type": "string", "enum": [member.value for member in kind]}


def _needs(kind: str) -> dict[str, object]:
    """That a measure of this kind must have the table of its name."""
    return {
        "if": {"properties": {"kind": {"const": kind}}, "required": ["kind"]},
        "then": {"required": [kind]},
    }
