"""What this computer knows of copies of a workspace: backups written where somebody asked, and what was salvaged.

Nothing in the workspace says so: it is remembered in the user's own folder, as paths and nothing else.
"""

import json
from contextlib import suppress
from pathlib import Path

from cypworkbench.store.station import Station

_NOTED = "copies.json"


def note(target: Path, made: Path) -> None:
    """Remember that a file was made from a workspace, or a workspace from a file."""
    known = {str(path) for path in _all(target)} | {str(made.resolve())}
    folder = Station(target.resolve()).folder
    beside = folder / f"{_NOTED}.new"
    with suppress(OSError):  # the copy itself is there; it is only not known here
        beside.write_text(json.dumps(sorted(known)), encoding="utf-8")
        beside.replace(folder / _NOTED)


def note_salvaged(damaged: Path, saved: Path, loose: Path) -> None:
    """Remember of each what the other holds, and what was written loosely beside."""
    for target, made in ((damaged, saved), (damaged, loose), (saved, damaged), (saved, loose)):
        note(target, made)


def noted(target: Path) -> tuple[Path, ...]:
    """The copies that are still where they were made, in order of their names."""
    return tuple(path for path in _all(target) if path.exists() and path != target.resolve())


def _all(target: Path) -> tuple[Path, ...]:
    try:
        said = json.loads((Station(target.resolve()).folder / _NOTED).read_text(encoding="utf-8"))
        return tuple(sorted(Path(str(path)) for path in said))
    except (OSError, ValueError, TypeError):
        return ()
