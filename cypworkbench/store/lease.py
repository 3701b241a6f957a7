"""Who holds a workspace: a small file beside it that anybody with the folder can read."""

import getpass
import hashlib
import json
import os
import platform
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from cypworkbench.domain import dates
from cypworkbench.domain.refusal import Refusal
from cypworkbench.locations import own_folder


def _here() -> str:
    """Which user's own folder on which computer this is, without saying where it lies."""
    return hashlib.sha256(f"{platform.node()}|{own_folder()}".encode()).hexdigest()[:16]


def _login() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "somebody"


def _now() -> str:
    return datetime.now(UTC).replace(microsecond=0).isoformat()


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a workspace, on which computer, since when, and from which decision on. Times are for people only."""

    name: str = field(default_factory=_login)
    computer: str = field(default_factory=platform.node)
    since: str = field(default_factory=_now)
    head: str = ""
    home: str = field(default_factory=_here)
    token: str = field(default_factory=lambda: uuid.uuid4().hex)

    @property
    def is_of_here(self) -> bool:
        """Whether it is this user on this computer: then the lock in our own folder says who is alive."""
        return self.home == _here()

    @property
    def words(self) -> str:
        """Who, where and since when."""
        since = ""
        with suppress(ValueError):
            at = datetime.fromisoformat(self.since).astimezone()
            since = f" since {dates.day(at)}, {at:%H:%M}"
        return f"{self.name} on {self.computer}{since}"


def lease_path(target: Path) -> Path:
    """Where a workspace's lease lies."""
    return target.with_name(f"{target.name}.lease")


def held_by(target: Path) -> Holder | None:
    """Who holds a workspace; None when nobody does, or when the lease was left half written by a kill."""
    try:
        said = json.loads(lease_path(target).read_text(encoding="utf-8"))
        return Holder(**{key: str(said[key]) for key in Holder.__dataclass_fields__})
    except (OSError, ValueError, KeyError, TypeError):
        return None


def take(target: Path, holder: Holder) -> None:
    """Hold a workspace. Whoever held it before must have been looked at already. Raises OSError."""
    with _written(target, holder) as beside:
        beside.replace(lease_path(target))


def take_free(target: Path, holder: Holder) -> bool:
    """Hold a workspace that nobody seemed to hold; False when somebody was a moment quicker. Raises OSError."""
    if lease_path(target).exists() and held_by(target) is None:
        take(target, holder)  # left half written by a kill
        return True
    with _written(target, holder) as beside:
        try:
            lease_path(target).hardlink_to(
                beside
            )  # one of two can make it, and it is whole at once
        except FileExistsError:
            return False
        except (OSError, NotImplementedError):
            beside.replace(lease_path(target))  # a share that knows no second names
        return True


@contextmanager
def _written(target: Path, holder: Holder) -> Iterator[Path]:
    """A lease written whole under another name, which is not there afterwards."""
    path = lease_path(target)
    beside = path.with_name(f".{path.name}-{holder.token}")
    try:
        beside.write_text(json.dumps(asdict(holder)), encoding="utf-8")
        yield beside
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)


def give_up(target: Path, holder: Holder) -> None:
    """Let go of a workspace, if it is still ours."""
    if held_by(target) == holder:
        with suppress(OSError):
            lease_path(target).unlink()


def held_words(name: str, holder: Holder | None) -> Refusal:
    """Why a workspace is open for reading only: somebody else has it."""
    if holder is None or holder.is_of_here:
        who = f"{holder.words}, in " if holder else ""
        return Refusal(
            f"{name} is held by {who}another copy of the program here, so it is open for reading only.",
            "Close it there: it is another window, or a command still running. It cannot be taken over from here.",
        )
    return Refusal(
        f"{name} is held by {holder.words}, so it is open here for reading only.",
        "Ask them to close it. If they cannot, take it over with “workspace take-over”; "
        "whatever they still save is then kept beside it.",
    )


def leftovers(target: Path) -> list[Path]:
    """Half-written files that a kill left beside a workspace: of saving, of leases, of backups."""
    names = (f".{target.name}.saving-*", f".{lease_path(target).name}-*")
    with suppress(OSError):
        return sorted(path for name in names for path in target.parent.glob(_plain(name)))
    return []


def _plain(pattern: str) -> str:
    """A pattern in which only the last star is one: names may hold brackets."""
    escaped = "".join(f"[{c}]" if c in "[]?*" else c for c in pattern[:-1])
    return escaped + pattern[-1]


def is_writable(target: Path) -> bool:
    """Whether the system lets this user write the file and its folder."""
    return os.access(target, os.W_OK) and os.access(target.parent, os.W_OK)
