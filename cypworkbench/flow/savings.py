"""What other ways of publishing would save: zeros the other way, longer periods, two districts shown as one."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from cypworkbench.domain.area import Area
from cypworkbench.domain.disclosure import Disclosure
from cypworkbench.domain.framework import Framework
from cypworkbench.domain.judgement import Point, Series
from cypworkbench.domain.record import Picture
from cypworkbench.domain.refusal import Refusal
from cypworkbench.flow.pack_system import Known, count_of, systems
from cypworkbench.flow.protecting import protect_case
from cypworkbench.flow.public import Withholding, withhold

_TRIED = 3  # measures, those that lose most first


@dataclass(frozen=True, slots=True)
class Saving:
    """Another way to publish, with how many figures it would withhold (None where it cannot be) and how many now."""

    what: str
    withheld: int | None
    now: int


def savings(
    picture: Picture, settings: Disclosure, known: Known, found: Withholding
) -> Iterator[Saving]:
    """Each other way with its count; the merged ones are counted over their own measure, as if published from now on.

    A measure's figures merged with earlier packs beside them would not be safe: the way is for a series begun anew.
    """
    other = replace(settings, zeros_shown=not settings.zeros_shown)
    what = "Showing zeros" if other.zeros_shown else "Hiding zeros with the small counts"
    yield Saving(what, _many(picture, other, known), len(found.places))
    by_measure = Counter(measure for measure, _, _ in found.places)
    worst = sorted(by_measure, key=lambda name: (-by_measure[name], name))[:_TRIED]
    for measure in worst:
        now = by_measure[measure]
        title = picture.framework.measure(measure).short_title or measure
        held = [a.series for a in picture.assessments.values() if a.measure.id == measure]
        merged = [_two_by_two(series) for series in held]
        left = _many_in(merged, picture.framework, settings)
        if left is not None:
            yield Saving(f"{title}, two periods added together", left, now)
        pair = _smallest_two(held, picture.framework)
        if pair is not None:
            one, two = pair
            left = _many_in(*_as_one(held, picture.framework, pair), settings)
            if left is not None:
                yield Saving(f"{title}, {one.name} and {two.name} shown as one", left, now)


def _many(picture: Picture, settings: Disclosure, known: Known) -> int | None:
    try:
        return len(withhold(picture, settings, known).places)
    except Refusal:
        return None


def _many_in(series: Sequence[Series], framework: Framework, settings: Disclosure) -> int | None:
    total = 0
    for system in systems(series, framework, settings):
        try:
            made = protect_case(system.document, system.truth)
        except Refusal:
            return None
        hidden = {c["id"] for c in made.document["cells"] if c["published"] is None}
        total += len(hidden & set(system.places)) + len(system.outright)
    return total


def _two_by_two(series: Series) -> Series:
    """A series with its periods added two by two, from the latest back; periods without both parts are left out."""
    points = list(reversed(series.points))
    pairs = zip(points[::2], points[1::2], strict=False)
    made = [_added(series, late, early) for late, early in pairs]
    return replace(series, points=tuple(reversed([p for p in made if p])))


def _smallest_two(held: Sequence[Series], framework: Framework) -> tuple[Area, Area] | None:
    """The two districts that count the fewest people in all, by name; None where fewer than three give counts."""
    people = {
        series.area: sum(count_of(series.measure, point) or 0 for point in series.points)
        for series in held
    }
    giving = [area for area in framework.districts if area.code in people]
    if len(giving) < 3:  # noqa: PLR2004  of two districts shown as one nothing is left beside the county
        return None
    one, two = sorted(sorted(giving, key=lambda area: people[area.code])[:2], key=lambda a: a.name)
    return one, two


def _as_one(
    held: Sequence[Series], framework: Framework, pair: tuple[Area, Area]
) -> tuple[list[Series], Framework]:
    """The series with the pair's added under the first's code, and a framework that knows one district fewer."""
    first, second = pair
    by_area = {series.area: series for series in held}
    one, two = by_area[first.code], by_area[second.code]
    beside = {point.period: point for point in two.points}
    both = [(point, beside[point.period]) for point in one.points if point.period in beside]
    added = [_added(one, mine, theirs) for mine, theirs in both]
    joined = replace(one, points=tuple(p for p in added if p))
    others = [s for s in held if s.area not in (first.code, second.code)]
    areas = tuple(area for area in framework.areas if area.code != second.code)
    return [*others, joined], replace(framework, areas=areas)


def _added(series: Series, one: Point, other: Point) -> Point | None:
    """Two points as one, at the first's period; None where either gives no count."""
    over = [count_of(series.measure, p) for p in (one, other) if p.value is not None]
    if len(over) < 2 or None in over:  # noqa: PLR2004  both of the two
        return None
    count = float(sum(part for part in over if part is not None))
    if not series.measure.has_parts:
        return replace(one, value=count)
    under = (one.denominator or 0.0) + (other.denominator or 0.0)
    if not under:
        return None
    value = count / under * series.measure.per
    return replace(one, value=value, numerator=count, denominator=under)
