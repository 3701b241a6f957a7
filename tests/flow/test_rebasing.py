"""New limits are a decision with a reason: they change the limits from there on, are said, and can be taken back."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType

import pytest

from cypworkbench.analysis.assess import assess_series
from cypworkbench.domain.decision import Person
from cypworkbench.domain.judgement import Rebase
from cypworkbench.domain.pack import Edition
from cypworkbench.domain.record import Picture, Round
from cypworkbench.domain.refusal import Refusal
from cypworkbench.domain.state import fold
from cypworkbench.flow import packing, rebasing
from cypworkbench.flow.decide import Desk
from cypworkbench.store.workspace import Workspace
from tests.analysis.plan import COUNTY, FRAMEWORK, NEET, series, year
from tests.journey.sampled import sampled

STEADY = [50.0, 52.0, 49.0, 51.0, 48.0, 50.5, 52.5, 49.5, 51.5, 48.5, 50.0, 51.0, 49.0, 52.0]
NOW = datetime(2026, 10, 1, 9, tzinfo=UTC)
MOVED = series([*STEADY, *(value - 12 for value in STEADY)])
WHERE = Rebase(NEET.id, COUNTY, year(2010 + len(STEADY)), "A new way of counting.")


def _picture() -> Picture:
    (found,) = assess_series([MOVED])
    held = MappingProxyType({(NEET.id, COUNTY): found})
    return Picture(FRAMEWORK, Round("R"), (), (), (), (), (), held)


def test_limits_start_anew_where_it_was_decided_and_the_reason_is_said() -> None:
    (before,), (after,) = assess_series([MOVED]), assess_series([MOVED], (), [WHERE])
    assert before.limits is None  # a step makes neighbours alike
    assert after.limits
    place = len(STEADY)
    assert after.limits.mean[place - 1] != after.limits.mean[place]
    assert after.limits.mean[-1] == pytest.approx(sum(STEADY) / len(STEADY) - 12)
    assert "Limits start anew at 2024/25: A new way of counting." in after.caveats


def test_a_rebase_of_another_area_changes_nothing() -> None:
    elsewhere = replace(WHERE, area="E07000001")
    assert assess_series([MOVED], (), [elsewhere]) == assess_series([MOVED])


def test_new_limits_are_recorded_kept_and_taken_back(tmp_path: Path) -> None:
    by = Person("An analyst", "analyst")
    with Workspace.create(tmp_path / "w.cypw", "cypfp-2022", by, NOW) as workspace:
        desk = Desk(workspace, by, NOW)
        rebasing.rebase(desk, _picture(), WHERE)
        rebasing.rebase(desk, _picture(), replace(WHERE, because="Said better."))
        (kept,) = fold(workspace.record().decisions).rebases.values()
        assert kept == replace(WHERE, because="Said better.")
        rebasing.restore(desk, WHERE)
        assert fold(workspace.record().decisions).rebases == {}
        with pytest.raises(Refusal, match="No new limits"):
            rebasing.restore(desk, WHERE)


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        (replace(WHERE, because="  "), "reason"),
        (replace(WHERE, period=year(1999)), "no figure for 1999/00"),
        (replace(WHERE, period=year(2010)), "first figure"),
    ],
)
def test_new_limits_that_make_no_sense_are_refused(
    tmp_path: Path, wanted: Rebase, said: str
) -> None:
    by = Person("An analyst", "analyst")
    with (
        Workspace.create(tmp_path / "w.cypw", "cypfp-2022", by, NOW) as workspace,
        pytest.raises(Refusal, match=said),
    ):
        rebasing.rebase(Desk(workspace, by, NOW), _picture(), wanted)


def test_a_districts_pack_carries_its_own_new_limits_and_no_other_districts() -> None:
    picture, board = sampled().picture, "dctb-burnley"
    burnley = picture.framework.board(board).areas[0]
    other = next(d.code for d in picture.framework.districts if d.code != burnley)
    held = picture.assessments["eh-consent-withdrawn", burnley]
    period = held.series.points[5].period
    mine = Rebase("eh-consent-withdrawn", burnley, period, "A new way of counting.")
    decided = replace(picture, rebases=(mine, replace(mine, area=other, because="Theirs.")))
    plan = packing.plan_pack(decided, board, Edition.BOARD, 1, NOW)
    said = f"Limits start anew at {period.label}: A new way of counting."
    assert plan.picture.rebases == (mine,)
    assert said in plan.picture.assessments["eh-consent-withdrawn", burnley].caveats
    snapshot = packing.snapshot(plan)
    assert b"Theirs." not in snapshot
    again = packing.replay(snapshot).picture
    assert again.rebases == (mine,)
    assert again.assessments == plan.picture.assessments
