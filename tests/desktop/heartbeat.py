"""A pulse on the window's thread: how late each beat was, and which line was to blame."""

import sys
import threading
import time
import traceback
from types import TracebackType
from typing import Self

from PySide6.QtCore import Qt, QTimer

BEAT_MS = 20


class Heartbeat:
    """A precise timer beats every 20 ms; a thread looks on and notes where the window was when a beat is overdue."""

    def __init__(self) -> None:
        self.worst_ms = 0.0
        self.paused_ms = 0.0
        self.beats = 0
        self.stalls: list[tuple[float, str]] = []
        self._last = time.perf_counter()
        self._cpu = 0.0
        self._where = ""
        self._running = True
        self._main = threading.get_ident()
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
        self._last, self._cpu = now, cpu
        self.beats += 1
        if late > BEAT_MS and _machine_paused(late, worked, where):
            self.paused_ms += late
            return
        self.worst_ms = max(self.worst_ms, late)
        if late > BEAT_MS:
            self.stalls.append((late, f"this process worked {worked:.0f} ms\n{where}"))

    def _look_on(self) -> None:
        while self._running:
            time.sleep(0.005)
            overdue = (time.perf_counter() - self._last) * 1000 - BEAT_MS
            if overdue > BEAT_MS and not self._where:
                frame = sys._current_frames().get(self._main)
                self._where = "".join(traceback.format_stack(frame)[-6:]) if frame else ""

    def over(self, most_ms: float) -> str:
        """The stalls longer than that, each with its line."""
        return "\n".join(f"{late:.0f} ms\n{where}" for late, where in self.stalls if late > most_ms)


def _machine_paused(late: float, worked: float, where: str) -> bool:
    """Whether a late beat is the machine's doing: no thread of ours worked, and the window sat in its event loop.

    A window that waits for a disk or a lock is late without working too, but then a line of ours is on the stack.
    """
    idle = not where or "obj.exec(" in where.splitlines()[-1]
    return idle and worked < late / 4
