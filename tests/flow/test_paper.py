"""Signing on paper: a page that names one file, and its scan kept with who saw it signed."""

import hashlib
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pypdfium2
import pytest

from cypworkbench.domain.decision import Person
from cypworkbench.domain.refusal import Refusal
from cypworkbench.domain.signoff import OnPaper
from cypworkbench.flow import logged, packing, paper, sample, signoff
from cypworkbench.flow.decide import Desk
from cypworkbench.flow.signoff import Standing
from tests.journey.sampled import BURNLEY, FRAMEWORK, packed, planned
from tests.support import verapdf

AT = sample.PACKED_AT
SCAN = b"\x89PNG\r\n\x1a\n a page with ink on it"
CHAIR = OnPaper("Board chair", "A. Chair", AT.date())


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A workspace in which Burnley's pack was issued."""
    with sample.open_workspace(tmp_path / "w.cypw") as workspace:
        made = Desk(workspace, Person("Clerk"), AT)
        packing.keep_pack(made, planned(BURNLEY), packed(BURNLEY))
        yield made


def test_the_page_names_its_file_and_has_a_box_for_each_role_still_wanted(
    desk: Desk, tmp_path: Path
) -> None:
    pack = packed(BURNLEY).content
    made = paper.signature_page(desk.workspace.record(), FRAMEWORK, pack, AT)
    path = tmp_path / "page.pdf"
    path.write_bytes(made)
    verapdf.assert_valid(path)
    with pypdfium2.PdfDocument(made) as opened:
        assert len(opened) == 1
        text = " ".join(opened[0].get_textpage().get_text_range().split())
    digest = hashlib.sha256(pack).hexdigest()
    assert digest in text.replace(" ", "")
    for box in signoff.signatories():
        assert f"{box.meaning}: {box.role}" in text
    paper.attest(desk, pack, CHAIR, "scan.png", SCAN)
    again = paper.signature_page(desk.workspace.record(), FRAMEWORK, pack, AT)
    with pypdfium2.PdfDocument(again) as opened:
        assert "Board chair" not in opened[0].get_textpage().get_text_range()


def test_a_scan_settles_the_role_and_is_kept_with_who_attests_it(desk: Desk) -> None:
    decision = paper.attest(desk, packed(BURNLEY).content, CHAIR, "scan.png", SCAN)
    record = desk.workspace.record()
    entry = signoff.find(record, packed(BURNLEY).content)
    assert (entry.standing, entry.settled) == (Standing.PART_SIGNED, ("Board chair",))
    kept = next(f for f in record.files if f.sha256 == hashlib.sha256(SCAN).hexdigest())
    assert kept.content == SCAN
    assert decision.holds, "the decision seals the scan, so that it cannot be replaced"
    said = list(logged.lines(record, [decision]))[-1]
    assert "attested that A. Chair (Board chair) signed" in said
    assert "on paper" in said


@pytest.mark.parametrize(
    ("signed", "scan", "says"),
    [
        (OnPaper("Treasurer", "A. Chair", AT.date()), SCAN, "No signature is wanted from the role"),
        (OnPaper("Board chair", " ", AT.date()), SCAN, "Nobody was named"),
        (OnPaper("Board chair", "A", AT.date() + timedelta(2)), SCAN, "is still to come"),
        (CHAIR, b"MZ\x90\x00", "is not a scan that can be kept"),
        (CHAIR, SCAN + bytes(paper.MOST_BYTES), "larger than 20 MB"),
    ],
)
def test_what_cannot_be_attested_is_refused(
    desk: Desk, signed: OnPaper, scan: bytes, says: str
) -> None:
    before = desk.workspace.record().sequence
    with pytest.raises(Refusal, match=says):
        paper.attest(desk, packed(BURNLEY).content, signed, "scan", scan)
    assert desk.workspace.record().sequence == before


def test_a_withdrawn_pack_is_signed_by_nobody(desk: Desk) -> None:
    signoff.withdraw(desk, packed(BURNLEY).content, "Two figures were late.")
    with pytest.raises(Refusal, match="was withdrawn: Two figures were late"):
        paper.signature_page(desk.workspace.record(), FRAMEWORK, packed(BURNLEY).content, AT)
