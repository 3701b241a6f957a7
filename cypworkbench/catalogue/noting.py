"""Reading a plan that may be wrong in many places: each mistake is noted, and the reading goes on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from enum import StrEnum
from functools import partial
from typing import TypeVar

from cypworkbench.catalogue.entry import MEND, MISSING, Entry, Where, nearest
from cypworkbench.domain.framework import Bounds
from cypworkbench.domain.refusal import Refusal

_E = TypeVar("_E", bound=StrEnum)
_T = TypeVar("_T")

MOST = 200
"""The most mistakes that are noted: whoever has more is helped by the first of them."""

UNREAD = "\x00"
"""Begins every text that stands in for one that could not be read: no file of TOML can hold it."""


@dataclass(frozen=True, slots=True)
class Note:
    """One mistake: in which file, at which key, what is wrong, what to do."""

    file: str
    where: Where
    what: str
    remedy: str


@dataclass(slots=True)
class Notes:
    """What a reading found: its notes in order, and which tables of each list could be built at all."""

    found: list[Note] = field(default_factory=list)
    built: dict[Where, list[int]] = field(default_factory=dict)
    unread: int = 0

    @property
    def are_enough(self) -> bool:
        """Whether no more are noted, and reading on would tell nobody anything."""
        return len(self.found) >= MOST


class NotingEntry(Entry):
    """A table being read where every complaint is noted instead of raised, and something stands in for what is wrong.

    A key that is noted once is not noted again. What only follows from a guess (of a kind, a number, a table) is not
    noted at all: it may be right once that key is mended.
    """

    def __init__(
        self,
        place: str,
        values: Mapping[str, object],
        notes: Notes,
        *,
        file: str,
        where: Where = (),
    ) -> None:
        super().__init__(file, place, values, where)
        self._notes = notes
        self._told: set[str] = set()
        self._missing: list[str] = []
        self._taking = 0
        self._guessed = False
        self.last = ""

    def wrong(self, key: str, problem: str, remedy: str = MEND) -> Refusal:
        """Note the mistake; the refusal is given too, because those who ask for it raise it."""
        self.last = key
        if problem == MISSING:
            self._missing.append(key)
        told = key in self._told or self._notes.are_enough
        if not told and (self._taking or not self._guessed):
            what = f"{self.place}: {key} {problem}."
            self._notes.found.append(Note(self.file, (*self.where, key), what, remedy))
        self._told.add(key)
        return super().wrong(key, problem, remedy)

    def _or(self, take: Callable[[], _T], guess: Callable[[], _T]) -> _T:
        self._taking += 1
        try:
            return take()
        except Refusal:
            return guess()
        finally:
            self._taking -= 1

    def _or_none(self, take: Callable[[], _T | None]) -> _T | None:
        return self._or(take, self._nothing)

    def _nothing(self) -> None:
        self._guessed = True

    def _guess(self, value: _T) -> _T:
        self._guessed = True
        return value

    def _unread(self) -> str:
        self._notes.unread += 1
        return f"{UNREAD}{self._notes.unread}"

    def text(self, key: str, default: str | None = None) -> str:
        """The text, or one that stands in for it and is like no other."""
        return self._or(partial(super().text, key, default), self._unread)

    def whole(self, key: str, default: int | None = None) -> int:
        """The number, or 1."""
        return self._or(partial(super().whole, key, default), partial(self._guess, 1))

    def truth(self, key: str, *, default: bool) -> bool:
        """True or false, or what it is where nothing is said."""
        return self._or(partial(super().truth, key, default=default), partial(self._guess, default))

    def day(self, key: str) -> date | None:
        """The date, or None."""
        return self._or_none(partial(super().day, key))

    def texts(self, key: str, default: tuple[str, ...] | None = None) -> tuple[str, ...]:
        """The texts, or none."""
        return self._or(partial(super().texts, key, default), partial(self._guess, ()))

    def one_of(self, key: str, kind: type[_E], default: _E | None = None) -> _E:
        """The member, or the first there is."""
        first = next(iter(kind))
        return self._or(partial(super().one_of, key, kind, default), partial(self._guess, first))

    def some_of(self, key: str, kind: type[_E]) -> tuple[_E, ...]:
        """The members, or none."""
        return self._or(partial(super().some_of, key, kind), partial(self._guess, ()))

    def bounds(self, key: str) -> Bounds:
        """The range, or one that is open."""
        return self._or(partial(super().bounds, key), partial(self._guess, Bounds()))

    def decimal(self, key: str, default: Decimal | None = None) -> Decimal | None:
        """The number, or None."""
        return self._or_none(partial(super().decimal, key, default))

    def table(self, key: str, build: Callable[[Entry], _T], *, needed: bool) -> _T | None:
        """The table built, or None."""
        return self._or_none(partial(super().table, key, build, needed=needed))

    def tables(
        self, key: str, build: Callable[[Entry], _T], *, needed: bool = True
    ) -> tuple[_T, ...]:
        """The tables that could be built."""
        take = partial(super().tables, key, build, needed=needed)
        return self._or(take, partial(self._guess, ()))

    def finish(self) -> None:
        """Note every key that nothing asked for; where it is a missing key misspelt, that it is missing is not told."""
        self._taking += 1
        for key in self._left:
            if self._notes.are_enough:
                break
            for meant in get_close_matches(key, self._missing, n=1):
                where = (*self.where, meant)
                self._notes.found[:] = [note for note in self._notes.found if note.where != where]
            self.wrong(key, "is not known here", nearest(key, self._asked))
        self._taking -= 1

    def _built(
        self, place: str, where: Where, values: Mapping[str, object], build: Callable[[Entry], _T]
    ) -> _T | None:
        """What `build` makes of a table; where it will not have a key, what it makes without that key; else None.

        `build` takes every key before it complains of any, so that what is left over then is not known.
        """
        if self._notes.are_enough:
            return None
        left = dict(values)
        told: set[str] = set()
        while True:
            inner = NotingEntry(place, left, self._notes, file=self.file, where=where)
            inner._told = told
            try:
                made = build(inner)
            except Refusal:
                if inner.last not in left:
                    inner.finish()
                    return None
                left.pop(inner.last)
                continue
            inner.finish()
            if where and isinstance(where[-1], int):
                self._notes.built.setdefault(where[:-1], []).append(where[-1])
            return made
