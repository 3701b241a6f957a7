"""From a pack's plan to its annex: what the pack prints or draws, as numbers, and nothing that it does not."""

from collections import Counter
from collections.abc import Iterator, Sequence

from cypworkbench.domain.disclosure import WITHHELD
from cypworkbench.domain.evidence import Flag, ValueState
from cypworkbench.domain.framework import MeasureRole
from cypworkbench.domain.judgement import Assessment, Point, Status
from cypworkbench.domain.pack import PackPlan
from cypworkbench.packs import editions, narrative, words
from cypworkbench.packs.annex import compared
from cypworkbench.packs.annex.sheets import Annex, Cell, Column, Table, number

ABSENT, NOT_APPLICABLE, LOW = "[x]", "[z]", "[low]"
_FLAGS = {
    Flag.PROVISIONAL: "[p]",
    Flag.REVISED: "[r]",
    Flag.ESTIMATED: "[e]",
    Flag.LOW_RELIABILITY: "[u]",
    Flag.BREAK: "[b]",
    Flag.ILLUSTRATIVE: "[i]",
}
SHORTHAND = (
    (
        WITHHELD,
        "Withheld: it counts very few children, leaves very few out, or would give one away.",
    ),
    (ABSENT, "Not available: no figure was given or published."),
    (NOT_APPLICABLE, "Not applicable: there is nothing of this kind here."),
    (LOW, "A figure that rounds to nought and is not nought. It stands beside the rounded figure."),
    ("[p]", "Provisional, as its source says."),
    ("[r]", "Revised by its source since it was first given."),
    ("[e]", "Estimated by its source."),
    ("[u]", "Of low reliability, as its source says: use it with care."),
    ("[b]", "The first figure after a break: do not compare it with those before."),
    ("[i]", "Illustrative: invented for a sample, and true of no place."),
)
_KEYS = (
    Column("Measure code", 26),
    Column("Measure", 60),
    Column("Area code", 12),
    Column("Area", 20),
)
_PERIOD = (Column("Period code", 16), Column("Period", 22))
_OGL = (
    "Contains public sector information licensed under the Open Government Licence v3.0. "
    "Source: {}."
)


def annex(plan: PackPlan, pack_digest: str) -> Annex:
    """The annex of a pack; `pack_digest` is the SHA-256 of the file it belongs to, or empty where it has none yet."""
    place = _name(plan, plan.area)
    label, named = plan.picture.round.label, editions.NAMES[plan.edition]
    listed = (_notes(), *(t for t in _figures_of(plan) if t.rows))
    contents = _contents(listed)
    return Annex(
        title=f"Annex to the {named.title.lower()}: {place}, {label}",
        author=plan.picture.framework.partnership,
        subject=plan.picture.framework.title,
        created_at=plan.created_at,
        cover=tuple(_cover(plan, pack_digest)),
        tables=(contents, *listed),
    )


def _figures_of(plan: PackPlan) -> tuple[Table, ...]:
    return (
        _counts(plan),
        _latest(plan),
        _areas(plan),
        _figures(plan),
        _compared(plan),
        _measures(plan),
        _sources(plan),
    )


def _cover(plan: PackPlan, pack_digest: str) -> Iterator[str]:
    picture, named = plan.picture, editions.NAMES[plan.edition]
    yield f"{picture.framework.partnership}. {named.edition}. {named.audience}."
    if plan.is_draft:
        yield "DRAFT: things are still open, and figures may change."
    yield f"Figures as at {words.day(picture.round.as_at)}, for the meeting of {words.day(picture.round.meeting)}."
    yield f"Version {plan.version}, made on {words.day(plan.created_at.date())}."
    yield "Every figure is the one printed in the pack, rounded as it is printed there."
    yield "Each worksheet holds one table, and nothing is hidden. The sheet Notes explains the shorthand."
    if pack_digest:
        # in two, for a column has no room for it in one piece
        halves = f"{pack_digest[:32]} {pack_digest[32:]}"
        yield f"It belongs to the pack whose SHA-256 is {halves} (with nothing between)."
    if picture.round.note:
        yield picture.round.note


def _contents(tables: Sequence[Table]) -> Table:
    rows = tuple((t.name, t.title) for t in tables)
    return Table(
        "Contents",
        "Contents",
        ("The name of each worksheet leads to it.",),
        (Column("Worksheet", 16), Column("What it holds", 76)),
        rows,
        goes_to=True,
    )


def _notes() -> Table:
    return Table(
        "Notes",
        "Shorthand used in this annex",
        (),
        (Column("Shorthand", 12), Column("What it means", 88)),
        SHORTHAND,
    )


