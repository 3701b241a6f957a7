"""Opens a workspace in the window; prints milliseconds to its first place drawn, and from a decision to its next.

Run by test_opening_speed.py in a process of its own; `quick` leaves the helper no time to load what is not needed yet.
"""

import sys
import time
from pathlib import Path

BEGAN = time.perf_counter()


def main() -> None:
    """Open the workspace named, wait until its picture is drawn, say how long that took."""
    from PySide6.QtWidgets import QApplication  # timed from before Qt is loaded

    from cypworkbench.desktop.style import LIGHT, Theme
    from cypworkbench.desktop.window import Window
    from cypworkbench.desktop.workbench import Workbench
    from cypworkbench.flow import decide

    application = QApplication(sys.argv[:1])
    theme = Theme(LIGHT)
    theme.start()
    bench = Workbench()
    bench.begin()
    window = Window(bench, theme)
    window.show()
    bench.open(Path(sys.argv[1]))
    drawn: list[object] = []
    bench.pictured.connect(drawn.append)
    bench.refused.connect(lambda refusal: sys.exit(str(refusal)))
    while not drawn:
        application.processEvents()
        time.sleep(0.002)
    window.grab()
    opened = time.perf_counter() - BEGAN
    bench.warm()
    while not bench.is_quiet:
        application.processEvents()
        time.sleep(0.002)
    began, seen = time.perf_counter(), len(drawn)
    bench.decide("Writing", lambda desk: decide.comment(desk, "cla-rate", "E07000117", "Noted."))
    while len(drawn) == seen:
        application.processEvents()
        time.sleep(0.002)
    window.grab()
    sys.stdout.write(f"{opened * 1000:.0f} {(time.perf_counter() - began) * 1000:.0f}\n")
    window.close()


if __name__ == "__main__":
    main()
