"""Assess a whole tidy table at once: a row for each series and point in, the same rows with verdicts out."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from cypworkbench.analysis.charting import Charted, batches, chart, old_limits
from cypworkbench.analysis.intervals import FloatArray, Interval, proportion, rate
from cypworkbench.analysis.rebasing import IntArray
from cypworkbench.analysis.runrules import BoolArray
from cypworkbench.analysis.suitability import FEW, FITS, REASONS, seasons
from cypworkbench.analysis.target import WAYS, statuses
from cypworkbench.domain.judgement import Assurance, Variation
from cypworkbench.domain.period import STEP_IN_MONTHS, PeriodKind, from_iso
from cypworkbench.domain.refusal import Refusal

NEEDED = ("measure", "area", "period_kind", "period")
ADDED = (
    "lower",
    "upper",
    "mean",
    "lower_limit",
    "upper_limit",
    "cause",
    "point_type",
    "status",
    "variation",
    "assurance",
    "direction_short",
    "direction_long",
    "caveats",
)
DEFAULT_PER = 100.0
FINEST = 6
NOISE = 1e-6
DIRECTIONS = {1: "increase", -1: "decrease", 0: "neutral"}
UNREAD = "The period cannot be read, so the row belongs to no series."
TWICE = "The period is given twice: the last row counts."
NO_INTERVAL = "The counts cannot be a proportion, so there is no interval."


def assess(table: pd.DataFrame) -> pd.DataFrame:
    """The table, its rows in their order, with the columns in `ADDED`.

    A series is one measure, area, group and kind of period. Needed are `measure, area, period_kind, period` and `value`
    or `numerator` and `denominator`; optional `group`, `state`, `flags` ("break" restarts limits), `polarity` (neutral
    when absent), `target`, `tolerance`, and `per` (100 when absent). Where `per` is 100 intervals are of proportions,
    otherwise of rates. Status and direction are each point's own; variation and assurance are the series', said on each
    of its rows. What is wrong with a row is said in its `caveats`, and spoils no other. Raises Refusal when a needed
    column is missing.
    """
    _check(table)
    rows = _read(table)
    interval = _intervals(rows)
    found = _Found(len(table))
    for kind in PeriodKind:
        _chart_kind(rows, kind, found)
    columns = {
        "lower": interval.lower * rows.per,
        "upper": interval.upper * rows.per,
        "mean": found.mean,
        "lower_limit": found.lower,
        "upper_limit": found.upper,
        "cause": found.cause,
        "point_type": found.point_type,
        "status": _statuses(rows),
        "variation": found.variation,
        "assurance": found.assurance,
        "direction_short": found.short,
        "direction_long": found.long,
        "caveats": _caveats(rows, interval, found),
    }
    texts = {name: pd.Categorical(v) for name, v in columns.items() if v.dtype == object}
    return table.assign(**{name: texts.get(name, values) for name, values in columns.items()})


@dataclass(frozen=True, slots=True)
class _Rows:
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


class _Found:
    """What is found out, row by row, filled in a kind of period at a time."""

    def __init__(self, rows: int) -> None:
        self.mean, self.lower, self.upper = (np.full(rows, np.nan) for _ in range(3))
        self.cause, self.point_type, self.short, self.long, self.caveats = (
            np.full(rows, "", dtype=object) for _ in range(5)
        )
        self.variation = np.full(rows, Variation.TOO_FEW.value, dtype=object)
        self.assurance = np.full(rows, Assurance.NONE.value, dtype=object)


def assess_csv(text: str) -> str:
    """`assess` for CSV text: the observations' columns in, the same with the assessment's columns added out.

    Raises Refusal when the text is no such table.
    """
    try:
        table = pd.read_csv(io.StringIO(text), dtype={"area": str, "period": str, "group": str})
    except (pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise Refusal(
            "The table could not be read as CSV.",
            "Save it as CSV, one row a value, the columns named.",
        ) from error
    assessed: str = assess(table).to_csv(index=False, lineterminator="\n")
    return assessed


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


def _read(table: pd.DataFrame) -> _Rows:
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
    return _Rows(
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
        way=np.asarray(_text(table, "polarity", "").map(WAYS).fillna(0), dtype=np.int64),
        broken=_text(table, "flags", "").str.contains("break", regex=False).to_numpy(dtype=bool),
    )


def _text(table: pd.DataFrame, name: str, default: str) -> pd.Series:
    if name not in table:
        return pd.Series(default, index=table.index, dtype="str")
    return table[name].astype("str").fillna(default)


def _number(table: pd.DataFrame, name: str, default: float = np.nan) -> FloatArray:
    if name not in table:
        return np.full(len(table), default)
    return pd.to_numeric(table[name], errors="coerce").to_numpy(dtype=np.float64, copy=True)


def _values(
    table: pd.DataFrame, over: FloatArray, under: FloatArray, per: FloatArray
) -> FloatArray:
    """The figures given, or computed from their parts where only those are; missing where the state says so."""
    value = _number(table, "value")
    sound = np.isnan(value) & ~np.isnan(over) & (under > 0)
    value[sound] = over[sound] / under[sound] * per[sound]
    state = _text(table, "state", "number")
    value[~state.isin(["number", "", "nan"]).to_numpy()] = np.nan
    return value


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


def _intervals(rows: _Rows) -> Interval:
    """95 % intervals as shares, of proportions where per is 100 and of rates elsewhere; none without a figure."""
    shares, rates = (method(rows.numerator, rows.denominator) for method in (proportion, rate))
    hundred = rows.per == DEFAULT_PER
    lower, upper = (
        np.where(np.isnan(rows.value), np.nan, np.where(hundred, one, other))
        for one, other in ((shares.lower, rates.lower), (shares.upper, rates.upper))
    )
    return Interval(rows.value, lower, upper)


def _statuses(rows: _Rows) -> npt.NDArray[np.object_]:
    return statuses(
        rows.value,
        rows.target,
        upper=np.full(len(rows.value), np.nan),
        tolerance=rows.tolerance,
        half=_half(rows),
        way=rows.way,
    )


def _half(rows: _Rows) -> FloatArray:
    """Half the last place a figure was rounded to: its series' finest; none with parts, or for whole counts."""
    places = np.full(len(rows.value), FINEST + 1)
    for decimals in range(FINEST, -1, -1):
        scaled = rows.value * 10.0**decimals
        places[np.abs(scaled - np.rint(scaled)) < NOISE] = decimals
    places[np.isnan(rows.value)] = 0
    finest = np.zeros(len(rows.length), dtype=np.int64)
    np.maximum.at(finest, rows.series, places)
    mine = finest[rows.series]
    exact = ~np.isnan(rows.denominator) | (mine > FINEST) | ((mine == 0) & (rows.per <= 1))
    return np.where(exact, 0.0, 0.5 * 10.0**-mine)


