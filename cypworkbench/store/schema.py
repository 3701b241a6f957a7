"""The workspace file's tables. Append-only: the database itself refuses a change or a removal."""

import sqlite3

APPLICATION_ID = 0x43595057  # "CYPW": how a workspace is told from any other SQLite file
VERSION = 2
# The oldest programs that may read, and may write, a file of this version.
MIN_READER = 2
MIN_WRITER = 2

# Set before anything is read or written. No write-ahead log: a copied or moved one loses commits in silence.
PRAGMAS = (
    "PRAGMA locking_mode=EXCLUSIVE",
    "PRAGMA journal_mode=DELETE",
    "PRAGMA synchronous=EXTRA",
    "PRAGMA foreign_keys=ON",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA cell_size_check=ON",
    "PRAGMA recursive_triggers=ON",
)

# What was given, what was decided, what was issued; `redacted` and `seal` are filled only where bytes were removed.
_TABLES = {
    "file": (
        "sequence INTEGER PRIMARY KEY, sha256 TEXT NOT NULL UNIQUE, name TEXT NOT NULL, "
        "received_at TEXT NOT NULL, content BLOB NOT NULL, "
        "redacted TEXT NOT NULL DEFAULT '', seal TEXT NOT NULL DEFAULT ''"
    ),
    "decision": (
        "sequence INTEGER PRIMARY KEY, kind TEXT NOT NULL, subject TEXT NOT NULL, body TEXT NOT NULL, "
        "by_name TEXT NOT NULL, by_role TEXT NOT NULL, at TEXT NOT NULL, previous TEXT NOT NULL, "
        "digest TEXT NOT NULL UNIQUE, salt TEXT NOT NULL DEFAULT '', holds TEXT NOT NULL DEFAULT '[]'"
    ),
    "pack": (
        "id INTEGER PRIMARY KEY, sha256 TEXT NOT NULL UNIQUE, board TEXT NOT NULL, edition TEXT NOT NULL, "
        "decided INTEGER NOT NULL REFERENCES decision(sequence), content BLOB NOT NULL, "
        "redacted TEXT NOT NULL DEFAULT '', seal TEXT NOT NULL DEFAULT ''"
    ),
}
# One row for each version the file has had: the last one rules.
_FORMAT = {
    "format": (
        "version INTEGER PRIMARY KEY, min_reader INTEGER NOT NULL, min_writer INTEGER NOT NULL, "
        "program TEXT NOT NULL"
    )
}
_FROM_1 = (
    "ALTER TABLE file ADD COLUMN redacted TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE file ADD COLUMN seal TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE decision ADD COLUMN salt TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE decision ADD COLUMN holds TEXT NOT NULL DEFAULT '[]'",
    "ALTER TABLE pack ADD COLUMN redacted TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE pack ADD COLUMN seal TEXT NOT NULL DEFAULT ''",
)
_TABLE_MAY = frozenset({*_TABLES, *_FORMAT})
_MAY = {
    sqlite3.SQLITE_SELECT,
    sqlite3.SQLITE_READ,
    sqlite3.SQLITE_TRANSACTION,
    sqlite3.SQLITE_FUNCTION,
}
_PRAGMAS_MAY = {"quick_check", "user_version", "application_id"}


def statements(program: str) -> tuple[str, ...]:
    """Every statement that makes an empty workspace, to be run in one transaction."""
    return (
        *_made({**_TABLES, **_FORMAT}),
        f"PRAGMA application_id={APPLICATION_ID}",
        *_stamped(program),
    )


def migration(version: int, program: str) -> tuple[str, ...]:
    """Every statement that brings a file of an older version to this one, to be run in one transaction."""
    return (*_FROM_1, *_made(_FORMAT), *_stamped(program)) if version == 1 else ()


def _made(tables: dict[str, str]) -> list[str]:
    made = [f"CREATE TABLE {name} ({columns}) STRICT" for name, columns in tables.items()]
    made += [
        f"CREATE TRIGGER {name}_no_{verb} BEFORE {verb.upper()} ON {name} "
        f"BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END"
        for name in tables
        for verb in ("update", "delete")
    ]
    return made


def strange(found: dict[str, str], version: int) -> str:
    """What does not belong in a file's schema, or is missing from it; empty when all is as this program makes it.

    `found` holds the SQL of everything but the database's own indexes, by name.
    """
    tables = {**_TABLES, **(_FORMAT if version > 1 else {})}
    wanted = {statement.split()[2]: statement for statement in _made(tables)}
    odd = sorted(found.keys() ^ wanted.keys())
    odd += [
        n for n, sql in wanted.items() if sql.startswith("CREATE TRIGGER") and found.get(n) != sql
    ]
    return odd[0] if odd else ""


def _stamped(program: str) -> tuple[str, str]:
    said = program.replace("'", "")
    row = f"({VERSION}, {MIN_READER}, {MIN_WRITER}, '{said}')"
    return f"INSERT INTO format VALUES {row}", f"PRAGMA user_version={VERSION}"  # noqa: S608  our own words


def watch(
    action: int, first: str | None, second: str | None, _database: str | None, _inner: str | None
) -> int:
    """The connection's authorizer: reading and appending pass, whatever else a statement would do does not."""
    if action in _MAY:
        return sqlite3.SQLITE_OK
    if action == sqlite3.SQLITE_INSERT and first in _TABLE_MAY:
        return sqlite3.SQLITE_OK
    if action == sqlite3.SQLITE_PRAGMA and first in _PRAGMAS_MAY and second is None:
        return sqlite3.SQLITE_OK
    return sqlite3.SQLITE_DENY
