"""What is left of a signed pack: each signature's facts, and one verdict derived from them last.

A signature can be intact and the file still hold something added afterwards, so no single fact counts
as a verdict. Nothing is fetched; trust comes only from the certificates that are given.
"""

import io
import logging
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import cast

from asn1crypto import x509 as asn1_x509  # type: ignore[import-untyped]  # ships no types
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.diff_analysis import (
    CatalogModificationRule,
    DiffResult,
    FormUpdatingRule,
    ModificationLevel,
    ObjectStreamRule,
    SigFieldCreationRule,
    SigFieldModificationRule,
    StandardDiffPolicy,
    XrefStreamRule,
)
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation import (
    EmbeddedPdfSignature,
    PdfSignatureStatus,
    validate_pdf_signature,
)
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import PathError, ValidationError

from cypworkbench.domain.pack import SignatureFact, TimestampFact, Verdict
from cypworkbench.domain.refusal import Refusal
from cypworkbench.signing import envelope
from cypworkbench.signing.identity import is_trial
from cypworkbench.signing.quickreader import QuickReader
from cypworkbench.signing.stamped import Stamped, look

# pyHanko reports an unknown issuer as a traceback in its log; here that is a fact, and is said as one
for _log in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_log).addHandler(logging.NullHandler())

ROLE_PREFIX = "Signed as "
_CAUTION = "The time is this computer's. Revocation was not checked."
_CHANGED = "The file is not as it was signed"
_UNCHANGED = "Unchanged since the holder of this key signed it"
_STRANGER = "but no certificate you trust vouches for"
_RAN_OUT = "but the certificate had run out by then, or did not hold yet"
_OTHER_ROLE = "but the certificate is for another role"
_TRIAL = "Trial identities vouch for nobody."
_STAMPED = "A trusted timestamp shows that it stood so by"
_UNVOUCHED = "It holds a timestamp that no certificate you trust vouches for."
_ENDS = "Without a trusted timestamp the proof ends when a certificate does"
_EMPTY = "Not signed by everyone"
_NOBODY = "Nobody has signed this file."
_NO_PDF = "This file cannot be read as a PDF."
# Every sentence a verdict is made of; the manual explains each in the same words.
SENTENCES = (
    *(_UNCHANGED, _CHANGED, _EMPTY, _STRANGER, _RAN_OUT, _OTHER_ROLE, _TRIAL),
    *(_STAMPED, _UNVOUCHED, _ENDS, _NOBODY, _NO_PDF),
    *_CAUTION.split(". "),
)
# pyHanko by itself also lets later signers change titles, other form fields and stored proofs
_ONLY_SIGNATURES = StandardDiffPolicy(
    global_rules=[
        CatalogModificationRule({"/AcroForm"}),  # type: ignore[no-untyped-call]  # pyHanko's
        ObjectStreamRule().as_qualified(ModificationLevel.LTA_UPDATES),
        XrefStreamRule().as_qualified(ModificationLevel.LTA_UPDATES),
    ],
    form_rule=FormUpdatingRule(
        [SigFieldCreationRule(), SigFieldModificationRule()]  # type: ignore[no-untyped-call]  # pyHanko's
    ),
)
# what pyHanko, asn1crypto and cryptography raise when they meet a damaged file or certificate
DAMAGE = (
    PdfError,
    PathError,
    ValidationError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    RecursionError,
    TypeError,
    ValueError,
    zlib.error,
)


Named = Callable[[SignatureFact], bool]  # whether a board named the signer to sign in that role


@dataclass(frozen=True, slots=True)
class Inspection:
    """What the signatures of a file come to: a verdict, one or more sentences, and each signature's facts."""

    verdict: Verdict
    sentence: str
    signatures: tuple[SignatureFact, ...]
    timestamps: tuple[TimestampFact, ...] = ()


@dataclass(frozen=True, slots=True)
class _Known:
    """What signatures are held against: who may vouch for signers, and the role that each box is for."""

    roots: list[asn1_x509.Certificate]
    roles: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Look:
    """One signature as pyHanko judged it, and what is wrong with it in words."""

    fact: SignatureFact
    wrong: str
    until: datetime | None = None  # when its certificate runs out
    untimely: bool = False  # made at a time when the certificate did not hold


