"""What must not be kept, as the terminal tells it: what would go, where else it may be, and what stays."""

from datetime import date
from pathlib import Path

import pytest

from cypworkbench import cli
from cypworkbench.domain.decision import DecisionKind, Intent
from cypworkbench.domain.record import Round, StoredPack
from cypworkbench.domain.refusal import Refusal
from cypworkbench.flow import decide, keeping
from cypworkbench.flow.decide import Desk
from cypworkbench.store.ledger import Ledger
from cypworkbench.store.publishing import publish
from cypworkbench.store.rebuild import Removal
from cypworkbench.store.recovery import looked_at
from cypworkbench.store.workspace import Workspace
from tests.store.made import ANALYST, NOON, digest, explained, filled

ISSUED, SIGNED = b"%PDF candidate", b"%PDF candidate, signed"


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace with a round, in which the second version of a pack was signed."""
    monkeypatch.setenv("CYPWORKBENCH_HOME", str(tmp_path / "home"))
    where = tmp_path / "share" / "w.cypw"
    where.parent.mkdir()
    with Workspace.create(where, "cypfp-2022", ANALYST, NOON) as workspace:
        decide.open_round(Desk(workspace, ANALYST, NOON), Round("Round 1", due=date(2026, 9, 1)))
        body = {"board": "cypfp", "edition": "board", "version": 2}
        for kind, content, said in (
            (DecisionKind.PACK_ISSUED, ISSUED, body),
            (DecisionKind.PACK_SIGNED, SIGNED, {"before": digest(ISSUED), "role": "Board chair"}),
        ):
            pack = StoredPack(digest(content), "cypfp", "board", content, 0)
            workspace.append([Intent(kind, pack.sha256, said)], ANALYST, NOON, packs=[pack])
    return where


def redact(path: Path, *words: str) -> int:
    return cli.main(
        ["workspace", "redact", str(path), *words, "--because", "Asked", "--as", "analyst"]
    )


def test_a_redaction_that_names_nothing_or_what_is_not_there_is_refused_before_it_is_shown(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for words in ((), ("--content", "0" * 64), ("--decision", "99")):
        assert redact(path, *words) == cli.REFUSED
        told = capsys.readouterr()
        assert told.out == ""
        assert "Refused: " in told.err


def test_a_pack_that_would_go_is_told_by_board_edition_and_version(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert redact(path, "--content", digest(SIGNED)) == 1
    (_, line) = capsys.readouterr().out.splitlines()
    assert line.startswith("the pack of Lancashire")
    assert "(board edition), version 2, " in line


def test_copies_made_here_are_named_after_a_redaction_and_that_others_are_not_known(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy, gone, saved = (tmp_path / f"{name}.cypw" for name in ("copy", "gone", "saved"))
    for to in (copy, gone):
        assert cli.main(["workspace", "backup", str(path), "--to", str(to)]) == 0
    gone.unlink()
    salvage = ["workspace", "salvage", str(path), "--to", str(saved), "--as", "analyst"]
    assert cli.main(salvage) == 0
    (loose := tmp_path / "saved loose").mkdir()  # as salvaging a damaged one leaves it
    capsys.readouterr()
    assert redact(path, "--content", digest(SIGNED), "--yes") == 0
    told = capsys.readouterr().err.splitlines()
    named = [line.partition(" was made")[0] for line in told if " was made" in line]
    assert named == [str(copy), str(loose), str(saved)]
    assert told[-1] == keeping.NOT_KNOWN


def test_the_opening_of_a_round_whose_pack_was_signed_is_not_taken_back(path: Path) -> None:
    with Workspace.open(path) as workspace:
        desk = Desk(workspace, ANALYST, NOON)
        for asked in (2, None):
            with pytest.raises(Refusal, match=r"opened Round 1, in which the pack of Lancashire"):
                decide.undo(desk, asked)
        again = decide.open_round(desk, Round("Round 1", due=date(2026, 9, 8)))
        decide.undo(desk, again.sequence)  # nothing was signed since
        other = decide.open_round(desk, Round("Round 2"))
        decide.undo(desk, other.sequence)
        withdrawn = Intent(DecisionKind.PACK_WITHDRAWN, digest(ISSUED), {"because": "wrong"})
        workspace.append([withdrawn], ANALYST, NOON)
        assert decide.undo(desk, 2).subject == "2"


def test_years_need_somebody_who_sets_them_and_are_not_set_twice(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    years = ["workspace", "retention", str(path), "--years", "6"]
    assert cli.main(years) == cli.REFUSED
    assert "Nobody was named" in capsys.readouterr().err
    for _ in range(2):
        assert cli.main([*years, "--as", "analyst"]) == 0
    assert "Rounds are already kept for 6 years" in capsys.readouterr().out
    assert sum(d.kind is DecisionKind.RETENTION_SET for d in looked_at(path).decisions) == 1
    assert cli.main(["workspace", "retention", str(path)]) == 0  # only asking decides nothing


def test_a_refusal_inside_a_sentence_ends_with_one_full_stop(path: Path, tmp_path: Path) -> None:
    spoilt = filled(tmp_path / "spoilt.cypw")
    with Workspace.open(path) as workspace:
        workspace.append([explained(1)], ANALYST, NOON)
        record = workspace.record()
        spoilt.write_bytes(b"PK\x03\x04 not a database at all" * 40)
        ledger = Ledger.create(tmp_path / "ours.cypw", "ours.cypw", record)
        saved = publish(ledger, record, spoilt)
        ledger.close()
    assert saved.trouble is not None
    assert saved.trouble.what.endswith("is not a workspace.")
    assert not saved.trouble.what.endswith("..")


def test_what_was_named_is_widened_before_it_is_shown(path: Path) -> None:
    with Workspace.open(path) as workspace:
        workspace.append([explained(1, "candidate, signed")], ANALYST, NOON)
        record = workspace.record()
    removal = keeping.whole(record, Removal(frozenset({record.sequence})))
    assert removal.contents == {digest(SIGNED)}, "the pack that prints the words"
