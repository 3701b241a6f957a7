"""What headlines, successes, movement and exceptions should print of a pack's figures, worked out here by itself.

Nothing here calls what wrote the page: values, targets, tolerances and which way is good are taken from the figures,
and whatever follows from them (met or not, better or worse, how many, which first) is reckoned again.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import floor

from cypworkbench.domain.area import ENGLAND
from cypworkbench.domain.framework import MeasureRole
from cypworkbench.domain.judgement import Assessment, Point, Status, TargetKind, Variation
from cypworkbench.domain.pack import Edition, PackPlan
from cypworkbench.domain.period import Period
from cypworkbench.packs import words
from tests.verdicts.numbers import shown

_COUNTED = (
    *("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve"),
)
_JUDGED = (Status.MET, Status.WITHIN, Status.OFF)
_SEEN, _IMPACTS = 5, 6


def in_words(count: int) -> str:
    """A count as a sentence has it."""
    return _COUNTED[count] if count < len(_COUNTED) else str(count)


def _sign(a: Assessment) -> int:
    """1 where higher is better, −1 where lower is, 0 where neither: watched, or judged by a band."""
    watched = a.target is not None and a.target.kind is TargetKind.MONITOR
    return 0 if watched else {"higher": 1, "lower": -1}.get(a.measure.polarity, 0)


def standing(a: Assessment) -> Status:
    """Met, within or off, from the figure, the target and its tolerance; what else it may be is taken as it is."""
    latest = a.latest
    if a.status not in _JUDGED or latest is None or latest.value is None or a.target_value is None:
        return a.status
    value, low = Fraction(str(latest.value)), Fraction(str(a.target_value))
    high = low if a.upper_target is None else Fraction(str(a.upper_target))
    beyond = max(low - value, value - high)  # either end of a band
    short = beyond if a.upper_target is not None else (low - value) * _sign(a)
    if short <= 0:
        return Status.MET
    slack = Fraction(str(a.target.tolerance)) if a.target and a.target.tolerance else Fraction(0)
    end = low if a.upper_target is None or value < low else high
    return Status.WITHIN if short <= slack * abs(end) else Status.OFF


def _step(a: Assessment, since: Period) -> tuple[Point, Point] | None:
    """The figure at an earlier period and the latest, where both are there."""
    latest, before = a.latest, a.series.at(since)
    there = latest is not None and before is not None and None not in (latest.value, before.value)
    return (before, latest) if there and before is not None and latest is not None else None


def _last_step(a: Assessment) -> tuple[Point, Point] | None:
    return _step(a, a.latest.period.shift(-1)) if a.latest else None


def _over_the_year(a: Assessment) -> tuple[Point, Point] | None:
    if a.latest is None:
        return None
    year = a.latest.period.same_last_year
    since = [p for p in a.series.points if year < p.period <= a.latest.period]
    return None if any("break" in p.flags for p in since) else _step(a, year)


def _told(plan: PackPlan, a: Assessment) -> tuple[Point, Point] | None:
    """The step that the headlines tell: a report on a year compares with a year before."""
    return _over_the_year(a) if plan.edition is Edition.ANNUAL else _last_step(a)


def _way(plan: PackPlan, a: Assessment) -> int:
    """1 for better, −1 for worse by the step told; over a year a band is called neither."""
    banded = plan.edition is Edition.ANNUAL and a.upper_target is not None
    return 0 if banded else _moved(a, _told(plan, a))


def _moved(a: Assessment, step: tuple[Point, Point] | None) -> int:
    """1 for better, −1 for worse, 0 for neither or as it was, of the figures as printed."""
    if step is None or shown(a, step[0].value) == shown(a, step[1].value):
        return 0
    up = 1 if (step[1].value or 0.0) > (step[0].value or 0.0) else -1
    return up * _sign(a)


def key(plan: PackPlan) -> list[Assessment]:
    """The measures that the headlines speak of."""
    return [a for a in plan.measures if a.measure.role is MeasureRole.KEY]


def headlines(plan: PackPlan) -> Iterator[str]:
    """The two sentences, the bar's counts, its note, and the steps on either side, in the page's order."""
    found = [standing(a) for a in key(plan)]
    met, off = found.count(Status.MET), found.count(Status.OFF)
    close = found.count(Status.WITHIN) + found.count(Status.TOO_CLOSE)
    yield (
        f"Of the {met + close + off} measures we can judge, {met} meet{'s' * (met == 1)} the target, {close} "
        f"{'is' if close == 1 else 'are'} close and {off} {'is' if off == 1 else 'are'} off target."
    )
    ways = [_way(plan, a) for a in key(plan)]
    yearly = plan.edition is Edition.ANNUAL
    since = "a year before" if yearly else "the period before"
    opening = f"Compared with {since}" if yearly else f"Since {since}"
    yield (
        f"{opening}, {in_words(ways.count(1))} got better and {in_words(ways.count(-1))} got worse"
    )
    yield from _beyond(key(plan))
    watched = found.count(Status.NO_JUDGEMENT)
    rest = len(found) - met - close - off - watched
    names = ("met", "within tolerance", "off target", "no judgement", "not assessed")
    for count, name in zip((met, close, off, watched, rest), names, strict=True):
        yield f"{count} {name}"
    yield f"Of {len(found)} measures of the plan"
    for way in (1, -1):
        for a, (before, latest) in _largest(plan, way):
            unit = "" if a.measure.unit == "%" else f" {a.measure.unit}"
            yield f"{shown(a, before.value)} to {shown(a, latest.value)}{unit}, {latest.period.label}"
    yield f"largest steps since {since}"
    yield from _impacts(plan)
    if off and plan.edition is not Edition.PUBLIC:
        yield f"1 agree what will be done about the {in_words(off)} measure{'s' * (off > 1)} off target"


def _impacts(plan: PackPlan) -> Iterator[str]:
    """The figures, target and last step of each of the plan's measures of impact."""
    for a in [a for a in key(plan) if "impact" in a.measure.also_in][:_IMPACTS]:
        step, points = _told(plan, a), " points" if a.measure.unit == "%" else ""
        asked = shown(a, a.target_value)
        asked += f" to {shown(a, a.upper_target)}" if a.upper_target is not None else ""
        moved = "–"
        if step is not None:
            old, new = (round(p.value or 0.0, a.measure.decimals) for p in step)
            size = shown(a, abs(new - old)).removesuffix("%")
            way = {1: ": better", -1: ": worse"}.get(_way(plan, a), "")
            moved = (
                f"{'Up' if new > old else 'Down'} {size}{points}{way}"
                if new != old
                else "No change"
            )
        yield f"{shown(a, a.latest.value if a.latest else None)} {asked} {moved}"


