"""Returns in the window: the sheet as sent, beside the one before; one reason for many; a locked file; sending back."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox
from pytestqt.qtbot import QtBot

from cypworkbench.catalogue import load_framework
from cypworkbench.desktop import intake
from cypworkbench.desktop.focus import RETURNS, Focus
from cypworkbench.desktop.layout_desk import LayoutDesk
from cypworkbench.desktop.layout_dialog import LayoutDialog
from cypworkbench.desktop.password_dialog import PasswordDialog
from cypworkbench.desktop.returns_desk import ReturnsDesk
from cypworkbench.desktop.sheet import CHANGED, UNSEEN
from cypworkbench.desktop.window import Window
from cypworkbench.domain.cells import Cell, CellKind
from cypworkbench.domain.evidence import WITHHELD, Finding, Sheet, Workbook
from cypworkbench.domain.recipe import Recipe, Role, Where
from cypworkbench.domain.refusal import Refusal
from cypworkbench.flow import layouts
from cypworkbench.flow.receive import FileCheck
from tests.desktop import pictured
from tests.desktop.conftest import show


def on_returns(window: Window, workbook: Workbook | None = None) -> Window:
    window.workbench.look(Focus(RETURNS, "burnley"))
    window.returns.show_workbook(workbook or pictured.workbook())
    return window


def with_sheet(**changed: object) -> Workbook:
    """The illustrative workbook with its figures' sheet changed."""
    book = pictured.workbook()
    figures = replace(book.sheets[1], **changed)  # type: ignore[arg-type]  # names checked by use
    return replace(book, sheets=(book.sheets[0], figures, *book.sheets[2:]))


def test_merged_cells_are_joined_and_hidden_columns_say_so(window: Window) -> None:
    on_returns(window, with_sheet(merged=("A1:C1",), hidden_columns=frozenset({3})))
    window.returns.tabs.setCurrentIndex(1)
    returns = window.returns
    assert returns.sheet.columnSpan(0, 0) == 3
    assert str(returns.model.headerData(2, Qt.Orientation.Horizontal)).startswith("C  hidden")
    assert returns.model.index(6, 2).data(UNSEEN)
    assert not returns.model.index(6, 1).data(UNSEEN)


def test_a_hidden_sheet_that_holds_something_has_a_tab_that_says_hidden(window: Window) -> None:
    book = pictured.workbook()
    old = Sheet("Old", "hidden", (Cell(1, 1, CellKind.TEXT, "stale"),))
    on_returns(window, replace(book, sheets=(*book.sheets, old)))
    tabs = window.returns.tabs
    assert [tabs.tabText(n) for n in range(tabs.count())] == ["Cover", "Outcome 1", "Old (hidden)"]


def test_the_return_before_stands_beside_and_what_differs_is_marked(window: Window) -> None:
    returns = on_returns(window).returns
    returns.tabs.setCurrentIndex(1)
    cells = [
        c._replace(raw="99.9") if c.a1 == "G8" else c for c in pictured.workbook().sheets[1].cells
    ]
    returns.show_before(with_sheet(cells=tuple(cells)))
    assert returns.pair.before.isVisible()
    changed = [
        (row, column)
        for row in range(returns.model.rowCount())
        for column in range(returns.model.columnCount())
        if returns.model.index(row, column).data(CHANGED)
    ]
    assert changed == [(7, 6)]
    spoken = returns.model.index(7, 6).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "before 99.9" in spoken
    returns.show_before(None)
    assert not returns.pair.before.isVisible()


def test_n_and_p_walk_the_findings_from_the_list_and_from_the_sheet(
    window: Window, qtbot: QtBot
) -> None:
    returns = on_returns(window).returns
    returns.tree.setFocus()
    before = returns.tree.chosen()
    QTest.keyClick(returns.tree, Qt.Key.Key_N)
    qtbot.waitUntil(lambda: returns.tree.chosen() != before)
    QTest.keyClick(returns.sheet, Qt.Key.Key_P)
    qtbot.waitUntil(lambda: returns.tree.chosen() == before)


def test_one_reason_is_asked_for_all_open_queries_of_a_rule(window: Window) -> None:
    picture = pictured.picture()
    query = next(f for f in picture.open_findings if f.severity == "query")
    other = replace(query, origin=replace(query.origin, cell="G8"), read="another")
    show(window, replace(picture, findings=(*picture.findings, other)))
    on_returns(window)
    window.workbench.look(Focus(RETURNS, finding=query.key))
    told: list[list[Finding]] = []
    window.returns.all_explained.connect(lambda findings, _text: told.append(findings))
    panel = window.returns.panel
    panel.text.setPlainText("Checked with the board.")
    assert panel.every.isEnabled()
    panel.every.click()
    assert {f.code for f in told[0]} == {query.code}
    assert len(told[0]) == 2


