"""Whoever may only read, or whose decisions others cannot see yet, is told so in the window for as long as it holds."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import SignalInstance
from pytestqt.qtbot import QtBot

from cypworkbench.desktop.keeper import Keeper, Kept
from cypworkbench.desktop.standing import Standing
from cypworkbench.desktop.window import Window
from cypworkbench.domain.decision import DecisionKind
from cypworkbench.domain.record import Picture
from cypworkbench.domain.refusal import Refusal
from cypworkbench.flow import decide
from cypworkbench.store.recovery import looked_at
from cypworkbench.store.workspace import Workspace
from tests.store.made import ANALYST, NOON, explained, filled, held_elsewhere


@pytest.fixture
def keeper(qtbot: QtBot) -> Iterator[Keeper]:
    del qtbot  # there must be an application
    made = Keeper()
    yield made
    made.close()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return filled(tmp_path / "Lancashire.cypw")


def next_of(qtbot: QtBot, signal: SignalInstance, number: int, act: Callable[[], object]) -> object:
    """The last of `number` answers on a signal, after doing something."""
    heard: list[object] = []
    signal.connect(heard.append)
    act()
    qtbot.waitUntil(lambda: len(heard) >= number, timeout=20_000)
    signal.disconnect(heard.append)
    return heard[-1]


def test_the_window_says_who_has_the_workspace_and_lets_it_be_taken_over(
    qtbot: QtBot, keeper: Keeper, window: Window, path: Path
) -> None:
    held_elsewhere(path)
    standing = next_of(qtbot, keeper.stood, 1, lambda: keeper.open(1, lambda: Workspace.open(path)))
    assert isinstance(standing, Standing)
    window._stood(standing)
    assert "a colleague on OTHER-PC" in window.standing.said.text()
    assert "workspace take-over" in window.standing.said.text()
    assert window.standing.take_over.isVisibleTo(window.standing)
    assert window.saved.text().startswith("Read only: ")
    taken = next_of(
        qtbot,
        keeper.stood,
        1,
        lambda: keeper.open(2, lambda: Workspace.take_over(path, ANALYST, NOON)),
    )
    assert isinstance(taken, Standing)
    window._stood(taken)
    assert window.standing.isHidden()
    assert window.saved.text().startswith(f"✔ Saved in {path.parent.name}/{path.name} · ")
    assert str(path.parent.parent) not in window.saved.text()
    assert looked_at(path).decisions[-1].kind is DecisionKind.TAKEN_OVER


def test_what_others_cannot_see_yet_is_never_called_saved(
    qtbot: QtBot, keeper: Keeper, window: Window, path: Path
) -> None:
    next_of(qtbot, keeper.stood, 1, lambda: keeper.open(1, lambda: Workspace.open(path)))
    away = path.rename(path.with_name("moved.cypw"))
    decided = next_of(
        qtbot,
        keeper.stood,
        1,
        lambda: keeper.change(2, lambda w: w.append([explained(2)], ANALYST, NOON)),
    )
    assert isinstance(decided, Standing)
    window._stood(decided)
    assert "✔" not in window.saved.text()
    assert "on this computer, not yet in Lancashire.cypw" in window.standing.said.text()
    away.rename(path)
    again = next_of(
        qtbot,
        keeper.stood,
        1,
        lambda: keeper.change(3, lambda w: w.append([explained(3)], ANALYST, NOON)),
    )
    assert isinstance(again, Standing)
    assert again.trouble is None
    assert [d.subject for d in looked_at(path).decisions[-2:]] == ["R014|2", "R014|3"]


def test_opening_the_same_workspace_again_or_one_that_is_refused_leaves_it_open_for_writing(
    qtbot: QtBot, keeper: Keeper, path: Path
) -> None:
    for number in (1, 2):
        again = partial(keeper.open, number, lambda: Workspace.open(path))
        standing = next_of(qtbot, keeper.stood, 1, again)
        assert isinstance(standing, Standing)
        assert standing.read_only is None
    nothing = path.with_name("nothing.cypw")
    refused = next_of(
        qtbot, keeper.kept, 1, lambda: keeper.open(3, lambda: Workspace.open(nothing))
    )
    assert isinstance(refused, Kept)
    assert isinstance(refused.refusal, Refusal)
    kept = next_of(
        qtbot,
        keeper.kept,
        1,
        lambda: keeper.change(4, lambda w: w.append([explained(2)], ANALYST, NOON)),
    )
    assert isinstance(kept, Kept)
    assert kept.record is not None
    assert kept.record.decisions[-1].subject == "R014|2"


def test_a_workspace_seen_before_is_shown_at_once_and_a_late_picture_of_another_is_not(
    qtbot: QtBot, empty: Window, tmp_path: Path
) -> None:
    bench, working = empty.workbench, "Working out the picture"
    seen: list[Picture] = []
    bench.pictured.connect(seen.append)

    def quiet() -> None:
        qtbot.waitUntil(lambda: bench.is_quiet, timeout=60_000)

    bench.start_sample(tmp_path / "one.cypw")
    quiet()
    bench.decide("Writing", lambda desk: decide.comment(desk, "cla-rate", "E07000117", "Noted."))
    quiet()
    known, asked = bench.picture, list[str]()
    bench.busy.connect(lambda task: asked.append(task.what))
    bench.open(tmp_path / "one.cypw")
    quiet()
    assert bench.picture == known
    assert working not in asked
    # another is being worked out when the one that is known is opened again: it comes too late
    bench.start_sample(tmp_path / "two.cypw")
    bench.decide("Writing", lambda desk: decide.comment(desk, "gld", "E07000117", "Too late."))
    qtbot.waitUntil(lambda: working in asked, timeout=60_000)
    bench.open(tmp_path / "one.cypw")
    quiet()
    assert bench.picture == known
    assert seen[-1] is bench.picture
    assert bench.saved_in.endswith("one.cypw")
