"""A plan set out for a reader in the terminal: as its own document runs, outcome by outcome; and one measure's card."""

from collections.abc import Iterable, Iterator
from itertools import chain
from textwrap import fill

from cypworkbench.catalogue.continuity import Life, Station
from cypworkbench.domain import dates
from cypworkbench.domain.framework import (
    Board,
    Framework,
    Measure,
    MeasureRole,
    Outcome,
    Polarity,
)
from cypworkbench.domain.measuring import Comparator, Frequency, Geography, Tie
from cypworkbench.domain.plain import Plain, to_plain
from cypworkbench.domain.promise import Priority, Statement, ThemeKind

_WIDTH = 100
_COLUMN = 30

_WAY = {Polarity.HIGHER: "▲", Polarity.LOWER: "▼", Polarity.NEUTRAL: "◆", Polarity.NONE: "◇"}
_WAY_WORDS = {
    Polarity.HIGHER: "higher is better",
    Polarity.LOWER: "lower is better",
    Polarity.NEUTRAL: "neither way is better in itself",
    Polarity.NONE: "no figures to judge",
}
_FREQUENCY = {
    Frequency.MONTHLY: "every month",
    Frequency.QUARTERLY: "every quarter",
    Frequency.TERMLY: "every term",
    Frequency.YEARLY: "every year",
    Frequency.SOME_YEARS: "every two or three years",
    Frequency.SURVEY: "with each wave of the survey",
}
_GEOGRAPHY = {
    Geography.COUNTY: "the county",
    Geography.DISTRICT: "districts",
    Geography.WARD: "wards",
    Geography.SMALL_AREA: "neighbourhoods",
    Geography.INSTITUTION: "schools, colleges, centres or hospitals",
}
_COMPARATOR = {
    Comparator.ENGLAND: "England",
    Comparator.REGION: "the North West",
    Comparator.NEIGHBOURS: "statistical neighbours",
    Comparator.NEAREST: "nearest neighbours as the publisher has them",
    Comparator.DISTRICTS: "the other districts",
    Comparator.FORCES: "the police force’s area",
    Comparator.BASELINE: "its own first figure",
}
_THEMES = {
    ThemeKind.KEY: "Key themes",
    ThemeKind.VULNERABILITY: "Vulnerability themes",
    ThemeKind.SHARED: "Shared outcomes",
}
_PLACES = {"impact": "measures of impact", "review": "the next plan’s review of this one"}
_TIE = {
    Tie.REDEFINED: "counted by another rule",
    Tie.SPLIT: "split",
    Tie.MERGED: "merged",
    Tie.REPLACED: "replaced",
    Tie.BESIDE: "beside it",
}


def counts(plan: Framework) -> dict[str, int]:
    """How many of each part a plan has, in the order a reader meets them."""
    keys = [m for m in plan.measures if m.role is MeasureRole.KEY]
    return {
        "outcomes": sum(not o.governance for o in plan.outcomes),
        "priorities": len(plan.priorities),
        "aims": sum(len(p.aims) for p in plan.priorities),
        "commitments": len(plan.commitments),
        "ways_of_working": len(plan.ways_of_working),
        "principles": len(plan.principles),
        "measures_of_impact": len(plan.impact),
        "key_themes": len(plan.themes_of(ThemeKind.KEY)),
        "vulnerability_themes": len(plan.themes_of(ThemeKind.VULNERABILITY)),
        "shared_outcomes": len(plan.themes_of(ThemeKind.SHARED)),
        "key_measures": len(keys),
        "listings": sum(len(m.listings) for m in keys),
        "context_measures": len(plan.measures) - len(keys),
        "boards": len(plan.boards),
        "districts": len(plan.districts),
    }


def as_json(plan: Framework) -> Plain:
    """A whole plan as JSON values, its counts first."""
    return {"counts": counts(plan), **to_plain(plan)}


