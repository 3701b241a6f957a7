"""Charts in the window: chosen, read aloud, copied; limits, targets and other numbers asked about where they stand."""

from datetime import date
from decimal import Decimal

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cypworkbench.desktop.chart import Chart
from cypworkbench.desktop.focus import MEASURES, Focus
from cypworkbench.desktop.limits_dialog import LimitsDialog
from cypworkbench.desktop.number_dialog import NumberDialog
from cypworkbench.desktop.what_if_dialog import WhatIfDialog
from cypworkbench.desktop.window import Window
from cypworkbench.desktop.wishes import ChartDrawing, ChartWish, Drawing
from cypworkbench.domain.area import ENGLAND
from cypworkbench.domain.charted import ChartAsk, ChartKind
from cypworkbench.domain.judgement import Assessment, Rebase
from cypworkbench.flow.charting import charted


def _held(window: Window, measure: str = "m1") -> Assessment:
    picture = window.workbench.picture
    assert picture
    return picture.assessments[measure, picture.framework.county]


def _drawn(held: Assessment, kind: ChartKind = ChartKind.RUN) -> ChartDrawing:
    """A drawing of nothing, with the real figures and words, its points along the diagonal."""
    made = charted(ChartAsk(kind, held))
    size = 40
    places = tuple((n / len(made.spots), n / len(made.spots)) for n in range(len(made.spots)))
    return ChartDrawing(Drawing(size, size, bytes(size * size * 4)), made, places)


def test_choosing_another_chart_asks_for_it_and_a_gap_offers_what_it_may_be_to(
    window: Window,
) -> None:
    window.workbench.look(Focus(MEASURES, measure="m1"))
    wishes: list[ChartWish] = []
    window.measures.chart_wanted.disconnect()
    window.measures.chart_wanted.connect(wishes.append)
    card = window.measures.card
    assert not card.others.isVisible()
    card.choose(ChartKind.GAP)
    assert card.others.isVisible()
    assert wishes[-1].ask.kind is ChartKind.GAP
    assert wishes[-1].ask.other is not None
    assert wishes[-1].ask.other.area == ENGLAND
    chorley = card.others.findText("Chorley")
    card.others.setCurrentIndex(chorley)
    card.others.activated.emit(chorley)
    assert wishes[-1].ask.other is not None
    assert wishes[-1].ask.other.area == card.other
    window.workbench.look(Focus(MEASURES, measure="m2"))
    assert card.others.currentText() in ("Chorley", "England")
    card.choose(ChartKind.FUNNEL)
    areas = {a.area for a in wishes[-1].ask.beside}
    picture = window.workbench.picture
    assert picture
    assert areas <= {d.code for d in picture.framework.districts}


def test_arrow_keys_read_the_points_and_the_table_says_the_same(
    window: Window, qtbot: QtBot
) -> None:
    window.workbench.look(Focus(MEASURES, measure="m1"))
    window.measures.show_drawing(_drawn(_held(window)))
    chart = window.measures.chart
    with qtbot.waitSignal(chart.read) as told:
        QTest.keyClick(chart, Qt.Key.Key_End)
    latest = _held(window).latest
    assert latest
    assert told.args is not None
    assert told.args[0].startswith(latest.period.label)
    assert window.measures.card.notes.text() == told.args[0]
    assert window.measures.figures.rows[0][0] == latest.period.label
    QTest.keyClick(chart, Qt.Key.Key_Left)
    assert chart.spot
    assert chart.spot.label != latest.period.label


def test_the_pointer_reads_the_point_it_is_near_and_none_elsewhere(window: Window) -> None:
    window.workbench.look(Focus(MEASURES, measure="m1"))
    chart = window.measures.chart
    drawn = _drawn(_held(window))
    window.measures.show_drawing(drawn)
    _point_at(chart, QPointF(3, 3))
    assert chart.spot == drawn.charted.spots[0]
    _point_at(chart, QPointF(3, chart.height() - 3.0))
    assert chart.spot is None


