"""Everyone can use it: names for screen readers, no dead stops or traps, keys for everything, contrast, nothing cut."""

from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QColor, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QLabel, QMenu, QPushButton, QWidget

from cypworkbench.desktop.focus import RETURNS, Focus
from cypworkbench.desktop.marks import MARKS
from cypworkbench.desktop.places import NAMES
from cypworkbench.desktop.style import DARK, LIGHT
from cypworkbench.desktop.text import Line
from cypworkbench.desktop.window import Window, takes_tab
from cypworkbench.desktop.words import ASSURANCE, SEVERITY, STATE, STATUS, VARIATION
from cypworkbench.domain.evidence import Severity
from cypworkbench.domain.judgement import Assurance, Status, Variation
from cypworkbench.domain.record import SupplierState
from cypworkbench.domain.rule_words import RULES
from cypworkbench.packs.palette import palette as palette_of
from cypworkbench.returns.check import RULES as CHECKED
from cypworkbench.returns.together import CODE as TOGETHER
from tests.desktop import pictured

MOST_STOPS = 60


def enter(window: Window, place: str) -> None:
    window.workbench.look(Focus(place))
    if place == RETURNS:
        window.returns.show_workbook(pictured.workbook())
    QTest.qWait(1)
    QTest.qWait(1)  # a scroll area asks its words how they wrap in the second round


def walked(interface: QAccessibleInterface) -> list[QAccessibleInterface]:
    """Everything that can be reached, but never a table's cells: there may be a million."""
    found = [interface]
    if isinstance(interface.object(), QAbstractItemView):
        return found
    for number in range(interface.childCount()):
        child = interface.child(number)
        if child.isValid():
            found += walked(child)
    return found


@pytest.mark.parametrize("place", NAMES)
def test_whatever_takes_the_keyboard_has_a_name(window: Window, place: str) -> None:
    enter(window, place)
    root = QAccessible.queryAccessibleInterface(window)
    assert root is not None
    nameless = []
    for interface in walked(root):
        widget = interface.object()
        if not isinstance(widget, QWidget) or not widget.isVisible():
            continue
        if takes_tab(widget) and not widget.accessibleName():
            nameless.append(f"{type(widget).__name__} {widget.objectName()}")
    assert not nameless


@pytest.mark.parametrize("place", NAMES)
def test_tab_goes_round_every_part_and_back_again(window: Window, place: str) -> None:
    enter(window, place)
    window.rail.buttons[place].setFocus()
    there = tabbed(window, Qt.Key.Key_Tab)
    back = tabbed(window, Qt.Key.Key_Backtab)
    assert set(there) == set(back)
    parts = {
        p for p in (window.rail, window.middle, window.side) for w in there if p.isAncestorOf(w)
    }
    assert len(parts) == 3
    assert all(a is not b for a, b in pairwise(there))


def tabbed(window: Window, key: Qt.Key) -> list[QWidget]:
    """The stops from here until we are here again."""
    start = window.focusWidget()
    stops = []
    for _ in range(MOST_STOPS):
        here = window.focusWidget()
        QTest.keyClick(here, key)
        now = window.focusWidget()
        assert now is not here, f"stuck at {type(here).__name__}"
        stops.append(now)
        if now is start:
            return stops
    raise AssertionError([type(s).__name__ for s in stops])


def test_f6_goes_from_part_to_part(window: Window) -> None:
    enter(window, "round")
    window.rail.buttons["round"].setFocus()
    for part in (window.middle, window.side, window.rail):
        QTest.keyClick(window, Qt.Key.Key_F6)
        assert part.isAncestorOf(window.focusWidget()), part


