"""The workspace: one SQLite file that holds all that was given and all that was decided.

It is worked on as a copy in the user's own folder. Whatever `append` returned is safe in that copy; `saved` says
whether it is also in the file that others see, which is only ever replaced whole.
"""

import secrets
import uuid
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from cypworkbench.domain.decision import Decision, DecisionKind, Intent, Person, link
from cypworkbench.domain.record import Record, StoredFile, StoredPack
from cypworkbench.domain.refusal import Refusal
from cypworkbench.store import backups, copies, lease, whole
from cypworkbench.store.clearing import clear_at_opening
from cypworkbench.store.holding import Hold, cannot_be_made, hold, hold_new, sweep
from cypworkbench.store.ledger import Ledger
from cypworkbench.store.private import temporary_folder
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


class Workspace:
    """An open workspace. Appending is all it can do: whatever returned from `append` is safe on disk.

    `read_only` says why it may only be read, if so; `notice` what was found at opening; `saved` where the newest
    decisions are. With `saves_at_once` off, `append` leaves publishing to whoever calls `save`.
    """

    def __init__(self, path: Path, ledger: Ledger, record: Record, hold: Hold | None) -> None:
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
        held = hold_new(target)
        try:
            held.station.set_aside()  # of a workspace that lay here before; what it had unsaved stays salvageable
            record = Record(decisions=(first,))
            ledger = Ledger.create(held.station.copy, path.name, record)
            try:
                write_whole(ledger, whole.fingerprint(record), target)
            except (OSError, Refusal):
                ledger.close()
                held.station.copy.unlink(missing_ok=True)
                raise
        except OSError as error:
            held.let_go()
            raise cannot_be_made(target, error) from error
        except Refusal:
            held.let_go()
            raise
        held.station.note_published(record.head)
        made = cls(path, ledger, record, held)
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
        held = hold(target, by_force=by_force)
        if isinstance(held, Refusal):
            return cls._for_reading(path, held)
        try:
            taken = held.station.take()
        except Refusal:
            held.let_go()
            raise
        sweep(target)
        made = cls(path, taken.ledger, taken.record, held)
        made.notice = taken.notice
        made._pending = taken.record.head != held.station.published()
        if made._pending:
            made.save()
        made.notice = clear_at_opening(held.station, taken.record, only_caches=False) or made.notice
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
        made.notice = clear_at_opening(Station(path.resolve()), taken.record, only_caches=True)
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
        self.bring_forward(by, at)
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
        with suppress(Refusal):
            self.back_up()

    def bring_forward(self, by: Person, at: datetime) -> None:
        """Bring the working copy to the present version: what it held before is sealed by the decision that says so.

        Nothing happens where it is of that version. Raises Refusal when it may not be written.
        """
        if self.read_only is not None:
            raise self.read_only
        if self._ledger.version >= VERSION:
            return
        record = self._record
        self.back_up()
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

    def rewrite(self, record: Record) -> Saved:
        """Put a record written anew in the place of this one, which it must go on from, here and for others.

        Raises Refusal when the workspace may not be written, when earlier decisions are not saved for others yet, or
        when others see what this record does not go on from: nothing is changed then.
        """
        if self.read_only is not None or self._hold is None:
            raise self.read_only or missing(self.path.name)
        holder = lease.held_by(self._hold.station.target)
        if not self._pending and holder is not None and holder.token != self._hold.holder.token:
            raise Refusal(
                f"{holder.words} has taken the workspace over, so nothing was changed.",
                "Close it here and open it again once they have closed it.",
            )
        self._pending = True  # what others see is looked at again, however long ago it was saved
        if self.save().trouble is not None:
            raise self.saved.trouble or missing(self.path.name)
        station = self._hold.station
        anew = station.folder / f"incoming-{uuid.uuid4().hex[:12]}.cypw"
        Ledger.create(anew, self.path.name, record).close()
        self._ledger.close()
        station.replace_with(anew, self._record.head)
        self._ledger = Ledger.open(station.copy, self.path.name)
        self._record = record
        self._pending = True
        return self.save()

    def back_up(self) -> backups.Backup:
        """Write a checked backup beside the workspace. Raises Refusal when it cannot be written whole."""
        try:
            return backups.make(self._ledger, self._record, self.path.resolve())
        except OSError as error:
            raise Refusal(
                f"The backup of {self.path.name} could not be written: {error.strerror}.",
                "Free some space, or look whether its folder may be written.",
            ) from error

    def copy_to(self, path: Path) -> None:
        """Write a checked copy to a new file. Raises Refusal when it cannot be written, or the file is there."""
        backups.write_to(self._ledger, self._record, path)
        copies.note(self.path, path)

    def record(self) -> Record:
        """Everything in the workspace; it was checked when it was opened."""
        return self._record

    @property
    def is_held_elsewhere(self) -> bool:
        """Whether somebody on another computer has it, so that it could be taken over."""
        if self.read_only is None:
            return False
        holder = lease.held_by(self.path.resolve())
        return holder is not None and not holder.is_of_here

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
