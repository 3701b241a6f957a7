"""Targets as a sheet, read with every mistake named by its cell and written so that it reads back the same."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from typing import TypeVar

from cypworkbench.domain.decision import Decision
from cypworkbench.domain.framework import Framework, Measure
from cypworkbench.domain.judgement import Step, Target, TargetKind
from cypworkbench.domain.refusal import Refusal
from cypworkbench.flow import decide
from cypworkbench.flow.decide import Desk
from cypworkbench.returns import listing
from cypworkbench.returns.listing import Entry

_T = TypeVar("_T")

COLUMNS = (
    *("measure", "area", "kind", "value", "upper", "comparator", "tolerance"),
    *("start", "end", "baseline", "steps", "owner", "reason"),
)
NEEDED = ("measure", "area", "kind", "value", "start", "owner", "reason")
EVERY_AREA = "*"
DISTRICTS = "districts"
FEWEST_PEERS = 4
_SHOWN = 6  # mistakes told at once: more than a reader takes in from one message
_LARGEST = Decimal(10) ** 12  # far above any count, far below what a chart cannot draw
_WHOLE = Decimal(100)
_STEP = re.compile(r"(\d{4}-\d\d-\d\d)\s*[:=]\s*(\S+)\Z")

_NEEDS_VALUE = frozenset(
    (
        *(TargetKind.ABSOLUTE, TargetKind.TRAJECTORY, TargetKind.STRAIGHT, TargetKind.BAND),
        TargetKind.IMPROVEMENT,
    )
)
_NEEDS_COMPARATOR = frozenset((TargetKind.COMPARATOR, TargetKind.GAP, TargetKind.FASTER))
_ONE_COMPARATOR = frozenset((TargetKind.GAP, TargetKind.FASTER))
_NO_WAY_NEEDED = frozenset((TargetKind.BAND, TargetKind.MONITOR))


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong with one cell, and what to write there."""

    cell: str
    what: str
    remedy: str


def read(content: bytes, name: str, framework: Framework) -> tuple[Target, ...]:
    """The targets of a sheet (.csv or .xlsx), one a row; see `COLUMNS`.

    `area` is a code, a name, or * for every area; `comparator` the same, several with semicolons between, or
    "districts" for all of them; `tolerance` a share (0.05) or a percentage (5%); `steps` pairs such as
    "2026-03-31: 22; 2028-03-31: 20". Raises Refusal naming each wrong cell; then no target is taken.
    """
    entries = listing.read(content, name, NEEDED)
    if not entries:
        raise Refusal(f"{name} holds no target.", "Add a line for each, below the headings.")
    reader = _Reader(framework)
    targets = [reader.target(entry) for entry in entries]
    mistakes = [*reader.mistakes, *_twice(entries, targets)]
    if mistakes:
        raise _refusal(name, mistakes)
    return tuple(target for target in targets if target is not None)


def mistakes_in(target: Target, framework: Framework) -> tuple[Mistake, ...]:
    """What one target, typed by hand, says that nothing could be judged by; its cells are column names."""
    measures = {m.id: m for m in framework.measures}
    measure = measures.get(target.measure)
    if measure is None:
        return (Mistake("measure", "is not in the plan", "Choose a measure of the plan."),)
    return tuple(_doubts(target, measure))


def set_one(desk: Desk, framework: Framework, target: Target) -> Decision:
    """Record one target typed by hand. Raises Refusal where nothing could be judged by it, or nobody answers for it."""
    mistakes = list(mistakes_in(target, framework))
    remedy = "Say who answers for it, by role, and why."
    said = (("owner", target.owner), ("reason", target.reason))
    mistakes += [Mistake(column, "is empty", remedy) for column, text in said if not text]
    if mistakes:
        raise _refusal("The target", mistakes)
    return decide.set_targets(desk, [target])[0]


def write(targets: Iterable[Target], *, at: date | None = None) -> bytes:
    """Targets as a sheet that `read` reads back: .xlsx dated `at`, or CSV without a date."""
    ordered = sorted(targets, key=lambda t: t.key)
    return listing.write(COLUMNS, map(_row, ordered), title="Targets", at=at)


def _refusal(name: str, mistakes: list[Mistake]) -> Refusal:
    told = [f"{m.cell} {m.what}" for m in mistakes[:_SHOWN]]
    more = len(mistakes) - len(told)
    rest = f"; and {more} more" if more else ""
    remedies = list(dict.fromkeys(m.remedy for m in mistakes[:_SHOWN]))
    return Refusal(
        f"{name}: {'; '.join(told)}{rest}.", f"{' '.join(remedies)} Nothing was recorded."
    )


