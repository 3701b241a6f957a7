"""The analyst sees what the public would not, why, and what else could be done, before any pack is made."""

from dataclasses import replace

from PySide6.QtCore import Qt

from cypworkbench.desktop.disclosure_dialog import DisclosureDialog
from cypworkbench.desktop.window import Window
from cypworkbench.desktop.withheld_dialog import WithheldDialog
from cypworkbench.domain.disclosure import Disclosure
from cypworkbench.domain.refusal import Refusal
from cypworkbench.flow.disclosing import Hidden, Preview
from cypworkbench.flow.savings import Saving

WHY = "shown together with the others and their sum, it would give Fylde away"
FOUND = Preview(
    Disclosure("cypfp", threshold=7),
    (Hidden(("m", "E07000119", "2025-04-01/P1Y"), "Homes", "Wyre", "2025/26", WHY),),
    (
        Saving("Hiding zeros with the small counts", 3, 1),
        Saving("Homes, two periods added together", 0, 1),
        Saving("Showing zeros", None, 1),
    ),
    (("m", "E07000120", "2024-04-01/P1Y"),),
)


def test_each_withheld_figure_stands_in_a_row_with_its_reason(window: Window) -> None:
    dialog = WithheldDialog(window, "Lancashire")
    dialog.tell(FOUND)
    assert "1 figure would be withheld" in dialog.said.text()
    assert "Counts up to 7 are small" in dialog.more.text()
    assert dialog.rows.rows == (("Homes", "Wyre", "2025/26", f"S{WHY[1:]}"),)
    ways = dialog.ways.text()
    assert "Hiding zeros with the small counts: 3 figures withheld, 2 more than now." in ways
    assert "two periods added together: 0 figures withheld, 1 fewer than now." in ways
    assert "Showing zeros: cannot be published so." in ways
    assert "1 small figure cannot be protected" in ways


def test_where_nothing_safe_can_be_published_the_reason_is_said(window: Window) -> None:
    dialog = WithheldDialog(window, "Lancashire")
    dialog.tell(Refusal("Fylde could be worked out.", "Merge it."))
    assert "no public edition can be made" in dialog.said.text()
    assert dialog.more.text() == "Fylde could be worked out. Merge it."


def test_the_way_in_is_beside_signing_and_works_by_keyboard(window: Window) -> None:
    way = window.findChildren(type(WithheldDialog(window, "x").close_it))
    assert any("p&ublic" in button.text() for button in way)


def test_settings_open_as_they_are_and_need_a_reason(window: Window) -> None:
    now = Disclosure("cypfp", threshold=7, zeros_shown=False, rounded=("b",), shown=("a|X|2025",))
    names = ("Lancashire", {"a": "Homes", "b": "Entries"}, {"a|X|2025": "Homes, Fylde, 2025"})
    dialog = DisclosureDialog(window, now, names)
    assert not dialog.keep.isEnabled()
    dialog.because.setPlainText("Agreed in June.")
    assert dialog.keep.isEnabled()
    assert dialog.setting == replace(now, because="Agreed in June.")
    dialog.threshold.setCurrentIndex(dialog.threshold.findData(10))
    dialog.zeros.setCurrentIndex(dialog.zeros.findData(True))  # noqa: FBT003  Qt's own way to find a value
    dialog.rounded.item(0).setCheckState(Qt.CheckState.Checked)
    dialog.shown.item(0).setCheckState(Qt.CheckState.Unchecked)
    assert dialog.setting == Disclosure(
        "cypfp", threshold=10, rounded=("a", "b"), because="Agreed in June."
    )


def test_only_a_figure_withheld_for_anothers_sake_can_be_asked_to_be_shown(window: Window) -> None:
    small = Hidden(("m", "E07000120", "2025-04-01/P1Y"), "Homes", "Hyndburn", "2025/26", "small")
    dialog = WithheldDialog(window, "Lancashire")
    dialog.tell(replace(FOUND, hidden=(small, *FOUND.hidden)))
    asked: list[object] = []
    dialog.settings_wanted.connect(asked.append)
    dialog.table.selectRow(1)
    assert not dialog.show_it.isEnabled()
    dialog.table.selectRow(0)
    dialog.show_it.click()
    assert asked == [FOUND.hidden[0].place]
