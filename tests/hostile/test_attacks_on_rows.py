"""Rows put in, taken out or changed by somebody with another program: each is found at opening, or changes nothing."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from cypworkbench.domain.decision import DecisionKind, Intent, link
from cypworkbench.domain.record import StoredPack
from cypworkbench.domain.refusal import Refusal
from cypworkbench.flow import keeping
from cypworkbench.flow.decide import Desk
from cypworkbench.store import whole
from cypworkbench.store.ledger import as_decision
from cypworkbench.store.rebuild import Removal
from cypworkbench.store.recovery import looked_at
from cypworkbench.store.workspace import Workspace
from tests.store.made import ANALYST, NOON, accepted, digest, explained, filled, stored


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A workspace of two packs and three returns, one of which was removed by decision, and so was a decision."""
    folder = tmp_path_factory.mktemp("attacked")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CYPWORKBENCH_HOME", str(folder / "home"))
        path = filled(folder / "w.cypw")
        with Workspace.open(path) as workspace:
            for number in (2, 3):
                file = stored(b"sheet %d" % number, f"return {number}.xlsx")
                told = explained(number, "A made-up reason.")
                workspace.append([accepted(file), told], ANALYST, NOON, files=[file])
            pack = StoredPack(digest(b"%PDF two"), "dctb-wyre", "board", b"%PDF two", 0)
            intent = Intent(DecisionKind.PACK_SIGNED, pack.sha256, {"role": "Board chair"})
            workspace.append([intent], ANALYST, NOON, packs=[pack])
            gone = Removal(frozenset({6}), frozenset({digest(b"sheet 2")}))
            keeping.remove(Desk(workspace, ANALYST, NOON), gone, "Names a child")
        return path.read_bytes()


def _insert(connection: sqlite3.Connection) -> None:
    """A decision in the middle, rightly linked to the one before it, and the later ones moved up."""
    rows = connection.execute("SELECT * FROM decision ORDER BY sequence").fetchall()
    made = link(as_decision(rows[3]), explained(9), ANALYST, NOON, salt="00" * 16)
    for number in range(len(rows), 4, -1):
        connection.execute(
            "UPDATE decision SET sequence = ? WHERE sequence = ?", (number + 1, number)
        )
    marks = ", ".join("?" * len(whole.columns(made)))
    names = "sequence, kind, subject, body, by_name, by_role, at, previous, digest, salt, holds"
    connection.execute(f"INSERT INTO decision ({names}) VALUES ({marks})", whole.columns(made))  # noqa: S608  our own names


ATTACKS: dict[str, str | Callable[[sqlite3.Connection], None]] = {
    "a decision inserted": _insert,
    "a pack added": (
        "INSERT INTO pack (sha256, board, edition, content, decided, redacted, seal) "
        "SELECT 'ab', board, edition, content, decided, redacted, seal FROM pack"
    ),
    "a pack removed": "DELETE FROM pack WHERE id = 1",
    "a pack of another board": "UPDATE pack SET board = 'dctb-fylde' WHERE id = 2",
    "a pack of another edition": "UPDATE pack SET edition = 'public' WHERE id = 2",
    "a pack of another decision": "UPDATE pack SET decided = 5 WHERE id = 2",
    "a pack of other bytes": "UPDATE pack SET content = x'2550' WHERE id = 2",
    "a pack of another name": "UPDATE pack SET sha256 = 'ab' WHERE id = 2",
    "a pack said to be removed": "UPDATE pack SET content = x'', redacted = 'ab:cd' WHERE id = 2",
    "a return added": (
        "INSERT INTO file (sha256, name, content, received_at, redacted, seal) "
        "SELECT 'ab', name, content, received_at, redacted, seal FROM file"
    ),
    "a return renamed": "UPDATE file SET name = 'Wyre.xlsx' WHERE sequence = 1",
    "a return received later": "UPDATE file SET received_at = '2026-10-09T12:00:00+00:00' WHERE sequence = 1",
    "a return said to be removed": "UPDATE file SET content = x'', redacted = 'ab:cd' WHERE sequence = 3",
    "a removed return’s seal": "UPDATE file SET seal = 'ab' WHERE redacted <> ''",
    "a removed return brought back": "UPDATE file SET content = x'25', redacted = '' WHERE redacted <> ''",
    "a removed return given other bytes": "UPDATE file SET content = x'25' WHERE redacted <> ''",
    "removed words replaced": 'UPDATE decision SET body = \'{"because":"x"}\' WHERE sequence = 6',
    "the digest of removed words": 'UPDATE decision SET body = \'{"redacted":"ab"}\' WHERE sequence = 6',
    "words said to be removed": (
        "UPDATE decision SET body = '{\"redacted\":\"ab\"}', salt = 'redacted' WHERE sequence = 8"
    ),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_each_row_put_in_taken_out_or_changed_is_found_at_opening(
    given: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, attack: str
) -> None:
    monkeypatch.setenv("CYPWORKBENCH_HOME", str(tmp_path / "home"))
    path = tmp_path / "w.cypw"
    path.write_bytes(given)
    looked_at(path)
    with closing(sqlite3.connect(path)) as connection:
        query = "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'"
        triggers = dict(connection.execute(query).fetchall())
        for name in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        step = ATTACKS[attack]
        if isinstance(step, str):
            limited = f"{step} LIMIT 1" if "SELECT" in step else step
            assert connection.execute(limited).rowcount == 1
        else:
            step(connection)
        for statement in triggers.values():
            connection.execute(statement)
        connection.commit()
    with pytest.raises(Refusal):
        looked_at(path)
