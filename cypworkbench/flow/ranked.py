"""Groups in order of deprivation: the line through them, how far apart its ends lie, and the sentence that says so."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from cypworkbench.analysis.assess import assess_series
from cypworkbench.analysis.inequality import (
    FEWEST_GROUPS,
    REPETITIONS,
    SlopeIndex,
    slope_index,
)
from cypworkbench.analysis.series import build_series
from cypworkbench.domain.charted import ChartAsk, Charted, Role, Spot, Stroke
from cypworkbench.domain.evidence import Observation
from cypworkbench.domain.framework import Framework, Kind, Measure
from cypworkbench.domain.judgement import Assessment, Point
from cypworkbench.domain.period import Period
from cypworkbench.packs import words

_RANK = re.compile(r"\b(quintile|fifth|decile|tenth)\s*(\d+)\b", re.IGNORECASE)
_SHARES = (Kind.PERCENTAGE, Kind.AUDIT, Kind.SURVEY)
_NONE = (
    "An index of inequality needs figures of at least five groups by deprivation for one period, each with its counts: "
    "groups named quintile 1 to quintile 5, or decile 1 to decile 10, of which 1 is the most deprived."
)


class Ranked(NamedTuple):
    """The groups of one scale for one period, the most deprived first, and the index of the line through them."""

    measure: Measure
    period: Period
    groups: tuple[tuple[str, Point], ...]
    slope: SlopeIndex


def of_group(
    observations: Sequence[Observation], framework: Framework, area: str
) -> Assessment | None:
    """The series of one group, assessed as if it were the whole; None where it makes none."""
    whole = [replace(one, group="all") for one in observations]
    built = [s for s in build_series(whole, (), framework) if s.area == area]
    return assess_series(built)[0] if built else None


def ranked(ask: ChartAsk) -> Ranked | None:
    """The latest period for which every group of a scale has a figure with its counts; None where there is none."""
    series = _by_rank(ask)
    if len(series) < FEWEST_GROUPS:
        return None
    points = [_usable(assessment) for _, assessment in series]
    latest = max(set.intersection(*(set(there) for there in points)), default=None)
    if latest is None:
        return None
    groups = tuple((name, there[latest]) for (name, _), there in zip(series, points, strict=True))
    measure = ask.assessment.measure
    return Ranked(measure, latest, groups, _index(measure, [point for _, point in groups]))


def inequality(ask: ChartAsk) -> Charted:
    """Each group at the middle of its share of the people, the most deprived at the left, and the line through them."""
    found, measure = ranked(ask), ask.assessment.measure
    if found is None or np.isnan(found.slope.sii):
        why = _NONE if found is None else sentences(found)[0]
        return Charted(ask.kind, "No chart", measure.unit, ask.assessment, (), notes=(why,))
    times = _per(measure)
    shares = _shares(point for _, point in found.groups)
    middles = np.cumsum(shares) - np.array(shares) / 2
    spots = tuple(
        Spot(name, float(x) * 100, p.value, _spoken(measure, name, p, share), "", p.lower, p.upper)
        for (name, p), x, share in zip(found.groups, middles, shares, strict=True)
    )
    start = found.slope.intercept * times
    line = Stroke("Line", Role.CENTRE, (0.0, 100.0), (start, start + found.slope.sii * times))
    rows = tuple(
        (
            s.label,
            words.figure(measure, s.value),
            _range(measure, s),
            f"{words.number(w * 100, 1)}%",
        )
        for s, w in zip(spots, shares, strict=True)
    )
    return Charted(
        ask.kind,
        f"By deprivation, {found.period.label}",
        measure.unit,
        ask.assessment,
        spots,
        (line,),
        sentences(found),
        ("Group", "Figure", "95% range", "Share of the people"),
        rows,
        joined=False,
        axis="% of the people, the most deprived first",
    )


def sentences(found: Ranked) -> tuple[str, ...]:
    """The index of inequality in words, and how its limits were found."""
    index, measure = found.slope, found.measure
    count, when = words.counted(len(found.groups)), words.when(found.period)
    if np.isnan(index.sii):
        return (
            f"{when} no index of inequality can be given: a group’s figure is missing, none at all, or everybody.",
        )
    times = _per(measure)
    start, end = index.intercept * times, (index.intercept + index.sii) * times
    first, last = (words.figure(measure, side) for side in (start, end))
    way = "falls" if end < start else "rises"
    points = " points" if measure.is_share else ""
    slope, low, high = (
        words.number(side * times, measure.decimals)
        for side in (index.sii, index.sii_lower, index.sii_upper)
    )
    ratio, least, most = (
        words.number(side, 2) for side in (index.rii, index.rii_lower, index.rii_upper)
    )
    relative = f"the relative index {ratio} ({least} to {most})"
    sure = index.sii_lower > 0 or index.sii_upper < 0
    verdict = "more" if sure else "no more"
    ends = f"{way} from {first} at the most deprived end to {last} at the least"
    return (
        f"{when} the line through the {count} groups {ends}.",
        f"The slope index of inequality is {slope}{points} ({low} to {high}), {relative}.",
        f"That is {verdict} than chance would explain.",
        f"In brackets: 95% ranges, from {REPETITIONS:,} simulated lines begun from {index.seed}.",
    )


def _by_rank(ask: ChartAsk) -> list[tuple[str, Assessment]]:
    """The series of each group of the first scale that is whole, in order of rank."""
    if ask.framework is None:
        return []
    scales: dict[str, dict[int, str]] = {}
    for name in sorted({one.group for one in ask.scale}):
        said = _RANK.search(name)
        if said:
            scales.setdefault(said[1].casefold(), {})[int(said[2])] = name
    names = next((s for s in scales.values() if len(s) >= FEWEST_GROUPS), {})
    return _series(ask, ask.framework, names)


def _series(
    ask: ChartAsk, framework: Framework, names: Mapping[int, str]
) -> list[tuple[str, Assessment]]:
    made = []
    for _, name in sorted(names.items()):
        mine = [one for one in ask.scale if one.group == name]
        built = of_group(mine, framework, ask.assessment.area)
        if built is None:
            return []
        made.append((name, built))
    return made


def _usable(assessment: Assessment) -> dict[Period, Point]:
    return {
        p.period: p
        for p in assessment.series.points
        if None not in (p.value, p.lower, p.upper) and p.denominator
    }


def _index(measure: Measure, points: Sequence[Point]) -> SlopeIndex:
    times = _per(measure)
    value, lower, upper = (
        [(getattr(p, side) or 0.0) / times for p in points] for side in ("value", "lower", "upper")
    )
    shares = measure.kind in _SHARES and measure.binomial
    kind = "proportion" if shares else "rate" if measure.kind is Kind.RATE else "value"
    return slope_index(value, lower, upper, [p.denominator or 0.0 for p in points], kind=kind)


def _per(measure: Measure) -> float:
    """What a share is printed per; anything else stays as it is."""
    return float(measure.per) if measure.kind in _SHARES and measure.binomial else 1.0


def _shares(points: Iterable[Point]) -> list[float]:
    people = [p.denominator or 0.0 for p in points]
    return [one / sum(people) for one in people]


def _spoken(measure: Measure, name: str, point: Point, share: float) -> str:
    return f"{name}: {words.figure(measure, point.value)}, {words.number(share * 100, 1)}% of the people."


def _range(measure: Measure, spot: Spot) -> str:
    return f"{words.figure(measure, spot.lower)} to {words.figure(measure, spot.upper)}"
