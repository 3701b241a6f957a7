"""Where the program's own things lie: resources and sample, packed or in the checkout; and this user's own folder."""

import os
import sys
from pathlib import Path

from cypworkbench.domain.refusal import Refusal

_PACKAGE = Path(__file__).resolve().parent


def _find(packed: str, checkout: str, parts: tuple[str, ...]) -> Path:
    roots = (_PACKAGE / packed, _PACKAGE.parent / checkout)
    for root in roots:
        path = root.joinpath(*parts)
        if path.exists():
            return path
    wanted = "/".join((checkout, *parts))
    raise Refusal(f"The program’s own file {wanted} is missing.", "Install cypworkbench again.")


def resource_path(*parts: str) -> Path:
    """The path of a file or folder of the program's resources. Raises Refusal when it is not there."""
    return _find("_resources", "resources", parts)


def sample_path(*parts: str) -> Path:
    """The path of a file or folder of the sample partnership. Raises Refusal when it is not there."""
    return _find("_sample_data", "sample_data", parts)


def own_folder(*parts: str) -> Path:
    """A folder of this user's own, made where it is not there yet, and closed to everybody else.

    Working copies, temporary files and what can be computed again lie in it, and nowhere else: under the local (never
    the roaming) application data on Windows, XDG's data folder elsewhere; CYPWORKBENCH_HOME names another place.
    Raises Refusal when it cannot be made.
    """
    folder = _own_root()
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)
        for part in parts:  # each by itself: a mode given with `parents` is the last one's only
            folder /= part
            folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise Refusal(
            f"The program’s own folder {folder} cannot be made: {error.strerror}.",
            "Free some space there, or name another folder in CYPWORKBENCH_HOME.",
        ) from error
    return folder


def _own_root() -> Path:
    said = os.environ.get("CYPWORKBENCH_HOME")
    if said:
        return Path(said).absolute()
    if sys.platform == "win32":
        return Path(
            os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local"), "cypworkbench"
        )
    return Path(os.environ.get("XDG_DATA_HOME", Path.home() / ".local" / "share"), "cypworkbench")
