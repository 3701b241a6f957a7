"""Signing: one more person's signature in a box of the pack, added behind what is already there.

PAdES baseline B by pyHanko, without a network. The first signature certifies the pack: after it only the
remaining boxes may be filled. Nothing of the file is rewritten.
"""

import io
from datetime import datetime

from asn1crypto import x509 as asn1_x509  # type: ignore[import-untyped]  # ships no types
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import load_pem_x509_certificate
from pyhanko.pdf_utils.layout import AxisAlignment, InnerScaling, SimpleBoxLayoutRule
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter, enumerate_sig_fields
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata, PdfSigner, PdfSigningSession
from pyhanko.stamp import StaticStampStyle

from cypworkbench.domain.pack import Verdict
from cypworkbench.domain.refusal import Refusal
from cypworkbench.signing import verify
from cypworkbench.signing.addition import Addition
from cypworkbench.signing.appearance import AppearancePage, Wording, draw_appearance
from cypworkbench.signing.grown import plainly_signed
from cypworkbench.signing.identity import Identity
from cypworkbench.signing.quickreader import QuickReader

# pyHanko would leave a margin of its own, and set our words smaller than we did
_WHOLE_BOX = SimpleBoxLayoutRule(
    x_align=AxisAlignment.ALIGN_MIN,
    y_align=AxisAlignment.ALIGN_MIN,
    inner_content_scaling=InnerScaling.NO_SCALING,
)


def sign(
    pdf: bytes, holder: Identity, *, field: str, role: str, reason: str, at: datetime
) -> bytes:
    """The file with one more signature: `pdf` unchanged, and an addition after it.

    `field` is the name of an empty signature box, `at` the moment to state, with its zone. Raises Refusal
    when the certificate does not hold at `at`, the file cannot be read, allows no further signature or was
    changed after an earlier one, the box does not exist or is taken, or the same person has signed already.
    """
    holder.refuse_unless_valid(at)
    reader = _unchanged(pdf)
    width, height = _room(reader, field)
    _refuse_same_person(reader, holder)
    meta = PdfSignatureMetadata(
        field_name=field,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        name=holder.name,
        reason=_reason(role, reason),
        certify=not reader.embedded_signatures,
        docmdp_permissions=MDPPerm.FILL_FORMS,
    )
    page = draw_appearance(Wording(role, holder.name, at, holder.trial), width, height)
    style = StaticStampStyle(
        background=AppearancePage(page),
        border_width=0,
        background_opacity=1.0,
        background_layout=_WHOLE_BOX,
    )
    signer = _SignerAt(meta, holder.signer, stamp_style=style)
    signer.at = at
    try:
        out: io.BytesIO = signer.sign_pdf(
            Addition(io.BytesIO(pdf)), existing_fields_only=True, output=io.BytesIO()
        )
    except (SigningError, PdfError) as fault:
        raise Refusal(
            "This file does not allow another signature.", "Issue the pack again and sign that."
        ) from fault
    return out.getvalue()


def _reason(role: str, reason: str) -> str:
    """The reason begins with the role: it is the one place where the file keeps it."""
    said = f"{verify.ROLE_PREFIX}{role}"
    return said if reason in ("", said) else f"{said}; {reason}"


class _SignerAt(PdfSigner):
    """States the moment it is given, where pyHanko would read the clock."""

    at: datetime

    def init_signing_session(
        self,
        pdf_out: BasePdfFileWriter,
        existing_fields_only: bool = False,  # noqa: FBT001, FBT002  pyHanko's signature
    ) -> PdfSigningSession:
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = self.at
        return session


def _unchanged(pdf: bytes) -> PdfFileReader:
    """The file, opened. Raises Refusal when it cannot be read, or was changed after an earlier signature."""
    try:
        reader = QuickReader(io.BytesIO(pdf))
        never = not reader.embedded_signatures and b"/ByteRange" not in pdf
        if never or plainly_signed(pdf, reader):
            return reader
    except verify.DAMAGE:
        _refuse_spoilt(pdf)
        raise
    _refuse_spoilt(pdf)
    return reader


def _refuse_spoilt(pdf: bytes) -> None:
    found = verify.inspect(pdf, trust=())
    if found.verdict is Verdict.UNREADABLE:
        raise Refusal("This file cannot be read as a PDF.", "Issue the pack again and sign that.")
    if found.verdict is Verdict.CHANGED:
        raise Refusal(
            "The pack was changed after it was signed.",
            "Ask for the file again from whoever signed it last, or issue the pack again.",
        )


def _room(reader: PdfFileReader, wanted: str) -> tuple[float, float]:
    """Width and height, in points, of an empty signature box."""
    boxes = {name: (value, box) for name, value, box in enumerate_sig_fields(reader)}
    if not boxes:
        raise Refusal(
            "This pack has no place to sign: it is a draft, or no pack of this program.",
            "Settle what its cover says is open, issue it again, and sign that.",
        )
    if wanted not in boxes:
        kept = ", ".join(sorted(boxes))
        raise Refusal(f"This pack has no signature box named {wanted!r}.", f"Its boxes: {kept}.")
    value, box = boxes[wanted]
    if value is not None:
        raise Refusal(
            f"The signature box {wanted!r} is already signed.", "Choose one that is still empty."
        )
    try:
        left, bottom, right, top = (float(edge) for edge in box.get_object()["/Rect"])
    except (PdfError, KeyError, ValueError, TypeError) as fault:
        raise Refusal(
            f"The signature box {wanted!r} has no place on a page.", "Issue the pack again."
        ) from fault
    return abs(right - left), abs(top - bottom)


def _refuse_same_person(reader: PdfFileReader, holder: Identity) -> None:
    """Two signatures mean two people: neither the same key nor the same name in the same organisation."""
    own = asn1_x509.Certificate.load(
        load_pem_x509_certificate(holder.certificate_pem).public_bytes(Encoding.DER)
    )
    for earlier in reader.embedded_signatures:
        theirs = earlier.signer_cert
        if _person(theirs) == _person(own) or theirs.public_key.dump() == own.public_key.dump():
            raise Refusal(
                f"{holder.name} has signed this pack already.",
                "Each box is for another person: ask them to sign with their own identity.",
            )


def _person(certificate: asn1_x509.Certificate) -> tuple[str, str]:
    said = certificate.subject.native
    name, organisation = said.get("common_name", ""), said.get("organization_name", "")
    return str(name).casefold(), str(organisation).casefold()
