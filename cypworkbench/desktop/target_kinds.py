"""The kinds of target as a person chooses them: their names, what each has to fill in, and what it compares with."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TypeVar

from cypworkbench.desktop.words import place_name
from cypworkbench.domain.judgement import Step, Target, TargetKind
from cypworkbench.domain.record import Picture
from cypworkbench.flow import targets
from cypworkbench.flow.targets import DISTRICTS, FEWEST_PEERS

_T = TypeVar("_T")
_BEFORE = "empty for the last figure before it begins"
_GROUP = "group:"
_KEPT = f"{_GROUP}kept"


@dataclass(frozen=True, slots=True)
class Asks:
    """What one kind is called, and the fields it has; `hint` stands in an empty field for its value."""

    name: str
    value: bool = False
    upper: bool = False
    baseline: bool = False
    steps: bool = False
    place: bool = False
    group: bool = False
    judges: bool = True
    hint: str = ""

    @property
    def beside(self) -> bool:
        """Whether it compares with other places."""
        return self.place or self.group


KINDS: Mapping[TargetKind, Asks] = {
    TargetKind.ABSOLUTE: Asks("A value to keep to", value=True),
    TargetKind.TRAJECTORY: Asks("A value that moves in steps", value=True, steps=True),
    TargetKind.STRAIGHT: Asks("A straight line to a value", value=True, baseline=True, steps=True),
    TargetKind.IMPROVEMENT: Asks(
        "Better by per cent", value=True, baseline=True, hint="per cent of where it begins"
    ),
    TargetKind.COMPARATOR: Asks("No worse than another place", place=True, group=True),
    TargetKind.TOP_QUARTER: Asks("In the best quarter of places", group=True),
    TargetKind.GAP: Asks(
        "A smaller gap to another place",
        value=True,
        baseline=True,
        place=True,
        hint="how far behind; empty for smaller than now",
    ),
    TargetKind.FASTER: Asks("As fast as another place", place=True),
    TargetKind.MAINTAIN: Asks("Kept as it is", value=True, hint="empty for the first figure"),
    TargetKind.BAND: Asks("A band: the right number", value=True, upper=True),
    TargetKind.MONITOR: Asks("Watched without a target", judges=False),
}
_NO_WAY = (TargetKind.BAND, TargetKind.MONITOR)
COLUMNS: Mapping[str, str] = {
    "value": "Target",
    "upper": "Upper end",
    "comparator": "Beside",
    "start": "From",
    "end": "Until",
}
"""The columns of a sheet of targets by what the dialog calls them; any other is called as it is."""


class Beside:
    """What a target may compare with: each place and each group of enough places, by a name and a key."""

    def __init__(self, picture: Picture, area: str, now: Target | None) -> None:
        plan = picture.framework
        codes = [*plan.comparators, plan.county, *(d.code for d in plan.districts)]
        if now is not None and now.comparator:
            codes.append(now.comparator)
        self._places = [(place_name(picture, c), c) for c in dict.fromkeys(codes) if c != area]
        districts = tuple(d.code for d in plan.districts)
        groups = [("the districts", DISTRICTS, districts)]
        groups += [(group.name, group.id, group.members) for group in plan.groups]
        self._groups = {
            f"{_GROUP}{key}": (name, members)
            for name, key, members in groups
            if len(members) >= FEWEST_PEERS
        }
        if now is not None and now.peers and not self.key_of(now):
            held = f"the {len(now.peers)} places of the target in force"
            self._groups[_KEPT] = (held, now.peers)

    def offered(self, kind: TargetKind) -> Iterator[tuple[str, str]]:
        """The names and keys that a kind may compare with."""
        asks = KINDS[kind]
        if asks.place:
            yield from self._places
        if asks.group:
            mean = "the mean of " if asks.place else ""
            for key, (name, members) in self._groups.items():
                count = "" if key == _KEPT else f" ({len(members)})"
                said = f"{mean}{name}{count}"
                yield f"{said[:1].upper()}{said[1:]}", key

    def key_of(self, target: Target) -> str:
        """The key of what a target compares with; empty where it is not among them."""
        if not target.peers:
            return target.comparator
        return next((k for k, (_, them) in self._groups.items() if them == target.peers), "")

    def peers(self, key: str) -> tuple[str, ...]:
        """The places of a group; nothing for a single place."""
        return self._groups[key][1] if key in self._groups else ()

    def kinds(self, *, judges: bool, now: Target | None) -> list[TargetKind]:
        """The kinds that can be chosen: without a better way a band or watching, and always the kind in force."""
        able = [
            kind
            for kind, asks in KINDS.items()
            if (judges or kind in _NO_WAY) and (not asks.beside or any(self.offered(kind)))
        ]
        return able if now is None or now.kind in able else [*able, now.kind]


def number(text: str) -> Decimal:
    """A number as written, with or without commas and a percent sign. Raises ValueError."""
    try:
        found = Decimal(text.strip().replace(",", "").removesuffix("%"))
    except InvalidOperation as error:
        message = "Write numbers plainly, such as 34.2."
        raise ValueError(message) from error
    if not found.is_finite():
        message = "Write numbers plainly, such as 34.2."
        raise ValueError(message)
    return found


def day(text: str) -> date:
    """A day as written. Raises ValueError."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        message = "Write days as 2026-04-01."
        raise ValueError(message) from error


def steps(text: str) -> tuple[Step, ...]:
    """Steps as written, a day and a value each. Raises ValueError."""
    try:
        return targets.steps(text)
    except ValueError as error:
        message = "Write steps as 2027-03-31: 22; 2028-03-31: 20."
        raise ValueError(message) from error


def or_none(read: Callable[[str], _T], text: str) -> _T | None:
    """What `read` makes of a text, None of an empty one."""
    return read(text) if text.strip() else None


def hint(kind: TargetKind, field: str, unit: str) -> str:
    """What stands in a field while it is empty."""
    if field == "value":
        return KINDS[kind].hint or f"in {unit}"
    return _BEFORE if field == "baseline" else f"in {unit}"