def _twice(entries: tuple[Entry, ...], targets: list[Target | None]) -> Iterator[Mistake]:
    first: dict[str, int] = {}
    for entry, target in zip(entries, targets, strict=True):
        if target is not None and first.setdefault(target.key, entry.number) != entry.number:
            yield Mistake(
                entry.at("start"),
                f"starts a target that row {first[target.key]} already starts",
                "Keep one target for a measure, an area and a first day.",
            )


# ---------------------------------------------------------------------------------------- one row


class _Reader:
    """Reads rows against a plan, and keeps every mistake found."""

    def __init__(self, framework: Framework) -> None:
        self.mistakes: list[Mistake] = []
        self._measures = {m.id: m for m in framework.measures}
        self._places = {a.code: a.code for a in framework.areas}
        self._places |= {a.name.casefold(): a.code for a in framework.areas}
        self._groups = {group.id.casefold(): group.members for group in framework.groups}
        self._groups[DISTRICTS] = tuple(a.code for a in framework.districts)

    def target(self, entry: Entry) -> Target | None:
        """The row's target, None where any cell of it is wrong."""
        before = len(self.mistakes)
        measure = self._measures.get(entry.text("measure"))
        if measure is None:
            self._wrong(
                entry,
                "measure",
                f"names a measure the plan does not have: {entry.text('measure')!r}",
                "Use the measure's id, as `cypworkbench plan show` prints it.",
            )
        for column in ("owner", "reason"):
            if not entry.text(column):
                says = f"gives no {column}"
                self._wrong(entry, column, says, "Say who answers for it, by role, and why.")
        made = self._made(entry)
        if made is not None and measure is not None:
            for doubt in _doubts(made, measure):
                self.mistakes.append(replace(doubt, cell=entry.at(doubt.cell)))
        return made if len(self.mistakes) == before else None

    def _wrong(self, entry: Entry, column: str, what: str, remedy: str) -> None:
        self.mistakes.append(Mistake(entry.at(column), what, remedy))

    def _made(self, entry: Entry) -> Target | None:
        """The row as a target, None where a cell could not be read; each such cell is noted."""
        before = len(self.mistakes)
        none: tuple[str, ...] = ()
        no_steps: tuple[Step, ...] = ()
        places = self._take(entry, "comparator", self._compared, none)
        made = Target(
            measure=entry.text("measure"),
            area=self._take(entry, "area", self._area, EVERY_AREA),
            kind=self._take(entry, "kind", _kind, TargetKind.MONITOR),
            value=self._take(entry, "value", _number, None),
            start=self._take(entry, "start", _day, date.min),
            end=self._take(entry, "end", _day_or_none, None),
            upper=self._take(entry, "upper", _number, None),
            comparator=places[0] if len(places) == 1 else "",
            tolerance=self._take(entry, "tolerance", _share, Decimal(0)),
            owner=entry.text("owner"),
            reason=entry.text("reason"),
            baseline=self._take(entry, "baseline", _number, None),
            steps=self._take(entry, "steps", steps, no_steps),
            peers=places if len(places) > 1 else (),
        )
        return made if len(self.mistakes) == before else None

    def _take(self, entry: Entry, column: str, read: Callable[[str], _T], otherwise: _T) -> _T:
        try:
            return read(entry.text(column))
        except _UnreadableError as error:
            self._wrong(entry, column, str(error), error.remedy)
            return otherwise

    def _area(self, text: str) -> str:
        if text in ("", EVERY_AREA):
            return EVERY_AREA
        code = self._places.get(text) or self._places.get(text.casefold())
        if code is None:
            message = f"is no area of the plan: {text!r}"
            raise _UnreadableError(message, "Give an area's code or name, or * for every area.")
        return code

    def _compared(self, text: str) -> tuple[str, ...]:
        """The areas of a group of the plan's, by its id (all districts, an edition's neighbours), or those written."""
        members = self._groups.get(text.casefold())
        if members is not None:
            return members
        return tuple(self._area(part.strip()) for part in text.split(";") if part.strip())