def plan_text(plan: Framework) -> str:
    """A whole plan, to be read from the top."""
    parts = [
        _opening(plan),
        *(_outcome(plan, outcome) for outcome in plan.outcomes),
        _for_the_whole_plan(plan),
        _section("Measures of impact", (f"{i.number}. {i.text}" for i in plan.impact)),
        _section("Ways of working", map(_statement, plan.ways_of_working)),
        _section("Principles", map(_statement, plan.principles)),
        *(_themes(plan, kind) for kind in ThemeKind),
        _section("What had gone well in the years before", map(_statement, plan.successes)),
        _section("What was hard in the years before", map(_statement, plan.challenges)),
        _boards(plan),
        _legend(),
    ]
    return "\n\n".join(part for part in parts if part)


def life_json(life: Life) -> Plain:
    """A measure's life as JSON values: each plan's measure, how it is tied to this one and why, and the breaks."""
    stations = [
        {"series": str(s.ref), "title": s.measure.title, "tie": s.tie or "same", "why": s.why}
        for s in life.stations
    ]
    return {"stations": to_plain(stations), "breaks": to_plain(life.breaks)}


def _opening(plan: Framework) -> str:
    ends = [dates.day(day) for day in (plan.valid_from, plan.valid_to) if day]
    when = " to ".join(ends) if len(ends) > 1 else f"from {ends[0]}" if ends else ""
    lines = [
        f"{plan.title} ({plan.id})",
        f"{plan.partnership}, {when}" if when else plan.partnership,
    ]
    if plan.follows:
        lines.append(f"Follows {plan.follows}.")
    if plan.vision:
        lines += ["", _wrapped(plan.vision)]
    return "\n".join(lines)


def _outcome(plan: Framework, outcome: Outcome) -> str:
    heading = outcome.title if outcome.governance else f"Outcome {outcome.number}: {outcome.title}"
    lines = [_wrapped(heading), "=" * min(len(heading), _WIDTH)]
    if outcome.why:
        lines += [_wrapped(f"Why: {outcome.why}")]
    for priority in plan.priorities:
        if priority.outcome == outcome.id:
            lines += _priority(priority)
    mine = [m for m in plan.measures if m.outcome == outcome.id]
    for role, title in ((MeasureRole.KEY, "Key measures"), (MeasureRole.CONTEXT, "Context")):
        rows = [_row(m) for m in mine if m.role is role]
        if rows:
            lines += ["", f"  {title}", *rows]
    beside = [m for m in plan.measures if outcome.id in m.also_in]
    if beside:
        lines += ["", "  Listed here too, and counted once", *map(_row, beside)]
    said = [c.text for c in plan.commitments if c.outcome == outcome.id]
    if said:
        lines += ["", "  What will we do?", *(_item(text) for text in said)]
    return "\n".join(lines)


def _priority(priority: Priority) -> Iterator[str]:
    yield ""
    yield _wrapped(f"Priority {priority.number}: {priority.title}", "  ")
    yield from (_item(aim.text) for aim in priority.aims)


def _row(measure: Measure) -> str:
    asks = "  ? the board is asked" if measure.in_doubt and not measure.decided else ""
    text = f"{_WAY[measure.polarity]} {measure.title} ({_told_as(measure)}){asks}"
    return _hanging(f"    {measure.id:<{_COLUMN}}", text)


def _told_as(measure: Measure) -> str:
    """How its figures are told: the unit of a rate or share, the kind of anything else."""
    return measure.unit if measure.is_share or measure.per > 1 else measure.kind.value


def _for_the_whole_plan(plan: Framework) -> str:
    return _section("What will we do?", (c.text for c in plan.commitments if not c.outcome))


def _statement(said: Statement) -> str:
    return f"{said.title}: {said.text}" if said.title else said.text


def _themes(plan: Framework, kind: ThemeKind) -> str:
    found = plan.themes_of(kind)
    years = sorted({str(theme.year) for theme in found if theme.year})
    return _section(f"{_THEMES[kind]} {', '.join(years)}".strip(), (theme.title for theme in found))


def _boards(plan: Framework) -> str:
    rows = (_hanging(f"  {b.id:<{_COLUMN + 2}}", _board(plan, b)) for b in plan.boards)
    return "\n".join(["Boards and groups", "=================", *rows])


def _board(plan: Framework, board: Board) -> str:
    years = f"{board.since or ''} to {board.until or 'now'}" if board.since or board.until else ""
    if board.since == board.until:
        years = str(board.since or "")
    where = ", ".join(plan.area(code).name for code in board.areas)
    if len(board.areas) == len(plan.districts):
        where = "all districts"
    facts = (
        board.cycle,
        years.strip(),
        where,
        f"reports to {board.parent}" if board.parent else "",
    )
    return f"{board.name} ({'; '.join(fact for fact in facts if fact)})"


