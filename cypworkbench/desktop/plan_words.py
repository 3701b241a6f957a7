"""A plan in words: what a reader sees of an outcome, a priority, a measure, a board or a theme. No Qt here."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from cypworkbench.catalogue.continuity import Life, Station
from cypworkbench.domain import dates
from cypworkbench.domain.account import Account
from cypworkbench.domain.area import Area
from cypworkbench.domain.framework import Board, Bounds, Framework, Kind, Measure, Outcome, Polarity
from cypworkbench.domain.measuring import Comparator, Tie
from cypworkbench.domain.promise import Priority, Theme, ThemeKind

KINDS = {
    Kind.PERCENTAGE: "a percentage",
    Kind.RATE: "a rate",
    Kind.COUNT: "a count",
    Kind.SCORE: "a score",
    Kind.RATIO: "a ratio",
    Kind.DIFFERENCE: "a difference",
    Kind.MILESTONE: "a milestone: a state, a day and what proves it",
    Kind.EVIDENCE: "a register of evidence",
    Kind.AUDIT: "an audit of case files",
    Kind.SURVEY: "a survey",
}
WAYS = {
    Polarity.HIGHER: "Higher is better",
    Polarity.LOWER: "Lower is better",
    Polarity.NEUTRAL: "Neither way is better in itself",
    Polarity.NONE: "It has no figures to judge",
}
TIES = {
    None: "the same series",
    Tie.REDEFINED: "counted in another way",
    Tie.SPLIT: "split",
    Tie.MERGED: "merged",
    Tie.REPLACED: "replaced",
    Tie.BESIDE: "worth reading beside it",
}

BESIDE = {
    Comparator.ENGLAND: "England",
    Comparator.REGION: "the region",
    Comparator.NEIGHBOURS: "statistical neighbours",
    Comparator.NEAREST: "the nearest places",
    Comparator.DISTRICTS: "the districts",
    Comparator.FORCES: "similar forces",
    Comparator.BASELINE: "its own first figure",
}

_THEMES = {
    ThemeKind.KEY: "Key themes",
    ThemeKind.VULNERABILITY: "Vulnerability themes",
    ThemeKind.SHARED: "Shared outcomes",
}


class Sort(StrEnum):
    """What a row of the plan is."""

    OUTCOME = "outcome"
    PRIORITY = "priority"
    MEASURE = "measure"
    BOARD = "board"
    THEME = "theme"
    HEADING = "heading"


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the list: what it is, its id in the plan, its words, and how far it stands in."""

    sort: Sort
    key: str
    words: str
    depth: int = 0

    @property
    def spoken(self) -> str:
        """What a screen reader says."""
        return self.words if self.sort is Sort.HEADING else f"{self.words}, {self.sort}"


@dataclass(frozen=True, slots=True)
class Card:
    """What is said of one thing: its title, the plan's own words, facts, and lists under their headings."""

    title: str
    kind: str
    quoted: str = ""
    plain: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    lists: tuple[tuple[str, tuple[str, ...]], ...] = ()


# ------------------------------------------------------------------------------------------- rows


def outcome_rows(plan: Framework) -> Iterator[Row]:
    """Outcome, its priorities, its measures: the plan as its readers know it."""
    for outcome in plan.outcomes:
        yield Row(Sort.OUTCOME, outcome.id, f"{outcome.number}  {outcome.title}")
        for priority in plan.priorities:
            if priority.outcome == outcome.id:
                yield Row(Sort.PRIORITY, priority.id, priority.title, 1)
        for measure, _ in plan.listed(outcome.id):
            yield Row(Sort.MEASURE, measure.id, measure.short_title, 2)
    placed = {outcome.id for outcome in plan.outcomes}
    for place, words in (("impact", "Measures of impact"), ("review", "Spoken of in the review")):
        found = [m for m, _ in plan.listed(place)]
        if found and place not in placed:
            yield Row(Sort.HEADING, place, words)
            yield from (Row(Sort.MEASURE, m.id, m.short_title, 2) for m in found)


def board_rows(plan: Framework) -> Iterator[Row]:
    """Boards, groups, committees, networks and providers, each kind A to Z."""
    by_kind: dict[str, list[Board]] = {}
    for board in plan.boards:
        by_kind.setdefault(board.kind.value, []).append(board)
    for kind, boards in by_kind.items():
        yield Row(Sort.HEADING, kind, f"{kind.capitalize()}s")
        for board in sorted(boards, key=lambda b: b.name):
            yield Row(Sort.BOARD, board.id, board.name, 1)


