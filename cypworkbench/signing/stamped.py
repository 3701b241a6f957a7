"""What the timestamps behind a pack's signatures show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from asn1crypto import cms  # type: ignore[import-untyped]  # ships no types
from asn1crypto import x509 as asn1_x509
from pyhanko.sign.diff_analysis import DiffPolicy
from pyhanko.sign.validation import EmbeddedPdfSignature, validate_pdf_timestamp
from pyhanko_certvalidator import ValidationContext

from cypworkbench.domain.pack import TimestampFact
from cypworkbench.signing import envelope


@dataclass(frozen=True, slots=True)
class Stamped:
    """One timestamp as pyHanko judged it: its fact, what is wrong with it in words, and until when it proves."""

    fact: TimestampFact
    wrong: str
    until: datetime | None


def look(
    pdf: bytes,
    stamp: EmbeddedPdfSignature,
    roots: Sequence[asn1_x509.Certificate],
    policy: DiffPolicy,
    *,
    last: bool,
) -> Stamped:
    """Judge one timestamp; `last` when nothing was added after it. Raises what pyHanko raises of a damaged file."""
    context = ValidationContext(trust_roots=list(roots), allow_fetching=False)
    status = validate_pdf_timestamp(stamp, context, diff_policy=policy)
    holds = bool(status.intact and status.valid)
    path = status.validation_path if status.trusted else None
    authority = status.signing_cert.subject.native
    fact = TimestampFact(
        at=status.timestamp,
        authority=str(
            authority.get("common_name", "") or status.signing_cert.subject.human_friendly
        ),
        intact=holds,
        trusted_by=str(path.first.subject.native.get("common_name", "")) if path else "",
    )
    wrong = "" if holds else "its bytes are not the ones that were given a timestamp"
    if holds and last:
        wrong = _flaw(pdf, stamp)
    return Stamped(fact, wrong, status.signing_cert.not_valid_after)


def _flaw(pdf: bytes, stamp: EmbeddedPdfSignature) -> str:
    """What is wrong around the last timestamp, in words; empty when nothing is."""
    if not envelope.covers_whole_file(pdf, stamp):
        return "something was added after the timestamp"
    raw = envelope.written(pdf, stamp)
    if raw is None:
        return "the timestamp's own bytes were altered"
    exact = cms.ContentInfo.load(raw).dump()
    return "bytes were added behind the timestamp" if raw[len(exact) :].strip(b"\0") else ""
