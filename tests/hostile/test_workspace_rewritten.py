"""kill -9 in what writes a workspace anew or in one go: a redaction, a disposal, a restore, compacting, a merge.

However it was stopped, the next opening leaves it done or not begun; and once a redaction counts, its words are gone.
"""

import shutil
import zlib
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from cypworkbench.domain.contribution import Sent
from cypworkbench.domain.decision import DecisionKind, Intent
from cypworkbench.domain.record import Record, Round, StoredPack
from cypworkbench.flow import decide, keeping, merging, retention
from cypworkbench.flow.decide import Desk
from cypworkbench.locations import own_folder
from cypworkbench.store import backups, derived
from cypworkbench.store.private import temporary_folder
from cypworkbench.store.rebuild import compact
from cypworkbench.store.recovery import examine, kept_of, looked_at, restore
from cypworkbench.store.workspace import Workspace
from tests.hostile import faults
from tests.hostile.faults import times
from tests.hostile.killing import CAN_TRACE, Ended, Fault, Says, Work
from tests.hostile.test_workspace_kills import Case, good, moments
from tests.hostile.unpacking import holders, paths_of
from tests.store.made import ANALYST, NOON, accepted, beside, digest, explained, stored

pytestmark = pytest.mark.skipif(not CAN_TRACE, reason="system calls are counted on Linux, x86-64")
SECRET = "Ottoline of Mill Lane"  # a made-up name
TODAY = date(2026, 11, 1)
_FAULTS = pytest.mark.parametrize(
    "fault", [Fault.KILL, Fault.TEAR], ids=["whole calls", "torn writes"]
)


@pytest.fixture
def case(swift: Path, monkeypatch: pytest.MonkeyPatch) -> Case:
    """A workspace whose first round holds the words in a return, a decision and a pack, and whose backups do."""
    made = Case(swift, monkeypatch)
    with Workspace.create(made.path, "cypfp-2022", ANALYST, NOON) as workspace:
        desk = Desk(workspace, ANALYST, NOON)
        retention.set_schedule(desk, 6)
        decide.open_round(desk, Round("Round 1", meeting=date(2015, 1, 20)))
        file = stored(SECRET.encode() * 900, "Wyre.xlsx")
        workspace.append([accepted(file)], ANALYST, NOON, files=[file])
        workspace.append([explained(1, f"It is {SECRET}.")], ANALYST, NOON)
        content = b"%PDF-1.7\nstream\n" + zlib.compress(SECRET.encode()) + b"\nendstream"
        pack = StoredPack(digest(content), "cypfp", "board", content, 0)
        intent = Intent(DecisionKind.PACK_SIGNED, pack.sha256)
        workspace.append([intent], ANALYST, NOON, packs=[pack])
        decide.open_round(desk, Round("Round 2", meeting=date(2026, 10, 20)))
        workspace.back_up()
        derived.put(derived.key_of("parsed"), SECRET.encode())
    return made


def _redacting(path: Path) -> Work:
    def work(says: Says) -> None:
        with Workspace.open(path) as workspace:
            (temporary_folder() / "spooled.xml").write_text(SECRET)
            found = keeping.holding(workspace.record(), SECRET)
            desk = Desk(workspace, ANALYST, NOON)
            done = keeping.remove(desk, found.removal, "Names a child")
            says(done.decision.digest)

    return work


def _disposing(path: Path) -> Work:
    def work(says: Says) -> None:
        with Workspace.open(path) as workspace:
            (temporary_folder() / "spooled.xml").write_text(SECRET)
            retention.dispose(Desk(workspace, ANALYST, NOON), "Round 1", TODAY)
            says(workspace.record().head)

    return work


_REMOVED: dict[str, tuple[Callable[[Path], Work], list[DecisionKind]]] = {
    "redaction": (_redacting, [DecisionKind.REDACTED]),
    "disposal": (_disposing, [DecisionKind.REDACTED, DecisionKind.DISPOSED]),
}


def _opened_after(case: Case, before: Record, ended: Ended, row: faults.Row) -> Record:
    """What the next opening makes of it, counted: nothing that was acknowledged may be missing."""
    row.times += 1
    shared = looked_at(case.path)
    with Workspace.open(case.path) as workspace:
        assert workspace.notice is None
        record = workspace.record()
    row.corrupt += bool(examine(case.path).troubles)
    digests = [d.digest for d in record.decisions]
    row.lost += any(said not in digests for said in ended.said)
    row.lost += digests[: before.sequence] != [d.digest for d in before.decisions]
    row.partial += [d.digest for d in shared.decisions] != digests[: shared.sequence]
    row.partial += looked_at(case.path) != record
    return record


@pytest.mark.parametrize("step", _REMOVED)
@_FAULTS
def test_killed_in_a_redaction_or_disposal_it_is_undone_or_no_word_of_it_is_left(
    case: Case, step: str, fault: Fault
) -> None:
    work, kinds = _REMOVED[step]
    before = case.keep()
    row = faults.row(f"kill -9 in a {step}, {fault.value}")
    wanted = times(120 if fault is Fault.KILL else 40, 200)
    for ended in moments(work(case.path), case, fault, wanted):
        record = _opened_after(case, before, ended, row)
        new = [d.kind for d in record.decisions[before.sequence :]]
        assert new in ([], kinds)
        if new:
            assert holders(SECRET, case.folder, own_folder()) == [], ended
            assert [trouble for _, trouble in examine(case.path).backups] in ([None], [])
            assert all(SECRET not in str(kept.record) for kept in kept_of(case.path))
        else:
            assert record == before
            assert not ended.said
    good(row, wanted)


