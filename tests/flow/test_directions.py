"""Which way is good: neither where a measure is neutral, asked where the plan leaves doubt, and kept once decided."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from cypworkbench import catalogue
from cypworkbench.analysis.assess import assess_series
from cypworkbench.domain.area import ENGLAND, LANCASHIRE
from cypworkbench.domain.decision import DecisionKind, Intent, link
from cypworkbench.domain.evidence import Origin
from cypworkbench.domain.framework import Measure, Polarity
from cypworkbench.domain.judgement import (
    Assessment,
    Point,
    Series,
    Status,
    Target,
    TargetKind,
    Variation,
)
from cypworkbench.domain.pack import Edition
from cypworkbench.domain.period import Period, PeriodKind
from cypworkbench.domain.record import Record
from cypworkbench.domain.refusal import Refusal
from cypworkbench.domain.state import fold
from cypworkbench.flow import decide, directions, packing, pictured, sample
from cypworkbench.flow.decide import Desk
from cypworkbench.packs import narrative, render
from cypworkbench.store.workspace import Workspace
from tests.journey.sampled import COUNTY, sampled

PLAN = catalogue.load_framework(sample.FRAMEWORK)
NEUTRAL = [
    (plan.id, measure.id)
    for plan in map(catalogue.load_framework, catalogue.list_frameworks())
    for measure in plan.measures
    if measure.polarity is Polarity.NEUTRAL
]
JUDGED = re.compile(r"\b(better|worse|improv\w*|concern\w*)\b", re.IGNORECASE)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A new workspace of the plan of 2022, as the analyst sits before it."""
    path = tmp_path / "w.cypw"
    with Workspace.create(path, PLAN.id, sample.ANALYST, sample.RETURNED_AT) as workspace:
        yield Desk(workspace, sample.ANALYST, sample.ANSWERED_AT)


def _series(measure: Measure, values: tuple[float, ...], area: str = LANCASHIRE) -> Series:
    first = Period(date(2001, 4, 1), measure.period_kind)
    points = tuple(
        Point(first.shift(step), value, value * 1000, 1000.0, origins=(Origin("f", "s", "A1"),))
        for step, value in enumerate(values)
    )
    return Series(measure, area, points)


def _banded(measure: Measure) -> tuple[Assessment, Assessment]:
    """The county's last figure leaps above its band, then falls below it: quarterly, assessed beside England's."""
    measure = replace(measure, period_kind=PeriodKind.QUARTER)
    band = Target(
        measure.id, LANCASHIRE, TargetKind.BAND, Decimal(40), date(2000, 1, 1), upper=Decimal(50)
    )
    steady = (45.0, 46.0, 44.0, 44.5, 45.5, 43.5, 46.5) * 2
    said = []
    for last in (60.0, 30.0):
        of = (_series(measure, (*steady, last)), _series(measure, (*steady, 45.0), ENGLAND))
        said.append(next(a for a in assess_series(of, (band,)) if a.area == LANCASHIRE))
    return said[0], said[1]


def _all_that_is_said(assessment: Assessment) -> str:
    names = {LANCASHIRE: "Lancashire", ENGLAND: "England"}
    return " ".join(
        [
            narrative.claim(assessment),
            narrative.support(assessment, names),
            narrative.step(assessment),
            *narrative.variation_words(assessment),
        ]
    )


@pytest.mark.parametrize(("plan", "name"), NEUTRAL)
def test_a_neutral_measure_is_held_to_its_band_and_never_called_better_or_worse(
    plan: str, name: str
) -> None:
    measure = catalogue.load_framework(plan).measure(name)
    high, low = _banded(measure)
    assert (high.status, low.status) == (Status.OFF, Status.OFF)
    assert (high.variation, low.variation) == (Variation.NEUTRAL_HIGH, Variation.NEUTRAL_LOW)
    for assessment in (high, low):
        said = _all_that_is_said(assessment)
        assert "the agreed band of 40" in said
        assert not JUDGED.search(said), said


def test_a_measure_that_has_a_good_way_is_called_better_and_worse_in_the_same_sentences() -> None:
    high, low = _banded(PLAN.measure("care-leavers-accommodation"))
    assert JUDGED.search(_all_that_is_said(high))
    assert JUDGED.search(_all_that_is_said(low))


def test_until_the_board_decides_the_page_says_what_it_is_asked() -> None:
    assert len(directions.in_doubt(PLAN)) == 6
    for measure in directions.in_doubt(PLAN):
        neither, asked = narrative.way_to_be_good(measure)
        assert neither == "Neither higher nor lower is better in itself."
        assert asked == f"The board is asked to decide. {measure.in_doubt}"


