"""What people decide: each decision one record, appended and never changed."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

GENESIS = "0" * 64


class DecisionKind(StrEnum):
    """Every kind of decision the record can hold."""

    WORKSPACE_OPENED = "workspace_opened"
    ROUND_OPENED = "round_opened"
    PUBLISHED_ADDED = "published_added"
    RETURN_ACCEPTED = "return_accepted"
    RETURN_REJECTED = "return_rejected"
    FINDING_EXPLAINED = "finding_explained"
    FIGURE_REJECTED = "figure_rejected"
    SET_ASIDE = "set_aside"
    TARGET_SET = "target_set"
    COMMENTED = "commented"
    ACTION_AGREED = "action_agreed"
    STAGE_PASSED = "stage_passed"
    PACK_ISSUED = "pack_issued"
    PACK_SIGNED = "pack_signed"
    CERTIFICATE_TRUSTED = "certificate_trusted"
    UNDONE = "undone"


@dataclass(frozen=True, slots=True)
class Person:
    """Who decided, as they claimed to be, and in which role."""

    name: str
    role: str = ""


@dataclass(frozen=True, slots=True)
class Intent:
    """A decision about to be recorded: what kind, about what, saying what.

    `body` holds JSON values only (text, whole numbers, booleans, lists, mappings); decimals are written as text.
    """

    kind: DecisionKind
    subject: str
    body: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision as recorded: its place in the chain, who, when, and the digest of the one before."""

    sequence: int
    kind: DecisionKind
    subject: str
    body: Mapping[str, object]
    by: Person
    at: datetime
    previous: str
    digest: str


def canonical(value: object) -> str:
    """The one JSON text of a value: sorted keys, no spaces, UTF-8 kept."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def link(previous: Decision | None, intent: Intent, by: Person, at: datetime) -> Decision:
    """Chain an intent after the decision before it; its digest covers everything it says and that one's digest.

    Raises ValueError when the time has no zone.
    """
    if at.tzinfo is None:
        message = "a decision's time needs its zone"
        raise ValueError(message)
    sequence = previous.sequence + 1 if previous else 1
    before = previous.digest if previous else GENESIS
    body = json.loads(canonical(dict(intent.body)))
    said = [
        sequence,
        intent.kind.value,
        intent.subject,
        body,
        by.name,
        by.role,
        at.isoformat(),
        before,
    ]
    digest = hashlib.sha256(canonical(said).encode()).hexdigest()
    return Decision(sequence, intent.kind, intent.subject, body, by, at, before, digest)


def broken_link(decisions: tuple[Decision, ...]) -> int | None:
    """The sequence of the first decision that does not follow from the one before, or None when the chain is whole."""
    previous: Decision | None = None
    for number, decision in enumerate(decisions, start=1):
        intent = Intent(decision.kind, decision.subject, decision.body)
        if (
            decision.sequence != number
            or link(previous, intent, decision.by, decision.at) != decision
        ):
            return number
        previous = decision
    return None
