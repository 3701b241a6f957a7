"""The working copy of one workspace on this computer: where it lies, what of it is not yet saved for others."""

import errno
import hashlib
import os
import shutil
import uuid
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from cypworkbench.domain.record import Record
from cypworkbench.domain.refusal import Refusal
from cypworkbench.locations import own_folder
from cypworkbench.store import whole
from cypworkbench.store.ledger import Ledger, flush, head_of
from cypworkbench.store.private import Lock
from cypworkbench.store.publishing import flush_folder, publish_beside
from cypworkbench.store.troubles import full, missing, system


@dataclass(frozen=True, slots=True)
class Taken:
    """An open file with its record, checked; `notice` says what was found on the way, if anything was."""

    ledger: Ledger
    record: Record
    notice: Refusal | None = None


class Station:
    """The place of a workspace's working copy, in this user's own folder."""

    def __init__(self, target: Path) -> None:
        """The place for the workspace at that (resolved) path; made at first need."""
        self.target = target
        self.folder = own_folder("working", station_key(target))
        self.copy = self.folder / "working.cypw"
        self._marker = self.folder / "published"

    def lock(self) -> Lock | None:
        """The lock that one living process of this user holds; None while another does. Raises Refusal."""
        try:
            return Lock.take(self.folder / "held")
        except OSError as error:
            raise system(self.target.name, error) from error

    def published(self) -> str:
        """The head that was last saved for others from here; empty when none was."""
        try:
            return self._marker.read_text(encoding="ascii").strip()
        except (OSError, ValueError):
            return ""

    def note_published(self, head: str) -> None:
        """Remember what was saved for others, so that it is not taken for work still to be saved."""
        beside = self.folder / "published.new"
        with suppress(OSError):  # without it the next opening compares heads once more
            beside.write_text(head, encoding="ascii")
            beside.replace(self._marker)

    def sweep(self) -> None:
        """Take away what a kill left half made."""
        for left in self.folder.glob("incoming-*"):
            with suppress(OSError):
                left.unlink()

    def take(self) -> Taken:
        """The working copy brought up to date with what others see, or with what is not yet saved for them.

        Raises Refusal when the file others see is missing, too new, damaged or altered; the working copy then stays.
        """
        self.sweep()
        name = self.target.name
        incoming = self.folder / f"incoming-{uuid.uuid4().hex[:12]}.cypw"
        try:
            seen = fetched(self.target, incoming)
        except Refusal:
            self.sweep()
            raise
        notice = None
        mine = self._unsaved(name)
        if mine is not None:
            ours, theirs = mine.record, seen.record
            if ours.sequence > theirs.sequence and _follows(ours, theirs):
                seen.ledger.close()
                self.sweep()
                return mine
            if not _follows(theirs, ours):
                why = "the workspace was saved from elsewhere before this work could be"
                notice = publish_beside(mine.ledger, ours, self.target, why).trouble
            mine.ledger.close()
        elif not self._known_to(seen.record):
            notice = _put_back(name)
        seen.ledger.close()
        if notice is not None:
            self.set_aside()
        self.replace_with(incoming, seen.record.head)
        return Taken(Ledger.open(self.copy, name), seen.record, notice)

    def replace_with(self, incoming: Path, head: str) -> None:
        """Put another file in the working copy's place. Raises Refusal when the disk refuses."""
        try:
            flush(incoming)
            # A journal left by a kill belongs to the old copy, and would be played into the new one.
            self.copy.with_name(f"{self.copy.name}-journal").unlink(missing_ok=True)
            incoming.replace(self.copy)
            flush_folder(self.folder)
        except OSError as error:
            raise system(self.target.name, error) from error
        self.note_published(head)

    def _unsaved(self, name: str) -> Taken | None:
        """The working copy, if it holds decisions that were never saved for others."""
        if not self.copy.exists():
            return None
        try:
            ledger = Ledger.open(self.copy, name)
            with closing(ledger):
                _, head = ledger.head()
            return opened(self.copy, name) if head != self.published() else None
        except Refusal:
            self.set_aside()
            return None

    def _known_to(self, record: Record) -> bool:
        """Whether a record goes on from what this computer last saved or saw."""
        if not self.copy.exists():
            return True
        with closing(Ledger.open(self.copy, self.target.name)) as ledger:
            sequence, head = ledger.head()
        return whole.leads_to(record, sequence, head)

    def set_aside(self) -> Path | None:
        """Keep a working copy that must not be used any more, for “workspace salvage”; where it lies now."""
        if not self.copy.exists():
            return None
        aside = self.folder / f"aside-{uuid.uuid4().hex[:8]}.cypw"
        self.copy.replace(aside)
        with suppress(FileNotFoundError):
            self.copy.with_name(f"{self.copy.name}-journal").replace(f"{aside}-journal")
        return aside

    def forget_aside(self, record: Record) -> tuple[Path, ...]:
        """Throw away what was set aside and holds nothing but decisions of the record; answer with what stays.

        What cannot be read, or has decisions of its own, may be all that is left of them: a person must look.
        """
        left = []
        for path in self.aside():
            try:
                sequence, head, _ = head_of(path, path.name)
                if not whole.leads_to(record, sequence, head):
                    left.append(path)
                    continue
                path.unlink(missing_ok=True)
                path.with_name(f"{path.name}-journal").unlink(missing_ok=True)
            except (OSError, Refusal):
                left.append(path)
        return tuple(left)

    def forget_published(self) -> None:
        """Throw away a working copy that holds nothing but what was saved for others, and that nobody works on."""
        lock = self.lock()
        if lock is None:
            return
        try:
            with suppress(OSError, Refusal):
                if self.copy.exists() and head_of(self.copy, self.copy.name)[1] == self.published():
                    self.copy.unlink()
        finally:
            lock.release()

    def cleared(self, what: str) -> str:
        """The digest of the redaction after which that was last cleared on this computer; empty when it never was."""
        try:
            return self._cleared(what).read_text(encoding="ascii").strip()
        except (OSError, ValueError):
            return ""

    def note_cleared(self, what: str, digest: str) -> None:
        """Remember that nothing of the kind that lies here is older than a redaction."""
        with suppress(OSError):  # without it the next opening clears once more
            self._cleared(what).write_text(digest, encoding="ascii")

    def _cleared(self, what: str) -> Path:
        return self.folder / f"cleared-{what}"

    def aside(self) -> list[Path]:
        """What was set aside on this computer."""
        return sorted(self.folder.glob("aside-*.cypw"))


