"""A workspace that is damaged or lost, opened in the window: what can be gone back to, and what can be saved of it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from cypworkbench.desktop.way_out import WayOutDialog
from cypworkbench.desktop.window import Window
from cypworkbench.domain.refusal import Refusal
from cypworkbench.flow import decide
from cypworkbench.store.recovery import looked_at
from tests.desktop.conftest import ToldPicker

BURNLEY = "E07000117"
Settle = Callable[[], None]


@pytest.fixture
def settle(qtbot: QtBot, empty: Window) -> Settle:
    return lambda: qtbot.waitUntil(lambda: empty.workbench.is_quiet, timeout=60_000)


@pytest.fixture
def left(empty: Window, settle: Settle, tmp_path: Path) -> Path:
    """A workspace with a backup and a later decision, closed by opening another."""
    bench, path = empty.workbench, tmp_path / "Lancashire.cypw"
    bench.start_sample(path)
    settle()
    bench.keep("Backing up", lambda workspace: workspace.back_up())
    settle()
    bench.decide("Writing", lambda desk: decide.comment(desk, "cla-rate", BURNLEY, "Noted."))
    settle()
    bench.start_sample(tmp_path / "other.cypw")
    settle()
    return path


def damage(path: Path) -> None:
    content = bytearray(path.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 4096] = bytes(4096)
    path.write_bytes(content)


def offered(window: Window) -> WayOutDialog:
    dialog = window.opening.way_out.dialog
    assert dialog is not None
    assert dialog.isVisible()
    return dialog


def test_a_damaged_workspace_is_gone_back_to_as_this_computer_or_its_backup_has_it(
    empty: Window, settle: Settle, left: Path
) -> None:
    last = looked_at(left).sequence
    damage(left)
    empty.workbench.open(left)
    settle()
    dialog = offered(empty)
    lines = [dialog.kept.item(n).text() for n in range(dialog.kept.count())]
    assert lines[0].startswith(f"This computer’s own copy: up to decision {last},")
    assert lines[1].startswith("Backup ")
    assert f"up to decision {last - 1}," in lines[1]
    dialog.kept.setCurrentRow(1)
    dialog.back.click()
    settle()
    assert Path(empty.workbench.saved_in) == left
    assert empty.workbench.record.sequence == last - 1
    damaged = list(left.parent.glob("Lancashire (before restore*"))
    assert len(damaged) == 1


def test_what_can_be_read_of_a_damaged_workspace_is_saved_and_opened(
    empty: Window, settle: Settle, left: Path, picker: ToldPicker
) -> None:
    damage(left)
    there, told = left.read_bytes(), list[Refusal]()
    empty.workbench.refused.connect(told.append)
    empty.workbench.open(left)
    settle()
    picker.paths = [left.with_name("saved.cypw")]
    offered(empty).save.click()
    settle()
    assert Path(empty.workbench.saved_in).name == "saved.cypw"
    assert "saved.cypw holds 32 decisions, 1 file and 0 packs" in told[-1].what
    assert left.read_bytes() == there


def test_a_workspace_that_is_gone_is_looked_for_and_one_that_is_none_is_only_refused(
    empty: Window, settle: Settle, left: Path
) -> None:
    left.unlink()
    empty.workbench.open(left)
    settle()
    dialog = offered(empty)
    assert dialog.kept.count() >= 2
    assert not dialog.save.isEnabled()
    dialog.leave.click()
    other = left.with_name("notes.cypw")
    other.write_bytes(b"no workspace at all")
    empty.workbench.open(other)
    settle()
    assert empty.opening.way_out.dialog is dialog  # nothing more was offered
