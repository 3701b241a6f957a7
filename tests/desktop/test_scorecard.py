"""The scorecard: every verdict in words, the leading one named, and the measure one key away."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from cypworkbench.desktop.focus import MEASURES, SCORECARD, Focus
from cypworkbench.desktop.scorecard_place import ScorecardPlace
from cypworkbench.desktop.scorecard_table import HEADS
from cypworkbench.desktop.window import Window
from cypworkbench.packs import narrative
from tests.desktop import pictured


def _scorecard(window: Window) -> ScorecardPlace:
    window.workbench.look(Focus(SCORECARD))
    place = window.places[SCORECARD]
    assert isinstance(place, ScorecardPlace)
    return place


def test_each_measure_stands_under_its_outcome_with_its_verdicts_in_words(window: Window) -> None:
    place = _scorecard(window)
    rows = place.model.rows
    assert rows[0][0] == "1  Safe from harm"
    picture = window.workbench.picture
    assert picture
    for row in rows:
        assert len(row) == len(HEADS)
        assert row[1] or row[0][0].isdigit()
    assert place.heading.sentence.accessibleName().startswith(
        f"{sum(bool(row[1]) for row in rows)} measures: "
    )


def test_the_chosen_measure_is_told_as_the_page_tells_it_and_what_leads_is_named(
    window: Window,
) -> None:
    place = _scorecard(window)
    window.workbench.look(Focus(SCORECARD, measure="m1"))
    picture = window.workbench.picture
    assert picture
    held = picture.assessments["m1", picture.framework.county]
    assert place.claim.text() == narrative.claim(held)
    assert place.leads.text().startswith("Judged first by its target.")


def test_enter_looks_at_the_measure_and_another_area_shows_its_own(window: Window) -> None:
    place = _scorecard(window)
    window.workbench.look(Focus(SCORECARD, measure="m1", area=pictured.code("Chorley")))
    assert place.heading.title.accessibleName() == "Scorecard, Chorley"
    QTest.keyClick(place.table, Qt.Key.Key_Return)
    assert window.workbench.focus.place == MEASURES
    assert window.workbench.focus.measure == "m1"
    assert window.workbench.focus.area == pictured.code("Chorley")
