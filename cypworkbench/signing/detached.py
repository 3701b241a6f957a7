"""A signature beside a file: for what others write and send back, which has no box of its own to sign in.

CMS (RFC 5652), detached, in DER, as any council's software writes and reads it: FILE.xlsx.p7s beside FILE.xlsx.
"""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime

from asn1crypto import cms  # type: ignore[import-untyped]  # ships no types
from cryptography import x509
from pyhanko.sign.general import extract_signer_info
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko.sign.validation.generic_cms import async_validate_detached_cms
from pyhanko_certvalidator import ValidationContext

from cypworkbench.domain.refusal import Refusal
from cypworkbench.signing import verify
from cypworkbench.signing.identity import Identity, is_trial


@dataclass(frozen=True, slots=True)
class Seen:
    """What a signature beside a file shows.

    `role` is the certificate's title, or empty; `trusted_by` whoever of those trusted vouches for the signer, or empty;
    `at` the moment the signer's computer stated.
    """

    signer: str
    role: str
    at: datetime
    intact: bool
    timely: bool
    trusted_by: str
    trial: bool


def sign(content: bytes, holder: Identity, at: datetime) -> bytes:
    """The signature of a file, to lie beside it. Raises Refusal when the certificate does not hold at `at`."""
    holder.refuse_unless_valid(at)
    stated = PdfCMSSignedAttributes(signing_time=at.astimezone(UTC))
    made = asyncio.run(
        holder.signer.async_sign_general_data(content, "sha256", signed_attr_settings=stated)
    )
    signature: bytes = made.dump()
    return signature


def look(content: bytes, signature: bytes, trust: tuple[bytes, ...]) -> Seen:
    """What a signature says of a file; `trust` holds certificates (PEM) that may vouch for the signer.

    Raises Refusal when it is no signature, or names no moment or nobody.
    """
    roots = verify.trusted_roots(trust)
    try:
        signed = cms.ContentInfo.load(signature, strict=True)["content"]
        at = _stated(signed)
        context = ValidationContext(trust_roots=roots, allow_fetching=False, moment=at)
        status = asyncio.run(async_validate_detached_cms(content, signed, context))
        certificate = x509.load_der_x509_certificate(status.signing_cert.dump())
    except verify.DAMAGE as fault:
        raise Refusal(
            "The signature beside the file cannot be read.",
            "Ask for the file and its signature, the .p7s file, again.",
        ) from fault
    named = status.signing_cert.subject.native
    path = status.validation_path if status.trusted else None
    until = certificate.not_valid_after_utc
    return Seen(
        signer=str(named.get("common_name", "")),
        role=str(named.get("title", "")),
        at=at,
        intact=bool(status.intact and status.valid),
        timely=certificate.not_valid_before_utc <= at <= until,
        trusted_by=verify.issuer_name(path.first.subject) if path else "",
        trial=is_trial(certificate),
    )


def _stated(signed: cms.SignedData) -> datetime:
    """The moment a signature states. Raises KeyError when it states none."""
    info = extract_signer_info(signed)
    for attribute in info["signed_attrs"]:
        if attribute["type"].native == "signing_time":
            at: datetime = attribute["values"][0].native
            return at
    raise KeyError
