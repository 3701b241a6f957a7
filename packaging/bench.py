"""Measure what the design promises: run by `python3 packaging/dev.py bench`.

Each figure is the median of several runs in fresh processes, in seconds, beside what was promised.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BARE_WINDOW = """
import sys, time
began = time.perf_counter()
from PySide6.QtWidgets import QApplication, QWidget
class Window(QWidget):
    def paintEvent(self, event):
        print(time.perf_counter() - began, flush=True)
        QApplication.quit()
application = QApplication(sys.argv)
window = Window()
window.resize(1280, 720)
window.show()
application.exec()
"""

TWELVE_RETURNS = """
import sys
from pathlib import Path
from tests.benchmarks.test_reading_speed import twelve_taken_in
print(twelve_taken_in(Path(sys.argv[1])))
"""


def main() -> int:
    """Print one line a measurement; return 1 when one of the programs failed."""
    parser = argparse.ArgumentParser(prog="dev.py bench", description=__doc__.partition("\n")[0])
    parser.add_argument("what", nargs="?", choices=["faults"], help="faults: harm the workspace")
    parser.add_argument("--runs", type=int, default=5, help="runs for each figure (the demo: one)")
    parser.add_argument("--ci", action="store_true", help="faults as often as the tests do it")
    options = parser.parse_args()
    if options.what == "faults":
        return _faults("ci" if options.ci else "release")
    runs = options.runs
    measured: list[tuple[str, Callable[[], float], int, str]] = [
        ("dev.py, environment already made", _second_run, runs, "under 2 s"),
        ("a bare Qt window, to first paint", _bare_window, runs, ""),
        ("our window, to first paint", _our_window, runs, "twice a bare window at most"),
        ("twelve returns to all findings", _twelve_returns, runs, "under 1.5 s"),
        ("the demo, returns to signed packs", _demo, 1, ""),
    ]
    failed = False
    for name, measure, times, promise in measured:
        try:
            seconds = statistics.median(measure() for _ in range(times))
        except (subprocess.CalledProcessError, ValueError) as error:
            failed = True
            print(f"{name:38} failed: {error}")
        else:
            print(f"{name:38} {seconds:7.3f} s   {promise}", flush=True)
    return 1 if failed else 0


def _faults(counts: str) -> int:
    """Harm workspaces in every way the design names, as often as before a release; write RESULTS.md."""
    hostile, store = ROOT / "tests" / "hostile", ROOT / "tests" / "store"
    tests = sorted(hostile.glob("test_workspace_*.py"))
    tests += [hostile / "test_full_disk.py", hostile / "test_many_observations.py"]
    tests += [store / "test_sharing.py", store / "test_versions.py"]
    command: list[str | Path] = [sys.executable, "-m", "pytest", "-q", "-m", "", *tests]
    environment = {**os.environ, "CYPWORKBENCH_FAULTS": counts}
    code = subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
    print((ROOT / "tests" / "hostile" / "RESULTS.md").read_text(encoding="utf-8"))
    return code


def _timed(*words: str | Path) -> float:
    began = time.perf_counter()
    subprocess.run([*words], cwd=ROOT, capture_output=True, check=True)
    return time.perf_counter() - began


def _said(*words: str) -> str:
    command = [sys.executable, *words]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout


def _second_run() -> float:
    return _timed(sys.executable, ROOT / "packaging" / "dev.py", "run", "--", "--version")


def _bare_window() -> float:
    return float(_said("-c", BARE_WINDOW))


def _our_window() -> float:
    """The program prints milliseconds from its start to first paint."""
    said = _said("-m", "cypworkbench", "open", "--measure-start")
    return float(said.split()[0]) / 1000


def _twelve_returns() -> float:
    """Read, checked, kept and pictured, once the libraries are loaded, as in the window."""
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "made.cypw")
        return float(_said("-c", TWELVE_RETURNS, path).split()[-1])


def _demo() -> float:
    with tempfile.TemporaryDirectory() as folder:
        return _timed(sys.executable, "-m", "cypworkbench", "demo", "--to", folder, "--no-window")


if __name__ == "__main__":
    sys.exit(main())
