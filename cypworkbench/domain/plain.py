"""Records as plain JSON values and back, by their declared types: the one form in which records travel."""

import dataclasses
import types
import typing
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any, TypeVar

_T = TypeVar("_T")
Plain = (
    Any  # JSON values: text, whole numbers, floats, booleans, None, lists, mappings with text keys
)


def to_plain(value: object) -> Plain:
    """A record (or tuple, mapping, decimal, date, …) as JSON values. Defaults are left out, to keep files small.

    Raises TypeError for a type no record may hold.
    """
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {name: to_plain(held) for name, held in _said(value)}
    if isinstance(value, Enum):
        return value.value
    if value is None or isinstance(value, str | int | float | bool):
        return value
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): to_plain(held) for key, held in value.items()}
    if isinstance(value, tuple | list):
        return [to_plain(held) for held in value]
    if isinstance(value, frozenset):
        return sorted(to_plain(held) for held in value)
    message = f"a record cannot hold {type(value).__name__}"
    raise TypeError(message)


def _said(record: Any) -> list[tuple[str, object]]:  # noqa: ANN401  any record at all
    said = []
    for field in dataclasses.fields(record):
        held = getattr(record, field.name)
        if field.default is dataclasses.MISSING or held != field.default:
            said.append((field.name, held))
    return said


def from_plain(kind: type[_T], value: Plain) -> _T:
    """The record of that type from its JSON values. Raises ValueError or KeyError when they are not of its shape."""
    made: _T = _build(kind, value)
    return made


@cache
def _hints(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def _build(kind: Any, value: Plain) -> Any:  # noqa: ANN401  types known only when it runs
    origin = typing.get_origin(kind)
    if origin in (typing.Union, types.UnionType):
        if value is None:
            return None
        return _build(next(arm for arm in typing.get_args(kind) if arm is not type(None)), value)
    if origin is tuple:
        return _tuple(typing.get_args(kind), value)
    if origin is frozenset:
        return frozenset(_build(typing.get_args(kind)[0], held) for held in value)
    if origin is list:
        return [_build(typing.get_args(kind)[0], held) for held in value]
    if origin is dict:
        return {key: _build(typing.get_args(kind)[1], held) for key, held in value.items()}
    if origin is not None:
        return value
    if dataclasses.is_dataclass(kind):
        hints = _hints(typing.cast("type", kind))
        return typing.cast("Any", kind)(
            **{name: _build(hints[name], held) for name, held in value.items()}
        )
    if kind in (datetime, date):
        return kind.fromisoformat(value)
    if isinstance(kind, type) and (issubclass(kind, Enum) or kind is Decimal):
        return kind(value)
    return value


def _tuple(arms: tuple[Any, ...], value: Plain) -> tuple[Any, ...]:
    if len(arms) == 2 and arms[1] is Ellipsis:  # noqa: PLR2004  tuple[X, ...] has two arms
        return tuple(_build(arms[0], held) for held in value)
    return tuple(_build(arm, held) for arm, held in zip(arms, value, strict=True))
