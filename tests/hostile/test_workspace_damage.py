"""Bits that flip, pages that tear, and people who change the record: what is found, and what is known not to be."""

import os
import random
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from cypworkbench.domain.decision import Decision, Intent, link
from cypworkbench.domain.record import Record
from cypworkbench.domain.refusal import Refusal
from cypworkbench.locations import resource_path
from cypworkbench.store import lease, whole
from cypworkbench.store.ledger import as_decision
from cypworkbench.store.recovery import looked_at
from cypworkbench.store.workspace import Workspace
from tests.hostile import faults
from tests.hostile.faults import times
from tests.store.made import ANALYST, NOON, accepted, explained, stored

PAGE = 4096
SIGNED = 9  # the decision whose digest a signed pack prints
Attack = Callable[[sqlite3.Connection, random.Random], int]


@pytest.fixture
def path(swift: Path) -> Path:
    where = swift / "Lancashire.cypw"
    with Workspace.create(where, "cypfp-2022", ANALYST, NOON) as workspace:
        for number in range(6):
            file = stored(os.urandom(3000), f"return {number}.xlsx")
            workspace.append([accepted(file)], ANALYST, NOON, files=[file])
            workspace.append([explained(number)], ANALYST, NOON)
    return where


def opened(path: Path) -> Record | Refusal:
    """What opening a file gives on a computer that never saw it before."""
    try:
        return looked_at(path)
    except Refusal as refusal:
        return refusal


def own_check(path: Path) -> bool:
    """Whether SQLite's own check finds something."""
    connection = sqlite3.connect(path)
    try:
        return str(connection.execute("PRAGMA quick_check").fetchone()[0]) != "ok"
    except (sqlite3.DatabaseError, UnicodeDecodeError):
        return True
    finally:
        connection.close()


def test_every_flipped_bit_of_content_is_found(path: Path) -> None:
    before, given = looked_at(path), path.read_bytes()
    row = faults.row("a flipped bit")
    draw = random.Random(8)  # noqa: S311  the same bits in every run
    missed = 0
    for _ in range(times(300, 3000)):
        place = draw.randrange(len(given))
        flipped = bytearray(given)
        flipped[place] ^= 1 << draw.randrange(8)
        path.write_bytes(flipped)
        now = opened(path)
        row.times += 1
        row.corrupt += now != before and not isinstance(now, Refusal)
        missed += isinstance(now, Refusal) and not own_check(path)
    row.notes.append(f"{missed} of those found were missed by SQLite’s own check")
    assert row.corrupt == 0
    assert missed > 0, "the flips never hit what only a digest can tell"