def theme_rows(plan: Framework) -> Iterator[Row]:
    """The plan's lists of themes, and the measures that carry each."""
    for kind, words in _THEMES.items():
        themes = plan.themes_of(kind)
        if themes:
            yield Row(Sort.HEADING, kind.value, words)
        for theme in themes:
            yield Row(Sort.THEME, theme.id, theme.title, 1)
            carrying = (m for m in plan.measures if theme.id in m.themes)
            yield from (Row(Sort.MEASURE, m.id, m.short_title, 2) for m in carrying)


def found(rows: Iterable[Row], sought: str, plan: Framework) -> list[Row]:
    """The rows that hold what is sought, in their words or in the plan's own, with what they stand under."""
    every = list(rows)
    wanted = sought.casefold().strip()
    if not wanted:
        return every
    kept: list[Row] = []
    above: list[Row] = []
    for row in every:
        above = [held for held in above if held.depth < row.depth]
        if wanted in _all_words(row, plan):
            kept += [held for held in above if held not in kept]
            kept.append(row)
        above.append(row)
    return kept


def _all_words(row: Row, plan: Framework) -> str:
    said = row.words
    if row.sort is Sort.MEASURE:
        measure = plan.measure(row.key)
        said = f"{measure.title} {measure.short_title} {measure.wording} {measure.source}"
    return said.casefold()


# ------------------------------------------------------------------------------------------ cards


def card(plan: Framework, row: Row) -> Card:
    """The card of a row. Raises KeyError when the plan has no such thing."""
    match row.sort:
        case Sort.OUTCOME:
            return _outcome(plan, plan.outcome(row.key))
        case Sort.PRIORITY:
            return _priority(plan, next(p for p in plan.priorities if p.id == row.key))
        case Sort.MEASURE:
            return measure_card(plan, plan.measure(row.key))
        case Sort.BOARD:
            return _board(plan, plan.board(row.key))
        case Sort.THEME:
            return _theme(plan, next(t for t in plan.themes if t.id == row.key))
        case Sort.HEADING:
            return Card(row.words, plan.title)


def plan_card(plan: Framework) -> Card:
    """The plan itself: its vision, its years, how much it holds, and where it was taken from."""
    counted = (
        ("Outcomes", sum(not o.governance for o in plan.outcomes)),
        ("Priorities", len(plan.priorities)),
        ("Measures", len(plan.measures)),
        ("Commitments", len(plan.commitments)),
        ("Boards and groups", len(plan.boards)),
    )
    facts = [("In force", years(plan))]
    facts += [(name, f"{number}") for name, number in counted if number]
    return Card(
        plan.title,
        plan.partnership,
        quoted=plan.vision,
        facts=tuple(facts),
        lists=(
            *_listed("Ways of working", (s.title or s.text for s in plan.ways_of_working)),
            *_listed("Principles", (s.title or s.text for s in plan.principles)),
            *_listed("Taken from", plan.sources),
        ),
    )


def years(plan: Framework) -> str:
    """The years a plan covers."""
    first = str(plan.valid_from.year) if plan.valid_from else "not stated"
    return f"{first} to {plan.valid_to.year}" if plan.valid_to else f"from {first}"


def _outcome(plan: Framework, outcome: Outcome) -> Card:
    kind = "Leadership of the plan" if outcome.governance else f"Outcome {outcome.number}"
    mine = [p for p in plan.priorities if p.outcome == outcome.id]
    return Card(
        outcome.title,
        kind,
        plain=outcome.why,
        lists=(
            *_listed("Priorities", (p.title for p in mine)),
            *_listed(
                "What the partners will do",
                (c.text for c in plan.commitments if c.outcome == outcome.id),
            ),
            *_listed("Measured by", (words for _, words in plan.listed(outcome.id))),
        ),
    )


def _priority(plan: Framework, priority: Priority) -> Card:
    under = next((o.title for o in plan.outcomes if o.id == priority.outcome), "")
    facts = (("Serves", under),) if under else ()
    aims = tuple(aim.text for aim in priority.aims)
    return Card(
        priority.title, f"Priority {priority.number}", facts=facts, lists=_listed("Aims", aims)
    )


def measure_card(plan: Framework, measure: Measure) -> Card:
    """A measure's definition: all that must be known to read its figures rightly."""
    titles = {o.id: f"Outcome {o.number}" for o in plan.outcomes}
    themes = {t.id: t.title for t in plan.themes}
    also = (f"{titles.get(place, place)}: “{words}”" for place, words in _elsewhere(measure))
    facts = [
        ("Kind", f"{KINDS[measure.kind]}, {measure.unit}"),
        ("Top line", measure.numerator),
        ("Bottom line", measure.denominator),
        ("Good", measure.decided or _way(measure)),
        ("Period", measure.period_kind.value.replace("_", " ")),
        ("How often", _spaced(measure.frequency)),
        ("Smallest place", _spaced(measure.geography)),
        ("Source", measure.source),
        ("Beside", ", ".join(BESIDE[c] for c in measure.comparators)),
        ("Plausible", _range(measure.soft) or _range(measure.hard)),
        ("Disclosure", measure.disclosure if measure.disclosure != "none" else ""),
        ("Themes", ", ".join(themes.get(t, t) for t in measure.themes)),
        ("Note", measure.notes),
    ]
    return Card(
        measure.title,
        measure.question,
        quoted=measure.wording,
        facts=tuple((name, words) for name, words in facts if words),
        lists=(*_listed("Also listed", also), *_terms(measure)),
    )


