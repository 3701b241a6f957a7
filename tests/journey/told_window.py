"""The real window, run as a program of its own, that writes down what it shows whenever that changes.

Only its file picker is told what to answer: everything else happens by mouse and keyboard from outside.
"""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QWidget

from cypworkbench.desktop.picker import Picker
from cypworkbench.desktop.sign_dialog import SignDialog
from cypworkbench.desktop.style import LIGHT, Theme
from cypworkbench.desktop.window import Window
from cypworkbench.desktop.workbench import Workbench
from cypworkbench.domain.decision import Person

NOW = datetime(2026, 10, 12, 9, 30, tzinfo=UTC)


class Told(Picker):
    """Knows one folder, and picks the identity file of the role that is to sign."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def folder(self, parent: QWidget, title: str) -> Path | None:
        del parent, title
        return self._folder

    def open_one(self, parent: QWidget, title: str, kinds: str) -> Path | None:
        del title, kinds
        assert isinstance(parent, SignDialog)
        return self._folder / f"Trial {parent.box.role.lower()}.p12"


def state(window: Window) -> dict[str, object]:
    """What there is to see, and where there is to click, in screen pixels."""
    picture = window.workbench.picture
    packs, returns = window.packs, window.returns
    dialog = window.findChild(SignDialog)
    return {
        "quiet": window.workbench.is_quiet and bool(window.workbench.boxes),
        "place": window.workbench.focus.place,
        "returns": sum(1 for s in picture.suppliers if s.returned) if picture else -1,
        "open": len(picture.open_findings) if picture else -1,
        "explained": len(picture.explanations) if picture else -1,
        "refused": list(window.notices.said),
        "can_explain": returns.panel.explain.isVisible() and returns.panel.explain.isEnabled(),
        "written": returns.panel.text.toPlainText(),
        "blockers": len(packs.made.blockers) if packs.made else -1,
        "stage": packs.panel.next_stage,
        "signed": len(packs.issued.roles) if packs.issued else -1,
        "identities": len(list(Path(window.workbench.saved_in).parent.glob("*.p12"))),
        "dialog": dialog is not None and dialog.isVisible(),
        "identity": dialog.file.text() if dialog is not None else "",
        "verdict": packs.verdict.sentence.text(),
        "menus": {menu.text().replace("&", ""): middle_of(window, menu) for menu in menus(window)},
        "at": {
            "text": middle(returns.panel.text),
            "explain": middle(returns.panel.explain),
            "stage": middle(packs.panel.stage),
            "issue": middle(packs.panel.issue),
            "sign": middle(packs.panel.sign),
            "verify": middle(packs.panel.verify),
            "secret": middle(dialog.secret) if dialog is not None else [0, 0],
            "browse": middle(dialog.browse) if dialog is not None else [0, 0],
        },
    }


def middle(widget: QWidget) -> list[int]:
    where = widget.mapToGlobal(QPoint(widget.width() // 2, widget.height() // 2))
    return [where.x(), where.y()]


def menus(window: Window) -> list[QAction]:
    return window.menuBar().actions()


def middle_of(window: Window, menu: QAction) -> list[int]:
    where = window.menuBar().mapToGlobal(window.menuBar().actionGeometry(menu).center())
    return [where.x(), where.y()]


def main(folder: Path) -> int:
    application = QApplication([])
    theme = Theme(LIGHT)
    theme.start()
    bench = Workbench(Person("An analyst", "Analyst"), lambda: NOW)
    window = Window(bench, theme, Told(folder))
    window.setGeometry(0, 0, 1366, 698)
    window.show()
    bench.warm()
    bench.start_sample(folder / "sample.cypw")
    last: list[str] = [""]

    def write() -> None:
        said = json.dumps(state(window))
        if said != last[0]:
            last[0] = said
            sys.stdout.write(said + "\n")
            sys.stdout.flush()

    clock = QTimer()
    clock.timeout.connect(write)
    clock.start(50)
    return application.exec()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
