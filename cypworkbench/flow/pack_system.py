"""The equation system of a whole pack and of the packs before it, as case documents: pure, from series and settings."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from cypworkbench.domain.disclosure import Disclosure
from cypworkbench.domain.framework import Framework, Kind, Measure
from cypworkbench.domain.judgement import Point, Series
from cypworkbench.domain.period import Period, PeriodKind
from cypworkbench.domain.plain import Plain
from cypworkbench.flow.pack_links import tie

_NEAR = 0.1  # a county figure within a tenth of the sum is taken for the sum
OTHERS = "others"  # the districts that gave no figure, beside a county figure that covers them
REST = "the rest"
TOTAL_COST = 20.0
_HUNDRED = 100
_QUARTERS = 4
_SAME = 1e-9
PUBLISHED = "published"

Place = tuple[str, str, str]
"""A measure's id, an area's code, and a period's ISO text: where one figure stands, in every pack alike."""


@dataclass(frozen=True, slots=True)
class Known:
    """What readers know before they open a pack: what earlier public packs printed, and where national files print."""

    earlier: Mapping[Place, float] = field(default_factory=dict)
    published: frozenset[Place] = frozenset()


@dataclass(slots=True)
class PackSystem:
    """Cells that share a threshold, as a case document, with their true values and where each stands in the pack.

    `outright` are places withheld whatever the sums: all or none of a few people, where no count is known.
    """

    document: dict[str, Plain]
    truth: dict[str, int] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    outright: set[Place] = field(default_factory=set)


def systems(
    series: Sequence[Series],
    framework: Framework,
    settings: Disclosure,
    known: Known | None = None,
) -> tuple[PackSystem, ...]:
    """One system a threshold, the lowest first, with what readers know already."""
    made: dict[int, PackSystem] = {}
    for measure in framework.measures:
        demands = settings.demands(measure)
        held = {one.area: one for one in series if one.measure.id == measure.id}
        if demands is None or not held:
            continue
        system = made.setdefault(demands[0], PackSystem(_empty(demands[0], settings)))
        _Maker(system, measure, framework, settings, known or Known()).add(held)
    tie(made.values(), series, framework, count_of)
    for system in made.values():
        ones = [name for name, value in system.truth.items() if value == 1]
        system.document["rule"]["insiders"] = ones
    return tuple(made[threshold] for threshold in sorted(made))


def _empty(threshold: int, settings: Disclosure) -> dict[str, Plain]:
    zeros = "shown" if settings.zeros_shown else "hidden"
    rule = {"threshold": threshold, "zeros": zeros, "min_width": 4, "insider_width": 1}
    return {"rule": rule, "cells": [], "equations": [], "rates": [], "earlier": []}


def count_of(measure: Measure, point: Point) -> int | None:
    """The people a figure counts: its numerator, or a count itself; None where the series does not tell."""
    given = point.numerator
    if given is None and measure.kind is Kind.COUNT:
        given = point.value
    if given is None or given < 0 or given != round(given):
        return None
    return round(given)