def told(card: Card, accounts: Iterable[Account], names: Mapping[str, str]) -> Card:
    """A measure's card with what boards said of it this round: its state, its entries, its grades."""
    lines = []
    for account in accounts:
        said = [f"{name}: {text}" for name, text in account.said if text]
        held = "" if account.may_be_printed else " (not printed: no consent)"
        lines.append(f"{names.get(account.area, account.area)}. {'. '.join(said)}{held}")
    return replace(card, lists=(*_listed("Said this round", lines), *card.lists))


def _way(measure: Measure) -> str:
    asked = " The board is asked which way it means." if measure.in_doubt else ""
    return f"{WAYS[measure.polarity]}.{asked} {measure.in_doubt}".strip()


def _elsewhere(measure: Measure) -> Iterator[tuple[str, str]]:
    for listing in measure.listings[1:]:
        yield listing.place, listing.wording


def _terms(measure: Measure) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What a kind that is no number asks for."""
    if measure.milestone:
        return _listed("Its states", measure.milestone.states)
    if measure.evidence:
        return _listed("Each entry says", measure.evidence.asks)
    if measure.audit:
        sample = (
            f"{measure.audit.sample} case files",
            f"grades: {', '.join(measure.audit.grades)}",
        )
        return _listed("The audit", sample)
    if measure.survey:
        asked = (f"“{measure.survey.question}”", f"asked of {measure.survey.asked_of}")
        return _listed("The survey", asked)
    return ()


def _board(plan: Framework, board: Board) -> Card:
    names = {b.id: b.name for b in plan.boards}
    areas = {a.code: a for a in plan.areas}
    facts = [
        ("Remit", board.remit),
        ("Meets", board.cycle),
        ("Chair", board.chair),
        ("Answers to", names.get(board.parent or "", "")),
        ("Answers for", ", ".join(_area(code, areas) for code in board.areas)),
        ("Note", board.notes),
    ]
    watched = (m.short_title for m in plan.watched_by(board))
    return Card(
        board.name,
        board.kind.value.capitalize(),
        facts=tuple((name, words) for name, words in facts if words),
        lists=_listed("Follows", watched),
    )


def _area(code: str, areas: dict[str, Area]) -> str:
    return areas[code].name if code in areas else code


def _theme(plan: Framework, theme: Theme) -> Card:
    kind = _THEMES[theme.kind].removesuffix("s")
    year = f", {theme.year}" if theme.year else ""
    carrying = (m.title for m in plan.measures if theme.id in m.themes)
    return Card(theme.title, f"{kind}{year}", lists=_listed("Carried by", carrying))


def _listed(heading: str, lines: Iterable[str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    kept = tuple(line for line in lines if line)
    return ((heading, kept),) if kept else ()


def _spaced(value: StrEnum | None) -> str:
    return value.value.replace("_", " ") if value else ""


def _range(bounds: Bounds) -> str:
    if bounds.low is not None and bounds.high is not None:
        return f"{bounds.low:f} to {bounds.high:f}"
    if bounds.low is not None:
        return f"{bounds.low:f} or more"
    return f"{bounds.high:f} or less" if bounds.high is not None else ""


# ------------------------------------------------------------------------------------------- life


def life_spoken(life: Life, plans: Iterable[Framework]) -> str:
    """A measure's life across the plans, in a sentence a plan, and its breaks."""
    said = [f"{years(plan)}: {standing(life, plan)}." for plan in plans]
    said += [f"Break in {dates.month(mark.at)}: {mark.why}" for mark in life.breaks]
    return " ".join(said)


def standing(life: Life, plan: Framework) -> str:
    """What a plan has of a series, in a word or two."""
    here = [s for s in life.stations if s.plan.id == plan.id]
    if not here:
        return "not in this plan"
    first = min(here, key=lambda s: s.tie is not None)
    return TIES[first.tie]


def station_words(station: Station) -> tuple[str, str, str]:
    """A station's years with its tie, the plan's words for it, and why it is not the same series."""
    return (
        f"{years(station.plan)}: {TIES[station.tie]}",
        f"“{station.measure.wording or station.measure.title}”",
        station.why,
    )
