"""What is decided shows in the picture, what is taken back does not, and a district's slice is its own."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from cypworkbench import catalogue
from cypworkbench.domain.framework import Framework
from cypworkbench.domain.judgement import Status, Target, TargetKind
from cypworkbench.domain.pack import Edition
from cypworkbench.domain.record import SupplierState
from cypworkbench.domain.refusal import Refusal
from cypworkbench.domain.state import fold
from cypworkbench.flow import decide, packing, pictured, receive, sample
from cypworkbench.flow.decide import Desk
from cypworkbench.store.workspace import Workspace

BURNLEY, CHORLEY, PENDLE = "E07000117", "E07000118", "E07000122"
FRAMEWORK = catalogue.load_framework(sample.FRAMEWORK)


@pytest.fixture(scope="module")
def received(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample's workspace with all its first returns; made once, since reading twelve files takes a while."""
    path = tmp_path_factory.mktemp("received") / "w.cypw"
    with sample.open_workspace(path) as workspace:
        take_in(workspace, FRAMEWORK, sample.returns())
    return path


@pytest.fixture
def desk(received: Path, tmp_path: Path) -> Iterator[Desk]:
    """A copy of that workspace, as the analyst sits before it."""
    with Workspace.open(Path(shutil.copy(received, tmp_path))) as workspace:
        yield Desk(workspace, sample.ANALYST, sample.ANSWERED_AT)


def take_in(workspace: Workspace, framework: Framework, paths: tuple[Path, ...]) -> int:
    checks = receive.check_files(paths, framework, pictured.round_label(workspace.record()))
    return len(receive.accept(workspace, checks, sample.ANALYST, sample.RETURNED_AT))


def test_undoing_takes_a_decision_back_and_undoing_that_brings_it_back(desk: Desk) -> None:
    aside = decide.set_aside(desk, BURNLEY, "cla-rate", "Under review.")
    undone = decide.undo(desk, aside.sequence)
    assert not fold(desk.workspace.record().decisions).set_aside
    decide.undo(desk, undone.sequence)
    assert list(fold(desk.workspace.record().decisions).set_aside) == [f"{BURNLEY}|cla-rate"]


def test_the_last_target_for_a_place_and_start_is_the_one_that_holds(desk: Desk) -> None:
    for value in (70, 60):
        start = date(2026, 1, 1)
        target = Target("cpp-rate", BURNLEY, TargetKind.ABSOLUTE, Decimal(value), start)
        decide.set_targets(desk, [target])
    held = fold(desk.workspace.record().decisions).targets[f"cpp-rate|{BURNLEY}|2026-01-01"]
    assert held.value == 60


def test_a_measure_set_aside_is_not_reported_for_that_district_alone(desk: Desk) -> None:
    before = pictured.picture(desk.workspace.record(), FRAMEWORK)
    measure = next(
        m
        for m, area in before.assessments
        if area == BURNLEY
        and before.assessments[m, area].series.basis == "returned"
        and (m, CHORLEY) in before.assessments
    )
    decide.set_aside(desk, BURNLEY, measure, "Under review.")
    after = pictured.picture(desk.workspace.record(), FRAMEWORK)
    assert after.assessments[measure, BURNLEY].status is Status.NOT_REPORTED
    assert after.assessments[measure, CHORLEY] == before.assessments[measure, CHORLEY]


def test_a_return_with_another_boards_name_is_held_until_a_corrected_one_comes(desk: Desk) -> None:
    def pendle() -> tuple[bool, SupplierState]:
        seen = pictured.picture(desk.workspace.record(), FRAMEWORK)
        counted = any(o.area == PENDLE for o in seen.observations)
        return counted, next(s.state for s in seen.suppliers if s.board == "dctb-pendle")

    assert pendle() == (False, SupplierState.QUERIES)
    take_in(desk.workspace, FRAMEWORK, sample.resubmitted())
    assert pendle()[0]


def test_an_older_return_counts_again_when_it_is_accepted_again(desk: Desk) -> None:
    first, corrected = sample.returns()[0], sample.resubmitted()[0]
    assert take_in(desk.workspace, FRAMEWORK, (corrected,)) == 1
    assert take_in(desk.workspace, FRAMEWORK, (corrected,)) == 0
    assert take_in(desk.workspace, FRAMEWORK, (first,)) == 1
    last = list(fold(desk.workspace.record().decisions).accepted.values())[-1]
    assert last.body["file"] == first.name


def test_a_districts_pack_holds_no_other_districts_returns_or_decisions(desk: Desk) -> None:
    decide.set_aside(desk, CHORLEY, "cla-rate", "A matter for Chorley alone.")
    decide.comment(desk, "cla-rate", CHORLEY, "Also for Chorley alone.")
    seen = pictured.picture(desk.workspace.record(), FRAMEWORK)
    plan = packing.plan_pack(seen, "dctb-burnley", Edition.BOARD, 1, sample.PACKED_AT)
    assert {o.area for o in plan.picture.observations} == {BURNLEY}
    carried = packing.snapshot(plan).decode()
    assert "for Chorley alone" not in carried
    returned = json.loads(carried)["given"]["returns"]
    assert [r["board"] for r in returned] == ["dctb-burnley"]


def test_a_snapshot_of_another_format_is_refused_by_name(desk: Desk) -> None:
    seen = pictured.picture(desk.workspace.record(), FRAMEWORK)
    plan = packing.plan_pack(seen, "dctb-burnley", Edition.BOARD, 1, sample.PACKED_AT)
    said = json.loads(packing.snapshot(plan))
    assert packing.replay(json.dumps(said).encode()).picture == replace(plan.picture)
    said |= {"format": 99, "program": "9.9"}
    with pytest.raises(Refusal, match=r"9\.9"):
        packing.replay(json.dumps(said).encode())
