"""The dialog that asks with what to sign: an identity file, or a smart card."""

from pathlib import Path

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from cypworkbench.desktop.sign_dialog import SignDialog
from cypworkbench.desktop.window import Window
from cypworkbench.packs.plan import SIGNATORIES
from tests.desktop.conftest import ToldPicker


def test_a_card_is_asked_for_by_its_library_and_pin_and_what_was_typed_before_is_gone(
    empty: Window, qtbot: QtBot, picker: ToldPicker
) -> None:
    dialog = SignDialog(empty, SIGNATORIES, picker)
    qtbot.addWidget(dialog)
    dialog.file.setText("chair.p12")
    dialog.secret.setText("secret")
    assert (dialog.sign.isEnabled(), dialog.has_card) == (True, False)
    dialog.way.setCurrentIndex(1)
    assert dialog.has_card
    assert (dialog.file.text(), dialog.secret.text(), dialog.sign.isEnabled()) == ("", "", False)
    assert (dialog.file.accessibleName(), dialog.secret.accessibleName()) == ("Card library", "PIN")
    assert {"&Card library", "&PIN"} <= {each.text() for each in dialog.findChildren(QLabel)}
    picker.paths = [Path("card.dll")]
    dialog.browse.click()
    assert dialog.identity == Path("card.dll")
    assert dialog.sign.isEnabled()
