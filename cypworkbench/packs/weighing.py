"""Sentences for a measure's verdicts: the sign its history shows, and which one leads where they pull apart."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from cypworkbench.domain.judgement import Assessment, Point, Status, Variation
from cypworkbench.domain.period import Period, PeriodKind
from cypworkbench.domain.verdict import FALSE_FLAGS, Tone, Voice, Weighing, weigh
from cypworkbench.packs import words

SHIFT = 7  # points on one side are a shift; more of them make the limits old
_PERIODS = {
    PeriodKind.MONTH: "months",
    PeriodKind.QUARTER: "quarters",
    PeriodKind.TERM: "terms",
    PeriodKind.FINANCIAL_YEAR: "years",
    PeriodKind.ACADEMIC_YEAR: "years",
    PeriodKind.CALENDAR_YEAR: "years",
}
_SIGNAL = {
    Variation.IMPROVEMENT: "It has changed for the better by more than chance would explain.",
    Variation.CONCERN: "It has changed for the worse by more than chance would explain.",
    Variation.NEUTRAL_HIGH: "It is higher than chance would explain.",
    Variation.NEUTRAL_LOW: "It is lower than chance would explain.",
}
_REMARKABLE = 3  # movements one way: one in eight series ends so by chance, so it is said as a fact and not as a sign
_NOT_BY_ENOUGH = "It has changed for the better, but not yet by enough."
_YEARS_BETTER = "Over the last five years it has been getting better"
_YEARS_WORSE = "Over the last five years it has been getting worse"
_BOTH_SIDES = "Its usual range lies on both sides of the target"

# Where a status leads and another verdict pulls apart from it: by status, voice and tone.
_BESIDE_STATUS: Mapping[tuple[Status, Voice, Tone], str] = {
    (
        Status.MET,
        Voice.LIMITS,
        Tone.BAD,
    ): "It meets its target, yet it has changed for the worse, which the target alone does not show.",
    (
        Status.MET,
        Voice.ASSURANCE,
        Tone.BAD,
    ): "Its usual range misses the target, so this figure may not last.",
    (
        Status.MET,
        Voice.ASSURANCE,
        Tone.EVEN,
    ): f"{_BOTH_SIDES}, so chance alone could take it off.",
    (Status.MET, Voice.TREND, Tone.BAD): f"{_YEARS_WORSE}, although it still meets its target.",
    (Status.OFF, Voice.LIMITS, Tone.GOOD): _NOT_BY_ENOUGH,
    (
        Status.OFF,
        Voice.ASSURANCE,
        Tone.GOOD,
    ): "Its usual range meets the target, so this figure stands out.",
    (
        Status.OFF,
        Voice.ASSURANCE,
        Tone.EVEN,
    ): f"{_BOTH_SIDES}, so chance alone could bring it back.",
    (Status.OFF, Voice.TREND, Tone.GOOD): f"{_YEARS_BETTER}, but not yet by enough.",
    (Status.WITHIN, Voice.LIMITS, Tone.GOOD): _NOT_BY_ENOUGH,
    (Status.WITHIN, Voice.ASSURANCE, Tone.GOOD): "Its usual range meets the target.",
    (Status.WITHIN, Voice.ASSURANCE, Tone.BAD): "Its usual range misses the target.",
    (Status.WITHIN, Voice.TREND, Tone.GOOD): f"{_YEARS_BETTER}, but not yet by enough.",
    (Status.TOO_CLOSE, Voice.ASSURANCE, Tone.GOOD): "Its usual range meets the target.",
    (Status.TOO_CLOSE, Voice.ASSURANCE, Tone.BAD): "Its usual range misses the target.",
}


def weighed(assessment: Assessment) -> str:
    """What the history of a measure adds to its claim: the sign it shows, and the verdict that pulls apart.

    Empty where nothing more than the status, the movement and the other areas is to be said.
    """
    if assessment.latest is None:
        return ""
    found = weigh(assessment)
    said = [pattern(assessment), _verdict(assessment, found), _five_years(assessment, found)]
    return " ".join(part for part in said if part)


def by_chance(assessments: Sequence[Assessment]) -> str:
    """How many flags chance alone would give among so many charts, beside how many there are; empty without charts."""
    charts = [a for a in assessments if a.limits is not None]
    if not charts:
        return ""
    flagged = sum(a.variation in _SIGNAL for a in charts)
    expected = len(charts) * FALSE_FLAGS
    about = (
        "fewer than one would be, on average"
        if expected < 1
        else f"about {words.counted(round(expected))} would be"
    )
    one = len(charts) == 1
    found = (
        "none is" if not flagged else "one is" if flagged == 1 else f"{words.counted(flagged)} are"
    )
    return (
        f"{words.capital(words.counted(len(charts)))} {'chart has' if one else 'charts have'} limits and {found} "
        f"flagged. By chance alone, {about}."
    )


def _verdict(assessment: Assessment, found: Weighing) -> str:
    """The one sentence of the table of precedence; the signal's own where nothing pulls apart from the status."""
    if found.lead is Voice.STATUS and found.apart is not None:
        said = _BESIDE_STATUS.get((assessment.status, found.apart, found.apart_tone))
        if said:
            return said
    return _SIGNAL.get(assessment.variation, "")


