"""You said, we did: what young people said reaches everyone where they consent, and by nothing but consent.

Every entry below is invented, and illustrates; nobody said it.
"""

import io
from dataclasses import replace
from functools import cache
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from cypworkbench.domain.account import Account
from cypworkbench.domain.disclosure import Disclosure
from cypworkbench.domain.pack import Edition, PackPlan, WordsKind
from cypworkbench.domain.record import Picture
from cypworkbench.flow import auditing, formats, packing, sample
from cypworkbench.flow.auditing import audit_record
from cypworkbench.flow.formats import Format
from cypworkbench.flow.public import public_picture
from cypworkbench.packs import plan as planning
from cypworkbench.packs.young import pages
from cypworkbench.packs.young.village import village
from cypworkbench.signing import readback
from tests.journey.sampled import BURNLEY, COUNTY, sampled
from tests.smallcounts.leaks_planted import PDF
from tests.smallcounts.test_public_pack import withheld
from tests.support import verapdf

_BURNLEY, _WYRE = "E07000117", "E07000128"
_SAID, _DONE = "Illustrative: the bus home is late", "Illustrative: the bus now waits for the club"
_WITHHELD = ("without consent", "illness", "with a number", "not answered", "under a condition")


def _entry(said: str, done: str, consent: str, area: str = _BURNLEY) -> Account:
    told = (
        ("What was said", said),
        ("What changed", done),
        ("When", "March 2025"),
        ("Where it comes from", "Illustrative youth council"),
        ("Consent to print it", consent),
    )
    return Account(
        "voice-report", area, told, "ab" * 32, "In words", ("A5", "B5", "C5", "D5", "E5")
    )


ENTRIES = (
    _entry(_SAID, _DONE, "Yes"),
    _entry("Illustrative: since 2024 the park is dark", "New lamps", "yes.", _WYRE),
    _entry("Illustrative: said without consent", "Nothing", "No"),
    _entry("Illustrative: an illness", "Nothing", ""),
    _entry("Illustrative: said with a number, 3 of us were moved", "A new room", "Yes"),
    _entry("Illustrative: said and not answered", "", "Yes"),
    _entry("Illustrative: said under a condition", "Nothing", "Yes, without the place"),
)


@cache
def pictured() -> Picture:
    return replace(sampled().picture, accounts=ENTRIES)


@cache
def planned(board: str) -> PackPlan:
    """From the public's picture with what the sample withholds, worked out once for all these tests."""
    told = public_picture(pictured(), board, Disclosure(), withheld().places)
    return planning.plan(told, board, Edition.PUBLIC, 1, sample.PACKED_AT)


def _is_told(text: str) -> None:
    """That a text of Burnley's has what was said with consent, and nothing else of the register."""
    assert _SAID in text
    assert _DONE in text
    assert "the park is dark" not in text, "another district's"
    assert "youth council" not in text
    assert not [words for words in _WITHHELD if words in text]


def test_everyone_reads_what_was_said_with_consent_and_nothing_of_where_it_came_from() -> None:
    """In the record that the public pack carries, and in the edition made from that record alone."""
    record = packing.snapshot(planned(BURNLEY))
    _is_told(record.decode())
    assert "ab" * 32 not in record.decode()
    plan = packing.replay(record)
    _is_told(_words(pages.draw(plan, village(plan)).seal()))
    county = {account.area for account in planned(COUNTY).picture.accounts}
    assert county == {_BURNLEY, _WYRE}


def test_the_last_look_finds_an_entry_that_is_not_for_everyone() -> None:
    content = _carrying(packing.snapshot(planned(BURNLEY)))
    assert audit_record(content) == ()
    planted = [plant for name, (_, plant) in PDF.items() if name.startswith("an entry ")]
    assert len(planted) == 3
    for plant in planted:
        assert any("accounts" in found.where for found in audit_record(plant(content)))


def _carrying(record: bytes) -> bytes:
    """A PDF with nothing in it but the record of a pack."""
    held = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.attachments["snapshot.json"] = record
        pdf.save(held)
    return held.getvalue()


def test_where_nobody_said_anything_there_is_no_page_of_it() -> None:
    plan = planning.plan(sampled().picture, COUNTY, Edition.PUBLIC, 1, sample.PACKED_AT)
    said = village(plan)
    told = village(replace(plan, picture=pictured()))
    assert len(pages.draw(plan, said).pages) + 1 == len(pages.draw(plan, told).pages)
    assert set(pages.sentences(told)) - set(pages.sentences(said))


def _words(content: bytes) -> str:
    lines = (w.text for w in readback.printed(content).words if w.kind is WordsKind.LINE)
    return " ".join(" ".join(lines).split())


@pytest.mark.slow
def test_the_pack_its_formats_and_the_young_edition_pass_every_check(tmp_path: Path) -> None:
    """Each is read back as it is made, which refuses what the pack does not say; the pack's own last look is whole."""
    plan = packing.plan_pack(
        pictured(), BURNLEY, Edition.PUBLIC, 1, sample.PACKED_AT, sampled().record
    )
    content = packing.issue_pack(plan).content
    assert auditing.audit(content, packing.redraw) == ()
    _is_told(_words(content))
    for wanted in (Format.TXT, Format.HTML, Format.YOUNG_HTML):
        _is_told(" ".join(formats.make(content, wanted).decode().split()))
    young = formats.make(content, Format.YOUNG)
    assert "You said, we did" in _words(young)
    assert len(pypdfium2.PdfDocument(young)) == 3
    for name, made in (("public.pdf", content), ("young.pdf", young)):
        path = tmp_path / name
        path.write_bytes(made)
        verapdf.assert_valid(path)
