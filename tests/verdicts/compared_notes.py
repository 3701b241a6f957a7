"""Reads the notes beside districts side by side, and works out each number in them from the districts' own figures."""

import math
import re
from collections.abc import Iterator
from statistics import fmean, quantiles

from cypworkbench.domain.area import ENGLAND
from cypworkbench.domain.charted import Charted, ChartKind
from cypworkbench.domain.judgement import Point
from cypworkbench.domain.pack import PackPlan
from cypworkbench.packs import words
from tests.verdicts.numbers import N, shown
from tests.verdicts.prose import in_words

_SPREAD = re.compile(
    rf"The districts vary (?P<times>{N}) times as much as chance would have it, so the limits are widened by "
    r"as much, to allow for what makes all of them differ \(Spiegelhalter 2005\)\."
)
_LEFT_OUT = re.compile(
    r"(?P<count>\w+) districts? (?:is|are) left out: no figure with its counts for that period\."
)
_NONE_OUT = re.compile(r"No district lies outside the (?:widened|99\.8%) limits[.:].*")
_OUT = re.compile(r"(?P<names>.+) lies? outside the (?:widened|99\.8%) limits; .+")
_GAP = re.compile(
    rf"(?P<when>(?:On|In) .+) (?P<mine>.+) was (?P<size>{N}) .+ (?P<side>above|below) England\."
)
_RANGE = re.compile(
    rf"That is (?P<how>more|no more) than chance would explain: its 95% range is (?P<low>{N}) to (?P<high>{N})\."
)
_NO_RANGE = "The figures come without the counts behind them, so the gap has no interval."


def faults(plan: PackPlan, chart: Charted) -> Iterator[str]:
    """Each note that is untrue, and each that nobody reads."""
    reader = _funnel if chart.kind is ChartKind.FUNNEL else _gap
    for note in chart.notes:
        if not reader(plan, chart, note):
            yield f"{chart.title}: {note}"


def _funnel(plan: PackPlan, chart: Charted, note: str) -> bool:
    points = list(_counted(plan, chart))
    if found := _SPREAD.fullmatch(note):
        return found["times"] == f"{_spread(chart, points):.1f}"
    if found := _LEFT_OUT.fullmatch(note):
        missing = len(plan.picture.framework.districts) - len(points)
        return found["count"].lower() == in_words(missing)
    outside = [row[0] for row in chart.rows if row[-1] != "as chance would have it"]
    if _NONE_OUT.fullmatch(note):
        return not outside
    found = _OUT.fullmatch(note)
    return bool(found and found["names"] == words.listed(outside))


def _counted(plan: PackPlan, chart: Charted) -> Iterator[Point]:
    """The districts' points, with their counts, of the period that the chart is of."""
    measure = chart.assessment.measure
    for district in plan.picture.framework.districts:
        held = plan.picture.assessments.get((measure.id, district.code))
        for point in held.series.points if held else ():
            of_then = chart.title.endswith(f", {words.short(point.period)}")
            if of_then and point.numerator is not None and point.denominator:
                yield point


def _spread(chart: Charted, points: list[Point]) -> float:
    """The root of the mean square of z scores, a tenth at each end drawn in."""
    pairs = [(p.numerator or 0.0, p.denominator or 1.0) for p in points]
    middle = sum(over for over, _ in pairs) / sum(under for _, under in pairs)
    if chart.assessment.measure.binomial:
        turn = math.asin(math.sqrt(middle))
        z = [2 * math.sqrt(n) * (math.asin(math.sqrt(x / n)) - turn) for x, n in pairs]
    else:
        z = [2 * (math.sqrt(x) - math.sqrt(n * middle)) for x, n in pairs]
    low, *_, high = quantiles(z, n=10, method="inclusive")
    return math.sqrt(fmean(min(max(one, low), high) ** 2 for one in z))


def _gap(plan: PackPlan, chart: Charted, note: str) -> bool:
    measure, area = chart.assessment.measure, plan.area
    mine, other = (plan.picture.assessments[measure.id, code].series for code in (area, ENGLAND))
    both = [
        (point, beside)
        for point in mine.points
        if point.value is not None
        and (beside := other.at(point.period))
        and beside.value is not None
    ]
    point, beside = both[-1]
    gap = (point.value or 0.0) - (beside.value or 0.0)
    if found := _GAP.fullmatch(note):
        size = shown(chart.assessment, abs(gap)).removesuffix("%")
        when = f"{words.when(point.period)} {plan.picture.framework.area(area).name}"
        said = f"{found['when']} {found['mine']}"
        return (said, found["size"], found["side"]) == (
            when,
            size,
            "above" if gap > 0 else "below",
        )
    if found := _RANGE.fullmatch(note):
        ends = [float(found[end].replace("−", "-")) for end in ("low", "high")]
        holds_nought = ends[0] <= 0 <= ends[1]
        return ends[0] < gap < ends[1] and (found["how"] == "no more") is holds_nought
    return note == _NO_RANGE and (point.numerator is None or beside.numerator is None)
