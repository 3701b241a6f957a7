"""The files that commands read and write. What the computer will not do is refused with a remedy."""

from pathlib import Path

from cypworkbench.domain.refusal import Refusal
from cypworkbench.flow import outputs


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
    """Write a whole file or none, over an earlier one; never over a workspace or a form. Raises Refusal."""
    outputs.make_folder(path)
    outputs.put(path, content)


def write_new(path: Path, content: bytes) -> None:
    """Write a whole file or none, where there is none of its name. Raises Refusal."""
    outputs.make_folder(path)
    outputs.put_new(path, content)