def inspect(
    pdf: bytes,
    *,
    trust: tuple[bytes, ...],
    named: Named = lambda _fact: False,
    roles: Mapping[str, str] | None = None,
) -> Inspection:
    """Look at every signature of a file; `trust` holds certificates (PEM) that may vouch for signers.

    `named` says whom a board named to sign in a role, whatever the certificate says: deputies. Nobody, unless given.
    `roles` says which role each box is for, whatever a signature in it states.
    A certificate is judged at the moment its signature states, which only that computer's clock vouches
    for. A damaged file gives CHANGED or UNREADABLE, never an exception. Raises Refusal only when a
    certificate in `trust` is not one.
    """
    known = _Known(trusted_roots(trust), roles or {})
    try:
        reader = QuickReader(io.BytesIO(pdf))
        boxes = [(str(name), value) for name, value, _ in enumerate_sig_fields(reader)]
        signatures = _in_order(reader.embedded_regular_signatures)
        stamps = _in_order(reader.embedded_timestamp_signatures)
    except DAMAGE:
        return _unreadable(pdf)
    if not signatures:
        return _nothing_signed(pdf)
    end = max(int(one.signed_revision) for one in (*signatures, *stamps))
    looks = [
        _look(pdf, signature, known, number, last=int(signature.signed_revision) == end)
        for number, signature in enumerate(signatures)
    ]
    try:
        stamped = [
            look(pdf, s, known.roots, _ONLY_SIGNATURES, last=int(s.signed_revision) == end)
            for s in stamps
        ]
    except DAMAGE:
        return _broken()
    return _conclude(looks, stamped, [name for name, value in boxes if value is None], named)


def _in_order(signatures: Iterable[EmbeddedPdfSignature]) -> list[EmbeddedPdfSignature]:
    return sorted(signatures, key=lambda one: int(one.signed_revision))


def _conclude(
    looks: list[_Look], stamped: list[Stamped], empty: list[str], named: Named
) -> Inspection:
    """The one verdict, from all the facts.

    A pack with an empty box is not signed: the last signature may have been cut off, which leaves no trace.
    """
    found = _judge(looks, stamped, empty, named)
    return replace(found, timestamps=tuple(stamp.fact for stamp in stamped))


def _judge(
    looks: list[_Look], stamped: list[Stamped], empty: list[str], named: Named
) -> Inspection:
    facts = tuple(seen.fact for seen in looks)
    told = (*(seen.wrong for seen in looks), *(stamp.wrong for stamp in stamped))
    wrong = next(filter(None, told), "")
    if wrong:
        return Inspection(Verdict.CHANGED, f"{_CHANGED}: {wrong}. {_CAUTION}", facts)
    untimely = [seen.fact for seen in looks if seen.untimely]
    if untimely:
        said = f"{_UNCHANGED}, {_RAN_OUT}: {_listed([_signer(fact) for fact in untimely])}."
        return Inspection(Verdict.NOT_TRUSTED, f"{said} {_CAUTION}", facts)
    strangers = [fact.signer for fact in facts if not fact.trusted_by]
    if strangers:
        said = f"{_UNCHANGED}, {_STRANGER} {_listed(strangers)}."
        return Inspection(Verdict.NOT_TRUSTED, f"{said} {_CAUTION}", facts)
    others = [fact for fact in facts if fact.note and not named(fact)]
    if others:
        said = f"{_UNCHANGED}, {_OTHER_ROLE}: {_listed([_signer(fact) for fact in others])}."
        return Inspection(Verdict.NOT_TRUSTED, f"{said} {_CAUTION}", facts)
    said = f"{_UNCHANGED}; signed by {_listed([_signer(fact) for fact in facts])}."
    if any(fact.trial for fact in facts):
        said += f" {_TRIAL}"
    said += f" {_proof(looks, stamped)}"
    if empty:
        kind = "box is" if len(empty) == 1 else "boxes are"
        said = f"{_EMPTY}: the {kind} empty for {_listed(empty)}. {said}"
    verdict = Verdict.NOT_SIGNED if empty else Verdict.AS_SIGNED
    return Inspection(verdict, f"{said} {_CAUTION}", facts)


def _proof(looks: list[_Look], stamped: list[Stamped]) -> str:
    """How long the signatures can be shown to have been made while their keys were still their owners'."""
    trusted = [stamp for stamp in stamped if stamp.fact.trusted_by]
    if trusted:
        first, until = trusted[0].fact, trusted[-1].until
        end = f"; that proof ends on {until:%d/%m/%Y}" if until else ""
        return f"{_STAMPED} {first.at:%d/%m/%Y %H:%M %Z}, says {first.authority}{end}."
    until = min(seen.until for seen in looks if seen.until)
    unvouched = f"{_UNVOUCHED} " if stamped else ""
    return f"{unvouched}{_ENDS}, on {until:%d/%m/%Y}."


def _signer(fact: SignatureFact) -> str:
    known = "; ".join(part for part in (fact.role, fact.note) if part)
    return f"{fact.signer} ({known})" if known else fact.signer


def _unreadable(pdf: bytes) -> Inspection:
    if b"/ByteRange" in pdf:
        return _broken()
    return Inspection(Verdict.UNREADABLE, _NO_PDF, ())


def _nothing_signed(pdf: bytes) -> Inspection:
    if b"/ByteRange" in pdf:
        return _broken()
    return Inspection(Verdict.NOT_SIGNED, _NOBODY, ())


def _broken() -> Inspection:
    """There was a signature, and the way to it is gone."""
    said = f"{_CHANGED}: it holds a signature that can no longer be read. {_CAUTION}"
    return Inspection(Verdict.CHANGED, said, ())


