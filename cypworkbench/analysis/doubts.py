"""What keeps a row of a tidy table from being judged, for whole columns: cells unread, and counts that cannot be."""

from collections.abc import Iterable, Iterator

import numpy as np
import pandas as pd

from cypworkbench.analysis.goals import WAYS
from cypworkbench.analysis.intervals import FloatArray
from cypworkbench.analysis.rebasing import IntArray
from cypworkbench.analysis.runrules import BoolArray
from cypworkbench.domain.evidence import ValueState
from cypworkbench.domain.refusal import Refusal

Doubt = tuple[BoolArray, str]
"""The rows that a sentence is true of, and the sentence."""

DEFAULT_PER = 100.0
LARGEST = 1e100
"""No figure of anybody's is larger; the squares of larger ones would pass what a computer can hold."""

NO_NUMBER = "The value is not a number, so it counts as missing."
NO_COUNT = "A count is not a number, so it counts as missing."
NO_STATE = "The state is none that is known, so the figure counts as missing."
NO_TARGET = "The target is not a number, so the figure is not judged."
NO_TOLERANCE = "The tolerance is not a number from 0 up, so the figure is not judged."
NO_PER = "The “per” is not a number above 0, so the figure counts as missing."
BELOW_ZERO = "A count is below 0, so the figure counts as missing."
NOBODY = "The denominator is 0, so the figure counts as missing."
TOO_MANY = "The numerator is larger than the denominator, so the figure counts as missing."
APART = "The value is not its numerator over its denominator; the value given counts, without an interval."
UNNAMED = "The row names no measure or no area, so it belongs to no series."

_STATES = frozenset({"", "nan", *(state.value for state in ValueState)})
_FINEST = 6
_NOISE = 1e-6


def numbers(table: pd.DataFrame, name: str, default: float = np.nan) -> FloatArray:
    """A column as numbers, NaN where it holds none; `default` all the way down where there is no such column."""
    if name not in table:
        return np.full(len(table), default)
    given = pd.to_numeric(table[name], errors="coerce").to_numpy(dtype=np.float64, copy=True)
    given[~(np.abs(given) <= LARGEST)] = np.nan
    return given


def nameless(names: Iterable[object]) -> BoolArray:
    """Which of some names say nothing at all."""
    return np.array([_word(name) == "" for name in names], dtype=np.bool_)


def _word(cell: object) -> str:
    """What a cell says; nothing where it is missing."""
    said = "" if cell is None else str(cell).strip()
    return "" if said in ("nan", "<NA>") else said


def unread(table: pd.DataFrame, name: str) -> BoolArray:
    """Whether each row says something in that column that is no number."""
    if name not in table:
        return np.zeros(len(table), dtype=np.bool_)
    if pd.api.types.is_numeric_dtype(table[name]):
        given = np.abs(table[name].to_numpy(dtype=np.float64))
        return np.asarray(given > LARGEST, dtype=np.bool_)
    lost = np.isnan(numbers(table, name))
    if lost.any():
        codes, said = pd.factorize(table[name].astype(object), use_na_sentinel=False)
        lost &= ~nameless(said)[codes]
    return lost


def ways(table: pd.DataFrame) -> IntArray:
    """Which way is good, row by row: 1 for higher, −1 for lower, 0 where neither is or nothing is said.

    Raises Refusal for any other word: to take it for neutral would leave a whole table unjudged in silence.
    """
    if "polarity" not in table:
        return np.zeros(len(table), dtype=np.int64)
    codes, said = pd.factorize(table["polarity"], use_na_sentinel=False)
    words = [_word(one).lower() for one in said]
    for place, word in enumerate(words):
        if word and word not in WAYS:
            # as a spreadsheet numbers them, with the headings in row 1
            row = int(np.flatnonzero(codes == place)[0]) + 2
            raise Refusal(
                f"Row {row} has the polarity “{str(said[place]).strip()[:40]}”, which is not known.",
                "Write higher, lower or neutral, or leave it empty.",
            )
    return np.array([WAYS.get(word, 0) for word in words], dtype=np.int64)[codes]


def sound(
    numerator: FloatArray, denominator: FloatArray, per: FloatArray
) -> Iterator[tuple[BoolArray, str]]:
    """Which counts cannot be, and why; where `per` is 100 the numerator is part of the denominator."""
    yield (numerator < 0) | (denominator < 0), BELOW_ZERO
    yield denominator == 0, NOBODY
    some = (denominator > 0) & (numerator >= 0)
    yield some & (per == DEFAULT_PER) & (numerator > denominator), TOO_MANY


def apart(value: FloatArray, parts: tuple[FloatArray, FloatArray], per: FloatArray) -> BoolArray:
    """Whether a value given differs from what its counts make by more than its own rounding."""
    numerator, denominator = parts
    made = numerator / np.where(denominator > 0, denominator, np.nan) * per
    off = np.abs(value - made)
    found = np.asarray(off > _NOISE * np.abs(made) + 1e-9)
    some = np.flatnonzero(found)
    finest = np.zeros(len(some))
    for decimals in range(_FINEST, -1, -1):
        scaled = value[some] * 10.0**decimals
        finest = np.where(np.abs(scaled - np.rint(scaled)) < _NOISE, decimals, finest)
    found[some] = off[some] > 0.5 * 10.0**-finest * (1 + _NOISE) + 1e-9
    return found


def of_cells(table: pd.DataFrame) -> Iterator[Doubt]:
    """What is said in a cell of the table that cannot be read, where the figure is made of it."""
    counts = unread(table, "numerator") | unread(table, "denominator")
    if counts.any():
        yield counts, NO_COUNT
    yield unread(table, "per") | (numbers(table, "per", DEFAULT_PER) <= 0), NO_PER
    if "state" in table:
        codes, said = pd.factorize(table["state"].astype("str"), use_na_sentinel=False)
        strange = np.array([str(one).strip() not in _STATES for one in said], dtype=np.bool_)
        yield strange[codes], NO_STATE


def of_judging(table: pd.DataFrame) -> Iterator[Doubt]:
    """Why a figure that stands may yet not be judged against its target."""
    yield unread(table, "target"), NO_TARGET
    yield unread(table, "tolerance") | (numbers(table, "tolerance", 0.0) < 0), NO_TOLERANCE
