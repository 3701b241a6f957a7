"""One SQLite file with a record in it: made whole, read whole, added to in one step, copied whole.

Only ever used on a file that this process alone works on: the working copy, or a private copy of somebody else's.
"""

import json
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Self

from cypworkbench import __version__
from cypworkbench.domain.decision import Decision, DecisionKind, Person
from cypworkbench.domain.record import Record, StoredFile, StoredPack
from cypworkbench.domain.refusal import Refusal
from cypworkbench.store import whole
from cypworkbench.store.schema import (
    APPLICATION_ID,
    PRAGMAS,
    VERSION,
    migration,
    statements,
    strange,
    watch,
)
from cypworkbench.store.troubles import (
    altered,
    damaged,
    missing,
    newer,
    newer_to_write,
    no_workspace,
    refusal,
    told,
)

_BUSY_SECONDS = 0.5
_HEADER = 100  # bytes before an SQLite file's first page; its version and application stand in them
_COPIED = "SELECT sha256, name, content, received_at{} FROM file ORDER BY sequence"
_ISSUED = "SELECT sha256, board, edition, content, decided{} FROM pack ORDER BY id"
_FIRST = "sequence, kind, subject, body, by_name, by_role, at, previous, digest"
_DECIDED = "SELECT {} FROM decision ORDER BY sequence"
_READS = {
    1: (_COPIED.format(""), _DECIDED.format(_FIRST), _ISSUED.format("")),
    2: (
        _COPIED.format(", redacted, seal"),
        _DECIDED.format(f"{_FIRST}, salt, holds"),
        _ISSUED.format(", redacted, seal"),
    ),
}


class Ledger:
    """An open file. `name` is what the analyst calls it; `may_not_write` says why nothing may be added, if so."""

    def __init__(self, path: Path, name: str, connection: sqlite3.Connection) -> None:
        """Use `Ledger.create` or `Ledger.open`."""
        self.path = path
        self.name = name
        self.connection = connection
        self.version = VERSION
        self.may_not_write: Refusal | None = None

    @classmethod
    def create(cls, path: Path, name: str, record: Record) -> Self:
        """Make a file of the present version that holds a record, all or nothing. Raises Refusal when it cannot be."""
        _touch(path, name)
        try:
            with told(name):
                connection = _connect(path)
                made = cls(path, name, connection)
                with _transaction(connection):
                    for statement in statements(__version__):
                        connection.execute(statement)
                    _insert(connection, record.files, record.decisions, record.packs)
                connection.set_authorizer(watch)
        except Refusal:
            # Made here a moment ago, and empty: leaving it would stand in the way of the next attempt.
            path.unlink(missing_ok=True)
            raise
        return made

    @classmethod
    def open(cls, path: Path, name: str) -> Self:
        """Open a file. Nothing is written before its version is known, and nothing where it is refused.

        Raises Refusal when it is missing, no workspace, too new to read, held or damaged.
        """
        _check_header(path, name)
        with told(name):
            connection = _connect(path)
            made = cls(path, name, connection)
            try:
                made._take_version()
            except (Refusal, sqlite3.Error):
                connection.close()
                raise
            connection.set_authorizer(watch)
        return made

    def _take_version(self) -> None:
        self.version = _one(self.connection, "PRAGMA user_version")
        if _one(self.connection, "PRAGMA application_id") != APPLICATION_ID:
            raise no_workspace(self.name)
        if self.version > VERSION:
            query = "SELECT min_reader, min_writer, program FROM format WHERE version = ?"
            row = self.connection.execute(query, (self.version,)).fetchone()
            reader, writer, program = row or (self.version, self.version, "")
            if reader > VERSION:
                raise newer(self.name, self.version, program)
            if writer > VERSION:
                self.may_not_write = newer_to_write(self.name, program)

    def read(self) -> Record:
        """Everything in the file, as it stands there. Raises Refusal when a row cannot be one."""
        with told(self.name):
            return Record(*_parts(self.connection, self.version))

    def head(self) -> tuple[int, str]:
        """The last decision's number and digest. Raises Refusal when there is none to be read."""
        with told(self.name):
            query = "SELECT sequence, digest FROM decision ORDER BY sequence DESC"
            row = self.connection.execute(query).fetchone()
        if row is None:
            raise damaged(self.name, "it holds no decision")
        return int(row[0]), str(row[1])

    def append(
        self,
        files: Sequence[StoredFile],
        decisions: Sequence[Decision],
        packs: Sequence[StoredPack],
    ) -> None:
        """Add rows, all or nothing; on disk when this returns. Raises Refusal when the disk refuses."""
        with told(self.name), _transaction(self.connection) as connection:
            _insert(connection, files, decisions, packs)

    def migrate(self, noted: Decision) -> None:
        """Bring an older file to the present version, in one step with the decision that says so."""
        with told(self.name):
            self.connection.set_authorizer(None)
            try:
                with _transaction(self.connection) as connection:
                    for statement in migration(self.version, __version__):
                        connection.execute(statement)
                    _insert(connection, (), (noted,), ())
            finally:
                self.connection.set_authorizer(watch)
        self.version = VERSION

    def copy_to(self, target: Path) -> None:
        """Write a whole copy, on disk when this returns. Raises OSError or Refusal; a failed copy is taken away."""
        made_here = False
        try:
            target.touch(exist_ok=False)
            made_here = True
            with told(self.name):
                copy = sqlite3.connect(target, isolation_level=None)
                try:
                    # One file in one go: a journal would only be a second file that a kill could leave behind.
                    copy.execute("PRAGMA journal_mode=OFF")
                    copy.execute("PRAGMA synchronous=OFF")
                    self.connection.backup(copy)
                finally:
                    copy.close()
            flush(target)
        except (OSError, Refusal):
            if made_here:
                target.unlink(missing_ok=True)
            raise

    def check_tables(self) -> None:
        """Raises Refusal when the tables, or the triggers that guard them, are not those this program makes."""
        if self.version > VERSION:
            return
        query = "SELECT name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%'"
        with told(self.name):
            odd = strange(dict(self.connection.execute(query).fetchall()), self.version)
        if odd:
            raise altered(self.name, f"its tables were changed outside the program (“{odd}”)")

    def own_check(self) -> list[Refusal]:
        """What SQLite's own check finds wrong with the file."""
        try:
            said = self.connection.execute("PRAGMA quick_check").fetchall()
        except sqlite3.Error as error:
            return [refusal(self.name, error)]
        except UnicodeDecodeError:
            return [damaged(self.name, "its own words cannot be read")]
        return [damaged(self.name, str(row[0])) for row in said if row[0] != "ok"]

    def close(self) -> None:
        """Let go of the file."""
        self.connection.close()


