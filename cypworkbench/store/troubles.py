"""What can be wrong with a workspace file, each in its own words with its own remedy.

"Damaged" is said only where a check failed; a full disk, a folder nobody may write in, a file somebody holds are not
damage.
"""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from cypworkbench.domain.refusal import Refusal, UnreadableError


@contextmanager
def told(name: str) -> Iterator[None]:
    """Turn the database's errors into the analyst's words, and what no text can be into a refusal."""
    try:
        yield
    except sqlite3.Error as error:
        raise refusal(name, error) from error
    except UnicodeEncodeError as error:
        raise Refusal(
            f"Nothing was kept in {name}: the text holds characters that are no characters.",
            "Type it again, or rename the file with plain letters.",
        ) from error
    except (ValueError, TypeError, KeyError) as error:
        raise damaged(name, "part of it is not as this program writes it") from error


def refusal(name: str, error: sqlite3.Error) -> Refusal:
    """The words for an error of the database."""
    code = getattr(error, "sqlite_errorname", "")
    said = str(error)
    if code.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return in_use(name)
    if code.startswith("SQLITE_FULL"):
        return full(name)
    if code.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM")):
        return Refusal(
            f"{name} cannot be written here.",
            "Move it to a folder you may write in, and open it there.",
        )
    if code.startswith("SQLITE_IOERR"):
        return Refusal(
            f"The disk did not answer while {name} was in use ({said}).",
            "Look whether the drive or the share is still there, then do the last step again.",
        )
    if code.startswith("SQLITE_NOTADB"):
        return no_workspace(name)
    return damaged(name, said)


def full(name: str) -> Refusal:
    """No room left."""
    return Refusal(
        f"The disk is full, so nothing more was saved in {name}.",
        "Free some space and do the last step again; everything before it is safe.",
    )


def system(name: str, error: OSError) -> Refusal:
    """The words for what the system would not do."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return full(name)
    return Refusal(
        f"{name} could not be written: {error.strerror or error}.",
        "Look whether its folder is there and may be written, then do the last step again.",
    )


def no_workspace(name: str) -> Refusal:
    """The file is something else."""
    return Refusal(
        f"{name} is not a workspace.",
        "Choose a file made by this program (its name ends in .cypw).",
    )


def in_use(name: str) -> Refusal:
    """Somebody holds the file's lock."""
    return Refusal(
        f"{name} is in use by another copy of the program.",
        "Close it there, then try again.",
    )


def damaged(name: str, said: str) -> Refusal:
    """A check failed."""
    return UnreadableError(
        f"{name} is damaged ({said}).",
        "Go back to a backup or to this computer’s copy, or save what can be read (in the terminal “workspace "
        "restore” and “workspace salvage”). Do not write to this file.",
    )


def altered(name: str, said: str) -> Refusal:
    """The file is whole for the database, but its chain or its seals do not hold."""
    return UnreadableError(
        f"{name} has been altered: {said}.",
        "Keep this file for whoever looks into it, and go back to a backup (in the terminal “workspace restore”).",
    )


def newer(name: str, version: int, program: str) -> Refusal:
    """Made by a version that this one cannot read."""
    needed = f"version {program}" if program else "a newer version"
    return Refusal(
        f"{name} was made by a newer version of the program (file version {version}).",
        f"Update the program to {needed}; nothing in the file was touched.",
    )


def newer_to_write(name: str, program: str) -> Refusal:
    """Made by a version that this one can read but must not add to."""
    return Refusal(
        f"{name} was last written by a newer version of the program, so it is open for reading only.",
        f"Update the program to version {program} to write in it.",
    )


def missing(name: str) -> Refusal:
    """No such file."""
    return UnreadableError(
        f"There is no file called {name} here.",
        "Check the folder and the name. If it was lost, “workspace restore” lists backups and this computer’s copy.",
    )
