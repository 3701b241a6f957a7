"""Sentences bound to figures: short, plain, and never saying more than the figures hold."""

from collections.abc import Mapping, Sequence

from cypworkbench.domain.evidence import ValueState
from cypworkbench.domain.framework import Kind, Measure, Polarity
from cypworkbench.domain.judgement import (
    Assessment,
    Assurance,
    Comparison,
    Point,
    Status,
    TargetKind,
    Variation,
)
from cypworkbench.packs import steps, weighing, words

_HISTORY = 5  # fewer figures have no history to speak of


def sentence(assessment: Assessment, names: Mapping[str, str]) -> str:
    """All that a measure's page says of its latest figure in words, the claim first."""
    return f"{claim(assessment)} {support(assessment, names)}".strip()


def claim(assessment: Assessment) -> str:
    """One sentence: what the measure stands at, and how that is judged."""
    measure, latest = assessment.measure, assessment.latest
    if assessment.status is Status.NOT_REPORTED:
        return "This measure was not reported this round."
    if latest is None or latest.value is None:
        return assessment.reason or "There is no figure to judge yet."
    value = words.figure(measure, latest.value)
    said = f"{words.when(latest.period)} it was {value}"
    match assessment.status:
        case Status.MET:
            return f"{said}, which meets {_target(assessment)}."
        case Status.WITHIN:
            return f"{said}, within the tolerance of {_target(assessment)}."
        case Status.OFF:
            return f"{said}, which is off {_target(assessment)}."
        case Status.TOO_CLOSE:
            return f"{said}, too close to {_target(assessment)} to call: the figure was rounded by its source."
        case Status.NOT_ASSESSED:
            return f"{said}. It was not judged: {_lower(assessment.reason) or 'no reason was recorded'}."
        case Status.NO_JUDGEMENT:
            return f"{said}. {_watched(assessment)}"
        case _:
            return f"{said}. No target has been set for it."


def _watched(assessment: Assessment) -> str:
    if assessment.measure.polarity is Polarity.NEUTRAL:
        return "It is watched without a target, because more or less of it is not good or bad in itself."
    return "It is watched without a target, so it is not judged."


def _lower(text: str) -> str:
    stripped = text.rstrip(".")
    return stripped[:1].lower() + stripped[1:]


def _target(assessment: Assessment) -> str:
    measure = assessment.measure
    value = words.figure(measure, assessment.target_value)
    if assessment.upper_target is not None:
        return f"the agreed band of {value} to {words.figure(measure, assessment.upper_target)}"
    return f"the target of {value}"


def support(assessment: Assessment, names: Mapping[str, str]) -> str:
    """What stands beside the claim: movement, signal where it pulls another way, and other areas.

    Empty where there is no figure to say anything of.
    """
    if assessment.latest is None:
        return ""
    parts = [
        movement(assessment),
        long_view(assessment),
        weighing.weighed(assessment),
        compared(assessment, names),
    ]
    return " ".join(part for part in parts if part)


def movement(assessment: Assessment) -> str:
    """Since the period before and since a year ago, with better or worse where there is one."""
    measure, change = assessment.measure, assessment.short_change
    if change is None:
        return _nothing_before(assessment)
    good = words.goodness(change, measure)
    moved = words.moved(measure, change)
    before = words.figure(measure, change.before)
    if moved == "No change":
        return f"That is the same as {_lower(words.when(change.since))}."
    return f"That is {_lower(moved)} on {words.spoken(change.since)} ({before}){f', which is {good}' if good else ''}."


def _nothing_before(assessment: Assessment) -> str:
    """Why there is no change since the period before: nothing was there ever, not then, or it may not be shown."""
    latest = assessment.latest
    before = [p for p in assessment.series.points if latest and p.period < latest.period]
    if latest is None or not before:
        return "There is no earlier figure to compare it with."
    then = latest.period.shift(-1)
    held = assessment.series.at(then)
    if held is not None and held.value is not None:
        return ""  # an old figure is not judged, nor its change
    if held is not None and held.state is ValueState.SUPPRESSED:
        return f"It cannot be compared with {words.spoken(then)}, whose figure is withheld."
    if any(p.value is not None for p in before):
        return f"It cannot be compared with {words.spoken(then)}, which has no figure."
    return "There is no earlier figure to compare it with."