def verified(path: Path, name: str, expected: str) -> None:
    """Reopen a copy and compare every row and byte with a record's fingerprint. Raises Refusal when they differ."""
    _check_header(path, name)
    with told(name):
        connection = _connect(path, "ro")
        try:
            checked = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
            version = _one(connection, "PRAGMA user_version")
            copied = Record(*_parts(connection, min(version, VERSION)))
        finally:
            connection.close()
    if checked != "ok":
        raise damaged(name, str(checked).splitlines()[0])
    kept: tuple[StoredFile | StoredPack, ...] = (*copied.files, *copied.packs)
    for stored in kept:
        if not stored.redacted and whole.digest(stored.content) != stored.sha256:
            raise damaged(name, "a stored file no longer matches its digest")
    if whole.fingerprint(copied) != expected:
        raise damaged(name, "the copy is not what was copied")


def head_of(path: Path, name: str) -> tuple[int, str, str]:
    """The last decision's number and digest and the first one's digest, of a whole file that nobody is writing.

    Raises Refusal when it is no workspace or cannot be read.
    """
    with _looked_into(path, name) as connection:
        query = "SELECT sequence, digest FROM decision ORDER BY sequence "
        last = connection.execute(query + "DESC").fetchone()
        first = connection.execute(query).fetchone()
    if last is None or first is None:
        raise damaged(name, "it holds no decision")
    return int(last[0]), str(last[1]), str(first[1])


def digest_at(path: Path, name: str, sequence: int) -> str:
    """A decision's digest in a whole file that nobody is writing; empty when it has none of that number.

    Raises Refusal when it is no workspace or cannot be read.
    """
    with _looked_into(path, name) as connection:
        query = "SELECT digest FROM decision WHERE sequence = ?"
        row = connection.execute(query, (sequence,)).fetchone()
    return "" if row is None else str(row[0])


@contextmanager
def _looked_into(path: Path, name: str) -> Iterator[sqlite3.Connection]:
    """A file opened such that nothing is written, neither to it nor beside it."""
    _check_header(path, name)
    with told(name):
        uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        with closing(sqlite3.connect(uri, uri=True, isolation_level=None)) as connection:
            connection.execute("PRAGMA trusted_schema=OFF")
            yield connection


def flush(path: Path) -> None:
    """Have a closed file's bytes on disk. Raises OSError."""
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _touch(path: Path, name: str) -> None:
    try:
        path.touch(exist_ok=False)
    except OSError as error:
        raise Refusal(
            f"{name} cannot be made in {path.resolve().parent}: {error.strerror}.",
            "Choose a folder that is there and that you may write in.",
        ) from error


