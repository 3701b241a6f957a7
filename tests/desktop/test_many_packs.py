"""Every district's pack in one go, and the register of packs, with a real workspace and helper."""

from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from cypworkbench.desktop.batch_dialog import BatchDialog
from cypworkbench.desktop.focus import PACKS, Focus
from cypworkbench.desktop.pack_desk import PackDesk
from cypworkbench.desktop.reason_dialog import ReasonDialog
from cypworkbench.desktop.register_dialog import RegisterDialog
from cypworkbench.desktop.settle_dialog import SettleDialog
from cypworkbench.desktop.window import Window
from cypworkbench.domain.decision import DecisionKind
from cypworkbench.flow import packing, sample, signoff
from cypworkbench.flow.decide import Desk
from cypworkbench.flow.issued import issued_pack
from tests.desktop.conftest import ToldPicker
from tests.journey.sampled import BURNLEY, packed, planned

WAIT = 120_000
Settle = Callable[[], None]


@pytest.fixture
def settle(qtbot: QtBot, empty: Window) -> Settle:
    """Wait until nothing is under way."""
    return lambda: qtbot.waitUntil(lambda: empty.workbench.is_quiet, timeout=WAIT)


@pytest.fixture
def desk(empty: Window, settle: Settle, tmp_path: Path) -> PackDesk:
    """A workspace in which Burnley's pack was issued."""
    path = tmp_path / "w.cypw"
    with sample.open_workspace(path) as workspace:
        by = Desk(workspace, sample.ANALYST, sample.PACKED_AT)
        packing.keep_pack(by, planned(BURNLEY), packed(BURNLEY))
    empty.workbench.open(path)
    settle()
    return empty.desk(PackDesk)


def test_a_pack_is_withdrawn_with_a_reason_and_listed_as_such(
    desk: PackDesk, empty: Window, settle: Settle, picker: ToldPicker, tmp_path: Path
) -> None:
    desk.many.show_register()
    (dialog,) = empty.findChildren(RegisterDialog)
    line = dialog.rows.rows[0]
    assert line[1:] == ("board, v1", "12 Oct 2026", "final candidate", "nobody yet", "")
    assert not dialog.gone.isEnabled(), "nothing is chosen yet"
    dialog.table.selectRow(0)
    assert not dialog.stamp.isEnabled(), "it still stands"
    picker.paths = [tmp_path / "copy.pdf"]
    dialog.save.click()
    assert picker.paths[0].read_bytes() == packed(BURNLEY).content
    dialog.gone.click()
    asked = dialog.findChildren(ReasonDialog)[0]
    asked.text.setPlainText("Two figures were late.")
    asked.act.click()
    settle()
    assert dialog.rows.rows[0][3:] == ("withdrawn", "nobody yet", "Two figures were late.")
    dialog.table.selectRow(0)
    picker.paths = [tmp_path / "stamped.pdf"]
    dialog.stamp.click()
    settle()
    with pypdfium2.PdfDocument(picker.paths[0].read_bytes()) as opened:
        pages = [page.get_textpage().get_text_range() for page in opened]
    assert all("Two figures were late. Do not use this copy." in page for page in pages)
    dialog.which.setCurrentIndex(2)
    assert dialog.rows.rows == ()
    assert dialog.said.text() == "None of these."
    dialog.which.setCurrentIndex(3)
    assert ("Burnley", "To be drafted", "anyone") in dialog.rows.rows
    assert not dialog.gone.isEnabled()


def test_every_district_is_tried_and_what_stops_each_is_said_beside_it(
    desk: PackDesk, empty: Window, settle: Settle
) -> None:
    desk.many.ask_batch()
    (dialog,) = empty.findChildren(BatchDialog)
    assert len(dialog.rows.rows) == 12
    empty.show()
    assert dialog.what.isVisible()
    dialog.what.setCurrentIndex(2)
    assert dialog.file.placeholderText().startswith("The .dll")
    dialog.what.setCurrentIndex(0)
    dialog.go.click()
    settle()
    assert [line[1] for line in dialog.rows.rows] == [
        "version 1, issued before",
        *["passed over"] * 11,
    ]
    assert dialog.said.text() == "1 pack done, 11 passed over."
    assert all(line[2].startswith("Still a draft: ") for line in dialog.rows.rows[1:])
    issued = [d for d in empty.workbench.record.decisions if d.kind is DecisionKind.PACK_ISSUED]
    assert len(issued) == 1, "nothing new was kept"


