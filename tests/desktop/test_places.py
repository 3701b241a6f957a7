"""Each place shows the picture it is given, and says what the analyst wants."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cypworkbench.desktop.focus import MEASURES, PACKS, RETURNS, ROUND, Focus
from cypworkbench.desktop.pack_choice import Wanted
from cypworkbench.desktop.round_place import next_step
from cypworkbench.desktop.window import Window
from cypworkbench.domain.evidence import Finding
from tests.desktop import pictured
from tests.desktop.conftest import show

SHARE = pictured.findings()[1]


def on_returns(window: Window) -> Window:
    window.workbench.look(Focus(RETURNS, "burnley"))
    window.returns.show_workbook(pictured.workbook())
    return window


def test_an_empty_window_says_what_to_do_and_offers_the_sample(empty: Window) -> None:
    assert empty.middle.currentWidget() is empty.first
    assert empty.focusWidget() is empty.first.sample
    assert not empty.menus.actions["read"].isEnabled()


def test_round_has_a_row_a_board_and_names_the_next_step(window: Window) -> None:
    model = window.round.model
    assert model.rowCount() == 12
    words = [str(model.index(0, c).data()) for c in range(4)]
    assert words == ["Burnley", "Queries out", "3 to answer", "received 25 September"]
    assert str(model.index(11, 3).data()) == "7 days late"
    assert "3 open findings in Burnley" in window.round.next_title.text()


def test_the_next_step_leads_from_findings_to_the_missing_return_to_the_pack() -> None:
    picture = pictured.picture()
    assert next_step(picture)[3] == Focus(RETURNS, "burnley", finding=picture.open_findings[0].key)


def test_enter_on_a_board_opens_its_return(window: Window, qtbot: QtBot) -> None:
    window.workbench.look(Focus(ROUND))
    window.round.table.setFocus()
    QTest.keyClick(window.round.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.workbench.focus.place == RETURNS)
    assert window.returns.heading.title.accessibleName() == "Burnley"


def test_the_rail_shows_how_many_findings_wait(window: Window) -> None:
    assert window.rail.buttons[RETURNS].accessibleName() == "Returns, 3 to answer"
    assert window.rail.buttons[ROUND].accessibleName() == "Round"


def test_a_doubted_cell_is_shown_where_the_sender_put_it(window: Window) -> None:
    on_returns(window)
    window.workbench.look(Focus(RETURNS, finding=SHARE.key))
    returns = window.returns
    assert returns.address.text() == "G7"
    assert returns.formula.text() == "0.37"
    assert returns.formula.isReadOnly()
    assert returns.model.doubt(7, 7) == (SHARE, False)
    said = returns.model.index(6, 6).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "G7: 0.37. G7: 0.37 looks like a share. Is it 37%?"


def test_hidden_sheets_get_no_tab_and_hidden_rows_say_so(window: Window) -> None:
    tabs = on_returns(window).returns.tabs
    assert [tabs.tabText(n) for n in range(tabs.count())] == ["Cover", "Outcome 1"]
    header = window.returns.model.headerData(7, Qt.Orientation.Vertical)
    assert header == "8 hidden"


def test_findings_are_grouped_by_rule_worst_first_with_counts(window: Window) -> None:
    tree = on_returns(window).returns.tree
    model = tree.model()
    groups = [str(model.index(row, 0).data()) for row in range(model.rowCount())]
    assert groups == [
        "Error: filled before, blank now (1)",
        "Query: changed more than it ever has (1)",
        "Query: looks like a share, not a percentage (1)",
        "Note: hidden row, column or sheet (1)",
    ]
    assert tree.accessibleName() == "Findings: 4, of which 3 to answer"


def test_enter_on_a_finding_goes_to_its_cell(window: Window) -> None:
    on_returns(window)
    window.returns.tree.choose(pictured.findings()[2].key)
    QTest.keyClick(window.returns.tree, Qt.Key.Key_Return)
    index = window.returns.sheet.currentIndex()
    assert (index.row() + 1, index.column() + 1) == (8, 7)
    assert window.returns.sheet.hasFocus()


def test_f8_walks_the_open_findings_both_ways(window: Window) -> None:
    on_returns(window)
    first = window.returns.tree.chosen()
    QTest.keyClick(window, Qt.Key.Key_F8)
    second = window.returns.tree.chosen()
    QTest.keyClick(window, Qt.Key.Key_F8, Qt.KeyboardModifier.ShiftModifier)
    assert window.returns.tree.chosen() == first != second
    assert window.returns.panel.where.text().startswith("1 of 3 open")


def test_explaining_hands_on_the_finding_and_its_reason(window: Window) -> None:
    on_returns(window)
    window.workbench.look(Focus(RETURNS, finding=SHARE.key))
    heard: list[tuple[Finding, str]] = []
    window.returns.explained.disconnect()
    window.returns.explained.connect(lambda finding, text: heard.append((finding, text)))
    window.returns.panel.text.setPlainText("The board meant 37%.")
    window.menus.actions["explain"].trigger()
    assert heard == [(SHARE, "The board meant 37%.")]


def test_an_explained_finding_says_so_and_an_error_cannot_be_explained(window: Window) -> None:
    on_returns(window)
    show(window, pictured.answered())
    window.returns.tree.choose(SHARE.key)
    assert window.returns.panel.text.toPlainText() == "The board will send it again."
    assert not window.returns.panel.explain.isEnabled()
    window.returns.tree.choose(pictured.findings()[0].key)
    assert not window.returns.panel.explain.isEnabled()
    assert "cannot be explained away" in window.returns.panel.lapses.text()


def test_measures_lists_by_outcome_and_finds_by_name(window: Window) -> None:
    window.workbench.look(Focus(MEASURES))
    model = window.measures.model
    words = [str(model.index(row).data()) for row in range(model.rowCount())]
    assert words[:3] == ["1  Safe from harm", "Infant mortality", "Low birth weight"]
    QTest.keyClicks(window.measures.search, "alcohol")
    words = [str(model.index(row).data()) for row in range(model.rowCount())]
    assert words == ["2  Healthy lifestyles", "Alcohol admissions"]


def test_a_district_chosen_among_the_multiples_is_looked_at(window: Window) -> None:
    window.workbench.look(Focus(MEASURES, measure="m1"))
    small = window.measures.multiples
    small.setFocus()
    QTest.keyClick(small, Qt.Key.Key_Right)
    QTest.keyClick(small, Qt.Key.Key_Return)
    assert window.workbench.focus.area == pictured.code("Chorley")
    assert window.measures.panel.title.text() == "Chorley, 2022"


def test_figures_and_their_sources_stand_in_tables_that_copy_themselves(window: Window) -> None:
    window.workbench.look(Focus(MEASURES, measure="m1"))
    figures, sources = window.measures.figures, window.measures.sources
    assert figures.rows[0][0] == "2022"
    assert figures.copied().startswith("Period\tLancashire\tNumerator")
    assert sources.rows[0][3:] == ("Outcome 1", "G20")


def test_the_chart_is_asked_for_at_the_size_there_is(window: Window, qtbot: QtBot) -> None:
    window.measures.chart_wanted.disconnect()
    wanted = window.measures.chart_wanted
    # the first wish may still be for what was shown before
    with qtbot.waitSignal(
        wanted, check_params_cb=lambda wish: wish.ask.assessment.measure.id == "m2"
    ) as told:
        window.workbench.look(Focus(MEASURES, measure="m2"))
    assert told.args is not None
    wish = told.args[0]
    assert (wish.width, wish.height) == (
        window.measures.chart.width(),
        window.measures.chart.height(),
    )
    assert [a.area for a in wish.ask.beside] == list(pictured.framework().comparators)


def test_packs_asks_for_the_pack_of_the_board_in_view(window: Window) -> None:
    asked: list[Wanted] = []
    window.packs.pack_wanted.disconnect()
    window.packs.pack_wanted.connect(asked.append)
    window.workbench.look(Focus(PACKS))
    assert [(w.board, w.name) for w in asked] == [("county", "board")]
    assert not window.packs.panel.issue.isEnabled()


def test_words_from_files_are_never_taken_for_markup(window: Window) -> None:
    for label in window.findChildren(type(window.returns.address)):
        assert label.textFormat() == Qt.TextFormat.PlainText, label.text()
