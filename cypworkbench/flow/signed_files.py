"""What others send back, signed: a signature beside a file, made at home and checked when it is merged."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cypworkbench.domain.contribution import Vouched
from cypworkbench.domain.record import Record
from cypworkbench.domain.refusal import Refusal
from cypworkbench.flow import proving

SUFFIX = ".p7s"
MOST_BYTES = 1_000_000  # a signature with its chain of certificates takes some thousands
_UNSIGNED = "Ask for it again; or take the .p7s file away, and it is merged as not signed."


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature as it lay beside a file."""

    name: str
    content: bytes


def beside(path: Path) -> Signature | None:
    """The signature that lies beside a file, FILE.xlsx.p7s; None where there is none. Raises Refusal."""
    there = path.with_name(path.name + SUFFIX)
    try:
        content = there.read_bytes() if there.exists() else None
    except OSError as error:
        raise Refusal(
            f"{there.name} could not be read: {error.strerror}.", "Check that you may read it."
        ) from error
    if content is None:
        return None
    if len(content) > MOST_BYTES:
        raise Refusal(f"{there.name} is too large for a signature.", _UNSIGNED)
    return Signature(there.name, content)


def sign(content: bytes, key: proving.Key | proving.CardKey, at: datetime) -> bytes:
    """The signature of a file, to lie beside it. Raises Refusal as `proving.sign_pack` does of the identity."""
    from cypworkbench.signing import detached  # pyHanko: only when signing

    with proving.holder(key) as held:
        return detached.sign(content, held, at)


def vouched(record: Record, content: bytes, name: str, signature: bytes) -> Vouched:
    """Who signed a file, by the certificates that the workspace trusts.

    Raises Refusal when the file is not the one that was signed, when nobody trusted vouches for the signer, or when the
    certificate did not hold at the moment the signature states.
    """
    from cypworkbench.signing import detached  # pyHanko: only when there is a signature

    seen = detached.look(content, signature, proving.trusted(record))
    if not seen.intact:
        raise Refusal(
            f"{name} is not as it was signed: its bytes are not the ones that {seen.signer} signed.",
            _UNSIGNED,
        )
    if not seen.timely:
        raise Refusal(
            f"{name} was signed by {seen.signer} when the certificate had run out, or did not hold yet.",
            _UNSIGNED,
        )
    if not seen.trusted_by:
        raise Refusal(
            f"{name} is signed by {seen.signer}, but no certificate this workspace trusts vouches for {seen.signer}.",
            "Trust the certificate of whoever issued the identity with `cypworkbench identity trust`; or take the "
            ".p7s file away, and it is merged as not signed.",
        )
    digests = [hashlib.sha256(each).hexdigest() for each in (content, signature)]
    return Vouched(seen.signer, seen.role, seen.at, seen.trusted_by, seen.trial, *digests)


def refuse_another(vouched: Vouched, asked: str, name: str) -> None:
    """Refuse a form that somebody else signed than was asked: neither by name nor by the certificate's title."""
    same = asked.casefold() in (vouched.signer.casefold(), vouched.role.casefold())
    if vouched.role and not same:
        raise Refusal(
            f"{name} was sent to {asked}, but {vouched.signer} signed it as {vouched.role}.",
            f"Ask {asked} to sign it, or send {vouched.role} a form of their own.",
        )
