"""The public's picture: what must be withheld is taken out before anything is judged, drawn, worded or attached."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from cypworkbench.domain.account import CHANGED, CONSENT, SAID, Account, has_consent
from cypworkbench.domain.disclosure import ROUNDED, Disclosure
from cypworkbench.domain.evidence import ValueState
from cypworkbench.domain.framework import Framework, Kind, Measure
from cypworkbench.domain.judgement import Point, Series, Target
from cypworkbench.domain.pack import Edition
from cypworkbench.domain.period import Period
from cypworkbench.domain.plain import from_plain
from cypworkbench.domain.record import Action, Comment, Picture, Record, Supplier
from cypworkbench.domain.state import State
from cypworkbench.flow.pack_system import (
    PUBLISHED,
    REST,
    Known,
    Place,
    count_of,
    printed_before,
    systems,
)
from cypworkbench.flow.pictured import Given, compute
from cypworkbench.flow.protecting import protect_case
from cypworkbench.smallcounts.adding_up import add_up

# a number in words or digits: what a lead officer writes may give away what the table withholds
_NUMBER = re.compile(
    r"\d|\b(one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w+ty-\w+|twenty|thirty|forty"
    r"|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|dozens?|zero|nil|nought|single|only|sole|both|pair"
    r"|twins?|couple|half|halved|third|quarter|none|nobody|all|every|each|percent|per cent|once|twice|thrice"
    r"|doubl\w+|trebl\w+|tripl\w+|fewer than|(?:a|an|no|another|the) (?:child|boy|girl|baby|infant|pupil|student"
    r"|young person|teenager|sibling))\b|%",
    re.IGNORECASE,
)
_PEOPLE = re.compile(
    r"\b(child(?:ren)?|kids?|young|youths?|boys?|girls?|bab(?:y|ies)|infants?|toddlers?|pupils?|students?|learners?"
    r"|teen\w*|siblings?|brothers?|sisters?|famil(?:y|ies)|parents?|carers?|mothers?|fathers?|mums?|dads?|persons?"
    r"|people|residents?|victims?|offenders?|patients?|leavers?|apprentices?|households?|cases?|them|they|who)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(?:19|20)\d\d(?:/\d\d)?\b")
_REASON = "The reason is in the board’s edition."

_Told = TypeVar("_Told", Comment, Action)


@dataclass(frozen=True, slots=True)
class Withholding:
    """What a public pack withholds: places in order, those of them that are small or leave few out, those lost before.

    `beside` are withheld only because, shown together with the rest, they would give a small one away. `narrowed` are
    small ones that what must be shown leaves less room than was asked: for the analyst; packs say only how many.
    """

    places: tuple[Place, ...]
    small: tuple[Place, ...]
    lost: tuple[Place, ...]
    narrowed: tuple[Place, ...] = ()

    @property
    def beside(self) -> tuple[Place, ...]:
        """The places that are not themselves small."""
        small = set(self.small)
        return tuple(place for place in self.places if place not in small)

    def narrowed_in(self, shown: Picture) -> int:
        """How many narrowed ones stand in a public picture: all that is ever said of them."""
        return sum((measure, area) in shown.assessments for measure, area, _ in self.narrowed)


def known_to_readers(picture: Picture, record: Record | None) -> Known:
    """What readers know already: the figures of public packs issued before, and those of national files."""
    printed = frozenset(
        (o.measure, o.area, o.period.iso)
        for o in picture.published
        if o.value is not None and o.group == "all"
    )
    packs = issued_series(record) if record else ()
    return Known(dict(printed_before(packs)), printed)


def issued_series(record: Record) -> Iterator[tuple[Series, ...]]:
    """The series that each public pack issued from this workspace printed, in the order of issue."""
    from cypworkbench.signing import readback  # pikepdf: only where packs were issued before

    for pack in record.packs:
        if pack.edition != Edition.PUBLIC or not pack.content:
            continue
        content = readback.attachment(pack.content, "snapshot.json")
        if content:
            given = from_plain(Given, json.loads(content)["given"])
            yield given.series


def withhold(picture: Picture, settings: Disclosure, known: Known) -> Withholding:
    """What the public's picture must withhold. Pure; raises Refusal where nothing safe can be published."""
    series = [assessment.series for assessment in picture.assessments.values()]
    places: set[Place] = set()
    small: set[Place] = set()
    lost: set[Place] = set()
    narrowed: set[Place] = set()
    for system in systems(series, picture.framework, settings, known):
        made = protect_case(system.document, system.truth)
        hidden = {c["id"] for c in made.document["cells"] if c["published"] is None}
        places |= {system.places[name] for name in hidden if name in system.places}
        primary = {name.removesuffix(f"|{REST}") for name in made.primary}
        small |= {system.places[name] for name in primary if name in system.places}
        places |= system.outright
        small |= system.outright
        lost |= {system.places[name] for name in made.lost if name in system.places}
        capped = {name.removesuffix(f"|{REST}") for name in made.narrowed}
        narrowed |= {system.places[name] for name in capped if name in system.places}
    return Withholding(*(tuple(sorted(each)) for each in (places, small & places, lost, narrowed)))


