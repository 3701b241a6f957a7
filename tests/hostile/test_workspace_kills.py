"""kill -9 at every moment that differs, and a disk that fills at every write: nothing acknowledged is ever lost."""

import os
import random
import shutil
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from cypworkbench.domain.decision import DecisionKind, Intent
from cypworkbench.domain.record import Record, StoredPack
from cypworkbench.domain.refusal import Refusal
from cypworkbench.store import backups
from cypworkbench.store.recovery import looked_at
from cypworkbench.store.workspace import Workspace
from tests.hostile import faults
from tests.hostile.faults import times
from tests.hostile.killing import CAN_TRACE, Ended, Fault, Says, Work, run
from tests.store.made import (
    ANALYST,
    NOON,
    RELEASED,
    accepted,
    beside,
    digest,
    explained,
    filled,
    stored,
)

pytestmark = pytest.mark.skipif(not CAN_TRACE, reason="system calls are counted on Linux, x86-64")
SHEET = 30_000  # bytes: several pages, so that a write can be torn between them


class Case:
    """A workspace and its user's own folder, put back as they were before each fault."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder, self.kept = folder / "case", folder / "kept"
        self.path = self.folder / "share" / "Lancashire.cypw"
        self.path.parent.mkdir(parents=True)
        monkeypatch.setenv("CYPWORKBENCH_HOME", str(self.folder / "home"))

    def keep(self) -> Record:
        """Remember how everything is now."""
        shutil.copytree(self.folder, self.kept)
        return looked_at(self.path)

    def put_back(self) -> None:
        shutil.rmtree(self.folder)
        shutil.copytree(self.kept, self.folder)


@pytest.fixture
def case(swift: Path, monkeypatch: pytest.MonkeyPatch) -> Case:
    made = Case(swift, monkeypatch)
    filled(made.path)
    return made


def _importing(path: Path) -> Work:
    def work(says: Says) -> None:
        with Workspace.open(path) as workspace:
            files = [stored(os.urandom(SHEET), f"return {n}.xlsx") for n in range(2)]
            made = workspace.append([accepted(f) for f in files], ANALYST, NOON, files=files)
            says(made[-1].digest)

    return work


def _deciding(path: Path) -> Work:
    def work(says: Says) -> None:
        with Workspace.open(path) as workspace:
            for number in (2, 3):
                says(workspace.append([explained(number)], ANALYST, NOON)[-1].digest)

    return work


def _signing(path: Path) -> Work:
    def work(says: Says) -> None:
        with Workspace.open(path) as workspace:
            content = b"%PDF signed" + os.urandom(SHEET)
            pack = StoredPack(digest(content), "cypfp", "board", content, 0)
            intent = Intent(DecisionKind.PACK_SIGNED, pack.sha256, {"role": "Board chair"})
            says(workspace.append([intent], ANALYST, NOON, packs=[pack])[-1].digest)

    return work


def _backing_up(path: Path) -> Work:
    def work(says: Says) -> None:
        with Workspace.open(path) as workspace:
            says(workspace.back_up().path.name)

    return work


STEPS: dict[str, Callable[[Path], Work]] = {
    "import": _importing,
    "decision": _deciding,
    "sign-off": _signing,
}


def moments(work: Work, case: Case, fault: Fault, most: int) -> Iterator[Ended]:
    """Bring a fault about at each call in turn, or at `most` of them; then again until there were `most`."""
    case.put_back()  # now too: a copy's locks are nobody's, as they are before each fault
    total = run(work, 0, fault).calls
    case.put_back()
    chosen = list(range(1, total + 1))
    order = random.Random(4)  # noqa: S311  the same calls in every run
    while len(chosen) < most:
        chosen += order.sample(range(1, total + 1), min(total, most - len(chosen)))
    for number in chosen if most >= total else sorted(order.sample(chosen, most)):
        ended = run(work, number, fault)
        assert ended.reached or fault is Fault.FULL
        yield ended
        case.put_back()


def judged(case: Case, before: Record, ended: Ended, row: faults.Row) -> None:
    """Open what the fault left, and count what is not as it must be."""
    row.times += 1
    try:
        shared = looked_at(case.path)  # what others see, before anything is put right
        with Workspace.open(case.path) as workspace:
            record = workspace.record()
        again = looked_at(case.path)
    except Refusal as refusal:
        row.corrupt += 1
        row.notes.append(f"{ended}: {refusal}")
        return
    digests = {d.digest for d in record.decisions}
    row.lost += sum(1 for said in ended.said if len(said) == 64 and said not in digests)
    row.lost += before.decisions != record.decisions[: before.sequence] or again != record
    row.partial += shared.decisions != record.decisions[: shared.sequence]
    row.partial += bool(set(beside(case.path)))
    new = [d for d in record.decisions[before.sequence :] if d.kind in _WITH_BYTES]
    kept = {f.sha256 for f in record.files} | {p.sha256 for p in record.packs}
    row.partial += any(d.subject not in kept for d in new)
    row.partial += len(kept) != len(before.files) + len(before.packs) + len(new)


_WITH_BYTES = {DecisionKind.RETURN_ACCEPTED, DecisionKind.PACK_SIGNED}


def good(row: faults.Row, at_least: int) -> None:
    assert (row.corrupt, row.lost, row.partial) == (0, 0, 0), row
    assert row.times >= at_least


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("fault", [Fault.KILL, Fault.TEAR], ids=["whole calls", "torn writes"])
def test_killed_in_import_decision_or_sign_off_nothing_is_corrupt_lost_or_partial(
    case: Case, step: str, fault: Fault
) -> None:
    before = case.keep()
    row = faults.row(f"kill -9 in {step}, {fault.value}")
    wanted = times(60 if fault is Fault.KILL else 40, 600 if fault is Fault.KILL else 400)
    for ended in moments(STEPS[step](case.path), case, fault, wanted):
        judged(case, before, ended, row)
    good(row, wanted)


@pytest.mark.parametrize("fault", [Fault.KILL, Fault.TEAR], ids=["whole calls", "torn writes"])
def test_killed_while_saving_for_others_their_file_is_whole_old_or_whole_new(
    case: Case, fault: Fault
) -> None:
    with Workspace.open(case.path) as workspace:
        workspace.append([explained(2)], ANALYST, NOON, files=[stored(os.urandom(10 * SHEET))])
        before = workspace.record()
        workspace.saves_at_once = False
        made = workspace.append([explained(3)], ANALYST, NOON)[-1]
        workspace._let_go()  # as a process that ended before it could save
    case.keep()
    row = faults.row(f"kill -9 while saving to the share, {fault.value}")

    def work(says: Says) -> None:
        with Workspace.open(case.path) as workspace:
            says(workspace.record().head)

    wanted = times(100, 100)
    for ended in moments(work, case, fault, wanted):
        assert looked_at(case.path).head in {before.head, made.digest}
        judged(case, before, ended, row)
        assert looked_at(case.path).head == made.digest
    good(row, wanted)


@pytest.mark.parametrize("fault", [Fault.KILL, Fault.TEAR], ids=["whole calls", "torn writes"])
@pytest.mark.parametrize("released", sorted(RELEASED.glob("*.cypw")), ids=lambda p: p.stem)
def test_killed_in_a_migration_the_file_is_of_the_old_version_or_of_the_new(
    case: Case, released: Path, fault: Fault
) -> None:
    shutil.copy(released, case.path)
    with Workspace.open(case.path) as workspace:
        workspace.record()
    before = case.keep()
    row = faults.row(f"kill -9 in the migration of {released.stem}, {fault.value}")

    def work(says: Says) -> None:
        with Workspace.open(case.path) as workspace:
            says(workspace.append([explained(2)], ANALYST, NOON)[-1].digest)

    wanted = times(50, 100)
    for ended in moments(work, case, fault, wanted):
        judged(case, before, ended, row)
        new = looked_at(case.path).decisions[before.sequence :]
        assert [d.kind.value for d in new] in ([], ["migrated"], ["migrated", "finding_explained"])
    good(row, wanted)


def test_killed_in_a_backup_every_backup_is_whole_and_leftovers_are_swept(case: Case) -> None:
    before = case.keep()
    row = faults.row("kill -9 in a backup")
    wanted = times(20, 200)
    for ended in moments(_backing_up(case.path), case, Fault.KILL, wanted):
        judged(case, before, ended, row)
        for backup in backups.listed(case.path):
            assert looked_at(backup.path).sequence == backup.sequence
        held = sorted(backups.folder_of(case.path).iterdir())
        assert held == sorted(b.path for b in backups.listed(case.path))
    good(row, wanted)


@pytest.mark.parametrize("step", STEPS)
def test_a_disk_that_fills_at_any_write_is_said_and_loses_nothing(case: Case, step: str) -> None:
    before = case.keep()
    row = faults.row(f"disk full at each write of {step}")

    def work(says: Says) -> None:
        try:
            STEPS[step](case.path)(says)
        except Refusal as refusal:
            says(str(refusal))

    wanted = times(15, 100)
    for ended in moments(work, case, Fault.FULL, wanted):
        judged(case, before, ended, row)
        told = [said for said in ended.said if len(said) != 64]
        whole = looked_at(case.path)
        acknowledged = [said for said in ended.said if len(said) == 64]
        assert told or whole.head == acknowledged[-1], "a false “saved”"
        assert not any("damaged" in said for said in told), told
    good(row, wanted)


@pytest.mark.parametrize("seconds", [0.1, 1.0, 60.0])
def test_a_name_that_somebody_holds_is_waited_for_or_said_and_saved_later(
    swift: Path, seconds: float
) -> None:
    row = faults.row(f"the workspace’s name held by another program for {seconds:g} s")
    count = times(20, 20)
    # waited out by all of them at once; the shortest one after the other, so that none is late for its second try
    with ProcessPoolExecutor(1 if seconds < 1 else count, get_context("fork")) as pool:
        folders = [swift / str(number) for number in range(count)]
        for one, told in pool.map(_held, folders, [seconds] * count):
            row.times, row.notes = row.times + one.times, row.notes + one.notes
            row.corrupt, row.lost = row.corrupt + one.corrupt, row.lost + one.lost
            row.partial += one.partial
            assert told == "saved" if seconds < 0.4 else "not yet in Lancashire.cypw" in told
    good(row, count)


def _held(folder: Path, seconds: float) -> tuple[faults.Row, str]:
    """Save while the name is held, in a process that may wait: what came of it, and what was said first."""
    row = faults.Row("")
    with pytest.MonkeyPatch.context() as patch:
        case = Case(folder, patch)
        filled(case.path)
        before = case.keep()
        # the last name but one: then only the note that it was saved
        saving = run(_waiting(case.path, before, 0), 0, Fault.HELD).calls - 1
        case.put_back()
        ended = run(_waiting(case.path, before, seconds), saving, Fault.HELD, seconds)
        assert ended.reached
        judged(case, before, ended, row)
    return row, ended.said[1]


def _waiting(path: Path, before: Record, seconds: float) -> Work:
    def work(says: Says) -> None:
        with Workspace.open(path) as workspace:
            made = workspace.append([explained(2)], ANALYST, NOON)[-1]
            says(made.digest)
            says("saved" if workspace.saved.trouble is None else str(workspace.saved.trouble))
            if workspace.saved.trouble is not None:
                assert looked_at(path) == before
                time.sleep(seconds)
                workspace.save()
            assert workspace.saved.trouble is None
            assert looked_at(path).head == made.digest

    return work
