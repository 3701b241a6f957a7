"""The workspace file's tables. Append-only: the database itself refuses a change or a removal."""

APPLICATION_ID = 0x43595057  # "CYPW": how a workspace is told from any other SQLite file
VERSION = 1

# Set before anything is read or written. No write-ahead log: a copied or moved one loses commits in silence.
PRAGMAS = (
    "PRAGMA journal_mode=DELETE",
    "PRAGMA synchronous=EXTRA",
    "PRAGMA foreign_keys=ON",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA cell_size_check=ON",
    "PRAGMA recursive_triggers=ON",
)

_TABLES = {
    "file": (
        "sequence INTEGER PRIMARY KEY, sha256 TEXT NOT NULL UNIQUE, name TEXT NOT NULL, "
        "received_at TEXT NOT NULL, content BLOB NOT NULL"
    ),
    "decision": (
        "sequence INTEGER PRIMARY KEY, kind TEXT NOT NULL, subject TEXT NOT NULL, body TEXT NOT NULL, "
        "by_name TEXT NOT NULL, by_role TEXT NOT NULL, at TEXT NOT NULL, previous TEXT NOT NULL, "
        "digest TEXT NOT NULL UNIQUE"
    ),
    "pack": (
        "id INTEGER PRIMARY KEY, sha256 TEXT NOT NULL UNIQUE, board TEXT NOT NULL, edition TEXT NOT NULL, "
        "decided INTEGER NOT NULL REFERENCES decision(sequence), content BLOB NOT NULL"
    ),
}


def statements() -> tuple[str, ...]:
    """Every statement that makes an empty workspace, to be run in one transaction."""
    made: list[str] = [
        f"CREATE TABLE {name} ({columns}) STRICT" for name, columns in _TABLES.items()
    ]
    made += [
        f"CREATE TRIGGER {name}_no_{verb} BEFORE {verb.upper()} ON {name} "
        f"BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END"
        for name in _TABLES
        for verb in ("update", "delete")
    ]
    made += [
        f"PRAGMA application_id={APPLICATION_ID}",
        f"PRAGMA user_version={VERSION}",
    ]
    return tuple(made)
