"""From a series to a chart of any kind: its figures, its limits, the sentences that explain it, and its table."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from cypworkbench.analysis.anew import Anew
from cypworkbench.analysis.controlcharts import CountChart, Runs, p_chart, runs, u_chart
from cypworkbench.analysis.instead import SENTENCES, Instead, Shown, best_chart
from cypworkbench.analysis.intervals import FloatArray
from cypworkbench.analysis.signals import DIRECTIONS
from cypworkbench.analysis.suitability import (
    DOUBTFUL,
    FITS,
    LEANING,
    OVERLAPPING,
    REASONS,
    SEASONAL,
    may_lean,
    suitability,
)
from cypworkbench.domain.charted import ChartAsk, Charted, ChartKind, Role, Spot, Stroke
from cypworkbench.domain.framework import Kind
from cypworkbench.domain.judgement import Assessment, Point, Variation
from cypworkbench.flow import aloud, comparing, ranked, stretches
from cypworkbench.flow.foretelling import foretold
from cypworkbench.packs import words

_SHARES = (Kind.PERCENTAGE, Kind.AUDIT, Kind.SURVEY)
_OF_THE_CHART = ("Limits start anew", "The last ", "Its latest ")  # how caveats about a chart begin
_NOT_JUDGED = {
    LEANING: SENTENCES[Shown.ABOUT_MEDIAN],
    DOUBTFUL: SENTENCES[Shown.UNSURE],
    OVERLAPPING: "Each figure covers part of the time of the one before, so runs on one side are usual, and no sign.",
    SEASONAL: "The figures follow the season, so runs on one side are usual, and no sign.",
}
_SIGNS = {
    Variation.IMPROVEMENT: "a change for the better",
    Variation.CONCERN: "a change for the worse",
    Variation.NEUTRAL_HIGH: "higher than chance would explain",
    Variation.NEUTRAL_LOW: "lower than chance would explain",
}


def charted(ask: ChartAsk) -> Charted:
    """The chart asked for. One that cannot be drawn has no spots, and its notes say why."""
    return _KINDS[ask.kind](ask)


def _trend(ask: ChartAsk) -> Charted:
    """The trend as the page draws it: here only what is read aloud of its points, and its table is the place's own."""
    a = ask.assessment
    types = a.limits.point_type if a.limits else ("",) * len(a.series.points)
    marks = [kind if kind in set(_SIGNS) else "" for kind in types]
    spots = _spots(a, _values(a), marks)
    return Charted(ask.kind, "Trend", a.measure.unit, a, spots, notes=foretold(a))


def _run(ask: ChartAsk) -> Charted:
    a, y = ask.assessment, _values(ask.assessment)
    if not (~np.isnan(y)).any():
        return _nothing(ask, "There are no figures to chart.")
    parts = stretches.cuts(a.series, ask.rebases)
    centre = stretches.medians(y, parts)
    strokes = (Stroke("Median", Role.CENTRE, _places(y), _listed(centre)),)
    now = y[parts[-1]]
    reason = str(suitability(now[None, :], a.series.points[0].period.kind)[0])
    found = runs(now, float(centre[-1]))
    if reason == FITS and found.signal and may_lean(now):
        reason = DOUBTFUL
    notes = [_NOT_JUDGED.get(reason) or _of_runs(found)]
    notes += [said for said in a.caveats if said.startswith(_OF_THE_CHART[-1])]
    return _of_values(ask, "Run chart", y, strokes, (*notes, *stretches.said(ask, "The median")))


def _xmr(ask: ChartAsk) -> Charted:
    a = ask.assessment
    y = _values(a)
    if not (~np.isnan(y)).any():
        return _nothing(ask, "There are no figures to chart.")
    made = best_chart(
        y,
        a.series.points[0].period.kind,
        direction=DIRECTIONS[a.measure.polarity],
        rebase=Anew(ask.rebases).places(a.series),
    )
    notes = [SENTENCES[made.shown]] if SENTENCES[made.shown] else []
    notes += [said for said in a.caveats if said.startswith(_OF_THE_CHART)]
    if made.runs is not None and made.shown is Shown.LINE:
        notes.append(_of_runs(made.runs))
    points = a.series.points[len(y) - len(made.values) :]
    return _of_xmr(ask, made, points, tuple(notes))


