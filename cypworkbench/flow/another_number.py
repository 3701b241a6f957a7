"""Why is this not the number I know? Each figure of the picture that it could be, and what sets the two apart."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from statistics import fmean

from cypworkbench.domain.framework import Framework, Kind, Measure
from cypworkbench.domain.judgement import Assessment, Point
from cypworkbench.domain.record import Picture
from cypworkbench.packs import words

_MOST = 4


@dataclass(frozen=True, slots=True)
class Known:
    """A number somebody knows, as they write it, beside the figure of a measure in an area."""

    measure: str
    area: str
    written: Decimal

    @property
    def half(self) -> float:
        """Half the last place it is written to: it stands for every figure that rounds to it."""
        exponent = self.written.as_tuple().exponent
        return 0.5 * 10.0 ** min(exponent, 0) if isinstance(exponent, int) else 0.0

    def is_(self, value: float | None) -> bool:
        """Whether the number is that figure, rounded as it is written."""
        return value is not None and abs(value - float(self.written)) <= self.half * (1 + 1e-9)


def explain(picture: Picture, known: Known) -> tuple[str, ...]:
    """What the number could be, likeliest first, a sentence each; and if it is none of these, what to ask for."""
    held = picture.assessments.get((known.measure, known.area))
    latest = held.latest if held else None
    if held is None or latest is None:
        return ("There is no figure here to hold it against.",)
    measure = held.measure
    shown = words.figure(measure, latest.value)
    if known.is_(latest.value):
        return (f"It is this figure: {shown} for {words.spoken(latest.period)}.",)
    found = [
        *_same_figure(held, latest, known),
        *_other_periods(held, latest, known),
        *_other_sources(picture, held, latest, known),
        *_other_places(picture, held, latest, known),
        *_made_otherwise(picture, held, latest, known),
    ]
    if found:
        return tuple(dict.fromkeys(found))[:_MOST]
    return (_unknown(held, latest, known),)


def _same_figure(held: Assessment, latest: Point, known: Known) -> Iterator[str]:
    """The figure itself, written another way."""
    value, number = latest.value or 0.0, float(known.written)
    shares = held.measure.kind is Kind.PERCENTAGE
    shown = words.figure(held.measure, value)
    if known.is_(latest.numerator):
        parts = f"{_count(latest.numerator)} of {_count(latest.denominator)}"
        yield f"It is the count behind this figure: {parts}, which is {shown}."
    if known.is_(latest.denominator):
        yield f"It is what this figure is out of: {_count(latest.numerator)} of {_count(latest.denominator)}."
    if shares and known.is_(value / 100):
        yield f"It is this figure as a share of one: {shown} is {value / 100:.3g}."
    if shares and known.is_(100 - value):
        yield f"It is the rest of this figure: 100% less {shown}."
    for per in (100, 1000, 10_000, 100_000):
        if (
            held.measure.kind is Kind.RATE
            and per != held.measure.per
            and known.is_(value * per / held.measure.per)
        ):
            yield f"It is this figure per {per:,} instead of per {held.measure.per:,}."
    if value and abs(number - value) <= 10 * known.half and round(number) == round(value):
        yield f"It is close to this figure, {shown}: it may have been rounded on the way, or revised since."


def _other_periods(held: Assessment, latest: Point, known: Known) -> Iterator[str]:
    name = held.measure.short_title
    for point in reversed(held.series.points):
        if point.period != latest.period and known.is_(point.value):
            yield (
                f"It is the figure for {words.spoken(point.period)}; the latest is for {words.spoken(latest.period)} "
                f"({name})."
            )


def _other_sources(
    picture: Picture, held: Assessment, latest: Point, known: Known
) -> Iterator[str]:
    """The same place and period from another source or edition."""
    for one in (*picture.observations, *picture.published):
        same = (one.measure, one.area, one.group) == (held.measure.id, held.area, "all")
        value = None if one.value is None else float(one.value)
        if not same or one.period != latest.period or value is None or not known.is_(value):
            continue
        source = one.source or one.origin.sheet
        edition = f", edition of {one.vintage}" if one.vintage else ""
        yield (
            f"It is another source’s figure for the same period: {source}{edition}. Here it is "
            f"{_basis(held)}."
        )


def _basis(held: Assessment) -> str:
    return {
        "summed": "summed from the districts’ own counts",
        "published": f"as published by {held.series.source or 'the source'}",
    }.get(held.series.basis, "as the board returned it")


def _other_places(picture: Picture, held: Assessment, latest: Point, known: Known) -> Iterator[str]:
    for (measure, area), other in picture.assessments.items():
        if measure != held.measure.id or area == held.area:
            continue
        point = other.series.at(latest.period) or other.latest
        if point is not None and known.is_(point.value):
            yield f"It is the figure of {_place(picture.framework, area)} for {words.spoken(point.period)}."


def _made_otherwise(
    picture: Picture, held: Assessment, latest: Point, known: Known
) -> Iterator[str]:
    """What the county comes to when it is put together in a way that misleads, or with other districts."""
    if held.area != picture.framework.county:
        return
    districts = [
        p
        for d in picture.framework.districts
        if (a := picture.assessments.get((held.measure.id, d.code)))
        and (p := a.series.at(latest.period))
        and p.value is not None
    ]
    if not districts:
        return
    if held.measure.kind in (Kind.PERCENTAGE, Kind.RATE) and known.is_(
        fmean(p.value or 0.0 for p in districts)
    ):
        yield (
            "It is the mean of the districts’ figures, which counts a small district as much as a large one; here the "
            "county is all cases over all people."
        )
    if held.measure.kind is Kind.COUNT and known.is_(sum(p.value or 0.0 for p in districts)):
        yield f"It is the sum of the {len(districts)} districts that gave a figure."
    yield from _without_one(picture, held.measure, latest, known)


def _without_one(picture: Picture, measure: Measure, latest: Point, known: Known) -> Iterator[str]:
    if latest.numerator is None or not latest.denominator:
        return
    for district in picture.framework.districts:
        a = picture.assessments.get((measure.id, district.code))
        p = a.series.at(latest.period) if a else None
        if (
            p is None
            or p.numerator is None
            or p.denominator is None
            or p.denominator >= latest.denominator
        ):
            continue
        rest = (latest.numerator - p.numerator) / (latest.denominator - p.denominator) * measure.per
        if known.is_(rest):
            yield f"It is the county without {district.name}."


def _unknown(held: Assessment, latest: Point, known: Known) -> str:
    """What is known of a number that fits nothing, and what to ask its source for."""
    measure = held.measure
    off = words.number(abs(float(known.written) - (latest.value or 0.0)), measure.decimals)
    side = "above" if float(known.written) > (latest.value or 0.0) else "below"
    counted = (
        f" It counts {measure.numerator} among {measure.denominator}." if measure.has_parts else ""
    )
    return (
        f"It fits no figure here: it is {off} {side} the {words.figure(measure, latest.value)} for "
        f"{words.spoken(latest.period)}, which is {_basis(held)}.{counted} Ask its source for the period, the area and "
        "what is counted among whom."
    )


def _count(value: float | None) -> str:
    return words.number(value, 0)


def _place(framework: Framework, code: str) -> str:
    return next((a.name for a in framework.areas if a.code == code), code)
