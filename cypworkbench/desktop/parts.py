"""Parts that every place is built from: a heading with actions, a card, a rule, a list of facts, a scrolling column."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from cypworkbench.desktop.marks import MarkView
from cypworkbench.desktop.style import Theme
from cypworkbench.desktop.text import Line, label

GUTTER = 20


class Heading(QWidget):
    """A place's title, one sentence of its state, and its actions at the right."""

    def __init__(self, *actions: QWidget) -> None:
        super().__init__()
        self.title = Line("place")
        self.sentence = Line("second")
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.title)
        words.addWidget(self.sentence)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addLayout(words, 1)
        for action in actions:
            row.addWidget(action, 0, Qt.AlignmentFlag.AlignBottom)

    def say(self, title: str, sentence: str) -> None:
        """Set the words."""
        self.title.say(title)
        self.sentence.say(sentence)


class Segments(QWidget):
    """Buttons of which one is pressed: the ways to look at one thing."""

    def __init__(self, spoken: str, names: Sequence[str]) -> None:
        super().__init__()
        self.setAccessibleName(spoken)
        self.group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for number, name in enumerate(names):
            one = QPushButton(name)
            one.setCheckable(True)
            one.setAutoDefault(False)
            one.setProperty("part", True)  # noqa: FBT003  Qt's signature
            one.setAccessibleName(f"{spoken}: {name.replace('&', '')}")
            self.group.addButton(one, number)
            row.addWidget(one)
        self.group.button(0).setChecked(True)

    @property
    def chosen(self) -> int:
        """The number of the pressed button, from 0."""
        return self.group.checkedId()


def card(*contents: QWidget | QLayout, margin: int = 0, spacing: int = 0) -> QFrame:
    """White ground with a hairline round it."""
    made = QFrame()
    made.setObjectName("card")
    column = QVBoxLayout(made)
    column.setContentsMargins(margin, margin, margin, margin)
    column.setSpacing(spacing)
    add(column, *contents)
    return made


def add(column: QVBoxLayout, *contents: QWidget | QLayout) -> None:
    """Put widgets and layouts into a column, in order."""
    for content in contents:
        if isinstance(content, QWidget):
            column.addWidget(content)
        else:
            column.addLayout(content)


def hairline() -> QFrame:
    """A rule one pixel high."""
    made = QFrame()
    made.setObjectName("hairline")
    made.setFixedHeight(1)
    return made


def column(*contents: QWidget | QLayout, spacing: int = 8) -> QVBoxLayout:
    """A column of widgets without margins."""
    made = QVBoxLayout()
    made.setContentsMargins(0, 0, 0, 0)
    made.setSpacing(spacing)
    add(made, *contents)
    return made


def row(*contents: QWidget, spacing: int = 8, stretch_first: bool = False) -> QHBoxLayout:
    """A row of widgets without margins."""
    made = QHBoxLayout()
    made.setContentsMargins(0, 0, 0, 0)
    made.setSpacing(spacing)
    for number, content in enumerate(contents):
        made.addWidget(content, 1 if stretch_first and number == 0 else 0)
    return made


class Panel(QWidget):
    """An inspector: what is this, why, what can I do; its actions stay at the bottom."""

    def __init__(self) -> None:
        super().__init__()
        inner = QWidget()
        self.body = QVBoxLayout(inner)
        self.body.setContentsMargins(16, 14, 16, 8)
        self.body.setSpacing(8)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(inner)
        self.foot = QVBoxLayout()
        self.foot.setContentsMargins(16, 8, 16, 14)
        self.foot.setSpacing(8)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._scroll, 1)
        whole.addLayout(self.foot)


class Facts(QWidget):
    """Rows of a name and what is said of it."""

    def __init__(self, first_width: int = 84) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(6)
        self._grid.setHorizontalSpacing(8)
        self._grid.setColumnMinimumWidth(0, first_width)
        self._grid.setColumnStretch(1, 1)

    def say(self, rows: Sequence[tuple[str, str]]) -> None:
        """Replace every row."""
        clear(self._grid)
        for number, (name, words) in enumerate(rows):
            self._grid.addWidget(label(name, "small"), number, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(label(words, wrap=True), number, 1)


def clear(layout: QLayout) -> None:
    """Take everything out of a layout."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        inner = item.layout()
        if inner is not None:
            clear(inner)


def marked(theme: Theme, mark: str, what: str, more: str = "") -> QWidget:
    """A mark, what it is about in bold, and more of it below."""
    made = QWidget()
    grid = QGridLayout(made)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setVerticalSpacing(0)
    grid.setHorizontalSpacing(10)
    grid.setColumnStretch(1, 1)
    grid.addWidget(MarkView(theme, mark), 0, 0, Qt.AlignmentFlag.AlignTop)
    grid.addWidget(label(what, "strong", wrap=True), 0, 1)
    if more:
        grid.addWidget(label(more, "small", wrap=True), 1, 1)
    return made


def own_line(widget: QLabel, spoken: str) -> QLabel:
    """A label that a screen reader can stop at."""
    widget.setAccessibleName(spoken)
    return widget
