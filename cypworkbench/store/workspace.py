"""The workspace: one SQLite file that holds all that was given and all that was decided."""

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from cypworkbench.domain.decision import (
    Decision,
    DecisionKind,
    Intent,
    Person,
    broken_link,
    canonical,
    link,
)
from cypworkbench.domain.record import Record, StoredFile, StoredPack
from cypworkbench.domain.refusal import Refusal
from cypworkbench.store.schema import APPLICATION_ID, PRAGMAS, VERSION, statements

_BUSY_SECONDS = 0.5


class Workspace:
    """An open workspace. Appending is all it can do: whatever returned from `append` is safe on disk."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        """Use `Workspace.create` or `Workspace.open`."""
        self.path = path
        self._connection = connection
        self._record: Record | None = None

    @classmethod
    def create(cls, path: Path, framework: str, by: Person, at: datetime) -> Self:
        """Make a new workspace for a plan. Raises Refusal when the file exists or its folder cannot be written."""
        if path.exists():
            raise Refusal(
                f"There is already a file called {path.name}.",
                "Open it, or choose another name for the new workspace.",
            )
        first = link(None, Intent(DecisionKind.WORKSPACE_OPENED, framework), by, at)
        try:
            path.touch(exist_ok=False)
        except OSError as error:
            raise Refusal(
                f"{path.name} cannot be made in {path.resolve().parent}: {error.strerror}.",
                "Choose a folder that is there and that you may write in.",
            ) from error
        try:
            with _told(path):
                connection = _connect(path, "rw")
                # Tables and first decision together: a file half made is no workspace.
                with _transaction(connection):
                    for statement in statements():
                        connection.execute(statement)
                    _insert(connection, (), (first,), ())
        except Refusal:
            # Made here a moment ago, and empty: leaving it would stand in the way of the next attempt.
            path.unlink(missing_ok=True)
            raise
        return cls(path, connection)

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open a workspace. Raises Refusal when it is missing, no workspace, newer, damaged or held by another."""
        if not path.is_file():
            raise Refusal(
                f"There is no file called {path.name} here.",
                "Check the folder and the name, and try again.",
            )
        try:
            path.open("rb").close()
        except OSError as error:
            raise Refusal(
                f"{path.name} may not be read here ({error.strerror}).",
                "Ask whoever keeps the folder, or move the file to one of your own.",
            ) from error
        with _told(path):
            connection = _connect(path, "rw")
            _check_version(connection, path)
        workspace = cls(path, connection)
        try:
            workspace.record()
        except Refusal:
            connection.close()
            raise
        return workspace

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
        refuses; nothing is recorded then.
        """
        record = self.record()
        previous = record.decisions[-1] if record.decisions else None
        made: list[Decision] = []
        for intent in intents:
            previous = link(previous, intent, by, at)
            made.append(previous)
        new_files = tuple(f for f in files if record.file(f.sha256) is None)
        held = {p.sha256 for p in record.packs}
        decided = made[-1].sequence if made else record.sequence
        new_packs = tuple(
            StoredPack(p.sha256, p.board, p.edition, p.content, decided)
            for p in packs
            if p.sha256 not in held
        )
        with _told(self.path), _transaction(self._connection) as connection:
            _insert(connection, new_files, made, new_packs)
        self._record = Record(
            record.files + new_files,
            (*record.decisions, *made),
            record.packs + new_packs,
        )
        return tuple(made)

    def record(self) -> Record:
        """Everything in the workspace, checked: each file against its digest, each decision against the chain."""
        if self._record is None:
            with _told(self.path):
                self._record = _read(self._connection)
            _check_whole(self._record, self.path)
        return self._record

    @property
    def framework(self) -> str:
        """The id of the plan this workspace serves."""
        return self.record().decisions[0].subject

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

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
        self.close()


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    uri = f"{path.resolve().as_uri()}?mode={mode}"
    connection = sqlite3.connect(uri, uri=True, timeout=_BUSY_SECONDS, isolation_level=None)
    for pragma in PRAGMAS:
        connection.execute(pragma)
    return connection


def _begin(connection: sqlite3.Connection) -> None:
    # The lock is taken at once, so that a second writer hears of it before it has done any work.
    connection.execute("BEGIN IMMEDIATE")


@contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    _begin(connection)
    try:
        yield connection
        connection.execute("COMMIT")
    except BaseException:
        # SQLite has already gone back by itself when the disk was full.
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Turn the database's errors into the analyst's words."""
    try:
        yield
    except sqlite3.Error as error:
        raise _refusal(path, str(error)) from error
    except (ValueError, TypeError) as error:
        raise _refusal(path, "a row holds what no row can") from error


