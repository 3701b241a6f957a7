"""What a listener is told of a chart: made from the same figures, so it cannot go stale."""

from collections.abc import Mapping, Sequence

from cypworkbench.domain.charted import Ahead, Charted, ChartKind, Noted, Role, Spot
from cypworkbench.domain.evidence import Flag
from cypworkbench.domain.framework import Measure
from cypworkbench.domain.judgement import Assessment, Rebase, Series, Variation
from cypworkbench.packs import chart_ahead, chart_eras, chart_notes, editions, words


def trend(
    assessment: Assessment,
    others: Sequence[Series],
    names: Mapping[str, str],
    ahead: Ahead | None = None,
    rebases: Sequence[Rebase] = (),
    notes: Sequence[Noted] = (),
) -> str:
    """A trend chart in sentences: what, from when to when, first, last, highest, lowest, target, limits, others.

    Then where it is heading, and which points have a note.
    """
    measure, series = assessment.measure, assessment.series
    there = [p for p in series.points if p.value is not None]
    subject = f"Line chart. {measure.title}, {measure.unit}, {names.get(series.area, series.area)}"
    if not there:
        return f"{subject}: no figures."
    first, last = there[0], there[-1]
    said = [
        (
            f"{subject}: {words.figure(measure, first.value)} in {first.period.label}, "
            f"{words.figure(measure, last.value)} in {last.period.label}, {len(there)} figures."
        )
    ]
    highest = max(there, key=lambda p: p.value or 0.0)
    lowest = min(there, key=lambda p: p.value or 0.0)
    said.append(
        f"Highest {words.figure(measure, highest.value)} in {highest.period.label}, "
        f"lowest {words.figure(measure, lowest.value)} in {lowest.period.label}."
    )
    absent = [p for p in series.points if p.value is None]
    missing = [p.period.label for p in absent if not editions.is_withheld(p)]
    if missing:
        said.append(f"No figure for {words.listed(missing)}.")
    hidden = [p.period.label for p in absent if editions.is_withheld(p)]
    if hidden:
        said.append(f"Withheld for {words.listed(hidden)}.")
    open_dots = [p.period.label for p in there if Flag.PROVISIONAL in p.flags]
    if open_dots:
        said.append(f"Provisional: {words.listed(open_dots)}.")
    said += _uprights(series, rebases if _has_limits(assessment) else ())
    said += _target(assessment)
    said += _limits(assessment)
    for other in others:
        if other.latest:
            said.append(
                f"{names.get(other.area, other.area)} {words.figure(measure, other.latest.value)} "
                f"in {other.latest.period.label}."
            )
    return " ".join([*said, *chart_ahead.spoken(ahead), *chart_notes.spoken(notes)])


def _uprights(series: Series, rebases: Sequence[Rebase]) -> list[str]:
    """The breaks, new limits and plans that a chart marks, as a listener is told of them."""
    marks = chart_eras.marks(series, rebases)
    anew = [mark.period.label for mark in marks if mark.text == chart_eras.ANEW]
    broken = [mark.period.label for mark in marks if mark.is_break and mark.text != chart_eras.ANEW]
    plans = [f"{mark.text} from {mark.period.label}" for mark in marks if not mark.is_break]
    said = [f"The series breaks at {words.listed(broken)}."] if broken else []
    said += [f"Limits start anew at {words.listed(anew)}."] if anew else []
    return [*said, f"{words.listed(plans)}."] if plans else said


def _target(assessment: Assessment) -> list[str]:
    value, top = assessment.target_value, assessment.upper_target
    if value is None:
        return []
    said = words.figure(assessment.measure, value)
    if top is not None:
        said = f"{said} to {words.figure(assessment.measure, top)}"
    stands = [f"Target {said}: {words.STATUS_NAMES[assessment.status].lower()}."]
    if assessment.target_ahead:
        period, goal = assessment.target_ahead[-1]
        goal_said = words.figure(assessment.measure, goal)
        stands.append(f"It leads to {goal_said} in {words.spoken(period)}.")
    return stands


def _has_limits(assessment: Assessment) -> bool:
    limits = assessment.limits
    return limits is not None and any(value is not None for value in limits.lower)


def _limits(assessment: Assessment) -> list[str]:
    limits, measure = assessment.limits, assessment.measure
    if limits is None or not limits.lower or limits.lower[-1] is None:
        return []
    said = f"Usual range {words.figure(measure, limits.lower[-1])} to {words.figure(measure, limits.upper[-1])}."
    kinds = (
        Variation.IMPROVEMENT,
        Variation.CONCERN,
        Variation.NEUTRAL_HIGH,
        Variation.NEUTRAL_LOW,
    )
    signals = [
        p.period.label
        for p, kind in zip(assessment.series.points, limits.point_type, strict=True)
        if kind in kinds
    ]
    return [said, f"Signals in {words.listed(signals)}." if signals else "No signals."]


def dots(measure_title: str, rows: Sequence[tuple[str, str, str]]) -> str:
    """A chart of districts: each one's name, value and status."""
    said = "; ".join(
        f"{name} {value}, {status.lower()}" if status else f"{name} {value}"
        for name, value, status in rows
    )
    return f"Dot chart. {measure_title} by district: {said}."


SPARK = "Spark line"
"""How every description of a spark line begins."""


def spark(values: Sequence[float | None]) -> str:
    """A spark line: how many figures, and whether the last is above the first."""
    there = [v for v in values if v is not None]
    if len(there) < 2:  # noqa: PLR2004  one figure has no direction
        return f"{SPARK}: too few figures to draw."
    way = (
        "ends higher than"
        if there[-1] > there[0]
        else "ends lower than"
        if there[-1] < there[0]
        else "ends at"
    )
    return f"{SPARK} of {len(there)} figures; it {way} where it began."


def compared(charted: Charted) -> str:
    """A chart that compares: what, how many, average or first and last, highest and lowest, and what it shows."""
    there = [spot for spot in charted.spots if spot.value is not None]
    measure = charted.assessment.measure
    kinds = {ChartKind.FUNNEL: "Funnel chart", ChartKind.GAP: "Gap chart"}
    said = [
        f"{kinds.get(charted.kind, 'Chart')}. {measure.title}, {measure.unit}. {charted.title}:"
    ]
    if not there:
        return f"{said[0]} no figures."
    if charted.joined:
        said.append(f"{_at(measure, there[0])}, {_at(measure, there[-1])}, {len(there)} figures.")
    else:
        said.append(f"{len(there)} points.")
    highest = max(there, key=lambda spot: spot.value or 0.0)
    lowest = min(there, key=lambda spot: spot.value or 0.0)
    said.append(f"Highest {_at(measure, highest)}; lowest {_at(measure, lowest)}.")
    middle = next((s for s in charted.strokes if s.role is Role.CENTRE), None)
    if middle and middle.ys and charted.kind is ChartKind.FUNNEL:
        said.append(f"Average {words.figure(measure, middle.ys[0])}.")
    return " ".join([*said, *charted.notes])


def _at(measure: Measure, spot: Spot) -> str:
    return f"{spot.label} {words.figure(measure, spot.value)}"
