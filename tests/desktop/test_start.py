"""Starting: quick, nothing heavy before the first paint, and no reference lost by the Qt that is pinned."""

import os
import subprocess
import sys

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

HEAVY = ("pandas", "matplotlib", "openpyxl", "reportlab", "scipy", "pikepdf", "pyhanko", "numpy")
LOOK = """
import sys
from PySide6.QtCore import QTimer
from cypworkbench.desktop import app
def seen(window, *, measure):
    print(" ".join(sorted({name.partition(".")[0] for name in sys.modules})))
    window.close()
app._after_first_paint = seen
sys.exit(app.run(None))
"""


def test_nothing_heavy_is_loaded_at_first_paint() -> None:
    done = started([sys.executable, "-c", LOOK])
    loaded = set(done.stdout.split())
    assert "PySide6" in loaded
    assert not loaded & set(HEAVY)


def test_measuring_the_start_prints_milliseconds_and_quits() -> None:
    code = "import sys; from cypworkbench.desktop import app; sys.exit(app.run(None, measure_start=True))"
    done = started([sys.executable, "-c", code])
    assert done.returncode == 0
    milliseconds, *words = done.stdout.split()
    assert words == ["ms", "to", "first", "paint"]
    assert 50 < int(milliseconds) < 10_000


def started(command: list[str]) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    return subprocess.run(
        command, capture_output=True, text=True, timeout=60, check=False, env=environment
    )


def test_calls_that_return_nothing_do_not_lose_a_reference_to_nothing(qapp: QApplication) -> None:
    del qapp  # PySide6 6.12.0 on Python 3.11 dropped one a call, and aborted in the end
    thing = QObject()
    before = sys.getrefcount(None)
    for _ in range(10_000):
        thing.setObjectName("x")
    assert sys.getrefcount(None) > before - 1_000
    assert isinstance(QTimer(), QObject)
