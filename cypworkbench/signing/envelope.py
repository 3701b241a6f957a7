"""The bytes no signature can cover: the signature itself, in the gap that its byte range leaves.

Whatever is not protected by the signature's own arithmetic must read exactly as our signing writes it:
capital hexadecimal, zeros behind, and an envelope that says nothing a second time in other words. So a
byte flipped here is found like any other. CMS: RFC 5652; PAdES baseline B: ETSI EN 319 142-1.
"""

from asn1crypto import algos, cms, x509  # type: ignore[import-untyped]  # ships no types
from pyhanko.sign.validation import EmbeddedPdfSignature
from pyhanko_certvalidator.path import ValidationPath

_DETACHED = {"content_type": "data"}


def covers_whole_file(pdf: bytes, signature: EmbeddedPdfSignature) -> bool:
    """Whether the signature covers every byte of the file but its own hexadecimal digits."""
    gap = _gap(signature)
    return gap is not None and gap[2] == len(pdf)


def flaw(pdf: bytes, signature: EmbeddedPdfSignature, path: ValidationPath | None) -> str | None:
    """What is wrong in the gap of a signature that covers the whole file, in words; None when all is well.

    `path` is the trusted chain of the signer's certificate, if there is one: only certificates that stand
    in it may lie in the envelope beside the signer's.
    """
    if _gap(signature) is None:
        return "the signature does not say plainly which bytes it covers"
    raw = written(pdf, signature)
    if raw is None:
        return "the signature's own bytes were altered"
    try:
        exact = cms.ContentInfo.load(raw).dump()
    except ValueError:
        return "the signature's own bytes were altered"
    if raw[len(exact) :].strip(b"\0"):
        return "bytes were added behind the signature"
    if exact != _expected(signature):
        return "the signature's envelope was altered, or written by a program this one cannot vouch for"
    return _stray_certificate(signature, path)


def written(pdf: bytes, signature: EmbeddedPdfSignature) -> bytes | None:
    """The bytes in the gap, which must be written as our signing writes them: capital hexadecimal between brackets.

    None when they are not.
    """
    gap = _gap(signature)
    if gap is None:
        return None
    held = pdf[gap[0] : gap[1]]
    if held[:1] != b"<" or held[-1:] != b">":
        return None
    try:
        raw = bytes.fromhex(held[1:-1].decode("ascii"))
    except ValueError:
        return None
    return raw if held[1:-1] == raw.hex().upper().encode() else None


def _gap(signature: EmbeddedPdfSignature) -> tuple[int, int, int] | None:
    """Start and end of the bytes left out, and the end of what is covered."""
    numbers = [int(number) for number in signature.byte_range]
    if len(numbers) != 4 or numbers[0] != 0 or min(numbers) < 0:  # noqa: PLR2004  two pairs
        return None
    return numbers[1], numbers[2], numbers[2] + numbers[3]


def _expected(signature: EmbeddedPdfSignature) -> bytes:
    """The envelope made anew from the parts that are proven by arithmetic or by the trusted chain.

    Those are the signed attributes and the signature (by the key), and the signer's certificate (its digest
    is a signed attribute).
    """
    signer, certificate = signature.signer_info, signature.signer_cert
    digest = algos.DigestAlgorithm({"algorithm": "sha256"})
    sid = {"issuer": certificate.issuer, "serial_number": certificate.serial_number}
    info = cms.SignerInfo(
        {
            "version": "v1",
            "sid": cms.SignerIdentifier("issuer_and_serial_number", cms.IssuerAndSerialNumber(sid)),
            "digest_algorithm": digest,
            "signature_algorithm": algos.SignedDigestAlgorithm({"algorithm": _way(certificate)}),
            "signed_attrs": signer["signed_attrs"],
            "signature": signer["signature"].native,
        }
    )
    others = {cms.CertificateChoices("certificate", one) for one in signature.other_embedded_certs}
    content = cms.SignedData(
        {
            "version": "v1",
            "digest_algorithms": cms.DigestAlgorithms((digest,)),
            "encap_content_info": _DETACHED,
            "certificates": {cms.CertificateChoices("certificate", certificate), *others},
            "signer_infos": [info],
        }
    )
    whole = cms.ContentInfo({"content_type": cms.ContentType("signed_data"), "content": content})
    made: bytes = whole.dump(force=True)
    return made


def _way(certificate: x509.Certificate) -> str:
    """How our signing uses a key of this kind, by the name that the envelope gives it."""
    return "sha256_ecdsa" if certificate.public_key.algorithm == "ec" else "sha256_rsa"


def _stray_certificate(signature: EmbeddedPdfSignature, path: ValidationPath | None) -> str | None:
    if path is None:
        return None  # nobody trusted vouches for the signer: said elsewhere
    proven = {certificate.dump() for certificate in path.iter_certs(include_root=True)}
    if all(one.dump() in proven for one in signature.other_embedded_certs):
        return None
    return "a certificate inside the signature was altered or does not belong there"
