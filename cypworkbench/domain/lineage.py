"""History carried over onto an area's successors: exactly where whole areas join, and never in silence where not."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Context, Decimal
from enum import StrEnum
from typing import NamedTuple

from cypworkbench.domain.area import Succession
from cypworkbench.domain.evidence import Flag, Observation, Origin, ValueState
from cypworkbench.domain.framework import Measure
from cypworkbench.domain.period import Period

# Sums and quotients carry 28 figures on every machine, whatever the program around them has set.
_EXACT = Context(prec=28)


class _Key(NamedTuple):
    """What one figure is of."""

    measure: str
    area: str
    group: str
    period: Period


class Splits(StrEnum):
    """What to do with the figures of an area that was divided between several."""

    REFUSE = "refuse"
    ESTIMATE = "estimate"


class GapReason(StrEnum):
    """Why a successor has no figure for a period that some of its predecessors have figures for."""

    SPLIT = "split"
    MISSING = "missing"
    NOT_ADDITIVE = "not_additive"
    NO_PARTS = "no_parts"


@dataclass(frozen=True, slots=True)
class Gap:
    """A figure that could not be carried over: whose, for when, why, and the old areas that stand in the way."""

    measure: str
    area: str
    group: str
    period: Period
    reason: GapReason
    because_of: tuple[str, ...]

    def sentence(self, names: Mapping[str, str]) -> str:
        """The gap in words, areas by their names (by their codes where `names` has none)."""
        place = names.get(self.area, self.area)
        return f"{place} has no figure for {self.period.label}: {self.why(names)}."

    def why(self, names: Mapping[str, str]) -> str:
        """The reason as a clause, areas by their names."""
        areas = " and ".join(names.get(code, code) for code in self.because_of)
        return {
            GapReason.SPLIT: f"{areas} was divided, and only an estimate could be made of its part",
            GapReason.MISSING: f"there is no figure to add for {areas}",
            GapReason.NOT_ADDITIVE: "a figure of this kind cannot be added up from its parts",
            GapReason.NO_PARTS: f"the counts behind the figure of {areas} were not given",
        }[self.reason]


@dataclass(frozen=True, slots=True)
class Recast:
    """The successors' history, and what could not be carried over."""

    observations: tuple[Observation, ...]
    gaps: tuple[Gap, ...]


def recast(
    observations: Sequence[Observation],
    lineage: Sequence[Succession],
    measures: Mapping[str, Measure],
    splits: Splits = Splits.REFUSE,
) -> Recast:
    """The history of every area that succeeds others, made from theirs.

    A share or rate is the numerators summed over the denominators summed, times the measure's `per`; a count is the
    sum. Every predecessor must have a number for the period (the same group, the same kind of period), or there is a
    gap that names the missing: a sum of some would look like a fall. A measure that does not add up (`additive`
    false: medians, standardised rates) is a gap too. Where an area was divided, its figures are refused, or with
    `Splits.ESTIMATE` shared out by the stated shares and flagged as estimated; a figure so made is never exact.

    Successors are taken in the order of their first days, so that a successor's successor is reached through it. A
    figure that a successor was itself given stands, and nothing is made beside it. The result holds the made figures
    only, by successor, measure, group and period; the old areas' own stay as they are. Only measures in `measures`
    are carried over.
    """
    given = _latest(observations)
    made: list[Observation] = []
    gaps: list[Gap] = []
    # what each area has had a figure for, or a gap where one was looked for
    known = {key for key in given if key[0] in measures}
    for new, steps in _successors(lineage):
        before = {step.old for step in steps}
        wanted = {_Key(k.measure, new, k.group, k.period) for k in known if k.area in before}
        for key in sorted(wanted - known):
            outcome = _carry(key, steps, given, measures[key.measure], splits)
            known.add(key)
            if isinstance(outcome, Gap):
                gaps.append(outcome)
            else:
                made.append(outcome)
                given[key] = outcome
    return Recast(tuple(made), tuple(gaps))


def _successors(lineage: Sequence[Succession]) -> list[tuple[str, tuple[Succession, ...]]]:
    """Each successor with what went into it, earliest first, the old areas A to Z."""
    into: dict[tuple[date, str], list[Succession]] = defaultdict(list)
    for step in lineage:
        into[step.on, step.new].append(step)
    return [
        (new, tuple(sorted(steps, key=lambda step: step.old)))
        for (_, new), steps in sorted(into.items())
    ]


