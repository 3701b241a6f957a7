"""A pack signed elsewhere, by a chair at home with the file alone, brought back into its workspace."""

import hashlib
from dataclasses import dataclass

from cypworkbench.domain.decision import Decision, DecisionKind, Intent, Person
from cypworkbench.domain.pack import SignatureFact, Verdict
from cypworkbench.domain.record import Record, StoredPack
from cypworkbench.domain.refusal import Refusal
from cypworkbench.domain.state import fold
from cypworkbench.flow import proving, signoff
from cypworkbench.flow.decide import Desk


@dataclass(frozen=True, slots=True)
class Brought:
    """A pack that came back with good signatures added to it, and nothing else.

    `before` is the digest of the file as this workspace has it; `signed` holds each new role and who signed in it.
    """

    content: bytes
    before: str
    board: str
    edition: str
    signed: tuple[tuple[str, str], ...]


def check(record: Record, pdf: bytes) -> Brought:
    """Hold a signed file against the pack as the workspace has it.

    Raises Refusal when it was not issued from this workspace or was withdrawn, holds no new signature, was signed
    before the last signature kept here, or has a signature that is not good, not trusted, or of somebody whom the board
    did not name.
    """
    entry = signoff.find(record, pdf)
    if entry.standing is signoff.Standing.WITHDRAWN:
        raise Refusal(f"That pack was withdrawn: {entry.why}", "Sign the version after it.")
    if entry.standing is signoff.Standing.DRAFT:
        raise Refusal("That pack is a draft.", "Issue the final candidate, and have that signed.")
    kept = _newest(record, entry.sha256)
    if not pdf.startswith(kept.content):
        raise Refusal(
            "Another signature was recorded here meanwhile, which this file does not hold.",
            "Send the file as it is saved from the register now, and have that signed.",
        )
    known = {fact.field for fact in proving.signatures(record, kept.content).signatures}
    found = proving.signatures(record, pdf)
    if found.verdict not in (Verdict.AS_SIGNED, Verdict.NOT_SIGNED):
        raise Refusal(
            f"The file was not taken in. {found.sentence}",
            "Trust the signer’s certificate if it should be; else have the pack signed again as it was issued.",
        )
    new = [fact for fact in found.signatures if fact.field not in known]
    if not new:
        raise Refusal(
            "This file holds no signature that is not here already.",
            "Ask whoever signed it for the file as saved after signing.",
        )
    for fact in new:
        _refuse_wrong(record, entry.board, fact)
    who = tuple((fact.role, fact.signer) for fact in new)
    return Brought(pdf, kept.sha256, entry.board, entry.edition, who)


def keep(desk: Desk, brought: Brought) -> tuple[Decision, ...]:
    """Record each new signature, the file with them. Raises Refusal when another was recorded meanwhile."""
    entry = signoff.find(desk.workspace.record(), brought.content)
    if _newest(desk.workspace.record(), entry.sha256).sha256 != brought.before:
        raise Refusal("Something was signed here meanwhile.", "Bring the file back again.")
    after = hashlib.sha256(brought.content).hexdigest()
    intents, before = [], brought.before
    for role, signer in brought.signed:
        said = {"before": before, "role": role, "signer": signer}
        intents.append(Intent(DecisionKind.PACK_SIGNED, after, said))
        before = after
    stored = StoredPack(after, brought.board, brought.edition, brought.content, 0)
    return desk.workspace.append(intents, desk.by, desk.at, packs=[stored])


def _newest(record: Record, candidate: str) -> StoredPack:
    """A final candidate as last signed here."""
    newest = candidate
    for decision in record.decisions:
        if decision.kind is DecisionKind.PACK_SIGNED and decision.body.get("before") == newest:
            newest = decision.subject
    return next(pack for pack in record.packs if pack.sha256 == newest)


def _refuse_wrong(record: Record, board: str, fact: SignatureFact) -> None:
    if fact.at is None:
        raise Refusal(
            f"The signature of {fact.signer} states no time.", "Have it signed again, with one."
        )
    duties = fold(record.decisions).duties
    signer = Person(fact.signer)  # the title in the certificate was held against the role already
    signoff.refuse_wrong_signer(duties, board, fact.role, signer, fact.at.date())