def _point_at(chart: Chart, at: QPointF) -> None:
    """The pointer moves over the chart, no button pressed."""
    none, no_keys = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    where = chart.mapToGlobal(at)
    QApplication.sendEvent(
        chart, QMouseEvent(QEvent.Type.MouseMove, at, where, none, none, no_keys)
    )


def test_the_picture_and_the_figures_go_to_the_clipboard(window: Window) -> None:
    window.workbench.look(Focus(MEASURES, measure="m1"))
    window.measures.show_drawing(_drawn(_held(window)))
    window.measures.panel.picture.click()
    assert QGuiApplication.clipboard().image().width() == 40
    window.measures.panel.copy.click()
    assert QGuiApplication.clipboard().text().startswith("Period\tFigure\tMedian")


def test_new_limits_need_a_period_and_a_reason_and_standing_ones_can_be_taken_back(
    window: Window,
) -> None:
    held = _held(window)
    there = [p.period for p in held.series.points if p.value is not None]
    standing = Rebase(held.measure.id, held.area, there[-1], "A new law.")
    dialog = LimitsDialog(window, held, "Lancashire", (standing,))
    assert dialog.periods.count() == len(there) - 1
    assert dialog.text.toPlainText() == "A new law."
    assert dialog.back.isEnabled()
    dialog.periods.setCurrentIndex(1)
    assert not dialog.back.isEnabled()
    dialog.text.setPlainText("")
    assert not dialog.act.isEnabled()
    dialog.text.setPlainText("A new service.")
    assert dialog.rebase == Rebase(held.measure.id, held.area, there[-2], "A new service.")
    dialog.deleteLater()


def test_the_chart_that_is_drawn_is_named_above_it_even_where_another_was_chosen(
    window: Window,
) -> None:
    held, card = _held(window), window.measures.card
    card.name("Lancashire", held.measure.unit)
    card.show_drawing(_drawn(held, ChartKind.TREND), "")
    assert card.title.accessibleName() == f"Lancashire, {held.measure.unit}"
    card.show_drawing(_drawn(held), "")
    assert card.title.accessibleName() == f"Run chart: Lancashire, {held.measure.unit}"


def test_what_if_asks_before_it_records_and_a_target_needs_an_owner_and_a_reason(
    window: Window, qtbot: QtBot
) -> None:
    picture = window.workbench.picture
    assert picture
    dialog = WhatIfDialog(window, picture, _held(window), date(2026, 4, 1))
    dialog.value.setText("twelve")
    assert not dialog.show_it.isEnabled()
    dialog.value.setText("12.5")
    dialog.tolerance.setText("5")
    assert dialog.show_it.isEnabled()
    assert not dialog.record.isEnabled()
    with qtbot.waitSignal(dialog.asked) as told:
        dialog.show_it.click()
    assert told.args is not None
    target = told.args[0]
    assert (target.value, target.tolerance) == (Decimal("12.5"), Decimal("0.05"))
    dialog.tell(target, ("M1: of 12 districts 9 off target (now 3).",))
    assert "9 off target" in dialog.said.text()
    dialog.owner.setText("The board")
    dialog.reason.setText("Agreed in May")
    assert dialog.record.isEnabled()
    dialog.deleteLater()


def test_another_number_is_explained_and_what_is_no_number_is_said_to_be_none(
    window: Window,
) -> None:
    asked: list[Decimal] = []

    def explaining(known: Decimal) -> tuple[str, ...]:
        asked.append(known)
        return ("It is the figure for 2021.",)

    dialog = NumberDialog(window, "M1", "18.5", explaining)
    dialog.number.setText("15.5%")
    dialog.look.click()
    assert asked == [Decimal("15.5")]
    assert dialog.said.text() == "It is the figure for 2021."
    dialog.number.setText("lots")
    dialog.look.click()
    assert dialog.said.text() == "That is not a number."
    dialog.deleteLater()
