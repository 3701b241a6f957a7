"""Plans as data: resources/frameworks/*.toml (and the places they name) into Framework objects, checked whole."""

from functools import cache
from itertools import chain
from pathlib import Path

from cypworkbench.catalogue.entry import Entry, read_toml, refuse_twice
from cypworkbench.domain.area import Area, AreaKind
from cypworkbench.domain.framework import (
    Board,
    Framework,
    Kind,
    Measure,
    MeasureRole,
    Outcome,
    Polarity,
)
from cypworkbench.domain.period import PeriodKind
from cypworkbench.domain.refusal import Refusal
from cypworkbench.locations import resource_path

SHORT_TITLE = 24
"""The most letters a short title may have: it stands beside a chart and in a narrow column."""

_DISCLOSURE = ("none", "low", "counts", "hospital")
_IMPACT = "impact"


def list_frameworks() -> tuple[str, ...]:
    """The ids of the plans the program carries, A to Z."""
    return tuple(sorted(path.stem for path in resource_path("frameworks").glob("*.toml")))


@cache
def load_framework(framework_id: str) -> Framework:
    """The plan of that id, from the program's resources.

    Raises Refusal when there is none, or naming file and key when it is not well formed.
    """
    if framework_id not in list_frameworks():
        known = ", ".join(list_frameworks())
        raise Refusal(f"There is no plan called {framework_id!r}.", f"Choose one of: {known}.")
    return read_framework(
        resource_path("frameworks", f"{framework_id}.toml"), resource_path("areas")
    )


def read_framework(path: Path, areas_folder: Path) -> Framework:
    """The plan in one file, with its places from the folder of places. Raises Refusal naming file and key."""
    entry = read_toml(path)
    framework = Framework(
        id=entry.text("id"),
        title=entry.text("title"),
        partnership=entry.text("partnership"),
        areas=_read_areas(areas_folder / entry.text("areas")),
        county=entry.text("county"),
        comparators=entry.texts("comparators"),
        valid_from=entry.day("valid_from"),
        outcomes=entry.tables("outcomes", _outcome),
        boards=entry.tables("boards", _board),
        measures=entry.tables("measures", _measure),
    )
    entry.finish()
    _check(path.name, framework)
    return framework


def _read_areas(path: Path) -> tuple[Area, ...]:
    entry = read_toml(path)
    areas = entry.tables("areas", _area)
    entry.finish()
    names = chain.from_iterable((a.code, a.name, *a.aliases) for a in areas)
    refuse_twice(path.name, "the place", (name.casefold() for name in names))
    return areas


def _area(entry: Entry) -> Area:
    return Area(
        code=entry.text("code"),
        name=entry.text("name"),
        kind=entry.one_of("kind", AreaKind),
        parent=entry.text("parent", "") or None,
        aliases=entry.texts("aliases", ()),
        valid_from=entry.day("valid_from"),
        valid_to=entry.day("valid_to"),
    )


def _outcome(entry: Entry) -> Outcome:
    return Outcome(
        entry.text("id"), entry.whole("number"), entry.text("title"), entry.text("why", "")
    )


def _board(entry: Entry) -> Board:
    return Board(
        id=entry.text("id"),
        name=entry.text("name"),
        areas=entry.texts("areas"),
        cycle=entry.text("cycle", ""),
        parent=entry.text("parent", "") or None,
    )


def _measure(entry: Entry) -> Measure:
    measure = Measure(
        id=entry.text("id"),
        title=entry.text("title"),
        short_title=entry.text("short_title"),
        question=entry.text("question"),
        wording=entry.text("wording"),
        outcome=entry.text("outcome"),
        kind=entry.one_of("kind", Kind),
        unit=entry.text("unit"),
        per=entry.whole("per"),
        polarity=entry.one_of("polarity", Polarity),
        period_kind=entry.one_of("period_kind", PeriodKind),
        numerator=entry.text("numerator", ""),
        denominator=entry.text("denominator", ""),
        source=entry.text("source"),
        role=entry.one_of("role", MeasureRole, MeasureRole.KEY),
        decimals=entry.whole("decimals"),
        hard=entry.bounds("hard"),
        soft=entry.bounds("soft"),
        additive=entry.truth("additive", default=True),
        binomial=entry.truth("binomial", default=True),
        disclosure=entry.text("disclosure", "none"),
        themes=entry.texts("themes", ()),
        notes=entry.text("notes", ""),
        asked=entry.truth("asked", default=False),
        also_in=entry.texts("also_in", ()),
        published_as=entry.text("published_as", ""),
        not_compared=entry.texts("not_compared", ()),
    )
    _check_measure(entry, measure)
    return measure


def _check_measure(entry: Entry, measure: Measure) -> None:
    if len(measure.short_title) > SHORT_TITLE:
        raise entry.wrong("short_title", f"has more than {SHORT_TITLE} letters")
    if measure.per < 1 or not measure.per == 10 ** (len(str(measure.per)) - 1):
        raise entry.wrong("per", "must be 1, 10, 100, 1000 and so on")
    if measure.disclosure not in _DISCLOSURE:
        raise entry.wrong("disclosure", f"must be one of {', '.join(_DISCLOSURE)}")
    if measure.denominator and not measure.numerator:
        raise entry.wrong("numerator", "is missing beside a denominator")
    inside = (measure.soft.low, measure.soft.high)
    if any(end is not None and not measure.hard.holds(end) for end in inside):
        raise entry.wrong("soft", "reaches outside hard")


def _check(file: str, framework: Framework) -> None:
    """Refuse a plan whose parts do not fit together."""
    outcomes = [o.id for o in framework.outcomes]
    areas = [a.code for a in framework.areas]
    boards = [b.id for b in framework.boards]
    refuse_twice(file, "the measure", (m.id for m in framework.measures))
    refuse_twice(file, "the short title", (m.short_title for m in framework.measures))
    refuse_twice(
        file, "published_as", (m.published_as for m in framework.measures if m.published_as)
    )
    refuse_twice(file, "the outcome", outcomes)
    refuse_twice(file, "the board", boards)
    wanted = [
        *((f"measure {m.id}: outcome", m.outcome, outcomes) for m in framework.measures),
        *(
            (f"measure {m.id}: also_in", other, [*outcomes, _IMPACT])
            for m in framework.measures
            for other in m.also_in
        ),
        *(
            (f"measure {m.id}: not_compared", area, areas)
            for m in framework.measures
            for area in m.not_compared
        ),
        *((f"board {b.id}: areas", area, areas) for b in framework.boards for area in b.areas),
        *((f"board {b.id}: parent", b.parent, boards) for b in framework.boards if b.parent),
        *((f"place {a.code}: parent", a.parent, areas) for a in framework.areas if a.parent),
        ("county", framework.county, areas),
        *(("comparators", code, areas) for code in framework.comparators),
    ]
    for where, named, known in wanted:
        if named not in known:
            raise Refusal(
                f"{file}, {where}: {named!r} is not in the plan.",
                f"Use one of: {', '.join(known[:20])}.",
            )
