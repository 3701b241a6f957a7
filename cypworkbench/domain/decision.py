"""What people decide: each decision one record, appended and never changed."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

GENESIS = "0" * 64
REDACTED = "redacted"  # stands where a decision's salt was: its words are gone, their salted digest is kept


class DecisionKind(StrEnum):
    """Every kind of decision the record can hold."""

    WORKSPACE_OPENED = "workspace_opened"
    PLAN_KEPT = "plan_kept"
    PLAN_REFRESHED = "plan_refreshed"
    ROUND_OPENED = "round_opened"
    PUBLISHED_ADDED = "published_added"
    RETURN_ACCEPTED = "return_accepted"
    RETURN_REJECTED = "return_rejected"
    FINDING_EXPLAINED = "finding_explained"
    SET_ASIDE = "set_aside"
    TARGET_SET = "target_set"
    SUPPLIER_NAMED = "supplier_named"
    DIRECTION_DECIDED = "direction_decided"
    THRESHOLD_SET = "threshold_set"
    RECIPE_SAVED = "recipe_saved"
    REBASED = "rebased"
    DISCLOSURE_SET = "disclosure_set"
    TEMPLATE_SET = "template_set"
    COMMENTED = "commented"
    SENTENCE_WORDED = "sentence_worded"
    ACTION_AGREED = "action_agreed"
    MATTER_NOTED = "matter_noted"
    STAGE_PASSED = "stage_passed"
    DUTY_GIVEN = "duty_given"
    INTEREST_DECLARED = "interest_declared"
    APPROVAL_RECORDED = "approval_recorded"
    PAPER_SIGNED = "paper_signed"
    PACK_ISSUED = "pack_issued"
    PACK_SIGNED = "pack_signed"
    PACK_WITHDRAWN = "pack_withdrawn"
    CERTIFICATE_TRUSTED = "certificate_trusted"
    UNDONE = "undone"
    # about the record itself
    TAKEN_OVER = "taken_over"
    MERGED = "merged"
    MIGRATED = "migrated"
    REDACTED = "redacted"
    SALVAGED = "salvaged"
    RETENTION_SET = "retention_set"
    HELD = "held"
    HOLD_LIFTED = "hold_lifted"
    DISPOSED = "disposed"


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
    """A decision as recorded: its place in the chain, who, when, and the digest of the one before.

    `salt` keeps the words from being guessed from the digest once they are redacted; it is empty in records of the
    first file version. `holds` names the seals of the files and packs that were kept with this decision.
    """

    sequence: int
    kind: DecisionKind
    subject: str
    body: Mapping[str, object]
    by: Person
    at: datetime
    previous: str
    digest: str
    salt: str = ""
    holds: tuple[str, ...] = ()

    @property
    def is_redacted(self) -> bool:
        """Whether its words were removed, and only their salted digest is left."""
        return self.salt == REDACTED


def canonical(value: object) -> str:
    """The one JSON text of a value: sorted keys, no spaces, UTF-8 kept."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def committed(salt: str, body: Mapping[str, object]) -> str:
    """What the chain holds of a decision's words: their salted digest, which stays when the words are redacted."""
    if salt == REDACTED:
        return str(body.get(REDACTED, ""))
    return hashlib.sha256(f"{salt}{canonical(dict(body))}".encode()).hexdigest()


def link(
    previous: Decision | None,
    intent: Intent,
    by: Person,
    at: datetime,
    *,
    salt: str = "",
    holds: tuple[str, ...] = (),
) -> Decision:
    """Chain an intent after the decision before it; its digest covers everything it says and that one's digest.

    Without a salt the digest is made as the first file version made it. Raises ValueError when the time has no zone.
    """
    if at.tzinfo is None:
        message = "a decision's time needs its zone"
        raise ValueError(message)
    sequence = previous.sequence + 1 if previous else 1
    before = previous.digest if previous else GENESIS
    body = json.loads(canonical(dict(intent.body)))
    kind, subject, moment = intent.kind, intent.subject, at.isoformat()
    said: list[object] = [sequence, kind.value, subject, body, by.name, by.role, moment, before]
    if salt:
        said[3] = committed(salt, body)
        said.append(list(holds))
    digest = hashlib.sha256(canonical(said).encode()).hexdigest()
    return Decision(sequence, kind, subject, body, by, at, before, digest, salt, holds)


def broken_link(decisions: tuple[Decision, ...]) -> int | None:
    """The sequence of the first decision that does not follow from the one before, or None when the chain is whole.

    Words may be missing only where a later decision says that they were redacted.
    """
    previous: Decision | None = None
    for number, decision in enumerate(decisions, start=1):
        intent = Intent(decision.kind, decision.subject, decision.body)
        salt, holds = decision.salt, decision.holds
        again = link(previous, intent, decision.by, decision.at, salt=salt, holds=holds)
        if decision.sequence != number or again != decision:
            return number
        previous = decision
    vouched = redacted(decisions)
    gone = (d.sequence for d in decisions if d.is_redacted and str(d.sequence) not in vouched)
    return next(gone, None)


def redacted(decisions: tuple[Decision, ...]) -> frozenset[str]:
    """What redactions in the chain removed: sequences of decisions (as text), digests of files and of packs."""
    return _named(decisions, DecisionKind.REDACTED, "removed")


def lost(decisions: tuple[Decision, ...]) -> frozenset[str]:
    """The seals of files and packs that a salvage could not read any more."""
    return _named(decisions, DecisionKind.SALVAGED, "seals")


def _named(decisions: tuple[Decision, ...], kind: DecisionKind, key: str) -> frozenset[str]:
    said = [d.body.get(key) for d in decisions if d.kind is kind]
    return frozenset(str(one) for some in said if isinstance(some, list) for one in some)
