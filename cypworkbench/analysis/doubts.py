"""What keeps a row of a tidy table from being judged, for whole columns: cells unread, and counts that cannot be."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pandas as pd

from cypworkbench.analysis.intervals import FloatArray
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
APART = "The value is not its numerator over its denominator; the value given counts."
UNNAMED = "The row names no measure or no area, so it belongs to no series."

POLARITIES = ("higher", "lower", "neutral", "none")
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


def blank(table: pd.DataFrame, name: str) -> BoolArray:
    """Whether each row says nothing at all in that column."""
    if name not in table:
        return np.ones(len(table), dtype=np.bool_)
    if pd.api.types.is_numeric_dtype(table[name]):
        return np.asarray(table[name].isna(), dtype=np.bool_)
    codes, said = pd.factorize(table[name].astype(object), use_na_sentinel=False)
    nothing = [_word(one) == "" for one in said]
    return np.array(nothing, dtype=np.bool_)[codes]


def _word(cell: object) -> str:
    """What a cell says; nothing where it is missing."""
    said = "" if cell is None else str(cell).strip()
    return "" if said in ("nan", "<NA>") else said


def unread(table: pd.DataFrame, name: str) -> BoolArray:
    """Whether each row says something in that column that is no number."""
    return ~blank(table, name) & np.isnan(numbers(table, name))


def polarities(table: pd.DataFrame) -> npt.NDArray[np.object_]:
    """Which way is good in each row, one of `POLARITIES`; neutral where nothing is said.

    Raises Refusal for any other word: to take it for neutral would leave a whole table unjudged in silence.
    """
    if "polarity" not in table:
        return np.full(len(table), "neutral", dtype=object)
    codes, said = pd.factorize(table["polarity"].astype(object), use_na_sentinel=False)
    words = [_word(one).lower() for one in said]
    for place, word in enumerate(words):
        if word not in ("", *POLARITIES):
            # as a spreadsheet numbers them, with the headings in row 1
            row = int(np.flatnonzero(codes == place)[0]) + 2
            raise Refusal(
                f"Row {row} has the polarity “{str(said[place]).strip()[:40]}”, which is not known.",
                "Write higher, lower or neutral, or leave it empty.",
            )
    known = [word if word in POLARITIES else "neutral" for word in words]
    return np.array(known, dtype=object)[codes]


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
    made = np.full(len(value), np.nan)
    able = (denominator > 0) & ~np.isnan(value)
    made[able] = numerator[able] / denominator[able] * per[able]
    finest = np.zeros(len(value))
    left = able & ~np.isnan(made)
    for decimals in range(_FINEST, -1, -1):
        scaled = value * 10.0**decimals
        finest = np.where(np.abs(scaled - np.rint(scaled)) < _NOISE, decimals, finest)
    return np.asarray(left & (np.abs(value - made) > 0.5 * 10.0**-finest * (1 + _NOISE) + 1e-9))


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
