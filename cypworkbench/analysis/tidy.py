"""Read a tidy table of observations into arrays: which series each row belongs to, where in it, and its figures."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from cypworkbench.analysis.goals import WAYS
from cypworkbench.analysis.intervals import FloatArray
from cypworkbench.analysis.rebasing import IntArray
from cypworkbench.analysis.runrules import BoolArray
from cypworkbench.domain.period import STEP_IN_MONTHS, PeriodKind, from_iso
from cypworkbench.domain.refusal import Refusal

NEEDED = ("measure", "area", "period_kind", "period")
DEFAULT_PER = 100.0


@dataclass(frozen=True, slots=True)
class Rows:
    """The table's columns as arrays; `place` is the period's number in its series, −1 where it cannot be read."""

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
    unreadable: BoolArray


def read_rows(table: pd.DataFrame) -> Rows:
    """The table as arrays. Raises Refusal when a needed column is missing."""
    _check(table)
    kind = table["period_kind"].astype(str).to_numpy(dtype=object)
    month = _months(table, kind)
    readable = month >= 0
    key = [table["measure"], table["area"], _text(table, "group", "all"), table["period_kind"]]
    series = np.zeros(len(table), dtype=np.int64)
    for column in key:
        codes, names = pd.factorize(column, use_na_sentinel=False)
        series = pd.factorize(series * len(names) + codes)[0]
    place, length = _places(series, month, kind, readable)
    over, under = _number(table, "numerator"), _number(table, "denominator")
    per = _number(table, "per", DEFAULT_PER)
    per[np.isnan(per)] = DEFAULT_PER
    return Rows(
        series=series,
        kind=kind,
        place=place,
        length=length,
        counts=readable & ~pd.DataFrame({"s": series, "p": place}).duplicated(keep="last"),
        value=_values(table, over, under, per),
        numerator=over,
        denominator=under,
        per=per,
        target=_number(table, "target"),
        tolerance=np.nan_to_num(_number(table, "tolerance", 0.0)),
        way=_ways(table),
        broken=_broken(table),
        unreadable=_unreadable(table),
    )


def _text(table: pd.DataFrame, name: str, default: str) -> pd.Series:
    if name not in table:
        return pd.Series(default, index=table.index, dtype="str")
    return table[name].astype("str").fillna(default)


def _number(table: pd.DataFrame, name: str, default: float = np.nan) -> FloatArray:
    if name not in table:
        return np.full(len(table), default)
    given = pd.to_numeric(table[name], errors="coerce").to_numpy(dtype=np.float64, copy=True)
    given[np.isinf(given)] = np.nan
    return given


def _values(
    table: pd.DataFrame, over: FloatArray, under: FloatArray, per: FloatArray
) -> FloatArray:
    """The figures given, or computed from their parts where only those are; missing where the state says so."""
    value = _number(table, "value")
    sound = np.isnan(value) & ~np.isnan(over) & (under > 0)
    value[sound] = over[sound] / under[sound] * per[sound]
    if "state" in table:
        state = _text(table, "state", "number")
        value[~state.isin(["number", "", "nan"]).to_numpy()] = np.nan
    return value


def _ways(table: pd.DataFrame) -> IntArray:
    """Which way is good, row by row; 0 where neither is, or none is said."""
    if "polarity" not in table:
        return np.zeros(len(table), dtype=np.int64)
    codes, names = pd.factorize(table["polarity"].astype(object), use_na_sentinel=False)
    return np.array([WAYS.get(str(name), 0) for name in names], dtype=np.int64)[codes]


def _broken(table: pd.DataFrame) -> BoolArray:
    """Whether a row says that its series breaks there."""
    if "flags" not in table:
        return np.zeros(len(table), dtype=np.bool_)
    codes, names = pd.factorize(table["flags"].astype(str), use_na_sentinel=False)
    return np.array(["break" in str(name) for name in names], dtype=np.bool_)[codes]


def _unreadable(table: pd.DataFrame) -> BoolArray:
    """Whether a row gives something for its value that is no number, and no reason for there being none."""
    if "value" not in table or pd.api.types.is_numeric_dtype(table["value"]):
        return np.zeros(len(table), dtype=np.bool_)
    said = _text(table, "value", "").str.strip()
    stated = _text(table, "state", "number").isin(["number", ""])
    there = ~said.isin(["", "nan", "None"]) & stated & table["value"].notna()
    return np.asarray(there, dtype=np.bool_) & np.isnan(_number(table, "value"))


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
    missing = [name for name in NEEDED if name not in table]
    parts = {"numerator", "denominator"} <= set(table.columns)
    if not missing and "value" not in table and not parts:
        missing = ["value"]
    if missing:
        raise Refusal(
            f"The table has no column called {missing[0]}.",
            "Add it; the columns are those that check --observations writes.",
        )