def _chart_kind(rows: _Rows, kind: PeriodKind, found: _Found) -> None:
    """Chart every series of one kind of period, and write what is found onto its rows."""
    mine = np.flatnonzero((rows.kind == kind.value) & (rows.place >= 0))
    if not len(mine):
        return
    mine = mine[np.argsort(rows.series[mine], kind="stable")]
    names, start = np.unique(rows.series[mine], return_index=True)
    stop = np.append(start[1:], len(mine))
    for batch, wide in batches(rows.length[names]):
        members = np.concatenate([mine[start[n] : stop[n]] for n in batch])
        row = np.repeat(np.arange(len(batch)), stop[batch] - start[batch])
        column = rows.place[members] + wide - rows.length[rows.series[members]]
        _chart_batch(rows, _Batch(kind, members, row, column, (len(batch), wide)), found)


@dataclass(frozen=True, slots=True)
class _Batch:
    """Rows of the table (`members`) with their places in a matrix."""

    kind: PeriodKind
    members: IntArray
    row: IntArray
    column: IntArray
    shape: tuple[int, int]

    def matrix(self, values: FloatArray, counts: BoolArray) -> FloatArray:
        """A column of the table as a matrix, NaN where nothing stands."""
        made = np.full(self.shape, np.nan)
        used = counts[self.members]
        made[self.row[used], self.column[used]] = values[self.members[used]]
        return made


