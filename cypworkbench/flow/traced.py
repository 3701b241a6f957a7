"""Where a pack stands in its workspace's chain of decisions: whether it was issued there, and through its gate."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace

from cypworkbench.domain.decision import DecisionKind
from cypworkbench.domain.pack import Verdict, Verification
from cypworkbench.domain.record import Record

NEVER_ISSUED = "but this workspace never issued this file."
NOT_FROM_HERE = "but this workspace's decisions do not lead to it."
_ENDS = re.compile(rb"%%EOF\s*")


def changed(verification: Verification, sentence: str) -> Verification:
    """The verification with one more thing found changed; what the signatures told of a change stays said before it."""
    said = f"{verification.sentence} " if verification.verdict is Verdict.CHANGED else ""
    return replace(verification, verdict=Verdict.CHANGED, sentence=f"{said}{sentence}")


def with_chain(verification: Verification, record: Record, pdf: bytes) -> Verification:
    """The verification with the pack's place in the record; a file that was never issued there is not as signed."""
    at = verification.sequence
    matches = 0 < at <= record.sequence and record.decisions[at - 1].digest == verification.head
    clean = {
        d.subject
        for d in record.decisions
        if d.kind is DecisionKind.PACK_ISSUED and not d.body.get("draft")
    }
    passed = any(digest in clean for digest in _revisions(pdf))
    gate = "passed" if matches and passed else "not checked"
    verification = replace(verification, matches_workspace=matches, gate=gate)
    if matches and not passed and verification.verdict is Verdict.AS_SIGNED:
        said = f"The pack says it was made after decision {at} of this workspace, {NEVER_ISSUED}"
        return changed(verification, said)
    if matches or not verification.head:
        return verification
    return changed(
        verification,
        f"The pack says it was made after decision {at} of its workspace, {NOT_FROM_HERE}",
    )


def _revisions(pdf: bytes) -> Iterator[str]:
    """The digest of each revision of a file, as far as its bytes were when something was added.

    Signing only appends, so a signed pack begins with the very bytes that passed the gate; the workspace may have let
    go of those by now, but not of their digest.
    """
    so_far, done = hashlib.sha256(), 0
    for end in _ENDS.finditer(pdf):
        so_far.update(pdf[done : end.end()])
        done = end.end()
        yield so_far.hexdigest()
