"""Starting the window: nothing heavy before the first paint, and a failure always shows itself."""

import os
import sys
import time
import traceback
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QStandardPaths, Qt, QTimer
from PySide6.QtWidgets import QApplication, QMessageBox

from cypworkbench.desktop.style import SYSTEM, Theme
from cypworkbench.desktop.window import Window
from cypworkbench.desktop.workbench import HelperFault, Workbench
from cypworkbench.domain.refusal import Refusal
from cypworkbench.locations import own_folder

_STARTED = time.perf_counter()


def run(workspace_path: Path | None, *, measure_start: bool = False, sample: bool = False) -> int:
    """Open the window and stay until it is closed. Returns the program's exit code.

    `measure_start` prints the milliseconds from start to first paint, and quits.
    """
    running = QApplication.instance()
    application = running if isinstance(running, QApplication) else QApplication(sys.argv[:1])
    application.setApplicationName("CYP Workbench")
    application.setApplicationDisplayName("")
    faults = _Faults()
    sys.excepthook = faults.report
    theme = Theme(os.environ.get("CYPWORKBENCH_LOOK", SYSTEM))
    theme.start()
    bench = Workbench()
    if workspace_path is not None and not measure_start:
        bench.begin()
    window = Window(bench, theme)
    faults.window = window
    window.painted.connect(
        lambda: QTimer.singleShot(0, lambda: _after_first_paint(window, measure=measure_start))
    )
    window.show()
    if sample:
        path = workspace_path or _room_for_sample()
        QTimer.singleShot(0, lambda: bench.start_sample(path))
    elif workspace_path is not None:
        QTimer.singleShot(0, lambda: bench.open(workspace_path))
    return application.exec()


def _after_first_paint(window: Window, *, measure: bool) -> None:
    if measure:
        sys.stdout.write(f"{_since_start_ms():.0f} ms to first paint\n")
        sys.stdout.flush()
        window.close()
        return
    window.workbench.warm()


def _since_start_ms() -> float:
    """Milliseconds since this process began where the system says so, else since this module was read."""
    try:
        fields = Path("/proc/self/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        ticks = os.sysconf("SC_CLK_TCK")
        boot = float(Path("/proc/uptime").read_text(encoding="ascii").split()[0])
        return (boot - int(fields[19]) / ticks) * 1000
    except (OSError, ValueError, AttributeError, IndexError):
        return (time.perf_counter() - _STARTED) * 1000


def _room_for_sample() -> Path:
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    base = Path(folder or Path.home())
    base.mkdir(parents=True, exist_ok=True)
    number = 1
    while (path := base / f"Sample partnership {number}.cypw").exists():
        number += 1
    return path


class _Faults:
    """Faults of ours: each written to a report once, without any value it met, and said in the window."""

    def __init__(self) -> None:
        self.window: Window | None = None
        self._told: set[str] = set()

    def report(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        """Stands in for Python's own report on standard error, which `pythonw` would hide."""
        refusal = error if isinstance(error, Refusal) else self._written(kind, error, trace)
        if refusal is None:
            return
        sys.stderr.write(f"{refusal}\n")
        if self.window is not None:
            self.window.notices.tell(refusal)
        elif QApplication.instance() is not None:
            box = QMessageBox(QMessageBox.Icon.Warning, "CYP Workbench", str(refusal))
            box.setTextFormat(Qt.TextFormat.PlainText)
            box.exec()

    def _written(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> Refusal | None:
        lines = [f"{f.filename}:{f.lineno} in {f.name}" for f in traceback.extract_tb(trace)]
        if isinstance(error, HelperFault):  # its words are lines of code, and nothing else
            lines.append(str(error))
        said = "\n".join([kind.__name__, *lines])
        if said in self._told:
            return None
        self._told.add(said)
        path = own_folder("reports") / "cypworkbench-fault.txt"
        path.write_text("\n\n".join(sorted(self._told)), encoding="utf-8")
        return Refusal(
            "Something went wrong in the program; everything decided so far is safe in the workspace.",
            f"A report without any figures in it was written to {path}.",
        )