def _latest(observations: Iterable[Observation]) -> dict[_Key, Observation]:
    """Each figure by what it is of; of two editions the later counts, then the later given."""
    found: dict[_Key, Observation] = {}
    for each in observations:
        key = _Key(each.measure, each.area, each.group, each.period)
        if key not in found or found[key].vintage <= each.vintage:
            found[key] = each
    return found


def _carry(
    key: _Key,
    steps: Sequence[Succession],
    given: Mapping[_Key, Observation],
    measure: Measure,
    splits: Splits,
) -> Observation | Gap:
    held = {step.old: given.get(key._replace(area=step.old)) for step in steps}
    reason, because_of = _obstacle(steps, held, measure, splits)
    if reason:
        return Gap(*key, reason, because_of)
    return _joined(key, [(each, s.share) for s in steps if (each := held[s.old])], measure)


def _obstacle(
    steps: Sequence[Succession],
    held: Mapping[str, Observation | None],
    measure: Measure,
    splits: Splits,
) -> tuple[GapReason | None, tuple[str, ...]]:
    if not measure.additive:
        return GapReason.NOT_ADDITIVE, tuple(held)
    divided = tuple(step.old for step in steps if not step.is_whole)
    if divided and splits is Splits.REFUSE:
        return GapReason.SPLIT, divided
    missing = tuple(code for code, each in held.items() if not each or not _is_number(each))
    if missing:
        return GapReason.MISSING, missing
    bare = tuple(code for code, each in held.items() if each and not _adds(each, measure))
    return (GapReason.NO_PARTS, bare) if bare else (None, ())


def _is_number(given: Observation) -> bool:
    """Whether a number stands there: also none among nobody (0 of 0), which is not applicable by itself but adds."""
    nobody = given.numerator == 0 and given.denominator == 0
    return given.state is ValueState.NUMBER or (given.state is ValueState.NOT_APPLICABLE and nobody)


def _adds(given: Observation, measure: Measure) -> bool:
    if measure.has_parts:
        return given.numerator is not None and given.denominator is not None
    return given.value is not None or given.numerator is not None


def _joined(
    key: _Key, held: Sequence[tuple[Observation, Decimal]], measure: Measure
) -> Observation:
    over = _sum((_over(each), share) for each, share in held)
    under = _sum((each.denominator or Decimal(0), share) for each, share in held)
    value: Decimal | None = over
    if measure.has_parts:
        rate = _EXACT.divide(over, under) if under else None
        value = None if rate is None else _EXACT.multiply(rate, Decimal(measure.per))
    estimated = {Flag.ESTIMATED} if any(share != 1 for _, share in held) else set()
    carried = estimated.union(*(each.flags for each, _ in held))
    first = held[0][0]
    return Observation(
        measure=key.measure,
        area=key.area,
        period=key.period,
        value=value,
        origin=_origin([each.origin for each, _ in held]),
        numerator=over if measure.has_parts or first.numerator is not None else None,
        denominator=under if measure.has_parts else None,
        state=ValueState.NOT_APPLICABLE if value is None else ValueState.NUMBER,
        flags=tuple(flag for flag in Flag if flag in carried),
        group=key.group,
        vintage=_shared(each.vintage for each, _ in held),
        base=_shared(each.base for each, _ in held),
        source=_shared(each.source for each, _ in held),
        comment=_comment(held),
    )


def _over(given: Observation) -> Decimal:
    """What is summed: the numerator, or the value of a count given without one."""
    part = given.numerator if given.numerator is not None else given.value
    return part or Decimal(0)


def _sum(parts: Iterable[tuple[Decimal, Decimal]]) -> Decimal:
    total = Decimal(0)
    for part, share in parts:
        total = _EXACT.add(total, _EXACT.multiply(part, share))
    return total


def _origin(origins: Sequence[Origin]) -> Origin:
    """Where the first part stands, with every part's cell named where they stand on one sheet."""
    first = origins[0]
    if any((each.sha256, each.sheet) != (first.sha256, first.sheet) for each in origins):
        return first
    return Origin(first.sha256, first.sheet, ", ".join(dict.fromkeys(o.cell for o in origins)))


def _shared(texts: Iterable[str]) -> str:
    """The text they share; else every one, in order, so that a mix is seen to be one."""
    return "; ".join(sorted({text for text in texts if text}))


def _comment(held: Sequence[tuple[Observation, Decimal]]) -> str:
    said = [
        each.area if share == 1 else f"{share * 100:.2f}% of {each.area}" for each, share in held
    ]
    return f"Made from {', '.join(said)}."