def _check_header(path: Path, name: str) -> None:
    """Refuse what is no workspace, or one too new, by its first bytes alone: SQLite might write before it says so."""
    if not path.is_file():
        raise missing(name)
    try:
        with path.open("rb") as opened:
            header = opened.read(_HEADER)
    except OSError as error:
        raise Refusal(
            f"{name} may not be read here ({error.strerror}).",
            "Ask whoever keeps the folder, or move the file to one of your own.",
        ) from error
    if not header.startswith(b"SQLite format 3\x00") or len(header) < _HEADER:
        raise no_workspace(name)


def _connect(path: Path, mode: str = "rw") -> sqlite3.Connection:
    uri = f"{path.resolve().as_uri()}?mode={mode}"
    connection = sqlite3.connect(uri, uri=True, timeout=_BUSY_SECONDS, isolation_level=None)
    for pragma in PRAGMAS:
        if mode == "rw" or "journal_mode" not in pragma:
            connection.execute(pragma)
    return connection


def _one(connection: sqlite3.Connection, query: str) -> int:
    return int(connection.execute(query).fetchone()[0])


@contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    # The lock is taken at once, so that a second writer hears of it before it has done any work.
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield connection
        connection.execute("COMMIT")
    except BaseException:
        # SQLite has already gone back by itself when the disk was full.
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _insert(
    connection: sqlite3.Connection,
    files: Sequence[StoredFile],
    decisions: Sequence[Decision],
    packs: Sequence[StoredPack],
) -> None:
    connection.executemany(
        "INSERT INTO file (sha256, name, received_at, content, redacted, seal) VALUES (?, ?, ?, ?, ?, ?)",
        (
            (f.sha256, f.name, f.received_at.isoformat(), f.content, f.redacted, f.seal)
            for f in files
        ),
    )
    marks = ", ".join("?" * 11)
    connection.executemany(
        f"INSERT INTO decision ({_FIRST}, salt, holds) VALUES ({marks})",  # noqa: S608  our own column names
        map(whole.columns, decisions),
    )
    connection.executemany(
        "INSERT INTO pack (sha256, board, edition, decided, content, redacted, seal) VALUES (?, ?, ?, ?, ?, ?, ?)",
        ((p.sha256, p.board, p.edition, p.sequence, p.content, p.redacted, p.seal) for p in packs),
    )


Parts = tuple[tuple[StoredFile, ...], tuple[Decision, ...], tuple[StoredPack, ...]]


def _parts(connection: sqlite3.Connection, version: int) -> Parts:
    files, decisions, packs = _READS[max(1, min(version, VERSION))]
    return (
        tuple(as_file(row) for row in connection.execute(files)),
        tuple(as_decision(row) for row in connection.execute(decisions)),
        tuple(as_pack(row) for row in connection.execute(packs)),
    )


Row = tuple[Any, ...]


def as_file(row: Row) -> StoredFile:
    """A row of the file table. Raises ValueError or TypeError when it is none."""
    sha256, name, content, at, *more = row
    _expect(row[:2] + row[3:], content)
    moment = datetime.fromisoformat(str(at))
    return StoredFile(str(sha256), str(name), _bytes(content), moment, *map(str, more))


def as_pack(row: Row) -> StoredPack:
    """A row of the pack table. Raises ValueError or TypeError when it is none."""
    sha256, board, edition, content, decided, *more = row
    _expect((sha256, board, edition, *more), content)
    if not isinstance(decided, int):
        raise TypeError
    said = (str(sha256), str(board), str(edition))
    return StoredPack(*said, _bytes(content), decided, *map(str, more))


def as_decision(row: Row) -> Decision:
    """A row of the decision table. Raises ValueError or TypeError when it is none."""
    sequence, kind, subject, body, name, role, at, previous, digest, *more = row
    _expect(row[1:], b"")
    salt, holds = map(str, more) if more else ("", "[]")
    if not isinstance(sequence, int):
        raise TypeError
    said = json.loads(str(body))
    by, moment = Person(str(name), str(role)), datetime.fromisoformat(str(at))
    held = tuple(str(one) for one in json.loads(holds))
    links = (str(previous), str(digest), salt, held)
    return Decision(sequence, DecisionKind(str(kind)), str(subject), said, by, moment, *links)


def _expect(texts: Row, content: object) -> None:
    if not isinstance(content, bytes) or not all(isinstance(text, str) for text in texts):
        raise TypeError


def _bytes(content: object) -> bytes:
    return content if isinstance(content, bytes) else b""
