"""A window on the illustrative picture, without a helper process, and a file picker that answers as it is told."""

from collections.abc import Generator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from cypworkbench.desktop.picker import Picker
from cypworkbench.desktop.style import LIGHT, Theme
from cypworkbench.desktop.window import Window
from cypworkbench.desktop.workbench import Workbench
from cypworkbench.domain.decision import Person
from cypworkbench.domain.record import Picture
from tests.desktop import pictured

NOW = datetime(2026, 10, 12, 9, 30, tzinfo=UTC)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # Qt's offscreen platform says this of every window with a smallest size; no real platform does.
    for item in items:
        if "desktop" in item.path.parts:
            item.add_marker(pytest.mark.qt_log_ignore("propagateSizeHints"))


class ToldPicker(Picker):
    """Answers with the paths it was given, in place of the system's dialog."""

    def __init__(self) -> None:
        self.paths: list[Path] = []

    def open_many(self, parent: QWidget, title: str, kinds: str) -> list[Path]:
        del parent, title, kinds
        return self.paths

    def open_one(self, parent: QWidget, title: str, kinds: str) -> Path | None:
        del parent, title, kinds
        return self.paths[0] if self.paths else None

    def save(self, parent: QWidget, title: str, suggested: str, kinds: str) -> Path | None:
        del parent, title, suggested, kinds
        return self.paths[0] if self.paths else None

    def folder(self, parent: QWidget, title: str) -> Path | None:
        del parent, title
        return self.paths[0] if self.paths else None


@pytest.fixture
def picker() -> ToldPicker:
    return ToldPicker()


@pytest.fixture(scope="session")
def theme(qapp: QApplication) -> Theme:
    del qapp  # there must be one
    made = Theme(LIGHT)
    made.start()
    return made


@pytest.fixture
def empty(qtbot: QtBot, theme: Theme, picker: ToldPicker) -> Generator[Window]:
    """The window as it first opens: no workspace."""
    bench = Workbench(Person("An analyst", "analyst"), lambda: NOW)
    made = Window(bench, theme, picker)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.close()
    shiboken6.delete(made)  # or every later style sheet would be worked out for it too


@pytest.fixture
def window(empty: Window) -> Window:
    """The window on the illustrative picture."""
    empty.workbench.framework = pictured.framework()
    show(empty, pictured.picture())
    return empty


def show(window: Window, picture: Picture) -> None:
    """Hand the window a picture, as the workbench does."""
    window.workbench.picture = picture
    window.workbench.pictured.emit(picture)