# ---- figures


def _counts(plan: PackPlan) -> Table:
    """How many measures stand where: of the plan's, for the headlines, and of all, for each area of the scorecard."""
    key = {a.measure.id for a in plan.measures if a.measure.role is MeasureRole.KEY}
    every = {a.measure.id for a in plan.measures}
    rows = [
        *_counted(plan, plan.area, key, "The plan’s measures"),
        *(row for area in _places(plan) for row in _counted(plan, area, every, "All in this pack")),
    ]
    return Table(
        "Counts",
        "How many measures stand where against their targets, by area",
        (
            "A measure counts once, however many outcomes list it. Some measures stand beside the plan, for context.",
        ),
        (*_KEYS[2:], Column("Which measures", 22), Column("Status", 20), Column("Measures", 12)),
        tuple(rows),
    )


def _counted(
    plan: PackPlan, area: str, measures: set[str], which: str
) -> Iterator[tuple[Cell, ...]]:
    held = [a for a in _shown(plan) if a.area == area and a.measure.id in measures]
    counted = Counter(a.status for a in held)
    for status in Status:
        if counted[status]:
            said = words.STATUS_NAMES[status]
            yield area, _name(plan, area), which, said, number(counted[status], 0)


def _latest(plan: PackPlan) -> Table:
    heads = (
        *_KEYS,
        *_PERIOD,
        *(
            Column("Value", 12),
            Column("Unit", 18),
            Column("Lower limit", 12),
            Column("Upper limit", 12),
        ),
        *(Column("Target", 12), Column("Target to", 12), Column("Status", 20)),
        *(Column("Change", 12), Column("Changed since", 22), Column("Better or worse", 16)),
        *(Column("Variation", 26), Column("Assurance", 22)),
    )
    return Table(
        "Latest",
        f"The latest figure of each measure for {_name(plan, plan.area)}, and what it shows",
        (
            "Limits are of the 95% interval. A target with an upper end is a band. Change is in the measure’s unit.",
        ),
        heads,
        tuple(_latest_row(plan, a) for a in plan.measures),
    )


def _latest_row(plan: PackPlan, assessment: Assessment) -> tuple[Cell, ...]:
    latest, change, places = assessment.latest, assessment.short_change, assessment.measure.decimals
    measure = assessment.measure
    moved: tuple[Cell, ...] = (NOT_APPLICABLE, NOT_APPLICABLE, NOT_APPLICABLE)
    if change is not None:
        # the difference of the two figures as printed, so that a reader who subtracts them agrees
        step = round(change.before + change.difference, places) - round(change.before, places)
        good = words.goodness(change, measure) or "not judged"
        moved = number(step, places), change.since.label, good
    both = latest is not None and latest.lower is not None and latest.upper is not None
    limits = (latest.lower, latest.upper) if latest and both else (None, None)
    return (
        *_keys(plan, assessment),
        *_period(latest),
        _value(latest, places),
        measure.unit,
        *(_or(limit, places) for limit in limits),
        *(_or(target, places) for target in (assessment.target_value, assessment.upper_target)),
        words.STATUS_NAMES[assessment.status],
        *moved,
        narrative.variation_words(assessment)[0],
        narrative.assurance_words(assessment)[0],
    )


def _areas(plan: PackPlan) -> Table:
    rows = [
        (
            *_keys(plan, a),
            *_period(a.latest),
            _value(a.latest, a.measure.decimals),
            a.measure.unit,
            _status(a),
        )
        for a in _shown(plan)
    ]
    return Table(
        "Areas",
        "The latest figure of each measure, by area",
        ("England and the region have no status: nobody sets them a target here.",),
        (*_KEYS, *_PERIOD, Column("Value", 12), Column("Unit", 18), Column("Status", 20)),
        tuple(rows),
    )


def _figures(plan: PackPlan) -> Table:
    rows = [
        (
            *_keys(plan, a),
            *_period(point),
            _value(point, a.measure.decimals),
            a.measure.unit,
            *(
                _or(ends[place] if place < len(ends) else None, a.measure.decimals)
                for ends in _asked(a)
            ),
            _marks(point, a.measure.decimals),
        )
        for a in _shown(plan)
        for place, point in enumerate(a.series.points)
    ]
    heads = (
        *_KEYS,
        *_PERIOD,
        *(Column("Value", 12), Column("Unit", 18), Column("Target", 12), Column("Target to", 12)),
        Column("Shorthand", 14),
    )
    return Table(
        "Figures",
        "Every figure printed or drawn, by measure, area and period",
        ("Targets are those in force at each period.",),
        heads,
        tuple(rows),
    )