def _chart_batch(rows: _Rows, batch: _Batch, found: _Found) -> None:
    matrix = batch.matrix(rows.value, rows.counts)
    targets = batch.matrix(rows.target, rows.counts)
    last = np.zeros(batch.shape[0], dtype=np.int64)
    last[batch.row] = batch.members
    ways = rows.way[last]
    charted = chart(
        matrix,
        batch.kind,
        direction=[DIRECTIONS[way] for way in ways.tolist()],
        target=targets[:, -1],
        rebase=_breaks(rows, batch),
    )
    _write(charted, batch, found)
    apart = charted.charts.group
    year = seasons(batch.kind)
    for step, into in ((1, found.short), (year, found.long)):
        if step > 1 or into is found.short:
            words = _directions(matrix, apart, ways, step)
            into[batch.members] = words[batch.row, batch.column]


def _breaks(rows: _Rows, batch: _Batch) -> Sequence[Sequence[int]]:
    places: list[list[int]] = [[] for _ in range(batch.shape[0])]
    first = batch.column == batch.shape[1] - rows.length[rows.series[batch.members]]
    for n in np.flatnonzero(rows.broken[batch.members] & ~first):
        places[batch.row[n]].append(int(batch.column[n]))
    return places if any(places) else ()


def _write(charted: Charted, batch: _Batch, found: _Found) -> None:
    charts, members = charted.charts, batch.members
    at = (batch.row, batch.column)
    fits = (charted.reason == FITS)[batch.row]
    found.mean[members] = charts.mean[at]
    found.lower[members] = np.where(fits, charts.lower[at], np.nan)
    found.upper[members] = np.where(fits, charts.upper[at], np.nan)
    found.cause[members] = np.where(fits, charts.cause[at], "")
    found.point_type[members] = np.where(fits, charts.point_type[at], "")
    gone = charts.variation == Variation.NO_CURRENT.value
    shown = np.where((charted.reason == FITS) | gone, charts.variation, Variation.TOO_FEW.value)
    found.variation[members] = shown[batch.row]
    judged = (
        fits & (charted.beyond == 0)[batch.row] & (charts.assurance != np.array(None))[batch.row]
    )
    found.assurance[members] = np.where(judged, charts.assurance[batch.row], Assurance.NONE.value)
    texts = np.array([" ".join(said) for said in _said(charted)], dtype=object)
    found.caveats[members] = texts[batch.row]


def _said(charted: Charted) -> Iterator[Sequence[str]]:
    rows = zip(charted.reason, charted.charts.caveats, charted.beyond.tolist(), strict=True)
    for reason, caveats, beyond in rows:
        if reason != FITS:
            yield () if reason == FEW else (REASONS[str(reason)],)
        else:
            yield (*caveats, old_limits(beyond)) if beyond else caveats


def _directions(
    matrix: FloatArray, group: IntArray, ways: IntArray, step: int
) -> npt.NDArray[np.object_]:
    """Which way each point moved since `step` periods before, and whether that is better; never across a break."""
    words = np.full(matrix.shape, "", dtype=object)
    if matrix.shape[1] <= step:
        return words
    moved = matrix[:, step:] - matrix[:, :-step]
    scale = np.abs(matrix[:, step:]) + 1.0
    there = ~np.isnan(moved) & (group[:, step:] == group[:, :-step])
    way = np.where(np.abs(moved) <= 1e-12 * scale, 0, np.sign(moved))
    code = np.where(there, 3 * (way + 1) + ways[:, None] + 1, 9).astype(np.int64)
    words[:, step:] = _TRAVEL[code]
    return words


_TRAVEL: npt.NDArray[np.object_] = np.array(
    [
        *("down, better", "down", "down, worse"),
        *("no change", "no change", "no change"),
        *("up, worse", "up", "up, better"),
        "",
    ],
    dtype=object,
)


def _caveats(rows: _Rows, interval: Interval, found: _Found) -> npt.NDArray[np.object_]:
    """The series' caveats, and before them those of the row alone."""
    texts = found.caveats
    parts = ~np.isnan(rows.numerator) & ~np.isnan(rows.denominator) & ~np.isnan(rows.value)
    unsized = parts & np.isnan(interval.lower)
    unread = rows.place < 0
    for where, text in ((unsized, NO_INTERVAL), (~rows.counts & ~unread, TWICE), (unread, UNREAD)):
        texts[where] = [f"{text} {said}".strip() for said in texts[where]]
    return texts
