"""Assess a whole tidy table at once: a row for each series and point in, the same rows with verdicts out."""

import io
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from cypworkbench.analysis.charting import Charted, batches, chart, old_limits
from cypworkbench.analysis.doubts import DEFAULT_PER, UNNAMED
from cypworkbench.analysis.intervals import FloatArray, Interval, proportion, rate
from cypworkbench.analysis.rebasing import IntArray
from cypworkbench.analysis.runrules import BoolArray
from cypworkbench.analysis.suitability import FEW, FITS, REASONS, seasons
from cypworkbench.analysis.target import statuses
from cypworkbench.analysis.tidy import Rows, read_rows
from cypworkbench.domain.judgement import Assurance, Status, Variation
from cypworkbench.domain.period import PeriodKind
from cypworkbench.domain.refusal import Refusal
from cypworkbench.domain.verdict import FALSE_FLAGS

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
FINEST = 6
NOISE = 1e-6
DIRECTIONS = {1: "increase", -1: "decrease", 0: "neutral"}
UNREAD = "The period cannot be read, so the row belongs to no series."
_NO_SERIES = "belongs to no series"
TWICE = "The period is given twice: the last row counts."


def assess(table: pd.DataFrame) -> pd.DataFrame:
    """The table, its rows in their order, with the columns in `ADDED`.

    A series is one measure, area, group and kind of period. Needed are `measure, area, period_kind, period` and `value`
    or `numerator` and `denominator`; optional `group`, `state`, `flags` ("break" restarts limits), `polarity` (neutral
    when absent), `target`, `tolerance`, and `per` (100 when absent). Where `per` is 100 intervals are of proportions,
    otherwise of rates. Status and direction are each point's own; variation and assurance are the series', said on each
    of its rows. What is wrong with a row is said in its `caveats`, and spoils no other: counts that cannot be make its
    figure missing, and a target, tolerance or `per` that cannot be read leaves it not assessed. Raises Refusal when a
    needed column is missing, one of `ADDED` is there already, or a polarity is no known word.
    """
    for name in ADDED:
        if name in table:
            raise Refusal(
                f"The table has a column called {name} already, which assess would write over.",
                "Take it out, or give it another name"
                + (
                    ": state, if it says that figures are missing or withheld."
                    if name == "status"
                    else "."
                ),
            )
    rows = read_rows(table)
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
        "caveats": _caveats(rows, found),
    }
    texts = {name: pd.Categorical(v) for name, v in columns.items() if v.dtype == object}
    return table.assign(**{name: texts.get(name, values) for name, values in columns.items()})


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
        # as text, so that what was given comes back as it was written; the headings apart, or pandas would rename twins
        lines = pd.read_csv(io.StringIO(text), dtype=str, keep_default_na=False, header=None)
    except (pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise Refusal(
            "The table could not be read as CSV.",
            "Save it as CSV, one row a value, the columns named.",
        ) from error
    headings = str(lines.iloc[0, 0])
    if lines.shape[1] == 1 and (";" in headings or "\t" in headings):
        raise Refusal(
            "The table’s columns are parted by semicolons or tabs.",
            "Save it as CSV with commas between the columns.",
        )
    table = lines.iloc[1:].reset_index(drop=True)
    table.columns = pd.Index([str(name).removeprefix("\ufeff") for name in lines.iloc[0]])
    assessed: str = assess(table).to_csv(index=False, lineterminator="\n")
    return assessed


@dataclass(frozen=True, slots=True)
class Summary:
    """An assessed table in figures: series by the status of their latest row, and rows by caveat, commonest first.

    `flagged` counts the series with limits that show a sign at the latest figure, and `by_chance` how many would if
    nothing had happened anywhere.
    """

    rows: int
    series: int
    with_limits: int
    flagged: int
    by_chance: float
    latest: tuple[tuple[str, int], ...]
    caveats: tuple[tuple[str, int], ...]


def summary(text: str) -> Summary:
    """What `assess_csv` found, from the text it gave back."""
    table = pd.read_csv(io.StringIO(text), dtype=str, keep_default_na=False)
    key = [n for n in ("measure", "area", "group", "period_kind") if n in table]
    placed = table[~table["caveats"].str.contains(_NO_SERIES)]
    last = placed.sort_values("period", kind="stable").groupby(key, sort=False).tail(1)
    charted = last["upper_limit"] != ""
    flagged = charted & last["variation"].str.startswith("special_cause")
    said = Counter(text for text in table["caveats"] if text)
    return Summary(
        rows=len(table),
        series=len(last),
        with_limits=int(charted.sum()),
        flagged=int(flagged.sum()),
        by_chance=round(float(charted.sum()) * FALSE_FLAGS, 2),
        latest=tuple(sorted(Counter(last["status"]).items())),
        caveats=tuple(sorted(said.items(), key=lambda pair: (-pair[1], pair[0]))),
    )


def _intervals(rows: Rows) -> Interval:
    """95 % intervals as shares, of proportions where per is 100 and of rates elsewhere; none without a figure."""
    shares, rates = (method(rows.numerator, rows.denominator) for method in (proportion, rate))
    hundred = rows.per == DEFAULT_PER
    lower, upper = (
        np.where(np.isnan(rows.value), np.nan, np.where(hundred, one, other))
        for one, other in ((shares.lower, rates.lower), (shares.upper, rates.upper))
    )
    return Interval(rows.value, lower, upper)


def _statuses(rows: Rows) -> npt.NDArray[np.object_]:
    words = statuses(
        rows.value,
        rows.target,
        upper=np.full(len(rows.value), np.nan),
        tolerance=rows.tolerance,
        half=_half(rows),
        way=rows.way,
    )
    return np.where(rows.judged, words, Status.NOT_ASSESSED.value)


def _half(rows: Rows) -> FloatArray:
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


def _chart_kind(rows: Rows, kind: PeriodKind, found: _Found) -> None:
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


def _chart_batch(rows: Rows, batch: _Batch, found: _Found) -> None:
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


def _breaks(rows: Rows, batch: _Batch) -> Sequence[Sequence[int]]:
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


def _caveats(rows: Rows, found: _Found) -> npt.NDArray[np.object_]:
    """The series' caveats, and before them those of the row alone."""
    texts = found.caveats
    unread = (rows.place < 0) & ~_says(rows, UNNAMED)
    twice = ~rows.counts & (rows.place >= 0)
    for where, text in (*reversed(rows.doubts), (twice, TWICE), (unread, UNREAD)):
        texts[where] = [f"{text} {said}".strip() for said in texts[where]]
    return texts


def _says(rows: Rows, text: str) -> BoolArray:
    """The rows that a doubt is about."""
    said = [where for where, doubt in rows.doubts if doubt == text]
    return said[0] if said else np.zeros(len(rows.place), dtype=np.bool_)