def _follows(later: Record, earlier: Record) -> bool:
    return whole.leads_to(later, earlier.sequence, earlier.head)


def _put_back(name: str) -> Refusal:
    return Refusal(
        f"{name} no longer holds all that this computer saved in it or saw there: it was put back to an earlier "
        "state, or its decisions were written anew.",
        "If nobody restored it on purpose, ask who had it last. This computer’s copy and the backups are kept; "
        "“workspace restore” brings them back.",
    )


def station_key(target: Path) -> str:
    """A short name for a workspace's place on this computer."""
    return hashlib.sha256(os.path.normcase(target).encode(errors="surrogateescape")).hexdigest()[
        :20
    ]


def fetched(target: Path, private: Path) -> Taken:
    """Copy the file others see to a private place, open it there and check all of it. Raises Refusal."""
    name = target.name
    if not target.is_file():
        raise missing(name)
    try:
        shutil.copyfile(target, private)
        # The first version worked on the file itself: what a kill left undone there must be undone here.
        journal = target.with_name(f"{name}-journal")
        if journal.exists():
            shutil.copyfile(journal, private.with_name(f"{private.name}-journal"))
    except OSError as error:
        private.unlink(missing_ok=True)
        if error.errno == errno.ENOSPC:
            raise full(name) from error
        raise Refusal(
            f"{name} may not be read here ({error.strerror}).",
            "Ask whoever keeps the folder, or move the file to one of your own.",
        ) from error
    return opened(private, name)


def opened(path: Path, name: str) -> Taken:
    """Open a file that only this process works on, and check all of it. Raises Refusal."""
    ledger = Ledger.open(path, name)
    try:
        record = ledger.read()
        whole.check(record, name)
        ledger.check_tables()
    except Refusal:
        ledger.close()
        raise
    return Taken(ledger, record)
