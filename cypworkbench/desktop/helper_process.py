"""The helper process's side: answers questions one after another. Nothing of Qt is loaded here."""

import os
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Event
from typing import Any

from cypworkbench.domain.refusal import Refusal

_BELOW_NORMAL = 0x4000  # Windows' BELOW_NORMAL_PRIORITY_CLASS


@dataclass(frozen=True, slots=True)
class Question:
    """A function of `tasks.py` to call in the helper process, by number; `key` is shared by those that supersede."""

    number: int
    function: Callable[..., object]
    arguments: tuple[object, ...]
    key: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """What the helper says of a question: kind is progress, answer, refused, fault or stopped."""

    number: int
    kind: str
    value: object = None


class Channel:
    """What a task in the helper process can say while it works, and ask: how far it is, and whether to stop."""

    def __init__(self, pipe: "Connection[Any, Any]", stop: Event, number: int) -> None:
        self._pipe = pipe
        self._stop = stop
        self._number = number

    def progress(self, done: int, total: int, step: str) -> None:
        """Say that `done` of `total` steps are finished, and what comes next."""
        self._pipe.send(Said(self._number, "progress", (done, total, step)))

    def cancelled(self) -> bool:
        """Whether the analyst has pressed Cancel."""
        return self._stop.is_set()


def serve(pipe: "Connection[Any, Any]", stop: Event) -> None:
    """Answer questions until the pipe closes: the helper process's whole life."""
    _stand_behind_the_window()
    import cypworkbench.desktop.tasks  # noqa: F401  it needs this module; loaded while the window makes itself

    while True:
        try:
            question = pipe.recv()
        except (EOFError, OSError, KeyboardInterrupt):
            return
        pipe.send(_answer(question, Channel(pipe, stop, question.number)))


def _stand_behind_the_window() -> None:
    """On a laptop with two cores and more than two things to do, the window comes first and the work after it."""
    if sys.platform == "win32":
        import ctypes  # only Windows needs it

        kernel = ctypes.windll.kernel32
        kernel.SetPriorityClass(kernel.GetCurrentProcess(), _BELOW_NORMAL)
    else:
        os.nice(5)


def _answer(question: Question, channel: Channel) -> Said:
    try:
        return Said(question.number, "answer", question.function(channel, *question.arguments))
    except Refusal as refusal:
        return Said(question.number, "refused", refusal)
    except Exception:  # noqa: BLE001  the top of this process: the window writes the fault's report
        return Said(question.number, "fault", where_it_broke())


def where_it_broke() -> str:
    """The type and lines of the fault being handled, without the values it met: a report must hold no figures."""
    kind, _, trace = sys.exc_info()
    lines = [f"{f.filename}:{f.lineno} in {f.name}" for f in traceback.extract_tb(trace)]
    return "\n".join([kind.__name__ if kind else "", *lines])
