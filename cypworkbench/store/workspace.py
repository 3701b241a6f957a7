"""The workspace: one SQLite file that holds all that was given and all that was decided.

It is worked on as a copy in the user's own folder. Whatever `append` returned is safe in that copy; `saved` says
whether it is also in the file that others see, which is only ever replaced whole.
"""

import secrets
import uuid
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from cypworkbench.domain.decision import Decision, DecisionKind, Intent, Person, link
from cypworkbench.domain.record import Record, StoredFile, StoredPack
from cypworkbench.domain.refusal import Refusal
from cypworkbench.store import backups, lease, whole
from cypworkbench.store.ledger import Ledger
from cypworkbench.store.private import Lock, temporary_folder
from cypworkbench.store.publishing import Saved, publish, publish_beside, write_whole
from cypworkbench.store.schema import VERSION
from cypworkbench.store.station import Station, fetched
from cypworkbench.store.troubles import missing

Salts = Callable[[int], str]
_BACKED_UP_BEFORE = {
    DecisionKind.RETURN_ACCEPTED,
    DecisionKind.PUBLISHED_ADDED,
    DecisionKind.PACK_SIGNED,
}


def chance(_sequence: int) -> str:
    """A salt nobody can guess."""
    return secrets.token_hex(16)


@dataclass(frozen=True, slots=True)
class _Hold:
    """What a writer holds while the workspace is open: its place on this computer, the lock there, the lease."""

    station: Station
    lock: Lock
    holder: lease.Holder

    def let_go(self) -> None:
        lease.give_up(self.station.target, self.holder)
        self.lock.release()


