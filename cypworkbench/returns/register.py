"""The register of rules: what a rule declares, what it is given to look at, and what it says.

A rule is a plain function from Facts to Doubts, registered with @rule. It never changes a figure.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from cypworkbench.domain.evidence import Finding, Observation, Origin, Return, Severity, ValueState
from cypworkbench.domain.framework import Board, Framework, Measure
from cypworkbench.domain.judgement import Target
from cypworkbench.domain.period import Period
from cypworkbench.domain.threshold import in_force
from cypworkbench.returns.around import DIALS, Around
from cypworkbench.returns.rows import Recognised, Row


class Need(StrEnum):
    """What a rule cannot do without, in the words that say it was missing."""

    ROWS = "the rows as they were sent"
    TEMPLATE = "the layout of a return that was issued (this one was read by a recipe)"
    ROUND = "the round in hand"
    MANIFEST = "the manifest that the return was issued with"
    PREVIOUS = "figures from an earlier round"
    SIGNED = "figures that were signed"
    PUBLISHED = "published figures for the same place"
    TARGETS = "targets for the same place"
    DUE = "the day the return was due, and the day it came"
    AS_AT = "the day the round's figures are as at"


class Doubt(NamedTuple):
    """One thing a rule doubts: where, and the words its message needs.

    `read` is what the cell holds: an explanation of this doubt lapses when that changes.
    """

    origin: Origin
    words: Mapping[str, str] = {}
    measure: str = ""
    period: Period | None = None
    read: str = ""
    previous: str = ""
    linked: tuple[Origin, ...] = ()


class Filed(NamedTuple):
    """A figure of a series, and whether this return gives it or an earlier round did."""

    observation: Observation
    is_new: bool


@dataclass(frozen=True)
class Facts:
    """All that a rule may look at."""

    returned: Return
    framework: Framework
    around: Around = field(default_factory=Around)

    @cached_property
    def sent(self) -> Recognised | None:
        """The return with its rows, or None when only its figures are at hand."""
        return self.returned if isinstance(self.returned, Recognised) else None

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The rows of figures as sent."""
        return self.sent.rows if self.sent else ()

    @cached_property
    def board(self) -> Board | None:
        """The board the return is counted for: the one it was issued to, else the one its cover names."""
        board_id = self.returned.expected_board or self.returned.board
        return next((b for b in self.framework.boards if b.id == board_id), None)

    @property
    def area(self) -> str:
        """The code of the area looked at: the one that board answers for, or one of several that a recipe read."""
        if self.sent and self.sent.place:
            return self.sent.place
        return self.board.areas[0] if self.board else ""

    @property
    def place(self) -> str:
        """That area's name, for sentences."""
        return self.framework.area(self.area).name if self.area else "This return"

    @cached_property
    def measures(self) -> Mapping[str, Measure]:
        """The plan's measures by id."""
        return {measure.id: measure for measure in self.framework.measures}

    @cached_property
    def before(self) -> Mapping[tuple[str, Period], Observation]:
        """What earlier rounds gave, by measure and period."""
        return _by_figure(self.around.previous, self.area)

    @cached_property
    def signed(self) -> Mapping[tuple[str, Period], Observation]:
        """What stood when a pack was last signed, by measure and period."""
        return _by_figure(self.around.signed, self.area)

    @cached_property
    def published(self) -> Mapping[tuple[str, Period], Observation]:
        """What national sources say of the same area, by measure and period."""
        return _by_figure(self.around.published, self.area)

    @cached_property
    def targets(self) -> tuple[Target, ...]:
        """The targets set for the area, or for every area."""
        return tuple(t for t in self.around.targets if t.area in (self.area, "*"))

    def dial(self, name: str, measure: str = "") -> Decimal:
        """A threshold that has a usual value, as it is set for this board and measure."""
        return self.set_dial(name, measure) or DIALS[name].usual or Decimal(0)

    def set_dial(self, name: str, measure: str = "") -> Decimal | None:
        """A threshold as it was set for this board and measure, or None."""
        board = self.board.id if self.board else ""
        return in_force(self.around.thresholds, name, board, measure)

    @cached_property
    def series(self) -> Mapping[str, tuple[Filed, ...]]:
        """The numbers of each measure in order of period: this return's, and earlier rounds' where it is silent."""
        filed = {key: Filed(o, is_new=False) for key, o in self.before.items()}
        for o in self.returned.observations:
            filed[o.measure, o.period] = Filed(o, is_new=True)
        found: dict[str, list[Filed]] = {}
        for each in filed.values():
            if each.observation.state is ValueState.NUMBER:
                found.setdefault(each.observation.measure, []).append(each)
        return {
            measure: tuple(sorted(some, key=lambda one: one.observation.period))
            for measure, some in found.items()
        }

    def lacks(self, need: Need) -> bool:
        """Whether what a rule needs is not at hand."""
        match need:
            case Need.ROWS:
                return self.sent is None
            case Need.TEMPLATE:
                return self.sent is None or self.sent.by_recipe
            case Need.ROUND:
                return not self.around.round_label
            case Need.MANIFEST:
                return not (self.sent and self.sent.manifest)
            case Need.PREVIOUS:
                return not self.before
            case Need.SIGNED:
                return not self.signed
            case Need.PUBLISHED:
                return not self.published
            case Need.TARGETS:
                return not self.targets
            case Need.DUE:
                return self.around.due is None or self.around.received is None
            case Need.AS_AT:
                return self.around.as_at is None


def _by_figure(
    observations: tuple[Observation, ...], area: str
) -> dict[tuple[str, Period], Observation]:
    return {(o.measure, o.period): o for o in observations if o.area == area and o.group == "all"}


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as declared. `message` and `remedy` are templates for the doubt's words.

    `yields_to` names rules whose finding at the same cell says it better, so that one slip is one question.
    """

    code: str
    severity: Severity
    title: str
    message: str
    remedy: str
    needs: tuple[Need, ...]
    yields_to: frozenset[str]
    look: Callable[[Facts], Iterator[Doubt]] = field(compare=False)

    def find(self, facts: Facts) -> tuple[Finding, ...]:
        """The findings of this rule."""
        return tuple(self._finding(doubt, facts) for doubt in self.look(facts))

    def _finding(self, doubt: Doubt, facts: Facts) -> Finding:
        said = self.message.format_map(doubt.words)
        return Finding(
            code=self.code,
            severity=self.severity,
            origin=doubt.origin,
            message=f"{doubt.origin}: {said}",
            remedy=self.remedy.format_map(doubt.words),
            measure=doubt.measure,
            area=facts.area,
            period=doubt.period,
            read=doubt.read,
            previous=doubt.previous,
            linked=doubt.linked,
        )


_REGISTER: list[Rule] = []
Look = Callable[[Facts], Iterator[Doubt]]


def rule(
    code: str,
    severity: Severity,
    needs: tuple[Need, ...] = (),
    *,
    says: tuple[str, str],
    yields_to: str = "",
) -> Callable[[Look], Look]:
    """Register a rule. `says` is its message (without the cell, which is put before it) and its remedy.

    The function's first docstring line is the rule's title.
    """

    def register(look: Look) -> Look:
        title = (look.__doc__ or "").partition("\n")[0].rstrip(".")
        yields = frozenset(yields_to.split())
        _REGISTER.append(Rule(code, severity, title, *says, needs, yields, look))
        return look

    return register


def registered() -> tuple[Rule, ...]:
    """Every rule, by code; within a code, the gravest first."""
    gravity = list(Severity)
    return tuple(sorted(_REGISTER, key=lambda r: (r.code, gravity.index(r.severity), r.title)))
