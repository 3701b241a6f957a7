"""Signing on paper: the page that a board signs with a pen, and its scan attached to the record with who attests it."""

import hashlib
from datetime import datetime

from cypworkbench.domain.decision import Decision, DecisionKind, Intent
from cypworkbench.domain.framework import Framework
from cypworkbench.domain.record import Record, StoredFile
from cypworkbench.domain.refusal import Refusal
from cypworkbench.domain.signoff import OnPaper
from cypworkbench.flow import signoff
from cypworkbench.flow.decide import Desk

MOST_BYTES = 20_000_000
# What a scanner writes, by the bytes each begins with.
_SCANS = {b"%PDF-": "PDF", b"\xff\xd8\xff": "JPEG", b"\x89PNG\r\n": "PNG", b"II*\x00": "TIFF"}


def signature_page(record: Record, framework: Framework, pdf: bytes, at: datetime) -> bytes:
    """The page to sign with a pen for an issued pack, as a PDF: it names the file by its digest.

    Raises Refusal when the file was not issued from this workspace, is a draft, or was withdrawn.
    """
    from cypworkbench.packs import paper_page  # ReportLab: only when a page is drawn

    entry = _standing(record, pdf)
    boxes = [box for box in signoff.signatories() if box.role in entry.wanting]
    if not boxes:
        raise Refusal(
            "Every role has signed that pack already, or its approval is recorded.",
            "There is nothing left to sign on paper.",
        )
    return paper_page.draw(
        paper_page.PaperPage(
            framework.board(entry.board).name,
            entry.edition,
            entry.version,
            entry.round,
            entry.at.date(),
            entry.sha256,
            boxes,
            at,
        )
    )


def attest(desk: Desk, pdf: bytes, signed: OnPaper, name: str, scan: bytes) -> Decision:
    """Attach the scan of a signed page to the record; who decides here attests to have seen it signed.

    `signed.pack` and `signed.attested_by` are left to be found; `name` is the scan's file name. Raises Refusal when the
    pack is not of this workspace, is a draft or withdrawn, no signature is wanted in that role, or the scan is no scan.
    """
    entry = _standing(desk.workspace.record(), pdf)
    if signed.role not in entry.wanting:
        raise Refusal(
            f"No signature is wanted from the role {signed.role!r}.",
            f"Still to come: {', '.join(entry.wanting) or 'nobody'}.",
        )
    if not signed.person.strip():
        raise Refusal(
            "Nobody was named as having signed.", "Give the name that stands on the page."
        )
    if signed.signed_on > desk.at.date():
        raise Refusal(
            f"{signed.signed_on:%d/%m/%Y} is still to come.",
            "Give the day that stands on the page.",
        )
    if not scan.startswith(tuple(_SCANS)):
        raise Refusal(
            f"{name} is not a scan that can be kept.",
            f"Give a {' or '.join(_SCANS.values())} file.",
        )
    if len(scan) > MOST_BYTES:
        raise Refusal(f"{name} is larger than 20 MB.", "Scan the one page, in grey at 300 dpi.")
    digest = hashlib.sha256(scan).hexdigest()
    body = {
        "role": signed.role,
        "person": signed.person.strip(),
        "signed_on": signed.signed_on.isoformat(),
        "scan": digest,
    }
    kept = StoredFile(digest, name, scan, desk.at)
    intent = Intent(DecisionKind.PAPER_SIGNED, entry.sha256, body)
    return desk.workspace.append([intent], desk.by, desk.at, files=[kept])[0]


def _standing(record: Record, pdf: bytes) -> signoff.Entry:
    entry = signoff.find(record, pdf)
    if entry.standing is signoff.Standing.WITHDRAWN:
        raise Refusal(f"That pack was withdrawn: {entry.why}", "Sign the version after it.")
    if entry.standing is signoff.Standing.DRAFT:
        raise Refusal("That pack is a draft.", "Settle what its cover says is open, and issue it.")
    return entry
