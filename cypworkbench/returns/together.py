"""What no single return shows: whether the districts' figures come to the county's own."""

from collections.abc import Iterable, Iterator
from decimal import Context, Decimal
from typing import NamedTuple

from cypworkbench.domain.evidence import Finding, Observation, Severity, ValueState
from cypworkbench.domain.framework import Framework, Kind, Measure
from cypworkbench.domain.period import Period
from cypworkbench.returns.around import DIALS
from cypworkbench.returns.differences import is_settled, places, reason, source_of
from cypworkbench.returns.wording import plain_number, say_number

CODE = "R021"
_PRECISION = Context(prec=15)
_ROUNDED_TO = (Decimal(10), Decimal(5), Decimal(1))


class _Sum(NamedTuple):
    """What the districts come to, and how far rounding in their own figures may have moved it."""

    value: Decimal
    slack: Decimal


def check_together(
    districts: Iterable[Observation], county: Iterable[Observation], framework: Framework
) -> tuple[Finding, ...]:
    """A finding for each county figure that the sum of every district's figures does not come to.

    Only measures that add up are looked at, and only periods for which every district gave a number. The rounding of
    the sources is allowed for: to fives or tens of the districts' counts, and to the county figure's last digit.
    """
    mine: dict[tuple[str, Period], dict[str, Observation]] = {}
    for each in districts:
        if each.state is ValueState.NUMBER and each.group == "all":
            mine.setdefault((each.measure, each.period), {})[each.area] = each
    theirs = {
        (o.measure, o.period): o
        for o in county
        if o.area == framework.county and o.group == "all" and o.value is not None
    }
    measures = {measure.id: measure for measure in framework.measures}
    everyone = {area for board in framework.district_boards for area in board.areas}
    return tuple(
        finding
        for (measure_id, period), figure in sorted(theirs.items(), key=_order)
        if measure_id in measures and mine.get((measure_id, period), {}).keys() >= everyone
        for finding in _apart(measures[measure_id], figure, mine[measure_id, period], framework)
    )


def _order(item: tuple[tuple[str, Period], Observation]) -> tuple[str, Period]:
    return item[0]


def _apart(
    measure: Measure, county: Observation, districts: dict[str, Observation], framework: Framework
) -> Iterator[Finding]:
    figures = [districts[area] for area in sorted(districts)]
    total = _total(measure, figures)
    if total is None or county.value is None:
        return
    unit = DIALS[f"{CODE}.units"].usual or Decimal(1)
    rougher = min(places(county.value), measure.decimals)
    if abs(total.value - county.value) <= total.slack + unit.scaleb(-rougher):
        return
    shown = total.value.quantize(Decimal(1).scaleb(-max(rougher, 0)))
    settled = is_settled(county, *figures)
    place = framework.area(framework.county).name
    yield Finding(
        code=CODE,
        severity=Severity.QUERY if settled else Severity.NOTE,
        origin=county.origin,
        message=(
            f"{county.origin}: {place} {county.period.label} is {say_number(county.value)} in {source_of(county)}, "
            f"and the {len(figures)} districts’ figures come to {say_number(shown)}{reason(figures[0], county)}."
        ),
        remedy="Look for a district whose figure is out, and have it corrected; or say why the two differ.",
        measure=measure.id,
        area=framework.county,
        period=county.period,
        read=f"{plain_number(shown)} beside {plain_number(county.value)}",
        previous=plain_number(county.value),
        linked=tuple(figure.origin for figure in figures),
    )


def _total(measure: Measure, figures: list[Observation]) -> _Sum | None:
    """What the figures come to; None where they do not add up, or lack their parts."""
    if measure.kind is Kind.COUNT and measure.additive:
        values = [figure.value or Decimal(0) for figure in figures]
        return _Sum(sum(values, Decimal(0)), _slack(values))
    if not measure.additive or not measure.has_parts:
        return None
    tops = [figure.numerator for figure in figures if figure.numerator is not None]
    bottoms = [figure.denominator for figure in figures if figure.denominator is not None]
    out_of = sum(bottoms, Decimal(0))
    if len(tops) != len(figures) or len(bottoms) != len(figures) or not out_of:
        return None
    scale = _PRECISION.divide(Decimal(measure.per), out_of)
    return _Sum(_PRECISION.multiply(sum(tops, Decimal(0)), scale), _slack(tops) * scale)


def _slack(counts: list[Decimal]) -> Decimal:
    """How far rounding the counts to fives or tens may have moved their sum; counts that are whole have moved none."""
    step = next((s for s in _ROUNDED_TO if all(count % s == 0 for count in counts)), Decimal(1))
    return step * len(counts) / 2 if step > 1 else Decimal(0)
