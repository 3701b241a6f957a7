"""From observations to series: gaps explicit, breaks kept, the county summed from its districts."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from cypworkbench.domain.area import NOT_KNOWN, members
from cypworkbench.domain.evidence import Flag, Observation, ValueState
from cypworkbench.domain.framework import Framework, Measure
from cypworkbench.domain.judgement import Point, Series
from cypworkbench.domain.lineage import Gap, recast
from cypworkbench.domain.period import Period, steps_between

RETURNED = "returned"
SUMMED = "summed"
PUBLISHED = "published"
NOT_REPORTED = "not reported"

_Given = Mapping[tuple[str, str], Mapping[Period, Observation]]


def build_series(
    observations: Sequence[Observation],
    published: Sequence[Observation],
    framework: Framework,
    not_reported: Iterable[tuple[str, str]] = (),
) -> tuple[Series, ...]:
    """Every series that the figures make, in the plan's order of measures and A to Z by area code.

    A returned series runs to the last period that any board returned for its measure, or to the end of its area; the
    history of an area that succeeds others is made from theirs, where they joined whole. The county is summed where a
    measure allows it; where its published figure is more recent (a district is missing), the published series stands
    instead: the two are never mixed. `not_reported` holds pairs of area and measure ("" for every measure asked) that
    were set aside; each becomes a series without points. Only the whole population is taken, not its groups; a figure
    whose measure or kind of period the plan does not have is left out, since reading the return has reported it.
    """
    measures = {measure.id: measure for measure in framework.measures}
    histories = [recast(given, framework.lineage, measures) for given in (observations, published)]
    observations, published = (
        (*given, *made.observations)
        for given, made in zip((observations, published), histories, strict=True)
    )
    returned, known = _by_series(observations, measures), _by_series(published, measures)
    last = _last_periods(returned)
    ends = {area.code: area.valid_to for area in framework.areas if area.valid_to}
    found: dict[tuple[str, str], Series] = {}
    for (measure_id, area), given in known.items():
        points = _points(measures[measure_id], given, max(given))
        source = given[max(given)].source
        found[measure_id, area] = Series(measures[measure_id], area, points, PUBLISHED, source)
    for (measure_id, area), given in returned.items():
        ended = area in ends and ends[area] < last[measure_id].start
        until = max(given) if ended else last[measure_id]
        points = _points(measures[measure_id], given, until)
        found[measure_id, area] = Series(measures[measure_id], area, points, RETURNED)
    aside = frozenset(not_reported)
    for series in _counties(found, measures.values(), framework, aside):
        found[series.measure.id, series.area] = series
    for area, named in sorted(aside):
        for measure in [measures[named]] if named else framework.asked:
            found[measure.id, area] = Series(measure, area, (), NOT_REPORTED)
    for key, said in _lost([gap for made in histories for gap in made.gaps], framework).items():
        if key in found:
            found[key] = replace(found[key], lost=said)
    order = {measure: place for place, measure in enumerate(measures)}
    keys = sorted((key for key in found if key[1] != NOT_KNOWN), key=lambda k: (order[k[0]], k[1]))
    return tuple(found[key] for key in keys)


def _lost(gaps: Iterable[Gap], framework: Framework) -> dict[tuple[str, str], tuple[str, ...]]:
    """By measure and area, a sentence a reason: from when to when the history is lacking, and why."""
    names = {area.code: area.name for area in framework.areas}
    lacking: dict[tuple[str, str], dict[str, list[Period]]] = {}
    for gap in gaps:
        if gap.group == "all":
            reasons = lacking.setdefault((gap.measure, gap.area), {})
            reasons.setdefault(gap.why(names), []).append(gap.period)
    return {key: tuple(_told(*one) for one in reasons.items()) for key, reasons in lacking.items()}


def _told(why: str, periods: Sequence[Period]) -> str:
    first, last = min(periods).label, max(periods).label
    when = f"for {first}" if first == last else f"from {first} to {last}"
    return f"There is no history {when}: {why}."


def county_from_districts(
    districts: Sequence[Series], framework: Framework, aside: Iterable[str] = ()
) -> Series:
    """The county's series: numerators summed over denominators summed, for each period any district has.

    Never the mean of the districts' rates. A district without figures makes the county's point missing, and the point
    names it; "district not known" is added where it is given. A district in `aside` was set aside by a decision: the
    sum goes on without it at every period, so that the trend is of one set of districts, and each point names it too.
    `districts` are series of one measure. Raises ValueError when there is none.
    """
    if not districts:
        message = "a county is summed from at least one district"
        raise ValueError(message)
    measure = districts[0].measure
    left_out = tuple(area.code for area in framework.districts_ever if area.code in set(aside))
    by_area = {
        series.area: {p.period: p for p in series.points}
        for series in districts
        if series.area not in left_out
    }
    periods = sorted({p.period for series in districts for p in series.points})
    points = tuple(
        _whole(
            measure,
            period,
            {area: points.get(period) for area, points in by_area.items()},
            framework,
            left_out,
        )
        for period in periods
    )
    if left_out:
        points = tuple(replace(p, missing=(*left_out, *p.missing)) for p in points)
    return Series(measure, framework.county, points, SUMMED)


def _counties(
    found: Mapping[tuple[str, str], Series],
    measures: Iterable[Measure],
    framework: Framework,
    not_reported: frozenset[tuple[str, str]],
) -> Iterable[Series]:
    """Each county series that is better summed than left as it was given."""
    areas = [*(area.code for area in framework.districts_ever), NOT_KNOWN]
    for measure in measures:
        parts = [s for area in areas if (s := found.get((measure.id, area)))]
        parts = [s for s in parts if s.basis == RETURNED]
        given = found.get((measure.id, framework.county))
        if not parts or not measure.additive or (given and given.basis == RETURNED):
            continue
        # A share or rate of the rest still says something of the county; a count of the rest does not, nor does
        # anything of a few districts that are taken together.
        shareable = measure.has_parts and not members(framework.county)
        set_aside = [area for area, named in not_reported if named in ("", measure.id)]
        aside = set_aside if shareable else []
        county = county_from_districts(parts, framework, aside)
        before = given.latest if given else None
        # With a district set aside the sum is not quite the county's: its own figure stands where there is one.
        as_good = not aside or not before
        if not before or (as_good and county.latest and county.latest.period >= before.period):
            yield county


def _by_series(observations: Iterable[Observation], measures: Mapping[str, Measure]) -> _Given:
    """Each series' observations by period; of two for one period the later edition counts, then the later given."""
    series: dict[tuple[str, str], dict[Period, Observation]] = {}
    for observation in observations:
        measure = measures.get(observation.measure)
        whole = observation.group == "all"
        if whole and measure and observation.period.kind is measure.period_kind:
            _keep_later(series.setdefault((measure.id, observation.area), {}), observation)
    return series


