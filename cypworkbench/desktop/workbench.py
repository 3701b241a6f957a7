"""The one bridge between Qt and flow. Desks ask, decide and keep through it; it tells everyone what there is to see.

It owns the workspace (kept on its own thread), one helper process, the present picture and the one focus. A `Refusal`
is caught here, or came through here, and nowhere else in the window.
"""

import gc
import getpass
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import shiboken6
from PySide6.QtCore import QObject, QTimer, Signal

from cypworkbench.desktop import tasks
from cypworkbench.desktop.focus import Focus, Task
from cypworkbench.desktop.helper_process import Question, Said
from cypworkbench.desktop.keeper import Change, Keeper, Kept, Opening
from cypworkbench.desktop.worker import Worker
from cypworkbench.domain.decision import Person
from cypworkbench.domain.framework import Framework
from cypworkbench.domain.pack import Signatory
from cypworkbench.domain.record import Picture, Record
from cypworkbench.domain.refusal import UnreadableError
from cypworkbench.flow import going_back, plan_kept
from cypworkbench.flow.decide import Desk
from cypworkbench.store.workspace import Workspace

KILL_AFTER_MS = 900


@dataclass(frozen=True, slots=True)
class _Asked:
    what: str
    then: Callable[[Any], None]


def while_there(part: QObject, then: Callable[[Any], object]) -> Callable[[Any], None]:
    """`then` for `ask` or `decide`, left out where a dialog was closed before its answer came."""

    def told(answer: object) -> None:
        if shiboken6.isValid(part):
            then(answer)

    return told


class HelperFault(Exception):  # noqa: N818  a fault of ours in the helper process or the keeper's thread, for the top of the program to report
    """Its words are the lines of code it passed through."""


def whoever_is_here() -> Person:
    """The person at this computer, by the name they logged in with."""
    try:
        return Person(getpass.getuser(), "analyst")
    except OSError:
        return Person("analyst", "analyst")


def this_moment() -> datetime:
    """Now, with the time zone of this computer."""
    return datetime.now().astimezone()


