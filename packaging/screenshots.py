"""Pictures of the window: each place on the sample partnership, by day and by night, at 100 % and at 200 %.

    python packaging/screenshots.py --to FOLDER [--readme]

`--readme` makes only the two that the README shows, into packaging/pictures.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from cypworkbench.desktop.focus import HISTORY, MEASURES, PACKS, RETURNS, ROUND, SCORECARD, Focus
from cypworkbench.desktop.style import Theme
from cypworkbench.desktop.window import Window
from cypworkbench.desktop.workbench import Workbench
from cypworkbench.domain.charted import ChartKind
from cypworkbench.domain.decision import Person
from cypworkbench.flow import sample

HERE = Path(__file__).resolve().parent
NOW = datetime(2026, 10, 12, 9, 30, tzinfo=UTC)
PATIENCE_MS = 120_000
LOOKS = (("light", 1), ("dark", 1), ("light", 2))
README = ("2-returns", "3-measures")


def main() -> int:
    """Take every picture: one process a look, since Qt reads its scale only once."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--to", type=Path, default=HERE / "pictures")
    parser.add_argument("--readme", action="store_true")
    parser.add_argument("--look", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    chosen.to.mkdir(parents=True, exist_ok=True)
    if chosen.look:
        take(chosen.to, chosen.look, README if chosen.readme else ())
        return 0
    for look, scale in LOOKS[:1] if chosen.readme else LOOKS:
        environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": str(scale)}
        command = [sys.executable, __file__, "--to", str(chosen.to), "--look", f"{look}-{scale}00"]
        command += ["--readme"] if chosen.readme else []
        subprocess.run(command, env=environment, check=True)
    return 0


def take(folder: Path, look: str, only: tuple[str, ...]) -> None:
    """Open the window on a new sample and picture each place as the journey reaches it."""
    application = QApplication.instance() or QApplication([])
    theme = Theme(look.partition("-")[0])
    theme.start()
    bench = Workbench(Person("Partnership analyst", "Analyst"), lambda: NOW)
    window = Window(bench, theme)
    window.show()

    def shoot(name: str) -> None:
        if not only or name in only:
            path = folder / f"window-{name}-{look}.png"
            window.grab().save(str(path))
            print(path)

    with tempfile.TemporaryDirectory() as room:
        place = Path(room) / "Documents"  # the status bar shows a file with its folder
        place.mkdir()
        _journey(window, shoot, place / "Sample partnership.cypw")
        window.close()
    application.quit()


def _journey(window: Window, shoot: Callable[[str], None], path: Path) -> None:
    """The sample from an empty window to a pack, with a picture at each place."""
    bench = window.workbench
    shoot("0-first")
    bench.warm()
    bench.start_sample(path)
    _settle(window)
    window.take(list(sample.returns()))
    _settle(window)
    shoot("1-round")
    window.notices.empty()
    if bench.picture is not None:
        share = next(f for f in bench.picture.open_findings if f.code == "R014")
        bench.look(Focus(RETURNS, "dctb-burnley", finding=share.key))
    _settle(window)
    shoot("2-returns")
    window.take(list(sample.resubmitted()))
    _settle(window)
    window.menus.actions["answer"].trigger()
    _settle(window)
    bench.look(Focus(MEASURES, measure="u18-conception"))
    _settle(window)
    shoot("3-measures")
    for way, name in ((1, "3-measures-figures"), (2, "3-measures-where-from")):
        window.measures.ways.group.button(way).click()
        shoot(name)
    window.measures.ways.group.button(0).click()
    for kind in (ChartKind.FUNNEL, ChartKind.GAP):
        window.measures.card.choose(kind)
        _settle(window)
        shoot(f"3-measures-{kind.value}")
    window.measures.card.choose(ChartKind.TREND)
    for place, name in ((SCORECARD, "6-scorecard"), (HISTORY, "7-history")):
        _visit(window, place)
        shoot(name)
    bench.look(Focus(ROUND))
    _settle(window)
    shoot("1-round-answered")
    bench.look(Focus(PACKS))
    _settle(window)
    window.packs.preview.go(4)
    _settle(window)
    shoot("4-packs")


def _visit(window: Window, place: str) -> None:
    """Go to a place, and wait until it shows what it has."""
    window.workbench.look(Focus(place))
    _settle(window)


def _settle(window: Window) -> None:
    """Wait until nothing is under way and everything is painted, even where painting asks for another drawing."""
    for _ in range(PATIENCE_MS // 950):
        for _ in range(PATIENCE_MS // 50):
            _wait(50)
            if window.workbench.is_quiet:
                break
        _wait(900)
        if window.workbench.is_quiet:
            return


def _wait(milliseconds: int) -> None:
    """Let the window live; an event loop of its own lets the other threads run too."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


if __name__ == "__main__":
    sys.exit(main())