class _Maker:
    """Adds one measure's cells and sums to a system."""

    def __init__(
        self,
        system: PackSystem,
        measure: Measure,
        framework: Framework,
        settings: Disclosure,
        known: Known,
    ) -> None:
        self._system, self._measure, self._framework = system, measure, framework
        self._settings, self._known = settings, known
        self._threshold = system.document["rule"]["threshold"]

    def add(self, held: Mapping[str, Series]) -> None:
        """Every district's cell at every period, the county's above them, and what earlier packs printed of them."""
        districts = [area.code for area in self._framework.districts if area.code in held]
        periods = sorted({p.period for code in districts for p in held[code].points})
        for period in periods:
            points = {code: held[code].at(period) for code in districts}
            names = {
                code: name
                for code, point in points.items()
                if point and point.value is not None and (name := self._cell(code, point))
            }
            county = held.get(self._framework.county)
            above = county.at(period) if county else None
            if county and above and above.value is not None:
                people = self._people(held, period)
                self._county((county, above, people), names, [p for p in points.values() if p])
        if self._measure.period_kind is PeriodKind.ROLLING_12_MONTHS:
            for code in districts:
                self._rolls(held[code])
        self._history(held)

    def _cell(self, area: str, point: Point) -> str | None:
        """A district's cell, with the people it leaves out where they are few; None where no count is known."""
        measure, count = self._measure, count_of(self._measure, point)
        place = (measure.id, area, point.period.iso)
        if count is None:
            if measure.is_share and point.value in (0.0, 100.0):
                self._system.outright.add(place)
            return None
        whole = _persons(measure, point, count)
        few = whole is not None and whole <= self._settings.group
        rest = None if whole is None else whole - count
        none_of_few = few and count == 0
        name = self._put(place, count, latent=none_of_few)
        self._mark(place)
        # of so few that their number is small itself, it is withheld with the figure, and nobody can subtract
        told = whole is not None and whole > self._threshold
        if told and rest is not None and (0 < rest <= self._threshold or (few and rest == 0)):
            other = f"{name}|{REST}"
            self._system.truth[other] = rest
            cell = {"id": other, "published": None, "flag": "none", "sensitive": True}
            self._system.document["cells"].append(cell)
            self._system.document["equations"].append({"terms": {name: 1, other: 1}, "rhs": whole})
        return name

    def _put(self, place: Place, count: int, *, latent: bool) -> str:
        name = "|".join(place)
        self._system.truth[name] = count
        self._system.places[name] = place
        cell: dict[str, Plain] = {"id": name, "published": count}
        if latent:
            # none of a few is withheld too, so that readers cannot take its [c] for at least one
            cell |= {"published": None, "flag": "none", "sensitive": True}
        self._system.document["cells"].append(cell)
        return name

    def _mark(self, place: Place) -> None:
        """Say of a cell that the board wants it shown, where it does."""
        cell = self._system.document["cells"][-1]
        named = {"|".join(place), "|".join(place[:2])} & set(self._settings.shown)
        if named:
            cell["must_show"] = True

    def _people(self, held: Mapping[str, Series], period: Period) -> float | None:
        """Of how many a county rate speaks, as population figures would tell: each district's whole nearest in time."""
        wholes = []
        for area in self._framework.districts:
            points = held[area.code].points if area.code in held else ()
            near = min(
                (p for p in points if p.denominator),
                key=lambda p: (abs((p.period.start - period.start).days), p.period.iso),
                default=None,
            )
            if near is None or not near.denominator:
                return None
            wholes.append(near.denominator)
        return sum(wholes)

    def _county(
        self,
        told: tuple[Series, Point, float | None],
        names: Mapping[str, str],
        points: Iterable[Point],
    ) -> None:
        """The county's cell: the sum of the districts with figures, and of the others where any gave none.

        `told` is the county's series, its point, and of how many its rate speaks.
        """
        measure = self._measure
        county, above, people = told
        parts = list(points)
        left_out = len(above.missing) if county.basis != PUBLISHED else 0
        lacking = len(names) + left_out < len(self._framework.districts)
        total = sum(self._system.truth[name] for name in names.values())
        whole = _whole(measure, above, people)
        if not names or (lacking and whole is None):
            return
        if not (lacking or self._agrees(county, above, total, parts) or _near(whole, total)):
            return
        others = max(0, (whole or 0) - total) if lacking else 0
        place = (measure.id, self._framework.county, above.period.iso)
        name = self._put(place, total + others, latent=False)
        self._system.document["cells"][-1]["weight"] = TOTAL_COST
        self._mark(place)
        terms = {**dict.fromkeys(names.values(), 1), name: -1}
        if lacking:
            terms[self._others(name, others)] = 1
        self._system.document["equations"].append({"terms": terms})

    def _others(self, county: str, count: int) -> str:
        """The districts that gave no figure, as one cell that nobody is shown, and not negative."""
        name = f"{county}|{OTHERS}"
        self._system.truth[name] = count
        small = 0 < count <= self._threshold
        cell: dict[str, Plain] = {"id": name, "published": None, "flag": "none"}
        self._system.document["cells"].append({**cell, "sensitive": True} if small else cell)
        return name

    def _agrees(self, county: Series, above: Point, total: int, parts: Sequence[Point]) -> bool:
        """Whether the county's printed figure is the districts' sum, as far as it is printed."""
        measure, printed = self._measure, above.value or 0.0
        if not measure.has_parts:
            return round(printed) == total
        given = above.numerator
        if given is not None and county.basis != PUBLISHED:
            return round(given) == total
        people = sum(point.denominator or 0.0 for point in parts)
        half = 0.5 * 10.0**-measure.decimals
        return bool(people) and abs(total / people * measure.per - printed) <= half * 1.01

    def _rolls(self, series: Series) -> None:
        """Twelve months to each quarter's end: sums of quarters that are never printed, yet tie the sums together."""
        from cypworkbench.smallcounts.rolling import parts_of  # SciPy: only where sums roll

        sums: dict[str, int] = {}
        quarters: dict[str, list[str]] = {}
        for point in series.points:
            name = "|".join(self._at(series, point))
            if name in self._system.places:
                sums[name] = self._system.truth[name]
                quarters[name] = [
                    f"{series.area} quarter {point.period.shift(-back).iso}"
                    for back in range(_QUARTERS)
                ]
        parts = parts_of(sums, quarters) if sums else None
        for part, value in (parts or {}).items():
            hidden = f"{self._measure.id}|{part}"
            self._system.truth[hidden] = value
            self._system.document["cells"].append({"id": hidden, "published": None, "flag": "none"})
        for name in sums if parts else ():
            terms = {f"{self._measure.id}|{part}": 1 for part in quarters[name]}
            self._system.document["equations"].append({"terms": {**terms, name: -1}})

    def _at(self, series: Series, point: Point) -> Place:
        return (self._measure.id, series.area, point.period.iso)

    def _history(self, held: Mapping[str, Series]) -> None:
        """What an earlier public pack or a national file printed, and has not been revised since, is known."""
        earlier = self._known.earlier
        for series in held.values():
            for point in series.points:
                place = self._at(series, point)
                name = "|".join(place)
                same = (
                    point.value is not None
                    and place in earlier
                    and abs(earlier[place] - point.value) < _SAME
                )
                if name in self._system.places and (same or place in self._known.published):
                    said = {"cell": name, "published": self._system.truth[name], "pack": "earlier"}
                    self._system.document["earlier"].append(said)


def _persons(measure: Measure, point: Point, count: int) -> int | None:
    """Of how many people a share is a part; None where it is no share of people."""
    whole = point.denominator
    share = measure.binomial and measure.has_parts and measure.per == _HUNDRED
    if not share or whole is None or whole != round(whole) or whole < count:
        return None
    return round(whole)


def printed_before(published: Iterable[Sequence[Series]]) -> Iterator[tuple[Place, float]]:
    """Every figure that earlier public packs printed, the latest pack last."""
    for pack in published:
        for series in pack:
            for point in series.points:
                if point.value is not None:
                    yield (series.measure.id, series.area, point.period.iso), point.value


def _whole(measure: Measure, above: Point, people: float | None) -> int | None:
    """The county's count as a reader takes it from the page, or reckons it from a rate and the people it speaks of."""
    if not measure.has_parts:
        return None if above.value is None else round(above.value)
    if above.numerator is not None:
        return round(above.numerator)
    people = above.denominator or people
    if above.value is None or not people:
        return None
    return round(above.value / measure.per * people)


def _near(whole: int | None, total: int) -> bool:
    """Whether a county figure differs from the sum so little, by a revision, that it tells the sum all the same."""
    return whole is not None and abs(whole - total) <= _NEAR * total
