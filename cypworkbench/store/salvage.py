"""Saving what can still be read of a damaged workspace, and saying what is lost."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from cypworkbench.domain.decision import Decision, DecisionKind, Intent, Person, broken_link, link
from cypworkbench.domain.record import Record, StoredFile, StoredPack
from cypworkbench.domain.refusal import Refusal
from cypworkbench.store import whole
from cypworkbench.store.ledger import Ledger, Row, as_decision, as_file, as_pack
from cypworkbench.store.recovery import private_file
from cypworkbench.store.troubles import no_workspace
from cypworkbench.store.workspace import Salts, chance

_Made = TypeVar("_Made")
_ROWS_BEYOND = 200  # how far past the last readable row another may still lie


@dataclass(frozen=True, slots=True)
class Salvage:
    """What was saved: the whole chain as a workspace, later decisions and loose bytes beside it, what is lost."""

    path: Path
    record: Record
    loose: tuple[Path, ...]
    lost: tuple[str, ...]


def salvage(path: Path, to: Path, by: Person, at: datetime, salts: Salts = chance) -> Salvage:
    """Save everything that can be read of a damaged workspace into a new one, and say what is lost.

    The new workspace holds the decisions up to the first that is missing or altered, and a last one that names what
    is lost. Later decisions and loose files are written into a folder beside it. Raises Refusal when nothing is left.
    """
    for taken_name in (to, loose_folder(to)):
        if taken_name.exists():
            raise Refusal(
                f"There is already something called {taken_name.name}.", "Choose another name."
            )
    with private_file() as private:
        shutil.copyfile(path.resolve(), private)
        files, decisions, packs = _readable(private, path.name)
    chain = _longest_chain(decisions)
    if not chain:
        raise Refusal(
            f"Nothing can be read of {path.name} any more: its first decision is gone.",
            "Bring back a backup with “workspace restore”.",
        )
    intact = [f for f in files if f.redacted or whole.digest(f.content) == f.sha256]
    issued = [p for p in packs if p.redacted or whole.digest(p.content) == p.sha256]
    held = [seal for d in chain for seal in d.holds]
    seals = set(held)
    mine = [f for f in intact if not held or whole.file_seal(f) in seals]
    ours = [
        p for p in issued if p.sequence <= len(chain) and (not held or whole.pack_seal(p) in seals)
    ]
    there = set(whole.seals(mine, ours))
    gone = [seal for seal in held if seal not in there]
    known = {f.sha256 for f in mine} | {p.sha256 for p in ours}
    shas = [d.subject for d in chain if d.kind in _ABOUT_FILES and d.subject not in known]
    body = {"from": len(decisions), "seals": gone, "removed": shas}
    holds = whole.seals(mine, ours) if not held else ()
    last = link(
        *(chain[-1], Intent(DecisionKind.SALVAGED, path.name, body), by, at),
        salt=salts(len(chain) + 1),
        holds=holds,
    )
    record = Record(tuple(mine), (*chain, last), tuple(ours))
    whole.check(record, to.name)
    ledger = Ledger.create(to, to.name, record)
    ledger.close()
    loose = _loosely(to, decisions[len(chain) :], [f for f in intact if f not in mine])
    return Salvage(to, record, loose, tuple(shas))


_ABOUT_FILES = {
    DecisionKind.RETURN_ACCEPTED,
    DecisionKind.PUBLISHED_ADDED,
    DecisionKind.PACK_ISSUED,
    DecisionKind.PACK_SIGNED,
}


def loose_folder(to: Path) -> Path:
    """Where what does not fit the chain is written: a folder beside the salvaged workspace."""
    return to.with_name(f"{to.stem} loose")


def _longest_chain(decisions: list[Decision]) -> list[Decision]:
    """The decisions up to the first that is missing or altered."""
    broken = broken_link(tuple(decisions))
    return decisions if broken is None else decisions[: broken - 1]


def _loosely(to: Path, decisions: list[Decision], files: list[StoredFile]) -> tuple[Path, ...]:
    if not decisions and not files:
        return ()
    folder = loose_folder(to)
    folder.mkdir()
    made = []
    for stored in files:
        made.append(folder / f"{stored.sha256[:12]}{Path(stored.name).suffix[:6]}")
        made[-1].write_bytes(stored.content)
    if decisions:
        made.append(folder / "decisions.txt")
        lines = ("\t".join(map(str, whole.columns(d))) for d in decisions)
        made[-1].write_text("\n".join(lines), encoding="utf-8")
    return tuple(made)


Readable = tuple[list[StoredFile], list[Decision], list[StoredPack]]


def _readable(private: Path, name: str) -> Readable:
    """Every row that still reads as one, table by table and row by row."""
    connection = sqlite3.connect(private, isolation_level=None)
    try:
        connection.execute("PRAGMA trusted_schema=OFF")
        connection.execute("PRAGMA cell_size_check=ON")
        files = _rows(connection, "file", "sequence", "sha256, name, content, received_at", as_file)
        decided = "sequence, kind, subject, body, by_name, by_role, at, previous, digest"
        decisions = _rows(connection, "decision", "sequence", decided, as_decision)
        packs = _rows(connection, "pack", "id", "sha256, board, edition, content, decided", as_pack)
    except sqlite3.DatabaseError as error:
        raise no_workspace(name) from error
    finally:
        connection.close()
    return files, decisions, packs


def _rows(
    connection: sqlite3.Connection,
    table: str,
    key: str,
    columns: str,
    made: Callable[[Row], _Made],
) -> list[_Made]:
    """The readable rows of a table in order: each asked for by its number, so that one bad page hides no other."""
    more = {"decision": ", salt, holds"}.get(table, ", redacted, seal")
    queries = [
        f"SELECT {columns}{extra} FROM {table} WHERE {key} = ?"  # noqa: S608  our own table and column names
        for extra in (more, "")
    ]
    found: list[_Made] = []
    number, beyond = 0, 0
    while beyond < _ROWS_BEYOND:
        number += 1
        row = _row(connection, queries, number)
        try:
            found.append(made(row))
            beyond = 0
        except (ValueError, TypeError):
            beyond += 1
    return found


def _row(connection: sqlite3.Connection, queries: list[str], number: int) -> Row:
    for query in queries:
        with suppress(sqlite3.Error, UnicodeDecodeError):
            row = connection.execute(query, (number,)).fetchone()
            return tuple(row) if row else ()
    return ()
