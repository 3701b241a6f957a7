"""The look, from the tokens: colours of day and night, type, and the one style sheet."""

from functools import cache
from pathlib import Path
from string import Template

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from cypworkbench.catalogue import resource_path
from cypworkbench.packs.palette import Palette, palette

FAMILY = "Source Sans 3"
LIGHT, DARK, SYSTEM = "light", "dark", "system"


def load_fonts() -> None:
    """Make our own typefaces known to Qt, so that a bare machine shows the same window."""
    for path in sorted(resource_path("fonts").glob("*.ttf")):
        QFontDatabase.addApplicationFont(str(path))


@cache
def font(pixels: int, weight: int = 400) -> QFont:
    """Our typeface at a size and weight; kept, since finding a face takes longer than painting a word in it."""
    made = QFont(FAMILY)
    made.setPixelSize(pixels)
    made.setWeight(QFont.Weight(weight))
    return made


class Theme(QObject):
    """The colours in force. Painted things ask it each time they paint; `changed` tells them to."""

    changed = Signal()

    def __init__(self, wish: str = SYSTEM) -> None:
        super().__init__()
        self._wish = wish
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(self._system_changed)
        self.palette = self._chosen()

    @property
    def wish(self) -> str:
        """What was asked for: light, dark or system."""
        return self._wish

    def follow(self, wish: str) -> None:
        """Take on light, dark or whatever the system has."""
        self._wish = wish
        self._apply()

    def __getitem__(self, role: str) -> QColor:
        """The colour of a role, for painting."""
        return QColor(self.palette[role])

    def start(self) -> None:
        """Put the look on the application."""
        QApplication.setStyle(QStyleFactory.create("Fusion"))
        load_fonts()
        QApplication.setFont(font(14))
        self._apply()

    def _system_changed(self) -> None:
        if self._wish == SYSTEM:
            self._apply()

    def _chosen(self) -> Palette:
        if self._wish != SYSTEM:
            return palette(self._wish)
        dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return palette(DARK if dark else LIGHT)

    def _apply(self) -> None:
        self.palette = self._chosen()
        application = QApplication.instance()
        if isinstance(application, QApplication):
            QApplication.setPalette(_qt_palette(self.palette))
            application.setStyleSheet(style_sheet(self.palette))
        self.changed.emit()


def _qt_palette(colours: Palette) -> QPalette:
    made = QPalette()
    roles = {
        QPalette.ColorRole.Window: "bg",
        QPalette.ColorRole.WindowText: "ink",
        QPalette.ColorRole.Base: "surface",
        QPalette.ColorRole.AlternateBase: "sunken",
        QPalette.ColorRole.Text: "ink",
        QPalette.ColorRole.Button: "surface",
        QPalette.ColorRole.ButtonText: "ink",
        QPalette.ColorRole.Highlight: "accent_soft",
        QPalette.ColorRole.HighlightedText: "ink",
        QPalette.ColorRole.ToolTipBase: "surface",
        QPalette.ColorRole.ToolTipText: "ink",
        QPalette.ColorRole.PlaceholderText: "ink3",
        QPalette.ColorRole.Link: "accent",
    }
    for role, colour in roles.items():
        made.setColor(role, QColor(colours[colour]))
    for role in (
        QPalette.ColorRole.WindowText,
        QPalette.ColorRole.Text,
        QPalette.ColorRole.ButtonText,
    ):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(colours["ink3"]))
    return made


def style_sheet(look: Palette) -> str:
    """The style sheet in a look's colours."""
    text = Path(__file__).with_name("window.qss").read_text(encoding="utf-8")
    return Template(text).substitute(look.colours)
