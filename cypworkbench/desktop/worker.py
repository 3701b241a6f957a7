"""One helper process, so that the window never waits: questions go in by number, answers come back by number.

A process rather than a thread: pandas, matplotlib and ReportLab hold Python's lock for hundreds of milliseconds, and
only a process can be killed in the middle of a file. Its own side is `helper_process.py`.
"""

import gc
import multiprocessing
import pickle
import sys
from multiprocessing.connection import Connection
from queue import SimpleQueue
from threading import Thread
from typing import Any

from PySide6.QtCore import QObject, Signal

from cypworkbench.desktop.helper_process import Question, Said, serve
from cypworkbench.domain.refusal import Refusal

_MANY_BYTES = 100_000
_STOPPED = Refusal(
    "The part of the program that does the work stopped unexpectedly.",
    "Nothing was changed by it. Try again; if it happens again, leave out the last file.",
)


def _received(pipe: "Connection[Any, Any]") -> Said:
    """The next thing the helper says.

    A picture is many thousand records. They are kept from the garbage collector, which would hold up the window to
    look through them, and has nothing to find among them.
    """
    content = pipe.recv_bytes()
    gc.disable()
    try:
        said: Said = pickle.loads(content)  # noqa: S301  from our own child process
    finally:
        gc.enable()
    if len(content) > _MANY_BYTES:
        gc.freeze()
    return said


def _give_way_to_the_window() -> None:
    """Let the window's thread have Python's lock soon while answers are unpacked, and never wait for a long sweep.

    Answers are large frozen records without cycles: sweeping them for garbage finds nothing and holds the lock.
    """
    sys.setswitchinterval(0.0005)
    gc.set_threshold(100_000, 50, 1_000)


class Worker(QObject):
    """The helper process seen from the window. `said` arrives on the window's own thread."""

    said = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        _give_way_to_the_window()
        self._context = multiprocessing.get_context("spawn")
        self._stop = self._context.Event()
        self._questions: SimpleQueue[Question | None] = SimpleQueue()
        self._dropped: set[int] = set()
        self._newest: dict[str, int] = {}
        self._process: multiprocessing.process.BaseProcess | None = None
        self._closing = False
        self.current = 0
        self._thread = Thread(target=self._run, name="worker", daemon=True)
        self._thread.start()

    def ask(self, question: Question) -> None:
        """Put a question in the queue. One with the same key that still waits is dropped."""
        if question.key:
            self._newest[question.key] = question.number
        self._questions.put(question)

    def cancel(self, number: int) -> None:
        """Drop a question that waits, or ask the helper to stop the one it is at."""
        self._dropped.add(number)
        if self.current == number:
            self._stop.set()

    def kill(self, number: int) -> None:
        """End the helper process if it is still at that question; another takes its place."""
        if self.current == number and self._process is not None:
            self._process.kill()

    def close(self) -> None:
        """End the helper process and its thread."""
        self._closing = True
        self._questions.put(None)
        if self._process is not None and self.current:
            self._process.kill()
        self._thread.join(timeout=10)

    def _run(self) -> None:
        pipe = self._start()
        while True:
            question = self._questions.get()
            if question is None or self._closing:
                break
            if self._is_stale(question):
                self.said.emit(Said(question.number, "stopped"))
                continue
            pipe = self._put(question, pipe)
        pipe.close()
        if self._process is not None:
            self._process.join(timeout=2)
            self._process.kill()
            self._process.join()

    def _is_stale(self, question: Question) -> bool:
        newest = self._newest.get(question.key, question.number) if question.key else 0
        return question.number in self._dropped or newest > question.number

    def _put(self, question: Question, pipe: "Connection[Any, Any]") -> "Connection[Any, Any]":
        self._stop.clear()
        self.current = question.number
        try:
            pipe.send(question)
            while (said := _received(pipe)).kind == "progress":
                self.said.emit(said)
        except (EOFError, OSError):
            said = Said(question.number, "refused", _STOPPED)
            pipe.close()
            if not self._closing:
                pipe = self._start()
        self.current = 0
        if question.number in self._dropped:
            said = Said(question.number, "stopped")
        if not self._closing:
            self.said.emit(said)
        return pipe

    def _start(self) -> "Connection[Any, Any]":
        ours, theirs = self._context.Pipe()
        self._process = self._context.Process(
            target=serve, args=(theirs, self._stop), name="cypworkbench helper", daemon=False
        )
        self._process.start()
        theirs.close()
        return ours