def long_view(assessment: Assessment) -> str:
    """Where the latest figure stands in its own history: half or twice the first, or the highest or lowest of all."""
    there = [p for p in assessment.series.points if p.value is not None]
    if len(there) < _HISTORY:
        return ""
    first, latest = there[0].value or 0.0, there[-1].value or 0.0
    earlier = [p.value for p in there[:-1] if p.value is not None]
    since = words.spoken(there[0].period)
    if first > 0 and latest <= first / 2:
        return f"It has at least halved since {since} ({words.figure(assessment.measure, first)})."
    if first > 0 and latest >= first * 2:
        return f"It has at least doubled since {since} ({words.figure(assessment.measure, first)})."
    shown = {words.figure(assessment.measure, value) for value in earlier}
    if words.figure(assessment.measure, latest) in shown:
        return ""
    if latest > max(earlier):
        return f"It is the highest of {len(there)} figures since {since}."
    if latest < min(earlier):
        return f"It is the lowest of {len(there)} figures since {since}."
    return ""


def compared(assessment: Assessment, names: Mapping[str, str]) -> str:
    """The latest figure beside other areas' for the same period; counts of places of other sizes do not compare."""
    if assessment.measure.kind is Kind.COUNT:
        return ""
    said = [_beside(assessment, c, names) for c in assessment.comparisons]
    return f"It is {words.listed([s for s in said if s])}." if any(said) else ""


def _beside(assessment: Assessment, comparison: Comparison, names: Mapping[str, str]) -> str:
    measure, latest = assessment.measure, assessment.latest
    if latest is None or latest.value is None or comparison.period != latest.period:
        return ""
    name, value = (
        names.get(comparison.area, comparison.area),
        words.figure(measure, comparison.value),
    )
    if words.figure(measure, latest.value) == value:
        return f"the same as {name} ({value})"
    side = "above" if latest.value > comparison.value else "below"
    by = {"similar": "", "not compared": ""}.get(comparison.verdict, " by more than chance")
    return f"{side} {name} ({value}){by}"


def variation_words(assessment: Assessment) -> tuple[str, str]:
    """The name of the variation tile and a few words under it."""
    return {
        Variation.COMMON: ("Steady", "within its usual range"),
        Variation.IMPROVEMENT: ("Changed for the better", "by more than chance"),
        Variation.CONCERN: ("Changed for the worse", "by more than chance"),
        Variation.NEUTRAL_HIGH: ("Changed, higher", "by more than chance"),
        Variation.NEUTRAL_LOW: ("Changed, lower", "by more than chance"),
        Variation.NO_CURRENT: ("No current value", "the latest is missing"),
        Variation.TOO_FEW: _no_limits(assessment),
    }[assessment.variation]


def _no_limits(assessment: Assessment) -> tuple[str, str]:
    there = sum(p.value is not None for p in assessment.series.points)
    if there < 13:  # noqa: PLR2004  the fewest points limits can rest on
        return "Too few points", f"{there} of 13 needed"
    return "No limits", "see the data note"


def assurance_words(assessment: Assessment) -> tuple[str, str]:
    """The name of the assurance tile and a few words under it."""
    if assessment.target_value is None:
        return "No target", "nothing to be sure of"
    return {
        Assurance.PASS: ("Always meets", "on these limits"),
        Assurance.MIXED: ("Sometimes meets", "on these limits"),
        Assurance.FAIL: ("Never meets", "on these limits"),
        Assurance.NONE: ("Not known", _why_unsure(assessment)),
    }[assessment.assurance]


def _why_unsure(assessment: Assessment) -> str:
    limits = assessment.limits
    drawn = limits is not None and any(lower is not None for lower in limits.lower)
    return "see the data note" if drawn else "it has no limits"


