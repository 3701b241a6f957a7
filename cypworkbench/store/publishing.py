"""Putting the working copy where everybody sees it: whole, checked, in one step, never over what it does not follow.

The folder only ever holds whole files: a copy is written beside, reopened, compared, flushed, and then takes the
place of the old one. What stands there is looked at first; if the working copy does not go on from it, the working
copy is kept beside it under another name.
"""

import os
import shutil
import time
import uuid
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from cypworkbench.domain.record import Record
from cypworkbench.domain.refusal import Refusal
from cypworkbench.store import whole
from cypworkbench.store.ledger import Ledger, head_of, verified
from cypworkbench.store.private import passing, passing_desktop

_RETRY_SECONDS = 0.5  # what an indexer, a virus scanner or a synchroniser may hold a file for
_PAUSE = 0.02


@dataclass(frozen=True, slots=True)
class Saved:
    """Where the newest decisions are: in the workspace's own place, beside it as a fork, or on this computer only.

    `trouble` says why they are not in its own place, and what to do.
    """

    path: Path
    trouble: Refusal | None = None
    is_fork: bool = False

    @property
    def is_shared(self) -> bool:
        """Whether everything is in a file that others can open."""
        return self.trouble is None or self.is_fork


def publish(ledger: Ledger, record: Record, target: Path) -> Saved:
    """Save the working copy in its place, or beside it where that holds what this record does not go on from."""
    if not target.parent.is_dir():
        return _here_only(target, f"the folder {target.parent} is not there")
    if not target.exists():
        return _here_only(target, "its file was moved or removed")
    try:
        sequence, head, _ = head_of(target, target.name)
    except Refusal as refusal:
        why = f"what stands in its place cannot be read. {refusal.what.rstrip('.')}"
        return publish_beside(ledger, record, target, why)
    if not whole.leads_to(record, sequence, head):
        why = "meanwhile somebody else saved other decisions"
        return publish_beside(ledger, record, target, why)
    return _saved(ledger, record, target)


def publish_beside(ledger: Ledger, record: Record, target: Path, why: str) -> Saved:
    """Keep the working copy beside a file that it must not replace."""
    beside = fork_path(target, record)
    saved = Saved(beside) if beside.exists() else _saved(ledger, record, beside)
    if saved.trouble is not None:
        return saved
    said = Refusal(
        f"This work was kept beside {target.name}, as {beside.name}: {why}.",
        "Nothing was overwritten. Open either file; “workspace merge” brings the decisions of one into the other.",
    )
    return Saved(beside, said, is_fork=True)


def fork_path(target: Path, record: Record) -> Path:
    """The name under which a fork is kept: the same decisions always have the same name."""
    stem = target.stem.partition(" (fork ")[0]
    return target.with_name(f"{stem} (fork {record.head[:8]} at {record.sequence}){target.suffix}")


def _saved(ledger: Ledger, record: Record, target: Path) -> Saved:
    try:
        write_whole(ledger, whole.fingerprint(record), target)
    except OSError as error:
        return _here_only(target, error.strerror or "the system refused")
    except Refusal as refusal:
        return _here_only(target, refusal.what.rstrip("."))
    return Saved(target)


def write_whole(ledger: Ledger, fingerprint: str, target: Path) -> None:
    """Write a checked copy in the place of `target`, or leave everything as it was. Raises OSError or Refusal."""
    saving = target.with_name(f".{target.name}.saving-{uuid.uuid4().hex[:12]}")
    with passing(saving):
        _patiently(lambda: ledger.copy_to(saving))
        verified(saving, target.name, fingerprint)
        if target.exists():
            shutil.copymode(target, saving)
        _patiently(lambda: saving.replace(target))
    flush_folder(target.parent)


def _patiently(step: Callable[[], object]) -> None:
    """Try again for half a second where somebody holds the file for a moment. Raises OSError when they hold on."""
    until = time.monotonic() + _RETRY_SECONDS
    while True:
        try:
            step()
        except PermissionError:
            if time.monotonic() > until:
                raise
            time.sleep(_PAUSE)
        else:
            return


def flush_folder(folder: Path) -> None:
    """Have a folder's names on disk, where the system can do that."""
    if os.name == "nt":
        return
    with suppress(OSError):  # some shares cannot flush a folder; the file itself is flushed
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _here_only(target: Path, why: str) -> Saved:
    remedy = "Keep this computer, and open the workspace again once its folder can be written: it is saved there then."
    if passing_desktop(os.environ):
        remedy = (
            "This is a remote desktop, whose own disk may be thrown away when you sign out: "
            "before you do, write a copy elsewhere with “workspace backup --to”."
        )
    said = f"The decisions are saved on this computer, not yet in {target.name}: {why}."
    return Saved(target, Refusal(said, remedy))