class Workbench(QObject):
    """What the window knows and can do. Signals down; `look`, `ask`, `decide` and `keep` up."""

    pictured = Signal(object)
    focused = Signal(object)
    refused = Signal(object)
    busy = Signal(object)
    stood = Signal(object)
    unreadable = Signal(object, object)

    def __init__(
        self, by: Person | None = None, clock: Callable[[], datetime] = this_moment
    ) -> None:
        super().__init__()
        self.by = by or whoever_is_here()
        self.clock = clock
        self.picture: Picture | None = None
        self.record = Record()
        self.framework: Framework | None = None
        self.saved_in = ""
        self._opening: dict[int, Path] = {}
        self.focus = Focus()
        self.boxes: tuple[Signatory, ...] = ()
        self._number = 0
        self._asked: dict[int, _Asked] = {}
        self._newest: dict[str, int] = {}
        self._worker: Worker | None = None
        self._is_closed = self._is_cold = False
        self._keeper = Keeper()
        self._keeper.kept.connect(self._kept)
        self._keeper.stood.connect(self.stood)

    # ---- the workspace

    def open(self, path: Path) -> None:
        """Open a workspace file."""
        self._open("Opening the workspace", lambda: Workspace.open(path), path)

    def take_over(self) -> None:
        """Take the workspace from whoever has it on another computer; that is recorded."""
        path, by, at = Path(self.saved_in), self.by, self.clock()
        self._open("Taking the workspace over", lambda: Workspace.take_over(path, by, at))

    def go_back(self, source: Path, path: Path | None = None) -> None:
        """Go back to a backup of the workspace in hand, or of another; what lies there now is kept beside it."""
        path = path or Path(self.saved_in)
        self._open("Going back to the backup", lambda: going_back.go_back(path, source))

    def create(self, path: Path, framework_id: str) -> None:
        """Make a new workspace for a plan."""
        by, at = self.by, self.clock()
        self._open("Making the workspace", lambda: Workspace.create(path, framework_id, by, at))

    def create_for(self, path: Path, plan: Path) -> None:
        """Make a new workspace for a council's own plan, kept in it byte for byte."""
        by, at = self.by, self.clock()

        def made() -> Workspace:
            plan_kept.begin(path, str(plan), by, at)
            return Workspace.open(path)

        self._open("Making the workspace", made)

    def start_sample(self, path: Path) -> None:
        """Make a workspace of the sample partnership: its round, targets and published figures, and no return yet."""
        from cypworkbench.flow import sample  # only when the sample is asked for

        by, at = self.by, self.clock()
        self._open("Setting out the sample", lambda: sample.open_workspace(path, by, at))

    def close(self) -> None:
        """Let everything finish that must be safe, and end the helper process."""
        self._is_closed = True
        self._keeper.close()
        if self._worker is not None:
            self._worker.close()

    # ---- what the analyst wants

    def look(self, focus: Focus) -> None:
        """Look at something else; what is left empty stays as it was."""
        seen = {
            name: value
            for name in ("place", "board", "finding", "measure", "area")
            if (value := getattr(focus, name))
        }
        moved = replace(self.focus, **seen)
        if moved != self.focus:
            self.focus = moved
            self.focused.emit(moved)

    # ---- what desks use

    def ask(
        self,
        what: str,
        function: Callable[..., object],
        arguments: tuple[object, ...],
        then: Callable[[Any], None],
        key: str = "",
    ) -> None:
        """Have `function` of `tasks` called with these arguments in the helper process, then `then` with its answer.

        `what` is shown while it lasts. Of several questions with the same key only the last is answered.
        """
        number = self._begin(what, then)
        if key:
            self._newest[key] = number
            then = self._if_newest(key, number, then)
            self._asked[number] = _Asked(what, then)
        self._helper().ask(Question(number, function, arguments, key))

    def decide(
        self,
        what: str,
        verb: Callable[[Desk], object],
        then: Callable[[Any], None] | None = None,
    ) -> None:
        """Record a decision, with who decides and when; `what` is shown meanwhile. `then` hears what came of it."""
        by, at = self.by, self.clock()

        def change(workspace: Workspace) -> object:
            return verb(Desk(workspace, by, at))

        self.keep(what, change, then)

    def keep(self, what: str, change: Change, then: Callable[[Any], None] | None = None) -> None:
        """Make a change to the workspace on its own thread, then work out the picture anew."""

        def take_up(kept: Kept) -> None:
            self._take_up(kept)
            if then is not None:
                then(kept.result)

        self._keeper.change(self._begin(what, take_up), change)

    def files(self) -> Record:
        """The record without its finished packs, which nothing is computed from: lighter to hand to `ask`."""
        return replace(self.record, packs=())

    def light(self) -> Record:
        """The record without the bytes of packs, for what only names them."""
        packs = tuple(replace(pack, content=b"") for pack in self.record.packs)
        return replace(self.record, packs=packs)

    @property
    def is_quiet(self) -> bool:
        """Whether nothing is under way."""
        return not self._asked

    # ---- the helper process

    def begin(self) -> None:
        """Start the helper process, where it is known that it will be asked at once."""
        self._helper()

    def warm(self) -> None:
        """Start the helper process and let it load its libraries; called once the window is up.

        A workspace being opened comes first. What was made so far stays, so the garbage collector need not hold up the
        window to look through it again.
        """
        gc.freeze()
        self._helper()
        self._is_cold = True
        self._load()

    def _load(self) -> None:
        if self._is_cold and self.is_quiet and not self._is_closed:
            self._is_cold = False
            self.ask("", tasks.warm, (), self._warmed)

    def _warmed(self, boxes: tuple[Signatory, ...]) -> None:
        self.boxes = boxes

    def _helper(self) -> Worker:
        if self._worker is None:
            self._worker = Worker()
            self._worker.said.connect(self._said)
        return self._worker

    def cancel(self, number: int) -> None:
        """Stop a question: asked first, killed a moment later."""
        if self._worker is not None and number in self._asked:
            worker = self._worker
            worker.cancel(number)
            QTimer.singleShot(KILL_AFTER_MS, worker, lambda: worker.kill(number))

    def _if_newest(
        self, key: str, number: int, then: Callable[[Any], None]
    ) -> Callable[[Any], None]:
        def told(answer: object) -> None:
            if self._newest[key] == number:  # a later question makes this answer a late one
                then(answer)

        return told

    def _begin(self, what: str, then: Callable[[Any], None]) -> int:
        self._number += 1
        self._asked[self._number] = _Asked(what, then)
        if what:
            self.busy.emit(Task(self._number, what))
        return self._number

    def _end(self, number: int) -> _Asked:
        asked = self._asked.pop(number)
        if asked.what:
            self.busy.emit(Task(number, asked.what, over=True))
        if self._is_cold and self.is_quiet:
            QTimer.singleShot(0, self, self._load)
        return asked

    def _said(self, said: Said) -> None:
        if (
            self._is_closed
        ):  # an answer under way when the window went: there is nobody left to tell
            return
        if said.kind == "progress":
            done, total, step = said.value if isinstance(said.value, tuple) else (0, 0, "")
            what = self._asked[said.number].what
            if what:
                self.busy.emit(Task(said.number, what, done, total, step))
            return
        asked = self._end(said.number)
        if said.kind == "answer":
            asked.then(said.value)
        elif said.kind == "refused":
            self.refused.emit(said.value)
        elif said.kind == "fault":
            raise HelperFault(said.value)

    # ---- the keeper's thread

    def _open(self, what: str, opening: Opening, path: Path | None = None) -> None:
        number = self._begin(what, self._take_up)
        if path is not None:
            self._opening[number] = path
        self._keeper.open(number, opening)

    def _kept(self, kept: Kept) -> None:
        asked, opening = self._end(kept.number), self._opening.pop(kept.number, None)
        if kept.fault:
            raise HelperFault(kept.fault)
        if kept.refusal is not None:
            self.refused.emit(kept.refusal)
            if opening is not None and isinstance(kept.refusal, UnreadableError):
                self.unreadable.emit(opening, kept.refusal)
        else:
            asked.then(kept)

    def _take_up(self, kept: Kept) -> None:
        if kept.record is None:
            return
        self.record, self.framework = kept.record, kept.plan
        self.saved_in = kept.path
        if kept.picture is not None:
            self._newest["picture"] = 0  # one still being worked out is of what was open before
            self._show(kept.picture)
            return
        arguments = (self.files(), self.framework)
        self.ask("Working out the picture", tasks.picture, arguments, self._show, "picture")

    def _show(self, picture: Picture) -> None:
        self.picture = picture
        self.pictured.emit(picture)