def test_every_torn_page_of_content_is_found(path: Path) -> None:
    before, given = looked_at(path), path.read_bytes()
    row = faults.row("a torn page")
    pages = len(given) // PAGE
    for page in range(pages):
        torn = bytearray(given)
        half = page * PAGE + PAGE // 2
        torn[half : half + PAGE // 2] = bytes(PAGE // 2)
        path.write_bytes(torn)
        now = opened(path)
        row.times += 1
        row.corrupt += now != before and not isinstance(now, Refusal)
    assert row.corrupt == 0


# ---- the chain


def rows(connection: sqlite3.Connection) -> list[Decision]:
    return [as_decision(r) for r in connection.execute("SELECT * FROM decision ORDER BY sequence")]


def write(connection: sqlite3.Connection, decision: Decision, at: int) -> None:
    names = ("sequence", "kind", "subject", "body", "by_name", "by_role", "at", "previous")
    sets = ", ".join(f"{name} = ?" for name in (*names, "digest", "salt", "holds"))
    said = f"UPDATE decision SET {sets} WHERE sequence = {at}"  # noqa: S608  our own numbers
    connection.execute(said, whole.columns(decision))


def edit(connection: sqlite3.Connection, draw: random.Random) -> int:
    number = draw.randrange(1, 14)
    column, value = draw.choice(
        [
            ("body", '{"because":"no reason"}'),
            ("subject", "R014|another"),
            ("by_name", "somebody else"),
            ("by_role", "chair"),
            ("at", "2026-10-03T12:00:00+00:00"),
            ("kind", "commented"),
            ("salt", "00" * 16),
            ("holds", '["' + "ab" * 32 + '"]'),
            ("previous", "cd" * 32),
            ("digest", "ef" * 32),
        ]
    )
    said = f"UPDATE decision SET {column} = ? WHERE sequence = ?"  # noqa: S608  our own names
    connection.execute(said, (value, number))
    return number


def delete(connection: sqlite3.Connection, draw: random.Random) -> int:
    number = draw.randrange(1, 13)
    connection.execute("DELETE FROM decision WHERE sequence = ?", (number,))
    return number


def delete_a_file(connection: sqlite3.Connection, draw: random.Random) -> int:
    number = draw.randrange(1, 7)
    connection.execute("DELETE FROM file WHERE sequence = ?", (number,))
    return number


def swap(connection: sqlite3.Connection, draw: random.Random) -> int:
    one, other = sorted(draw.sample(range(1, 14), 2))
    for was, now in ((one, 99), (other, one), (99, other)):
        connection.execute("UPDATE decision SET sequence = ? WHERE sequence = ?", (now, was))
    return one


def shift(connection: sqlite3.Connection, draw: random.Random) -> int:
    number = draw.randrange(1, 13)
    connection.execute("DELETE FROM decision WHERE sequence = ?", (number,))
    for later in range(number + 1, 14):
        connection.execute(
            "UPDATE decision SET sequence = ? WHERE sequence = ?", (later - 1, later)
        )
    return number


def truncate(connection: sqlite3.Connection, draw: random.Random) -> int:
    """Take the last decisions away, and the files that were kept with them."""
    number = draw.randrange(2, 14)
    held = {s for d in rows(connection)[number - 1 :] for s in d.holds}
    connection.execute("DELETE FROM decision WHERE sequence >= ?", (number,))
    found = connection.execute("SELECT sequence, sha256, name, received_at FROM file").fetchall()
    for sequence, sha256, name, at in found:
        file = replace(stored(b"", name), sha256=sha256)
        assert at == file.received_at.isoformat()
        if whole.file_seal(file) in held:
            connection.execute("DELETE FROM file WHERE sequence = ?", (sequence,))
    return number


def chain_anew(connection: sqlite3.Connection, draw: random.Random) -> int:
    """Change a decision, and every digest after it, as somebody with this program's source could."""
    number = draw.randrange(1, 14)
    previous: Decision | None = None
    for old in rows(connection):
        body = {"because": "a false reason"} if old.sequence == number else old.body
        intent = Intent(old.kind, old.subject, body)
        new = link(previous, intent, old.by, old.at, salt=old.salt, holds=old.holds)
        write(connection, new, old.sequence)
        previous = new
    return number


CANNOT_BE_FOUND = {truncate: "cut off at the end", chain_anew: "written anew"}


@pytest.mark.parametrize("attack", [edit, delete, delete_a_file, swap, shift, truncate, chain_anew])
def test_each_attack_is_found_or_is_on_the_manuals_list_of_what_cannot_be(
    path: Path, attack: Attack
) -> None:
    given, record = path.read_bytes(), looked_at(path)
    signed = record.decisions[SIGNED - 1].digest
    row = faults.row(f"attack on the chain: {attack.__name__.replace('_', ' ')}")
    found = {"by opening it": 0, "by a signed pack": 0, "by the computer that saved it": 0}
    draw = random.Random(3)  # noqa: S311  the same attacks in every run
    manual = resource_path("manual", "what-cannot-be-found.md").read_text(encoding="utf-8")
    for _ in range(times(40, 400)):
        path.write_bytes(given)
        with sqlite3.connect(path) as connection:
            connection.execute("PRAGMA synchronous=OFF")
            for name in _triggers(connection):
                connection.execute(f"DROP TRIGGER {name}")
            number = attack(connection, draw)
            for statement in _TRIGGERS:
                connection.execute(statement)
        connection.close()
        row.times += 1
        now = opened(path)
        if isinstance(now, Refusal):
            found["by opening it"] += 1
            continue
        assert attack in CANNOT_BE_FOUND, (attack.__name__, number)
        assert CANNOT_BE_FOUND[attack] in manual
        if not whole.leads_to(now, SIGNED, signed):
            found["by a signed pack"] += 1
        else:
            assert number > SIGNED, "changed before the last signed head, and not found"
        with Workspace.open(path) as workspace:
            assert workspace.notice is not None, "this computer knew better"
            assert "no longer holds all" in workspace.notice.what
        found["by the computer that saved it"] += 1
        with Workspace.open(path) as workspace:
            assert workspace.notice is None
        _forget(path, given)
    row.notes.append(", ".join(f"{count} {how}" for how, count in found.items() if count))


def _triggers(connection: sqlite3.Connection) -> list[str]:
    query = "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'"
    found = dict(connection.execute(query).fetchall())
    _TRIGGERS[:] = found.values()
    return list(found)


_TRIGGERS: list[str] = []


def _forget(path: Path, given: bytes) -> None:
    """Let this computer know the whole workspace again."""
    path.write_bytes(given)
    Workspace.open(path).close()


def test_a_guard_taken_out_of_the_database_is_found(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("DROP TRIGGER decision_no_update")
    connection.close()
    with pytest.raises(Refusal, match="tables were changed outside the program"):
        looked_at(path)


# ---- two writers


def test_whoever_was_taken_over_saves_beside_each_time_and_never_over(path: Path) -> None:
    row = faults.row("two writers: the lease taken over while the first still works")
    for number in range(times(50, 50)):
        before = looked_at(path)
        first = Workspace.open(path)
        lease.take(path, lease.Holder("a colleague", "OTHER-PC", home="elsewhere"))
        made = first.append([explained(number)], ANALYST, NOON)
        row.times += 1
        row.lost += looked_at(path) != before or not first.saved.is_fork
        row.lost += looked_at(first.saved.path).head != made[-1].digest
        first._let_go()
        lease.lease_path(path).unlink()
    assert row.lost == 0
