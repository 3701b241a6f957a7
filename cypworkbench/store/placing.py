"""Putting a file where somebody asked for it: whole or not at all, and nothing half-written outlives a kill for long.

Where the system can hold a file that has no name yet (Linux, on most file systems), the bytes are written into such a
one, which goes with the process. Elsewhere they are written beside the target under a name that is noted in the user's
own folder first; whatever a kill leaves under a noted name is taken away when the program next starts.
"""

import os
import shutil
import uuid
from contextlib import suppress
from pathlib import Path

from cypworkbench.domain.refusal import Refusal
from cypworkbench.store.private import passing
from cypworkbench.store.schema import APPLICATION_ID

_SQLITE = b"SQLite format 3\0"
_WHOSE = slice(68, 72)  # where an SQLite file says which program's it is


def refuse_other_ending(path: Path) -> None:
    """Raises Refusal for the name of a new workspace, or a copy of one, that does not say what it is."""
    if path.suffix.casefold() != ".cypw":
        raise Refusal(
            f"{path.name} would be a workspace, and its name does not say so.",
            f"End it in .cypw: {path.stem or 'copy'}.cypw.",
        )


def is_workspace(path: Path) -> bool:
    """Whether a file holds a workspace, by its first bytes. Not to be asked of a working copy that is open here."""
    try:
        with path.open("rb") as opened:
            begins = opened.read(_WHOSE.stop)
    except OSError:
        return False
    return begins.startswith(_SQLITE) and begins[_WHOSE] == APPLICATION_ID.to_bytes(4, "big")


def place(path: Path, content: bytes) -> None:
    """Write a file, over one that is there. Raises OSError, and leaves everything as it was."""
    handle = _nameless(path.parent)
    if handle is not None:
        try:
            with os.fdopen(handle, "wb", closefd=False) as opened:
                opened.write(content)
            with suppress(
                OSError
            ):  # no /proc here, or no second name: the other way says what is wrong
                _named(handle, path)
                return
        finally:
            os.close(handle)
    beside = _beside_name(path)
    with passing(beside):
        beside.write_bytes(content)
        _take_place(beside, path)


def try_folder(folder: Path) -> None:
    """Try that a file can be made in a folder; nothing stays there. Raises OSError."""
    handle = _nameless(folder)
    if handle is not None:
        os.close(handle)
        return
    trial = _beside_name(folder / "trial")
    with passing(trial):
        trial.touch(exist_ok=False)


def _nameless(folder: Path) -> int | None:
    """A new file without a name, open for writing; None where there can be none. It goes with its last handle."""
    nameless = getattr(os, "O_TMPFILE", 0)
    if not nameless:
        return None
    try:
        return os.open(folder, nameless | os.O_WRONLY | os.O_CLOEXEC, 0o666)
    except OSError:
        return None  # not on this file system; or the folder may not be written, which the other way then says


def _named(handle: int, path: Path) -> None:
    """Give a nameless file its name, in the place of whatever has it."""
    if not path.exists() and not path.is_symlink():
        with suppress(FileExistsError):
            _link(handle, path)
            return
    beside = _beside_name(path)
    with passing(beside):
        _link(handle, beside)
        _take_place(beside, path)


def _link(handle: int, path: Path) -> None:
    # with a folder's handle given, Python has the system follow the link that /proc shows to the open file
    os.link(f"/proc/self/fd/{handle}", path, src_dir_fd=0, follow_symlinks=True)


def _take_place(beside: Path, path: Path) -> None:
    if path.is_file():
        shutil.copymode(path, beside)
    beside.replace(path)


def _beside_name(path: Path) -> Path:
    return path.with_name(f".saving-{uuid.uuid4().hex[:12]}")