def _refusal(path: Path, said: str) -> Refusal:
    name = path.name
    if "locked" in said or "busy" in said:
        return Refusal(
            f"{name} is in use by another copy of the program.",
            "Close it there, then try again.",
        )
    if "full" in said:
        return Refusal(
            f"The disk is full, so nothing more was saved in {name}.",
            "Free some space and do the last step again; everything before it is safe.",
        )
    if "readonly" in said or "unable to open" in said:
        return Refusal(
            f"{name} cannot be written here.",
            "Move it to a folder you may write in, and open it there.",
        )
    if "not a database" in said:
        return Refusal(
            f"{name} is not a workspace.",
            "Choose a file made by this program (its name ends in .cypw).",
        )
    return Refusal(
        f"{name} could not be read: the file is damaged ({said}).",
        "Open the newest backup of it; do not write to it.",
    )


def _check_version(connection: sqlite3.Connection, path: Path) -> None:
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if application != APPLICATION_ID:
        connection.close()
        raise _refusal(path, "not a database")
    if version > VERSION:
        connection.close()
        raise Refusal(
            f"{path.name} was made by a newer version of the program (file version {version}).",
            f"Update the program: this one reads versions up to {VERSION}.",
        )


def _insert(
    connection: sqlite3.Connection,
    files: Sequence[StoredFile],
    decisions: Sequence[Decision],
    packs: Sequence[StoredPack],
) -> None:
    connection.executemany(
        "INSERT INTO file (sha256, name, received_at, content) VALUES (?, ?, ?, ?)",
        [(f.sha256, f.name, f.received_at.isoformat(), f.content) for f in files],
    )
    connection.executemany(
        "INSERT INTO decision VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (*(d.sequence, d.kind.value, d.subject, canonical(dict(d.body)), d.by.name), *_tail(d))
            for d in decisions
        ],
    )
    connection.executemany(
        "INSERT INTO pack (sha256, board, edition, decided, content) VALUES (?, ?, ?, ?, ?)",
        [(p.sha256, p.board, p.edition, p.sequence, p.content) for p in packs],
    )


def _tail(decision: Decision) -> tuple[str, str, str, str]:
    return decision.by.role, decision.at.isoformat(), decision.previous, decision.digest


def _read(connection: sqlite3.Connection) -> Record:
    files = connection.execute(
        "SELECT sha256, name, content, received_at FROM file ORDER BY sequence"
    )
    decisions = connection.execute("SELECT * FROM decision ORDER BY sequence")
    packs = connection.execute(
        "SELECT sha256, board, edition, content, decided FROM pack ORDER BY id"
    )
    return Record(
        tuple(StoredFile(row[0], row[1], row[2], datetime.fromisoformat(row[3])) for row in files),
        tuple(_decision(row) for row in decisions),
        tuple(StoredPack(*row) for row in packs),
    )


def _decision(row: tuple[int, str, str, str, str, str, str, str, str]) -> Decision:
    sequence, kind, subject, body, name, role, at, previous, digest = row
    moment = datetime.fromisoformat(at)
    by = Person(name, role)
    return Decision(
        sequence,
        DecisionKind(kind),
        subject,
        json.loads(body),
        by,
        moment,
        previous,
        digest,
    )


def _check_whole(record: Record, path: Path) -> None:
    contents = [(f.sha256, f.content) for f in record.files]
    contents += [(p.sha256, p.content) for p in record.packs]
    for sha256, content in contents:
        if hashlib.sha256(content).hexdigest() != sha256:
            raise Refusal(
                f"{path.name} is damaged: a stored file no longer matches its digest.",
                "Open the newest backup of it; do not write to this one.",
            )
    if not record.decisions:
        raise Refusal(
            f"{path.name} is empty: it was never finished.",
            "Delete it and make the workspace again.",
        )
    broken = broken_link(record.decisions)
    if broken is not None:
        raise Refusal(
            f"{path.name} has been altered: decision {broken} does not follow from the one before it.",
            "Keep this file as it is for whoever looks into it, and open the newest backup.",
        )
