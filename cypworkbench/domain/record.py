"""The record (all that was given and decided) and the picture (all that follows from it)."""

import copyreg
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from cypworkbench.domain.account import Account
from cypworkbench.domain.aside import Aside, SetAside
from cypworkbench.domain.decision import GENESIS, Decision, Person
from cypworkbench.domain.evidence import Finding, Observation, Return
from cypworkbench.domain.framework import Framework, Polarity
from cypworkbench.domain.judgement import Assessment, Rebase, Target
from cypworkbench.domain.matter import Matter
from cypworkbench.domain.signoff import Interest, Lapsed
from cypworkbench.domain.supply import Supplies, Supply


def _read_only(held: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(held)


def _copy_mapping(mapping: MappingProxyType[Any, Any]) -> tuple[Any, tuple[dict[Any, Any]]]:
    return _read_only, (dict(mapping),)


# Pictures hold read-only mappings, which Python cannot send to another process, or keep, by itself.
copyreg.pickle(MappingProxyType, _copy_mapping)


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file that was given, byte for byte. `redacted` holds a salted digest where its bytes were removed since.

    `seal` is what the decision that kept it holds; empty in records of the first file version.
    """

    sha256: str
    name: str
    content: bytes
    received_at: datetime
    redacted: str = ""
    seal: str = ""


@dataclass(frozen=True, slots=True)
class StoredPack:
    """A pack that was issued, byte for byte, with the decision it was made at; `redacted` and `seal` as a file's."""

    sha256: str
    board: str
    edition: str
    content: bytes
    sequence: int
    redacted: str = ""
    seal: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """All that was given and all that was decided. Everything else is computed from it."""

    files: tuple[StoredFile, ...] = ()
    decisions: tuple[Decision, ...] = ()
    packs: tuple[StoredPack, ...] = ()

    @property
    def head(self) -> str:
        """The digest of the last decision; zeros when there is none."""
        return self.decisions[-1].digest if self.decisions else GENESIS

    @property
    def sequence(self) -> int:
        """The number of the last decision."""
        return len(self.decisions)

    def file(self, sha256: str) -> StoredFile | None:
        """The stored file of that digest, or None."""
        return next((f for f in self.files if f.sha256 == sha256), None)


class SupplierState(StrEnum):
    """How far a board's return has come."""

    NOT_SENT = "not_sent"
    RECEIVED = "received"
    QUERIES = "queries"
    ACCEPTED = "accepted"
    SET_ASIDE = "set_aside"


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a finding may stand: who says so and when."""

    text: str
    by: Person
    at: datetime


@dataclass(frozen=True, slots=True)
class Direction:
    """What the board decided about a measure whose words in the plan may point the wrong way."""

    measure: str
    polarity: Polarity
    because: str
    by: Person
    at: datetime


@dataclass(frozen=True, slots=True)
class Comment:
    """What a named role wrote beside a measure's chart."""

    measure: str
    area: str
    text: str
    by: Person
    at: datetime


@dataclass(frozen=True, slots=True)
class Wording:
    """A person's own words for the sentence about a measure in an area, and the program's that they were written for.

    They stand as long as the program would still say the same: then no figure in it has moved.
    """

    measure: str
    area: str
    text: str
    instead_of: str
    by: Person
    at: datetime


@dataclass(frozen=True, slots=True)
class Action:
    """What will be done about a measure, by whom, by when."""

    measure: str
    area: str
    text: str
    owner: str
    due: date
    progress: str = ""
    done: bool = False

    def is_overdue(self, on: date) -> bool:
        """Whether its day has passed, and nobody said that it is done."""
        return not self.done and self.due < on

    @property
    def key(self) -> str:
        """What makes two of them the same action: where it belongs and what is to be done."""
        return f"{self.measure}|{self.area}|{' '.join(self.text.split()).casefold()}"


@dataclass(frozen=True, slots=True)
class Supplier:
    """A district board in this round: its state, its return if one came, and what is still open in it.

    `is_earlier` where the return is of an earlier round: its figures stand until the next comes, and it is asked again.
    """

    board: str
    state: SupplierState
    returned: Return | None = None
    open_findings: int = 0
    received_at: datetime | None = None
    is_earlier: bool = False

    @property
    def has_come(self) -> bool:
        """Whether a return came in the round in hand."""
        return self.returned is not None and not self.is_earlier


@dataclass(frozen=True, slots=True)
class Round:
    """The reporting round in hand."""

    label: str = ""
    due: date | None = None
    meeting: date | None = None
    as_at: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything that follows from a record. Pure: the same record always gives the same picture.

    `explanations` is keyed by a finding's key; `assessments` by measure and area, county and comparators included.
    """

    framework: Framework
    round: Round
    suppliers: tuple[Supplier, ...]
    findings: tuple[Finding, ...]
    observations: tuple[Observation, ...]
    published: tuple[Observation, ...]
    targets: tuple[Target, ...]
    assessments: Mapping[tuple[str, str], Assessment]
    explanations: Mapping[str, Explanation] = field(default_factory=lambda: MappingProxyType({}))
    set_aside: tuple[SetAside, ...] = ()
    comments: tuple[Comment, ...] = ()
    actions: tuple[Action, ...] = ()
    stages: tuple[Decision, ...] = ()
    supplies: tuple[Supply, ...] = ()
    accounts: tuple[Account, ...] = ()
    rebases: tuple[Rebase, ...] = ()
    lapsed: tuple[Lapsed, ...] = ()
    interests: tuple[Interest, ...] = ()
    wordings: tuple[Wording, ...] = ()
    matters: tuple[Matter, ...] = ()
    sequence: int = 0
    head: str = GENESIS

    @property
    def open_findings(self) -> tuple[Finding, ...]:
        """The findings that still need an answer before anyone signs."""
        aside = Aside(self.set_aside, Supplies(self.framework, self.supplies))
        senders = {s.returned.sha256: s.board for s in self.suppliers if s.returned}
        return tuple(
            finding
            for finding in self.findings
            if finding.needs_answer
            and finding.key not in self.explanations
            and not aside.covers(
                finding.measure, finding.area, senders.get(finding.origin.sha256, "")
            )
        )
