"""Limits, variation, assurance and recent trend of many series at once."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from cypworkbench.analysis.anew import Anew
from cypworkbench.analysis.charting import Charted, batches, chart, old_limits
from cypworkbench.analysis.intervals import FloatArray
from cypworkbench.analysis.spc import NO_CURRENT_VALUE
from cypworkbench.analysis.suitability import (
    DOUBTFUL,
    FEW,
    FITS,
    LONG_RUN,
    REASONS,
    last_run,
    overlaps,
)
from cypworkbench.analysis.target import Asked
from cypworkbench.analysis.trend import (
    DECREASING,
    INCREASING,
    NO_CHANGE,
    NOT_CALCULATED,
    POINTS,
    recent,
)
from cypworkbench.domain.evidence import Flag
from cypworkbench.domain.framework import Kind, Polarity
from cypworkbench.domain.judgement import (
    Assurance,
    Limits,
    Rebase,
    Series,
    Variation,
    way_that_counts,
)
from cypworkbench.domain.period import YEARLY, PeriodKind

DIRECTIONS = {
    Polarity.HIGHER: "increase",
    Polarity.LOWER: "decrease",
    Polarity.NEUTRAL: "neutral",
    Polarity.NONE: "neutral",
}


@dataclass(frozen=True, slots=True)
class Signal:
    """What a series' own history says about it; `limits` None where no chart may be used."""

    limits: Limits | None = None
    variation: Variation = Variation.TOO_FEW
    assurance: Assurance = Assurance.NONE
    trend: str = ""
    caveats: tuple[str, ...] = ()


def find(
    series: Sequence[Series], asked: Sequence[Asked], rebases: Sequence[Rebase] = ()
) -> tuple[Signal, ...]:
    """A signal for each series; `asked` is what its target asks for at its last point."""
    anew = Anew(rebases)
    found = [Signal()] * len(series)
    for kind in PeriodKind:
        members = [n for n, one in enumerate(series) if one.points and _kind(one) is kind]
        lengths = np.array([len(series[n].points) for n in members], dtype=np.int64)
        for batch, wide in batches(lengths):
            chosen = [members[n] for n in batch]
            some = [series[n] for n in chosen]
            signals = _charted(some, [asked[n] for n in chosen], (kind, wide), anew)
            for n, signal in zip(chosen, signals, strict=True):
                found[n] = signal
    ways = [way_that_counts(s.measure, a.target) for s, a in zip(series, asked, strict=True)]
    for n, text in _trends(series, ways):
        found[n] = replace(found[n], trend=text)
    for n, one in enumerate(series):
        if said := anew.said(one):
            found[n] = replace(found[n], caveats=(*found[n].caveats, *said))
    return tuple(found)


def _kind(series: Series) -> PeriodKind:
    return series.points[0].period.kind


def _charted(
    series: Sequence[Series],
    asked: Sequence[Asked],
    shape: tuple[PeriodKind, int],
    anew: Anew,
) -> Iterator[Signal]:
    kind, wide = shape
    matrix = np.full((len(series), wide), np.nan)
    for row, one in enumerate(series):
        for place, point in enumerate(one.points, wide - len(one.points)):
            if point.value is not None:
                matrix[row, place] = point.value
    # a band has no one line to keep to
    target = [one.value if np.isnan(one.upper) else np.nan for one in asked]
    charted = chart(
        matrix,
        kind,
        direction=[
            DIRECTIONS[way_that_counts(s.measure, a.target)]
            for s, a in zip(series, asked, strict=True)
        ],
        target=np.array(target, dtype=np.float64),
        rebase=[tuple(n + wide - len(one.points) for n in anew.places(one)) for one in series],
    )
    return (
        _signal(charted, row, len(one.points), _unsure(one, max(anew.places(one), default=0)))
        for row, one in enumerate(series)
    )


