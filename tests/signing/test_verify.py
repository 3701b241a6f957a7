import io
from datetime import timedelta

import pytest
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata, PdfSigner

from cypworkbench.domain.pack import Verdict
from cypworkbench.domain.refusal import Refusal
from cypworkbench.flow import proving
from cypworkbench.locations import resource_path
from cypworkbench.signing.identity import Identity, load_identity, new_trial_identity
from cypworkbench.signing.sign import _SignerAt, sign
from cypworkbench.signing.verify import SENTENCES, inspect
from tests.signing.conftest import AT, PEOPLE
from tests.signing.tampering import TAMPERING, content_added, gap

CAUTION = "The time is this computer's. Revocation was not checked."
SPOILT = (Verdict.CHANGED, Verdict.UNREADABLE)
Stages = tuple[bytes, ...]
People = tuple[Identity, ...]


def _places(pdf: bytes) -> list[int]:
    """Bytes to flip: spread over the file, the last addition, and the whole region of the last signature."""
    start, end = gap(pdf)
    digits = (end - start) // 160
    around = [*range(start - 3, start + 60, 2), *range(end - 8, end + 8)]
    tail = [*range(len(pdf) - 40, len(pdf))]
    spread = [*range(0, len(pdf), len(pdf) // 120), *range(start, end, digits)]
    return sorted({*spread, *around, *tail, *range(end, len(pdf), max(1, (len(pdf) - end) // 40))})


@pytest.mark.parametrize("part", range(4))
def test_a_flipped_byte_anywhere_is_changed_or_unreadable(
    stages: Stages, trust: tuple[bytes, ...], part: int
) -> None:
    pdf = stages[1]
    places = _places(pdf)
    assert len(places) >= 300
    for number, place in enumerate(places[part::4]):
        damaged = bytearray(pdf)
        damaged[place] ^= (0x01, 0x20, 0x10, 0x80, 0x04)[number % 5]
        found = inspect(bytes(damaged), trust=trust)
        assert found.verdict in SPOILT, (place, pdf[place], found.sentence)


def test_a_flipped_byte_anywhere_in_a_thrice_signed_pack_is_changed_or_unreadable(
    stages: Stages, trust: tuple[bytes, ...]
) -> None:
    pdf = stages[3]
    for place in range(5, len(pdf), len(pdf) // 40):
        damaged = bytearray(pdf)
        damaged[place] ^= 0x01
        assert inspect(bytes(damaged), trust=trust).verdict in SPOILT, place


def test_the_digits_of_a_signature_in_small_letters_are_a_change(
    stages: Stages, trust: tuple[bytes, ...]
) -> None:
    start, end = gap(stages[3])
    pdf = stages[3][:start] + stages[3][start:end].lower() + stages[3][end:]
    assert inspect(pdf, trust=trust).verdict is Verdict.CHANGED


@pytest.mark.parametrize("how", TAMPERING)
def test_a_tampered_pack_is_changed(stages: Stages, trust: tuple[bytes, ...], how: str) -> None:
    found = inspect(TAMPERING[how](stages[3]), trust=trust)
    assert found.verdict is Verdict.CHANGED
    assert found.sentence.endswith(CAUTION)


def test_content_slipped_in_between_two_signatures_is_changed_though_the_last_is_whole(
    stages: Stages, people: People, trust: tuple[bytes, ...]
) -> None:
    out = io.BytesIO()
    meta = PdfSignatureMetadata(
        field_name="head", md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES
    )
    slipped = IncrementalPdfFileWriter(io.BytesIO(content_added(stages[1])))
    PdfSigner(meta, people[1].signer).sign_pdf(slipped, output=out)
    found = inspect(out.getvalue(), trust=trust)
    assert found.verdict is Verdict.CHANGED
    assert [fact.intact for fact in found.signatures] == [True, True]
    assert [fact.changes_since for fact in found.signatures] == ["content", "none"]


def test_a_title_changed_by_a_later_signer_is_content_not_a_signature(
    stages: Stages, people: People, trust: tuple[bytes, ...]
) -> None:
    out = io.BytesIO()
    meta = PdfSignatureMetadata(
        field_name="head", md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES
    )
    renamed = IncrementalPdfFileWriter(io.BytesIO(stages[1]))
    renamed._meta.title = "Another pack"
    PdfSigner(meta, people[1].signer).sign_pdf(renamed, output=out)
    found = inspect(out.getvalue(), trust=trust)
    assert found.verdict is Verdict.CHANGED
    assert [fact.changes_since for fact in found.signatures] == ["content", "none"]


class _Forger(PdfSigner):
    """Certifies whatever it is given."""

    def _enforce_certification_constraints(self, reader: PdfFileReader) -> None:
        """Nothing, where pyHanko would refuse."""


def test_a_second_certification_is_changed(
    stages: Stages, people: People, trust: tuple[bytes, ...]
) -> None:
    meta = PdfSignatureMetadata(
        field_name="head",
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.FILL_FORMS,
    )
    out = io.BytesIO()
    writer = IncrementalPdfFileWriter(io.BytesIO(stages[1]))
    _Forger(meta, people[1].signer).sign_pdf(writer, output=out)
    assert inspect(out.getvalue(), trust=trust).verdict is Verdict.CHANGED


def test_a_self_made_certificate_is_not_trusted_and_is_named(
    stages: Stages, trust: tuple[bytes, ...]
) -> None:
    made = load_identity(new_trial_identity(*PEOPLE[1], "A council", "x", now=AT), "x")
    pdf = sign(stages[1], made, field="head", role="Head of service", reason="", at=AT)
    found = inspect(pdf, trust=trust)
    assert found.verdict is Verdict.NOT_TRUSTED
    assert found.sentence.endswith(CAUTION)
    assert "vouches for Ben Example" in found.sentence
    assert [bool(fact.trusted_by) for fact in found.signatures] == [True, False]
    assert "Common Name" not in found.signatures[0].trusted_by, "the name alone, as people say it"


def test_a_pack_whose_last_signature_was_cut_off_is_not_signed_and_names_the_empty_box(
    stages: Stages, trust: tuple[bytes, ...]
) -> None:
    cut = stages[3][: len(stages[2])]
    found = inspect(cut, trust=trust)
    assert found.verdict is Verdict.NOT_SIGNED
    assert found.sentence.startswith("Not signed by everyone: the box is empty for chair.")
    assert [(fact.intact, fact.changes_since) for fact in found.signatures] == [
        (True, "signatures only"),
        (True, "none"),
    ]
    assert found.sentence.endswith(CAUTION)


def test_an_unsigned_pack_is_not_signed_and_what_is_no_pdf_is_unreadable(stages: Stages) -> None:
    assert inspect(stages[0], trust=()).verdict is Verdict.NOT_SIGNED
    for junk in (b"", b"%PDF-1.7\n", b"PK\x03\x04", stages[0][:2000]):
        assert inspect(junk, trust=()).verdict is Verdict.UNREADABLE


def test_each_fact_stands_by_itself(stages: Stages, trust: tuple[bytes, ...]) -> None:
    first, second, third = inspect(stages[3], trust=trust).signatures
    assert (first.covers, first.changes_since) == ("revision", "signatures only")
    assert (second.covers, second.changes_since) == ("revision", "signatures only")
    assert (third.covers, third.changes_since) == ("whole file", "none")
    assert all(fact.intact and fact.trusted_by for fact in (first, second, third))


def test_a_signature_made_after_its_certificate_ran_out_is_not_trusted(
    stages: Stages, people: People, trust: tuple[bytes, ...]
) -> None:
    meta = PdfSignatureMetadata(
        field_name="analyst", md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES
    )
    out = io.BytesIO()
    writer = IncrementalPdfFileWriter(io.BytesIO(stages[0]))
    late = _SignerAt(meta, people[0].signer)
    late.at = AT + timedelta(days=1000)
    late.sign_pdf(writer, output=out)
    assert inspect(out.getvalue(), trust=trust).verdict is Verdict.NOT_TRUSTED


def test_a_role_the_certificate_does_not_give_is_trusted_only_where_the_board_named_the_signer(
    stages: Stages, people: People, trust: tuple[bytes, ...]
) -> None:
    pdf = sign(stages[0], people[0], field="chair", role="Board chair", reason="", at=AT)
    found = inspect(pdf, trust=trust)
    assert found.signatures[0].note == "the certificate says Analyst"
    assert found.verdict is Verdict.NOT_TRUSTED
    assert (
        "another role: Ada Example (Board chair; the certificate says Analyst)." in found.sentence
    )
    deputy = inspect(pdf, trust=trust, named=lambda fact: fact.role == "Board chair")
    assert deputy.verdict is Verdict.NOT_SIGNED, (
        "the other boxes are empty, and nothing else is wrong"
    )
    assert "Ada Example (Board chair; the certificate says Analyst)" in deputy.sentence


def test_the_day_the_proof_ends_is_said(stages: Stages, trust: tuple[bytes, ...]) -> None:
    found = inspect(stages[3], trust=trust)
    ends = (AT - timedelta(hours=1) + timedelta(days=400)).strftime("%d/%m/%Y")
    assert f"the proof ends when a certificate does, on {ends}." in found.sentence


def test_a_trust_list_that_holds_no_certificate_is_refused(stages: Stages) -> None:
    with pytest.raises(Refusal, match="cannot be read"):
        inspect(stages[0], trust=(b"not a certificate",))


def test_the_manual_explains_every_sentence_of_a_verdict_in_the_same_words() -> None:
    page = resource_path("manual", "what-a-signature-means.md").read_text(encoding="utf-8")
    told = " ".join(page.split())
    assert [said for said in (*SENTENCES, *proving.SENTENCES) if said not in told] == []
    assert [verdict for verdict in Verdict if f"| {verdict} |" not in page] == []