def test_on_a_colleagues_computer_what_was_remembered_goes_at_the_next_opening(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs = case.folder / "their home"
    monkeypatch.setenv("CYPWORKBENCH_HOME", str(theirs))
    with Workspace.open(case.path, read_only=True):
        derived.put(derived.key_of("parsed"), SECRET.encode())
    with Workspace.open(case.path):
        pass
    monkeypatch.setenv("CYPWORKBENCH_HOME", str(case.folder / "home"))
    with Workspace.open(case.path) as workspace:
        found = keeping.holding(workspace.record(), SECRET)
        keeping.remove(Desk(workspace, ANALYST, NOON), found.removal, "Names a child")
    assert {p.name for p in paths_of(SECRET, theirs)} >= {"working.cypw"}
    monkeypatch.setenv("CYPWORKBENCH_HOME", str(theirs))
    with Workspace.open(case.path, read_only=True):
        assert [p.name for p in paths_of(SECRET, theirs)] == ["working.cypw"]
    with Workspace.open(case.path):
        assert holders(SECRET, theirs) == []


def test_a_backup_that_will_not_go_is_said_hinders_nothing_else_and_is_not_offered(
    case: Case,
) -> None:
    older = backups.listed(case.path)[0].path
    older.unlink()
    older.mkdir()  # a folder of that name will not go as a file
    (older / "kept").write_text("in the way")
    with Workspace.open(case.path) as workspace:
        found = keeping.holding(workspace.record(), SECRET)
        done = keeping.remove(Desk(workspace, ANALYST, NOON), found.removal, "Names a child")
    assert (done.elsewhere, done.unbacked) == ((older,), None)
    assert holders(SECRET, case.folder, own_folder()) == []
    with Workspace.open(case.path) as workspace:
        assert workspace.notice is not None
        assert older.name in workspace.notice.what
    shutil.rmtree(older)
    shutil.copy(backups.listed(case.path)[0].path, older)  # a later file under the earlier name
    assert [refused for _, refused in examine(case.path).backups] == [None, None]


@_FAULTS
def test_killed_in_a_restore_the_file_is_the_old_one_or_the_backup(
    case: Case, fault: Fault
) -> None:
    older = looked_at(backups.listed(case.path)[0].path)
    with Workspace.open(case.path) as workspace:
        workspace.append([explained(2)], ANALYST, NOON)
    before = case.keep()
    row = faults.row(f"kill -9 in a restore, {fault.value}")

    def work(says: Says) -> None:
        (kept,) = (k for k in kept_of(case.path) if k.record.head == older.head)
        restore(case.path, kept)
        says(older.head)

    wanted = times(50, 100)
    for ended in moments(work, case, fault, wanted):
        row.times += 1
        shared = looked_at(case.path)
        assert shared.head in {before.head, older.head}
        row.lost += bool(ended.said) and shared.head != older.head
        with Workspace.open(case.path) as workspace:
            head = workspace.record().head
        row.partial += head not in {before.head, older.head}
        left = [name for name in beside(case.path) if not name.startswith("Lancashire (before")]
        row.partial += bool(left)
        # what was there before is there still: in its place, beside it, or as this computer's copy
        heads = {looked_at(p).head for p in case.path.parent.glob("Lancashire*.cypw")}
        row.lost += before.head not in heads | {k.record.head for k in kept_of(case.path)}
    good(row, wanted)


@_FAULTS
def test_killed_while_compacting_the_record_is_the_same(case: Case, fault: Fault) -> None:
    before = case.keep()
    row = faults.row(f"kill -9 while compacting, {fault.value}")

    def work(says: Says) -> None:
        with Workspace.open(case.path) as workspace:
            compact(workspace, ANALYST, NOON)
            says(before.head)

    wanted = times(50, 100)
    for ended in moments(work, case, fault, wanted):
        row.lost += _opened_after(case, before, ended, row) != before
    good(row, wanted)


@_FAULTS
def test_killed_in_a_merge_merging_again_brings_in_what_is_missing_and_no_more(
    case: Case, fault: Fault
) -> None:
    before = case.keep()
    files = [stored(f"their sheet {n}".encode() * 900, f"{n}.xlsx") for n in range(2)]
    others = [(accepted(files[0]), ANALYST), (explained(5), ANALYST), (accepted(files[1]), ANALYST)]
    sent = Sent(
        "a colleague", before.sequence, before.head, tuple(others), {f.sha256: f for f in files}
    )
    row = faults.row(f"kill -9 in a merge, {fault.value}")

    def merged() -> Iterator[str]:
        with Workspace.open(case.path) as workspace:
            merging.merge(Desk(workspace, ANALYST, NOON), sent)
            yield workspace.record().head

    def work(says: Says) -> None:
        for head in merged():
            says(head)

    wanted = times(50, 100)
    for ended in moments(work, case, fault, wanted):
        record = _opened_after(case, before, ended, row)
        kept = {f.sha256 for f in record.files}
        brought = [d for d in record.decisions if d.kind is DecisionKind.RETURN_ACCEPTED]
        row.partial += any(d.subject not in kept for d in brought)
        list(merged())
        after = looked_at(case.path).decisions[before.sequence :]
        said = [(d.kind, d.subject) for d in after if d.kind is not DecisionKind.MERGED]
        row.partial += said != [(i.kind, i.subject) for i, _ in others]
        row.partial += [d.kind for d in after].count(DecisionKind.MERGED) != 1
    good(row, wanted)