class Workspace:
    """An open workspace. Appending is all it can do: whatever returned from `append` is safe on disk.

    `read_only` says why it may only be read, if so; `notice` what was found at opening; `saved` where the newest
    decisions are. With `saves_at_once` off, `append` leaves publishing to whoever calls `save`.
    """

    def __init__(self, path: Path, ledger: Ledger, record: Record, hold: _Hold | None) -> None:
        """Use `Workspace.create` or `Workspace.open`."""
        self.path = path
        self.read_only: Refusal | None = ledger.may_not_write
        self.notice: Refusal | None = None
        self.saved = Saved(path)
        self.saves_at_once = True
        self.salts: Salts = chance
        self._ledger = ledger
        self._record = record
        self._hold = hold
        self._pending = False

    @classmethod
    def create(
        cls, path: Path, framework: str, by: Person, at: datetime, salts: Salts = chance
    ) -> Self:
        """Make a new workspace for a plan. Raises Refusal when the file exists or its folder cannot be written."""
        target = path.resolve()
        if target.exists():
            raise Refusal(
                f"There is already a file called {path.name}.",
                "Open it, or choose another name for the new workspace.",
            )
        intent = Intent(DecisionKind.WORKSPACE_OPENED, framework)
        first = link(None, intent, by, at, salt=salts(1))
        hold = _held_for_new(target)
        try:
            hold.station.set_aside()  # of a workspace that lay here before; what it had unsaved stays salvageable
            record = Record(decisions=(first,))
            ledger = Ledger.create(hold.station.copy, path.name, record)
            try:
                write_whole(ledger, whole.fingerprint(record), target)
            except (OSError, Refusal):
                ledger.close()
                hold.station.copy.unlink(missing_ok=True)
                raise
        except OSError as error:
            hold.let_go()
            raise _cannot_make(target, error) from error
        except Refusal:
            hold.let_go()
            raise
        hold.station.note_published(record.head)
        made = cls(path, ledger, record, hold)
        made.salts = salts
        return made

    @classmethod
    def open(cls, path: Path, *, read_only: bool = False, by_force: bool = False) -> Self:
        """Open a workspace; for reading only where somebody else holds it, or it may not be written here.

        `by_force` takes it from whoever holds it on another computer (see `take_over`). Raises Refusal when it is
        missing, no workspace, newer, damaged or altered.
        """
        target = path.resolve()
        if not target.is_file():
            raise missing(path.name)
        if read_only:
            asked = Refusal(f"{path.name} was opened for reading only.", "Open it as usual.")
            return cls._for_reading(path, asked)
        hold = _held(target, by_force=by_force)
        if isinstance(hold, Refusal):
            return cls._for_reading(path, hold)
        try:
            taken = hold.station.take()
        except Refusal:
            hold.let_go()
            raise
        _sweep(target)
        made = cls(path, taken.ledger, taken.record, hold)
        made.notice = taken.notice
        made._pending = taken.record.head != hold.station.published()
        if made._pending:
            made.save()
        return made

    @classmethod
    def _for_reading(cls, path: Path, why: Refusal) -> Self:
        private = temporary_folder() / f"reading-{uuid.uuid4().hex[:12]}.cypw"
        try:
            taken = fetched(path.resolve(), private)
        except Refusal:
            private.unlink(missing_ok=True)
            raise
        made = cls(path, taken.ledger, taken.record, None)
        made.read_only = why
        return made

    @classmethod
    def take_over(cls, path: Path, by: Person, at: datetime) -> Self:
        """Take a workspace from whoever holds it elsewhere, and record that. What they still save is kept beside it."""
        before = lease.held_by(path.resolve())
        made = cls.open(path, by_force=True)
        if made.read_only is not None:
            made.close()
            raise made.read_only
        who = before or lease.Holder(name="nobody", computer="", since="")
        body = {"computer": who.computer, "since": who.since}
        made.append([Intent(DecisionKind.TAKEN_OVER, who.name, body)], by, at)
        return made

    def append(
        self,
        intents: Sequence[Intent],
        by: Person,
        at: datetime,
        *,
        files: Iterable[StoredFile] = (),
        packs: Iterable[StoredPack] = (),
    ) -> tuple[Decision, ...]:
        """Record decisions, with the files or packs they are about, all or nothing.

        A pack's `sequence` is ignored: it belongs to the last decision appended here. Raises Refusal when the disk
        refuses or the workspace is open for reading only; nothing is recorded then. Afterwards `saved` says whether
        others can see it yet.
        """
        if self.read_only is not None:
            raise self.read_only
        if _BACKED_UP_BEFORE & {intent.kind for intent in intents}:
            self._back_up()
        if self._ledger.version < VERSION:
            self._migrate(by, at)
        record = self._record
        decided = record.sequence + len(intents)
        issued = {pack.sha256 for pack in record.packs}
        new_files = _new_files(files, record)
        new_packs = tuple(replace(p, sequence=decided) for p in packs if p.sha256 not in issued)
        held = whole.seals(new_files, new_packs)
        made: list[Decision] = []
        previous = record.decisions[-1]
        for intent in intents:
            number = previous.sequence + 1
            holds = held if number == decided else ()
            previous = link(previous, intent, by, at, salt=self.salts(number), holds=holds)
            made.append(previous)
        self._ledger.append(new_files, made, new_packs)
        self._record = Record(
            record.files + new_files,
            (*record.decisions, *made),
            record.packs + new_packs,
        )
        self._pending = True
        if self.saves_at_once:
            self.save()
        return tuple(made)

    def _back_up(self) -> None:
        # A backup that cannot be written must not stop the work: the working copy and the shared file are two already.
        with suppress(Refusal, OSError):
            backups.make(self._ledger, self._record, self.path.resolve())

    def _migrate(self, by: Person, at: datetime) -> None:
        """Bring the working copy to the present version: what it held before is sealed by the decision that says so."""
        record = self._record
        if record.sequence:
            backups.make(self._ledger, record, self.path.resolve())
        body = {"from": self._ledger.version}
        intent = Intent(DecisionKind.MIGRATED, str(VERSION), body)
        number = record.sequence + 1
        holds = whole.seals(record.files, record.packs)
        noted = link(record.decisions[-1], intent, by, at, salt=self.salts(number), holds=holds)
        self._ledger.migrate(noted)
        self._record = replace(record, decisions=(*record.decisions, noted))
        self._pending = True

    def save(self) -> Saved:
        """Put what was decided where others see it; the answer says where it is now."""
        if self._hold is None or not self._pending:
            return self.saved
        station, holder = self._hold.station, self._hold.holder
        found = lease.held_by(station.target)
        if found is not None and found.token != holder.token:
            why = f"{found.words} has taken the workspace over"
            self.saved = publish_beside(self._ledger, self._record, station.target, why)
        elif self.saved.is_fork:
            self.saved = replace(
                publish(self._ledger, self._record, self.saved.path),
                trouble=self.saved.trouble,
                is_fork=True,
            )
        else:
            self.saved = publish(self._ledger, self._record, station.target)
        if self.saved.is_shared:
            self._pending = False
            station.note_published(self._record.head)
        return self.saved

    def record(self) -> Record:
        """Everything in the workspace; it was checked when it was opened."""
        return self._record

    @property
    def framework(self) -> str:
        """The id of the plan this workspace serves."""
        return self._record.decisions[0].subject

    def close(self) -> None:
        """Let go of the file. Raises Refusal when decisions are on this computer only: they are safe there."""
        saved = self.save()
        self._let_go()
        if saved.trouble is not None:
            raise saved.trouble

    def _let_go(self) -> None:
        self._ledger.close()
        if self._hold is not None:
            self._hold.let_go()
            self._hold = None
        elif self._ledger.path.name.startswith("reading-"):
            self._ledger.path.unlink(missing_ok=True)

    def __enter__(self) -> Self:
        """Use as a context, closed at its end."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close, whatever happened."""
        if kind is None:
            self.close()
        else:
            self._let_go()