def _legend() -> str:
    return "   ".join(f"{_WAY[way]} {words}" for way, words in _WAY_WORDS.items())


def card(plan: Framework, measure: Measure, life: Life) -> str:
    """One measure's definition card and its life across the plans."""
    rows = [
        (name, text)
        for name, text in chain(_definition(plan, measure), _kept(measure), _terms(measure))
        if text
    ]
    lines = [f"{measure.title} ({plan.id}/{measure.id})", _wrapped(measure.question), ""]
    lines += [_hanging(f"  {name:<16}", text) for name, text in rows]
    lines += ["", "Life across the plans", "====================="]
    lines += [_station(station) for station in life.stations]
    lines += [_item(f"Break on {dates.day(mark.at)}. {mark.why}") for mark in life.breaks]
    return "\n".join(lines)


def _definition(plan: Framework, measure: Measure) -> Iterator[tuple[str, str]]:
    for listing in measure.listings:
        where = _PLACES.get(listing.place) or plan.outcome(listing.place).title
        yield "The plan says", f"“{listing.wording}” ({where})"
    yield "Kind", f"{measure.kind.value}, {measure.unit}"
    over = " ÷ ".join(part for part in (measure.numerator, measure.denominator) if part)
    yield "Counts", over
    yield "Good way", measure.decided or _WAY_WORDS[measure.polarity]
    if not measure.decided:
        yield "Asked of board", measure.in_doubt


def _kept(measure: Measure) -> Iterator[tuple[str, str]]:
    yield "Period", measure.period_kind.value.replace("_", " ")
    yield "Known", _FREQUENCY[measure.frequency] if measure.frequency else ""
    yield "Down to", _GEOGRAPHY[measure.geography] if measure.geography else ""
    yield "Source", measure.source
    yield "Set beside", ", ".join(_COMPARATOR[one] for one in measure.comparators)
    yield "Possible", _range(measure.hard.low, measure.hard.high)
    yield "Usual", _range(measure.soft.low, measure.soft.high)
    yield "Disclosure", measure.disclosure
    yield "Themes", ", ".join(measure.themes)
    yield "Notes", measure.notes


def _range(low: object, high: object) -> str:
    if low is None and high is None:
        return ""
    if high is None:
        return f"{low} or more"
    return f"{high} or less" if low is None else f"{low} to {high}"


def _terms(measure: Measure) -> Iterator[tuple[str, str]]:
    if measure.milestone:
        due = f"; due {dates.day(measure.milestone.due)}" if measure.milestone.due else ""
        yield "States", ", ".join(measure.milestone.states) + due
        yield "Shown by", measure.milestone.evidence
    if measure.evidence:
        yield "Each entry says", ", ".join(measure.evidence.asks).lower()
    if measure.audit:
        yield "Sample", f"{measure.audit.sample} case files a year"
        yield "Grades", ", ".join(measure.audit.grades)
        yield "Counts as met", ", ".join(measure.audit.met)
    if measure.survey:
        yield "Question", f"“{measure.survey.question}” ({measure.survey.asked_of})"
        yield "Answers counted", ", ".join(measure.survey.counted)


def _station(station: Station) -> str:
    said = f"{station.measure.title} ({_told_as(station.measure)})"
    if station.tie is not None:
        said = f"{_TIE[station.tie]}: {said}. {station.why}"
    return _hanging(f"  {station.ref!s:<{_COLUMN + 8}}", said)


def _section(title: str, items: Iterable[str]) -> str:
    lines = [_item(text) for text in items]
    return "\n".join([title, "=" * len(title), *lines]) if lines else ""


def _item(text: str) -> str:
    return _hanging("    - ", text)


def _hanging(start: str, text: str) -> str:
    return fill(text, _WIDTH, initial_indent=start, subsequent_indent=" " * len(start))


def _wrapped(text: str, indent: str = "") -> str:
    return fill(text, _WIDTH, initial_indent=indent, subsequent_indent=indent)
