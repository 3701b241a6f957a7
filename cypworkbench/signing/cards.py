"""Identities on smart cards, reached through the card maker's own library by PKCS#11 (OASIS, version 2.40).

The key never leaves the card: the digest goes in, the signature comes out. The PIN is used once and kept nowhere.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pkcs11
from asn1crypto import x509 as asn1_x509  # type: ignore[import-untyped]  # ships no types
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pkcs11 import Attribute, ObjectClass, TokenFlag
from pyhanko.sign.pkcs11 import PKCS11Signer
from pyhanko_certvalidator.registry import SimpleCertificateStore

from cypworkbench.domain.refusal import Refusal
from cypworkbench.signing.identity import Identity, identity_of

_Held = tuple[
    bytes, x509.Certificate
]  # the number that a card keeps a key and its certificate under
_LOAD_FAILS = (pkcs11.PKCS11Error, RuntimeError, OSError)


class _CardSigner(PKCS11Signer):
    """Puts the signer's certificate into the signature once, where pyHanko would put it twice."""

    issuers: SimpleCertificateStore

    @property
    def cert_registry(self) -> SimpleCertificateStore:
        return self.issuers


@contextmanager
def opened(module: Path, pin: str, label: str = "") -> Iterator[Identity]:
    """The identity on a card, while the card is open; `module` is its maker's library, `label` the card's name.

    Raises Refusal when the library is none, there is no card or no such card, the PIN is wrong or locked, or the card
    holds no one key to sign documents with. Whether the certificate has run out is asked when signing.
    """
    token = _token(module, label)
    session = _session(token, pin)
    try:
        number, certificate, others = _chosen(session)
        signer = _CardSigner(
            session, signing_cert=_asn1(certificate), key_id=number, embed_roots=False
        )
        signer.issuers = SimpleCertificateStore()  # type: ignore[no-untyped-call]  # pyHanko's
        signer.issuers.register_multiple(_issuers(certificate, others))
        try:
            yield identity_of(certificate, others, signer)
        except pkcs11.PKCS11Error as fault:
            raise Refusal(
                f"The card would not sign: {_said(fault)}.",
                "Leave it in the reader until the signature is made, and try again.",
            ) from fault
    finally:
        session.close()


def _token(module: Path, label: str) -> Any:  # noqa: ANN401  python-pkcs11 ships no types
    if not module.is_file():
        raise Refusal(
            f"There is no card library at {module}.",
            "Give the file that came with the card reader: a .dll on Windows, a .so on Linux.",
        )
    try:
        slots = pkcs11.lib(str(module)).get_slots(token_present=True)
        held = [slot.get_token() for slot in slots]
    except _LOAD_FAILS as fault:
        raise Refusal(
            f"{module.name} is no library for smart cards that works here.",
            "Give the PKCS#11 library of the card’s maker, for 64-bit programs.",
        ) from fault
    cards = [token for token in held if token.flags & TokenFlag.TOKEN_INITIALIZED]
    named = [token for token in cards if label in ("", token.label)]
    names = ", ".join(token.label for token in cards)
    if not cards:
        raise Refusal("There is no card in a reader.", "Put the card in, and try again.")
    if not named:
        raise Refusal(f"There is no card called {label!r}.", f"Choose one of: {names}.")
    if len(named) > 1:
        raise Refusal("There is more than one card.", f"Name the one to sign with: {names}.")
    return named[0]


def _session(token: Any, pin: str) -> Any:  # noqa: ANN401  python-pkcs11 ships no types
    try:
        return token.open(user_pin=pin)
    except pkcs11.PinLocked as fault:
        raise Refusal(
            "The card is locked: its PIN was wrong too often.",
            "Ask whoever issued it to unlock it.",
        ) from fault
    except (pkcs11.PinIncorrect, pkcs11.PinInvalid, pkcs11.PinLenRange) as fault:
        raise Refusal(
            "The PIN is wrong.",
            "Type it again; most cards lock themselves after three wrong ones.",
        ) from fault
    except pkcs11.PKCS11Error as fault:
        raise Refusal(
            f"The card could not be opened: {_said(fault)}.", "Take it out, put it in, try again."
        ) from fault


def _chosen(session: Any) -> tuple[bytes, x509.Certificate, list[x509.Certificate]]:  # noqa: ANN401  no types
    """The key to sign documents with: its number, its certificate, and the other certificates on the card."""
    try:
        keys = _numbers(session)
        held = _certificates(session)
    except (pkcs11.PKCS11Error, ValueError) as fault:
        raise Refusal(
            "The certificates on this card cannot be read.", "Ask whoever issued it for another."
        ) from fault
    own = [each for each in held if each[0] in keys]
    meant = [each for each in own if _for_documents(each[1])] or own
    if len(meant) != 1:
        many = "several keys" if meant else "no key"
        raise Refusal(
            f"This card holds {many} to sign documents with.",
            "Ask whoever issued it for a card with one signing key and its certificate.",
        )
    number, certificate = meant[0]
    return number, certificate, [each for _, each in held if each != certificate]


def _numbers(session: Any) -> set[bytes]:  # noqa: ANN401  python-pkcs11 ships no types
    wanted = {Attribute.CLASS: ObjectClass.PRIVATE_KEY, Attribute.SIGN: True}
    return {bytes(key[Attribute.ID]) for key in session.get_objects(wanted)}


def _certificates(session: Any) -> list[_Held]:  # noqa: ANN401  python-pkcs11 ships no types
    found = session.get_objects({Attribute.CLASS: ObjectClass.CERTIFICATE})
    return [
        (bytes(each[Attribute.ID]), x509.load_der_x509_certificate(bytes(each[Attribute.VALUE])))
        for each in found
    ]


def _for_documents(certificate: x509.Certificate) -> bool:
    """Whether a certificate is for signing documents (RFC 5280, 4.2.1.3), not for logging in alone."""
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return False
    return usage.content_commitment


def _issuers(
    certificate: x509.Certificate, held: list[x509.Certificate]
) -> list[asn1_x509.Certificate]:
    """Of the certificates on a card, those that lead from one to whoever vouches for it."""
    found: list[x509.Certificate] = []
    last = certificate
    while last.issuer != last.subject:
        above = [each for each in held if each.subject == last.issuer and each not in found]
        if not above:
            break
        last = above[0]
        found.append(last)
    return [_asn1(each) for each in found]


def _asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))


def _said(fault: pkcs11.PKCS11Error) -> str:
    return str(fault) or type(fault).__name__