def test_a_pack_that_stands_is_signed_in_one_go_with_the_identity_chosen(
    desk: PackDesk, empty: Window, settle: Settle, picker: ToldPicker, tmp_path: Path
) -> None:
    analyst = next(i for i in sample.identities(sample.PACKED_AT) if i.role == "Analyst")
    picker.paths = [tmp_path / "analyst.p12"]
    picker.paths[0].write_bytes(analyst.content)
    empty.workbench.boxes = signoff.signatories()
    desk.many.ask_batch()
    (dialog,) = empty.findChildren(BatchDialog)
    dialog.boards = {BURNLEY: "Burnley"}
    dialog.what.setCurrentIndex(1)
    assert not dialog.go.isEnabled(), "signing needs an identity"
    dialog.browse.click()
    dialog.role.setCurrentText("Analyst")
    dialog.secret.setText("wrong")
    dialog.go.click()
    settle()
    assert "does not open this identity" in dialog.said.text()
    dialog.secret.setText(sample.PASSPHRASE)
    dialog.go.click()
    settle()
    assert dialog.rows.rows == (("Burnley", "version 1, issued before", "signed as Analyst"),)
    standing = issued_pack(empty.workbench.record, BURNLEY)
    assert standing is not None
    assert standing.roles == ("Analyst",)


def test_a_file_that_nobody_signed_is_not_taken_back_and_the_register_says_why(
    desk: PackDesk, empty: Window, settle: Settle, picker: ToldPicker, tmp_path: Path
) -> None:
    desk.many.show_register()
    (dialog,) = empty.findChildren(RegisterDialog)
    path = tmp_path / "back.pdf"
    path.write_bytes(packed(BURNLEY).content)
    picker.paths = [path]
    dialog.bring.click()
    settle()
    assert dialog.said.text().startswith("This file holds no signature that is not here already.")


def test_a_minute_and_a_scan_settle_their_roles_and_neither_is_shown_as_a_signature(
    desk: PackDesk, empty: Window, settle: Settle, picker: ToldPicker, tmp_path: Path
) -> None:
    empty.show()
    desk.place.board, empty.workbench.boxes = BURNLEY, signoff.signatories()
    empty.workbench.look(Focus(PACKS))
    desk.many.show_register()
    (register,) = empty.findChildren(RegisterDialog)
    scan = tmp_path / "scan.png"
    scan.write_bytes(b"\x89PNG\r\n\x1a\n a page with ink on it")
    for way, role, proof in ((0, "Head of service", "7.2"), (1, "Board chair", "")):
        register.table.selectRow(0)
        register.otherwise.click()
        asked = empty.findChildren(SettleDialog)[-1]
        asked.way.setCurrentIndex(way)
        asked.role.setCurrentText(role)
        asked.person.setText("A. Person")
        picker.paths = [scan]
        if proof:
            asked.proof.setText(proof)
        else:
            asked.browse.click()
        asked.act.click()
        settle()
    assert register.rows.rows[0][4] == "Head of service, Board chair"
    issued = desk.place.issued
    assert issued is not None
    assert issued.roles == ()
    how = dict(issued.otherwise)
    assert how["Head of service"].endswith("minute 7.2; not a signature")
    assert how["Board chair"].startswith("signed on paper on ")
    assert [box.role for box in desk.place.boxes_left] == ["Analyst"]
    shown = {each.text() for each in empty.findChildren(QLabel)}
    assert how["Head of service"] in shown, "the panel says how"