def test_every_action_has_a_mnemonic_and_no_two_share_a_shortcut(window: Window) -> None:
    for menu in window.menuBar().actions():
        letters = []
        assert "&" in menu.text()
        held = menu.menu()
        assert isinstance(held, QMenu)
        for action in held.actions():
            if not action.isSeparator():
                assert "&" in action.text(), action.text()
                letters.append(action.text()[action.text().index("&") + 1].lower())
        assert len(letters) == len(set(letters)), menu.text()
    keys = [
        a.shortcut().toString() for a in window.menus.actions.values() if not a.shortcut().isEmpty()
    ]
    assert len(keys) == len(set(keys))
    assert QKeySequence(Qt.Key.Key_F8).toString() in keys


def test_a_disabled_sign_button_says_why(window: Window) -> None:
    enter(window, "packs")
    assert window.packs.panel.sign.isHidden() or not window.packs.panel.sign.isEnabled()


@pytest.mark.parametrize("size", [(1366, 698), (1280, 650)])
@pytest.mark.parametrize("place", NAMES)
def test_nothing_is_cut(window: Window, place: str, size: tuple[int, int]) -> None:
    window.resize(*size)
    enter(window, place)
    assert (window.width(), window.height()) == size, "the window refuses to be that small"
    cut = []
    for widget in window.findChildren(QWidget):
        if not widget.isVisible() or isinstance(widget, Line):
            continue
        if isinstance(widget, QLabel) and widget.text():
            tall = widget.heightForWidth(widget.width()) if widget.wordWrap() else 0
            if widget.sizeHint().width() > widget.width() and not widget.wordWrap():
                cut.append(widget.text())
            if tall > widget.height():
                cut.append(f"{widget.text()} ({tall} > {widget.height()})")
        elif isinstance(widget, QPushButton) and (
            widget.sizeHint().width() > widget.width()
            or widget.sizeHint().height() > widget.height()
        ):
            cut.append(widget.text())
    assert not cut


@pytest.mark.parametrize("size", [(1366, 698), (1280, 650)])
def test_all_twelve_boards_are_seen_without_scrolling(
    window: Window, size: tuple[int, int]
) -> None:
    window.resize(*size)
    enter(window, "round")
    assert window.round.table.verticalScrollBar().maximum() == 0


def luminance(colour: str) -> float:
    def linear(channel: float) -> float:
        return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4

    held = QColor(colour)
    red, green, blue = (linear(c) for c in (held.redF(), held.greenF(), held.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


TEXT = (
    *(
        (ink, ground)
        for ink in ("ink", "ink2", "ink3", "accent")
        for ground in ("surface", "bg", "sunken")
    ),
    *((ink, "accent_soft") for ink in ("ink", "ink2", "accent")),
    ("on_accent", "accent"),
    ("on_off", "off"),
    ("off", "surface"),
    ("ink", "off_soft"),
    ("ink", "tol_soft"),
    ("judge", "judge_soft"),
    ("met", "surface"),
)
SHAPES = (
    ("accent", "bg"),
    ("line_strong", "surface"),
    ("line_strong", "bg"),
    ("met", "surface"),
    ("tol", "surface"),
    ("off", "surface"),
)


@pytest.mark.parametrize("look", [LIGHT, DARK])
def test_text_and_shapes_stand_out_by_day_and_by_night(look: str) -> None:
    palette = palette_of(look)
    for ink, ground in TEXT:
        assert contrast(palette[ink], palette[ground]) >= 4.5, (ink, ground)
    for line, ground in SHAPES:
        assert contrast(palette[line], palette[ground]) >= 3.0, (line, ground)


def test_every_judgement_has_a_mark_and_a_name_and_no_two_marks_look_alike() -> None:
    for judgement in (*Status, *Severity):
        assert judgement.value in MARKS
    looks = {k: (m.letter, m.shape) for k, m in MARKS.items() if k in {s.value for s in Status}}
    assert len(set(looks.values())) == len(looks)
    for words, kind in (
        (STATUS, Status),
        (VARIATION, Variation),
        (ASSURANCE, Assurance),
        (SEVERITY, Severity),
        (STATE, SupplierState),
    ):
        assert set(words) == set(kind)
    assert set(RULES) == {rule.code for rule in CHECKED} | {TOGETHER}