def _compared(plan: PackPlan) -> Table:
    rows = [
        (*_keys(plan, chart.assessment), *row)
        for charts in plan.compared.values()
        for chart in charts
        for row in compared.rows(chart, ABSENT, NOT_APPLICABLE)
    ]
    return Table(
        "Compared",
        "Districts and groups held against each other, as their charts show them",
        ("A value with an upper end is a range. What a chart says in words stands as words.",),
        (*_KEYS, *compared.COLUMNS),
        tuple(rows),
    )


def _asked(assessment: Assessment) -> tuple[tuple[float | None, ...], tuple[float | None, ...]]:
    return assessment.target_by_point, assessment.upper_by_point


# ---- words


def _measures(plan: PackPlan) -> Table:
    framework = plan.picture.framework
    rows = [
        (
            a.measure.id,
            a.measure.title,
            framework.outcome(a.measure.outcome).title,
            a.measure.question,
            a.measure.unit,
            words.capital(words.which_is_good(a)),
            a.measure.numerator or NOT_APPLICABLE,
            a.measure.denominator or NOT_APPLICABLE,
            a.measure.source or ABSENT,
        )
        for a in plan.measures
    ]
    heads = (
        *_KEYS[:2],
        *(
            Column("Outcome", 40),
            Column("Question", 60),
            Column("Unit", 18),
            Column("Which is good", 22),
        ),
        *(Column("What is counted", 50), Column("Out of what", 50), Column("Source", 50)),
    )
    return Table("Measures", "What each measure is", (), heads, tuple(rows))


def _sources(plan: PackPlan) -> Table:
    rows = [(*_keys(plan, a), *_attribution(a)) for a in _shown(plan) if a.series.points]
    heads = (*_KEYS, Column("How it came", 34), Column("Attribution", 90))
    return Table(
        "Sources",
        "Where each series comes from, and what to say when quoting it",
        (),
        heads,
        tuple(rows),
    )


def _attribution(assessment: Assessment) -> tuple[str, str]:
    series = assessment.series
    if series.basis == "published":
        source = series.source or assessment.measure.source
        if source.casefold().startswith("illustrative"):
            return "As published", f"{words.capital(source)}."
        return "As published", _OGL.format(source)
    if series.basis == "summed":
        return "Summed from the districts", NOT_APPLICABLE
    return "As returned by the board", NOT_APPLICABLE


# ---- cells


def _places(plan: PackPlan) -> tuple[str, ...]:
    """The areas whose measures the pack counts: its own, and in the county's pack each district's."""
    framework = plan.picture.framework
    districts = (d.code for d in framework.districts) if plan.area == framework.county else ()
    return (plan.area, *districts)


def _shown(plan: PackPlan) -> list[Assessment]:
    """Every series that the pack prints or draws: of each of its measures, its own area's first."""
    picture = plan.picture
    order = [plan.area, *(area.code for area in picture.framework.areas)]
    keys = ((m.measure.id, area) for m in plan.measures for area in dict.fromkeys(order))
    return [held for key in keys if (held := picture.assessments.get(key))]


def _keys(plan: PackPlan, assessment: Assessment) -> tuple[str, str, str, str]:
    measure, area = assessment.measure, assessment.area
    return measure.id, measure.title, area, _name(plan, area)


def _name(plan: PackPlan, code: str) -> str:
    return next((a.name for a in plan.picture.framework.areas if a.code == code), code)


def _period(point: Point | None) -> tuple[str, str]:
    return (point.period.iso, point.period.label) if point else (ABSENT, ABSENT)


def _status(assessment: Assessment) -> str:
    compared = assessment.series.basis == "published" and assessment.status is Status.NO_TARGET
    return NOT_APPLICABLE if compared else words.STATUS_NAMES[assessment.status]


def _value(point: Point | None, decimals: int) -> Cell:
    if editions.is_withheld(point):
        return WITHHELD
    if point is None or point.value is None:
        absent = point is not None and point.state is ValueState.NOT_APPLICABLE
        return NOT_APPLICABLE if absent else ABSENT
    return number(point.value, decimals)


def _or(value: float | None, decimals: int) -> Cell:
    return NOT_APPLICABLE if value is None else number(value, decimals)


def _marks(point: Point, decimals: int) -> str:
    """Everything said of a figure in shorthand; a dash where nothing is."""
    said = [_FLAGS[flag] for flag in sorted(point.flags)]
    if point.value and not number(point.value, decimals).value:
        said.insert(0, LOW)
    return " ".join(said) or "–"
