"""Identities: the key and certificate a person signs with, from a PKCS#12 file; `cards` has those on smart cards.

A council issues its own. For trials the program makes one that says, in the certificate itself, that
it vouches for nobody. A passphrase is used once and kept nowhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID
from pyhanko.sign.signers import Signer, SimpleSigner

from cypworkbench.domain.refusal import Refusal

TRIAL_MARK = "Trial identity – vouches for nobody"
_TRIAL_DAYS = 400  # a year's rounds, and a little over
_KEY_BITS = 3072
_LONGEST_NAME = 64  # X.520, upper bound of a common name, title or organisation
_SIGNING_KEYS = (rsa.RSAPrivateKey, ec.EllipticCurvePrivateKey)


@dataclass(frozen=True, slots=True)
class Identity:
    """A person able to sign.

    `role` is the certificate's title, or empty. `certificate_pem` is the person's own certificate;
    `issuer_pem` that of whoever vouches for it, when the file holds it: the one to put in a trust list.
    """

    name: str
    role: str
    organisation: str
    trial: bool
    certificate_pem: bytes
    issuer_pem: bytes | None
    not_before: datetime
    not_after: datetime
    signer: Signer = field(repr=False, compare=False)

    def refuse_unless_valid(self, at: datetime) -> None:
        """Raise a Refusal when the certificate does not yet hold, or no longer holds, at `at`."""
        if at > self.not_after:
            raise Refusal(
                f"The certificate of {self.name} ran out on {self.not_after:%d/%m/%Y}.",
                "Ask whoever issued it for a new one, and sign with that.",
            )
        if at < self.not_before:
            raise Refusal(
                f"The certificate of {self.name} is valid only from {self.not_before:%d/%m/%Y}.",
                "Check this computer's date and time.",
            )


def new_trial_identity(
    name: str, role: str, organisation: str, passphrase: str, *, now: datetime
) -> bytes:
    """Make a PKCS#12 file for trying things out, with an issuer of its own whose key is thrown away.

    Both certificates carry TRIAL_MARK as their organisational unit. Raises Refusal when a name is empty or
    longer than 64 letters, or the passphrase is empty.
    """
    for what, text in (("name", name), ("role", role), ("organisation", organisation)):
        _refuse_unusable(what, text)
    if not passphrase:
        raise Refusal("An identity needs a passphrase.", "Choose one, and give it again to sign.")
    issuer_key = rsa.generate_private_key(65537, _KEY_BITS)
    issuer_name = _subject(f"Trial issuer for {name}"[:_LONGEST_NAME], organisation)
    issuer = (
        _certificate(issuer_name, issuer_key.public_key(), issuer_name, now)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(certificates=True), critical=True)
        .sign(issuer_key, hashes.SHA256())
    )
    key = rsa.generate_private_key(65537, _KEY_BITS)
    certificate = (
        _certificate(_subject(name, organisation, role), key.public_key(), issuer_name, now)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(certificates=False), critical=True)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()),
            critical=False,
        )
        .sign(issuer_key, hashes.SHA256())
    )
    lock = serialization.BestAvailableEncryption(passphrase.encode())
    return pkcs12.serialize_key_and_certificates(name.encode(), key, certificate, [issuer], lock)


def load_identity(p12: bytes, passphrase: str) -> Identity:
    """Open a PKCS#12 file.

    Raises Refusal when it is not one, the passphrase does not fit, or it holds no RSA or elliptic-curve key with its
    certificate. Whether the certificate has run out is asked when signing (`Identity.refuse_unless_valid`).
    """
    if not _looks_like_pkcs12(p12):
        raise Refusal(
            "This is not an identity file.",
            "Choose the .p12 or .pfx file that came with the certificate.",
        )
    secret = passphrase.encode() if passphrase else None
    try:
        key, certificate, others = pkcs12.load_key_and_certificates(p12, secret)
    except ValueError as fault:
        raise Refusal(
            "The passphrase does not open this identity file, or the file is damaged.",
            "Type the passphrase again; if it is right, ask for the file again.",
        ) from fault
    if certificate is None or not isinstance(key, _SIGNING_KEYS):
        raise Refusal(
            "This identity file holds no RSA or elliptic-curve key with its certificate.",
            "Ask whoever issued it for a signing identity with such a key, as a .p12 file.",
        )
    return identity_of(certificate, others, _signer(p12, secret))


def identity_of(
    certificate: x509.Certificate, others: Sequence[x509.Certificate], signer: Signer
) -> Identity:
    """The identity that a certificate names; `others` came with it. Raises Refusal when it names nobody."""
    name = _first(certificate, NameOID.COMMON_NAME)
    if not name:
        raise Refusal(
            "The certificate of this identity names nobody.",
            "Ask whoever issued it for one with the person's name in it.",
        )
    issuer = next((one for one in others if one.subject == certificate.issuer), None)
    return Identity(
        name=name,
        role=_first(certificate, NameOID.TITLE),
        organisation=_first(certificate, NameOID.ORGANIZATION_NAME),
        trial=is_trial(certificate),
        certificate_pem=_pem(certificate),
        issuer_pem=_pem(issuer) if issuer else None,
        not_before=certificate.not_valid_before_utc,
        not_after=certificate.not_valid_after_utc,
        signer=signer,
    )


def is_trial(certificate: x509.Certificate) -> bool:
    """Whether a certificate, or whoever issued it, is marked as one for trials."""
    units = [
        one.value
        for name in (certificate.subject, certificate.issuer)
        for one in name.get_attributes_for_oid(NameOID.ORGANIZATIONAL_UNIT_NAME)
    ]
    return TRIAL_MARK in units


def _signer(p12: bytes, secret: bytes | None) -> SimpleSigner:
    signer: SimpleSigner = SimpleSigner.load_pkcs12_data(p12, other_certs=(), passphrase=secret)
    # an issuer's own certificate in the file would prove nothing: trust comes from the reader's list
    signer.embed_roots = False
    return signer


def _looks_like_pkcs12(content: bytes) -> bool:
    """A PFX is a DER or BER sequence that begins with version 3 (RFC 7292, section 4)."""
    return content[:1] == b"\x30" and b"\x02\x01\x03" in content[:9]


def _refuse_unusable(what: str, text: str) -> None:
    if not text.strip() or len(text) > _LONGEST_NAME or not text.isprintable():
        raise Refusal(
            f"The {what} must be one line of 1 to {_LONGEST_NAME} letters.",
            f"Give a shorter or plainer {what}.",
        )


def _subject(name: str, organisation: str, role: str = "") -> x509.Name:
    parts = [
        (NameOID.COUNTRY_NAME, "GB"),
        (NameOID.ORGANIZATION_NAME, organisation),
        (NameOID.ORGANIZATIONAL_UNIT_NAME, TRIAL_MARK),
        (NameOID.TITLE, role),
        (NameOID.COMMON_NAME, name),
    ]
    return x509.Name([x509.NameAttribute(kind, text) for kind, text in parts if text])


def _certificate(
    subject: x509.Name, key: rsa.RSAPublicKey, issuer: x509.Name, now: datetime
) -> x509.CertificateBuilder:
    start = now.astimezone(UTC) - timedelta(hours=1)  # clocks of two computers differ a little
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=_TRIAL_DAYS))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _usage(*, certificates: bool) -> x509.KeyUsage:
    """What the key may sign: certificates (an issuer), or documents in a person's name."""
    return x509.KeyUsage(
        digital_signature=not certificates,
        content_commitment=not certificates,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=certificates,
        crl_sign=certificates,
        encipher_only=False,
        decipher_only=False,
    )


def _first(certificate: x509.Certificate, kind: x509.ObjectIdentifier) -> str:
    found = certificate.subject.get_attributes_for_oid(kind)
    return str(found[0].value) if found else ""


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)
