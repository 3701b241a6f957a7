"""A page to be signed with a pen: it names one file by its digest, and proves nothing by itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from cypworkbench import __version__
from cypworkbench.domain.pack import Signatory
from cypworkbench.packs import fonts, words
from cypworkbench.packs.tagged import Document, Metadata, Page, Style

_LEFT, _WIDE = 20.0, 172.0
_BOX_HIGH, _GAP = 40.0, 6.0
_INK, _SOFT, _RULE = "#16202A", "#3B4A58", "#8A97A3"
_TITLE = Style(24, 29, fonts.SEMIBOLD)
_BODY = Style(11, 15.4)
_FACT = Style(11, 15.4, fonts.SEMIBOLD)
_DIGEST = Style(13, 18, fonts.SEMIBOLD)
_SMALL = Style(9.5, 12.5, colour=_SOFT)
_GROUP = 8  # letters of the digest between spaces, so that two people can read it to each other


@dataclass(frozen=True, slots=True)
class PaperPage:
    """What the page says: whose pack, which version of which round, of when, its digest, and the boxes."""

    board: str
    edition: str
    version: int
    round: str
    issued_on: date
    sha256: str
    boxes: Sequence[Signatory]
    made_at: datetime


def draw(said: PaperPage) -> bytes:
    """The page as a tagged A4 PDF."""
    title = f"Signatures on paper: {said.board}"
    document = Document(
        Metadata(
            title, "cypworkbench", "Signature page", said.made_at, f"cypworkbench {__version__}"
        )
    )
    with document.page() as page:
        with page.tag("H1"):
            page.text(_LEFT, 30, "Signatures on paper", _TITLE)
        document.bookmark("Signatures on paper", 0, 20)
        y = _facts(page, said, 42)
        y = _digest(page, said.sha256, y + 4)
        y = _prose(
            page,
            y + 3,
            "Before you sign, check that the file you read has this digest: the program shows it under Verify. "
            "Your signature stands for that file and for no other.",
            _BODY,
        )
        for box in said.boxes:
            y = _box(page, box, y + _GAP)
        _prose(
            page,
            y + 7,
            "Scan this page once it is signed, and attach the scan to the workspace with the name of the person "
            "who saw it signed. A signature on paper is recorded as such; nobody can check it by arithmetic.",
            _SMALL,
        )
    return document.seal()


def _facts(page: Page, said: PaperPage, y: float) -> float:
    rows = (
        ("Board", said.board),
        ("Pack", f"{said.edition} edition, version {said.version}"),
        ("Round", said.round or "none named"),
        ("Issued", words.day(said.issued_on)),
    )
    for name, text in rows:
        with page.tag("P"):
            page.text(_LEFT, y, f"{name}: ", _FACT)
            page.text(_LEFT + 22, y, text, _BODY)
        y += 6.4
    return y


def _digest(page: Page, sha256: str, y: float) -> float:
    with page.tag("P"):
        page.text(_LEFT, y, "Digest of the file (SHA-256): ", _FACT)
    y += 7
    groups = [sha256[at : at + _GROUP] for at in range(0, len(sha256), _GROUP)]
    half = len(groups) // 2
    with page.tag("P"):
        for row in (groups[:half], groups[half:]):
            page.text(_LEFT, y, f"{' '.join(row)} ", _DIGEST)
            y += 7
    return y


def _prose(page: Page, y: float, text: str, style: Style) -> float:
    with page.tag("P"):
        return page.paragraph(_LEFT, y, _WIDE, text, style)


def _box(page: Page, box: Signatory, top: float) -> float:
    page.rectangle((_LEFT, top, _WIDE, _BOX_HIGH), edge=_RULE, pen=(0.9, ()), radius=1.4)
    with page.tag("H2"):
        page.text(_LEFT + 4, top + 7, f"{box.meaning}: {box.role}", _FACT)
    for name, x, y, end in (
        ("Name", 4.0, 18.0, 108.0),
        ("Date", 114.0, 18.0, _WIDE - 4),
        ("Signature", 4.0, 34.0, _WIDE - 4),
    ):
        with page.tag("P"):
            page.text(_LEFT + x, top + y, name, _SMALL)
        start = x + _SMALL.width(name) + 3
        page.line((_LEFT + start, top + y + 0.8), (_LEFT + end, top + y + 0.8), _RULE, 0.7)
    return top + _BOX_HIGH
