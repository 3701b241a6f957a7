"""What the young people's edition says: each figure as whole children of a hundred, each sentence from the figures."""

import math
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from cypworkbench.domain.account import CHANGED, SAID, Account
from cypworkbench.domain.area import ENGLAND
from cypworkbench.domain.judgement import Assessment, Change, Point
from cypworkbench.domain.pack import PackPlan
from cypworkbench.locations import resource_path
from cypworkbench.packs import editions, words

CHILDREN = 100
_MOST, _MOST_MOVED = 6, 6  # facts on the village's page, and movements on the next


@dataclass(frozen=True, slots=True)
class Fact:
    """A number of the village's children, the words that go on from it, and the sentences below."""

    measure: str
    area: str
    period: str
    count: int
    label: str
    says: str


@dataclass(frozen=True, slots=True)
class Movement:
    """What became more or less, and from what to what; `good` is better, worse, or empty where neither is."""

    measure: str
    area: str
    period: str
    says: str
    figures: str
    good: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What young people said and what was done about it, each in the words of the register, and where."""

    said: str
    done: str
    where: str


@dataclass(frozen=True, slots=True)
class Village:
    """Everything the edition says of one place."""

    place: str
    facts: tuple[Fact, ...]
    movements: tuple[Movement, ...]
    answers: tuple[Answer, ...] = ()


def whole_children(shares: Sequence[float]) -> tuple[int, ...]:
    """Parts of a whole as whole children of a hundred that always sum to it, by largest remainder.

    `shares` are in any one unit, none below nought. Raises ValueError where they come to nothing.
    """
    total = math.fsum(shares)
    if total <= 0 or min(shares) < 0:
        message = "parts of a whole are not below nought, and come to something"
        raise ValueError(message)
    exact = [CHILDREN * share / total for share in shares]
    whole = [math.floor(part) for part in exact]
    # the children still to be given go where most was cut off; among equals, to the first
    left = sorted(range(len(exact)), key=lambda n: (whole[n] - exact[n], n))
    for place in left[: CHILDREN - sum(whole)]:
        whole[place] += 1
    return tuple(whole)


def village(plan: PackPlan) -> Village:
    """What the plan of a public pack says to young people: of its measures, those there are plain words for."""
    names = {area.code: area.name for area in plan.picture.framework.areas}
    held = {a.measure.id: a for a in plan.measures}
    said = _words(plan.picture.framework.id)
    facts = [
        fact
        for entry in said.get("fact", ())
        if entry["measure"] in held and (fact := _fact(plan, held[entry["measure"]], entry))
    ]
    movements = [
        moved
        for entry in said.get("change", ())
        if entry["measure"] in held and (moved := _movement(held[entry["measure"]], entry))
    ]
    answers = tuple(_answer(account, names) for account in plan.picture.accounts)
    return Village(names[plan.area], tuple(facts[:_MOST]), tuple(movements[:_MOST_MOVED]), answers)


def _answer(account: Account, names: Mapping[str, str]) -> Answer:
    """An entry of a public picture, which holds none that nobody consented to print."""
    return Answer(account.text(SAID), account.text(CHANGED), names[account.area])


@cache
def _words(framework: str) -> Mapping[str, Any]:
    """The plain words for a plan's measures; none where nobody has written them yet."""
    path = resource_path("young", f"{framework}.toml")
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


def _last(assessment: Assessment) -> Point | None:
    """The latest figure, or None where the last may not be shown: an older one would be taken for it."""
    points = assessment.series.points
    return None if points and editions.is_withheld(points[-1]) else assessment.latest


def _children(value: float) -> int:
    return whole_children((value, CHILDREN - value))[0]


def _fact(plan: PackPlan, assessment: Assessment, entry: Mapping[str, str]) -> Fact | None:
    latest, measure = _last(assessment), assessment.measure
    if latest is None or latest.value is None or not 0 <= latest.value <= CHILDREN:
        return None
    count = _children(latest.value)
    if not measure.is_share or (count in (0, CHILDREN) and latest.value not in (0, CHILDREN)):
        return None  # “none” or “all” would be said of a village where it is almost so
    parts = (
        entry["says"],
        _beside(plan, assessment, latest, count),
        f"Year: {latest.period.label}.",
    )
    says = " ".join(part for part in parts if part)
    return Fact(measure.id, assessment.area, latest.period.iso, count, entry["label"], says)


def _beside(plan: PackPlan, assessment: Assessment, latest: Point, count: int) -> str:
    """England's number of a hundred at the same time; the time before where England has none."""
    england = plan.picture.assessments.get((assessment.measure.id, ENGLAND))
    point = england.series.at(latest.period) if england else None
    if point is not None and point.value is not None and assessment.area != ENGLAND:
        there = _children(point.value)
        return "It is the same in England." if there == count else f"In England it is {there}."
    if assessment.short_change is None:
        return ""
    before = _children(assessment.short_change.before)
    return "It was the same before." if before == count else f"It was {before} before."


def _movement(assessment: Assessment, entry: Mapping[str, str]) -> Movement | None:
    measure, change, latest = assessment.measure, assessment.short_change, _last(assessment)
    if change is None or latest is None or latest.value is None:
        return None
    moved = words.moved(measure, change)
    if moved == "No change":
        return None
    return Movement(
        measure.id,
        assessment.area,
        latest.period.iso,
        entry["more" if moved.startswith("Up") else "fewer"],
        _from_to(assessment, change, latest),
        words.goodness(change, measure) if assessment.way is measure.polarity else "",
    )


def _from_to(assessment: Assessment, change: Change, latest: Point) -> str:
    measure = assessment.measure
    rate = f" in every {measure.per:,}" if measure.kind == "rate" else ""
    before, after = words.figure(measure, change.before), words.figure(measure, latest.value)
    return f"It was {before}{rate}. Now it is {after}. ({latest.period.label})"
