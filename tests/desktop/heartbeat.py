"""A pulse on the window's thread: how late each beat was, and which line was to blame."""

import sys
import threading
import time
import traceback
from pathlib import Path
from types import FrameType, TracebackType
from typing import Self

from PySide6.QtCore import Qt, QTimer

BEAT_MS = 20


class Heartbeat:
    """A precise timer beats every 20 ms; a thread looks on and notes where the window was when a beat is overdue.

    A late beat counts as far as this process worked (any of its threads) once it was due, or the window waited in a
    line of ours.
    """

    def __init__(self) -> None:
        self.worst_ms = 0.0
        self.paused_ms = 0.0
        self.beats = 0
        self.stalls: list[tuple[float, str]] = []
        self._last = time.perf_counter()
        self._cpu = 0.0
        self._where = ""
        self._waited = 0.0
        self._running = True
        self._main = threading.get_ident()
        self._task = Path(f"/proc/self/task/{threading.get_native_id()}/stat")
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._watch = threading.Thread(target=self._look_on, daemon=True)

    def __enter__(self) -> Self:
        self._last = time.perf_counter()
        self._cpu = time.process_time()
        self._timer.start(BEAT_MS)
        self._watch.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._timer.stop()
        self._running = False
        self._watch.join()

    def _beat(self) -> None:
        now = time.perf_counter()
        late = (now - self._last) * 1000 - BEAT_MS
        cpu = time.process_time()
        worked = (cpu - self._cpu) * 1000
        where, self._where = self._where, ""
        waited, self._waited = self._waited, 0.0
        self._last, self._cpu = now, cpu
        self.beats += 1
        # When a beat was due and this process neither worked nor waited in a line of its own, another had the machine.
        ours = min(late, worked + waited) if late > BEAT_MS else late
        self.paused_ms += late - ours
        self.worst_ms = max(self.worst_ms, ours)
        if ours > BEAT_MS:
            said = f"{late:.0f} ms late: worked {worked:.0f} ms, waited {waited:.0f} ms\n{where}"
            self.stalls.append((ours, said))

    def _look_on(self) -> None:
        before = time.perf_counter()
        while self._running:
            time.sleep(0.005)
            now = time.perf_counter()
            overdue = (now - self._last) * 1000 - BEAT_MS
            if overdue < 0:
                self._cpu = time.process_time()
            elif overdue > BEAT_MS:
                self._note((now - before) * 1000)
            before = now

    def _note(self, since_ms: float) -> None:
        """Keep where the window is while a beat is overdue, and how long it sleeps in a line of ours."""
        frames = sys._current_frames()
        frame = frames.get(self._main)
        lines = traceback.format_stack(frame)[-6:] if frame else []
        self._where = self._where or "".join(lines) + self._others(frames)
        if lines and "obj.exec(" not in lines[-1] and self._sleeps():
            self._waited += since_ms

    def _others(self, frames: dict[int, FrameType]) -> str:
        """Where the other threads are: one of them may hold Python's lock in a call that does not let it go."""
        mine = (self._main, threading.get_ident())
        return "".join(
            f"  meanwhile, {thread.name}:\n"
            + "".join(traceback.format_stack(frames[thread.ident])[-3:])
            for thread in threading.enumerate()
            if thread.ident in frames and thread.ident not in mine
        )

    def _sleeps(self) -> bool:
        """Whether the window's thread waits for a disk or a lock; where that cannot be seen, it is taken to wait."""
        try:
            return self._task.read_text().rpartition(")")[2].split()[0] in "SD"
        except OSError:
            return True

    def over(self, most_ms: float) -> str:
        """The stalls longer than that, each with its line."""
        return "\n".join(f"{late:.0f} ms\n{where}" for late, where in self.stalls if late > most_ms)
