"""Areas and groups beside each other: the funnel over the districts, and the gap to another area or group over time."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from cypworkbench.analysis.assess import assess_series
from cypworkbench.analysis.funnel import (
    HIGHER,
    INSIDE,
    LOWER,
    FunnelLimits,
    overdispersion,
    proportion_limits,
    proportion_significance,
    rate_limits,
    rate_significance,
)
from cypworkbench.analysis.gaps import gap_series
from cypworkbench.analysis.intervals import FloatArray
from cypworkbench.domain.charted import ChartAsk, Charted, Role, Spot, Stroke
from cypworkbench.domain.framework import Kind, Measure
from cypworkbench.domain.judgement import Assessment, Point
from cypworkbench.flow.ranked import of_group, ranked, sentences
from cypworkbench.packs import words

_SIZES = 80
_SHARES = (Kind.PERCENTAGE, Kind.AUDIT, Kind.SURVEY)
_FEWEST = 3


def funnel(ask: ChartAsk) -> Charted:
    """The districts' latest figures against how far chance alone may take an area of each size from their average."""
    measure = ask.assessment.measure
    shares = measure.kind in _SHARES and measure.binomial
    if not shares and measure.kind is not Kind.RATE:
        return _nothing(ask, "A funnel is for percentages and rates.")
    placed = _same_period(ask.beside)
    if len(placed) < _FEWEST:
        return _nothing(
            ask, "A funnel needs the counts behind three districts’ figures for one period."
        )
    over, under = (
        np.array([getattr(p, part) for _, p in placed]) for part in ("numerator", "denominator")
    )
    spread = overdispersion(over, under) if shares else _rates_overdispersion(over, under)
    wide = max(1.0, float(np.sqrt(spread))) if spread > _beyond_chance(len(placed)) else 1.0
    limits, xs = _limits(measure, over, under, shares=shares)
    sides = proportion_significance(over, under) if shares else rate_significance(over, under)
    if wide > 1:
        sides = _widened(over, under, wide, shares=shares)
    names = dict(ask.names)
    spots = tuple(
        _spot(measure, names.get(a.area, a.area), point, str(side))
        for (a, point), side in zip(placed, sides, strict=True)
    )
    period = placed[0][1].period
    return Charted(
        ask.kind,
        f"Funnel of the districts, {period.label}",
        measure.unit,
        ask.assessment,
        spots,
        _strokes(limits, xs, wide),
        tuple(_notes(wide, spots, len(ask.beside) - len(placed))),
        ("District", "Figure", "Out of", "Against the average"),
        tuple(
            (s.label, words.figure(measure, s.value), words.number(s.x, 0), _side_words(s.mark))
            for s in spots
        ),
        joined=False,
        axis=measure.denominator or "out of",
    )


def _same_period(beside: Sequence[Assessment]) -> list[tuple[Assessment, Point]]:
    """The districts that have a figure with its parts for the latest period that any of them has."""
    there = [
        (a, p) for a in beside if (p := a.latest) and p.numerator is not None and p.denominator
    ]
    last = max((p.period for _, p in there), default=None)
    return [(a, p) for a, p in there if p.period == last]


def _limits(
    measure: Measure, over: FloatArray, under: FloatArray, *, shares: bool
) -> tuple[FunnelLimits, FloatArray]:
    """Limits at sizes from small to beyond the largest district, times what the measure is printed per."""
    sizes = np.linspace(max(float(under.max()) / _SIZES, 1.0), float(under.max()) * 1.06, _SIZES)
    if shares:
        return _times(proportion_limits(over, under, sizes), measure.per), sizes
    average = over.sum() / under.sum()
    return rate_limits(over, under, sizes * average, per=measure.per), sizes


def _times(found: FunnelLimits, per: float) -> FunnelLimits:
    sides = (found.lower_2s, found.upper_2s, found.lower_3s, found.upper_3s)
    return FunnelLimits(found.baseline * per, *(side * per for side in sides))


def _widened(
    over: FloatArray, under: FloatArray, wide: float, *, shares: bool
) -> npt.NDArray[np.object_]:
    """Which side each district lies on once the limits are widened."""
    average = over.sum() / under.sum()
    at = under if shares else under * average
    found = proportion_limits(over, under, at) if shares else rate_limits(over, under, at)
    value = over / under
    sides = np.full(len(over), INSIDE, dtype=object)
    sides[value > average + (found.upper_3s - average) * wide] = HIGHER
    sides[value < average - (average - found.lower_3s) * wide] = LOWER
    return sides


def _rates_overdispersion(over: FloatArray, under: FloatArray) -> float:
    """As for shares, with the square root of a count, whose spread is the same for every count."""
    expected = under * over.sum() / under.sum()
    z = 2 * (np.sqrt(over) - np.sqrt(expected))
    low, high = np.quantile(z, [0.1, 0.9])
    return float(np.mean(np.clip(z, low, high) ** 2))


def _beyond_chance(areas: int) -> float:
    """The spread that chance alone would seldom give so many areas: two standard deviations above 1."""
    return 1 + 2 * float(np.sqrt(2 / areas))


def _strokes(limits: FunnelLimits, xs: FloatArray, wide: float) -> tuple[Stroke, ...]:
    middle, at = limits.baseline, tuple(float(x) for x in xs)

    def line(name: str, role: Role, side: FloatArray) -> Stroke:
        ys = middle + (side - middle) * wide
        return Stroke(name, role, at, tuple(max(float(y), 0.0) for y in ys))

    return (
        Stroke("Average", Role.CENTRE, at, (middle,) * len(at)),
        line("99.8% limit", Role.LIMIT, limits.upper_3s),
        line("", Role.LIMIT, limits.lower_3s),
        line("95% limit", Role.INNER, limits.upper_2s),
        line("", Role.INNER, limits.lower_2s),
    )


