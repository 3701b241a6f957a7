"""The plan's place: every line of it can be found, its definition read, and its life followed across the plans."""

from collections.abc import Generator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from cypworkbench.catalogue.continuity import all_plans, life
from cypworkbench.desktop import plan_words
from cypworkbench.desktop.focus import MEASURES, PLAN, Focus
from cypworkbench.desktop.plan_desk import PlanDesk
from cypworkbench.desktop.plan_place import PlanPlace
from cypworkbench.desktop.plan_words import Row, Sort
from cypworkbench.desktop.style import DARK, LIGHT
from cypworkbench.desktop.window import Window
from cypworkbench.domain.account import Account
from cypworkbench.domain.framework import Framework
from cypworkbench.domain.measuring import SeriesRef
from tests.desktop import pictured
from tests.desktop.conftest import show

PLANS = all_plans()
NEWEST = PLANS[-1]


@pytest.fixture
def place(window: Window) -> Generator[PlanPlace]:
    """The plan's place, with every plan in it."""
    own = pictured.framework()
    window.workbench.look(Focus(PLAN))
    shown = window.desk(PlanDesk).place
    shown.show_plans((*PLANS, own))
    shown.which.setCurrentIndex(shown.which.findData(NEWEST.id))
    shown.which.activated.emit(shown.which.currentIndex())
    yield shown
    window.theme.follow(LIGHT)


def choose(place: PlanPlace, sort: Sort, key: str) -> None:
    place.list.setCurrentIndex(place.model.index(place.model.row_of(sort, key)))


def words(place: PlanPlace) -> list[str]:
    rows = (place.model.index(n).data() for n in range(place.model.rowCount()))
    return [str(text) for text in rows]


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.id)
def test_every_listing_of_the_plan_has_a_row_and_every_row_a_card(plan: Framework) -> None:
    rows = list(plan_words.outcome_rows(plan))
    listed = [m.id for m in plan.measures for _ in m.listings]
    assert sorted(r.key for r in rows if r.sort is Sort.MEASURE) == sorted(listed)
    assert [r.key for r in rows if r.sort is Sort.PRIORITY] == [
        p.id for o in plan.outcomes for p in plan.priorities if p.outcome == o.id
    ]
    every = [*rows, *plan_words.board_rows(plan), *plan_words.theme_rows(plan)]
    assert sum(r.sort is Sort.BOARD for r in every) == len(plan.boards)
    assert sum(r.sort is Sort.THEME for r in every) == len(plan.themes)
    assert all(plan_words.card(plan, row).title for row in every)


def test_a_measures_card_gives_its_definition_and_the_plans_own_words(place: PlanPlace) -> None:
    choose(place, Sort.MEASURE, "smoking-at-delivery")
    shown, measure = place.card.shown, NEWEST.measure("smoking-at-delivery")
    assert (shown.title, shown.quoted) == (measure.title, measure.wording)
    facts = dict(shown.facts)
    assert facts["Top line"] == measure.numerator
    assert facts["Bottom line"] == measure.denominator
    assert facts["Good"] == "Lower is better."


def test_a_search_keeps_what_a_line_stands_under_and_looks_in_the_plans_own_words(
    place: PlanPlace,
) -> None:
    place.search.setText("time of delivery")
    measure = NEWEST.measure("smoking-at-delivery")
    number = NEWEST.outcome(measure.outcome).number
    assert words(place)[-1] == measure.short_title
    assert any(line.startswith(f"{number}  ") for line in words(place))
    place.search.setText("no plan says this")
    assert words(place) == []
    assert place.heading.sentence.accessibleName() == "0 lines found"


def test_a_life_through_two_plans_shows_both_and_the_break_in_words_too(place: PlanPlace) -> None:
    choose(place, Sort.MEASURE, "smoking-at-delivery")
    spoken = place.strip.accessibleDescription()
    assert "2011 to 2014: not in this plan." in spoken
    assert "2014 to 2017: the same series." in spoken
    assert "from 2022: the same series." in spoken
    assert "Break in April 2017" in spoken
    choose(place, Sort.OUTCOME, NEWEST.outcomes[0].id)
    assert place.strip.isHidden()


def test_the_strip_is_drawn_by_day_and_by_night_in_that_look_s_colours(
    place: PlanPlace, window: Window
) -> None:
    choose(place, Sort.MEASURE, "smoking-at-delivery")
    seen = {}
    for look in (LIGHT, DARK):
        window.theme.follow(look)
        picture = place.strip.grab().toImage()
        colours = {
            picture.pixelColor(x, y).name()
            for x in range(picture.width())
            for y in range(picture.height())
        }
        assert window.theme["accent"].name() in colours
        assert window.theme["off"].name() in colours
        seen[look] = colours
    assert seen[LIGHT] != seen[DARK]


def test_by_keyboard_alone_a_board_is_found_and_read(place: PlanPlace) -> None:
    place.ways.group.button(1).setFocus()
    QTest.keyClick(place.ways.group.button(1), Qt.Key.Key_Space)
    place.list.setFocus()
    QTest.keyClick(place.list, Qt.Key.Key_Home)
    QTest.keyClick(place.list, Qt.Key.Key_Down)
    row = place.list.currentIndex().data(Qt.ItemDataRole.UserRole)
    assert isinstance(row, Row)
    assert row.sort is Sort.BOARD
    assert place.card.shown.title == NEWEST.board(row.key).name


def test_from_the_plan_to_the_figures_only_where_the_workspace_has_them(
    place: PlanPlace, window: Window
) -> None:
    choose(place, Sort.MEASURE, "smoking-at-delivery")
    assert not place.figures.isEnabled()
    own = pictured.framework()
    place.which.setCurrentIndex(place.which.findData(own.id))
    place.which.activated.emit(place.which.currentIndex())
    choose(place, Sort.MEASURE, own.measures[-1].id)
    place.figures.click()
    assert window.workbench.focus.place == MEASURES
    assert window.workbench.focus.measure == own.measures[-1].id


def test_what_boards_said_of_a_milestone_stands_on_its_card(
    place: PlanPlace, window: Window
) -> None:
    own = pictured.framework()
    measure = own.measures[0]
    said = (("State", "Complete"), ("Date", ""), ("Evidence", "The signed memorandum"))
    account = Account(measure.id, own.county, said, "0" * 64, "In words", ("C6", "D6", "E6"))
    show(window, replace(pictured.picture(), accounts=(account,)))
    place.which.setCurrentIndex(place.which.findData(own.id))
    place.which.activated.emit(place.which.currentIndex())
    choose(place, Sort.MEASURE, measure.id)
    line = "Lancashire. State: Complete. Evidence: The signed memorandum"
    assert ("Said this round", (line,)) in place.card.shown.lists


def test_what_two_plans_share_is_one_life_whichever_is_open() -> None:
    lives = [
        [str(s.ref) for s in life(SeriesRef(plan.id, "cla-rate"), PLANS).same] for plan in PLANS
    ]
    assert lives[0] == lives[1] == lives[2]
    assert len(lives[0]) == 3


def test_the_plan_itself_is_told_with_its_vision_and_where_it_was_taken_from(
    place: PlanPlace,
) -> None:
    choose(place, Sort.MEASURE, "smoking-at-delivery")
    place.about.click()
    shown = place.card.shown
    assert (shown.title, shown.quoted) == (NEWEST.title, NEWEST.vision)
    assert ("Taken from", NEWEST.sources) in shown.lists
