"""Places: areas with the days they begin and end, what becomes of them, and groups of them.

Sources: codes are the Office for National Statistics' (the numbers beside them the Department for Education's).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum


class AreaKind(StrEnum):
    """What kind of place an area is."""

    DISTRICT = "district"
    COUNTY = "county"
    UNITARY = "unitary"
    REGION = "region"
    COUNTRY = "country"
    NOT_KNOWN = "not_known"


class GroupKind(StrEnum):
    """What several areas are taken together for."""

    TOGETHER = "together"
    NEIGHBOURS = "neighbours"


@dataclass(frozen=True, slots=True)
class Area:
    """A place that figures are about, by its ONS code (`x` for "not known").

    `valid_from` is its first day and `valid_to` its last, None where that side is open. `dfe_code` is its number in
    the tables of the Department for Education, empty where it has none.
    """

    code: str
    name: str
    kind: AreaKind
    parent: str | None = None
    aliases: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    dfe_code: str = ""

    def is_valid_on(self, day: date) -> bool:
        """Whether the area is there on that day, its first and last day included."""
        return _holds(self.valid_from, self.valid_to, day)


@dataclass(frozen=True, slots=True)
class AreaGroup:
    """Areas taken together, by their codes and in the source's order (closest first, for neighbours).

    `of` is the area whose neighbours they are, and `edition` the year of the model that chose them: a new model
    chooses others, and a comparison must say which it used. Both are empty for areas taken together as one place.
    """

    id: str
    name: str
    kind: GroupKind
    members: tuple[str, ...]
    of: str = ""
    edition: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    source: str = ""

    def is_valid_on(self, day: date) -> bool:
        """Whether the group is the one in force on that day, its first and last day included."""
        return _holds(self.valid_from, self.valid_to, day)


@dataclass(frozen=True, slots=True)
class Succession:
    """That an area went, whole or in part, into another.

    `on` is the first day of the successor. `share` is the part of the old area that went there, above 0 and up to 1;
    `basis` says what it is a share of ("children aged 0 to 17, mid-2026 estimate"), which a part must say.
    """

    old: str
    new: str
    on: date
    share: Decimal = Decimal(1)
    basis: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether all of the old area went there: only then can its figures be carried over exactly."""
        return self.share == 1


@dataclass(frozen=True, slots=True)
class Places:
    """Every place a plan knows: its areas, what becomes of them, and groups of them."""

    areas: tuple[Area, ...]
    groups: tuple[AreaGroup, ...] = ()
    lineage: tuple[Succession, ...] = ()


_JOIN = "+"
_NAMED = 3  # so many districts of a group are named; more are counted


def together(codes: Iterable[str]) -> str:
    """The code of several districts taken as one place, whichever order they are given in: "E07000119+E07000128"."""
    return _JOIN.join(sorted(set(codes)))


def members(code: str) -> tuple[str, ...]:
    """The districts of a place that is several taken together; none for any other code."""
    return tuple(code.split(_JOIN)) if _JOIN in code else ()


def named_together(names: Sequence[str]) -> str:
    """What several districts are called together: Fylde and Wyre; Burnley and 4 other districts."""
    if len(names) > _NAMED:
        return f"{names[0]} and {len(names) - 1} other districts"
    return " and ".join([*([", ".join(names[:-1])] if names[:-1] else []), *names[-1:]])


LANCASHIRE = "E10000017"
NORTH_WEST = "E12000002"
ENGLAND = "E92000001"
NOT_KNOWN = "x"


def _holds(first: date | None, last: date | None, day: date) -> bool:
    return (first is None or first <= day) and (last is None or day <= last)


def neighbours_on(groups: Iterable[AreaGroup], area: str, day: date) -> AreaGroup | None:
    """The statistical neighbours of an area by the model in force on that day; None where there is none.

    Where two editions claim the day, the later edition counts.
    """
    mine = (g for g in groups if g.kind is GroupKind.NEIGHBOURS and g.of == area)
    in_force = [g for g in mine if g.is_valid_on(day)]
    return max(in_force, key=lambda g: g.edition, default=None)


@dataclass(frozen=True, slots=True)
class PlaceFault:
    """What is wrong with one area, group or succession: its table, its number there from 0, the key, the sentence."""

    table: str
    number: int
    key: str
    problem: str


def place_faults(places: Places) -> Iterator[PlaceFault]:
    """Everything by which the places do not fit together, in the order of their tables."""
    codes = {area.code: area for area in places.areas}
    yield from _area_faults(places.areas, codes)
    for number, group in enumerate(places.groups):
        if _ends_early(group.valid_from, group.valid_to):
            yield PlaceFault("groups", number, "valid_to", "is before valid_from")
        named = (*group.members, *([group.of] if group.of else []))
        for code in named:
            if code not in codes:
                key = "members" if code in group.members else "of"
                yield PlaceFault("groups", number, key, f"names {code!r}, which is no area here")
        if group.kind is GroupKind.NEIGHBOURS and not (group.of and group.edition):
            key = "edition" if group.of else "of"
            yield PlaceFault(
                "groups", number, key, "is missing: neighbours need both of and edition"
            )
    yield from _lineage_faults(places.lineage, codes)


def _ends_early(first: date | None, last: date | None) -> bool:
    return first is not None and last is not None and last < first


def _area_faults(areas: Sequence[Area], codes: dict[str, Area]) -> Iterator[PlaceFault]:
    for number, area in enumerate(areas):
        if area.parent and area.parent not in codes:
            yield PlaceFault(
                "areas", number, "parent", f"names {area.parent!r}, which is no area here"
            )
        if _ends_early(area.valid_from, area.valid_to):
            yield PlaceFault("areas", number, "valid_to", "is before valid_from")
        if area.code in _above(area.parent, codes):
            yield PlaceFault("areas", number, "parent", "makes the area lie inside itself")


def _above(parent: str | None, codes: dict[str, Area]) -> set[str]:
    """The codes of every area above one, ending where the chain ends or bites its tail."""
    above: set[str] = set()
    while parent in codes and parent not in above:
        above.add(parent)
        parent = codes[parent].parent
    return above


def _lineage_faults(lineage: Sequence[Succession], codes: dict[str, Area]) -> Iterator[PlaceFault]:
    shares: dict[str, Decimal] = {}
    for number, step in enumerate(lineage):
        for key, code in (("old", step.old), ("new", step.new)):
            if code not in codes:
                yield PlaceFault("lineage", number, key, f"names {code!r}, which is no area here")
        yield from (PlaceFault("lineage", number, *each) for each in _step_faults(step, codes))
        shares[step.old] = shares.get(step.old, Decimal(0)) + step.share
        is_last = all(later.old != step.old for later in lineage[number + 1 :])
        if is_last and shares[step.old] != 1:
            said = f"makes {step.old}'s shares come to {shares[step.old]}, and they must come to 1"
            yield PlaceFault("lineage", number, "share", said)


def _step_faults(step: Succession, codes: dict[str, Area]) -> Iterator[tuple[str, str]]:
    old, new = codes.get(step.old), codes.get(step.new)
    if step.old == step.new:
        yield "new", "is the old area itself: an area that is enlarged gets a code of its own"
    elif old and new:
        if old.valid_to != step.on - timedelta(days=1):
            yield "on", f"must be the day after the last day (valid_to) of {old.name}"
        elif new.valid_from != step.on:
            yield "on", f"must be the first day (valid_from) of {new.name}"
    if not 0 < step.share <= 1:
        yield "share", f"must be above 0 and at most 1, not {step.share}"
    if not step.is_whole and not step.basis:
        yield "basis", "is missing: a share must say what it is a share of"
