"""Read a tidy table of observations into arrays: which series each row belongs to, where in it, and its figures."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from cypworkbench.analysis import doubts
from cypworkbench.analysis.doubts import DEFAULT_PER, Doubt, numbers
from cypworkbench.analysis.intervals import FloatArray
from cypworkbench.analysis.rebasing import IntArray
from cypworkbench.analysis.runrules import BoolArray
from cypworkbench.domain.period import STEP_IN_MONTHS, PeriodKind, from_iso
from cypworkbench.domain.refusal import Refusal

NEEDED = ("measure", "area", "period_kind", "period")
FIGURES = ("value", "numerator", "denominator")
READ = (*NEEDED, *FIGURES, "group", "state", "flags", "polarity", "target", "tolerance", "per")
"""Every column that is read; others are given back as they came."""


@dataclass(frozen=True, slots=True)
class Rows:
    """The table's columns as arrays; `place` is the period's number in its series, −1 where it cannot be read.

    `doubts` says what is wrong with which rows, and `judged` is whether a row may be held against its target.
    """

    series: IntArray
    kind: npt.NDArray[np.object_]
    place: IntArray
    length: IntArray
    counts: BoolArray
    value: FloatArray
    numerator: FloatArray
    denominator: FloatArray
    per: FloatArray
    target: FloatArray
    tolerance: FloatArray
    way: IntArray
    broken: BoolArray
    judged: BoolArray
    doubts: tuple[Doubt, ...]


def read_rows(table: pd.DataFrame) -> Rows:
    """The table as arrays. Raises Refusal when a needed column is missing, or a polarity is no word that is known."""
    _check(table)
    kind = table["period_kind"].astype(str).to_numpy(dtype=object)
    month = _months(table, kind)
    key = [table["measure"], table["area"], _text(table, "group", "all"), table["period_kind"]]
    series = np.zeros(len(table), dtype=np.int64)
    unnamed = np.zeros(len(table), dtype=np.bool_)
    for column in key:
        codes, names = pd.factorize(column, use_na_sentinel=False)
        series = pd.factorize(series * len(names) + codes)[0]
        if column.name in ("measure", "area"):
            unnamed |= doubts.nameless(names)[codes]
    readable = (month >= 0) & ~unnamed
    place, length = _places(series, month, kind, readable)
    figures = _figures(table)
    unjudged = tuple(doubts.of_judging(table))
    found = [*figures.doubts, *unjudged, (unnamed & (month >= 0), doubts.UNNAMED)]
    return Rows(
        series=series,
        kind=kind,
        place=place,
        length=length,
        counts=readable & ~pd.DataFrame({"s": series, "p": place}).duplicated(keep="last"),
        value=figures.value,
        numerator=figures.numerator,
        denominator=figures.denominator,
        per=figures.per,
        target=numbers(table, "target"),
        tolerance=np.nan_to_num(numbers(table, "tolerance", 0.0)),
        way=doubts.ways(table),
        broken=_broken(table),
        judged=~np.logical_or.reduce([where for where, _ in unjudged]),
        doubts=tuple((where, said) for where, said in found if where.any()),
    )


@dataclass(frozen=True, slots=True)
class _Figures:
    """A table's figures, missing where they cannot be, with what is wrong about them."""

    value: FloatArray
    numerator: FloatArray
    denominator: FloatArray
    per: FloatArray
    doubts: tuple[Doubt, ...]


def _figures(table: pd.DataFrame) -> _Figures:
    """The figures given, or computed from their parts where only those are; missing where the state says so."""
    over, under = numbers(table, "numerator"), numbers(table, "denominator")
    per = numbers(table, "per", DEFAULT_PER)
    per[~(per > 0)] = DEFAULT_PER
    value = numbers(table, "value")
    given = ~np.isnan(value)
    made = ~given & ~np.isnan(over) & (under > 0)
    value[made] = over[made] / under[made] * per[made]
    found = [(_unreadable(table), doubts.NO_NUMBER), *doubts.of_cells(table)]
    if "state" in table:
        state = _text(table, "state", "number").str.strip()
        value[~state.isin(["number", "", "nan"]).to_numpy()] = np.nan
    found += doubts.sound(over, under, per)
    for where, said in found:
        if said not in (doubts.NO_NUMBER, doubts.NO_COUNT):
            value[where] = np.nan
    apart = given & doubts.apart(value, (over, under), per)
    over[apart] = under[apart] = np.nan  # an interval of theirs would not be the value's
    found.append((apart, doubts.APART))
    return _Figures(value, over, under, per, tuple(found))


def _text(table: pd.DataFrame, name: str, default: str) -> pd.Series:
    if name not in table:
        return pd.Series(default, index=table.index, dtype="str")
    return table[name].astype("str").fillna(default)


def _broken(table: pd.DataFrame) -> BoolArray:
    """Whether a row says that its series breaks there."""
    if "flags" not in table:
        return np.zeros(len(table), dtype=np.bool_)
    codes, names = pd.factorize(table["flags"].astype(str), use_na_sentinel=False)
    return np.array(["break" in str(name) for name in names], dtype=np.bool_)[codes]


def _unreadable(table: pd.DataFrame) -> BoolArray:
    """Whether a row gives something for its value that is no number, and no reason for there being none."""
    unread = doubts.unread(table, "value")
    if "state" in table and unread.any():
        unread &= _text(table, "state", "number").str.strip().isin(["number", "", "nan"]).to_numpy()
    return unread


def _months(table: pd.DataFrame, kind: npt.NDArray[np.object_]) -> IntArray:
    """Each row's first month, counted from year 0; −1 where the period cannot be read."""
    text, spelled = pd.factorize(table["period"].astype(str))
    named, kinds = pd.factorize(kind)
    pairs, first = np.unique(text * len(kinds) + named, return_inverse=True)
    months = [_month(str(spelled[p // len(kinds)]), str(kinds[p % len(kinds)])) for p in pairs]
    return np.array(months, dtype=np.int64)[first] if len(pairs) else np.zeros(0, dtype=np.int64)


def _month(text: str, kind: str) -> int:
    try:
        start = from_iso(text, PeriodKind(kind)).start
    except ValueError:
        return -1
    return start.year * 12 + start.month - 1


def _places(
    series: IntArray, month: IntArray, kind: npt.NDArray[np.object_], readable: BoolArray
) -> tuple[IntArray, IntArray]:
    """Each row's period as a number within its series, and each series' length in periods, gaps counted."""
    count = int(series.max(initial=-1)) + 1
    codes, kinds = pd.factorize(kind)
    known = {k.value: step for k, step in STEP_IN_MONTHS.items()}
    step = np.array([known.get(str(k), 1) for k in kinds], dtype=np.int64)[codes]
    first = np.full(count, np.iinfo(np.int64).max)
    np.minimum.at(first, series[readable], month[readable])
    place = np.where(readable, np.rint((month - first[series]) / step), -1).astype(np.int64)
    length = np.zeros(count, dtype=np.int64)
    np.maximum.at(length, series, place + 1)
    return place, length


def _check(table: pd.DataFrame) -> None:
    names = [str(name) for name in table.columns]
    missing = [name for name in NEEDED if name not in names]
    if not missing and "value" not in names and not {"numerator", "denominator"} <= set(names):
        missing = ["value"]
    if missing:
        raise Refusal(
            f"The table has no column called {missing[0]}.",
            "Add it, spelled so; the columns are those that check --observations writes.",
        )
    for name in READ:
        if names.count(name) > 1:
            raise Refusal(
                f"The table has two columns called {name}.", "Take one out, or name it otherwise."
            )