def _look(
    pdf: bytes,
    signature: EmbeddedPdfSignature,
    known: _Known,
    number: int,
    *,
    last: bool,
) -> _Look:
    field = str(signature.field_name)
    try:
        at = _stated(signature)
        context = ValidationContext(trust_roots=known.roots, allow_fetching=False, moment=at)
        status = validate_pdf_signature(signature, context, diff_policy=_ONLY_SIGNATURES)
        wrong = _wrong(pdf, signature, status, last=last)
        if number and signature.sig_object.get("/Reference") is not None:
            wrong = wrong or f"the signature in {field!r} claims to seal what was signed before it"
        since, until = signature.signer_cert.not_valid_before, signature.signer_cert.not_valid_after
        untimely = at is not None and not since <= at <= until
        fact = _fact(pdf, signature, status, known.roles)
        return _Look(replace(fact, note=wrong or fact.note), wrong, until, untimely)
    except DAMAGE:
        wrong = f"the signature in {field!r} cannot be read"
        return _Look(_nothing_known(field, wrong), wrong)


def _nothing_known(field: str, wrong: str) -> SignatureFact:
    return SignatureFact(
        field=field,
        role="",
        signer="",
        at=None,
        intact=False,
        covers="",
        changes_since="content",
        trusted_by="",
        note=wrong,
    )


def _wrong(
    pdf: bytes, signature: EmbeddedPdfSignature, status: PdfSignatureStatus, *, last: bool
) -> str:
    """What is wrong with the file as this signature sees it; empty when nothing is."""
    field = str(signature.field_name)
    if not (status.intact and status.valid):
        return f"its bytes are not the ones signed in {field!r}"
    whole = envelope.covers_whole_file(pdf, signature)
    if last and not whole:
        return "something was added after the last signature"
    if last:
        return envelope.flaw(pdf, signature, status.validation_path) or ""
    if _changes(signature, pdf) == "content" or not status.docmdp_ok:
        return f"its content was changed after the signature in {field!r}"
    return ""


def _changes(signature: EmbeddedPdfSignature, pdf: bytes) -> str:
    """What came after a signature: nothing, other signatures only, or content."""
    if envelope.covers_whole_file(pdf, signature):
        return "none"
    found = cast("object", signature.diff_result)  # pyHanko leaves it untyped
    allowed = isinstance(found, DiffResult) and (
        found.modification_level <= ModificationLevel.FORM_FILLING
    )
    return "signatures only" if allowed else "content"


def _fact(
    pdf: bytes,
    signature: EmbeddedPdfSignature,
    status: PdfSignatureStatus,
    roles: Mapping[str, str],
) -> SignatureFact:
    """What a signature shows; its note is a doubt about the role."""
    certificate = x509.load_der_x509_certificate(status.signing_cert.dump())
    field = str(signature.field_name)
    stated = _role(str(signature.sig_object.get("/Reason", "")))
    role = roles.get(field, stated)
    path = status.validation_path if status.trusted else None
    whole = envelope.covers_whole_file(pdf, signature)
    return SignatureFact(
        field=field,
        role=role,
        signer=str(status.signing_cert.subject.native.get("common_name", "")),
        at=_stated(signature),
        intact=bool(status.intact and status.valid),
        covers="whole file" if whole else "revision",
        changes_since=_changes(signature, pdf),
        trusted_by=issuer_name(path.first.subject) if path else "",
        trial=is_trial(certificate),
        note=_doubt(role, stated, str(status.signing_cert.subject.native.get("title", ""))),
    )


def _doubt(role: str, stated: str, title: str) -> str:
    """What speaks against a signer's role: what the signature itself states, or the title in the certificate."""
    if stated.casefold() not in ("", role.casefold()):
        return f"the signature says {stated}"
    if role and title.casefold() not in ("", role.casefold()):
        return f"the certificate says {title}"
    return ""


def issuer_name(issuer: asn1_x509.Name) -> str:
    """An issuer by its common name; all that it says of itself where it has none."""
    return str(issuer.native.get("common_name", "") or issuer.human_friendly)


def _role(reason: str) -> str:
    said = reason.split(";", maxsplit=1)[0]
    return said.removeprefix(ROLE_PREFIX) if said.startswith(ROLE_PREFIX) else ""


def _stated(signature: EmbeddedPdfSignature) -> datetime | None:
    """The moment a signature states; without a zone it is taken as UTC."""
    at = signature.self_reported_timestamp
    return at.replace(tzinfo=UTC) if at is not None and at.tzinfo is None else at


def trusted_roots(trust: tuple[bytes, ...]) -> list[asn1_x509.Certificate]:
    """The certificates (PEM) that may vouch for signers. Raises Refusal when one cannot be read."""
    try:
        found = [one for pem in trust for one in x509.load_pem_x509_certificates(pem)]
    except ValueError as fault:
        raise Refusal(
            "A certificate in the list of those you trust cannot be read.",
            "Give each as a PEM file, the kind that begins BEGIN CERTIFICATE.",
        ) from fault
    return [asn1_x509.Certificate.load(one.public_bytes(Encoding.DER)) for one in found]


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