def counts(assessments: Sequence[Assessment]) -> dict[str, int]:
    """How many stand at each status, in the bar's order; they add up to all."""
    order = {
        "met": (Status.MET,),
        "within": (Status.WITHIN, Status.TOO_CLOSE),
        "off": (Status.OFF,),
        "no_judgement": (Status.NO_JUDGEMENT,),
        "not_assessed": (Status.NO_TARGET, Status.NOT_ASSESSED, Status.NOT_REPORTED),
    }
    return {name: sum(a.status in those for a in assessments) for name, those in order.items()}


def moving(
    assessments: Sequence[Assessment],
    step_of: steps.StepOf = steps.last_step,
    *,
    better: bool,
    most: int = 5,
) -> tuple[Assessment, ...]:
    """Those that moved most in one direction by the step told, as a share of the figure before."""

    def share(assessment: Assessment) -> float:
        change = step_of(assessment)
        return abs(change.difference / change.before) if change and change.before else 0.0

    moved = [
        a
        for a in assessments
        if (change := step_of(a)) and change.better is better and words.goodness(change, a.measure)
    ]
    return tuple(sorted(moved, key=lambda a: (-share(a), a.measure.id))[:most])


def step(assessment: Assessment, step_of: steps.StepOf = steps.last_step) -> str:
    """From and to, with unit and period: 15.5 to 18.5 per 1,000, 2022."""
    measure, latest, change = assessment.measure, assessment.latest, step_of(assessment)
    if latest is None or change is None:
        return "no figures to compare"
    unit = "" if measure.is_share else f" {measure.unit}"
    value = words.figure(measure, latest.value)
    return f"{words.figure(measure, change.before)} to {value}{unit}, {latest.period.label}"


def data_note(assessment: Assessment, names: Mapping[str, str]) -> tuple[str, ...]:
    """Where the figures come from and what to bear in mind, a sentence each."""
    measure, series = assessment.measure, assessment.series
    said = [_basis(assessment, names)]
    banded = assessment.target is not None and assessment.target.kind is TargetKind.BAND
    said += way_to_be_good(measure, banded=banded)
    flags = {flag.value for point in series.points for flag in point.flags}
    if "illustrative" in flags:
        said.append("Illustrative figures, invented for this sample.")
    said += (
        [_provisional(series.latest)]
        if series.latest and "provisional" in series.latest.flags
        else []
    )
    there = sum(p.value is not None for p in series.points)
    if 0 < there < 13:  # noqa: PLR2004  the fewest points limits can rest on
        said.append(f"No usual range is drawn: it needs 13 figures, and there are {there}.")
    said += assessment.caveats
    return tuple(said)


def way_to_be_good(measure: Measure, *, banded: bool = False) -> tuple[str, ...]:
    """What the board decided about a way to be good that was in doubt, or is asked to; that neither way is better.

    Where the plan's words point no way at all (the right number), a band that is in force (`banded`) is the answer.
    """
    if measure.decided:
        return (measure.decided,)
    neutral = ("Neither higher nor lower is better in itself.",) * (not measure.polarity.judges)
    if measure.in_doubt and (measure.worded or not banded):
        return (*neutral, f"The board is asked to decide. {measure.in_doubt}")
    return neutral


def _provisional(point: Point) -> str:
    return f"The figure for {words.spoken(point.period)} is provisional."


def _basis(assessment: Assessment, names: Mapping[str, str]) -> str:
    series = assessment.series
    if series.basis == "published":
        return f"As published: {series.source or 'national statistics'}."
    if series.basis == "summed":
        latest = series.latest
        without = words.listed([names.get(code, code) for code in latest.missing]) if latest else ""
        rest = f", without {without}, which did not report" if without else ""
        if latest is None:  # they came without the counts: then it was not summed
            return (
                "A county figure would be summed from the districts’ numerators and denominators."
            )
        return f"Summed from the districts’ numerators and denominators{rest}."
    return "As returned by the board."