def _beyond(found: Sequence[Assessment]) -> Iterator[str]:
    flagged = False
    for way, variation in (("better", Variation.IMPROVEMENT), ("worse", Variation.CONCERN)):
        titles = [a.measure.title for a in found if a.variation is variation]
        named = f" ({titles[0]})" if len(titles) == 1 else ""
        flagged |= bool(titles)
        if titles:
            yield f"{in_words(len(titles))} changed for the {way}{named}"
    if not flagged and any(a.limits for a in found):
        yield "Where a usual range is known, none of these changes is more than chance would explain."


def _largest(plan: PackPlan, way: int) -> list[tuple[Assessment, tuple[Point, Point]]]:
    moved = [(a, step) for a in key(plan) if (step := _told(plan, a)) and _way(plan, a) == way]

    def size(each: tuple[Assessment, tuple[Point, Point]]) -> tuple[float, str]:
        before, latest = (p.value or 0.0 for p in each[1])
        return (-abs((latest - before) / before) if before else 0.0), each[0].measure.id

    return sorted(moved, key=size)[:_SEEN]


def statements(plan: PackPlan) -> Iterator[str]:
    """The successes, then the challenges."""
    there = [a for a in plan.measures if a.latest and a.latest.value is not None]
    bad = [a for a in there if standing(a) is Status.OFF or a.variation is Variation.CONCERN]
    good = [
        a
        for a in there
        if a not in bad
        and (
            standing(a) is Status.MET
            or a.variation is Variation.IMPROVEMENT
            or (
                standing(a) in (Status.WITHIN, Status.TOO_CLOSE)
                and a.upper_target is None
                and _moved(a, _over_the_year(a)) == 1
            )
        )
    ]
    for a in (*good, *bad):
        yield " ".join(_statement(a))


