"""Looking a workspace over, and bringing back what was kept of it."""

import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from cypworkbench.domain.decision import Decision
from cypworkbench.domain.record import Record
from cypworkbench.domain.refusal import Refusal
from cypworkbench.store import backups, lease, whole
from cypworkbench.store.clearing import holds, last_redaction
from cypworkbench.store.holding import held_for_writing
from cypworkbench.store.ledger import Ledger, flush
from cypworkbench.store.private import temporary_folder
from cypworkbench.store.publishing import write_whole
from cypworkbench.store.station import Station, fetched, opened
from cypworkbench.store.troubles import missing


@dataclass(frozen=True, slots=True)
class Kept:
    """Something to go back to: a backup, or this computer's working copy; checked, with what it holds."""

    path: Path
    record: Record
    is_working_copy: bool = False


@dataclass(frozen=True, slots=True)
class Examination:
    """What looking a workspace over found: its record if it can be read, and everything that is wrong with it."""

    record: Record | None
    troubles: tuple[Refusal, ...]
    holder: lease.Holder | None
    backups: tuple[tuple[backups.Backup, Refusal | None], ...]


@contextmanager
def private_file() -> Iterator[Path]:
    """A path in this process's temporary folder; whatever was put there is gone afterwards."""
    path = temporary_folder() / f"looked-at-{uuid.uuid4().hex[:12]}.cypw"
    try:
        yield path
    finally:
        for left in (path, path.with_name(f"{path.name}-journal")):
            left.unlink(missing_ok=True)


def looked_at(path: Path) -> Record:
    """A workspace file's record, checked; the file itself is only copied. Raises Refusal."""
    with private_file() as private:
        taken = fetched(path, private)
        taken.ledger.close()
        return taken.record


def examine(path: Path) -> Examination:
    """Check everything about a workspace: SQLite's own check, digests, chain, seals, and every backup."""
    target = path.resolve()
    if not target.is_file():
        raise missing(path.name)
    record, found = _examined(target)
    held: list[tuple[backups.Backup, Refusal | None]] = []
    for backup in backups.listed(target):
        try:
            kept = looked_at(backup.path)
            held.append((backup, _outlived(backup, kept, record)))
        except Refusal as refusal:
            held.append((backup, refusal))
    return Examination(record, tuple(found), lease.held_by(target), tuple(held))


def _outlived(backup: backups.Backup, kept: Record, record: Record | None) -> Refusal | None:
    """Why a backup should be there no more, if it still holds what was removed since."""
    redaction = last_redaction(record) if record is not None else None
    if record is None or redaction is None or holds(kept, redaction):
        return None
    if not whole.leads_to(record, kept.sequence, kept.head):
        return Refusal(
            f"{backup.path.name} may still hold what decision {redaction.sequence} removed, "
            "and has decisions of its own.",
            "Look whether they are still needed (“workspace merge” brings them over), then delete it by hand.",
        )
    return Refusal(
        f"{backup.path.name} may still hold what decision {redaction.sequence} removed.",
        "Open the workspace for writing, which takes that backup away, or delete it by hand.",
    )


def _examined(target: Path) -> tuple[Record | None, list[Refusal]]:
    with private_file() as private:
        shutil.copyfile(target, private)
        try:
            ledger = Ledger.open(private, target.name)
        except Refusal as refusal:
            return None, [refusal]
        try:
            record = ledger.read()
            found = list(whole.troubles(record, target.name)) or _odd_tables(ledger)
            return record, [*found, *ledger.own_check()]
        except Refusal as refusal:
            return None, [refusal]
        finally:
            ledger.close()


def _odd_tables(ledger: Ledger) -> list[Refusal]:
    try:
        ledger.check_tables()
    except Refusal as refusal:
        return [refusal]
    return []


def kept_of(path: Path) -> tuple[Kept, ...]:
    """What a workspace could be brought back from, whole ones only, the one with most decisions first.

    What only holds words that were removed since is not among them: going back to it would bring them back. What has
    decisions of its own is, for those may be needed.
    """
    target = path.resolve()
    found = []
    with suppress(Refusal):
        found.append(Kept(Station(target).copy, _working_record(target), is_working_copy=True))
    others = [backup.path for backup in backups.listed(target)]
    for path_kept in [*others, *Station(target).aside()]:
        with suppress(Refusal):
            found.append(Kept(path_kept, looked_at(path_kept)))
    others_records = [kept.record for kept in found]
    with suppress(Refusal):
        others_records.append(looked_at(target))
    offered = [
        kept for kept in found if not any(_removed_since(kept.record, r) for r in others_records)
    ]
    return tuple(sorted(offered, key=lambda kept: -kept.record.sequence))


def _removed_since(earlier: Record, later: Record) -> bool:
    """Whether a later record goes on from an earlier one with a redaction."""
    redaction = last_redaction(later)
    follows = whole.leads_to(later, earlier.sequence, earlier.head)
    return follows and redaction is not None and redaction.sequence > earlier.sequence


def _working_record(target: Path) -> Record:
    station = Station(target)
    lock = station.lock()
    if lock is None:
        raise lease.held_words(target.name, lease.held_by(target))
    try:
        if not station.copy.exists():
            raise missing(target.name)
        taken = opened(station.copy, target.name)
        taken.ledger.close()
        return taken.record
    finally:
        lock.release()


def would_be_lost(path: Path, kept: Kept) -> tuple[Decision, ...] | None:
    """The decisions in a workspace that going back would lose; None where the workspace itself cannot be read."""
    try:
        present = looked_at(path.resolve())
    except Refusal:
        return None
    there = {decision.digest for decision in kept.record.decisions}
    return tuple(d for d in present.decisions if d.digest not in there)


def restore(path: Path, kept: Kept) -> Path | None:
    """Bring a workspace back. What lies in its place is kept beside it first; where, is the answer.

    Raises Refusal when somebody holds it, when it cannot be written, or when what was kept is not whole after all.
    """
    target = path.resolve()
    with held_for_writing(target) as station, private_file() as private:
        try:
            shutil.copyfile(kept.path, private)
            taken = opened(private, target.name)
            aside = _moved_aside(target) if target.exists() else None
            write_whole(taken.ledger, whole.fingerprint(taken.record), target)
            taken.ledger.close()
        except OSError as error:
            raise Refusal(
                f"{target.name} could not be brought back: {error.strerror}.",
                "Nothing was changed. Free some space, or copy the backup by hand.",
            ) from error
        station.set_aside()
        station.note_published(taken.record.head)
    return aside


def _moved_aside(target: Path) -> Path:
    """A copy of what lies in a workspace's place, damaged or not, under a name that says so."""
    aside = target.with_name(
        f"{target.stem} (before restore {uuid.uuid4().hex[:8]}){target.suffix}"
    )
    # whole or not at all: a kill leaves what the next opening sweeps, not half a file under a name that promises all
    saving = target.with_name(f".{target.name}.saving-{uuid.uuid4().hex[:12]}")
    shutil.copyfile(target, saving)
    flush(saving)
    saving.replace(aside)
    return aside
