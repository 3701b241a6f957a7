"""What can be computed again, kept so that it need not be: parsed returns, by the digest of what they came from.

It lies in the user's own folder, apart from every workspace. Anyone may delete it at any time; a damaged or outdated
entry is the same as none.
"""

import contextlib
import hashlib
import shutil
import uuid
import zlib
from pathlib import Path

from cypworkbench.locations import own_folder

_FOLDER = "derived"
RETURNS, PICTURES = "returns", "pictures"
_SHELVES = (RETURNS, PICTURES)
_DIGEST = 32
_CLEARED = "cleared"
_seen: dict[
    str, str
] = {}  # by the user's own folder: the last clearing that this process began after


def key_of(*parts: str) -> str:
    """The name of an entry: everything its content follows from, the version of the reader among it."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def get(key: str, shelf: str = RETURNS) -> bytes | None:
    """What was kept under a key; None when nothing was, or when it is no longer what was kept."""
    path = _path(key, shelf)
    try:
        held = path.read_bytes()
        content = zlib.decompress(held[_DIGEST:])
    except (OSError, zlib.error):
        return None
    return content if hashlib.sha256(content).digest() == held[:_DIGEST] else None


def has(key: str) -> bool:
    """Whether something is kept under a key; it may still turn out damaged."""
    return _path(key).exists()


def join() -> None:
    """Say that what this process works out from here on may be kept: it has seen every clearing until now."""
    _seen[str(own_folder())] = _clearings()


def _clearings() -> str:
    """A mark that changes each time everything is thrown away."""
    try:
        return (own_folder() / _CLEARED).read_text(encoding="ascii")
    except (OSError, ValueError):
        return ""


def put(key: str, content: bytes, shelf: str = RETURNS) -> None:
    """Keep something under a key, if there is room for it, and nothing was cleared since this process began.

    What it works out may follow from a record that still had what was removed.
    """
    if _seen.setdefault(str(own_folder()), _clearings()) != _clearings():
        return
    path = _path(key, shelf)
    beside = path.with_name(f"{path.name}.{uuid.uuid4().hex[:8]}")
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(hashlib.sha256(content).digest() + zlib.compress(content, 1))
        beside.replace(path)


def keep_newest(shelf: str, count: int) -> None:
    """Throw away all of a shelf but what was put there last."""
    with contextlib.suppress(OSError):  # another process may be throwing away the same
        held = [p for p in (own_folder(_FOLDER) / shelf).glob("*/*") if p.is_file()]
        for old in sorted(held, key=lambda p: (p.stat().st_mtime_ns, p.name))[:-count]:
            old.unlink(missing_ok=True)


def clear() -> tuple[Path, ...]:
    """Throw all of it away; answer with what would not go."""
    left: list[Path] = []
    with contextlib.suppress(OSError):
        (own_folder() / _CLEARED).write_text(uuid.uuid4().hex, encoding="ascii")
    for shelf in _SHELVES:
        folder = own_folder(_FOLDER) / shelf
        shutil.rmtree(folder, ignore_errors=True)
        left += (path for path in folder.rglob("*") if path.is_file())
    return tuple(sorted(left))


def _path(key: str, shelf: str = RETURNS) -> Path:
    return own_folder(_FOLDER) / shelf / key[:2] / key
