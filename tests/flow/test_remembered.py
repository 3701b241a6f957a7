"""What is remembered is what would be worked out again: it may be deleted, damaged or outdated at any time."""

import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from cypworkbench.domain.evidence import Workbook
from cypworkbench.domain.judgement import Target, TargetKind
from cypworkbench.domain.record import Picture, StoredFile
from cypworkbench.flow import decide, keeping, pictured, plan_kept, remembered
from cypworkbench.flow.decide import Desk
from cypworkbench.locations import own_folder
from cypworkbench.store import derived
from cypworkbench.store.rebuild import Removal
from cypworkbench.store.workspace import Workspace
from tests.store.made import ANALYST, NOON
from tests.store.ten_years import make

BURNLEY = "E07000117"


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CYPWORKBENCH_HOME", str(tmp_path / "home"))
    return make(tmp_path / "two rounds.cypw", 2)


def anew(path: Path) -> Picture:
    """The picture as another process would work it out, without what this one has in memory."""
    pictured._figures.clear()
    pictured._checked.clear()
    remembered._let_in.clear()
    with Workspace.open(path) as workspace:
        record = workspace.record()
    return pictured.picture(record, plan_kept.served(record))


def test_what_was_read_once_is_not_read_again_and_comes_to_the_same(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = anew(path)
    entries = [p for p in (own_folder("derived") / "returns").rglob("*") if p.is_file()]
    assert len(entries) >= 12, "the earlier round's returns were not remembered"
    reads: list[str] = []
    read = pictured._read

    def watched(stored: StoredFile, opens: bytes) -> Workbook:
        reads.append(stored.name)
        return read(stored, opens)

    monkeypatch.setattr(pictured, "_read", watched)
    assert anew(path) == first
    assert reads == []
    with Workspace.open(path) as workspace:
        decide.comment(Desk(workspace, ANALYST, NOON), "cla-rate", BURNLEY, "Fewer wait.")
    commented = anew(path)
    assert reads == [], "a comment lets nothing in, so nothing is read again"
    assert commented.comments
    assert commented.observations == first.observations
    with Workspace.open(path) as workspace:
        aim = Target("cla-rate", BURNLEY, TargetKind.ABSOLUTE, Decimal(70), date(2026, 4, 1))
        decide.set_targets(Desk(workspace, ANALYST, NOON), [aim])
    first = anew(path)
    assert len(reads) == 12, "only the returns that count are read again, to be checked"
    assert aim in first.targets
    entries = [p for p in own_folder("derived").rglob("*/*/*") if p.is_file()]
    for entry in entries:
        entry.write_bytes(entry.read_bytes()[:-7])
    assert anew(path) == first
    shutil.rmtree(own_folder("derived"))
    assert anew(path) == first


def test_a_picture_is_remembered_under_its_record_plan_and_code(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[int] = []
    with Workspace.open(path) as workspace:
        record = workspace.record()
    plan = plan_kept.served(record)
    picture = pictured.picture(record, plan)

    def make_it() -> Picture:
        made.append(1)
        return picture

    for _ in range(2):
        assert remembered.picture(record, plan, make_it) == picture
    assert len(made) == 1
    monkeypatch.setattr(remembered, "code_version", lambda: "another")
    remembered.picture(record, plan, make_it)
    assert len(made) == 2


def test_of_pictures_only_the_newest_are_remembered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CYPWORKBENCH_HOME", str(tmp_path / "home"))
    for number in range(15):
        derived.put(derived.key_of(str(number)), b"held", derived.PICTURES)
    derived.keep_newest(derived.PICTURES, 3)
    held = [derived.get(derived.key_of(str(n)), derived.PICTURES) for n in range(15)]
    assert held == [None] * 12 + [b"held"] * 3
    derived.clear()
    assert not list(own_folder("derived").rglob("*/*/*"))


def test_many_returns_are_read_side_by_side(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = anew(path)
    derived.clear()
    monkeypatch.setattr(remembered, "_MANY", 2)
    assert anew(path) == first


def test_the_picture_goes_on_without_a_return_that_was_removed(path: Path) -> None:
    before = anew(path)
    with Workspace.open(path) as workspace:
        gone = [f for f in workspace.record().files if f.name.startswith("dctb-chorley")]
        removal = Removal(frozenset(), frozenset(f.sha256 for f in gone))
        keeping.remove(Desk(workspace, ANALYST, NOON), removal, "Names a child")
    assert not (own_folder("derived") / "returns").exists()
    after = anew(path)
    assert {o.area for o in before.observations} - {o.area for o in after.observations}
    assert len(after.observations) < len(before.observations)
