"""Backups beside the workspace: each written whole, reopened and compared before it counts; the oldest ones go."""

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from cypworkbench.domain.decision import Decision
from cypworkbench.domain.record import Record
from cypworkbench.domain.refusal import Refusal
from cypworkbench.store import whole
from cypworkbench.store.ledger import Ledger, digest_at
from cypworkbench.store.placing import refuse_other_ending
from cypworkbench.store.publishing import write_whole

NEWEST = 5  # kept whatever their day
DAYS = 7  # and the newest of each of the last days that have one
_NAME = re.compile(r"decision (\d+) of (\d{4}-\d\d-\d\d) ([0-9a-f]{8})\.cypw$")


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup: which decision it goes up to, made on which day, and that decision's digest, shortened."""

    path: Path
    sequence: int
    day: date
    head: str


def folder_of(target: Path) -> Path:
    """Where a workspace's backups lie: in a folder beside it."""
    return target.with_name(f"{target.stem} backups")


def listed(target: Path) -> tuple[Backup, ...]:
    """A workspace's backups, the one with most decisions first."""
    found = []
    with suppress(OSError):
        for path in folder_of(target).iterdir():
            said = _NAME.search(path.name)
            if said is not None:
                number, day, head = said.groups()
                found.append(Backup(path, int(number), date.fromisoformat(day), head))
    return tuple(sorted(found, key=lambda b: (b.sequence, b.head), reverse=True))


def make(ledger: Ledger, record: Record, target: Path) -> Backup:
    """Write a checked backup and let the oldest go. Raises OSError or Refusal when it cannot be written whole."""
    last = record.decisions[-1]
    folder = folder_of(target)
    folder.mkdir(exist_ok=True)
    name = (
        f"{target.stem} decision {last.sequence:06d} of {last.at:%Y-%m-%d} {last.digest[:8]}.cypw"
    )
    path = folder / name
    write_whole(ledger, whole.fingerprint(record), path)
    for old in _superfluous(listed(target)):
        with suppress(OSError):
            old.path.unlink()
    return Backup(path, last.sequence, last.at.date(), last.digest[:8])


def _superfluous(held: tuple[Backup, ...]) -> list[Backup]:
    """What need not be kept, by the decisions' own numbers and days: no clock is asked."""
    kept = set(held[:NEWEST])
    days: list[date] = []
    for backup in held:
        if backup.day not in days and len(days) < DAYS:
            days.append(backup.day)
            kept.add(backup)
    return [backup for backup in held if backup not in kept]


def leftovers(target: Path) -> list[Path]:
    """Half-written backups that a kill left."""
    with suppress(OSError):
        return sorted(
            p
            for p in folder_of(target).iterdir()
            if p.name.startswith(".") and ".saving-" in p.name
        )
    return []


def purge(target: Path, record: Record, redaction: Decision) -> tuple[Path, ...]:
    """Take away the backups from which a redaction of the record followed; answer with those still without it.

    A backup with decisions of its own stays: it may be all that is left of them, and a person must look.
    """
    left = []
    for backup in listed(target):
        if not is_without(backup, record, redaction):
            continue
        try:
            if not whole.leads_to_start(record, backup.sequence, backup.head):
                left.append(backup.path)
                continue
            backup.path.unlink(missing_ok=True)
        except OSError:
            left.append(backup.path)
    return tuple(left)


def is_without(backup: Backup, record: Record, redaction: Decision) -> bool:
    """Whether a backup does not hold a redaction of the record: it is older, or of a chain of its own."""
    if backup.sequence < redaction.sequence:
        return True
    if backup.sequence <= record.sequence:
        return not whole.leads_to_start(record, backup.sequence, backup.head)
    try:
        return digest_at(backup.path, backup.path.name, redaction.sequence) != redaction.digest
    except Refusal:
        return True


def write_to(ledger: Ledger, record: Record, path: Path) -> None:
    """Write a checked copy where the analyst asked for it. Raises Refusal; only as .cypw, and never over a file."""
    refuse_other_ending(path)
    if path.exists():
        raise Refusal(
            f"There is already a file called {path.name}.", "Choose another name for the backup."
        )
    try:
        write_whole(ledger, whole.fingerprint(record), path)
    except OSError as error:
        raise Refusal(
            f"{path.name} could not be written: {error.strerror}.",
            "Choose a folder you may write in, with room left.",
        ) from error
