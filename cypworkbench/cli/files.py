"""The files that commands read and write. What the computer will not do is refused with a remedy."""

from contextlib import suppress
from pathlib import Path

from cypworkbench.domain.refusal import Refusal


def content(path: Path) -> bytes:
    """A file's bytes. Raises Refusal."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise Refusal(
            f"{path.name} could not be opened: {_why(path)}.",
            "Check the folder and the name, and that you may read it.",
        ) from error


def text(path: Path) -> str:
    """A file's text, in UTF-8. Raises Refusal."""
    try:
        return content(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refusal(
            f"{path.name} is not a text file in UTF-8.",
            "In Excel, use Save As and choose CSV UTF-8.",
        ) from error


def _why(path: Path) -> str:
    if path.is_dir():
        return "it is a folder"
    return "it may not be read here" if path.exists() else "it is not there"


def write(path: Path, content: bytes) -> None:
    """Write a whole file or none: beside the target first, then in its place. Raises Refusal."""
    beside = path.with_name(f".{path.name}.saving")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(content)
        beside.replace(path)
    except OSError as error:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        why = "a folder has that name" if path.is_dir() else (error.strerror or "not allowed")
        raise Refusal(
            f"{path.name} could not be written: {why}.",
            "Choose a name in a folder you may write in, with room left.",
        ) from error
