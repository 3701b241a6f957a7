"""Which step a pack tells: since the period before, or, in a report on a year, since a year before.

A page that says "better" and another that says "worse" of the same measure must both say since when; one edition takes
all its steps from one place, so that its pages cannot contradict one another.
"""

from collections.abc import Callable
from dataclasses import dataclass

from cypworkbench.domain.evidence import Flag
from cypworkbench.domain.judgement import Assessment, Change, Point
from cypworkbench.domain.pack import Edition
from cypworkbench.packs import words

StepOf = Callable[[Assessment], Change | None]


@dataclass(frozen=True, slots=True)
class Told:
    """What one edition's headlines compare with: how to get the step, words for since when, and its passage."""

    of: StepOf
    opening: str
    since: str
    passage: str


def told(edition: Edition) -> Told:
    """The step that an edition's headlines tell."""
    if edition is Edition.ANNUAL:
        return Told(
            over_a_year, "Compared with a year before", "since a year before", "headlines-year"
        )
    return Told(
        last_step, "Since the period before", "since the period before", "headlines-movement"
    )


def last_step(a: Assessment) -> Change | None:
    """The change since the period before."""
    return a.short_change


def over_a_year(a: Assessment) -> Change | None:
    """The change since the same period a year before, better or worse as `over_the_year` says it."""
    before, latest = year_before(a), a.latest
    if before is None or before.value is None or latest is None or latest.value is None:
        return None
    better = {"better than": True, "worse than": False}.get(over_the_year(a))
    return Change(before.period, before.value, latest.value - before.value, better)


def year_before(a: Assessment) -> Point | None:
    """The point a year before the latest; None where there is no figure, or the measure was redefined in between."""
    if a.latest is None:
        return None
    then = a.latest.period.same_last_year
    if any(Flag.BREAK in p.flags for p in a.series.points if then < p.period <= a.latest.period):
        return None
    point = a.series.at(then)
    return point if point is not None and point.value is not None else None


def over_the_year(a: Assessment) -> str:
    """How the latest figure stands to the one a year before, as both are printed; empty where one is missing."""
    before, latest = year_before(a), a.latest
    if before is None or before.value is None or latest is None or latest.value is None:
        return ""
    if words.figure(a.measure, before.value) == words.figure(a.measure, latest.value):
        return "the same as"
    higher = latest.value > before.value
    # what is only watched, or judged by a band, is called neither better nor worse
    way = {"higher": 1, "lower": -1}.get(a.way, 0) if a.upper_target is None else 0
    if not way:
        return "higher than" if higher else "lower than"
    return "better than" if higher is (way > 0) else "worse than"