def test_the_right_number_is_asked_for_until_a_band_is_in_force() -> None:
    care = PLAN.measure("cla-rate")
    banded, _ = _banded(care)
    without = replace(banded, target=None)
    assert any("the right number" in said for said in narrative.data_note(without, {}))
    assert not any("is asked" in said for said in narrative.data_note(banded, {}))
    stepped, _ = _banded(PLAN.measure("eh-stepped-up"))
    assert any("is asked" in said for said in narrative.data_note(stepped, {}))


def test_what_the_board_decided_is_kept_judged_by_and_printed(desk: Desk) -> None:
    because = "Fewer step-ups mean that help came early enough."
    directions.decide_direction(desk, PLAN, "eh-stepped-up", Polarity.LOWER, because)
    measure = pictured.picture(desk.workspace.record(), PLAN).framework.measure("eh-stepped-up")
    assert measure.polarity is Polarity.LOWER
    high, low = _banded(measure)
    assert high.variation is Variation.CONCERN
    assert low.variation is Variation.IMPROVEMENT
    assert narrative.data_note(high, {})[1] == (
        "The board decided on 2 October 2026 that lower is better: "
        "Fewer step-ups mean that help came early enough."
    )


def test_the_board_may_decide_that_neither_way_is_better(desk: Desk) -> None:
    directions.decide_direction(desk, PLAN, "sen-ehcp", Polarity.NEUTRAL, "Needs found are good.")
    measure = pictured.picture(desk.workspace.record(), PLAN).framework.measure("sen-ehcp")
    (said,) = narrative.way_to_be_good(measure)
    assert "that neither way is better in itself: Needs found are good." in said


def test_a_direction_taken_back_is_asked_for_again_and_the_last_one_holds(desk: Desk) -> None:
    for way in (Polarity.HIGHER, Polarity.LOWER):
        last = directions.decide_direction(desk, PLAN, "fsm-primary", way, "Take-up is meant.")
    assert fold(desk.workspace.record().decisions).directions["fsm-primary"].polarity == "lower"
    decide.undo(desk, last.sequence)
    decide.undo(desk, last.sequence - 1)
    picture = pictured.picture(desk.workspace.record(), PLAN)
    assert narrative.way_to_be_good(picture.framework.measure("fsm-primary"))[1].endswith(
        "poverty."
    )


@pytest.mark.parametrize(
    ("name", "way", "because", "said"),
    [
        ("cpp-rate", Polarity.LOWER, "So we think.", "not asked which way is good for 'cpp-rate'"),
        ("nothing", Polarity.LOWER, "So we think.", "not asked which way is good for 'nothing'"),
        ("sen-ehcp", Polarity.NONE, "So we think.", "cannot be good 'none'"),
        ("sen-ehcp", Polarity.LOWER, "  ", "needs the board's reason"),
    ],
)
def test_a_direction_that_nobody_asked_for_is_refused(
    desk: Desk, name: str, way: Polarity, because: str, said: str
) -> None:
    with pytest.raises(Refusal, match=said):
        directions.decide_direction(desk, PLAN, name, way, because)
    assert not fold(desk.workspace.record().decisions).directions


def _printed(record: Record) -> str:
    """Every word of the county's pack from that record."""
    picture = pictured.picture(record, sampled().framework)
    plan = packing.plan_pack(picture, COUNTY, Edition.BOARD, 1, sample.PACKED_AT)
    pages = render.draw(plan, "0" * 64).pages
    return " ".join(" ".join(box.text for page in pages for box in page.boxes).split())


def test_a_pack_prints_what_the_board_is_asked_and_then_what_it_decided() -> None:
    record = sampled().record
    asked = f"The board is asked to decide. {PLAN.measure('eh-stepped-up').in_doubt}"
    decided = "The board decided on 2 October 2026 that lower is better: Help came early."
    intent = Intent(
        DecisionKind.DIRECTION_DECIDED,
        "eh-stepped-up",
        {"polarity": "lower", "because": "Help came early."},
    )
    more = link(record.decisions[-1], intent, sample.ANALYST, sample.ANSWERED_AT, salt="salt")
    before = _printed(record)
    after = _printed(replace(record, decisions=(*record.decisions, more)))
    assert (asked in before, decided in before) == (True, False)
    assert (asked in after, decided in after) == (False, True)