class _UnreadableError(ValueError):
    """A cell that cannot be read as what it should be; its words go on from the cell's address."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(what)
        self.remedy = remedy


def _kind(text: str) -> TargetKind:
    if text not in {kind.value for kind in TargetKind}:
        message = f"is no kind of target: {text!r}"
        raise _UnreadableError(message, f"Choose a kind among: {', '.join(TargetKind)}.")
    return TargetKind(text)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        message = f"is not a day: {text!r}" if text else "gives no day"
        raise _UnreadableError(message, "Write days as 2026-04-01.") from error


def _day_or_none(text: str) -> date | None:
    return _day(text) if text else None


def _number(text: str) -> Decimal | None:
    if not text:
        return None
    remedy = "Write numbers plainly, without signs or units: 34.2."
    try:
        number = Decimal(text)
    except InvalidOperation as error:
        message = f"{text!r} is not a number"
        raise _UnreadableError(message, remedy) from error
    if not number.is_finite() or abs(number) > _LARGEST:
        message = f"{text!r} is not a number a measure could reach"
        raise _UnreadableError(message, remedy)
    return number


def _share(text: str) -> Decimal:
    number = _number(text.removesuffix("%"))
    if number is None:
        return Decimal(0)
    return number / _WHOLE if text.endswith("%") else number


def steps(text: str) -> tuple[Step, ...]:
    """Steps as a sheet writes them: 2026-03-31: 22; 2028-03-31: 20. Raises ValueError where one cannot be read."""
    made = []
    for part in filter(None, (piece.strip() for piece in text.split(";"))):
        found = _STEP.match(part)
        value = _number(found[2]) if found else None
        if found is None or value is None:
            message = f"holds a step that cannot be read: {part!r}"
            raise _UnreadableError(message, "Write steps as 2026-03-31: 22; 2028-03-31: 20.")
        made.append(Step(_day(found[1]), value))
    return tuple(made)


# ----------------------------------------------------------------------------------------- doubts


def _doubts(target: Target, measure: Measure) -> Iterator[Mistake]:
    """What a target says that nothing could be judged by."""
    kind = target.kind
    if not measure.polarity.judges and kind not in _NO_WAY_NEEDED:
        yield Mistake(
            "kind",
            f"is {kind}, and neither way is better for {measure.id}",
            "Give such a measure a band, or monitor it.",
        )
    if target.value is None and kind in _NEEDS_VALUE:
        yield Mistake("value", f"is empty, and a target of the kind {kind} needs a value", _FILL)
    yield from _doubtful_sizes(target)
    yield from _doubtful_days(target)
    yield from _doubtful_comparators(target)


_FILL = "Fill it in."


def _doubtful_sizes(target: Target) -> Iterator[Mistake]:
    low, high = target.value, target.upper
    if not 0 <= target.tolerance < 1:
        yield Mistake(
            "tolerance",
            f"is {target.tolerance}, not a share of the target",
            "Write 0.05 or 5% for one part in twenty.",
        )
    if target.kind is TargetKind.BAND and low is not None and (high is None or high < low):
        yield Mistake("upper", "is not above the value, and a band needs an upper end", _FILL)
    if target.kind is TargetKind.IMPROVEMENT and low is not None and low <= 0:
        yield Mistake("value", f"is {low}, no improvement", "Write 10 for ten per cent better.")


def _doubtful_days(target: Target) -> Iterator[Mistake]:
    if target.end and target.end < target.start:
        yield Mistake("end", f"({target.end}) is before it starts ({target.start})", "Check both.")
    if target.kind is TargetKind.STRAIGHT and target.end is None:
        yield Mistake("end", "is empty, and a straight line needs the day it ends", _FILL)
    if target.steps and target.kind not in (TargetKind.STRAIGHT, TargetKind.TRAJECTORY):
        yield Mistake(
            "steps",
            f"are given for the kind {target.kind}",
            "Only a trajectory or a line has steps.",
        )
    days = [target.start, *(step.by for step in target.steps)]
    days += [target.end] if target.end and target.steps else []
    if any(later <= before for before, later in pairwise(days)):
        yield Mistake(
            "steps", "do not follow each other between start and end", "Put them in order."
        )


def _doubtful_comparators(target: Target) -> Iterator[Mistake]:
    named = bool(target.comparator or target.peers)
    if target.kind in _NEEDS_COMPARATOR and not named:
        yield Mistake("comparator", "names no area to compare with", "Give its code or name.")
    if target.kind in _ONE_COMPARATOR and target.peers:
        yield Mistake("comparator", f"names several, and {target.kind} takes one", "Keep one.")
    if target.kind is TargetKind.TOP_QUARTER and len(target.peers) < FEWEST_PEERS:
        yield Mistake(
            "comparator",
            f"names fewer than {FEWEST_PEERS} areas, and a quarter of them is no area",
            "Write districts for all of them, or name the areas with semicolons between.",
        )


# ---------------------------------------------------------------------------------------- writing


def _row(target: Target) -> tuple[str, ...]:
    places = "; ".join(target.peers) or target.comparator
    end = target.end.isoformat() if target.end else ""
    return (
        *(target.measure, target.area, target.kind.value, _plain(target.value)),
        *(_plain(target.upper), places, _plain(target.tolerance) if target.tolerance else ""),
        *(target.start.isoformat(), end, _plain(target.baseline)),
        *(steps_written(target), target.owner, target.reason),
    )


def steps_written(target: Target) -> str:
    """A target's steps as a sheet writes them, and `steps` reads them back."""
    return "; ".join(f"{step.by.isoformat()}: {_plain(step.value)}" for step in target.steps)


def _plain(value: Decimal | None) -> str:
    return "" if value is None else f"{value:f}"
