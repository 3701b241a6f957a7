"""The workspace's file goes, is replaced, or may not be written: never a false "saved", and nothing lost."""

import multiprocessing
import os
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from cypworkbench.domain.refusal import Refusal
from cypworkbench.locations import own_folder
from cypworkbench.store.recovery import looked_at
from cypworkbench.store.station import Station
from cypworkbench.store.workspace import Workspace
from tests.hostile.faults import row, times
from tests.store.made import ANALYST, NOON, explained, filled

Work = Callable[[Path], None]


def subjects(path: Path) -> list[str]:
    return [d.subject for d in looked_at(path).decisions]


@pytest.mark.parametrize(
    ("spoil", "says", "fault"),
    [
        (lambda p: p.unlink(), "moved or removed", "removed"),
        (lambda p: p.write_bytes(b"another file altogether"), "cannot be read", "replaced"),
        (lambda p: p.write_bytes(p.read_bytes()[:4096]), "cannot be read", "cut short"),
    ],
)
def test_a_file_that_vanished_or_was_replaced_is_never_said_to_be_saved(
    swift: Path,
    monkeypatch: pytest.MonkeyPatch,
    spoil: Callable[[Path], object],
    says: str,
    fault: str,
) -> None:
    monkeypatch.setenv("CYPWORKBENCH_HOME", str(swift / "home"))
    for number in range(times(20, 20)):
        (swift / str(number)).mkdir()
        _spoilt(filled(swift / str(number) / "Lancashire.cypw"), spoil, says)
        row(f"the workspace’s file {fault} while it is open").times += 1


def _spoilt(path: Path, spoil: Callable[[Path], object], says: str) -> None:
    workspace = Workspace.open(path)
    spoil(path)
    there = path.read_bytes() if path.exists() else None
    made = workspace.append([explained(2)], ANALYST, NOON)
    assert workspace.saved.trouble is not None
    with pytest.raises(Refusal, match=says):
        workspace.close()
    assert (path.read_bytes() if path.exists() else None) == there
    kept = [p for p in (Station(path).copy, *path.parent.glob("*(fork*")) if p.exists()]
    assert any(looked_at(p).head == made[-1].digest for p in kept)


def _as_nobody(work: Work, path: Path) -> None:
    if os.geteuid() == 0:
        for folder in (path.parent, own_folder(), *own_folder().rglob("*"), *path.parent.iterdir()):
            os.chown(folder, 65534, 65534)
        os.setgid(65534)
        os.setuid(65534)
    work(path)
    os._exit(0)


def _in_a_process_without_rights(work: Work, path: Path, home: Path) -> None:
    """Run as a user whom permissions bind: the tests may run as root."""
    os.environ["CYPWORKBENCH_HOME"] = str(home)
    for folder in (home, path.parent):
        for above in (folder, *folder.parents):
            if above != Path("/") and above.stat().st_uid == os.geteuid():
                above.chmod(above.stat().st_mode | 0o755)
    process = multiprocessing.get_context("fork").Process(target=_as_nobody, args=(work, path))
    process.start()
    process.join()
    assert process.exitcode == 0


def _reads_only(path: Path) -> None:
    path.parent.chmod(0o555)
    try:
        with Workspace.open(path) as workspace:
            assert workspace.read_only is not None
            assert "may not be written" in workspace.read_only.what
            assert workspace.record().sequence == 4
    finally:
        path.parent.chmod(0o755)


def _waits_a_moment(path: Path) -> None:
    with Workspace.open(path) as workspace:
        path.parent.chmod(0o555)
        opener = threading.Timer(0.1, lambda: path.parent.chmod(0o755))
        opener.start()
        workspace.append([explained(2)], ANALYST, NOON)
        opener.join()
        assert workspace.saved.trouble is None
    assert subjects(path)[-1] == "R014|2"


def _says_not_yet(path: Path) -> None:
    with Workspace.open(path) as workspace:
        path.parent.chmod(0o555)
        began = time.monotonic()
        workspace.append([explained(2)], ANALYST, NOON)
        assert time.monotonic() - began < 1.5
        assert not workspace.saved.is_shared
        path.parent.chmod(0o755)
        assert subjects(path)[-1] != "R014|2"
        workspace.append([explained(3)], ANALYST, NOON)
        assert workspace.saved.trouble is None
    assert subjects(path)[-2:] == ["R014|2", "R014|3"]


@pytest.mark.skipif(sys.platform == "win32", reason="permissions as POSIX has them")
@pytest.mark.parametrize("work", [_reads_only, _waits_a_moment, _says_not_yet])
def test_a_folder_that_may_not_be_written_is_said_waited_for_or_saved_to_later(
    swift: Path, monkeypatch: pytest.MonkeyPatch, work: Work
) -> None:
    # not below the folder of all tests, which each run of them closes to others anew
    for number in range(times(20, 20)):
        home = swift / f"home {number}"
        home.mkdir()
        monkeypatch.setenv("CYPWORKBENCH_HOME", str(home))
        (swift / str(number)).mkdir()
        path = filled(swift / str(number) / "Lancashire.cypw")
        _in_a_process_without_rights(work, path, home)
        row(f"the folder made read-only: {work.__name__.strip('_').replace('_', ' ')}").times += 1
