"""The target dialog asks for what each kind needs, begins from the target in force, and records what it showed."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtWidgets import QLineEdit

from cypworkbench.desktop.what_if_dialog import WhatIfDialog
from cypworkbench.desktop.window import Window
from cypworkbench.domain.area import ENGLAND
from cypworkbench.domain.framework import Polarity
from cypworkbench.domain.judgement import Assessment, Step, Target, TargetKind
from cypworkbench.domain.record import Picture
from tests.desktop import pictured

START = date(2026, 4, 1)
DISTRICTS = tuple(d.code for d in pictured.picture().framework.districts)
LINE = (Step(date(2027, 3, 31), Decimal(22)), Step(date(2028, 3, 31), Decimal(20)))
IN_FORCE: dict[TargetKind, dict[str, object]] = {
    TargetKind.ABSOLUTE: {"value": Decimal(12)},
    TargetKind.TRAJECTORY: {"value": Decimal(24), "steps": LINE},
    TargetKind.STRAIGHT: {"value": Decimal(9), "baseline": Decimal(30), "end": date(2029, 3, 31)},
    TargetKind.IMPROVEMENT: {"value": Decimal(10), "baseline": Decimal("21.5")},
    TargetKind.COMPARATOR: {"comparator": ENGLAND},
    TargetKind.TOP_QUARTER: {"peers": DISTRICTS[:5]},
    TargetKind.GAP: {"value": Decimal("1.5"), "comparator": DISTRICTS[2]},
    TargetKind.FASTER: {"comparator": ENGLAND},
    TargetKind.MAINTAIN: {"value": None},
    TargetKind.BAND: {"value": Decimal(5), "upper": Decimal(7)},
    TargetKind.MONITOR: {},
}


def _scene(
    polarity: Polarity = Polarity.LOWER, now: Target | None = None
) -> tuple[Picture, Assessment]:
    """The illustrative picture and a measure of it with this better way, under this target."""
    picture = pictured.picture()
    held = next(iter(picture.assessments.values()))
    measure = replace(held.measure, polarity=polarity)
    measures = tuple(measure if m.id == measure.id else m for m in picture.framework.measures)
    plan = replace(picture.framework, measures=measures)
    held = replace(held, series=replace(held.series, measure=measure), target=now)
    return replace(picture, framework=plan), held


def _dialog(
    window: Window, polarity: Polarity = Polarity.LOWER, now: Target | None = None
) -> WhatIfDialog:
    return WhatIfDialog(window, *_scene(polarity, now), START)


def _target(kind: TargetKind, **more: object) -> Target:
    picture, held = _scene()
    made = Target(held.measure.id, picture.framework.county, kind, None, START)
    return replace(made, tolerance=Decimal("0.05"), owner="head of early help", **more)  # type: ignore[arg-type]  # fields by name


def _choose(dialog: WhatIfDialog, kind: TargetKind) -> None:
    dialog.kind.setCurrentIndex(dialog.kind.findData(kind))


def test_every_kind_opens_as_it_is_in_force_with_all_it_holds(window: Window) -> None:
    assert set(IN_FORCE) == set(TargetKind)
    for kind, parts in IN_FORCE.items():
        now = _target(kind, **parts)
        dialog = _dialog(window, now=now)
        tolerance = Decimal(0) if kind is TargetKind.MONITOR else now.tolerance
        assert dialog.target == replace(now, tolerance=tolerance), kind
        for name in ("value", "upper", "baseline", "steps", "other"):
            used = {"other": ("comparator", "peers")}.get(name, (name,))
            if any(parts.get(part) for part in used):
                assert getattr(dialog, name).isVisibleTo(dialog), (kind, name)
        dialog.deleteLater()


@pytest.mark.parametrize(
    ("kind", "typed", "wanted"),
    [
        (TargetKind.ABSOLUTE, {"value": "12"}, {"value": Decimal(12)}),
        (TargetKind.TRAJECTORY, {"value": "24"}, {"value": Decimal(24), "steps": ()}),
        (TargetKind.BAND, {"value": "5", "upper": "7"}, {"upper": Decimal(7)}),
        (TargetKind.STRAIGHT, {"value": "9", "end": "2028-03-31"}, {"end": date(2028, 3, 31)}),
        (TargetKind.IMPROVEMENT, {"value": "10"}, {"value": Decimal(10)}),
        (TargetKind.COMPARATOR, {}, {"value": None, "peers": ()}),
        (TargetKind.TOP_QUARTER, {}, {"value": None, "peers": DISTRICTS}),
        (TargetKind.GAP, {}, {"value": None}),
        (TargetKind.MONITOR, {}, {"value": None, "upper": None, "comparator": ""}),
    ],
)
def test_each_kind_is_whole_once_what_it_needs_is_there(
    window: Window, kind: TargetKind, typed: dict[str, str], wanted: dict[str, object]
) -> None:
    dialog = _dialog(window)
    _choose(dialog, kind)
    for name, text in typed.items():
        assert dialog.target is None
        assert dialog.said.text().endswith(".")
        getattr(dialog, name).setText(text)
    made = dialog.target
    assert made is not None
    assert (made.kind, made.start) == (kind, START)
    assert {name: getattr(made, name) for name in wanted} == wanted
    dialog.deleteLater()


def test_steps_are_written_as_in_a_sheet_and_one_that_cannot_be_read_is_named(
    window: Window,
) -> None:
    dialog = _dialog(window)
    _choose(dialog, TargetKind.TRAJECTORY)
    dialog.value.setText("24")
    dialog.steps.setText("2027-03-31: 22; soon: 20")
    assert not dialog.show_it.isEnabled()
    assert dialog.said.text().startswith("Steps cannot be read.")
    dialog.steps.setText("2027-03-31: 22; 2028-03-31: 20")
    made = dialog.target
    assert made is not None
    assert made.steps == LINE
    dialog.deleteLater()


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("start", "soon", "From cannot be read."),
        ("end", "2020-01-01", "Until (2020-01-01) is before it starts"),
        ("tolerance", "100", "Tolerance is 1, not a share of the target."),
        ("upper", "4", "Upper end is not above the value"),
        ("value", "x", "Target cannot be read."),
    ],
)
def test_what_cannot_be_read_or_cannot_be_is_not_taken_and_is_named(
    window: Window, name: str, text: str, said: str
) -> None:
    dialog = _dialog(window)
    _choose(dialog, TargetKind.BAND)
    dialog.value.setText("5")
    dialog.upper.setText("7")
    assert dialog.show_it.isEnabled()
    getattr(dialog, name).setText(text)
    assert not dialog.show_it.isEnabled()
    assert dialog.target is None
    assert dialog.said.text().startswith(said)
    dialog.deleteLater()


def test_where_neither_way_is_better_only_a_band_or_watching_is_offered_and_what_is_in_force(
    window: Window,
) -> None:
    dialog = _dialog(window, Polarity.NEUTRAL)
    offered = [dialog.kind.itemData(n) for n in range(dialog.kind.count())]
    assert offered == [TargetKind.BAND, TargetKind.MONITOR]
    older = _dialog(window, Polarity.NEUTRAL, _target(TargetKind.ABSOLUTE, value=Decimal(12)))
    assert older.kind.currentData() == TargetKind.ABSOLUTE
    assert older.said.text().startswith("Kind is absolute, and neither way is better")
    for one in (dialog, older):
        one.deleteLater()


def test_only_a_target_that_was_shown_as_it_stands_can_be_recorded(window: Window) -> None:
    dialog = _dialog(window, now=_target(TargetKind.ABSOLUTE, value=Decimal(12)))
    dialog.reason.setText("Agreed in May")
    first = dialog.target
    assert first is not None
    assert not dialog.record.isEnabled()
    dialog.tell(first, ("Nine of 12 districts turn red.",))
    assert dialog.record.isEnabled()
    changes: tuple[tuple[QLineEdit, str], ...] = (
        (dialog.value, "13"),
        (dialog.tolerance, "4"),
        (dialog.start, "2026-05-01"),
        (dialog.end, "2029-03-31"),
    )
    for part, text in changes:
        before = part.text()
        part.setText(text)
        assert not dialog.record.isEnabled(), text
        assert "has changed since" in dialog.said.text()
        dialog.tell(
            first, ("Nine of 12 districts turn red.",)
        )  # the late answer to what stood there before
        assert not dialog.record.isEnabled(), text
        part.setText(before)
        assert dialog.record.isEnabled()
        assert dialog.said.text() == "Nine of 12 districts turn red."
    for other in (dialog.whom, dialog.kind):
        other.setCurrentIndex((other.currentIndex() + 1) % other.count())
        assert not dialog.record.isEnabled()
    dialog.deleteLater()


def test_an_answer_that_comes_after_the_dialog_has_closed_changes_nothing(window: Window) -> None:
    dialog = _dialog(window, now=_target(TargetKind.ABSOLUTE, value=Decimal(12)))
    asked = dialog.target
    assert asked is not None
    dialog.open()
    said = dialog.said.text()
    dialog.cancel.click()
    dialog.tell(asked, ("Nine of 12 districts turn red.",))
    assert dialog.said.text() == said
    dialog.deleteLater()