def _new_files(given: Iterable[StoredFile], record: Record) -> tuple[StoredFile, ...]:
    """The files that are not kept yet. Raises Refusal for one that was removed by decision."""
    kept = {f.sha256: f for f in record.files}
    fresh = []
    for stored in given:
        there = kept.get(stored.sha256)
        if there is not None and there.redacted:
            raise Refusal(
                f"{stored.name} was removed from the workspace by decision, so it is not taken in again.",
                "If it is needed after all, ask for a version without what had to be removed.",
            )
        if there is None:
            fresh.append(stored)
    return tuple(fresh)


def _held_for_new(target: Path) -> _Hold:
    if not target.parent.is_dir():
        raise Refusal(
            f"{target.name} cannot be made in {target.parent}: No such file or directory.",
            "Choose a folder that is there and that you may write in.",
        )
    station = Station(target)
    lock = station.lock()
    if lock is None:
        raise lease.held_words(target.name, None)
    holder = lease.Holder()
    try:
        lease.take(target, holder)
    except OSError as error:
        lock.release()
        raise _cannot_make(target, error) from error
    return _Hold(station, lock, holder)


def _cannot_make(target: Path, error: OSError) -> Refusal:
    return Refusal(
        f"{target.name} cannot be made in {target.parent}: {error.strerror}.",
        "Choose a folder that is there and that you may write in.",
    )


def _held(target: Path, *, by_force: bool) -> _Hold | Refusal:
    """Hold a workspace for writing, or why it can only be read."""
    found = lease.held_by(target)
    station = Station(target)
    lock = station.lock()
    if lock is None:
        return lease.held_words(target.name, found)
    # Of this user on this computer, and the lock was free: whoever held it was killed.
    if found is not None and not found.is_of_here and not by_force:
        lock.release()
        return lease.held_words(target.name, found)
    if not lease.is_writable(target):
        lock.release()
        return _may_not_write(target)
    holder = lease.Holder()
    try:
        lease.take(target, holder)
    except OSError:
        lock.release()
        return _may_not_write(target)
    return _Hold(station, lock, holder)


def _may_not_write(target: Path) -> Refusal:
    return Refusal(
        f"{target.name} may not be written in {target.parent}, so it is open for reading only.",
        "Copy it to a folder you may write in and open it there, or ask whoever keeps this folder.",
    )


def _sweep(target: Path) -> None:
    """Take away what a kill left half written beside the workspace."""
    for left in lease.leftovers(target):
        with suppress(OSError):
            left.unlink()