def _keep_later(given: dict[Period, Observation], observation: Observation) -> None:
    before = given.get(observation.period)
    if before is None or before.vintage <= observation.vintage:
        given[observation.period] = observation


def _last_periods(given: _Given) -> Mapping[str, Period]:
    last: dict[str, Period] = {}
    for (measure, _), by_period in given.items():
        last[measure] = max(last.get(measure, min(by_period)), *by_period)
    return last


def _points(
    measure: Measure, given: Mapping[Period, Observation], last: Period
) -> tuple[Point, ...]:
    periods = sorted({*given, last})
    points = tuple(_point(measure, period, given.get(period)) for period in with_gaps(periods))
    return _with_breaks(measure, points)


def _with_breaks(measure: Measure, points: tuple[Point, ...]) -> tuple[Point, ...]:
    """The points, the first that has any day after a change in how the measure is counted flagged as a break."""
    after = {
        next((n for n, point in enumerate(points) if point.period.end >= mark.at), 0)
        for mark in measure.breaks
    }
    return tuple(
        replace(point, flags=(*point.flags, Flag.BREAK))
        if n and n in after and Flag.BREAK not in point.flags
        else point
        for n, point in enumerate(points)
    )


def with_gaps(periods: Sequence[Period]) -> tuple[Period, ...]:
    """The periods, in order, and between them those that a series of their kind would have had."""
    whole = list(periods[:1])
    for before, after in pairwise(periods):
        missing = steps_between(before, after) - 1
        whole += [before.shift(step + 1) for step in range(missing)]
        whole.append(after)
    return tuple(whole)


def _point(measure: Measure, period: Period, observation: Observation | None) -> Point:
    if observation is None:
        return Point(period, None, state=ValueState.NOT_AVAILABLE)
    value = _value(measure, observation)
    state = observation.state
    if value is None and state is ValueState.NUMBER:
        nobody = observation.numerator is not None and observation.denominator == 0
        state = ValueState.NOT_APPLICABLE if nobody else ValueState.NOT_AVAILABLE
    return Point(
        period=period,
        value=value,
        numerator=_float(observation.numerator),
        denominator=_float(observation.denominator),
        state=state,
        flags=observation.flags,
        origins=(observation.origin,),
    )


