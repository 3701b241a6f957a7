"""The one bridge between Qt and flow. Views tell it what the analyst wants; it tells them what there is to see.

It owns the workspace (kept on its own thread), one helper process, the present picture and the one focus. A `Refusal`
is caught here, or came through here, and nowhere else in the window.
"""

import gc
import getpass
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from cypworkbench.catalogue import load_framework
from cypworkbench.desktop import tasks
from cypworkbench.desktop.focus import Focus, Task
from cypworkbench.desktop.keeper import Change, Keeper, Kept, Opening
from cypworkbench.desktop.wishes import Drawing, MadePack, PackWish, SignWish, TrendWish
from cypworkbench.desktop.worker import Question, Said, Worker
from cypworkbench.domain.decision import Person
from cypworkbench.domain.evidence import Finding, Severity, Workbook
from cypworkbench.domain.framework import Framework
from cypworkbench.domain.pack import Edition, Signatory, Verification
from cypworkbench.domain.record import Picture, Record
from cypworkbench.domain.refusal import Refusal
from cypworkbench.flow import decide, packing, proving, receive
from cypworkbench.store.workspace import Workspace

KILL_AFTER_MS = 900
RETURN_KINDS = (".xlsx", ".xlsm", ".xls")


@dataclass(frozen=True, slots=True)
class _Asked:
    what: str
    then: Callable[[Any], None]