def _of_xmr(
    ask: ChartAsk, made: Instead, points: Sequence[Point], notes: tuple[str, ...]
) -> Charted:
    a, xs, chart = ask.assessment, _places(made.values), made.chart
    titles = {
        Shown.FIGURES: "XmR chart",
        Shown.CHANGES: "XmR chart of changes",
        Shown.SEASON_OFF: "XmR chart, season taken off",
        Shown.ABOUT_MEDIAN: "Run chart",
        Shown.UNSURE: "Run chart",
        Shown.LINE: "Line",
    }
    marks = [""] * len(points)
    strokes: tuple[Stroke, ...]
    if chart is None:
        middle = stretches.medians(made.values, stretches.cuts(a.series, ask.rebases))
        strokes = (Stroke("Median", Role.CENTRE, xs, _listed(middle)),)
    else:
        strokes = tuple(
            Stroke(name, role, xs, _listed(line))
            for name, role, line in (
                ("Mean", Role.CENTRE, chart.mean),
                ("Upper limit", Role.LIMIT, chart.upper),
                ("Lower limit", Role.LIMIT, chart.lower),
            )
        )
        known = set(_SIGNS)
        marks = [kind if kind in known else "" for kind in chart.point_type.tolist()]
    spots = _spots(a, made.values, marks, points, made.shown)
    heads, rows = _table(a, points, spots, strokes, made.shown)
    measure = aloud.axis(made.shown, a.measure)
    a = replace(a, series=replace(a.series, measure=measure))
    return Charted(
        ask.kind, titles[made.shown], measure.unit, a, spots, strokes, notes, heads, rows
    )


def _counts(ask: ChartAsk) -> Charted:
    """P or U, by whether the measure is a share or a rate; the prime form where counts alone explain too little."""
    a = ask.assessment
    shares = a.measure.kind in _SHARES and a.measure.binomial
    if not shares and a.measure.kind is not Kind.RATE:
        return _nothing(ask, "This chart is for percentages and rates.")
    over, under = (_parts(a, part) for part in ("numerator", "denominator"))
    if np.isnan(over + under).all():
        return _nothing(
            ask, "This chart needs the counts behind the figures, and they are not given."
        )
    method: Callable[..., CountChart] = p_chart if shares else u_chart
    parts = stretches.cuts(a.series, ask.rebases)
    chart = stretches.counted(method, (over, under), a.measure.per, parts)
    reason = str(suitability(chart.value[None, parts[-1]], a.series.points[0].period.kind)[0])
    now = chart.value[parts[-1]]
    if reason == FITS and (chart.runs.signal or chart.outside[parts[-1]].any()) and may_lean(now):
        reason = DOUBTFUL
    xs = _places(chart.value)
    name = "P" if shares else "U"
    strokes = [Stroke("Average", Role.CENTRE, xs, _listed(chart.centre))]
    if reason != FITS:
        notes = (REASONS[reason], *stretches.said(ask, "The average"))
        return _of_values(ask, f"{name} chart", chart.value, tuple(strokes), notes)
    strokes += [
        Stroke("Upper limit", Role.LIMIT, xs, _listed(chart.upper)),
        Stroke("Lower limit", Role.LIMIT, xs, _listed(chart.lower)),
    ]
    marks = ["outside" if out else "" for out in chart.outside.tolist()]
    notes = (_of_runs(chart.runs), *Anew(ask.rebases).said(a.series))
    if chart.prime:
        notes = (_widened(chart.spread), *notes)
    title = f"{name}{'′' if chart.prime else ''} chart"
    return _of_values(ask, title, chart.value, tuple(strokes), notes, marks)


def _widened(times: float) -> str:
    return (
        f"The figures vary {words.number(times, 1)} times as much as their counts explain, so the limits are "
        "widened by as much (Laney’s prime form)."
    )