def public_picture(
    picture: Picture, board_id: str, settings: Disclosure, withheld: Iterable[Place]
) -> Picture:
    """The picture that a board's public pack is planned from: published values only, everything computed from them.

    It holds no return, no explanation, no origin of a figure, and no other district's series in a district's pack. Of
    what was said in words it has what young people said and what was done about it, where whoever said it consents.
    """
    framework = picture.framework
    hidden = frozenset(withheld)
    counts = rounded_counts(picture, settings, hidden)
    areas = framework.board(board_id).areas
    county = framework.county in areas
    districts = {area.code for area in framework.districts}
    mine = {framework.county, *areas} | (districts if county else set())
    kept = [
        _protected(a.series, hidden, counts)
        for a in picture.assessments.values()
        if a.area in mine or (a.area not in districts and a.series.basis == PUBLISHED)
    ]
    note = picture.round.note
    state = State(
        round=replace(picture.round, note="" if tells_of_few(note, framework) else note),
        set_aside={
            s.key: replace(s, reason=_REASON if states_number(s.reason) else s.reason)
            for s in picture.set_aside
            if s.area in mine
        },
        targets={
            f"{t.measure}|{t.area}|{t.start.isoformat()}": _tellable_target(t, hidden, districts)
            for t in picture.targets
            if t.area in {*mine, "*"}
        },
        comments={f"{c.measure}|{c.area}": c for c in _tellable(picture.comments, picture, mine)},
        rebases={
            r.key: replace(r, because=_REASON if states_number(r.because) else r.because)
            for r in picture.rebases
            if r.area in mine
        },
        actions=list(_tellable(picture.actions, picture, mine)),
        stages=[d for d in picture.stages if d.subject == board_id],
    )
    voices = tuple(_voices(picture.accounts, framework, mine))
    given = Given(series=tuple(kept), suppliers=_suppliers(picture), accounts=voices)
    return compute(framework, state, given, (picture.sequence, picture.head))


def _suppliers(picture: Picture) -> tuple[Supplier, ...]:
    return tuple(
        replace(s, returned=None, open_findings=0, received_at=None, is_earlier=False)
        for s in picture.suppliers
    )


def _protected(series: Series, hidden: frozenset[Place], counts: Mapping[Place, int]) -> Series:
    points = tuple(
        _withheld(point.period)
        if (series.measure.id, series.area, point.period.iso) in hidden
        else _rounded(
            series.measure,
            replace(point, origins=(), missing=()),
            counts.get((series.measure.id, series.area, point.period.iso)),
        )
        for point in series.points
    )
    return replace(series, points=points)


def _withheld(period: Period) -> Point:
    return Point(period, None, state=ValueState.SUPPRESSED)


def _rounded(measure: Measure, point: Point, near: int | None) -> Point:
    """A point with its rounded count where it has one, and its rate computed again from that."""
    if near is None:
        return point
    if not measure.has_parts:
        return replace(point, value=float(near), numerator=None, lower=None, upper=None)
    if not point.denominator:
        return point
    value = near / point.denominator * measure.per
    return replace(point, value=value, numerator=float(near), lower=None, upper=None)