def _statement(a: Assessment) -> Iterator[str]:
    latest, step = a.latest, _over_the_year(a)
    if latest is None:
        return
    said = f"{a.measure.title}: {shown(a, latest.value)} for {words.spoken(latest.period)}"
    if step is not None:
        said += f", {_compared(a, step)} a year before ({shown(a, step[0].value)})"
    yield f"{said}."
    asked, how = shown(a, a.target_value), standing(a)
    kind = "target" if a.upper_target is None else "agreed band"
    if a.upper_target is not None:
        asked += f" to {shown(a, a.upper_target)}"
    verb = {
        Status.MET: "meets",
        Status.WITHIN: "is within the tolerance of",
        Status.OFF: "is off",
        Status.TOO_CLOSE: "is too close to call against",
    }.get(how)
    if verb:
        yield f"It {verb} the {kind} of {asked}."
    way = {Variation.IMPROVEMENT: "better", Variation.CONCERN: "worse"}.get(a.variation)
    if way:
        yield f"It has changed for the {way} by more than chance would explain."


def _compared(a: Assessment, step: tuple[Point, Point]) -> str:
    before, latest = (p.value or 0.0 for p in step)
    if shown(a, before) == shown(a, latest):
        return "the same as"
    way = _moved(a, step) if a.upper_target is None else 0
    if way:
        return "better than" if way > 0 else "worse than"
    return "higher than" if latest > before else "lower than"


def movement(plan: PackPlan) -> Iterator[str]:
    """A row a measure that has a figure a year before, and how many have none."""
    left_out = 0
    for a in plan.measures:
        step = _over_the_year(a)
        if step is None:
            left_out += 1
            continue
        before, latest = step
        new, old = latest.value or 0.0, before.value or 0.0
        same = shown(a, new) == shown(a, old)
        moved = "No change" if same else "Higher" if new > old else "Lower"
        way = _moved(a, step) if a.upper_target is None else 0
        meant = {1: "Better", -1: "Worse", 0: moved}[way]
        figures = f"{shown(a, old)} {shown(a, new)}"
        yield f"{a.measure.title} {figures} {meant} ({words.spoken(latest.period)})"
    if left_out:
        verb = "measure is" if left_out == 1 else "measures are"
        said = f"{in_words(left_out)} {verb} not shown: no figure for a year before."
        yield said[0].upper() + said[1:]


def exceptions(plan: PackPlan) -> Iterator[str]:
    """A line a measure that the board above must hear of."""
    names = {Status.MET: "Met", Status.WITHIN: "Within tolerance", Status.OFF: "Off target"}
    for a in plan.measures:
        latest, how = a.latest, standing(a)
        if how is not Status.OFF and a.variation is not Variation.CONCERN:
            continue
        if latest is None:
            yield a.measure.title
            continue
        name = names.get(how, words.STATUS_NAMES[how])
        asked = "" if a.target_value is None else f", target {shown(a, a.target_value)}"
        asked += "" if a.upper_target is None else f" to {shown(a, a.upper_target)}"
        said = f"{name}: {shown(a, latest.value)} for {words.spoken(latest.period)}{asked}."
        yield f"{a.measure.title} {said}"


def of_100(plan: PackPlan) -> Iterator[str]:
    """Each share of people as whole ones of a hundred, with its period and England’s beside it."""
    for a in plan.measures:
        latest, there = a.latest, a.measure.unit == "%" and a.measure.binomial
        if not there or latest is None or latest.value is None:
            continue
        count = floor(latest.value + 0.5)
        if count in (0, 100) and latest.value != count:
            continue
        held = plan.picture.assessments.get((a.measure.id, ENGLAND))
        beside = held.series.at(latest.period) if held else None
        when = words.spoken(latest.period)
        said = f"{count} {a.measure.title} {when[0].upper()}{when[1:]}."
        if beside is not None and beside.value is not None:
            said += f" In England: {floor(beside.value + 0.5)}."
        yield said