def test_sending_back_names_the_return_in_hand(window: Window) -> None:
    on_returns(window)
    told: list[tuple[str, str]] = []
    window.returns.back_wanted.connect(lambda sha256, board: told.append((sha256, board)))
    window.returns.back.click()
    assert told == [(pictured.sha("Burnley"), "burnley")]


def test_of_a_return_that_came_locked_the_cells_not_read_say_so(window: Window) -> None:
    cells = [
        c._replace(raw=WITHHELD) if c.a1 == "A1" else c for c in pictured.workbook().sheets[1].cells
    ]
    on_returns(window, replace(with_sheet(cells=tuple(cells)), opened="inside"))
    returns = window.returns
    returns.tabs.setCurrentIndex(1)
    assert returns.heading.sentence.toolTip() == " ".join(
        next(s.returned for s in pictured.picture().suppliers if s.returned).rules.said()
    )
    assert "sent locked; unread cells withheld" in returns.heading.sentence.accessibleName()
    returns.sheet.setCurrentIndex(returns.model.index(0, 0))
    assert (returns.formula.text(), returns.format.text()) == (
        WITHHELD,
        "withheld: it was not read",
    )
    returns.sheet.setCurrentIndex(returns.model.index(7, 6))
    assert returns.format.text().startswith("as sent, ")


def test_a_locked_file_is_asked_its_password_and_no_notice_is_left(window: Window) -> None:
    why = Refusal("wyre.xlsx is locked with a password.", "Give its password.")
    check = FileCheck("wyre.xlsx", "", b"", refusal=why, is_locked=True)
    refused: list[Refusal] = []
    window.workbench.refused.connect(refused.append)
    intake._accept(window.workbench, [Path("wyre.xlsx")], (check,))
    (dialog,) = [w for w in QApplication.allWidgets() if isinstance(w, PasswordDialog)]
    assert refused == []
    assert dialog.windowTitle() == "A locked workbook"
    assert not dialog.open_it.isEnabled()
    dialog.secret.setText("council")
    assert dialog.open_it.isEnabled()
    dialog.reject()


def pointed(window: Window) -> LayoutDialog:
    """The dialog on a small foreign sheet, everything pointed to."""
    cells = (("District", "2022/23", "2023/24"), ("Burnley", "60", "61"), ("Total", "60", "61"))
    made = tuple(
        Cell(r, c, CellKind.NUMBER if text.isdecimal() else CellKind.TEXT, text)
        for r, row in enumerate(cells, start=1)
        for c, text in enumerate(row, start=1)
    )
    workbook = Workbook("theirs.xlsx", "", 1, (Sheet("Data", "visible", made),))
    window.workbench.framework = load_framework("cypfp-2022")
    (desk,) = window.findChildren(LayoutDesk)
    desk.open(Path("theirs.xlsx"), workbook)
    (dialog,) = [w for w in QApplication.allWidgets() if isinstance(w, LayoutDialog)]
    for where, act in (
        ((1, 1), dialog.point_first),
        ((1, 0), lambda: dialog.point(Role.AREA, Where.COLUMN)),
        ((0, 1), lambda: dialog.point(Role.PERIOD, Where.ROW)),
    ):
        dialog.sheet.setCurrentIndex(dialog.model.index(*where))
        act()
    measure = dialog.said[Role.MEASURE]
    assert isinstance(measure, QComboBox)
    measure.setCurrentIndex(measure.findData("rwm-all"))
    return dialog


def test_a_recipe_is_made_by_pointing_and_nothing_is_saved_that_would_drop_a_row(
    window: Window,
) -> None:
    dialog = pointed(window)
    assert dialog.first.text() == "&First figure: B2"
    assert dialog.shown[Role.AREA].text() == "Places: column A"
    assert dialog.try_it.isEnabled()
    plan = load_framework("cypfp-2022")

    def attempt() -> None:
        named = (dialog.name.text(), str(dialog.board.currentData()))
        dialog.show_trial(layouts.attempt(dialog._workbook, "Data", [dialog._told()], named, plan))

    dialog.name.setText("Their own sheet")
    attempt()
    assert "no area of the plan is called “Total”" in dialog.result_line.text()
    assert not dialog.keep.isEnabled()
    dialog.left_out.setText("Total")
    attempt()
    assert dialog.result_line.text() == "2 figures would be read: places 1, periods 2."
    told: list[Recipe] = []
    dialog.saved.disconnect()
    dialog.saved.connect(told.append)
    dialog.keep.click()
    assert told[0].name == "Their own sheet"
    assert told[0].sheets[0].blocks[0].left_out == ("Total",)


def test_findings_that_cannot_be_written_are_refused_with_what_to_do(
    window: Window, tmp_path: Path
) -> None:
    (desk,) = window.findChildren(ReturnsDesk)
    desk._write(tmp_path / "all.csv", b"written")
    assert (tmp_path / "all.csv").read_bytes() == b"written"
    refused: list[Refusal] = []
    window.workbench.refused.connect(refused.append)
    desk._write(tmp_path / "no such folder" / "all.csv", b"written")
    assert refused[0].what.startswith("all.csv could not be written")
