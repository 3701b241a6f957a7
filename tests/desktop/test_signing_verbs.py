"""Around signing, in the window: a report to keep, whom to trust, paper and forms, with a real workspace and helper."""

import hashlib
import ssl
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from pytestqt.qtbot import QtBot

from cypworkbench.desktop.duties_dialog import DutiesDialog
from cypworkbench.desktop.focus import PACKS, Focus
from cypworkbench.desktop.pack_choice import Wanted
from cypworkbench.desktop.pack_desk import PackDesk
from cypworkbench.desktop.reason_dialog import ReasonDialog
from cypworkbench.desktop.sign_dialog import SignDialog
from cypworkbench.desktop.trust_dialog import TrustDialog
from cypworkbench.desktop.window import Window
from cypworkbench.domain.area import together
from cypworkbench.domain.decision import Person
from cypworkbench.domain.refusal import Refusal
from cypworkbench.domain.state import fold
from cypworkbench.flow import certificates, packing, proving, sample, signed_files, signoff
from cypworkbench.flow.decide import Desk
from tests.desktop.conftest import ToldPicker
from tests.journey.sampled import BURNLEY, packed, planned

Settle = Callable[[], None]


@pytest.fixture
def settle(qtbot: QtBot, empty: Window) -> Settle:
    """Wait until nothing is under way."""
    return lambda: qtbot.waitUntil(lambda: empty.workbench.is_quiet, timeout=120_000)


@pytest.fixture
def desk(empty: Window, settle: Settle, tmp_path: Path) -> PackDesk:
    """A workspace in which Burnley's pack was issued, with the pack in view."""
    path = tmp_path / "w.cypw"
    with sample.open_workspace(path) as workspace:
        by = Desk(workspace, sample.ANALYST, sample.PACKED_AT)
        packing.keep_pack(by, planned(BURNLEY), packed(BURNLEY))
    empty.workbench.open(path)
    settle()
    made = empty.desk(PackDesk)
    made.place.choice.show(Wanted(BURNLEY))
    empty.workbench.look(Focus(PACKS))
    settle()
    return made


def test_what_was_found_and_the_page_for_a_pen_are_saved_and_a_form_is_signed(
    desk: PackDesk, empty: Window, settle: Settle, picker: ToldPicker, tmp_path: Path
) -> None:
    actions = empty.menus.actions
    actions["report"].trigger()
    assert "Nothing has been verified" in empty.notices.said[-1]
    desk.verify()
    settle()
    picker.paths = [tmp_path / "found"]
    desk.place.verdict.save.click()
    settle()
    with pypdfium2.PdfDocument((tmp_path / "found.pdf").read_bytes()) as opened:
        pages = " ".join(opened[0].get_textpage().get_text_range().split())
    verdict = f"verdict: {desk.place.verdict.sentence.text().lower()}"
    assert verdict in pages.lower()
    picker.paths = [tmp_path / "found.txt"]
    actions["report"].trigger()
    assert verdict in picker.paths[0].read_text("utf-8-sig").lower()
    picker.paths = [tmp_path / "pen"]
    actions["paper"].trigger()
    settle()
    with pypdfium2.PdfDocument((tmp_path / "pen.pdf").read_bytes()) as opened:
        assert "Signatures on paper" in opened[0].get_textpage().get_text_range()
    picker.paths = [tmp_path / "asked.tsq"]
    actions["ask_stamp"].trigger()
    settle()
    assert not picker.paths[0].exists()
    assert "Only a signed pack" in empty.notices.said[-1]


def test_whom_to_trust_is_asked_with_the_fingerprint_and_a_form_is_signed_beside_itself(
    desk: PackDesk, empty: Window, settle: Settle, picker: ToldPicker, tmp_path: Path
) -> None:
    del desk
    lead = sample.identities(sample.PACKED_AT)[0]
    (tmp_path / "council.pem").write_bytes(lead.certificate)
    picker.paths = [tmp_path / "council.pem"]
    before = proving.trusted(empty.workbench.record)
    empty.menus.actions["trust"].trigger()
    settle()
    (asked,) = empty.findChildren(TrustDialog)
    (held,) = asked.held
    assert held == certificates.named(lead.certificate)[0]
    der = ssl.PEM_cert_to_DER_cert(lead.certificate.decode())
    assert held.fingerprint.replace(" ", "").lower() == hashlib.sha256(der).hexdigest()
    assert certificates.named(der) == (held,)
    asked.act.click()
    settle()
    assert len(proving.trusted(empty.workbench.record)) == len(before) + 1
    form, key = tmp_path / "form.xlsx", tmp_path / "lead.p12"
    form.write_bytes(sample.returns()[0].read_bytes())
    key.write_bytes(lead.content)
    picker.paths = [form]
    empty.menus.actions["sign_form"].trigger()
    (dialog,) = empty.findChildren(SignDialog)
    assert not dialog.role.isVisible()
    dialog.file.setText(str(key))
    dialog.secret.setText(sample.PASSPHRASE)
    dialog.sign.click()
    settle()
    signature = signed_files.beside(form)
    assert signature is not None
    record = empty.workbench.record
    who = signed_files.vouched(record, form.read_bytes(), form.name, signature.content)
    assert who.role == lead.role
    (tmp_path / "none.cer").write_bytes(b"no certificate")
    picker.paths = [tmp_path / "none.cer"]
    empty.menus.actions["trust"].trigger()
    settle()
    assert "holds no certificate" in empty.notices.said[-1]


def test_who_may_act_is_named_and_ended_and_an_interest_is_declared(
    desk: PackDesk, empty: Window, settle: Settle
) -> None:
    bench = empty.workbench
    empty.menus.actions["duties"].trigger()
    (dialog,) = empty.findChildren(DutiesDialog)
    assert not dialog.act.isEnabled()
    dialog.role.setCurrentIndex(dialog.role.findData("Board chair"))
    dialog.person.setText("Dee")
    dialog.instead.setText("Cee")
    dialog.until.setText("31 March")
    assert (dialog.act.isEnabled(), dialog.said.text()) == (
        False,
        "A day is written as 2027-03-31.",
    )
    dialog.until.setText("2097-03-31")
    dialog.act.click()
    settle()
    assert dialog.rows.rows == (("Signs as Board chair", "Dee", "Cee", "31 March 2097"),)
    dialog.table.selectRow(0)
    dialog.finish.click()
    settle()
    assert dialog.rows.rows[0][3].startswith("ended on ")
    assert not dialog.finish.isEnabled()
    dialog.close_it.click()
    with pytest.raises(Refusal, match="every duty it gave for that has ended"):
        signoff.refuse_wrong_signer(
            proving.duties_for(bench.record, packed(BURNLEY).content),
            BURNLEY,
            "Board chair",
            Person("Dee"),
            bench.clock().date(),
        )
    empty.menus.actions["interest"].trigger()
    (asked,) = empty.findChildren(ReasonDialog)
    asked.text.setPlainText("Governor of a school shown here.")
    asked.act.click()
    settle()
    (interest,) = fold(bench.record.decisions).interests
    assert (interest.board, interest.person) == (BURNLEY, bench.by.name)
    desk.place.choice.show(Wanted(together(["E07000117", "E07000118"])))
    settle()
    empty.menus.actions["interest"].trigger()
    assert "several districts together are none" in empty.notices.said[-1]