def _of_runs(found: Runs) -> str:
    """The run rules of a series in a sentence, with what they would have called a sign."""
    if not found.useful:
        return "No figure lies off the line, so there are no runs to judge."
    verdict = "that is a sign of change" if found.signal else "neither is a sign of change"
    longest, most = words.counted(found.longest), words.counted(int(found.longest_most))
    crossed, least = _times(found.crossings), int(found.crossings_fewest)
    fewer = {0: "", 1: " (never would be one)"}.get(
        least, f" (fewer than {words.counted(least)} times would be one)"
    )
    return (
        f"The longest run on one side is {longest} (more than {most} would be a sign), and the line is crossed "
        f"{crossed}{fewer}: {verdict}."
    )


def _times(count: int) -> str:
    return {0: "never", 1: "once", 2: "twice"}.get(count, f"{words.counted(count)} times")


def _of_values(
    ask: ChartAsk,
    title: str,
    y: FloatArray,
    strokes: tuple[Stroke, ...],
    notes: tuple[str, ...],
    marks: Sequence[str] = (),
) -> Charted:
    a = ask.assessment
    spots = _spots(a, y, marks or [""] * len(y))
    heads, rows = _table(a, a.series.points, spots, strokes)
    return Charted(ask.kind, title, a.measure.unit, a, spots, strokes, notes, heads, rows)


def _nothing(ask: ChartAsk, why: str) -> Charted:
    return Charted(
        ask.kind, "No chart", ask.assessment.measure.unit, ask.assessment, (), notes=(why,)
    )


def _values(a: Assessment) -> FloatArray:
    return np.array([np.nan if p.value is None else p.value for p in a.series.points], dtype=float)


def _parts(a: Assessment, part: str) -> FloatArray:
    found = [getattr(p, part) for p in a.series.points]
    return np.array([np.nan if value is None else value for value in found], dtype=float)


def _places(y: FloatArray) -> tuple[float, ...]:
    return tuple(float(n) for n in range(len(y)))


def _listed(line: FloatArray) -> tuple[float | None, ...]:
    return tuple(None if np.isnan(value) else float(value) for value in line)


def _spots(
    a: Assessment,
    y: FloatArray,
    marks: Sequence[str],
    points: Sequence[Point] = (),
    shown: Shown = Shown.FIGURES,
) -> tuple[Spot, ...]:
    made = []
    for n, (point, value, mark) in enumerate(zip(points or a.series.points, y, marks, strict=True)):
        there = None if np.isnan(value) else float(value)
        said = "" if there is None else aloud.figure(shown, a.measure, point, there)
        made.append(
            Spot(words.short(point.period), float(n), there, _spoken(point, said, mark), mark)
        )
    return tuple(made)


def _spoken(point: Point, figure: str, mark: str) -> str:
    when = words.capital(words.spoken(point.period))
    if not figure:
        return f"{when}: no figure."
    sign = (
        _SIGNS.get(Variation(mark), "")
        if mark in set(_SIGNS)
        else "outside the limits"
        if mark
        else ""
    )
    flags = (
        f", {words.listed([f.value.replace('_', ' ') for f in point.flags])}" if point.flags else ""
    )
    return f"{when}: {figure}{f', {sign}' if sign else ''}{flags}."


def _table(
    a: Assessment,
    points: Sequence[Point],
    spots: Sequence[Spot],
    strokes: Sequence[Stroke],
    shown: Shown = Shown.FIGURES,
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    heads = (
        "Period",
        aloud.HEADS.get(shown, "Figure"),
        *(stroke.name for stroke in strokes),
        "Sign",
    )
    rows = []
    for n, (point, spot) in enumerate(zip(points, spots, strict=True)):
        lines = (words.number(stroke.ys[n], a.measure.decimals + 1) for stroke in strokes)
        sign = {"outside": "outside the limits"}.get(spot.mark, "")
        sign = _SIGNS.get(Variation(spot.mark), sign) if spot.mark in set(_SIGNS) else sign
        rows.append(
            (point.period.label, aloud.cell(shown, a.measure, spot.value), *lines, sign or "–")
        )
    return heads, tuple(reversed(rows))


_KINDS: Mapping[ChartKind, Callable[[ChartAsk], Charted]] = {
    ChartKind.TREND: _trend,
    ChartKind.RUN: _run,
    ChartKind.XMR: _xmr,
    ChartKind.COUNTS: _counts,
    ChartKind.FUNNEL: comparing.funnel,
    ChartKind.GAP: comparing.gap,
    ChartKind.INEQUALITY: ranked.inequality,
}
