"""The analyst sees what the public would not, why, and what else could be done, before any pack is made."""

from cypworkbench.desktop.window import Window
from cypworkbench.desktop.withheld_dialog import WithheldDialog
from cypworkbench.domain.disclosure import Disclosure
from cypworkbench.domain.refusal import Refusal
from cypworkbench.flow.disclosing import Hidden, Preview, Saving

WHY = "shown together with the others and their sum, it would give Fylde away"
FOUND = Preview(
    Disclosure("cypfp", threshold=7),
    (Hidden(("m", "E07000119", "2025-04-01/P1Y"), "Homes", "Wyre", "2025/26", WHY),),
    (
        Saving("Hiding zeros with the small counts", 3),
        Saving("Homes: two periods at a time, which now loses 1", 0),
        Saving("Showing zeros", None),
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
    assert "Hiding zeros with the small counts: 3 figures withheld, 2 more." in ways
    assert "two periods at a time, which now loses 1: 0 figures withheld." in ways
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