def rounded_counts(
    picture: Picture, settings: Disclosure, hidden: frozenset[Place]
) -> dict[Place, int]:
    """The rounded counts of all shown figures that are rounded, every district's and the county's.

    What a source demands goes to the nearest multiple, each figure by itself, as that source says. What the board lists
    is rounded so that the districts still add up to the county, rounded; a county figure that somebody else published
    stays as it was published.
    """
    made: dict[Place, int] = {}
    tables: dict[tuple[str, str], dict[str, int]] = {}
    for (measure, area), assessment in picture.assessments.items():
        series, demands = assessment.series, settings.demands(assessment.measure)
        keeps_sums = settings.keeps_sums(assessment.measure)
        own = series.basis != PUBLISHED
        if demands is None or demands[1] == 1 or not (own or keeps_sums):
            continue
        for point in series.points:
            place = (measure, area, point.period.iso)
            count = count_of(assessment.measure, point)
            if place in hidden or count is None or point.value is None:
                continue
            if own:
                made[place] = _nearest(count, demands[1])
            if keeps_sums:
                tables.setdefault((measure, point.period.iso), {})[area] = count
    for (measure, period), counts in tables.items():
        rounded = _adding_up(picture.framework.county, counts)
        made |= {
            place: near
            for area, near in rounded.items()
            if (place := (measure, area, period)) in made
        }
    return made


def _nearest(count: int, multiple: int) -> int:
    return multiple * ((2 * count + multiple) // (2 * multiple))


def _adding_up(county: str, counts: Mapping[str, int]) -> dict[str, int]:
    """The counts of one measure and period, rounded so that they add up; nothing where they did not before."""
    parts = {area: count for area, count in counts.items() if area != county}
    if county not in counts or sum(parts.values()) > counts[county]:
        return {}
    rounded, total = add_up(parts, counts[county], ROUNDED)
    return {**rounded, county: total}


def _tellable(said: Sequence[_Told], picture: Picture, mine: set[str]) -> Iterator[_Told]:
    """What was written about figures, without whatever may name a small count: of its own measure or of another.

    A number is left out of a measure with small counts, whatever it says; of any other, where it speaks of people or of
    a district: one may write of three children under a measure that counts none.
    """
    framework = picture.framework
    guarded = {m.id for m in framework.measures if m.disclosure != "none"}
    districts = tuple(area.name for area in framework.districts_ever)
    for each in said:
        text = _text(each)
        exposed = each.measure in guarded or speaks_of_people(text, districts)
        if each.area in mine and not (exposed and states_number(text)):
            yield each


def _voices(said: Iterable[Account], framework: Framework, mine: set[str]) -> Iterator[Account]:
    """The entries of registers that everyone may read, without the file, the cells and the source they came from."""
    registers = {m.id for m in framework.measures if m.kind is Kind.EVIDENCE}
    for account in said:
        if account.area in mine and account.measure in registers and may_be_public(account):
            kept = tuple(
                (name, text)
                for name, text in account.said
                if name in (SAID, CHANGED) or CONSENT in name.casefold()
            )
            yield Account(account.measure, account.area, kept, "", "", ("",) * len(kept))


def may_be_public(account: Account) -> bool:
    """Whether everyone may read an entry: consented to, whole, and without a number that could tell of a few."""
    told = account.text(SAID), account.text(CHANGED)
    # no number but a year's, whatever the measure: these are always words of people, about people
    numbered = states_number(_YEAR.sub(" ", " ".join(told)))
    return has_consent(account) and all(told) and not numbered


def _tellable_target(target: Target, hidden: frozenset[Place], districts: set[str]) -> Target:
    """A target without the baseline it was reckoned from, nor a number in its reason, where a figure is withheld.

    A baseline is a figure of the series itself; and what is asked of one district may say how many there were.
    """
    places = {area for measure, area, _ in hidden if measure == target.measure}
    if not places or (target.area != "*" and target.area not in places):
        return target
    says = target.area in districts and states_number(target.reason)
    return replace(target, baseline=None, reason=_REASON if says else target.reason)


def _text(said: Comment | Action) -> str:
    return said.text if isinstance(said, Comment) else f"{said.text} {said.progress}"


def tells_of_few(text: str, framework: Framework) -> bool:
    """Whether a text written for everyone may tell of a few people: it speaks of some, and states a number, no year."""
    districts = (area.name for area in framework.districts_ever)
    return states_number(_YEAR.sub(" ", text)) and speaks_of_people(text, districts)


def states_number(text: str) -> bool:
    """Whether a text states a number, in digits or in words."""
    return bool(_NUMBER.search(text))


def speaks_of_people(text: str, districts: Iterable[str]) -> bool:
    """Whether a text speaks of people, or of a district by its name."""
    said = text.casefold()
    return bool(_PEOPLE.search(text)) or any(name.casefold() in said for name in districts)


def withheld_in(picture: Picture) -> int:
    """How many figures a public picture withholds."""
    return sum(
        point.state is ValueState.SUPPRESSED
        for assessment in picture.assessments.values()
        for point in assessment.series.points
    )
