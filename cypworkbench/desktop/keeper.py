"""The workspace on a thread of its own: a database knows one thread, and a slow disk must not stop the window."""

import gc
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from queue import SimpleQueue
from threading import Thread

from PySide6.QtCore import QObject, Signal

from cypworkbench.desktop.helper_process import where_it_broke
from cypworkbench.desktop.standing import Standing
from cypworkbench.domain.framework import Framework
from cypworkbench.domain.record import Picture, Record
from cypworkbench.domain.refusal import Refusal
from cypworkbench.flow import plan_kept, remembered
from cypworkbench.store.workspace import Workspace

Change = Callable[[Workspace], object]
Opening = Callable[[], Workspace]


@dataclass(frozen=True, slots=True)
class Kept:
    """What came of a change, by number: the record after it, or why it was refused. `path` is where it is saved.

    `plan` is the plan it serves; `picture` what follows from a workspace just opened, where that was worked out before.
    `result` is what the change itself answered; `fault` says, for a fault of ours, where it broke.
    """

    number: int
    record: Record | None = None
    refusal: Refusal | None = None
    path: str = ""
    plan: Framework | None = None
    picture: Picture | None = None
    result: object = None
    fault: str = ""


class Keeper(QObject):
    """Holds the open workspace and makes changes to it, one after another. `kept` arrives on the window's thread."""

    kept = Signal(object)
    stood = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._work: SimpleQueue[tuple[int, Opening | None, Change | None] | None] = SimpleQueue()
        self._thread = Thread(target=self._run, name="keeper", daemon=True)
        self._thread.start()

    def open(self, number: int, opening: Opening) -> None:
        """Let go of the workspace in hand and take the one `opening` gives."""
        self._work.put((number, opening, None))

    def change(self, number: int, change: Change) -> None:
        """Make a change to the workspace in hand."""
        self._work.put((number, None, change))

    def close(self) -> None:
        """Let go of the workspace, once every change asked for is on disk."""
        self._work.put(None)
        self._thread.join(timeout=10)

    def _run(self) -> None:
        workspace: Workspace | None = None
        while (item := self._work.get()) is not None:
            number, opening, change = item
            try:
                if opening is not None:
                    workspace = _opened(opening, workspace)
                kept = _changed(number, workspace, change)
            except _NotOpened as refused:
                workspace = refused.workspace
                kept = Kept(number, refusal=refused.why)
            except Refusal as refusal:
                kept = Kept(number, refusal=refusal)
            except Exception:  # noqa: BLE001  the top of this thread: were it to end, the window would wait for ever
                kept = Kept(number, fault=where_it_broke())
            self.kept.emit(kept)
            if workspace is not None and self._work.empty():
                # What was decided is safe already; others see it now, without making the window wait for it.
                workspace.save()
                self.stood.emit(_standing(workspace))
        _let_go(workspace)


class _NotOpened(Exception):  # noqa: N818  a refusal on its way, with the workspace that stays in hand
    def __init__(self, why: Refusal, workspace: Workspace | None) -> None:
        super().__init__(why.what)
        self.why = why
        self.workspace = workspace


def _opened(opening: Opening, before: Workspace | None) -> Workspace:
    """Another workspace, or the same once more; the one in hand is let go first, and taken again if that fails."""
    _let_go(before)
    workspace = None
    try:
        workspace = opening()
        plan_kept.served(workspace.record())  # of a plan that is not there nothing can be shown
    except Refusal as refusal:
        _let_go(workspace)
        again = None
        if before is not None:
            with suppress(Refusal):
                again = Workspace.open(before.path)
        raise _NotOpened(refusal, again) from refusal
    workspace.saves_at_once = False
    return workspace


def _standing(workspace: Workspace) -> Standing:
    return Standing(
        str(workspace.saved.path),
        workspace.read_only,
        workspace.notice,
        workspace.saved.trouble,
        held=workspace.is_held_elsewhere,
    )


def _let_go(workspace: Workspace | None) -> None:
    # What could not be saved for others stays on this computer, as was said when it was decided.
    if workspace is not None:
        with suppress(Refusal):
            workspace.close()


def _changed(number: int, workspace: Workspace | None, change: Change | None) -> Kept:
    if workspace is None:
        raise Refusal("No workspace is open.", "Open one, or make a new one, first.")
    result = change(workspace) if change is not None else None
    record = workspace.record()
    plan = plan_kept.served(record)
    picture = None if change is not None else _known(record, plan)
    return Kept(number, record, None, str(workspace.path), plan, picture, result)


def _known(record: Record, plan: Framework) -> Picture | None:
    """What was worked out before is read here: the helper process is still starting when a window opens."""
    gc.disable()  # many thousand records: a sweep would look through them, and find nothing
    try:
        return remembered.known_picture(record, plan)
    finally:
        gc.enable()
        gc.freeze()