def _spot(measure: Measure, name: str, point: Point, side: str) -> Spot:
    outside = "outside" if side in (HIGHER, LOWER) else ""
    mark = f"{outside} {'high' if side == HIGHER else 'low'}" if outside else ""
    under = point.denominator or 0.0
    spoken = f"{name}: {words.figure(measure, point.value)} of {words.number(under, 0)}, {_side_words(mark)}."
    return Spot(name, under, point.value, spoken, mark, point.lower, point.upper)


def _side_words(mark: str) -> str:
    if not mark:
        return "as chance would have it"
    return f"{'above' if mark.endswith('high') else 'below'} the 99.8% limit"


def _notes(wide: float, spots: Sequence[Spot], missing: int) -> list[str]:
    out = [spot.label for spot in spots if spot.mark]
    limits = "the widened limits" if wide > 1 else "the 99.8% limits"
    if out:
        lie = "lies" if len(out) == 1 else "lie"
        by_chance = "chance alone would put one district there in forty rounds."
        said = [f"{words.listed(out)} {lie} outside {limits}; {by_chance}"]
    elif wide > 1:
        said = [f"No district lies outside {limits}."]
    else:
        alike = "their differences are no more than chance would give."
        said = [f"No district lies outside {limits}: {alike}"]
    if wide > 1:
        said.append(
            f"The districts vary {words.number(wide, 1)} times as much as chance would have it, so the limits are "
            "widened by as much, to allow for what makes all of them differ (Spiegelhalter 2005)."
        )
    if missing:
        said.append(
            f"{words.capital(words.counted(missing))} {'district is' if missing == 1 else 'districts are'} left out: "
            "no figure with its counts for that period."
        )
    return said


def gap(ask: ChartAsk) -> Charted:
    """The gap between two areas or groups at each period, with its own interval."""
    names = dict(ask.names)
    other, name = ask.other, names.get(ask.other.area, ask.other.area) if ask.other else ""
    if ask.group and ask.framework:
        other = of_group(ask.group, ask.framework, ask.assessment.area)
        name = f"{names.get(ask.assessment.area, ask.assessment.area)}, {ask.group[0].group}"
    if other is None or not ask.assessment.series.points:
        return _nothing(ask, "There is nothing to compare with.")
    made = gap_series(ask.assessment.series, other.series, name)
    (a,) = assess_series([made])
    mine = names.get(ask.assessment.area, ask.assessment.area)
    xs = tuple(float(n) for n in range(len(made.points)))
    spots = tuple(
        Spot(
            words.short(p.period), x, p.value, _gap_spoken(a, p, (mine, name)), "", p.lower, p.upper
        )
        for x, p in zip(xs, made.points, strict=True)
    )
    rows = tuple(
        (p.period.label, words.number(p.value, a.measure.decimals), _range(a.measure, p))
        for p in reversed(made.points)
    )
    return Charted(
        ask.kind,
        f"Gap: {mine} less {name}",
        a.measure.unit,
        a,
        spots,
        (Stroke("No gap", Role.NOUGHT, xs, (0.0,) * len(xs)),),
        (*_gap_notes(a, (mine, name)), *_across_groups(ask)),
        ("Period", "Gap", "95% range"),
        rows,
    )


def _across_groups(ask: ChartAsk) -> tuple[str, ...]:
    """Where the gap is to one group of a scale of deprivation, what the index of inequality says of all of them."""
    found = ranked(ask) if ask.group else None
    return sentences(found) if found else ()


def _gap_notes(a: Assessment, names: tuple[str, str]) -> list[str]:
    latest = a.latest
    if latest is None or latest.value is None:
        return ["The two have no period in common."]
    mine, name = names
    size = words.number(abs(latest.value), a.measure.decimals)
    side = "above" if latest.value > 0 else "below"
    said = [f"{words.when(latest.period)} {mine} was {size} {a.measure.unit} {side} {name}."]
    if float(size.replace(",", "")) == 0:
        said = [f"{words.when(latest.period)} {mine} and {name} were the same."]
    if latest.lower is None or latest.upper is None:
        return [
            *said,
            "The figures come without the counts behind them, so the gap has no interval.",
        ]
    sure = latest.lower > 0 or latest.upper < 0
    verdict = "more than chance would explain" if sure else "no more than chance would explain"
    return [*said, f"That is {verdict}: its 95% range is {_range(a.measure, latest)}."]


def _gap_spoken(a: Assessment, point: Point, names: tuple[str, str]) -> str:
    when = words.capital(words.spoken(point.period))
    if point.value is None:
        return f"{when}: no gap, because one of the two has no figure."
    side = "above" if point.value > 0 else "below"
    size = words.number(abs(point.value), a.measure.decimals)
    return f"{when}: {names[0]} {size} {side} {names[1]}."


def _range(measure: Measure, point: Point) -> str:
    if point.lower is None or point.upper is None:
        return "–"
    low, high = (words.number(side, measure.decimals) for side in (point.lower, point.upper))
    return f"{low} to {high}"


def _nothing(ask: ChartAsk, why: str) -> Charted:
    return Charted(
        ask.kind, "No chart", ask.assessment.measure.unit, ask.assessment, (), notes=(why,)
    )