class HelperFault(Exception):  # noqa: N818  a fault of ours in the helper process, for the top of the program to report
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
    """What the window knows and can do. Four signals down; a method for each intent up."""

    pictured = Signal(object)
    focused = Signal(object)
    refused = Signal(object)
    busy = Signal(object)

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
        self.focus = Focus()
        self.boxes: tuple[Signatory, ...] = ()
        self._number = 0
        self._asked: dict[int, _Asked] = {}
        self._newest: dict[str, int] = {}
        self._worker: Worker | None = None
        self._keeper = Keeper()
        self._keeper.kept.connect(self._kept)

    # ---- the workspace

    def open(self, path: Path) -> None:
        """Open a workspace file."""
        self._open("Opening the workspace", lambda: Workspace.open(path))

    def create(self, path: Path, framework_id: str) -> None:
        """Make a new workspace for a plan."""
        by, at = self.by, self.clock()
        self._open("Making the workspace", lambda: Workspace.create(path, framework_id, by, at))

    def start_sample(self, path: Path) -> None:
        """Make a workspace of the sample partnership: its round, targets and published figures, and no return yet."""
        from cypworkbench.flow import sample  # only when the sample is asked for

        by, at = self.by, self.clock()
        self._open("Setting out the sample", lambda: sample.open_workspace(path, by, at))

    def close(self) -> None:
        """Let everything finish that must be safe, and end the helper process."""
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

    def take(self, paths: Sequence[Path]) -> None:
        """Take in dropped files: a workspace is opened, a PDF verified, anything else read as a return."""
        files = [found for path in paths for found in _expanded(path)]
        spaces = [f for f in files if f.suffix.lower() == ".cypw"]
        if spaces:
            self.open(spaces[0])
            return
        returns = [f for f in files if f.suffix.lower() != ".pdf"]
        if not returns:
            return
        if self.framework is None or self.picture is None:
            self.refused.emit(
                Refusal(
                    "No workspace is open, so nothing was taken in.",
                    "Open a workspace or the sample partnership first, then drop the files again.",
                )
            )
            return
        label = self.picture.round.label
        what = f"Reading {_count(len(returns), 'file')}"
        self._ask(what, tasks.check_files, (tuple(returns), self.framework, label), self._accept)

    def explain(self, finding: Finding, because: str) -> None:
        """Record why a finding may stand."""
        self._decide("Explaining", lambda desk: decide.explain(desk, finding, because))

    def set_aside(self, area: str, measure: str, because: str) -> None:
        """Leave out a district's return, or one measure of it; the pack says "not reported"."""
        self._decide("Setting aside", lambda desk: decide.set_aside(desk, area, measure, because))

    def send_back(self, sha256: str, because: str) -> None:
        """Send a return back: it no longer counts."""
        self._decide("Sending back", lambda desk: decide.reject(desk, sha256, because))

    def comment(self, measure: str, area: str, text: str) -> None:
        """Record the story behind a measure's figures."""
        self._decide("Keeping the comment", lambda desk: decide.comment(desk, measure, area, text))

    def pass_stage(self, board: str, stage: str) -> None:
        """Record that a step towards sign-off was taken."""
        self._decide("Recording the step", lambda desk: decide.pass_stage(desk, board, stage))

    def keep_pack(self, made: MadePack) -> None:
        """Record a pack as issued."""
        if self.picture is not None:
            plan = made.plan(self.picture)
            self._decide("Keeping the pack", lambda desk: packing.keep_pack(desk, plan, made.pack))

    def keep_signed(self, before: bytes, signed: bytes, role: str) -> None:
        """Record a signature, the signed file with it."""
        self._decide(
            "Keeping the signature", lambda desk: proving.keep_signed(desk, before, signed, role)
        )

    def answer_sample(self) -> None:
        """On the sample: record the decisions its notes give, where they fit what was dropped."""
        from cypworkbench.flow import sample  # only when the sample is asked for

        picture = self.picture
        if picture is not None:
            self._decide(
                "Answering as the sample's notes do", lambda desk: sample.answer(desk, picture)
            )

    def make_trial(self, folder: Path) -> None:
        """Write trial identities, which vouch for nobody, and trust them in this workspace."""
        self._ask("Making trial identities", tasks.trial, (self.clock(), folder), self._trust)

    # ---- questions

    def read_sheet(self, sha256: str, then: Callable[[Workbook], None]) -> None:
        """The workbook of a return, as it was sent."""
        self._ask("Reading the sheet", tasks.workbook, (self._files(), sha256), then, "workbook")

    def draw_trend(self, wish: TrendWish, then: Callable[[Drawing], None]) -> None:
        """A measure's chart. Only the last one asked for is answered."""
        self._ask("Drawing the chart", tasks.trend, (wish,), then, "trend")

    def make_pack(self, board: str, edition: Edition, then: Callable[[MadePack], None]) -> None:
        """A board's pack as the record stands: a draft, or the final candidate."""
        if self.framework is None:
            return
        wish = PackWish(board, edition, self.next_version(board), self.clock())
        arguments = (self._files(), self.framework, wish)
        self._ask("Making the pack", tasks.pack, arguments, then, "pack")

    def sign(
        self,
        pdf: bytes,
        identity: bytes,
        passphrase: str,
        box: Signatory,
        then: Callable[[bytes], None],
    ) -> None:
        """The pack with one more signature."""
        wish = SignWish(pdf, identity, passphrase, box, self.clock())
        self._ask("Signing", tasks.sign, (wish,), then)

    def verify(self, pdf: bytes, then: Callable[[Verification], None]) -> None:
        """What a pack's signatures and figures show."""
        record = self.record if self.framework is not None else None
        self._ask("Verifying", tasks.verify, (pdf, record), then)

    def next_version(self, board: str) -> int:
        """The number the next pack of a board will bear: one more than the packs issued."""
        issued = {
            d.body.get("version")
            for d in self.record.decisions
            if d.kind == "pack_issued" and d.body.get("board") == board
        }
        return len(issued) + 1

    @property
    def is_quiet(self) -> bool:
        """Whether nothing is under way."""
        return not self._asked

    # ---- the helper process

    def warm(self) -> None:
        """Start the helper process and let it load its libraries; called once the window is up.

        What was made so far stays, so the garbage collector need not hold up the window to look through it again.
        """
        gc.freeze()
        self._ask("", tasks.warm, (), self._warmed)

    def _warmed(self, boxes: tuple[Signatory, ...]) -> None:
        self.boxes = boxes

    def cancel(self, number: int) -> None:
        """Stop a question: asked first, killed a moment later."""
        if self._worker is not None and number in self._asked:
            worker = self._worker
            worker.cancel(number)
            QTimer.singleShot(KILL_AFTER_MS, worker, lambda: worker.kill(number))

    def _ask(
        self,
        what: str,
        function: Callable[..., object],
        arguments: tuple[object, ...],
        then: Callable[[Any], None],
        key: str = "",
    ) -> None:
        if self._worker is None:
            self._worker = Worker()
            self._worker.said.connect(self._said)
        number = self._begin(what, then)
        if key:
            self._newest[key] = number
            then = self._if_newest(key, number, then)
            self._asked[number] = _Asked(what, then)
        self._worker.ask(Question(number, function, arguments, key))

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
        return asked

    def _said(self, said: Said) -> None:
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

    def _open(self, what: str, opening: Opening) -> None:
        self._keeper.open(self._begin(what, self._take_up), opening)

    def _decide(self, what: str, verb: Callable[[decide.Desk], object]) -> None:
        by, at = self.by, self.clock()

        def change(workspace: Workspace) -> object:
            return verb(decide.Desk(workspace, by, at))

        self._change(what, change)

    def _change(self, what: str, change: Change) -> None:
        self._keeper.change(self._begin(what, self._take_up), change)

    def _kept(self, kept: Kept) -> None:
        asked = self._end(kept.number)
        if kept.refusal is not None:
            self.refused.emit(kept.refusal)
        else:
            asked.then(kept)

    def _take_up(self, kept: Kept) -> None:
        if kept.record is None:
            return
        self.record = kept.record
        self.saved_in = kept.path
        if self.framework is None or self.framework.id != kept.framework:
            self.framework = load_framework(kept.framework)
        arguments = (self._files(), self.framework)
        self._ask("Working out the picture", tasks.picture, arguments, self._show, "picture")

    def _show(self, picture: Picture) -> None:
        self.picture = picture
        self.pictured.emit(picture)

    def _accept(self, checks: tuple[receive.FileCheck, ...]) -> None:
        by, at = self.by, self.clock()
        for check in checks:
            why = _why_kept_out(check)
            if why is not None:
                what = why.what if check.name in why.what else f"{check.name}: {why.what}"
                self.refused.emit(Refusal(what, why.remedy))
        if any(check.returned for check in checks):
            self._change(
                "Keeping the returns", lambda workspace: receive.accept(workspace, checks, by, at)
            )

    def _trust(self, certificates: tuple[tuple[str, str], ...]) -> None:
        def trust(desk: decide.Desk) -> None:
            for name, pem in certificates:
                decide.trust(desk, name, pem)

        self._decide("Trusting the certificates", trust)

    def _files(self) -> Record:
        """The record without its finished packs, which nothing is computed from."""
        return replace(self.record, packs=())


def _expanded(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    return sorted(p for p in path.iterdir() if p.suffix.lower() in RETURN_KINDS)


def _why_kept_out(check: receive.FileCheck) -> Refusal | None:
    """Why a file is not taken in; None when it is."""
    if check.returned is None or check.verdict != "refused":
        return check.refusal
    stop = next(f for f in check.returned.findings if f.severity is Severity.STOP)
    return Refusal(stop.message, stop.remedy)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
