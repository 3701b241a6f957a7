"""Certificates that may vouch for signers: what a file of them says, before a workspace is let trust it."""

import base64
from dataclasses import dataclass
from datetime import date

from cypworkbench.domain.refusal import Refusal

MOST_BYTES = 1_000_000
_BEGIN = "-----BEGIN CERTIFICATE-----"
_GROUP = 4  # letters of a fingerprint between spaces, so that two people can read it to each other


@dataclass(frozen=True, slots=True)
class Certificate:
    """Whose a certificate is, who issued it, until when it holds, and its SHA-256 fingerprint in groups."""

    name: str
    issuer: str
    until: date
    fingerprint: str

    @property
    def vouches_for_itself(self) -> bool:
        """Whether it was issued by whoever it names, as the certificate of an issuing office is."""
        return self.name == self.issuer


def as_pem(content: bytes) -> str:
    """A certificate file as PEM text, whichever of the two ways it was written in.

    Raises Refusal when it holds no certificate.
    """
    refusal = Refusal(
        "The file holds no certificate that can be read.",
        "Ask the council's ICT for the issuing office's certificate, as a .pem, .crt or .cer file.",
    )
    if len(content) > MOST_BYTES:
        raise refusal
    if _BEGIN.encode() in content:
        return content.decode("ascii", errors="replace")
    if not content.startswith(b"\x30"):  # how every certificate written as plain bytes begins
        raise refusal
    return f"{_BEGIN}\n{base64.encodebytes(content).decode()}-----END CERTIFICATE-----\n"


def named(content: bytes) -> tuple[Certificate, ...]:
    """The certificates that a file holds. Raises Refusal when it holds none."""
    from cypworkbench.signing import verify  # pyHanko: only when certificates are read

    return tuple(
        Certificate(
            verify.issuer_name(each.subject),
            verify.issuer_name(each.issuer),
            each.not_valid_after.date(),
            _grouped(each.sha256.hex()),
        )
        for each in verify.trusted_roots((as_pem(content).encode(),))
    )


def _grouped(digest: str) -> str:
    return " ".join(digest[at : at + _GROUP] for at in range(0, len(digest), _GROUP)).upper()
