"""What a target asks for, said as its board agreed it: the kind, the dates, who answers for it and why."""

from collections.abc import Mapping
from decimal import Decimal

from cypworkbench.domain.framework import Kind, Measure, Polarity
from cypworkbench.domain.judgement import Assessment, Target, TargetKind
from cypworkbench.packs import words


def sentence(assessment: Assessment, names: Mapping[str, str]) -> str:
    """The target in force, its owner and its reason; empty where none is in force."""
    target = assessment.target
    if target is None:
        return ""
    said = [f"The target: {asks(target, assessment.measure, names)}."]
    if target.reason:
        said.append(f"{words.capital(target.reason.rstrip('.'))}.")
    if target.owner:
        said.append(f"Responsible for it: {target.owner}.")
    return " ".join(said)


def figure(assessment: Assessment) -> str:
    """What the latest figure is held against, as it stands in a table: 12.0%, or 50.0 to 70.0 for a band."""
    value, upper = assessment.target_value, assessment.upper_target
    said = words.figure(assessment.measure, value)
    return said if upper is None else f"{said} to {words.figure(assessment.measure, upper)}"


def asks(target: Target, measure: Measure, names: Mapping[str, str]) -> str:
    """What a target asks for, as part of a sentence: at most 12.0% from April 2022 to March 2027."""
    if target.kind is TargetKind.STRAIGHT:
        first = _figure(measure, target.baseline) if target.baseline is not None else "the figure"
        return (
            f"a straight line from {first} at {words.day(target.start)} to {_figure(measure, target.value)}"
            f" by {words.day(target.end)}"
        )
    return f"{_what(target, measure, names)}, {_when(target)}"


def with_tolerance(target: Target, measure: Measure, names: Mapping[str, str]) -> str:
    """What a target asks for, and its tolerance where it has one: at most 12.0% from April 2022, tolerance 5%."""
    said = asks(target, measure, names)
    return f"{said}, tolerance {_plain(target.tolerance * 100)}%" if target.tolerance else said


def _what(target: Target, measure: Measure, names: Mapping[str, str]) -> str:
    value = _figure(measure, target.value)
    other = _places(target, names)
    before = f"before {words.day(target.start)}"
    if target.baseline is not None:
        before = _figure(measure, target.baseline)
    match target.kind:
        case TargetKind.MONITOR:
            return "watched without a target"
        case TargetKind.BAND:
            return f"between {value} and {_figure(measure, target.upper)}"
        case TargetKind.MAINTAIN:
            return f"kept at {value if target.value is not None else 'the first figure'}"
        case TargetKind.COMPARATOR:
            return f"no worse than {other}"
        case TargetKind.TOP_QUARTER:
            return f"among the best quarter of {len(target.peers)} places and itself"
        case TargetKind.IMPROVEMENT:
            return f"{_plain(target.value)}% better than {before}"
        case TargetKind.FASTER:
            return f"improving at least as much as {other} since {words.day(target.start)}"
        case TargetKind.GAP if target.value is None:
            return f"a smaller gap to {other} than {before}"
        case TargetKind.GAP:
            return f"no more than {_distance(measure, target.value)} behind {other}"
        case TargetKind.TRAJECTORY if target.steps:
            steps = [f"{_figure(measure, s.value)} by {words.day(s.by)}" for s in target.steps]
            return f"{_bound(measure)} {value}, then {words.listed(steps)}"
        case _:
            return f"{_bound(measure)} {value}"


def _bound(measure: Measure) -> str:
    ways = {Polarity.HIGHER: "at least", Polarity.LOWER: "at most"}
    return ways.get(measure.polarity, "at")


def _when(target: Target) -> str:
    since = f"from {words.day(target.start)}"
    return f"{since} to {words.day(target.end)}" if target.end else since


def _places(target: Target, names: Mapping[str, str]) -> str:
    if target.peers:
        return f"the mean of {words.counted(len(target.peers))} other places"
    return names.get(target.comparator, target.comparator)


def _distance(measure: Measure, value: Decimal | None) -> str:
    points = " points" if measure.kind is Kind.PERCENTAGE else ""
    number = None if value is None else float(value)
    return f"{words.number(number, measure.decimals)}{points}"


def _figure(measure: Measure, value: Decimal | None) -> str:
    return words.figure(measure, None if value is None else float(value))


def _plain(value: Decimal | None) -> str:
    return "–" if value is None else f"{value.normalize():f}"