def _value(measure: Measure, given: Observation) -> float | None:
    """The figure given; in full where the parts given with it round to it, so that it is judged unrounded."""
    if given.state is not ValueState.NUMBER:
        return None
    value, over, under = given.value, given.numerator, given.denominator
    exact = None
    if measure.has_parts and over is not None and under:
        exact = float(over) / float(under) * measure.per
    if value is None:
        return exact if measure.has_parts else _float(over)
    if exact is not None and abs(exact - float(value)) <= half_unit(value) * (1 + 1e-9):
        return exact
    return float(value)


def half_unit(value: Decimal) -> float:
    """Half the last decimal place that a figure is written to: 0.05 for 34.2. At most 0.5."""
    exponent = value.as_tuple().exponent
    return 0.5 * 10.0 ** min(exponent, 0) if isinstance(exponent, int) else 0.0


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _summed(
    measure: Measure,
    period: Period,
    by_area: Mapping[str, Point | None],
    districts: Sequence[str],
) -> Point:
    """The county's point: missing, and saying which, as soon as one district is.

    Where districts give rates without the counts behind them, no county figure applies, whoever else is missing.
    """
    if any(_lacks_parts(measure, by_area.get(code)) for code in districts):
        return Point(period, None, state=ValueState.NOT_APPLICABLE)
    missing = tuple(code for code in districts if not _adds(measure, by_area.get(code)))
    there = [p for p in by_area.values() if p and _adds(measure, p)]
    origins = tuple(origin for point in there for origin in point.origins)
    flags = _flags(there)
    if missing:
        state = _state_of([by_area.get(code) for code in missing])
        return Point(period, None, state=state, flags=flags, origins=origins, missing=missing)
    over, under = _total(there, _numerator), _total(there, lambda p: p.denominator)
    value = over
    if measure.has_parts:
        value = over / under * measure.per if over is not None and under else None
    state = ValueState.NUMBER if value is not None else ValueState.NOT_APPLICABLE
    return Point(period, value, over, under, state=state, flags=flags, origins=origins)


def _whole(
    measure: Measure,
    period: Period,
    by_area: Mapping[str, Point | None],
    framework: Framework,
    left_out: Sequence[str],
) -> Point:
    """The county's point from the districts there are now; or from those there were then, where only they are whole."""
    now = [a.code for a in framework.districts if a.code not in left_out]
    then = [
        area.code
        for area in framework.districts_ever
        if area.is_valid_on(period.end) and area.code not in left_out
    ]
    whole = {area for area, point in by_area.items() if _adds(measure, point)}
    codes = then if then and whole.issuperset(then) and not whole.issuperset(now) else now
    meant = {area: by_area[area] for area in (*codes, NOT_KNOWN) if area in by_area}
    return _summed(measure, period, meant, codes)


def _adds(measure: Measure, point: Point | None) -> bool:
    """Whether an area's point can go into the sum: no cases among nobody can."""
    countable = (ValueState.NUMBER, ValueState.NOT_APPLICABLE)
    if point is None or point.state not in countable or _numerator(point) is None:
        return False
    return not measure.has_parts or (point.numerator is not None and point.denominator is not None)


def _lacks_parts(measure: Measure, point: Point | None) -> bool:
    given = point is not None and point.value is not None
    return measure.has_parts and given and not _adds(measure, point)


def _numerator(point: Point) -> float | None:
    return point.value if point.numerator is None else point.numerator


def _total(points: Iterable[Point], part: Callable[[Point], float | None]) -> float | None:
    given = [value for point in points if (value := part(point)) is not None]
    return sum(given) if given else None


def _flags(points: Iterable[Point]) -> tuple[Flag, ...]:
    carried = {flag for point in points for flag in point.flags}
    return tuple(flag for flag in Flag if flag in carried)


def _state_of(points: Sequence[Point | None]) -> ValueState:
    """Why the county has no figure: the districts' reason where they share one."""
    states = {point.state if point else ValueState.NOT_AVAILABLE for point in points}
    shared = states.pop() if len(states) == 1 else ValueState.NOT_AVAILABLE
    return ValueState.NOT_AVAILABLE if shared is ValueState.NUMBER else shared
