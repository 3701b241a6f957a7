"""Words of other figures are said to be so where a sentence is edited."""

from cypworkbench.desktop.sentence_dialog import SentenceDialog
from cypworkbench.desktop.window import Window
from cypworkbench.domain.decision import Person
from cypworkbench.domain.record import Wording
from tests.desktop import pictured

_OWN = "In 2022 it was 21.4."


def test_a_sentence_must_be_changed_and_a_stale_one_can_be_given_up(window: Window) -> None:
    fresh = SentenceDialog(window, "Infant mortality", _OWN, None)
    assert not fresh.keep.isEnabled(), "the program's own words are nobody's edit"
    assert not fresh.own.isEnabled()
    fresh.text.setPlainText("It was as it has been.")
    assert fresh.keep.isEnabled()
    fresh.text.setPlainText("word " * 100)
    assert not fresh.keep.isEnabled()
    fresh.reject()
    by = Person("An analyst", "analyst")
    written = Wording("m0", "E10000017", "Ours.", "In 2022 it was 20.0.", by, pictured.AT)
    stale = SentenceDialog(window, "Infant mortality", _OWN, written)
    assert stale.stale
    stale.own.click()
    assert stale.given_up
