"""Whatever can still be read of a damaged workspace is in the saved one or beside it, and what is lost is counted."""

import hashlib
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from cypworkbench import cli
from cypworkbench.domain.decision import DecisionKind, Intent
from cypworkbench.domain.record import StoredPack
from cypworkbench.domain.refusal import Refusal
from cypworkbench.store.recovery import looked_at
from cypworkbench.store.salvage import Salvage, loose_folder, salvage
from cypworkbench.store.workspace import Workspace
from tests.store.made import ANALYST, NOON, accepted, digest, explained, filled, stored

PAGE = 4096


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace of three files and three packs, the later ones on pages of their own."""
    monkeypatch.setenv("CYPWORKBENCH_HOME", str(tmp_path / "home"))
    where = filled(tmp_path / "w.cypw")
    with Workspace.open(where) as workspace:
        for number in (2, 3):
            file = stored(b"sheet %d " % number * 900, f"return {number}.xlsx")
            workspace.append([accepted(file), explained(number)], ANALYST, NOON, files=[file])
            content = b"%%PDF pack %d " % number * 900
            pack = StoredPack(digest(content), "dctb-wyre", "board", content, 0)
            signed = Intent(DecisionKind.PACK_SIGNED, pack.sha256, {"role": "Board chair"})
            workspace.append([signed], ANALYST, NOON, packs=[pack])
    return where


def _readable(path: Path) -> tuple[set[str], int]:
    """The digests of the contents that plain SQLite reads row by row, and how many decisions it does."""
    contents: set[str] = set()
    decisions = 0
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as opened:
        for number in range(1, 30):
            for query in ("file WHERE sequence", "pack WHERE id"):
                with suppress(sqlite3.Error, UnicodeDecodeError):
                    row = opened.execute(f"SELECT content FROM {query} = ?", (number,)).fetchone()  # noqa: S608  our own names
                    contents |= {hashlib.sha256(row[0]).hexdigest()} if row else set()
            with suppress(sqlite3.Error, UnicodeDecodeError):
                query = "SELECT digest, body, previous FROM decision WHERE sequence = ?"
                decisions += opened.execute(query, (number,)).fetchone() is not None
    return contents, decisions


def _saved(path: Path) -> Salvage | None:
    to = path.with_name("saved.cypw")
    to.unlink(missing_ok=True)
    shutil.rmtree(loose_folder(to), ignore_errors=True)
    try:
        return salvage(path, to, ANALYST, NOON)
    except Refusal:
        return None


def _holds_all(path: Path) -> bool:
    """Whether everything that plain SQLite reads was saved, in the workspace or beside it."""
    contents, decisions = _readable(path)
    saved = _saved(path)
    if saved is None:
        return not contents and not decisions
    kept = saved.record
    there = {digest(p.read_bytes()) for p in saved.loose}
    if kept is not None:
        there |= {f.sha256 for f in kept.files} | {p.sha256 for p in kept.packs}
        assert saved.path is not None
        assert looked_at(saved.path) == kept
    told = saved.beyond + (kept.sequence - 1 if kept is not None else 0)
    return contents <= there and told >= decisions


def _damaged(path: Path) -> Iterator[bytes]:
    held = path.read_bytes()
    for at in range(PAGE, len(held), PAGE):  # the first page says what the tables are
        yield held[:at] + bytes(PAGE) + held[at + PAGE :]
    for at in range(2 * PAGE, len(held), PAGE):
        yield held[: at - 100]


def test_whatever_can_be_read_row_by_row_is_saved_or_lies_beside(
    path: Path, tmp_path: Path
) -> None:
    hurt = tmp_path / "hurt.cypw"
    for content in _damaged(path):
        hurt.write_bytes(content)
        assert _holds_all(hurt)


@pytest.mark.parametrize("number", [1, 5, 10])
def test_an_altered_decision_costs_no_file_and_no_pack(path: Path, number: int) -> None:
    before = looked_at(path)
    with closing(sqlite3.connect(path)) as opened:
        opened.execute("DROP TRIGGER decision_no_update")
        opened.execute("UPDATE decision SET by_name = 'nobody' WHERE sequence = ?", (number,))
        opened.commit()
    saved = _saved(path)
    assert saved is not None
    assert saved.lost == ()
    assert saved.beyond == before.sequence - number + 1
    assert (saved.record is None) == (number == 1)
    kept = {f.sha256 for f in saved.record.files} if saved.record else set()
    kept |= {p.sha256 for p in saved.record.packs} if saved.record else set()
    kept |= {digest(p.read_bytes()) for p in saved.loose}
    assert kept >= {f.sha256 for f in before.files} | {p.sha256 for p in before.packs}
    if number == 1:
        assert sum("dctb-wyre board" in p.name for p in saved.loose) == 2
        assert saved.sentence.startswith("The chain cannot be begun")


def test_a_file_of_which_nothing_is_left_is_refused_in_a_sentence(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path.write_bytes(path.read_bytes()[:PAGE].ljust(20 * PAGE, b"\0"))
    to = str(path.with_name("saved.cypw"))
    assert cli.main(["workspace", "salvage", str(path), "--to", to, "--as", "a"]) == cli.REFUSED
    assert "Nothing can be read of w.cypw any more" in capsys.readouterr().err
