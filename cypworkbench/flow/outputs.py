"""Files that the program hands out, each put where somebody asked for it, and what they are never written over."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from cypworkbench.domain.refusal import Refusal
from cypworkbench.locations import own_folder
from cypworkbench.returns import sent_out
from cypworkbench.store import placing
from cypworkbench.store.private import temporary_folder

_WORKSPACE = (".cypw", ".cypw.lease")


def put(path: Path, content: bytes) -> None:
    """Write a whole file or none, over an earlier one of its name.

    Raises Refusal where that would take the place of a workspace or of a form that was sent out, or cannot be written.
    """
    refuse_precious(path)
    try:
        placing.place(path, content)
    except OSError as error:
        raise _not_written(path, error) from error


def refuse_precious(path: Path) -> None:
    """Raises Refusal where a workspace or a form that was sent out has that name; asked before anything is recorded."""
    _refuse_workspace(path)
    try:
        form = path.is_file() and sent_out.is_sent_out(path)
    except OSError as error:
        raise _not_written(path, error) from error
    if form:
        raise Refusal(
            f"{path.name} is a form that was sent out, and may be filled in: it was not written over.",
            "Choose another name, or move that file away first.",
        )


def put_new(path: Path, content: bytes) -> None:
    """Write what may never take the place of anything. Raises Refusal where something has that name, too."""
    refuse_taken(path)
    try:
        placing.place(path, content)
    except OSError as error:
        raise _not_written(path, error) from error


def put_blank(path: Path, content: bytes) -> None:
    """Write a form to be filled in; the same one lying there already is left alone. Raises as `put_new` does."""
    refuse_filled(path, content)
    if not path.exists():
        put_new(path, content)


def refuse_filled(path: Path, content: bytes) -> None:
    """Raises Refusal where another file than this blank form has its name: somebody may have filled it in."""
    try:
        same = path.is_file() and path.read_bytes() == content
    except OSError as error:
        raise _not_written(path, error) from error
    if not same:
        refuse_taken(path)


def refuse_taken(path: Path) -> None:
    """Raises Refusal where something has that name, or where it is a workspace's."""
    _refuse_workspace(path)
    try:
        is_there = path.exists() or path.is_symlink()
    except OSError as error:  # a name too long
        raise _not_written(path, error) from error
    if path.is_dir():
        raise _not_written(path, IsADirectoryError())
    if is_there:
        raise Refusal(
            f"There is already a file called {path.name}; it was not written over.",
            "Choose another name, or move that file away first.",
        )


def try_new(path: Path) -> None:
    """Whether a new file could be written there, tried before something is done for it. Raises as `put_new` does."""
    refuse_taken(path)
    try:
        placing.try_folder(path.parent)
    except OSError as error:
        raise _not_written(path, error) from error


@contextmanager
def spooled(path: Path) -> Iterator[Path]:
    """A path in this process's own folder to write to, for what only writes files; put in its place when whole.

    Raises as `put` does; where the writing fails, nothing is put there.
    """
    spool = temporary_folder() / f"spooled-{uuid.uuid4().hex[:12]}{path.suffix}"
    try:
        yield spool
        put(path, spool.read_bytes())
    finally:
        with suppress(OSError):
            spool.unlink(missing_ok=True)


def make_folder(path: Path) -> None:
    """Make the folder that a file is to lie in, where it is not there yet. Raises Refusal."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _not_written(path, error) from error


def _refuse_workspace(path: Path) -> None:
    try:
        there = path.resolve()  # a link is as good as what it leads to
    except OSError as error:
        raise _not_written(path, error) from error
    named = any(p.name.casefold().endswith(_WORKSPACE) for p in (path, there))
    if named or there.is_relative_to(own_folder("working").resolve()):
        raise Refusal(
            f"{path.name} is a workspace’s name: nothing else is written there.",
            "Choose a name with another ending.",
        )
    if placing.is_workspace(there):
        raise Refusal(
            f"{path.name} is a workspace, whatever its name ends in: it was not written over.",
            "Choose another name.",
        )


def _not_written(path: Path, error: OSError) -> Refusal:
    why = error.strerror or "not allowed"
    with suppress(OSError):
        why = "a folder has that name" if path.is_dir() else why
    return Refusal(
        f"{path.name} could not be written: {why}.",
        "Close it if it is open elsewhere, or choose a name in a folder you may write in, with room left.",
    )
