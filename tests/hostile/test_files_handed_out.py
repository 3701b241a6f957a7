"""Files put where somebody asked for them: whole or not at all, nothing half-written, nothing precious written over."""

import os
from pathlib import Path

import pytest

from cypworkbench import cli
from cypworkbench.domain.refusal import Refusal
from cypworkbench.flow import outputs
from cypworkbench.locations import sample_path
from cypworkbench.store import private
from cypworkbench.store.backups import folder_of
from cypworkbench.store.workspace import Workspace
from tests.hostile.killing import CAN_TRACE, Fault, Says, run
from tests.store.made import filled

OLD, NEW = b"an earlier pack", b"figures of one district " * 4_000


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the analyst asks for files; the user's own folder is beside it."""
    monkeypatch.setenv("CYPWORKBENCH_HOME", str(tmp_path / "home"))
    (tmp_path / "to").mkdir()
    return tmp_path / "to"


@pytest.mark.skipif(not CAN_TRACE, reason="system calls are counted on Linux, x86-64")
@pytest.mark.parametrize("before", [b"", OLD])
@pytest.mark.parametrize("has_nameless", [True, False])
def test_a_file_asked_for_is_whole_or_absent_and_a_kill_leaves_nothing_else_with_figures(
    folder: Path, before: bytes, monkeypatch: pytest.MonkeyPatch, *, has_nameless: bool
) -> None:
    if not has_nameless:
        monkeypatch.delattr(os, "O_TMPFILE")  # as on Windows, and on some shares
    path = folder / "county.pdf"

    def work(_: Says) -> None:
        outputs.put(path, NEW)

    for fault in (Fault.KILL, Fault.TEAR):
        at, reached = 0, True
        while reached:
            at += 1
            path.unlink(missing_ok=True)
            if before:
                path.write_bytes(before)
            reached = run(work, at, fault).reached
            if has_nameless and not before:
                assert set(folder.iterdir()) <= {path}, "without another start of the program"
            private.empty_temporary()  # as the next start does
            assert set(folder.iterdir()) <= {path}
            assert (path.read_bytes() if path.exists() else b"") in (before, NEW)
        assert path.read_bytes() == NEW
        assert at > 1 or fault is Fault.TEAR
    assert not list(private.temporary_folder().glob("passing-*"))


@pytest.mark.skipif(not CAN_TRACE, reason="system calls are counted on Linux, x86-64")
def test_a_kill_while_a_copy_is_written_elsewhere_leaves_nothing_after_the_next_start(
    folder: Path,
) -> None:
    filled(folder.parent / "w.cypw")
    copy = folder / "copy.cypw"

    def work(_: Says) -> None:
        with Workspace.open(folder.parent / "w.cypw") as workspace:
            workspace.copy_to(copy)

    left = []
    for at in range(1, run(work).calls + 1):
        copy.unlink(missing_ok=True)
        run(work, at)
        left += [p for p in folder.iterdir() if p != copy]
        private.empty_temporary()
        assert set(folder.iterdir()) <= {copy}
    assert left, "no kill fell into the writing"


def test_no_output_takes_the_place_of_a_workspace_whatever_its_name(folder: Path) -> None:
    path = filled(folder / "w.cypw")
    other = folder / "pack.pdf"
    other.write_bytes(path.read_bytes())
    (folder / "link.pdf").symlink_to(path)
    backup = next(folder_of(path).iterdir())
    working = next((folder.parent / "home" / "working").rglob("working.cypw"))
    for precious in (path, other, folder / "link.pdf", backup, working, folder / "NEW.CYPW"):
        before = precious.read_bytes() if precious.exists() else None
        with pytest.raises(Refusal, match="workspace"):
            outputs.put(precious, NEW)
        assert (precious.read_bytes() if precious.exists() else None) == before
    (folder / "link.pdf").unlink()
    other.write_bytes(OLD)
    outputs.put(other, NEW)
    assert other.read_bytes() == NEW


def test_the_demonstration_replaces_no_workspace_that_somebody_worked_in(folder: Path) -> None:
    before = filled(folder / "sample.cypw").read_bytes()
    assert cli.main(["demo", "--to", str(folder), "--no-window"]) == cli.REFUSED
    assert (folder / "sample.cypw").read_bytes() == before


def test_a_copy_of_a_workspace_is_named_as_one(folder: Path) -> None:
    path = filled(folder / "w.cypw")
    assert (
        cli.main(["workspace", "backup", str(path), "--to", str(folder / "x.txt")]) == cli.REFUSED
    )
    salvaged = ["workspace", "salvage", str(path), "--as", "analyst", "--to", str(folder / "x")]
    assert cli.main(salvaged) == cli.REFUSED
    assert cli.main(["workspace", "backup", str(path), "--to", str(folder / "x.cypw")]) == 0
    assert [p.name for p in folder.glob("x*")] == ["x.cypw"]


def test_a_form_that_was_sent_out_is_never_written_over(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    form = folder / "Burnley return.xlsx"
    form.write_bytes(sample_path("returns", "burnley.xlsx").read_bytes())
    before = form.read_bytes()
    for write in (outputs.put, outputs.put_new, outputs.put_blank):
        with pytest.raises(Refusal, match="not written over"):
            write(form, NEW)
    outputs.put_blank(form, before)  # the same one once more does no harm
    assert form.read_bytes() == before
    key = folder / "chair.p12"
    new = ["identity", "new", "--name", "A", "--role", "Board chair", "--to", str(key)]
    key.write_bytes(OLD)
    assert cli.main(new) == cli.REFUSED
    assert "not written over" in capsys.readouterr().err
    assert key.read_bytes() == OLD
