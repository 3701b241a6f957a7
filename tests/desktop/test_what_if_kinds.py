"""The target dialog asks for what each kind needs, no more, and begins from the target in force."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from cypworkbench.desktop.what_if_dialog import WhatIfDialog
from cypworkbench.desktop.window import Window
from cypworkbench.domain.area import ENGLAND
from cypworkbench.domain.framework import Polarity
from cypworkbench.domain.judgement import Assessment, Target, TargetKind
from tests.desktop import pictured

START, OTHERS = date(2026, 4, 1), (("England", ENGLAND),)


def _held(polarity: Polarity = Polarity.LOWER) -> Assessment:
    held = next(iter(pictured.picture().assessments.values()))
    measure = replace(held.measure, polarity=polarity)
    return replace(held, series=replace(held.series, measure=measure), target=None)


def _choose(dialog: WhatIfDialog, kind: TargetKind) -> None:
    dialog.kind.setCurrentIndex(dialog.kind.findData(kind))


@pytest.mark.parametrize(
    ("kind", "typed", "wanted"),
    [
        (TargetKind.ABSOLUTE, {"value": "12"}, {"value": Decimal(12)}),
        (TargetKind.BAND, {"value": "5", "upper": "7"}, {"upper": Decimal(7)}),
        (TargetKind.STRAIGHT, {"value": "9", "end": "2028-03-31"}, {"end": date(2028, 3, 31)}),
        (TargetKind.IMPROVEMENT, {"value": "10"}, {"value": Decimal(10)}),
        (TargetKind.COMPARATOR, {}, {"comparator": ENGLAND, "value": None}),
        (TargetKind.GAP, {}, {"comparator": ENGLAND, "value": None}),
        (TargetKind.MONITOR, {}, {"value": None, "upper": None, "comparator": ""}),
    ],
)
def test_each_kind_is_whole_once_what_it_needs_is_there(
    window: Window, kind: TargetKind, typed: dict[str, str], wanted: dict[str, object]
) -> None:
    dialog = WhatIfDialog(window, _held(), "Lancashire", START, OTHERS)
    _choose(dialog, kind)
    for name, text in typed.items():
        assert dialog.target is None
        getattr(dialog, name).setText(text)
    made = dialog.target
    assert made is not None
    assert (made.kind, made.start) == (kind, START)
    assert {name: getattr(made, name) for name in wanted} == wanted
    dialog.deleteLater()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("start", "soon"),
        ("end", "2020-01-01"),
        ("tolerance", "100"),
        ("upper", "4"),
        ("value", "x"),
    ],
)
def test_what_cannot_be_read_or_cannot_be_is_not_taken(
    window: Window, name: str, text: str
) -> None:
    dialog = WhatIfDialog(window, _held(), "Lancashire", START, OTHERS)
    _choose(dialog, TargetKind.BAND)
    dialog.value.setText("5")
    dialog.upper.setText("7")
    assert dialog.show_it.isEnabled()
    getattr(dialog, name).setText(text)
    assert not dialog.show_it.isEnabled()
    assert dialog.target is None
    dialog.deleteLater()


def test_where_neither_way_is_better_only_a_band_or_watching_is_offered(window: Window) -> None:
    dialog = WhatIfDialog(window, _held(Polarity.NEUTRAL), "Lancashire", START, OTHERS)
    offered = [dialog.kind.itemData(n) for n in range(dialog.kind.count())]
    assert offered == [TargetKind.BAND, TargetKind.MONITOR]
    dialog.deleteLater()


def test_it_begins_from_the_target_in_force(window: Window) -> None:
    held = _held()
    now = Target(
        *(held.measure.id, held.area, TargetKind.BAND, Decimal(50), date(2022, 4, 1)),
        upper=Decimal(70),
        tolerance=Decimal("0.05"),
    )
    dialog = WhatIfDialog(window, replace(held, target=now), "Lancashire", START, OTHERS)
    assert dialog.kind.currentData() == TargetKind.BAND
    shown = [part.text() for part in (dialog.value, dialog.upper, dialog.tolerance)]
    assert shown == ["50", "70", "5"]
    assert dialog.upper.isVisibleTo(dialog)
    assert not dialog.other.isVisibleTo(dialog)
    dialog.deleteLater()
