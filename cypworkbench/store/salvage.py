"""Saving what can still be read of a damaged workspace, and saying what is lost."""

import re
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
_ROWS_BEYOND = 200  # how far past the last readable row another may still lie, where none says how many there were
_LONGEST_FILE = 4 << 30  # bytes: a header that says more is damaged itself
_LONGEST_NAME = 100
_MOST_ROWS = 5_000_000  # a number above that is damage
_ODD = re.compile(r"[^\w. -]")


@dataclass(frozen=True, slots=True)
class Salvage:
    """What was saved: the whole chain as a workspace, whatever else can be read beside it, what is lost.

    `path` and `record` are None where the chain cannot be begun: then everything lies beside. `lost` are the digests of
    files and packs that the readable decisions name and of which nothing as it was is left; `beyond` is how many
    decisions the chain does not lead to.
    """

    path: Path | None
    record: Record | None
    loose: tuple[Path, ...]
    lost: tuple[str, ...]
    beyond: int

    @property
    def sentence(self) -> str:
        """What was saved and what was not, counted."""
        made = "The chain cannot be begun, so no workspace could be made of it"
        if self.record is not None and self.path is not None:
            kept = self.record
            made = (
                f"{self.path.name} holds {_count(kept.sequence - 1, 'decision')}, "
                f"{_count(len(kept.files), 'file')} and {_count(len(kept.packs), 'pack')}"
            )
        beyond = (
            f"; {_count(self.beyond, 'decision')} that no chain leads to beside it"
            if self.beyond
            else ""
        )
        lost = (
            f"; the bytes of {_count(len(self.lost), 'file or pack', 'files and packs')} are lost"
        )
        return f"{made}{beyond}{lost if self.lost else '; no file or pack is lost'}."


def _count(number: int, one: str, more: str = "") -> str:
    return f"{number:,} {one if number == 1 else more or one + 's'}"


def salvage(path: Path, to: Path, by: Person, at: datetime, salts: Salts = chance) -> Salvage:
    """Save everything that can be read of a damaged workspace into a new one, and say what is lost.

    The new workspace holds the decisions up to the first that is missing or altered, and a last one that names what
    is lost. Later decisions, and files and packs that the chain does not vouch for, are written into a folder beside
    it; where the first decision is gone, everything is. Raises Refusal when nothing is left.
    """
    for taken_name in (to, loose_folder(to)):
        if taken_name.exists():
            raise Refusal(
                f"There is already something called {taken_name.name}.", "Choose another name."
            )
    with private_file() as private:
        shutil.copyfile(path.resolve(), private)
        _made_long_enough(private)
        files, decisions, packs = _readable(private, path.name)
    if not (files or decisions or packs):
        raise Refusal(
            f"Nothing can be read of {path.name} any more.",
            "Bring back a backup with “workspace restore”.",
        )
    intact = [f for f in files if f.redacted or whole.digest(f.content) == f.sha256]
    issued = [p for p in packs if p.redacted or whole.digest(p.content) == p.sha256]
    known = {f.sha256 for f in intact} | {p.sha256 for p in issued}
    lost = [d.subject for d in decisions if d.kind in _ABOUT_FILES and d.subject not in known]
    chain = _longest_chain(decisions)
    record = _begun_anew(path.name, decisions, (intact, issued), (by, at, salts)) if chain else None
    if record is not None:
        whole.check(record, to.name)
        Ledger.create(to, to.name, record).close()
    kept = {f.sha256 for f in record.files} | {p.sha256 for p in record.packs} if record else set()
    loose = _loosely(
        loose_folder(to),
        decisions[len(chain) :],
        [f for f in files if f.sha256 not in kept and not f.redacted],
        [p for p in packs if p.sha256 not in kept and not p.redacted],
    )
    made = to if record is not None else None
    return Salvage(made, record, loose, tuple(dict.fromkeys(lost)), len(decisions) - len(chain))


def _begun_anew(
    name: str,
    decisions: list[Decision],
    bytes_kept: tuple[list[StoredFile], list[StoredPack]],
    maker: tuple[Person, datetime, Salts],
) -> Record:
    """The chain as far as it is whole, what it vouches for, and the decision that says what is missing of it."""
    chain, (by, at, salts) = _longest_chain(decisions), maker
    intact, issued = bytes_kept
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
    last = link(
        *(chain[-1], Intent(DecisionKind.SALVAGED, name, body), by, at),
        salt=salts(len(chain) + 1),
        holds=whole.seals(mine, ours) if not held else (),
    )
    return Record(tuple(mine), (*chain, last), tuple(ours))


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


def _loosely(
    folder: Path, decisions: list[Decision], files: list[StoredFile], packs: list[StoredPack]
) -> tuple[Path, ...]:
    """Write what the chain does not vouch for into a folder; names say what it is, and what is not as it was."""
    if not (decisions or files or packs):
        return ()
    folder.mkdir()
    made: list[Path] = []

    def write(stem: str, ending: str, stored: StoredFile | StoredPack) -> None:
        altered = "" if whole.digest(stored.content) == stored.sha256 else " altered"
        plain = _ODD.sub("_", f"{stem}{stored.sha256[:12]}")[:_LONGEST_NAME]
        made.append(folder / f"{len(made) + 1:03d} {plain}{altered}{_ODD.sub('_', ending)}")
        made[-1].write_bytes(stored.content)

    for stored in files:
        write("", Path(stored.name).suffix[:6], stored)
    for pack in packs:
        write(f"{pack.board} {pack.edition} ", ".pdf", pack)
    if decisions:
        made.append(folder / "decisions.txt")
        lines = ("\t".join(map(str, whole.columns(d))) for d in decisions)
        made[-1].write_text("\n".join(lines), encoding="utf-8")
    return tuple(made)


def _made_long_enough(private: Path) -> None:
    """Fill a file that was cut short up to the length it says it has: SQLite reads nothing of a shorter one."""
    with private.open("r+b") as opened:
        header = opened.read(32)
        size = int.from_bytes(header[16:18], "big")
        told = (65536 if size == 1 else size) * int.from_bytes(header[28:32], "big")
        if private.stat().st_size < told <= _LONGEST_FILE:
            opened.truncate(told)


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
    highest = _highest(connection, f"SELECT max({key}) FROM {table}")  # noqa: S608  our own names
    while number < highest or beyond < _ROWS_BEYOND:
        number += 1
        row = _row(connection, queries, number)
        try:
            found.append(made(row))
            beyond = 0
        except (ValueError, TypeError):
            beyond += 1
    return found


def _highest(connection: sqlite3.Connection, query: str) -> int:
    """The highest number of a table, where it can still be asked; else 0."""
    with suppress(sqlite3.Error):
        said = connection.execute(query).fetchone()[0]
        return min(int(said or 0), _MOST_ROWS)
    return 0


def _row(connection: sqlite3.Connection, queries: list[str], number: int) -> Row:
    for query in queries:
        with suppress(sqlite3.Error, UnicodeDecodeError):
            row = connection.execute(query, (number,)).fetchone()
            return tuple(row) if row else ()
    return ()
