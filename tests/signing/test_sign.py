import io
import re
import shutil
import subprocess
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata, PdfSigner

from cypworkbench.domain.pack import Verdict
from cypworkbench.domain.refusal import Refusal
from cypworkbench.signing.grown import plainly_signed
from cypworkbench.signing.identity import Identity, load_identity, new_trial_identity
from cypworkbench.signing.quickreader import QuickReader
from cypworkbench.signing.sign import sign
from cypworkbench.signing.verify import inspect
from tests.signing.conftest import AT, BOXES, PEOPLE
from tests.signing.tampering import TAMPERING, content_added, gap
from tests.support import verapdf


def test_another_program_finds_every_signature_valid_after_each_of_three(
    stages: tuple[bytes, ...], tmp_path: Path
) -> None:
    if shutil.which("pdfsig") is None:
        pytest.skip("needs pdfsig, in Debian's poppler-utils")
    for count, pdf in enumerate(stages[1:], start=1):
        path = tmp_path / f"{count}.pdf"
        path.write_bytes(pdf)
        run = subprocess.run(["pdfsig", "-nocert", path], capture_output=True, check=True)
        assert run.stdout.count(b"Signature is Valid") == count
        assert run.stdout.count(b"Total document signed") == 1


def test_the_pack_keeps_pdf_ua_and_pdf_a_after_three_signatures(
    stages: tuple[bytes, ...], tmp_path: Path
) -> None:
    path = tmp_path / "signed.pdf"
    path.write_bytes(stages[3])
    verapdf.assert_valid(path)


def test_signing_only_appends_and_states_the_moment_it_was_given(
    stages: tuple[bytes, ...], trust: tuple[bytes, ...]
) -> None:
    for before, after in pairwise(stages):
        assert after.startswith(before)
    found = inspect(stages[3], trust=trust)
    assert found.verdict is Verdict.AS_SIGNED
    assert [fact.at for fact in found.signatures] == [AT] * 3
    assert [(fact.signer, fact.role) for fact in found.signatures] == list(PEOPLE)
    assert [fact.field for fact in found.signatures] == list(BOXES)
    assert all(fact.trial for fact in found.signatures)


def _refused(pdf: bytes, holder: Identity, field: str, said: str, days: int = 0) -> None:
    with pytest.raises(Refusal, match=re.escape(said)):
        sign(pdf, holder, field=field, role="x", reason="", at=AT + timedelta(days=days))


def test_signing_is_refused_without_a_box_in_a_taken_box_and_twice_by_one_person(
    stages: tuple[bytes, ...], people: tuple[Identity, ...]
) -> None:
    _refused(stages[1], people[1], "mayor", "no signature box named 'mayor'")
    _refused(stages[1], people[1], "analyst", "already signed")
    _refused(stages[1], people[0], "head", "has signed this pack already")
    twin = new_trial_identity(*PEOPLE[0], "A council", "trial", now=AT)  # same name, another key
    _refused(stages[1], load_identity(twin, "trial"), "head", "has signed this pack already")


def test_signing_is_refused_with_a_certificate_that_has_run_out_or_not_begun(
    stages: tuple[bytes, ...], people: tuple[Identity, ...]
) -> None:
    _refused(stages[0], people[0], "analyst", "ran out", days=500)
    _refused(stages[0], people[0], "analyst", "valid only from", days=-2)


def test_signing_is_refused_on_a_pack_changed_after_an_earlier_signature_and_on_no_pdf(
    stages: tuple[bytes, ...], people: tuple[Identity, ...]
) -> None:
    flipped = bytearray(stages[1])
    flipped[len(stages[0]) // 2] ^= 1
    _refused(bytes(flipped), people[1], "head", "changed after it was signed")
    _refused(stages[1] + b"\n", people[1], "head", "changed after it was signed")
    _refused(b"no pdf", people[1], "head", "cannot be read")


def test_signing_is_refused_on_a_pack_whose_first_signature_forbids_any_other(
    stages: tuple[bytes, ...], people: tuple[Identity, ...]
) -> None:
    meta = PdfSignatureMetadata(
        field_name="head",
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
    )
    out = io.BytesIO()
    writer = IncrementalPdfFileWriter(io.BytesIO(stages[0]))
    PdfSigner(meta, people[1].signer).sign_pdf(writer, output=out)
    _refused(out.getvalue(), people[0], "analyst", "does not allow another signature")


@pytest.mark.parametrize("how", TAMPERING)
def test_a_signature_after_tampering_is_refused(
    stages: tuple[bytes, ...], people: tuple[Identity, ...], how: str
) -> None:
    _refused(TAMPERING[how](stages[2]), people[2], "chair", "The pack was changed after")


def test_a_signature_after_content_slipped_in_before_the_last_one_is_refused(
    stages: tuple[bytes, ...], people: tuple[Identity, ...]
) -> None:
    slipped = io.BytesIO()
    meta = PdfSignatureMetadata(
        field_name="head", md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES
    )
    writer = IncrementalPdfFileWriter(io.BytesIO(content_added(stages[1])))
    PdfSigner(meta, people[1].signer).sign_pdf(writer, output=slipped)
    _refused(slipped.getvalue(), people[2], "chair", "was changed after")


def test_the_short_look_before_signing_needs_no_long_one_for_an_honest_pack(
    stages: tuple[bytes, ...],
) -> None:
    assert [plainly_signed(pdf, QuickReader(io.BytesIO(pdf))) for pdf in stages] == [
        False,  # nobody has signed
        True,
        True,
        True,
    ]


def elliptic(name: str) -> bytes:
    """An identity file with a P-256 key, as many councils' authorities issue them; it vouches for itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    own = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    usage = dict.fromkeys(
        (
            *("key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign"),
            *("crl_sign", "encipher_only", "decipher_only"),
        ),
        False,
    )
    certificate = (
        x509.CertificateBuilder(own, own, key.public_key(), x509.random_serial_number())
        .not_valid_before(AT - timedelta(days=1))
        .not_valid_after(AT + timedelta(days=1))
        .add_extension(
            x509.KeyUsage(digital_signature=True, content_commitment=True, **usage), critical=True
        )
        .sign(key, hashes.SHA256())
    )
    lock = serialization.BestAvailableEncryption(b"x")
    return pkcs12.serialize_key_and_certificates(b"x", key, certificate, None, lock)


def test_an_elliptic_key_signs_and_a_flipped_digit_of_its_signature_is_found(
    stages: tuple[bytes, ...], trust: tuple[bytes, ...]
) -> None:
    holder = load_identity(elliptic("Eve Example"), "x")
    pdf = sign(stages[2], holder, field="chair", role="Board chair", reason="", at=AT)
    found = inspect(pdf, trust=(*trust, holder.certificate_pem))
    assert found.verdict is Verdict.AS_SIGNED, found.sentence
    start, end = gap(pdf)
    for place in range(start, end, (end - start) // 30):
        damaged = bytearray(pdf)
        damaged[place] ^= 0x01
        verdict = inspect(bytes(damaged), trust=(*trust, holder.certificate_pem)).verdict
        assert verdict in (Verdict.CHANGED, Verdict.UNREADABLE), place