def _unsure(series: Series, start: int) -> str:
    """What is said where a sign cannot be believed: a long run about the median, as a fact, or the reason alone."""
    points = series.points[start:]
    values = [np.nan if point.value is None else point.value for point in points]
    run = last_run(np.array(values, dtype=np.float64))
    if abs(run) < LONG_RUN:
        return REASONS[DOUBTFUL]
    side = "above" if run > 0 else "below"
    since = points[-abs(run)].period.label
    return (
        f"Its latest {abs(run)} figures all lie {side} their median, since {since}, which may come of each figure "
        "following the one before, so no limits are drawn."
    )


def _signal(charted: Charted, row: int, points: int, unsure: str) -> Signal:
    charts, reason = charted.charts, str(charted.reason[row])
    missing = charts.variation[row] == NO_CURRENT_VALUE
    if reason != FITS:
        said = () if reason == FEW else (unsure if reason == DOUBTFUL else REASONS[reason],)
        return Signal(
            variation=Variation.NO_CURRENT if missing else Variation.TOO_FEW, caveats=said
        )
    limits = Limits(
        mean=_line(charts.mean[row, -points:]),
        lower=_line(charts.lower[row, -points:]),
        upper=_line(charts.upper[row, -points:]),
        cause=tuple(charts.cause[row, -points:]),
        point_type=tuple(charts.point_type[row, -points:]),
    )
    beyond = int(charted.beyond[row])
    sure = None if beyond else charts.assurance[row]
    old = (old_limits(beyond),) if beyond else ()
    return Signal(
        limits=limits,
        variation=Variation(charts.variation[row]),
        assurance=Assurance(sure or Assurance.NONE),
        caveats=(*charts.caveats[row], *old),
    )


def _line(values: Iterable[float]) -> tuple[float | None, ...]:
    return tuple(None if np.isnan(value) else float(value) for value in values)


def _trends(series: Sequence[Series], ways: Sequence[Polarity]) -> Iterator[tuple[int, str]]:
    """The recent trend, with its place, of each series that can have one: yearly, unbroken, with intervals."""
    able = [(n, one) for n, one in enumerate(series) if _can_trend(one)]
    counted = [pair for pair in able if pair[1].measure.kind is Kind.PERCENTAGE]
    others = [pair for pair in able if pair[1].measure.kind is not Kind.PERCENTAGE]
    for some, by_counts in ((counted, True), (others, False)):
        if not some:
            continue
        parts = {name: _last(some, name) for name in _PARTS}
        counts = {name: parts[name] for name in _PARTS[3:]} if by_counts else {}
        verdicts = recent(parts["value"], parts["lower"], parts["upper"], **counts).trend
        for (n, _), verdict in zip(some, verdicts, strict=True):
            yield n, _in_words(str(verdict), ways[n])


_PARTS = ("value", "lower", "upper", "numerator", "denominator")


def _can_trend(series: Series) -> bool:
    last = series.points[-POINTS:]
    if len(last) < POINTS or _kind(series) not in YEARLY or overlaps(_kind(series)):
        return False
    broken = any(Flag.BREAK in point.flags for point in last[1:])
    sized = all(point.value is not None and point.lower is not None for point in last)
    whole = all(point.numerator is not None and point.denominator for point in last)
    return sized and not broken and (whole or series.measure.kind is not Kind.PERCENTAGE)


def _last(series: Sequence[tuple[int, Series]], part: str) -> FloatArray:
    rows = [[getattr(p, part) for p in one.points[-POINTS:]] for _, one in series]
    return np.array(rows, dtype=np.float64)


def _in_words(verdict: str, polarity: Polarity) -> str:
    """The verdict as the profiles print it: "Increasing and getting worse"."""
    if verdict == NOT_CALCULATED:
        return ""
    if verdict == NO_CHANGE or not polarity.judges:
        return verdict
    good = INCREASING if polarity is Polarity.HIGHER else DECREASING
    return f"{verdict} and getting {'better' if verdict == good else 'worse'}"
