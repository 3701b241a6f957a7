"""This process's own temporary folder, and the locks by which one process knows that another is still alive.

A lock lies in the user's own folder, where the system drops it the moment its holder dies, killed or not.
"""

import contextlib
import os
import shutil
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator, Mapping
from pathlib import Path

from cypworkbench.locations import own_folder

_TEMPORARY = "temporary"
_ALIVE = "alive"
_PASSING = "passing-"
_PATIENCE = 200  # times 10 ms
_held: dict[str, int] = {}  # POSIX lets a process lock a file twice: this one must not


class Lock:
    """A lock on a file of our own, held until `release` or until this process ends."""

    def __init__(self, path: Path, handle: int) -> None:
        """Use `Lock.take`."""
        self._path = path
        self._handle = handle

    @classmethod
    def take(cls, path: Path) -> "Lock | None":
        """The lock, or None while a living process (this one, too) holds it."""
        if _held.get(str(path)) == os.getpid():
            return None
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        if not _locked(handle):
            os.close(handle)
            return None
        _held[str(path)] = os.getpid()
        return cls(path, handle)

    def release(self) -> None:
        """Let go."""
        if _held.pop(str(self._path), None) is not None:
            os.close(self._handle)


def _locked(handle: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt  # only there

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl  # not on Windows

            fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


_RUN = uuid.uuid4().hex[:8]
_alive: dict[str, Lock | None] = {}


def temporary_folder() -> Path:
    """This process's own temporary folder: made at first need, and what dead processes left in theirs swept away."""
    name = f"{os.getpid()}-{_RUN}"
    if name not in _alive:
        with _door():
            folder = own_folder(_TEMPORARY, name)
            _alive[name] = Lock.take(folder / _ALIVE)
            _sweep(name)
    return own_folder(_TEMPORARY, name)


@contextlib.contextmanager
def _door() -> Iterator[None]:
    """One process at a time makes its folder or sweeps others': a folder not yet locked would look abandoned."""
    lock = None
    for _ in range(_PATIENCE):
        lock = Lock.take(own_folder() / "door")
        if lock is not None:
            break
        time.sleep(0.01)
    try:
        yield
    finally:
        if lock is not None:
            lock.release()


def _sweep(ours: str) -> None:
    for left in own_folder(_TEMPORARY).iterdir():
        if left.name == ours:
            continue
        with contextlib.suppress(OSError):
            lock = Lock.take(left / _ALIVE)
            if lock is not None:
                lock.release()
                _clear(left)


def _clear(folder: Path) -> None:
    """Take away a dead process's folder, after the files elsewhere that are noted in it.

    A note stays while its file cannot be reached: it holds a path and no figures.
    """
    notes = {note for note in folder.glob(f"{_PASSING}*") if not _is_gone(note)}
    if not notes:
        shutil.rmtree(folder, ignore_errors=True)
        return
    for left in folder.iterdir():
        if left.is_dir():
            shutil.rmtree(left, ignore_errors=True)
        elif left not in notes:
            with contextlib.suppress(OSError):
                left.unlink()


def _is_gone(note: Path) -> bool:
    """Whether the file that a note names is away for certain; it is taken away here if it can be."""
    try:
        path = Path(os.fsdecode(note.read_bytes()))
        if ".saving-" not in path.name:
            return True  # a note cut short by the kill: its file was not begun
        path.unlink(missing_ok=True)
        return path.parent.is_dir()
    except (OSError, ValueError):
        return False


@contextlib.contextmanager
def passing(path: Path) -> Iterator[None]:
    """A file elsewhere, `….saving-…`, that is to be gone afterwards: what a kill leaves, the next start takes away."""
    note = temporary_folder() / f"{_PASSING}{uuid.uuid4().hex[:12]}"
    with contextlib.suppress(OSError):  # a full disk here must not keep a file from another
        note.write_bytes(os.fsencode(path.absolute()))
    try:
        yield
    finally:
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)
            note.unlink(missing_ok=True)


def keep_temporary_files_here() -> Path:
    """Point every library that would spool figures somewhere else at this process's own folder; answer with it.

    Spreadsheet writers spool to the system's temporary folder and matplotlib writes to the home folder.
    """
    folder = temporary_folder()
    settings = {name: str(folder) for name in ("TMPDIR", "TEMP", "TMP")}
    settings["MPLCONFIGDIR"] = str(own_folder("derived", "matplotlib"))
    os.environ.update(settings)
    tempfile.tempdir = str(folder)
    return folder


def sweep_dead() -> None:
    """Take away what dead processes left in their temporary folders."""
    folder = temporary_folder()
    with _door():
        _sweep(folder.name)


def empty_temporary() -> None:
    """Now, not at the end: what lies in this process's temporary folder goes, and what dead processes left."""
    folder = temporary_folder()
    sweep_dead()
    for left in folder.iterdir():
        if left.name == _ALIVE or left.name.startswith(_PASSING):
            continue
        with contextlib.suppress(
            OSError
        ):  # Windows: still open in this process, which removes it when done
            if left.is_dir():
                shutil.rmtree(left)
            else:
                left.unlink()


def leave_nothing() -> None:
    """At the end: this process's temporary folder goes."""
    name = f"{os.getpid()}-{_RUN}"
    lock = _alive.pop(name, None)
    if lock is not None:
        lock.release()
        shutil.rmtree(own_folder(_TEMPORARY) / name, ignore_errors=True)


def passing_desktop(environment: Mapping[str, str]) -> bool:
    """Whether this is a session on a remote or virtual desktop, whose own disk may be thrown away at its end."""
    return environment.get("SESSIONNAME", "").upper().startswith(("ICA", "RDP")) or (
        "ViewClient_Machine_Name" in environment
    )
