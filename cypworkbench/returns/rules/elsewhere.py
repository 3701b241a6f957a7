"""Does a figure agree with what is published about the same place and time."""

from collections.abc import Iterator

from cypworkbench.domain.evidence import Observation, Severity
from cypworkbench.returns.differences import differ, is_settled, reason, source_of
from cypworkbench.returns.register import Doubt, Facts, Need, rule
from cypworkbench.returns.wording import plain_number, say_number


def _apart(facts: Facts) -> Iterator[tuple[Observation, Observation]]:
    for ours in facts.returned.observations:
        theirs = facts.published.get((ours.measure, ours.period))
        if theirs is None or theirs.value is None or ours.value is None:
            continue
        if differ(ours.value, theirs.value, facts.dial("R026.units", ours.measure)):
            yield ours, theirs


def _doubt(facts: Facts, ours: Observation, theirs: Observation) -> Doubt:
    mine, other = (
        say_number(each.value) if each.value is not None else "" for each in (ours, theirs)
    )
    words = {
        "place": facts.place,
        "period": ours.period.label,
        "value": mine,
        "published": other,
        "source": source_of(theirs),
        "reason": reason(ours, theirs),
    }
    read = plain_number(ours.value) if ours.value is not None else ""
    was = plain_number(theirs.value) if theirs.value is not None else ""
    return Doubt(
        ours.origin, words, ours.measure, ours.period, f"{read} beside {was}", was, (theirs.origin,)
    )


@rule(
    "R026",
    Severity.QUERY,
    (Need.PUBLISHED,),
    says=(
        "{place} {period} is {value} here and {published} in {source}{reason}.",
        "Find out which is right; have this one corrected, or say why they differ.",
    ),
    yields_to="R009 R014 R012 R020",
)
def not_as_published(facts: Facts) -> Iterator[Doubt]:
    """A figure differs from the published one."""
    for ours, theirs in _apart(facts):
        if is_settled(ours, theirs):
            yield _doubt(facts, ours, theirs)


@rule(
    "R026",
    Severity.NOTE,
    (Need.PUBLISHED,),
    says=(
        "{place} {period} is {value} here and {published} in {source}{reason}.",
        "Nothing to do while one of them is not final; look again when both are.",
    ),
    yields_to="R009 R014 R012 R020",
)
def not_yet_as_published(facts: Facts) -> Iterator[Doubt]:
    """A figure differs from the published one, and one of the two is not final."""
    for ours, theirs in _apart(facts):
        if not is_settled(ours, theirs):
            yield _doubt(facts, ours, theirs)
