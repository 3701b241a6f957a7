"""Holding a workspace: one process of one person writes at a time; everybody else is told who, and may read."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from cypworkbench.domain.refusal import Refusal
from cypworkbench.store import backups, lease
from cypworkbench.store.private import Lock
from cypworkbench.store.station import Station


@dataclass(frozen=True, slots=True)
class Hold:
    """What a writer holds while the workspace is open: its place on this computer, the lock there, the lease."""

    station: Station
    lock: Lock
    holder: lease.Holder

    def let_go(self) -> None:
        """Let others have it."""
        lease.give_up(self.station.target, self.holder)
        self.lock.release()


def hold_new(target: Path) -> Hold:
    """Hold a workspace that is about to be made. Raises Refusal when its folder is not there or not to be written."""
    if not target.parent.is_dir():
        raise Refusal(
            f"{target.name} cannot be made in {target.parent}: No such file or directory.",
            "Choose a folder that is there and that you may write in.",
        )
    station = Station(target)
    lock = station.lock()
    if lock is None:
        raise lease.held_words(target.name, None)
    holder = lease.Holder()
    try:
        lease.take(target, holder)
    except OSError as error:
        lock.release()
        raise cannot_be_made(target, error) from error
    return Hold(station, lock, holder)


def cannot_be_made(target: Path, error: OSError) -> Refusal:
    """The system said no to a new workspace."""
    return Refusal(
        f"{target.name} cannot be made in {target.parent}: {error.strerror}.",
        "Choose a folder that is there and that you may write in.",
    )


def hold(target: Path, *, by_force: bool = False) -> Hold | Refusal:
    """Hold a workspace for writing, or why it can only be read."""
    found = lease.held_by(target)
    station = Station(target)
    lock = station.lock()
    if lock is None:  # it is a process of this user on this computer, whatever the lease says
        mine = found if found is not None and found.is_of_here else None
        return lease.held_words(target.name, mine)
    # Of this user on this computer, and the lock was free: whoever held it was killed.
    if found is not None and not found.is_of_here and not by_force:
        lock.release()
        return lease.held_words(target.name, found)
    if not lease.is_writable(target):
        lock.release()
        return _may_not_write(target)
    holder = lease.Holder()
    try:
        if found is not None:
            lease.take(target, holder)
        elif not lease.take_free(target, holder):
            lock.release()
            return lease.held_words(target.name, lease.held_by(target))
    except OSError as error:
        lock.release()
        if error.errno == errno.ENOSPC:
            said = f"The disk that {target.name} lies on is full, so it is open for reading only."
            return Refusal(said, "Free some space there and open it again.")
        return _may_not_write(target)
    return Hold(station, lock, holder)


@contextmanager
def held_for_writing(target: Path) -> Iterator[Station]:
    """Hold a workspace while something is done to its file as a whole. Raises Refusal when somebody else holds it."""
    held = hold(target) if target.exists() else hold_new(target)
    if isinstance(held, Refusal):
        raise held
    try:
        yield held.station
    finally:
        held.let_go()


def _may_not_write(target: Path) -> Refusal:
    return Refusal(
        f"{target.name} may not be written in {target.parent}, so it is open for reading only.",
        "Copy it to a folder you may write in and open it there, or ask whoever keeps this folder.",
    )


def sweep(target: Path) -> None:
    """Take away what a kill left half written beside the workspace."""
    for left in (*lease.leftovers(target), *backups.leftovers(target)):
        with suppress(OSError):
            left.unlink()
