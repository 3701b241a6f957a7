"""Choosing files with the system's own dialogs: the one part of the window that tests replace."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget


class Picker:
    """Asks where. Every answer is None or empty when the dialog was closed without one."""

    def open_many(self, parent: QWidget, title: str, kinds: str) -> list[Path]:
        """Files to read."""
        names, _ = QFileDialog.getOpenFileNames(parent, title, "", kinds)
        return [Path(name) for name in names]

    def open_one(self, parent: QWidget, title: str, kinds: str) -> Path | None:
        """A file to read."""
        name, _ = QFileDialog.getOpenFileName(parent, title, "", kinds)
        return Path(name) if name else None

    def save(self, parent: QWidget, title: str, suggested: str, kinds: str) -> Path | None:
        """A file to write; the dialog asks before one is replaced."""
        name, _ = QFileDialog.getSaveFileName(parent, title, suggested, kinds)
        return Path(name) if name else None

    def folder(self, parent: QWidget, title: str) -> Path | None:
        """A folder."""
        name = QFileDialog.getExistingDirectory(parent, title)
        return Path(name) if name else None
