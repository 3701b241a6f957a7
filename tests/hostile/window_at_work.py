"""The window at work, in a process of its own to be watched: a workspace opened, a return dropped, every place seen.

python -m tests.hostile.window_at_work WORKSPACE RETURN
"""

import sys
import time
from pathlib import Path

from cypworkbench.store import private


def main(path: Path, given: Path) -> None:
    """Do it, and leave as a person does. Raises RuntimeError where the window refuses anything."""
    from PySide6.QtWidgets import QApplication  # as the program itself does: after its own start

    from cypworkbench.desktop.focus import Focus
    from cypworkbench.desktop.places import NAMES
    from cypworkbench.desktop.style import LIGHT, Theme
    from cypworkbench.desktop.window import Window
    from cypworkbench.desktop.workbench import Workbench

    application = QApplication(sys.argv[:1])
    theme = Theme(LIGHT)
    theme.start()
    bench = Workbench()
    window = Window(bench, theme)
    refused: list[object] = []
    bench.refused.connect(refused.append)

    def settle() -> None:
        for _ in range(3):  # what is answered may ask again
            application.processEvents()
            while not bench.is_quiet:
                application.processEvents()
                time.sleep(0.005)

    window.show()
    bench.open(path)
    settle()
    window.dropped.emit([given])
    settle()
    for name in NAMES:
        bench.look(Focus(name))
        settle()
        window.grab()
    bench.warm()
    settle()
    window.close()
    bench.close()
    if refused:
        raise RuntimeError(str(refused))
    sys.stdout.write(f"{len(bench.record.files)} files, {len(NAMES)} places\n")


if __name__ == "__main__":
    private.keep_temporary_files_here()  # as the program begins and ends
    try:
        main(Path(sys.argv[1]), Path(sys.argv[2]))
    finally:
        private.leave_nothing()
