"""A chain written anew is given away by the signed packs that the workspace itself keeps."""

import hashlib
import io
import json
import sqlite3
from pathlib import Path

import pikepdf
import pytest

from cypworkbench import cli
from cypworkbench.domain.decision import Decision, DecisionKind, Intent, link
from cypworkbench.domain.record import StoredPack
from cypworkbench.store import whole
from cypworkbench.store.recovery import examine, looked_at
from cypworkbench.store.workspace import Workspace
from tests.store.made import ANALYST, NOON, explained


def signed(sequence: int, head: str) -> StoredPack:
    """A file that says, as a signed pack does, after which decision it was made."""
    pdf = pikepdf.new()
    pdf.add_blank_page()
    said = json.dumps({"chain": {"sequence": sequence, "head": head}}).encode()
    pdf.attachments["snapshot.json"] = said
    out = io.BytesIO()
    pdf.save(out, static_id=True)
    content = out.getvalue()
    return StoredPack(hashlib.sha256(content).hexdigest(), "cypfp", "board", content, 0)


def written_anew(path: Path) -> None:
    """Change the first explanation, and every digest after it."""
    previous: Decision | None = None
    decisions = looked_at(path).decisions
    with sqlite3.connect(path) as connection:
        triggers = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type='trigger'")
        kept = triggers.fetchall()
        for name, _ in kept:
            connection.execute(f"DROP TRIGGER {name}")
        for old in decisions:
            body = {"because": "another reason"} if old.sequence == 2 else old.body
            intent = Intent(old.kind, old.subject, body)
            previous = link(previous, intent, old.by, old.at, salt=old.salt, holds=old.holds)
            row = whole.columns(previous)
            said = "UPDATE decision SET body = ?, previous = ?, digest = ? WHERE sequence = ?"
            connection.execute(said, (row[3], row[7], row[8], row[0]))
        for _, sql in kept:
            connection.execute(sql)
    connection.close()


@pytest.mark.parametrize("changed", [False, True])
def test_a_signed_pack_in_the_workspace_tells_whether_its_chain_was_written_anew(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], *, changed: bool
) -> None:
    path = tmp_path / "Lancashire.cypw"
    with Workspace.create(path, "cypfp-2022", ANALYST, NOON) as workspace:
        workspace.append([explained(1), explained(2)], ANALYST, NOON)
        record = workspace.record()
        pack = signed(record.sequence, record.head)
        intent = Intent(DecisionKind.PACK_SIGNED, pack.sha256, {"role": "Board chair"})
        workspace.append([intent], ANALYST, NOON, packs=[pack])
    if changed:
        written_anew(path)
    assert examine(path).troubles == (), "the file is whole in itself"
    assert cli.main(["workspace", "check", str(path)]) == int(changed)
    assert ("1 of the signed packs" in capsys.readouterr().out) is changed