def _five_years(assessment: Assessment, found: Weighing) -> str:
    """The recent trend, unless the table has said it already."""
    trend = assessment.recent_trend
    if not trend or (
        found.apart is Voice.TREND
        and (assessment.status, Voice.TREND, found.apart_tone) in _BESIDE_STATUS
    ):
        return ""
    if trend.endswith("better"):
        turned = assessment.variation is Variation.CONCERN
        return f"{_even_so(_YEARS_BETTER) if turned else _YEARS_BETTER}."
    if trend.endswith("worse"):
        turned = assessment.variation is Variation.IMPROVEMENT
        return f"{_even_so(_YEARS_WORSE) if turned else _YEARS_WORSE}."
    way = {"Increasing": "has been rising", "Decreasing": "has been falling"}.get(trend)
    return f"Over the last five years it {way or 'shows no clear change'}."


def _even_so(sentence: str) -> str:
    return f"Even so, {sentence[0].lower()}{sentence[1:]}"


def pattern(assessment: Assessment) -> str:
    """The sign that the latest point shows, in words: below its mean for seven quarters running, since Q1 2022/23."""
    limits = assessment.limits
    if limits is None:
        return _plain_run(assessment)
    if not limits.cause or assessment.variation not in _SIGNAL:
        return ""
    cause, points = limits.cause[-1], assessment.series.points
    if "Trend" in cause:
        rising = "Increasing" in cause
        return _moves(_trend(points, rising=rising), rising=rising)
    if "Points" in cause:
        above = "Above" in cause
        run = _side(points, limits.mean, above=above)
        kind = _PERIODS.get(points[-1].period.kind, "figures")
        return (
            f"It has been {'above' if above else 'below'} its mean for {words.counted(len(run))} {kind} running, "
            f"since {words.spoken(run[0].period)}."
        )
    end = "top" if "Above" in cause else "bottom"
    if "2 in 3" in cause:
        return f"Most of its last three figures lie close to the {end} of its usual range."
    return f"It is {'above' if end == 'top' else 'below'} its usual range."


def _plain_run(assessment: Assessment) -> str:
    """Where there are no limits, the movements one way that the series ends with, if there are enough to remark on.

    They are counted as printed: 4.1% after 4.1% is no rise to whoever reads them.
    """
    decimals = assessment.measure.decimals
    points = [
        p if p.value is None else replace(p, value=round(p.value, decimals))
        for p in assessment.series.points
    ]
    for rising in (True, False):
        run = _trend(points, rising=rising)
        if len(run) > _REMARKABLE:
            return _moves(run, rising=rising)
    return ""


def _moves(run: Sequence[Point], *, rising: bool) -> str:
    # seven points in a row are six movements
    way, times = "risen" if rising else "fallen", words.counted(len(run) - 1)
    return f"It has {way} {times} times running, since {words.spoken(run[0].period)}."


def _trend(points: Sequence[Point], *, rising: bool) -> list[Point]:
    """The last points of which each is strictly above (or below) the one before."""
    run = [points[-1]]
    for before, after in reversed(list(pairwise(points))):
        moved = _difference(before, after)
        if moved is None or moved == 0 or (moved > 0) is not rising:
            break
        run.insert(0, before)
    return run


def _difference(before: Point, after: Point) -> float | None:
    return None if before.value is None or after.value is None else after.value - before.value


def old_since(assessment: Assessment) -> Period | None:
    """Where new limits should start: the first point of a last run on one side longer than a shift, else None."""
    limits = assessment.limits
    if limits is None:
        return None
    for above in (True, False):
        run = _side(assessment.series.points, limits.mean, above=above)
        if len(run) > SHIFT:
            return run[0].period
    return None


def _side(points: Sequence[Point], mean: Sequence[float | None], *, above: bool) -> list[Point]:
    """The last points on one side of their line, while the line stays the same."""
    run: list[Point] = []
    for point, line in reversed(list(zip(points, mean, strict=True))):
        if point.value is None or line is None or line != mean[-1]:
            break
        if point.value == line or (point.value > line) is not above:
            break
        run.insert(0, point)
    return run
